//! What can be undone: changes of the filter and of the marks.

use super::marks::Turned;

/// A change that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Marks were turned over.
    Marks(Turned),
    /// The query was another.
    Query {
        /// Before.
        before: String,
        /// After.
        after: String,
    },
}

/// The changes made, and those taken back.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<Change>,
    undone: Vec<Change>,
}

impl History {
    /// More changes than this are forgotten, the oldest first.
    const MOST: usize = 50;

    /// Notes a change; what was taken back cannot be done again after that.
    pub fn record(&mut self, change: Change) {
        self.undone.clear();
        if self.done.len() == Self::MOST {
            self.done.remove(0);
        }
        self.done.push(change);
    }

    /// The change to take back.
    pub fn undo(&mut self) -> Option<Change> {
        let change = self.done.pop()?;
        self.undone.push(change.clone());
        Some(change)
    }

    /// The change to make again.
    pub fn redo(&mut self) -> Option<Change> {
        let change = self.undone.pop()?;
        self.done.push(change.clone());
        Some(change)
    }
}
