//! What was read of one call, and of what was said.

use super::super::problem::Problem;
use crate::model::timeline::Timeline;
use crate::model::{Batch, Call, CallElement, CallKey, CallPath, CallText, MediaRow};

/// A call and what is known of how it went.
#[derive(Clone, Debug, PartialEq)]
pub struct CallDetail {
    /// Its place in the archive.
    pub key: CallKey,
    /// The call.
    pub call: Call,
    /// Its steps from the own list; empty for the account list.
    pub steps: Vec<CallElement>,
    /// Its path, `None` where it cannot be asked for (own calls), or why it is not to be had.
    pub path: Result<Option<CallPath>, Problem>,
    /// What was said in it, as far as it is in the archive.
    pub text: CallText,
    /// What changed in the list because of it.
    pub batch: Batch,
}

impl CallDetail {
    /// The legs of the call: of its path, else the steps of the own list.
    #[must_use]
    pub fn legs(&self) -> &[CallElement] {
        match &self.path {
            Ok(Some(path)) => &path.elements,
            Ok(None) | Err(_) => &self.steps,
        }
    }

    /// The legs on one axis of time.
    #[must_use]
    pub fn timeline(&self) -> Timeline<'_> {
        Timeline::of(self.legs(), self.call.start_time)
    }
}

/// What was said in a call, after Zoom was asked for a part of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartLoaded {
    /// All that is known now.
    pub text: CallText,
    /// Why something of it is not to be had, in a sentence each.
    pub notes: Vec<String>,
    /// What changed in the list because of it.
    pub batch: Batch,
}

/// A voicemail that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct VoicemailText {
    /// Its row, with its words if it has any.
    pub row: MediaRow,
    /// What changed in the list of calls because of it.
    pub batch: Batch,
}
