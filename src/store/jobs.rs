//! Long work, item by item, so that it can be gone on with after any end of the program.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::model::{ItemState, Job, JobId, JobKind, JobLine, JobState};

use super::error::unreadable;
use super::row::moment;

/// A job to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// What it does.
    pub kind: JobKind,
    /// The folder that files go to; empty when it makes none.
    pub target: String,
    /// What it works off, in order: ids as Zoom gave them, or call keys.
    pub items: Vec<String>,
    /// When it was asked for.
    pub begun: DateTime<Utc>,
}

const KINDS: [(JobKind, &str); 3] =
    [(JobKind::Recordings, "recordings"), (JobKind::Voicemail, "voicemail"), (JobKind::Paths, "paths")];
const STATES: [(JobState, &str); 4] = [
    (JobState::Running, "running"),
    (JobState::Paused, "paused"),
    (JobState::Done, "done"),
    (JobState::Cancelled, "cancelled"),
];
/// Ended jobs beyond these are forgotten, the oldest first.
const MOST_ENDED: u32 = 100;

fn word<T: Copy + PartialEq>(table: &[(T, &'static str)], value: T) -> &'static str {
    table.iter().find(|(known, _)| *known == value).map_or("", |(_, word)| word)
}

fn value<T: Copy>(table: &[(T, &'static str)], word: &str) -> rusqlite::Result<T> {
    let found = table.iter().find(|(_, known)| *known == word);
    found.map(|(value, _)| *value).ok_or_else(|| unreadable("a job has an unknown word"))
}

const fn item_code(state: ItemState) -> i64 {
    match state {
        ItemState::ToDo => 0,
        ItemState::Done => 1,
        ItemState::Failed => 2,
    }
}

/// Begins a job; its items are all to do.
pub(super) fn begin(job: &NewJob, db: &Connection) -> rusqlite::Result<JobId> {
    forget_old(db)?;
    let begun_ms = job.begun.timestamp_millis();
    let values = params![word(&KINDS, job.kind), word(&STATES, JobState::Running), job.target, begun_ms];
    let id = db
        .prepare_cached(
            "INSERT INTO job (kind, state, target, begun_ms, changed_ms, bytes) VALUES (?1, ?2, ?3, ?4, ?4, 0)",
        )?
        .insert(values)?;
    let mut insert = db.prepare_cached("INSERT INTO job_item (job, place, what, state) VALUES (?1, ?2, ?3, 0)")?;
    for (place, what) in job.items.iter().enumerate() {
        insert.execute(params![id, i64::try_from(place).unwrap_or(i64::MAX), what])?;
    }
    Ok(JobId(id))
}

fn forget_old(db: &Connection) -> rusqlite::Result<()> {
    const OLD: &str = "SELECT id FROM job WHERE state IN ('done', 'cancelled') ORDER BY id DESC LIMIT -1 OFFSET ?1";
    for part in ["job_item WHERE job", "job_line WHERE job", "job WHERE id"] {
        db.execute(&format!("DELETE FROM {part} IN ({OLD})"), [MOST_ENDED])?;
    }
    Ok(())
}

/// Notes how a job stands.
pub(super) fn set_state(id: JobId, state: JobState, at: DateTime<Utc>, db: &Connection) -> rusqlite::Result<()> {
    let values = params![id.0, word(&STATES, state), at.timestamp_millis()];
    db.prepare_cached("UPDATE job SET state = ?2, changed_ms = ?3 WHERE id = ?1")?.execute(values)?;
    Ok(())
}

/// Notes that an item is done or cannot be had, and how many bytes it added.
pub(super) fn settle(
    id: JobId,
    place: u64,
    state: ItemState,
    bytes: u64,
    at: DateTime<Utc>,
    db: &Connection,
) -> rusqlite::Result<()> {
    let values = params![id.0, place.cast_signed(), item_code(state)];
    db.prepare_cached("UPDATE job_item SET state = ?3 WHERE job = ?1 AND place = ?2")?.execute(values)?;
    let values = params![id.0, bytes.cast_signed(), at.timestamp_millis()];
    db.prepare_cached("UPDATE job SET bytes = bytes + ?2, changed_ms = ?3 WHERE id = ?1")?.execute(values)?;
    Ok(())
}

/// Makes the items that failed to do again.
pub(super) fn retry(id: JobId, db: &Connection) -> rusqlite::Result<()> {
    db.execute("UPDATE job_item SET state = 0 WHERE job = ?1 AND state = 2", [id.0])?;
    Ok(())
}

/// What is to do of a job, in order, with its places.
pub(super) fn to_do(id: JobId, db: &Connection) -> rusqlite::Result<Vec<(u64, String)>> {
    let mut statement =
        db.prepare_cached("SELECT place, what FROM job_item WHERE job = ?1 AND state = 0 ORDER BY place")?;
    let items = statement.query_map([id.0], |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)))?;
    items.collect()
}

const SELECT: &str = "SELECT id, kind, state, target, begun_ms, changed_ms, bytes, \
    (SELECT count(*) FROM job_item WHERE job = job.id), \
    (SELECT count(*) FROM job_item WHERE job = job.id AND state = 1), \
    (SELECT count(*) FROM job_item WHERE job = job.id AND state = 2) FROM job";

fn read(row: &Row<'_>) -> rusqlite::Result<Job> {
    let count = |column| row.get::<_, i64>(column).map(i64::cast_unsigned);
    Ok(Job {
        id: JobId(row.get(0)?),
        kind: value(&KINDS, row.get_ref(1)?.as_str()?)?,
        state: value(&STATES, row.get_ref(2)?.as_str()?)?,
        target: row.get(3)?,
        begun: moment(row.get(4)?)?,
        changed: moment(row.get(5)?)?,
        bytes: count(6)?,
        items: count(7)?,
        done: count(8)?,
        failed: count(9)?,
    })
}

/// A job.
pub(super) fn job(id: JobId, db: &Connection) -> rusqlite::Result<Option<Job>> {
    db.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?.query_row([id.0], read).optional()
}

/// All jobs, newest first.
pub(super) fn jobs(db: &Connection) -> rusqlite::Result<Vec<Job>> {
    let mut statement = db.prepare_cached(&format!("{SELECT} ORDER BY id DESC"))?;
    statement.query_map([], read)?.collect()
}

/// Writes a line into a job's log.
pub(super) fn note(id: JobId, line: &JobLine, db: &Connection) -> rusqlite::Result<()> {
    let values = params![id.0, line.at.timestamp_millis(), line.text];
    db.prepare_cached("INSERT INTO job_line (job, at_ms, text) VALUES (?1, ?2, ?3)")?.execute(values)?;
    Ok(())
}

/// The newest `most` lines of a job's log, oldest first.
pub(super) fn lines(id: JobId, most: u32, db: &Connection) -> rusqlite::Result<Vec<JobLine>> {
    let mut statement =
        db.prepare_cached("SELECT at_ms, text FROM job_line WHERE job = ?1 ORDER BY id DESC LIMIT ?2")?;
    let lines =
        statement.query_map(params![id.0, most], |row| Ok(JobLine { at: moment(row.get(0)?)?, text: row.get(1)? }))?;
    let mut lines = lines.collect::<rusqlite::Result<Vec<_>>>()?;
    lines.reverse();
    Ok(lines)
}
