//! The people and numbers, each once, and one haystack of all their texts.

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use super::fold::{SEPARATOR, folded};
use crate::model::{PartyId, PartyRow, digits, query::Pattern};

/// Fewer digits than this are too common to be looked for in numbers that are written otherwise.
const MIN_DIGITS: usize = 3;

/// A yes or no for each party, by its slot.
pub(super) type Table = Vec<bool>;

/// The dictionary of parties. A slot is a party's place in it; slots are dense and stay.
#[derive(Debug, Default)]
pub(super) struct Parties {
    slots: FxHashMap<PartyId, u32>,
    by_slot: Vec<PartyRow>,
    /// The folded texts of all parties, a separator before, between and after the texts of each.
    haystack: String,
    /// Where each entry of the haystack begins, ascending, and whose it is. A party that changed has a newer entry too.
    entries: Vec<(usize, u32)>,
    /// The entry that counts, by slot.
    current: Vec<Option<u32>>,
}

impl Parties {
    /// The slot of a party; an empty one until the party is told.
    pub fn slot(&mut self, id: PartyId) -> u32 {
        *self.slots.entry(id).or_insert_with(|| {
            self.by_slot.push(PartyRow::default());
            self.current.push(None);
            u32::try_from(self.by_slot.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// Makes room for more parties.
    pub fn reserve(&mut self, more: usize) {
        self.slots.reserve(more);
        self.by_slot.reserve(more);
        self.entries.reserve(more);
        self.current.reserve(more);
    }

    /// Takes what a party is, or what it is now.
    pub fn tell(&mut self, id: PartyId, party: PartyRow) {
        let slot = self.slot(id);
        let entry = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push((self.haystack.len(), slot));
        self.current[slot as usize] = Some(entry);
        self.haystack.push(SEPARATOR);
        for text in searchable(&party) {
            self.haystack.push_str(&text);
            self.haystack.push(SEPARATOR);
        }
        self.by_slot[slot as usize] = party;
    }

    pub fn get(&self, slot: usize) -> &PartyRow {
        &self.by_slot[slot]
    }

    pub fn all(&self) -> &[PartyRow] {
        &self.by_slot
    }

    /// The parties that hold the text somewhere; digits are found however the number is written.
    pub fn containing(&self, text: &str) -> Table {
        let mut found = vec![false; self.by_slot.len()];
        for needle in needles(text) {
            self.mark(&needle, &mut found);
        }
        found
    }

    /// The parties that any of the patterns is meant for: a part of one of their texts, or all of it. Exactly nothing is
    /// for those that Zoom told nothing of.
    pub fn matching(&self, patterns: &[Pattern]) -> Table {
        let mut found = vec![false; self.by_slot.len()];
        for pattern in patterns {
            if !pattern.exact {
                for needle in needles(&pattern.text) {
                    self.mark(&needle, &mut found);
                }
            } else if folded(&pattern.text).is_empty() {
                self.by_slot.iter().zip(&mut found).for_each(|(party, found)| *found |= party.label().is_none());
            } else {
                for needle in needles(&pattern.text) {
                    self.mark(&format!("{SEPARATOR}{needle}{SEPARATOR}"), &mut found);
                }
            }
        }
        found
    }

    /// Marks the parties whose entry has the needle in it.
    fn mark(&self, needle: &str, found: &mut [bool]) {
        if needle.is_empty() {
            return found.fill(true);
        }
        let finder = Finder::new(needle);
        let (mut from, mut entry) = (0, 0);
        while let Some(hit) = self.haystack.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            entry += self.entries[entry..].partition_point(|(start, _)| *start <= from + hit) - 1;
            let slot = self.entries[entry].1 as usize;
            found[slot] |= self.current[slot].is_some_and(|current| current as usize == entry);
            entry += 1;
            match self.entries.get(entry) {
                Some((start, _)) => from = *start,
                None => break,
            }
        }
    }
}

/// What a party is found by, folded.
fn searchable(party: &PartyRow) -> Vec<String> {
    let fields = [&party.name, &party.did_number, &party.ext_number, &party.email];
    let mut texts: Vec<String> = fields.iter().map(|text| folded(text.as_raw())).collect();
    for text in [&party.name, &party.did_number, &party.ext_number] {
        texts.extend(digits_within(text.as_raw()).filter(|digits| digits != text.as_raw()));
    }
    texts.retain(|text| !text.is_empty());
    texts
}

/// What to look for: the text folded, and its digits alone when it looks like a number.
fn needles(text: &str) -> Vec<String> {
    let folded = folded(text);
    let digits = digits_within(text).filter(|digits| *digits != folded);
    std::iter::once(folded).chain(digits).collect()
}

/// The digits of text that looks like a number: no letters, and not too few digits.
fn digits_within(text: &str) -> Option<String> {
    (!text.contains(char::is_alphabetic)).then(|| digits(text)).filter(|digits| digits.len() >= MIN_DIGITS)
}
