//! The values that calls have in a field, each with how many have it: what facets list and completion offers.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::callbacks::Contacts;
use super::matching::{goes, is_person};
use super::tally::{Sides, Tally, labels};
use super::{Index, RowId};
use crate::model::{
    PartyRow, ResultGroup, Text,
    query::{Clause, DirectionWord, Field, FlagWord, Need, Pattern, ResultWord},
};

/// A value of a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Direction(DirectionWord),
    Group(ResultGroup),
    /// Zoom's own word for a result.
    Result(&'a Text),
    Flag(FlagWord, fn(Vec<FlagWord>) -> Clause),
    Need(Need),
    /// What others chose: of a person, a number, a site.
    Name(&'a Text, fn(Vec<Pattern>) -> Clause),
}

impl<'a> Value<'a> {
    /// As it is written in a query.
    pub fn text(self) -> Cow<'a, Text> {
        match self {
            Self::Direction(word) => Cow::Owned(word.word().into()),
            Self::Group(group) => Cow::Owned(group.word().into()),
            Self::Flag(word, _) => Cow::Owned(word.word().into()),
            Self::Need(need) => Cow::Owned(need.word().into()),
            Self::Result(text) | Self::Name(text, _) => Cow::Borrowed(text),
        }
    }

    /// What asks for it alone. A name is asked for whole: a part of it may be a part of others too.
    pub fn clause(self) -> Clause {
        match self {
            Self::Direction(word) => Clause::Direction(vec![word]),
            Self::Group(group) => Clause::Result(vec![ResultWord::Group(group)]),
            Self::Result(word) => Clause::Result(vec![ResultWord::Raw(word.as_raw().to_owned())]),
            Self::Flag(word, clause) => clause(vec![word]),
            Self::Need(need) => Clause::Needs(vec![need]),
            Self::Name(name, clause) => clause(vec![Pattern { text: name.as_raw().to_owned(), exact: true }]),
        }
    }
}

/// A value, and how many calls have it.
pub(super) type Counted<'a> = (Value<'a>, usize);

/// The values that some calls have, field by field.
#[derive(Debug)]
pub(super) struct Values<'a> {
    index: &'a Index,
    rows: &'a [RowId],
    /// Made for the first field that needs it, and kept for the others.
    tally: OnceCell<Tally<'a>>,
}

impl<'a> Values<'a> {
    pub fn new(index: &'a Index, rows: &'a [RowId]) -> Self {
        Self { index, rows, tally: OnceCell::new() }
    }

    /// The values of a field: our own words in their order and with counts of nothing, names and Zoom's words most frequent
    /// first. None of times and spans, which nothing is counted for.
    pub fn of(&self, field: Field) -> Vec<Counted<'a>> {
        match field {
            Field::Dir => {
                let words = [DirectionWord::In, DirectionWord::Out, DirectionWord::Internal];
                words.map(|word| (Value::Direction(word), self.tally().of_kind(|kind| goes(kind, word)))).to_vec()
            }
            Field::Result => {
                let groups = ResultGroup::ALL.map(|group| (Value::Group(group), self.tally().in_group(group)));
                // Some of Zoom's words are groups of ours too; those stand among the groups.
                let words = self.tally().results().into_iter();
                let words = words.filter(|(word, _)| ResultGroup::named(word.as_raw()).is_none());
                groups.into_iter().chain(words.map(|(word, count)| (Value::Result(word), count))).collect()
            }
            Field::Queue => {
                self.labels(Sides::Either, Clause::Queue, |party| party.label().filter(|_| party.is_router()))
            }
            Field::User => self.labels(Sides::Either, Clause::User, |party| party.label().filter(|_| is_person(party))),
            Field::Party => self.labels(Sides::Other, Clause::Party, PartyRow::label),
            Field::Number => self.labels(Sides::Other, Clause::Number, number),
            Field::With => self.labels(Sides::Either, Clause::With, number),
            Field::Ext => self.labels(Sides::Either, Clause::Ext, |party| Some(&party.ext_number)),
            Field::Site => names(self.tally().words(|place| place.site), Clause::Site),
            Field::Dept => names(self.tally().words(|place| place.department), Clause::Dept),
            Field::Cost => names(self.tally().words(|place| place.cost_center), Clause::Cost),
            Field::Group => names(self.tally().words(|place| place.group), Clause::Group),
            Field::Has => self.flags(FlagWord::HAS_WORDS, Clause::Has),
            Field::Is => self.flags(FlagWord::IS_WORDS, Clause::Is),
            Field::Needs => {
                let contacts = Contacts::of(self.index);
                let waiting = self.rows.iter().filter(|row| contacts.waits(row.number())).count();
                vec![(Value::Need(Need::Callback), waiting)]
            }
            Field::Last
            | Field::From
            | Field::To
            | Field::On
            | Field::Weekday
            | Field::Hour
            | Field::Talk
            | Field::Wait
            | Field::Hold
            | Field::Dur
            | Field::Said => Vec::new(),
        }
    }

    fn tally(&self) -> &Tally<'a> {
        self.tally.get_or_init(|| Tally::new(self.index, self.rows))
    }

    fn labels(
        &self,
        sides: Sides,
        clause: fn(Vec<Pattern>) -> Clause,
        label: impl Fn(&'a PartyRow) -> Option<&'a Text>,
    ) -> Vec<Counted<'a>> {
        names(labels(self.index, self.rows, sides, label), clause)
    }

    fn flags(&self, words: [FlagWord; 4], clause: fn(Vec<FlagWord>) -> Clause) -> Vec<Counted<'a>> {
        let count = |word: FlagWord| self.tally().of_kind(|kind| kind.flags.has(word.flag()));
        words.map(|word| (Value::Flag(word, clause), count(word))).to_vec()
    }
}

fn names(counted: Vec<(&Text, usize)>, clause: fn(Vec<Pattern>) -> Clause) -> Vec<Counted<'_>> {
    counted.into_iter().map(|(name, count)| (Value::Name(name, clause), count)).collect()
}

/// What `number:` and `with:` take: other things stand in a number's place when it is withheld.
fn number(party: &PartyRow) -> Option<&Text> {
    let is_number = |text: &&Text| {
        text.as_raw().contains(|c: char| c.is_ascii_digit()) && !text.as_raw().contains(char::is_alphabetic)
    };
    Some(party.number()).filter(is_number)
}
