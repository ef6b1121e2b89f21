//! The lists of recordings and voicemail, and what is known of the row under the cursor.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::table::{self, Column};
use super::text::Align;
use super::theme::Theme;
use super::{format, input, keys, paint, problem, rect, status, text};
use crate::app::{Action, Layout, MediaList, Place, Session, State};
use crate::model::{Direction, MediaKind, MediaRow, Speaker, Text, grouped};

/// Cells before the columns: the cursor and the mark.
const SIGNS: u16 = 3;

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Direction,
    Started,
    Party,
    Number,
    Ours,
    Owner,
    Length,
    Word,
    Said,
    File,
}

const fn column(id: Cell, title: &'static str, width: (u16, u16), align: Align, rank: u8) -> Column<Cell> {
    Column { id, title, least: width.0, most: width.1, align, rank }
}

const RECORDINGS: [Column<Cell>; 9] = [
    column(Cell::Direction, "D", (1, 1), Align::Left, 0),
    column(Cell::Started, "Started", (11, 11), Align::Left, 0),
    column(Cell::Party, "Party", (14, 30), Align::Left, 0),
    column(Cell::Number, "Number", (15, 17), Align::Left, 3),
    column(Cell::Ours, "With", (10, 24), Align::Left, 1),
    column(Cell::Owner, "Belongs to", (10, 24), Align::Left, 4),
    column(Cell::Length, "Length", (7, 8), Align::Right, 0),
    column(Cell::Word, "How", (9, 9), Align::Left, 2),
    column(Cell::File, "Here", (4, 4), Align::Left, 0),
];

const VOICEMAIL: [Column<Cell>; 8] = [
    column(Cell::Started, "Left", (11, 11), Align::Left, 0),
    column(Cell::Party, "From", (14, 26), Align::Left, 0),
    column(Cell::Number, "Number", (15, 17), Align::Left, 2),
    column(Cell::Ours, "For", (10, 20), Align::Left, 1),
    column(Cell::Length, "Length", (6, 8), Align::Right, 0),
    column(Cell::Word, "Status", (6, 7), Align::Left, 0),
    column(Cell::File, "Here", (4, 4), Align::Left, 0),
    column(Cell::Said, "Said", (10, 90), Align::Left, 3),
];

/// Draws everything between the header and the footer.
pub fn draw(frame: &mut Frame<'_>, whole: Rect, state: &State, theme: &Theme) {
    let Some(list) = state.media() else { return };
    let panes = state.screen.media_panes();
    draw_filter(frame, paint::row_of(whole, 1), list, theme);
    let buffer = frame.buffer_mut();
    let (area, strip) = (rect(panes.list), rect(panes.strip));
    draw_rows(buffer, area, list, state, theme);
    if !strip.is_empty() {
        paint::rule(buffer, Rect { y: strip.y.saturating_sub(1), height: 1, ..strip }, theme);
        draw_strip(buffer, paint::padded(strip), list, state, theme);
    }
    let (_, bottom) = paint::split_bottom(whole, 2);
    draw_status(buffer, paint::row_of(bottom, 0), list, state, theme);
}

/// The words that are looked for, and how many rows have them.
fn draw_filter(frame: &mut Frame<'_>, area: Rect, list: &MediaList, theme: &Theme) {
    let counted = format!("{} of {}", grouped(list.matching() as u64), grouped(list.total() as u64));
    let so_far = list.listing().is_some() || list.loaded.awaited().is_some();
    // Words may be in what nobody has read yet.
    let read = match (list.kind, list.read()) {
        (MediaKind::Voicemail, read) if !list.filter.value().is_empty() && read < list.total() => {
            format!("  {} read", grouped(read as u64))
        }
        (MediaKind::Voicemail | MediaKind::Recording, _) => String::new(),
    };
    let so_far = if so_far { " so far" } else { "" };
    let right = Line::from(vec![Span::raw(counted), Span::styled(format!("{so_far}{read} "), theme.quiet)]);
    let width = u16::try_from(right.width()).unwrap_or(0) + 4;
    paint::put_ends(frame.buffer_mut(), area, &Line::from(Span::styled(" /", theme.key)), &right);
    let field = paint::right_of(Rect { width: area.width.saturating_sub(width), ..area }, 3);
    let words = list.filter.value();
    if list.editing {
        input::draw(frame, field, &list.filter, theme.input);
    } else if words.is_empty() {
        paint::put(frame.buffer_mut(), field, &format!("all {}", words_of(list.kind)), theme.quiet);
    } else {
        paint::put(frame.buffer_mut(), field, &text::typed(words), theme.input);
    }
}

