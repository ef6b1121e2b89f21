//! Writes calls out: CSV and TSV for sheets, JSON lines with everything, and the file that appears whole or not at all.
//! Imports `model` only.
//! It never chooses which calls, never overwrites unasked, and never writes a cell that a sheet would run as a formula.

mod columns;
mod error;
mod file;
mod json;
mod name;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod times;
mod write;

pub use columns::column_names;
pub use error::Error;
pub use file::{Overwrite, put_in_place};
pub use json::{one_line, terminal_safe};
pub use name::{next_free, sheet_name};
pub use sheet::{sheet_to_file, write_sheet};
pub use write::{Format, Options, Written, to_file, write};
