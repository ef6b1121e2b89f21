//! Which calls match, and in which order.

use super::matching::Matcher;
use super::sort::SortKey;
use super::{Index, RowId};
use crate::model::query::{Query, QueryContext};

/// The calls that match a query, in order: what the list shows. Its length is the exact count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    rows: Vec<RowId>,
}

impl Selection {
    /// The calls, first to last.
    #[must_use]
    pub fn rows(&self) -> &[RowId] {
        &self.rows
    }

    /// How many calls match.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True when none matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Where a call stands; `None` when it does not match.
    #[must_use]
    pub fn position_of(&self, id: RowId) -> Option<usize> {
        self.rows.iter().position(|row| *row == id)
    }
}

impl FromIterator<RowId> for Selection {
    fn from_iter<T: IntoIterator<Item = RowId>>(rows: T) -> Self {
        Self { rows: rows.into_iter().collect() }
    }
}

impl Index {
    /// The calls that match, by `sort`, where equal newest first; with no `sort`, newest first.
    #[must_use]
    pub fn select(&self, query: &Query, context: QueryContext, sort: &[SortKey]) -> Selection {
        let matcher = Matcher::new(self, query, context);
        let mut rows = self.order.clone();
        matcher.keep(self, &mut rows);
        super::sort::sort(self, &mut rows, sort);
        Selection { rows: rows.into_iter().map(RowId).collect() }
    }

    /// How many calls match.
    #[must_use]
    pub fn count(&self, query: &Query, context: QueryContext) -> usize {
        let mut rows = self.order.clone();
        Matcher::new(self, query, context).keep(self, &mut rows);
        rows.len()
    }
}
