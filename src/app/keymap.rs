//! What keys do where. Dispatch, help, palette and the footers read the one table, as the person changed it.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use super::key::Key;
use super::keymap_table::BINDINGS;
use super::state::State;

/// Where keys go. In `config.toml` it goes by its name in lower case: `login-address`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Wherever one is, text fields too.
    Always,
    /// Wherever letters are not text.
    Everywhere,
    /// The list of calls.
    List,
    /// The detail, when it has the focus.
    Detail,
    /// The words to find in the detail.
    DetailFind,
    /// The query line.
    Query,
    /// The sign-in screen.
    Login,
    /// The field for the address, on the sign-in screen.
    LoginAddress,
    /// Accounts and access.
    Access,
    /// The list of recordings.
    Recordings,
    /// The list of voicemails.
    Voicemail,
    /// Counts and charts.
    Stats,
    /// The calendar of what was fetched.
    Coverage,
    /// The list of jobs.
    Jobs,
    /// The words to look for among recordings or voicemail.
    MediaFilter,
    /// The log of a job.
    JobLog,
    /// The time-range picker.
    TimeRange,
    /// A day in the time-range picker.
    TimeText,
    /// The export dialog.
    Export,
    /// The file name in the export dialog.
    ExportPath,
    /// The copy menu.
    Copy,
    /// The sort menu.
    Sort,
    /// The dialog of the columns.
    Columns,
    /// The counts by value, when they have the focus.
    Facets,
    /// The saved views.
    SavedViews,
    /// The name of a saved view.
    ViewName,
    /// The command palette.
    Palette,
    /// The help.
    Help,
    /// A problem.
    Problem,
    /// A question: quit, sign out.
    Question,
    /// What something costs.
    Price,
    /// At which time something begins.
    StartTime,
    /// A terminal too small for anything.
    TooSmall,
}

impl Place {
    /// The places one can be at.
    pub const ALL: [Self; 31] = [
        Self::List,
        Self::Detail,
        Self::Query,
        Self::Login,
        Self::LoginAddress,
        Self::Access,
        Self::Recordings,
        Self::Voicemail,
        Self::Stats,
        Self::Coverage,
        Self::Jobs,
        Self::TimeRange,
        Self::TimeText,
        Self::Export,
        Self::ExportPath,
        Self::Copy,
        Self::Sort,
        Self::Columns,
        Self::Help,
        Self::Problem,
        Self::Question,
        Self::TooSmall,
        Self::Facets,
        Self::SavedViews,
        Self::ViewName,
        Self::Palette,
        Self::MediaFilter,
        Self::JobLog,
        Self::Price,
        Self::StartTime,
        Self::DetailFind,
    ];

    /// True when letters are text here.
    #[must_use]
    pub const fn is_typing(self) -> bool {
        match self {
            Self::Query
            | Self::MediaFilter
            | Self::LoginAddress
            | Self::TimeText
            | Self::ExportPath
            | Self::ViewName
            | Self::Palette
            | Self::StartTime
            | Self::DetailFind
            | Self::Help => true,
            Self::Always
            | Self::Everywhere
            | Self::List
            | Self::Detail
            | Self::Login
            | Self::Access
            | Self::Recordings
            | Self::Voicemail
            | Self::Stats
            | Self::Coverage
            | Self::Jobs
            | Self::JobLog
            | Self::TimeRange
            | Self::Export
            | Self::Copy
            | Self::Sort
            | Self::Columns
            | Self::Facets
            | Self::SavedViews
            | Self::Problem
            | Self::Question
            | Self::Price
            | Self::TooSmall => false,
        }
    }

    /// True when digits choose something here; those that open a view elsewhere do not work then.
    #[must_use]
    pub const fn has_digits(self) -> bool {
        matches!(self, Self::SavedViews)
    }

