//! Seeded chance: the same seed and slot give the same throws.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

use super::ids::{Slot, low32};
use super::words::CallResult;

/// What becomes of a ringing telephone. `rings` is the span of seconds it rings before.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// Somebody answers.
    Talk { rings: (u32, u32) },
    /// Nobody does, and the caller leaves a message.
    Message,
    /// It comes to nothing.
    Missed { rings: (u32, u32), result: CallResult },
}

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
        low32((u64::from(self.0.next_u32()) * u64::from(limit)) >> 32)
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

    /// A number within a span, both ends included.
    pub fn within(&mut self, (low, high): (u32, u32)) -> u32 {
        self.between(low, high)
    }

    /// A place among `count`, each as likely.
    pub fn place(&mut self, count: usize) -> usize {
        self.below(u32::try_from(count).unwrap_or(u32::MAX)) as usize
    }

    /// A place among `count`, the n-th about 1/n as likely as the first (Zipf's law).
    pub fn rank(&mut self, count: usize) -> usize {
        // A span that doubles in size from throw to throw and is then entered evenly is spread as 1/n.
        let spans = (count + 1).ilog2() + 1;
        let span = 1_u32 << self.below(spans);
        let place = (span - 1 + self.below(span)) as usize;
        if place < count { place } else { self.place(count) }
    }

    /// One of `items`, each as likely.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.place(items.len()))
    }

    /// What becomes of a call.
    pub fn fate(&mut self, fates: &[(u32, Fate)]) -> Fate {
        self.weighted(fates).unwrap_or(Fate::Message)
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
