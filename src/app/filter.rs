//! The query line.

use tui_input::Input;

/// The query being edited.
#[derive(Clone, Debug)]
pub struct Editing {
    /// The text and the cursor.
    pub input: Input,
    /// The query before; `Esc` brings it back.
    pub before: String,
}

/// The query line: what is asked, and what is wrong with what is being typed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The text of the query that the list shows.
    pub applied: String,
    /// The query being edited.
    pub editing: Option<Editing>,
}

impl Filter {
    /// The text to show on the query line.
    #[must_use]
    pub fn text(&self) -> &str {
        self.editing.as_ref().map_or(&self.applied, |editing| editing.input.value())
    }
}
