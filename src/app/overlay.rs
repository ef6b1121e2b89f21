//! What lies over the view, the topmost taking the keys.

use chrono::TimeDelta;

use super::account;
use super::archive;
use super::callbacks::CallbackList;
use super::effect::{CallsAfter, Effect, ExportJob, SyncRange};
use super::export_dialog::{self, ExportDialog};
use super::help::Help;
use super::jobs::JobLog;
use super::login;
use super::palette::Palette;
use super::price::PriceTag;
use super::problem::{Problem, Remedy};
use super::saved_views::{self, ViewPicker};
use super::start_at::StartAt;
use super::state::State;
use super::sync;
use super::time_range::TimeRange;

/// One layer.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// The time-range picker.
    TimeRange(TimeRange),
    /// The export dialog.
    Export(ExportDialog),
    /// The copy menu.
    Copy,
    /// The sort menu.
    Sort {
        /// The line under the cursor, in `ListColumn::ALL`.
        selected: usize,
    },
    /// The columns.
    Columns {
        /// The line under the cursor, in `Columns::choices`.
        selected: usize,
    },
    /// The saved views.
    SavedViews(ViewPicker),
    /// The command palette.
    Palette(Palette),
    /// The help.
    Help(Help),
    /// What went wrong.
    Problem {
        /// What, and what helps.
        problem: Problem,
        /// What to try again.
        retry: Option<Retry>,
    },
    /// A question to answer with yes or no.
    Question(Question),
    /// What something costs, to be answered with now, later or no.
    Price(PriceTag),
    /// At which time something begins by itself.
    StartAt(StartAt),
    /// The log of a job.
    JobLog(JobLog),
    /// Who is to be called back.
    Callbacks(CallbackList),
}

/// The layer as one of its kind, for what only makes sense there: `state.overlays.last_mut().and_then(Overlay::help)`.
impl Overlay {
    /// True for what stays until it is answered or closed: a question, a price, a problem.
    pub(super) const fn waits_for_an_answer(&self) -> bool {
        match self {
            Self::Question(_) | Self::Price(_) | Self::StartAt(_) | Self::Problem { .. } => true,
            Self::TimeRange(_)
            | Self::Export(_)
            | Self::Copy
            | Self::Sort { .. }
            | Self::Columns { .. }
            | Self::SavedViews(_)
            | Self::Palette(_)
            | Self::Help(_)
            | Self::JobLog(_)
            | Self::Callbacks(_) => false,
        }
    }

    /// True for what a yes starts or ends something.
    const fn asks(&self) -> bool {
        match self {
            Self::Question(_) | Self::Price(_) => true,
            Self::StartAt(_)
            | Self::Problem { .. }
            | Self::TimeRange(_)
            | Self::Export(_)
            | Self::Copy
            | Self::Sort { .. }
            | Self::Columns { .. }
            | Self::SavedViews(_)
            | Self::Palette(_)
            | Self::Help(_)
            | Self::JobLog(_)
            | Self::Callbacks(_) => false,
        }
    }

    /// What went wrong, where it is told in this layer.
    #[must_use]
    pub const fn problem(&self) -> Option<&Problem> {
        if let Self::Problem { problem, .. } = self { Some(problem) } else { None }
    }

    pub(super) fn log(&mut self) -> Option<&mut JobLog> {
        if let Self::JobLog(log) = self { Some(log) } else { None }
    }

    pub(super) fn time_range(&mut self) -> Option<&mut TimeRange> {
        if let Self::TimeRange(picker) = self { Some(picker) } else { None }
    }

    pub(super) fn export(&mut self) -> Option<&mut ExportDialog> {
        if let Self::Export(dialog) = self { Some(dialog) } else { None }
    }

    /// The line under the cursor of the sort menu, or of the dialog of the columns.
    pub(super) fn column_line(&mut self) -> Option<&mut usize> {
        if let Self::Sort { selected } | Self::Columns { selected } = self { Some(selected) } else { None }
    }

    pub(super) fn view_picker(&mut self) -> Option<&mut ViewPicker> {
        if let Self::SavedViews(picker) = self { Some(picker) } else { None }
    }

    pub(super) fn palette(&mut self) -> Option<&mut Palette> {
        if let Self::Palette(palette) = self { Some(palette) } else { None }
    }

    pub(super) fn start_at(&mut self) -> Option<&mut StartAt> {
        if let Self::StartAt(dialog) = self { Some(dialog) } else { None }
    }

    pub(super) fn callbacks(&mut self) -> Option<&mut CallbackList> {
        if let Self::Callbacks(list) = self { Some(list) } else { None }
    }

    pub(super) fn help(&mut self) -> Option<&mut Help> {
        if let Self::Help(help) = self { Some(help) } else { None }
    }
}

/// What can be tried again after a problem.
#[derive(Clone, Debug, PartialEq)]
pub enum Retry {
    /// Reading the archive.
    LoadArchive,
    /// Using the stored credential.
    RestoreSession,
    /// Signing in.
    SignIn,
    /// Signing out.
    SignOut,
    /// Fetching.
    Sync(SyncRange),
    /// Writing.
    Export(ExportJob),
    /// Reading the saved views.
    ReadViews,
}

/// A question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Something would be cut off, see [`State::cut_off_by_quitting`]: quit anyway?
    Quit,
    /// Really sign out?
    SignOut,
    /// Really sign out and delete the calls here?
    DeleteCalls,
}

