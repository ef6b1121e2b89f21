//! The page of one party: what the calls with a number come to, above the list of them. The query says whose page it is, so
//! that it can be narrowed, undone and typed like any other.

use super::state::{State, View};
use crate::index::Together;
use crate::model::{digits, query::Clause, query::Query};

/// What is shown above the calls with one number.
#[derive(Debug, Default)]
pub struct PartyPage {
    known: Option<(u64, String, Option<Together>)>,
}

impl PartyPage {
    /// The number as it was asked for, and what the calls with it come to; `None` where the query is not about one number.
    #[must_use]
    pub fn shown(&self) -> Option<(&str, &Together)> {
        self.known.as_ref().and_then(|(_, number, together)| Some((number.as_str(), together.as_ref()?)))
    }
}

/// The one number that the query asks for as a whole, as `c` does.
#[must_use]
pub fn party_of(query: &Query) -> Option<&str> {
    let mut numbers = query.terms().iter().filter_map(|term| match (&term.clause, term.negated) {
        (Clause::With(patterns), false) => match &patterns[..] {
            [pattern] if pattern.exact && !digits(&pattern.text).is_empty() => Some(pattern.text.as_str()),
            _ => None,
        },
        _ => None,
    });
    numbers.next().filter(|_| numbers.next().is_none())
}

/// The number whose page is on screen.
fn number_shown(state: &State) -> Option<&str> {
    party_of(&state.filter.query).filter(|_| state.view == View::Calls)
}

/// True when the page on screen was not worked out for the calls shown.
pub(super) fn is_due(state: &State) -> bool {
    let known = state.party.known.as_ref().map(|(revision, number, _)| (*revision, number.as_str()));
    number_shown(state).is_some_and(|number| known != Some((state.calls.revision(), number)))
}

/// Works out the page of the number asked for, unless that is done.
pub(super) fn refresh(state: &mut State) {
    let Some(number) = number_shown(state) else {
        state.party.known = None;
        return;
    };
    if is_due(state) {
        let together = state.calls.index().together(state.calls.shown(), &digits(number));
        state.party.known = Some((state.calls.revision(), number.to_owned(), together));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{press, ready};

    #[test]
    fn the_calls_with_a_number_come_to_something_and_follow_the_query() {
        let mut state = ready(120, 36, 100);
        assert!(state.party.shown().is_none());
        press(&mut state, "c");
        let (number, together) = state.party.shown().unwrap();
        assert_eq!((number, together.name.as_raw(), together.calls), ("+12025550103", "J. Lindqvist", 25));
        assert_eq!((together.inbound, together.outbound), (20, 5));
        assert_eq!(together.answered + together.lost, 25);
        assert_eq!(together.talk.as_secs(), 60 * together.answered as u64);
        assert!(together.first < together.last && together.timeline.len() == 25);
        press(&mut state, "/result:missed⏎");
        assert_eq!(state.party.shown().unwrap().1.lost, state.calls.matching());
        press(&mut state, "uu");
        assert!(state.party.shown().is_none());
    }
}
