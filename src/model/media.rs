//! Recordings and voicemail side by side: what lists, files and jobs name.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::id::{RecordingId, VoicemailId};
use super::outcome::Direction;
use super::recording::{Recording, Speaker};
use super::text::Text;
use super::voicemail::Voicemail;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaKind {
    /// A recording of a call.
    Recording,
    /// A message that a caller left.
    Voicemail,
}

/// Zoom's id of a recording or a voicemail.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaId {
    /// A recording's.
    Recording(RecordingId),
    /// A voicemail's.
    Voicemail(VoicemailId),
}

impl MediaId {
    /// The id of one of a kind, as Zoom sent it.
    #[must_use]
    pub fn new(kind: MediaKind, raw: &str) -> Self {
        match kind {
            MediaKind::Recording => Self::Recording(RecordingId::new(raw)),
            MediaKind::Voicemail => Self::Voicemail(VoicemailId::new(raw)),
        }
    }

    /// The id with its kind before it, for where both kinds stand together: `voicemail 0a1b`.
    #[must_use]
    pub fn with_kind(&self) -> String {
        let kind = match self {
            Self::Recording(_) => "recording",
            Self::Voicemail(_) => "voicemail",
        };
        format!("{kind} {}", self.as_raw())
    }

    /// The opposite of [`MediaId::with_kind`].
    #[must_use]
    pub fn from_with_kind(text: &str) -> Option<Self> {
        match text.split_once(' ')? {
            ("recording", raw) => Some(Self::new(MediaKind::Recording, raw)),
            ("voicemail", raw) => Some(Self::new(MediaKind::Voicemail, raw)),
            _ => None,
        }
    }

    /// Which of the two.
    #[must_use]
    pub const fn kind(&self) -> MediaKind {
        match self {
            Self::Recording(_) => MediaKind::Recording,
            Self::Voicemail(_) => MediaKind::Voicemail,
        }
    }

    /// The id as Zoom sent it.
    #[must_use]
    pub fn as_raw(&self) -> &str {
        match self {
            Self::Recording(id) => id.as_raw(),
            Self::Voicemail(id) => id.as_raw(),
        }
    }
}

/// A recording or a voicemail, whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Media {
    /// A recording.
    Recording(Recording),
    /// A voicemail.
    Voicemail(Voicemail),
}

/// A recording or a voicemail, as its list needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaRow {
    /// Which.
    pub id: MediaId,
    /// When it began.
    pub at: Option<DateTime<Utc>>,
    /// Which way the call went; a voicemail always comes in.
    pub direction: Direction,
    /// Who called.
    pub caller: Speaker,
    /// Who was called.
    pub callee: Speaker,
    /// Its length.
    pub duration: Option<Duration>,
    /// Whose it is: the owner's name; empty in a person's own list.
    pub owner: Text,
    /// A recording's `recording_type`, a voicemail's `status`.
    pub word: Text,
    /// What was said in a voicemail, as far as it was fetched.
    pub said: Text,
    /// Zoom has a transcript of the recording.
    pub has_transcript: bool,
    /// It lies in Zoom's trash.
    pub in_trash: bool,
    /// The file it was downloaded to.
    pub file: Option<PathBuf>,
    /// The length of that file.
    pub bytes: Option<u64>,
}

impl MediaRow {
    /// The side that is not ours: who called, or who was called when the call went out.
    #[must_use]
    pub const fn other_side(&self) -> &Speaker {
        match self.direction {
            Direction::Outbound => &self.callee,
            Direction::Inbound | Direction::Other(_) => &self.caller,
        }
    }

    /// Our side.
    #[must_use]
    pub const fn our_side(&self) -> &Speaker {
        match self.direction {
            Direction::Outbound => &self.caller,
            Direction::Inbound | Direction::Other(_) => &self.callee,
        }
    }
}

impl From<Media> for MediaRow {
    fn from(media: Media) -> Self {
        match media {
            Media::Recording(recording) => Self {
                id: MediaId::Recording(recording.id),
                at: recording.date_time,
                direction: recording.direction,
                caller: recording.caller,
                callee: recording.callee,
                duration: recording.duration,
                owner: recording.owner.name,
                word: recording.recording_type,
                said: Text::default(),
                has_transcript: !recording.transcript_download_url.is_empty(),
                in_trash: recording.trash.deleted_time.is_some(),
                file: None,
                bytes: None,
            },
            Media::Voicemail(voicemail) => Self {
                id: MediaId::Voicemail(voicemail.id),
                at: voicemail.date_time,
                direction: Direction::Inbound,
                caller: voicemail.caller,
                callee: voicemail.callee,
                duration: voicemail.duration,
                owner: voicemail.owner.name,
                word: voicemail.status,
                said: voicemail.transcription.content,
                has_transcript: false,
                in_trash: voicemail.trash.deleted_time.is_some(),
                file: None,
                bytes: None,
            },
        }
    }
}
