//! The list of calls: which are shown, which one is selected, which are marked.

use chrono::{DateTime, Utc};

use super::columns::{Columns, ListColumn};
use super::facets::FacetPanel;
use super::hidden_by::{HiddenBy, hidden_by};
use super::marks::{Marks, Turned};
use crate::index::{Index, RowId, RowView, Selection, SortKey, Unknown};
use crate::model::{
    Batch, CallKey,
    query::{Clause, Pattern, Query, QueryContext},
};

/// A call, and where it stands among those shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pin {
    key: CallKey,
    position: usize,
}

/// When the first and the last of some calls began.
pub(super) type FirstAndLast = (DateTime<Utc>, DateTime<Utc>);

/// How the calls shown stand to the query and to the calls there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Age {
    #[default]
    Current,
    /// More calls came from the archive, too few to select anew for the list alone.
    Behind,
    Stale,
}

/// What a refresh brings up to date beside the calls shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// The counts by value.
    pub facets: bool,
    /// Figures are about to be worked out: they are to be of all calls there are.
    pub figures: bool,
    /// Every call came with its steps: what they tell is known.
    pub steps: bool,
}

/// The list. Invariants: `selected` is below the number of shown calls, or both are 0; `offset` is at most `selected`.
///
/// Batches and queries only note that the list is stale; a refresh selects anew, once for any number of them.
#[derive(Debug, Default)]
pub struct CallList {
    index: Index,
    query: Query,
    sort: Vec<SortKey>,
    shown: Selection,
    /// How many calls there were when `shown` was selected.
    selected_of: usize,
    /// How many there were at the last refresh.
    refreshed_of: usize,
    age: Age,
    /// How often the calls shown were selected anew.
    revision: u64,
    cursor: Option<Pin>,
    offset: usize,
    anchor: Option<Pin>,
    column: ListColumn,
    columns: Columns,
    marks: Marks,
    facets: Option<FacetPanel>,
    /// What the facet under the cursor asks for, and where it stood.
    facet_cursor: Option<(Clause, usize)>,
    hidden_by: Vec<HiddenBy>,
    unknown: Vec<Unknown>,
    hits: Option<Hits>,
}

/// What is looked for, and where among the calls shown it is. Invariant: the places grow.
#[derive(Debug)]
struct Hits {
    wanted: Query,
    places: Vec<usize>,
}

impl CallList {
    /// Cells before the columns: the cursor, the mark and a space.
    pub const SIGNS: u16 = 3;

    /// How many calls match.
    #[must_use]
    pub fn matching(&self) -> usize {
        self.shown.len()
    }

    /// How many calls there are; as long as the archive is being read, those that were selected from.
    #[must_use]
    pub fn total(&self) -> usize {
        match self.age {
            Age::Stale => self.index.len(),
            Age::Current | Age::Behind => self.selected_of,
        }
    }

