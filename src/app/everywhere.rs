//! The keys that work wherever one is.

use chrono::TimeDelta;

use super::call_detail;
use super::effect::Effect;
use super::export_dialog;
use super::facets;
use super::filter;
use super::job_keys;
use super::jobs;
use super::keymap::{Action, Place};
use super::login;
use super::media_keys;
use super::overlay::{self, Overlay, Question};
use super::path_view;
use super::state::{Focus, State, View};
use super::stats_keys;
use super::sync;
use crate::model::{MediaKind, ThemeName, Zone, query::Query};

/// A second `Ctrl+C` within this time quits.
const TWICE: TimeDelta = TimeDelta::seconds(2);

/// `Esc`: steps back once; never quits.
pub(super) fn back(state: &mut State) -> Vec<Effect> {
    if let Some(picker) = state.overlays.last_mut().and_then(Overlay::view_picker)
        && picker.naming.take().is_some()
    {
        return Vec::new();
    }
    if state.overlays.pop().is_some() {
        return Vec::new();
    }
    match state.view {
        View::Login => return login::back(state),
        View::Recordings | View::Voicemail => return media_keys::back(state),
        View::Access | View::Coverage | View::Jobs => state.view = View::Calls,
        View::Calls | View::Stats if state.filter.editing.is_some() => filter::give_up(state),
        View::Stats => return stats_keys::leave(state),
        View::Calls if state.calls.stretch().is_some() => state.calls.set_anchor(false),
        View::Calls if state.focus == Focus::Detail && state.detail.find.is_some() => state.detail.find = None,
        View::Calls if state.focus == Focus::Detail && path_view::is_opened(state) => return path_view::open(state),
        View::Calls if state.detail.whole || state.focus == Focus::Detail => return call_detail::leave(state),
        View::Calls if state.focus == Focus::Facets => return facets::leave(state),
        View::Calls if state.notice.as_ref().is_some_and(|notice| notice.until.is_none()) => state.notice = None,
        View::Calls if stats_keys::is_entered(state) => return stats_keys::step_back(state),
        View::Calls if !state.filter.query.is_empty() => return filter::set(state, Query::default()),
        View::Calls => {}
    }
    Vec::new()
}

/// `q`: closes the top layer; at the bottom quits. It asks only where something would be cut off that a person asked for. What
/// the sync at the start fetched so far is in the archive, and the next one goes on from there.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    match state.overlays.pop() {
        Some(Overlay::Question(Question::Quit)) => {
            state.quit = true;
            Vec::new()
        }
        Some(_) => Vec::new(),
        None => close_view(state),
    }
}

/// The line `quit`: asks as `q` does, once.
pub(super) fn quit_by_line(state: &mut State, was_asked: bool) -> Vec<Effect> {
    if was_asked || state.cut_off_by_quitting().is_empty() {
        state.quit = true;
    } else {
        overlay::open(state, Overlay::Question(Question::Quit));
    }
    Vec::new()
}

fn close_view(state: &mut State) -> Vec<Effect> {
    match state.view {
        View::Stats => return stats_keys::leave(state),
        View::Access | View::Recordings | View::Voicemail | View::Coverage | View::Jobs => state.view = View::Calls,
        View::Login if state.login.shown.is_some() => state.login.shown = None,
        View::Calls if state.detail.whole || state.focus == Focus::Detail => return call_detail::leave(state),
        View::Calls if state.focus == Focus::Facets => return facets::leave(state),
        View::Login | View::Calls if !state.cut_off_by_quitting().is_empty() => {
            overlay::open(state, Overlay::Question(Question::Quit));
        }
        View::Login | View::Calls => state.quit = true,
    }
    Vec::new()
}

/// `Tab`
pub(super) fn next_pane(state: &mut State) -> Vec<Effect> {
    match state.focus {
        Focus::List if state.calls.matching() > 0 => call_detail::open(state),
        Focus::List | Focus::Detail => to_facets(state),
        Focus::Facets => facets::leave(state),
    }
}

