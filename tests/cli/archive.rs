//! `ringlog sync`, and what comes out of the archive afterwards.

use std::fs;
use std::net::TcpListener;

use ringlog::clock;
use ringlog::demo::{AppKind, Clock, Shape};
use rustix::process::Signal;
use serde_json::Value;

use crate::support::eventually;
use crate::support::ringlog::{Home, Table};
use crate::support::zoom::Zoom;

/// Syncs everything twice and compares with the calls that the stand-in has.
fn the_exported_set_is_the_servers(app: AppKind, shape: Shape) {
    let zoom = Zoom::start(|options| (options.app, options.shape) = (app, shape));
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let first = home.exported("all.csv");
    let truth = zoom.calls_for(app);
    assert!(truth.len() > 20, "too few calls to mean anything");
    assert_eq!(first.calls(), truth);
    home.run(&["sync", "--all"]).expect(0).says("0 new calls, 0 changed.");
    assert_eq!(home.exported("again.csv").rows, first.rows);
}

#[test]
fn an_accounts_calls_in_the_old_shape() {
    the_exported_set_is_the_servers(AppKind::AdminManaged, Shape::Old);
}

#[test]
fn an_accounts_calls_in_the_new_shape() {
    the_exported_set_is_the_servers(AppKind::AdminManaged, Shape::New);
}

#[test]
fn an_accounts_calls_in_both_shapes() {
    the_exported_set_is_the_servers(AppKind::AdminManaged, Shape::Both);
}

#[test]
fn own_calls_in_the_old_shape() {
    the_exported_set_is_the_servers(AppKind::UserManaged, Shape::Old);
}

#[test]
fn own_calls_in_the_new_shape() {
    the_exported_set_is_the_servers(AppKind::UserManaged, Shape::New);
}

#[test]
fn own_calls_in_both_shapes() {
    the_exported_set_is_the_servers(AppKind::UserManaged, Shape::Both);
}

#[test]
fn the_three_shapes_tell_the_same_calls_the_same_way() {
    // The same calls each time, over midnight too.
    let now = clock::this_second();
    let told = [Shape::Old, Shape::New, Shape::Both].map(|shape| {
        let zoom = Zoom::start(|options| {
            (options.shape, options.world.now, options.clock) = (shape, now, Clock::stopped_at(now));
        });
        let home = Home::signed_in(&zoom);
        home.run(&["sync", "--last", "10d"]).expect(0);
        let table = home.exported("told.csv");
        let columns = ["call_history_uuid", "started_at_utc", "direction", "caller_number", "callee_number", "result"];
        columns.map(|column| table.column(column).into_iter().map(str::to_owned).collect::<Vec<_>>())
    });
    assert!(!told[0][0].is_empty());
    assert_eq!(told[0], told[2]);
    assert_eq!(told[1], told[2]);
}

#[test]
fn six_months_of_more_are_fetched() {
    let zoom = Zoom::start(|options| options.world.days = 260);
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let kept = zoom.account_calls();
    let exported = home.exported("all.csv").calls();
    assert!(kept.len() < zoom.calls().len());
    assert!(kept.is_subset(&exported), "{} calls are missing", kept.difference(&exported).count());
}

#[test]
fn what_a_killed_sync_left_is_taken_up() {
    // Slow enough to be killed in the middle, between two pages or in one.
    let zoom = Zoom::with_faults("on=/v2/phone/call_history delay=100ms");
    let home = Home::signed_in(&zoom);
    for pages in [2, 5] {
        let sync = home.start(&["sync", "--all"]);
        let before = zoom.asked("/v2/phone/call_history");
        eventually("some pages", || (zoom.asked("/v2/phone/call_history") >= before + pages).then_some(()));
        sync.signal(Signal::KILL);
        assert_eq!(sync.wait().code, 137);
    }
    home.run(&["sync", "--all"]).expect(0);
    assert_eq!(home.exported("all.csv").calls(), zoom.account_calls());
}

#[test]
fn an_interrupted_sync_keeps_what_it_has() {
    let zoom = Zoom::with_faults("on=/v2/phone/call_history nth=4 times=1000 delay=200ms");
    let home = Home::signed_in(&zoom);
    let sync = home.start(&["sync", "--all"]);
    eventually("some pages", || (zoom.asked("/v2/phone/call_history") >= 5).then_some(()));
    sync.signal(Signal::INT);
    sync.wait().expect(130).says("what was fetched is in the archive");
    let kept = home.exported("part.csv").calls();
    let truth = zoom.account_calls();
    assert!(!kept.is_empty() && kept.len() < truth.len(), "{} of {}", kept.len(), truth.len());
    assert!(kept.is_subset(&truth));
    let list = home.run(&["calls", "list", "--format", "json", "--limit", "all"]).expect(0);
    assert_eq!(serde_json::from_str::<Value>(&list.stdout).unwrap()["complete"], false);
    let days = home.run(&["cache", "coverage", "--json"]).expect(3);
    for day in serde_json::from_str::<Vec<Value>>(&days.stdout).unwrap() {
        assert!(day["calls"] == 0 || day["state"] != "never fetched", "calls of a day never fetched: {day}");
    }
    home.run(&["sync", "--all"]).expect(0);
    assert_eq!(home.exported("all.csv").calls(), truth);
}

