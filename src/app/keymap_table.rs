//! The one table of keys.

use std::borrow::Cow;

use super::effect::Effect;
use super::key::{Key, KeyCode};
use super::keymap::{Action as A, Action, Binding, Group as G, Group, Place as P, Place};
use super::state::State;
use super::{
    account, browse, call_detail, callbacks, cell, column_keys, copy, coverage, detail_find, downloads, everywhere,
    export_dialog, facets, filter, going, help, job_keys, jobs, login, look, media_keys, overlay, palette, path_view,
    price, saved_views, selection, sort, start_at, stats_keys, suggest, sync, texts, time_range, waiting_jobs, watch,
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
    Binding { place, keys: Cow::Borrowed(keys), action, act, words, group, footer }
}

// What works alike at several places.
const fn browser_causes(place: Place, footer: u8) -> Binding {
    bind(place, CAUSES, A::BrowserCauses, login::toggle_causes, "the browser showed an error", G::Act, footer)
}

const fn device_code(place: Place) -> Binding {
    bind(place, DEVICE, A::DeviceCode, login::with_device, "a code for another device", G::Act, 0)
}

const fn without_person(place: Place, footer: u8) -> Binding {
    bind(place, ACCOUNT, A::ServiceAccount, login::show_service_account, "without a person", G::Act, footer)
}

