//! The list of calls. Only the calls on screen become cells, so a million cost what twenty cost.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::table::{self, Column, Placed};
use super::text::Align;
use super::theme::Theme;
use super::{format, keys, paint, text};
use crate::app::{Action, CallList, ColumnChoice, Focus, Layout, ListColumn, Place, Session, State};
use crate::index::{RowView, SortKey};
use crate::model::{Direction, Flags, PartyRow, ResultGroup, query::misread};

/// Cells before the columns.
const SIGNS: u16 = CallList::SIGNS;
/// Width of a time with seconds and year.
const LONG_TIME: u16 = 19;

/// How wide a column of the list becomes where there is room, and where its text stands.
const fn most(column: ListColumn) -> (u16, Align) {
    match column {
        ListColumn::Direction => (1, Align::Left),
        ListColumn::Started | ListColumn::Result => (11, Align::Left),
        ListColumn::Party => (24, Align::Left),
        ListColumn::Number => (17, Align::Left),
        ListColumn::Via | ListColumn::Department | ListColumn::CostCenter | ListColumn::Group => (16, Align::Left),
        ListColumn::Site => (12, Align::Left),
        ListColumn::Wait => (7, Align::Right),
        ListColumn::Talk | ListColumn::Hold | ListColumn::Duration => (8, Align::Right),
        ListColumn::Flags => (5, Align::Left),
    }
}

/// Draws the column names and the calls, or why there are none.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let placed = columns(area.width, state);
    let (top, rows) = paint::split_top(area, 1);
    let heading = |id: ListColumn| {
        let here = id == state.calls.column() && state.focus == Focus::List;
        let style = if here { theme.title.add_modifier(Modifier::UNDERLINED) } else { theme.quiet };
        (heading_text(id, state), style)
    };
    table::draw_row(buffer, paint::right_of(top, SIGNS), &placed, heading);
    if state.calls.matching() == 0 {
        why_empty(buffer, rows, state, theme);
        return;
    }
    for (line, position) in (0..rows.height).zip(state.calls.offset()..state.calls.matching()) {
        if let Some(call) = state.calls.row(position) {
            draw_call(buffer, paint::row_of(rows, line), position, call, state, &placed, theme);
        }
    }
}

/// A column's title, and which way it is sorted: `Started ↓`; with its place among the keys where there are several. A column
/// too narrow for both shows the way alone.
fn heading_text(id: ListColumn, state: &State) -> String {
    let title = id.title();
    match (sorted(id, state), id.least()) {
        (None, _) => title.to_owned(),
        (Some(way), 1) => way,
        (Some(way), least) if text::width(title) + 2 > least.into() => format!("{title}{way}"),
        (Some(way), _) => format!("{title} {way}"),
    }
}

/// `↑` where the calls are sorted by a column from small to large, `↓` the other way; with a number where several keys count.
pub fn sorted(id: ListColumn, state: &State) -> Option<String> {
    let keys = state.calls.sort();
    if keys.is_empty() {
        return (id == ListColumn::Started).then(|| "↓".to_owned());
    }
    let place = keys.iter().position(|key| key.column == id.sorts())?;
    let way = if keys[place].descending { "↓" } else { "↑" };
    Some(if keys.len() > 1 { format!("{way}{}", place + 1) } else { way.to_owned() })
}

/// The order of the list in words, `by result ↑, wait ↓`, where a sign of it is not in sight in the row of titles.
pub fn order_out_of_sight(state: &State) -> Option<String> {
    let placed = columns(state.panes().list.columns, state);
    let is_seen = |key: &SortKey| {
        let shown = placed.iter().find(|column| column.id.sorts() == key.column);
        shown.is_some_and(|column| text::width(&heading_text(column.id, state)) <= usize::from(column.width))
    };
    let keys = state.calls.sort();
    if keys.iter().all(is_seen) {
        return None;
    }
    let in_words = keys.iter().filter_map(|key| {
        let column = ListColumn::ALL.into_iter().find(|column| column.sorts() == key.column)?;
        Some(format!("{} {}", column.title().to_lowercase(), if key.descending { "↓" } else { "↑" }))
    });
    Some(format!("by {}", in_words.collect::<Vec<_>>().join(", ")))
}

