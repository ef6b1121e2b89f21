//! The only door: what happened goes in, what to do comes out.

use chrono::{DateTime, Utc};

use super::account;
use super::archive;
use super::browse;
use super::call_detail;
use super::call_list::Wanted;
use super::call_parts;
use super::callbacks;
use super::copy;
use super::coverage;
use super::detail_find;
use super::downloads;
use super::effect::Effect;
use super::export_dialog;
use super::filter;
use super::help;
use super::job_cursor;
use super::job_keys;
use super::jobs;
use super::key::Key;
use super::keymap::{Action, Place};
use super::line;
use super::login;
use super::look;
use super::media_keys;
use super::message::{Message, Paste};
use super::overlay;
use super::palette;
use super::party;
use super::pointer;
use super::price;
use super::quitting;
use super::said;
use super::saved_views;
use super::screen::Screen;
use super::selection;
use super::start_at;
use super::state::State;
use super::stats;
use super::stats_keys;
use super::suggest;
use super::sync;
use super::time_range;
use super::waiting_jobs;
use super::watch;

/// What to do first: the calls of the archive are shown before anything is asked of Zoom.
#[must_use]
pub fn start(state: &mut State) -> Vec<Effect> {
    let mut effects = archive::load(state);
    effects.extend(account::restore(state));
    effects
}

/// Takes one message and returns the work it asks for. Pure: no I/O, no clock, no randomness.
///
/// Calls that arrive and letters typed into the query only note that the list is stale; any other key finds it fresh, and
/// [`settle`] makes it so before a frame. A burst of either is one search.
#[must_use]
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Tick(now) => tick(state, now),
        Message::Resized { columns, rows } => {
            state.screen = Screen { columns, rows };
            Vec::new()
        }
        Message::Key(pressed) => key(state, pressed),
        Message::Pasted(text) => paste(state, text),
        Message::Pointer(moved) => {
            settle(state);
            pointer::moved(state, moved)
        }
        Message::Line(line) => {
            settle(state);
            state.by_line = true;
            line::obey(state, line)
        }
        Message::InputEnded => {
            state.quit = true;
            Vec::new()
        }
        Message::SessionRestored { request, result } => account::restored(state, request, result),
        Message::SignInStarted { request, sign_in } => login::started(state, request, sign_in),
        Message::DeviceCodeGiven { request, code } => login::device_code(state, request, code),
        Message::BrowserFailed { request, cause } => login::browser_failed(state, request, cause),
        Message::PasteRefused { attempt, cause } => login::refused(state, attempt, cause),
        Message::BrowserReturned { request } => login::browser_returned(state, request),
        Message::SignInEnded { request, result } => login::ended(state, request, result),
        Message::SessionLost(problem) => account::lost(state, problem),
        Message::SignInKept { warning } => account::kept(state, warning),
        Message::SignedOut { request, result } => account::signed_out(state, request, result),
        Message::ArchiveBatch { request, batch } => archive::batch(state, request, batch),
        Message::ArchiveLoaded { request, result } => archive::loaded(state, request, result),
        Message::ArchivePutAside(problem) => archive::put_aside(state, problem),
        Message::SyncProgressed { request, batch, progress } => sync::progressed(state, request, batch, progress),
        Message::Waiting { request, wait } => sync::waiting(state, request, wait),
        Message::SyncEnded { request, result } => sync::ended(state, request, result),
        Message::DetailLoaded { request, result } => call_detail::loaded(state, request, result),
        Message::PartLoaded { request, part, result } => call_parts::loaded(state, request, part, result),
        Message::SaidFound { request, result } => said::found(state, request, result),
        Message::ExportProgressed { request, rows } => export_dialog::progressed(state, request, rows),
        Message::ViewsChanged { request, result } => saved_views::changed(state, request, result),
        Message::DefaultLookKept { request, result } => look::default_kept(state, request, result),
        Message::SheetWritten { request, result } => stats_keys::written(state, request, result),
        Message::ExportEnded { request, result } => export_dialog::ended(state, request, result),
        Message::MediaBatch { request, rows } => media_keys::batch(state, request, rows),
        Message::MediaLoaded { request, result } => media_keys::loaded(state, request, result),
        Message::MediaProgressed { request, rows, progress } => media_keys::progressed(state, request, rows, progress),
        Message::MediaSynced { request, result } => media_keys::synced(state, request, result),
        Message::MediaPlayed { request, row, result } => media_keys::played(state, request, row, result),
        Message::VoicemailRead { request, result } => media_keys::was_read(state, request, result),
        Message::CallOfMedia { request, result } => media_keys::call_found(state, request, result),
        Message::MediaOfCalls { request, result } => downloads::found_of_calls(state, request, result),
        Message::JobsListed { request, result } => jobs::listed(state, request, result),
        Message::JobProgressed { request, batch, row, progress } => {
            jobs::progressed(state, request, batch, row, progress)
        }
        Message::JobEnded { request, result } => jobs::ended(state, request, result),
        Message::TasksRead { request, result } => callbacks::tasks_read(state, request, result),
        Message::ExportRead { request, result } => jobs::export_read(state, request, result),
        Message::JsonRead { request, result } => copy::json_read(state, request, result),
        Message::JobLogRead { request, result } => job_keys::log_read(state, request, result),
    };
    price::show(state);
    keep_together(state);
    if state.quit {
        effects.extend(look::keep(state));
    }
    effects.extend(call_parts::ask(state));
    effects.extend(said::ask(state));
    effects
}

