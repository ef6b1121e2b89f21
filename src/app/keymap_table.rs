//! The one table of keys.

use super::effect::Effect;
use super::key::{Key, KeyCode};
use super::keymap::{Action as A, Action, Binding, Group as G, Group, Place as P, Place};
use super::state::State;
use super::{
    account, browse, call_detail, cell, column_keys, copy, coverage, everywhere, export_dialog, filter, help, login,
    overlay, path_view, sort, stats, suggest, sync, time_range,
};

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
    act: fn(&mut State) -> Vec<Effect>,
    words: &'static str,
    group: Group,
    footer: u8,
) -> Binding {
    Binding { place, keys, action, act, words, group, footer }
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
pub(super) const BINDINGS: &[Binding] = &{
    [
        bind(P::Always, &[plain(KeyCode::Esc)], A::Back, everywhere::back, "step back", G::App, 0),
        bind(P::Always, &[plain(KeyCode::F(1))], A::Help, help::toggle, "this help", G::App, 0),
        bind(P::Everywhere, &[plain(KeyCode::Tab)], A::NextPane, everywhere::next_pane, "next pane", G::Move, 0),
        bind(
            P::Everywhere,
            &[plain(KeyCode::BackTab)],
            A::PreviousPane,
            everywhere::previous_pane,
            "previous pane",
            G::Move,
            0,
        ),
        bind(
            P::Always,
            &[Key::ctrl('c')],
            A::Interrupt,
            everywhere::interrupt,
            "stop what runs; twice quits",
            G::App,
            0,
        ),
        bind(P::Always, &[Key::ctrl('l')], A::Redraw, everywhere::redraw, "redraw", G::App, 0),
        bind(P::Always, &[Key::ctrl('z')], A::Suspend, everywhere::suspend, "suspend", G::App, 0),
        bind(P::Everywhere, &[key('?')], A::Help, help::toggle, "this help", G::App, 0),
        bind(P::Everywhere, &[key('q')], A::Close, everywhere::close, "close, quit", G::App, 0),
        bind(P::Everywhere, &[key('T')], A::CycleZone, everywhere::cycle_zone, "times in my zone, in UTC", G::App, 0),
        bind(P::Everywhere, &[key('1')], A::ViewCalls, everywhere::show_calls, "calls", G::Move, 0),
        bind(P::Everywhere, &[key('2')], A::ViewRecordings, everywhere::show_recordings, "recordings", G::Move, 0),
        bind(P::Everywhere, &[key('3')], A::ViewVoicemail, everywhere::show_voicemail, "voicemail", G::Move, 0),
        bind(P::Everywhere, &[key('4')], A::ViewStats, everywhere::show_stats, "stats", G::Move, 0),
        bind(P::Everywhere, &[key('5')], A::ViewJobs, everywhere::show_jobs, "jobs", G::Move, 0),
        //
        bind(P::List, DOWN, A::Down, browse::down, "next call", G::Move, 0),
        bind(P::List, UP, A::Up, browse::up, "previous call", G::Move, 0),
        bind(P::List, FIRST, A::First, browse::first, "first call", G::Move, 0),
        bind(P::List, LAST, A::Last, browse::last, "last call", G::Move, 0),
        bind(P::List, &[Key::ctrl('d')], A::HalfPageDown, browse::half_page_down, "half a page down", G::Move, 0),
        bind(P::List, &[Key::ctrl('u')], A::HalfPageUp, browse::half_page_up, "half a page up", G::Move, 0),
        bind(P::List, PAGE_DOWN, A::PageDown, browse::page_down, "page down", G::Move, 0),
        bind(P::List, PAGE_UP, A::PageUp, browse::page_up, "page up", G::Move, 0),
        bind(P::List, LEFT, A::Left, browse::column_left, "column to the left", G::Move, 0),
        bind(P::List, RIGHT, A::Right, browse::column_right, "column to the right", G::Move, 0),
        bind(P::List, &[key('{')], A::PreviousDay, browse::day_above, "previous day", G::Move, 0),
        bind(P::List, &[key('}')], A::NextDay, browse::day_below, "next day", G::Move, 0),
        bind(P::List, &[key('(')], A::PreviousMissed, browse::missed_above, "previous missed call", G::Move, 0),
        bind(P::List, &[key(')')], A::NextMissed, browse::missed_below, "next missed call", G::Move, 0),
        bind(P::List, &[key('*')], A::FindCell, cell::find, "find this cell's value", G::Move, 0),
        bind(P::List, &[key('n')], A::NextHit, cell::next_hit, "next hit", G::Move, 0),
        bind(P::List, &[key('N')], A::PreviousHit, cell::previous_hit, "previous hit", G::Move, 0),
        bind(P::List, &[key('s')], A::Sort, sort::by_column, "sort by this column", G::Table, 15),
        bind(P::List, &[key('S')], A::SortMenu, sort::open, "sort by several", G::Table, 0),
        bind(P::List, &[key('C')], A::ChooseColumns, column_keys::open, "columns", G::Table, 16),
        bind(P::List, &[key('-')], A::HideColumn, column_keys::hide, "hide this column", G::Table, 0),
        bind(P::List, &[key('H')], A::ColumnLeft, column_keys::shift_left, "move it left", G::Table, 0),
        bind(P::List, &[key('L')], A::ColumnRight, column_keys::shift_right, "move it right", G::Table, 0),
        bind(P::List, &[key('<')], A::Narrower, column_keys::narrower, "narrower", G::Table, 0),
        bind(P::List, &[key('>')], A::Wider, column_keys::wider, "wider", G::Table, 0),
        bind(P::List, &[key('W')], A::WideColumns, column_keys::switch, "all columns or the usual", G::Table, 0),
        bind(P::List, &[key('/')], A::EditQuery, filter::edit, "filter", G::Filter, 4),
        bind(P::List, &[key('=')], A::OnlyThisCell, cell::only, "like this cell", G::Filter, 9),
        bind(P::List, &[key('!')], A::NotThisCell, cell::not, "not this cell", G::Filter, 12),
        bind(P::List, &[key('t')], A::ChooseTime, time_range::open, "time range", G::Filter, 7),
        bind(P::List, &[key('c')], A::ThisParty, cell::this_party, "this party", G::Filter, 10),
        bind(P::List, &[key('F')], A::ToggleFacets, browse::toggle_facets, "counts by value", G::Filter, 0),
        bind(P::List, &[key('u')], A::Undo, filter::undo, "undo filter or marks", G::Filter, 0),
        bind(P::List, &[key('U')], A::Redo, filter::redo, "redo", G::Filter, 0),
        bind(P::List, &[key(' ')], A::Mark, browse::mark, "mark", G::Mark, 2),
        bind(P::List, &[key('v')], A::MarkRange, browse::mark_range, "range", G::Mark, 8),
        bind(P::List, &[Key::shift(KeyCode::Down)], A::ExtendDown, browse::extend_down, "range down", G::Mark, 0),
        bind(P::List, &[Key::shift(KeyCode::Up)], A::ExtendUp, browse::extend_up, "range up", G::Mark, 0),
        bind(P::List, &[key('a')], A::MarkAll, browse::mark_all, "all", G::Mark, 3),
        bind(P::List, &[key('i')], A::InvertMarks, browse::invert_marks, "invert", G::Mark, 11),
        bind(P::List, &[key(',')], A::MarkCell, cell::mark, "those like this cell", G::Mark, 0),
        bind(P::List, ENTER, A::Enter, call_detail::open, "open", G::Detail, 1),
        bind(P::List, &[key('p')], A::ToggleDetail, call_detail::toggle, "detail pane", G::Detail, 13),
        bind(P::List, &[key('P')], A::MoveDetail, call_detail::turn, "detail right or below", G::Detail, 0),
        bind(P::List, &[key('z')], A::Zoom, call_detail::zoom, "detail alone", G::Detail, 0),
        bind(P::List, &[key('J')], A::DetailDown, call_detail::scroll_down, "scroll the detail down", G::Detail, 0),
        bind(P::List, &[key('K')], A::DetailUp, call_detail::scroll_up, "scroll the detail up", G::Detail, 0),
        bind(P::List, &[key(']')], A::NextTab, call_detail::next_tab, "next tab", G::Detail, 0),
        bind(P::List, &[key('[')], A::PreviousTab, call_detail::previous_tab, "previous tab", G::Detail, 0),
        bind(P::List, &[key('e'), Key::ctrl('s')], A::Export, export_dialog::open, "export", G::Act, 5),
        bind(P::List, &[key('.')], A::ExportAgain, export_dialog::again, "export as the last time", G::Act, 0),
        bind(P::List, &[key('y')], A::Copy, copy::open, "copy", G::Act, 6),
        bind(P::List, &[key('r')], A::Refresh, sync::newer, "fetch newer", G::Act, 14),
        bind(P::List, &[key('R')], A::RefetchRange, sync::again, "fetch this range again", G::Act, 0),
        bind(P::List, &[key('D')], A::ViewCoverage, coverage::show, "days fetched", G::App, 0),
        bind(P::List, &[key('A')], A::ShowAccess, account::show, "accounts and access", G::App, 0),
        //
        bind(P::Detail, DOWN, A::DetailDown, call_detail::scroll_down, "scroll down", G::Move, 0),
        bind(P::Detail, UP, A::DetailUp, call_detail::scroll_up, "scroll up", G::Move, 0),
        bind(P::Detail, FIRST, A::First, call_detail::top, "top", G::Move, 0),
        bind(P::Detail, PAGE_DOWN, A::PageDown, call_detail::page_down, "page down", G::Move, 0),
        bind(P::Detail, PAGE_UP, A::PageUp, call_detail::page_up, "page up", G::Move, 0),
        bind(P::Detail, LEFT, A::Left, call_detail::leave, "back to the list", G::Move, 0),
        bind(P::Detail, ENTER, A::Enter, call_detail::enter, "open", G::Detail, 9),
        bind(P::Detail, &[key('x')], A::EachLeg, path_view::each_leg, "leg by leg", G::Detail, 0),
        bind(P::Detail, &[key('n')], A::NextCall, browse::down, "next call", G::Move, 1),
        bind(P::Detail, &[key('N')], A::PreviousCall, browse::up, "previous call", G::Move, 2),
        bind(P::Detail, &[key(']')], A::NextTab, call_detail::next_tab, "next tab", G::Detail, 3),
        bind(P::Detail, &[key('[')], A::PreviousTab, call_detail::previous_tab, "previous tab", G::Detail, 4),
        bind(P::Detail, &[key('p')], A::ToggleDetail, call_detail::toggle, "hide the pane", G::Detail, 0),
        bind(P::Detail, &[key('P')], A::MoveDetail, call_detail::turn, "right or below", G::Detail, 0),
        bind(P::Detail, &[key('z')], A::Zoom, call_detail::zoom, "alone", G::Detail, 7),
        bind(P::Detail, &[key('c')], A::ThisParty, cell::this_party, "this party", G::Filter, 5),
        bind(P::Detail, &[key(' ')], A::Mark, browse::mark, "mark", G::Mark, 0),
        bind(P::Detail, &[key('y')], A::Copy, copy::open, "copy", G::Act, 6),
        bind(P::Detail, &[key('e'), Key::ctrl('s')], A::Export, export_dialog::open, "export", G::Act, 8),
        bind(P::Detail, &[key('r')], A::Refresh, call_detail::refresh, "ask Zoom again", G::Act, 0),
        bind(P::Detail, &[key('A')], A::ShowAccess, account::show, "accounts and access", G::App, 0),
        //
        bind(P::Query, ENTER, A::Enter, filter::keep, "keep", G::Filter, 1),
        bind(P::Query, &[plain(KeyCode::Tab)], A::TakeSuggestion, suggest::take, "take the suggestion", G::Filter, 2),
        bind(P::Query, &[plain(KeyCode::Down)], A::Down, suggest::next, "next suggestion", G::Filter, 3),
        bind(P::Query, &[plain(KeyCode::Up)], A::Up, suggest::previous, "the one before", G::Filter, 4),
        //
        bind(P::Login, ENTER, A::Enter, login::enter, "sign in", G::Act, 1),
        bind(P::Login, &[key('r')], A::Refresh, login::begin, "try again", G::Act, 3),
        bind(P::Login, &[key('y')], A::CopyThis, login::copy_shown, "copy the address", G::Act, 2),
        bind(P::Login, &[key('o')], A::OpenBrowser, login::open_browser, "open a browser here", G::Act, 4),
        bind(P::Login, &[key('p')], A::TypeAddress, login::type_address, "type the address", G::Act, 5),
        bind(P::Login, &[key('w')], A::BrowserCauses, login::toggle_causes, "the browser showed an error", G::Act, 6),
        bind(P::Login, &[key('k')], A::Tunnel, login::show_tunnel, "the line for ssh -L", G::Act, 0),
        bind(P::Login, &[key('d')], A::DeviceCode, login::with_device, "a code for another device", G::Act, 0),
        bind(P::Login, &[key('t')], A::ServiceAccount, login::show_service_account, "without a person", G::Act, 0),
        bind(P::Login, &[key('A')], A::ShowAccess, account::show, "accounts and access", G::App, 0),
        //
        bind(P::LoginAddress, ENTER, A::Enter, login::use_typed, "use it", G::Act, 1),
        //
        bind(P::Access, DOWN, A::Down, account::down, "down", G::Move, 0),
        bind(P::Access, UP, A::Up, account::up, "up", G::Move, 0),
        bind(P::Access, ENTER, A::Enter, account::switch, "switch profile", G::Act, 4),
        bind(P::Access, &[key('r')], A::Refresh, login::begin, "approve again", G::Act, 1),
        bind(P::Access, &[key('X')], A::SignOut, account::ask_sign_out, "sign out", G::Act, 2),
        bind(P::Access, &[key('y')], A::CopyThis, account::copy_report, "copy a report without secrets", G::Act, 3),
        //
        bind(P::Stats, LEFT, A::Left, stats::previous_chart, "previous chart", G::Move, 0),
        bind(P::Stats, RIGHT, A::Right, stats::next_chart, "next chart", G::Move, 5),
        bind(P::Stats, DOWN, A::Down, stats::next_bar, "next bar", G::Move, 6),
        bind(P::Stats, UP, A::Up, stats::previous_bar, "previous bar", G::Move, 0),
        bind(P::Stats, FIRST, A::First, stats::first_bar, "first bar", G::Move, 0),
        bind(P::Stats, LAST, A::Last, stats::last_bar, "last bar", G::Move, 0),
        bind(P::Stats, &[key('b')], A::GroupBy, stats::next_by, "by", G::Table, 2),
        bind(P::Stats, &[key('x')], A::Metric, stats::next_metric, "metric", G::Table, 3),
        bind(P::Stats, &[key('O')], A::Compare, stats::compare, "compare", G::Table, 8),
        bind(P::Stats, &[key('/')], A::EditQuery, filter::edit, "filter", G::Filter, 9),
        bind(P::Stats, &[key('t')], A::ChooseTime, time_range::open, "time range", G::Filter, 7),
        bind(P::Stats, &[key('u')], A::Undo, filter::undo, "undo filter", G::Filter, 0),
        bind(P::Stats, &[key('U')], A::Redo, filter::redo, "redo", G::Filter, 0),
        bind(P::Stats, ENTER, A::Enter, stats::drill_down, "the calls", G::Act, 1),
        bind(P::Stats, &[key('z')], A::Zoom, stats::zoom, "this chart alone", G::Detail, 0),
        bind(P::Stats, &[key('e'), Key::ctrl('s')], A::Export, stats::export, "export numbers", G::Act, 4),
        bind(P::Stats, &[key('y')], A::Copy, stats::copy, "copy as text", G::Act, 10),
        bind(P::Stats, &[key('r')], A::Refresh, sync::newer, "fetch newer", G::Act, 0),
        bind(P::Stats, &[key('D')], A::ViewCoverage, coverage::show, "days fetched", G::App, 11),
        //
        bind(P::Coverage, LEFT, A::Left, coverage::previous_day, "day before", G::Move, 0),
        bind(P::Coverage, RIGHT, A::Right, coverage::next_day, "next day", G::Move, 0),
        bind(P::Coverage, DOWN, A::Down, coverage::week_below, "next week", G::Move, 0),
        bind(P::Coverage, UP, A::Up, coverage::week_above, "week before", G::Move, 0),
        bind(
            P::Coverage,
            &[key('['), plain(KeyCode::PageUp)],
            A::PageUp,
            coverage::previous_month,
            "month before",
            G::Move,
            4,
        ),
        bind(
            P::Coverage,
            &[key(']'), plain(KeyCode::PageDown)],
            A::PageDown,
            coverage::next_month,
            "next month",
            G::Move,
            5,
        ),
        bind(P::Coverage, FIRST, A::First, coverage::oldest, "oldest day", G::Move, 0),
        bind(P::Coverage, LAST, A::Last, coverage::today, "today", G::Move, 0),
        bind(P::Coverage, ENTER, A::Enter, coverage::list, "its calls", G::Act, 1),
        bind(P::Coverage, &[key('r')], A::Refresh, coverage::fetch_gap, "fetch the gap", G::Act, 2),
        bind(P::Coverage, &[key('R')], A::RefetchRange, coverage::fetch_day, "fetch the day again", G::Act, 3),
        //
        bind(P::TimeRange, DOWN, A::Down, time_range::down, "next", G::Move, 0),
        bind(P::TimeRange, UP, A::Up, time_range::up, "previous", G::Move, 0),
        bind(P::TimeRange, ENTER, A::Enter, time_range::take, "take it", G::Act, 1),
        bind(P::TimeText, &[plain(KeyCode::Down)], A::Down, time_range::down, "next", G::Move, 0),
        bind(P::TimeText, &[plain(KeyCode::Up)], A::Up, time_range::up, "previous", G::Move, 0),
        bind(P::TimeText, &[plain(KeyCode::Tab)], A::NextPane, time_range::down, "next field", G::Move, 0),
        bind(P::TimeText, &[plain(KeyCode::BackTab)], A::PreviousPane, time_range::up, "previous field", G::Move, 0),
        bind(P::TimeText, ENTER, A::Enter, time_range::take, "take it", G::Act, 1),
        //
        bind(P::Export, ENTER, A::Enter, export_dialog::enter, "write the file", G::Act, 1),
        bind(P::Export, DOWN, A::Down, export_dialog::down, "next line", G::Move, 0),
        bind(P::Export, UP, A::Up, export_dialog::up, "previous line", G::Move, 0),
        bind(P::Export, LEFT, A::Left, export_dialog::previous_choice, "choice before", G::Move, 0),
        bind(P::Export, RIGHT, A::Right, export_dialog::next_choice, "next choice", G::Move, 0),
        bind(P::Export, &[key(' ')], A::Toggle, export_dialog::next_choice, "change", G::Act, 2),
        bind(P::ExportPath, &[plain(KeyCode::Tab)], A::NextPane, export_dialog::down, "next field", G::Move, 0),
        bind(
            P::ExportPath,
            &[plain(KeyCode::BackTab)],
            A::PreviousPane,
            export_dialog::up,
            "previous field",
            G::Move,
            0,
        ),
        bind(P::ExportPath, ENTER, A::Enter, export_dialog::enter, "write the file", G::Act, 1),
        bind(P::ExportPath, &[plain(KeyCode::Down)], A::Down, export_dialog::down, "next line", G::Move, 0),
        bind(P::ExportPath, &[plain(KeyCode::Up)], A::Up, export_dialog::up, "previous line", G::Move, 0),
        //
        bind(P::Copy, &[key('y')], A::Copy, copy::row, "row", G::Act, 1),
        bind(P::Copy, &[key('n')], A::CopyNumber, copy::number, "number", G::Act, 2),
        bind(P::Copy, &[key('i')], A::CopyIds, copy::ids, "ids", G::Act, 3),
        //
        bind(P::Sort, &[key(' ')], A::Toggle, sort::turn, "up, down, off", G::Table, 1),
        bind(P::Sort, &[key('x')], A::Clear, sort::clear, "newest first", G::Table, 2),
        bind(P::Sort, ENTER, A::Enter, overlay::close, "done", G::Table, 0),
        bind(P::Sort, DOWN, A::Down, sort::down, "next", G::Move, 0),
        bind(P::Sort, UP, A::Up, sort::up, "previous", G::Move, 0),
        //
        bind(P::Columns, &[key(' ')], A::Toggle, column_keys::turn, "show", G::Table, 1),
        bind(P::Columns, &[key('K')], A::ColumnLeft, column_keys::move_up, "up", G::Table, 2),
        bind(P::Columns, &[key('J')], A::ColumnRight, column_keys::move_down, "down", G::Table, 3),
        bind(P::Columns, &[key('<')], A::Narrower, column_keys::narrower, "narrower", G::Table, 0),
        bind(P::Columns, &[key('>')], A::Wider, column_keys::wider, "wider", G::Table, 4),
        bind(P::Columns, &[key('W')], A::WideColumns, column_keys::switch, "all columns or the usual", G::Table, 0),
        bind(P::Columns, ENTER, A::Enter, overlay::close, "done", G::Table, 0),
        bind(P::Columns, DOWN, A::Down, column_keys::down, "next", G::Move, 0),
        bind(P::Columns, UP, A::Up, column_keys::up, "previous", G::Move, 0),
        //
        bind(P::Help, &[plain(KeyCode::Down)], A::Down, help::down, "next", G::Move, 0),
        bind(P::Help, &[plain(KeyCode::Up)], A::Up, help::up, "previous", G::Move, 0),
        bind(P::Help, &[plain(KeyCode::PageDown)], A::PageDown, help::page_down, "page down", G::Move, 0),
        bind(P::Help, &[plain(KeyCode::PageUp)], A::PageUp, help::page_up, "page up", G::Move, 0),
        bind(P::Help, ENTER, A::Enter, help::run, "do it", G::Act, 1),
        //
        bind(P::Problem, ENTER, A::Enter, overlay::close, "close", G::Act, 3),
        bind(P::Problem, &[key('r')], A::Refresh, overlay::remedy, "do what helps", G::Act, 1),
        bind(P::Problem, &[key('y')], A::CopyThis, overlay::copy_problem, "copy a report", G::Act, 2),
        //
        bind(P::Question, ENTER, A::Enter, overlay::yes, "yes", G::Act, 1),
        bind(P::Question, &[key('y')], A::Yes, overlay::yes, "yes", G::Act, 0),
        bind(P::Question, &[key('n')], A::Back, overlay::close, "no", G::Act, 2),
    ]
};
