//! Which room may import which. The table is the architecture; a new arrow is a decision, made here and in ARCHITECTURE.md.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room, and the rooms it may import.
const TABLE: [(&str, &[&str]); 16] = [
    // Every room but the stand-in may ask the clock and open files without waiting; so neither stands in a row.
    ("clock", &[]),
    ("files", &[]),
    ("model", &[]),
    ("auth", &["model"]),
    ("config", &["model", "auth"]),
    ("zoom", &["model"]),
    ("store", &["model"]),
    ("index", &["model"]),
    ("export", &["model"]),
    ("views", &["model"]),
    ("app", &["model", "index"]),
    ("ui", &["app", "model", "index"]),
    ("worker", &["app", "model", "config", "auth", "zoom", "store", "export", "views"]),
    ("runtime", &["app", "ui", "worker", "model"]),
    // The stand-in for Zoom shares nothing with the client, so that the two cannot agree by accident.
    ("demo", &[]),
    (
        "cli",
        &[
            "model", "config", "auth", "zoom", "store", "export", "index", "views", "app", "ui", "worker", "runtime",
            "demo",
        ],
    ),
];

/// What every room may import but the stand-in.
const EVERYWHERE: [&str; 2] = ["clock", "files"];

#[expect(clippy::unwrap_used, reason = "a test helper")]
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The room a file belongs to: `src/<room>.rs` or `src/<room>/…`.
#[expect(clippy::unwrap_used, reason = "a test helper")]
fn room(path: &Path, source: &Path) -> String {
    let inside = path.strip_prefix(source).unwrap();
    inside.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// The rooms that a line of code names after `crate::`.
fn imported(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("crate::").filter_map(|(at, found)| {
        let rest = &line[at + found.len()..];
        let name = &rest[..rest.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(rest.len())];
        (!name.is_empty()).then_some(name)
    })
}

#[test]
fn every_room_imports_only_what_the_table_allows() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&source, &mut files);
    let known: BTreeSet<&str> = TABLE.iter().map(|(room, _)| *room).collect();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for file in &files {
        let room = room(file, &source);
        let Some((_, allowed)) = TABLE.iter().find(|(name, _)| *name == room) else {
            assert!(room == "lib" || room == "main", "{} is in no room of the table", file.display());
            continue;
        };
        seen.insert(room.clone());
        for (number, line) in fs::read_to_string(file).unwrap().lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for import in imported(line).filter(|import| known.contains(import)) {
                if import != room && !allowed.contains(&import) && !(EVERYWHERE.contains(&import) && room != "demo") {
                    wrong.push(format!("{}:{}: {room} may not import {import}", file.display(), number + 1));
                }
            }
        }
    }
    assert_eq!(seen.len(), TABLE.len(), "the table names a room that is not there: {seen:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_check_sees_an_import_that_is_not_allowed() {
    let line = "use crate::store::Handle; fn x() { crate::zoom::Client::new(); }";
    assert_eq!(imported(line).collect::<Vec<_>>(), ["store", "zoom"]);
}
