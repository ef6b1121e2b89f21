//! Every call in memory, as columns of small numbers: searched, sorted and counted within a frame at a million calls.
//! Imports the model. It never does I/O or reads a clock: rows come as batches, time comes as a value. Two passes over many rows
//! may run on two threads; no thread outlives the call.

mod both;
mod callbacks;
mod called_back;
mod codes;
mod columns;
mod complete;
mod facets;
mod fold;
mod keys;
mod matching;
mod outside;
mod parties;
mod quarters;
mod row;
mod rows;
mod said;
mod seconds;
mod select;
mod sort;
pub mod stats;
mod tally;
#[cfg(test)]
mod tests;
mod together;
mod unknown;
mod values;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

pub use both::both;
pub use callbacks::{Callback, give_tasks};
pub use called_back::CalledBack;
pub use complete::Completion;
pub use facets::{FACET_FIELDS, FacetValue, Facets};
pub use fold::folded;
pub use row::RowView;
pub use select::Selection;
pub use sort::{SortColumn, SortKey};
pub use together::Together;
pub use unknown::Unknown;

use crate::model::{Batch, CallKey, CallRow, Text, WordId, query::Pattern};
use called_back::{SpokenTo, Touched};
use columns::Columns;
use outside::OutsideNumbers;
use parties::Parties;
use sort::PartyRanks;

/// A call's place in the index: stays the same while the index lives, and is never given to another call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(u32);

impl RowId {
    /// The place as a number: small, and dense from 0 on.
    #[must_use]
    pub const fn number(self) -> usize {
        self.0 as usize
    }
}

/// The numbers of rows.
fn numbers(rows: &[RowId]) -> impl ExactSizeIterator<Item = usize> + Clone {
    rows.iter().map(|row| row.number())
}

/// The calls that are in memory.
pub struct Index {
    columns: Columns,
    parties: Parties,
    words: HashMap<WordId, Text>,
    no_word: Text,
    /// The rows that are there, newest first. Invariant: sorted by key, largest first, none twice.
    order: Arc<Vec<RowId>>,
    /// The rows that were taken away.
    removed: HashSet<u32>,
    /// The calls in which something was said, as far as it was told, newest first.
    said: HashMap<Pattern, Vec<CallKey>>,
    ranks: PartyRanks,
    outside: OutsideNumbers,
    spoken_to: SpokenTo,
}

/// How many calls only: a million of them are no help to anybody.
impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index({} calls)", self.len())
    }
}

impl Default for Index {
    fn default() -> Self {
        Self::new()
    }
}

impl Index {
    /// No calls.
    #[must_use]
    pub fn new() -> Self {
        Self::with_capacity(0)
    }

    /// No calls, and room for that many: where the number is known beforehand, columns need not be moved as they grow.
    #[must_use]
    pub fn with_capacity(calls: usize) -> Self {
        Self {
            columns: Columns::with_capacity(calls),
            parties: Parties::default(),
            words: HashMap::new(),
            no_word: Text::default(),
            order: Arc::new(Vec::with_capacity(calls)),
            removed: HashSet::new(),
            said: HashMap::new(),
            ranks: PartyRanks::default(),
            outside: OutsideNumbers::default(),
            spoken_to: SpokenTo::default(),
        }
    }

    /// How many calls there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// True when there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Takes a batch: rows with a new key are added, rows with a known key replace what was there. Batches may come in any
    /// order; only the rows behind the oldest new one are moved.
    pub fn apply(&mut self, batch: Batch) {
        if batch.to_come > 0 {
            self.columns.reserve(batch.to_come);
            Arc::make_mut(&mut self.order).reserve(batch.to_come);
        }
        let (known_parties, are_told) = (self.parties.all().len(), !batch.parties.is_empty());
        self.parties.reserve(batch.parties.len());
        let mut touched = Touched::default();
        for (id, party) in batch.parties {
            if self.outside.tell(self.parties.slot(id), &party) {
                touched = Touched::ALL;
            }
            self.parties.tell(id, party);
        }
        self.words.extend(batch.words);
        self.remove(&batch.removed, &mut touched);
        let mut rows = batch.rows;
        rows.sort_by_key(|row| Reverse(row.key));
        let are_new = self.fit_in_a_gap(&rows);
        let known = |index: &Self, key| (!are_new).then(|| index.id_of(key)).flatten();
        let mut added: Vec<RowId> = Vec::with_capacity(rows.len());
        for row in rows {
            let sides = (self.parties.slot(row.caller), self.parties.slot(row.callee));
            self.outside.reach(self.parties.all().len());
            let twice = added.last().copied().filter(|last| self.columns.key(last.number()) == row.key);
            if let Some(known) = twice.or_else(|| known(self, row.key)) {
                let before = self.contact(known);
                self.columns.set(known.0, row, sides);
                touched.add_change(before, self.contact(known));
            } else {
                let number = self.columns.push(row, sides);
                touched.add(self.columns.start[number as usize]);
                added.push(RowId(number));
            }
        }
        self.insert(&added);
        if are_told || self.parties.all().len() != known_parties {
            self.ranks = PartyRanks::default();
        }
        self.renew_spoken_to(touched);
    }

