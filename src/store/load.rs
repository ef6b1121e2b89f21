//! All calls, for the columns in memory. Two threads read them: SQLite takes its time for each row.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

use rusqlite::Connection;
use tokio::sync::mpsc;

use crate::model::{Batch, CallRow};

use super::dictionary::{all_parties, all_words};
use super::error::Error;
use super::read::{Reader, count};
use super::row::{LIST_COLUMNS, list_row};

/// Batches that may wait for their reader.
const AHEAD: usize = 2;

/// Memory for pages of the archive, in KiB: each is read once, so that more would hold what nobody asks for again.
const CACHE_KIB: i64 = 512;

/// Batches of calls in an archive that is not worth a second thread.
const FEW: usize = 4;

/// Stretches of time that the threads take by turns: enough that none waits for the other at the end.
const STRETCHES: i64 = 64;

/// Tries to see the archive at one moment with two connections; each fails only if another process writes just then.
const TRIES: usize = 16;

type Answers = mpsc::Sender<Result<Batch, Error>>;

/// Reads all calls on threads of its own, about newest first: words and people, then rows. Stops when nobody listens.
pub(super) fn start(path: &Path, batch_size: usize) -> Result<mpsc::Receiver<Result<Batch, Error>>, Error> {
    let mut readers = [Reader::open(path)?, Reader::open(path)?];
    for reader in &mut readers {
        reader.read(|db, _| db.pragma_update(None, "cache_size", -CACHE_KIB))?;
    }
    let (sender, receiver) = mpsc::channel(AHEAD);
    let run = move || {
        if let Err(error) = send_all(readers, batch_size.max(1), &sender) {
            // Nobody listens any more: nobody is told.
            let _ = sender.blocking_send(Err(error));
        }
    };
    thread::Builder::new().name("store-load".to_owned()).spawn(run).map_err(|error| Error::io(path, error))?;
    Ok(receiver)
}

fn send_all([mut first, mut second]: [Reader; 2], batch_size: usize, answers: &Answers) -> Result<(), Error> {
    let is_one_moment = see_one_moment(&mut first, &mut second)?;
    let send = |batch| answers.blocking_send(Ok(batch)).is_ok();
    let calls = first.read(|db, _| {
        let calls = usize::try_from(count(db)?).unwrap_or(0);
        let told = send(Batch { words: all_words(db)?, to_come: calls, ..Batch::default() })
            && all_parties(db, batch_size, |parties| send(Batch { parties, ..Batch::default() }))?;
        Ok(told.then_some(calls))
    })?;
    let Some(calls) = calls else { return Ok(()) };
    let is_shared = is_one_moment && calls > FEW * batch_size;
    let stretches = first.read(|db, _| Stretches::of(db, if is_shared { STRETCHES } else { 1 }))?;
    thread::scope(|scope| {
        // Where no thread can be had, the first takes all stretches.
        let other = thread::Builder::new().name("store-load-2".to_owned());
        let other =
            is_shared.then(|| other.spawn_scoped(scope, || send_rows(&mut second, &stretches, batch_size, send)));
        let own = send_rows(&mut first, &stretches, batch_size, send);
        match other {
            // An error is the last thing that is told: both have ended.
            Some(Ok(other)) => other.join().unwrap_or(Err(Error::Closed)).and(own),
            Some(Err(_)) | None => own,
        }
    })
}

/// Begins to read with both connections; true when they see the archive at the same moment, false when others wrote between
/// the two each time.
fn see_one_moment(first: &mut Reader, second: &mut Reader) -> Result<bool, Error> {
    // Moves when another connection has written. Source: sqlite.org, `PRAGMA data_version`.
    let version = |db: &Connection| db.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0));
    for turn in 1..=TRIES {
        let before = second.read(|db, _| version(db))?;
        // The moment is that of the first read in the transaction.
        first.read(|db, _| {
            db.execute_batch("BEGIN")?;
            version(db)
        })?;
        let after = second.read(|db, _| {
            db.execute_batch("BEGIN")?;
            version(db)
        })?;
        if before == after {
            return Ok(true);
        }
        second.read(|db, _| db.execute_batch("ROLLBACK"))?;
        if turn < TRIES {
            first.read(|db, _| db.execute_batch("ROLLBACK"))?;
        }
    }
    Ok(false)
}

/// The rows of the stretches that this thread gets, in batches that are newest first each.
fn send_rows(
    reader: &mut Reader,
    stretches: &Stretches,
    batch_size: usize,
    send: impl Fn(Batch) -> bool,
) -> Result<(), Error> {
    let send = |rows: Vec<CallRow>| send(Batch { rows, ..Batch::default() });
    let done = reader.read(|db, values| {
        let select = format!("SELECT {LIST_COLUMNS} FROM call WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC");
        let mut statement = db.prepare(&select)?;
        let mut rows: Vec<CallRow> = Vec::with_capacity(batch_size);
        while let Some(ends) = stretches.next() {
            let mut found = statement.query(ends)?;
            while let Some(row) = found.next()? {
                rows.push(list_row(row, db, values)?);
                if rows.len() == batch_size && !send(std::mem::replace(&mut rows, Vec::with_capacity(batch_size))) {
                    return Ok(false);
                }
            }
            // Between two stretches of this thread lie those of the other.
            if !rows.is_empty() && !send(std::mem::take(&mut rows)) {
                return Ok(false);
            }
        }
        Ok(true)
    });
    if !matches!(done, Ok(true)) {
        stretches.end();
    }
    done.map(drop)
}

/// The keys from the greatest down to the least, cut into stretches of the same time.
struct Stretches {
    least: i64,
    width: i64,
    /// The greatest key that nobody has taken yet.
    greatest: AtomicI64,
}

impl Stretches {
    fn of(db: &Connection, parts: i64) -> rusqlite::Result<Self> {
        let ends = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?));
        // Each end on its own: for both at once SQLite would read everything.
        let ends = db.query_row("SELECT (SELECT min(id) FROM call), (SELECT max(id) FROM call)", [], ends)?;
        let (least, greatest) = ends.0.zip(ends.1).unwrap_or((0, -1));
        Ok(Self::between(least, greatest, parts))
    }

    fn between(least: i64, greatest: i64, parts: i64) -> Self {
        let width = (greatest.saturating_sub(least) / parts).saturating_add(1);
        Self { least, width, greatest: AtomicI64::new(greatest) }
    }

    /// The least and the greatest key of the next one.
    fn next(&self) -> Option<[i64; 2]> {
        let take =
            |greatest: i64| (greatest >= self.least).then(|| greatest.checked_sub(self.width).unwrap_or(i64::MIN));
        let greatest = self.greatest.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok()?;
        Some([greatest.saturating_sub(self.width - 1).max(self.least), greatest])
    }

    /// Nobody gets any more of them.
    fn end(&self) {
        self.greatest.store(i64::MIN, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_meet_without_a_gap_from_the_greatest_key_to_the_least() {
        for (least, greatest) in [(0, -1), (5, 5), (-7, 1_000), (i64::MIN + 1, 0), (0, i64::MAX)] {
            for parts in [1, 3, 64] {
                let stretches = Stretches::between(least, greatest, parts);
                let mut next = i128::from(greatest);
                while let Some([from, to]) = stretches.next() {
                    assert_eq!(i128::from(to), next, "{least} to {greatest} in {parts}");
                    assert!(from <= to && from >= least);
                    next = i128::from(from) - 1;
                }
                assert_eq!(next, i128::from(least) - 1, "{least} to {greatest} in {parts}");
            }
        }
    }
}
