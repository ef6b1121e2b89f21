//! Writing an export: one call at a time, in constant memory.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use crate::model::{Call, Zone};

use super::error::Error;
use super::file::{NewFile, Overwrite};
use super::json;
use super::table::Table;

/// How calls are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A table for sheets, with [`Options::delimiter`].
    #[default]
    Csv,
    /// A table with tabs.
    Tsv,
    /// Everything, a JSON object a line.
    Jsonl,
}

impl Format {
    /// The ending of file names.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
        }
    }
}

/// How to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The form.
    pub format: Format,
    /// The zone of local times.
    pub zone: Zone,
    /// For Excel: byte order mark, CRLF, times that sheets read, and a column `timezone`. Tables only.
    pub excel: bool,
    /// An apostrophe before cells that a sheet could run as a formula. Tables only.
    pub guard: bool,
    /// Control, bidirectional and invisible characters written as `\u{…}`: for a terminal, where they would act. A file keeps
    /// names as Zoom gave them. Tables only; JSON lines are both at once.
    pub escape: bool,
    /// Between the fields of CSV.
    pub delimiter: u8,
}

impl Default for Options {
    fn default() -> Self {
        Self { format: Format::Csv, zone: Zone::Local, excel: false, guard: true, escape: true, delimiter: b',' }
    }
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Calls.
    pub rows: u64,
    /// Size.
    pub bytes: u64,
    /// Cells with an apostrophe put before them.
    pub guarded: u64,
}

/// Between two looks at whether to go on.
const ROWS_A_LOOK: u64 = 256;

/// Writes the calls to `out`. Every 256 calls, and after the last, `progress` hears how many there are and may stop it.
///
/// # Errors
/// [`Error::Read`], [`Error::Write`] or [`Error::Cancelled`]; `out` has a part of the calls then.
pub fn write<E: std::error::Error + 'static>(
    out: impl io::Write,
    calls: impl IntoIterator<Item = Result<Call, E>>,
    options: Options,
    mut progress: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Written, Error<E>> {
    let mut out = Counted { out, bytes: 0 };
    let mut lines = Lines::new(&mut out, options).map_err(Error::Write)?;
    let mut rows = 0;
    for call in calls {
        lines.write(&call.map_err(Error::Read)?, options).map_err(Error::Write)?;
        rows += 1;
        if rows % ROWS_A_LOOK == 0 && progress(rows).is_break() {
            return Err(Error::Cancelled);
        }
    }
    let guarded = lines.finish().map_err(Error::Write)?;
    if progress(rows).is_break() {
        return Err(Error::Cancelled);
    }
    Ok(Written { rows, bytes: out.bytes, guarded })
}

/// Writes the calls to a new file that appears whole or not at all, for the owner's eyes only.
///
/// # Errors
/// See [`Error`]; a file of that name is as it was.
pub fn to_file<E: std::error::Error + 'static>(
    path: &Path,
    overwrite: Overwrite,
    calls: impl IntoIterator<Item = Result<Call, E>>,
    options: Options,
    progress: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Written, Error<E>> {
    let mut file = NewFile::create(path, overwrite)?;
    let written = write(&mut file, calls, options, progress).map_err(|error| match error {
        Error::Write(source) => Error::File { path: path.to_owned(), source },
        other @ (Error::AlreadyExists { .. }
        | Error::Busy { .. }
        | Error::File { .. }
        | Error::Read(_)
        | Error::Cancelled) => other,
    })?;
    file.publish()?;
    Ok(written)
}

enum Lines<W: io::Write> {
    Table(Box<Table<W>>),
    Json(io::BufWriter<W>),
}

impl<W: io::Write> Lines<W> {
    fn new(out: W, options: Options) -> io::Result<Self> {
        let table = |delimiter, out| Table::new(out, delimiter, options).map(|table| Self::Table(Box::new(table)));
        match options.format {
            Format::Csv => table(options.delimiter, out),
            Format::Tsv => table(b'\t', out),
            Format::Jsonl => Ok(Self::Json(io::BufWriter::new(out))),
        }
    }

    fn write(&mut self, call: &Call, options: Options) -> io::Result<()> {
        match self {
            Self::Table(table) => table.write(call),
            Self::Json(out) => json::write_line(out, call, options),
        }
    }

    fn finish(self) -> io::Result<u64> {
        match self {
            Self::Table(table) => table.finish(),
            Self::Json(mut out) => io::Write::flush(&mut out).map(|()| 0),
        }
    }
}

/// Counts the bytes on their way.
pub(super) struct Counted<W> {
    pub(super) out: W,
    pub(super) bytes: u64,
}

impl<W: io::Write> io::Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
