//! Keys as the screen names them: read from the one table, so that no hint can be wrong.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint;
use super::theme::Theme;
use crate::app::{self, Action, Place, State};

/// The key to show for an action at a place; empty where it has none.
pub fn of(place: Place, action: Action) -> String {
    app::bindings(place)
        .find(|binding| binding.action == action)
        .and_then(|binding| binding.keys.first())
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// The keys that matter most at a place with what they do, as many as fit.
pub fn footer_hints(place: Place, columns: u16, theme: &Theme) -> Line<'static> {
    let pairs = app::footer(place);
    let pairs = pairs.iter().filter_map(|binding| Some((binding.keys.first()?.to_string(), binding.words)));
    paint::hints(pairs, columns, theme)
}

/// The keys in the lower edge of a dialog: those of its place, and the one that closes it.
pub fn dialog_hints(place: Place, columns: u16, theme: &Theme) -> Line<'static> {
    const CLOSE: u16 = 12;
    let mut line = footer_hints(place, columns.saturating_sub(CLOSE), theme);
    if !line.spans.is_empty() {
        line.push_span(Span::raw("  "));
    }
    line.extend([Span::styled(of(place, Action::Back), theme.key), Span::styled(" close", theme.quiet)]);
    line
}

/// The last row: what the keys do here, and where there is more.
pub fn draw_footer(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let place = state.place();
    // The last one of the table is the shortest that works here: `?`, or F1 where that is text.
    let help = app::bindings(place).filter(|binding| binding.action == Action::Help).last();
    let help = help.and_then(|binding| binding.keys.first()).map(ToString::to_string).unwrap_or_default();
    let right = Line::from(vec![Span::styled(help, theme.key), Span::raw(" help")]);
    let room = area.width.saturating_sub(2 + 8);
    let mut left = Line::raw(" ");
    left.extend(footer_hints(place, room, theme).spans);
    paint::put_ends(buffer, area, &left, &right);
}
