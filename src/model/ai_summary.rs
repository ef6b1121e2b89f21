//! What Zoom's AI wrote about a call.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::id::CallId;
use super::text::Text;

/// The AI summary of a call. Source: Zoom Phone API, getAiCallSummary, checked 2026-11-22.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AiSummary {
    /// `ai_call_summary_id`
    pub id: Text,
    /// The call it is about.
    pub call_id: CallId,
    /// `transcript_language`
    pub language: Text,
    /// `call_summary`: a few sentences.
    pub summary: Text,
    /// `next_steps`
    pub next_steps: Text,
    /// `detailed_summary`
    pub detailed_summary: Text,
    /// When it was made.
    pub created_time: Option<DateTime<Utc>>,
    /// True when a person changed it.
    pub edited: Option<bool>,
    /// Everything else that Zoom sent.
    pub extra: Map<String, Value>,
}
