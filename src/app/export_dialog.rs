//! The export dialog, and the export that runs.

use std::path::PathBuf;

use tui_input::Input;

use super::browse;
use super::call_list::FirstAndLast;
use super::effect::{Effect, ExportFormat, ExportJob, ExportTarget};
use super::jobs;
use super::key::Key;
use super::keymap::{Action, Place};
use super::message::Exported;
use super::notice;
use super::overlay::{self, Overlay, Retry};
use super::problem::Problem;
use super::request::RequestId;
use super::state::{State, View};
use super::text_field;
use crate::model::{Text, Zone, calls_file_name, counted};

/// Which calls to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportRows {
    /// The marked ones.
    Marked,
    /// All that match the query.
    Matching,
}

/// For whom the file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpenIn {
    /// UTF-8, LF, times with offset.
    #[default]
    Scripts,
    /// Byte order mark, CRLF, times without offset.
    Excel,
}

/// In which zone times are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ZoneChoice {
    /// The person's own.
    #[default]
    Mine,
    /// UTC.
    Utc,
}

/// A line of the dialog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportField {
    /// Which calls.
    #[default]
    Rows,
    /// CSV, TSV, JSON Lines.
    Format,
    /// Scripts or Excel.
    OpenIn,
    /// The zone of the times.
    Times,
    /// The file's name.
    SaveTo,
    /// Whether to replace a file.
    Replace,
}

impl ExportField {
    /// The lines, from top to bottom.
    pub const ALL: [Self; 6] = [Self::Rows, Self::Format, Self::OpenIn, Self::Times, Self::SaveTo, Self::Replace];
}

/// The answers, kept for the next time.
#[derive(Clone, Debug)]
pub struct ExportAnswers {
    /// In which form.
    pub format: ExportFormat,
    /// For whom.
    pub open_in: OpenIn,
    /// In which zone.
    pub zone: ZoneChoice,
}

impl Default for ExportAnswers {
    fn default() -> Self {
        Self { format: ExportFormat::Csv, open_in: OpenIn::Scripts, zone: ZoneChoice::Mine }
    }
}

/// The dialog.
#[derive(Clone, Debug)]
pub struct ExportDialog {
    /// Which calls.
    pub rows: ExportRows,
    /// How many are marked.
    pub marked: usize,
    /// How many match.
    pub matching: usize,
    /// When the first and the last of the marked ones began.
    pub(super) marked_time: Option<FirstAndLast>,
    /// When the first and the last of those that match began.
    pub(super) matching_time: Option<FirstAndLast>,
    /// The answers.
    pub answers: ExportAnswers,
    /// The file's name; empty for the default name in the current directory.
    pub path: Input,
    /// Replace the file if it is there.
    pub replace: bool,
    /// The line that takes the keys.
    pub field: ExportField,
}

/// An export that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningExport {
    /// Which.
    pub request: RequestId,
    /// What is written, to try again.
    pub job: ExportJob,
    /// Calls to write.
    pub total: u64,
    /// Calls written.
    pub written: u64,
    /// The person stopped it, and it is about to end.
    pub cancelling: bool,
}

const NO_CALLS: &str = "there are no calls to export";

/// Opens the dialog, with the answers of the last time.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    browse::keep_stretch(state);
    let (marked, matching) = (state.calls.marks().len(), state.calls.matching());
    if state.export.is_some() {
        return already_writing(state);
    }
    if marked == 0 && matching == 0 {
        return state.notify(NO_CALLS);
    }
    let rows = if marked > 0 { ExportRows::Marked } else { ExportRows::Matching };
    overlay::open(
        state,
        Overlay::Export(ExportDialog {
            rows,
            marked,
            matching,
            marked_time: state.calls.marked_time(state.context()),
            matching_time: state.calls.matching_time(),
            answers: state.last_export.as_ref().map(|last| last.answers.clone()).unwrap_or_default(),
            path: Input::default(),
            replace: false,
            field: ExportField::Rows,
        }),
    );
    Vec::new()
}

