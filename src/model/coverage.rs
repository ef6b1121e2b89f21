//! Which time the archive covers.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};

use super::zone::Zone;

/// Zoom keeps six months of call history. Source: Zoom Phone API, call history, checked 2026-11-22.
const KEPT_BY_ZOOM: Months = Months::new(6);

/// What may be missing at the old end of the six months without being a hole: where exactly they end is not documented.
pub const EDGE: TimeDelta = TimeDelta::days(8);

/// An archive that ends this long before now still counts as complete.
const UNSAID: TimeDelta = TimeDelta::hours(1);

/// The oldest moment that Zoom answers for. A little inside the six months, so that a long fetch does not fall off the edge.
#[must_use]
pub fn kept_by_zoom_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_months(KEPT_BY_ZOOM).unwrap_or(now) + TimeDelta::hours(1)
}

/// A stretch of time: `from` is in it, `to` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First moment in it.
    pub from: DateTime<Utc>,
    /// First moment after it.
    pub to: DateTime<Utc>,
}

impl Span {
    /// True when there is no moment in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.from >= self.to
    }
}

/// What is known of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayCoverage {
    /// Every call that Zoom had.
    Complete,
    /// A part of the day.
    Partial,
    /// Never asked for.
    Never,
}

impl DayCoverage {
    /// The same, once it is known how many calls of the day are here: a fetch that was stopped leaves calls of days that it did
    /// not come to the end of.
    #[must_use]
    pub const fn with_calls(self, calls: usize) -> Self {
        match self {
            Self::Never if calls > 0 => Self::Partial,
            Self::Complete | Self::Partial | Self::Never => self,
        }
    }
}

/// Why the calls of a time are not all here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Something was never fetched that Zoom still has.
    Unfetched,
    /// All that is missing is older than Zoom keeps.
    Gone,
}

/// The stretches of time fetched to their last page. Invariant: sorted, apart, none empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    spans: Vec<Span>,
}

impl Coverage {
    /// Nothing fetched yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The stretches, oldest first.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Adds a stretch that was fetched to its last page; touching stretches become one.
    pub fn add(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let first = self.spans.partition_point(|known| known.to < span.from);
        let last = self.spans.partition_point(|known| known.from <= span.to);
        let merged = self.spans[first..last]
            .iter()
            .fold(span, |whole, known| Span { from: whole.from.min(known.from), to: whole.to.max(known.to) });
        self.spans.splice(first..last, [merged]);
    }

    /// The parts of `span` that are missing, oldest first.
    #[must_use]
    pub fn gaps(&self, span: Span) -> Vec<Span> {
        let mut gaps = Vec::new();
        let mut from = span.from;
        for known in self.spans.iter().filter(|known| known.to > span.from && known.from < span.to) {
            if known.from > from {
                gaps.push(Span { from, to: known.from });
            }
            from = from.max(known.to);
        }
        if from < span.to {
            gaps.push(Span { from, to: span.to });
        }
        gaps
    }

    /// True when all of `span` was fetched.
    #[must_use]
    pub fn covers(&self, span: Span) -> bool {
        self.gaps(span).is_empty()
    }

    /// True when every call of the time asked for is known, the last hour aside: how long ago the newest moment was is for the
    /// caller to say. Without a time, all that Zoom keeps is asked for, and what is older must have no hole; so it is before an
    /// end without a start.
    #[must_use]
    pub fn is_complete_for(&self, asked: Option<Span>, now: DateTime<Utc>) -> bool {
        let (Some(first), Some(newest)) = (self.spans.first(), self.newest()) else { return false };
        let oldest = first.from.min(kept_by_zoom_since(now) + EDGE);
        let mut asked = asked.unwrap_or(Span { from: oldest, to: now });
        if asked.from == DateTime::<Utc>::MIN_UTC {
            asked.from = oldest;
        }
        let to = asked.to.min(now);
        let is_recent = newest + UNSAID >= to;
        asked.from < newest.min(to) && is_recent && self.covers(Span { from: asked.from, to: to.min(newest) })
    }

    /// What is missing of the time asked for, as [`Coverage::is_complete_for`] has it; nothing where it is complete.
    #[must_use]
    pub fn lack(&self, asked: Option<Span>, now: DateTime<Utc>) -> Option<Lack> {
        if self.is_complete_for(asked, now) {
            return None;
        }
        let kept = kept_by_zoom_since(now) + EDGE;
        let is_old = |asked: Span| {
            let still_kept = Span { from: asked.from.max(kept), to: asked.to };
            asked.from < kept && (still_kept.is_empty() || self.is_complete_for(Some(still_kept), now))
        };
        Some(if asked.is_some_and(is_old) { Lack::Gone } else { Lack::Unfetched })
    }

