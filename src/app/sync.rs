//! Fetching calls from Zoom, as far as the screen knows.

use chrono::{DateTime, Utc};

use super::effect::SyncRange;
use super::message::{SyncOutcome, SyncProgress, Wait};
use super::problem::Problem;
use super::request::RequestId;

/// A sync that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningSync {
    /// Which.
    pub request: RequestId,
    /// What is fetched.
    pub range: SyncRange,
    /// How far it is, after its first page.
    pub progress: Option<SyncProgress>,
    /// Why nothing is fetched right now.
    pub wait: Option<Wait>,
    /// The person stopped it, and it is about to end.
    pub cancelling: bool,
}

/// The running sync, and how the last one went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sync {
    /// The one that runs.
    pub running: Option<RunningSync>,
    /// How the last one went, in this run of ringlog.
    pub last: Option<SyncOutcome>,
    /// Why the last one failed; gone when one works.
    pub problem: Option<Problem>,
    /// Up to when the archive was last brought up to date.
    pub synced_at: Option<DateTime<Utc>>,
}
