//! All calls, for the columns in memory.

use std::path::Path;

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

/// Reads all calls on a thread of its own, newest first: words and people, then rows. Stops when nobody listens.
pub(super) fn start(path: &Path, batch_size: usize) -> Result<mpsc::Receiver<Result<Batch, Error>>, Error> {
    let mut reader = Reader::open(path)?;
    reader.read(|db, _| db.pragma_update(None, "cache_size", -CACHE_KIB))?;
    let (sender, receiver) = mpsc::channel(AHEAD);
    let run = move || {
        let send = |batch| sender.blocking_send(Ok(batch)).is_ok();
        if let Err(error) = send_all(&mut reader, batch_size.max(1), send) {
            // Nobody listens any more: nobody is told.
            let _ = sender.blocking_send(Err(error));
        }
    };
    std::thread::Builder::new().name("store-load".to_owned()).spawn(run).map_err(|error| Error::io(path, error))?;
    Ok(receiver)
}

fn send_all(reader: &mut Reader, batch_size: usize, send: impl Fn(Batch) -> bool) -> Result<(), Error> {
    reader.read(|db, values| {
        // One moment for words, people and rows.
        let snapshot = db.unchecked_transaction()?;
        let to_come = usize::try_from(count(db)?).unwrap_or(0);
        if !send(Batch { words: all_words(db)?, to_come, ..Batch::default() })
            || !all_parties(db, batch_size, |parties| send(Batch { parties, ..Batch::default() }))?
        {
            return Ok(());
        }
        let mut statement = db.prepare(&format!("SELECT {LIST_COLUMNS} FROM call ORDER BY id DESC"))?;
        let mut found = statement.query([])?;
        let mut rows: Vec<CallRow> = Vec::with_capacity(batch_size);
        while let Some(row) = found.next()? {
            rows.push(list_row(row, db, values)?);
            if rows.len() == batch_size {
                let full = std::mem::replace(&mut rows, Vec::with_capacity(batch_size));
                if !send(Batch { rows: full, ..Batch::default() }) {
                    return Ok(());
                }
            }
        }
        if !rows.is_empty() {
            send(Batch { rows, ..Batch::default() });
        }
        snapshot.finish()
    })
}
