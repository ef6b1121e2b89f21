//! Keys, as the keymap knows them.

use std::fmt;
use std::str::FromStr;

use crate::model::Text;

/// A key press. `Shift` is in the character where there is one, so `G` is `Char('G')` and never shifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With Ctrl.
    pub ctrl: bool,
    /// With Shift; only for keys that are no character.
    pub shift: bool,
}

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character.
    Char(char),
    /// A function key, 1 to 12.
    F(u8),
    /// Enter
    Enter,
    /// Escape
    Esc,
    /// Tab
    Tab,
    /// Shift and Tab
    BackTab,
    /// Backspace
    Backspace,
    /// Delete
    Delete,
    /// Up
    Up,
    /// Down
    Down,
    /// Left
    Left,
    /// Right
    Right,
    /// Home
    Home,
    /// End
    End,
    /// Page Up
    PageUp,
    /// Page Down
    PageDown,
}

impl Key {
    /// A key alone.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, shift: false }
    }

    /// A character.
    #[must_use]
    pub const fn char(character: char) -> Self {
        Self::plain(KeyCode::Char(character))
    }

    /// A character with Ctrl.
    #[must_use]
    pub const fn ctrl(character: char) -> Self {
        Self { code: KeyCode::Char(character), ctrl: true, shift: false }
    }

    /// A key with Shift.
    #[must_use]
    pub const fn shift(code: KeyCode) -> Self {
        Self { code, ctrl: false, shift: true }
    }
}

/// As the help shows it: `Ctrl+D`, `Shift+Down`, `Space`, `j`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl+")?;
        }
        if self.shift {
            f.write_str("Shift+")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(character) if self.ctrl => write!(f, "{}", character.to_ascii_uppercase()),
            KeyCode::Char(character) => write!(f, "{character}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Enter => f.write_str("Enter"),
            KeyCode::Esc => f.write_str("Esc"),
            KeyCode::Tab => f.write_str("Tab"),
            KeyCode::BackTab => f.write_str("Shift+Tab"),
            KeyCode::Backspace => f.write_str("Backspace"),
            KeyCode::Delete => f.write_str("Delete"),
            KeyCode::Up => f.write_str("Up"),
            KeyCode::Down => f.write_str("Down"),
            KeyCode::Left => f.write_str("Left"),
            KeyCode::Right => f.write_str("Right"),
            KeyCode::Home => f.write_str("Home"),
            KeyCode::End => f.write_str("End"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
        }
    }
}

/// What is written is no key that a terminal tells apart from others.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is no key: write one as the help does, such as j, Space, Enter, Ctrl+D, Shift+Down, F5{}", Text::new(.written), .why)]
pub struct UnknownKey {
    written: String,
    why: &'static str,
}

/// The keys that have a name, as it is written and as it may be written.
const NAMED: [(&str, KeyCode); 18] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("return", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("escape", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pageup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("pagedown", KeyCode::PageDown),
];

/// Reads a key as it is shown, in any case but for the character itself.
impl FromStr for Key {
    type Err = UnknownKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = |why| UnknownKey { written: text.to_owned(), why };
        let (mut ctrl, mut shift, mut rest) = (false, false, text.trim());
        while let Some((before, after)) =
            rest.split_once('+').filter(|(before, after)| !before.is_empty() && !after.is_empty())
        {
            match before.to_ascii_lowercase().as_str() {
                "ctrl" => ctrl = true,
                "shift" => shift = true,
                _ => return Err(unknown("")),
            }
            rest = after;
        }
        let name = rest.to_ascii_lowercase();
        let function =
            name.strip_prefix('f').and_then(|number| number.parse().ok()).filter(|number| (1..=12).contains(number));
        let mut characters = rest.chars();
        let code = match (characters.next(), characters.next()) {
            (Some(character), None) if !character.is_control() && !character.is_whitespace() => {
                KeyCode::Char(character)
            }
            _ => {
                let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, code)| *code);
                named.or(function.map(KeyCode::F)).ok_or_else(|| unknown(""))?
            }
        };
        match (code, ctrl, shift) {
            (KeyCode::Tab, false, true) => Ok(Self::plain(KeyCode::BackTab)),
            (KeyCode::Char(character), true, false) => match character.to_ascii_lowercase() {
                'h' | 'i' | 'j' | 'm' | '[' => {
                    Err(unknown("; terminals send Backspace, Tab, Enter or Esc for this one"))
                }
                character => Ok(Self::ctrl(character)),
            },
            (KeyCode::Char(_), _, true) => Err(unknown("; write the character that Shift makes")),
            _ => Ok(Self { code, ctrl, shift }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::keymap::Keymap;
    use super::*;

    #[test]
    fn every_key_of_the_table_is_read_as_it_is_shown() {
        for key in Keymap::default().all().iter().flat_map(|binding| binding.keys.iter()) {
            assert_eq!(key.to_string().parse(), Ok(*key));
        }
    }

    #[test]
    fn keys_are_read_in_any_case_and_characters_as_they_are() {
        assert_eq!("ctrl+X".parse(), Ok(Key::ctrl('x')));
        assert_eq!("G".parse(), Ok(Key::char('G')));
        assert_eq!("+".parse(), Ok(Key::char('+')));
        assert_eq!("Ctrl++".parse::<Key>(), Ok(Key::ctrl('+')));
        assert_eq!("PAGEDOWN".parse(), Ok(Key::plain(KeyCode::PageDown)));
        for none in ["", " ", "ab", "F13", "F0", "Alt+x", "Shift+a", "Ctrl+m", "Ctrl+", "Ctrl"] {
            assert!(none.parse::<Key>().is_err(), "{none}");
        }
    }
}
