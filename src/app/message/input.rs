//! What a person does beside pressing keys.

use std::fmt;

/// Text a person pasted. It may hold an authorization code, so `Debug` tells its length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Paste(String);

impl Paste {
    /// Takes pasted text.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Paste {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Paste({} bytes)", self.0.len())
    }
}

/// What the mouse did, in cells from the top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// The left button went down.
    Click {
        /// From the left.
        column: u16,
        /// From the top.
        row: u16,
    },
    /// The wheel turned towards the person.
    ScrollDown {
        /// From the left.
        column: u16,
        /// From the top.
        row: u16,
    },
    /// The wheel turned away.
    ScrollUp {
        /// From the left.
        column: u16,
        /// From the top.
        row: u16,
    },
}
