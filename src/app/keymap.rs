//! The one table of keys. Dispatch, help and the footers read it.

use super::key::{Key, KeyCode};

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
            | Self::TimeRange
            | Self::Export
            | Self::Copy
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
            Self::TimeRange | Self::TimeText => "time range",
            Self::Export | Self::ExportPath => "export",
            Self::Copy => "copy",
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
    pub const ALL: [Self; 6] = [Self::Move, Self::Filter, Self::Mark, Self::Detail, Self::Act, Self::App];

    /// The heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "MOVE",
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
    /// Take the nearest right word.
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
    /// The next call.
    NextCall,
    /// The previous call.
    PreviousCall,

    /// Open the export dialog.
    Export,
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
    /// What it does.
    pub action: Action,
    /// What it does, in a few words.
    pub words: &'static str,
    /// Where it stands in the help.
    pub group: Group,
    /// Shown in the footer, more important first; 0 is not shown.
    pub footer: u8,
}

const fn key(character: char) -> Key {
    Key::char(character)
}

const fn plain(code: KeyCode) -> Key {
    Key::plain(code)
}

const fn bind(
    place: Place,
    keys: &'static [Key],
    action: Action,
    words: &'static str,
    group: Group,
    footer: u8,
) -> Binding {
    Binding { place, keys, action, words, group, footer }
}

const UP: &[Key] = &[key('k'), plain(KeyCode::Up)];
const DOWN: &[Key] = &[key('j'), plain(KeyCode::Down)];
const LEFT: &[Key] = &[key('h'), plain(KeyCode::Left)];
const RIGHT: &[Key] = &[key('l'), plain(KeyCode::Right)];
const FIRST: &[Key] = &[key('g'), plain(KeyCode::Home)];
const LAST: &[Key] = &[key('G'), plain(KeyCode::End)];
const PAGE_DOWN: &[Key] = &[plain(KeyCode::PageDown), Key::ctrl('f')];
const PAGE_UP: &[Key] = &[plain(KeyCode::PageUp), Key::ctrl('b')];
const ENTER: &[Key] = &[plain(KeyCode::Enter)];

