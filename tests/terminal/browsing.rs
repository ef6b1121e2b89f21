//! From the demo's first row to an exported file.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustix::process::{Pid, Signal, kill_process};

use crate::support::eventually;
use crate::support::pty::Pty;
use crate::support::ringlog::{Home, Table};
use crate::support::zoom::Zoom;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 50)];

/// The demo with its calls on screen and nothing on its way any more.
fn demo(home: &Home, columns: u16, rows: u16) -> Pty {
    let demo = Pty::start(home.in_terminal(&["demo", "--calls", "400"]), columns, rows);
    demo.wait_for("400 of 400");
    demo.wait_for("synced");
    demo
}

/// The call that the cursor is on, by what its row begins with.
fn selected(demo: &Pty) -> String {
    let row = demo.rows().into_iter().find(|row| row.starts_with('>')).unwrap_or_else(|| panic!("no call is selected"));
    row.chars().skip(3).take(25).collect()
}

/// What stands in a row, wherever the cursor is.
fn words(row: &str) -> String {
    row.chars().skip(1).collect::<String>().trim_end().to_owned()
}

/// Also when its terminal is closed: the system would keep the folder until somebody looks.
#[test]
fn the_demos_folder_is_for_nobody_else_and_goes_with_it() {
    let home = Home::new();
    let temporary = home.path().join("temporary");
    fs::create_dir(&temporary).unwrap();
    let home = home.with("TMPDIR", temporary.to_str().unwrap());
    let left = || fs::read_dir(&temporary).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    for hangs_up in [false, true] {
        let mut demo = demo(&home, 80, 24);
        let [folder] = &left()[..] else { panic!("{:?}", left()) };
        assert_eq!(fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
        if hangs_up {
            demo.hang_up();
        } else {
            demo.press("q");
        }
        demo.wait_exit();
        assert_eq!(left(), [] as [std::path::PathBuf; 0], "hung up: {hangs_up}");
    }
}

/// What the terminal tells while the program does not run, as on a machine that has no time for it, it finds all at once.
#[test]
fn keys_and_a_new_size_that_come_at_one_moment_all_count() {
    let home = Home::new();
    let mut demo = demo(&home, 80, 24);
    let fourth = demo.rows().into_iter().skip_while(|row| !row.starts_with('>')).nth(3).unwrap();
    let day_and_time: String = fourth.chars().skip(3).take(16).collect();
    let process = Pid::from_raw(demo.process_id().try_into().unwrap()).unwrap();
    let state = format!("/proc/{process}/stat");
    kill_process(process, Signal::STOP).unwrap();
    eventually("the program to stand still", || fs::read_to_string(&state).unwrap().contains(") T ").then_some(()));
    // More than is read from a terminal at once.
    demo.press(&"jk".repeat(600));
    demo.press("jjj");
    demo.resize(120, 36);
    kill_process(process, Signal::CONT).unwrap();
    demo.wait_until("the last row at the new size", |screen| {
        screen.rows(0, 120).nth(35).is_some_and(|row| row.trim_end().ends_with("? help"))
    });
    demo.wait_until("the fourth call under the cursor", |screen| {
        screen.rows(0, 120).any(|row| row.starts_with('>') && row.contains(&day_and_time))
    });
}

#[test]
fn the_whole_way_at_three_sizes() {
    for (columns, rows) in SIZES {
        let home = Home::new();
        let mut demo = demo(&home, columns, rows);
        let screen = demo.rows();
        assert!(screen[0].contains("ringlog"), "{screen:#?}");
        assert!(screen[usize::from(rows) - 1].trim_end().ends_with("? help"), "{screen:#?}");

        demo.press("\r");
        demo.wait_for("CALL PATH");
        demo.press("h");
        demo.wait_for("Enter open");

        demo.press("   ");
        demo.wait_for("3 marked");
        let marked: Vec<String> =
            demo.rows().into_iter().filter(|row| row.contains(" * ") || row.contains(" *│")).collect();
        demo.press("e");
        demo.wait_for("Export calls");
        demo.press("\r");
        demo.wait_for("wrote 3 calls to calls_");

        let files: Vec<_> = fs::read_dir(home.work()).unwrap().map(|file| file.unwrap().path()).collect();
        let [file] = &files[..] else { panic!("one file was to be made: {files:?}") };
        assert!(demo.screen().replace('\n', "").contains(&file.file_name().unwrap().to_string_lossy()[..20]));
        let table = Table::read(file);
        assert_eq!(table.calls().len(), 3);
        for started in table.column("started_at_utc") {
            let shown = started[5..16].replace('T', " ");
            assert!(marked.iter().any(|row| row.contains(&shown)), "{shown} is not among {marked:#?}");
        }

        demo.press("q");
        assert_eq!(demo.wait_exit(), 0);
    }
}

#[test]
fn the_list_narrows_while_a_word_is_typed() {
    let home = Home::new();
    let mut demo = demo(&home, 120, 36);
    demo.press("/res");
    demo.press("ult:missed");
    demo.wait_until("only missed calls", |screen| {
        // In the detail beside the list stand other calls with the same party.
        let text = screen.contents();
        let list: Vec<&str> = text.lines().filter_map(|line| line.split('│').next()).collect();
        let list = list.join("\n");
        list.contains(" of 400")
            && !list.contains("400 of 400")
            && list.contains("missed")
            && !list.contains("answered  ")
    });
    demo.press("\x7f\x7f");
    demo.wait_for("does not know miss");
    demo.press("\x1b");
    demo.wait_for("400 of 400");
    demo.press("/party:nobodyatall");
    demo.wait_for("0 of 400");
    demo.press("\x1b");
    demo.wait_for("400 of 400");
}

#[test]
fn ids_numbers_and_rows_go_to_the_clipboard() {
    let home = Home::new();
    let mut demo = demo(&home, 120, 36);
    for (keys, needle) in [("yn", "+"), ("yy", "\t"), ("yi", "call_history_uuid ")] {
        let before = demo.copied().len();
        demo.press(keys);
        let text = eventually("the clipboard", || demo.copied().get(before).cloned());
        let text = String::from_utf8(STANDARD.decode(text).unwrap()).unwrap();
        assert!(text.contains(needle), "{keys}: {text:?}");
    }
}

#[test]
fn the_mouse_scrolls_and_selects() {
    let home = Home::new();
    let mut demo = demo(&home, 80, 24);
    assert!(demo.inspect(|screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None));
    let (first, wanted) = (words(&demo.rows()[3]), words(&demo.rows()[8]));
    // A click on the sixth call, as SGR mouse reports count: from 1.
    demo.press("\x1b[<0;20;9M\x1b[<0;20;9m");
    demo.wait_until("the clicked call to be selected", |screen| {
        screen.rows(0, 80).nth(8).is_some_and(|row| row.starts_with('>') && words(&row) == wanted)
    });
    let first_is = |same: bool| {
        let first = first.clone();
        move |screen: &vt100::Screen| screen.rows(0, 80).nth(3).is_some_and(|row| (words(&row) == first) == same)
    };
    demo.press("\x1b[<65;20;9M\x1b[<65;20;9M");
    demo.wait_until("the list to scroll", first_is(false));
    demo.press("\x1b[<64;20;9M\x1b[<64;20;9M\x1b[<64;20;9M");
    demo.wait_until("the list to be back", first_is(true));
}

#[test]
fn the_screen_follows_the_terminals_size() {
    let home = Home::new();
    let mut demo = demo(&home, 120, 36);
    demo.press("jjjj ");
    demo.wait_for("1 marked");
    let call = selected(&demo);
    for (columns, rows) in [(200, 50), (80, 24), (61, 20), (120, 36)] {
        demo.resize(columns, rows);
        demo.wait_until("a whole screen", |screen| {
            let lines: Vec<String> = screen.rows(0, columns).collect();
            lines[0].contains("ringlog") && lines.last().is_some_and(|row| row.trim_end().ends_with("? help"))
        });
    }
    demo.wait_for("1 marked");
    demo.resize(40, 6);
    demo.wait_for("this is 40x6");
    demo.resize(1, 1);
    demo.resize(120, 36);
    demo.wait_for("400 of 400");
    demo.wait_for("1 marked");
    assert_eq!(selected(&demo), call);
}

#[test]
fn help_is_one_key_away_and_tells_the_keys() {
    let home = Home::new();
    let mut demo = demo(&home, 80, 24);
    demo.press("?");
    demo.wait_for("next call");
    demo.press("\x1b");
    demo.wait_for("400 of 400");
}

#[test]
fn a_view_that_was_saved_and_the_columns_are_there_at_the_next_start() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "5d"]).expect(0);
    let start = || {
        let ringlog = Pty::start(home.in_terminal(&[]), 120, 36);
        ringlog.wait_for("Started");
        ringlog.wait_for("synced");
        ringlog
    };
    let mut ringlog = start();
    ringlog.press("/dir:in\r");
    ringlog.wait_for("dir:in");
    ringlog.press("'nInbound calls\r");
    ringlog.wait_for("saved as Inbound calls");
    ringlog.press("\x1b");
    ringlog.wait_until("the list of views to close", |screen| !screen.contents().contains("n save this"));
    ringlog.press("-");
    ringlog.wait_until("the column to go", |screen| !screen.contents().contains("Party  "));
    ringlog.press("q");
    assert_eq!(ringlog.wait_exit(), 0);

    let mut ringlog = start();
    assert!(!ringlog.screen().contains("Party  "), "{}", ringlog.screen());
    ringlog.press(":view inbound\r");
    ringlog.wait_for("view: Inbound calls");
    ringlog.wait_for("/ dir:in");
    ringlog.press("q");
    assert_eq!(ringlog.wait_exit(), 0);
}
