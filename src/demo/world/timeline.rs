//! When calls start: a weight for each hour as an office has it, and from it the start of every call without a list of them.

use std::ops::Range;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc, Weekday};
use chrono_tz::America::New_York;

use super::ids::{Slot, low64, mix};

/// Seconds of an hour.
const HOUR: i64 = 3600;

/// Calls of a working day by local hour. A weekend day has a fifteenth of it by day and the same by night.
const WORKING_DAY: [u32; 24] =
    [3, 2, 2, 2, 3, 6, 18, 90, 420, 950, 1150, 1050, 520, 690, 1060, 1000, 830, 400, 130, 60, 30, 16, 8, 4];

/// The calls of a span of hours, cut so that exactly `calls` fall into it; later hours follow at the same rate.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    seed: u64,
    calls: u64,
    /// The first hour, in hours since 1970.
    first: u32,
    /// Weight of all hours before this one, one entry for each hour and one for the end.
    before: Vec<u64>,
    /// Weight of the hours that share `calls`.
    weight: u64,
}

impl Timeline {
    /// Spreads `calls` over the `days` days that end at the hour `now` lies in.
    pub fn new(seed: u64, calls: u64, days: u32, now: DateTime<Utc>) -> Self {
        let end = hour_of(now);
        let first = end.saturating_sub(days.clamp(1, 4000) * 24);
        let mut timeline = Self { seed, calls, first, before: vec![0], weight: 1 };
        timeline.extend_to(end);
        timeline.weight = timeline.before.last().copied().unwrap_or(0).max(1);
        timeline
    }

    /// Makes room for calls up to the hour before `end`.
    pub fn extend_to(&mut self, end: u32) {
        let mut weight = self.before.last().copied().unwrap_or(0);
        let next = u64::from(self.first) + self.before.len() as u64 - 1;
        for hour in next..u64::from(end) {
            weight += weight_of(self.seed, u32::try_from(hour).unwrap_or(u32::MAX));
            self.before.push(weight);
        }
    }

    /// Calls in all hours laid out so far.
    pub fn len(&self) -> u64 {
        self.index_of_hour(self.before.len() - 1)
    }

    /// The index of the first call of the hour at `place`.
    fn index_of_hour(&self, place: usize) -> u64 {
        let before = self.before.get(place).copied().unwrap_or(0);
        low64(u128::from(before) * u128::from(self.calls) / u128::from(self.weight))
    }

    /// The indices of the calls that start in the hour at `place`; empty outside.
    fn hour_at(&self, place: usize) -> Range<u64> {
        if place + 1 < self.before.len() { self.index_of_hour(place)..self.index_of_hour(place + 1) } else { 0..0 }
    }

    /// The slot of a call and how many calls share its hour. `index` must be below [`Timeline::len`].
    pub fn slot(&self, index: u64) -> (Slot, u32) {
        let (mut low, mut high) = (0, self.before.len() - 1);
        // Invariant: index_of_hour(low) <= index < index_of_hour(high), when index is in range.
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            if self.index_of_hour(middle) <= index { low = middle } else { high = middle }
        }
        let hour = self.hour_at(low);
        let nth = u32::try_from(index - hour.start).unwrap_or(u32::MAX);
        let count = u32::try_from(hour.end - hour.start).unwrap_or(u32::MAX);
        (Slot { hour: self.first + u32::try_from(low).unwrap_or(0), nth }, count)
    }

    /// The index of the call in `slot`.
    pub fn index(&self, slot: Slot) -> Option<u64> {
        let hour = self.hour_at(usize::try_from(slot.hour.checked_sub(self.first)?).ok()?);
        let index = hour.start + u64::from(slot.nth);
        hour.contains(&index).then_some(index)
    }

    /// When the call in `slot` starts, in whole seconds since 1970, if `count` calls share its hour.
    ///
    /// The hour is cut into `count` equal parts and the call falls somewhere into its own, so starts are in order.
    pub fn start(&self, slot: Slot, count: u32) -> i64 {
        let within = mix(self.seed ^ u64::from(slot.hour) << 32 ^ u64::from(slot.nth).rotate_left(17)) >> 32;
        let parts = u128::from(u64::from(slot.nth) << 32 | within);
        let seconds = (parts * 3600 / u128::from(count.max(1))) >> 32;
        i64::from(slot.hour) * HOUR + i64::try_from(seconds).unwrap_or(HOUR - 1)
    }

    /// How many calls start before `second`, counted in seconds since 1970.
    pub fn starting_before(&self, second: i64) -> u64 {
        let hours = second.div_euclid(HOUR) - i64::from(self.first);
        let Ok(place) = usize::try_from(hours) else { return 0 };
        if place + 1 >= self.before.len() {
            return self.len();
        }
        let hour = self.hour_at(place);
        let count = u32::try_from(hour.end - hour.start).unwrap_or(u32::MAX);
        let hour_number = self.first + u32::try_from(place).unwrap_or(0);
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = u32::midpoint(low, high);
            if self.start(Slot { hour: hour_number, nth: middle }, count) < second {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        hour.start + u64::from(low)
    }
}

