//! A line that a person types into.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use tui_input::Input;

use super::{paint, text};

/// Draws the text so that the cursor is in sight, and puts the terminal's cursor there.
pub fn draw(frame: &mut Frame<'_>, area: Rect, input: &Input, style: Style) {
    draw_marked(frame, area, input, style, None);
}

/// The same, with one part, in bytes of the text, in a style of its own.
pub fn draw_marked(
    frame: &mut Frame<'_>,
    area: Rect,
    input: &Input,
    style: Style,
    mark: Option<(&Range<usize>, Style)>,
) {
    let area = area.intersection(frame.area());
    if area.is_empty() {
        return;
    }
    let before: String = input.value().chars().take(input.cursor()).collect();
    let at = text::width(&text::typed(&before));
    let shown = text::typed(input.value());
    // One cell is kept for the cursor behind the last character.
    let hidden = at.saturating_sub(usize::from(area.width) - 1);
    paint::put(frame.buffer_mut(), area, text::from_cell(&shown, hidden), style);
    if let Some((part, style)) = mark {
        let cell = |byte: usize| {
            let before = input.value().get(..byte).unwrap_or(input.value());
            u16::try_from(text::width(&text::typed(before)).saturating_sub(hidden)).unwrap_or(u16::MAX).min(area.width)
        };
        let (first, end) = (cell(part.start), cell(part.end));
        let marked = Rect { x: area.x + first, width: end.saturating_sub(first), height: 1, ..area };
        frame.buffer_mut().set_style(marked, style);
    }
    let column = u16::try_from(at - hidden).unwrap_or(area.width - 1).min(area.width - 1);
    frame.set_cursor_position(Position { x: area.x + column, y: area.y });
}
