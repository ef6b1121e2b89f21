//! Saved views: queries under a name, with the order and the columns they are looked at in.

use tui_input::Input;

use super::effect::Effect;
use super::filter;
use super::key::Key;
use super::keymap::{Action, Place};
use super::look;
use super::overlay::{self, Overlay, Retry};
use super::problem::Problem;
use super::request::RequestId;
use super::state::{State, View};
use super::text_field;
use crate::model::{LeftAlone, SavedView, Text, ViewChange, ViewsRead, query::Query};

/// The saved views, and the change of them that is under way.
#[derive(Debug, Default)]
pub struct SavedViews {
    /// The person's own, in their order.
    pub own: Vec<SavedView>,
    /// What of their file cannot be understood, and stays there as it is.
    pub left_alone: Vec<LeftAlone>,
    /// Why the file of views cannot be used.
    pub problem: Option<Problem>,
    pending: Option<Pending>,
    undo: Option<ViewChange>,
}

/// A change under way.
#[derive(Debug)]
struct Pending {
    request: RequestId,
    /// What takes it back.
    undo: Option<ViewChange>,
    /// What to say when it is made.
    words: String,
}

/// A view in the list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedView {
    /// The view.
    pub view: SavedView,
    /// It comes with ringlog, so it cannot be changed.
    pub built_in: bool,
}

/// The views that come with ringlog. One of the person's own of the same name goes before.
const BUILT_IN: [(&str, &str); 5] = [
    ("Missed today", "on:today result:missed,abandoned"),
    ("Abandoned after two minutes", "result:abandoned wait:>2m"),
    ("Voicemail of the last seven days", "has:voicemail last:7d"),
    ("Recorded, with outside parties", "has:recording -dir:int"),
    ("To call back", "needs:callback"),
];

/// The views that come with ringlog.
#[must_use]
pub fn built_in_views() -> Vec<SavedView> {
    let view = |(name, query): (&str, &str)| SavedView {
        name: name.to_owned(),
        query: query.to_owned(),
        ..SavedView::default()
    };
    BUILT_IN.map(view).to_vec()
}

impl SavedViews {
    /// Takes up what the file holds.
    pub(super) fn take(&mut self, read: ViewsRead) {
        let ViewsRead { views, left_alone } = read;
        (self.own, self.left_alone, self.problem) = (views, left_alone, None);
    }

    /// Which line of the file cannot be understood, and why; `None` where all can.
    #[must_use]
    pub fn left_alone_words(&self) -> Option<String> {
        let (first, more) = self.left_alone.split_first()?;
        let others = if more.is_empty() { String::new() } else { format!(" ({} more)", more.len()) };
        Some(format!("views.toml, {}{others}; it is left alone", Text::new(&first.to_string())))
    }

    /// All that can be opened: the person's own, then those that come with ringlog.
    #[must_use]
    pub fn offered(&self) -> Vec<OfferedView> {
        let own = self.own.iter().cloned().map(|view| OfferedView { view, built_in: false });
        let free = |view: &SavedView| !self.own.iter().any(|own| own.is_called(&view.name));
        let built_in = built_in_views().into_iter().filter(free).map(|view| OfferedView { view, built_in: true });
        own.chain(built_in).collect()
    }
}

/// The list of views, to open one or change it.
#[derive(Clone, Debug)]
pub struct ViewPicker {
    /// The line under the cursor, among [`SavedViews::offered`].
    pub selected: usize,
    /// The name that is being typed.
    pub naming: Option<Naming>,
}

/// A name being typed.
#[derive(Clone, Debug)]
pub struct Naming {
    /// The name.
    pub input: Input,
    /// The old name, where a view gets another one; else what is on screen is saved.
    pub renames: Option<String>,
    /// Why it is not taken.
    pub refused: Option<String>,
}

fn picker(state: &mut State) -> Option<&mut ViewPicker> {
    state.overlays.last_mut().and_then(Overlay::view_picker)
}

/// `'`: opens the list.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    if let Some(problem) = state.views.problem.clone() {
        return overlay::report(state, problem, Some(Retry::ReadViews));
    }
    overlay::open(state, Overlay::SavedViews(ViewPicker { selected: 0, naming: None }));
    Vec::new()
}

fn go_to(state: &mut State, line: usize) -> Vec<Effect> {
    let last = state.views.offered().len().saturating_sub(1);
    if let Some(picker) = picker(state) {
        picker.selected = line.min(last);
    }
    Vec::new()
}

