//! Which slices of time to ask Zoom for.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::SyncRange;
use crate::model::{Coverage, Span, kept_by_zoom_since};

/// One request may span a month at the most. Which month is not said: the shortest one passes all year round.
/// Source: Zoom Phone API, call history, "1 month" window, checked 2026-11-22.
const LONGEST_SLICE: TimeDelta = TimeDelta::days(28);

/// Rows can come late and change after the fact: this much before the newest known moment is asked for again.
const OVERLAP: TimeDelta = TimeDelta::hours(48);

/// What is asked for every few minutes asks again for the calls that may have been going on: they are listed once they have ended.
const SHORT_OVERLAP: TimeDelta = TimeDelta::hours(2);

/// The slices to fetch, newest first so that the screen fills at once, each within [`LONGEST_SLICE`].
///
/// What is complete is not fetched again, but for the overlap before the newest known moment; [`SyncRange::Again`] fetches
/// its whole span. What Zoom no longer keeps is left out.
#[must_use]
pub fn slices(range: SyncRange, coverage: &Coverage, now: DateTime<Utc>) -> Vec<Span> {
    let whole = Span { from: kept_by_zoom_since(now), to: now };
    let mut missing = match range {
        SyncRange::Again(span) => vec![Span { from: span.from.max(whole.from), to: span.to.min(whole.to) }],
        SyncRange::Newer => vec![coverage.newest().map_or(whole, |newest| overlapping(newest, OVERLAP, whole))],
        SyncRange::Latest => vec![coverage.newest().map_or(whole, |newest| overlapping(newest, SHORT_OVERLAP, whole))],
        SyncRange::All => match coverage.newest() {
            Some(newest) => {
                let recent = overlapping(newest, OVERLAP, whole);
                let mut spans = coverage.gaps(Span { from: whole.from, to: recent.from });
                spans.push(recent);
                spans
            }
            None => vec![whole],
        },
    };
    missing.retain(|span| !span.is_empty());
    missing.reverse();
    missing.into_iter().flat_map(cut).collect()
}

/// The slices with what an earlier run left open taken up: where one began that reaches as far back, what is newer than it is a
/// slice of its own, and the rest is as it was asked for then. Only so does its page token fit.
#[must_use]
pub fn taking_up(slices: Vec<Span>, open: &[Span]) -> Vec<Span> {
    let parts = |slice: Span| {
        let left = open.iter().find(|open| open.from == slice.from && open.to <= slice.to && !open.is_empty());
        match left {
            Some(open) => [Span { from: open.to, to: slice.to }, *open],
            None => [Span { from: slice.to, to: slice.to }, slice],
        }
    };
    slices.into_iter().flat_map(parts).filter(|span| !span.is_empty()).collect()
}

/// From `overlap` before `newest` to the end of `whole`.
fn overlapping(newest: DateTime<Utc>, overlap: TimeDelta, whole: Span) -> Span {
    Span { from: (newest - overlap).clamp(whole.from, whole.to), to: whole.to }
}

/// Cuts a span into slices, newest first. The cuts lie where they lay yesterday, so that a sync that was cut off finds its
/// slices again.
fn cut(span: Span) -> Vec<Span> {
    let mut slices = Vec::new();
    let mut to = span.to;
    while to > span.from {
        let length = LONGEST_SLICE.num_seconds();
        let start = (to.timestamp() - 1).div_euclid(length) * length;
        let from = DateTime::from_timestamp(start, 0).unwrap_or(span.from).max(span.from);
        slices.push(Span { from, to });
        to = from;
    }
    slices
}

#[cfg(test)]
mod tests {
    use chrono::Months;
    use proptest::prelude::*;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    fn days_ago(days: i64) -> DateTime<Utc> {
        now() - TimeDelta::days(days)
    }

    fn covered(spans: &[(i64, i64)]) -> Coverage {
        let mut coverage = Coverage::new();
        for (from, to) in spans {
            coverage.add(Span { from: days_ago(*from), to: days_ago(*to) });
        }
        coverage
    }

    #[test]
    fn an_empty_archive_asks_for_six_months_newest_first() {
        for range in [SyncRange::Newer, SyncRange::All] {
            let slices = slices(range, &Coverage::new(), now());
            assert_eq!(slices.first().unwrap().to, now());
            assert_eq!(slices.last().unwrap().from, kept_by_zoom_since(now()));
            assert!((7..=8).contains(&slices.len()), "{slices:?}");
        }
    }

    #[test]
    fn no_slice_is_longer_than_the_calendar_month_before_its_end() {
        for day in 0..1461 {
            for slice in slices(SyncRange::All, &Coverage::new(), now() + TimeDelta::days(day)) {
                assert!(slice.from >= slice.to - Months::new(1), "{slice:?}");
            }
        }
    }

    #[test]
    fn an_hour_later_the_older_slices_are_the_same() {
        let before = slices(SyncRange::All, &Coverage::new(), now());
        let after = slices(SyncRange::All, &Coverage::new(), now() + TimeDelta::hours(1));
        assert_eq!(before[1..before.len() - 1], after[1..after.len() - 1]);
    }

    #[test]
    fn later_only_what_is_newer_and_two_days_before_it() {
        let newer = slices(SyncRange::Newer, &covered(&[(100, 1)]), now());
        assert_eq!(newer, [Span { from: days_ago(3), to: now() }]);
        let latest = slices(SyncRange::Latest, &covered(&[(100, 0)]), now());
        assert_eq!(latest, [Span { from: now() - TimeDelta::hours(2), to: now() }]);
    }

    #[test]
    fn all_also_fills_the_holes() {
        let slices = slices(SyncRange::All, &covered(&[(200, 55), (45, 0)]), now());
        assert_eq!(slices, [Span { from: days_ago(2), to: now() }, Span { from: days_ago(55), to: days_ago(45) }]);
    }

    #[test]
    fn what_zoom_no_longer_keeps_is_not_asked_for() {
        let old = Span { from: days_ago(400), to: days_ago(300) };
        assert_eq!(slices(SyncRange::Again(old), &Coverage::new(), now()), []);
    }

    #[test]
    fn what_was_left_open_is_taken_up_as_it_was_asked_for() {
        let planned = [Span { from: days_ago(20), to: now() }, Span { from: days_ago(48), to: days_ago(20) }];
        let [newest, older] = planned;
        let left = Span { to: now() - TimeDelta::minutes(5), ..newest };
        let other = Span { from: days_ago(47), to: days_ago(20) };
        assert_eq!(taking_up(planned.to_vec(), &[left, other]), [Span { from: left.to, to: now() }, left, older]);
        assert_eq!(taking_up(planned.to_vec(), &[older]), planned);
        assert_eq!(taking_up(planned.to_vec(), &[]), planned);
    }

    proptest! {
        #[test]
        fn slices_are_short_apart_newest_first_and_leave_nothing_out(spans in prop::collection::vec((0..250i64, 0..250i64), 0..6)) {
            let known = covered(&spans.iter().map(|(a, b)| (*a.max(b), *a.min(b))).collect::<Vec<_>>());
            let slices = slices(SyncRange::All, &known, now());
            prop_assert!(slices.iter().all(|slice| !slice.is_empty() && slice.to - slice.from <= LONGEST_SLICE));
            prop_assert!(slices.windows(2).all(|pair| pair[1].to <= pair[0].from));
            let mut after = known;
            for slice in slices {
                after.add(slice);
            }
            let whole = Span { from: kept_by_zoom_since(now()), to: now() };
            prop_assert!(after.covers(whole));
        }
    }
}
