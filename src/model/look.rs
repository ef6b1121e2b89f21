//! How a person wants the screen to look: read from the settings, kept in the state, drawn by the views.

use std::fmt;
use std::str::FromStr;

/// The colours and the characters of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The colours.
    pub theme: ThemeName,
    /// Only ASCII characters, for terminals and fonts without others.
    pub ascii: bool,
}

/// A set of colours. All of them leave the terminal's own background alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ThemeName {
    /// The terminal's sixteen colours, as they read best on a dark background.
    #[default]
    Dark,
    /// The terminal's sixteen colours, as they read best on a light background.
    Light,
    /// Bright colours, and nothing dim.
    Contrast,
    /// No colour: bold, dim, underlined and reversed only.
    Mono,
}

impl ThemeName {
    /// The themes, in the order they are listed.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::Contrast, Self::Mono];

    /// The word for it in the settings.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Contrast => "contrast",
            Self::Mono => "mono",
        }
    }

    /// The theme after this one, and after the last the first.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|theme| *theme == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// The theme that suits the background named by `COLORFGBG`, which some terminals set to `foreground;background`, each a
    /// number of the sixteen colours: 7 and 15 are the light ones.
    #[must_use]
    pub fn for_background(colorfgbg: &str) -> Option<Self> {
        match colorfgbg.rsplit(';').next()?.parse::<u8>().ok()? {
            7 | 15 => Some(Self::Light),
            0..=15 => Some(Self::Dark),
            _ => None,
        }
    }
}

impl fmt::Display for ThemeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// No theme has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such theme: use dark, light, contrast or mono")]
pub struct UnknownTheme;

impl FromStr for ThemeName {
    type Err = UnknownTheme;

    fn from_str(word: &str) -> Result<Self, UnknownTheme> {
        Self::ALL.into_iter().find(|theme| theme.word() == word).ok_or(UnknownTheme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_their_themes_and_the_mistake_lists_them_all() {
        for theme in ThemeName::ALL {
            assert_eq!(theme.word().parse(), Ok(theme));
            assert!(UnknownTheme.to_string().contains(theme.word()));
        }
        assert_eq!("Dark".parse::<ThemeName>(), Err(UnknownTheme));
    }

    #[test]
    fn the_background_a_terminal_tells_of_chooses_the_theme() {
        assert_eq!(ThemeName::for_background("0;15"), Some(ThemeName::Light));
        assert_eq!(ThemeName::for_background("15;default;0"), Some(ThemeName::Dark));
        assert_eq!(ThemeName::for_background("default"), None);
        assert_eq!(ThemeName::for_background(""), None);
    }
}