fn line(state: &mut State) -> usize {
    picker(state).map_or(0, |picker| picker.selected)
}

pub(super) fn down(state: &mut State) -> Vec<Effect> {
    let line = line(state);
    go_to(state, line + 1)
}

pub(super) fn up(state: &mut State) -> Vec<Effect> {
    let line = line(state);
    go_to(state, line.saturating_sub(1))
}

fn selected(state: &mut State) -> Option<OfferedView> {
    let line = line(state);
    state.views.offered().into_iter().nth(line)
}

/// The selected view where it is the person's own; a word about it where it is not.
fn own_selected(state: &mut State) -> Option<SavedView> {
    let offered = selected(state)?;
    if offered.built_in {
        let _ = state.notify("this view comes with ringlog; it stays as it is");
        return None;
    }
    Some(offered.view)
}

/// Opens the selected view.
pub(super) fn open_selected(state: &mut State) -> Vec<Effect> {
    let Some(offered) = selected(state) else { return Vec::new() };
    state.overlays.pop();
    open_view(state, &offered.view)
}

/// Opens the view of the number that was pressed: the first key of the binding stands for the first view.
pub(super) fn open_numbered(state: &mut State) -> Vec<Effect> {
    let keys = state.keymap.bindings(Place::SavedViews).find(|binding| binding.action == Action::OpenNumbered);
    let number = keys.and_then(|binding| binding.keys.iter().position(|key| Some(*key) == state.pressed));
    let Some(number) = number else { return Vec::new() };
    if number >= state.views.offered().len() {
        return state.notify("there is no view of that number");
    }
    let _ = go_to(state, number);
    open_selected(state)
}

/// Shows what a view asks for, in its order and columns.
pub(super) fn open_view(state: &mut State, view: &SavedView) -> Vec<Effect> {
    match state.view {
        View::Calls | View::Stats => {}
        View::Recordings | View::Voicemail | View::Coverage | View::Jobs | View::Login | View::Access => {
            state.view = View::Calls;
        }
    }
    // The views were checked when they were read, so this only fails on one that another ringlog wrote.
    if let Err(error) = Query::parse(&view.query) {
        return state.notify(format!("this view cannot be opened: {error}"));
    }
    filter::set_written(state, view.query.clone());
    look::open_view(state, view);
    state.notify(format!("view: {}", Text::new(&view.name)))
}

/// `n`: asks for a name to save what is on screen under.
pub(super) fn name_new(state: &mut State) -> Vec<Effect> {
    name(state, None)
}

/// `r`: asks for another name.
pub(super) fn name_again(state: &mut State) -> Vec<Effect> {
    let Some(view) = own_selected(state) else { return Vec::new() };
    name(state, Some(view.name))
}

fn name(state: &mut State, renames: Option<String>) -> Vec<Effect> {
    if let Some(picker) = picker(state) {
        let input = Input::new(renames.clone().unwrap_or_default());
        picker.naming = Some(Naming { input, renames, refused: None });
    }
    Vec::new()
}

pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    if let Some(naming) = picker(state).and_then(|picker| picker.naming.as_mut())
        && text_field::type_key(&mut naming.input, key)
    {
        naming.refused = None;
    }
    Vec::new()
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(naming) = picker(state).and_then(|picker| picker.naming.as_mut()) {
        text_field::paste(&mut naming.input, text);
        naming.refused = None;
    }
    Vec::new()
}

/// Takes the name that was typed, if it can be had.
pub(super) fn take_name(state: &mut State) -> Vec<Effect> {
    let Some(naming) = picker(state).and_then(|picker| picker.naming.clone()) else {
        return Vec::new();
    };
    let name = naming.input.value().trim().to_owned();
    let taken = state.views.own.iter().find(|view| view.is_called(&name)).map(|view| view.name.clone());
    let change = match naming.renames.clone() {
        Some(from) => ViewChange::Rename { from, to: name.clone() },
        None => ViewChange::Put { view: look::as_view(state, name.clone()), at: None },
    };
    let comes_with_ringlog = taken.is_none() && built_in_views().iter().any(|view| view.is_called(&name));
    let refused = match (&naming.renames, taken) {
        (Some(_) | None, None) if comes_with_ringlog => {
            Some("a view of that name comes with ringlog; take another name".to_owned())
        }
        (None, Some(_)) => {
            let replace = state.keymap.key_of(Place::SavedViews, Action::ReplaceView);
            Some(format!("there is one of that name; {replace} on it replaces it"))
        }
        // Tried on a copy: what is wrong is said beside the name.
        (Some(_), _) | (None, None) => {
            change.clone().apply(&mut state.views.own.clone()).err().map(|error| error.to_string())
        }
    };
    if let Some(picker) = picker(state) {
        if let Some(naming) = picker.naming.as_mut().filter(|_| refused.is_some()) {
            naming.refused = refused;
            return Vec::new();
        }
        picker.naming = None;
    }
    if let Some(from) = naming.renames {
        let undo = ViewChange::Rename { from: name.clone(), to: from };
        ask(state, change, Some(undo), format!("it is called {} now", Text::new(&name)))
    } else {
        let undo = ViewChange::Remove { name: name.clone() };
        ask(state, change, Some(undo), format!("saved as {}", Text::new(&name)))
    }
}

