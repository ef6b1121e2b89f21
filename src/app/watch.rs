//! Watching: new calls come to the list by themselves while it is on.

use chrono::{DateTime, TimeDelta, Utc};

use super::account::Session;
use super::effect::{Effect, SyncRange};
use super::keymap::{Action, Place};
use super::state::State;
use super::sync;

/// How often Zoom is asked. A request for the account's calls is one of those that Zoom counts by the day.
const EVERY: TimeDelta = TimeDelta::minutes(2);
/// A call is listed once it has ended. Where the archive ends longer ago than this, all that is newer comes first.
const RECENT: TimeDelta = TimeDelta::hours(2);

/// A watch that is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// When Zoom is asked next.
    next: DateTime<Utc>,
    /// The cursor stood on the first row when newer calls came: it goes on to the newest.
    stays_on_top: bool,
}

/// `w`: begins to watch, or ends it.
pub(super) fn toggle(state: &mut State) -> Vec<Effect> {
    if state.watch.take().is_some() {
        return state.notify("no longer watching for new calls");
    }
    if !matches!(state.session, Session::SignedIn(_)) {
        return sync::newer(state);
    }
    state.watch = Some(Watch { next: state.now, stays_on_top: false });
    let key = state.keymap.key_of(Place::List, Action::Watch);
    let _ = state.notify(format!(
        "watching: asks Zoom every {} min, at most {} times a day; {key} ends it",
        EVERY.num_minutes(),
        TimeDelta::days(1).num_minutes() / EVERY.num_minutes()
    ));
    tick(state)
}

/// Asks Zoom when it is time. Nothing is asked while something is fetched, a limit holds, or a price waits for its yes.
pub(super) fn tick(state: &mut State) -> Vec<Effect> {
    let is_due = state.watch.is_some_and(|watch| watch.next <= state.now);
    if !is_due {
        return Vec::new();
    }
    let next = state.now + EVERY;
    state.watch = state.watch.map(|watch| Watch { next, ..watch });
    let is_signed_in = matches!(state.session, Session::SignedIn(_));
    if !is_signed_in || state.sync.running.is_some() || state.sync.resumes.is_some() {
        return Vec::new();
    }
    let newest = state.archive.shown().and_then(crate::model::Coverage::newest);
    let is_recent = newest.is_some_and(|newest| state.now - newest < RECENT);
    sync::begin(state, if is_recent { SyncRange::Latest } else { SyncRange::Newer })
}

/// When Zoom is asked next.
pub(super) fn next(state: &State) -> Option<DateTime<Utc>> {
    state.watch.map(|watch| watch.next)
}

/// Takes note that calls came: a cursor on the first row stays there.
pub(super) fn came(state: &mut State) {
    let is_on_top = state.calls.selected() == 0;
    if let Some(watch) = state.watch.as_mut().filter(|_| is_on_top) {
        watch.stays_on_top = true;
    }
}

/// Puts the cursor on the newest call where it stood on top.
pub(super) fn settle(state: &mut State) {
    if let Some(watch) = state.watch.as_mut()
        && std::mem::take(&mut watch.stays_on_top)
    {
        state.calls.go_to(0);
    }
}

/// Ends the watch where it cannot go on without a person.
pub(super) const fn end(state: &mut State) {
    state.watch = None;
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::super::testing::{calls, outcome, press, progress, ready, selected, sync_of};
    use super::super::update::{settle as refresh, update};
    use super::*;

    fn after(state: &mut State, seconds: i64) -> Vec<Effect> {
        let now = state.now + TimeDelta::seconds(seconds);
        update(state, Message::Tick(now))
    }

    fn ended(state: &mut State, effects: &[Effect], new: u64) {
        let request = sync_of(effects);
        if new > 0 {
            let first = i64::try_from(state.calls.total()).unwrap();
            let batch = calls(first..first + i64::try_from(new).unwrap());
            let _ = update(state, Message::SyncProgressed { request, batch, progress: progress() });
        }
        let _ = update(state, Message::SyncEnded { request, result: Ok(outcome(new)) });
        refresh(state);
    }

    #[test]
    fn new_calls_come_by_themselves_and_the_cursor_on_top_stays_on_top() {
        let mut state = ready(80, 24, 10);
        let begun = press(&mut state, "w");
        assert!(matches!(begun[..], [Effect::Sync { range: SyncRange::Latest, .. }]), "{begun:?}");
        assert!(state.notice.as_ref().unwrap().text.contains("every 2 min, at most 720 times a day"));
        ended(&mut state, &begun, 0);
        assert!(state.notice.as_ref().unwrap().text.starts_with("watching"), "nothing new is no news");
        assert_eq!(after(&mut state, 119), []);
        let again = after(&mut state, 1);
        ended(&mut state, &again, 2);
        assert_eq!((state.calls.total(), selected(&state)), (12, Some(11)));
        assert_eq!(state.notice.as_ref().unwrap().text, "2 new calls");
        press(&mut state, "jj");
        let again = after(&mut state, 120);
        ended(&mut state, &again, 1);
        assert_eq!(selected(&state), Some(9), "a cursor on a call stays on it");
        press(&mut state, "w");
        assert_eq!(after(&mut state, 600), []);
    }

    #[test]
    fn quitting_does_not_ask_because_of_a_watch() {
        let mut state = ready(80, 24, 3);
        press(&mut state, "wq");
        assert!(state.quit);
    }
}