    /// The name, for the title of the help.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Always | Self::Everywhere => "everywhere",
            Self::List => "call list",
            Self::Detail => "call",
            Self::DetailFind => "words to find",
            Self::Query => "query",
            Self::Login | Self::LoginAddress => "sign-in",
            Self::Access => "accounts and access",
            Self::Recordings => "recordings",
            Self::Voicemail => "voicemail",
            Self::Stats => "stats",
            Self::Coverage => "days fetched",
            Self::Jobs => "jobs",
            Self::MediaFilter => "words to look for",
            Self::JobLog => "log of a job",
            Self::TimeRange | Self::TimeText => "time range",
            Self::Export | Self::ExportPath => "export",
            Self::Copy => "copy",
            Self::Sort => "sort",
            Self::Columns => "columns",
            Self::Facets => "counts by value",
            Self::SavedViews | Self::ViewName => "saved views",
            Self::Palette => "commands",
            Self::Help => "help",
            Self::Problem => "problem",
            Self::Question => "question",
            Self::Price | Self::StartTime => "price",
            Self::TooSmall => "small terminal",
        }
    }
}

/// The heading a key stands under in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Going somewhere.
    Move,
    /// The order of the calls, and the columns.
    Table,
    /// Asking for fewer calls.
    Filter,
    /// Marking calls.
    Mark,
    /// Reading one call.
    Detail,
    /// Doing something.
    Act,
    /// The app itself.
    App,
}

impl Group {
    /// The groups, in the order they are listed.
    pub const ALL: [Self; 7] = [Self::Move, Self::Table, Self::Filter, Self::Mark, Self::Detail, Self::Act, Self::App];

    /// The heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "MOVE",
            Self::Table => "TABLE",
            Self::Filter => "FILTER",
            Self::Mark => "MARK",
            Self::Detail => "DETAIL",
            Self::Act => "ACT",
            Self::App => "APP",
        }
    }
}

