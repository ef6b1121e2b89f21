//! What was said is searched in the archive; the index is told which calls it was said in.

use super::Index;
use crate::model::{CallKey, query::Pattern};

/// More patterns than this are not remembered: each letter typed makes one.
const MOST: usize = 32;

impl Index {
    /// Takes the calls in which something was said.
    pub fn tell_said(&mut self, pattern: Pattern, calls: Vec<CallKey>) {
        if self.said.len() >= MOST {
            self.said.clear();
        }
        self.said.insert(pattern, calls.into_iter().collect());
    }

    /// True when it was told in which calls this was said. Until then none matches.
    #[must_use]
    pub fn knows_said(&self, pattern: &Pattern) -> bool {
        self.said.contains_key(pattern)
    }

    /// Forgets what was told but for what is still asked for: more was read since.
    pub fn forget_said(&mut self, asked_for: &[Pattern]) {
        self.said.retain(|pattern, _| asked_for.contains(pattern));
    }
}