/// The table.
pub const BINDINGS: &[Binding] = &{
    use Action as A;
    use Group as G;
    use Place as P;
    [
        bind(P::Always, &[plain(KeyCode::Esc)], A::Back, "step back", G::App, 0),
        bind(P::Always, &[plain(KeyCode::F(1))], A::Help, "this help", G::App, 0),
        bind(P::Everywhere, &[plain(KeyCode::Tab)], A::NextPane, "next pane", G::Move, 0),
        bind(P::Everywhere, &[plain(KeyCode::BackTab)], A::PreviousPane, "previous pane", G::Move, 0),
        bind(P::Always, &[Key::ctrl('c')], A::Interrupt, "stop what runs; twice quits", G::App, 0),
        bind(P::Always, &[Key::ctrl('l')], A::Redraw, "redraw", G::App, 0),
        bind(P::Always, &[Key::ctrl('z')], A::Suspend, "suspend", G::App, 0),
        bind(P::Everywhere, &[key('?')], A::Help, "this help", G::App, 0),
        bind(P::Everywhere, &[key('q')], A::Close, "close, quit", G::App, 0),
        bind(P::Everywhere, &[key('T')], A::CycleZone, "times in my zone, in UTC", G::App, 0),
        //
        bind(P::List, DOWN, A::Down, "next call", G::Move, 0),
        bind(P::List, UP, A::Up, "previous call", G::Move, 0),
        bind(P::List, FIRST, A::First, "first call", G::Move, 0),
        bind(P::List, LAST, A::Last, "last call", G::Move, 0),
        bind(P::List, &[Key::ctrl('d')], A::HalfPageDown, "half a page down", G::Move, 0),
        bind(P::List, &[Key::ctrl('u')], A::HalfPageUp, "half a page up", G::Move, 0),
        bind(P::List, PAGE_DOWN, A::PageDown, "page down", G::Move, 0),
        bind(P::List, PAGE_UP, A::PageUp, "page up", G::Move, 0),
        bind(P::List, LEFT, A::Left, "column to the left", G::Move, 0),
        bind(P::List, RIGHT, A::Right, "column to the right", G::Move, 0),
        bind(P::List, &[key('{')], A::PreviousDay, "previous day", G::Move, 0),
        bind(P::List, &[key('}')], A::NextDay, "next day", G::Move, 0),
        bind(P::List, &[key('(')], A::PreviousMissed, "previous missed call", G::Move, 0),
        bind(P::List, &[key(')')], A::NextMissed, "next missed call", G::Move, 0),
        bind(P::List, &[key('/')], A::EditQuery, "filter", G::Filter, 4),
        bind(P::List, &[key('=')], A::OnlyThisCell, "like this cell", G::Filter, 9),
        bind(P::List, &[key('!')], A::NotThisCell, "not this cell", G::Filter, 12),
        bind(P::List, &[key('t')], A::ChooseTime, "time range", G::Filter, 7),
        bind(P::List, &[key('c')], A::ThisParty, "this party", G::Filter, 10),
        bind(P::List, &[key('u')], A::Undo, "undo filter or marks", G::Filter, 0),
        bind(P::List, &[key('U')], A::Redo, "redo", G::Filter, 0),
        bind(P::List, &[key(' ')], A::Mark, "mark", G::Mark, 2),
        bind(P::List, &[key('v')], A::MarkRange, "range", G::Mark, 8),
        bind(P::List, &[Key::shift(KeyCode::Down)], A::ExtendDown, "range down", G::Mark, 0),
        bind(P::List, &[Key::shift(KeyCode::Up)], A::ExtendUp, "range up", G::Mark, 0),
        bind(P::List, &[key('a')], A::MarkAll, "all", G::Mark, 3),
        bind(P::List, &[key('i')], A::InvertMarks, "invert", G::Mark, 11),
        bind(P::List, ENTER, A::Enter, "open", G::Detail, 1),
        bind(P::List, &[key('p')], A::ToggleDetail, "detail pane", G::Detail, 13),
        bind(P::List, &[key('P')], A::MoveDetail, "detail right or below", G::Detail, 0),
        bind(P::List, &[key('z')], A::Zoom, "detail alone", G::Detail, 0),
        bind(P::List, &[key('J')], A::DetailDown, "scroll the detail down", G::Detail, 0),
        bind(P::List, &[key('K')], A::DetailUp, "scroll the detail up", G::Detail, 0),
        bind(P::List, &[key(']')], A::NextTab, "next tab", G::Detail, 0),
        bind(P::List, &[key('[')], A::PreviousTab, "previous tab", G::Detail, 0),
        bind(P::List, &[key('e'), Key::ctrl('s')], A::Export, "export", G::Act, 5),
        bind(P::List, &[key('y')], A::Copy, "copy", G::Act, 6),
        bind(P::List, &[key('r')], A::Refresh, "fetch newer", G::Act, 14),
        bind(P::List, &[key('R')], A::RefetchRange, "fetch this range again", G::Act, 0),
        bind(P::List, &[key('A')], A::ShowAccess, "accounts and access", G::App, 0),
        //
        bind(P::Detail, DOWN, A::DetailDown, "scroll down", G::Move, 0),
        bind(P::Detail, UP, A::DetailUp, "scroll up", G::Move, 0),
        bind(P::Detail, FIRST, A::First, "top", G::Move, 0),
        bind(P::Detail, PAGE_DOWN, A::PageDown, "page down", G::Move, 0),
        bind(P::Detail, PAGE_UP, A::PageUp, "page up", G::Move, 0),
        bind(P::Detail, LEFT, A::Left, "back to the list", G::Move, 0),
        bind(P::Detail, &[key('n')], A::NextCall, "next call", G::Move, 1),
        bind(P::Detail, &[key('N')], A::PreviousCall, "previous call", G::Move, 2),
        bind(P::Detail, &[key(']')], A::NextTab, "next tab", G::Detail, 3),
        bind(P::Detail, &[key('[')], A::PreviousTab, "previous tab", G::Detail, 4),
        bind(P::Detail, &[key('p')], A::ToggleDetail, "hide the pane", G::Detail, 0),
        bind(P::Detail, &[key('P')], A::MoveDetail, "right or below", G::Detail, 0),
        bind(P::Detail, &[key('z')], A::Zoom, "alone", G::Detail, 7),
        bind(P::Detail, &[key('c')], A::ThisParty, "this party", G::Filter, 5),
        bind(P::Detail, &[key(' ')], A::Mark, "mark", G::Mark, 0),
        bind(P::Detail, &[key('y')], A::Copy, "copy", G::Act, 6),
        bind(P::Detail, &[key('e'), Key::ctrl('s')], A::Export, "export", G::Act, 8),
        bind(P::Detail, &[key('r')], A::Refresh, "ask Zoom again", G::Act, 0),
        bind(P::Detail, &[key('A')], A::ShowAccess, "accounts and access", G::App, 0),
        //
        bind(P::Query, ENTER, A::Enter, "keep", G::Filter, 1),
        bind(P::Query, &[plain(KeyCode::Tab)], A::TakeSuggestion, "take the suggestion", G::Filter, 2),
        //
        bind(P::Login, ENTER, A::Enter, "sign in", G::Act, 1),
        bind(P::Login, &[key('r')], A::Refresh, "try again", G::Act, 3),
        bind(P::Login, &[key('y')], A::CopyThis, "copy the address", G::Act, 2),
        bind(P::Login, &[key('o')], A::OpenBrowser, "open a browser here", G::Act, 4),
        bind(P::Login, &[key('p')], A::TypeAddress, "type the address", G::Act, 5),
        bind(P::Login, &[key('w')], A::BrowserCauses, "the browser showed an error", G::Act, 6),
        bind(P::Login, &[key('A')], A::ShowAccess, "accounts and access", G::App, 0),
        //
        bind(P::LoginAddress, ENTER, A::Enter, "use it", G::Act, 1),
        //
        bind(P::Access, DOWN, A::Down, "scroll down", G::Move, 0),
        bind(P::Access, UP, A::Up, "scroll up", G::Move, 0),
        bind(P::Access, &[key('r')], A::Refresh, "approve again", G::Act, 1),
        bind(P::Access, &[key('X')], A::SignOut, "sign out", G::Act, 2),
        bind(P::Access, &[key('y')], A::CopyThis, "copy a report without secrets", G::Act, 3),
        //
        bind(P::TimeRange, DOWN, A::Down, "next", G::Move, 0),
        bind(P::TimeRange, UP, A::Up, "previous", G::Move, 0),
        bind(P::TimeRange, ENTER, A::Enter, "take it", G::Act, 1),
        bind(P::TimeText, &[plain(KeyCode::Down)], A::Down, "next", G::Move, 0),
        bind(P::TimeText, &[plain(KeyCode::Up)], A::Up, "previous", G::Move, 0),
        bind(P::TimeText, &[plain(KeyCode::Tab)], A::NextPane, "next field", G::Move, 0),
        bind(P::TimeText, &[plain(KeyCode::BackTab)], A::PreviousPane, "previous field", G::Move, 0),
        bind(P::TimeText, ENTER, A::Enter, "take it", G::Act, 1),
        //
        bind(P::Export, ENTER, A::Enter, "write the file", G::Act, 1),
        bind(P::Export, DOWN, A::Down, "next line", G::Move, 0),
        bind(P::Export, UP, A::Up, "previous line", G::Move, 0),
        bind(P::Export, LEFT, A::Left, "choice before", G::Move, 0),
        bind(P::Export, RIGHT, A::Right, "next choice", G::Move, 0),
        bind(P::Export, &[key(' ')], A::Toggle, "change", G::Act, 2),
        bind(P::ExportPath, &[plain(KeyCode::Tab)], A::NextPane, "next field", G::Move, 0),
        bind(P::ExportPath, &[plain(KeyCode::BackTab)], A::PreviousPane, "previous field", G::Move, 0),
        bind(P::ExportPath, ENTER, A::Enter, "write the file", G::Act, 1),
        bind(P::ExportPath, &[plain(KeyCode::Down)], A::Down, "next line", G::Move, 0),
        bind(P::ExportPath, &[plain(KeyCode::Up)], A::Up, "previous line", G::Move, 0),
        //
        bind(P::Copy, &[key('y')], A::Copy, "row", G::Act, 1),
        bind(P::Copy, &[key('n')], A::CopyNumber, "number", G::Act, 2),
        bind(P::Copy, &[key('i')], A::CopyIds, "ids", G::Act, 3),
        //
        bind(P::Help, &[plain(KeyCode::Down)], A::Down, "next", G::Move, 0),
        bind(P::Help, &[plain(KeyCode::Up)], A::Up, "previous", G::Move, 0),
        bind(P::Help, &[plain(KeyCode::PageDown)], A::PageDown, "page down", G::Move, 0),
        bind(P::Help, &[plain(KeyCode::PageUp)], A::PageUp, "page up", G::Move, 0),
        bind(P::Help, ENTER, A::Enter, "do it", G::Act, 1),
        //
        bind(P::Problem, ENTER, A::Enter, "close", G::Act, 3),
        bind(P::Problem, &[key('r')], A::Refresh, "do what helps", G::Act, 1),
        bind(P::Problem, &[key('y')], A::CopyThis, "copy a report", G::Act, 2),
        //
        bind(P::Question, ENTER, A::Enter, "yes", G::Act, 1),
        bind(P::Question, &[key('y')], A::Yes, "yes", G::Act, 0),
        bind(P::Question, &[key('n')], A::Back, "no", G::Act, 2),
    ]
};

/// What `key` does at `place`.
#[must_use]
pub fn action(place: Place, key: Key) -> Option<Action> {
    bindings(place).find(|binding| binding.keys.contains(&key)).map(|binding| binding.action)
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

    use super::*;

    const PLACES: [Place; 15] = [
        Place::List,
        Place::Detail,
        Place::Query,
        Place::Login,
        Place::LoginAddress,
        Place::Access,
        Place::TimeRange,
        Place::TimeText,
        Place::Export,
        Place::ExportPath,
        Place::Copy,
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
