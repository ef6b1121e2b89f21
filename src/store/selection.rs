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
    selects: [String; 2],
}

/// The keys to come, and where their calls lie.
struct Wanted {
    reader: Reader,
    keys: std::vec::IntoIter<CallKey>,
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
        let selects = [&format!("id, late_ms, {COLUMNS}"), TABLE_COLUMNS].map(Wanted::select);
        let wanted = Wanted { reader, keys: keys.into_iter(), missing: 0 };
        Ok(Self { wanted, read: Vec::new().into_iter(), parts: TableParts::default(), selects })
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
            let read = self.wanted.read(&self.selects[0], |row, db, values| {
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
        self.wanted.read(&self.selects[1], |row, db, values| Ok(take(&parts.row(row, db, values)?)))
    }
}

impl Wanted {
    /// As many calls are read by one statement: enough that its own cost does not show, few enough to take no memory.
    const AT_ONCE: usize = 64;

    /// The statement for [`Wanted::AT_ONCE`] keys.
    fn select(columns: &str) -> String {
        let numbers: Vec<String> = (1..=Self::AT_ONCE).map(|number| format!("(?{number})")).collect();
        // A cross join keeps its order: the calls come as their keys stand.
        let keys = numbers.join(",");
        format!("SELECT {columns} FROM (VALUES {keys}) AS key CROSS JOIN call ON call.id = key.column1")
    }

    /// Reads the rows of the next keys; false when there are no more, or when `take` broke off.
    fn read(
        &mut self,
        select: &str,
        mut take: impl FnMut(&Row<'_>, &Connection, &mut Values) -> rusqlite::Result<ControlFlow<()>>,
    ) -> Result<bool, Error> {
        let mut keys = [None; Self::AT_ONCE];
        let asked = keys.iter_mut().zip(self.keys.by_ref()).map(|(key, next)| *key = Some(next.0)).count();
        if asked == 0 {
            return Ok(false);
        }
        let (found, goes_on) = self.reader.read(|db, values| {
            let mut statement = db.prepare_cached(select)?;
            let mut rows = statement.query(params_from_iter(keys))?;
            let mut found = 0;
            while let Some(row) = rows.next()? {
                found += 1;
                if take(row, db, values)?.is_break() {
                    return Ok((found, false));
                }
            }
            Ok((found, true))
        })?;
        if goes_on {
            self.missing += u64::try_from(asked - found).unwrap_or(0);
        }
        Ok(goes_on)
    }
}
