//! Going about the list, and marking in it.

use super::columns::{ColumnChoice, ColumnSet};
use super::effect::Effect;
use super::going::{down, go_to, up};
use super::history::Change;
use super::marks::Turned;
use super::media_keys;
use super::state::State;
use crate::index::{RowId, RowView};
use crate::model::ResultGroup;

/// The columns that the column cursor goes to: those in sight; in the wide set the others too, since it brings them in.
pub(super) fn reachable_columns(state: &State) -> Vec<ColumnChoice> {
    match state.calls.columns().set() {
        ColumnSet::Normal => state.list_columns(),
        ColumnSet::Wide => state.calls.columns().shown(),
    }
}

fn column_by(state: &mut State, columns: isize) -> Vec<Effect> {
    let shown = reachable_columns(state);
    let now = shown.iter().position(|choice| choice.column == state.calls.column()).unwrap_or(0);
    let then = now.saturating_add_signed(columns).min(shown.len() - 1);
    state.calls.choose_column(shown[then].column);
    Vec::new()
}

/// Keeps the column cursor on a column that is in sight.
pub(super) fn keep_column_in_view(state: &mut State) {
    let shown = state.list_columns();
    if let Some(first) = shown.first().filter(|_| shown.iter().all(|choice| choice.column != state.calls.column())) {
        state.calls.choose_column(first.column);
    }
}

pub(super) fn column_left(state: &mut State) -> Vec<Effect> {
    column_by(state, -1)
}

pub(super) fn column_right(state: &mut State) -> Vec<Effect> {
    column_by(state, 1)
}

/// The calls at `places` that began on the day of the call at `from`, one after the other.
fn same_day(state: &State, from: usize, places: impl Iterator<Item = usize>) -> usize {
    let Some(row) = state.calls.row(from) else {
        return 0;
    };
    let day = state.zone.day(row.start_time());
    let (start, end) = (state.zone.day_start(day), state.zone.day_end(day));
    let began = |place: usize| state.calls.row(place).map(RowView::start_time);
    places.take_while(|place| began(*place).is_some_and(|began| start <= began && began < end)).count()
}

/// The first call below that began on another day.
pub(super) fn day_below(state: &mut State) -> Vec<Effect> {
    let here = state.calls.selected();
    let same = same_day(state, here, here..state.calls.matching());
    go_to(state, here + same)
}

/// The first call of this day, or of the day above where the cursor is on it.
pub(super) fn day_above(state: &mut State) -> Vec<Effect> {
    let above = state.calls.selected().saturating_sub(1);
    let same = same_day(state, above, (0..=above).rev());
    go_to(state, (above + 1).saturating_sub(same))
}

/// The place of a call that nobody took, among `places`.
fn missed(state: &State, mut places: impl Iterator<Item = usize>) -> Option<usize> {
    places.find(|place| {
        state.calls.row(*place).is_some_and(|row| match row.result_group() {
            ResultGroup::Missed | ResultGroup::Abandoned => true,
            ResultGroup::Answered
            | ResultGroup::Voicemail
            | ResultGroup::Failed
            | ResultGroup::Blocked
            | ResultGroup::Other => false,
        })
    })
}

fn go_to_missed(state: &mut State, found: Option<usize>) -> Vec<Effect> {
    match found {
        Some(place) => go_to(state, place),
        None => state.notify("no missed or abandoned call that way"),
    }
}

pub(super) fn missed_below(state: &mut State) -> Vec<Effect> {
    let found = missed(state, state.calls.selected() + 1..state.calls.matching());
    go_to_missed(state, found)
}

pub(super) fn missed_above(state: &mut State) -> Vec<Effect> {
    let found = missed(state, (0..state.calls.selected()).rev());
    go_to_missed(state, found)
}

/// Turns marks over, so that `u` can take it back.
fn turn(state: &mut State, turned: Turned) -> Vec<Effect> {
    if !turned.is_empty() {
        state.calls.turn(&turned);
        state.history.record(Change::Marks(turned));
    }
    Vec::new()
}

/// Marks the stretch that is being marked, if there is one.
pub(super) fn keep_stretch(state: &mut State) {
    if let Some((first, last)) = state.calls.stretch() {
        let rows = &state.calls.shown().rows()[first..=last];
        let turned = rows.iter().copied().filter(|row| !state.calls.marks().contains(*row)).collect();
        let _ = turn(state, turned);
        state.calls.set_anchor(false);
    }
}

/// Marks the call, or the stretch, and goes on.
pub(super) fn mark(state: &mut State) -> Vec<Effect> {
    if state.calls.stretch().is_some() {
        keep_stretch(state);
        return Vec::new();
    }
    let turned = state.calls.selected_row().map(RowView::id).into_iter().collect();
    let _ = turn(state, turned);
    down(state)
}

/// Begins a stretch, or marks it.
pub(super) fn mark_range(state: &mut State) -> Vec<Effect> {
    if state.calls.stretch().is_some() {
        keep_stretch(state);
    } else {
        state.calls.set_anchor(true);
    }
    Vec::new()
}

pub(super) fn extend_down(state: &mut State) -> Vec<Effect> {
    begin_stretch(state);
    down(state)
}

pub(super) fn extend_up(state: &mut State) -> Vec<Effect> {
    begin_stretch(state);
    up(state)
}

fn begin_stretch(state: &mut State) {
    if state.calls.stretch().is_none() {
        state.calls.set_anchor(true);
    }
}

/// Marks all that match; when all are, none.
pub(super) fn mark_all(state: &mut State) -> Vec<Effect> {
    let rows = state.calls.shown().rows().to_vec();
    let effects = mark_rows(state, &rows);
    if state.sync.running.is_some() || state.archive.awaited().is_some() {
        let marked = state.calls.marks().len();
        return media_keys::marked_so_far(state, marked);
    }
    effects
}

