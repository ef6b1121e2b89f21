//! Everything we do.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};

use super::call_parts::DetailPart;
use super::message::Paste;
use super::price::DeferrableWork;
use super::request::RequestId;
use crate::model::{
    CallKey, JobId, JobKind, JobState, ListLook, MediaId, MediaKind, Sheet, Span, ViewChange, Zone, query::Pattern,
};

/// Work for the worker. An effect with a `request` ends in exactly one closing message that carries it, after a panic too.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Use the stored credential, if there is one. Closes with [`super::Message::SessionRestored`].
    RestoreSession {
        /// Named in the answer.
        request: RequestId,
    },
    /// Start a sign-in: listen, build the address, open the browser. Reports [`super::Message::SignInStarted`], closes with
    /// [`super::Message::SignInEnded`].
    SignIn {
        /// Named in the answers, and the attempt's name.
        request: RequestId,
        /// Open the browser here at once.
        open_browser: bool,
    },
    /// Start a sign-in by a code that is typed on another device. Reports [`super::Message::DeviceCodeGiven`], closes with
    /// [`super::Message::SignInEnded`].
    SignInWithDevice {
        /// Named in the answers, and the attempt's name.
        request: RequestId,
    },
    /// Check the address a person pasted against the attempt. Refusals come as [`super::Message::PasteRefused`]; success ends
    /// the attempt.
    UsePastedAddress {
        /// The attempt.
        attempt: RequestId,
        /// What was pasted; it may hold an authorization code.
        pasted: Paste,
    },
    /// Give up an attempt. It closes as cancelled.
    CancelSignIn {
        /// The attempt.
        attempt: RequestId,
    },
    /// Open the sign-in page of the running attempt in a browser here.
    OpenSignInPage {
        /// The attempt.
        attempt: RequestId,
    },
    /// Forget the credential and revoke the token. Closes with [`super::Message::SignedOut`].
    SignOut {
        /// Named in the answer.
        request: RequestId,
        /// What becomes of the calls here.
        calls: CallsAfter,
    },
    /// Read the archive: newest page first, then the rest. Reports [`super::Message::ArchiveBatch`], closes with
    /// [`super::Message::ArchiveLoaded`].
    LoadArchive {
        /// Named in the answers.
        request: RequestId,
    },
    /// Fetch calls from Zoom into the archive. Reports [`super::Message::SyncProgressed`], closes with
    /// [`super::Message::SyncEnded`].
    Sync {
        /// Named in the answers.
        request: RequestId,
        /// Which calls.
        range: SyncRange,
        /// What it may cost.
        spend: Spend,
    },
    /// Stop fetching; what is fetched stays.
    CancelSync {
        /// The sync to stop.
        request: RequestId,
    },
    /// Read a call from the archive, and its path from there or from Zoom. Closes with [`super::Message::DetailLoaded`].
    LoadDetail {
        /// Named in the answer.
        request: RequestId,
        /// Which call.
        key: CallKey,
        /// Ask Zoom even when the archive holds the path.
        fresh: bool,
    },
    /// Read what was said in a call: recordings and transcripts, voicemail, or AI summaries; from Zoom what the archive lacks.
    /// Closes with [`super::Message::PartLoaded`].
    LoadPart {
        /// Named in the answer.
        request: RequestId,
        /// Which call.
        key: CallKey,
        /// Which part.
        part: DetailPart,
        /// Ask Zoom even for what the archive holds.
        fresh: bool,
    },
    /// Search what was said, in the archive. Closes with [`super::Message::SaidFound`].
    SearchSaid {
        /// Named in the answer.
        request: RequestId,
        /// What to search.
        pattern: Pattern,
    },
    /// Write calls to a file. Reports [`super::Message::ExportProgressed`], closes with [`super::Message::ExportEnded`].
    Export {
        /// Named in the answers.
        request: RequestId,
        /// What to write, and where.
        job: ExportJob,
    },
    /// Stop writing; no half file stays.
    CancelExport {
        /// The export to stop.
        request: RequestId,
    },
    /// Read the saved views again. Closes with [`super::Message::ViewsChanged`].
    ReadViews {
        /// Named in the answer.
        request: RequestId,
    },
    /// Change the saved views. Closes with [`super::Message::ViewsChanged`].
    ChangeViews {
        /// Named in the answer.
        request: RequestId,
        /// The change.
        change: ViewChange,
    },
    /// Keep how the list looks for the next start. There is no answer: it is a convenience.
    KeepLook {
        /// How it looks.
        look: ListLook,
    },
    /// Keep how the list looks as the person's default. Closes with [`super::Message::DefaultLookKept`].
    KeepDefaultLook {
        /// Named in the answer.
        request: RequestId,
        /// How it looks.
        look: ListLook,
    },
    /// Write a table of figures to a new file in the current directory, named after what it is and the day. Closes with
    /// [`super::Message::SheetWritten`].
    WriteSheet {
        /// Named in the answer.
        request: RequestId,
        /// The figures.
        sheet: Sheet,
        /// The person's day.
        day: NaiveDate,
    },
    /// Read the recordings or voicemail of the archive, newest first. Reports [`super::Message::MediaBatch`], closes with
    /// [`super::Message::MediaLoaded`].
    LoadMedia {
        /// Named in the answers.
        request: RequestId,
        /// Which of the two.
        kind: MediaKind,
    },
    /// List at Zoom what the archive lacks of the recordings or voicemail. Reports [`super::Message::MediaProgressed`], closes with
    /// [`super::Message::MediaSynced`].
    SyncMedia {
        /// Named in the answers.
        request: RequestId,
        /// Which of the two.
        kind: MediaKind,
        /// What it may cost before a person is asked.
        spend: Spend,
    },
    /// Stop what was asked for under this request: a listing, a job, a download to play. What is done stays.
    Stop {
        /// What to stop.
        request: RequestId,
    },
    /// Play a recording or voicemail, downloaded first. Closes with [`super::Message::MediaPlayed`].
    PlayMedia {
        /// Named in the answer.
        request: RequestId,
        /// Which.
        id: MediaId,
        /// The zone of the time in its file's name.
        zone: Zone,
    },
    /// Fetch what was said in a voicemail. Closes with [`super::Message::VoicemailRead`].
    ReadVoicemail {
        /// Named in the answer.
        request: RequestId,
        /// Which.
        id: MediaId,
    },
    /// Find the call behind a recording or voicemail. Closes with [`super::Message::CallOfMedia`].
    FindCallOfMedia {
        /// Named in the answer.
        request: RequestId,
        /// Which.
        id: MediaId,
    },
    /// Find the recordings and voicemail of calls, in the archive. Closes with [`super::Message::MediaOfCalls`].
    FindMediaOfCalls {
        /// Named in the answer.
        request: RequestId,
        /// Which calls.
        keys: Vec<CallKey>,
    },
    /// Read the jobs of the archive. Closes with [`super::Message::JobsListed`].
    ListJobs {
        /// Named in the answer.
        request: RequestId,
    },
    /// Note how a job stands that does not run. Closes with [`super::Message::JobsListed`].
    SetJobState {
        /// Named in the answer.
        request: RequestId,
        /// Which.
        job: JobId,
        /// How it stands.
        state: JobState,
    },
    /// Let work wait for a time; it begins then if ringlog runs. Closes with [`super::Message::JobsListed`].
    PutOffJob {
        /// Named in the answer.
        request: RequestId,
        /// What begins then.
        work: DeferrableWork,
        /// When.
        start: DateTime<Utc>,
    },
    /// Forget the jobs that are over; their files stay. Closes with [`super::Message::JobsListed`].
    ForgetJobs {
        /// Named in the answer.
        request: RequestId,
    },
    /// Work a job off. Reports [`super::Message::JobProgressed`], closes with [`super::Message::JobEnded`].
    RunJob {
        /// Named in the answers.
        request: RequestId,
        /// A new one, or one to go on with.
        work: JobWork,
        /// The zone of the times in file names.
        zone: Zone,
    },
    /// Read what an export that came to nothing was asked for. Closes with [`super::Message::ExportRead`].
    ReadExport {
        /// Named in the answer.
        request: RequestId,
        /// Which.
        job: JobId,
    },
    /// Read the log of a job. Closes with [`super::Message::JobLogRead`].
    ReadJobLog {
        /// Named in the answer.
        request: RequestId,
        /// Which.
        job: JobId,
    },
    /// Read a call as JSON, from the archive. Closes with [`super::Message::JsonRead`].
    ReadJson {
        /// Named in the answer.
        request: RequestId,
        /// Which call.
        key: CallKey,
        /// The zone of the local times.
        zone: Zone,
    },
    /// Read the tasks of voicemail, from the archive. Closes with [`super::Message::TasksRead`].
    ReadTasks {
        /// Named in the answer.
        request: RequestId,
    },
    /// Open a folder in the person's file manager. There is no answer.
    OpenFolder {
        /// Which.
        folder: PathBuf,
    },
    /// Put text on the clipboard through the terminal (OSC 52). There is no answer: terminals give none.
    Copy {
        /// Safe to show, and to send to a terminal.
        text: String,
    },
    /// Give the terminal back and stop until the shell continues us.
    Suspend,
    /// Paint everything anew.
    Redraw,
}

