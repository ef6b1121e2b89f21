//! All of a selection at one moment, for export: whole calls, or rows for tables.

use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::{Connection, Row, params_from_iter};

use crate::model::{Call, CallKey, CallSource, TableRow};

use super::dictionary::Values;
use super::error::Error;
use super::read::{Reader, count};
use super::row::{COLUMNS, Stored};
use super::table::{TABLE_COLUMNS, TableParts};

/// Calls in the order that was asked for, all as they were at one moment, read a few at a time. It blocks: not for async tasks.
pub struct Calls {
    wanted: Wanted,
    read: std::vec::IntoIter<Call>,
    parts: TableParts,
    whole: Selects,
    rows: Selects,
}

/// The statements that read calls, of which the first column is the key.
struct Selects {
    /// Those of so many keys, in their order.
    of_keys: String,
    /// All from one key down to another.
    falling: String,
}

/// The keys to come, and where their calls lie.
struct Wanted {
    reader: Reader,
    keys: std::vec::IntoIter<CallKey>,
    /// The last keys stood side by side in the archive, or nearly.
    is_dense: bool,
    missing: u64,
}

impl Calls {
    pub(super) fn open(path: &Path, keys: Vec<CallKey>) -> Result<Self, Error> {
        let mut reader = Reader::open(path)?;
        // The moment is that of the first read in the transaction.
        reader.read(|db, _| {
            db.execute_batch("BEGIN")?;
            count(db)
        })?;
        let [whole, rows] = [&format!("id, late_ms, {COLUMNS}"), TABLE_COLUMNS].map(Selects::of);
        let wanted = Wanted { reader, keys: keys.into_iter(), is_dense: true, missing: 0 };
        Ok(Self { wanted, read: Vec::new().into_iter(), parts: TableParts::default(), whole, rows })
    }

    /// How many of the keys met so far named no call (it moved since the key was learned).
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.wanted.missing
    }

    /// The calls, whole, one by one.
    pub fn whole(&mut self) -> impl Iterator<Item = Result<Call, Error>> {
        std::iter::from_fn(|| self.next_call())
    }
}

impl CallSource for Calls {
    type Error = Error;

    fn next_call(&mut self) -> Option<Result<Call, Error>> {
        loop {
            if let Some(call) = self.read.next() {
                return Some(Ok(call));
            }
            let mut calls = Vec::with_capacity(Wanted::AT_ONCE);
            let read = self.wanted.read(&self.whole, |row, db, values| {
                calls.push(Stored::read(row)?.1.call(db, values)?);
                Ok(ControlFlow::Continue(()))
            });
            match read {
                Ok(true) => self.read = calls.into_iter(),
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }

    fn next_rows(&mut self, take: &mut dyn FnMut(&TableRow<'_>) -> ControlFlow<()>) -> Result<bool, Error> {
        let parts = &mut self.parts;
        self.wanted.read(&self.rows, |row, db, values| Ok(take(&parts.row(row, db, values)?)))
    }
}

impl Selects {
    fn of(columns: &str) -> Self {
        let numbers: Vec<String> = (1..=Wanted::AT_ONCE).map(|number| format!("(?{number})")).collect();
        // A cross join keeps its order: the calls come as their keys stand.
        let keys = numbers.join(",");
        Self {
            of_keys: format!("SELECT {columns} FROM (VALUES {keys}) AS key CROSS JOIN call ON call.id = key.column1"),
            falling: format!("SELECT {columns} FROM call WHERE id BETWEEN ?2 AND ?1 ORDER BY id DESC"),
        }
    }
}

impl Wanted {
    /// As many calls are read by one statement: enough that its own cost does not show, few enough to take no memory.
    const AT_ONCE: usize = 64;

    /// Passing over so many rows costs about as much as finding [`Wanted::AT_ONCE`] one by one.
    const MOST_PASSED: usize = 128;

    /// Reads the rows of the next keys; false when there are no more, or when `take` broke off.
    fn read(&mut self, selects: &Selects, mut take: impl Take) -> Result<bool, Error> {
        let mut keys: Vec<i64> = self.keys.by_ref().take(Self::AT_ONCE).map(|key| key.0).collect();
        if keys.is_empty() {
            return Ok(false);
        }
        let asked = keys.len();
        let mut found = 0;
        let mut counted = |row: &Row<'_>, db: &Connection, values: &mut Values| {
            found += 1;
            take(row, db, values)
        };
        if self.is_dense && keys.is_sorted_by(|newer, older| newer > older) {
            match self.reader.read(|db, values| read_falling(&selects.falling, &keys, db, values, &mut counted))? {
                Falling::BrokenOff => return Ok(false),
                Falling::Over => keys.clear(),
                Falling::Sparse(rest) => (self.is_dense, keys) = (false, rest),
            }
        }
        if !keys.is_empty()
            && self.reader.read(|db, values| read_each(&selects.of_keys, &keys, db, values, &mut counted))?.is_break()
        {
            return Ok(false);
        }
        self.missing += u64::try_from(asked - found).unwrap_or(0);
        Ok(true)
    }
}

/// What takes rows.
trait Take: FnMut(&Row<'_>, &Connection, &mut Values) -> rusqlite::Result<ControlFlow<()>> {}

impl<T: FnMut(&Row<'_>, &Connection, &mut Values) -> rusqlite::Result<ControlFlow<()>>> Take for T {}

/// How reading side by side ended.
enum Falling {
    /// All were met that there are.
    Over,
    /// What is taken broke off.
    BrokenOff,
    /// Too many others lie between; these were not met yet.
    Sparse(Vec<i64>),
}

/// Reads everything from the first of `keys` down to the last, and passes over what was not asked for.
fn read_falling(
    select: &str,
    keys: &[i64],
    db: &Connection,
    values: &mut Values,
    mut take: impl Take,
) -> rusqlite::Result<Falling> {
    let mut statement = db.prepare_cached(select)?;
    let mut rows = statement.query([keys.first(), keys.last()])?;
    let mut to_come = keys.iter().copied().peekable();
    let mut left = Wanted::AT_ONCE + Wanted::MOST_PASSED;
    while let Some(row) = rows.next()? {
        let key: i64 = row.get(0)?;
        while to_come.next_if(|wanted| *wanted > key).is_some() {}
        if to_come.next_if_eq(&key).is_some() && take(row, db, values)?.is_break() {
            return Ok(Falling::BrokenOff);
        }
        left -= 1;
        if left == 0 {
            return Ok(Falling::Sparse(to_come.collect()));
        }
    }
    Ok(Falling::Over)
}

/// Looks each of `keys` up.
fn read_each(
    select: &str,
    keys: &[i64],
    db: &Connection,
    values: &mut Values,
    mut take: impl Take,
) -> rusqlite::Result<ControlFlow<()>> {
    let mut statement = db.prepare_cached(select)?;
    let nobody = std::iter::repeat_n(None, Wanted::AT_ONCE - keys.len());
    let mut rows = statement.query(params_from_iter(keys.iter().map(Some).chain(nobody)))?;
    while let Some(row) = rows.next()? {
        if take(row, db, values)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}
