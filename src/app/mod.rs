//! Deciding: takes what happened, changes the state, says what to do. `update` is the only door.
//! Imports `model` and `index`. It never does I/O, reads a clock, draws, or knows a terminal, a database or HTTP.

mod account;
mod archive;
mod browse;
mod call_detail;
mod call_list;
mod call_parts;
mod cell;
mod column_keys;
mod columns;
mod copy;
mod coverage;
mod effect;
mod everywhere;
mod export_dialog;
mod filter;
mod help;
mod hidden_by;
mod history;
mod key;
mod keymap;
mod keymap_table;
mod line;
mod loadable;
mod login;
mod marks;
mod message;
mod notice;
mod overlay;
mod party;
mod party_history;
mod path_view;
mod pointer;
mod problem;
#[cfg(test)]
mod properties;
mod request;
mod said;
mod screen;
mod sort;
mod state;
mod stats;
mod suggest;
mod sync;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod text_field;
mod time_range;
mod update;

pub use account::{ProfileEntry, Session, access_words};
pub use call_detail::{DetailPane, DetailTab};
pub use call_list::CallList;
pub use call_parts::{DetailPart, Parts};
pub use columns::{ColumnChoice, ColumnSet, Columns, ListColumn};
pub use coverage::{CoverageView, DayState, chosen_day, state_of};
pub use effect::{Effect, ExportFormat, ExportJob, ExportTarget, SyncRange};
pub use export_dialog::{ExportAnswers, ExportDialog, ExportField, ExportRows, OpenIn, RunningExport, ZoneChoice};
pub use filter::{Editing, Filter};
pub use help::Help;
pub use hidden_by::HiddenBy;
pub use key::{Key, KeyCode};
pub use keymap::{Action, Binding, Group, Place, all_bindings, bindings, footer};
pub use line::{LINES, Line, LineError};
pub use loadable::Loadable;
pub use login::{Attempt, BROWSER_CAUSES, BrowserCause, Login, LoginHelp, SignInWays};
pub use marks::Marks;
pub use message::{
    CallDetail, DeviceCode, Exported, Message, PartLoaded, Paste, Pointer, SaidFound, SignIn, SignedIn, SyncOutcome,
    SyncProgress, Wait, WaitKind,
};
pub use notice::Notice;
pub use overlay::{Overlay, Question, Retry};
pub use party::{PartyPage, party_of};
pub use party_history::PartyHistory;
pub use path_view::{PathRows, PathView};
pub use problem::{Problem, Remedy};
pub use request::{RequestId, Requests};
pub use said::{Said, SaidCover};
pub use screen::{Area, DetailPlace, Layout, PaneWish, Panes, Screen};
pub use state::{Banner, Focus, Setup, State, View};
pub use stats::{Before, Chart, Figures, Metric, Pick, StatsView, covers};
pub use suggest::Suggestion;
pub use sync::{RunningSync, Sync};
pub use time_range::{TimeField, TimePreset, TimeRange};
pub use update::{next_tick, settle, start, update};
