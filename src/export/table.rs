//! CSV and TSV by RFC 4180: a field is quoted when it must be, quotes are doubled, there is always a header.

use std::borrow::Cow;
use std::io;

use compact_str::ToCompactString as _;

use crate::model::{Call, Text, is_e164};

use super::columns::{COLUMNS, Cell, column_names, offset};
use super::guard::guarded;
use super::write::Options;

/// Excel takes a file for UTF-8 when it begins with this.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes rows.
pub(super) struct Table<W: io::Write> {
    rows: csv::Writer<W>,
    options: Options,
    guarded: u64,
}

impl<W: io::Write> Table<W> {
    /// Writes the header.
    pub(super) fn new(mut out: W, delimiter: u8, options: Options) -> io::Result<Self> {
        let mut builder = csv::WriterBuilder::new();
        builder.delimiter(delimiter);
        if options.excel {
            builder.terminator(csv::Terminator::CRLF);
            out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        } else {
            builder.terminator(csv::Terminator::Any(b'\n'));
        }
        let mut rows = builder.from_writer(out);
        rows.write_record(column_names().chain(options.excel.then_some("timezone"))).map_err(cause)?;
        Ok(Self { rows, options, guarded: 0 })
    }

    /// Writes the row of a call.
    pub(super) fn write(&mut self, call: &Call) -> io::Result<()> {
        for column in &COLUMNS {
            match (column.cell)(call, self.options) {
                Cell::Text(text) => self.untrusted(&text)?,
                Cell::Number(number) if is_e164(number.as_raw()) => self.own(number.as_raw())?,
                Cell::Number(number) => self.untrusted(number)?,
                Cell::Seconds(None) => self.own("")?,
                Cell::Seconds(Some(span)) => self.own(&span.as_secs().to_compact_string())?,
                Cell::Own(own) => self.own(&own)?,
            }
        }
        if self.options.excel {
            self.own(&offset(call, self.options.zone))?;
        }
        self.rows.write_record(None::<&[u8]>).map_err(cause)
    }

    fn untrusted(&mut self, text: &Text) -> io::Result<()> {
        let written = if self.options.escape { text.shown() } else { Cow::Borrowed(text.as_raw()) };
        let cell = if self.options.guard { guarded(&written) } else { Cow::Borrowed(&*written) };
        self.guarded += u64::from(cell.len() > written.len());
        self.rows.write_field(&*cell).map_err(cause)
    }

    /// Writes a cell that no sheet would run.
    fn own(&mut self, cell: &str) -> io::Result<()> {
        self.rows.write_field(cell).map_err(cause)
    }

    /// Writes what waits, and says how many cells were guarded.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        self.rows.flush()?;
        Ok(self.guarded)
    }
}

/// What the system said, without the wrapping: a closed pipe has to be known for one.
pub(super) fn cause(error: csv::Error) -> io::Error {
    if let csv::ErrorKind::Io(found) = error.kind() {
        return io::Error::new(found.kind(), error);
    }
    io::Error::other(error)
}
