//! Going about the list on screen: the calls, or the recordings or voicemail.

use super::effect::Effect;
use super::media_list;
use super::state::State;

/// Lines that one turn of the wheel scrolls.
pub(super) const WHEEL_LINES: isize = 3;

/// Puts the cursor on a row; beyond the last it stays on that.
pub(super) fn go_to(state: &mut State, position: usize) -> Vec<Effect> {
    match state.media().map(|list| list.kind) {
        Some(kind) => media_list::of_mut(state, kind).go_to(position),
        None => state.calls.go_to(position),
    }
    Vec::new()
}

pub(super) fn go_by(state: &mut State, rows: isize) -> Vec<Effect> {
    let selected = state.media().map_or_else(|| state.calls.selected(), media_list::MediaList::selected);
    go_to(state, selected.saturating_add_signed(rows))
}

/// Rows of a page; one stays in sight.
fn page(state: &State) -> isize {
    // The first row of a list of recordings or voicemail is that of the headings.
    let rows = state.media().map_or_else(
        || state.panes().list_rows(),
        |_| usize::from(state.screen.media_panes().list.rows.saturating_sub(1)),
    );
    isize::try_from(rows.saturating_sub(1).max(1)).unwrap_or(1)
}

fn half_page(state: &State) -> isize {
    (page(state) / 2).max(1)
}

pub(super) fn down(state: &mut State) -> Vec<Effect> {
    go_by(state, 1)
}

pub(super) fn up(state: &mut State) -> Vec<Effect> {
    go_by(state, -1)
}

pub(super) fn first(state: &mut State) -> Vec<Effect> {
    go_to(state, 0)
}

pub(super) fn last(state: &mut State) -> Vec<Effect> {
    go_to(state, usize::MAX)
}

pub(super) fn half_page_down(state: &mut State) -> Vec<Effect> {
    go_by(state, half_page(state))
}

pub(super) fn half_page_up(state: &mut State) -> Vec<Effect> {
    go_by(state, -half_page(state))
}

pub(super) fn page_down(state: &mut State) -> Vec<Effect> {
    go_by(state, page(state))
}

pub(super) fn page_up(state: &mut State) -> Vec<Effect> {
    go_by(state, -page(state))
}
