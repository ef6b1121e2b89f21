//! A query in words.

use super::display::weekday_word;
use super::time::Point;
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

fn meaning(clause: &Clause) -> String {
    match clause {
        Clause::Text(text) => {
            format!("\"{}\" is in a name, number, extension or email of either side", Text::new(text))
        }
        Clause::Last(ago) => format!("began in the last {ago}"),
        Clause::From(point) if point.is_day() => format!("began on {} or later", when(*point)),
        Clause::From(point) => format!("began at {} or later", when(*point)),
        Clause::To(point) if point.is_day() => format!("began on {} or earlier", when(*point)),
        Clause::To(point) => format!("began before {}", when(*point)),
        Clause::On(points) => format!("began on {}", any(points, |point| when(*point))),
        Clause::Weekday(days) => format!("began on any {}", any(days, |day| weekday_word(*day).to_owned())),
        Clause::Hour(hours) => format!("began in the hour from {}", any(hours, |hour| format!("{hour:02}:00"))),
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

fn when(point: Point) -> String {
    match point {
        Point::Ago(ago) => format!("{ago} ago"),
        Point::Today | Point::Yesterday | Point::Day(_) | Point::Moment(_) => point.to_string(),
        Point::Weekday(_) => format!("the last {point}"),
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
    format!("{sign} {} s", comparison.seconds)
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
