//! Deciding: takes what happened, changes the state, says what to do. `update` is the only door.
//! Imports `model` and `index`. It never does I/O, reads a clock, draws, or knows a terminal, a database or HTTP.

mod account;
mod call_detail;
mod call_list;
mod effect;
mod export_dialog;
mod filter;
mod help;
mod key;
mod keymap;
mod loadable;
mod login;
mod message;
mod notice;
mod overlay;
mod problem;
mod request;
mod screen;
mod state;
mod sync;
mod time_range;

pub use account::Session;
pub use call_detail::{DetailPane, DetailTab};
pub use call_list::{CallList, ListColumn};
pub use effect::{Effect, ExportFormat, ExportJob, ExportTarget, SyncRange};
pub use export_dialog::{ExportAnswers, ExportDialog, ExportField, ExportRows, OpenIn, RunningExport, ZoneChoice};
pub use filter::{Editing, Filter};
pub use help::Help;
pub use key::{Key, KeyCode};
pub use keymap::{Action, Binding, Group, Place, bindings, footer};
pub use loadable::Loadable;
pub use login::{Attempt, BROWSER_CAUSES, BrowserCause, Login};
pub use message::{
    CallDetail, Exported, Message, Paste, Pointer, SignIn, SignedIn, SyncOutcome, SyncProgress, Wait, WaitKind,
};
pub use notice::Notice;
pub use overlay::{Overlay, Question, Retry};
pub use problem::{Problem, Remedy};
pub use request::{RequestId, Requests};
pub use screen::{Area, DetailPlace, Layout, PaneWish, Panes, Screen};
pub use state::{Banner, Focus, Setup, State, View};
pub use sync::{RunningSync, Sync};
pub use time_range::{TimeField, TimePreset, TimeRange};