/// The hour a time lies in, in hours since 1970.
pub(super) fn hour_of(time: DateTime<Utc>) -> u32 {
    u32::try_from(time.timestamp().div_euclid(HOUR)).unwrap_or(0)
}

/// Whether the office is open at this time: Monday to Friday, 8 to 18 in Washington.
pub(super) fn is_open(time: DateTime<Utc>) -> bool {
    let local = time.with_timezone(&New_York);
    !is_weekend(local.weekday()) && (8..18).contains(&local.hour())
}

fn is_weekend(day: Weekday) -> bool {
    matches!(day, Weekday::Sat | Weekday::Sun)
}

/// How many calls an hour has, relative to others: its local hour, its weekday, and how busy that day happens to be.
fn weight_of(seed: u64, hour: u32) -> u64 {
    let start = DateTime::UNIX_EPOCH + TimeDelta::hours(i64::from(hour));
    let local = start.with_timezone(&New_York);
    let by_hour = WORKING_DAY.get(local.hour() as usize).copied().unwrap_or(1);
    let by_day = match local.weekday() {
        Weekday::Mon => 120,
        Weekday::Tue | Weekday::Wed | Weekday::Thu => 100,
        Weekday::Fri => 85,
        Weekday::Sat => 9,
        Weekday::Sun => 5,
    };
    let day = u64::from(local.date_naive().num_days_from_ce().unsigned_abs());
    let busy = 80 + mix(seed ^ day) % 41;
    (u64::from(by_hour) * by_day * busy / 100).max(200)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::parse_from_rfc3339("2026-11-20T16:45:10Z").unwrap().to_utc()
    }

    #[test]
    fn every_index_has_one_slot_and_starts_are_in_order() {
        for calls in [0, 1, 7, 5000] {
            let timeline = Timeline::new(3, calls, 10, now());
            assert_eq!(timeline.len(), calls);
            let mut last = 0;
            for index in 0..calls {
                let (slot, count) = timeline.slot(index);
                assert_eq!(timeline.index(slot), Some(index));
                let start = timeline.start(slot, count);
                assert!(start >= last && start / 3600 == i64::from(slot.hour), "call {index}");
                last = start;
            }
            assert!(last < i64::from(hour_of(now())) * 3600);
        }
    }

    #[test]
    fn memory_follows_the_hours_and_not_the_calls() {
        assert_eq!(Timeline::new(1, 10_000_000, 180, now()).before.len(), 180 * 24 + 1);
        assert_eq!(Timeline::new(1, 10, 180, now()).before.len(), 180 * 24 + 1);
    }

    #[test]
    fn starting_before_counts_what_a_scan_counts() {
        let timeline = Timeline::new(9, 3000, 5, now());
        let starts: Vec<i64> = (0..3000)
            .map(|index| {
                let (slot, count) = timeline.slot(index);
                timeline.start(slot, count)
            })
            .collect();
        for second in starts.iter().flat_map(|start| [start - 1, *start, start + 1]).chain([0, i64::MAX / 2]) {
            let scanned = starts.iter().filter(|start| **start < second).count() as u64;
            assert_eq!(timeline.starting_before(second), scanned, "before {second}");
        }
    }

    #[test]
    fn later_hours_leave_earlier_calls_where_they_were() {
        let mut timeline = Timeline::new(3, 5000, 10, now());
        let before: Vec<_> = (0..5000).map(|index| timeline.slot(index)).collect();
        timeline.extend_to(hour_of(now()) + 30);
        assert!(timeline.len() > 5000);
        assert_eq!((0..5000).map(|index| timeline.slot(index)).collect::<Vec<_>>(), before);
    }

    #[test]
    fn a_weekday_noon_is_busier_than_a_night_and_a_sunday() {
        let at = |text: &str| hour_of(DateTime::parse_from_rfc3339(text).unwrap().to_utc());
        let tuesday_morning = weight_of(1, at("2026-11-17T15:00:00Z"));
        assert!(tuesday_morning > 10 * weight_of(1, at("2026-11-17T08:00:00Z")));
        assert!(tuesday_morning > 8 * weight_of(1, at("2026-11-15T15:00:00Z")));
        assert!(tuesday_morning > weight_of(1, at("2026-11-17T17:00:00Z")), "lunch is quieter");
    }
}
