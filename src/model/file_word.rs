//! What others wrote, as a part of a file name.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The longest part of a file name that others chose.
const LONGEST: usize = 40;

/// Letters and digits of ASCII in small, without their accents, and one dash for what stands between them: from our own
/// alphabet only, and 40 characters at the most. Empty when nothing of that is in the text.
#[must_use]
pub fn file_word(text: &str) -> String {
    let mut word = String::new();
    let plain = text.nfkd().filter(|character| !is_combining_mark(*character));
    for character in plain.flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            word.push(character);
        } else if !word.is_empty() && !word.ends_with('-') {
            word.push('-');
        }
        if word.len() == LONGEST {
            break;
        }
    }
    word.trim_end_matches('-').to_owned()
}
