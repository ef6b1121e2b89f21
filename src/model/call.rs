//! One call.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::batch::Flags;
use super::element::Operator;
use super::id::{CallHistoryUuid, CallId, RecordingId, VoicemailId};
use super::outcome::{CallResult, Direction, ResultGroup};
use super::party::Party;
use super::text::Text;

/// `recording_status` of the account list, or what the steps of the own list say.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Text", into = "Text")]
pub enum RecordingStatus {
    /// `recorded`
    Recorded,
    /// `non_recorded`
    NonRecorded,
    /// A word that Zoom added later, or none.
    Other(Text),
}

impl RecordingStatus {
    /// Zoom's word, empty when none was given.
    #[must_use]
    pub fn word(&self) -> Text {
        match self {
            Self::Recorded => "recorded".into(),
            Self::NonRecorded => "non_recorded".into(),
            Self::Other(word) => word.clone(),
        }
    }
}

impl Default for RecordingStatus {
    fn default() -> Self {
        Self::Other(Text::default())
    }
}

impl From<Text> for RecordingStatus {
    fn from(word: Text) -> Self {
        match word.as_raw() {
            "recorded" => Self::Recorded,
            "non_recorded" => Self::NonRecorded,
            _ => Self::Other(word),
        }
    }
}

impl From<RecordingStatus> for Text {
    fn from(status: RecordingStatus) -> Self {
        status.word()
    }
}

/// One call, as the account list tells it, or folded from the steps of the own list. Times are UTC. Empty text and `None`
/// mean that Zoom gave nothing, which is never the same as zero.
/// Source: Zoom Phone API, accountCallHistory, checked 2026-11-22.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    /// Which call.
    pub call_history_uuid: CallHistoryUuid,
    /// The switch's own number for it.
    pub call_id: CallId,
    /// Which way.
    pub direction: Direction,
    /// True when it crossed a border.
    pub international: Option<bool>,
    /// When it began.
    pub start_time: DateTime<Utc>,
    /// When somebody, or something, picked up.
    pub answer_time: Option<DateTime<Utc>>,
    /// When it was over.
    pub end_time: Option<DateTime<Utc>>,
    /// As Zoom counts it; whether ringing is in it is not documented.
    pub duration: Option<Duration>,
    /// Spoken time as Zoom's steps tell it, known once they are; see [`Call::talk_time`].
    pub talk: Option<Duration>,
    /// Time the caller waited, known once the steps are.
    pub wait: Option<Duration>,
    /// Time on hold, known once the steps are.
    pub hold: Option<Duration>,
    /// `external` when one side is outside the account, else `internal`.
    pub connect_type: Text,
    /// `general` or `emergency`.
    pub call_type: Text,
    /// How it ended.
    pub call_result: CallResult,
    /// Who called.
    pub caller: Party,
    /// Who was called: for a call through a menu or queue, the first destination.
    pub callee: Party,
    /// Who took the call in the end, known once the steps are.
    pub handled_by: Operator,
    /// Name of the owner's site.
    pub site_name: Text,
    /// The owner's site.
    pub site_id: Text,
    /// The owner's department.
    pub department: Text,
    /// The owner's cost center.
    pub cost_center: Text,
    /// The owner's primary group.
    pub group_id: Text,
    /// A label in words, such as `Maybe Spam`.
    pub spam: Text,
    /// Whether there is a recording.
    pub recording_status: RecordingStatus,
    /// The first recording that the steps name; empty until they are known.
    pub recording_id: RecordingId,
    /// The voicemail that the steps name; empty until they are known.
    pub voicemail_id: VoicemailId,
    /// `hide_caller_id`
    pub hide_caller_id: Option<bool>,
    /// End-to-end encrypted.
    pub end_to_end: Option<bool>,
    /// Code for dialing between linked accounts.
    pub caller_account_code: Text,
    /// Code for dialing between linked accounts.
    pub callee_account_code: Text,
    /// What the archive learned of it: those of [`Flags::LEARNED`] that are so. None as Zoom sends it.
    pub learned: Flags,
    /// Everything else that Zoom sent with the call, under Zoom's names, so that nothing is lost.
    pub extra: Map<String, Value>,
}

impl Call {
    /// The other side: who called us, or whom we called.
    #[must_use]
    pub fn party(&self) -> &Party {
        match self.direction {
            Direction::Inbound | Direction::Other(_) => &self.caller,
            Direction::Outbound => &self.callee,
        }
    }

    /// Our side: the queue, menu, line or person it came in through or went out from.
    #[must_use]
    pub fn via(&self) -> &Party {
        match self.direction {
            Direction::Inbound | Direction::Other(_) => &self.callee,
            Direction::Outbound => &self.caller,
        }
    }

    /// From the start to the end; where Zoom gave no end, what it counted.
    #[must_use]
    pub fn length(&self) -> Option<Duration> {
        self.end_time.and_then(|end| (end - self.start_time).to_std().ok()).or(self.duration)
    }

    /// Spoken time: what the steps tell, else the time from answer to end of an answered call. Until the steps are known, that
    /// answer may be a menu's or a queue's, and the wait for a person is within the time.
    #[must_use]
    pub fn talk_time(&self) -> Option<Duration> {
        self.talk.or_else(|| match self.call_result.group() {
            ResultGroup::Answered => (self.end_time? - self.answer_time?).to_std().ok(),
            ResultGroup::Missed
            | ResultGroup::Voicemail
            | ResultGroup::Abandoned
            | ResultGroup::Failed
            | ResultGroup::Blocked
            | ResultGroup::Other => None,
        })
    }

    /// What the call has or is, as far as it tells itself or the archive learned. The list, queries and exports all tell this.
    ///
    /// A voicemail is one that the steps name or, until they are known, a result that says so. The AI summary's id comes
    /// with some lists only. Source: Zoom Phone API, userCallHistorySync (`ai_call_summary_id`), checked 2026-11-22.
    #[must_use]
    pub fn flags(&self) -> Flags {
        let summary = self.extra.get("ai_call_summary_id").and_then(Value::as_str).is_some_and(|id| !id.is_empty());
        let voicemail = !self.voicemail_id.is_empty() || self.call_result.group() == ResultGroup::Voicemail;
        self.learned
            .with(Flags::RECORDING, self.recording_status == RecordingStatus::Recorded || !self.recording_id.is_empty())
            .with(Flags::VOICEMAIL, voicemail)
            .with(Flags::AI_SUMMARY, summary)
            .with(Flags::SPAM, !self.spam.is_empty())
            .with(Flags::INTERNATIONAL, self.international == Some(true))
            .with(Flags::EMERGENCY, self.call_type.as_raw() == "emergency")
            .with(Flags::INTERNAL, self.connect_type.as_raw() == "internal")
    }
}
