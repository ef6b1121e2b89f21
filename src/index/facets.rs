//! What a selection is made of: the values its calls have in a field, each as what a query asks for it by, and when they came.

use super::Index;
use super::quarters::Quarters;
use super::select::Selection;
use super::values::{Value, Values};
use crate::model::{
    Text, Zone,
    query::{Clause, DirectionWord, Field},
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

/// The counts of a selection. What several fields are counted from is counted once.
#[derive(Debug)]
pub struct Facets<'a>(Values<'a>);

impl Facets<'_> {
    /// The values of a field: of an open list those that are there, most frequent first; results by group.
    #[must_use]
    pub fn values(&self, field: Field) -> Vec<FacetValue> {
        let of_ours = self.0.of(field).into_iter().filter(|(value, _)| !matches!(value, Value::Result(_)));
        of_ours.map(|(value, count)| FacetValue { label: label(value), clause: value.clause(), count }).collect()
    }
}

fn label(value: Value<'_>) -> Text {
    match value {
        // They are in or out as well, so that the three are more than all.
        Value::Direction(DirectionWord::Internal) => "also int".into(),
        Value::Direction(DirectionWord::In | DirectionWord::Out)
        | Value::Group(_)
        | Value::Result(_)
        | Value::Flag(..)
        | Value::Need(_)
        | Value::Name(..) => value.text().into_owned(),
    }
}

impl Index {
    /// What a selection is made of. For counts beside a field's values, select by `Query::without_field`.
    #[must_use]
    pub fn facets<'a>(&'a self, selection: &'a Selection) -> Facets<'a> {
        Facets(Values::new(self, selection.rows()))
    }

    /// How many calls of a selection began in each hour of the day, in the person's zone.
    #[must_use]
    pub fn hours(&self, selection: &Selection, zone: Zone) -> [usize; 24] {
        let quarters = Quarters::of(self, zone);
        let mut hours = [0; 24];
        for row in selection.rows() {
            hours[quarters.at(self.columns.start[row.number()]).hour()] += 1;
        }
        hours
    }
}
