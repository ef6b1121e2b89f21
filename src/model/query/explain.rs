//! A query in words.

use chrono::Weekday;

use super::display::weekday_word;
use super::time::{Ago, HOURS, Point, Unit, WEEKDAYS, stretches};
use super::value::{Comparison, DirectionWord, FlagWord, Need, Operator, Pattern, ResultWord};
use super::{Clause, Query};
use crate::model::{ResultGroup, Text};

/// Each term as the language writes it, with what it means. Fit for a terminal.
#[must_use]
pub fn explain(query: &Query) -> Vec<(Text, String)> {
    let in_words = query.terms().iter().map(|term| {
        let meaning = meaning(&term.clause);
        let meaning = if term.negated { format!("not: {meaning}") } else { meaning };
        (Text::new(&term.to_string()), meaning)
    });
    in_words.collect()
}

/// What a query says to who wrote `or` or `and` in it, where it is; each is a word to search for like any other.
#[must_use]
pub fn misread(query: &Query) -> Option<String> {
    let joins = |term: &&super::Term| {
        let Clause::Text(text) = &term.clause else { return false };
        ["or", "and"].iter().any(|word| text.eq_ignore_ascii_case(word))
    };
    let word = Text::new(&query.terms().iter().find(joins)?.to_string());
    Some(format!(
        "{word} is searched for like any word: all terms have to hold anyway, and alternatives are the values of one field, \
         such as result:missed,abandoned"
    ))
}

fn meaning(clause: &Clause) -> String {
    match clause {
        Clause::Text(text) => {
            format!("\"{}\" is in a name, number, extension or email of either side", Text::new(text))
        }
        Clause::Last(ago) => format!("began in the last {}", amount(*ago)),
        Clause::From(point) => format!("began {} or later", when(*point)),
        Clause::To(point) if point.is_day() => format!("began {} or earlier", when(*point)),
        Clause::To(point) => format!("began before {}", moment(*point)),
        Clause::On(points) => format!("began {}", any(points, |point| when(*point))),
        Clause::Weekday(days) => {
            let days: Vec<&[Weekday]> = stretches(days, &WEEKDAYS.map(|(_, day)| day)).collect();
            format!("began on any {}", any(&days, |days| ends(days, |day| weekday_word(day).to_owned(), " to ")))
        }
        Clause::Hour(hours) => {
            let hours: Vec<&[u32]> = stretches(hours, &HOURS).collect();
            let between = |hours: &&[u32]| match hours {
                [first, .., last] => format!("{first:02}:00 and {last:02}:59"),
                [hour] => format!("{hour:02}:00 and {hour:02}:59"),
                [] => String::new(),
            };
            format!("began between {}", any(&hours, between))
        }
        Clause::Direction(words) => any(words, |word| {
            match word {
                DirectionWord::In => "came in",
                DirectionWord::Out => "went out",
                DirectionWord::Internal => "stayed inside the account",
            }
            .to_owned()
        }),
        Clause::Result(words) => any(words, result),
        Clause::Queue(patterns) => format!("a queue, menu or shared line on either side {}", any(patterns, part)),
        Clause::User(patterns) => format!("a person of the account on either side {}", any(patterns, part)),
        Clause::Party(patterns) => format!("the other side {}", any(patterns, part)),
        Clause::Number(patterns) => format!("the other side's number {}", any(patterns, end)),
        Clause::With(patterns) => format!("a number or extension on either side {}", any(patterns, end)),
        Clause::Ext(patterns) => format!("an extension on either side is {}", any(patterns, |p| shown(&p.text))),
        Clause::Site(patterns) => format!("the site {}", any(patterns, part)),
        Clause::Dept(patterns) => format!("the department {}", any(patterns, part)),
        Clause::Cost(patterns) => format!("the cost center {}", any(patterns, part)),
        Clause::Group(patterns) => format!("the group {}", any(patterns, part)),
        Clause::Talk(comparisons) => format!("talk time is {}", any(comparisons, |c| compared(*c))),
        Clause::Wait(comparisons) => format!("wait time is {}", any(comparisons, |c| compared(*c))),
        Clause::Hold(comparisons) => format!("hold time is {}", any(comparisons, |c| compared(*c))),
        Clause::Dur(comparisons) => format!("the duration is {}", any(comparisons, |c| compared(*c))),
        Clause::Has(words) => format!("has {}", any(words, |word| flag(*word))),
        Clause::Said(patterns) => {
            format!("what was said in it or written about it, as far as that was read, {}", any(patterns, spoken))
        }
        Clause::Is(words) => format!("is {}", any(words, |word| flag(*word))),
        Clause::Needs(needs) => any(needs, |need| need_words(*need).to_owned()),
    }
}

