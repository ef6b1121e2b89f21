//! Everything that happens.

mod detail;
mod input;
mod progress;
mod sign_in;

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::call_parts::DetailPart;
use super::effect::{CallsAfter, ExportJob};
use super::problem::Problem;
use super::request::RequestId;
use crate::model::{Batch, CallKey, Coverage, Job, JobLine, MediaRow, ViewsRead, VoicemailTask};

pub use detail::{CallDetail, PartLoaded, VoicemailText};
pub use input::{Paste, Pointer};
pub use progress::{Exported, JobProgress, MediaOutcome, MediaProgress, SyncOutcome, SyncProgress, Wait, WaitKind};
pub use sign_in::{DeviceCode, SignIn, SignedIn};

/// What happened. Nothing in a message is a token.
#[derive(Debug)]
pub enum Message {
    /// The time. Comes before each burst of other messages, and when [`super::next_tick`] says that the screen changes by
    /// itself.
    Tick(DateTime<Utc>),
    /// The terminal's size, at the start and after a change.
    Resized {
        /// Width in cells.
        columns: u16,
        /// Height in cells.
        rows: u16,
    },
    /// A key.
    Key(super::key::Key),
    /// A bracketed paste.
    Pasted(Paste),
    /// The mouse.
    Pointer(Pointer),
    /// A line that a person typed, in the line mode.
    Line(super::line::Line),
    /// The terminal is gone, or we were told to end.
    InputEnded,

    /// The stored credential was tried.
    SessionRestored {
        /// The question.
        request: RequestId,
        /// Signed in, nobody (no credential stored), or a problem, such as a keychain that cannot be asked.
        result: Result<Option<SignedIn>, Problem>,
    },
    /// A sign-in waits for the browser.
    SignInStarted {
        /// The attempt.
        request: RequestId,
        /// Where to go.
        sign_in: SignIn,
    },
    /// A sign-in waits for a code to be typed on another device.
    DeviceCodeGiven {
        /// The attempt.
        request: RequestId,
        /// What to type, and where.
        code: DeviceCode,
    },
    /// The browser could not be opened; the address still works.
    BrowserFailed {
        /// The attempt.
        request: RequestId,
        /// Why, in one line.
        cause: String,
    },
    /// The pasted text did not fit.
    PasteRefused {
        /// The attempt.
        attempt: RequestId,
        /// Why, and what to paste instead, in one line.
        cause: String,
    },
    /// The browser came back, and the code is being exchanged for a token.
    BrowserReturned {
        /// The attempt.
        request: RequestId,
    },
    /// A sign-in is over.
    SignInEnded {
        /// The attempt.
        request: RequestId,
        /// Signed in, cancelled (`None`), or a problem.
        result: Result<Option<SignedIn>, Problem>,
    },
    /// Zoom refused the stored sign-in in the middle of work: it has to be made again.
    SessionLost(Problem),
    /// A renewed sign-in could not be saved, or is saved after all.
    SignInKept {
        /// What to tell for as long as it is not.
        warning: Option<String>,
    },
    /// The credential is forgotten.
    SignedOut {
        /// The question.
        request: RequestId,
        /// What became of the calls here; a problem when something was left behind.
        result: Result<CallsAfter, Problem>,
    },

    /// A piece of the archive.
    ArchiveBatch {
        /// The question.
        request: RequestId,
        /// The calls.
        batch: Batch,
    },
    /// The archive is read to its end.
    ArchiveLoaded {
        /// The question.
        request: RequestId,
        /// Which time it covers.
        result: Result<Coverage, Problem>,
    },
    /// The archive was damaged: it was put aside, and an empty one is in its place. What was read of it is not to be trusted.
    ArchivePutAside(Problem),
    /// A page was fetched and is in the archive.
    SyncProgressed {
        /// The sync.
        request: RequestId,
        /// What changed.
        batch: Batch,
        /// How far it is.
        progress: SyncProgress,
    },
    /// Zoom asked us to wait, or a page is tried again; `None` when it goes on.
    Waiting {
        /// The sync or detail that waits.
        request: RequestId,
        /// Until when, and why.
        wait: Option<Wait>,
    },
    /// A sync is over.
    SyncEnded {
        /// The sync.
        request: RequestId,
        /// How it went; cancelled is an outcome, not a problem.
        result: Result<SyncOutcome, Problem>,
    },
    /// A call and its path.
    DetailLoaded {
        /// The question.
        request: RequestId,
        /// The call; a path that could not be had is a problem inside.
        result: Result<Box<CallDetail>, Problem>,
    },
    /// What was said in a call, and written about it.
    PartLoaded {
        /// The question.
        request: RequestId,
        /// Which part of the detail was asked for.
        part: DetailPart,
        /// All that is known now.
        result: Result<Box<PartLoaded>, Problem>,
    },
    /// The calls in which something was said.
    SaidFound {
        /// The question.
        request: RequestId,
        /// The calls.
        result: Result<Vec<CallKey>, Problem>,
    },
    /// Rows were written.
    ExportProgressed {
        /// The export.
        request: RequestId,
        /// So far.
        rows: u64,
    },
    /// The saved views were read or changed.
    ViewsChanged {
        /// The question.
        request: RequestId,
        /// What they are now; after a problem what they were.
        result: Result<ViewsRead, Problem>,
    },
    /// The look of the list was kept as the default.
    DefaultLookKept {
        /// The question.
        request: RequestId,
        /// A problem when it could not be written.
        result: Result<(), Problem>,
    },
    /// A table of figures is written.
    SheetWritten {
        /// The question.
        request: RequestId,
        /// The file, or a problem.
        result: Result<Exported, Problem>,
    },
    /// An export is over.
    ExportEnded {
        /// The export.
        request: RequestId,
        /// The file, cancelled (`None`), or a problem.
        result: Result<Option<Exported>, Problem>,
    },

