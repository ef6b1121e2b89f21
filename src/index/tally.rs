//! How many rows have what: the counting under facets and completion.

use std::collections::HashMap;

use super::columns::{Kind, Place, Side};
use super::rows::Rows;
use super::{Index, RowId};
use crate::model::{PartyRow, ResultGroup, Text, WordId};

/// Which sides of a call are looked at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sides {
    /// Caller and callee; a call with the same label on both is counted once.
    Either,
    /// The other side only.
    Other,
}

/// How many rows are of each kind and at each place, by slot.
#[derive(Debug)]
pub(super) struct Tally<'a> {
    index: &'a Index,
    kinds: Vec<usize>,
    places: Vec<usize>,
}

impl<'a> Tally<'a> {
    pub fn new(index: &'a Index, rows: &[RowId]) -> Self {
        let columns = &index.columns;
        let mut kinds = vec![0; columns.kinds.values().len()];
        let mut places = vec![0; columns.places.values().len()];
        let mut slots = Vec::new();
        for rows in Rows::each(rows) {
            columns.kind.gather(rows, &mut slots);
            for kind in &slots {
                kinds[*kind as usize] += 1;
            }
            columns.place.gather(rows, &mut slots);
            for place in &slots {
                places[*place as usize] += 1;
            }
        }
        Self { index, kinds, places }
    }

    /// How many rows are of a kind that passes.
    pub fn of_kind(&self, passes: impl Fn(&Kind) -> bool) -> usize {
        let kinds = self.index.columns.kinds.values().iter().zip(&self.kinds);
        kinds.filter(|(kind, _)| passes(kind)).map(|(_, count)| count).sum()
    }

    /// How many rows ended in a group.
    pub fn in_group(&self, group: ResultGroup) -> usize {
        self.of_kind(|kind| kind.result.group() == group)
    }

    /// Zoom's own words for the result, with their counts, most frequent first.
    pub fn results(&self) -> Vec<(&'a Text, usize)> {
        let kinds = self.index.columns.kinds.values().iter().zip(&self.kinds);
        summed(kinds.map(|(kind, count)| (kind.result.word(), *count)))
    }

    /// The words of one kind that places have, with their counts, most frequent first.
    pub fn words(&self, word: impl Fn(&Place) -> WordId) -> Vec<(&'a Text, usize)> {
        let places = self.index.columns.places.values().iter().zip(&self.places);
        summed(places.map(|(place, count)| (self.index.word(word(place)), *count)))
    }
}

/// The labels that parties go by, with the number of rows each is in, most frequent first. Parties without one are left out.
pub(super) fn labels<'a>(
    index: &'a Index,
    rows: &[RowId],
    sides: Sides,
    label: impl Fn(&'a PartyRow) -> Option<&'a Text>,
) -> Vec<(&'a Text, usize)> {
    let columns = &index.columns;
    // Slot 0 stands for all that have no label.
    let mut slots: HashMap<&Text, usize> = HashMap::new();
    let by_party: Vec<usize> = index
        .parties
        .all()
        .iter()
        .map(|party| {
            label(party).filter(|text| !text.is_empty()).map_or(0, |text| {
                let next = slots.len() + 1;
                *slots.entry(text).or_insert(next)
            })
        })
        .collect();
    let outbound: Vec<bool> = columns.kinds.values().iter().map(Kind::is_outbound).collect();
    let mut counts = vec![0_usize; slots.len() + 1];
    let ([mut calling, mut called], mut side) = ([const { Vec::new() }; 2], Side::default());
    for rows in Rows::each(rows) {
        match sides {
            Sides::Either => {
                columns.caller.gather(rows, &mut calling);
                columns.callee.gather(rows, &mut called);
                for (from, to) in calling.iter().zip(&called) {
                    let (from, to) = (by_party[*from as usize], by_party[*to as usize]);
                    counts[from] += 1;
                    counts[to] += usize::from(to != from);
                }
            }
            Sides::Other => {
                side.gather(columns, rows, &outbound).for_each(|(_, other)| counts[by_party[other]] += 1);
            }
        }
    }
    let mut labels: Vec<(&Text, usize)> = slots.into_iter().map(|(text, slot)| (text, counts[slot])).collect();
    labels.retain(|(_, count)| *count > 0);
    most_first(&mut labels);
    labels
}

/// Counts of the same text made one; empty texts and counts of nothing left out; most frequent first, then by name.
fn summed<'a>(counted: impl Iterator<Item = (&'a Text, usize)>) -> Vec<(&'a Text, usize)> {
    let mut sums: HashMap<&Text, usize> = HashMap::new();
    for (text, count) in counted.filter(|(text, count)| !text.is_empty() && *count > 0) {
        *sums.entry(text).or_default() += count;
    }
    let mut sums: Vec<(&Text, usize)> = sums.into_iter().collect();
    most_first(&mut sums);
    sums
}

fn most_first(counted: &mut [(&Text, usize)]) {
    counted.sort_unstable_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
}
