//! Seeded chance: the same seed and slot give the same throws.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

use super::ids::{Slot, low32};

/// The chance behind one call.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of one call: keyed by the seed and where the call sits.
    pub fn of_call(seed: u64, slot: Slot) -> Self {
        let mut key = [0; 32];
        let words = seed.to_le_bytes().into_iter().chain(slot.hour.to_le_bytes()).chain(slot.nth.to_le_bytes());
        for (byte, word) in key.iter_mut().zip(words) {
            *byte = word;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number below `limit`, or 0 when there is none.
    pub fn below(&mut self, limit: u32) -> u32 {
        // The upper half of the product: even enough for a story, and one multiplication.
        low32(u64::from(self.0.next_u32()) * u64::from(limit) >> 32)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// True once in `times`.
    pub fn one_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    /// True in `percent` of a hundred throws.
    pub fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of `items`, each as likely.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(u32::try_from(items.len()).unwrap_or(u32::MAX)) as usize)
    }

    /// One of `items`, the n-th about 1/n as likely as the first (Zipf's law).
    pub fn pick_often_first<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        // The size of a range that is halved or doubled evenly is spread as 1/n.
        let bits = (items.len() + 1).ilog2();
        let magnitude = 1_u32 << self.below(bits + 1);
        let place = magnitude - 1 + self.below(magnitude);
        items.get(place as usize).or_else(|| self.pick(items))
    }

    /// One of `choices`, as likely as its weight says.
    pub fn weighted<T: Copy>(&mut self, choices: &[(u32, T)]) -> Option<T> {
        let mut left = self.below(choices.iter().map(|(weight, _)| weight).sum());
        choices.iter().find_map(|(weight, choice)| {
            if left < *weight {
                return Some(*choice);
            }
            left -= weight;
            None
        })
    }

    /// Seconds of talk: mostly a few minutes, seldom under ten seconds, at most 50 minutes.
    pub fn talk(&mut self) -> u32 {
        let longest = self.weighted(&[(15, 45), (40, 180), (30, 480), (12, 1500), (3, 3000)]).unwrap_or(180);
        self.between(6, longest)
    }
}