/// `=`: puts what is on screen in the selected view's place.
pub(super) fn replace(state: &mut State) -> Vec<Effect> {
    let Some(old) = own_selected(state) else { return Vec::new() };
    let words = format!("{} is what is on screen now; {} takes it back", Text::new(&old.name), undo_key(state));
    let change = ViewChange::Put { view: look::as_view(state, old.name.clone()), at: None };
    ask(state, change, Some(ViewChange::Put { view: old, at: None }), words)
}

/// `x`: removes the selected view.
pub(super) fn remove(state: &mut State) -> Vec<Effect> {
    let Some(view) = own_selected(state) else { return Vec::new() };
    let at = state.views.own.iter().position(|own| own.is_called(&view.name));
    let words = format!("{} is removed; {} brings it back", Text::new(&view.name), undo_key(state));
    let change = ViewChange::Remove { name: view.name.clone() };
    ask(state, change, Some(ViewChange::Put { view, at }), words)
}

fn undo_key(state: &State) -> String {
    state.keymap.key_of(Place::SavedViews, Action::Undo)
}

/// `u`: takes back the last change of the views.
pub(super) fn undo(state: &mut State) -> Vec<Effect> {
    match state.views.undo.take() {
        Some(change) => ask(state, change, None, "the views are as they were".to_owned()),
        None => state.notify("nothing to take back"),
    }
}

/// Reads the file again, after a person mended it.
pub(super) fn read_again(state: &mut State) -> Vec<Effect> {
    let request = state.requests.issue();
    state.views.pending = Some(Pending { request, undo: None, words: "the saved views are here again".to_owned() });
    vec![Effect::ReadViews { request }]
}

fn ask(state: &mut State, change: ViewChange, undo: Option<ViewChange>, words: String) -> Vec<Effect> {
    if state.views.pending.is_some() {
        return state.notify("the last change of the views is still being written");
    }
    let request = state.requests.issue();
    state.views.pending = Some(Pending { request, undo, words });
    vec![Effect::ChangeViews { request, change }]
}

