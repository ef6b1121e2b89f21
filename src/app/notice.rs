//! What just happened, in one line.

use crate::model::counted;
use chrono::{DateTime, TimeDelta, Utc};

/// One line about what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Safe to show.
    pub text: String,
    /// When it goes; `None` stays until the next one, or `Esc`.
    pub until: Option<DateTime<Utc>>,
}

impl Notice {
    /// How long a passing notice stays.
    const STAYS: TimeDelta = TimeDelta::seconds(6);

    /// A notice that goes by itself.
    #[must_use]
    pub fn passing(text: impl Into<String>, now: DateTime<Utc>) -> Self {
        Self { text: text.into(), until: Some(now + Self::STAYS) }
    }

    /// A notice that stays until the next one, or `Esc`.
    #[must_use]
    pub fn staying(text: impl Into<String>) -> Self {
        Self { text: text.into(), until: None }
    }
}

/// "1 call", "12,300 calls".
#[must_use]
pub fn calls(count: u64) -> String {
    counted(count, "call", "calls")
}
