//! What a call is: its row, its legs, and what was recorded or left behind.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::ids::{CallId, DatedUuid, HexId, ShortId};
use super::party::Party;
use super::words::{CallResult, CallType, ConnectType, Direction, Event, ResultReason};

/// A whole call.
#[expect(clippy::struct_excessive_bools, reason = "Zoom's flags, each independent of the others")]
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its place in the world, in order of `start_time`.
    pub index: u64,
    /// Id of the call's record.
    pub call_history_uuid: DatedUuid,
    /// Number of the phone call.
    pub call_id: CallId,
    /// Seen from the account; a call between colleagues is outbound.
    pub direction: Direction,
    /// Whether a party is outside the account.
    pub connect_type: ConnectType,
    /// General or emergency.
    pub call_type: CallType,
    /// Outcome of the whole call.
    pub call_result: CallResult,
    /// Crossed a border.
    pub international: bool,
    /// The caller withheld the number.
    pub hide_caller_id: bool,
    /// End-to-end encrypted.
    pub end_to_end: bool,
    /// When it began, whole seconds.
    pub start_time: DateTime<Utc>,
    /// When it was answered, if it was.
    pub answer_time: Option<DateTime<Utc>>,
    /// When it ended.
    pub end_time: DateTime<Utc>,
    /// Seconds: talk of an answered call, the whole of a voicemail call, else 0.
    pub duration: u32,
    /// Who called.
    pub caller: Arc<Party>,
    /// Who was called: the first destination, so a menu or a queue when one took the call.
    pub callee: Arc<Party>,
    /// Who owns the row: gives `department`, `cost_center`, `site_id`, `group_id`.
    pub owner: Arc<Party>,
    /// Went over the company's own carrier trunk (`sbc_*`, `sip_group_*`).
    pub over_trunk: bool,
    /// `caller_account_code`, rare.
    pub caller_account_code: Option<&'static str>,
    /// `callee_account_code`, rare.
    pub callee_account_code: Option<&'static str>,
    /// The steps in order of segment, the main branch first. At least one, at most 63.
    pub legs: Vec<Leg>,
    /// What was recorded: at most one a leg.
    pub recordings: Vec<Recording>,
    /// The message left, if one was.
    pub voicemail: Option<Voicemail>,
    /// The AI summary, if one was made.
    pub ai_summary: Option<AiSummary>,
    /// Which of the prepared conversations this call was.
    pub topic: usize,
}

impl Call {
    /// `recording_status`: `recorded` or `non_recorded`.
    #[must_use]
    pub fn recording_status(&self) -> &'static str {
        if self.recordings.is_empty() { "non_recorded" } else { "recorded" }
    }

    /// `spam`: the label in words, if the caller has one.
    #[must_use]
    pub fn spam(&self) -> Option<&'static str> {
        if self.direction == Direction::Inbound { self.caller.spam } else { None }
    }

    /// The recording of a leg, if it has one.
    #[must_use]
    pub fn recording_of_leg(&self, leg: usize) -> Option<&Recording> {
        self.recordings.iter().find(|recording| recording.leg == leg)
    }
}

