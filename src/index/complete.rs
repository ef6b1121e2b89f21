//! What a value may become, and what was meant by one that finds nothing.

use std::borrow::Cow;

use super::Index;
use super::callbacks::Contacts;
use super::fold::folded;
use super::matching::is_person;
use super::tally::{Sides, Tally, labels};
use crate::model::{
    Direction, Flags, PartyRow, ResultGroup, Text,
    query::{DirectionWord, Field, FlagWord, Need, nearest, quoted},
};

/// A value that a field can take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// As it is shown.
    pub text: Text,
    /// As it is written after the colon.
    pub written: String,
    /// How many calls in memory it finds; `None` for times and spans, which nothing is counted for.
    pub count: Option<usize>,
}

/// A value and how many calls it finds.
type Counted<'a> = (Cow<'a, Text>, Option<usize>);

impl Index {
    /// The values of a field that contain what was typed: those that begin with it first, then the most frequent.
    #[must_use]
    pub fn complete(&self, field: Field, typed: &str, limit: usize) -> Vec<Completion> {
        let typed = folded(typed);
        let (mut first, mut then) = (Vec::new(), Vec::new());
        for value in self.values(field) {
            let text = folded(value.0.as_raw());
            if text.starts_with(&typed) {
                first.push(value);
            } else if text.contains(&typed) {
                then.push(value);
            }
            if first.len() == limit {
                break;
            }
        }
        let fitting = first.into_iter().chain(then).take(limit);
        fitting
            .map(|(text, count)| Completion { written: written(field, &text), text: text.into_owned(), count })
            .collect()
    }

    /// The value of a field that is written nearly like one that finds nothing.
    #[must_use]
    pub fn nearest(&self, field: Field, typed: &str) -> Option<Text> {
        let values = self.values(field);
        let texts: Vec<String> = values.iter().map(|(text, _)| folded(text.as_raw())).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = nearest(&folded(typed), &texts)?;
        let position = texts.iter().position(|text| *text == found)?;
        values.get(position).map(|(text, _)| Text::clone(text))
    }

    /// Every value of a field that is known, most frequent first.
    fn values(&self, field: Field) -> Vec<Counted<'_>> {
        let rows = || self.order.iter().map(|row| row.0);
        let tally = || Tally::new(self, rows());
        let named = |sides, label: fn(&PartyRow) -> Option<&Text>| known(labels(self, rows(), sides, label));
        match field {
            Field::Last
            | Field::Weekday
            | Field::Hour
            | Field::From
            | Field::To
            | Field::On
            | Field::Talk
            | Field::Wait
            | Field::Hold
            | Field::Dur => field.words().into_iter().map(|word| (Cow::Owned(word.into()), None)).collect(),
            Field::Dir => {
                let tally = tally();
                let going = |direction: &Direction| tally.of_kind(|kind| kind.direction == *direction);
                fixed([
                    (DirectionWord::In.word(), going(&Direction::Inbound)),
                    (DirectionWord::Out.word(), going(&Direction::Outbound)),
                    (DirectionWord::Internal.word(), tally.of_kind(|kind| kind.flags.has(Flags::INTERNAL))),
                ])
            }
            Field::Result => {
                let tally = tally();
                let groups = fixed(ResultGroup::ALL.map(|group| (group.word(), tally.in_group(group))));
                // Some of Zoom's words are groups of ours too; those stand among the groups.
                let mut raw = tally.results();
                raw.retain(|(word, _)| ResultGroup::named(word.as_raw()).is_none());
                groups.into_iter().chain(known(raw)).collect()
            }
            Field::Queue => named(Sides::Either, |party| party.label().filter(|_| party.is_router())),
            Field::User => named(Sides::Either, |party| party.label().filter(|_| is_person(party))),
            Field::Party => named(Sides::Other, PartyRow::label),
            Field::Number => named(Sides::Other, |party| Some(party.number()).filter(|text| is_number(text))),
            Field::With => named(Sides::Either, |party| Some(party.number()).filter(|text| is_number(text))),
            Field::Ext => named(Sides::Either, |party| Some(&party.ext_number)),
            Field::Site => known(tally().words(|place| place.site)),
            Field::Dept => known(tally().words(|place| place.department)),
            Field::Cost => known(tally().words(|place| place.cost_center)),
            Field::Group => known(tally().words(|place| place.group)),
            Field::Has => self.flags(FlagWord::HAS_WORDS),
            Field::Is => self.flags(FlagWord::IS_WORDS),
            Field::Said => Vec::new(),
            Field::Needs => {
                let contacts = Contacts::of(self);
                let waiting = rows().filter(|row| contacts.waits(self, *row as usize)).count();
                fixed([(Need::Callback.word(), waiting)])
            }
        }
    }

    fn flags(&self, words: [FlagWord; 4]) -> Vec<Counted<'_>> {
        let tally = Tally::new(self, self.order.iter().map(|row| row.0));
        fixed(words.map(|word| (word.word(), tally.of_kind(|kind| kind.flags.has(word.flag())))))
    }
}

/// A value as it stands after the colon. Zoom's own words get an equals sign, so that none is taken for a slip.
fn written(field: Field, text: &Text) -> String {
    let raw = field == Field::Result && ResultGroup::named(text.as_raw()).is_none();
    format!("{}{}", if raw { "=" } else { "" }, quoted(text.as_raw()))
}

/// True for what `number:` takes: other things stand in a number's place when it is withheld.
fn is_number(text: &Text) -> bool {
    text.as_raw().contains(|c: char| c.is_ascii_digit()) && !text.as_raw().contains(char::is_alphabetic)
}

fn known(counted: Vec<(&Text, usize)>) -> Vec<Counted<'_>> {
    counted.into_iter().map(|(text, count)| (Cow::Borrowed(text), Some(count))).collect()
}

fn fixed<'a, const N: usize>(words: [(&str, usize); N]) -> Vec<Counted<'a>> {
    words.into_iter().map(|(word, count)| (Cow::Owned(word.into()), Some(count))).collect()
}
