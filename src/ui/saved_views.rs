//! The saved views: a line a view, with its number and what it asks for.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{input, keys, paint, text};
use crate::app::{Naming, State, ViewPicker};

/// Cells of a name in the list.
const NAME: usize = 33;

/// Draws the list over `area`.
pub fn draw(frame: &mut Frame<'_>, area: Rect, picker: &ViewPicker, state: &State, theme: &Theme) {
    let offered = state.views.offered();
    let width = area.width.min(state.screen.dialog_columns());
    let rows = u16::try_from(offered.len() + 3).unwrap_or(u16::MAX).min(area.height.saturating_sub(2));
    let hints = keys::dialog_hints(state, state.place(), width.saturating_sub(6), theme);
    let inner = paint::dialog(frame.buffer_mut(), area, (width, rows), "Saved views", &hints, theme);
    let (list, below) = paint::split_bottom(inner, 2);
    let first = (picker.selected + 1).saturating_sub(list.height.into());
    for (row, (place, offered)) in (0..list.height).zip(offered.iter().enumerate().skip(first)) {
        let here = place == picker.selected;
        let (sign, style) = match (here, picker.naming.is_some()) {
            (true, false) => (">", theme.selected),
            (true, true) => (">", theme.resting),
            (false, _) => (" ", Style::new()),
        };
        let number = if place < 9 { (place + 1).to_string() } else { " ".to_owned() };
        let name = text::fit(&text::typed(&offered.view.name), NAME, text::Align::Left);
        let left = Line::from(vec![
            Span::raw(format!("{sign} ")),
            Span::styled(number, theme.key),
            Span::styled(format!(" {name}"), style),
            Span::styled(format!("  {}", asks(&offered.view.query)), theme.quiet),
        ]);
        let right = if offered.built_in { Line::styled("built in", theme.quiet) } else { Line::default() };
        paint::put_ends(frame.buffer_mut(), paint::row_of(list, row), &left, &right);
    }
    if let Some(naming) = &picker.naming {
        draw_name(frame, below, naming, theme);
    } else if let Some(words) = state.views.left_alone_words() {
        let words = text::fit(&format!("! {words}"), below.width.into(), text::Align::Left);
        paint::put(frame.buffer_mut(), paint::row_of(below, 1), &words, theme.bad);
    } else {
        let words = "A view is the query, the order and the columns on screen.";
        paint::put(frame.buffer_mut(), paint::row_of(below, 1), words, theme.quiet);
    }
}

fn asks(query: &str) -> String {
    if query.is_empty() { "all calls".to_owned() } else { text::typed(query) }
}

fn draw_name(frame: &mut Frame<'_>, area: Rect, naming: &Naming, theme: &Theme) {
    let label = if naming.renames.is_some() { "new name  " } else { "name  " };
    let line = paint::row_of(area, 0);
    paint::put(frame.buffer_mut(), line, label, theme.quiet);
    let indent = u16::try_from(label.len()).unwrap_or(0);
    input::draw(frame, paint::right_of(line, indent), &naming.input, theme.input);
    if let Some(refused) = &naming.refused {
        let words = format!("! {}", text::typed(refused));
        paint::put(frame.buffer_mut(), paint::row_of(area, 1), &words, theme.bad);
    }
}
