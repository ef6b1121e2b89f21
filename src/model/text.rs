//! The one type for text that others wrote.

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use unicode_script::{Script, UnicodeScript as _};
use unicode_segmentation::UnicodeSegmentation;

/// Text from Zoom, from a file or from the network: kept as it came, shown only with everything escaped that could
/// move a cursor, reorder a line, hide, or pass for another letter.
///
/// `Display` gives the escaped form, so formatting it is always safe; the raw form has to be asked for by name
/// ([`Text::as_raw`]) and is for the archive, for search and for JSON. Absent, null and `""` mean the same to Zoom, so an
/// absent value is an empty `Text`.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
// Most names, numbers and words have at most 24 bytes, and those need no memory of their own.
pub struct Text(CompactString);

impl Text {
    /// Longer text is cut here, in bytes. Nothing that Zoom documents comes near.
    pub const MAX_BYTES: usize = 4096;
    /// More code points than this in one grapheme are dropped when shown: no script needs them, a bomb does.
    const MAX_CODE_POINTS_PER_GRAPHEME: usize = 8;

    /// Takes text as it came, cut at [`Text::MAX_BYTES`].
    #[must_use]
    pub fn new(raw: &str) -> Self {
        Self(raw[..raw.floor_char_boundary(Self::MAX_BYTES)].into())
    }

    /// The text as it came: never for a terminal, a log, a file name or a title.
    #[must_use]
    pub fn as_raw(&self) -> &str {
        &self.0
    }

    /// True when Zoom gave nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with control, bidirectional and invisible characters written as `\u{…}`, and in a Latin word the letters of
    /// other scripts that look like Latin ones: `\u{430}nn` is not `ann`. Words of one script are shown as they are.
    ///
    /// Numbers and names get no isolates of our own, since those are format characters too and many terminals show them: what
    /// could reorder a line is escaped before, and each field stands in cells of its own.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, str> {
        if self.0.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Cow::Borrowed(&self.0);
        }
        let mut shown = String::with_capacity(self.0.len() + 16);
        for word in self.0.split_inclusive(|character: char| !character.is_alphanumeric() && !is_mark(character)) {
            let is_latin = word.contains(|character: char| character.is_ascii_alphabetic());
            for grapheme in word.graphemes(true) {
                for character in grapheme.chars().take(Self::MAX_CODE_POINTS_PER_GRAPHEME) {
                    if Self::is_unsafe_to_show(character) || (is_latin && passes_for_latin(character)) {
                        // Writing to a String cannot fail.
                        let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
                    } else {
                        shown.push(character);
                    }
                }
            }
        }
        Cow::Owned(shown)
    }

    /// True for what is escaped wherever it is shown: control characters (C0, DEL, C1), line and paragraph separators, and every
    /// format character: bidirectional controls, zero-width characters, tags, soft hyphen, interlinear annotation, invisible
    /// operators, variation selectors.
    /// Source: Unicode 16 general categories Cc, Cf, Zl and Zp, and the `Default_Ignorable_Code_Point` property.
    #[must_use]
    pub fn is_unsafe_to_show(character: char) -> bool {
        character.is_control()
            || matches!(character,
                '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
                | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
                | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}')
    }
}

/// A character that belongs to the one before it: it ends no word.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

/// A letter of another script that can be taken for a Latin one. Latin ones that others look like, such as ß and ı, are letters
/// of many a name.
/// Source: Unicode Technical Standard 39, mixed-script confusables.
fn passes_for_latin(character: char) -> bool {
    !character.is_ascii()
        && character.script() != Script::Latin
        && unicode_security::is_potential_mixed_script_confusable_char(character)
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown())
    }
}

/// The length only: what others wrote is about people, and `Debug` ends in logs.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

impl From<String> for Text {
    fn from(raw: String) -> Self {
        Self::new(&raw)
    }
}

