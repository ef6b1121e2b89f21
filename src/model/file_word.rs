//! What others wrote, as a part of a file name.

use chrono::NaiveDate;
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

/// `calls_<account>_<from>_<to>.csv`, for exported calls: an e-mail address counts up to its `@`; the days are the person's, and
/// both are in it.
#[must_use]
pub fn calls_file_name(account: &str, from: NaiveDate, to: NaiveDate, extension: &str) -> String {
    let word = file_word(account.split('@').next().unwrap_or_default());
    let word = if word.is_empty() { "account" } else { &word };
    format!("calls_{word}_{from}_{to}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_whose_calls_and_which_days() {
        let days = ("2026-11-01".parse().unwrap(), "2026-11-20".parse().unwrap());
        let name = |account: &str| calls_file_name(account, days.0, days.1, "csv");
        assert_eq!(name("Ada@example.com"), "calls_ada_2026-11-01_2026-11-20.csv");
        assert_eq!(name("Kovács & Söhne"), "calls_kovacs-sohne_2026-11-01_2026-11-20.csv");
        for hostile in ["", "../../etc", "\0", "CON", "-rf", "\u{202e}gnp", "日本", &"x".repeat(300)] {
            let name = name(hostile);
            assert!(name.starts_with("calls_") && name.len() < 80, "{name}");
            assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte)), "{name}");
            assert!(!name.contains(".."), "{name}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(500))]

        #[test]
        fn no_account_chooses_a_folder(account in "(\\.\\./|[a-zA-Z]|/|\\\\|\\PC|\0|-|CON|~|\u{202e}|%2e){0,60}") {
            let day = "2026-11-01".parse().unwrap();
            let name = calls_file_name(&account, day, day, "jsonl");
            let is_ours = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
            proptest::prop_assert!(name.bytes().all(is_ours) && !name.contains("..") && name.len() < 80, "{}", name);
            proptest::prop_assert!(name.starts_with("calls_"), "{}", name);
        }
    }
}
