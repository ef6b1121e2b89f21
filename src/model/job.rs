//! Long work that can be stopped and gone on with.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::coverage::Span;

/// A job's place in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub i64);

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Downloads recordings; its items are recording ids.
    Recordings,
    /// Downloads voicemail; its items are voicemail ids.
    Voicemail,
    /// Downloads recordings and voicemail together; its items name which of the two they are.
    Media,
    /// Fetches how calls went; its items are call keys.
    Paths,
    /// Reads what was said: transcripts, voicemail and AI summaries; its items are call keys.
    Texts,
    /// Fetches calls; it has no items.
    Calls,
    /// Writes calls to a file; its items are call keys, kept while it came to nothing and can be repeated.
    Export,
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It begins by itself at a time that a person chose.
    Waiting,
    /// Somebody works at it, or worked at it when the program ended.
    Running,
    /// It waits for a person to let it go on.
    Paused,
    /// All of it was tried.
    Done,
    /// It was ended early; what was finished stays.
    Cancelled,
    /// It has no items, and came to nothing.
    Failed,
}

impl JobState {
    /// True when nothing happens in it any more by itself or by going on.
    #[must_use]
    pub const fn is_over(self) -> bool {
        match self {
            Self::Done | Self::Cancelled | Self::Failed => true,
            Self::Waiting | Self::Running | Self::Paused => false,
        }
    }
}

/// How an item of a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// Not tried yet, or not to its end.
    ToDo,
    /// Done.
    Done,
    /// It cannot be had; the job's log says why.
    Failed,
}

/// A job and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Which.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// How it stands.
    pub state: JobState,
    /// The folder that files go to, an export's file; empty when it makes none.
    pub target: String,
    /// When it begins by itself, while it waits.
    pub start: Option<DateTime<Utc>>,
    /// The time whose calls are fetched; `None` for all that is missing, and for other jobs.
    pub span: Option<Span>,
    /// When it was asked for.
    pub begun: DateTime<Utc>,
    /// When it last moved.
    pub changed: DateTime<Utc>,
    /// Items in all.
    pub items: u64,
    /// Items done.
    pub done: u64,
    /// Items that cannot be had.
    pub failed: u64,
    /// Bytes written.
    pub bytes: u64,
    /// How long it was worked at.
    pub worked: Duration,
    /// How one without items ended, in words that are safe to show.
    pub outcome: String,
}

/// Something that happened in a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobLine {
    /// When.
    pub at: DateTime<Utc>,
    /// What, safe to show.
    pub text: String,
}
