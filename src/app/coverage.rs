//! The calendar of what was fetched: a day has the cursor, and what is missing can be fetched from here.

use std::collections::HashMap;

use chrono::{Days, Months, NaiveDate};

use super::effect::{Effect, SyncRange};
use super::filter;
use super::keymap::{Action, Place};
use super::state::{State, View};
use super::sync;
use crate::index::stats::{By, Waits};
use crate::model::{Coverage, DayCoverage, Span, Zone, kept_by_zoom_since, query::Query};

/// What is known of a day, and what can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayState {
    /// Every call that Zoom had.
    Complete,
    /// A part of the day; the rest can be fetched.
    Partial,
    /// Never asked for; can be fetched.
    Never,
    /// A part of the day; Zoom no longer has the rest.
    PartialForGood,
    /// Never asked for, and Zoom no longer has it.
    Gone,
    /// Not there yet.
    Future,
}

/// The calendar.
#[derive(Debug, Default)]
pub struct CoverageView {
    /// The day under the cursor; today when nothing was chosen.
    day: Option<NaiveDate>,
    counts: Option<(u64, Zone, HashMap<NaiveDate, usize>)>,
}

impl CoverageView {
    /// Calls that began on a day.
    #[must_use]
    pub fn calls_on(&self, day: NaiveDate) -> usize {
        self.counts.as_ref().and_then(|(_, _, counts)| counts.get(&day)).copied().unwrap_or(0)
    }
}

/// The day under the cursor.
#[must_use]
pub fn chosen_day(state: &State) -> NaiveDate {
    state.coverage.day.unwrap_or_else(|| state.zone.day(state.now))
}

/// What is known of a day.
#[must_use]
pub fn state_of(state: &State, day: NaiveDate) -> DayState {
    if state.zone.day_start(day) > state.now {
        return DayState::Future;
    }
    let none = Coverage::new();
    let coverage = state.archive.shown().unwrap_or(&none);
    let kept = Span {
        from: state.zone.day_start(day).max(kept_by_zoom_since(state.now)),
        to: state.zone.day_end(day).min(state.now),
    };
    // A sync ends a moment before now, and calls end up in lists a little late: today's open end is no hole.
    let upto = if day == state.zone.day(state.now) { coverage.newest().unwrap_or(state.now) } else { state.now };
    // Of the day on which Zoom's six months begin, what is left may all be there.
    let is_kept = !kept.is_empty();
    let has_more = is_kept && !coverage.covers(kept);
    match (coverage.day(day, state.zone, upto).with_calls(state.coverage.calls_on(day)), is_kept) {
        (DayCoverage::Complete, _) => DayState::Complete,
        (DayCoverage::Partial, _) if has_more => DayState::Partial,
        (DayCoverage::Partial, _) => DayState::PartialForGood,
        (DayCoverage::Never, true) => DayState::Never,
        (DayCoverage::Never, false) => DayState::Gone,
    }
}

/// Counts the calls of each day, unless that was done for these calls.
pub(super) fn refresh(state: &mut State) {
    let basis = (state.calls.revision(), state.zone);
    let is_known = state.coverage.counts.as_ref().is_some_and(|(revision, zone, _)| (*revision, *zone) == basis);
    if state.view != View::Coverage || is_known {
        return;
    }
    let index = state.calls.index();
    let all = index.select(&Query::default(), state.context(), &[]);
    let days = index.bars(&all, By::Day, state.zone, Waits::Skipped);
    let counts = days.iter().filter_map(|bar| Some((bar.label.as_raw().parse().ok()?, bar.results.calls())));
    state.coverage.counts = Some((basis.0, basis.1, counts.collect()));
}

/// `D`: opens the calendar, at today.
pub(super) fn show(state: &mut State) -> Vec<Effect> {
    state.view = View::Coverage;
    state.coverage.day = None;
    Vec::new()
}

fn go_to(state: &mut State, day: Option<NaiveDate>) -> Vec<Effect> {
    let today = state.zone.day(state.now);
    state.coverage.day = day.map(|day| day.min(today)).or(state.coverage.day);
    Vec::new()
}

