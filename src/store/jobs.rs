//! Long work, item by item, so that it can be gone on with after any end of the program.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::model::{ItemState, Job, JobId, JobKind, JobLine, JobState, Span};

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
    /// When it begins by itself; at once when absent.
    pub start: Option<DateTime<Utc>>,
    /// The time whose calls it fetches.
    pub span: Option<Span>,
}

/// A job that was not worked off item by item and has ended: a fetch of calls, an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedJob {
    /// The one that waited for it, if one did.
    pub id: Option<JobId>,
    /// What it did.
    pub kind: JobKind,
    /// How it stands.
    pub state: JobState,
    /// The file it wrote; empty when it wrote none.
    pub target: String,
    /// The time whose calls were fetched; `None` for all that was missing.
    pub span: Option<Span>,
    /// When it began.
    pub begun: DateTime<Utc>,
    /// When it ended.
    pub ended: DateTime<Utc>,
    /// Bytes written.
    pub bytes: u64,
    /// How it ended, in words that are safe to show.
    pub outcome: String,
    /// What happened in it.
    pub lines: Vec<JobLine>,
    /// What it can be repeated with; nothing where nothing is left to do.
    pub again: Option<Again>,
}

/// What a job that has ended can be repeated with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// How it was asked for, in the words of whoever began it.
    pub settings: String,
    /// What it works on, in order.
    pub items: Vec<String>,
}

/// So many exports that came to nothing keep their calls; older ones are told, and no more.
const MOST_AGAIN: u32 = 3;

const KINDS: [(JobKind, &str); 7] = [
    (JobKind::Recordings, "recordings"),
    (JobKind::Voicemail, "voicemail"),
    (JobKind::Media, "media"),
    (JobKind::Paths, "paths"),
    (JobKind::Texts, "texts"),
    (JobKind::Calls, "calls"),
    (JobKind::Export, "export"),
];
const STATES: [(JobState, &str); 6] = [
    (JobState::Waiting, "waiting"),
    (JobState::Running, "running"),
    (JobState::Paused, "paused"),
    (JobState::Done, "done"),
    (JobState::Cancelled, "cancelled"),
    (JobState::Failed, "failed"),
];
/// Those that are over, as SQL.
const OVER: &str = "state IN ('done', 'cancelled', 'failed')";
/// Ended jobs of a kind beyond these are forgotten, the oldest first. Calls are fetched at every start.
const MOST_ENDED: [(JobKind, u32); 7] = [
    (JobKind::Recordings, 50),
    (JobKind::Voicemail, 50),
    (JobKind::Media, 50),
    (JobKind::Paths, 50),
    (JobKind::Texts, 50),
    (JobKind::Calls, 3),
    (JobKind::Export, 50),
];

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

/// Begins a job, or leaves it waiting; its items are all to do.
pub(super) fn begin(job: &NewJob, db: &Connection) -> rusqlite::Result<JobId> {
    const INSERT: &str = "INSERT INTO job (kind, state, target, begun_ms, changed_ms, bytes, start_ms, from_ms, to_ms) \
        VALUES (?1, ?2, ?3, ?4, ?4, 0, ?5, ?6, ?7)";
    forget_old(db)?;
    let state = if job.start.is_some() { JobState::Waiting } else { JobState::Running };
    let id = db.prepare_cached(INSERT)?.insert(params![
        word(&KINDS, job.kind),
        word(&STATES, state),
        job.target,
        job.begun.timestamp_millis(),
        job.start.map(|start| start.timestamp_millis()),
        job.span.map(|span| span.from.timestamp_millis()),
        job.span.map(|span| span.to.timestamp_millis()),
    ])?;
    add_items(JobId(id), &job.items, db)?;
    Ok(JobId(id))
}

fn add_items(id: JobId, items: &[String], db: &Connection) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT INTO job_item (job, place, what, state) VALUES (?1, ?2, ?3, 0)")?;
    for (place, what) in items.iter().enumerate() {
        insert.execute(params![id.0, i64::try_from(place).unwrap_or(i64::MAX), what])?;
    }
    Ok(())
}

/// What a job that has ended can be repeated with.
pub(super) fn again(id: JobId, db: &Connection) -> rusqlite::Result<Option<Again>> {
    let settings = db.prepare_cached("SELECT settings FROM job WHERE id = ?1")?.query_row([id.0], |row| row.get(0));
    let Some(settings) = settings.optional()? else { return Ok(None) };
    let items: Vec<String> = to_do(id, db)?.into_iter().map(|(_, what)| what).collect();
    Ok((!items.is_empty()).then_some(Again { settings, items }))
}

