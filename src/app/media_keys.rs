//! What keys and answers do in the lists of recordings and voicemail.

use std::path::PathBuf;

use super::account::{self, Session};
use super::effect::{Effect, Spend};
use super::going;
use super::key::Key;
use super::keymap::{Action, Place};
use super::media_list::{self, Doing, MediaList, RunningListing};
use super::message::{MediaOutcome, MediaProgress, VoicemailText, Wait};
use super::overlay;
use super::price::{PriceTag, PricedWork};
use super::problem::{Problem, Remedy};
use super::request::RequestId;
use super::said;
use super::state::{State, View};
use super::text_field;
use crate::model::{CallKey, Coverage, MediaId, MediaKind, MediaRow, grouped};

/// Opens the view of a kind; its list is read, and then asked of Zoom, when that was not done yet.
pub(super) fn open(state: &mut State, kind: MediaKind) -> Vec<Effect> {
    let idle = matches!(media_list::of_mut(state, kind).loaded, super::loadable::Loadable::Idle);
    if !idle {
        return list_once(state, kind);
    }
    let request = state.requests.issue();
    media_list::of_mut(state, kind).loaded.ask(request);
    vec![Effect::LoadMedia { request, kind }]
}

/// Lists at Zoom what the archive lacks, once in a run of ringlog.
fn list_once(state: &mut State, kind: MediaKind) -> Vec<Effect> {
    let signed_in = matches!(state.session, Session::SignedIn(_));
    if !signed_in || media_list::of_mut(state, kind).asked_zoom {
        return Vec::new();
    }
    list(state, kind)
}

/// Lists at Zoom what the archive lacks.
pub(super) fn list(state: &mut State, kind: MediaKind) -> Vec<Effect> {
    if media_list::of_mut(state, kind).listing.is_some() {
        let stops = state.stopper();
        return state.notify(format!("it is being listed already; {stops} stops that"));
    }
    let request = state.requests.issue();
    let list = media_list::of_mut(state, kind);
    (list.asked_zoom, list.asks) = (true, None);
    list.listing = Some(RunningListing { request, progress: MediaProgress::default(), wait: None });
    vec![Effect::SyncMedia { request, kind, spend: list.spend }]
}

fn by_request(state: &mut State, belongs: impl Fn(&MediaList) -> bool) -> Option<&mut MediaList> {
    [&mut state.recordings, &mut state.voicemail].into_iter().find(|list| belongs(list))
}

fn listing(state: &mut State, request: RequestId) -> Option<&mut MediaList> {
    by_request(state, |list| list.listing.as_ref().is_some_and(|listing| listing.request == request))
}

pub(super) fn batch(state: &mut State, request: RequestId, rows: Vec<MediaRow>) -> Vec<Effect> {
    if let Some(list) = by_request(state, |list| list.loaded.awaited() == Some(request)) {
        list.apply(rows);
    }
    Vec::new()
}

pub(super) fn loaded(state: &mut State, request: RequestId, result: Result<Coverage, Problem>) -> Vec<Effect> {
    let Some(list) = by_request(state, |list| list.loaded.awaited() == Some(request)) else { return Vec::new() };
    let kind = list.kind;
    list.loaded.settle(request, result);
    list_once(state, kind)
}

pub(super) fn progressed(
    state: &mut State,
    request: RequestId,
    rows: Vec<MediaRow>,
    progress: MediaProgress,
) -> Vec<Effect> {
    if let Some(list) = listing(state, request) {
        list.apply(rows);
        list.listing = Some(RunningListing { request, progress, wait: None });
    }
    Vec::new()
}

/// A wait that belongs to a listing; false when it does not.
pub(super) fn waiting(state: &mut State, request: RequestId, wait: Option<Wait>) -> bool {
    let running = listing(state, request).and_then(|list| list.listing.as_mut());
    running.map(|listing| listing.wait = wait).is_some()
}

pub(super) fn synced(state: &mut State, request: RequestId, result: Result<MediaOutcome, Problem>) -> Vec<Effect> {
    let Some(list) = listing(state, request) else { return Vec::new() };
    list.listing = None;
    let words = words(list.kind);
    match result {
        Ok(outcome) => {
            list.problem.clone_from(&outcome.failed);
            if outcome.asks.is_none() && outcome.failed.is_none() && !outcome.cancelled {
                list.spend = Spend::Free;
            }
            let rest = if outcome.asks.is_some() { "; the rest costs much, so it waits for a yes" } else { "" };
            list.asks = outcome.asks.map(|price| PriceTag {
                price,
                title: format!("List the rest of the {words}?"),
                notes: Vec::new(),
                work: PricedWork::List(list.kind),
            });
            list.loaded.show(outcome.coverage);
            let new = if outcome.new == 0 { "nothing new".to_owned() } else { format!("{} new", grouped(outcome.new)) };
            let stopped = if outcome.cancelled { "stopped: " } else { "" };
            state.notify(format!("{words}: {stopped}{new}{rest}"))
        }
        Err(problem) => {
            list.problem = Some(problem.clone());
            if problem.remedy == Remedy::SignIn { account::lost(state, problem) } else { Vec::new() }
        }
    }
}

