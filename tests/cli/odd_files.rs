//! Pipes, devices and folders where files of ours should be: nothing is waited for without end, and the person hears of it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// What no file is, and ends never or cannot be read.
const ODD: [&str; 4] = ["pipe", "device", "folder", "large"];

/// Puts something odd in the place of a file.
fn put(what: &str, path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let _ = fs::remove_file(path);
    match what {
        "pipe" => assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
        "device" => symlink("/dev/zero", path).unwrap(),
        "folder" => fs::create_dir(path).unwrap(),
        _ => fs::File::create(path).unwrap().set_len(1 << 33).unwrap(),
    }
}

fn take_away(path: &Path) {
    if path.is_dir() { fs::remove_dir(path).unwrap() } else { fs::remove_file(path).unwrap() }
}

fn beginning(home: &Home, name: &str) -> PathBuf {
    let begins = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(name);
    home.files().into_iter().find(begins).unwrap_or_else(|| panic!("there is no {name}"))
}

/// Each file that ringlog reads at its start, a command that needs it, and what that says.
#[test]
fn what_is_no_file_in_the_place_of_one_is_told_and_not_waited_for() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let below = |name: &str| home.path().join(name);
    let places: [(PathBuf, &[&str], i32, &str); 5] = [
        (below("config/ringlog/config.toml"), &["calls", "list"], 2, "config.toml"),
        (below("state/ringlog/profile"), &["calls", "list"], 2, "ringlog auth switch"),
        (below("config/ringlog/views.toml"), &["view", "list"], 2, "views.toml"),
        (beginning(&home, "credential-"), &["sync"], 2, "credential-"),
        (home.archive().unwrap(), &["calls", "list"], 1, "Could not read the archive"),
    ];
    for (place, command, code, says) in places {
        let kept = fs::read(&place).ok();
        for what in ODD {
            // An archive may be as large as it likes.
            if what == "large" && says.contains("archive") {
                continue;
            }
            put(what, &place);
            let told = home.run(command);
            let reason = if what == "large" { "larger than 1 MB" } else { "is a pipe, a device or a folder" };
            assert!(
                told.code == code && told.stderr.contains(says) && told.stderr.contains(reason),
                "{what} as {}: {} {}",
                place.display(),
                told.code,
                told.stderr
            );
            let doctor = home.run(&["doctor"]);
            // It does not look at views.
            assert!(says == "views.toml" || doctor.stdout.contains(reason), "{what}: {}", doctor.stdout);
            take_away(&place);
        }
        if let Some(kept) = kept {
            fs::write(&place, kept).unwrap();
            fs::set_permissions(&place, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        }
        home.run(&["calls", "list"]).expect(0);
    }
}

/// Without these a command does what it should: they are hints, or hold what was said already.
#[test]
fn a_hint_or_a_log_that_is_no_file_is_done_without() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    for place in ["data/ringlog/last-sign-in.json", "state/ringlog/ringlog.log"] {
        let place = home.path().join(place);
        for what in ODD {
            put(what, &place);
            home.run(&["sync", "--last", "20d"]).expect(0);
            home.run(&["calls", "list"]).expect(0);
            // What can be written over is no longer odd.
            if place.symlink_metadata().is_ok() {
                take_away(&place);
            }
        }
    }
}