/// The views were changed, or not.
pub(super) fn changed(state: &mut State, request: RequestId, result: Result<ViewsRead, Problem>) -> Vec<Effect> {
    let Some(pending) = state.views.pending.take_if(|pending| pending.request == request) else {
        return Vec::new();
    };
    match result {
        Ok(read) => {
            let new = read.views.iter().position(|view| !state.views.own.contains(view));
            state.views.take(read);
            state.views.undo = pending.undo;
            let line = new.unwrap_or_else(|| line(state));
            let _ = go_to(state, line);
            state.notify(pending.words)
        }
        Err(problem) => overlay::report(state, problem, Some(Retry::ReadViews)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::ListColumn;
    use super::super::message::Message;
    use super::super::problem::Remedy;
    use super::super::testing::{press, problem, ready};
    use super::super::update::update;
    use super::*;

    /// Does what the worker does about a change.
    fn carry_out(state: &mut State, effects: &[Effect]) {
        let [Effect::ChangeViews { request, change }] = effects else { panic!("{effects:?}") };
        let mut views = state.views.own.clone();
        change.clone().apply(&mut views).unwrap();
        let _ = update(state, Message::ViewsChanged { request: *request, result: Ok(views.into()) });
    }

    fn save(state: &mut State, name: &str) {
        let effects = press(state, &format!("'n{name}⏎"));
        carry_out(state, &effects);
        press(state, "⎋");
    }

    fn names(state: &State) -> Vec<&str> {
        state.views.own.iter().map(|view| view.name.as_str()).collect()
    }

    #[test]
    fn what_is_on_screen_is_saved_and_opened_again_with_order_and_columns() {
        let mut state = ready(120, 36, 100);
        press(&mut state, "/result:missed⏎sl>>-");
        let columns = state.calls.columns().clone();
        save(&mut state, "Missed");
        press(&mut state, "/⎋sssW⎋");
        assert_ne!(state.calls.columns(), &columns);
        assert_eq!(state.filter.text(), "");
        press(&mut state, "'1");
        assert_eq!((state.filter.text(), state.calls.matching()), ("result:missed", 34));
        assert_eq!(state.calls.columns().choices(), columns.choices());
        assert_eq!(state.calls.sort().first().map(|key| key.column), Some(ListColumn::Party.sorts()));
        press(&mut state, "u");
        assert_eq!(state.filter.text(), "", "opening a view is a change of the query that can be taken back");
    }

    #[test]
    fn a_view_is_renamed_replaced_and_removed_and_each_is_taken_back() {
        let mut state = ready(120, 36, 100);
        save(&mut state, "One");
        save(&mut state, "Two");
        press(&mut state, "/harbor⏎'");
        for (keys, expected) in [("r!⏎", vec!["One!", "Two"]), ("x", vec!["Two"])] {
            let effects = press(&mut state, keys);
            carry_out(&mut state, &effects);
            assert_eq!(names(&state), expected);
            let effects = press(&mut state, "u");
            carry_out(&mut state, &effects);
            assert_eq!(names(&state), ["One", "Two"]);
            press(&mut state, "kk");
        }
        let effects = press(&mut state, "=");
        carry_out(&mut state, &effects);
        assert_eq!(state.views.own[0].query, "harbor");
        let effects = press(&mut state, "u");
        carry_out(&mut state, &effects);
        assert_eq!(state.views.own[0].query, "");
        assert_eq!(press(&mut state, "u"), []);
    }

    #[test]
    fn a_name_that_is_taken_or_none_is_refused_beside_the_name() {
        let mut state = ready(80, 24, 100);
        save(&mut state, "One");
        for name in ["one", "", "   "] {
            assert_eq!(press(&mut state, &format!("'n{name}⏎")), [], "{name:?}");
            assert!(picker(&mut state).unwrap().naming.as_ref().unwrap().refused.is_some());
            press(&mut state, "⎋⎋");
        }
        assert!(state.overlays.is_empty());
    }

    #[test]
    fn the_views_of_ringlog_open_and_stay() {
        let mut state = ready(80, 24, 100);
        assert!(built_in_views().iter().all(|view| view.check().is_ok()));
        assert_eq!(press(&mut state, "'xr=⎋"), []);
        press(&mut state, "'1");
        assert_eq!(state.filter.text(), "on:today result:missed,abandoned");
        assert_eq!(
            press(&mut state, "'nmissed today⏎"),
            [],
            "the name of one of ringlog's is not taken without a word"
        );
        assert!(picker(&mut state).unwrap().naming.as_ref().unwrap().refused.is_some());
        press(&mut state, "⎋⎋");
        state.views.own = vec![SavedView { name: "missed today".to_owned(), ..SavedView::default() }];
        assert_eq!(state.views.offered().len(), BUILT_IN.len(), "one's own takes the place of ringlog's");
        press(&mut state, "'5");
        assert_eq!(state.filter.text(), "needs:callback");
    }

    #[test]
    fn a_change_that_fails_is_told_and_changes_nothing() {
        let mut state = ready(80, 24, 100);
        let effects = press(&mut state, "'nOne⏎");
        let [Effect::ChangeViews { request, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        let told = problem(Remedy::Report);
        let _ = update(&mut state, Message::ViewsChanged { request: *request, result: Err(told.clone()) });
        assert_eq!((names(&state), state.place()), (vec![], Place::Problem));
        state.overlays.clear();
        state.views.problem = Some(told);
        press(&mut state, "'");
        assert_eq!(state.place(), Place::Problem, "a file that cannot be read is told when views are asked for");
        let effects = press(&mut state, "r");
        let [Effect::ReadViews { request }] = effects.as_slice() else { panic!("{effects:?}") };
        let _ = update(&mut state, Message::ViewsChanged { request: *request, result: Ok(built_in_views().into()) });
        press(&mut state, "'");
        assert_eq!((state.place(), state.views.offered().len()), (Place::SavedViews, BUILT_IN.len()));
    }
}
