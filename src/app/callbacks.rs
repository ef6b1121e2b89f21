//! The call-back list: a line for each number that somebody still has to call back, among the calls on screen.

use super::cell::everything_with;
use super::effect::Effect;
use super::filter;
use super::loadable::Loadable;
use super::overlay::{self, Overlay};
use super::problem::Problem;
use super::request::RequestId;
use super::state::State;
use crate::index::{Callback, give_tasks};
use crate::model::{Text, VoicemailTask, query::Query};

/// The list, over the calls.
#[derive(Clone, Debug, Default)]
pub struct CallbackList {
    /// What Zoom made of voicemail for somebody to do.
    pub tasks: Loadable<Vec<VoicemailTask>>,
    /// Who waits, the last try first.
    pub callers: Vec<Callback>,
    /// The line under the cursor.
    pub selected: usize,
    /// What the lines were worked out of.
    known: Option<(u64, bool)>,
}

/// `b`
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    let request = state.requests.issue();
    let mut list = CallbackList::default();
    list.tasks.ask(request);
    overlay::open(state, Overlay::Callbacks(list));
    vec![Effect::ReadTasks { request }]
}

pub(super) fn tasks_read(
    state: &mut State,
    request: RequestId,
    result: Result<Vec<VoicemailTask>, Problem>,
) -> Vec<Effect> {
    if let Some(list) = state.overlays.iter_mut().find_map(Overlay::callbacks) {
        list.tasks.settle(request, result);
    }
    Vec::new()
}

/// Works the lines out anew once other calls are on screen or the tasks are here. The cursor stays on its number.
pub(super) fn refresh(state: &mut State) {
    let revision = state.calls.revision();
    let Some(list) = state.overlays.iter_mut().find_map(Overlay::callbacks) else { return };
    let known = Some((revision, list.tasks.shown().is_some()));
    if list.known == known {
        return;
    }
    let number = list.callers.get(list.selected).map(|caller| caller.query.clone());
    let mut callers = state.calls.index().callbacks(state.calls.shown());
    give_tasks(&mut callers, list.tasks.shown().map_or(&[], Vec::as_slice));
    let place = number.and_then(|number| callers.iter().position(|caller| caller.query == number));
    list.selected = place.unwrap_or(list.selected).min(callers.len().saturating_sub(1));
    (list.callers, list.known) = (callers, known);
}

fn go(state: &mut State, to: impl Fn(usize, usize) -> usize) -> Vec<Effect> {
    if let Some(list) = state.overlays.last_mut().and_then(Overlay::callbacks) {
        let last = list.callers.len().saturating_sub(1);
        list.selected = to(list.selected, last).min(last);
    }
    Vec::new()
}

pub(super) fn down(state: &mut State) -> Vec<Effect> {
    go(state, |line, _| line + 1)
}

pub(super) fn up(state: &mut State) -> Vec<Effect> {
    go(state, |line, _| line.saturating_sub(1))
}

pub(super) fn first(state: &mut State) -> Vec<Effect> {
    go(state, |_, _| 0)
}

pub(super) fn last(state: &mut State) -> Vec<Effect> {
    go(state, |_, last| last)
}

fn selected(state: &mut State) -> Option<Callback> {
    let list = state.overlays.last_mut().and_then(Overlay::callbacks)?;
    list.callers.get(list.selected).cloned()
}

/// `Enter`: all calls with this number.
pub(super) fn open_party(state: &mut State) -> Vec<Effect> {
    let Some(caller) = selected(state) else { return Vec::new() };
    let term = state.calls.index().row(caller.row).and_then(|row| everything_with(row.caller()));
    let _ = overlay::close(state);
    match term.and_then(|term| Query::parse(&term).ok()) {
        Some(query) => filter::set(state, query),
        None => state.notify("this caller has no number to ask for"),
    }
}

/// `y`: copies the number, to dial it.
pub(super) fn copy_number(state: &mut State) -> Vec<Effect> {
    let Some(caller) = selected(state) else { return Vec::new() };
    let _ = state.notify("the number is on the clipboard, if the terminal allows it");
    vec![Effect::Copy { text: Text::to_string(&caller.number) }]
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::super::testing::{NAMES, calls, now, press, ready, row};
    use super::super::update::{settle, update};
    use super::*;
    use crate::model::{Batch, CallResult, CallRow};

    /// Two callers whom nobody has spoken to since: their last calls were missed.
    fn with_two() -> State {
        let mut state = ready(120, 36, 0);
        let missed = |number: i64| CallRow { result: CallResult::new("no_answer".into()), ..row(number) };
        let batch = Batch { rows: [89, 93, 94, 97].map(missed).to_vec(), ..calls(90..91) };
        state.calls.apply(batch);
        settle(&mut state);
        state
    }

    fn list(state: &mut State) -> &mut CallbackList {
        settle(state);
        state.overlays.iter_mut().find_map(Overlay::callbacks).expect("the list is open")
    }

    fn names(state: &mut State) -> Vec<(String, usize)> {
        list(state).callers.iter().map(|caller| (caller.name.to_string(), caller.tries)).collect()
    }

    #[test]
    fn callers_are_merged_get_their_task_and_go_once_somebody_spoke_to_them() {
        let mut state = with_two();
        let effects = press(&mut state, "b");
        let [Effect::ReadTasks { request }] = effects[..] else { panic!("{effects:?}") };
        // 89, 93 and 97 are of one number, 94 of another.
        assert_eq!(names(&mut state), [(NAMES[1].to_owned(), 3), (NAMES[2].to_owned(), 1)]);
        let task = |at, content: &str| VoicemailTask { number: "+1 202 555 0101".into(), at, content: content.into() };
        let tasks =
            vec![task(now(), "Call back about the lantern."), task(now() - chrono::TimeDelta::days(99), "Old.")];
        let _ = update(&mut state, Message::TasksRead { request, result: Ok(tasks) });
        let told: Vec<&str> = list(&mut state).callers.iter().map(|caller| caller.task.as_raw()).collect();
        assert_eq!(told, ["Call back about the lantern.", ""]);
        press(&mut state, "j");
        let answered = CallRow { result: CallResult::new("answered".into()), ..row(101) };
        state.calls.apply(Batch { rows: vec![answered], ..calls(90..91) });
        assert_eq!(names(&mut state), [(NAMES[2].to_owned(), 1)]);
        assert_eq!(list(&mut state).selected, 0, "the cursor stays on its number");
    }

    #[test]
    fn enter_opens_all_calls_of_the_number() {
        let mut state = with_two();
        press(&mut state, "bj⏎");
        assert!(state.overlays.is_empty());
        assert_eq!(state.filter.text(), "with:=+12025550102");
        press(&mut state, "u");
        assert_eq!(state.filter.text(), "");
    }
}
