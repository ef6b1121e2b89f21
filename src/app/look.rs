//! How the list looks: taken up from a saved view, and kept so that it looks the same at the next start.

use chrono::{DateTime, TimeDelta, Utc};

use super::column_words::{columns_read, columns_written, sort_read, sort_written};
use super::columns::{ColumnSet, Columns};
use super::effect::Effect;
use super::problem::Problem;
use super::request::RequestId;
use super::state::State;
use crate::index::SortKey;
use crate::model::{ListLook, Looks, SavedView};

/// What was kept of the look, and when it is kept again.
#[derive(Debug, Default)]
pub(super) struct KeptLook {
    columns: Columns,
    sort: Vec<SortKey>,
    /// The person's own default.
    default: Option<ListLook>,
    /// When the look is kept: a while after it changed, so that a row of keys is one change.
    pub due: Option<DateTime<Utc>>,
    saving: Option<RequestId>,
}

/// How long the look rests before it is kept.
const REST: TimeDelta = TimeDelta::seconds(2);

fn written(state: &State) -> ListLook {
    let columns = state.calls.columns();
    ListLook {
        wide: columns.set() == ColumnSet::Wide,
        usual: columns_written(columns.choices_of(ColumnSet::Normal)),
        all: columns_written(columns.choices_of(ColumnSet::Wide)),
        sort: sort_written(state.calls.sort()),
    }
}

fn take_up(state: &mut State, look: &ListLook) {
    let columns = state.calls.columns_mut();
    for (set, words) in [(ColumnSet::Normal, &look.usual), (ColumnSet::Wide, &look.all)] {
        if let Some(choices) = columns_read(words) {
            columns.put(set, choices);
        }
    }
    columns.show(if look.wide { ColumnSet::Wide } else { ColumnSet::Normal });
    let sort = sort_read(&look.sort);
    state.calls.sort_by(sort);
}

/// Makes the list look as it did when ringlog last ended, else as the person's default says.
pub(super) fn restore(state: &mut State, looks: Looks) {
    if let Some(look) = looks.last.as_ref().or(looks.default.as_ref()) {
        take_up(state, look);
    }
    state.kept_look.default = looks.default;
    note(state);
}

fn note(state: &mut State) {
    state.kept_look.columns = state.calls.columns().clone();
    state.kept_look.sort = state.calls.sort().to_vec();
    state.kept_look.due = None;
}

/// Notes that the look changed. Runs after every message, and is cheap when it did not.
pub(super) fn follow(state: &mut State) {
    let kept = &state.kept_look;
    if kept.columns == *state.calls.columns() && kept.sort == state.calls.sort() {
        state.kept_look.due = None;
    } else if kept.due.is_none() {
        state.kept_look.due = Some(state.now + REST);
    }
}

/// Keeps the look when it has rested.
pub(super) fn tick(state: &mut State) -> Vec<Effect> {
    if state.kept_look.due.is_some_and(|due| due <= state.now) { keep(state) } else { Vec::new() }
}

/// Keeps the look, if it changed since it was kept: at the end nothing waits for a rest.
pub(super) fn keep(state: &mut State) -> Vec<Effect> {
    follow(state);
    if state.kept_look.due.is_none() {
        return Vec::new();
    }
    note(state);
    vec![Effect::KeepLook { look: written(state) }]
}

/// `D`, in the dialog of the columns: keeps columns, widths and order as the person's own default.
pub(super) fn save_default(state: &mut State) -> Vec<Effect> {
    let (request, look) = (state.requests.issue(), written(state));
    note(state);
    state.kept_look.saving = Some(request);
    state.kept_look.default = Some(look.clone());
    vec![Effect::KeepDefaultLook { request, look }]
}

/// The default is kept, or not.
pub(super) fn default_kept(state: &mut State, request: RequestId, result: Result<(), Problem>) -> Vec<Effect> {
    if state.kept_look.saving.take_if(|saving| *saving == request).is_none() {
        return Vec::new();
    }
    match result {
        Ok(()) => state.notify("columns and order are your default now"),
        Err(problem) => state.notify(problem.summary()),
    }
}

/// `x`, in the dialog of the columns: the person's default again, or ringlog's where there is none.
pub(super) fn back_to_default(state: &mut State) -> Vec<Effect> {
    if let Some(look) = state.kept_look.default.clone() {
        take_up(state, &look);
        state.notify("columns and order are your default again")
    } else {
        *state.calls.columns_mut() = Columns::default();
        state.calls.sort_by(Vec::new());
        state.notify("columns and order are the usual ones again")
    }
}

/// What is on screen as a view.
pub(super) fn as_view(state: &State, name: String) -> SavedView {
    let columns = state.calls.columns();
    SavedView {
        name,
        query: state.filter.applied.clone(),
        sort: sort_written(state.calls.sort()),
        columns: columns_written(columns.choices()),
        wide: columns.set() == ColumnSet::Wide,
    }
}

/// Takes up the order of a view, and its columns where it has any.
pub(super) fn open_view(state: &mut State, view: &SavedView) {
    if let Some(choices) = columns_read(&view.columns) {
        let set = if view.wide { ColumnSet::Wide } else { ColumnSet::Normal };
        let columns = state.calls.columns_mut();
        columns.put(set, choices);
        columns.show(set);
    }
    let sort = sort_read(&view.sort);
    state.calls.sort_by(sort);
}

#[cfg(test)]
mod tests {
    use super::super::testing::{press, ready, tick as wait};
    use super::*;

    fn kept(effects: &[Effect]) -> Vec<ListLook> {
        effects
            .iter()
            .filter_map(|effect| if let Effect::KeepLook { look } = effect { Some(look.clone()) } else { None })
            .collect()
    }

    #[test]
    fn what_was_changed_is_kept_once_it_rests_and_looks_the_same_at_the_next_start() {
        let mut state = ready(120, 36, 100);
        assert_eq!(kept(&press(&mut state, "s>>>-W")), []);
        let looks = kept(&wait(&mut state, 3));
        assert_eq!(looks.len(), 1);
        assert_eq!(kept(&wait(&mut state, 3)), [], "nothing changed since");
        let mut next = ready(120, 36, 100);
        restore(&mut next, Looks { last: looks.first().cloned(), default: None });
        assert_eq!(next.calls.columns(), state.calls.columns());
        assert_eq!(next.calls.sort(), state.calls.sort());
        assert_eq!(kept(&wait(&mut next, 3)), [], "what was taken up is no change");
    }

    #[test]
    fn at_the_end_the_look_is_kept_at_once() {
        let mut state = ready(120, 36, 100);
        assert_eq!(kept(&press(&mut state, "W")).len() + kept(&press(&mut state, "q")).len(), 1);
        assert!(state.quit);
    }

    #[test]
    fn the_default_is_what_the_columns_go_back_to() {
        let mut state = ready(120, 36, 100);
        press(&mut state, ">>C");
        let effects = press(&mut state, "D");
        assert!(matches!(effects.as_slice(), [Effect::KeepDefaultLook { .. }]), "{effects:?}");
        let mine = state.calls.columns().clone();
        press(&mut state, "jj␣⎋s-C");
        press(&mut state, "x");
        assert_eq!((state.calls.columns(), state.calls.sort()), (&mine, [].as_slice()));
    }
}