pub(super) fn next_day(state: &mut State) -> Vec<Effect> {
    let day = chosen_day(state).checked_add_days(Days::new(1));
    go_to(state, day)
}

pub(super) fn previous_day(state: &mut State) -> Vec<Effect> {
    let day = chosen_day(state).checked_sub_days(Days::new(1));
    go_to(state, day)
}

pub(super) fn week_below(state: &mut State) -> Vec<Effect> {
    let day = chosen_day(state).checked_add_days(Days::new(7));
    go_to(state, day)
}

pub(super) fn week_above(state: &mut State) -> Vec<Effect> {
    let day = chosen_day(state).checked_sub_days(Days::new(7));
    go_to(state, day)
}

pub(super) fn next_month(state: &mut State) -> Vec<Effect> {
    let day = chosen_day(state).checked_add_months(Months::new(1));
    go_to(state, day)
}

pub(super) fn previous_month(state: &mut State) -> Vec<Effect> {
    let day = chosen_day(state).checked_sub_months(Months::new(1));
    go_to(state, day)
}

pub(super) fn today(state: &mut State) -> Vec<Effect> {
    state.coverage.day = None;
    Vec::new()
}

/// The oldest day of which something is known, or that Zoom still has.
pub(super) fn oldest(state: &mut State) -> Vec<Effect> {
    let kept = state.zone.day(kept_by_zoom_since(state.now));
    let fetched =
        state.archive.shown().and_then(|coverage| coverage.spans().first()).map(|span| state.zone.day(span.from));
    go_to(state, Some(fetched.map_or(kept, |fetched| fetched.min(kept))))
}

/// `Enter`: the calls of the day.
pub(super) fn list(state: &mut State) -> Vec<Effect> {
    let query = Query::parse(&format!("on:{}", chosen_day(state))).unwrap_or_default();
    state.view = View::Calls;
    filter::set(state, query)
}

/// The part of a stretch that Zoom still has and that is not to come.
fn fetchable(state: &State, span: Span) -> Option<Span> {
    let span = Span { from: span.from.max(kept_by_zoom_since(state.now)), to: span.to.min(state.now) };
    (!span.is_empty()).then_some(span)
}

const GONE: &str = "Zoom keeps six months of calls: this day cannot be fetched any more";

/// `r`: fetches the gap that the day is in.
pub(super) fn fetch_gap(state: &mut State) -> Vec<Effect> {
    let day = chosen_day(state);
    let whole = Span { from: state.zone.day_start(day), to: state.zone.day_end(day) };
    let Some(kept) = fetchable(state, whole) else {
        return state.notify(GONE);
    };
    let none = Coverage::new();
    let coverage = state.archive.shown().unwrap_or(&none);
    let all = Span { from: kept_by_zoom_since(state.now), to: state.now };
    let touches = |gap: &Span| gap.from < kept.to && kept.from < gap.to;
    match coverage.gaps(all).into_iter().find(touches) {
        Some(gap) => sync::begin(state, SyncRange::Again(gap)),
        None if state_of(state, day) == DayState::PartialForGood => {
            let again = state.keymap.key_of(Place::Coverage, Action::RefetchRange);
            state.notify(format!("Zoom no longer has the rest of this day; {again} fetches again what it still has"))
        }
        None => {
            let again = state.keymap.key_of(Place::Coverage, Action::RefetchRange);
            state.notify(format!("nothing is missing of this day; {again} fetches it again"))
        }
    }
}

/// `R`: fetches the day again.
pub(super) fn fetch_day(state: &mut State) -> Vec<Effect> {
    let day = chosen_day(state);
    let whole = Span { from: state.zone.day_start(day), to: state.zone.day_end(day) };
    match fetchable(state, whole) {
        Some(span) => sync::begin(state, SyncRange::Again(span)),
        None => state.notify(GONE),
    }
}

#[cfg(test)]
mod tests {
    use super::super::key_changes::KeyChange;
    use super::super::keymap::Keymap;
    use super::super::message::Message;
    use super::super::testing::{outcome, press, ready, sync_of};
    use super::super::update::update;
    use super::*;

