//! The help: the keys of a place, from the one table, fewer as one types.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{input, keys, paint, text};
use crate::app::{Help, HelpLine, Place, State};
use crate::model::grouped;

/// Draws the help over `area`.
pub fn draw(frame: &mut Frame<'_>, area: Rect, help: &Help, state: &State, theme: &Theme) {
    let layout = help.layout(&state.keymap, state.screen);
    let height = u16::try_from(layout.rows).unwrap_or(u16::MAX).saturating_add(Help::OTHER_ROWS - 2);
    let mut hints = Line::from(vec![Span::raw("type to find  ")]);
    hints.extend(keys::dialog_hints(state, Place::Help, layout.width.saturating_sub(22), theme).spans);
    let title = format!("Keys for: {}", help.place.words());
    let inner = paint::dialog(frame.buffer_mut(), area, (layout.width, height), &title, &hints, theme);
    let top = paint::row_of(inner, 0);
    paint::put(frame.buffer_mut(), top, ">", theme.key);
    input::draw(frame, paint::right_of(top, 2), &help.filter, theme.input);
    let (_, list) = paint::split_bottom(inner, inner.height.saturating_sub(2));
    if layout.lines.is_empty() {
        paint::put(frame.buffer_mut(), list, "No key does that here.", theme.quiet);
        return;
    }
    // Columns are filled from top to bottom, a page at a time; the page with the cursor on it is shown.
    let column_width = usize::from(list.width) / layout.columns;
    let first = layout.page_of(help.selected);
    for (place, line) in layout.lines.iter().skip(first).take(layout.page()).enumerate() {
        let (column, row) = (place / layout.rows, place % layout.rows);
        let x = u16::try_from(column * column_width).unwrap_or(u16::MAX);
        let cell = paint::row_of(paint::right_of(list, x), u16::try_from(row).unwrap_or(u16::MAX));
        draw_line(frame, cell, line, help.selected, theme);
    }
    if layout.lines.len() > layout.page() {
        let page = |lines: usize| grouped(lines.div_ceil(layout.page()) as u64);
        let pages = format!("page {} of {}", page(first + 1), page(layout.lines.len()));
        paint::put_ends(frame.buffer_mut(), top, &Line::default(), &Line::styled(pages, theme.quiet));
    }
}

fn draw_line(frame: &mut Frame<'_>, area: Rect, line: &HelpLine<'_>, selected: usize, theme: &Theme) {
    match line {
        HelpLine::Gap => {}
        HelpLine::Heading(title) => paint::put(frame.buffer_mut(), area, title, theme.title),
        HelpLine::Key { place, binding, words } => {
            let keys = text::fit(&binding.keys_shown(), Help::KEYS, text::Align::Left);
            let here = *place == selected;
            let (key, style) = if here { (theme.selected, theme.selected) } else { (theme.key, Style::new()) };
            let line = Line::from(vec![
                Span::raw(if here { ">" } else { " " }),
                Span::styled(keys, key),
                Span::styled(format!(" {words}"), style),
            ]);
            paint::put_line(frame.buffer_mut(), area, &line);
        }
        HelpLine::More { place, words } => {
            let style = if *place == selected { theme.selected } else { Style::new() };
            let indent = u16::try_from(Help::KEYS + 2).unwrap_or(u16::MAX);
            paint::put(frame.buffer_mut(), paint::right_of(area, indent), words, style);
        }
    }
}
