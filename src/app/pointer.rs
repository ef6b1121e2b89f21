//! The mouse: the wheel scrolls the pane under it, a click selects a call or gives a pane the keys.

use super::call_detail;
use super::effect::Effect;
use super::going;
use super::help;
use super::message::Pointer;
use super::overlay::Overlay;
use super::screen::Area;
use super::state::{Focus, State, View};

/// Takes what the mouse did.
pub(super) fn moved(state: &mut State, pointer: Pointer) -> Vec<Effect> {
    let (column, row, lines) = match pointer {
        Pointer::Click { column, row } => return click(state, column, row),
        Pointer::ScrollDown { column, row } => (column, row, going::WHEEL_LINES),
        Pointer::ScrollUp { column, row } => (column, row, -going::WHEEL_LINES),
    };
    match (state.overlays.last(), state.view) {
        (Some(Overlay::Help(_)), _) => return help::scroll(state, lines),
        (Some(_), _) | (None, View::Login | View::Stats | View::Coverage | View::Jobs) => return Vec::new(),
        (None, View::Recordings | View::Voicemail) => return going::go_by(state, lines),
        (None, View::Access) => {
            state.access_scroll = scrolled(state.access_scroll, lines);
            return Vec::new();
        }
        (None, View::Calls) => {}
    }
    let panes = state.panes();
    if panes.detail.is_some_and(|area| area.holds(column, row)) {
        state.detail.scroll = scrolled(state.detail.scroll, lines);
    } else if panes.list.holds(column, row) {
        state.calls.scroll(lines, panes.list_rows());
    }
    Vec::new()
}

fn scrolled(line: u16, lines: isize) -> u16 {
    u16::try_from(usize::from(line).saturating_add_signed(lines)).unwrap_or(u16::MAX)
}

fn click(state: &mut State, column: u16, row: u16) -> Vec<Effect> {
    if !state.overlays.is_empty() || state.view != View::Calls || state.filter.editing.is_some() {
        return Vec::new();
    }
    let panes = state.panes();
    if panes.detail.is_some_and(|area| area.holds(column, row)) {
        return call_detail::open(state);
    }
    let calls = Area { y: panes.list.y.saturating_add(1), rows: panes.list.rows.saturating_sub(1), ..panes.list };
    if calls.holds(column, row) {
        state.focus = Focus::List;
        let position = state.calls.offset() + usize::from(row - calls.y);
        if position < state.calls.matching() {
            state.calls.go_to(position);
        }
    }
    Vec::new()
}
