//! Going from hit to hit without filtering.

use super::Index;
use super::select::Selection;

/// Which way to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// Down the list.
    Next,
    /// Up the list.
    Previous,
}

impl Index {
    /// The position of the next call in the list with the text on either side, after `from` and round the end; `from`
    /// itself is looked at last. `None` when no call in the list has it.
    #[must_use]
    pub fn find(&self, selection: &Selection, text: &str, from: usize, towards: Towards) -> Option<usize> {
        let parties = self.parties.containing(text);
        let rows = selection.rows();
        let from = from.min(rows.len().checked_sub(1)?);
        let hit = |position: &usize| {
            let row = rows[*position].0 as usize;
            parties[self.columns.caller.get(row)] || parties[self.columns.callee.get(row)]
        };
        match towards {
            Towards::Next => (from + 1..rows.len()).chain(0..=from).find(hit),
            Towards::Previous => (0..from).rev().chain((from..rows.len()).rev()).find(hit),
        }
    }
}
