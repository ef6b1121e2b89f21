//! The help: the keys of a place, filtered as one types.

use tui_input::Input;

use super::keymap::{self, Binding, Place};

/// The help.
#[derive(Clone, Debug)]
pub struct Help {
    /// Whose keys.
    pub place: Place,
    /// What the person typed to find a key.
    pub filter: Input,
    /// The line under the cursor, among [`Help::found`].
    pub selected: usize,
}

impl Help {
    /// The help of `place`.
    #[must_use]
    pub fn new(place: Place) -> Self {
        Self { place, filter: Input::default(), selected: 0 }
    }

    /// The keys whose words, or whose keys, hold what was typed; grouped as the help lists them.
    #[must_use]
    pub fn found(&self) -> Vec<&'static Binding> {
        let wanted = self.filter.value().trim().to_lowercase();
        let holds = |binding: &&Binding| {
            let heading = binding.group.title().to_lowercase();
            binding.words.to_lowercase().contains(&wanted)
                || heading.contains(&wanted)
                || binding.keys.iter().any(|key| key.to_string().to_lowercase() == wanted)
        };
        let mut found: Vec<&Binding> = keymap::bindings(self.place).filter(holds).collect();
        found.sort_by_key(|binding| binding.group);
        found
    }
}