/// `Shift+Tab`
pub(super) fn previous_pane(state: &mut State) -> Vec<Effect> {
    match state.focus {
        Focus::List => to_facets(state),
        Focus::Detail => call_detail::leave(state),
        Focus::Facets if state.calls.matching() > 0 => call_detail::open(state),
        Focus::Facets => facets::leave(state),
    }
}

fn to_facets(state: &mut State) -> Vec<Effect> {
    let _ = call_detail::leave(state);
    facets::toggle(state)
}

/// Shows another view, and gives false where something waits for an answer: what was asked there must not be lost by a digit.
fn show(state: &mut State, view: View) -> bool {
    if state.overlays.iter().any(Overlay::waits_for_an_answer) {
        return false;
    }
    state.overlays.clear();
    if state.view != view {
        // What was said of one view is no news in another.
        state.notice = None;
    }
    stats_keys::forget_bar(state);
    state.view = view;
    true
}

/// `1`
pub(super) fn show_calls(state: &mut State) -> Vec<Effect> {
    show(state, View::Calls);
    Vec::new()
}

/// `2`
pub(super) fn show_recordings(state: &mut State) -> Vec<Effect> {
    if show(state, View::Recordings) { media_keys::open(state, MediaKind::Recording) } else { Vec::new() }
}

/// `3`
pub(super) fn show_voicemail(state: &mut State) -> Vec<Effect> {
    if show(state, View::Voicemail) { media_keys::open(state, MediaKind::Voicemail) } else { Vec::new() }
}

/// `4`
pub(super) fn show_stats(state: &mut State) -> Vec<Effect> {
    show(state, View::Stats);
    Vec::new()
}

/// `5`
pub(super) fn show_jobs(state: &mut State) -> Vec<Effect> {
    if show(state, View::Jobs) { jobs::load(state) } else { Vec::new() }
}

/// Draws in the colours of the next theme, until the end.
pub(super) fn next_theme(state: &mut State) -> Vec<Effect> {
    paint(state, state.look.theme.next())
}

/// Draws in the colours of a theme, until the end.
pub(super) fn paint(state: &mut State, theme: ThemeName) -> Vec<Effect> {
    state.look.theme = theme;
    state.notify(format!("theme: {theme}"))
}

/// Shows times in the person's zone, or in UTC.
pub(super) fn cycle_zone(state: &mut State) -> Vec<Effect> {
    state.zone = if state.zone == Zone::Utc { state.setup.zone } else { Zone::Utc };
    // Days begin at other moments now.
    state.calls.ask(state.filter.query.clone());
    Vec::new()
}

/// `Ctrl+C`: stops what runs; twice quits.
pub(super) fn interrupt(state: &mut State) -> Vec<Effect> {
    if state.interrupted_at.is_some_and(|at| state.now - at <= TWICE) {
        state.quit = true;
        return Vec::new();
    }
    state.interrupted_at = Some(state.now);
    let mut effects = export_dialog::cancel(state);
    if effects.is_empty() {
        effects = login::cancel(state);
    }
    if effects.is_empty() {
        effects = sync::cancel(state);
    }
    if effects.is_empty() {
        effects = media_keys::interrupt(state);
    }
    if effects.is_empty() {
        effects = job_keys::interrupt(state);
    }
    let what = if effects.is_empty() { "nothing runs" } else { "stopping" };
    let quits = state.way(Place::Always, Action::Interrupt, "quit");
    let again = if state.by_line { "ends ringlog" } else { "again quits" };
    let _ = state.notify(format!("{what}; {quits} {again}"));
    effects
}

pub(super) fn redraw(_: &mut State) -> Vec<Effect> {
    vec![Effect::Redraw]
}

pub(super) fn suspend(_: &mut State) -> Vec<Effect> {
    vec![Effect::Suspend]
}