/// Marks these calls; when all of them are, none.
pub(super) fn mark_rows(state: &mut State, rows: &[RowId]) -> Vec<Effect> {
    keep_stretch(state);
    let marks = state.calls.marks();
    let unmarked: Turned = rows.iter().copied().filter(|row| !marks.contains(*row)).collect();
    let turned = if unmarked.is_empty() { rows.iter().copied().collect() } else { unmarked };
    turn(state, turned)
}

/// Marks what is not marked among those that match, and the other way round.
pub(super) fn invert_marks(state: &mut State) -> Vec<Effect> {
    keep_stretch(state);
    let turned = state.calls.shown().rows().iter().copied().collect();
    turn(state, turned)
}

#[cfg(test)]
mod tests {
    use super::super::key::{Key, KeyCode};
    use super::super::message::Message;
    use super::super::testing::{calls, press, progress, ready, selected, sync_of};
    use super::super::update::{settle, update};
    use super::*;

    fn marked(state: &State) -> Vec<i64> {
        state.calls.marked_keys(state.context()).into_iter().map(|key| key.0).collect()
    }

    #[test]
    fn keys_move_and_stop_at_the_ends() {
        let mut state = ready(80, 24, 100);
        assert_eq!(selected(&state), Some(99), "the newest call is on top");
        press(&mut state, "jjk");
        assert_eq!(selected(&state), Some(98));
        press(&mut state, "Gj");
        assert_eq!((selected(&state), state.calls.offset()), (Some(0), 100 - 17));
        press(&mut state, "gk");
        assert_eq!((selected(&state), state.calls.offset()), (Some(99), 0));
    }

    #[test]
    fn days_and_missed_calls_are_steps() {
        let mut state = ready(80, 24, 1000);
        let day = |state: &State| state.zone.day(state.calls.selected_row().unwrap().start_time());
        let top = day(&state);
        press(&mut state, "}");
        assert_eq!(day(&state), top.pred_opt().unwrap());
        press(&mut state, "j{");
        let above = state.calls.row(state.calls.selected() - 1).unwrap();
        assert_eq!((day(&state), state.zone.day(above.start_time())), (top.pred_opt().unwrap(), top));
        press(&mut state, "g)");
        assert_eq!(selected(&state).unwrap() % 3, 0, "every third call is a missed one");
    }

    #[test]
    fn calls_that_arrive_above_leave_the_cursor_on_its_call_and_line() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "jjjjj");
        let line = state.calls.selected() - state.calls.offset();
        let request = sync_of(&press(&mut state, "r"));
        let _ = update(&mut state, Message::SyncProgressed { request, batch: calls(100..140), progress: progress() });
        settle(&mut state);
        assert_eq!(selected(&state), Some(94));
        assert_eq!(state.calls.selected() - state.calls.offset(), line);
        assert_eq!(state.calls.matching(), 140);
    }

    #[test]
    fn at_the_very_top_new_calls_come_into_sight() {
        let mut state = ready(80, 24, 100);
        let request = sync_of(&press(&mut state, "r"));
        let _ = update(&mut state, Message::SyncProgressed { request, batch: calls(100..140), progress: progress() });
        settle(&mut state);
        assert_eq!((selected(&state), state.calls.offset()), (Some(139), 0));
    }

    #[test]
    fn marks_are_of_calls_and_not_of_lines() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "␣␣j␣");
        assert_eq!(marked(&state), [99, 98, 96]);
        press(&mut state, "/result:missed⏎");
        assert_eq!(marked(&state), [99, 98, 96], "what the query hides stays marked");
        press(&mut state, "a");
        assert_eq!(state.calls.marks().len(), 34 + 1, "34 missed ones, of which 99 and 96 were marked, and 98");
        press(&mut state, "a");
        assert_eq!(marked(&state), [98], "again: none of those that match");
    }

    #[test]
    fn who_marks_all_while_calls_come_is_told_that_those_are_not_marked() {
        let mut state = ready(80, 24, 3);
        let sync = sync_of(&press(&mut state, "r"));
        press(&mut state, "a");
        let told = state.notice.as_ref().unwrap().text.clone();
        assert_eq!(told, "3 marked; the list still grows, and what comes is not marked");
        let _ = update(&mut state, Message::SyncProgressed { request: sync, batch: calls(3..5), progress: progress() });
        settle(&mut state);
        assert_eq!((state.calls.marks().len(), state.calls.matching()), (3, 5));
        press(&mut state, "a");
        assert_eq!(state.calls.marks().len(), 5, "once more marks those too");
    }

    #[test]
    fn a_stretch_is_marked_at_once_and_escape_forgets_it() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "vjjv");
        assert_eq!(marked(&state), [99, 98, 97]);
        press(&mut state, "jvjj⎋");
        assert_eq!(marked(&state), [99, 98, 97]);
        let _ = update(&mut state, Message::Key(Key::shift(KeyCode::Down)));
        press(&mut state, "␣");
        assert_eq!(marked(&state), [99, 98, 97, 94, 93]);
    }

    #[test]
    fn marks_and_queries_are_undone_in_turn() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "␣/alvarez⏎i");
        let (both, after) = (marked(&state), state.filter.applied.clone());
        press(&mut state, "u");
        assert_eq!((marked(&state), state.filter.applied.as_str()), (vec![99], "alvarez"));
        press(&mut state, "uu");
        assert_eq!((marked(&state), state.calls.matching()), (vec![], 100));
        press(&mut state, "UUU");
        assert_eq!((marked(&state), state.filter.applied.clone()), (both, after));
    }
}