/// The rows of a kind, in a word.
#[must_use]
pub const fn words(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Recording => "recordings",
        MediaKind::Voicemail => "voicemail",
    }
}

fn kind(state: &State) -> Option<MediaKind> {
    state.media().map(|list| list.kind)
}

fn here(state: &mut State) -> Option<&mut MediaList> {
    let kind = kind(state)?;
    Some(media_list::of_mut(state, kind))
}

/// `r`: lists what is newer; without a sign-in, does what helps.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    let Some(kind) = kind(state) else { return Vec::new() };
    match &state.session {
        Session::SignedIn(_) => list(state, kind),
        Session::Restoring { .. } => state.notify("the sign-in is being checked"),
        Session::SigningOut { .. } => Vec::new(),
        Session::SignedOut | Session::Lost(_) => account::help_out(state),
    }
}

/// Stops a listing or a download to play. For `Ctrl+C`.
pub(super) fn interrupt(state: &mut State) -> Vec<Effect> {
    let lists = [&state.recordings, &state.voicemail];
    let playing = lists.iter().find_map(|list| list.doing.as_ref().map(|(request, _)| *request));
    let listing = lists.iter().find_map(|list| list.listing.as_ref().map(|listing| listing.request));
    playing.or(listing).map(|request| Effect::Stop { request }).into_iter().collect()
}

pub(super) fn mark(state: &mut State) -> Vec<Effect> {
    if let Some(list) = here(state) {
        list.turn_mark();
    }
    going::down(state)
}

pub(super) fn mark_all(state: &mut State) -> Vec<Effect> {
    if let Some(list) = here(state) {
        list.mark_all();
        let marked = list.marked();
        if list.is_growing() {
            return marked_so_far(state, marked);
        }
    }
    Vec::new()
}

/// Says that marks are of what was in sight. What comes later is not marked: nobody has seen it yet, and what is begun on marks
/// may cost much.
pub(super) fn marked_so_far(state: &mut State, marked: usize) -> Vec<Effect> {
    if marked == 0 {
        return Vec::new();
    }
    state.notify(format!("{} marked; the list still grows, and what comes is not marked", grouped(marked as u64)))
}

/// `/`: the words to look for.
pub(super) fn edit(state: &mut State) -> Vec<Effect> {
    if let Some(list) = here(state) {
        list.editing = true;
    }
    Vec::new()
}

pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    if let Some(list) = here(state)
        && text_field::type_key(&mut list.filter, key)
    {
        list.ask();
    }
    Vec::new()
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(list) = here(state) {
        text_field::paste(&mut list.filter, text);
        list.ask();
    }
    Vec::new()
}

/// `Enter`: keeps the words.
pub(super) fn keep(state: &mut State) -> Vec<Effect> {
    if let Some(list) = here(state) {
        list.editing = false;
    }
    Vec::new()
}

/// `Esc`: out of the filter, then without it, then without marks, then back to the calls.
pub(super) fn back(state: &mut State) -> Vec<Effect> {
    let Some(list) = here(state) else { return Vec::new() };
    if list.editing {
        list.editing = false;
    } else if !list.filter.value().is_empty() {
        list.filter.reset();
        list.ask();
    } else if list.marked() > 0 {
        list.clear_marks();
    } else {
        state.view = View::Calls;
    }
    Vec::new()
}

/// The list is empty, or no row has the words of the filter.
pub(super) fn nothing_selected(state: &mut State) -> Vec<Effect> {
    state.notify("nothing is selected")
}

/// Begins something about the row under the cursor.
fn about(state: &mut State, doing: Doing) -> Option<(RequestId, MediaId)> {
    let Some(id) = here(state).and_then(|list| list.selected_row()).map(|row| row.id.clone()) else {
        let _ = nothing_selected(state);
        return None;
    };
    Some((begin(state, &id, doing)?, id))
}

/// Begins something about a recording or voicemail, one thing at a time.
fn begin(state: &mut State, id: &MediaId, doing: Doing) -> Option<RequestId> {
    if media_list::of_mut(state, id.kind()).doing.is_some() {
        let stops = state.stopper();
        let _ = state.notify(format!("one thing at a time; {stops} stops it"));
        return None;
    }
    let request = state.requests.issue();
    media_list::of_mut(state, id.kind()).doing = Some((request, doing));
    Some(request)
}

fn done(state: &mut State, request: RequestId) -> bool {
    let is = |list: &MediaList| list.doing.as_ref().is_some_and(|(asked, _)| *asked == request);
    by_request(state, is).map(|list| list.doing = None).is_some()
}

/// `Enter` on a recording, `p` on a voicemail: plays it.
pub(super) fn play(state: &mut State) -> Vec<Effect> {
    let has_file = here(state).and_then(|list| list.selected_row()).is_some_and(|row| row.file.is_some());
    if state.session.who().is_none() && !has_file {
        return account::help_out(state);
    }
    let zone = state.zone;
    about(state, Doing::Playing).map(|(request, id)| Effect::PlayMedia { request, id, zone }).into_iter().collect()
}

