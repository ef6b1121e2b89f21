//! A small table on standard output, in the form asked for.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};

use serde_json::{Value, json};

use super::args::FormArgs;
use super::failure::Failure;
use super::output::{put, unwritable};
use crate::export::{self, Format, Options, terminal_safe};
use crate::model::Sheet;

/// Prints the table: columns on a terminal, tab-separated in a pipe, else as asked. `complete` says whether the figures are
/// exact, or of a part; `more` is what else JSON tells.
pub(super) fn print(sheet: &Sheet, form: FormArgs, complete: bool, more: &[(&str, Value)]) -> Result<(), Failure> {
    let format = match form {
        FormArgs { json: true, .. } => return put(as_json(sheet, complete, more)),
        FormArgs { csv: true, .. } => Format::Csv,
        FormArgs { tsv: true, .. } => Format::Tsv,
        FormArgs { .. } if io::stdout().is_terminal() => {
            return sheet.lines().into_iter().try_for_each(put);
        }
        FormArgs { .. } => Format::Tsv,
    };
    write(sheet, format)
}

/// Writes the table to standard output as a file would have it.
pub(super) fn write(sheet: &Sheet, format: Format) -> Result<(), Failure> {
    // In a pipe too: most end on a terminal all the same, and JSON is there for names as they are.
    let options = Options { format, ..Options::default() };
    let mut out = BufWriter::new(io::stdout().lock());
    let written = export::write_sheet(&mut out, sheet, options).and_then(|_| out.flush());
    written.map_err(|error| unwritable(&error))
}

fn as_json(sheet: &Sheet, complete: bool, more: &[(&str, Value)]) -> String {
    let rows = sheet.rows.iter().map(|row| {
        let named = sheet.columns.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), cell.json()));
        Value::Object(named.collect())
    });
    let rows: Vec<Value> = rows.collect();
    let mut told = json!({ "complete": complete, "covers": sheet.covers, "rows": rows });
    for (name, value) in more {
        told[*name] = value.clone();
    }
    terminal_safe(&told.to_string())
}
