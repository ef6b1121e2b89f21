//! Downloading recordings and voicemail: those of the lists, and those of calls.

use super::browse;
use super::effect::{Effect, JobWork};
use super::jobs;
use super::keymap::{Action, Place};
use super::media_keys::nothing_selected;
use super::media_list::MediaList;
use super::overlay;
use super::price::{self, Price};
use super::problem::Problem;
use super::request::RequestId;
use super::state::State;
use crate::index::RowView;
use crate::model::{CallKey, JobKind, MediaKind, MediaRow, grouped};

/// `d`: downloads the marked ones, or the one under the cursor.
pub(super) fn download(state: &mut State) -> Vec<Effect> {
    let Some(list) = state.media() else { return Vec::new() };
    let chosen = list.chosen();
    if chosen.is_empty() {
        return nothing_selected(state);
    }
    let rows = chosen.into_iter().cloned().collect();
    of_rows(state, rows)
}

/// Downloads those of `rows` that are not here.
pub(super) fn of_rows(state: &mut State, rows: Vec<MediaRow>) -> Vec<Effect> {
    let wanted: Vec<MediaRow> = rows.into_iter().filter(|row| row.file.is_none()).collect();
    if wanted.is_empty() {
        return state.notify("nothing to download: the files are here");
    }
    begin_download(state, &wanted)
}

/// Begins to download `rows`, in one job; a large one is asked about first.
fn begin_download(state: &mut State, rows: &[MediaRow]) -> Vec<Effect> {
    let of_kind = |kind| rows.iter().any(|row| row.id.kind() == kind);
    let kind = match (of_kind(MediaKind::Recording), of_kind(MediaKind::Voicemail)) {
        (true, true) => JobKind::Media,
        (true, false) => JobKind::Recordings,
        (false, _) => JobKind::Voicemail,
    };
    let item = |row: &MediaRow| if kind == JobKind::Media { row.id.with_kind() } else { row.id.as_raw().to_owned() };
    let seconds = rows.iter().filter_map(|row| row.duration).map(|span| span.as_secs()).sum();
    let count = rows.len() as u64;
    let price = Price::of_job(count, kind, seconds, state.setup.rates, price::known(state, kind));
    let grows = count > 1 && state.media().is_some_and(MediaList::is_growing);
    let more = if grows { " The list still grows." } else { "" };
    let title = format!("Download {} {}?{more}", grouped(count), jobs::words(kind));
    let work = JobWork::New { kind, items: rows.iter().map(item).collect(), folder: None };
    price::begin(state, price, title, work)
}

/// `d` in the list of calls: downloads the recordings and voicemail of the marked calls, or of the one under the cursor.
pub(super) fn download_of_calls(state: &mut State) -> Vec<Effect> {
    browse::keep_stretch(state);
    match state.calls.marked_keys(state.context()) {
        marked if marked.is_empty() => download_of_call(state),
        marked => find_of_calls(state, marked),
    }
}

/// `d` in a call: downloads its recordings and voicemail.
pub(super) fn download_of_call(state: &mut State) -> Vec<Effect> {
    let selected = state.calls.selected_row().map(RowView::key);
    match selected {
        Some(key) => find_of_calls(state, vec![key]),
        None => state.notify("no call is selected"),
    }
}

fn find_of_calls(state: &mut State, keys: Vec<CallKey>) -> Vec<Effect> {
    if state.jobs.finding.is_some() {
        return state.notify("still looking for what the calls before have");
    }
    let request = state.requests.issue();
    state.jobs.finding = Some(request);
    vec![Effect::FindMediaOfCalls { request, keys }]
}

pub(super) fn found_of_calls(
    state: &mut State,
    request: RequestId,
    result: Result<Vec<MediaRow>, Problem>,
) -> Vec<Effect> {
    if state.jobs.finding.take_if(|asked| *asked == request).is_none() {
        return Vec::new();
    }
    let rows = match result {
        Ok(rows) => rows,
        Err(problem) => return overlay::report(state, problem, None),
    };
    if rows.is_empty() {
        let way = |action, command| state.way(Place::Everywhere, action, command);
        let recordings = way(Action::ViewRecordings, "recordings");
        let voicemail = way(Action::ViewVoicemail, "voicemail");
        return state.notify(format!(
            "none is in the archive: {recordings} lists Zoom's recordings, {voicemail} its voicemail"
        ));
    }
    of_rows(state, rows)
}