/// One step of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// Id of the step.
    pub call_element_id: DatedUuid,
    /// Number of the phone call; another one after transfers.
    pub call_id: CallId,
    /// Whether a party of this step is outside the account.
    pub connect_type: ConnectType,
    /// Seen from `owner`.
    pub direction: Direction,
    /// Who called.
    pub caller: Arc<Party>,
    /// Who was called in this step.
    pub callee: Arc<Party>,
    /// Whose step it is: the user, queue or menu in whose list it stands.
    pub owner: Arc<Party>,
    /// Who or what carried the step out, where Zoom names it.
    pub operator: Option<Arc<Party>>,
    /// When the step began.
    pub start_time: DateTime<Utc>,
    /// When it was answered, if it was.
    pub answer_time: Option<DateTime<Utc>>,
    /// When it ended.
    pub end_time: DateTime<Utc>,
    /// What the step was.
    pub event: Event,
    /// How it ended.
    pub result: CallResult,
    /// Why it ended so, where Zoom says.
    pub result_reason: Option<ResultReason>,
    /// The key typed in a menu.
    pub press_key: Option<char>,
    /// Order of the step, from 1.
    pub segment: u32,
    /// Order inside the segment: 1 the main branch, 0 a side branch.
    pub node: u32,
    /// 1 for a leg of the call, 0 for a key typed in a menu.
    pub is_node: u32,
    /// Seconds from the start to the answer, or to the end of a step nobody answered; in a queue, to the first ring.
    pub waiting_time: u32,
    /// Seconds on hold.
    pub hold_time: u32,
    /// Billing code put in by a user.
    pub client_code: Option<&'static str>,
}

impl Leg {
    /// Seconds from answer to end.
    #[must_use]
    pub fn talk_time(&self) -> u32 {
        self.answer_time.map_or(0, |answer| u32::try_from((self.end_time - answer).num_seconds()).unwrap_or(0))
    }
}

/// A recording of one leg.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// Id of the recording.
    pub id: HexId,
    /// Id of the audio file, as in `download_url`.
    pub file_id: ShortId,
    /// Place of the recorded leg in [`Call::legs`].
    pub leg: usize,
    /// Started by itself rather than by a user.
    pub automatic: bool,
    /// When it began.
    pub start_time: DateTime<Utc>,
    /// When it ended.
    pub end_time: DateTime<Utc>,
    /// The user or queue it belongs to.
    pub owner: Arc<Party>,
    /// 0 passive, 1 pressed 1, 2 passive agreement.
    pub disclaimer_status: u8,
    /// How far its transcript is.
    pub transcript: Transcript,
    /// In the trash.
    pub deleted: bool,
}

impl Recording {
    /// Seconds.
    #[must_use]
    pub fn duration(&self) -> u32 {
        u32::try_from((self.end_time - self.start_time).num_seconds()).unwrap_or(0)
    }
}

/// How far the transcript of a recording is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transcript {
    /// There is none.
    None,
    /// Still being made.
    InProgress,
    /// Can be downloaded.
    Ready,
}

/// A voicemail.
#[derive(Clone, Debug, PartialEq)]
pub struct Voicemail {
    /// Id of the voicemail.
    pub id: HexId,
    /// Id of the audio file, as in `download_url`.
    pub file_id: ShortId,
    /// Place of the leg that ended in it in [`Call::legs`].
    pub leg: usize,
    /// When the message began.
    pub start_time: DateTime<Utc>,
    /// Seconds.
    pub duration: u32,
    /// Somebody has heard it.
    pub read: bool,
    /// The user or queue it was left for.
    pub owner: Arc<Party>,
    /// `transcription.status`: 1 processing, 2 done, 4 disabled.
    pub transcription_status: u16,
    /// In the trash.
    pub deleted: bool,
}

impl Voicemail {
    /// `normal`, `spam` or `maybeSpam`, by which the account list filters.
    #[must_use]
    pub fn voicemail_type(call: &Call) -> &'static str {
        match call.spam() {
            None => "normal",
            Some("Spam") => "spam",
            Some(_) => "maybeSpam",
        }
    }
}

/// An AI summary of a user's call.
#[derive(Clone, Debug, PartialEq)]
pub struct AiSummary {
    /// Id of the summary.
    pub id: ShortId,
    /// Place of the leg it was made of in [`Call::legs`].
    pub leg: usize,
    /// The user whose summary it is.
    pub owner: Arc<Party>,
    /// The user liked it, disliked it, or said nothing.
    pub liked: Option<bool>,
    /// When it was made.
    pub created_time: DateTime<Utc>,
    /// The user changed it afterwards.
    pub edited: bool,
}