/// Tells of a problem: in a dialog where a person has to do something, else in a line; a banner may keep it on screen.
pub(super) fn report(state: &mut State, problem: Problem, retry: Option<Retry>) -> Vec<Effect> {
    let in_banner = match &retry {
        Some(Retry::Sync(_) | Retry::RestoreSession) => true,
        Some(Retry::LoadArchive | Retry::SignIn | Retry::SignOut | Retry::Export(_) | Retry::ReadViews) | None => false,
    };
    match problem.remedy {
        Remedy::Retry | Remedy::Reconnect | Remedy::Later | Remedy::Wait(_) | Remedy::SignIn if in_banner => {}
        Remedy::Retry
        | Remedy::Reconnect
        | Remedy::Later
        | Remedy::Wait(_)
        | Remedy::SignIn
        | Remedy::AskAdmin
        | Remedy::SetUp
        | Remedy::Unlock
        | Remedy::Rename
        | Remedy::Report => tell(state, problem, retry),
    }
    Vec::new()
}

/// Tells of a problem in a dialog.
pub(super) fn tell(state: &mut State, problem: Problem, retry: Option<Retry>) {
    open(state, Overlay::Problem { problem, retry });
}

/// Puts a layer on top. One of a kind: the newest tells how things stand, and layers cannot pile up.
pub(super) fn open(state: &mut State, layer: Overlay) {
    let kind = std::mem::discriminant(&layer);
    state.overlays.retain(|other| std::mem::discriminant(other) != kind);
    state.overlays.push(layer);
}

/// How long a question that comes up by itself takes to be seen: a key that was meant for what was there before is no answer.
const SEEN_AFTER: TimeDelta = TimeDelta::milliseconds(700);

/// A key put the question on top, if there is one: what came at once with that key, such as the rest of what a terminal typed
/// for a paste, is no answer to it.
pub(super) fn note_question(state: &mut State) {
    state.unread_until = state.overlays.last().is_some_and(Overlay::asks).then_some(state.now);
}

/// A question came up by itself.
pub(super) fn ask_unasked(state: &mut State, layer: Overlay) {
    state.overlays.push(layer);
    state.unread_until = Some(state.now + SEEN_AFTER);
}

/// True while nobody can have read the question on top.
pub(super) fn is_unread(state: &State) -> bool {
    state.overlays.last().is_some_and(Overlay::asks) && state.unread_until.is_some_and(|until| state.now <= until)
}

/// Closes the topmost layer.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    state.overlays.pop();
    Vec::new()
}

/// Does what helps against the problem on top.
pub(super) fn remedy(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Problem { problem, retry }) = state.overlays.pop() else {
        return Vec::new();
    };
    match (problem.remedy, retry) {
        (Remedy::SignIn, _) => login::begin(state),
        (Remedy::Rename, Some(Retry::Export(job))) => export_dialog::rename(state, &job),
        (
            Remedy::Retry
            | Remedy::Reconnect
            | Remedy::Later
            | Remedy::Wait(_)
            | Remedy::AskAdmin
            | Remedy::SetUp
            | Remedy::Unlock
            | Remedy::Rename
            | Remedy::Report,
            retry,
        ) => retry.map_or_else(Vec::new, |retry| again(state, retry)),
    }
}

fn again(state: &mut State, retry: Retry) -> Vec<Effect> {
    match retry {
        Retry::LoadArchive => archive::load(state),
        Retry::RestoreSession => account::restore(state),
        Retry::SignIn => login::begin(state),
        Retry::SignOut => account::sign_out(state, CallsAfter::Kept),
        Retry::Sync(range) => sync::begin(state, range),
        Retry::Export(job) => export_dialog::write(state, job),
        Retry::ReadViews => saved_views::read_again(state),
    }
}

/// Copies the problem on top, for whoever has to help.
pub(super) fn copy_problem(state: &mut State) -> Vec<Effect> {
    match state.overlays.last().and_then(Overlay::problem).cloned() {
        Some(problem) => copy_report(state, &problem),
        None => Vec::new(),
    }
}

/// Copies a problem, for whoever has to help.
pub(super) fn copy_report(state: &mut State, problem: &Problem) -> Vec<Effect> {
    let mut lines = vec![problem.headline.clone(), problem.cause.clone()];
    lines.extend(problem.steps.iter().enumerate().map(|(place, step)| format!("{}. {step}", place + 1)));
    lines.push(format!("ringlog {}", state.setup.version));
    let _ = state.notify("the report is on the clipboard, if the terminal allows it");
    vec![Effect::Copy { text: lines.join("\n") }]
}

/// Says yes to the question on top.
pub(super) fn yes(state: &mut State) -> Vec<Effect> {
    match state.overlays.pop() {
        Some(Overlay::Question(Question::Quit)) => {
            state.quit = true;
            Vec::new()
        }
        Some(Overlay::Question(Question::SignOut)) => account::sign_out(state, CallsAfter::Kept),
        Some(Overlay::Question(Question::DeleteCalls)) => account::sign_out(state, CallsAfter::Deleted),
        Some(
            Overlay::TimeRange(_)
            | Overlay::Export(_)
            | Overlay::Copy
            | Overlay::Sort { .. }
            | Overlay::Columns { .. }
            | Overlay::SavedViews(_)
            | Overlay::Palette(_)
            | Overlay::Help(_)
            | Overlay::JobLog(_)
            | Overlay::Callbacks(_)
            | Overlay::Price(_)
            | Overlay::StartAt(_)
            | Overlay::Problem { .. },
        )
        | None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{press, ready};

    #[test]
    fn keys_in_a_terminal_without_room_pile_up_no_layers() {
        let mut state = ready(0, 0, 10);
        press(&mut state, "?:?:?:?:");
        assert_eq!(state.overlays.len(), 2);
    }
}
