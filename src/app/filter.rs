//! The query line.

use std::ops::Range;

use tui_input::Input;

use super::effect::Effect;
use super::history::Change;
use super::key::Key;
use super::state::State;
use super::suggest::{self, Suggestion};
use super::text_field;
use crate::model::query::{Query, QueryError};

/// The query being edited.
#[derive(Clone, Debug)]
pub struct Editing {
    /// The text and the cursor.
    pub input: Input,
    /// What may be meant, the likeliest first.
    pub suggestions: Vec<Suggestion>,
    /// The place of the one that `Tab` takes; the first one's where there is none.
    pub chosen: usize,
    /// The text changed since they were worked out.
    pub(super) stale: bool,
}

/// The query line: what is asked, and what is wrong with what is being typed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The text of the query that was last kept.
    pub applied: String,
    /// The query that the list shows.
    pub query: Query,
    /// The query being edited.
    pub editing: Option<Editing>,
    /// What is wrong with the text being edited. The list goes by its other terms meanwhile.
    pub error: Option<QueryError>,
}

impl Filter {
    /// The text to show on the query line.
    #[must_use]
    pub fn text(&self) -> &str {
        self.editing.as_ref().map_or(&self.applied, |editing| editing.input.value())
    }
}

/// Opens the query line; a space stands ready for the next term.
pub(super) fn edit(state: &mut State) -> Vec<Effect> {
    let mut text = state.filter.applied.clone();
    if !text.is_empty() {
        text.push(' ');
    }
    state.filter.editing = Some(Editing { input: Input::new(text), suggestions: Vec::new(), chosen: 0, stale: true });
    typed(state)
}

/// Takes a key that is no command.
pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    let changed = state.filter.editing.as_mut().is_some_and(|editing| text_field::type_key(&mut editing.input, key));
    if changed { typed(state) } else { Vec::new() }
}

/// Takes pasted text.
pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(editing) = &mut state.filter.editing {
        text_field::paste(&mut editing.input, text);
    }
    typed(state)
}

/// The text changed: shows what it asks for, or says what is wrong with it.
pub(super) fn typed(state: &mut State) -> Vec<Effect> {
    let context = state.context();
    let Some(editing) = &mut state.filter.editing else {
        return Vec::new();
    };
    let parsed = Query::asked(editing.input.value(), context);
    editing.stale = true;
    editing.chosen = 0;
    match parsed {
        Ok(query) => {
            state.filter.error = None;
            // A field's name that is being typed is no word to search for until it is kept as one.
            let rest = suggest::field_begun(&editing.input).map(|span| without_word(editing.input.value(), span));
            show(state, rest.and_then(|rest| Query::parse(&rest).ok()).unwrap_or(query));
        }
        Err(error) => {
            let rest = without_word(editing.input.value(), error.span.clone());
            state.filter.error = Some(error);
            if let Ok(query) = Query::parse(&rest) {
                show(state, query);
            }
        }
    }
    Vec::new()
}

/// The text without the term that `mistake` is in: the other terms go on counting while one is being typed.
fn without_word(text: &str, mistake: Range<usize>) -> String {
    let start = text[..mistake.start].rfind(char::is_whitespace).unwrap_or(0);
    let end = text[mistake.end..].find(char::is_whitespace).map_or(text.len(), |place| mistake.end + place);
    format!("{}{}", &text[..start], &text[end..])
}

/// Keeps the query, unless something is wrong with it.
pub(super) fn keep(state: &mut State) -> Vec<Effect> {
    if state.filter.error.is_some() {
        return Vec::new();
    }
    if let Some(editing) = state.filter.editing.take() {
        let after = editing.input.value().trim().to_owned();
        show(state, Query::parse(&after).unwrap_or_default());
        note(state, after);
    }
    Vec::new()
}

/// Closes the query line and shows what was asked before.
pub(super) fn give_up(state: &mut State) {
    state.filter.editing = None;
    state.filter.error = None;
    let before = Query::parse(&state.filter.applied).unwrap_or_default();
    show(state, before);
}

/// Asks for other calls, so that `u` can take it back.
pub(super) fn set(state: &mut State, query: Query) -> Vec<Effect> {
    let after = query.to_string();
    show(state, query);
    note(state, after);
    Vec::new()
}

