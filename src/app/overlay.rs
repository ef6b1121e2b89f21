//! What lies over the view, the topmost taking the keys.

use super::effect::{ExportJob, SyncRange};
use super::export_dialog::ExportDialog;
use super::help::Help;
use super::problem::Problem;
use super::time_range::TimeRange;

/// One layer.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// The time-range picker.
    TimeRange(TimeRange),
    /// The export dialog.
    Export(ExportDialog),
    /// The copy menu.
    Copy,
    /// The help.
    Help(Help),
    /// What went wrong.
    Problem {
        /// What, and what helps.
        problem: Problem,
        /// What to try again.
        retry: Option<Retry>,
    },
    /// A question to answer with yes or no.
    Question(Question),
}

/// What can be tried again after a problem.
#[derive(Clone, Debug, PartialEq)]
pub enum Retry {
    /// Reading the archive.
    LoadArchive,
    /// Using the stored credential.
    RestoreSession,
    /// Signing in.
    SignIn,
    /// Signing out.
    SignOut,
    /// Fetching.
    Sync(SyncRange),
    /// Writing.
    Export(ExportJob),
}

/// A question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// An export is being written: quit anyway?
    Quit,
    /// Really sign out?
    SignOut,
}