    /// What is known of a day in `zone`; of today, what there is up to `now`.
    #[must_use]
    pub fn day(&self, day: NaiveDate, zone: Zone, now: DateTime<Utc>) -> DayCoverage {
        let whole = Span { from: zone.day_start(day), to: zone.day_end(day).min(now) };
        let gaps = self.gaps(whole);
        if gaps.is_empty() && !whole.is_empty() {
            DayCoverage::Complete
        } else if gaps == [whole] || whole.is_empty() {
            DayCoverage::Never
        } else {
            DayCoverage::Partial
        }
    }

    /// The end of the newest stretch.
    #[must_use]
    pub fn newest(&self) -> Option<DateTime<Utc>> {
        self.spans.last().map(|span| span.to)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn span((a, b): (i64, i64)) -> Span {
        Span { from: at(a.min(b)), to: at(a.max(b)) }
    }

    proptest! {
        #[test]
        fn coverage_agrees_with_a_set_of_seconds(added in prop::collection::vec((0..60i64, 0..60i64), 0..12), asked in (0..60i64, 0..60i64)) {
            let mut coverage = Coverage::new();
            let mut seconds = std::collections::BTreeSet::new();
            for pair in added {
                coverage.add(span(pair));
                seconds.extend(pair.0.min(pair.1)..pair.0.max(pair.1));
            }
            let asked = span(asked);
            let missing: Vec<i64> = (asked.from.timestamp()..asked.to.timestamp()).filter(|s| !seconds.contains(s)).collect();
            let gaps: Vec<i64> = coverage.gaps(asked).iter().flat_map(|gap| gap.from.timestamp()..gap.to.timestamp()).collect();
            prop_assert_eq!(&gaps, &missing);
            prop_assert_eq!(coverage.covers(asked), missing.is_empty());
            prop_assert!(coverage.spans().windows(2).all(|pair| pair[0].to < pair[1].from));
        }
    }

    #[test]
    fn complete_is_said_of_what_was_fetched_only() {
        let now = at(200 * 86_400);
        let days = |from: i64, to: i64| Span { from: at((200 - from) * 86_400), to: at((200 - to) * 86_400) };
        let mut coverage = Coverage::new();
        assert!(!coverage.is_complete_for(None, now));
        coverage.add(days(60, 30));
        assert!(coverage.is_complete_for(Some(days(50, 40)), now));
        assert!(!coverage.is_complete_for(Some(days(10, 0)), now), "nothing of these days was fetched");
        assert!(!coverage.is_complete_for(Some(days(70, 40)), now));
        assert!(!coverage.is_complete_for(None, now), "Zoom keeps more");
        assert!(!coverage.is_complete_for(Some(days(50, 0)), now), "the last 30 days are missing");
        coverage.add(days(190, 0));
        assert!(coverage.is_complete_for(None, now));
    }

    #[test]
    fn a_time_without_a_start_begins_with_the_oldest_that_is_kept() {
        let now = at(400 * 86_400);
        let ago = |days: i64| at((400 - days) * 86_400);
        let open = |to: i64| Some(Span { from: DateTime::<Utc>::MIN_UTC, to: ago(to) });
        let mut coverage = Coverage::new();
        coverage.add(Span { from: ago(90), to: now });
        assert_eq!(coverage.lack(open(3), now), Some(Lack::Unfetched), "Zoom keeps more than 90 days");
        coverage.add(Span { from: ago(181), to: now });
        assert_eq!((coverage.lack(open(3), now), coverage.lack(None, now)), (None, None));
        assert_eq!(coverage.lack(open(300), now), Some(Lack::Gone), "nothing is known of then");
        let since = |days: i64| Some(Span { from: ago(days), to: now });
        assert_eq!((coverage.lack(since(170), now), coverage.lack(since(300), now)), (None, Some(Lack::Gone)));
    }

    #[test]
    fn a_day_is_complete_partial_or_never_fetched() {
        let day: NaiveDate = "2026-11-20".parse().unwrap();
        let (start, now) = (Zone::Utc.day_start(day), Zone::Utc.day_end(day) + chrono::TimeDelta::days(1));
        let mut coverage = Coverage::new();
        assert_eq!(coverage.day(day, Zone::Utc, now), DayCoverage::Never);
        coverage.add(Span { from: start, to: start + chrono::TimeDelta::hours(6) });
        assert_eq!(coverage.day(day, Zone::Utc, now), DayCoverage::Partial);
        coverage.add(Span { from: start + chrono::TimeDelta::hours(6), to: now });
        assert_eq!(coverage.day(day, Zone::Utc, now), DayCoverage::Complete);
    }
}
