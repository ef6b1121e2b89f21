//! The lists of recordings and voicemail, as they lie in memory: newest first, filtered by plain words, marked by id.
//!
//! The filter takes words, not the query language of calls: most of its fields (result, wait, queue) say nothing of a recording,
//! and one that is silently ignored would be worse than none.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use tui_input::Input;

use super::effect::Spend;
use super::loadable::Loadable;
use super::message::{MediaProgress, Wait};
use super::price::PriceTag;
use super::problem::Problem;
use super::request::RequestId;
use super::screen::{Area, Layout, Screen};
use super::state::{State, View};
use crate::model::{Coverage, MediaId, MediaKind, MediaRow};

/// A listing at Zoom that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningListing {
    /// Which.
    pub request: RequestId,
    /// How far it is.
    pub progress: MediaProgress,
    /// Why nothing is listed right now.
    pub wait: Option<Wait>,
}

/// What is being done about one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Playing,
    Reading,
    Finding,
}

/// A row and what the filter looks through.
#[derive(Clone, Debug)]
struct Entry {
    row: MediaRow,
    words: String,
}

impl Entry {
    fn new(row: MediaRow) -> Self {
        let sides = [&row.caller, &row.callee].into_iter().flat_map(|side| [&side.name, &side.number]);
        let mut words = String::new();
        for text in sides.chain([&row.owner, &row.word, &row.said]) {
            words.push_str(&text.as_raw().to_lowercase());
            words.push('\n');
        }
        words.push_str(row.id.as_raw());
        words.push('\n');
        if let Some(at) = row.at {
            words.push_str(&at.format("%Y-%m-%d").to_string());
        }
        Self { row, words }
    }

    fn has(&self, words: &[&str]) -> bool {
        words.iter().all(|word| self.words.contains(word))
    }

    fn place(&self) -> (Reverse<Option<chrono::DateTime<chrono::Utc>>>, &MediaId) {
        (Reverse(self.row.at), &self.row.id)
    }
}

/// A list of recordings or voicemail. Invariant: `selected` is below the number of shown rows, or both are 0.
#[derive(Clone, Debug)]
pub struct MediaList {
    /// Which of the two.
    pub kind: MediaKind,
    /// Which time is listed; loading until the archive is read.
    pub loaded: Loadable<Coverage>,
    /// Why the last listing failed.
    pub problem: Option<Problem>,
    /// The words being typed, or that count.
    pub filter: Input,
    /// The filter takes the keys.
    pub editing: bool,
    pub(super) listing: Option<RunningListing>,
    /// It was listed at Zoom in this run, or that was tried.
    pub(super) asked_zoom: bool,
    /// What the next listing may cost.
    pub(super) spend: Spend,
    /// A price that came up, until it is shown.
    pub(super) asks: Option<PriceTag>,
    pub(super) doing: Option<(RequestId, Doing)>,
    entries: Vec<Entry>,
    known: HashSet<MediaId>,
    shown: Vec<usize>,
    stale: bool,
    selected: usize,
    offset: usize,
    marks: BTreeSet<MediaId>,
}

impl MediaList {
    /// An empty list.
    #[must_use]
    pub fn new(kind: MediaKind) -> Self {
        Self {
            kind,
            loaded: Loadable::Idle,
            problem: None,
            filter: Input::default(),
            editing: false,
            listing: None,
            asked_zoom: false,
            spend: Spend::Free,
            asks: None,
            doing: None,
            entries: Vec::new(),
            known: HashSet::new(),
            shown: Vec::new(),
            stale: false,
            selected: 0,
            offset: 0,
            marks: BTreeSet::new(),
        }
    }

    /// The listing that runs.
    #[must_use]
    pub const fn listing(&self) -> Option<&RunningListing> {
        self.listing.as_ref()
    }

    /// True while rows are on their way, from the archive or from Zoom.
    #[must_use]
    pub const fn is_growing(&self) -> bool {
        self.listing.is_some() || self.loaded.awaited().is_some()
    }

    /// Rows in all.
    #[must_use]
    pub fn total(&self) -> usize {
        self.entries.len()
    }

    /// Rows whose words are here: what a search for words goes by.
    #[must_use]
    pub fn read(&self) -> usize {
        self.rows().filter(|row| !row.said.is_empty()).count()
    }

    /// Every row.
    pub(super) fn rows(&self) -> impl Iterator<Item = &MediaRow> {
        self.entries.iter().map(|entry| &entry.row)
    }

    /// Rows that the filter lets through.
    #[must_use]
    pub fn matching(&self) -> usize {
        self.shown.len()
    }

    /// A row of those that match.
    #[must_use]
    pub fn row(&self, position: usize) -> Option<&MediaRow> {
        self.shown.get(position).map(|place| &self.entries[*place].row)
    }

    /// The position under the cursor.
    #[must_use]
    pub const fn selected(&self) -> usize {
        self.selected
    }

    /// The row under the cursor.
    #[must_use]
    pub fn selected_row(&self) -> Option<&MediaRow> {
        self.row(self.selected)
    }

    /// The first position in sight.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// True when a row is marked.
    #[must_use]
    pub fn is_marked(&self, row: &MediaRow) -> bool {
        self.marks.contains(&row.id)
    }

    /// How many are marked.
    #[must_use]
    pub fn marked(&self) -> usize {
        self.marks.len()
    }

