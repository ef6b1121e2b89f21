//! Quarters of an hour by the person's clock: offsets from UTC are whole quarters everywhere since 1972.

use chrono::{DateTime, NaiveDate};

use super::Index;
use crate::model::Zone;

/// Seconds of a quarter.
pub(super) const QUARTER: u32 = 15 * 60;
const A_DAY: u32 = 96;

/// A quarter of an hour by the person's clock, counted from the beginning of 1970 there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LocalQuarter(u32);

impl LocalQuarter {
    /// Days since 1970.
    pub const fn day(self) -> u32 {
        self.0 / A_DAY
    }

    /// 0 to 23.
    pub const fn hour(self) -> usize {
        (self.0 % A_DAY / 4) as usize
    }

    /// 0 is Monday; 1970 began on a Thursday.
    pub const fn weekday(self) -> usize {
        ((self.day() + 3) % 7) as usize
    }
}

/// The date of a day counted from 1970.
fn date(day: u32) -> NaiveDate {
    NaiveDate::default() + chrono::Days::new(day.into())
}

/// Where each quarter of UTC within a stretch lies by the person's clock. Invariant: the stretch is not empty.
#[derive(Debug)]
pub(super) struct Quarters {
    first: u32,
    local: Vec<LocalQuarter>,
    first_day: u32,
    days: usize,
}

impl Quarters {
    /// The quarters that every row of the index lies in, of calls that were taken away too: an older selection may hold
    /// those. The zone is asked once a day, and once a quarter in days in which the clocks change.
    pub fn of(index: &Index, zone: Zone) -> Self {
        let starts = index.columns.start.iter();
        let (first, last) = starts.fold((u32::MAX, 0), |(first, last), start| (first.min(*start), last.max(*start)));
        Self::between(first.min(last) / QUARTER, last / QUARTER, zone)
    }

    fn between(first: u32, last: u32, zone: Zone) -> Self {
        let offset = |quarter: u32| {
            let begins = DateTime::from_timestamp(i64::from(quarter) * i64::from(QUARTER), 0).unwrap_or_default();
            zone.at(begins).offset().local_minus_utc().div_euclid(15 * 60)
        };
        let mut local = Vec::with_capacity((last - first) as usize + 1);
        let mut from = first;
        let mut own_offset = offset(from);
        while from <= last {
            let to = from.saturating_add(A_DAY);
            let next_offset = offset(to);
            for quarter in from..to.min(last + 1) {
                let offset = if own_offset == next_offset { own_offset } else { offset(quarter) };
                local.push(LocalQuarter(quarter.saturating_add_signed(offset)));
            }
            (from, own_offset) = (to, next_offset);
        }
        // A clock that is set back over midnight comes to the day before once more.
        let days = local.iter().map(|quarter| quarter.day());
        let (first_day, last_day) = days.fold((u32::MAX, 0), |(from, to), day| (from.min(day), to.max(day)));
        Self { first, local, first_day, days: (last_day - first_day) as usize + 1 }
    }

    /// Where the start of a row, in seconds since 1970, lies.
    #[inline]
    pub fn at(&self, start: u32) -> LocalQuarter {
        self.local[self.place(start)]
    }

    /// How many days the stretch touches.
    pub const fn days(&self) -> usize {
        self.days
    }

    /// The place of a quarter's day among those of the stretch.
    #[inline]
    pub fn day_of(&self, quarter: LocalQuarter) -> usize {
        (quarter.day() - self.first_day) as usize
    }

    /// The date of the day at a place.
    pub fn date(&self, day: usize) -> NaiveDate {
        date(self.first_day) + chrono::Days::new(day as u64)
    }

    /// All of them, in order.
    pub fn all(&self) -> &[LocalQuarter] {
        &self.local
    }

    /// The place of a row's start in [`Quarters::all`].
    #[inline]
    pub fn place(&self, start: u32) -> usize {
        (start / QUARTER - self.first) as usize
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Timelike};

    use super::*;

    #[test]
    fn every_quarter_of_two_years_is_where_the_zone_says() {
        let begin: DateTime<chrono::Utc> = "2025-01-01T00:00:00Z".parse().unwrap();
        let first = u32::try_from(begin.timestamp()).unwrap() / QUARTER;
        for name in
            ["UTC", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "Africa/Casablanca"]
        {
            let zone: Zone = name.parse().unwrap();
            let quarters = Quarters::between(first, first + 2 * 365 * A_DAY, zone);
            for (quarter, found) in (first..).zip(quarters.all()) {
                let there = zone.at(DateTime::from_timestamp(i64::from(quarter * QUARTER), 0).unwrap());
                let expected =
                    (there.date_naive(), there.hour() as usize, there.weekday().num_days_from_monday() as usize);
                assert_eq!((date(found.day()), found.hour(), found.weekday()), expected, "{there} in {name}");
            }
        }
    }
}
