//! The help: the keys of a place, from the one table, fewer as one types.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{input, keys, paint, text};
use crate::app::{Binding, Help, Place, Screen};
use crate::model::grouped;

/// The least width of a column of the help.
const COLUMN: u16 = 36;
/// Width of the keys in it.
const KEYS: usize = 11;

/// A line of the list.
enum Entry {
    Gap,
    Heading(&'static str),
    Key { place: usize, binding: &'static Binding },
}

/// Draws the help over `area`.
pub fn draw(frame: &mut Frame<'_>, area: Rect, help: &Help, screen: Screen, theme: &Theme) {
    let width = area.width.min(screen.dialog_columns());
    let entries = entries(help);
    let columns = (width.saturating_sub(4) / COLUMN).max(1);
    let wanted = u16::try_from(entries.len()).unwrap_or(u16::MAX).div_ceil(columns).max(1);
    let height = wanted.saturating_add(3).min(area.height.saturating_sub(2));
    let mut hints = Line::from(vec![Span::raw("type to find  ")]);
    hints.extend(keys::dialog_hints(Place::Help, width.saturating_sub(22), theme).spans);
    let title = format!("Keys for: {}", help.place.words());
    let inner = paint::dialog(frame.buffer_mut(), area, (width, height), &title, &hints, theme);
    let top = paint::row_of(inner, 0);
    paint::put(frame.buffer_mut(), top, ">", theme.key);
    input::draw(frame, paint::right_of(top, 2), &help.filter, theme.input);
    let (_, list) = paint::split_bottom(inner, inner.height.saturating_sub(2));
    let entries = in_columns(entries, list.height.max(1).into());
    if entries.is_empty() {
        paint::put(frame.buffer_mut(), list, "No key does that here.", theme.quiet);
        return;
    }
    // Columns are filled from top to bottom, a screen at a time; the screen with the cursor on it is shown.
    let column_width = list.width / columns;
    let per_column = usize::from(list.height.max(1));
    let per_screen = per_column * usize::from(columns);
    let at = entries.iter().position(|entry| matches!(entry, Entry::Key { place, .. } if *place == help.selected));
    let first = at.unwrap_or(0) / per_screen * per_screen;
    for (place, entry) in entries.iter().skip(first).take(per_screen).enumerate() {
        let (column, row) = (place / per_column, place % per_column);
        let x = u16::try_from(column).unwrap_or(0).saturating_mul(column_width);
        let cell = paint::row_of(paint::right_of(list, x), u16::try_from(row).unwrap_or(0));
        let cell = Rect { width: cell.width.min(column_width.saturating_sub(1)), ..cell };
        draw_entry(frame, cell, entry, help.selected, theme);
    }
    if entries.len() > per_screen {
        let page = |lines: usize| grouped(lines.div_ceil(per_screen) as u64);
        let pages = format!("page {} of {}", page(first + 1), page(entries.len()));
        paint::put_ends(frame.buffer_mut(), top, &Line::default(), &Line::styled(pages, theme.quiet));
    }
}

fn entries(help: &Help) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut group = None;
    for (place, binding) in help.found().into_iter().enumerate() {
        if group != Some(binding.group) {
            if group.is_some() {
                entries.push(Entry::Gap);
            }
            group = Some(binding.group);
            entries.push(Entry::Heading(binding.group.title()));
        }
        entries.push(Entry::Key { place, binding });
    }
    entries
}

/// Gaps so that no heading stands alone at the foot of a column, and no gap at its head.
fn in_columns(entries: Vec<Entry>, rows: usize) -> Vec<Entry> {
    let mut placed: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry {
            Entry::Gap if placed.len().is_multiple_of(rows) => continue,
            Entry::Heading(_) if rows > 1 && placed.len() % rows == rows - 1 => placed.push(Entry::Gap),
            Entry::Gap | Entry::Heading(_) | Entry::Key { .. } => {}
        }
        placed.push(entry);
    }
    placed
}

fn draw_entry(frame: &mut Frame<'_>, area: Rect, entry: &Entry, selected: usize, theme: &Theme) {
    match entry {
        Entry::Gap => {}
        Entry::Heading(title) => paint::put(frame.buffer_mut(), area, title, theme.title),
        Entry::Key { place, binding } => {
            let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            let keys = text::fit(&keys.join(" "), KEYS, text::Align::Left);
            let here = *place == selected;
            let (key, words) = if here { (theme.selected, theme.selected) } else { (theme.key, Style::new()) };
            let line = Line::from(vec![
                Span::raw(if here { ">" } else { " " }),
                Span::styled(keys, key),
                Span::styled(format!(" {}", binding.words), words),
            ]);
            paint::put_line(frame.buffer_mut(), area, &line);
        }
    }
}