#[test]
fn two_syncs_at_the_same_time_do_not_double_a_call() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    let both = [home.start(&["sync", "--all"]), home.start(&["sync", "--all"])];
    for sync in both {
        sync.wait().expect(0);
    }
    assert_eq!(home.exported("all.csv").calls(), zoom.account_calls());
}

#[test]
fn a_list_says_whether_it_is_all_there_is() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let list = |limit| {
        let list = home.run(&["calls", "list", "last:30d", "--format", "json", "--limit", limit]).expect(0);
        serde_json::from_str::<Value>(&list.stdout).unwrap()
    };
    let whole = list("all");
    let calls = whole["calls"].as_array().unwrap();
    assert_eq!((&whole["complete"], whole["total"].as_u64()), (&true.into(), Some(calls.len() as u64)));
    assert!(calls.len() > 30);
    let cut = list("10");
    assert_eq!((&cut["complete"], cut["calls"].as_array().unwrap().len()), (&true.into(), 10));
    assert_eq!((cut["shown"].as_u64(), whole["shown"].as_u64()), (Some(10), Some(calls.len() as u64)));
    assert_eq!(cut["total"], whole["total"]);
    let short = home.run(&["calls", "list", "last:30d", "--json", "--limit", "10"]).expect(0);
    assert_eq!(serde_json::from_str::<Value>(&short.stdout).unwrap(), cut);
    home.run(&["calls", "list", "--json", "--format", "csv"]).expect(2).says("cannot be used with");
}

#[test]
fn a_call_is_shown_by_the_beginning_of_its_id() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "20d"]).expect(0);
    let call = zoom.calls().pop().unwrap();
    let id = call.call_history_uuid.to_string();
    for given in [&id[..], &id[..20]] {
        let shown = home.run(&["calls", "show", given]).expect(0);
        assert!(shown.stdout.contains(&id), "{}", shown.stdout);
    }
    let json = home.run(&["calls", "show", &id, "--format", "json"]).expect(0);
    assert_eq!(home.run(&["calls", "show", &id, "--json"]).expect(0).stdout, json.stdout);
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    assert!(json["call"].to_string().contains(&id), "{json}");
    home.run(&["calls", "show", "no-such-call-at-all"]).expect(1).says("no-such-call-at-all");
}

#[test]
fn an_app_without_the_scope_hears_which_one() {
    let zoom = Zoom::start(|options| options.scopes = Some(vec!["user:read:user:admin".to_owned()]));
    let home = Home::at(&zoom);
    let login = home.start(&["auth", "login", "--no-browser"]);
    crate::support::browser::allow(&login.sign_in_page());
    login.wait();
    home.run(&["sync", "--all"]).expect(5).says("phone:read:list_call_logs");
}

#[test]
fn a_server_that_is_gone_is_no_reason_to_lose_the_archive() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "10d"]).expect(0);
    let before = home.exported("before.csv");
    zoom.stop();
    home.run(&["sync", "--all"]).expect(7);
    assert_eq!(home.exported("after.csv").rows, before.rows);
    assert!(home.credential().exists());
}

#[test]
fn nobody_at_the_address_is_a_network_problem() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    // Bound and never accepted would be a wait; closed is a refusal.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let home = home.with("RINGLOG_API_URL", &format!("http://{closed}"));
    home.run(&["sync", "--last", "1d"]).expect(7);
}

#[test]
fn an_export_is_never_written_over_by_accident() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "10d"]).expect(0);
    let mine = home.work().join("calls.csv");
    fs::write(&mine, "mine").unwrap();
    home.run(&["export", "-o", "calls.csv"]).expect(8).says("--force");
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    assert_eq!(fs::read_dir(home.work()).unwrap().count(), 1, "a half-written file is left");
    home.run(&["export", "-o", "calls.csv", "--force"]).expect(0);
    assert!(!Table::read(&mine).rows.is_empty());
}

#[test]
fn an_export_takes_the_place_of_no_link_device_or_folder() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "5d"]).expect(0);
    let (target, link) = (home.work().join("target"), home.work().join("link"));
    fs::write(&target, "mine").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let folder = home.path().display().to_string();
    for force in [&[][..], &["--force"]] {
        let refused = |path: &str| {
            let refused = home.run(&[&["export", "-o", path], force].concat()).expect(8);
            assert!(!refused.stderr.contains("--force"), "{}", refused.stderr);
            refused
        };
        refused("link").says(&format!("a link to {}", target.canonicalize().unwrap().display()));
        refused("/dev/null").says("a device").says("-o -");
        refused(&folder).says("is a folder");
    }
    assert!(link.is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
}
