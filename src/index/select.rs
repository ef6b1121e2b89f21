//! Which calls match, and in which order.

use std::sync::Arc;

use super::matching::Matcher;
use super::sort::{self, SortKey};
use super::{Index, RowId};
use crate::model::query::{Query, QueryContext};

/// The calls that match a query, in order: what the list shows. Its length is the exact count.
///
/// Where all calls are shown newest first it is the index's own order, shared until the next call arrives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    rows: Arc<Vec<RowId>>,
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
        Self { rows: Arc::new(rows.into_iter().collect()) }
    }
}

impl Index {
    /// The calls that match, by `sort`, where equal newest first; with no `sort`, newest first.
    #[must_use]
    pub fn select(&self, query: &Query, context: QueryContext, sort: &[SortKey]) -> Selection {
        let keys = sort::that_count(sort);
        if query.is_empty() && keys.is_empty() {
            return Selection { rows: Arc::clone(&self.order) };
        }
        let mut rows = self.matching(query, context);
        sort::sort(self, &mut rows, keys);
        rows.shrink_to_fit();
        Selection { rows: Arc::new(rows.into_iter().map(RowId).collect()) }
    }

    /// How many calls match.
    #[must_use]
    pub fn count(&self, query: &Query, context: QueryContext) -> usize {
        self.matching(query, context).len()
    }

    /// The rows that match, newest first.
    fn matching(&self, query: &Query, context: QueryContext) -> Vec<u32> {
        let mut rows = self.order.iter().map(|row| row.0).collect();
        Matcher::new(self, query, context).keep(self, &mut rows);
        rows
    }
}
