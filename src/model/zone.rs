//! The zone a person reads times in. Times are UTC everywhere else.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, Local, LocalResult, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// A time zone to show times and count days in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zone {
    /// The machine's, or what `TZ` says.
    #[default]
    Local,
    /// UTC.
    Utc,
    /// One of the IANA names.
    Named(Tz),
}

impl Zone {
    /// A moment in this zone, with its offset.
    #[must_use]
    pub fn at(self, moment: DateTime<Utc>) -> DateTime<FixedOffset> {
        match self {
            Self::Local => moment.with_timezone(&Local).fixed_offset(),
            Self::Utc => moment.fixed_offset(),
            Self::Named(zone) => moment.with_timezone(&zone).fixed_offset(),
        }
    }

    /// The day a moment falls on, here.
    #[must_use]
    pub fn day(self, moment: DateTime<Utc>) -> NaiveDate {
        self.at(moment).date_naive()
    }

    /// The first moment of a day here; days can be 23 or 25 hours long, and midnight can be missing.
    #[must_use]
    pub fn day_start(self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        // A clock that skips midnight goes on within a day at most; step until a wall time exists.
        (0..=48)
            .find_map(|half_hours| self.earliest(midnight + TimeDelta::minutes(30 * half_hours)))
            .unwrap_or_else(|| midnight.and_utc())
    }

    /// The first moment after a day here.
    #[must_use]
    pub fn day_end(self, day: NaiveDate) -> DateTime<Utc> {
        day.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, |next| self.day_start(next))
    }

    /// The first moment whose wall time here is `wall`; `None` when clocks skipped it.
    #[must_use]
    pub fn earliest(self, wall: NaiveDateTime) -> Option<DateTime<Utc>> {
        fn first<T: TimeZone>(found: LocalResult<DateTime<T>>) -> Option<DateTime<Utc>> {
            found.earliest().map(|moment| moment.with_timezone(&Utc))
        }
        match self {
            Self::Local => first(Local.from_local_datetime(&wall)),
            Self::Utc => Some(wall.and_utc()),
            Self::Named(zone) => first(zone.from_local_datetime(&wall)),
        }
    }

    /// The short name at a moment: `CET`, `UTC`, else the offset.
    #[must_use]
    pub fn abbreviation(self, moment: DateTime<Utc>) -> String {
        match self {
            Self::Local => {
                let offset = moment.with_timezone(&Local).offset().fix();
                if offset.local_minus_utc() == 0 { "UTC".to_owned() } else { offset.to_string() }
            }
            Self::Utc => "UTC".to_owned(),
            Self::Named(zone) => moment.with_timezone(&zone).format("%Z").to_string(),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => f.write_str("local time"),
            Self::Utc => f.write_str("UTC"),
            Self::Named(zone) => f.write_str(zone.name()),
        }
    }
}

/// The text names no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no time zone: use an IANA name such as Europe/Paris, or UTC, or local")]
pub struct UnknownZone(String);

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "local" => Ok(Self::Local),
            "UTC" | "utc" | "Z" => Ok(Self::Utc),
            _ => name.parse().map(Self::Named).map_err(|_| UnknownZone(super::text::Text::new(name).to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(zone: &str, day: &str) -> i64 {
        let (zone, day): (Zone, NaiveDate) = (zone.parse().unwrap(), day.parse().unwrap());
        (zone.day_end(day) - zone.day_start(day)).num_hours()
    }

    #[test]
    fn days_of_a_clock_change_are_shorter_or_longer() {
        assert_eq!(hours("Europe/Paris", "2026-03-29"), 23);
        assert_eq!(hours("Europe/Paris", "2026-10-25"), 25);
        assert_eq!(hours("America/New_York", "2026-11-01"), 25);
        assert_eq!(hours("UTC", "2026-10-25"), 24);
    }

    /// Twelve zones, among them ones that change at midnight, by half an hour, south of the equator, or not at all any more.
    #[test]
    fn around_every_clock_change_each_moment_falls_on_one_day_and_days_leave_nothing_out() {
        let zones = [
            "Europe/Paris",
            "America/New_York",
            "America/Santiago",
            "Africa/Cairo",
            "Asia/Beirut",
            "Australia/Sydney",
            "Australia/Lord_Howe",
            "America/Havana",
            "Pacific/Auckland",
            "Europe/Dublin",
            "America/St_Johns",
            "Asia/Jerusalem",
        ];
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for name in zones {
            let zone: Zone = name.parse().unwrap();
            let mut changes = 0;
            for date in day("2025-01-01").iter_days().take_while(|date| *date < day("2027-01-01")) {
                let (start, end) = (zone.day_start(date), zone.day_end(date));
                let length = end - start;
                if length != TimeDelta::hours(24) {
                    changes += 1;
                    let by = (length - TimeDelta::hours(24)).num_minutes().abs();
                    assert!(by == 60 || by == 30, "{name} {date}: {length}");
                }
                assert_eq!(zone.day_start(date.succ_opt().unwrap()), end, "{name} {date}");
                for moment in [start, start + TimeDelta::minutes(1), start + length / 2, end - TimeDelta::seconds(1)] {
                    assert_eq!(zone.day(moment), date, "{name}: {moment}");
                }
                assert_eq!(zone.day(start - TimeDelta::seconds(1)), date.pred_opt().unwrap(), "{name} {date}");
            }
            assert_eq!(changes, 4, "{name}");
        }
    }

    #[test]
    fn a_day_whose_midnight_is_skipped_begins_when_the_clock_goes_on() {
        let cairo: Zone = "Africa/Cairo".parse().unwrap();
        let day: NaiveDate = "2026-04-24".parse().unwrap();
        assert_eq!(cairo.day(cairo.day_start(day)), day);
        assert_eq!(cairo.day(cairo.day_start(day) - TimeDelta::seconds(1)), day.pred_opt().unwrap());
    }

    #[test]
    fn an_unknown_zone_says_what_would_do() {
        let error = "Mars/Olympus".parse::<Zone>().unwrap_err().to_string();
        assert!(error.contains("Mars/Olympus") && error.contains("Europe/Paris"), "{error}");
    }
}
