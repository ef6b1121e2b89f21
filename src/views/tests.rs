use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use super::*;
use crate::model::{ListLook, Looks, SavedView, ViewChange, ViewsRead};

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

    fn put(&self, view: SavedView) -> Result<ViewsRead, Error> {
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
    assert_eq!(read(&files.path("views.toml")).unwrap(), ViewsRead::default());
    let views = [view("Long \"waits\"", "wait:>2m party:\"Harbor Dental\""), view("überall", "")];
    for view in &views {
        files.put(view.clone()).unwrap();
    }
    assert_eq!(read(&files.path("views.toml")).unwrap().views, views);
    assert_eq!((mode(&files.path("views.toml")), mode(files.path("views.toml").parent().unwrap())), (0o600, 0o700));
    let left: Vec<_> = fs::read_dir(files.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the views and the lock: {left:?}");
}

#[test]
fn a_view_with_a_mistake_is_named_with_its_line_left_in_the_file_and_costs_no_other_view() {
    let files = Files::new();
    let path = files.path("views.toml");
    fs::create_dir_all(files.path("")).unwrap();
    let (first, last) = ("[[view]]\nname = \"a\"\nquery = \"\"\n", "[[view]]\nname = \"z\"\nquery = \"dir:in\"\n");
    for (bad, line, says) in [
        ("[[view]\nname = \"b\"\n", 4, "unclosed"),
        ("[[view]]\nname = \"b\"\nqurey = \"\"\n", 6, "unknown field `qurey`"),
        ("[[view]]\nname = \"b\"\nquery = \"resul:missed\"\n", 4, "did you mean result"),
        ("[[view]]\nname = \"A\"\nquery = \"\"\n", 4, "there is a view A already"),
        ("[[view]]\nname = \"b\"\n", 4, "missing field `query`"),
        ("[[view]]\nname = \"b\nquery = \"\"\n", 5, ""),
    ] {
        fs::write(&path, format!("{first}{bad}{last}")).unwrap();
        let found = read(&path).unwrap();
        let names: Vec<&str> = found.views.iter().map(|view| view.name.as_str()).collect();
        assert_eq!(names, ["a", "z"], "{bad:?}");
        let [left] = found.left_alone.as_slice() else { panic!("{bad:?}: {found:?}") };
        assert!(left.line == line && left.reason.contains(says), "{bad:?}: {left}");

        for again in ["new", "newer"] {
            let found = files.put(view(again, "")).unwrap();
            assert_eq!((found.views.last().unwrap().name.as_str(), found.left_alone.len()), (again, 1), "{bad:?}");
        }
        assert!(fs::read_to_string(&path).unwrap().contains(bad.trim_end()), "{bad:?}");
        // Once it is mended, it is a view like the others.
        let mended = fs::read_to_string(&path).unwrap().replace(bad.trim_end(), "[[view]]\nname = \"b\"\nquery = \"\"");
        fs::write(&path, mended).unwrap();
        let found = read(&path).unwrap();
        assert_eq!((found.views.len(), found.left_alone.len()), (5, 0), "{bad:?}: {found:?}");
    }
}

#[test]
fn what_is_no_view_is_left_alone_too() {
    let files = Files::new();
    let path = files.path("views.toml");
    fs::create_dir_all(files.path("")).unwrap();
    fs::write(&path, "theme = \"dark\"\n\n[[view]]\nname = \"a\"\nquery = \"\"\n").unwrap();
    let found = files.put(view("b", "")).unwrap();
    assert_eq!((found.views.len(), found.left_alone.len()), (2, 1), "{found:?}");
    assert!(found.left_alone[0].reason.contains("unknown field `theme`"), "{found:?}");
    assert!(fs::read_to_string(&path).unwrap().contains("theme = \"dark\""));
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
    assert_eq!(read(&files.path("views.toml")).unwrap().views.len(), 4);
}

#[test]
fn the_look_is_kept_and_a_damaged_file_is_told_and_put_aside() {
    let files = Files::new();
    let (path, lock_file) = (files.path("look.toml"), files.path("lock"));
    assert_eq!(looks(&path).unwrap(), Looks::default());
    let look = |wide| ListLook { wide, usual: vec!["started".to_owned()], ..ListLook::default() };
    keep_default(&path, &lock_file, look(false)).unwrap();
    keep_last(&path, &lock_file, look(true)).unwrap();
    assert_eq!(looks(&path).unwrap(), Looks { last: Some(look(true)), default: Some(look(false)) });
    for (damage, aside) in [
        (&b"\nlast = 3"[..], "look.toml.damaged"),
        (b"last = 4", "look.toml.damaged-2"),
        (b"\xff", "look.toml.damaged-3"),
    ] {
        fs::write(&path, damage).unwrap();
        let told = looks(&path).unwrap_err();
        assert!(matches!(&told, Error::Damaged { .. }) && told.to_string().contains("look.toml: "), "{told}");
        assert_eq!(fs::read(&path).unwrap(), damage, "looking changes nothing");
        keep_last(&path, &lock_file, look(true)).unwrap();
        assert_eq!(fs::read(files.path(aside)).unwrap(), damage);
        assert_eq!(looks(&path).unwrap(), Looks { last: Some(look(true)), default: None });
    }
}
