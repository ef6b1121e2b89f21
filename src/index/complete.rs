//! What a value may become, and what was meant by one that finds nothing.

use super::Index;
use super::fold::folded;
use super::matching::is_person;
use super::tally::{Sides, Tally, labels};
use crate::model::query::{DirectionWord, Field, FlagWord, nearest, quoted};
use crate::model::{Direction, Flags, Party, ResultGroup, Text};

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

impl Index {
    /// The values of a field that contain what was typed: those that begin with it first, then the most frequent.
    #[must_use]
    pub fn complete(&self, field: Field, typed: &str, limit: usize) -> Vec<Completion> {
        let typed = folded(typed);
        let mut fitting: Vec<(bool, Completion)> = self
            .values(field)
            .into_iter()
            .filter_map(|value| {
                let text = folded(value.text.as_raw());
                text.contains(&typed).then(|| (!text.starts_with(&typed), value))
            })
            .collect();
        fitting.sort_by_key(|(within, _)| *within);
        fitting.into_iter().map(|(_, value)| value).take(limit).collect()
    }

    /// The value of a field that is written nearly like one that finds nothing.
    #[must_use]
    pub fn nearest(&self, field: Field, typed: &str) -> Option<Text> {
        let values = self.values(field);
        let texts: Vec<String> = values.iter().map(|value| folded(value.text.as_raw())).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = nearest(&folded(typed), &texts)?;
        let position = texts.iter().position(|text| *text == found)?;
        values.get(position).map(|value| value.text.clone())
    }

    /// Every value of a field that is known, most frequent first.
    fn values(&self, field: Field) -> Vec<Completion> {
        let rows = || self.order.iter().copied();
        let tally = || Tally::new(self, rows());
        let named = |sides, label: fn(&Party) -> Option<&Text>| counted(labels(self, rows(), sides, label));
        match field {
            Field::Last
            | Field::From
            | Field::To
            | Field::On
            | Field::Talk
            | Field::Wait
            | Field::Hold
            | Field::Dur => {
                let fixed = |word: &str| Completion { text: word.into(), written: word.to_owned(), count: None };
                field.words().into_iter().map(fixed).collect()
            }
            Field::Dir => {
                let tally = tally();
                let words = [DirectionWord::In, DirectionWord::Out, DirectionWord::Internal];
                let count = |word| match word {
                    DirectionWord::In => tally.of_kind(|kind| kind.direction == Direction::Inbound),
                    DirectionWord::Out => tally.of_kind(|kind| kind.direction == Direction::Outbound),
                    DirectionWord::Internal => tally.of_kind(|kind| kind.flags.has(Flags::INTERNAL)),
                };
                counted(words.map(|word| (word.word().into(), count(word))).to_vec())
            }
            Field::Result => {
                let tally = tally();
                let groups = ResultGroup::ALL.map(|group| (group.word().into(), tally.in_group(group)));
                // Some of Zoom's words are groups of ours too; those stand among the groups.
                let raw = tally.results().into_iter().filter(|(word, _)| ResultGroup::named(word.as_raw()).is_none());
                let raw = raw.map(|(text, count)| Completion {
                    written: format!("={}", quoted(text.as_raw())),
                    text,
                    count: Some(count),
                });
                counted(groups.to_vec()).into_iter().chain(raw).collect()
            }
            Field::Queue => named(Sides::Either, |party| party.label().filter(|_| party.is_router())),
            Field::User => named(Sides::Either, |party| party.label().filter(|_| is_person(party))),
            Field::Party => named(Sides::Other, Party::label),
            Field::Number => named(Sides::Other, |party| Some(party.number()).filter(|text| is_number(text))),
            Field::With => named(Sides::Either, |party| Some(party.number()).filter(|text| is_number(text))),
            Field::Ext => named(Sides::Either, |party| Some(&party.ext_number)),
            Field::Site => counted(tally().words(|place| place.site)),
            Field::Dept => counted(tally().words(|place| place.department)),
            Field::Cost => counted(tally().words(|place| place.cost_center)),
            Field::Group => counted(tally().words(|place| place.group)),
            Field::Has => self.flags(&FlagWord::HAS_WORDS),
            Field::Is => self.flags(&FlagWord::IS_WORDS),
        }
    }

    fn flags(&self, words: &[FlagWord]) -> Vec<Completion> {
        let tally = Tally::new(self, self.order.iter().copied());
        let count = |word: &FlagWord| (word.word().into(), tally.of_kind(|kind| kind.flags.has(word.flag())));
        counted(words.iter().map(count).collect())
    }
}

/// True for what `number:` takes: other things stand in a number's place when it is withheld.
fn is_number(text: &Text) -> bool {
    text.as_raw().contains(|c: char| c.is_ascii_digit()) && !text.as_raw().contains(char::is_alphabetic)
}

fn counted(values: Vec<(Text, usize)>) -> Vec<Completion> {
    let value = |(text, count): (Text, usize)| Completion {
        written: quoted(text.as_raw()).into_owned(),
        text,
        count: Some(count),
    };
    values.into_iter().map(value).collect()
}