impl From<&str> for Text {
    fn from(raw: &str) -> Self {
        Self::new(raw)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0.into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_control_character_is_escaped_wherever_it_stands() {
        let hostile = (0..0x20).chain(0x7f..0xa0).chain([0x2028, 0x2029]).filter_map(char::from_u32);
        for character in hostile {
            for position in 0..20 {
                let mut raw: Vec<char> = "abcdefghijklmnopqrst".chars().collect();
                raw.insert(position, character);
                let shown = Text::new(&raw.iter().collect::<String>()).to_string();
                assert!(!shown.contains(character), "{character:?} at {position} came through: {shown:?}");
                assert!(shown.contains(&format!("\\u{{{:x}}}", u32::from(character))), "not visible: {shown}");
            }
        }
    }

    #[test]
    fn names_that_look_alike_on_screen_differ_when_shown() {
        for (plain, hostile) in
            [("Ann", "A\u{200b}nn"), ("abc", "abc\u{202e}"), ("bank", "ba\u{ad}nk"), ("x", "x\u{fe0f}")]
        {
            assert_ne!(Text::new(plain).to_string(), Text::new(hostile).to_string());
        }
    }

    /// As Unicode itself has them: every format character, and both separators.
    #[test]
    fn every_format_character_and_separator_is_escaped() {
        use unicode_general_category::{GeneralCategory, get_general_category};
        let of_these = |character: &char| {
            matches!(
                get_general_category(*character),
                GeneralCategory::Format | GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator
            )
        };
        let hostile: Vec<char> = ('\0'..=char::MAX).filter(of_these).collect();
        assert!(hostile.len() > 160, "only {} are known", hostile.len());
        for character in hostile {
            let shown = Text::new(&format!("Ann{character}Lee")).to_string();
            assert_eq!(shown, format!("Ann\\u{{{:x}}}Lee", u32::from(character)));
        }
    }

    #[test]
    fn a_letter_that_passes_for_a_latin_one_is_told() {
        // Cyrillic and Greek letters, each beside the Latin one it looks like.
        let pairs = [
            ('a', 'а'),
            ('c', 'с'),
            ('e', 'е'),
            ('o', 'о'),
            ('p', 'р'),
            ('x', 'х'),
            ('y', 'у'),
            ('i', 'і'),
            ('j', 'ј'),
            ('s', 'ѕ'),
            ('A', 'А'),
            ('B', 'В'),
            ('C', 'С'),
            ('E', 'Е'),
            ('H', 'Н'),
            ('K', 'К'),
            ('M', 'М'),
            ('O', 'О'),
            ('P', 'Р'),
            ('T', 'Т'),
            ('X', 'Х'),
            ('A', 'Α'),
            ('B', 'Β'),
            ('E', 'Ε'),
            ('o', 'ο'),
        ];
        let names = ["Northwind?", "?lvarez", "Har?bor", "Ban? of Example"];
        for (latin, other) in pairs {
            for name in names {
                let [honest, hostile] = [latin, other].map(|letter| name.replace('?', &letter.to_string()));
                assert_eq!(Text::new(&honest).to_string(), honest);
                let shown = Text::new(&hostile).to_string();
                assert!(shown.contains(&format!("\\u{{{:x}}}", u32::from(other))), "{hostile} is shown as {shown}");
            }
        }
    }

    #[test]
    fn ordinary_names_are_shown_as_they_are() {
        for name in [
            "Борис Смит",
            "Ελένη Smith",
            "Müller Ωmega",
            "株式会社Harbor",
            "José Ñáñez",
            "R. Alvarez",
            "Kovács Éva",
            "山田 太郎",
            "Øst & Søn",
            "O'Neil",
            "Müller (HQ)",
            "Jürgen Groß",
            "Yıldız Şahin",
            "Ægir Þórsson",
            "Ħal Għargħur",
            "Əli Məmmədov",
        ] {
            assert_eq!(Text::new(name).to_string(), name);
        }
    }

    #[test]
    fn a_grapheme_bomb_is_bounded_and_long_text_is_cut_between_characters() {
        let bomb = format!("a{}", "\u{301}".repeat(500_000));
        assert!(Text::new(&bomb).as_raw().len() <= Text::MAX_BYTES);
        assert!(Text::new(&bomb).to_string().chars().count() <= 8);
        assert_eq!(Text::new(&"é".repeat(4000)).as_raw().len(), Text::MAX_BYTES);
    }

    #[test]
    fn debug_tells_nothing_about_people() {
        assert_eq!(format!("{:?}", Text::new("R. Alvarez")), "Text(10 bytes)");
    }

    proptest! {
        #[test]
        fn nothing_unsafe_is_ever_shown(raw in "\\PC*|.*") {
            prop_assert!(!Text::new(&raw).to_string().chars().any(Text::is_unsafe_to_show));
        }
    }
}
