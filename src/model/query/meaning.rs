//! From what is written to what is asked.

use super::error::{Problem, QueryError};
use super::field::Field;
use super::grammar::{Quotes, RawBody, RawTerm, RawValue};
use super::nearest::{nearest, nearest_day};
use super::time::{Ago, HOURS, Point, WEEKDAYS, whole_number};
use super::value::{Comparison, DirectionWord, FlagWord, Need, Operator, Pattern, ResultWord};
use super::{Clause, Term};
use crate::model::{ResultGroup, Text};

/// What a term asks.
pub(super) fn term(raw: RawTerm<'_>) -> Result<Term, QueryError> {
    let clause = match raw.body {
        RawBody::Nothing => return Err(QueryError { span: raw.span, problem: Problem::NothingDenied }),
        RawBody::Text(value) => {
            let problem = match value.quotes {
                Quotes::Open => Some(Problem::UnclosedQuote),
                Quotes::None if value.text.chars().all(|c| c == ',') => Some(Problem::LoneComma),
                Quotes::None | Quotes::Closed => value.text.is_empty().then_some(Problem::NothingQuoted),
            };
            match problem {
                Some(problem) => return Err(QueryError { span: value.span, problem }),
                None => Clause::Text(value.text),
            }
        }
        RawBody::Field { name, name_span, values } => {
            let Some(field) = Field::named(name) else {
                let nearest = nearest(name, &Field::ALL.map(Field::name));
                return Err(QueryError {
                    span: name_span,
                    problem: Problem::UnknownField { word: Text::new(name), nearest },
                });
            };
            clause(field, values)?
        }
    };
    Ok(Term { span: raw.span, negated: raw.negated, clause })
}

fn clause(field: Field, values: Vec<RawValue>) -> Result<Clause, QueryError> {
    for value in &values {
        let problem = match value.quotes {
            Quotes::Open => Problem::UnclosedQuote,
            Quotes::Closed if value.exact || !value.text.is_empty() => continue,
            Quotes::None if !value.text.is_empty() => continue,
            Quotes::None | Quotes::Closed => Problem::MissingValue { field },
        };
        return Err(QueryError { span: value.span.clone(), problem });
    }
    Ok(match field {
        Field::Last => Clause::Last(one(field, &values, |value| Ago::read(&value.text))?),
        Field::From => Clause::From(one(field, &values, |value| Point::read(&value.text))?),
        Field::To => Clause::To(one(field, &values, |value| Point::read(&value.text))?),
        Field::On => Clause::On(all(field, &values, |value| Point::read(&value.text).filter(|point| point.is_day()))?),
        Field::Weekday => {
            Clause::Weekday(ranges(field, &values, &WEEKDAYS.map(|(_, day)| day), |day| day.parse().ok())?)
        }
        Field::Hour => Clause::Hour(ranges(field, &values, &HOURS, whole_number)?),
        Field::Dir => Clause::Direction(all(field, &values, |value| known(&DirectionWord::TABLE, &value.text))?),
        Field::Result => Clause::Result(all(field, &values, result)?),
        Field::Queue => Clause::Queue(patterns(values)),
        Field::User => Clause::User(patterns(values)),
        Field::Party => Clause::Party(patterns(values)),
        Field::Number => Clause::Number(all(field, &values, number)?),
        Field::With => Clause::With(all(field, &values, number)?),
        Field::Ext => Clause::Ext(patterns(values)),
        Field::Site => Clause::Site(patterns(values)),
        Field::Dept => Clause::Dept(patterns(values)),
        Field::Cost => Clause::Cost(patterns(values)),
        Field::Group => Clause::Group(patterns(values)),
        Field::Talk => Clause::Talk(all(field, &values, comparison)?),
        Field::Wait => Clause::Wait(all(field, &values, comparison)?),
        Field::Hold => Clause::Hold(all(field, &values, comparison)?),
        Field::Dur => Clause::Dur(all(field, &values, comparison)?),
        Field::Has => Clause::Has(all(field, &values, |value| known(&FlagWord::HAS, &value.text))?),
        Field::Said => Clause::Said(patterns(values)),
        Field::Is => Clause::Is(all(field, &values, |value| known(&FlagWord::IS, &value.text))?),
        Field::Needs => Clause::Needs(all(field, &values, |value| known(&Need::TABLE, &value.text))?),
    })
}

