//! CSV and TSV by RFC 4180: a field is quoted when it must be, quotes are doubled, there is always a header.

use std::borrow::Cow;
use std::io;

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
        rows.write_record(column_names().chain(options.excel.then_some("timezone"))).map_err(behind)?;
        Ok(Self { rows, options, guarded: 0 })
    }

    /// Writes the row of a call.
    pub(super) fn write(&mut self, call: &Call) -> io::Result<()> {
        self.row(call).map_err(behind)
    }

    fn row(&mut self, call: &Call) -> csv::Result<()> {
        for column in &COLUMNS {
            match (column.cell)(call, self.options) {
                Cell::Text(text) => self.untrusted(&text)?,
                Cell::Number(number) if is_e164(number.as_raw()) => self.rows.write_field(number.as_raw())?,
                Cell::Number(number) => self.untrusted(number)?,
                Cell::Seconds(None) => self.rows.write_field("")?,
                Cell::Seconds(Some(span)) => self.rows.write_field(span.as_secs().to_string())?,
                Cell::Own(own) => self.rows.write_field(&*own)?,
            }
        }
        if self.options.excel {
            self.rows.write_field(offset(call, self.options.zone))?;
        }
        self.rows.write_record(None::<&[u8]>)
    }

    fn untrusted(&mut self, text: &Text) -> csv::Result<()> {
        let shown = text.shown();
        let cell = if self.options.guard { guarded(&shown) } else { Cow::Borrowed(&*shown) };
        self.guarded += u64::from(cell.len() > shown.len());
        self.rows.write_field(&*cell)
    }

    /// Writes what waits, and says how many cells were guarded.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        self.rows.flush()?;
        Ok(self.guarded)
    }
}

/// The I/O error behind an error of the writer. Conversion by `?` would hide its kind, and so a reader that went away.
fn behind(error: csv::Error) -> io::Error {
    let words = error.to_string();
    if let csv::ErrorKind::Io(error) = error.into_kind() { error } else { io::Error::other(words) }
}