/// The columns that fit; seconds only where everything else does.
fn columns(width: u16, state: &State) -> Vec<Placed<ListColumn>> {
    let available = width.saturating_sub(SIGNS);
    let shown = state.list_columns();
    let column = |choice: &ColumnChoice| {
        let (most, align) = most(choice.column);
        let (least, most) = (choice.least(), most.saturating_add_signed(choice.wider));
        Column { id: choice.column, title: choice.column.title(), least, most, align, rank: 0 }
    };
    let columns: Vec<Column<ListColumn>> = shown.iter().map(column).collect();
    let long = |column: &Column<ListColumn>| {
        let by = if column.id == ListColumn::Started { LONG_TIME - ListColumn::Started.least() } else { 0 };
        Column { least: column.least.saturating_add(by), most: column.most.saturating_add(by), ..*column }
    };
    let with_seconds: Vec<Column<ListColumn>> = columns.iter().map(long).collect();
    let needed: u32 = with_seconds.iter().map(|column| u32::from(column.least) + 1).sum();
    let all = shown.len() == state.calls.columns().shown().len();
    let roomy = state.screen.layout() == Layout::Wide && all && needed <= u32::from(available) + 1;
    table::place(if roomy { &with_seconds } else { &columns }, available)
}

fn draw_call(
    buffer: &mut Buffer,
    area: Rect,
    position: usize,
    call: RowView<'_>,
    state: &State,
    placed: &[Placed<ListColumn>],
    theme: &Theme,
) {
    let here = position == state.calls.selected();
    let marked = state.calls.is_marked(position);
    let row_style = match (here, state.focus) {
        (true, Focus::List) => theme.selected,
        (true, Focus::Detail | Focus::Facets) => theme.resting,
        (false, _) => Style::new(),
    };
    // On the row under the cursor the row's own style says enough; more colours on top of it would be hard to read.
    let own = |style: Style| if here { Style::new() } else { style };
    let signs = Line::from(vec![
        Span::raw(if here { ">" } else { " " }),
        Span::styled(if marked { "*" } else { " " }, own(theme.marked)),
    ]);
    paint::put_line(buffer, area, &signs);
    let long_time = placed.iter().any(|column| column.id == ListColumn::Started && column.width >= LONG_TIME);
    let content = |id: ListColumn| {
        let style = match id {
            ListColumn::Result => own(theme.result(call.result_group())),
            ListColumn::Direction
            | ListColumn::Started
            | ListColumn::Party
            | ListColumn::Number
            | ListColumn::Via
            | ListColumn::Site
            | ListColumn::Wait
            | ListColumn::Talk
            | ListColumn::Flags
            | ListColumn::Hold
            | ListColumn::Duration
            | ListColumn::Department
            | ListColumn::CostCenter
            | ListColumn::Group => Style::new(),
        };
        (cell_text(id, call, state, long_time), style)
    };
    table::draw_row(buffer, paint::right_of(area, SIGNS), placed, content);
    buffer.set_style(area.intersection(buffer.area), row_style);
}

fn cell_text(id: ListColumn, call: RowView<'_>, state: &State, long_time: bool) -> String {
    match id {
        ListColumn::Direction => direction_sign(call).to_string(),
        ListColumn::Started if long_time => format::second(call.start_time(), state.zone),
        ListColumn::Started => format::minute(call.start_time(), state.zone),
        ListColumn::Party => party(call.party()),
        ListColumn::Number => format::phone(call.party().number()),
        ListColumn::Via => call.via().label().map_or_else(|| format::NOTHING.to_owned(), format::phone),
        ListColumn::Site => call.site().to_string(),
        ListColumn::Result => result(call),
        ListColumn::Wait => format::span_or_nothing(call.wait()),
        ListColumn::Talk => format::span_or_nothing(call.talk()),
        ListColumn::Flags => flags(call.flags()),
        ListColumn::Hold => format::span_or_nothing(call.hold()),
        ListColumn::Duration => format::span_or_nothing(call.duration()),
        ListColumn::Department => call.department().to_string(),
        ListColumn::CostCenter => call.cost_center().to_string(),
        ListColumn::Group => call.group().to_string(),
    }
}

