//! Pages: a window of calls, newest first, cut into pieces that later calls do not move.

use std::ops::Range;
use std::sync::Arc;

use chrono::DateTime;
use serde_json::{Map, Value, json};

use super::Asked;
use crate::demo::server::options::WindowRule;
use crate::demo::server::refusal::Refusal;
use crate::demo::server::rules::page_token::Cursor;
use crate::demo::server::rules::window::{Missing, Reach, Window};
use crate::demo::server::service::Place;
use crate::demo::world::{Call, LONGEST_CALL};

/// Most lists: 30 rows a page unless asked otherwise.
const DEFAULT_PAGE_SIZE: usize = 30;

/// The parts of a call that give a row each, such as its steps or its recordings.
pub type Parts<'f> = &'f dyn Fn(&Call, Window) -> Vec<usize>;

/// Which calls give rows, and how many.
pub enum Rows<'f> {
    /// Those that start in the window, one row each: a page costs what it holds, however many calls there are.
    EveryCall,
    /// Parts of those that start in the window, each of which is read once.
    Started(Parts<'f>),
    /// Parts of those that start in the window or last into it. Which of them the window holds, the parts say.
    Touching(Parts<'f>),
}

/// What a list is about.
pub struct List<'f> {
    /// Largest page size.
    pub most: usize,
    /// The window when none is sent.
    pub missing: Missing,
    /// How far back it may reach.
    pub reach: Reach,
    /// What it holds.
    pub rows: Rows<'f>,
    /// Whom it is about, when the path says `me`: part of the question that a page token answers.
    pub about: &'f str,
}

/// One page.
pub struct Page {
    /// The window the rows are from.
    pub window: Window,
    /// The rows of this page.
    pub places: Vec<Place>,
    size: usize,
    total: u64,
    next: String,
}

impl Page {
    /// `page_size`, `total_records`, `next_page_token`: what every list answers.
    pub fn head(&self) -> Map<String, Value> {
        head(self.size, self.total, &self.next)
    }

    /// The same with `from`, `to` and `page_count`, which most lists add.
    pub fn head_with_window(&self) -> Map<String, Value> {
        let mut head = self.head();
        head.insert("from".into(), json!(self.window.write(self.window.from)));
        head.insert("to".into(), json!(self.window.write(self.window.to)));
        head.insert("page_count".into(), json!(self.total.div_ceil(self.size as u64)));
        head
    }
}

fn head(size: usize, total: u64, next: &str) -> Map<String, Value> {
    let fields = [("page_size", json!(size)), ("total_records", json!(total)), ("next_page_token", json!(next))];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl Asked<'_> {
    /// The page that was asked for.
    pub fn page(&self, list: &List) -> Result<Page, Refusal> {
        let size = self.query.number("page_size", DEFAULT_PAGE_SIZE, list.most)?;
        let question = self.query.fingerprint(&format!("{} {}", self.path, list.about));
        let cursor = self.cursor(question)?;
        // What passed on the first page is not refused on a later one because time went on.
        let rule = cursor.map_or(self.service.options.window, |_| WindowRule::Clamp);
        let asked = Window::read(&self.query, list.missing, list.reach, rule, self.now)?;
        let (window, end, position) = match cursor {
            None => (self.twists.clamp.map_or(asked, |span| asked.clamped(span)), u64::MAX, self.twists.late_rows),
            Some(cursor) => {
                let at = |seconds| DateTime::from_timestamp(seconds, 0).ok_or_else(Refusal::page_token);
                let window = Window { from: at(cursor.from)?, to: at(cursor.to)?, ..asked };
                // Never back to where the page before began, or no client would reach the end.
                let again = self.twists.repeat_rows.min(size as u64 - 1);
                (window, cursor.end, cursor.position.saturating_sub(again))
            }
        };
        let calls = match list.rows {
            Rows::EveryCall | Rows::Started(_) => self.world.calls_between(window.from, window.to),
            Rows::Touching(_) => self.world.calls_between(window.from - LONGEST_CALL, window.to),
        };
        let calls = calls.start..calls.end.min(end);
        let found = match list.rows {
            Rows::EveryCall => Found::All(calls.clone()),
            Rows::Started(parts) | Rows::Touching(parts) => {
                let find = || {
                    let places = calls.clone().flat_map(|index| {
                        let parts = parts(&self.world.call(index), window);
                        parts.into_iter().map(move |part| Place::new(index, part))
                    });
                    places.collect()
                };
                Found::Some(self.service.found((question, window, calls.clone()), find))
            }
        };
        let after = (position + size as u64).min(found.len());
        let places = (position..after).filter_map(|position| found.newest(position)).collect();
        let cursor = Cursor {
            query: question,
            from: window.from.timestamp(),
            to: window.to.timestamp(),
            end: calls.end,
            position: after,
        };
        let next = if after < found.len() { self.service.page_tokens.issue(cursor, self.now) } else { String::new() };
        let total = found.len() - self.twists.late_rows.min(found.len());
        Ok(Page { window, places, size, total, next })
    }

    /// A page of a list without a window that is short enough to be held whole.
    pub fn page_of<T>(&self, all: &[T], most: usize) -> Result<(Map<String, Value>, Range<usize>), Refusal> {
        let size = self.query.number("page_size", DEFAULT_PAGE_SIZE, most)?;
        let question = self.query.fingerprint(self.path);
        let cursor = self.cursor(question)?;
        let start = cursor.and_then(|cursor| usize::try_from(cursor.position).ok()).unwrap_or(0).min(all.len());
        let end = (start + size).min(all.len());
        let cursor = Cursor { query: question, from: 0, to: 0, end: all.len() as u64, position: end as u64 };
        let next = if end < all.len() { self.service.page_tokens.issue(cursor, self.now) } else { String::new() };
        Ok((head(size, all.len() as u64, &next), start..end))
    }

    /// Where the page token leads; `None` without one.
    fn cursor(&self, question: u64) -> Result<Option<Cursor>, Refusal> {
        let Some(token) = self.query.text("next_page_token") else { return Ok(None) };
        self.service.page_tokens.read(token, question, self.now).map(Some).ok_or_else(Refusal::page_token)
    }
}

/// The rows of a window, oldest first.
enum Found {
    All(Range<u64>),
    Some(Arc<Vec<Place>>),
}

impl Found {
    fn len(&self) -> u64 {
        match self {
            Self::All(calls) => calls.end - calls.start,
            Self::Some(places) => places.len() as u64,
        }
    }

    /// The row at `position`, counted from the newest.
    fn newest(&self, position: u64) -> Option<Place> {
        let from_oldest = self.len().checked_sub(position + 1)?;
        match self {
            Self::All(calls) => Some(Place::new(calls.start + from_oldest, 0)),
            Self::Some(places) => places.get(usize::try_from(from_oldest).ok()?).copied(),
        }
    }
}
