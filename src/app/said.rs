//! What was said in calls is searched in the archive, and the list is told the calls.

use super::effect::Effect;
use super::problem::Problem;
use super::request::RequestId;
use super::state::State;
use crate::model::CallKey;
use crate::model::query::{Pattern, Query};

/// The searches under way.
#[derive(Debug, Default)]
pub struct Said {
    asked: Vec<(RequestId, Pattern)>,
    /// More was read since the list was told.
    stale: bool,
}

impl Said {
    /// True until the archive has said which calls it is.
    #[must_use]
    pub const fn is_awaited(&self) -> bool {
        !self.asked.is_empty()
    }

    /// True while the list is not told of all that was read of what this query wants.
    pub(super) fn is_behind(&self, query: &Query) -> bool {
        query.said().next().is_some() && (self.stale || self.is_asked(query))
    }

    fn is_asked(&self, query: &Query) -> bool {
        query.said().any(|pattern| self.asked.iter().any(|(_, asked)| asked == pattern))
    }
}

/// Asks the archive for what the query wants to have been said and the list was not told of yet.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    // While an answer is awaited it is not asked for again: the next one tells what was read meanwhile.
    let is_renewed = !state.said.is_asked(&state.filter.query) && std::mem::take(&mut state.said.stale);
    let index = state.calls.index();
    let unknown = |pattern: &&Pattern| {
        (is_renewed || !index.knows_said(pattern)) && !state.said.asked.iter().any(|(_, asked)| asked == *pattern)
    };
    let wanted: Vec<Pattern> = state.filter.query.said().filter(unknown).cloned().collect();
    let ask = |pattern: Pattern| {
        let request = state.requests.issue();
        state.said.asked.push((request, pattern.clone()));
        Effect::SearchSaid { request, pattern }
    };
    wanted.into_iter().map(ask).collect()
}

/// Takes the answer. One that cannot be had finds nothing, and says so.
pub(super) fn found(state: &mut State, request: RequestId, result: Result<Vec<CallKey>, Problem>) -> Vec<Effect> {
    let Some(place) = state.said.asked.iter().position(|(asked, _)| *asked == request) else {
        return Vec::new();
    };
    let (_, pattern) = state.said.asked.swap_remove(place);
    match result {
        Ok(calls) => {
            state.calls.tell_said(pattern, calls);
            Vec::new()
        }
        Err(problem) => {
            state.calls.tell_said(pattern, Vec::new());
            state.notify(problem.summary())
        }
    }
}

/// More is read all the time: what was found stays on screen until the archive is asked anew.
pub(super) const fn outdate(state: &mut State) {
    state.said.stale = true;
}

/// More was read: what was found before may not be all.
pub(super) fn changed(state: &mut State) {
    state.said.asked.clear();
    state.said.stale = true;
    state.calls.forget_said();
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::super::testing::{press, ready};
    use super::super::update::{settle, update};
    use super::*;

    fn asked(effects: &[Effect]) -> Vec<(RequestId, String)> {
        let asked = |effect: &Effect| {
            if let Effect::SearchSaid { request, pattern } = effect {
                Some((*request, pattern.text.clone()))
            } else {
                None
            }
        };
        effects.iter().filter_map(asked).collect()
    }

    #[test]
    fn words_that_were_said_are_asked_of_the_archive_and_the_list_shows_the_calls() {
        let mut state = ready(80, 24, 100);
        let effects = press(&mut state, "/said:parcel");
        let (request, last) = asked(&effects).pop().unwrap();
        assert_eq!(last, "parcel");
        assert_eq!(state.calls.matching(), 0, "nothing is known yet");
        let result = Ok(vec![CallKey(7), CallKey(90)]);
        let _ = update(&mut state, Message::SaidFound { request, result });
        settle(&mut state);
        assert_eq!(state.calls.matching(), 2);
        let again = press(&mut state, "⏎");
        assert_eq!(asked(&again), [], "what is known is not asked again");
        press(&mut state, "/-said:parcel⏎");
        assert_eq!(state.calls.matching(), 0, "said and not said");
    }

    #[test]
    fn an_answer_from_before_more_was_read_is_late() {
        let mut state = ready(80, 24, 100);
        let (request, _) = asked(&press(&mut state, "/said:parcel")).pop().unwrap();
        changed(&mut state);
        let effects = update(&mut state, Message::SaidFound { request, result: Ok(vec![CallKey(7)]) });
        assert_eq!(asked(&effects).len(), 1, "it is asked anew");
        settle(&mut state);
        assert_eq!(state.calls.matching(), 0);
    }
}