/// What a key does. In `config.toml` it goes by its name in lower case: `half-page-down`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Show the keys.
    Help,
    /// Step back once.
    Back,
    /// Close the top layer, or quit.
    Close,
    /// Go to the other pane, or field.
    NextPane,
    /// Go to the other pane, or field, backwards.
    PreviousPane,
    /// Show times in the other zone.
    CycleZone,
    /// Find a command by its words.
    Palette,
    /// Stop what runs; twice quits.
    Interrupt,
    /// Paint everything anew.
    Redraw,
    /// Draw in the colours of the next theme.
    NextTheme,
    /// Back to the shell.
    Suspend,
    /// Show who is signed in.
    ShowAccess,
    /// Go to the calls.
    ViewCalls,
    /// Go to the recordings.
    ViewRecordings,
    /// Go to the voicemails.
    ViewVoicemail,
    /// Go to the counts and charts.
    ViewStats,
    /// Go to the jobs.
    ViewJobs,
    /// Go to the calendar of what was fetched.
    ViewCoverage,

    /// Next row, line or choice.
    Down,
    /// Previous row, line or choice.
    Up,
    /// First row.
    First,
    /// Last row.
    Last,
    /// Half a page down.
    HalfPageDown,
    /// Half a page up.
    HalfPageUp,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// Column cursor to the left, or back to the list, or the choice before.
    Left,
    /// Column cursor to the right, or the next choice.
    Right,
    /// The first call of the day before.
    PreviousDay,
    /// The next day's first call down the list.
    NextDay,
    /// The missed call above.
    PreviousMissed,
    /// The missed call below.
    NextMissed,
    /// Look for this cell's value.
    FindCell,
    /// The next hit.
    NextHit,
    /// The hit before.
    PreviousHit,

    /// Sort by the column.
    Sort,
    /// Open the sort menu.
    SortMenu,
    /// Open the dialog of the columns.
    ChooseColumns,
    /// Hide the column.
    HideColumn,
    /// Move the column to the left, or up.
    ColumnLeft,
    /// Move the column to the right, or down.
    ColumnRight,
    /// Make the column narrower.
    Narrower,
    /// Make the column wider.
    Wider,
    /// Show all columns, or the usual ones.
    WideColumns,
    /// Take away what was chosen.
    Clear,
    /// Keep the columns and their order as one's own default.
    SaveDefault,

    /// Count by something else.
    GroupBy,
    /// Measure something else.
    Metric,
    /// Compare with the period before.
    Compare,

    /// Edit the query.
    EditQuery,
    /// Keep only calls with this cell's value.
    OnlyThisCell,
    /// Drop calls with this cell's value.
    NotThisCell,
    /// Choose a time range.
    ChooseTime,
    /// Undo the last change of filter or marks.
    Undo,
    /// Do it again.
    Redo,
    /// Keep only calls with this party.
    ThisParty,
    /// Go to the counts by value, or back.
    ToggleFacets,
    /// Open the saved views.
    SavedViews,
    /// Keep what is on screen as a saved view.
    SaveView,
    /// Put what is on screen in a saved view's place.
    ReplaceView,
    /// Give a saved view another name.
    RenameView,
    /// Remove a saved view.
    RemoveView,
    /// Open the saved view of that number.
    OpenNumbered,
    /// Take the chosen suggestion.
    TakeSuggestion,

    /// Mark the call, and go on.
    Mark,
    /// Mark a stretch.
    MarkRange,
    /// Make the stretch longer downwards.
    ExtendDown,
    /// Make the stretch longer upwards.
    ExtendUp,
    /// Mark all that match, or none.
    MarkAll,
    /// Mark what is not marked.
    InvertMarks,
    /// Mark what has this cell's value.
    MarkCell,

    /// Open it, or say yes to it.
    Enter,
    /// Show or hide the detail.
    ToggleDetail,
    /// Detail at the right, or below.
    MoveDetail,
    /// The pane alone.
    Zoom,
    /// Scroll the detail down.
    DetailDown,
    /// Scroll the detail up.
    DetailUp,
    /// Next tab.
    NextTab,
    /// Previous tab.
    PreviousTab,
    /// Leg by leg, or as steps.
    EachLeg,
    /// Find words in the text.
    FindText,
    /// The next call.
    NextCall,
    /// The previous call.
    PreviousCall,

    /// Open the export dialog.
    Export,
    /// Export as the last time.
    ExportAgain,
    /// Open the copy menu; in it, copy the row.
    Copy,
    /// Copy the number.
    CopyNumber,
    /// Copy the ids.
    CopyIds,
    /// Copy what is shown here: the sign-in page's address, a report, a problem.
    CopyThis,
    /// Fetch what is newer; where there is a problem, what helps.
    Refresh,
    /// Fetch the range on screen again.
    RefetchRange,
    /// Open the sign-in page in a browser here.
    OpenBrowser,
    /// Type the address instead of pasting it.
    TypeAddress,
    /// What the browser may have shown.
    BrowserCauses,
    /// How the browser reaches ringlog through SSH.
    Tunnel,
    /// Sign in by a code typed on another device.
    DeviceCode,
    /// How to sign in without a person.
    ServiceAccount,
    /// Sign out.
    SignOut,
    /// Play it.
    Play,
    /// Download the marked ones.
    Download,
    /// Go to the call behind it.
    CallBehind,
    /// Open the folder of its file.
    OpenFolder,
    /// Fetch how calls went.
    FetchPaths,
    /// End a job early.
    CancelJob,
    /// Pause a job, or go on with it.
    PauseJob,
    /// Let it begin at a time.
    PutOff,
    /// Forget the jobs that are over.
    ForgetJobs,
    /// Say yes.
    Yes,
    /// Change the choice.
    Toggle,
}

impl Action {
    /// True for those that a digit opens a view with.
    const fn is_tab(self) -> bool {
        matches!(self, Self::ViewCalls | Self::ViewRecordings | Self::ViewVoicemail | Self::ViewStats | Self::ViewJobs)
    }
}

/// The name that `config.toml` uses.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// The name that `config.toml` uses.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Where.
    pub place: Place,
    /// Which keys, the first one being the one to show. There is one at least.
    pub keys: Cow<'static, [Key]>,
    /// What it is called.
    pub action: Action,
    /// What it does.
    pub act: fn(&mut State) -> Vec<Effect>,
    /// What it does, in a few words.
    pub words: &'static str,
    /// Where it stands in the help.
    pub group: Group,
    /// Shown in the footer, more important first; 0 is not shown.
    pub footer: u8,
}