const fn words_of(kind: MediaKind) -> &'static str {
    crate::app::media_words(kind)
}

fn draw_rows(buffer: &mut Buffer, area: Rect, list: &MediaList, state: &State, theme: &Theme) {
    let columns: &[Column<Cell>] = match list.kind {
        MediaKind::Recording => &RECORDINGS,
        MediaKind::Voicemail => &VOICEMAIL,
    };
    let placed = table::place(columns, area.width.saturating_sub(SIGNS + 1));
    let (top, rows) = paint::split_top(area, 1);
    if list.matching() == 0 {
        draw_empty(buffer, rows, list, state, theme);
        return;
    }
    let title = |id: Cell| {
        let title = columns.iter().find(|column| column.id == id).map_or("", |column| column.title);
        (title.to_owned(), theme.quiet)
    };
    table::draw_row(buffer, paint::right_of(top, SIGNS), &placed, title);
    for (line, position) in (0..rows.height).zip(list.offset()..list.matching()) {
        let Some(row) = list.row(position) else { break };
        let area = paint::row_of(rows, line);
        let here = position == list.selected();
        let signs = format!("{}{} ", if here { ">" } else { " " }, if list.is_marked(row) { "*" } else { " " });
        paint::put(buffer, area, &signs, if here { Style::new() } else { theme.marked });
        table::draw_row(buffer, paint::right_of(area, SIGNS), &placed, |id| (cell(id, row, state), Style::new()));
        if here {
            buffer.set_style(area.intersection(buffer.area), theme.selected);
        }
    }
}

fn cell(id: Cell, row: &MediaRow, state: &State) -> String {
    match id {
        Cell::Direction => match row.direction {
            Direction::Inbound => "<".to_owned(),
            Direction::Outbound => ">".to_owned(),
            Direction::Other(_) => "?".to_owned(),
        },
        Cell::Started => row.at.map_or_else(|| format::NOTHING.to_owned(), |at| format::minute(at, state.zone)),
        Cell::Party => label(row.other_side()),
        Cell::Number => format::phone(&row.other_side().number),
        Cell::Ours => label(row.our_side()),
        Cell::Owner => row.owner.to_string(),
        Cell::Length => format::span_or_nothing(row.duration),
        Cell::Word => row.word.to_string(),
        Cell::Said => row.said.to_string(),
        Cell::File => if row.file.is_some() { "file" } else { "" }.to_owned(),
    }
}

fn label(side: &Speaker) -> String {
    let label = [&side.name, &side.number].into_iter().find(|text| !text.is_empty());
    label.map_or_else(|| "(anonymous)".to_owned(), format::phone)
}

/// Why there is nothing to show, and what helps.
fn draw_empty(buffer: &mut Buffer, area: Rect, list: &MediaList, state: &State, theme: &Theme) {
    let area = paint::padded(area);
    if let Some(told) = list.problem.as_ref().filter(|_| list.total() == 0) {
        let mut lines = vec![Line::styled(told.headline.clone(), theme.title)];
        lines.extend(problem::lines(told, state, place(list.kind), area.width, theme));
        paint::put_lines(buffer, area, &lines);
        return;
    }
    let refresh = keys::of(state, place(list.kind), Action::Refresh);
    let what = words_of(list.kind);
    let mut unread = String::new();
    let (headline, help) = if list.total() > 0 {
        let clear = keys::of(state, place(list.kind), Action::Back);
        if list.kind == MediaKind::Voicemail && list.read() < list.total() {
            let read = keys::of(state, Place::Voicemail, Action::Enter);
            unread = format!(
                "What was said is known of {} of {}: {read} on a voicemail reads it.",
                grouped(list.read() as u64),
                grouped(list.total() as u64)
            );
        }
        ("Nothing has these words.".to_owned(), format!("{clear} clears them."))
    } else if list.loaded.awaited().is_some() {
        ("Reading the archive…".to_owned(), String::new())
    } else if list.listing().is_some() {
        (format!("Listing {what} at Zoom…"), "The newest come first; browsing works meanwhile.".to_owned())
    } else {
        match state.session {
            Session::SignedOut | Session::Lost(_) => (format!("No {what} yet."), format!("{refresh} signs in to Zoom")),
            Session::Restoring { .. } => ("Signing in…".to_owned(), String::new()),
            Session::SignedIn(_) | Session::SigningOut { .. } => {
                (format!("No {what}."), format!("Zoom listed none of the last six months. {refresh} asks again"))
            }
        }
    };
    let first = area.height / 6;
    paint::put(buffer, paint::row_of(area, first), &headline, theme.title);
    let helps = text::wrap(&help, area.width.into()).into_iter().chain(text::wrap(&unread, area.width.into()));
    for (row, help) in (first + 2..).zip(helps) {
        paint::put(buffer, paint::row_of(area, row), &help, Style::new());
    }
}

