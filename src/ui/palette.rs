//! The command palette: what is typed, and what is found by it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{input, keys, paint, text};
use crate::app::{Command, Palette, Place, State};

/// Draws the palette over `area`.
pub fn draw(frame: &mut Frame<'_>, area: Rect, palette: &Palette, state: &State, theme: &Theme) {
    const ROWS: u16 = 16;
    let width = area.width.min(64);
    let rows = ROWS.min(area.height.saturating_sub(2));
    let hints = keys::dialog_hints(state, Place::Palette, width.saturating_sub(6), theme);
    let inner = paint::dialog(frame.buffer_mut(), area, (width, rows), "Commands", &hints, theme);
    draw_bare(frame, inner, palette, theme);
}

/// Cells of a key.
const KEY: usize = 11;
/// The most cells of the group that a command belongs to, or of what a view asks for.
const GROUP: usize = 22;

/// Draws it into `area` without a frame: where a terminal is too small for anything, this still works.
pub fn draw_bare(frame: &mut Frame<'_>, area: Rect, palette: &Palette, theme: &Theme) {
    let (top, list) = paint::split_top(area, 1);
    paint::put(frame.buffer_mut(), top, ":", theme.key);
    input::draw(frame, paint::right_of(top, 2), &palette.input, theme.input);
    if palette.found.is_empty() {
        paint::put(frame.buffer_mut(), list, "No command has these letters.", theme.quiet);
    }
    let first = (palette.selected + 1).saturating_sub(list.height.into());
    for (row, (place, command)) in (0..list.height).zip(palette.found.iter().enumerate().skip(first)) {
        let here = place == palette.selected;
        let (sign, style) = if here { ("> ", theme.selected) } else { ("  ", Style::new()) };
        let (group, key) = match command {
            Command::Act(binding) => (binding.group.title().to_lowercase(), binding.key()),
            Command::Open(view) => (text::typed(&view.query), String::new()),
            Command::Paint(_) | Command::Switch(_) => (String::new(), String::new()),
        };
        let left = Line::from(vec![Span::raw(sign), Span::styled(text::typed(&command.words()), style)]);
        let key = text::fit(&key, KEY, text::Align::Right);
        let right = Line::from(vec![Span::styled(text::cut(&group, GROUP), theme.quiet), Span::styled(key, theme.key)]);
        paint::put_ends(frame.buffer_mut(), paint::row_of(list, row), &left, &right);
    }
}
