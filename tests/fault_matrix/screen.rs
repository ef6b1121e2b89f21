//! The same in a real terminal, for what cannot be seen from inside: memory, and keys while an answer trickles in.

use crate::support::figure::figure;
use std::fs;

use super::support::pty::Pty;
use super::support::ringlog::Home;
use super::support::zoom::Zoom;

/// The most memory that the process ever had in use, in MB. Source: proc(5).
fn peak_memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}

/// The screen with the calls of `zoom`, everything fetched.
fn screen(zoom: &Zoom) -> (Home, Pty) {
    let home = Home::signed_in(zoom);
    let screen = Pty::start(home.in_terminal(&[]), 120, 36);
    screen.wait_for("60 of 60");
    screen.wait_for("synced");
    (home, screen)
}

fn small() -> Zoom {
    Zoom::start(|options| (options.world.calls, options.world.days) = (60, 20))
}

#[test]
fn a_bomb_and_a_deep_answer_take_little_memory_and_are_told() {
    let zoom = small();
    let (_home, mut screen) = screen(&zoom);
    let before = peak_memory(screen.process_id());
    for (fault, words) in [("bomb", "larger than"), ("deep=100000", "cannot be read")] {
        zoom.running.play(format!("on=/v2/phone/call_history {fault}").parse().unwrap());
        // In the banner: the pane may have failed on its own, before the fetch ended.
        let is_told = |screen: &vt100::Screen| screen.rows(0, 120).nth(2).is_some_and(|banner| banner.contains(words));
        screen.press("R");
        screen.wait_until("the banner", is_told);
        let after = peak_memory(screen.process_id());
        figure(&format!("{fault}: {before} MB before, {after} MB at most"));
        assert!(after - before < 64, "{fault}: {before} MB, then {after} MB");
        zoom.running.play("on=/none drop".parse().unwrap());
        screen.press("R");
        screen.wait_until("the banner to go", |screen| !is_told(screen));
    }
    assert_eq!(screen.leave(), 0);
}

#[test]
fn while_an_answer_trickles_in_keys_work_and_then_it_is_told() {
    let zoom = small();
    let (_home, mut screen) = screen(&zoom);
    zoom.running.play("on=/v2/phone/call_history drip=1s".parse().unwrap());
    screen.press("R");
    screen.press("?");
    screen.wait_for("Keys for:");
    screen.press("\x1b");
    screen.wait_gone("Keys for:");
    screen.press("/direction:outbound\r");
    screen.wait_gone("60 of 60");
    screen.wait_for("too long to answer");
    assert_eq!(screen.leave(), 0);
}