/// The one value of a field that takes one.
fn one<T>(field: Field, values: &[RawValue], read: impl Fn(&RawValue) -> Option<T>) -> Result<T, QueryError> {
    match values {
        [value] => read(value).ok_or_else(|| unknown(field, value)),
        [first, .., last] => {
            Err(QueryError { span: first.span.start..last.span.end, problem: Problem::OneValueOnly(field) })
        }
        [] => Err(QueryError { span: 0..0, problem: Problem::MissingValue { field } }),
    }
}

/// Every value of a field that takes alternatives.
fn all<T>(field: Field, values: &[RawValue], read: impl Fn(&RawValue) -> Option<T>) -> Result<Vec<T>, QueryError> {
    values.iter().map(|value| read(value).ok_or_else(|| unknown(field, value))).collect()
}

/// Every value of a field that takes steps of a round, such as the days of a week, and stretches of them: `mon-fri`. A stretch
/// goes on over the end of the round, as `fri-mon` does.
fn ranges<T: Copy + PartialEq>(
    field: Field,
    values: &[RawValue],
    round: &[T],
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, QueryError> {
    let place = |text: &str| read(text).and_then(|step| round.iter().position(|known| *known == step));
    let steps = |value: &RawValue| {
        let (first, last) = value.text.split_once('-').unwrap_or((&value.text, &value.text));
        let (first, last) = (place(first)?, place(last)?);
        let length = (last + round.len() - first) % round.len() + 1;
        Some(round.iter().cycle().skip(first).take(length).copied().collect::<Vec<T>>())
    };
    Ok(all(field, values, steps)?.concat())
}

fn unknown(field: Field, value: &RawValue) -> QueryError {
    let words = field.words_to_mean();
    let day = || field.takes_days().then(|| nearest_day(&value.text, &words)).flatten();
    let nearest = nearest(&value.text, &words).or_else(day);
    QueryError {
        span: value.span.clone(),
        problem: Problem::UnknownValue { field, word: Text::new(&value.text), nearest },
    }
}

fn known<T: Copy>(table: &[(&str, T)], text: &str) -> Option<T> {
    table.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, value)| *value)
}

fn patterns(values: Vec<RawValue>) -> Vec<Pattern> {
    values.into_iter().map(|value| Pattern { text: value.text, exact: value.exact }).collect()
}

/// A group, or one of Zoom's words. A word that is nearly a known one is a slip; any other may be one that Zoom added.
fn result(value: &RawValue) -> Option<ResultWord> {
    let word = value.text.to_ascii_lowercase();
    if value.exact {
        return Some(ResultWord::Raw(word));
    }
    if let Some(group) = ResultGroup::named(&word) {
        return Some(ResultWord::Group(group));
    }
    let taken = ResultGroup::ALL.into_iter().flat_map(ResultGroup::words).any(|known| known == word)
        || nearest(&word, &Field::Result.words()).is_none();
    taken.then_some(ResultWord::Raw(word))
}

/// A number or the end of one, written in any way, but without letters; exactly nothing finds withheld numbers.
fn number(value: &RawValue) -> Option<Pattern> {
    let digits = value.text.bytes().any(|byte| byte.is_ascii_digit());
    let clean = value.text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation() || c.is_whitespace());
    let taken = clean && (digits || value.exact && value.text.is_empty());
    taken.then(|| Pattern { text: value.text.clone(), exact: value.exact })
}

fn comparison(value: &RawValue) -> Option<Comparison> {
    // The longer signs first: `>=` begins with `>`.
    let signs = [
        (">=", Operator::AtLeast),
        ("<=", Operator::AtMost),
        (">", Operator::Above),
        ("<", Operator::Below),
        ("", Operator::Equal),
    ];
    let (operator, amount) = if value.exact {
        (Operator::Equal, value.text.as_str())
    } else {
        signs.iter().find_map(|(sign, operator)| Some((*operator, value.text.strip_prefix(sign)?)))?
    };
    Some(Comparison { operator, seconds: seconds(amount)? })
}

/// Reads `90`, `90s`, `2m`, `1h`, `1m30s`, `1h5m`: plain digits are seconds.
fn seconds(text: &str) -> Option<u32> {
    if let Some(seconds) = whole_number(text) {
        return Some(seconds);
    }
    let (mut total, mut rest) = (0_u32, text);
    for (unit, length) in [('h', 3600), ('m', 60), ('s', 1)] {
        if let Some((amount, after)) = rest.split_once(unit) {
            total = whole_number(amount)?.checked_mul(length)?.checked_add(total)?;
            rest = after;
        }
    }
    (rest.is_empty() && !text.is_empty()).then_some(total)
}
