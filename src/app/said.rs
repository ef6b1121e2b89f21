//! What was said in calls is searched in the archive, and the list is told the calls.

use super::effect::Effect;
use super::message::SaidFound;
use super::problem::Problem;
use super::request::RequestId;
use super::state::State;
use crate::model::query::{Clause, FlagWord, Pattern, Query};

/// How much of what was said is in the archive: a search finds nothing in the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaidCover {
    /// Calls of which something was read.
    pub read: u64,
    /// Calls that have a recording, a voicemail or an AI summary.
    pub readable: u64,
}

/// The searches under way, and what they can find.
#[derive(Debug, Default)]
pub struct Said {
    asked: Vec<(RequestId, Pattern)>,
    /// More was read since the list was told.
    stale: bool,
    /// How much can be found; `None` until something was searched.
    pub cover: Option<SaidCover>,
}

impl Said {
    /// True until the archive has said which calls it is.
    #[must_use]
    pub const fn is_awaited(&self) -> bool {
        !self.asked.is_empty()
    }
}

/// Asks the archive for what the query wants to have been said and the list was not told of yet.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    let (index, is_renewed) = (state.calls.index(), std::mem::take(&mut state.said.stale));
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
pub(super) fn found(state: &mut State, request: RequestId, result: Result<SaidFound, Problem>) -> Vec<Effect> {
    let Some(place) = state.said.asked.iter().position(|(asked, _)| *asked == request) else {
        return Vec::new();
    };
    let (_, pattern) = state.said.asked.swap_remove(place);
    match result {
        Ok(found) => {
            state.calls.tell_said(pattern, found.calls);
            let readable = [FlagWord::Recording, FlagWord::Voicemail, FlagWord::AiSummary];
            let query = Query::default().and(false, Clause::Has(readable.to_vec()));
            let readable = state.calls.index().count(&query, state.context()) as u64;
            state.said.cover = Some(SaidCover { read: found.read, readable: readable.max(found.read) });
            Vec::new()
        }
        Err(problem) => {
            state.calls.tell_said(pattern, Vec::new());
            state.notify(problem.summary())
        }
    }
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
    use crate::model::CallKey;

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
        let result = Ok(SaidFound { calls: vec![CallKey(7), CallKey(90)], read: 2 });
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
        let late = SaidFound { calls: vec![CallKey(7)], read: 1 };
        let effects = update(&mut state, Message::SaidFound { request, result: Ok(late) });
        assert_eq!(asked(&effects).len(), 1, "it is asked anew");
        settle(&mut state);
        assert_eq!(state.calls.matching(), 0);
    }
}
