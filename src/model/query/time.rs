//! Days and moments, said as people say them.

use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};

use super::{Field, QueryContext};
use crate::model::{Span, Zone};

/// A unit of time before now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `m`
    Minutes,
    /// `h`
    Hours,
    /// `d`
    Days,
    /// `w`
    Weeks,
}

/// An amount of time before now, such as `7d`. At least one, and at most [`Ago::MAX_AMOUNT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ago {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

/// A day or a moment, as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// `today`
    Today,
    /// `yesterday`
    Yesterday,
    /// `mon` to `sun`: the last such day, today included.
    Weekday(Weekday),
    /// `-2w`: with days and weeks that day, with hours and minutes that moment.
    Ago(Ago),
    /// `2026-11-01`
    Day(NaiveDate),
    /// `2026-11-01T09:00`, in the person's zone.
    Moment(NaiveDateTime),
}

impl Unit {
    /// Each unit with its letter.
    const TABLE: [(char, Self); 4] = [('m', Self::Minutes), ('h', Self::Hours), ('d', Self::Days), ('w', Self::Weeks)];

    /// The unit's letter.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Minutes => 'm',
            Self::Hours => 'h',
            Self::Days => 'd',
            Self::Weeks => 'w',
        }
    }

    fn delta(self, amount: u32) -> TimeDelta {
        let amount = i64::from(amount);
        match self {
            Self::Minutes => TimeDelta::minutes(amount),
            Self::Hours => TimeDelta::hours(amount),
            Self::Days => TimeDelta::days(amount),
            Self::Weeks => TimeDelta::weeks(amount),
        }
    }
}

impl Ago {
    /// More than that of any unit is a slip: 99,999 hours are eleven years.
    pub const MAX_AMOUNT: u32 = 99_999;

    /// Reads `7d`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let letter = text.chars().next_back()?;
        let unit = Unit::TABLE.iter().find(|(known, _)| *known == letter.to_ascii_lowercase())?.1;
        let amount = whole_number(&text[..text.len() - 1])?;
        (1..=Self::MAX_AMOUNT).contains(&amount).then_some(Self { amount, unit })
    }

    /// The moment this long before `now`.
    #[must_use]
    pub fn before(self, now: DateTime<Utc>) -> DateTime<Utc> {
        now.checked_sub_signed(self.unit.delta(self.amount)).unwrap_or(DateTime::<Utc>::MIN_UTC)
    }
}

impl Point {
    /// Reads a day or a moment.
    pub(super) fn read(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        match lower.as_str() {
            "today" => return Some(Self::Today),
            "yesterday" => return Some(Self::Yesterday),
            _ => {}
        }
        // With their whole names too.
        if let Ok(weekday) = lower.parse() {
            return Some(Self::Weekday(weekday));
        }
        if let Some(ago) = lower.strip_prefix('-') {
            return Ago::read(ago).map(Self::Ago);
        }
        // Four digits for the year keep every day within what chrono can add to.
        if !text.is_ascii() || text.len() < 10 || text.as_bytes()[4] != b'-' || !text.as_bytes()[0].is_ascii_digit() {
            return None;
        }
        let (day, rest) = text.split_at(10);
        if rest.is_empty() {
            return day.parse().ok().map(Self::Day);
        }
        let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dt%H:%M", "%Y-%m-%dt%H:%M:%S"];
        formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok()).map(Self::Moment)
    }

    /// True for a whole day, false for a moment.
    #[must_use]
    pub const fn is_day(self) -> bool {
        match self {
            Self::Today | Self::Yesterday | Self::Weekday(_) | Self::Day(_) => true,
            Self::Moment(_) => false,
            Self::Ago(ago) => match ago.unit {
                Unit::Days | Unit::Weeks => true,
                Unit::Minutes | Unit::Hours => false,
            },
        }
    }

    /// The whole day; for a moment, the empty stretch there.
    #[must_use]
    pub fn span(self, context: QueryContext) -> Span {
        let today = context.zone.day(context.now);
        let day_of = |day: NaiveDate| Span { from: context.zone.day_start(day), to: context.zone.day_end(day) };
        let back = |days: u32| today.checked_sub_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MIN);
        match self {
            Self::Today => day_of(today),
            Self::Yesterday => day_of(back(1)),
            Self::Weekday(weekday) => day_of(back(today.weekday().days_since(weekday))),
            Self::Day(day) => day_of(day),
            Self::Moment(wall) => {
                let moment = moment(wall, context.zone);
                Span { from: moment, to: moment }
            }
            Self::Ago(ago) => match ago.unit {
                Unit::Days => day_of(back(ago.amount)),
                Unit::Weeks => day_of(back(ago.amount * 7)),
                Unit::Minutes | Unit::Hours => {
                    let moment = ago.before(context.now);
                    Span { from: moment, to: moment }
                }
            },
        }
    }
}

impl FromStr for Point {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text).ok_or_else(|| format!("use {}", Field::From.takes()))
    }
}

/// The weekdays as they are written.
pub(super) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// The hours of a day.
pub(super) const HOURS: [u32; 24] =
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];

/// Steps of a round cut into stretches of such that follow each other within it, in their order.
pub(super) fn stretches<'a, T: Copy + PartialEq>(steps: &'a [T], round: &[T]) -> impl Iterator<Item = &'a [T]> {
    let place = |step: T| round.iter().position(|known| *known == step);
    steps.chunk_by(move |one, next| place(*one).map(|place| place + 1) == place(*next))
}

/// The first moment at or after that wall time: clocks that are put forward skip some.
fn moment(wall: NaiveDateTime, zone: Zone) -> DateTime<Utc> {
    (0..=8)
        .find_map(|quarters| zone.earliest(wall + TimeDelta::minutes(15 * quarters)))
        .unwrap_or_else(|| wall.and_utc())
}

/// Reads digits and nothing else.
pub(super) fn whole_number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(point: &str) -> (String, String) {
        // 2026-11-20 is a Friday; it is already the 21st, a Saturday, in Paris.
        let context =
            QueryContext { now: "2026-11-20T23:30:00Z".parse().unwrap(), zone: "Europe/Paris".parse().unwrap() };
        let span = Point::read(point).unwrap().span(context);
        (span.from.format("%m-%d %H:%M").to_string(), span.to.format("%m-%d %H:%M").to_string())
    }

    #[test]
    fn days_are_the_days_of_the_zone() {
        for (point, from, to) in [
            ("today", "11-20 23:00", "11-21 23:00"),
            ("Yesterday", "11-19 23:00", "11-20 23:00"),
            ("sat", "11-20 23:00", "11-21 23:00"),
            ("fri", "11-19 23:00", "11-20 23:00"),
            ("sun", "11-14 23:00", "11-15 23:00"),
            ("Sunday", "11-14 23:00", "11-15 23:00"),
            ("-2w", "11-06 23:00", "11-07 23:00"),
            ("-6h", "11-20 17:30", "11-20 17:30"),
            ("2026-10-25", "10-24 22:00", "10-25 23:00"),
            ("2026-11-01T09:00", "11-01 08:00", "11-01 08:00"),
            ("2026-03-29T02:30", "03-29 01:00", "03-29 01:00"),
        ] {
            assert_eq!(span(point), (from.to_owned(), to.to_owned()), "{point}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_read() {
        for text in [
            "",
            "-",
            "-d",
            "-2x",
            "-0d",
            "mond",
            "2026-13-01",
            "2026-02-30",
            "20261101",
            "2026-11-01T25:00",
            "monday ",
            "-999999d",
            "+2026-01-01",
        ] {
            assert_eq!(Point::read(text), None, "{text}");
        }
    }
}
