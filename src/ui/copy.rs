//! The copy menu: what the next key copies. It waits without a time-out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use super::theme::Theme;
use crate::app::{Place, State};

/// Draws the menu at the bottom of `area`, so that the call it is about stays in sight.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let choices = state.keymap.footer(Place::Copy);
    let rows = u16::try_from(choices.len()).unwrap_or(u16::MAX);
    let (_, bottom) = paint::split_bottom(area, rows.saturating_add(2));
    let hints = paint::hints([("Esc", "close")], 20, theme);
    let inner = paint::dialog(buffer, bottom, (30, rows), "Copy", &hints, theme);
    for (row, binding) in (0..).zip(choices) {
        let line = Line::from(vec![Span::styled(binding.key(), theme.key), Span::raw(format!("  {}", binding.words))]);
        paint::put_line(buffer, paint::row_of(inner, row), &line);
    }
}
