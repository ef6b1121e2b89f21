//! What a call is, in our own terms: calls, their path, the people on them, and what may be asked about them.
//! Imports nothing of ours. It never does I/O, reads a clock, or knows JSON as Zoom sends it.

mod account;
mod ai_summary;
mod batch;
mod call;
mod call_text;
mod count;
mod coverage;
mod element;
mod fold;
mod id;
mod job;
mod media;
mod outcome;
mod party;
mod phone_number;
pub mod query;
mod recording;
mod scope;
mod text;
pub mod timeline;
mod voicemail;
pub mod why;
mod zone;

pub use account::{Access, Account};
pub use ai_summary::AiSummary;
pub use batch::{Batch, CallKey, CallRow, Flags, PartyId, WordId};
pub use call::{Call, RecordingStatus};
pub use call_text::{CallText, Recorded};
pub use count::{clocked, grouped};
pub use coverage::{Coverage, DayCoverage, EDGE, Span, kept_by_zoom_since};
pub use element::{CallElement, CallPath, Operator};
pub use fold::{fold, handled_by};
pub use id::{CallElementId, CallHistoryUuid, CallId, RecordingId, VoicemailId};
pub use job::{ItemState, Job, JobId, JobKind, JobLine, JobState};
pub use media::{Media, MediaId, MediaKind, MediaRow};
pub use outcome::{CallResult, Direction, ResultGroup};
pub use party::Party;
pub use phone_number::{digits, is_e164};
pub use recording::{MediaOwner, Recording, Speaker, Transcript, TranscriptLine, Trash};
pub use scope::{Feature, Scopes};
pub use text::Text;
pub use voicemail::{Transcription, Voicemail};
pub use zone::{UnknownZone, Zone};