    /// Recordings or voicemail of the archive, newest first.
    MediaBatch {
        /// The question.
        request: RequestId,
        /// The rows.
        rows: Vec<MediaRow>,
    },
    /// The archive's recordings or voicemail are read to their end.
    MediaLoaded {
        /// The question.
        request: RequestId,
        /// Which time is listed.
        result: Result<Coverage, Problem>,
    },
    /// A page of recordings or voicemail was listed.
    MediaProgressed {
        /// The listing.
        request: RequestId,
        /// What is new or different.
        rows: Vec<MediaRow>,
        /// How far it is.
        progress: MediaProgress,
    },
    /// A listing is over.
    MediaSynced {
        /// The listing.
        request: RequestId,
        /// How it went; cancelled is an outcome, not a problem.
        result: Result<MediaOutcome, Problem>,
    },
    /// A recording or voicemail plays, or was downloaded to.
    MediaPlayed {
        /// The question.
        request: RequestId,
        /// Its row, with the file that it has by now, after a problem with the player too; `None` when the archive has no such row.
        row: Option<Box<MediaRow>>,
        /// The file, stopped (`None`), or a problem.
        result: Result<Option<PathBuf>, Problem>,
    },
    /// What was said in a voicemail.
    VoicemailRead {
        /// The question.
        request: RequestId,
        /// Its row, or why the words are not to be had.
        result: Result<Box<VoicemailText>, Problem>,
    },
    /// The call behind a recording or voicemail.
    CallOfMedia {
        /// The question.
        request: RequestId,
        /// The call; `None` when it is not in the archive.
        result: Result<Option<CallKey>, Problem>,
    },
    /// The recordings and voicemail of calls.
    MediaOfCalls {
        /// The question.
        request: RequestId,
        /// Their rows, call by call.
        result: Result<Vec<MediaRow>, Problem>,
    },
    /// The jobs of the archive.
    JobsListed {
        /// The question.
        request: RequestId,
        /// The jobs, newest first.
        result: Result<Vec<Job>, Problem>,
    },
    /// A job came further.
    JobProgressed {
        /// The run.
        request: RequestId,
        /// What changed in the list of calls because of it.
        batch: Batch,
        /// The recording or voicemail that has a file now.
        row: Option<Box<MediaRow>>,
        /// How far it is.
        progress: JobProgress,
    },
    /// A job is worked off, or stopped.
    JobEnded {
        /// The run.
        request: RequestId,
        /// The job, stopped by the person (`None`), or why it stopped.
        result: Result<Option<Job>, Problem>,
    },
    /// What an export that came to nothing was asked for.
    ExportRead {
        /// The question.
        request: RequestId,
        /// What it was to write, or why it cannot be read; `None` when that is no longer kept.
        result: Result<Option<Box<ExportJob>>, Problem>,
    },
    /// The log of a job.
    JobLogRead {
        /// The question.
        request: RequestId,
        /// The lines, oldest first.
        result: Result<Vec<JobLine>, Problem>,
    },
    /// A call as JSON.
    JsonRead {
        /// The question.
        request: RequestId,
        /// One object, safe for a terminal.
        result: Result<String, Problem>,
    },
    /// The tasks of voicemail.
    TasksRead {
        /// The question.
        request: RequestId,
        /// Those of the archive.
        result: Result<Vec<VoicemailTask>, Problem>,
    },
}