const fn access(place: Place, footer: u8) -> Binding {
    bind(place, ACCESS, A::ShowAccess, account::show, "accounts and access", G::App, footer)
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
const TAB: &[Key] = &[plain(KeyCode::Tab)];
const BACK_TAB: &[Key] = &[plain(KeyCode::BackTab)];
const CAUSES: &[Key] = &[key('w')];
const DEVICE: &[Key] = &[key('d')];
const ACCOUNT: &[Key] = &[key('t')];
const ACCESS: &[Key] = &[key('A')];
/// The first nine views.
const DIGITS: &[Key] = &[key('1'), key('2'), key('3'), key('4'), key('5'), key('6'), key('7'), key('8'), key('9')];

/// The table.
pub(super) const BINDINGS: &[Binding] = &{
    [
        bind(P::Always, &[plain(KeyCode::Esc)], A::Back, everywhere::back, "step back", G::App, 0),
        bind(P::Always, &[plain(KeyCode::F(1))], A::Help, help::toggle, "this help", G::App, 0),
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
        bind(P::Everywhere, &[key(':')], A::Palette, palette::open, "find a command", G::App, 0),
        bind(P::Everywhere, &[key('q')], A::Close, everywhere::close, "close, quit", G::App, 0),
        bind(P::Everywhere, &[Key::ctrl('t')], A::NextTheme, everywhere::next_theme, "next theme", G::App, 0),
        bind(P::Everywhere, &[key('T')], A::CycleZone, everywhere::cycle_zone, "times in my zone, in UTC", G::App, 0),
        bind(P::Everywhere, &[key('1')], A::ViewCalls, everywhere::show_calls, "calls", G::Move, 0),
        bind(P::Everywhere, &[key('2')], A::ViewRecordings, everywhere::show_recordings, "recordings", G::Move, 0),
        bind(P::Everywhere, &[key('3')], A::ViewVoicemail, everywhere::show_voicemail, "voicemail", G::Move, 0),
        bind(P::Everywhere, &[key('4')], A::ViewStats, everywhere::show_stats, "stats", G::Move, 0),
        bind(P::Everywhere, &[key('5')], A::ViewJobs, everywhere::show_jobs, "jobs", G::Move, 0),
        //
        bind(P::List, DOWN, A::Down, going::down, "next call", G::Move, 0),
        bind(P::List, UP, A::Up, going::up, "previous call", G::Move, 0),
        bind(P::List, FIRST, A::First, going::first, "first call", G::Move, 0),
        bind(P::List, LAST, A::Last, going::last, "last call", G::Move, 0),
        bind(P::List, &[Key::ctrl('d')], A::HalfPageDown, going::half_page_down, "half a page down", G::Move, 0),
        bind(P::List, &[Key::ctrl('u')], A::HalfPageUp, going::half_page_up, "half a page up", G::Move, 0),
        bind(P::List, PAGE_DOWN, A::PageDown, going::page_down, "page down", G::Move, 0),
        bind(P::List, PAGE_UP, A::PageUp, going::page_up, "page up", G::Move, 0),
        bind(P::List, LEFT, A::Left, browse::column_left, "column to the left", G::Move, 0),
        bind(P::List, RIGHT, A::Right, browse::column_right, "column to the right", G::Move, 0),
        bind(P::List, &[key('{')], A::PreviousDay, browse::day_above, "previous day", G::Move, 0),
        bind(P::List, &[key('}')], A::NextDay, browse::day_below, "next day", G::Move, 0),
        bind(P::List, &[key('(')], A::PreviousMissed, browse::missed_above, "previous missed call", G::Move, 0),
        bind(P::List, &[key(')')], A::NextMissed, browse::missed_below, "next missed call", G::Move, 0),
        bind(P::List, TAB, A::NextPane, everywhere::next_pane, "next pane", G::Move, 0),
        bind(P::List, BACK_TAB, A::PreviousPane, everywhere::previous_pane, "previous pane", G::Move, 0),
        bind(P::List, &[key('*')], A::FindCell, cell::find, "find this cell's value", G::Move, 0),
        bind(P::List, &[key('n')], A::NextHit, cell::next_hit, "next hit", G::Move, 0),
        bind(P::List, &[key('N')], A::PreviousHit, cell::previous_hit, "previous hit", G::Move, 0),
        bind(P::List, &[key('s')], A::Sort, sort::by_column, "sort by this column", G::Table, 15),
        bind(P::List, &[key('S')], A::SortMenu, sort::open, "sort by several", G::Table, 0),
        bind(P::List, &[key('C')], A::ChooseColumns, column_keys::open, "columns", G::Table, 16),
        bind(P::List, &[key('-')], A::HideColumn, column_keys::hide, "hide this column", G::Table, 0),
        bind(P::List, &[key('H')], A::ColumnLeft, column_keys::shift_left, "move column left", G::Table, 0),
        bind(P::List, &[key('L')], A::ColumnRight, column_keys::shift_right, "move column right", G::Table, 0),
        bind(P::List, &[key('<')], A::Narrower, column_keys::narrower, "narrower column", G::Table, 0),
        bind(P::List, &[key('>')], A::Wider, column_keys::wider, "wider column", G::Table, 0),
        bind(P::List, &[key('W')], A::WideColumns, column_keys::switch, "all columns or the usual", G::Table, 0),
        bind(P::List, &[key('/')], A::EditQuery, filter::edit, "filter", G::Filter, 4),
        bind(P::List, &[key('=')], A::OnlyThisCell, cell::only, "like this cell", G::Filter, 9),
        bind(P::List, &[key('!')], A::NotThisCell, cell::not, "not this cell", G::Filter, 12),
        bind(P::List, &[key('t')], A::ChooseTime, time_range::open, "time range", G::Filter, 7),
        bind(P::List, &[key('c')], A::ThisParty, cell::this_party, "this party", G::Filter, 10),
        bind(P::List, &[key('F')], A::ToggleFacets, facets::toggle, "counts by value", G::Filter, 0),
        bind(P::List, &[key('\'')], A::SavedViews, saved_views::open, "saved views", G::Filter, 0),
        bind(P::List, &[key('b')], A::ShowCallbacks, callbacks::open, "whom to call back", G::Filter, 0),
        bind(P::List, &[key('u')], A::Undo, filter::undo, "undo filter or marks", G::Filter, 0),
        bind(P::List, &[key('U')], A::Redo, filter::redo, "redo", G::Filter, 0),
        bind(P::List, &[key(' ')], A::Mark, browse::mark, "mark", G::Mark, 2),
        bind(P::List, &[key('v')], A::MarkRange, browse::mark_range, "range", G::Mark, 8),
        bind(P::List, &[Key::shift(KeyCode::Down)], A::ExtendDown, browse::extend_down, "range down", G::Mark, 0),
        bind(P::List, &[Key::shift(KeyCode::Up)], A::ExtendUp, browse::extend_up, "range up", G::Mark, 0),
        bind(P::List, &[key('a')], A::MarkAll, browse::mark_all, "mark all", G::Mark, 3),
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
        bind(P::List, &[key('w')], A::Watch, watch::toggle, "watch for new calls", G::Act, 0),
        bind(P::List, &[key('R')], A::RefetchRange, sync::again, "fetch this range again", G::Act, 0),
        bind(
            P::List,
            &[Key::ctrl('e')],
            A::QuitAndPrint,
            selection::quit_and_print,
            "quit, print the marked",
            G::App,
            0,
        ),
        bind(P::List, &[key('D')], A::ViewCoverage, coverage::show, "days fetched", G::App, 0),
        access(P::List, 0),
        bind(
            P::List,
            &[key('d')],
            A::Download,
            downloads::download_of_calls,
            "download its recordings, voicemail",
            G::Act,
            0,
        ),
        bind(P::List, &[key('B')], A::FetchPaths, jobs::fetch_paths, "fetch how these calls went", G::Act, 0),
        bind(P::List, &[key('X')], A::FetchTexts, texts::fetch, "read what was said in these calls", G::Act, 0),
        //
        bind(P::Detail, DOWN, A::DetailDown, call_detail::scroll_down, "scroll down", G::Move, 0),
        bind(P::Detail, UP, A::DetailUp, call_detail::scroll_up, "scroll up", G::Move, 0),
        bind(P::Detail, FIRST, A::First, call_detail::top, "top", G::Move, 0),
        bind(P::Detail, PAGE_DOWN, A::PageDown, call_detail::page_down, "page down", G::Move, 0),
        bind(P::Detail, PAGE_UP, A::PageUp, call_detail::page_up, "page up", G::Move, 0),
        bind(P::Detail, LEFT, A::Left, call_detail::leave, "back to the list", G::Move, 0),
        bind(P::Detail, TAB, A::NextPane, everywhere::next_pane, "next pane", G::Move, 0),
        bind(P::Detail, BACK_TAB, A::PreviousPane, everywhere::previous_pane, "previous pane", G::Move, 0),
        bind(P::Detail, ENTER, A::Enter, call_detail::enter, "open", G::Detail, 9),
        bind(P::Detail, &[key('x')], A::EachLeg, path_view::each_leg, "leg by leg", G::Detail, 0),
        bind(P::Detail, &[key('n')], A::NextCall, detail_find::next, "next call or hit", G::Move, 1),
        bind(P::Detail, &[key('N')], A::PreviousCall, detail_find::previous, "previous", G::Move, 2),
        bind(P::Detail, &[key('/')], A::FindText, detail_find::edit, "find in this text", G::Detail, 11),
        bind(P::Detail, &[key(']')], A::NextTab, call_detail::next_tab, "next tab", G::Detail, 3),
        bind(P::Detail, &[key('[')], A::PreviousTab, call_detail::previous_tab, "previous tab", G::Detail, 4),
        bind(P::Detail, &[key('p')], A::ToggleDetail, call_detail::toggle, "hide the pane", G::Detail, 0),
        bind(P::Detail, &[key('P')], A::MoveDetail, call_detail::turn, "right or below", G::Detail, 0),
        bind(P::Detail, &[key('z')], A::Zoom, call_detail::zoom, "alone", G::Detail, 7),
        bind(P::Detail, &[key('c')], A::ThisParty, cell::this_party, "this party", G::Filter, 5),
        bind(P::Detail, &[key('\'')], A::SavedViews, saved_views::open, "saved views", G::Filter, 0),
        bind(P::Detail, &[key(' ')], A::Mark, browse::mark, "mark", G::Mark, 0),
        bind(P::Detail, &[key('y')], A::Copy, copy::open, "copy", G::Act, 6),
        bind(P::Detail, &[key('e'), Key::ctrl('s')], A::Export, export_dialog::open, "export", G::Act, 8),
        bind(P::Detail, &[key('d')], A::Download, downloads::download_of_call, "download", G::Act, 10),
        bind(P::Detail, &[key('r')], A::Refresh, call_detail::refresh, "ask Zoom again", G::Act, 0),
        bind(
            P::Detail,
            &[Key::ctrl('e')],
            A::QuitAndPrint,
            selection::quit_and_print,
            "quit, print the marked",
            G::App,
            0,
        ),
        access(P::Detail, 0),
        //
        bind(P::DetailFind, ENTER, A::Enter, detail_find::keep, "keep", G::Detail, 1),
        bind(P::DetailFind, &[plain(KeyCode::Down)], A::NextHit, detail_find::next_hit, "next hit", G::Move, 2),
        bind(P::DetailFind, &[plain(KeyCode::Up)], A::PreviousHit, detail_find::previous_hit, "hit before", G::Move, 3),
        //
        bind(P::Query, ENTER, A::Enter, filter::keep, "keep", G::Filter, 1),
        bind(P::Query, &[plain(KeyCode::Tab)], A::TakeSuggestion, suggest::take, "take the suggestion", G::Filter, 2),
        bind(P::Query, &[plain(KeyCode::Down)], A::Down, suggest::next, "next suggestion", G::Filter, 3),
        bind(P::Query, &[plain(KeyCode::Up)], A::Up, suggest::previous, "the one before", G::Filter, 4),
        //
        bind(P::NoApp, &[key('y')], A::CopyThis, login::copy_redirect, "copy the redirect address", G::Act, 1),
        access(P::NoApp, 2),
        //
        bind(P::Login, ENTER, A::Enter, login::begin, "sign in", G::Act, 1),
        device_code(P::Login),
        without_person(P::Login, 2),
        access(P::Login, 3),
        //
        bind(P::LoginFailed, &[key('r')], A::Refresh, login::again, "try again", G::Act, 1),
        bind(P::LoginFailed, ENTER, A::Enter, login::begin, "sign in", G::Act, 2),
        bind(P::LoginFailed, &[key('y')], A::CopyThis, login::copy_shown, "copy a report", G::Act, 3),
        browser_causes(P::LoginFailed, 4),
        device_code(P::LoginFailed),
        without_person(P::LoginFailed, 0),
        access(P::LoginFailed, 0),
        //
        bind(P::LoginBusy, &[key('r')], A::Refresh, login::again, "start again", G::Act, 1),
        browser_causes(P::LoginBusy, 2),
        device_code(P::LoginBusy),
        without_person(P::LoginBusy, 0),
        access(P::LoginBusy, 3),
        //
        bind(P::LoginBrowser, &[key('y')], A::CopyThis, login::copy_shown, "copy the address", G::Act, 1),
        bind(P::LoginBrowser, &[key('o')], A::OpenBrowser, login::open_browser, "open a browser here", G::Act, 2),
        bind(P::LoginBrowser, &[key('p')], A::TypeAddress, login::type_address, "type the address", G::Act, 3),
        browser_causes(P::LoginBrowser, 4),
        bind(P::LoginBrowser, &[key('r')], A::Refresh, login::again, "start again", G::Act, 5),
        bind(P::LoginBrowser, &[key('k')], A::Tunnel, login::show_tunnel, "the line for ssh -L", G::Act, 0),
        device_code(P::LoginBrowser),
        without_person(P::LoginBrowser, 0),
        access(P::LoginBrowser, 0),
        //
        bind(P::LoginDevice, &[key('y')], A::CopyThis, login::copy_shown, "copy the address", G::Act, 1),
        bind(P::LoginDevice, &[key('r')], A::Refresh, login::begin, "use the browser", G::Act, 2),
        bind(P::LoginDevice, &[key('d')], A::DeviceCode, login::with_device, "another code", G::Act, 3),
        browser_causes(P::LoginDevice, 4),
        without_person(P::LoginDevice, 0),
        access(P::LoginDevice, 0),
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
        bind(P::Stats, LEFT, A::Left, stats_keys::previous_chart, "previous chart", G::Move, 0),
        bind(P::Stats, RIGHT, A::Right, stats_keys::next_chart, "next chart", G::Move, 5),
        bind(P::Stats, DOWN, A::Down, stats_keys::next_bar, "next bar", G::Move, 6),
        bind(P::Stats, UP, A::Up, stats_keys::previous_bar, "previous bar", G::Move, 0),
        bind(P::Stats, FIRST, A::First, stats_keys::first_bar, "first bar", G::Move, 0),
        bind(P::Stats, LAST, A::Last, stats_keys::last_bar, "last bar", G::Move, 0),
        bind(P::Stats, &[key('b')], A::GroupBy, stats_keys::next_by, "group by", G::Table, 2),
        bind(P::Stats, &[key('x')], A::Metric, stats_keys::next_metric, "metric", G::Table, 3),
        bind(P::Stats, &[key('O')], A::Compare, stats_keys::compare, "compare", G::Table, 8),
        bind(P::Stats, &[key('/')], A::EditQuery, filter::edit, "filter", G::Filter, 9),
        bind(P::Stats, &[key('t')], A::ChooseTime, time_range::open, "time range", G::Filter, 7),
        bind(P::Stats, &[key('\'')], A::SavedViews, saved_views::open, "saved views", G::Filter, 0),
        bind(P::Stats, &[key('u')], A::Undo, filter::undo, "undo filter", G::Filter, 0),
        bind(P::Stats, &[key('U')], A::Redo, filter::redo, "redo", G::Filter, 0),
        bind(P::Stats, ENTER, A::Enter, stats_keys::drill_down, "the calls", G::Act, 1),
        bind(P::Stats, &[key('z')], A::Zoom, stats_keys::zoom, "this chart alone", G::Detail, 0),
        bind(P::Stats, &[key('e'), Key::ctrl('s')], A::Export, stats_keys::export, "export numbers", G::Act, 4),
        bind(P::Stats, &[key('y')], A::Copy, stats_keys::copy, "copy as text", G::Act, 10),
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
        bind(P::TimeRange, TAB, A::NextPane, time_range::down, "next", G::Move, 0),
        bind(P::TimeRange, BACK_TAB, A::PreviousPane, time_range::up, "previous", G::Move, 0),
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
        bind(P::Export, TAB, A::NextPane, export_dialog::down, "next line", G::Move, 0),
        bind(P::Export, BACK_TAB, A::PreviousPane, export_dialog::up, "previous line", G::Move, 0),
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
        bind(P::Copy, &[key('c')], A::CopyCell, copy::cell, "cell", G::Act, 2),
        bind(P::Copy, &[key('n')], A::CopyNumber, copy::number, "number", G::Act, 3),
        bind(P::Copy, &[key('i')], A::CopyIds, copy::ids, "ids", G::Act, 4),
        bind(P::Copy, &[key('j')], A::CopyJson, copy::json, "JSON", G::Act, 5),
        bind(P::Copy, &[key('t')], A::CopyTicket, copy::ticket, "text for a ticket", G::Act, 6),
        //
        bind(P::Sort, &[key(' ')], A::Toggle, sort::turn, "up, down, off", G::Table, 1),
        bind(P::Sort, &[key('x')], A::Clear, sort::clear, "newest first", G::Table, 2),
        bind(P::Sort, ENTER, A::Enter, overlay::close, "done", G::Table, 0),
        bind(P::Sort, DOWN, A::Down, column_keys::down, "next", G::Move, 0),
        bind(P::Sort, UP, A::Up, column_keys::up, "previous", G::Move, 0),
        //
        bind(P::Columns, &[key(' ')], A::Toggle, column_keys::turn, "show, hide", G::Table, 1),
        bind(P::Columns, &[key('K')], A::ColumnLeft, column_keys::move_up, "up", G::Table, 2),
        bind(P::Columns, &[key('J')], A::ColumnRight, column_keys::move_down, "down", G::Table, 3),
        bind(P::Columns, &[key('<')], A::Narrower, column_keys::narrower, "narrower", G::Table, 0),
        bind(P::Columns, &[key('>')], A::Wider, column_keys::wider, "wider", G::Table, 5),
        bind(P::Columns, &[key('W')], A::WideColumns, column_keys::switch, "all columns or the usual", G::Table, 0),
        bind(P::Columns, &[key('D')], A::SaveDefault, look::save_default, "save as default", G::Table, 4),
        bind(P::Columns, &[key('x')], A::Clear, look::back_to_default, "back to the default", G::Table, 0),
        bind(P::Columns, ENTER, A::Enter, overlay::close, "done", G::Table, 0),
        bind(P::Columns, DOWN, A::Down, column_keys::down, "next", G::Move, 0),
        bind(P::Columns, UP, A::Up, column_keys::up, "previous", G::Move, 0),
        //
        bind(P::Facets, &[key(' '), plain(KeyCode::Enter)], A::Toggle, facets::turn, "filter by it", G::Filter, 1),
        bind(P::Facets, &[key('x')], A::Clear, facets::clear, "any value of this field", G::Filter, 2),
        bind(P::Facets, &[key('u')], A::Undo, filter::undo, "undo filter or marks", G::Filter, 3),
        bind(P::Facets, &[key('U')], A::Redo, filter::redo, "redo", G::Filter, 0),
        bind(P::Facets, &[key('/')], A::EditQuery, filter::edit, "filter", G::Filter, 5),
        bind(P::Facets, &[key('t')], A::ChooseTime, time_range::open, "time range", G::Filter, 0),
        bind(P::Facets, &[key('\'')], A::SavedViews, saved_views::open, "saved views", G::Filter, 6),
        bind(P::Facets, &[key('F')], A::ToggleFacets, facets::toggle, "hide the counts", G::Filter, 4),
        bind(P::Facets, DOWN, A::Down, facets::down, "next value", G::Move, 0),
        bind(P::Facets, UP, A::Up, facets::up, "previous value", G::Move, 0),
        bind(P::Facets, FIRST, A::First, facets::first, "first value", G::Move, 0),
        bind(P::Facets, LAST, A::Last, facets::last, "last value", G::Move, 0),
        bind(P::Facets, RIGHT, A::Right, facets::leave, "to the list", G::Move, 0),
        bind(P::Facets, TAB, A::NextPane, everywhere::next_pane, "next pane", G::Move, 0),
        bind(P::Facets, BACK_TAB, A::PreviousPane, everywhere::previous_pane, "previous pane", G::Move, 0),
        //
        bind(P::SavedViews, ENTER, A::Enter, saved_views::open_selected, "open", G::Act, 1),
        bind(P::SavedViews, DIGITS, A::OpenNumbered, saved_views::open_numbered, "open that one", G::Act, 0),
        bind(P::SavedViews, &[key('n')], A::SaveView, saved_views::name_new, "save this", G::Act, 2),
        bind(P::SavedViews, &[key('=')], A::ReplaceView, saved_views::replace, "replace", G::Act, 3),
        bind(P::SavedViews, &[key('r')], A::RenameView, saved_views::name_again, "rename", G::Act, 4),
        bind(P::SavedViews, &[key('x')], A::RemoveView, saved_views::remove, "remove", G::Act, 5),
        bind(P::SavedViews, &[key('u')], A::Undo, saved_views::undo, "undo", G::Act, 6),
        bind(P::SavedViews, DOWN, A::Down, saved_views::down, "next", G::Move, 0),
        bind(P::SavedViews, UP, A::Up, saved_views::up, "previous", G::Move, 0),
        bind(P::ViewName, ENTER, A::Enter, saved_views::take_name, "save", G::Act, 1),
        //
        bind(P::Palette, ENTER, A::Enter, palette::run, "do it", G::Act, 1),
        bind(P::Palette, &[plain(KeyCode::Down)], A::Down, palette::down, "next", G::Move, 0),
        bind(P::Palette, &[plain(KeyCode::Up)], A::Up, palette::up, "previous", G::Move, 0),
        bind(P::Palette, &[plain(KeyCode::PageDown)], A::PageDown, palette::page_down, "page down", G::Move, 0),
        bind(P::Palette, &[plain(KeyCode::PageUp)], A::PageUp, palette::page_up, "page up", G::Move, 0),
        //
        bind(P::Recordings, DOWN, A::Down, going::down, "next", G::Move, 0),
        bind(P::Recordings, UP, A::Up, going::up, "previous", G::Move, 0),
        bind(P::Recordings, FIRST, A::First, going::first, "first", G::Move, 0),
        bind(P::Recordings, LAST, A::Last, going::last, "last", G::Move, 0),
        bind(P::Recordings, &[Key::ctrl('d')], A::HalfPageDown, going::half_page_down, "half a page down", G::Move, 0),
        bind(P::Recordings, &[Key::ctrl('u')], A::HalfPageUp, going::half_page_up, "half a page up", G::Move, 0),
        bind(P::Recordings, PAGE_DOWN, A::PageDown, going::page_down, "page down", G::Move, 0),
        bind(P::Recordings, PAGE_UP, A::PageUp, going::page_up, "page up", G::Move, 0),
        bind(P::Recordings, &[key('/')], A::EditQuery, media_keys::edit, "look for words", G::Filter, 5),
        bind(P::Recordings, &[key(' ')], A::Mark, media_keys::mark, "mark", G::Mark, 3),
        bind(P::Recordings, &[key('a')], A::MarkAll, media_keys::mark_all, "mark all, none", G::Mark, 0),
        bind(P::Recordings, ENTER, A::Enter, media_keys::play, "play", G::Act, 1),
        bind(P::Recordings, &[key('p')], A::Play, media_keys::play, "play", G::Act, 0),
        bind(P::Recordings, &[key('d')], A::Download, downloads::download, "download", G::Act, 2),
        bind(P::Recordings, &[key('c')], A::CallBehind, media_keys::call, "its call", G::Act, 4),
        bind(P::Recordings, &[key('o')], A::OpenFolder, media_keys::open_folder, "folder of its file", G::Act, 0),
        bind(P::Recordings, &[key('y')], A::CopyThis, media_keys::copy, "copy the number", G::Act, 0),
        bind(P::Recordings, &[key('r')], A::Refresh, media_keys::refresh, "list what is newer", G::Act, 6),
        //
        bind(P::Voicemail, DOWN, A::Down, going::down, "next", G::Move, 0),
        bind(P::Voicemail, UP, A::Up, going::up, "previous", G::Move, 0),
        bind(P::Voicemail, FIRST, A::First, going::first, "first", G::Move, 0),
        bind(P::Voicemail, LAST, A::Last, going::last, "last", G::Move, 0),
        bind(P::Voicemail, &[Key::ctrl('d')], A::HalfPageDown, going::half_page_down, "half a page down", G::Move, 0),
        bind(P::Voicemail, &[Key::ctrl('u')], A::HalfPageUp, going::half_page_up, "half a page up", G::Move, 0),
        bind(P::Voicemail, PAGE_DOWN, A::PageDown, going::page_down, "page down", G::Move, 0),
        bind(P::Voicemail, PAGE_UP, A::PageUp, going::page_up, "page up", G::Move, 0),
        bind(P::Voicemail, &[key('/')], A::EditQuery, media_keys::edit, "look for words", G::Filter, 5),
        bind(P::Voicemail, &[key(' ')], A::Mark, media_keys::mark, "mark", G::Mark, 3),
        bind(P::Voicemail, &[key('a')], A::MarkAll, media_keys::mark_all, "mark all, none", G::Mark, 0),
        bind(P::Voicemail, ENTER, A::Enter, media_keys::read, "what was said", G::Act, 1),
        bind(P::Voicemail, &[key('p')], A::Play, media_keys::play, "play", G::Act, 2),
        bind(P::Voicemail, &[key('d')], A::Download, downloads::download, "download", G::Act, 2),
        bind(P::Voicemail, &[key('c')], A::CallBehind, media_keys::call, "its call", G::Act, 4),
        bind(P::Voicemail, &[key('o')], A::OpenFolder, media_keys::open_folder, "folder of its file", G::Act, 0),
        bind(P::Voicemail, &[key('y')], A::CopyThis, media_keys::copy, "copy the number", G::Act, 0),
        bind(P::Voicemail, &[key('r')], A::Refresh, media_keys::refresh, "list what is newer", G::Act, 6),
        //
        bind(P::MediaFilter, ENTER, A::Enter, media_keys::keep, "keep", G::Filter, 1),
        //
        bind(P::Jobs, DOWN, A::Down, job_keys::down, "next", G::Move, 0),
        bind(P::Jobs, UP, A::Up, job_keys::up, "previous", G::Move, 0),
        bind(P::Jobs, ENTER, A::Enter, job_keys::open_log, "log", G::Act, 1),
        bind(P::Jobs, &[key('x')], A::CancelJob, job_keys::cancel, "cancel, keep what is done", G::Act, 2),
        bind(P::Jobs, &[key(' ')], A::PauseJob, job_keys::pause, "pause, go on", G::Act, 3),
        bind(P::Jobs, &[key('r')], A::Refresh, job_keys::retry, "do what failed or is left", G::Act, 5),
        bind(P::Jobs, &[key('t')], A::PutOff, waiting_jobs::put_off, "begin at a time", G::Act, 0),
        bind(P::Jobs, &[key('X')], A::ForgetJobs, job_keys::forget, "clear what is over", G::Act, 6),
        bind(P::Jobs, &[key('o')], A::OpenFolder, job_keys::open_folder, "folder", G::Act, 4),
        bind(P::Jobs, &[key('y')], A::CopyThis, job_keys::copy_path, "copy the path", G::Act, 0),
        //
        bind(P::JobLog, DOWN, A::Down, job_keys::log_down, "down", G::Move, 1),
        bind(P::JobLog, UP, A::Up, job_keys::log_up, "up", G::Move, 2),
        bind(P::JobLog, ENTER, A::Enter, overlay::close, "close", G::Act, 0),
        //
        bind(P::Callbacks, DOWN, A::Down, callbacks::down, "down", G::Move, 2),
        bind(P::Callbacks, UP, A::Up, callbacks::up, "up", G::Move, 3),
        bind(P::Callbacks, FIRST, A::First, callbacks::first, "first", G::Move, 0),
        bind(P::Callbacks, LAST, A::Last, callbacks::last, "last", G::Move, 0),
        bind(P::Callbacks, ENTER, A::Enter, callbacks::open_party, "calls with this number", G::Filter, 1),
        bind(P::Callbacks, &[key('y')], A::CopyThis, callbacks::copy_number, "copy the number", G::Act, 4),
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
        //
        bind(P::Price, &[key('y')], A::Yes, price::agree, "yes, now", G::Act, 1),
        bind(P::Price, &[key('t')], A::PutOff, start_at::ask_for_price, "at a time", G::Act, 2),
        bind(P::Price, &[key('n')], A::Back, overlay::close, "no", G::Act, 3),
        bind(P::ListPrice, &[key('y')], A::Yes, price::agree, "yes, now", G::Act, 1),
        bind(P::ListPrice, &[key('n')], A::Back, overlay::close, "no", G::Act, 2),
        bind(P::StartTime, ENTER, A::Enter, start_at::take, "let it wait", G::Act, 1),
        //
        bind(P::SignOut, ENTER, A::Enter, overlay::yes, "yes", G::Act, 1),
        bind(P::SignOut, &[key('y')], A::Yes, overlay::yes, "yes", G::Act, 0),
        bind(P::SignOut, &[key('d')], A::DeleteCalls, account::ask_delete_calls, "delete the calls too", G::Act, 3),
        bind(P::SignOut, &[key('n')], A::Back, overlay::close, "no", G::Act, 2),
    ]
};
