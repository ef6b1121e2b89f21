//! Trouble with the disk, as a person sees it: calls stay on screen, and a word says what happened and what to press.

use std::fs;

use crate::support::dice::Dice;
use crate::support::pty::Pty;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

#[test]
fn a_damaged_archive_is_told_and_fetched_again() {
    let zoom = Zoom::start(|_| {});
    for from in [0, 100_000] {
        let home = Home::signed_in(&zoom);
        home.run(&["sync", "--all"]).expect(0);
        let archive = home.archive().unwrap();
        let mut bytes = fs::read(&archive).unwrap();
        bytes[from..].iter_mut().for_each(|byte| *byte ^= 0x5a);
        fs::write(&archive, &bytes).unwrap();

        let mut terminal = Pty::start(home.in_terminal(&[]), 80, 24);
        terminal.wait_for("The archive was damaged");
        terminal.wait_for(".damaged-");
        terminal.press("\x1b");
        terminal.wait_gone("The archive was damaged");
        terminal.wait_for("1,500 of 1,500");
        terminal.press("q");
        assert_eq!(terminal.wait_exit(), 0);
        assert_eq!(home.exported("all.csv").calls(), zoom.account_calls());
    }
}

#[test]
fn a_disk_that_takes_no_more_leaves_the_calls_on_screen() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "5d"]).expect(0);
    let mut terminal = Pty::start(home.in_terminal_after("ulimit -f 300", &[]), 120, 36);
    terminal.wait_for("Could not fetch calls from Zoom");
    terminal.press("jj  ");
    terminal.wait_for("2 marked");
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
    home.run(&["sync", "--all"]).expect(0);
    assert_eq!(home.exported("all.csv").calls(), zoom.account_calls());
}

#[test]
fn it_is_resized_wildly_while_calls_come() {
    let zoom = Zoom::with_faults("on=/v2/phone/call_history delay=100ms");
    let home = Home::signed_in(&zoom);
    let mut terminal = Pty::start(home.in_terminal(&[]), 80, 24);
    terminal.wait_for("syncing");
    let mut dice = Dice::new(11);
    let mut side = |end: u64| u16::try_from(1 + dice.below(end)).unwrap();
    for _ in 0..60 {
        terminal.resize(side(300), side(100));
    }
    for (columns, rows) in [(1000, 1), (1, 1000), (120, 36)] {
        terminal.resize(columns, rows);
    }
    terminal.wait_for("1,500 of 1,500");
    terminal.wait_until("a whole screen", |screen| {
        let lines: Vec<String> = screen.rows(0, 120).collect();
        lines[0].contains("ringlog") && lines[35].trim_end().ends_with("? help")
    });
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}
