//! CSV and TSV by RFC 4180: a field is quoted when it must be, quotes are doubled, there is always a header. The cells of what
//! calls share are made once for all of them.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::ops::Range;

use chrono::{DateTime, Utc};
use compact_str::ToCompactString as _;
use memchr::{memchr, memchr3};
use rustc_hash::FxHashMap;

use crate::model::{TableRow, Text, Zone, guarded, is_e164};

use super::columns::{COLUMNS, Cell, Part, column_names};
use super::times::{Style, Times};
use super::write::Options;

/// Excel takes a file for UTF-8 when it begins with this.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// So many bytes are gathered before they are written.
const GATHERED: usize = 1 << 16;

/// Writes rows.
pub(super) struct Table<W: io::Write> {
    out: W,
    runs: Vec<Run>,
    lines: Lines,
}

/// Columns side by side that follow from the same part, and the cells of the parts met so far.
struct Run {
    part: Part,
    columns: Range<usize>,
    known: FxHashMap<u32, Cells>,
}

/// Cells as they are written, each with the delimiter after it.
struct Cells {
    written: Box<str>,
    guarded: u64,
}

impl Run {
    /// Parts to remember; more are made anew. Each takes about a hundred bytes.
    const MOST: usize = 32_768;
}

impl<W: io::Write> Table<W> {
    /// Begins with the header.
    pub(super) fn new(out: W, delimiter: u8, options: Options) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        for (column, of) in COLUMNS.iter().enumerate() {
            match runs.last_mut() {
                Some(run) if run.part == of.part => run.columns.end += 1,
                Some(_) | None => {
                    runs.push(Run { part: of.part, columns: column..column + 1, known: FxHashMap::default() });
                }
            }
        }
        let mut lines = Lines::new(delimiter, options);
        if options.excel {
            lines.text.push_str(BYTE_ORDER_MARK);
        }
        for name in column_names().chain(options.excel.then_some("timezone")) {
            lines.field(name);
        }
        lines.end();
        Self { out, runs, lines }
    }

    /// Writes the row of a call.
    pub(super) fn write(&mut self, row: &TableRow<'_>) -> io::Result<()> {
        for run in &mut self.runs {
            let Some(number) = run.part.number(row) else {
                self.lines.cells(&run.columns, row);
                continue;
            };
            if let Some(known) = run.known.get(&number) {
                self.lines.text.push_str(&known.written);
                self.lines.guarded += known.guarded;
                continue;
            }
            let before = (self.lines.text.len(), self.lines.guarded);
            self.lines.cells(&run.columns, row);
            if run.known.len() >= Run::MOST {
                run.known.clear();
            }
            let written = self.lines.text.get(before.0..).unwrap_or_default().into();
            run.known.insert(number, Cells { written, guarded: self.lines.guarded - before.1 });
        }
        if self.lines.options.excel {
            self.lines.offset(row.start_time);
        }
        self.lines.end();
        if self.lines.text.len() >= GATHERED { self.pass_on() } else { Ok(()) }
    }

    fn pass_on(&mut self) -> io::Result<()> {
        self.out.write_all(self.lines.text.as_bytes())?;
        self.lines.text.clear();
        Ok(())
    }

    /// Writes what waits, and says how many cells were guarded.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        self.pass_on()?;
        self.out.flush()?;
        Ok(self.lines.guarded)
    }
}

/// Rows as text.
struct Lines {
    text: String,
    delimiter: u8,
    end: &'static str,
    options: Options,
    local: Times,
    utc: Times,
    guarded: u64,
}

impl Lines {
    fn new(delimiter: u8, options: Options) -> Self {
        let style = |zulu| if options.excel { Style::Sheet } else { Style::Rfc3339 { zulu } };
        Self {
            text: String::with_capacity(GATHERED + GATHERED / 16),
            delimiter,
            end: if options.excel { "\r\n" } else { "\n" },
            options,
            local: Times::new(options.zone, style(false)),
            utc: Times::new(Zone::Utc, style(true)),
            guarded: 0,
        }
    }

    fn cells(&mut self, columns: &Range<usize>, row: &TableRow<'_>) {
        for column in COLUMNS.get(columns.clone()).unwrap_or_default() {
            match (column.cell)(row) {
                Cell::Number(number) if is_e164(number) => self.field(number),
                Cell::Text(text) | Cell::Number(text) => self.untrusted(text),
                Cell::Seconds(None) | Cell::Local(None) => self.field(""),
                Cell::Seconds(Some(span)) => {
                    self.text.push_str(&span.as_secs().to_compact_string());
                    self.text.push(self.delimiter.into());
                }
                Cell::Local(Some(moment)) => {
                    self.local.push(moment, &mut self.text);
                    self.text.push(self.delimiter.into());
                }
                Cell::Utc(moment) => {
                    self.utc.push(moment, &mut self.text);
                    self.text.push(self.delimiter.into());
                }
                Cell::Own(own) => self.field(&own),
            }
        }
    }

    fn untrusted(&mut self, raw: &str) {
        let shown = if self.options.escape { escaped(raw) } else { Cow::Borrowed(raw) };
        let cell = if self.options.guard { guarded(&shown) } else { Cow::Borrowed(&*shown) };
        self.guarded += u64::from(cell.len() > shown.len());
        self.field(&cell);
    }

    /// Writes a cell, in quotes when it could be taken for more than one.
    fn field(&mut self, cell: &str) {
        let bytes = cell.as_bytes();
        if memchr3(b'"', b'\n', b'\r', bytes).is_some() || memchr(self.delimiter, bytes).is_some() {
            self.text.push('"');
            self.text
                .extend(cell.split_inclusive('"').flat_map(|part| [part, if part.ends_with('"') { "\"" } else { "" }]));
            self.text.push('"');
        } else {
            self.text.push_str(cell);
        }
        self.text.push(self.delimiter.into());
    }

    /// The offset that the local times of a call have, for sheets: `UTC+01:00`.
    fn offset(&mut self, start: DateTime<Utc>) {
        // Writing to a String cannot fail.
        let _ = write!(self.text, "UTC{}{}", self.options.zone.at(start).offset(), char::from(self.delimiter));
    }

    /// Ends a row: its last cell has no delimiter after it.
    fn end(&mut self) {
        self.text.pop();
        self.text.push_str(self.end);
    }
}

fn escaped(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(Text::new(raw).shown().into_owned())
}
