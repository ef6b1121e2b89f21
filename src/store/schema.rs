//! Opening connections, and the steps that bring an older archive to today's form.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::error::Error;
use crate::files;

/// The steps, oldest first; append only. The format number of a file counts the steps it has had.
const MIGRATIONS: [&str; 7] = [
    include_str!("schema/001_archive.sql"),
    include_str!("schema/002_media_and_jobs.sql"),
    include_str!("schema/003_spoken.sql"),
    include_str!("schema/004_more_jobs.sql"),
    include_str!("schema/005_repeated_exports.sql"),
    include_str!("schema/006_media_slices.sql"),
    include_str!("schema/007_spoken_call.sql"),
];

/// How long a write waits for another process.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// 3.51.3, as SQLite counts it.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Opens the one connection that writes, and brings the prepared file to today's form. A file of a newer ringlog is refused
/// and not touched.
pub(super) fn open_to_write(path: &Path) -> Result<Connection, Error> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(Error::OldSqlite(rusqlite::version()));
    }
    refuse_newer(path)?;
    let fail = |error| Error::sql(path, error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(fail)?;
    set_up(&connection).map_err(fail)?;
    migrate(&mut connection, &MIGRATIONS).map_err(fail)?;
    Ok(connection)
}

/// Opens a connection that only reads. On a medium that takes no more bytes, where SQLite cannot have the index of its log, it
/// does without: then there must be no log.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, Error> {
    size(path)?;
    match open_with(path, Medium::Writable).map_err(|error| Error::sql(path, error)) {
        Err(error) if error.leaves_reading() && !has_log(path) => open_with(path, Medium::Immutable).map_err(|_| error),
        opened => opened,
    }
}

/// What SQLite may count on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Medium {
    /// The index of the log can be made.
    Writable,
    /// Nothing changes in the file and nothing can be made beside it.
    Immutable,
}

fn open_with(path: &Path, medium: Medium) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match medium {
        Medium::Writable => Connection::open_with_flags(path, flags)?,
        // Source: sqlite.org, "URI Filenames", 3.2: `immutable`.
        Medium::Immutable => match url::Url::from_file_path(std::path::absolute(path).unwrap_or_default()) {
            Ok(url) => Connection::open_with_flags(format!("{url}?immutable=1"), flags | OpenFlags::SQLITE_OPEN_URI)?,
            Err(()) => return Err(rusqlite::Error::InvalidPath(path.to_owned())),
        },
    };
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "cache_size", -2_000)?;
    connection.set_prepared_statement_cache_capacity(32);
    // Opening looks at nothing; the first read finds out.
    format(&connection)?;
    Ok(connection)
}

fn has_log(path: &Path) -> bool {
    std::fs::metadata(super::file::beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// True when the file has today's form, so that it can be read without having been opened to write.
pub(super) fn is_current(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(usize::try_from(format(connection)?) == Ok(MIGRATIONS.len()))
}

/// Looks at the format number without writing; opening to write could already play a log into the file.
pub(super) fn refuse_newer(path: &Path) -> Result<(), Error> {
    if size(path)? == 0 {
        return Ok(());
    }
    let found = match format_in_header(path).filter(|_| !has_log(path)) {
        Some(found) => found,
        None => format(&open_to_read(path)?).map_err(|error| Error::sql(path, error))?,
    };
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known { Err(Error::Newer { path: path.to_owned(), found, known }) } else { Ok(()) }
}

/// The bytes of a file. What is none is refused before SQLite opens it, which would wait for a pipe without end.
fn size(path: &Path) -> Result<u64, Error> {
    let found =
        std::fs::metadata(path).and_then(|found| if found.is_file() { Ok(found) } else { Err(files::no_file()) });
    found.map(|found| found.len()).map_err(|error| Error::io(path, error))
}

/// The format number as it stands in the file itself, which is all there is where no log lies beside it: a third of the time of
/// a connection. `None` where SQLite has to tell what is wrong. Source: sqlite.org, "Database File Format", 1.3.
fn format_in_header(path: &Path) -> Option<i64> {
    let mut header = [0; 64];
    File::open(path).ok()?.read_exact(&mut header).ok()?;
    let version = header.last_chunk::<4>()?;
    header.starts_with(b"SQLite format 3\0").then(|| i64::from(i32::from_be_bytes(*version)))
}

fn format(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "page_size", "8192")?;
    begin_log(connection)?;
    for (name, value) in [
        ("synchronous", "normal"),
        ("secure_delete", "on"),
        ("cache_size", "-4000"),
        ("journal_size_limit", "67108864"),
    ] {
        connection.pragma_update(None, name, value)?;
    }
    Ok(())
}

/// Gives a new file its log. For that it is taken for one alone, and there SQLite does not wait for whoever is as early; to
/// write it does, and by then the other is done.
fn begin_log(connection: &Connection) -> rusqlite::Result<()> {
    let deadline = Instant::now() + BUSY;
    loop {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && Instant::now() < deadline => {
                connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
            }
            begun => return begun,
        }
    }
}