/// Opens the dialog at the file name, after a file could not be written under the one that was asked for.
pub(super) fn rename(state: &mut State, job: &ExportJob) -> Vec<Effect> {
    let effects = open(state);
    if let Some(dialog) = dialog(state) {
        dialog.field = ExportField::SaveTo;
        if let ExportTarget::File { path, .. } = &job.target {
            dialog.path = Input::new(path.to_string_lossy().into_owned());
        }
    }
    effects
}

fn dialog(state: &mut State) -> Option<&mut ExportDialog> {
    state.overlays.last_mut().and_then(Overlay::export)
}

fn go_by(state: &mut State, lines: usize) -> Vec<Effect> {
    if let Some(dialog) = dialog(state) {
        let fields = ExportField::ALL;
        let now = fields.iter().position(|field| *field == dialog.field).unwrap_or(0);
        dialog.field = fields[(now + lines) % fields.len()];
    }
    Vec::new()
}

pub(super) fn down(state: &mut State) -> Vec<Effect> {
    go_by(state, 1)
}

pub(super) fn up(state: &mut State) -> Vec<Effect> {
    go_by(state, ExportField::ALL.len() - 1)
}

/// Changes the choice of the line by `step`, round and round.
fn choose(state: &mut State, step: usize) -> Vec<Effect> {
    let Some(dialog) = dialog(state) else {
        return Vec::new();
    };
    match dialog.field {
        ExportField::Rows => {
            dialog.rows = match dialog.rows {
                ExportRows::Marked if dialog.matching > 0 => ExportRows::Matching,
                ExportRows::Matching if dialog.marked > 0 => ExportRows::Marked,
                rows @ (ExportRows::Marked | ExportRows::Matching) => rows,
            };
        }
        ExportField::Format => {
            let formats = ExportFormat::ALL;
            let now = formats.iter().position(|format| *format == dialog.answers.format).unwrap_or(0);
            dialog.answers.format = formats[(now + step) % formats.len()];
        }
        ExportField::OpenIn => {
            dialog.answers.open_in = match dialog.answers.open_in {
                OpenIn::Scripts => OpenIn::Excel,
                OpenIn::Excel => OpenIn::Scripts,
            };
        }
        ExportField::Times => {
            dialog.answers.zone = match dialog.answers.zone {
                ZoneChoice::Mine => ZoneChoice::Utc,
                ZoneChoice::Utc => ZoneChoice::Mine,
            };
        }
        ExportField::SaveTo => {}
        ExportField::Replace => dialog.replace = !dialog.replace,
    }
    Vec::new()
}

pub(super) fn next_choice(state: &mut State) -> Vec<Effect> {
    choose(state, 1)
}

pub(super) fn previous_choice(state: &mut State) -> Vec<Effect> {
    choose(state, ExportFormat::ALL.len() - 1)
}

pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    if let Some(dialog) = dialog(state) {
        text_field::type_key(&mut dialog.path, key);
    }
    Vec::new()
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(dialog) = dialog(state) {
        text_field::paste(&mut dialog.path, text);
    }
    Vec::new()
}

/// `Enter`: writes the file as the dialog says.
pub(super) fn enter(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Export(dialog)) = state.overlays.pop() else {
        return Vec::new();
    };
    write_as(state, dialog)
}

/// `.`: writes once more as the last time, the calls that are marked or match now.
pub(super) fn again(state: &mut State) -> Vec<Effect> {
    browse::keep_stretch(state);
    if let Some(dialog) = state.last_export.clone() {
        return write_as(state, dialog);
    }
    let asks = state.way(Place::List, Action::Export, "export");
    state.notify(format!("nothing was exported yet: {asks} asks what to write"))
}

/// The name that calls get where none was typed: whose they are, and the days of the first and the last.
pub(super) fn default_name(state: &State, time: Option<FirstAndLast>, zone: Zone, format: ExportFormat) -> String {
    let account = state.account.as_ref().map_or(state.setup.archive_label.as_str(), |who| who.label().as_raw());
    let (first, last) = time.unwrap_or((state.now, state.now));
    calls_file_name(account, zone.day(first), zone.day(last), format.extension())
}

