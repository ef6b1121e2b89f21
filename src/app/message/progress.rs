//! How far long work is, what it waits for, and how it went.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::super::price::Price;
use super::super::problem::Problem;
use crate::model::{Coverage, Job, Span};

/// How far a sync is.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncProgress {
    /// Calls fetched so far, new or not.
    pub calls: u64,
    /// Calls that Zoom said there are, as far as it was asked; grows slice by slice.
    pub total: Option<u64>,
    /// Slices done.
    pub slices_done: u32,
    /// Slices in all.
    pub slices: u32,
    /// Calls a second, lately.
    pub rate: f64,
    /// Requests of the daily kind that we made today.
    pub requests_today: u64,
    /// When it may be done, at this rate.
    pub eta: Option<DateTime<Utc>>,
    /// Which time the archive covers now.
    pub coverage: Coverage,
}

/// How a sync went.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncOutcome {
    /// Calls not in the archive before.
    pub new: u64,
    /// Calls that were there and changed.
    pub changed: u64,
    /// Rows that could not be read; they are counted, logged by reason, and asked for again next time.
    pub bad_rows: u64,
    /// True when every slice was fetched to its end.
    pub complete: bool,
    /// The person stopped it.
    pub cancelled: bool,
    /// It stopped for this: the rest costs so much that a person has to agree first.
    pub asks: Option<Price>,
    /// Spans that could not be fetched, with the reason.
    pub failed: Vec<(Span, Problem)>,
    /// Which time the archive covers now.
    pub coverage: Coverage,
    /// When it ended.
    pub at: DateTime<Utc>,
}

/// A wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Until when.
    pub until: DateTime<Utc>,
    /// Why.
    pub kind: WaitKind,
}

/// Why we wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitKind {
    /// Zoom's limit a second.
    PerSecond,
    /// Zoom's limit of requests at one time.
    Concurrent,
    /// Zoom's limit a day.
    Daily,
    /// Zoom or the network had trouble, and it is tried again.
    Trouble,
}

/// How far a listing of recordings or voicemail is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MediaProgress {
    /// Rows listed.
    pub rows: u64,
    /// Of which were not known before.
    pub new: u64,
    /// Slices of time done.
    pub slices_done: u32,
    /// Slices in all.
    pub slices: u32,
}

/// How a listing of recordings or voicemail went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MediaOutcome {
    /// Rows not known before.
    pub new: u64,
    /// The person stopped it.
    pub cancelled: bool,
    /// What the rest costs, where it stopped for a yes.
    pub asks: Option<Price>,
    /// Why a part of the time could not be listed.
    pub failed: Option<Problem>,
    /// Which time is listed now.
    pub coverage: Coverage,
    /// When it ended.
    pub at: Option<DateTime<Utc>>,
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq)]
pub struct JobProgress {
    /// The job, with its counts.
    pub job: Job,
    /// Bytes of files that are not whole yet.
    pub under_way: u64,
    /// Items a second, lately.
    pub rate: f64,
    /// When it may be done, at this rate.
    pub eta: Option<DateTime<Utc>>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub path: PathBuf,
    /// Rows in it: calls, or lines of figures.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// Cells that got a leading apostrophe because a spreadsheet would have run them.
    pub guarded: u64,
}
