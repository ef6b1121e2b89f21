//! Signing out, with what was fetched or without it.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::pty::Pty;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// Few enough to look for everything of them everywhere.
fn few_calls() -> Zoom {
    Zoom::start(|options| (options.world.calls, options.world.days) = (200, 20))
}

/// What tells of people and calls: everybody's names and numbers, the ids of the calls, and who is signed in.
fn traces(home: &Home) -> BTreeSet<String> {
    let calls = home.exported("traces.csv");
    let columns = ["caller_name", "caller_number", "callee_name", "callee_number", "call_history_uuid"];
    let mut traces: BTreeSet<String> =
        columns.iter().flat_map(|column| calls.column(column)).map(str::to_owned).collect();
    let status: Value = serde_json::from_str(&home.run(&["auth", "status", "--json"]).expect(0).stdout).unwrap();
    traces.extend(["name", "email", "user_id", "account_id"].map(|key| status[key].as_str().unwrap().to_owned()));
    // An extension, or no name at all, stands in any file.
    traces.retain(|trace| trace.len() > 6);
    assert!(traces.len() > 100, "{traces:?}");
    traces
}

/// The files of ringlog's own; not those that were exported.
fn own_files(home: &Home) -> impl Iterator<Item = PathBuf> {
    let work = home.work();
    home.files().into_iter().filter(move |path| path.is_file() && !path.starts_with(&work))
}

/// How many of `traces` are in files of ringlog's own.
fn found(home: &Home, traces: &BTreeSet<String>) -> Vec<String> {
    let mut told = Vec::new();
    for path in own_files(home) {
        let bytes = fs::read(&path).unwrap();
        let here = traces.iter().filter(|trace| memchr::memmem::find(&bytes, trace.as_bytes()).is_some());
        told.extend(here.map(|trace| format!("{trace} in {}", path.display())));
    }
    told
}

fn revoked(zoom: &Zoom) -> u64 {
    zoom.asked("revoke")
}

#[test]
fn with_purge_nothing_of_people_and_calls_is_left_and_zoom_is_told_once() {
    let zoom = few_calls();
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let traces = traces(&home);
    assert!(!found(&home, &traces).is_empty(), "or the search proves nothing");
    // A damaged archive that was put aside tells of people as well.
    let archive = home.archive().unwrap();
    fs::copy(&archive, archive.with_extension("db.damaged-20261101T000000.000Z")).unwrap();
    let ended = home.run(&["auth", "logout", "--purge"]).expect(0).says("revoked at Zoom").says("are deleted");
    assert_eq!(ended.stdout, "");
    assert_eq!(found(&home, &traces), [] as [String; 0]);
    assert_eq!(revoked(&zoom), 1);
    home.run(&["auth", "status"]).expect(4);
    assert!(home.work().join("traces.csv").exists(), "an export stays");
    // Signed in again, everything that Zoom still has comes back.
    home.sign_in();
    home.run(&["sync", "--all"]).expect(0);
    assert_eq!(home.exported("again.csv").calls(), zoom.account_calls());
}

#[test]
fn without_purge_the_calls_stay() {
    let zoom = few_calls();
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "20d"]).expect(0);
    let before = home.exported("before.csv").calls();
    home.run(&["auth", "logout"]).expect(0).says("The archive stays");
    assert_eq!(home.exported("after.csv").calls(), before);
    let asked = zoom.asked("oauth");
    let again = home.run(&["auth", "logout"]).expect(0).says("Nobody was signed in");
    assert!(!again.stderr.contains("revoked at Zoom") && !again.stderr.contains("Signed out"), "{}", again.stderr);
    assert_eq!((revoked(&zoom), zoom.asked("oauth")), (1, asked));
}

#[test]
fn a_server_in_trouble_is_told_of_the_sign_out_all_the_same() {
    let zoom = few_calls();
    for trouble in ["status=503", "drop", "html"] {
        zoom.running.play(format!("on=/oauth/revoke nth=1 times=1 {trouble}").parse().unwrap());
        let before = revoked(&zoom);
        let home = Home::signed_in(&zoom);
        home.run(&["auth", "logout"]).expect(0).says("revoked at Zoom");
        assert_eq!(revoked(&zoom), before + 1, "{trouble}");
    }
}

#[test]
fn offline_and_signed_out_the_calls_can_be_deleted_too() {
    let zoom = few_calls();
    for signed_out_before in [false, true] {
        let home = Home::signed_in(&zoom);
        home.run(&["sync", "--last", "20d"]).expect(0);
        let traces = traces(&home);
        if signed_out_before {
            home.run(&["auth", "logout"]).expect(0);
        }
        let home = home.with("RINGLOG_API_URL", "http://127.0.0.1:1");
        zoom.running.play("on=/oauth drop".parse().unwrap());
        home.run(&["auth", "logout", "--purge"]).expect(0).says("are deleted");
        zoom.running.play(ringlog::demo::Faults::default());
        assert_eq!(found(&home, &traces), [] as [String; 0]);
    }
}

#[test]
fn on_the_screen_the_calls_go_after_a_second_question() {
    let zoom = Zoom::start(|options| (options.world.calls, options.world.days) = (60, 20));
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let traces = traces(&home);
    let mut screen = Pty::start(home.in_terminal(&[]), 120, 36);
    screen.wait_for("60 of 60");
    // The stored sign-in may still be tried; who it is stands there once it was.
    screen.press("A");
    screen.wait_for("Person ");
    screen.press("X");
    screen.wait_for("Sign out?");
    screen.press("d");
    screen.wait_for("Zoom keeps six months");
    screen.press("y");
    screen.wait_for("the calls here are deleted");
    screen.press("1");
    screen.wait_until("a list without calls", |screen| {
        let text = screen.contents();
        !traces.iter().any(|trace| text.contains(trace))
    });
    assert_eq!(found(&home, &traces), [] as [String; 0]);
    screen.press("q");
    assert_eq!(screen.wait_exit(), 0);
    assert_eq!(found(&home, &traces), [] as [String; 0]);
}
