//! The one connection that writes.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::dictionary::{Ids, Values};
use super::error::Error;
use super::lock::ArchiveLock;
use super::schema;

/// The connection that writes, and what it remembers of the archive.
pub(super) struct Writer {
    path: PathBuf,
    connection: Connection,
    ids: Ids,
    values: Values,
    /// Moves when another connection has written. Source: sqlite.org, `PRAGMA data_version`.
    data_version: i64,
    /// Everything was forgotten for good: what is still under way may not bring any of it back.
    is_over: bool,
    // Last: it goes when the connection is closed.
    _lock: ArchiveLock,
}

/// What a write works with, inside its transaction.
pub(super) struct Work<'a> {
    pub db: &'a Connection,
    pub ids: &'a mut Ids,
    pub values: &'a mut Values,
}

impl Writer {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let lock = super::file::prepare(path)?;
        let connection = schema::open_to_write(path)?;
        Ok(Self {
            path: path.to_owned(),
            connection,
            ids: Ids::default(),
            values: Values::default(),
            data_version: 0,
            is_over: false,
            _lock: lock,
        })
    }

    /// Does `work` in one transaction: all of it, or nothing.
    pub(super) fn write<T>(&mut self, work: impl FnOnce(&mut Work<'_>) -> rusqlite::Result<T>) -> Result<T, Error> {
        if self.is_over {
            return Err(Error::Closed);
        }
        let done = self.try_write(work);
        if done.is_err() {
            // Ids that the rolled-back transaction gave out will be given to others.
            (self.ids, self.values) = (Ids::default(), Values::default());
        }
        done.map_err(|error| Error::sql(&self.path, error))
    }

    fn try_write<T>(&mut self, work: impl FnOnce(&mut Work<'_>) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let data_version = transaction.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        if data_version != self.data_version {
            // Another process may have emptied the archive: what the ids stood for may be gone.
            (self.ids, self.data_version) = (Ids::default(), data_version);
        }
        let done = work(&mut Work { db: &transaction, ids: &mut self.ids, values: &mut self.values })?;
        transaction.commit()?;
        Ok(done)
    }

    /// Forgets everything: rows, people, paths, coverage, account. Nothing of it is left in the files, unless another
    /// reader holds the log for longer than we wait: then [`Error::Locked`] says so, and it is left in the log only.
    pub(super) fn purge(&mut self) -> Result<(), Error> {
        self.write(|work| {
            work.db.execute_batch(
                "DELETE FROM call; DELETE FROM element; DELETE FROM call_path; DELETE FROM slice; \
                 DELETE FROM coverage; DELETE FROM party; DELETE FROM owner; DELETE FROM kind; DELETE FROM word; \
                 DELETE FROM media; DELETE FROM media_coverage; DELETE FROM media_file; DELETE FROM job_line; \
                 DELETE FROM job_item; DELETE FROM job; DELETE FROM spoken; DELETE FROM spoken_call; \
                 DELETE FROM spoken_words; INSERT INTO spoken_words (spoken_words) VALUES ('rebuild'); \
                 DELETE FROM meta;",
            )
        })?;
        (self.ids, self.values) = (Ids::default(), Values::default());
        self.run(|db| db.execute_batch("VACUUM"))?;
        if self.run(checkpoint)? { Ok(()) } else { Err(Error::Locked { path: self.path.clone() }) }
    }

    /// Forgets everything and takes no more.
    pub(super) fn purge_for_good(&mut self) -> Result<(), Error> {
        let purged = self.purge();
        self.is_over = matches!(purged, Ok(()) | Err(Error::Locked { .. }));
        purged
    }

    /// Moves the log into the file and lets SQLite look after its statistics; after a long fetch, and at the end. A log that
    /// somebody reads is left for the next time.
    pub(super) fn tidy(&mut self) -> Result<(), Error> {
        self.run(|db| {
            db.execute_batch("PRAGMA optimize")?;
            // Calls that come meanwhile must not wait for an export to end.
            db.busy_timeout(Duration::ZERO)?;
            let done = checkpoint(db);
            db.busy_timeout(schema::BUSY)?;
            done.map(drop)
        })
    }

    fn run<T>(&self, run: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        run(&self.connection).map_err(|error| Error::sql(&self.path, error))
    }
}

/// Moves the log into the file; false when a reader needs the log.
fn checkpoint(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| Ok(row.get::<_, i64>(0)? == 0))
}
