//! Which calls match, and in which order.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::matching::Matcher;
use super::rows::AT_ONCE;
use super::sort::{self, SortKey};
use super::{Index, RowId};
use crate::model::{
    CallKey,
    query::{Query, QueryContext},
};

/// The calls that match a query, in order: what the list shows. Its length is the exact count.
///
/// Where all calls are shown newest first it is the index's own order, shared until the next call arrives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub(super) rows: Arc<Vec<RowId>>,
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
    /// All calls, newest first: no copy, as long as no other call comes.
    #[must_use]
    pub fn all(&self) -> Selection {
        Selection { rows: Arc::clone(&self.order) }
    }

    /// The calls that match, by `sort`, where equal newest first; with no `sort`, newest first.
    #[must_use]
    pub fn select(&self, query: &Query, context: QueryContext, sort: &[SortKey]) -> Selection {
        let keys = sort::that_count(sort);
        if query.is_empty() && keys.is_empty() {
            return self.all();
        }
        let mut rows = self.matching(query, context);
        sort::sort(self, &mut rows, keys);
        rows.shrink_to_fit();
        Selection { rows: Arc::new(rows) }
    }

    /// The calls that match and began at `since` or later, newest first. Older ones are not looked at.
    #[must_use]
    pub fn select_since(&self, query: &Query, context: QueryContext, since: DateTime<Utc>) -> Selection {
        let start = |row: RowId| self.columns.start[row.number()];
        let second = u32::try_from(since.timestamp().max(0)).unwrap_or(u32::MAX);
        // By key a call stands at most so much before others that began later.
        let surely = second.saturating_sub(CallKey::MOST_LATE_MS.div_ceil(1000));
        let newer = self.order.partition_point(|row| start(*row) >= surely);
        let mut found = Vec::new();
        self.pass(&self.order[..newer], query, context, |rows| {
            found.extend(rows.iter().copied().filter(|row| start(*row) >= second));
        });
        Selection { rows: Arc::new(found) }
    }

    /// How many calls match.
    #[must_use]
    pub fn count(&self, query: &Query, context: QueryContext) -> usize {
        let mut count = 0;
        self.pass(&self.order, query, context, |rows| count += rows.len());
        count
    }

    /// The rows that match, newest first.
    fn matching(&self, query: &Query, context: QueryContext) -> Vec<RowId> {
        let mut found = Vec::with_capacity(if query.is_empty() { self.order.len() } else { 0 });
        self.pass(&self.order, query, context, |rows| found.extend_from_slice(rows));
        found
    }

    /// Passes those of `rows` on that match, in their order and [`AT_ONCE`] at a time: nothing as long as the index is made for a
    /// query that finds little.
    fn pass(&self, rows: &[RowId], query: &Query, context: QueryContext, mut take: impl FnMut(&[RowId])) {
        let matcher = Matcher::new(self, query, context);
        let mut some = Vec::with_capacity(AT_ONCE.min(rows.len()));
        for rows in rows.chunks(AT_ONCE) {
            some.clear();
            some.extend_from_slice(rows);
            matcher.keep(self, &mut some);
            take(&some);
        }
    }
}
