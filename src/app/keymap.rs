//! What keys do where. Dispatch, help and the footers read the one table.

use super::effect::Effect;
use super::key::Key;
use super::keymap_table::BINDINGS;
use super::state::State;

/// Where keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Wherever one is, text fields too.
    Always,
    /// Wherever letters are not text.
    Everywhere,
    /// The list of calls.
    List,
    /// The detail, when it has the focus.
    Detail,
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
    /// The help.
    Help,
    /// A problem.
    Problem,
    /// A question: quit, sign out.
    Question,
    /// A terminal too small for anything.
    TooSmall,
}

impl Place {
    /// True when letters are text here.
    #[must_use]
    pub const fn is_typing(self) -> bool {
        match self {
            Self::Query | Self::LoginAddress | Self::TimeText | Self::ExportPath | Self::Help => true,
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
            | Self::TimeRange
            | Self::Export
            | Self::Copy
            | Self::Sort
            | Self::Columns
            | Self::Problem
            | Self::Question
            | Self::TooSmall => false,
        }
    }

    /// The name, for the title of the help.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Always | Self::Everywhere => "everywhere",
            Self::List => "call list",
            Self::Detail => "call",
            Self::Query => "query",
            Self::Login | Self::LoginAddress => "sign-in",
            Self::Access => "accounts and access",
            Self::Recordings => "recordings",
            Self::Voicemail => "voicemail",
            Self::Stats => "stats",
            Self::Coverage => "days fetched",
            Self::Jobs => "jobs",
            Self::TimeRange | Self::TimeText => "time range",
            Self::Export | Self::ExportPath => "export",
            Self::Copy => "copy",
            Self::Sort => "sort",
            Self::Columns => "columns",
            Self::Help => "help",
            Self::Problem => "problem",
            Self::Question => "question",
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

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Stop what runs; twice quits.
    Interrupt,
    /// Paint everything anew.
    Redraw,
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
    /// Show or hide the facets.
    ToggleFacets,
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
    /// Say yes.
    Yes,
    /// Change the choice.
    Toggle,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where.
    pub place: Place,
    /// Which keys, the first one being the one to show.
    pub keys: &'static [Key],
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

/// What `key` does at `place`.
#[must_use]
pub fn find(place: Place, key: Key) -> Option<&'static Binding> {
    bindings(place).find(|binding| binding.keys.contains(&key))
}

/// Every binding, as the table has them.
pub fn all_bindings() -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter()
}

/// All that works at `place`, its own keys first.
pub fn bindings(place: Place) -> impl Iterator<Item = &'static Binding> {
    let reach = move |binding: &&Binding| binding.place == place;
    let above = move |binding: &&Binding| {
        binding.place == Place::Always || (binding.place == Place::Everywhere && !place.is_typing())
    };
    BINDINGS.iter().filter(reach).chain(BINDINGS.iter().filter(above))
}

/// What the footer shows at `place`, the most important first.
#[must_use]
pub fn footer(place: Place) -> Vec<&'static Binding> {
    let mut shown: Vec<&Binding> = bindings(place).filter(|binding| binding.footer > 0).collect();
    shown.sort_by_key(|binding| binding.footer);
    shown
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::key::KeyCode;
    use super::*;

    fn action(place: Place, key: Key) -> Option<Action> {
        find(place, key).map(|binding| binding.action)
    }

    const PLACES: [Place; 22] = [
        Place::List,
        Place::Detail,
        Place::Query,
        Place::Login,
        Place::LoginAddress,
        Place::Access,
        Place::Recordings,
        Place::Voicemail,
        Place::Stats,
        Place::Coverage,
        Place::Jobs,
        Place::TimeRange,
        Place::TimeText,
        Place::Export,
        Place::ExportPath,
        Place::Copy,
        Place::Sort,
        Place::Columns,
        Place::Help,
        Place::Problem,
        Place::Question,
        Place::TooSmall,
    ];

    #[test]
    fn no_key_is_bound_twice_in_a_place_and_none_hides_a_key_from_everywhere() {
        for place in PLACES {
            let mut seen = HashSet::new();
            for binding in bindings(place) {
                for key in binding.keys {
                    assert!(seen.insert(*key), "{key} is bound twice at {place:?}");
                }
            }
        }
    }

    #[test]
    fn where_letters_are_text_no_letter_is_bound() {
        for place in PLACES.into_iter().filter(|place| place.is_typing()) {
            for binding in bindings(place) {
                let letter = binding.keys.iter().find(|key| matches!(key.code, KeyCode::Char(_)) && !key.ctrl);
                assert_eq!(letter, None, "at {place:?}");
            }
        }
    }

    #[test]
    fn what_hard_terminals_swallow_is_never_the_only_key() {
        for binding in BINDINGS {
            let only = |character| binding.keys == [Key::ctrl(character)];
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
