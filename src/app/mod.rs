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
mod column_words;
mod columns;
mod copy;
mod coverage;
mod effect;
mod everywhere;
mod export_dialog;
mod facets;
mod filter;
mod help;
mod help_layout;
mod hidden_by;
mod history;
mod jobs;
mod key;
mod key_changes;
mod keymap;
mod keymap_table;
mod line;
mod loadable;
mod login;
mod look;
mod marks;
mod media_keys;
mod media_list;
#[cfg(test)]
mod media_tests;
mod message;
mod notice;
mod overlay;
mod palette;
mod party;
mod party_history;
mod path_view;
mod pointer;
mod price;
mod problem;
#[cfg(test)]
mod properties;
mod request;
mod said;
mod saved_views;
mod screen;
mod sort;
mod state;
mod stats;
mod stats_keys;
mod suggest;
mod sync;
#[cfg(test)]
pub(crate) mod testing;
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
pub use effect::{CallsAfter, Effect, ExportFormat, ExportJob, ExportTarget, JobWork, SyncRange};
pub use export_dialog::{ExportAnswers, ExportDialog, ExportField, ExportRows, OpenIn, RunningExport, ZoneChoice};
pub use facets::{FacetPanel, FacetSection};
pub use filter::{Editing, Filter};
pub use help::Help;
pub use help_layout::{HelpLayout, HelpLine};
pub use hidden_by::HiddenBy;
pub use jobs::{JobLog, JobRow, Jobs, RunningJob, words as job_words};
pub use key::{Key, KeyCode, UnknownKey};
pub use key_changes::{KeyChange, KeyChangeError};
pub use keymap::{Action, Binding, Group, Keymap, Place};
pub use line::{LINES, Line, LineError};
pub use loadable::Loadable;
pub use login::{Attempt, BROWSER_CAUSES, BrowserCause, Login, LoginHelp, SignInWays};
pub use marks::Marks;
pub use media_keys::words as media_words;
pub use media_list::{MediaList, MediaPanes, RunningListing, with_words};
pub use message::{
    CallDetail, DeviceCode, Exported, JobProgress, MediaOutcome, MediaProgress, Message, PartLoaded, Paste, Pointer,
    SaidFound, SignIn, SignedIn, SyncOutcome, SyncProgress, VoicemailText, Wait, WaitKind,
};
pub use notice::Notice;
pub use overlay::{Overlay, Question, Retry};
pub use palette::{Command, Palette};
pub use party::{PartyPage, party_of};
pub use party_history::PartyHistory;
pub use path_view::{PathRows, PathView};
pub use price::{Price, PriceTag, pace_millis};
pub use problem::{Problem, Remedy};
pub use request::{RequestId, Requests};
pub use said::{Said, SaidCover};
pub use saved_views::{Naming, OfferedView, SavedViews, ViewPicker, built_in_views};
pub use screen::{Area, DetailPlace, Layout, PaneWish, Panes, Screen};
pub use state::{Banner, Focus, Personal, Setup, State, View};
pub use stats::{Before, Chart, Figures, Metric, Pick, StatsView, can_compare, compared, covers};
pub use suggest::Suggestion;
pub use sync::{RunningSync, Sync};
pub use time_range::{TimeField, TimePreset, TimeRange};
pub use update::{next_tick, settle, start, update};
