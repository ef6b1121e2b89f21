//! What a count of calls lacks to be the whole answer, and what fetches it: one truth for the screen and the commands.

use crate::index::Unknown;
use crate::model::query::{Fact, Query};
use crate::model::{Lack, grouped};

/// Something that is missing for the whole answer to a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Calls of the time asked for.
    Calls(Lack),
    /// What the query asks of calls that are here.
    Fact(Unknown),
    /// What was said in calls, but for so many.
    Said {
        /// Calls of which something was read.
        read: u64,
    },
}

impl Missing {
    /// What is missing for a query, most important first; nothing where the answer is whole. `read` says of how many calls
    /// something that was said was read.
    #[must_use]
    pub fn of(query: &Query, time: Option<Lack>, unknown: &[Unknown], read: u64) -> Vec<Self> {
        let said = query.said().next().map(|_| Self::Said { read });
        time.map(Self::Calls).into_iter().chain(unknown.iter().copied().map(Self::Fact)).chain(said).collect()
    }

    /// What it is, and what fetches it. `paths` is the key that fetches paths.
    #[must_use]
    pub fn words(self, paths: &str) -> String {
        match self {
            Self::Calls(Lack::Unfetched) => "some of this time was never fetched (ringlog sync --all)".to_owned(),
            Self::Calls(Lack::Gone) => {
                "Zoom keeps six months of calls, and what is older was never fetched before it was gone".to_owned()
            }
            Self::Fact(Unknown { fact: Fact::Spans, calls }) => {
                let calls = grouped(calls as u64);
                format!(
                    "waits and holds are not known of {calls} calls, whose paths were not fetched ({paths} on the screen)"
                )
            }
            Self::Fact(Unknown { fact: Fact::Voicemail, calls }) => {
                let calls = grouped(calls as u64);
                format!(
                    "voicemail is not ruled out for {calls} calls, whose paths were not fetched ({paths} on the screen)"
                )
            }
            Self::Fact(Unknown { fact: Fact::Transcript, calls }) => {
                let calls = grouped(calls as u64);
                format!(
                    "no transcript was read of {calls} calls that may have one (ringlog voicemail text WORDS, or a call's tabs \
                     on the screen)"
                )
            }
            Self::Fact(Unknown { fact: Fact::AiSummary, calls }) => {
                let calls = grouped(calls as u64);
                format!(
                    "no AI summary was read of {calls} calls, and no list says which have one (a call's AI tab on the screen)"
                )
            }
            Self::Said { read: 0 } => {
                "nothing of what was said was read yet (ringlog voicemail text WORDS, or a call's tabs on the screen)"
                    .to_owned()
            }
            Self::Said { read } => format!("what was said was read of {} of them", grouped(read)),
        }
    }

    /// The same in few words, for the row of the query.
    #[must_use]
    pub fn in_short(self, paths: &str) -> String {
        match self {
            Self::Calls(Lack::Unfetched) => "days not fetched".to_owned(),
            Self::Calls(Lack::Gone) => "older than Zoom keeps".to_owned(),
            Self::Fact(Unknown { fact: Fact::Spans | Fact::Voicemail, .. }) => format!("paths not fetched: {paths}"),
            Self::Fact(Unknown { fact: Fact::Transcript, .. }) => "transcripts not read".to_owned(),
            Self::Fact(Unknown { fact: Fact::AiSummary, .. }) => "AI not read".to_owned(),
            Self::Said { .. } => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::super::state::State;
    use super::super::testing::{calls, press, ready, sync_of};
    use super::super::update::{settle, update};
    use crate::model::Flags;

    fn words(state: &mut State, query: &str) -> Vec<String> {
        press(state, &format!("/{query}⏎"));
        let words = state.missing().unwrap().into_iter().map(|missing| missing.words("B")).collect();
        press(state, "u");
        words
    }

    /// The calls again, with what was learned of them.
    fn tell(state: &mut State, numbers: std::ops::Range<i64>, learned: Flags) {
        let request = sync_of(&press(state, "r"));
        let mut batch = calls(numbers);
        batch.rows.iter_mut().for_each(|row| row.flags = learned);
        let progress = super::super::testing::progress();
        let _ = update(state, Message::SyncProgressed { request, batch, progress });
        let outcome = super::super::testing::outcome(0);
        let _ = update(state, Message::SyncEnded { request, result: Ok(outcome) });
        settle(state);
    }

    #[test]
    fn a_count_says_what_was_not_fetched_that_the_query_asks_for_and_what_fetches_it() {
        let mut state = ready(80, 24, 100);
        for (query, says) in [
            ("hold:>0", "waits and holds are not known of 100 calls, whose paths were not fetched (B on the screen)"),
            ("result:missed wait:>2m", "waits and holds are not known of 34 calls"),
            ("has:vm", "voicemail is not ruled out for 100 calls"),
            ("has:transcript", "no transcript was read of 100 calls that may have one (ringlog voicemail text"),
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
        tell(&mut state, 0..50, Flags::PATH);
        assert!(words(&mut state, "hold:>0")[0].contains("50 calls"));
        tell(&mut state, 50..100, Flags::PATH);
        for query in ["hold:>0", "wait:>2m has:vm", "has:transcript"] {
            assert_eq!(words(&mut state, query), Vec::<String>::new(), "{query}");
        }
        tell(&mut state, 0..7, Flags::default().with(Flags::PATH, true).with(Flags::RECORDING, true));
        assert!(words(&mut state, "has:transcript")[0].contains("7 calls"));
        assert!(words(&mut state, "has:ai")[0].contains("100 calls"), "no list says which call has none");
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
