use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use super::*;
use crate::model::{ListLook, Looks, SavedView, ViewChange};

struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("config").join(name)
    }

    fn put(&self, view: SavedView) -> Result<Vec<SavedView>, Error> {
        change(&self.path("views.toml"), &self.path("lock"), ViewChange::Put { view, at: None })
    }
}

fn view(name: &str, query: &str) -> SavedView {
    SavedView {
        name: name.to_owned(),
        query: query.to_owned(),
        sort: vec!["wait:desc".to_owned()],
        columns: vec!["started".to_owned(), "party +4".to_owned(), "site hidden".to_owned()],
        wide: false,
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn views_are_read_as_they_were_saved_and_nobody_else_can_read_them() {
    let files = Files::new();
    assert_eq!(read(&files.path("views.toml")).unwrap(), []);
    let views = [view("Long \"waits\"", "wait:>2m party:\"Harbor Dental\""), view("überall", "")];
    for view in &views {
        files.put(view.clone()).unwrap();
    }
    assert_eq!(read(&files.path("views.toml")).unwrap(), views);
    assert_eq!((mode(&files.path("views.toml")), mode(files.path("views.toml").parent().unwrap())), (0o600, 0o700));
    let left: Vec<_> = fs::read_dir(files.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the views and the lock: {left:?}");
}

#[test]
fn a_broken_file_is_named_with_its_line_and_not_written_over() {
    let files = Files::new();
    fs::create_dir_all(files.path("")).unwrap();
    let good = "[[view]]\nname = \"a\"\nquery = \"\"\n";
    for (bad, line, says) in [
        ("[[view]\n", 4, "unclosed"),
        ("[[view]]\nname = \"b\"\nqurey = \"\"\n", 6, "unknown field `qurey`"),
        ("[[view]]\nname = \"b\"\nquery = \"resul:missed\"\n", 4, "did you mean result"),
        ("[[view]]\nname = \"A\"\nquery = \"\"\n", 4, "there is a view A already"),
        ("[[view]]\nname = \"b\"\n", 4, "missing field `query`"),
    ] {
        let text = format!("{good}{bad}");
        fs::write(files.path("views.toml"), &text).unwrap();
        let told = files.put(view("new", "")).unwrap_err().to_string();
        assert!(told.contains(&format!("line {line}: ")) && told.contains(says), "{bad:?}: {told}");
        assert_eq!(fs::read_to_string(files.path("views.toml")).unwrap(), text);
    }
}

#[test]
fn a_link_to_the_file_stays_a_link() {
    let files = Files::new();
    let dotfiles = files.folder.path().join("dotfiles.toml");
    fs::write(&dotfiles, "").unwrap();
    fs::create_dir_all(files.path("")).unwrap();
    symlink(&dotfiles, files.path("views.toml")).unwrap();
    files.put(view("a", "dir:in")).unwrap();
    assert!(fs::symlink_metadata(files.path("views.toml")).unwrap().is_symlink());
    assert!(fs::read_to_string(&dotfiles).unwrap().contains("dir:in"));
}

#[test]
fn changes_from_two_sides_are_both_kept() {
    let files = Files::new();
    std::thread::scope(|scope| {
        for name in ["a", "b", "c", "d"] {
            let files = &files;
            scope.spawn(move || files.put(view(name, "")).unwrap());
        }
    });
    assert_eq!(read(&files.path("views.toml")).unwrap().len(), 4);
}

#[test]
fn the_look_is_kept_and_a_broken_file_is_none() {
    let files = Files::new();
    let (path, lock_file) = (files.path("look.toml"), files.path("lock"));
    assert_eq!(looks(&path), Looks::default());
    let look = |wide| ListLook { wide, usual: vec!["started".to_owned()], ..ListLook::default() };
    keep_default(&path, &lock_file, look(false)).unwrap();
    keep_last(&path, &lock_file, look(true)).unwrap();
    assert_eq!(looks(&path), Looks { last: Some(look(true)), default: Some(look(false)) });
    fs::write(&path, "last = 3").unwrap();
    assert_eq!(looks(&path), Looks::default());
}