    /// The place of the selected call among those shown.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.cursor.map_or(0, |cursor| cursor.position)
    }

    /// The place of the first call on screen.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The column under the cursor.
    #[must_use]
    pub const fn column(&self) -> ListColumn {
        self.column
    }

    /// The columns, as the person wants them.
    #[must_use]
    pub const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What the calls are sorted by, the most important first; nothing where they stand newest first.
    #[must_use]
    pub fn sort(&self) -> &[SortKey] {
        &self.sort
    }

    /// The call at a place among those shown.
    #[must_use]
    pub fn row(&self, position: usize) -> Option<RowView<'_>> {
        self.shown.rows().get(position).and_then(|row| self.index.row(*row))
    }

    /// The selected call.
    #[must_use]
    pub fn selected_row(&self) -> Option<RowView<'_>> {
        self.row(self.selected())
    }

    /// All calls, for counts by value.
    #[must_use]
    pub const fn index(&self) -> &Index {
        &self.index
    }

    /// The calls that match, in order.
    #[must_use]
    pub const fn shown(&self) -> &Selection {
        &self.shown
    }

    /// Another number after every change of the calls shown, for what is worked out from them.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// What the matching calls are made of; only where the screen is wide enough to show it.
    #[must_use]
    pub const fn facets(&self) -> Option<&FacetPanel> {
        self.facets.as_ref()
    }

    pub(super) const fn facet_cursor(&self) -> Option<&(Clause, usize)> {
        self.facet_cursor.as_ref()
    }

    pub(super) fn set_facet_cursor(&mut self, cursor: Option<(Clause, usize)>) {
        self.facet_cursor = cursor;
    }

    /// Why no call matches, term by term; empty where calls match.
    #[must_use]
    pub fn hidden_by(&self) -> &[HiddenBy] {
        &self.hidden_by
    }

    /// What the query asks that is not known of every call; nothing for most queries.
    #[must_use]
    pub fn unknown(&self) -> &[Unknown] {
        &self.unknown
    }

    /// The marked calls, without the stretch that is being marked.
    #[must_use]
    pub const fn marks(&self) -> &Marks {
        &self.marks
    }

    /// The places of the calls that were last looked for, from top to bottom; `None` when nothing was.
    #[must_use]
    pub fn hits(&self) -> Option<&[usize]> {
        self.hits.as_ref().map(|hits| hits.places.as_slice())
    }

    /// The first and last place of the stretch that is being marked.
    #[must_use]
    pub fn stretch(&self) -> Option<(usize, usize)> {
        let (anchor, cursor) = (self.anchor?.position, self.cursor?.position);
        Some((anchor.min(cursor), anchor.max(cursor)))
    }

    /// True when the call at a place is marked, or in the stretch that is being marked.
    #[must_use]
    pub fn is_marked(&self, position: usize) -> bool {
        self.stretch().is_some_and(|(first, last)| (first..=last).contains(&position))
            || self.shown.rows().get(position).is_some_and(|row| self.marks.contains(*row))
    }

    /// Takes calls in.
    pub(super) fn apply(&mut self, batch: Batch) {
        if batch != Batch::default() {
            self.take_in(batch);
            self.age = Age::Stale;
        }
    }

    /// Brings the index up to date. A list of all calls has the index's own order, which would be copied if the list kept the
    /// old one: it takes the new one at once.
    fn take_in(&mut self, batch: Batch) {
        let shows_all = self.query.is_empty() && self.sort.is_empty() && self.hits.is_none();
        if shows_all {
            let place = self.screen_place();
            self.shown = Selection::default();
            self.index.apply(batch);
            self.show(self.index.all(), place);
        } else {
            self.index.apply(batch);
        }
    }

    /// Takes the calls in which something was said.
    pub(super) fn tell_said(&mut self, pattern: Pattern, calls: Vec<CallKey>) {
        self.index.tell_said(pattern, calls);
        self.age = Age::Stale;
    }

    /// More of what was said was read. What the list shows stays until it was asked anew.
    pub(super) fn forget_said(&mut self) {
        let shown: Vec<Pattern> = self.query.said().cloned().collect();
        self.index.forget_said(&shown);
    }

    /// Takes calls of the archive in, of which many more come. They are shown when there are an eighth more than before: to
    /// select anew for each batch would take longer with each.
    pub(super) fn apply_more(&mut self, batch: Batch) {
        self.take_in(batch);
        if self.index.len() - self.index.len() / 8 >= self.refreshed_of {
            self.age = Age::Stale;
        } else if self.age == Age::Current {
            self.age = Age::Behind;
        }
    }

    /// No more calls come from the archive.
    pub(super) fn apply_last(&mut self) {
        self.age = Age::Stale;
    }

    /// Asks for other calls.
    pub(super) fn ask(&mut self, query: Query) {
        self.query = query;
        self.age = Age::Stale;
    }

    /// Asks for another order.
    pub(super) fn sort_by(&mut self, sort: Vec<SortKey>) {
        self.sort = sort;
        self.age = Age::Stale;
    }

    /// Selects anew if something changed. The cursor stays on its call, at its line of the screen; on the first line of the
    /// list it stays there, so that new calls come into sight. A call that is gone leaves the cursor on the one after it.
    pub(super) fn refresh(&mut self, context: QueryContext, wanted: Wanted) {
        let is_due = match self.age {
            Age::Current => false,
            Age::Behind => wanted.figures || wanted.facets && self.facets.is_none(),
            Age::Stale => true,
        };
        if is_due {
            self.age = Age::Current;
            self.select(context);
            self.unknown = self.index.unknown(&self.query, context, wanted.steps);
            self.revision += 1;
            self.facets = None;
            if let Some(hits) = self.hits.take() {
                self.look_for(hits.wanted, context);
            }
        }
        if !wanted.facets {
            self.facets = None;
        } else if self.facets.is_none() {
            self.facets = Some(FacetPanel::of(&self.index, &self.query, &self.shown, context));
        }
    }

    fn select(&mut self, context: QueryContext) {
        let place = self.screen_place();
        self.show(self.index.select(&self.query, context, &self.sort), place);
        self.refreshed_of = self.index.len();
        self.hidden_by = if self.shown.is_empty() && !self.index.is_empty() {
            hidden_by(&self.index, &self.query, context)
        } else {
            Vec::new()
        };
    }

    /// The line of the screen that the cursor is on, and whether it is on the first call.
    fn screen_place(&self) -> (usize, bool) {
        (self.selected() - self.offset, self.selected() == 0)
    }

    fn show(&mut self, shown: Selection, (from_top, at_top): (usize, bool)) {
        self.shown = shown;
        self.selected_of = self.index.len();
        let cursor = self.cursor.filter(|_| !at_top);
        self.cursor = cursor.map_or_else(|| self.pin(0), |cursor| self.pin(self.place_of(cursor)));
        self.anchor = self.anchor.and_then(|anchor| self.pin(self.place_of(anchor)));
        self.offset = self.selected().saturating_sub(from_top);
    }

    /// The place of a call among those shown. For one that is gone: of the next older one where calls stand newest first, so
    /// that halving finds it; else the place where it was.
    fn place_of(&self, pin: Pin) -> usize {
        let last = self.shown.len().saturating_sub(1);
        if self.sort.is_empty() {
            let newer = |row: &RowId| self.index.row(*row).is_some_and(|row| row.key() > pin.key);
            return self.shown.rows().partition_point(newer).min(last);
        }
        let found = self.index.id_of(pin.key).and_then(|row| self.shown.position_of(row));
        found.unwrap_or(pin.position).min(last)
    }

    fn pin(&self, position: usize) -> Option<Pin> {
        self.row(position).map(|row| Pin { key: row.key(), position })
    }

    /// The places of the calls, of those shown, that a query asks for.
    pub(super) fn places_of(&self, wanted: &Query, context: QueryContext) -> Vec<usize> {
        let mut found = Marks::default();
        found.turn(&self.index.select(wanted, context, &[]).rows().iter().copied().collect());
        let rows = self.shown.rows().iter().enumerate();
        rows.filter(|(_, row)| found.contains(**row)).map(|(place, _)| place).collect()
    }

    /// Looks for calls without hiding the others.
    pub(super) fn look_for(&mut self, wanted: Query, context: QueryContext) {
        let places = self.places_of(&wanted, context);
        self.hits = Some(Hits { wanted, places });
    }

    /// Puts the cursor on a call, the last one at most.
    pub(super) fn go_to(&mut self, position: usize) {
        self.cursor = self.pin(position.min(self.shown.len().saturating_sub(1)));
        self.offset = self.offset.min(self.selected());
    }

    /// Scrolls so that the cursor is on screen and no line stays empty without need.
    pub(super) fn keep_in_view(&mut self, rows: usize) {
        let rows = rows.max(1);
        let last_page = self.shown.len().saturating_sub(rows);
        self.offset = self.offset.clamp((self.selected() + 1).saturating_sub(rows), self.selected()).min(last_page);
    }

    /// Scrolls by lines; the cursor comes along when its line leaves the screen.
    pub(super) fn scroll(&mut self, lines: isize, rows: usize) {
        let rows = rows.max(1);
        self.offset = self.offset.saturating_add_signed(lines).min(self.shown.len().saturating_sub(rows));
        let seen = self.selected().clamp(self.offset, self.offset + rows - 1);
        self.go_to(seen);
    }

    /// Moves the column cursor.
    pub(super) fn choose_column(&mut self, column: ListColumn) {
        self.column = column;
    }

    /// The columns, to change them.
    pub(super) const fn columns_mut(&mut self) -> &mut Columns {
        &mut self.columns
    }

    /// Begins or forgets the stretch that is being marked.
    pub(super) fn set_anchor(&mut self, at_cursor: bool) {
        self.anchor = self.cursor.filter(|_| at_cursor);
    }

    /// Turns marks over.
    pub(super) fn turn(&mut self, turned: &Turned) {
        self.marks.turn(turned);
    }

    /// The marked calls in the order of the list, those that the query hides among them.
    pub(super) fn marked_keys(&self, context: QueryContext) -> Vec<CallKey> {
        let all = self.index.select(&Query::default(), context, &self.sort);
        let marked = all.rows().iter().filter(|row| self.marks.contains(**row));
        marked.filter_map(|row| self.index.row(*row)).map(RowView::key).collect()
    }

    /// When the first and the last of the marked calls began, those that the query hides among them.
    pub(super) fn marked_time(&self, context: QueryContext) -> Option<FirstAndLast> {
        let all = self.index.select(&Query::default(), context, &[]);
        self.time_of(all.rows().iter().filter(|row| self.marks.contains(**row)))
    }

    /// When the first and the last of the calls that match began.
    pub(super) fn matching_time(&self) -> Option<FirstAndLast> {
        self.time_of(self.shown.rows().iter())
    }

    fn time_of<'a>(&self, rows: impl Iterator<Item = &'a RowId>) -> Option<FirstAndLast> {
        let each = rows.filter_map(|row| self.index.row(*row)).map(RowView::start_time);
        each.fold(None, |time: Option<FirstAndLast>, at| {
            Some(time.map_or((at, at), |(first, last)| (first.min(at), last.max(at))))
        })
    }

    /// The calls that match, in their order.
    pub(super) fn matching_keys(&self) -> Vec<CallKey> {
        self.shown.rows().iter().filter_map(|row| self.index.row(*row)).map(RowView::key).collect()
    }
}
