//! What the text in the query line may become: names of fields, their values with counts, the nearest right word.

use std::ops::Range;

use tui_input::Input;

use super::effect::Effect;
use super::filter;
use super::state::State;
use crate::index::Index;
use crate::model::query::{Completing, Field, Problem, QueryError, complete};

/// A text that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it takes the place of, in bytes.
    pub span: Range<usize>,
    /// The text.
    pub text: String,
    /// How many calls it finds, where that is counted.
    pub count: Option<usize>,
}

/// Most suggestions shown at once.
const MOST_SUGGESTIONS: usize = 8;

/// Works out the suggestions, if the text changed: once for a burst of letters.
pub(super) fn work_out(state: &mut State) {
    let error = state.filter.error.as_ref();
    if let Some(editing) = &mut state.filter.editing
        && std::mem::take(&mut editing.stale)
    {
        editing.suggestions = suggestions(&editing.input, error, state.calls.index());
    }
}

/// The place of the cursor in bytes.
fn cursor(input: &Input) -> usize {
    let text = input.value();
    text.char_indices().nth(input.cursor()).map_or(text.len(), |(place, _)| place)
}

/// The fields that begin like what was typed, with their colons.
fn names(typed: &str) -> impl Iterator<Item = String> {
    let typed = typed.to_lowercase();
    Field::ALL.into_iter().map(|field| field.to_string()).filter(move |name| name.starts_with(&typed))
}

/// The word before the cursor, in bytes, where it may become the name of a field.
pub(super) fn field_begun(input: &Input) -> Option<Range<usize>> {
    if let Completing::Name { span, typed } = complete(input.value(), cursor(input))
        && !typed.is_empty()
        && names(&typed).next().is_some()
    {
        Some(span)
    } else {
        None
    }
}

/// What the text before the cursor may be the beginning of; the nearest right word first, where there is an error.
fn suggestions(input: &Input, error: Option<&QueryError>, index: &Index) -> Vec<Suggestion> {
    let meant = error.and_then(nearest);
    let mut suggestions = Vec::new();
    match complete(input.value(), cursor(input)) {
        Completing::Name { span, typed } if !typed.is_empty() => {
            suggestions.extend(names(&typed).map(|text| Suggestion { span: span.clone(), text, count: None }));
        }
        Completing::Value { field, span, typed } => {
            let values = index.complete(field, &typed, MOST_SUGGESTIONS).into_iter();
            let others = values.filter(|value| value.written != typed);
            suggestions.extend(others.map(|value| Suggestion {
                span: span.clone(),
                text: value.written,
                count: value.count,
            }));
        }
        Completing::Name { .. } | Completing::Nothing => {}
    }
    if let Some(meant) = meant {
        // It may be among the others, with the calls it finds.
        let is_meant = |other: &Suggestion| other.text == meant.text && other.span == meant.span;
        let known = suggestions.iter().position(is_meant).map(|place| suggestions.remove(place));
        suggestions.insert(0, known.unwrap_or(meant));
    }
    suggestions.truncate(MOST_SUGGESTIONS);
    suggestions
}

/// The right word that an error names.
fn nearest(error: &QueryError) -> Option<Suggestion> {
    let word = match error.problem {
        Problem::UnknownField { nearest, .. } | Problem::UnknownValue { nearest, .. } => nearest?,
        Problem::MissingValue { .. }
        | Problem::OneValueOnly(_)
        | Problem::NothingDenied
        | Problem::NothingQuoted
        | Problem::LoneComma
        | Problem::EndsBeforeItStarts { .. }
        | Problem::UnclosedQuote
        | Problem::MissingSpace(_) => return None,
    };
    Some(Suggestion { span: error.span.clone(), text: word.to_owned(), count: None })
}

fn choose(state: &mut State, step: isize) -> Vec<Effect> {
    if let Some(editing) = &mut state.filter.editing {
        let last = editing.suggestions.len().saturating_sub(1);
        editing.chosen = editing.chosen.saturating_add_signed(step).min(last);
    }
    Vec::new()
}

pub(super) fn next(state: &mut State) -> Vec<Effect> {
    choose(state, 1)
}

pub(super) fn previous(state: &mut State) -> Vec<Effect> {
    choose(state, -1)
}

/// Puts the chosen suggestion in its place.
pub(super) fn take(state: &mut State) -> Vec<Effect> {
    let Some(editing) = &mut state.filter.editing else {
        return Vec::new();
    };
    let Some(Suggestion { span, text: word, .. }) = editing.suggestions.get(editing.chosen).cloned() else {
        return Vec::new();
    };
    let mut text = editing.input.value().to_owned();
    // The span was measured on this very text.
    text.replace_range(span.clone(), &word);
    let cursor = text[..span.start + word.len()].chars().count();
    editing.input = Input::new(text).with_cursor(cursor);
    filter::typed(state)
}

#[cfg(test)]
mod tests {
    use super::super::key::{Key, KeyCode};
    use super::super::message::Message;
    use super::super::testing::{press, ready};
    use super::super::update::update;

    #[test]
    fn another_suggestion_than_the_first_can_be_chosen() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/result:");
        let offered = state.filter.editing.as_ref().unwrap().suggestions.clone();
        assert_eq!((offered[1].text.as_str(), offered[1].count), ("missed", Some(34)));
        let _ = update(&mut state, Message::Key(Key::plain(KeyCode::Down)));
        press(&mut state, "⇥⏎");
        assert_eq!((state.filter.text(), state.calls.matching()), ("result:missed", 34));
    }

    #[test]
    fn the_right_word_for_a_slip_comes_once_and_first_with_its_count() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/result:mis");
        let offered = &state.filter.editing.as_ref().unwrap().suggestions;
        assert_eq!((offered[0].text.as_str(), offered[0].count), ("missed", Some(34)));
        assert_eq!(offered.iter().filter(|other| other.text == "missed").count(), 1, "{offered:?}");
        press(&mut state, "⎋/result:mised");
        let offered = &state.filter.editing.as_ref().unwrap().suggestions;
        assert_eq!((offered[0].text.as_str(), offered.len()), ("missed", 1));
    }

    #[test]
    fn the_choice_stays_among_the_suggestions_and_begins_anew_with_each_letter() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/result:");
        for _ in 0..20 {
            let _ = update(&mut state, Message::Key(Key::plain(KeyCode::Down)));
        }
        let editing = state.filter.editing.as_ref().unwrap();
        assert_eq!(editing.chosen, editing.suggestions.len() - 1);
        press(&mut state, "a");
        assert_eq!(state.filter.editing.as_ref().unwrap().chosen, 0);
    }
}