const fn place(kind: MediaKind) -> Place {
    match kind {
        MediaKind::Recording => Place::Recordings,
        MediaKind::Voicemail => Place::Voicemail,
    }
}

/// Who, when, how long, whose, where the file is; and what was said.
fn draw_strip(buffer: &mut Buffer, area: Rect, list: &MediaList, state: &State, theme: &Theme) {
    let Some(row) = list.selected_row() else { return };
    let who = |side: &Speaker| match (side.name.is_empty(), side.number.is_empty()) {
        (false, false) => format!("{}  {}", text::whole(&side.name), format::phone(&side.number)),
        (true, true) => "(anonymous)".to_owned(),
        (_, _) => label(side),
    };
    let when = row.at.map_or_else(|| format::NOTHING.to_owned(), |at| format::both_zones(at, state.zone));
    let trash = if row.in_trash { "  in Zoom's trash" } else { "" };
    let length = format::span_or_nothing(row.duration);
    let mut lines = vec![
        Line::from(vec![
            Span::styled(who(row.other_side()), theme.title),
            Span::raw(format!("  {when}  {length}{trash}")),
        ]),
        Line::from(vec![
            Span::styled(if row.direction == Direction::Outbound { "from " } else { "to " }, theme.quiet),
            Span::raw(who(row.our_side())),
            Span::styled(belongs(&row.owner), theme.quiet),
        ]),
    ];
    let words = match (list.kind, row.said.is_empty()) {
        (MediaKind::Voicemail, false) => format!("\"{}\"", text::whole(&row.said)),
        (MediaKind::Voicemail, true) => {
            format!("{} fetches what was said", keys::of(state, Place::Voicemail, Action::Enter))
        }
        (MediaKind::Recording, _) => row.file.as_ref().map_or_else(
            || format!("{} downloads and plays it", keys::of(state, Place::Recordings, Action::Enter)),
            |file| Text::new(&file.to_string_lossy()).to_string(),
        ),
    };
    let style = if row.said.is_empty() { theme.quiet } else { Style::new() };
    lines.extend(text::wrap(&words, area.width.into()).into_iter().map(|line| Line::styled(line, style)));
    if let (MediaKind::Voicemail, Some(file)) = (list.kind, &row.file) {
        lines.push(Line::styled(Text::new(&file.to_string_lossy()).to_string(), theme.quiet));
    }
    paint::put_scrolled(buffer, area, &lines, 0, theme);
}

fn belongs(owner: &Text) -> String {
    if owner.is_empty() { String::new() } else { format!("  belongs to {}", text::whole(owner)) }
}

/// Marks, what runs, what just happened or went wrong, and the zone of the times.
fn draw_status(buffer: &mut Buffer, area: Rect, list: &MediaList, state: &State, theme: &Theme) {
    let mut left = Line::default();
    if list.marked() > 0 {
        left.push_span(Span::styled(format!(" {} marked ", grouped(list.marked() as u64)), theme.marked));
    }
    let listing = list.listing();
    if let Some(doing) = list.doing() {
        left.push_span(Span::styled(format!(" {doing}"), theme.focus));
    } else if let Some(wait) = listing.and_then(|listing| listing.wait.as_ref()) {
        let words = format!(" Zoom says slow down; on in {}", format::countdown(wait.until, state.now));
        left.push_span(Span::styled(words, theme.warning));
    } else if let Some(listing) = listing {
        let progress = listing.progress;
        let part = format!("month {} of {}", (progress.slices_done + 1).min(progress.slices.max(1)), progress.slices);
        let part = if progress.slices > 1 { format!(", {part}") } else { String::new() };
        left.push_span(Span::styled(format!(" Listing: {} so far{part}", grouped(progress.rows)), theme.focus));
    } else if let Some(notice) = status::notice(state, theme) {
        left.extend(notice.spans.into_iter().map(|span| span.style(notice.style)));
    } else if let Some(told) = &list.problem {
        let again = keys::of(state, place(list.kind), Action::Refresh);
        let hint = format!("  {again} tries again");
        let room = usize::from(area.width).saturating_sub(left.width() + 3 + text::width(&hint));
        let words = paint::fitting(room, &[&told.summary(), &told.cause]);
        left.push_span(Span::styled(format!(" ! {words}{hint}"), theme.warning));
    }
    if state.screen.layout() == Layout::Narrow {
        paint::put_line(buffer, area, &left);
    } else {
        status::draw_with_zone(buffer, area, &left, state, theme);
    }
}