fn any<T>(values: &[T], in_words: impl Fn(&T) -> String) -> String {
    values.iter().map(in_words).collect::<Vec<_>>().join(" or ")
}

fn shown(text: &str) -> String {
    format!("\"{}\"", Text::new(text))
}

/// The first and the last of a stretch.
fn ends<T: Copy>(steps: &[T], in_words: impl Fn(T) -> String, between: &str) -> String {
    match *steps {
        [first, .., last] => format!("{}{between}{}", in_words(first), in_words(last)),
        [one] => in_words(one),
        [] => String::new(),
    }
}

/// `7 days`
fn amount(ago: Ago) -> String {
    let unit = match ago.unit {
        Unit::Minutes => "minute",
        Unit::Hours => "hour",
        Unit::Days => "day",
        Unit::Weeks => "week",
    };
    format!("{} {unit}{}", ago.amount, if ago.amount == 1 { "" } else { "s" })
}

/// The day or moment, with the word that stands before it.
fn when(point: Point) -> String {
    match point {
        Point::Ago(_) | Point::Today | Point::Yesterday => moment(point),
        Point::Day(_) | Point::Weekday(_) => format!("on {}", moment(point)),
        Point::Moment(_) => format!("at {}", moment(point)),
    }
}

fn moment(point: Point) -> String {
    match point {
        Point::Ago(ago) => format!("{} ago", amount(ago)),
        Point::Today | Point::Yesterday | Point::Day(_) => point.to_string(),
        Point::Moment(wall) => wall.format("%Y-%m-%d %H:%M:%S").to_string(),
        Point::Weekday(weekday) => format!("the last {} (today, if it is one)", weekday_word(weekday)),
    }
}

fn result(word: &ResultWord) -> String {
    match word {
        ResultWord::Raw(word) => format!("Zoom's result is {}", shown(word)),
        ResultWord::Group(ResultGroup::Other) => "other: a result that is in no other group, or none".to_owned(),
        ResultWord::Group(group) => {
            format!("{}: {}", group.word(), group.words().collect::<Vec<_>>().join(", "))
        }
    }
}

fn part(pattern: &Pattern) -> String {
    match (pattern.exact, pattern.text.is_empty()) {
        (true, true) => "is empty".to_owned(),
        (true, false) => format!("is {}", shown(&pattern.text)),
        (false, _) => format!("contains {}", shown(&pattern.text)),
    }
}

fn spoken(pattern: &Pattern) -> String {
    if pattern.exact {
        format!("has the word {}", shown(&pattern.text))
    } else {
        format!("has words that begin with {}", shown(&pattern.text))
    }
}

fn end(pattern: &Pattern) -> String {
    match (pattern.exact, pattern.text.is_empty()) {
        (true, true) => "is withheld".to_owned(),
        (true, false) => format!("is {}", shown(&pattern.text)),
        (false, _) => format!("ends in {}", shown(&pattern.text)),
    }
}

fn compared(comparison: Comparison) -> String {
    let sign = match comparison.operator {
        Operator::Above => "above",
        Operator::AtLeast => "at least",
        Operator::Below => "below",
        Operator::AtMost => "at most",
        Operator::Equal => "exactly",
    };
    let plural = if comparison.seconds == 1 { "" } else { "s" };
    format!("{sign} {} second{plural}", comparison.seconds)
}

const fn need_words(need: Need) -> &'static str {
    match need {
        Need::Callback => {
            "came from outside with a number, was missed, abandoned or sent to voicemail, is no spam, and no call with that number was answered since"
        }
    }
}

fn flag(word: FlagWord) -> String {
    match word {
        FlagWord::Recording => "a recording",
        FlagWord::Voicemail => "a voicemail",
        FlagWord::Transcript => "a transcript",
        FlagWord::AiSummary => "an AI summary",
        FlagWord::Spam => "labelled as spam",
        FlagWord::International => "international",
        FlagWord::Emergency => "an emergency call",
        FlagWord::Internal => "internal",
    }
    .to_owned()
}
