//! Killed at any moment, nothing is lost, doubled or left lying about.

use std::fs;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::support::dice::Dice;
use crate::support::ringlog::{Home, Table};
use crate::support::wait_for;
use crate::support::zoom::Zoom;

/// Starts the command again and again and kills it at a random moment of its usual time; looks at what is left each time.
fn killed_at_random(home: &Home, arguments: &[&str], times: u32, mut before: impl FnMut(), mut after: impl FnMut(u32)) {
    before();
    let began = Instant::now();
    home.run(arguments).expect(0);
    let usual = began.elapsed();
    let mut dice = Dice::new(7);
    for time in 0..times {
        before();
        let process = home.start(arguments);
        wait_for(Duration::from_micros(dice.below(u64::try_from(usual.as_micros()).unwrap())));
        process.signal(Signal::KILL);
        let code = process.wait().code;
        assert!(code == 137 || code == 0, "it ended by itself with {code}");
        after(time);
    }
}

fn syncs_killed(times: u32) {
    // About twenty pages.
    let zoom = Zoom::with_faults("on=/v2/phone/call_history delay=10ms");
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let truth = zoom.account_calls();
    let forget = || home.forget_archive();
    let is_whole = |time: u32| {
        assert!(home.calls_in_whole_archive().len() <= truth.len(), "kill {time}");
        home.run(&["sync", "--all"]).expect(0);
        assert!(!home.has_put_an_archive_aside(), "kill {time}");
        let name = format!("{time}.csv");
        assert_eq!(home.exported(&name).calls(), truth, "kill {time}");
        fs::remove_file(home.work().join(name)).unwrap();
    };
    killed_at_random(&home, &["sync", "--all"], times, forget, is_whole);
}

#[test]
fn a_sync_killed_at_any_moment_is_taken_up() {
    syncs_killed(10);
}

#[test]
#[ignore = "full size of SECURITY row E1"]
fn a_sync_killed_at_two_hundred_moments_is_taken_up() {
    syncs_killed(200);
}

fn exports_killed(times: u32) {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    home.run(&["export", "-o", "whole.csv"]).expect(0);
    let whole = fs::read(home.work().join("whole.csv")).unwrap();
    fs::remove_file(home.work().join("whole.csv")).unwrap();
    let target = home.work().join("calls.csv");
    let names = || {
        let files = fs::read_dir(home.work()).unwrap().map(|file| file.unwrap().file_name());
        files.map(|name| name.into_string().unwrap()).collect::<Vec<_>>()
    };
    let arguments = ["export", "-o", "calls.csv", "--force"];
    let old = || fs::write(&target, "old").unwrap();
    killed_at_random(&home, &arguments, times, old, |time| {
        let found = fs::read(&target).unwrap();
        assert!(found == b"old" || found == whole, "kill {time} left {} of {} bytes", found.len(), whole.len());
        if time % 5 == 0 {
            home.run(&arguments).expect(0);
            assert_eq!(names(), ["calls.csv"], "kill {time}");
        }
    });
    home.run(&arguments).expect(0);
    assert_eq!(names(), ["calls.csv"]);
    assert!(!Table::read(&target).rows.is_empty());
}

#[test]
fn an_export_killed_at_any_moment_leaves_the_old_file_or_the_new_one() {
    exports_killed(10);
}

#[test]
#[ignore = "full size of SECURITY row F2"]
fn an_export_killed_at_two_hundred_moments_leaves_the_old_file_or_the_new_one() {
    exports_killed(200);
}
