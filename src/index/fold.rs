//! Text as it is compared: without case, accents and marks.

use unicode_normalization::UnicodeNormalization;

/// Stands between two texts in a haystack; no folded text contains it.
pub(super) const SEPARATOR: char = '\n';

/// Text without case, accents and marks, its letters spelled plainly: `Kovács` gives `kovacs`, `Straße` gives `strasse`.
/// Folding folded text changes nothing. Control characters become spaces.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        folded.extend(text.chars().map(|c| if c.is_ascii_control() { ' ' } else { c.to_ascii_lowercase() }));
        return folded;
    }
    for lower in text.nfkd().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase) {
        match lower {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ŧ' => folded.push('t'),
            'ς' => folded.push('σ'),
            c if c.is_control() => folded.push(' '),
            c => folded.push(c),
        }
    }
    folded
}

/// True for the combining marks of Latin, Greek and Cyrillic; in other scripts a mark is as good as a letter.
/// Source: Unicode blocks Combining Diacritical Marks with its Extended, Supplement, for Symbols and Half Marks.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_found_as_people_type_them() {
        for (written, typed) in [
            ("Kovács", "kovacs"),
            ("ÅSE Ødegård", "ase odegard"),
            ("Łukasz Żak", "lukasz zak"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
            ("ﬁnance ＋１２０２", "finance +1202"),
            ("Нина Й", "нина и"),
            ("one\ntwo\tthree", "one two three"),
        ] {
            assert_eq!(folded(written), typed);
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once_and_never_gives_a_separator(text in "\\PC{0,12}|[\\x00-\\x7f]{0,12}|.{0,12}") {
            let once = folded(&text);
            prop_assert!(!once.contains(SEPARATOR));
            prop_assert_eq!(folded(&once), once);
        }
    }
}
