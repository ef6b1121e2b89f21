//! What Zoom says changes while it is being asked: page tokens end, windows shrink, rows come late.

use std::thread;
use std::time::Duration;

use ringlog::clock;
use ringlog::demo::{Clock, Faults};

use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// A page of the call list.
const PAGE: u64 = 300;

/// Syncs one month of `pages` pages and one more; the token of page `dies` is over when it is used, and rows of the page before come
/// again on every page.
fn survives(pages: u64, dies: u64) {
    let zoom = Zoom::start(|options| {
        // One page more, since the month may be asked for in two parts, and the first page of each has no token.
        (options.world.calls, options.world.days) = (PAGE * (pages + 1) - 20, 25);
        let script = format!("on=/v2/phone page_token=dead nth={dies}; on=/v2/phone repeat_rows=3");
        options.faults = script.parse().unwrap();
    });
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "29d"]).expect(0);
    let calls = home.exported("all.csv").calls();
    assert_eq!(calls, zoom.account_calls(), "the token of page {dies} of {pages}");
    let log = std::fs::read_to_string(home.path().join("state/ringlog/ringlog.log")).unwrap();
    assert!(log.contains("a page token has died"), "the token of page {dies} of {pages} lived on: {log}");
}

#[test]
fn the_token_of_each_page_may_die_while_rows_shift() {
    thread::scope(|scope| {
        for dies in 1..4 {
            scope.spawn(move || survives(4, dies));
        }
    });
}

#[test]
#[ignore = "the full size: twenty pages, each of which loses its token once; minutes"]
fn the_token_of_each_of_twenty_pages_may_die_while_rows_shift() {
    for dies in 1..20 {
        survives(20, dies);
    }
}

#[test]
fn ten_windows_that_shrink_are_noticed_and_the_rest_is_fetched() {
    let windows = [6, 7, 9, 10, 12, 14, 17, 20, 25, 27];
    let zoom = Zoom::start(|options| (options.world.calls, options.world.days) = (60, 170));
    let all = zoom.account_calls();
    thread::scope(|scope| {
        for half in windows.chunks(5) {
            let all = &all;
            scope.spawn(move || {
                for days in half {
                    let zoom = Zoom::start(|options| {
                        (options.world.calls, options.world.days) = (60, 170);
                        options.faults = format!("on=/v2/phone clamp={days}d").parse().unwrap();
                    });
                    let home = Home::signed_in(&zoom);
                    home.run(&["sync", "--all"]).expect(0);
                    assert_eq!(home.exported("all.csv").calls().len(), all.len(), "shrunk to {days} days");
                    let log = std::fs::read_to_string(home.path().join("state/ringlog/ringlog.log")).unwrap();
                    assert!(log.contains("answered for less time"), "shrunk to {days} days: {log}");
                }
            });
        }
    });
}

/// The clock here runs five days ahead of Zoom's: what Zoom has not seen yet is not fetched, whatever was asked for.
#[test]
fn calls_that_come_after_a_fetch_by_a_clock_ahead_are_fetched_by_the_next() {
    let five_days = Duration::from_hours(5 * 24);
    let zoom = Zoom::start(|options| {
        let then = clock::this_second() - five_days;
        (options.world.now, options.clock) = (then, Clock::stopped_at(then));
    });
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let before = zoom.account_calls();
    assert_eq!(home.exported("before.csv").calls(), before);
    zoom.advance(five_days);
    let after = zoom.account_calls();
    assert!(after.difference(&before).count() > 20, "people go on calling");
    home.run(&["sync"]).expect(0);
    assert_eq!(home.exported("after.csv").calls(), after);
}

#[test]
fn five_hundred_rows_that_come_late_are_there_after_the_next_sync() {
    let zoom = Zoom::start(|options| {
        // Well within the two days that each sync looks back.
        (options.world.calls, options.world.days) = (700, 1);
        options.faults = "on=/v2/phone/call_history late_rows=500".parse().unwrap();
    });
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let before = home.exported("before.csv").calls().len();
    zoom.running.play(Faults::default());
    home.run(&["sync"]).expect(0);
    let (after, all) = (home.exported("after.csv").calls(), zoom.account_calls());
    assert_eq!(after, all);
    assert!(all.len() - before >= 500, "{before} of {}", all.len());
}
