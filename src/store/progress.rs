//! How far a fetch came: slices under way, and the time that is covered.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use crate::model::{Call, CallElement, Coverage, Span, Text};

use super::calls::{Changes, Saved};
use super::elements;
use super::row::moment;
use super::writer::Work;

/// One page as Zoom gave it, and what it means for its slice. They are written together or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The rows.
    pub rows: PageRows,
    /// Where the slice stands after this page.
    pub progress: SliceProgress,
}

/// The rows of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum PageRows {
    /// Of the account list: a row a call.
    Calls(Vec<Call>),
    /// Of the own list: a row a step.
    Elements(Vec<CallElement>),
}

/// Where a slice stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SliceProgress {
    /// The time that the slice asks for.
    pub slice: Span,
    /// What is left of it.
    pub state: SliceState,
}

/// What is left of a slice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SliceState {
    /// More pages, the next with this token.
    Open(PageToken),
    /// Nothing: this was its last page. The slice's time is covered from now on.
    Done,
}

/// Zoom's `next_page_token`, and since when it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageToken {
    /// As Zoom sent it.
    pub next_page_token: Text,
    /// When it came; it dies after 15 minutes. Source: Zoom Phone API, checked 2026-11-22.
    pub issued_at: DateTime<Utc>,
}

/// A slice that was begun and not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSlice {
    /// The time that the slice asks for.
    pub slice: Span,
    /// The page to go on with.
    pub token: PageToken,
}

/// Writes a page with its progress.
pub(super) fn save(page: &Page, work: &mut Work<'_>) -> rusqlite::Result<Saved> {
    let mut changes = Changes::default();
    match &page.rows {
        PageRows::Calls(calls) => calls.iter().try_for_each(|call| changes.save(call, work))?,
        PageRows::Elements(steps) => elements::save(steps, &mut changes, work)?,
    }
    let slice = page.progress.slice;
    match &page.progress.state {
        SliceState::Open(token) => go_on(work.db, slice, token)?,
        SliceState::Done => cover(work.db, slice)?,
    }
    changes.saved(work)
}

fn go_on(db: &Connection, slice: Span, token: &PageToken) -> rusqlite::Result<()> {
    const UPSERT: &str = "INSERT INTO slice (from_ms, to_ms, next_page_token, issued_ms) VALUES (?1, ?2, ?3, ?4) \
        ON CONFLICT DO UPDATE SET next_page_token = excluded.next_page_token, issued_ms = excluded.issued_ms";
    db.prepare_cached(UPSERT)?.execute(params![
        slice.from.timestamp_millis(),
        slice.to.timestamp_millis(),
        token.next_page_token.as_raw(),
        token.issued_at.timestamp_millis()
    ])?;
    Ok(())
}

fn cover(db: &Connection, slice: Span) -> rusqlite::Result<()> {
    let mut coverage = coverage(db)?;
    coverage.add(slice);
    db.execute("DELETE FROM coverage", [])?;
    let mut insert = db.prepare_cached("INSERT INTO coverage (from_ms, to_ms) VALUES (?1, ?2)")?;
    for span in coverage.spans() {
        insert.execute(params![span.from.timestamp_millis(), span.to.timestamp_millis()])?;
    }
    // Slices of an earlier run with other borders have nothing left to fetch either.
    for open in open_slices(db)?.into_iter().filter(|open| coverage.covers(open.slice)) {
        let values = params![open.slice.from.timestamp_millis(), open.slice.to.timestamp_millis()];
        db.execute("DELETE FROM slice WHERE from_ms = ?1 AND to_ms = ?2", values)?;
    }
    Ok(())
}

/// The time fetched to its last page.
pub(super) fn coverage(db: &Connection) -> rusqlite::Result<Coverage> {
    let mut coverage = Coverage::new();
    let mut statement = db.prepare_cached("SELECT from_ms, to_ms FROM coverage ORDER BY from_ms")?;
    for span in statement.query_map([], |row| span(row.get(0)?, row.get(1)?))? {
        coverage.add(span?);
    }
    Ok(coverage)
}

/// The slices that were begun and not ended, newest first.
pub(super) fn open_slices(db: &Connection) -> rusqlite::Result<Vec<OpenSlice>> {
    let mut statement =
        db.prepare_cached("SELECT from_ms, to_ms, next_page_token, issued_ms FROM slice ORDER BY from_ms DESC")?;
    let slices = statement.query_map([], |row| {
        Ok(OpenSlice {
            slice: span(row.get(0)?, row.get(1)?)?,
            token: PageToken { next_page_token: super::dictionary::text(row, 2)?, issued_at: moment(row.get(3)?)? },
        })
    })?;
    slices.collect()
}

fn span(from_ms: i64, to_ms: i64) -> rusqlite::Result<Span> {
    Ok(Span { from: moment(from_ms)?, to: moment(to_ms)? })
}
