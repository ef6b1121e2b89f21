//! What a count of calls lacks to be the whole answer, and what fetches it: one truth for the screen and the commands.

use super::ways::Ways;
use crate::index::Unknown;
use crate::model::query::Fact;
use crate::model::{Lack, grouped};

/// Something that is missing for the whole answer to a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Calls of the time asked for.
    Calls(Lack),
    /// What the query asks of calls that are here.
    Fact(Unknown),
}

impl Missing {
    /// What is missing for a query, most important first; nothing where the answer is whole.
    #[must_use]
    pub fn of(time: Option<Lack>, unknown: &[Unknown]) -> Vec<Self> {
        time.map(Self::Calls).into_iter().chain(unknown.iter().copied().map(Self::Fact)).collect()
    }

    /// What it is, and what fetches it.
    #[must_use]
    pub fn words(self, ways: &Ways) -> String {
        let Ways { calls, paths, texts } = ways;
        let unknown = match self {
            Self::Calls(Lack::Unfetched) => {
                return format!("some of this time was never fetched ({calls} fetches it)");
            }
            Self::Calls(Lack::Gone) => {
                return "Zoom keeps six months of calls, and what is older was never fetched before it was gone"
                    .to_owned();
            }
            Self::Fact(unknown) => unknown,
        };
        let of = grouped(unknown.of as u64);
        let lacking = grouped(unknown.calls as u64);
        match unknown.fact {
            Fact::Spans => {
                format!(
                    "waits and holds are not known of {lacking} calls, whose paths were not fetched ({paths} fetches them)"
                )
            }
            Fact::Voicemail => {
                format!(
                    "voicemail is not ruled out for {lacking} calls, whose paths were not fetched ({paths} fetches them)"
                )
            }
            Fact::Transcript => {
                format!("no transcript was read of {lacking} calls that may have one ({texts} reads what was said)")
            }
            Fact::Said if unknown.calls == unknown.of => {
                format!("nothing was read yet of the {of} calls with a recording or a voicemail ({texts} reads them)")
            }
            Fact::Said => {
                let read = grouped((unknown.of - unknown.calls) as u64);
                format!("{read} of the {of} calls with a recording or a voicemail were read ({texts} reads the rest)")
            }
            Fact::AiSummary => format!(
                "no AI summary was read of {lacking} calls: Zoom names those of one's own calls only ({texts} asks for them)"
            ),
        }
    }

    /// The same in few words, for the row of the query.
    #[must_use]
    pub fn in_short(self, ways: &Ways) -> String {
        let Ways { paths, texts, .. } = ways;
        match self {
            Self::Calls(Lack::Unfetched) => "days not fetched".to_owned(),
            Self::Calls(Lack::Gone) => "older than Zoom keeps".to_owned(),
            Self::Fact(unknown) => match unknown.fact {
                Fact::Spans | Fact::Voicemail => format!("paths not fetched: {paths}"),
                Fact::Transcript => format!("transcripts not read: {texts}"),
                Fact::AiSummary => "AI not read".to_owned(),
                Fact::Said => {
                    let [read, of] = [unknown.of - unknown.calls, unknown.of].map(|calls| grouped(calls as u64));
                    format!("read {read} of {of}: {texts}")
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::effect::Effect;
    use super::super::message::Message;
    use super::super::state::State;
    use super::super::testing::{learn, press, ready};
    use super::super::update::{settle, update};
    use crate::model::{CallKey, Flags};

    fn words(state: &mut State, query: &str) -> Vec<String> {
        press(state, &format!("/{query}⏎"));
        let words = state.missing().unwrap().into_iter().map(|missing| missing.words(&state.ways())).collect();
        press(state, "u");
        words
    }

    #[test]
    fn a_count_says_what_was_not_fetched_that_the_query_asks_for_and_what_fetches_it() {
        let mut state = ready(80, 24, 100);
        for (query, says) in [
            ("hold:>0", "waits and holds are not known of 100 calls, whose paths were not fetched (B fetches them)"),
            ("result:missed wait:>2m", "waits and holds are not known of 34 calls"),
            ("has:vm", "voicemail is not ruled out for 100 calls"),
            ("has:transcript", "no transcript was read of 100 calls that may have one (X reads what was said)"),
            ("has:ai", "no AI summary was read of 100 calls"),
            ("-has:ai", "no AI summary was read of 100 calls"),
        ] {
            let said = words(&mut state, query);
            assert!(said.len() == 1 && said[0].starts_with(says), "{query}: {said:?}");
        }
        for query in ["", "has:recording", "is:spam", "talk:>1m", "result:missed", "to:-3d"] {
            assert_eq!(words(&mut state, query), Vec::<String>::new(), "{query}");
        }
        assert!(words(&mut state, "from:2020-01-01")[0].starts_with("Zoom keeps six months"));
    }

    #[test]
    fn what_was_fetched_of_every_call_that_may_match_makes_the_answer_whole() {
        let mut state = ready(80, 24, 100);
        learn(&mut state, 0..50, Flags::PATH);
        assert!(words(&mut state, "hold:>0")[0].contains("50 calls"));
        learn(&mut state, 50..100, Flags::PATH);
        for query in ["hold:>0", "wait:>2m has:vm", "has:transcript"] {
            assert_eq!(words(&mut state, query), Vec::<String>::new(), "{query}");
        }
        learn(&mut state, 0..7, Flags::default().with(Flags::PATH, true).with(Flags::RECORDING, true));
        assert!(words(&mut state, "has:transcript")[0].contains("7 calls"));
        assert!(words(&mut state, "has:ai")[0].contains("100 calls"), "no list says which call has none");
    }

    #[test]
    fn a_search_in_what_was_said_says_how_much_it_looked_through_and_is_complete_in_the_end() {
        let mut state = ready(80, 24, 100);
        let recorded = Flags::PATH.with(Flags::RECORDING, true);
        learn(&mut state, 0..100, Flags::PATH);
        learn(&mut state, 0..10, recorded);
        let effects = press(&mut state, "/said:parcel");
        let asked = effects
            .iter()
            .rev()
            .find_map(|effect| if let Effect::SearchSaid { request, .. } = effect { Some(*request) } else { None });
        let result = Ok(vec![CallKey(3)]);
        assert_eq!(state.missing(), None, "nothing is known before the archive has answered");
        let _ = update(&mut state, Message::SaidFound { request: asked.unwrap(), result });
        settle(&mut state);
        press(&mut state, "⏎");
        let told = |state: &State| -> Vec<String> {
            state.missing().unwrap().into_iter().map(|missing| missing.words(&state.ways())).collect()
        };
        assert_eq!(
            told(&state),
            ["nothing was read yet of the 10 calls with a recording or a voicemail (X reads them)"]
        );
        learn(&mut state, 0..4, recorded.with(Flags::RECORDINGS_READ, true));
        assert_eq!(told(&state), ["4 of the 10 calls with a recording or a voicemail were read (X reads the rest)"]);
        learn(&mut state, 4..10, recorded.with(Flags::RECORDINGS_READ, true));
        assert_eq!((told(&state), state.is_complete()), (Vec::new(), Some(true)));
    }

    #[test]
    fn a_count_of_what_is_denied_may_be_too_large_as_well() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/-has:ai⏎");
        assert_eq!(state.filter.query.unsure_word(), "about");
        press(&mut state, "/dir:in⏎");
        assert_eq!(state.filter.query.unsure_word(), "about");
        press(&mut state, "uu/has:ai -dir:in⏎");
        assert_eq!(state.filter.query.unsure_word(), "at least");
    }
}