    /// Something runs about one row: `playing`, `reading`, `looking`.
    #[must_use]
    pub fn doing(&self) -> Option<&'static str> {
        self.doing.as_ref().map(|(_, doing)| match doing {
            Doing::Playing => "Downloading to play…",
            Doing::Reading => "Fetching what was said…",
            Doing::Finding => "Looking for its call…",
        })
    }

    /// The rows to work on, in the order of the list: the marked ones, else the one under the cursor.
    pub(super) fn chosen(&self) -> Vec<&MediaRow> {
        if self.marks.is_empty() {
            return self.selected_row().into_iter().collect();
        }
        self.entries.iter().map(|entry| &entry.row).filter(|row| self.marks.contains(&row.id)).collect()
    }

    /// Takes rows that are new or different.
    pub(super) fn apply(&mut self, rows: Vec<MediaRow>) {
        if rows.is_empty() {
            return;
        }
        let at_cursor = self.selected_row().filter(|_| self.selected > 0).map(|row| row.id.clone());
        let mut appended = false;
        for row in rows {
            let entry = Entry::new(row);
            if !self.known.insert(entry.row.id.clone()) {
                let here = self.entries.binary_search_by(|known| known.place().cmp(&entry.place()));
                match here {
                    Ok(place) if !appended => {
                        self.entries[place] = entry;
                        continue;
                    }
                    // Its time changed, or the order is open: look through all.
                    _ => self.entries.retain(|known| known.row.id != entry.row.id),
                }
            }
            let in_order = self.entries.last().is_none_or(|last| last.place() < entry.place());
            self.entries.push(entry);
            appended |= !in_order;
        }
        if appended {
            self.entries.sort_by(|one, other| one.place().cmp(&other.place()));
        }
        self.select();
        if let Some(id) = at_cursor {
            self.selected = (0..self.matching())
                .find(|position| self.row(*position).is_some_and(|row| row.id == id))
                .unwrap_or(self.selected);
        }
    }

    /// The filter changed.
    pub(super) const fn ask(&mut self) {
        self.stale = true;
    }

    /// Applies the filter, if it changed.
    pub(super) fn refresh(&mut self) {
        if std::mem::take(&mut self.stale) {
            self.select();
        }
    }

    fn select(&mut self) {
        let text = self.filter.value().to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        self.shown = (0..self.entries.len()).filter(|place| self.entries[*place].has(&words)).collect();
        self.selected = self.selected.min(self.shown.len().saturating_sub(1));
    }

    pub(super) fn go_to(&mut self, position: usize) {
        self.selected = position.min(self.shown.len().saturating_sub(1));
    }

    pub(super) fn turn_mark(&mut self) {
        if let Some(id) = self.selected_row().map(|row| row.id.clone())
            && !self.marks.remove(&id)
        {
            self.marks.insert(id);
        }
    }

    pub(super) fn mark_all(&mut self) {
        let ids: BTreeSet<MediaId> = (0..self.matching()).filter_map(|at| Some(self.row(at)?.id.clone())).collect();
        if ids.is_subset(&self.marks) {
            self.marks.retain(|id| !ids.contains(id));
        } else {
            self.marks.extend(ids);
        }
    }

    pub(super) fn clear_marks(&mut self) {
        self.marks.clear();
    }

    /// A job works at these now: what was marked for it is marked no longer.
    pub(super) fn taken_up(&mut self, ids: &[MediaId]) {
        if ids.iter().any(|id| self.marks.contains(id)) {
            self.marks.clear();
        }
    }

    /// Keeps the cursor in sight.
    pub(super) fn keep_in_view(&mut self, rows: usize) {
        let least = (self.selected + 1).saturating_sub(rows.max(1));
        self.offset = self.offset.clamp(least, self.selected).min(self.matching().saturating_sub(rows).max(least));
    }
}

/// The rows that have all of these words: in a name, a number, the text, the day or the id.
#[must_use]
pub fn with_words(rows: Vec<MediaRow>, words: &str) -> Vec<MediaRow> {
    let text = words.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    rows.into_iter().map(Entry::new).filter(|entry| entry.has(&words)).map(|entry| entry.row).collect()
}

/// Where the parts of such a view are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaPanes {
    /// The headings and the rows.
    pub list: Area,
    /// What is known of the row under the cursor; a thin line is above it.
    pub strip: Area,
}

impl Screen {
    /// Where the parts of the lists of recordings and voicemail are.
    #[must_use]
    pub const fn media_panes(self) -> MediaPanes {
        let body = self.body();
        let strip = match self.layout() {
            Layout::TooSmall | Layout::Narrow => 4,
            Layout::Medium => 7,
            Layout::Wide => 10,
        };
        let list = Area { rows: body.rows.saturating_sub(strip + 1), ..body };
        let strip = Area { y: list.y + list.rows + 1, rows: if body.rows > strip { strip } else { 0 }, ..body };
        MediaPanes { list, strip }
    }
}

/// The list of a kind.
pub(super) const fn of_mut(state: &mut State, kind: MediaKind) -> &mut MediaList {
    match kind {
        MediaKind::Recording => &mut state.recordings,
        MediaKind::Voicemail => &mut state.voicemail,
    }
}

impl State {
    /// The list that the open view shows, if it shows one.
    #[must_use]
    pub const fn media(&self) -> Option<&MediaList> {
        match self.view {
            View::Recordings => Some(&self.recordings),
            View::Voicemail => Some(&self.voicemail),
            View::Calls | View::Stats | View::Coverage | View::Jobs | View::Login | View::Access => None,
        }
    }
}
