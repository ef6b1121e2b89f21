//! The values that a selection's calls have in a field, each as what a query asks for it by.

use super::Index;
use super::facets::Facets;
use super::select::Selection;
use super::tally::{Sides, Tally, labels};
use crate::model::{
    Direction, ResultGroup, Text,
    query::{Clause, DirectionWord, Field, FlagWord, Pattern, ResultWord},
};

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// As it is shown.
    pub label: Text,
    /// What asks for it alone.
    pub clause: Clause,
    /// How many calls have it.
    pub count: usize,
}

/// The fields whose values are counted, in the order they are listed.
pub const FACET_FIELDS: [Field; 6] = [Field::Dir, Field::Result, Field::Queue, Field::Site, Field::Has, Field::Is];

impl Facets {
    /// The values of one of [`FACET_FIELDS`]; of another field none.
    #[must_use]
    pub fn values(&self, field: Field) -> Vec<FacetValue> {
        let flags = |words: [FlagWord; 4]| self.flags.iter().copied().filter(move |(word, _)| words.contains(word));
        match field {
            Field::Dir => self.directions.into_iter().map(direction).collect(),
            Field::Result => self.results.into_iter().map(result).collect(),
            Field::Queue => self.queues.iter().map(|(name, count)| named(name, *count, Clause::Queue)).collect(),
            Field::Site => self.sites.iter().map(|(name, count)| named(name, *count, Clause::Site)).collect(),
            Field::Has => flags(FlagWord::HAS_WORDS).map(|flag| flagged(flag, Clause::Has)).collect(),
            Field::Is => flags(FlagWord::IS_WORDS).map(|flag| flagged(flag, Clause::Is)).collect(),
            Field::Last
            | Field::From
            | Field::To
            | Field::On
            | Field::User
            | Field::Party
            | Field::Number
            | Field::With
            | Field::Ext
            | Field::Dept
            | Field::Cost
            | Field::Group
            | Field::Needs
            | Field::Said
            | Field::Weekday
            | Field::Hour
            | Field::Talk
            | Field::Wait
            | Field::Hold
            | Field::Dur => Vec::new(),
        }
    }
}

impl Index {
    /// As [`Facets::values`], for one field alone: what the counts beside a field's own values are made of, over the calls that
    /// match without that field.
    #[must_use]
    pub fn facet(&self, field: Field, selection: &Selection) -> Vec<FacetValue> {
        let rows = || selection.rows().iter().map(|id| id.0);
        let tally = || Tally::new(self, rows());
        let flags = |words: [FlagWord; 4], clause: fn(Vec<FlagWord>) -> Clause| {
            let tally = tally();
            words.map(|word| flagged((word, tally.of_kind(|kind| kind.flags.has(word.flag()))), clause)).to_vec()
        };
        match field {
            Field::Dir => {
                let tally = tally();
                let going = |direction: &Direction| tally.of_kind(|kind| kind.direction == *direction);
                [
                    (DirectionWord::In, going(&Direction::Inbound)),
                    (DirectionWord::Out, going(&Direction::Outbound)),
                    (DirectionWord::Internal, tally.of_kind(|kind| kind.flags.has(FlagWord::Internal.flag()))),
                ]
                .map(direction)
                .to_vec()
            }
            Field::Result => {
                let tally = tally();
                ResultGroup::ALL.map(|group| result((group, tally.in_group(group)))).to_vec()
            }
            Field::Queue => labels(self, rows(), Sides::Either, |party| party.label().filter(|_| party.is_router()))
                .into_iter()
                .map(|(name, count)| named(name, count, Clause::Queue))
                .collect(),
            Field::Site => tally()
                .words(|place| place.site)
                .into_iter()
                .map(|(name, count)| named(name, count, Clause::Site))
                .collect(),
            Field::Has => flags(FlagWord::HAS_WORDS, Clause::Has),
            Field::Is => flags(FlagWord::IS_WORDS, Clause::Is),
            Field::Last
            | Field::From
            | Field::To
            | Field::On
            | Field::User
            | Field::Party
            | Field::Number
            | Field::With
            | Field::Ext
            | Field::Dept
            | Field::Cost
            | Field::Group
            | Field::Needs
            | Field::Said
            | Field::Weekday
            | Field::Hour
            | Field::Talk
            | Field::Wait
            | Field::Hold
            | Field::Dur => Vec::new(),
        }
    }
}

fn direction((word, count): (DirectionWord, usize)) -> FacetValue {
    let label = match word {
        DirectionWord::In | DirectionWord::Out => word.word(),
        // They are in or out as well, so that the three are more than all.
        DirectionWord::Internal => "int (of these)",
    };
    FacetValue { label: label.into(), clause: Clause::Direction(vec![word]), count }
}

fn result((group, count): (ResultGroup, usize)) -> FacetValue {
    FacetValue { label: group.word().into(), clause: Clause::Result(vec![ResultWord::Group(group)]), count }
}

fn flagged((word, count): (FlagWord, usize), clause: fn(Vec<FlagWord>) -> Clause) -> FacetValue {
    FacetValue { label: word.word().into(), clause: clause(vec![word]), count }
}

/// A name, whole: a part of it may be a part of others too.
fn named(name: &Text, count: usize, clause: fn(Vec<Pattern>) -> Clause) -> FacetValue {
    let pattern = Pattern { text: name.as_raw().to_owned(), exact: true };
    FacetValue { label: name.clone(), clause: clause(vec![pattern]), count }
}