/// Brings the list up to date with all that was noted. The runtime calls it before each frame.
pub fn settle(state: &mut State) {
    let (context, facets) = (state.context(), state.panes().facets.is_some());
    let figures = party::is_due(state) || stats::is_due(state);
    state.calls.refresh(context, Wanted { facets, figures, steps: state.lists_steps() });
    watch::settle(state);
    suggest::work_out(state);
    party::refresh(state);
    stats::refresh(state);
    coverage::refresh(state);
    callbacks::refresh(state);
    state.recordings.refresh();
    state.voicemail.refresh();
    keep_together(state);
}

/// Keeps the cursor in sight and the detail on its call.
fn keep_together(state: &mut State) {
    state.calls.keep_in_view(state.panes().list_rows());
    browse::keep_column_in_view(state);
    call_detail::follow(state);
    look::follow(state);
    let rows = state.screen.media_panes().list.rows.saturating_sub(1).into();
    state.recordings.keep_in_view(rows);
    state.voicemail.keep_in_view(rows);
    job_cursor::keep_in_view(state);
    quitting::settle(state);
    selection::settle(state);
}

/// When the screen changes next by itself, if it does: the runtime sends a tick then, and one before each burst of messages,
/// so that [`State::now`] is right when they are taken.
#[must_use]
pub fn next_tick(state: &State) -> Option<DateTime<Utc>> {
    state.next_change()
}

fn tick(state: &mut State, now: DateTime<Utc>) -> Vec<Effect> {
    state.now = now;
    if state.notice.as_ref().is_some_and(|notice| notice.until.is_some_and(|until| until <= now)) {
        state.notice = None;
    }
    let mut effects = sync::tick(state);
    effects.extend(waiting_jobs::tick(state));
    effects.extend(watch::tick(state));
    effects.extend(call_detail::tick(state));
    effects.extend(look::tick(state));
    effects
}

fn key(state: &mut State, key: Key) -> Vec<Effect> {
    let place = state.place();
    state.pressed = Some(key);
    let Some((act, action)) = state.keymap.find(place, key).map(|binding| (binding.act, binding.action)) else {
        return field(place).map_or_else(Vec::new, |field| (field.letter)(state, key));
    };
    if overlay::is_unread(state) && matches!(action, Action::Yes | Action::Enter | Action::DeleteCalls) {
        return Vec::new();
    }
    settle(state);
    let (view, said) = (state.view, state.notice.clone());
    let effects = act(state);
    overlay::note_question(state);
    // What was said in passing was about the view that was left.
    if state.view != view && state.notice == said && said.is_some_and(|said| said.until.is_some()) {
        state.notice = None;
    }
    effects
}

fn paste(state: &mut State, text: Paste) -> Vec<Effect> {
    field(state.place()).map_or_else(Vec::new, |field| (field.paste)(state, text))
}

/// What letters and pasted text do at a place.
struct Field {
    letter: fn(&mut State, Key) -> Vec<Effect>,
    paste: fn(&mut State, Paste) -> Vec<Effect>,
}

fn field(place: Place) -> Option<Field> {
    Some(match place {
        // The address is taken without its field too: most people paste it.
        Place::LoginBrowser => Field { letter: |_, _| Vec::new(), paste: login::use_address },
        Place::LoginAddress => Field { letter: login::type_key, paste: login::use_address },
        Place::Query => Field { letter: filter::type_key, paste: |state, text| filter::paste(state, text.as_str()) },
        Place::TimeText => {
            Field { letter: time_range::type_key, paste: |state, text| time_range::paste(state, text.as_str()) }
        }
        Place::ExportPath => {
            Field { letter: export_dialog::type_key, paste: |state, text| export_dialog::paste(state, text.as_str()) }
        }
        Place::ViewName => {
            Field { letter: saved_views::type_key, paste: |state, text| saved_views::paste(state, text.as_str()) }
        }
        Place::Palette => {
            Field { letter: palette::type_key, paste: |state, text| palette::paste(state, text.as_str()) }
        }
        Place::MediaFilter => {
            Field { letter: media_keys::type_key, paste: |state, text| media_keys::paste(state, text.as_str()) }
        }
        Place::StartTime => {
            Field { letter: start_at::type_key, paste: |state, text| start_at::paste(state, text.as_str()) }
        }
        Place::DetailFind => {
            Field { letter: detail_find::type_key, paste: |state, text| detail_find::paste(state, text.as_str()) }
        }
        Place::Help => Field { letter: help::type_key, paste: |_, _| Vec::new() },
        Place::Always
        | Place::NoApp
        | Place::Login
        | Place::LoginFailed
        | Place::LoginBusy
        | Place::LoginDevice
        | Place::Everywhere
        | Place::List
        | Place::Detail
        | Place::Access
        | Place::Recordings
        | Place::Voicemail
        | Place::Stats
        | Place::Coverage
        | Place::Jobs
        | Place::JobLog
        | Place::Callbacks
        | Place::TimeRange
        | Place::Export
        | Place::Copy
        | Place::Sort
        | Place::Columns
        | Place::Facets
        | Place::SavedViews
        | Place::Problem
        | Place::Question
        | Place::SignOut
        | Place::Price
        | Place::ListPrice
        | Place::TooSmall => return None,
    })
}
