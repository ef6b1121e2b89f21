//! Writing an export: one call at a time, in constant memory.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use crate::model::{CallSource, TableRow, Zone};

use super::error::Error;
use super::file::{NewFile, Overwrite};
use super::json::Json;
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
pub fn write<S>(
    out: impl io::Write,
    calls: S,
    options: Options,
    mut progress: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Written, Error<S::Error>>
where
    S: CallSource<Error: std::error::Error + 'static>,
{
    let mut out = Counted { out, bytes: 0 };
    let mut rows = 0;
    let mut count = |step| {
        rows += step;
        let stops = (step == 0 || rows % ROWS_A_LOOK == 0) && progress(rows).is_break();
        if stops { Err(Error::Cancelled) } else { Ok(()) }
    };
    let guarded = match options.format {
        Format::Csv => write_table(&mut out, calls, options.delimiter, options, &mut count)?,
        Format::Tsv => write_table(&mut out, calls, b'\t', options, &mut count)?,
        Format::Jsonl => write_lines(&mut out, calls, options, &mut count)?,
    };
    count(0)?;
    Ok(Written { rows, bytes: out.bytes, guarded })
}

/// Gives the number of guarded cells.
fn write_table<S: CallSource<Error: std::error::Error + 'static>>(
    out: impl io::Write,
    mut calls: S,
    delimiter: u8,
    options: Options,
    count: &mut impl FnMut(u64) -> Result<(), Error<S::Error>>,
) -> Result<u64, Error<S::Error>> {
    let mut table = Table::new(out, delimiter, options);
    let mut written = Ok(());
    let mut take = |row: &TableRow<'_>| {
        written = table.write(row).map_err(Error::Write).and_then(|()| count(1));
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    while calls.next_rows(&mut take).map_err(Error::Read)? {}
    written?;
    table.finish().map_err(Error::Write)
}

/// Lines have no guarded cells.
fn write_lines<S: CallSource<Error: std::error::Error + 'static>>(
    out: impl io::Write,
    mut calls: S,
    options: Options,
    count: &mut impl FnMut(u64) -> Result<(), Error<S::Error>>,
) -> Result<u64, Error<S::Error>> {
    let mut out = io::BufWriter::new(out);
    let mut lines = Json::new(options);
    while let Some(call) = calls.next_call() {
        lines.write(&mut out, &call.map_err(Error::Read)?).map_err(Error::Write)?;
        count(1)?;
    }
    io::Write::flush(&mut out).map_err(Error::Write)?;
    Ok(0)
}

/// Writes the calls to a new file that appears whole or not at all, for the owner's eyes only.
///
/// # Errors
/// See [`Error`]; a file of that name is as it was.
pub fn to_file<S>(
    path: &Path,
    overwrite: Overwrite,
    calls: S,
    options: Options,
    progress: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Written, Error<S::Error>>
where
    S: CallSource<Error: std::error::Error + 'static>,
{
    let mut file = NewFile::create(path, overwrite)?;
    let written = write(&mut file, calls, options, progress).map_err(|error| match error {
        Error::Write(source) => Error::File { path: path.to_owned(), source },
        other @ (Error::AlreadyExists { .. }
        | Error::Folder { .. }
        | Error::Link { .. }
        | Error::NoFile { .. }
        | Error::Busy { .. }
        | Error::File { .. }
        | Error::Read(_)
        | Error::Cancelled) => other,
    })?;
    file.publish()?;
    Ok(written)
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
