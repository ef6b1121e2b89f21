//! Which calls are marked, and what a change of marks turned over.

use crate::index::RowId;

/// A set of calls, one bit each. Invariant: `count` is the number of bits set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    words: Vec<u64>,
    count: usize,
}

/// The calls whose mark a change turned over; turning them over again takes it back. Only the words with a bit in them are
/// kept, so a change of one mark costs a few bytes, and of a million marks a bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turned(Vec<(usize, u64)>);

impl Marks {
    /// How many are marked.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// True when none is.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// True when the call is marked.
    #[must_use]
    pub fn contains(&self, row: RowId) -> bool {
        let (word, bit) = place(row);
        self.words.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Turns marks over.
    pub fn turn(&mut self, turned: &Turned) {
        for (word, bits) in &turned.0 {
            if *word >= self.words.len() {
                self.words.resize(word + 1, 0);
            }
            let old = self.words[*word];
            self.words[*word] = old ^ bits;
            self.count = self.count + ones(old ^ bits) - ones(old);
        }
    }
}

impl Turned {
    /// True when no mark is turned over.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<RowId> for Turned {
    /// The calls to turn over, each named once.
    fn from_iter<T: IntoIterator<Item = RowId>>(rows: T) -> Self {
        let mut words: Vec<u64> = Vec::new();
        for row in rows {
            let (word, bit) = place(row);
            if word >= words.len() {
                words.resize(word + 1, 0);
            }
            words[word] |= bit;
        }
        Self(words.into_iter().enumerate().filter(|(_, bits)| *bits != 0).collect())
    }
}

const fn place(row: RowId) -> (usize, u64) {
    (row.number() / 64, 1 << (row.number() % 64))
}

const fn ones(bits: u64) -> usize {
    bits.count_ones() as usize
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::testing::calls;
    use super::*;
    use crate::index::Index;
    use crate::model::CallKey;

    proptest! {
        #[test]
        fn marks_agree_with_a_set(changes in prop::collection::vec(prop::collection::btree_set(0..300i64, 0..20), 0..20)) {
            let mut index = Index::new();
            index.apply(calls(0..300));
            let row = |number: &i64| index.id_of(CallKey(*number)).unwrap();
            let (mut marks, mut expected) = (Marks::default(), BTreeSet::new());
            for change in &changes {
                let turned: Turned = change.iter().map(row).collect();
                marks.turn(&turned);
                expected = expected.symmetric_difference(change).copied().collect();
                prop_assert_eq!(marks.len(), expected.len());
            }
            prop_assert!((0..300).all(|number| marks.contains(row(&number)) == expected.contains(&number)));
            for change in changes.iter().rev() {
                marks.turn(&change.iter().map(row).collect());
            }
            prop_assert!(marks.is_empty());
        }
    }
}
