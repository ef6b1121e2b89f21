//! What was said is searched in the archive; the index is told which calls it was said in.

use std::cmp::Reverse;

use super::parties::Table;
use super::{Index, RowId};
use crate::model::{CallKey, query::Pattern};

/// More patterns than this are not remembered: each letter typed makes one.
const MOST: usize = 32;

impl Index {
    /// Takes the calls in which something was said.
    pub fn tell_said(&mut self, pattern: Pattern, mut calls: Vec<CallKey>) {
        if self.said.len() >= MOST {
            self.said.clear();
        }
        // They come in this order; only looking them up counts on it.
        calls.sort_unstable_by_key(|key| Reverse(*key));
        self.said.insert(pattern, calls);
    }

    /// The rows of the calls in which any of these was said. Both are walked newest first, in steps that double: no call of a
    /// million is asked whether it is among those that are told.
    pub(super) fn said_in<'a>(&self, patterns: impl IntoIterator<Item = &'a Pattern>) -> Table {
        let key = |row: &RowId| self.columns.key(row.number());
        let mut table = vec![false; self.columns.len()];
        for told in patterns.into_iter().filter_map(|pattern| self.said.get(pattern)) {
            let mut rest = &self.order[..];
            for wanted in told {
                let mut step = 1;
                while rest.get(step).is_some_and(|row| key(row) > *wanted) {
                    rest = &rest[step..];
                    step *= 2;
                }
                let near = &rest[..rest.len().min(step + 1)];
                rest = &rest[near.partition_point(|row| key(row) > *wanted)..];
                if let Some(row) = rest.first().filter(|row| key(row) == *wanted) {
                    table[row.number()] = true;
                }
            }
        }
        table
    }

    /// True when it was told in which calls this was said. Until then none matches.
    #[must_use]
    pub fn knows_said(&self, pattern: &Pattern) -> bool {
        self.said.contains_key(pattern)
    }

    /// Forgets what was told but for what is still asked for: more was read since.
    pub fn forget_said(&mut self, asked_for: &[Pattern]) {
        self.said.retain(|pattern, _| asked_for.contains(pattern));
    }
}
