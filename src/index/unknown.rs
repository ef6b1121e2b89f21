//! Of how many calls it is not known whether they match: what the query asks of them was not fetched.

use super::{Index, RowView};
use crate::model::Flags;
use crate::model::query::{Fact, Query, QueryContext};

/// Something that is not known of some calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What.
    pub fact: Fact,
    /// Of how many calls that may match.
    pub calls: usize,
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
        let calls = |fact: Fact| {
            let rows = may_match.rows().iter().filter_map(|id| self.row(*id));
            rows.filter(|row| !is_known(*row, fact, steps)).count()
        };
        let counted = facts.into_iter().map(|fact| Unknown { fact, calls: calls(fact) });
        counted.filter(|unknown| unknown.calls > 0).collect()
    }
}

fn is_known(row: RowView<'_>, fact: Fact, steps: bool) -> bool {
    let flags = row.flags();
    let has_steps = steps || flags.has(Flags::PATH);
    match fact {
        Fact::Spans => has_steps,
        Fact::Voicemail => has_steps || flags.has(Flags::VOICEMAIL),
        // Nothing was said that could be written down where there is neither.
        Fact::Transcript => {
            let is_speechless = !flags.has(Flags::RECORDING) && !flags.has(Flags::VOICEMAIL);
            flags.has(Flags::TRANSCRIPT) || is_speechless && has_steps
        }
        // No list tells that a call has none.
        Fact::AiSummary => flags.has(Flags::AI_SUMMARY),
    }
}
