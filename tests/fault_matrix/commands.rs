//! The same faults, met by the commands: the exit code fits, and standard error says why and what helps.

use crate::support::figure::figure;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::thread;

use ringlog::demo::Faults;

use super::cell::calls_in;
use super::faults::{FAULTS, Fault};
use super::support::process::Ended;
use super::support::ringlog::Home;
use super::support::zoom::Zoom;

const SIDE_BY_SIDE: usize = 8;

/// A command, the requests that meet the fault, and how it may end.
struct Command {
    arguments: &'static [&'static str],
    requests: &'static str,
    outcomes: fn(&Fault) -> &'static str,
}

const COMMANDS: [Command; 3] = [
    Command { arguments: &["sync", "--last", "25d"], requests: "/v2/phone/call_history", outcomes: |fault| fault.list },
    Command { arguments: &["export", "-o", "under-fault.csv"], requests: "/", outcomes: |_| "W" },
    Command { arguments: &["auth", "refresh"], requests: "/oauth/token", outcomes: |fault| fault.renewal },
];

/// The exit codes that go with an outcome. 3 is a fetch of which a part failed, whatever failed it.
fn codes(outcome: char) -> &'static [i32] {
    match outcome {
        'W' => &[0],
        'R' | 'P' => &[1, 3],
        'N' | 'L' => &[7, 3],
        'T' => &[6],
        'S' => &[4],
        'A' => &[5],
        'U' => &[2],
        other => panic!("no such outcome: {other}"),
    }
}

fn judge(fault: &Fault, command: &Command, ended: &Ended) -> Result<(), String> {
    let mut allowed: Vec<i32> = (command.outcomes)(fault).chars().flat_map(codes).copied().collect();
    if command.requests == "/oauth/token" {
        // A fetch tries a renewal again; the command that is nothing else says how it went.
        allowed.extend(codes('L'));
    }
    if fault.script.contains("page_token") {
        // There is one page here, so no token.
        allowed.extend(codes('W'));
    }
    let words = &ended.stderr;
    let told = match ended.code {
        0 => true,
        3 => words.contains("Not fetched: "),
        // What we could not do and why, then what is safe or what helps.
        _ => words.contains("ringlog: ") && words.lines().count() >= 2,
    };
    let panicked = words.contains("panicked") || words.contains("fault of its own");
    if allowed.contains(&ended.code) && told && !panicked {
        return Ok(());
    }
    Err(format!("{} x {:?}: not one of {allowed:?}, or not told: {ended:?}", fault.name, command.arguments))
}

fn run(fault: &Fault) -> Vec<String> {
    let zoom = Zoom::start(|options| (options.world.calls, options.world.days) = (60, 20));
    let home = Home::signed_in(&zoom);
    home.run(&["sync"]).expect(0);
    let data = home.path().join("data/ringlog");
    let before = calls_in(&data).unwrap();
    let mut failed = Vec::new();
    // A renewal waits for two answers that trickle in; the matrix in process has the patience for that.
    let trickles = fault.script.contains("drip");
    for command in COMMANDS.iter().filter(|command| !(trickles && command.requests == "/oauth/token")) {
        zoom.running.play(format!("on={} {}", command.requests, fault.script).parse().unwrap());
        failed.extend(judge(fault, command, &home.run(command.arguments)).err());
    }
    zoom.running.play(Faults::default());
    if home.exported("after.csv").calls() != zoom.account_calls() || calls_in(&data) < Ok(before) {
        failed.push(format!("{}: calls are lost", fault.name));
    }
    failed
}

#[test]
fn every_fault_in_every_command_that_asks_zoom() {
    // Those that wait the longest first.
    let mut faults: Vec<_> = FAULTS.iter().collect();
    faults.sort_by_key(|fault| !fault.script.contains("drip"));
    let (faults, failed) = (Mutex::new(VecDeque::from(faults)), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                loop {
                    let next = faults.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some(fault) = next else { return };
                    failed.lock().unwrap().extend(run(fault));
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    let cells = FAULTS.len() * COMMANDS.len() - 1;
    figure(&format!("{cells} cells: {} faults, {} commands", FAULTS.len(), COMMANDS.len()));
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}
