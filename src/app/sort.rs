//! The order of the list: by the column under the cursor, or by several columns from a menu.

use super::columns::ListColumn;
use super::effect::Effect;
use super::overlay::{self, Overlay};
use super::state::State;
use crate::index::{SortColumn, SortKey};

/// The order that no key asks for.
const NEWEST_FIRST: SortKey = SortKey { column: SortColumn::Started, descending: true };

/// The keys after one more press on a column: up, down, off.
fn turned(mut keys: Vec<SortKey>, column: SortColumn) -> Vec<SortKey> {
    match keys.iter().position(|key| key.column == column) {
        None => keys.push(SortKey { column, descending: false }),
        Some(place) if keys[place].descending => {
            keys.remove(place);
        }
        Some(place) => keys[place].descending = true,
    }
    if keys == [NEWEST_FIRST] { Vec::new() } else { keys }
}

/// `s`: by the column under the cursor alone; its way is turned over, then it is off.
pub(super) fn by_column(state: &mut State) -> Vec<Effect> {
    let column = state.calls.column().sorts();
    let keys = state.calls.sort().iter().copied().filter(|key| key.column == column).collect();
    state.calls.sort_by(turned(keys, column));
    Vec::new()
}

/// `S`: opens the menu.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let here = ListColumn::ALL.iter().position(|column| *column == state.calls.column());
    overlay::open(state, Overlay::Sort { selected: here.unwrap_or(0) });
    Vec::new()
}

/// Turns the key under the cursor: up, down, off. A new one counts after those that are on.
pub(super) fn turn(state: &mut State) -> Vec<Effect> {
    let line = state.overlays.last_mut().and_then(Overlay::column_line);
    if let Some(column) = line.map(|line| ListColumn::ALL[*line].sorts()) {
        let keys = turned(state.calls.sort().to_vec(), column);
        state.calls.sort_by(keys);
    }
    Vec::new()
}

/// Takes all keys off: newest first again.
pub(super) fn clear(state: &mut State) -> Vec<Effect> {
    state.calls.sort_by(Vec::new());
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{calls, press, progress, ready, selected, sync_of};
    use super::super::{Message, settle, update};
    use super::*;

    fn parties(state: &State) -> Vec<String> {
        (0..state.calls.matching())
            .map(|place| state.calls.row(place).unwrap().party().label().unwrap().to_string())
            .collect()
    }

    #[test]
    fn a_column_is_sorted_up_down_and_off_and_the_cursor_stays_on_its_call() {
        let mut state = ready(80, 24, 100);
        let newest_first = parties(&state);
        press(&mut state, "jjs");
        assert!(parties(&state).is_sorted(), "up");
        assert_eq!(selected(&state), Some(97), "the cursor stays on its call");
        press(&mut state, "s");
        assert!(parties(&state).iter().rev().is_sorted(), "down");
        press(&mut state, "s");
        assert_eq!((parties(&state), selected(&state)), (newest_first, Some(97)));
    }

    #[test]
    fn the_start_goes_from_newest_first_to_oldest_first_and_back() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "hs");
        assert_eq!(selected(&state), Some(0), "at the top the cursor stays at the top");
        press(&mut state, "s");
        assert_eq!((selected(&state), state.calls.sort()), (Some(99), [].as_slice()));
    }

    #[test]
    fn several_keys_count_in_the_order_they_were_turned_on() {
        let mut state = ready(80, 24, 100);
        // Party is under the cursor; the result stands four lines below it.
        press(&mut state, "Sjjjj␣kkkk␣␣⏎");
        let rows: Vec<_> = (0..100).map(|place| state.calls.row(place).unwrap()).collect();
        let key =
            |row: &crate::index::RowView<'_>| (row.result_group(), std::cmp::Reverse(row.party().label().cloned()));
        assert!(rows.is_sorted_by_key(key));
        press(&mut state, "Sx⏎");
        assert_eq!(selected(&state), Some(99));
    }

    #[test]
    fn calls_that_arrive_leave_the_cursor_on_its_call_in_any_order() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "sjjjjj");
        let before = selected(&state);
        let request = sync_of(&press(&mut state, "r"));
        let _ = update(&mut state, Message::SyncProgressed { request, batch: calls(100..140), progress: progress() });
        settle(&mut state);
        assert_eq!((selected(&state), state.calls.matching()), (before, 140));
    }

    #[test]
    fn days_are_steps_in_any_order() {
        let mut state = ready(80, 24, 1000);
        press(&mut state, "hs}");
        let day = |state: &State, place| state.zone.day(state.calls.row(place).unwrap().start_time());
        let here = state.calls.selected();
        assert!(here > 0 && day(&state, here) == day(&state, 0).succ_opt().unwrap());
        assert_eq!(day(&state, here - 1), day(&state, 0));
        press(&mut state, "{");
        assert_eq!(state.calls.selected(), 0);
    }
}
