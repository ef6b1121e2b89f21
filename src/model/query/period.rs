//! The time a query asks for, and the same stretch before it.

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::{Clause, Query, QueryContext};
use crate::model::{Span, Zone};

/// A stretch of time and the one before it, to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periods {
    /// What is asked for, up to now.
    pub asked: Span,
    /// As long, and just before: whole days earlier by the person's clock where the stretch begins with a day, so that this
    /// morning is compared with yesterday's morning. Whole weeks earlier where days of the week are asked for.
    pub before: Span,
}

impl Periods {
    /// How many days earlier the period before begins, by the person's clock: the first day of the one stands beside the
    /// first day of the other.
    #[must_use]
    pub fn days_apart(&self, zone: Zone) -> TimeDelta {
        zone.day(self.asked.from) - zone.day(self.before.from)
    }
}

impl Query {
    /// The one stretch of time that the query asks for, and the one before; `None` where the time has no beginning or has holes.
    #[must_use]
    pub fn periods(&self, context: QueryContext) -> Option<Periods> {
        let is_one_stretch = self.terms.iter().all(|term| {
            let is_part = term.negated || matches!(&term.clause, Clause::On(days) if days.len() > 1);
            !is_part || term.clause.times(context).is_none()
        });
        let range = self.time_range(context).filter(|_| is_one_stretch)?;
        let asked = Span { from: range.from, to: range.to.min(context.now) };
        if asked.is_empty() || asked.from == DateTime::<Utc>::MIN_UTC {
            return None;
        }
        let by_weekday = self.terms.iter().any(|term| matches!(term.clause, Clause::Weekday(_)));
        Some(Periods { asked, before: before(asked, context.zone, by_weekday)? })
    }

    /// This query without its conditions on when a call began.
    #[must_use]
    pub fn without_times(&self, context: QueryContext) -> Self {
        let others = self.terms.iter().filter(|term| term.clause.times(context).is_none());
        Self { terms: others.cloned().collect() }
    }
}

fn before(asked: Span, zone: Zone, by_weekday: bool) -> Option<Span> {
    let first = zone.day(asked.from);
    if zone.day_start(first) != asked.from && !by_weekday {
        let from = asked.from.checked_sub_signed(asked.to - asked.from)?;
        return Some(Span { from, to: asked.from });
    }
    let last = zone.day(asked.to - TimeDelta::nanoseconds(1));
    let days = Days::new(if by_weekday { weeks_of(asked) * 7 } else { (last - first).num_days().unsigned_abs() + 1 });
    let earlier = |moment: DateTime<Utc>| {
        let day = zone.day(moment);
        let then = day.checked_sub_days(days)?;
        if zone.day_start(day) == moment {
            return Some(zone.day_start(then));
        }
        // A wall time that the clocks skipped gives the same distance in hours.
        let wall = then.and_time(zone.at(moment).time());
        Some(zone.earliest(wall).unwrap_or(moment - (day - then)))
    };
    Some(Span { from: earlier(asked.from)?, to: earlier(asked.to)? })
}

/// How many weeks a stretch takes, begun ones whole; the hour by which clocks change begins none.
fn weeks_of(span: Span) -> u64 {
    (span.to - span.from).num_hours().unsigned_abs().saturating_sub(2) / (7 * 24) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(text: &str, now: &str) -> Option<[String; 4]> {
        let context = QueryContext { now: now.parse().unwrap(), zone: "Europe/Paris".parse().unwrap() };
        let Periods { asked, before } = Query::parse(text).unwrap().periods(context)?;
        let local = |moment| context.zone.at(moment).format("%m-%d %H:%M").to_string();
        Some([asked.from, asked.to, before.from, before.to].map(local))
    }

    #[test]
    fn the_period_before_is_as_long_and_follows_the_persons_days() {
        let now = "2026-11-20T13:00:00Z";
        for (text, expected) in [
            ("last:7d", ["11-13 14:00", "11-20 14:00", "11-06 14:00", "11-13 14:00"]),
            ("on:today", ["11-20 00:00", "11-20 14:00", "11-19 00:00", "11-19 14:00"]),
            ("on:yesterday dir:in", ["11-19 00:00", "11-20 00:00", "11-18 00:00", "11-19 00:00"]),
            ("from:2026-11-01 to:2026-11-10", ["11-01 00:00", "11-11 00:00", "10-22 00:00", "11-01 00:00"]),
            ("from:2026-10-24 to:2026-10-26", ["10-24 00:00", "10-27 00:00", "10-21 00:00", "10-24 00:00"]),
            ("last:7d weekday:mon", ["11-13 14:00", "11-20 14:00", "11-06 14:00", "11-13 14:00"]),
            ("last:10d weekday:mon", ["11-10 14:00", "11-20 14:00", "10-27 14:00", "11-06 14:00"]),
            (
                "from:2026-10-20 to:2026-10-26 -weekday:sun",
                ["10-20 00:00", "10-27 00:00", "10-13 00:00", "10-20 00:00"],
            ),
            ("on:today weekday:fri", ["11-20 00:00", "11-20 14:00", "11-13 00:00", "11-13 14:00"]),
        ] {
            assert_eq!(periods(text, now).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn what_has_no_beginning_or_holes_is_compared_with_nothing() {
        for text in ["", "to:today", "on:mon,wed", "last:30d -on:today", "from:2026-11-20 to:2026-11-01", "dir:in"] {
            assert_eq!(periods(text, "2026-11-20T13:00:00Z"), None, "{text}");
        }
    }

    #[test]
    fn conditions_on_time_are_left_out() {
        let context = QueryContext { now: "2026-11-20T13:00:00Z".parse().unwrap(), zone: Zone::Utc };
        let query = Query::parse("last:30d dir:in -on:today weekday:mon").unwrap();
        assert_eq!(query.without_times(context).to_string(), "dir:in weekday:mon");
    }
}
