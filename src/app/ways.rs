//! What does something where one is: a key of the screen, a word of the line mode, a command.

use super::keymap::{Action, Place};
use super::state::State;

/// What fetches what is missing, where one is: keys of the screen, words of the line mode, commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    /// Calls.
    pub calls: String,
    /// How calls went.
    pub paths: String,
    /// What was said.
    pub texts: String,
}

impl Ways {
    /// Those of the commands.
    #[must_use]
    pub fn of_commands() -> Self {
        Self {
            calls: "ringlog sync --all".to_owned(),
            paths: "ringlog calls fetch --paths".to_owned(),
            texts: "ringlog calls fetch --texts".to_owned(),
        }
    }
}

impl State {
    /// What fetches what is missing, here.
    #[must_use]
    pub fn ways(&self) -> Ways {
        let way = |action, command| self.way(Place::List, action, command);
        Ways {
            calls: way(Action::ViewCoverage, "sync all"),
            paths: way(Action::FetchPaths, "paths"),
            texts: way(Action::FetchTexts, "texts"),
        }
    }

    /// A state that is told in sentences: what is said names commands to type from the first sentence on.
    #[must_use]
    pub const fn by_line(mut self) -> Self {
        self.by_line = true;
        self
    }

    /// What stops what runs.
    pub(super) fn stopper(&self) -> String {
        self.way(Place::Always, Action::Interrupt, "stop")
    }

    /// What does something here: the key, or in the line mode the command.
    #[must_use]
    pub fn way(&self, place: Place, action: Action, command: &str) -> String {
        if self.by_line { command.to_owned() } else { self.keymap.key_of(place, action) }
    }

    /// What writes the file of calls anew whose job keeps them no longer.
    #[must_use]
    pub fn way_to_export(&self) -> String {
        let calls = self.way(Place::Everywhere, Action::ViewCalls, "calls");
        format!("{calls}, then {} writes it anew", self.way(Place::List, Action::Export, "export"))
    }
}