/// A job to work off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobWork {
    /// A new one.
    New {
        /// What it does.
        kind: JobKind,
        /// Ids as Zoom gave them, or call keys.
        items: Vec<String>,
        /// The folder that files go to; none is the one of the settings.
        folder: Option<PathBuf>,
    },
    /// One that was left before its end.
    Resume {
        /// Which.
        job: JobId,
        /// Try what failed again.
        retry: bool,
    },
}

/// What fetching calls may cost before a person is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spend {
    /// As much as begins without a question, see [`super::FREE_REQUESTS`].
    #[default]
    Free,
    /// A person agreed to it.
    Agreed,
    /// A person agreed to it when it was put off, as this job.
    PutOff(JobId),
}

/// Which calls to fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncRange {
    /// What is newer than the archive, with the overlap for late rows; on an empty archive all that Zoom keeps.
    Newer,
    /// As [`SyncRange::Newer`], and what is missing of the six months that Zoom keeps.
    All,
    /// As [`SyncRange::Newer`], with an overlap of hours: asked for by itself, again and again.
    Latest,
    /// Everything in this span, again.
    Again(Span),
}

/// What to write and where.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportJob {
    /// Which calls, in the order to write them.
    pub keys: Vec<CallKey>,
    /// In which form.
    pub format: ExportFormat,
    /// For spreadsheets: byte order mark, CRLF, times without offset.
    pub excel: bool,
    /// The zone of the times.
    pub zone: Zone,
    /// Where to.
    pub target: ExportTarget,
    /// The job that came to nothing before and is tried again.
    pub repeats: Option<JobId>,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated.
    Csv,
    /// Tab-separated.
    Tsv,
    /// One JSON object a line: lossless.
    JsonLines,
}

impl ExportFormat {
    /// The formats, in the order they are listed.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Tsv, Self::JsonLines];

    /// The file name extension.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::JsonLines => "jsonl",
        }
    }
}

/// What becomes of the calls here when somebody signs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallsAfter {
    /// They stay in the archive.
    Kept,
    /// They are deleted, those of this profile.
    Deleted,
}

/// Where an export goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportTarget {
    /// This name, made from account and dates, in the current directory; a number is added rather than overwriting.
    DefaultName(String),
    /// This file.
    File {
        /// The file; relative to the current directory.
        path: PathBuf,
        /// Replace it if it is there.
        replace: bool,
    },
}
