//! Deciding: takes what happened, changes the state, says what to do. `update` is the only door.
//! Imports `model` and `index`. It never does I/O, reads a clock, draws, or knows a terminal, a database or HTTP.

mod effect;
mod key;
mod loadable;
mod message;
mod problem;
mod request;

pub use effect::{Effect, ExportFormat, ExportJob, ExportTarget, SyncRange};
pub use key::{Key, KeyCode};
pub use loadable::Loadable;
pub use message::{
    CallDetail, Exported, Message, Paste, Pointer, SignIn, SignedIn, SyncOutcome, SyncProgress, Wait, WaitKind,
};
pub use problem::{Problem, Remedy};
pub use request::{RequestId, Requests};
