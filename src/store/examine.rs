//! Looking at an archive without changing it: whether it is whole, and what is in it.

use std::path::Path;
use std::time::Instant;

use rusqlite::{Connection, ErrorCode};

use super::error::{Error, unreadable};
use super::{progress, read, schema};
use crate::model::Coverage;

/// What was found in an archive that is not known to be damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// True when SQLite found all of it whole; false when there was no time to look at all of it.
    pub is_whole: bool,
    /// Calls.
    pub calls: u64,
    /// The time fetched to its last page.
    pub coverage: Coverage,
}

/// SQLite asks whether to go on each time it has done so many steps.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;

/// Looks at the archive at `path`, and stops looking at `deadline`. The archive is only read. It blocks.
///
/// # Errors
/// [`Error::Damaged`] when it is not whole or no archive, [`Error::Newer`] when a later ringlog wrote it; else why it cannot
/// be read.
pub fn examine(path: &Path, deadline: Instant) -> Result<Examination, Error> {
    schema::refuse_newer(path)?;
    let mut db = schema::open_to_read(path)?;
    look(&mut db, deadline).map_err(|error| Error::sql(path, error))
}

fn look(db: &mut Connection, deadline: Instant) -> rusqlite::Result<Examination> {
    let (calls, coverage) = (read::count(db)?, progress::coverage(db)?);
    db.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || Instant::now() >= deadline))?;
    Ok(Examination { is_whole: is_whole(db)?, calls, coverage })
}

/// Source: sqlite.org, `PRAGMA quick_check`: one row `ok`, or a row a fault.
fn is_whole(db: &Connection) -> rusqlite::Result<bool> {
    match db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)) {
        Ok(word) if word == "ok" => Ok(true),
        Ok(fault) => Err(unreadable(fault)),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => Ok(false),
        Err(error) => Err(error),
    }
}
