//! What the answer to a query rests on besides the list of calls.

use super::value::FlagWord;
use super::{Clause, Query};

/// Something of a call that the account's list does not tell: it is fetched by itself, call by call.
/// Source: Zoom Phone API, accountCallHistory, checked 2026-11-22.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Its wait and hold: its path tells.
    Spans,
    /// Whether it has a voicemail, where its result does not say so: its path tells.
    Voicemail,
    /// Whether what was said was written down: known once it was read.
    Transcript,
    /// What was said in it, where it has a recording or a voicemail: known once that was read, or there was nothing.
    Said,
    /// Whether an AI summary was written: known once it was read.
    AiSummary,
}

impl Fact {
    /// What a call's path tells.
    pub const OF_PATHS: [Self; 2] = [Self::Spans, Self::Voicemail];
    /// What its texts tell.
    pub const OF_TEXTS: [Self; 3] = [Self::Transcript, Self::Said, Self::AiSummary];
}

impl Clause {
    /// What has to be known of a call besides its row of the list; nothing for most.
    fn facts(&self) -> Vec<Fact> {
        match self {
            Self::Wait(_) | Self::Hold(_) => vec![Fact::Spans],
            // Where a voicemail is not ruled out, neither is what was said in it.
            Self::Said(_) => vec![Fact::Said, Fact::Voicemail],
            Self::Has(words) | Self::Is(words) => words.iter().filter_map(|word| word.fact()).collect(),
            Self::Text(_)
            | Self::Last(_)
            | Self::From(_)
            | Self::To(_)
            | Self::On(_)
            | Self::Weekday(_)
            | Self::Hour(_)
            | Self::Direction(_)
            | Self::Result(_)
            | Self::Queue(_)
            | Self::User(_)
            | Self::Party(_)
            | Self::Number(_)
            | Self::With(_)
            | Self::Ext(_)
            | Self::Site(_)
            | Self::Dept(_)
            | Self::Cost(_)
            | Self::Group(_)
            | Self::Talk(_)
            | Self::Dur(_)
            | Self::Needs(_) => Vec::new(),
        }
    }
}

impl FlagWord {
    const fn fact(self) -> Option<Fact> {
        match self {
            Self::Voicemail => Some(Fact::Voicemail),
            Self::Transcript => Some(Fact::Transcript),
            Self::AiSummary => Some(Fact::AiSummary),
            Self::Recording | Self::Spam | Self::International | Self::Emergency | Self::Internal => None,
        }
    }
}

impl Query {
    /// What has to be known of calls besides the list, each once.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for fact in self.terms.iter().flat_map(|term| term.clause.facts()) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        facts
    }

    /// This query without the terms for which more than the list has to be known: what it finds may match.
    #[must_use]
    pub fn without_facts(&self) -> Self {
        let others = self.terms.iter().filter(|term| term.clause.facts().is_empty());
        Self { terms: others.cloned().collect() }
    }

    /// This query without the terms that ask for one of these facts: what it finds is what the facts have to be fetched of.
    #[must_use]
    pub fn without(&self, facts: &[Fact]) -> Self {
        let asks = |clause: &Clause| clause.facts().iter().any(|fact| facts.contains(fact));
        Self { terms: self.terms.iter().filter(|term| !asks(&term.clause)).cloned().collect() }
    }

    /// What stands before a count that may not be the right one. Where something is denied that is not known of every call, calls
    /// may be counted that do not match.
    #[must_use]
    pub fn unsure_word(&self) -> &'static str {
        if self.terms.iter().any(|term| term.negated && !term.clause.facts().is_empty()) { "about" } else { "at least" }
    }
}