    /// The call at a place; `None` when it was taken away.
    #[must_use]
    pub fn row(&self, id: RowId) -> Option<RowView<'_>> {
        let there = (id.0 as usize) < self.columns.len() && !self.removed.contains(&id.0);
        there.then_some(RowView { index: self, row: id.0 })
    }

    /// The place of a call.
    #[must_use]
    pub fn id_of(&self, key: CallKey) -> Option<RowId> {
        self.find_key(key).map(|position| self.order[position])
    }

    /// Where in `order` a key stands.
    fn find_key(&self, key: CallKey) -> Option<usize> {
        let older_than_all = self.order.last().is_some_and(|last| self.columns.key(last.number()) > key);
        if older_than_all {
            return None;
        }
        self.order.binary_search_by_key(&Reverse(key), |row| Reverse(self.columns.key(row.number()))).ok()
    }

    /// True when all rows that are there are newer than the first of `rows` or older than the last; they stand newest first.
    fn fit_in_a_gap(&self, rows: &[CallRow]) -> bool {
        let (Some(newest), Some(oldest)) = (rows.first(), rows.last()) else { return true };
        let key = |row: &RowId| self.columns.key(row.number());
        let newer = self.order.partition_point(|row| key(row) > newest.key);
        self.order.get(newer).is_none_or(|row| key(row) < oldest.key)
    }

    /// Takes rows out of the order; what stands between two of them moves once.
    fn remove(&mut self, keys: &[CallKey], touched: &mut Touched) {
        let mut gone: Vec<usize> = keys.iter().filter_map(|key| self.find_key(*key)).collect();
        for position in &gone {
            touched.add(self.columns.start[self.order[*position].number()]);
        }
        gone.sort_unstable();
        gone.dedup();
        self.removed.extend(gone.iter().map(|position| self.order[*position].0));
        if gone.is_empty() {
            return;
        }
        let order = Arc::make_mut(&mut self.order);
        let ends = gone.iter().copied().skip(1).chain([order.len()]);
        let mut kept = gone[0];
        for (position, end) in gone.iter().zip(ends) {
            order.copy_within(position + 1..end, kept);
            kept += end - position - 1;
        }
        order.truncate(kept);
    }

    /// Merges new rows, newest first, into the order: from the oldest on, each finds its place by halving, and what
    /// stands behind it moves once.
    fn insert(&mut self, added: &[RowId]) {
        if added.is_empty() {
            return;
        }
        let key = |row: RowId| self.columns.key(row.number());
        let order = Arc::make_mut(&mut self.order);
        let mut unmoved = order.len();
        order.extend_from_slice(added);
        let mut free = order.len();
        for (left, row) in added.iter().copied().enumerate().rev() {
            if unmoved == 0 || key(order[unmoved - 1]) > key(added[0]) {
                // All that are left come behind: there they stand already, or they take the gap.
                order[unmoved..=unmoved + left].copy_from_slice(&added[..=left]);
                return;
            }
            let place = order[..unmoved].partition_point(|known| key(*known) > key(row));
            free -= unmoved - place;
            order.copy_within(place..unmoved, free);
            free -= 1;
            order[free] = row;
            unmoved = place;
        }
    }

    fn word(&self, id: WordId) -> &Text {
        self.words.get(&id).unwrap_or(&self.no_word)
    }
}
