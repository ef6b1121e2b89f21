//! The sort menu, and the dialog of the columns: a line a column.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::Theme;
use super::{call_list, keys, paint};
use crate::app::{ColumnSet, ListColumn, Place, State};

/// Draws the sort menu over `area`.
pub fn draw_sort(buffer: &mut Buffer, area: Rect, selected: usize, state: &State, theme: &Theme) {
    let line =
        |column: ListColumn| format!("{:<3}{}", call_list::sorted(column, state).unwrap_or_default(), named(column));
    let lines: Vec<String> = ListColumn::ALL.into_iter().map(line).collect();
    draw(buffer, area, ("Sort by", Place::Sort), &lines, selected, state, theme);
}

/// Draws the dialog of the columns over `area`.
pub fn draw_columns(buffer: &mut Buffer, area: Rect, selected: usize, state: &State, theme: &Theme) {
    let columns = state.calls.columns();
    let title = match columns.set() {
        ColumnSet::Normal => "Columns: the usual",
        ColumnSet::Wide => "Columns: all",
    };
    let lines: Vec<String> = columns
        .choices()
        .iter()
        .map(|choice| {
            let sign = if choice.shown { "[x]" } else { "[ ]" };
            let wider = if choice.wider == 0 { String::new() } else { format!("  {:+}", choice.wider) };
            format!("{sign} {}{wider}", named(choice.column))
        })
        .collect();
    draw(buffer, area, (title, Place::Columns), &lines, selected, state, theme);
}

/// What a column shows, and the heading it has in the list: `our side` is `Via` there.
fn named(column: ListColumn) -> String {
    format!("{:<24}  {}", column.words(), column.title())
}

/// Draws lines of which the selected one is in sight.
fn draw(
    buffer: &mut Buffer,
    area: Rect,
    (title, place): (&str, Place),
    lines: &[String],
    selected: usize,
    state: &State,
    theme: &Theme,
) {
    const WIDTH: u16 = 66;
    let width = area.width.min(WIDTH);
    let hints = keys::dialog_hints(state, place, width.saturating_sub(6), theme);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let inner = paint::dialog(buffer, area, (width, rows), title, &hints, theme);
    let first = (selected + 1).saturating_sub(inner.height.into());
    for (row, (place, line)) in (0..inner.height).zip(lines.iter().enumerate().skip(first)) {
        let here = place == selected;
        let (sign, style) = if here { (">", theme.selected) } else { (" ", Style::new()) };
        paint::put(buffer, paint::row_of(inner, row), &format!("{sign} {line}"), style);
    }
}
