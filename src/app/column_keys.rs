//! The keys that change the columns: of the column under the cursor in the list, of the one on the line in the dialog.

use super::browse;
use super::columns::{ColumnChoice, ColumnSet, ListColumn};
use super::effect::Effect;
use super::keymap::{Action, Place};
use super::overlay::{self, Overlay};
use super::state::State;

const LAST_STAYS: &str = "the last column stays";

/// `-`: hides the column under the cursor; the cursor goes to its neighbour.
pub(super) fn hide(state: &mut State) -> Vec<Effect> {
    let (column, shown) = (state.calls.column(), state.calls.columns().shown());
    if !state.calls.columns_mut().turn(column) {
        return state.notify(LAST_STAYS);
    }
    let place = shown.iter().position(|choice| choice.column == column).unwrap_or(0);
    if let Some(neighbour) = shown.get(place + 1).or_else(|| shown.get(place.wrapping_sub(1))) {
        state.calls.choose_column(neighbour.column);
    }
    let key = state.keymap.key_of(Place::List, Action::ChooseColumns);
    state.notify(format!("the column is hidden; {key} shows it again"))
}

fn shift(state: &mut State, step: isize) -> Vec<Effect> {
    let (column, reachable) = (state.calls.column(), browse::reachable_columns(state));
    state.calls.columns_mut().shift(column, step, |choice| reachable.contains(choice));
    Vec::new()
}

pub(super) fn shift_left(state: &mut State) -> Vec<Effect> {
    shift(state, -1)
}

pub(super) fn shift_right(state: &mut State) -> Vec<Effect> {
    shift(state, 1)
}

/// The column that a key is about: on the line of the dialog, else under the cursor.
fn here(state: &State) -> ListColumn {
    let chosen = selected(state).and_then(|selected| state.calls.columns().choices().get(selected));
    chosen.map_or(state.calls.column(), |choice| choice.column)
}

fn widen(state: &mut State, cells: i16) -> Vec<Effect> {
    let column = here(state);
    state.calls.columns_mut().widen(column, cells);
    Vec::new()
}

pub(super) fn narrower(state: &mut State) -> Vec<Effect> {
    widen(state, -1)
}

pub(super) fn wider(state: &mut State) -> Vec<Effect> {
    widen(state, 1)
}

/// `W`: all columns, or the usual ones.
pub(super) fn switch(state: &mut State) -> Vec<Effect> {
    state.calls.columns_mut().switch();
    match state.calls.columns().set() {
        ColumnSet::Normal => state.notify("the usual columns"),
        ColumnSet::Wide => state.notify("all columns; those out of sight come in as the cursor goes there"),
    }
}

/// `C`: opens the dialog at the column under the cursor.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let here = |choice: &ColumnChoice| choice.column == state.calls.column();
    let selected = state.calls.columns().choices().iter().position(here).unwrap_or(0);
    overlay::open(state, Overlay::Columns { selected });
    Vec::new()
}

fn selected(state: &State) -> Option<usize> {
    if let Some(Overlay::Columns { selected }) = state.overlays.last() { Some(*selected) } else { None }
}

fn go_by(state: &mut State, lines: isize) -> Vec<Effect> {
    if let Some(selected) = state.overlays.last_mut().and_then(Overlay::column_line) {
        *selected = selected.saturating_add_signed(lines).min(ListColumn::ALL.len() - 1);
    }
    Vec::new()
}

/// The next line, in the sort menu too.
pub(super) fn down(state: &mut State) -> Vec<Effect> {
    go_by(state, 1)
}

/// The line before, in the sort menu too.
pub(super) fn up(state: &mut State) -> Vec<Effect> {
    go_by(state, -1)
}

/// Shows or hides the column on the line.
pub(super) fn turn(state: &mut State) -> Vec<Effect> {
    let column = here(state);
    if state.calls.columns_mut().turn(column) { Vec::new() } else { state.notify(LAST_STAYS) }
}

/// Moves the column on the line past its neighbour; the line goes with it.
fn move_by(state: &mut State, lines: isize) -> Vec<Effect> {
    let column = here(state);
    state.calls.columns_mut().shift(column, lines, |_| true);
    go_by(state, lines)
}

pub(super) fn move_down(state: &mut State) -> Vec<Effect> {
    move_by(state, 1)
}

pub(super) fn move_up(state: &mut State) -> Vec<Effect> {
    move_by(state, -1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{press, ready};
    use super::*;

    fn shown(state: &State) -> Vec<ListColumn> {
        state.list_columns().iter().map(|choice| choice.column).collect()
    }

    #[test]
    fn the_column_under_the_cursor_is_hidden_and_shown_again() {
        let mut state = ready(80, 24, 10);
        let before = shown(&state);
        press(&mut state, "-");
        assert!(!shown(&state).contains(&ListColumn::Party));
        assert!(shown(&state).contains(&state.calls.column()), "the cursor is on a column that is shown");
        press(&mut state, "Ckkkkkkkkkkkkkkkjj␣⏎");
        assert_eq!(shown(&state), before);
    }

    #[test]
    fn a_column_moves_past_its_neighbour_and_the_cursor_stays_on_it() {
        let mut state = ready(80, 24, 10);
        press(&mut state, "L");
        assert_eq!(shown(&state)[2..4], [ListColumn::Via, ListColumn::Party]);
        assert_eq!(state.calls.column(), ListColumn::Party);
        press(&mut state, "HHHHHH");
        assert_eq!(shown(&state)[0], ListColumn::Party);
    }

    #[test]
    fn in_the_dialog_a_column_moves_up_and_the_line_goes_with_it() {
        let mut state = ready(80, 24, 10);
        press(&mut state, "CKK⎋");
        assert_eq!(shown(&state)[..3], [ListColumn::Party, ListColumn::Direction, ListColumn::Started]);
    }

    #[test]
    fn a_wider_column_takes_the_room_of_those_that_may_go() {
        let mut state = ready(80, 24, 10);
        let before = shown(&state);
        press(&mut state, ">>>>>>>>>>>>>>>>>>>>");
        assert!(shown(&state).len() < before.len());
        press(&mut state, "<<<<<<<<<<<<<<<<<<<<");
        assert_eq!(shown(&state), before);
    }

    #[test]
    fn in_the_wide_set_every_column_can_be_reached_on_a_small_screen() {
        let mut state = ready(60, 15, 10);
        press(&mut state, "Whhhhhhh");
        for column in ListColumn::ALL {
            assert_eq!(state.calls.column(), column);
            assert!(shown(&state).contains(&column));
            press(&mut state, "l");
        }
    }
}
