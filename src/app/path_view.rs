//! The path of a call as one goes through it: which row is under the cursor, and what of it is shown.

use super::call_detail::DetailTab;
use super::detail_find;
use super::effect::Effect;
use super::state::State;

/// What the rows of the path are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathRows {
    /// What happened, once each.
    #[default]
    Steps,
    /// Every leg that Zoom sent.
    Legs,
}

/// Where one is in the path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PathView {
    /// What the rows are.
    pub rows: PathRows,
    /// The row under the cursor.
    pub cursor: usize,
    /// Its raw fields are shown in place of the path.
    pub opened: bool,
}

/// How many rows there are.
fn count(state: &State) -> usize {
    state.detail.value.shown().map_or(0, |detail| match state.detail.path.rows {
        PathRows::Steps => detail.timeline().steps.len(),
        PathRows::Legs => detail.legs().len(),
    })
}

/// True when keys move the cursor among the rows.
pub(super) fn has_cursor(state: &State) -> bool {
    state.detail.tab == DetailTab::Path && !state.detail.path.opened && count(state) > 0
}

/// Moves the cursor by rows, to the first and the last at most.
pub(super) fn go(state: &mut State, rows: isize) -> Vec<Effect> {
    let last = count(state).saturating_sub(1);
    state.detail.path.cursor = state.detail.path.cursor.min(last).saturating_add_signed(rows).min(last);
    Vec::new()
}

/// Shows the raw fields of the row under the cursor, or the path again.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    if count(state) > 0 {
        state.detail.path.opened = !state.detail.path.opened;
        state.detail.scroll = 0;
        detail_find::begin_anew(state);
    }
    Vec::new()
}

/// `x`: leg by leg, or as steps again.
pub(super) fn each_leg(state: &mut State) -> Vec<Effect> {
    let rows = match (state.detail.tab, state.detail.path.rows) {
        (DetailTab::Path, PathRows::Legs) => PathRows::Steps,
        (DetailTab::Path, PathRows::Steps) | (_, PathRows::Steps | PathRows::Legs) => PathRows::Legs,
    };
    state.detail.tab = DetailTab::Path;
    state.detail.path = PathView { rows, ..PathView::default() };
    state.detail.scroll = 0;
    detail_find::begin_anew(state);
    Vec::new()
}

/// True when the raw fields of a row are shown.
pub(super) fn is_opened(state: &State) -> bool {
    state.detail.tab == DetailTab::Path && state.detail.path.opened
}
