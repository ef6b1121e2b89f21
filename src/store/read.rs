//! Reading: single calls, the first page, counts; and all of a selection at one moment, for export.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension, ToSql};

use crate::model::{Batch, Call, CallElement, CallKey, CallPath};

use super::calls::find;
use super::dictionary::Values;
use super::elements;
use super::error::Error;
use super::fields::{pack_call_id, pack_uuid, packed_range};
use super::lock::ArchiveLock;
use super::path;
use super::row::{COLUMNS, LIST_COLUMNS, Stored, list_row, whole_batch};
use super::schema;

/// How much there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Calls.
    pub calls: u64,
    /// Size of the file with its log.
    pub bytes: u64,
    /// Start of the oldest call.
    pub oldest: Option<DateTime<Utc>>,
    /// Start of the newest call.
    pub newest: Option<DateTime<Utc>>,
}

/// A connection that reads, and what it remembers of the archive.
pub(super) struct Reader {
    path: PathBuf,
    pub(super) connection: Connection,
    pub(super) values: Values,
    // Last: it goes when the connection is closed.
    _lock: ArchiveLock,
}

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let lock = ArchiveLock::share(path);
        let connection = schema::open_to_read(path)?;
        Ok(Self { path: path.to_owned(), connection, values: Values::default(), _lock: lock })
    }

    /// Opens an archive that nobody could open to write: `None` unless it is there and has today's form.
    pub(super) fn open_whole(path: &Path) -> Option<Self> {
        let reader = Self::open(path).ok()?;
        schema::is_current(&reader.connection).ok()?.then_some(reader)
    }

    /// Reads, and says which archive it was when that fails.
    pub(super) fn read<T>(
        &mut self,
        read: impl FnOnce(&Connection, &mut Values) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        read(&self.connection, &mut self.values).map_err(|error| Error::sql(&self.path, error))
    }

    pub(super) fn stats(&mut self) -> Result<Stats, Error> {
        let (calls, oldest, newest) =
            self.read(|db, values| Ok((count(db)?, end(db, values, "ASC")?, end(db, values, "DESC")?)))?;
        let bytes = ["", "-wal"].iter().filter_map(|suffix| {
            let mut file = self.path.as_os_str().to_owned();
            file.push(suffix);
            std::fs::metadata(file).ok()
        });
        Ok(Stats { calls, bytes: bytes.map(|file| file.len()).sum(), oldest, newest })
    }
}

/// The number of calls.
pub(super) fn count(db: &Connection) -> rusqlite::Result<u64> {
    db.prepare_cached("SELECT count(*) FROM call")?.query_row([], |row| row.get(0).map(i64::cast_unsigned))
}

fn end(db: &Connection, values: &mut Values, order: &str) -> rusqlite::Result<Option<DateTime<Utc>>> {
    db.prepare_cached(&format!("SELECT {LIST_COLUMNS} FROM call ORDER BY id {order} LIMIT 1"))?
        .query_row([], |row| Ok(list_row(row, db, values)?.start_time))
        .optional()
}

/// The newest `most` calls, newest first.
pub(super) fn first_page(most: u32, db: &Connection, values: &mut Values) -> rusqlite::Result<Batch> {
    let mut statement = db.prepare_cached(&format!("SELECT {LIST_COLUMNS} FROM call ORDER BY id DESC LIMIT ?1"))?;
    let rows = statement.query_map([most], |row| list_row(row, db, values))?.collect::<rusqlite::Result<_>>()?;
    whole_batch(rows, Vec::new(), db, values)
}

/// The call of a key.
pub(super) fn call(key: CallKey, db: &Connection, values: &mut Values) -> rusqlite::Result<Option<Call>> {
    let found = stored(key, db)?;
    found.map(|stored| stored.call(db, values)).transpose()
}

pub(super) fn stored(key: CallKey, db: &Connection) -> rusqlite::Result<Option<Stored>> {
    db.prepare_cached(&format!("SELECT id, late_ms, {COLUMNS} FROM call WHERE id = ?1"))?
        .query_row([key.0], |row| Ok(Stored::read(row)?.1))
        .optional()
}

/// The path of a call, if it was fetched.
pub(super) fn path(key: CallKey, db: &Connection) -> rusqlite::Result<Option<CallPath>> {
    stored(key, db)?.map_or(Ok(None), |stored| path::load(db, &stored.uuid))
}

/// The steps of a call from the own list, in the order to read them.
pub(super) fn steps(key: CallKey, db: &Connection) -> rusqlite::Result<Vec<CallElement>> {
    let Some(stored) = stored(key, db)? else { return Ok(Vec::new()) };
    let mut steps = elements::of_call(db, &stored.uuid)?;
    steps.sort_by_key(|step| (step.start_time, step.order()));
    Ok(steps)
}

/// The shortest beginning of an id that is looked for.
const SHORTEST_PREFIX: usize = 8;

/// The calls that one of Zoom's ids, or the beginning of one, means: at most two, since two are one too many.
pub(super) fn by_id(id: &str, db: &Connection) -> rusqlite::Result<Vec<CallKey>> {
    if let Some((key, _)) = find(db, &pack_uuid(id))? {
        return Ok(vec![key]);
    }
    let exact = keys(db, "call_id = ?1", &[&pack_call_id(id)])?;
    if !exact.is_empty() || id.len() < SHORTEST_PREFIX {
        return Ok(exact);
    }
    let mut found = keys(db, "uuid >= ?1 AND uuid < ?1 || char(0x10ffff)", &[&id])?;
    if let Some((least, greatest)) = packed_range(id) {
        found.extend(keys(db, "uuid BETWEEN ?1 AND ?2", &[&SqlValue::Blob(least), &SqlValue::Blob(greatest)])?);
    }
    if found.is_empty() {
        found = keys(db, "substr(call_id, 1, length(?1)) = ?1", &[&id])?;
    }
    found.truncate(2);
    Ok(found)
}

fn keys(db: &Connection, condition: &str, values: &[&dyn ToSql]) -> rusqlite::Result<Vec<CallKey>> {
    let mut statement =
        db.prepare_cached(&format!("SELECT id FROM call WHERE {condition} ORDER BY id DESC LIMIT 2"))?;
    statement.query_map(values, |row| row.get(0).map(CallKey))?.collect()
}

/// A value of the table `meta`.
pub(super) fn meta(name: &str, db: &Connection) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT value FROM meta WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()
}