/// Asks for other calls by a text as a person wrote it, so that `u` can take it back.
pub(super) fn set_written(state: &mut State, text: String) {
    state.filter.editing = None;
    state.filter.error = None;
    show(state, Query::parse(&text).unwrap_or_default());
    note(state, text);
}

/// Shows what a query text asks for, as undo and redo do: nothing is recorded.
pub(super) fn set_text(state: &mut State, text: String) {
    show(state, Query::parse(&text).unwrap_or_default());
    state.filter.applied = text;
}

/// Adds the terms in `text`, which is ours, to the query.
pub(super) fn add(state: &mut State, text: &str) -> Vec<Effect> {
    let added = Query::parse(text).unwrap_or_default();
    let terms = added.terms().iter().cloned();
    let query = terms.fold(state.filter.query.clone(), |query, term| query.and(term.negated, term.clause));
    set(state, query)
}

fn show(state: &mut State, query: Query) {
    if query != state.filter.query {
        state.calls.ask(query.clone());
        state.filter.query = query;
    }
}

fn note(state: &mut State, after: String) {
    if after != state.filter.applied {
        let before = std::mem::replace(&mut state.filter.applied, after.clone());
        state.history.record(Change::Query { before, after });
    }
}

pub(super) fn undo(state: &mut State) -> Vec<Effect> {
    match state.history.undo() {
        Some(Change::Marks(turned)) => state.calls.turn(&turned),
        Some(Change::Query { before, .. }) => set_text(state, before),
        None => return state.notify("nothing to undo"),
    }
    Vec::new()
}

pub(super) fn redo(state: &mut State) -> Vec<Effect> {
    match state.history.redo() {
        Some(Change::Marks(turned)) => state.calls.turn(&turned),
        Some(Change::Query { after, .. }) => set_text(state, after),
        None => return state.notify("nothing to redo"),
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{press, ready, selected};

    #[test]
    fn calls_are_filtered_while_typing_and_escape_shows_them_again() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "jj/harbor");
        assert_eq!(state.calls.matching(), 25);
        press(&mut state, "⎋");
        assert_eq!((state.calls.matching(), state.filter.text()), (100, ""));
        press(&mut state, "/harbor⏎");
        assert_eq!((state.calls.matching(), state.filter.text()), (25, "harbor"));
        press(&mut state, "⎋");
        assert_eq!(state.calls.matching(), 100, "the last step back takes the filter away");
        assert!(!state.quit);
    }

    #[test]
    fn a_mistake_names_the_word_and_the_other_terms_go_on_counting() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/harbor result:missd");
        let error = state.filter.error.clone().unwrap();
        assert!(error.to_string().contains("did you mean missed?"), "{error}");
        assert_eq!(state.calls.matching(), 25);
        press(&mut state, "⏎");
        assert!(state.filter.editing.is_some(), "a mistake is not kept");
        press(&mut state, "⇥⏎");
        assert_eq!((state.filter.text(), state.calls.matching()), ("harbor result:missed", 8));
    }

    #[test]
    fn the_name_of_a_field_hides_nothing_while_it_is_typed_and_is_a_word_when_kept() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/harbor");
        for letter in [" ", "r", "e", "s", "u", "l", "t"] {
            press(&mut state, letter);
            assert_eq!(state.calls.matching(), 25, "after {letter}");
        }
        press(&mut state, "⏎");
        assert_eq!((state.filter.text(), state.calls.matching()), ("harbor result", 0));
    }

    #[test]
    fn fields_and_values_are_completed() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/que⇥Sup⇥⏎");
        assert_eq!((state.filter.text(), state.calls.matching()), ("queue:Support", 100));
    }

    #[test]
    fn an_empty_result_says_which_term_empties_it() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/result:missed nobody⏎");
        let reasons: Vec<(&str, usize)> =
            state.calls.hidden_by().iter().map(|reason| (reason.term.as_str(), reason.without)).collect();
        assert_eq!(reasons, [("result:missed", 0), ("nobody", 34)]);
        assert_eq!(selected(&state), None);
    }
}