/// Remembers a job without items that has ended.
pub(super) fn note_ended(job: &EndedJob, db: &Connection) -> rusqlite::Result<JobId> {
    const UPDATE: &str = "UPDATE job SET state = ?2, target = ?3, begun_ms = ?4, changed_ms = ?5, bytes = ?6, \
        worked_ms = worked_ms + ?5 - ?4, outcome = ?7, settings = ?8, start_ms = NULL WHERE id = ?1";
    const UNREPEATABLE: &str = "DELETE FROM job_item WHERE job IN \
        (SELECT id FROM job WHERE settings <> '' ORDER BY id DESC LIMIT -1 OFFSET ?1)";
    let new = || {
        let new = NewJob {
            kind: job.kind,
            target: job.target.clone(),
            items: Vec::new(),
            begun: job.begun,
            start: None,
            span: job.span,
        };
        begin(&new, db)
    };
    let id = job.id.map_or_else(new, Ok)?;
    db.prepare_cached(UPDATE)?.execute(params![
        id.0,
        word(&STATES, job.state),
        job.target,
        job.begun.timestamp_millis(),
        job.ended.timestamp_millis(),
        job.bytes.cast_signed(),
        job.outcome,
        job.again.as_ref().map_or("", |again| &again.settings),
    ])?;
    db.prepare_cached("DELETE FROM job_item WHERE job = ?1")?.execute([id.0])?;
    if let Some(again) = &job.again {
        add_items(id, &again.items, db)?;
        db.prepare_cached(UNREPEATABLE)?.execute([MOST_AGAIN])?;
    }
    job.lines.iter().try_for_each(|line| note(id, line, db))?;
    Ok(id)
}

/// Takes up a job that waits for its time; false when somebody else did, or it was cancelled.
pub(super) fn take_up(id: JobId, at: DateTime<Utc>, db: &Connection) -> rusqlite::Result<bool> {
    const UPDATE: &str = "UPDATE job SET state = 'running', start_ms = NULL, changed_ms = ?2 \
        WHERE id = ?1 AND state = 'waiting'";
    Ok(db.prepare_cached(UPDATE)?.execute(params![id.0, at.timestamp_millis()])? == 1)
}

/// Lets a job that nobody works at wait for a time.
pub(super) fn put_off(id: JobId, start: DateTime<Utc>, at: DateTime<Utc>, db: &Connection) -> rusqlite::Result<()> {
    let values = params![id.0, start.timestamp_millis(), at.timestamp_millis()];
    db.prepare_cached("UPDATE job SET state = 'waiting', start_ms = ?2, changed_ms = ?3 WHERE id = ?1")?
        .execute(values)?;
    Ok(())
}

/// Adds to how long a job was worked at.
pub(super) fn add_work(id: JobId, worked: Duration, db: &Connection) -> rusqlite::Result<()> {
    let millis = i64::try_from(worked.as_millis()).unwrap_or(i64::MAX);
    db.prepare_cached("UPDATE job SET worked_ms = worked_ms + ?2 WHERE id = ?1")?.execute(params![id.0, millis])?;
    Ok(())
}

fn forget_old(db: &Connection) -> rusqlite::Result<()> {
    for (kind, most) in MOST_ENDED {
        let kind = word(&KINDS, kind);
        let old = format!(
            "SELECT id FROM job WHERE kind = '{kind}' AND {OVER} ORDER BY id DESC LIMIT -1 OFFSET {}",
            most.saturating_sub(1)
        );
        forget(&old, db)?;
    }
    Ok(())
}

/// Forgets the jobs that are over; their files stay.
pub(super) fn forget_over(db: &Connection) -> rusqlite::Result<()> {
    forget(&format!("SELECT id FROM job WHERE {OVER}"), db)
}

fn forget(which: &str, db: &Connection) -> rusqlite::Result<()> {
    for part in ["job_item WHERE job", "job_line WHERE job", "job WHERE id"] {
        db.execute(&format!("DELETE FROM {part} IN ({which})"), [])?;
    }
    Ok(())
}

/// Notes how a job stands.
pub(super) fn set_state(id: JobId, state: JobState, at: DateTime<Utc>, db: &Connection) -> rusqlite::Result<()> {
    let values = params![id.0, word(&STATES, state), at.timestamp_millis()];
    db.prepare_cached("UPDATE job SET state = ?2, changed_ms = ?3, start_ms = NULL WHERE id = ?1")?.execute(values)?;
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
    (SELECT count(*) FROM job_item WHERE job = job.id AND state = 2), \
    start_ms, from_ms, to_ms, worked_ms, outcome FROM job";

fn read(row: &Row<'_>) -> rusqlite::Result<Job> {
    let count = |column| row.get::<_, i64>(column).map(i64::cast_unsigned);
    let time = |column| row.get::<_, Option<i64>>(column)?.map(moment).transpose();
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
        start: time(10)?,
        span: time(11)?.zip(time(12)?).map(|(from, to)| Span { from, to }),
        worked: Duration::from_millis(count(13)?),
        outcome: row.get(14)?,
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
