//! Names of files.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::write::Format;

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
    fn a_taken_name_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("calls.csv");
        assert_eq!(next_free(&path), path);
        std::fs::write(&path, "").unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("calls-2.csv")).unwrap();
        assert_eq!(next_free(&path), folder.path().join("calls-3.csv"));
    }
}
