//! What goes wrong at Zoom or on the way does not show in the archive.

use std::thread;
use std::time::Duration;

use chrono::TimeDelta;
use ringlog::clock;
use ringlog::demo::{AppKind, Clock, Plan, WindowRule};

use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// Syncs while `script` plays, with both kinds of app; in the end all calls are there, and none twice.
fn nothing_is_lost_when(script: &str) {
    thread::scope(|scope| {
        for app in [AppKind::AdminManaged, AppKind::UserManaged] {
            scope.spawn(move || {
                let zoom = Zoom::start(|options| {
                    options.app = app;
                    options.faults = script.parse().unwrap();
                });
                let home = Home::signed_in(&zoom);
                home.run(&["sync", "--all"]).expect(0);
                assert_eq!(home.exported("all.csv").calls(), zoom.calls_for(app), "{app:?}: {script}");
            });
        }
    });
}

#[test]
fn too_many_requests_in_every_form() {
    nothing_is_lost_when(
        "on=/v2/phone nth=1 429=qps; on=/v2/phone nth=3 429=concurrent; on=/v2/phone nth=5 429=bare; \
         on=/v2/phone nth=7 429=qps retry_after=none",
    );
}

#[test]
fn every_way_to_say_when_to_come_back() {
    nothing_is_lost_when(
        "on=/v2/phone nth=2 429=qps retry_after=date; on=/v2/phone nth=4 429=qps retry_after=http-date; \
         on=/v2/phone nth=6 429=qps retry_after=seconds",
    );
}

#[test]
fn a_gateway_without_an_answer() {
    nothing_is_lost_when("on=/v2/phone nth=2 status=503; on=/v2/phone nth=5 status=502; on=/v2/phone nth=8 status=500");
}

#[test]
fn connections_that_break() {
    nothing_is_lost_when(
        "on=/v2/phone nth=2 drop; on=/v2/phone nth=4 cut=900; on=/v2/phone nth=6 cut=0; on=/oauth/token nth=2 drop",
    );
}

#[test]
fn a_page_token_that_died() {
    nothing_is_lost_when("on=/v2/phone page_token=dead nth=1; on=/v2/phone page_token=dead nth=4");
}

#[test]
fn an_access_token_that_ended_early() {
    nothing_is_lost_when("on=/v2/phone nth=3 status=401 code=124");
}

#[test]
fn windows_that_shrink() {
    nothing_is_lost_when("on=/v2/phone clamp=7d");
}

#[test]
fn rows_that_come_twice() {
    nothing_is_lost_when("on=/v2/phone repeat_rows=3");
}

#[test]
fn fields_and_words_that_nobody_documented() {
    nothing_is_lost_when("on=/v2/phone unknown_fields unknown_enums");
}

#[test]
fn a_zoom_that_refuses_windows_instead_of_shrinking_them() {
    let zoom = Zoom::start(|options| options.window = WindowRule::Refuse);
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    assert_eq!(home.exported("all.csv").calls(), zoom.account_calls());
}

#[test]
fn the_published_limits_are_kept_to() {
    let zoom = Zoom::start(|options| {
        options.plan = Plan::Business;
        options.clock = Clock::system();
    });
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "60d"]).expect(0);
    let log = std::fs::read_to_string(home.path().join("state/ringlog/ringlog.log")).unwrap();
    assert!(!log.contains("429"), "{log}");
}

#[test]
fn calls_that_come_late_are_there_after_the_next_sync() {
    let behind = clock::now() - TimeDelta::hours(30);
    let clock = Clock::stopped_at(behind);
    let zoom = Zoom::start(|options| {
        options.clock = clock.clone();
        options.world.now = behind;
    });
    let home = Home::signed_in(&zoom);
    // Covers up to now, while Zoom is more than a day behind.
    home.run(&["sync", "--all"]).expect(0);
    let before = home.exported("before.csv").calls();
    clock.advance(Duration::from_hours(30));
    home.run(&["sync"]).expect(0);
    let after = home.exported("after.csv").calls();
    assert_eq!(after, zoom.account_calls());
    assert!(before.len() < after.len() && before.is_subset(&after));
}

#[test]
fn a_day_without_answers_is_said_and_ends_as_partly_done_or_network() {
    // Never an answer to the call list, whatever is tried: nothing may claim to be complete.
    let zoom = Zoom::with_faults("on=/v2/phone/call_history status=400 code=300");
    let home = Home::signed_in(&zoom);
    let ended = home.run(&["sync", "--all"]);
    assert_ne!(ended.code, 0, "{ended:?}");
    let list = home.run(&["calls", "list", "--format", "json"]).expect(0);
    assert!(list.stdout.starts_with("{\"complete\":false"), "{}", list.stdout);
}
