//! The one way each query is written. Parsing it gives the query again.

use std::borrow::Cow;
use std::fmt;

use chrono::Weekday;

use super::time::{Ago, HOURS, Point, WEEKDAYS, stretches};
use super::value::{Comparison, DirectionWord, FlagWord, Need, Operator, Pattern, ResultWord};
use super::{Clause, Query, Term};

/// Text as a value after a field, in quotes where it needs them.
#[must_use]
pub fn quoted(text: &str) -> Cow<'_, str> {
    let splits = |c: char| c.is_whitespace() || matches!(c, '"' | ',');
    if text.is_empty() || text.starts_with('=') || text.contains(splits) { phrase(text) } else { Cow::Borrowed(text) }
}

fn phrase(text: &str) -> Cow<'_, str> {
    Cow::Owned(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Text as a term of its own, in quotes where it would be read as something else.
fn word(text: &str) -> Cow<'_, str> {
    let after_letters = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let like_a_field = after_letters.len() < text.len() && after_letters.starts_with(':');
    let splits = |c: char| c.is_whitespace() || c == '"';
    let only_commas = text.chars().all(|c| c == ',');
    if text.starts_with('-') || like_a_field || only_commas || text.contains(splits) {
        phrase(text)
    } else {
        Cow::Borrowed(text)
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, term) in self.terms.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            term.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("-")?;
        }
        self.clause.fmt(f)
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = self.field() {
            field.fmt(f)?;
        }
        match self {
            Self::Text(text) => f.write_str(&word(text)),
            Self::Last(ago) => ago.fmt(f),
            Self::From(point) | Self::To(point) => point.fmt(f),
            Self::On(points) => list(f, points),
            Self::Weekday(days) => {
                list(f, &ranges(days, &WEEKDAYS.map(|(_, day)| day), |day| weekday_word(day).to_owned()))
            }
            Self::Hour(hours) => list(f, &ranges(hours, &HOURS, |hour| hour.to_string())),
            Self::Direction(words) => list(f, words),
            Self::Result(words) => list(f, words),
            Self::Queue(patterns)
            | Self::User(patterns)
            | Self::Party(patterns)
            | Self::Number(patterns)
            | Self::With(patterns)
            | Self::Ext(patterns)
            | Self::Site(patterns)
            | Self::Dept(patterns)
            | Self::Cost(patterns)
            | Self::Group(patterns)
            | Self::Said(patterns) => list(f, patterns),
            Self::Talk(comparisons) | Self::Wait(comparisons) | Self::Hold(comparisons) | Self::Dur(comparisons) => {
                list(f, comparisons)
            }
            Self::Has(words) | Self::Is(words) => list(f, words),
            Self::Needs(needs) => list(f, needs),
        }
    }
}

fn list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, values: &[T]) -> fmt::Result {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            f.write_str(",")?;
        }
        value.fmt(f)?;
    }
    Ok(())
}

/// Steps of a round, three or more that follow each other as `mon-fri`.
fn ranges<T: Copy + PartialEq>(steps: &[T], round: &[T], written: impl Fn(T) -> String) -> Vec<String> {
    let one = |stretch: &[T]| match *stretch {
        [first, _, .., last] if stretch.len() > 2 => vec![format!("{}-{}", written(first), written(last))],
        _ => stretch.iter().map(|step| written(*step)).collect(),
    };
    stretches(steps, round).flat_map(one).collect()
}

impl fmt::Display for Ago {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.amount, self.unit.letter())
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::Weekday(weekday) => f.write_str(weekday_word(*weekday)),
            Self::Ago(ago) => write!(f, "-{ago}"),
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::Moment(wall) => write!(f, "{}", wall.format("%Y-%m-%dT%H:%M:%S")),
        }
    }
}

/// `mon` to `sun`.
pub(super) fn weekday_word(weekday: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(_, day)| *day == weekday).map_or("", |(word, _)| *word)
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Display for DirectionWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Display for FlagWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Zoom's own words after an equals sign, so that none is taken for a group or a slip.
impl fmt::Display for ResultWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Group(group) => f.write_str(group.word()),
            Self::Raw(word) => write!(f, "={}", quoted(word)),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.exact { "=" } else { "" };
        write!(f, "{sign}{}", quoted(&self.text))
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.operator {
            Operator::Above => ">",
            Operator::AtLeast => ">=",
            Operator::Below => "<",
            Operator::AtMost => "<=",
            Operator::Equal => "=",
        };
        let (amount, unit) = match self.seconds {
            0 => (0, "s"),
            hours if hours % 3600 == 0 => (hours / 3600, "h"),
            minutes if minutes % 60 == 0 => (minutes / 60, "m"),
            seconds => (seconds, "s"),
        };
        write!(f, "{sign}{amount}{unit}")
    }
}
