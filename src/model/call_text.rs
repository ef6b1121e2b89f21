//! What was said in a call, and what was written about it.

use super::ai_summary::AiSummary;
use super::recording::{Recording, Transcript};
use super::voicemail::Voicemail;

/// A recording, and what was said in it as far as that was fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The recording.
    pub recording: Recording,
    /// What was said.
    pub transcript: Option<Transcript>,
}

/// All that is known of what was said in a call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallText {
    /// Its recordings, oldest first.
    pub recordings: Vec<Recorded>,
    /// Its voicemail, oldest first.
    pub voicemails: Vec<Voicemail>,
    /// What Zoom's AI wrote about it.
    pub summaries: Vec<AiSummary>,
}
