//! Voicemail.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::id::{CallElementId, CallId, VoicemailId};
use super::recording::{MediaOwner, Speaker, Trash};
use super::text::Text;

/// A voicemail. Source: Zoom Phone API, accountVoiceMails and getVoicemailDetails, checked 2026-11-22.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Voicemail {
    /// Which voicemail.
    pub id: VoicemailId,
    /// The call it belongs to.
    pub call_id: CallId,
    /// The step it belongs to; `call_history_id` or `call_log_id` in older answers.
    pub call_element_id: CallElementId,
    /// Who called.
    pub caller: Speaker,
    /// Who was called.
    pub callee: Speaker,
    /// When it was left.
    pub date_time: Option<DateTime<Utc>>,
    /// Its length.
    pub duration: Option<Duration>,
    /// `read` or `unread`.
    pub status: Text,
    /// Whose it is; the account's list says it.
    pub owner: MediaOwner,
    /// Where the audio is.
    pub download_url: Text,
    /// What was said; lists do not tell.
    pub transcription: Transcription,
    /// Whether it was deleted.
    pub trash: Trash,
    /// Everything else that Zoom sent.
    pub extra: Map<String, Value>,
}

impl Voicemail {
    /// What Zoom's AI made of it for somebody to do; empty when it made nothing. Source: Zoom Phone API, getVoicemailDetails
    /// (`voice_mail_task.content`), checked 2026-11-22.
    #[must_use]
    pub fn task(&self) -> Text {
        let task = self.extra.get("voice_mail_task").and_then(|task| task.get("content")).and_then(Value::as_str);
        task.map(Text::new).unwrap_or_default()
    }
}

/// What Zoom's AI made of somebody's voicemail to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoicemailTask {
    /// Who called, as Zoom gave the number.
    pub number: Text,
    /// When the voicemail was left.
    pub at: DateTime<Utc>,
    /// What to do.
    pub content: Text,
}

/// What was said in a voicemail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Transcription {
    /// The words.
    pub content: Text,
    /// 0 none, 1 being made, 2 done, 4 switched off, 5 switched on; others are errors.
    pub status: Option<i64>,
}