/// Takes the steps that the file has not had, each with its number in one transaction.
fn migrate(connection: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    // Most files are up to date, and then the start waits for nobody who writes.
    if usize::try_from(format(connection)?).is_ok_and(|done| done == steps.len()) {
        return Ok(());
    }
    loop {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Read inside the transaction: another process may have been faster.
        let done = format(&transaction)?;
        let Some(step) = usize::try_from(done).ok().and_then(|done| steps.get(done)) else { return Ok(()) };
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", done + 1)?;
        transaction.commit()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(connection: &Connection) -> i64 {
        connection.query_row("SELECT count(*) FROM sqlite_schema WHERE type = 'table'", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn an_archive_of_each_past_format_gets_the_later_steps_and_keeps_its_rows() {
        for format_number in 0..=MIGRATIONS.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("past.db");
            let mut past = Connection::open(&path).unwrap();
            migrate(&mut past, &MIGRATIONS[..format_number]).unwrap();
            if format_number > 0 {
                past.execute("INSERT INTO meta (name, value) VALUES ('kept', 'yes')", []).unwrap();
            }
            drop(past);
            let today = open_to_write(&path).unwrap();
            assert_eq!(usize::try_from(format(&today).unwrap()), Ok(MIGRATIONS.len()));
            let kept: i64 = today.query_row("SELECT count(*) FROM meta", [], |row| row.get(0)).unwrap();
            assert_eq!(kept, i64::from(format_number > 0), "from format {format_number}");
        }
    }

    #[test]
    fn a_step_that_fails_half_way_leaves_the_file_at_the_step_before() {
        let mut connection = Connection::open_in_memory().unwrap();
        let steps = [MIGRATIONS[0], "CREATE TABLE half (a); CREATE TABLE half (a);"];
        assert!(migrate(&mut connection, &steps).is_err());
        assert_eq!(format(&connection).unwrap(), 1);
        let before = tables(&connection);
        migrate(&mut connection, &[MIGRATIONS[0], "CREATE TABLE half (a);"]).unwrap();
        assert_eq!((format(&connection).unwrap(), tables(&connection)), (2, before + 1));
    }

    /// A power cut leaves the log up to any byte: each migration has happened then, or has not.
    fn migrations_are_cut_off(points: usize) {
        for step in 0..MIGRATIONS.len() {
            let folder = tempfile::tempdir().unwrap();
            let [path, cut] = ["old.db", "cut.db"].map(|name| folder.path().join(name));
            let mut old = Connection::open(&path).unwrap();
            set_up(&old).unwrap();
            migrate(&mut old, &MIGRATIONS[..step]).unwrap();
            if step > 0 {
                old.execute("INSERT INTO meta (name, value) VALUES ('kept', 'yes')", []).unwrap();
            }
            old.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
            let before = tables(&old);
            old.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
            migrate(&mut old, &MIGRATIONS[..=step]).unwrap();
            let after = tables(&old);
            let log = std::fs::read(super::super::file::beside(&path, "-wal")).unwrap();
            for point in 0..=points {
                std::fs::copy(&path, &cut).unwrap();
                std::fs::write(super::super::file::beside(&cut, "-wal"), &log[..log.len() * point / points]).unwrap();
                let _ = std::fs::remove_file(super::super::file::beside(&cut, "-shm"));
                let found = Connection::open(&cut).unwrap();
                let state = (usize::try_from(format(&found).unwrap()).unwrap(), tables(&found));
                assert!(state == (step, before) || state == (step + 1, after), "step {step}, point {point}: {state:?}");
                assert!(point < points || state.0 == step + 1);
                drop(found);
                let today = open_to_write(&cut).unwrap();
                assert_eq!(format(&today).unwrap(), i64::try_from(MIGRATIONS.len()).unwrap());
                let check: String = today.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
                assert_eq!(check, "ok");
            }
        }
    }

    #[test]
    fn a_migration_cut_off_anywhere_is_done_or_not_begun() {
        migrations_are_cut_off(20);
    }

    #[test]
    #[ignore = "full size of SECURITY row E12"]
    fn a_migration_cut_off_at_a_hundred_points_is_done_or_not_begun() {
        migrations_are_cut_off(100);
    }

    #[test]
    fn what_the_archive_counts_on_is_set() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.db");
        let _lock = super::super::file::prepare(&path).unwrap();
        let connection = open_to_write(&path).unwrap();
        let pragma = |name: &str| {
            let value = |row: &rusqlite::Row<'_>| row.get::<_, rusqlite::types::Value>(0);
            connection.query_row(&format!("PRAGMA {name}"), [], value).unwrap()
        };
        // Rows and progress fall back together, so that nothing needs a flush for each page (1 is NORMAL).
        assert_eq!(pragma("journal_mode"), rusqlite::types::Value::Text("wal".to_owned()));
        assert_eq!(pragma("synchronous"), rusqlite::types::Value::Integer(1));
        assert_eq!(pragma("secure_delete"), rusqlite::types::Value::Integer(1));
    }

    #[test]
    fn many_that_open_a_new_archive_at_once_all_get_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.db");
        std::thread::scope(|scope| {
            let opened: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        let _lock = super::super::file::prepare(&path)?;
                        open_to_write(&path).map(drop)
                    })
                })
                .collect();
            for result in opened {
                result.join().unwrap().unwrap();
            }
        });
    }
}
