//! Keys as the screen names them: read from the one table, so that no hint can be wrong.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use super::theme::Theme;
use crate::app::{Action, Binding, Place, State};

/// The key to show for an action at a place; empty where it has none.
pub fn of(state: &State, place: Place, action: Action) -> String {
    state.keymap.key_of(place, action)
}

/// The keys that matter most at a place with what they do, as many as fit.
pub fn footer_hints(state: &State, place: Place, columns: u16, theme: &Theme) -> Line<'static> {
    let pairs = state.keymap.footer(place).into_iter().map(|binding| (binding.key(), binding.words));
    paint::hints(pairs, columns, theme)
}

/// The keys in the lower edge of a dialog: those of its place, and the one that closes it.
pub fn dialog_hints(state: &State, place: Place, columns: u16, theme: &Theme) -> Line<'static> {
    const CLOSE: u16 = 12;
    let mut line = footer_hints(state, place, columns.saturating_sub(CLOSE), theme);
    if !line.spans.is_empty() {
        line.push_span(Span::raw("  "));
    }
    line.extend([Span::styled(of(state, place, Action::Back), theme.key), Span::styled(" close", theme.quiet)]);
    line
}

/// The last row: what the keys do here, and where there is more.
pub fn draw_footer(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let place = state.place();
    // The last one of the table is the shortest that works here: `?`, or F1 where that is text.
    let help = state.keymap.bindings(place).filter(|binding| binding.action == Action::Help).last();
    let right =
        Line::from(vec![Span::styled(help.map(Binding::key).unwrap_or_default(), theme.key), Span::raw(" help")]);
    let room = area.width.saturating_sub(2 + 8);
    let mut left = Line::raw(" ");
    left.extend(footer_hints(state, place, room, theme).spans);
    paint::put_ends(buffer, area, &left, &right);
}
