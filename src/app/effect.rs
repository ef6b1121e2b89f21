//! Everything we do.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::call_parts::DetailPart;
use super::message::Paste;
use super::request::RequestId;
use crate::model::{CallKey, Sheet, Span, Zone, query::Pattern};

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

/// Which calls to fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncRange {
    /// What is newer than the archive, with the overlap for late rows; on an empty archive all that Zoom keeps.
    Newer,
    /// As [`SyncRange::Newer`], and what is missing of the six months that Zoom keeps.
    All,
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

/// Where an export goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportTarget {
    /// A name made from account and dates, in the current directory; a number is added rather than overwriting.
    DefaultName,
    /// This file.
    File {
        /// The file; relative to the current directory.
        path: PathBuf,
        /// Replace it if it is there.
        replace: bool,
    },
}