impl Binding {
    /// The keys in a few cells: `j Down`, `1…9`.
    #[must_use]
    pub fn keys_shown(&self) -> String {
        match &*self.keys {
            [first, .., last] if self.keys.len() > 3 => format!("{first}…{last}"),
            keys => keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        }
    }

    /// The key to show.
    #[must_use]
    pub fn key(&self) -> String {
        self.keys.first().map(ToString::to_string).unwrap_or_default()
    }
}

/// The keys as they are here: those of the table, and those that the person chose in their stead.
#[derive(Clone, Debug)]
pub struct Keymap {
    pub(super) bindings: Vec<Binding>,
}

/// The table as it is.
impl Default for Keymap {
    fn default() -> Self {
        Self { bindings: BINDINGS.to_vec() }
    }
}

impl Keymap {
    /// Every binding.
    #[must_use]
    pub fn all(&self) -> &[Binding] {
        &self.bindings
    }

    /// What `key` does at `place`.
    #[must_use]
    pub fn find(&self, place: Place, key: Key) -> Option<&Binding> {
        self.bindings(place).find(|binding| binding.keys.contains(&key))
    }

    /// All that works at `place`, its own keys first.
    pub fn bindings(&self, place: Place) -> impl Iterator<Item = &Binding> {
        let own = move |binding: &&Binding| binding.place == place;
        let above = move |binding: &&Binding| {
            let reaches = !(place.is_typing() || place.has_digits() && binding.action.is_tab());
            binding.place == Place::Always || (binding.place == Place::Everywhere && reaches)
        };
        self.bindings.iter().filter(own).chain(self.bindings.iter().filter(above))
    }

    /// What the footer shows at `place`, the most important first.
    #[must_use]
    pub fn footer(&self, place: Place) -> Vec<&Binding> {
        let mut shown: Vec<&Binding> = self.bindings(place).filter(|binding| binding.footer > 0).collect();
        shown.sort_by_key(|binding| binding.footer);
        shown
    }

    /// The key to show for an action at a place; empty where it has none.
    #[must_use]
    pub fn key_of(&self, place: Place, action: Action) -> String {
        self.bindings(place).find(|binding| binding.action == action).map(Binding::key).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::key::KeyCode;
    use super::*;

    fn action(place: Place, key: Key) -> Option<Action> {
        Keymap::default().find(place, key).map(|binding| binding.action)
    }

    #[test]
    fn no_key_is_bound_twice_in_a_place_and_none_hides_a_key_from_everywhere() {
        let keymap = Keymap::default();
        for place in Place::ALL {
            let mut seen = HashSet::new();
            for binding in keymap.bindings(place) {
                for key in binding.keys.iter() {
                    assert!(seen.insert(*key), "{key} is bound twice at {place:?}");
                }
            }
        }
    }

    #[test]
    fn where_letters_are_text_no_letter_is_bound() {
        let keymap = Keymap::default();
        for place in Place::ALL.into_iter().filter(|place| place.is_typing()) {
            for binding in keymap.bindings(place) {
                let letter = binding.keys.iter().find(|key| matches!(key.code, KeyCode::Char(_)) && !key.ctrl);
                assert_eq!(letter, None, "at {place:?}");
            }
        }
    }

    #[test]
    fn what_hard_terminals_swallow_is_never_the_only_key() {
        for binding in BINDINGS {
            let only = |character| *binding.keys == [Key::ctrl(character)];
            assert!(!['a', 'b', 'q', 's'].into_iter().any(only), "{:?}", binding.action);
        }
    }

    #[test]
    fn keys_do_what_the_handbook_says() {
        assert_eq!(action(Place::List, Key::char('j')), Some(Action::Down));
        assert_eq!(action(Place::List, Key::char('?')), Some(Action::Help));
        assert_eq!(action(Place::Query, Key::char('?')), None, "a question mark is text in the query");
        assert_eq!(action(Place::Query, Key::ctrl('c')), Some(Action::Interrupt));
    }
}