/// `<` in, `>` out, `=` between two of the account, `?` where Zoom says something new.
pub fn direction_sign(call: RowView<'_>) -> char {
    match call.direction() {
        _ if call.flags().has(Flags::INTERNAL) => '=',
        Direction::Inbound => '<',
        Direction::Outbound => '>',
        Direction::Other(_) => '?',
    }
}

/// What a party is called in a list: its name, else its number grouped for reading.
pub fn party(party: &PartyRow) -> String {
    party.label().map_or_else(|| "(anonymous)".to_owned(), format::phone)
}

/// The group's word; Zoom's own where we know no group for it.
pub fn result(call: RowView<'_>) -> String {
    match call.result_group() {
        ResultGroup::Other if !call.result().word().is_empty() => call.result().to_string(),
        group @ (ResultGroup::Answered
        | ResultGroup::Missed
        | ResultGroup::Voicemail
        | ResultGroup::Abandoned
        | ResultGroup::Failed
        | ResultGroup::Blocked
        | ResultGroup::Other) => group.word().to_owned(),
    }
}

fn flags(flags: Flags) -> String {
    flags.shown().map(|(_, letter, _)| letter).collect()
}

/// Why there is nothing to show, and what helps. Never an error.
fn why_empty(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let (headline, helps) = if state.calls.total() > 0 {
        no_match(state, usize::from(area.width).saturating_sub(6))
    } else {
        no_calls(state)
    };
    let first = area.height / 6;
    let inner = paint::right_of(area, 2);
    paint::put(buffer, paint::row_of(inner, first), headline, theme.title);
    for (row, help) in (first + 2..).zip(&helps) {
        paint::put(buffer, paint::row_of(inner, row), &format!("  {help}"), Style::new());
    }
}

/// Which term of the query takes the calls away, and the keys that change it.
fn no_match(state: &State, columns: usize) -> (&'static str, Vec<String>) {
    let list = |action| keys::of(state, Place::List, action);
    let mut helps: Vec<String> = state
        .calls
        .hidden_by()
        .iter()
        .map(|hidden| {
            let without = format::counted(hidden.without as u64, "call matches", "calls match");
            let nearest = hidden.nearest.as_ref();
            let take =
                if state.filter.editing.is_none() { format!(" ({})", list(Action::Enter)) } else { String::new() };
            let nearest =
                nearest.map(|name| format!("; did you mean {}?{take}", text::whole(name))).unwrap_or_default();
            format!("{without} without  {}{nearest}", text::typed(&hidden.term))
        })
        .collect();
    if !helps.is_empty() {
        helps.push(String::new());
    }
    for missing in state.missing().unwrap_or_default() {
        helps.extend(text::wrap(&format!("Not all is known: {}", missing.words(&state.ways())), columns));
        helps.push(String::new());
    }
    if let Some(words) = misread(&state.filter.query) {
        helps.extend(text::wrap(&words, columns));
        helps.push(String::new());
    }
    if state.filter.editing.is_none() {
        let (edit, undo) = (list(Action::EditQuery), list(Action::Undo));
        helps.push(format!("{edit} changes the query, {undo} takes back its last change"));
        helps.push(format!("{} chooses another time", list(Action::ChooseTime)));
    }
    ("No calls match.", helps)
}

/// Why the archive is empty.
fn no_calls(state: &State) -> (&'static str, Vec<String>) {
    let refresh = keys::of(state, Place::List, Action::Refresh);
    if state.archive.awaited().is_some() {
        return ("Reading the archive…", Vec::new());
    }
    if state.sync.running.is_some() {
        let helps = vec!["The newest come first; browsing works while the rest is fetched.".to_owned()];
        return ("Fetching calls from Zoom…", helps);
    }
    match state.session {
        Session::Restoring { .. } => ("Signing in…", Vec::new()),
        Session::SignedOut | Session::Lost(_) => ("No calls yet.", vec![format!("{refresh} signs in to Zoom")]),
        Session::SignedIn(_) | Session::SigningOut { .. } if state.sync.problem.is_some() => {
            ("No calls yet.", vec![format!("{refresh} tries again")])
        }
        Session::SignedIn(_) | Session::SigningOut { .. } => {
            let helps =
                vec!["Zoom keeps the calls of six months, and had none.".to_owned(), format!("{refresh} asks again")];
            ("No calls yet.", helps)
        }
    }
}
