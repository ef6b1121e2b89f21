//! Rows that are looked at together: what columns have for them is laid side by side before anything is made of it.

use super::{RowId, numbers};

/// A pass over rows takes so many of them at a time: what is worked out for them stays near the processor.
pub(super) const AT_ONCE: usize = 1_024;

/// Some rows in their order, [`AT_ONCE`] at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows<'a> {
    ids: &'a [RowId],
    /// Each is the one behind the one before, as most are that came in one batch: a column has them side by side.
    are_a_run: bool,
}

impl<'a> Rows<'a> {
    /// All of them, some at a time.
    pub fn each(ids: &'a [RowId]) -> impl Iterator<Item = Self> {
        ids.chunks(AT_ONCE).map(|ids| {
            // One look at all, so that it needs no branch for each.
            let are_a_run = ids.windows(2).fold(true, |run, pair| run & (pair[1].0.wrapping_sub(pair[0].0) == 1));
            Self { ids, are_a_run }
        })
    }

    /// The rows.
    pub const fn ids(self) -> &'a [RowId] {
        self.ids
    }

    /// Lays side by side what a column has for them, each made into something else; a column may end before the last row has
    /// anything in it.
    #[inline]
    pub fn gather<T: Copy + Default, U>(self, column: &[T], found: &mut Vec<U>, made: impl Fn(T) -> U) {
        found.clear();
        let first = self.ids.first().map_or(0, |id| id.number());
        match column.get(first..).and_then(|column| column.get(..self.ids.len())) {
            Some(run) if self.are_a_run => found.extend(run.iter().map(|value| made(*value))),
            _ => found.extend(numbers(self.ids).map(|row| made(column.get(row).copied().unwrap_or_default()))),
        }
    }
}