/// `Enter` in a call, on the tabs of its recordings and voicemail: plays one of them.
pub(super) fn play_of_call(state: &mut State, id: MediaId) -> Vec<Effect> {
    if state.session.who().is_none() {
        return account::help_out(state);
    }
    let (asked, zone) = (begin(state, &id, Doing::Playing), state.zone);
    asked.map(|request| Effect::PlayMedia { request, id, zone }).into_iter().collect()
}

pub(super) fn played(
    state: &mut State,
    request: RequestId,
    row: Option<Box<MediaRow>>,
    result: Result<Option<PathBuf>, Problem>,
) -> Vec<Effect> {
    if !done(state, request) {
        return Vec::new();
    }
    if let Some(row) = row {
        media_list::of_mut(state, row.id.kind()).apply(vec![*row]);
    }
    match result {
        Ok(Some(path)) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            state.notify(format!("playing {name}"))
        }
        Ok(None) => state.notify("stopped"),
        Err(problem) => overlay::report(state, problem, None),
    }
}

/// `Enter` on a voicemail: fetches what was said.
pub(super) fn read(state: &mut State) -> Vec<Effect> {
    if here(state).and_then(|list| list.selected_row()).is_some_and(|row| !row.said.is_empty()) {
        let plays = state.keymap.key_of(Place::Voicemail, Action::Play);
        return state.notify(format!("what was said stands below the list; {plays} plays it"));
    }
    if state.session.who().is_none() {
        return account::help_out(state);
    }
    about(state, Doing::Reading).map(|(request, id)| Effect::ReadVoicemail { request, id }).into_iter().collect()
}

/// What changed in the list of calls counts even when the answer is late.
pub(super) fn was_read(
    state: &mut State,
    request: RequestId,
    result: Result<Box<VoicemailText>, Problem>,
) -> Vec<Effect> {
    let result = result.map(|read| {
        let VoicemailText { row, batch } = *read;
        state.calls.apply(batch);
        said::changed(state);
        row
    });
    if !done(state, request) {
        return Vec::new();
    }
    match result {
        Ok(row) => {
            let nothing = row.said.is_empty();
            media_list::of_mut(state, row.id.kind()).apply(vec![row]);
            if nothing { state.notify("Zoom has no text of this voicemail, or not yet") } else { Vec::new() }
        }
        Err(problem) => overlay::report(state, problem, None),
    }
}

/// `c`: goes to the call behind it.
pub(super) fn call(state: &mut State) -> Vec<Effect> {
    about(state, Doing::Finding).map(|(request, id)| Effect::FindCallOfMedia { request, id }).into_iter().collect()
}

pub(super) fn call_found(
    state: &mut State,
    request: RequestId,
    result: Result<Option<CallKey>, Problem>,
) -> Vec<Effect> {
    if !done(state, request) {
        return Vec::new();
    }
    match result {
        Ok(Some(key)) => {
            // What the query hides could not be shown.
            let _ = super::filter::set(state, crate::model::query::Query::default());
            super::update::settle(state);
            let place =
                (0..state.calls.matching()).find(|place| state.calls.row(*place).is_some_and(|row| row.key() == key));
            let Some(place) = place else { return state.notify("its call is not loaded yet") };
            state.view = View::Calls;
            state.calls.go_to(place);
            Vec::new()
        }
        Ok(None) => {
            let (calls, again) = (
                state.way(Place::Everywhere, Action::ViewCalls, "calls"),
                state.way(Place::List, Action::RefetchRange, "sync all"),
            );
            state
                .notify(format!("its call is not in the archive: Zoom keeps six months; {calls}, then {again} fetches"))
        }
        Err(problem) => overlay::report(state, problem, None),
    }
}

/// `o`: the folder of its file.
pub(super) fn open_folder(state: &mut State) -> Vec<Effect> {
    let Some(row) = here(state).and_then(|list| list.selected_row()) else { return nothing_selected(state) };
    if let Some(folder) = row.file.as_ref().and_then(|file| file.parent()).map(std::path::Path::to_owned) {
        return vec![Effect::OpenFolder { folder }];
    }
    let downloads = state.keymap.key_of(state.place(), Action::Download);
    state.notify(format!("it has no file yet; {downloads} downloads it"))
}

/// `y`: copies the number of the other side; where there is no list, what keeps it closed, for whoever has to help.
pub(super) fn copy(state: &mut State) -> Vec<Effect> {
    let empty = here(state).filter(|list| list.total() == 0);
    if let Some(problem) = empty.and_then(|list| list.problem.clone()) {
        return overlay::copy_report(state, &problem);
    }
    let Some(row) = here(state).and_then(|list| list.selected_row()) else { return nothing_selected(state) };
    let text = row.other_side().number.to_string();
    if text.is_empty() {
        return state.notify("it has no number");
    }
    let _ = state.notify("the number is on the clipboard, if the terminal allows it");
    vec![Effect::Copy { text }]
}
