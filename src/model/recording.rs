//! Recordings and their transcripts.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::id::{CallElementId, CallId, RecordingId};
use super::outcome::Direction;
use super::text::Text;

/// One side of a recording or a voicemail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Speaker {
    /// `*_name`
    pub name: Text,
    /// `*_number`: E.164 for outside numbers, else an extension.
    pub number: Text,
    /// `*_number_type`: 1 internal, 2 external, 3 emergency.
    pub number_type: Option<i64>,
}

/// Whose recording or voicemail it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MediaOwner {
    /// `owner.id`
    pub id: Text,
    /// `owner.name`
    pub name: Text,
    /// `owner.extension_number`
    pub extension_number: Text,
    /// `owner.type`: an open list, such as `user`, `callQueue`.
    pub owner_type: Text,
}

/// In Zoom's trash, and for how long.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trash {
    /// `deleted_time`; `None` when it is not in the trash, or Zoom did not say.
    pub deleted_time: Option<DateTime<Utc>>,
    /// Days until it is gone for good; -1 is never.
    pub days_left: Option<i64>,
    /// `soft_deleted_type`: `Manual` or `Data Retention`.
    pub soft_deleted_type: Text,
}

/// A recording of a call. Source: Zoom Phone API, getPhoneRecordings and its kin, checked 2026-11-22.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recording {
    /// Which recording.
    pub id: RecordingId,
    /// The call it belongs to.
    pub call_id: CallId,
    /// The step it belongs to; `call_history_id` or `call_log_id` in older answers.
    pub call_element_id: CallElementId,
    /// Who called.
    pub caller: Speaker,
    /// Who was called.
    pub callee: Speaker,
    /// Which way.
    pub direction: Direction,
    /// When it began.
    pub date_time: Option<DateTime<Utc>>,
    /// When it was over.
    pub end_time: Option<DateTime<Utc>>,
    /// Its length.
    pub duration: Option<Duration>,
    /// `OnDemand` or `Automatic`.
    pub recording_type: Text,
    /// Whose it is.
    pub owner: MediaOwner,
    /// Where the audio is.
    pub download_url: Text,
    /// Where the transcript is; empty when there is none.
    pub transcript_download_url: Text,
    /// Whether it was deleted.
    pub trash: Trash,
    /// Everything else that Zoom sent.
    pub extra: Map<String, Value>,
}

/// What was said in a recording. Source: Zoom Phone API, transcript download, checked 2026-11-22.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Transcript {
    /// Which recording.
    pub recording_id: RecordingId,
    /// When the recording began.
    pub recording_start: Option<DateTime<Utc>>,
    /// What was said, in order.
    pub lines: Vec<TranscriptLine>,
}

/// Something that was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TranscriptLine {
    /// Since the start of the recording.
    pub start: Option<Duration>,
    /// Since the start of the recording.
    pub end: Option<Duration>,
    /// Who: a name, else an extension or a number.
    pub speaker: Text,
    /// What.
    pub text: Text,
}
