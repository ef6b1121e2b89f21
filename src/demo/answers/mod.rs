//! The bodies of Zoom's answers, made of world values: field names and shapes of the Zoom Phone API, old, new or both.
//!
//! Rows of lists serialize straight from the call, because there may be millions; single bodies are [`Value`]s.

mod calls;
mod fields;
mod people;
mod recordings;
mod spoken;
mod voicemails;

use serde::Serialize;
use serde_json::Value;

pub use calls::{AccountRow, LegBody, UserRow, account_row, call_element, call_path, sync_rows, user_rows};
pub use people::{me, phone_site, phone_user, phone_user_item};
pub use recordings::{account_recording, recording_by_call, recording_by_element, user_recording};
pub use spoken::{ai_summary, transcript};
pub use voicemails::{account_voicemail, user_voicemail, voicemail_by_element, voicemail_detail};

/// Which of the two shapes of call history an account gives. Source: Zoom Phone changelog, 2025-10-23 to November 2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shape {
    /// `call_logs[]` and `call_path[]` only, as before autumn 2025.
    Old,
    /// `call_history[]` and `call_elements[]` only, as after the removal of the old ones.
    New,
    /// Both arrays with the same calls, as in 2026.
    #[default]
    Both,
}

impl Shape {
    /// Whether the old arrays are there.
    #[must_use]
    pub fn has_old(self) -> bool {
        matches!(self, Self::Old | Self::Both)
    }

    /// Whether the new arrays are there.
    #[must_use]
    pub fn has_new(self) -> bool {
        matches!(self, Self::New | Self::Both)
    }
}

/// How a row names its call: in the account list `id` or `call_history_uuid`; in a user's list `id` and `call_path_id`, or
/// `call_element_id` and `call_history_uuid`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKey {
    /// For `call_logs[]`.
    Old,
    /// For `call_history[]` and `call_elements[]`.
    New,
}

/// A row as a JSON value, for those who change it before it is sent.
#[must_use]
pub fn value(row: &impl Serialize) -> Value {
    // The rows here have text keys and no maps of their own, so this cannot fail.
    serde_json::to_value(row).unwrap_or_default()
}