    /// The last 180 days but for the tenth and eleventh before today.
    fn with_a_gap() -> State {
        let mut state = ready(120, 36, 300);
        let day = |ago: i64| state.now - chrono::TimeDelta::days(ago);
        let mut coverage = Coverage::new();
        coverage.add(Span { from: day(180), to: day(11) });
        coverage.add(Span { from: day(9), to: day(0) });
        let request = sync_of(&press(&mut state, "r"));
        let outcome = super::super::message::SyncOutcome { coverage, ..outcome(0) };
        let _ = update(&mut state, Message::SyncEnded { request, result: Ok(outcome) });
        state
    }

    #[test]
    fn each_day_says_whether_it_was_fetched_and_whether_it_can_be() {
        let state = with_a_gap();
        let today = state.zone.day(state.now);
        let of = |ago: u64| state_of(&state, today - Days::new(ago));
        assert_eq!(
            [of(0), of(9), of(10), of(11), of(12)],
            [DayState::Complete, DayState::Partial, DayState::Never, DayState::Partial, DayState::Complete]
        );
        assert_eq!([of(180), of(400)], [DayState::Partial, DayState::Gone]);
        assert_eq!(state_of(&state, today + Days::new(1)), DayState::Future);
    }

    #[test]
    fn the_gap_that_a_day_is_in_is_fetched_whole() {
        let mut state = with_a_gap();
        press(&mut state, "D");
        press(&mut state, "khhh");
        let effects = press(&mut state, "r");
        let [Effect::Sync { range: SyncRange::Again(span), .. }] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!(
            (state.now - span.to, span.to - span.from),
            (chrono::TimeDelta::days(9), chrono::TimeDelta::days(2))
        );
    }

    #[test]
    fn a_day_that_zoom_forgot_is_not_asked_for() {
        let mut state = with_a_gap();
        press(&mut state, "D[[[[[[[[r");
        assert_eq!(state.notice.as_ref().unwrap().text, GONE);
        assert!(state.sync.running.is_none());
    }

    #[test]
    fn a_day_with_calls_was_fetched_in_part_though_no_stretch_was_finished() {
        let mut state = ready(120, 36, 300);
        let request = sync_of(&press(&mut state, "r"));
        let mut coverage = Coverage::new();
        coverage.add(Span { from: state.now - chrono::TimeDelta::days(5), to: state.now });
        let outcome = super::super::message::SyncOutcome { coverage, ..outcome(0) };
        let _ = update(&mut state, Message::SyncEnded { request, result: Ok(outcome) });
        press(&mut state, "D");
        let of = |ago: u64| state_of(&state, state.zone.day(state.now) - Days::new(ago));
        assert_eq!([of(29), of(20)], [DayState::Partial, DayState::Never]);
    }

    #[test]
    fn of_the_first_day_zoom_no_longer_has_all_and_that_is_forgotten_with_the_view() {
        let mut state = ready(120, 36, 300);
        let request = sync_of(&press(&mut state, "r"));
        let mut coverage = Coverage::new();
        coverage.add(Span { from: kept_by_zoom_since(state.now), to: state.now });
        let outcome = super::super::message::SyncOutcome { coverage, ..outcome(0) };
        let _ = update(&mut state, Message::SyncEnded { request, result: Ok(outcome) });
        let changed = KeyChange { place: None, action: "refetch-range".to_owned(), keys: vec!["F9".to_owned()] };
        state.keymap = Keymap::with(&[changed]).unwrap();
        press(&mut state, "Dgr");
        assert_eq!(state_of(&state, chosen_day(&state)), DayState::PartialForGood);
        assert!(state.notice.as_ref().unwrap().text.starts_with("Zoom no longer has the rest of this day; F9"));
        press(&mut state, "⏎");
        assert_eq!(state.notice, None);
    }

    #[test]
    fn a_day_leads_to_its_calls() {
        let mut state = with_a_gap();
        press(&mut state, "D[l");
        let day = chosen_day(&state);
        assert!(state.coverage.calls_on(day) > 0, "{day}");
        let expected = state.coverage.calls_on(day);
        press(&mut state, "⏎");
        assert_eq!((state.filter.applied.clone(), state.calls.matching()), (format!("on:{day}"), expected));
    }
}