impl ExportDialog {
    /// The name of the file where none is typed. A number is added to it where it is taken.
    #[must_use]
    pub fn default_name(&self, state: &State) -> String {
        let time = match self.rows {
            ExportRows::Marked => self.marked_time,
            ExportRows::Matching => self.matching_time,
        };
        default_name(state, time, self.zone(state), self.answers.format)
    }

    /// The zone of the times in the file.
    const fn zone(&self, state: &State) -> Zone {
        match self.answers.zone {
            ZoneChoice::Mine => state.setup.zone,
            ZoneChoice::Utc => Zone::Utc,
        }
    }
}

fn write_as(state: &mut State, mut dialog: ExportDialog) -> Vec<Effect> {
    let keys = match dialog.rows {
        ExportRows::Marked => state.calls.marked_keys(state.context()),
        ExportRows::Matching => state.calls.matching_keys(),
    };
    if keys.is_empty() {
        return state.notify(match dialog.rows {
            ExportRows::Marked => "the last export was of marked calls, and none is marked",
            ExportRows::Matching => NO_CALLS,
        });
    }
    // Calls may have come since the dialog opened, or since the last export.
    match dialog.rows {
        ExportRows::Marked => dialog.marked_time = state.calls.marked_time(state.context()),
        ExportRows::Matching => dialog.matching_time = state.calls.matching_time(),
    }
    let path = dialog.path.value().trim();
    let target = if path.is_empty() {
        ExportTarget::DefaultName(dialog.default_name(state))
    } else {
        ExportTarget::File { path: PathBuf::from(path), replace: dialog.replace }
    };
    let zone = dialog.zone(state);
    let excel = dialog.answers.open_in == OpenIn::Excel;
    let job = ExportJob { keys, format: dialog.answers.format, excel, zone, target, repeats: None };
    state.last_export = Some(dialog);
    write(state, job)
}

/// Begins to write, one file at a time.
pub(super) fn write(state: &mut State, job: ExportJob) -> Vec<Effect> {
    if state.export.is_some() {
        return already_writing(state);
    }
    let request = state.requests.issue();
    let total = job.keys.len() as u64;
    state.export = Some(RunningExport { request, job: job.clone(), total, written: 0, cancelling: false });
    vec![Effect::Export { request, job }]
}

/// Stops writing.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    let running = state.export.as_mut().filter(|export| !export.cancelling);
    running.map_or_else(Vec::new, |export| {
        export.cancelling = true;
        vec![Effect::CancelExport { request: export.request }]
    })
}

pub(super) fn progressed(state: &mut State, request: RequestId, rows: u64) -> Vec<Effect> {
    if let Some(export) = state.export.as_mut().filter(|export| export.request == request) {
        export.written = rows;
    }
    Vec::new()
}

pub(super) fn ended(state: &mut State, request: RequestId, result: Result<Option<Exported>, Problem>) -> Vec<Effect> {
    let Some(export) = state.export.take_if(|export| export.request == request) else {
        return Vec::new();
    };
    let reload = if state.view == View::Jobs { jobs::load(state) } else { Vec::new() };
    let mut effects = match result {
        Ok(Some(exported)) => {
            let file = Text::new(&exported.path.to_string_lossy());
            let wrote = format!("wrote {} to {file}", notice::calls(exported.rows));
            let words = match exported.guarded {
                0 => wrote,
                cells => format!("{wrote}; {} guarded against formulas", counted(cells, "cell", "cells")),
            };
            state.notice = Some(notice::Notice::staying(words));
            state.exported = Some(exported);
            Vec::new()
        }
        Ok(None) => state.notify("export stopped; no file was written"),
        Err(problem) => overlay::report(state, problem, Some(Retry::Export(export.job))),
    };
    effects.extend(reload);
    effects
}

/// Says that one export goes before whatever was asked for.
pub(super) fn already_writing(state: &mut State) -> Vec<Effect> {
    let stops = state.stopper();
    state.notify(format!("an export is being written; {stops} stops it"))
}
