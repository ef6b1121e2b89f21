//! The numbers outside the account, each once.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::model::{PartyRow, digits};

/// The outside number of each party, as a small number of its own from 1 on; 0 is none.
#[derive(Debug, Default)]
pub(super) struct OutsideNumbers {
    known: FxHashMap<CompactString, u32>,
    by_party: Vec<u32>,
}

impl OutsideNumbers {
    /// Takes what the party at a slot is now. True when the calls that name it had another number before.
    pub fn tell(&mut self, party: u32, row: &PartyRow) -> bool {
        let (at, number) = (party as usize, outside_number(row));
        let next = u32::try_from(self.known.len() + 1).unwrap_or(u32::MAX);
        let number = if number.is_empty() { 0 } else { *self.known.entry(number.into()).or_insert(next) };
        let is_new = at >= self.by_party.len();
        self.reach(at + 1);
        let was = std::mem::replace(&mut self.by_party[at], number);
        !is_new && was != number
    }

    /// Makes them at least so many parties; what was not told has no number.
    pub fn reach(&mut self, parties: usize) {
        if self.by_party.len() < parties {
            self.by_party.resize(parties, 0);
        }
    }

    /// The number of a party.
    #[inline]
    pub fn of(&self, party: usize) -> usize {
        self.by_party[party] as usize
    }

    /// What all numbers are less than.
    pub fn end(&self) -> usize {
        self.known.len() + 1
    }
}

/// The digits of a number from outside; empty for withheld ones, and for words that stand in a number's place.
pub(super) fn outside_number(party: &PartyRow) -> String {
    let raw = party.did_number.as_raw();
    if raw.contains(char::is_alphabetic) { String::new() } else { digits(raw) }
}
