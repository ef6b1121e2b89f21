//! The export dialog, and the export that runs.

use tui_input::Input;

use super::effect::{ExportFormat, ExportJob};
use super::request::RequestId;

/// Which calls to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportRows {
    /// The marked ones.
    Marked,
    /// All that match the query.
    Matching,
}

/// For whom the file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpenIn {
    /// UTF-8, LF, times with offset.
    #[default]
    Scripts,
    /// Byte order mark, CRLF, times without offset.
    Excel,
}

/// In which zone times are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ZoneChoice {
    /// The person's own.
    #[default]
    Mine,
    /// UTC.
    Utc,
}

/// A line of the dialog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportField {
    /// Which calls.
    #[default]
    Rows,
    /// CSV, TSV, JSON Lines.
    Format,
    /// Scripts or Excel.
    OpenIn,
    /// The zone of the times.
    Times,
    /// The file's name.
    SaveTo,
    /// Whether to replace a file.
    Replace,
}

impl ExportField {
    /// The lines, from top to bottom.
    pub const ALL: [Self; 6] = [Self::Rows, Self::Format, Self::OpenIn, Self::Times, Self::SaveTo, Self::Replace];
}

/// The answers, kept for the next time.
#[derive(Clone, Debug)]
pub struct ExportAnswers {
    /// In which form.
    pub format: ExportFormat,
    /// For whom.
    pub open_in: OpenIn,
    /// In which zone.
    pub zone: ZoneChoice,
}

impl Default for ExportAnswers {
    fn default() -> Self {
        Self { format: ExportFormat::Csv, open_in: OpenIn::Scripts, zone: ZoneChoice::Mine }
    }
}

/// The dialog.
#[derive(Clone, Debug)]
pub struct ExportDialog {
    /// Which calls.
    pub rows: ExportRows,
    /// How many are marked.
    pub marked: usize,
    /// How many match.
    pub matching: usize,
    /// The answers.
    pub answers: ExportAnswers,
    /// The file's name; empty for the default name in the current directory.
    pub path: Input,
    /// Replace the file if it is there.
    pub replace: bool,
    /// The line that takes the keys.
    pub field: ExportField,
    /// What keeps it from starting.
    pub error: Option<&'static str>,
}

/// An export that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningExport {
    /// Which.
    pub request: RequestId,
    /// What is written, to try again.
    pub job: ExportJob,
    /// Calls to write.
    pub total: u64,
    /// Calls written.
    pub written: u64,
    /// The person stopped it, and it is about to end.
    pub cancelling: bool,
}
