//! Everything that happens.

use std::fmt;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::call_parts::DetailPart;
use super::price::Price;
use super::problem::Problem;
use super::request::RequestId;
use crate::model::timeline::Timeline;
use crate::model::{
    Account, Batch, Call, CallElement, CallKey, CallPath, CallText, Coverage, Job, JobLine, MediaRow, SavedView,
    Scopes, Span,
};

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
        /// Signed in, nobody (no credential stored), or a problem.
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
    /// The credential is forgotten.
    SignedOut {
        /// The question.
        request: RequestId,
        /// A problem when something was left behind.
        result: Result<(), Problem>,
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
        result: Result<SaidFound, Problem>,
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
        result: Result<Vec<SavedView>, Problem>,
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
    /// The log of a job.
    JobLogRead {
        /// The question.
        request: RequestId,
        /// The lines, oldest first.
        result: Result<Vec<JobLine>, Problem>,
    },
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

/// What to type on another device, and where. All of it is safe to show.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceCode {
    /// The code.
    pub user_code: String,
    /// The address of the page to type it on.
    pub page: String,
    /// The host that the page belongs to, for the person to judge.
    pub host: String,
    /// When the code runs out.
    pub deadline: DateTime<Utc>,
}

/// Whoever types the code gives the sign-in away, so `Debug` does not tell it.
impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCode").field("host", &self.host).field("deadline", &self.deadline).finish_non_exhaustive()
    }
}

/// Text a person pasted. It may hold an authorization code, so `Debug` tells its length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Paste(String);

impl Paste {
    /// Takes pasted text.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Paste {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Paste({} bytes)", self.0.len())
    }
}

/// What the mouse did, in cells from the top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// The left button went down.
    Click {
        /// From the left.
        column: u16,
        /// From the top.
        row: u16,
    },
    /// The wheel turned towards the person.
    ScrollDown {
        /// From the left.
        column: u16,
        /// From the top.
        row: u16,
    },
    /// The wheel turned away.
    ScrollUp {
        /// From the left.
        column: u16,
        /// From the top.
        row: u16,
    },
}

/// A sign-in that waits for the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The page to open. It holds no secret: the state and challenge in it are worthless without the verifier.
    pub url: String,
    /// The port we listen on, on 127.0.0.1.
    pub port: u16,
    /// When we stop waiting.
    pub deadline: DateTime<Utc>,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The account and person.
    pub account: Account,
    /// What the token allows.
    pub scopes: Scopes,
    /// Where the credential is kept, in words: "system keychain (Secret Service)".
    pub kept_in: String,
    /// Something to keep on screen about where it is kept, such as "memory only: sign in again next time".
    pub warning: Option<String>,
}

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

/// A wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Until when.
    pub until: DateTime<Utc>,
    /// Why.
    pub kind: WaitKind,
}

/// A call and what is known of how it went.
#[derive(Clone, Debug, PartialEq)]
pub struct CallDetail {
    /// Its place in the archive.
    pub key: CallKey,
    /// The call.
    pub call: Call,
    /// Its steps from the own list; empty for the account list.
    pub steps: Vec<CallElement>,
    /// Its path, `None` where it cannot be asked for (own calls), or why it is not to be had.
    pub path: Result<Option<CallPath>, Problem>,
    /// What was said in it, as far as it is in the archive.
    pub text: CallText,
    /// What changed in the list because of it.
    pub batch: Batch,
}

/// A voicemail that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct VoicemailText {
    /// Its row, with its words if it has any.
    pub row: MediaRow,
    /// What changed in the list of calls because of it.
    pub batch: Batch,
}

/// What was said in a call, after Zoom was asked for a part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartLoaded {
    /// All that is known now.
    pub text: CallText,
    /// Why something of it is not to be had, in a sentence each.
    pub notes: Vec<String>,
    /// What changed in the list because of it.
    pub batch: Batch,
}

/// The calls in which something was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidFound {
    /// The calls.
    pub calls: Vec<CallKey>,
    /// Calls of which something that was said is in the archive at all.
    pub read: u64,
}

impl CallDetail {
    /// The legs of the call: of its path, else the steps of the own list.
    #[must_use]
    pub fn legs(&self) -> &[CallElement] {
        match &self.path {
            Ok(Some(path)) => &path.elements,
            Ok(None) | Err(_) => &self.steps,
        }
    }

    /// The legs on one axis of time.
    #[must_use]
    pub fn timeline(&self) -> Timeline<'_> {
        Timeline::of(self.legs(), self.call.start_time)
    }
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
