//! Of how many calls it is not known whether they match: what the query asks of them was not fetched.

use super::Index;
use crate::model::Flags;
use crate::model::query::{Fact, Query, QueryContext};

/// Something that is not known of some calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What.
    pub fact: Fact,
    /// Of how many calls that may match.
    pub calls: usize,
    /// Of how many it is asked.
    pub of: usize,
}

impl Index {
    /// What is not known of calls that match all that the list of calls tells; nothing for most queries. `steps` says that every
    /// call came with its steps, as those of a person's own list do.
    #[must_use]
    pub fn unknown(&self, query: &Query, context: QueryContext, steps: bool) -> Vec<Unknown> {
        let facts = query.facts();
        if facts.is_empty() {
            return Vec::new();
        }
        let may_match = self.select(&query.without_facts(), context, &[]);
        // What is known of a call lies in its kind, of which there are few.
        let mut of_kinds = vec![0; self.columns.kinds.values().len()];
        for id in may_match.rows() {
            of_kinds[self.columns.kind.get(id.number())] += 1;
        }
        let counted = |fact: Fact| {
            let kinds = self.columns.kinds.values().iter().map(|kind| kind.flags).zip(&of_kinds);
            let asked = kinds.filter(|(flags, _)| is_asked(*flags, fact));
            asked.fold(Unknown { fact, calls: 0, of: 0 }, |sum, (flags, calls)| Unknown {
                fact,
                calls: sum.calls + if is_known(flags, fact, steps) { 0 } else { *calls },
                of: sum.of + calls,
            })
        };
        facts.into_iter().map(counted).filter(|unknown| unknown.calls > 0).collect()
    }
}

/// False where there is nothing to know, as far as the list tells.
const fn is_asked(flags: Flags, fact: Fact) -> bool {
    match fact {
        Fact::Said => flags.has(Flags::RECORDING) || flags.has(Flags::VOICEMAIL),
        Fact::Spans | Fact::Voicemail | Fact::Transcript | Fact::AiSummary => true,
    }
}

const fn is_known(flags: Flags, fact: Fact, steps: bool) -> bool {
    let has_steps = steps || flags.has(Flags::PATH);
    match fact {
        Fact::Spans => has_steps,
        Fact::Voicemail => has_steps || flags.has(Flags::VOICEMAIL),
        // Nothing was said that could be written down where there is neither a recording nor a voicemail.
        Fact::Transcript => flags.has(Flags::TRANSCRIPT) || has_steps && !flags.has_unread(),
        Fact::Said => !flags.has_unread(),
        // No list of the account tells that a call has none.
        Fact::AiSummary => flags.has(Flags::AI_SUMMARY) || flags.has(Flags::SUMMARIES_READ),
    }
}
