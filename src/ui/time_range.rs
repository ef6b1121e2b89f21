//! The time-range picker.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::theme::Theme;
use super::{input, keys, paint};
use crate::app::{State, TimeField, TimePreset, TimeRange};

/// Draws the picker over `area`.
pub fn draw(frame: &mut Frame<'_>, area: Rect, picker: &TimeRange, state: &State, theme: &Theme) {
    let width = area.width.min(46);
    let hints = keys::dialog_hints(state, state.place(), width.saturating_sub(6), theme);
    let error = picker.error.as_ref().map_or_else(Vec::new, |error| {
        super::text::wrap(&format!("! {}", super::text::typed(error)), width.saturating_sub(4).into())
    });
    let above = u16::try_from(TimePreset::ALL.len() + 3).unwrap_or(u16::MAX);
    let rows = above.saturating_add(u16::try_from(error.len().max(1)).unwrap_or(u16::MAX));
    let inner = paint::dialog(frame.buffer_mut(), area, (width, rows), "Time range", &hints, theme);
    for (row, (place, preset)) in (0..).zip(TimePreset::ALL.into_iter().enumerate()) {
        let here = place == picker.selected;
        let style = match (here, picker.field) {
            (true, TimeField::Presets) => theme.selected,
            (true, TimeField::From | TimeField::To) => theme.resting,
            (false, _) => Style::new(),
        };
        let sign = if here { ">" } else { " " };
        paint::put(frame.buffer_mut(), paint::row_of(inner, row), &format!("{sign} {}", preset.words()), style);
    }
    let fields = [(TimeField::From, "from", &picker.from), (TimeField::To, "to", &picker.to)];
    for (row, (field, label, value)) in (above - 2..).zip(fields) {
        let line = paint::row_of(inner, row);
        paint::put(frame.buffer_mut(), line, &format!("  {label:<5}"), theme.quiet);
        let value_area = paint::right_of(line, 7);
        if picker.field == field {
            input::draw(frame, value_area, value, theme.input);
        } else {
            let words = if value.value().is_empty() { "2026-11-01, today, -2w" } else { value.value() };
            let style = if value.value().is_empty() { theme.quiet } else { theme.input };
            paint::put(frame.buffer_mut(), value_area, &super::text::typed(words), style);
        }
    }
    for (row, words) in (above..).zip(error) {
        paint::put_line(frame.buffer_mut(), paint::row_of(inner, row), &Line::styled(words, theme.bad));
    }
}
