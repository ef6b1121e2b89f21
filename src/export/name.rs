//! Names of files: from our own alphabet only, whatever an account is called.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::model::{Text, file_word};

use super::write::Format;

/// `calls_<account>_<from>_<to>.csv`: the days are the person's, both are in it.
#[must_use]
pub fn default_name(account: &Text, from: NaiveDate, to: NaiveDate, format: Format) -> String {
    let word = file_word(account.as_raw());
    let word = if word.is_empty() { "account" } else { &word };
    format!("calls_{word}_{from}_{to}.{}", format.extension())
}

/// `stats_<what>_<day>.csv`, for a table of figures; `what` is from our own alphabet.
#[must_use]
pub fn sheet_name(what: &str, day: NaiveDate) -> String {
    format!("stats_{what}_{day}.{}", Format::Csv.extension())
}

/// The path itself if it is free, else with `-2`, `-3` and so on before the ending. Writing still refuses a name that was taken
/// in the meantime.
#[must_use]
pub fn next_free(path: &Path) -> PathBuf {
    let numbered = |number: u32| {
        let mut name = path.file_stem().unwrap_or_default().to_owned();
        name.push(format!("-{number}"));
        if let Some(extension) = path.extension() {
            name.push(".");
            name.push(extension);
        }
        path.with_file_name(name)
    };
    std::iter::once(path.to_owned())
        .chain((2..10_000).map(numbered))
        .find(|candidate| candidate.symlink_metadata().is_err())
        // Ten thousand are taken: writing will refuse, and say so.
        .unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_whose_calls_and_which_days() {
        let days = ("2026-11-01".parse().unwrap(), "2026-11-20".parse().unwrap());
        let name = |account: &str| default_name(&account.into(), days.0, days.1, Format::Csv);
        assert_eq!(name("Ada@example.com"), "calls_ada-example-com_2026-11-01_2026-11-20.csv");
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
            let name = default_name(&account.as_str().into(), day, day, Format::Jsonl);
            let is_ours = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
            proptest::prop_assert!(name.bytes().all(is_ours) && !name.contains("..") && name.len() < 80, "{}", name);
            proptest::prop_assert!(name.starts_with("calls_"), "{}", name);
        }
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("calls.csv");
        assert_eq!(next_free(&path), path);
        std::fs::write(&path, "").unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("calls-2.csv")).unwrap();
        assert_eq!(next_free(&path), folder.path().join("calls-3.csv"));
    }
}
