//! Tables of figures: the rules of a call's cells, for numbers and names.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use crate::model::{Sheet, SheetCell, guarded, is_e164};

use super::error::Error;
use super::file::{NewFile, Overwrite};
use super::write::{Counted, Format, Options, Written};

/// Writes the headings and rows as CSV or TSV, or a JSON object a row.
///
/// # Errors
/// What `out` said.
pub fn write_sheet(out: impl io::Write, sheet: &Sheet, options: Options) -> io::Result<Written> {
    let mut out = Counted { out, bytes: 0 };
    let guarded = match options.format {
        Format::Csv => write_table(&mut out, sheet, options.delimiter, options)?,
        Format::Tsv => write_table(&mut out, sheet, b'\t', options)?,
        Format::Jsonl => {
            for row in &sheet.rows {
                let named = sheet.columns.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), cell.json()));
                let object = serde_json::Value::Object(named.collect());
                io::Write::write_all(&mut out, super::terminal_safe(&object.to_string()).as_bytes())?;
                io::Write::write_all(&mut out, b"\n")?;
            }
            0
        }
    };
    Ok(Written { rows: sheet.rows.len() as u64, bytes: out.bytes, guarded })
}

fn write_table(out: impl io::Write, sheet: &Sheet, delimiter: u8, options: Options) -> io::Result<u64> {
    let mut builder = csv::WriterBuilder::new();
    builder.delimiter(delimiter).terminator(csv::Terminator::Any(b'\n'));
    let mut rows = builder.from_writer(out);
    let mut changed = 0;
    rows.write_record(&sheet.columns).map_err(cause)?;
    for row in &sheet.rows {
        for cell in row {
            let written = match cell {
                SheetCell::Text(text) if options.escape => text.to_string(),
                SheetCell::Text(_)
                | SheetCell::Own(_)
                | SheetCell::Count(_)
                | SheetCell::Share(_)
                | SheetCell::Seconds(_) => cell.plain(),
            };
            let others = matches!(cell, SheetCell::Text(_)) && !is_e164(&written);
            let safe = if options.guard && others { guarded(&written) } else { Cow::Borrowed(written.as_str()) };
            changed += u64::from(safe.len() > written.len());
            rows.write_field(&*safe).map_err(cause)?;
        }
        rows.write_record(None::<&[u8]>).map_err(cause)?;
    }
    rows.flush()?;
    Ok(changed)
}

/// Writes a table of figures to a new CSV file that appears whole or not at all, for the owner's eyes only.
///
/// # Errors
/// [`Error::AlreadyExists`], [`Error::Busy`] or [`Error::File`]; a file of that name is as it was.
pub fn sheet_to_file<E: std::error::Error + 'static>(path: &Path, sheet: &Sheet) -> Result<Written, Error<E>> {
    let mut file = NewFile::create(path, Overwrite::Refuse)?;
    let options = Options { escape: false, ..Options::default() };
    let failed = |source| Error::File { path: path.to_owned(), source };
    let written = write_sheet(&mut file, sheet, options).map_err(failed)?;
    file.publish()?;
    Ok(written)
}

/// What the system said, without the wrapping: a closed pipe has to be known for one.
fn cause(error: csv::Error) -> io::Error {
    if let csv::ErrorKind::Io(found) = error.kind() {
        return io::Error::new(found.kind(), error);
    }
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            name: "number",
            covers: String::new(),
            columns: vec!["name", "number", "calls", "answered_share"],
            rows: vec![
                vec![
                    SheetCell::Text("=cmd".into()),
                    SheetCell::Text("+12025550134".into()),
                    SheetCell::Count(41),
                    SheetCell::Share(Some(0.5)),
                ],
                vec![
                    SheetCell::Text("a, b".into()),
                    SheetCell::Text("+1=2".into()),
                    SheetCell::Count(1),
                    SheetCell::Share(None),
                ],
            ],
        }
    }

    #[test]
    fn names_are_guarded_and_whole_numbers_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stats_number_2026-11-20.csv");
        let written = sheet_to_file::<io::Error>(&path, &sheet()).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "name,number,calls,answered_share\n'=cmd,+12025550134,41,0.5000\n\"a, b\",'+1=2,1,\n");
        assert_eq!((written.rows, written.guarded, written.bytes), (2, 2, text.len() as u64));
        assert!(matches!(sheet_to_file::<io::Error>(&path, &sheet()), Err(Error::AlreadyExists { .. })));
    }

    #[test]
    fn a_row_of_json_has_numbers_and_null() {
        let mut out = Vec::new();
        let options = Options { format: Format::Jsonl, ..Options::default() };
        write_sheet(&mut out, &sheet(), options).unwrap();
        let last = String::from_utf8(out).unwrap().lines().last().unwrap().to_owned();
        let row: serde_json::Value = serde_json::from_str(&last).unwrap();
        assert_eq!((&row["calls"], &row["answered_share"]), (&serde_json::json!(1), &serde_json::Value::Null));
    }
}
