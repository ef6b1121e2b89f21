//! However and whenever it dies, the terminal is as it was, and what was on screen is not in the last words.

use std::io::Read as _;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use ringlog::app::State;
use ringlog::runtime::{self, FAULT_MESSAGE, Screen, Signals};
use ringlog::worker::Services;
use rustix::process::{Pid, Signal, kill_process};

use crate::support::dice::Dice;
use crate::support::figure::figure;
use crate::support::pty::Pty;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;
use crate::support::{eventually, finish, wait_for};

/// Says that the modes of the terminal, those of the emulator included, are as they were.
fn terminal_is_back(terminal: &Pty, what: &str) {
    assert_eq!(terminal.modes(), terminal.modes_before, "{what}");
    terminal.inspect(|screen| {
        assert!(!screen.alternate_screen(), "{what}: the other screen is still there");
        assert!(!screen.hide_cursor(), "{what}: the cursor is gone");
        assert!(!screen.bracketed_paste(), "{what}: pastes are bracketed");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "{what}");
    });
}

/// Signals at random moments of the start and of the first seconds.
fn deaths(times: u64) {
    let mut dice = Dice::new(3);
    let home = Home::new();
    for time in 0..times {
        let (signal, code) = [(Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131), (Signal::TERM, 143)]
            [usize::try_from(time % 4).unwrap()];
        let mut demo = Pty::start(home.in_terminal(&["demo", "--calls", "400"]), 80, 24);
        let after = Duration::from_millis(dice.below(1_500));
        wait_for(after);
        let what = format!("{signal:?} after {after:?}");
        kill_process(Pid::from_raw(demo.process_id().try_into().unwrap()).unwrap(), signal).unwrap();
        let ended = demo.wait_exit();
        // 1 is how this harness tells of a program that the signal ended before it could listen.
        assert!(ended == code || ended == 1, "{what}: {ended}");
        terminal_is_back(&demo, &what);
    }
}

#[test]
fn a_signal_at_any_moment_gives_the_terminal_back() {
    deaths(12);
}

#[test]
#[ignore = "full size of SECURITY row D7"]
fn five_hundred_signals_give_the_terminal_back() {
    deaths(500);
}

const PERSON: &str = "Robin Example, +12025550134";

/// A program for the tests below: a screen, and a panic that names a person, in the place that a variable says.
#[test]
#[ignore = "not a test: the program that tests of panics run"]
fn a_program_that_panics() {
    let Ok(place) = std::env::var("RINGLOG_TEST_PANICS_IN") else { return };
    let log = std::fs::OpenOptions::new().append(true).create(true).open("../panics.log").unwrap();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(Mutex::new(log))
        .init();
    finish(async {
        runtime::install_panic_hook();
        let signals = Signals::listen().unwrap();
        let mut screen = Screen::open(Some("xterm-256color")).unwrap();
        if place == "another thread" {
            assert!(thread::spawn(|| panic!("{PERSON}")).join().is_err());
            screen.draw(|frame| frame.render_widget("still here", frame.area())).unwrap();
            let _ = std::io::stdin().read(&mut [0]);
            return;
        }
        let open = |_, _| -> (State, Services) { panic!("{PERSON}") };
        let turned = std::panic::AssertUnwindSafe(runtime::run(&mut screen, signals, open));
        let ended = futures::FutureExt::catch_unwind(turned).await;
        drop(screen);
        if ended.is_err() {
            std::io::Write::write_all(&mut std::io::stdout(), format!("{FAULT_MESSAGE}\n").as_bytes()).unwrap();
        }
    });
}

fn panicking(home: &Home, place: &str) -> Pty {
    let mut program = home.test_in_terminal("deaths::a_program_that_panics");
    program.env("RINGLOG_TEST_PANICS_IN", place);
    Pty::start(program, 100, 30)
}

fn screens_that_panic(times: usize) {
    let home = Home::new();
    for _ in 0..times {
        let mut program = panicking(&home, "the screen");
        program.wait_exit();
        assert!(program.screen().replace('\n', "").contains("a fault of its own"), "{}", program.screen());
        assert!(!program.screen().contains("Robin") && !program.screen().contains("0134"), "{}", program.screen());
        terminal_is_back(&program, "a panic");
    }
    let log = std::fs::read_to_string(home.path().join("panics.log")).unwrap();
    assert_eq!(log.matches("panic place=tests/terminal/deaths.rs").count(), times, "{log}");
    assert!(!log.contains("Robin") && !log.contains("0134"), "{log}");
}

#[test]
fn a_panic_gives_the_terminal_back_and_tells_nothing_about_people() {
    screens_that_panic(2);
}

#[test]
#[ignore = "full size of SECURITY row G4"]
fn fifty_panics_tell_nothing_about_people() {
    screens_that_panic(50);
}

#[test]
fn a_panic_elsewhere_leaves_the_screen_up() {
    let home = Home::new();
    let mut program = panicking(&home, "another thread");
    program.wait_for("still here");
    assert!(program.inspect(vt100::Screen::alternate_screen));
    assert!(!program.screen().contains("Robin"), "{}", program.screen());
    program.press("q");
    program.wait_exit();
    terminal_is_back(&program, "an ordinary end");
}

/// The time on a processor that a process had so far, and whether it has ended. Source: proc(5); a tick is 10 ms.
fn processor_time(process: u32) -> (Duration, bool) {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks = |field: usize| fields[field].parse::<u64>().unwrap();
    (Duration::from_millis(10 * (ticks(11) + ticks(12))), fields[0] == "Z")
}

/// How long it took until they had ended, and how long they worked for that.
#[derive(Debug, Default)]
struct Ends {
    at_rest: Vec<(Duration, Duration)>,
    in_a_sync: Vec<(Duration, Duration)>,
}

/// Closes the terminal, first at a random moment of a sync and then at rest: as the leader of its session, and as a child that is
/// not told of it. After each, the archive is whole and has all that it had, and the next start takes it up.
fn hang_ups(rounds: u32) -> Ends {
    // A sync of about a second.
    let zoom = Zoom::with_faults("on=/v2/phone/call_history delay=30ms");
    let home = Home::signed_in(&zoom);
    let truth = zoom.account_calls();
    let mut dice = Dice::new(5);
    let mut ends = Ends::default();
    for round in 0..rounds {
        let start = || match round % 2 {
            0 => Pty::start(home.in_terminal(&[]), 80, 24),
            _ => Pty::start(home.in_terminal_after("trap '' HUP", &[]), 80, 24),
        };
        home.forget_archive();
        home.run(&["sync", "--last", "20d"]).expect(0);
        let syncing = start();
        syncing.wait_for("syncing");
        let after = Duration::from_millis(dice.below(1_000));
        wait_for(after);
        ends.in_a_sync.push(hang_up(syncing, &home, &format!("round {round}, {after:?} into a sync")));

        let resting = start();
        resting.wait_for("1,500 of 1,500");
        resting.wait_for("synced");
        ends.at_rest.push(hang_up(resting, &home, &format!("round {round}, at rest")));
        assert_eq!(home.exported("all.csv").calls(), truth, "round {round}");
        std::fs::remove_file(home.work().join("all.csv")).unwrap();
        assert!(!home.has_put_an_archive_aside(), "round {round}");
    }
    ends
}

/// Closes the terminal and looks at what is left. Gives how long it took, and how long was worked for it.
fn hang_up(mut ringlog: Pty, home: &Home, what: &str) -> (Duration, Duration) {
    let kept = home.calls_in_whole_archive();
    assert!(!kept.is_empty(), "{what}: the archive was empty before");
    let (before, _) = processor_time(ringlog.process_id());
    ringlog.hang_up();
    let began = Instant::now();
    let after = eventually("its end", || Some(processor_time(ringlog.process_id())).filter(|(_, ended)| *ended)).0;
    let took = (began.elapsed(), after.saturating_sub(before));
    ringlog.wait_exit();
    let left = home.calls_in_whole_archive();
    assert!(kept.is_subset(&left), "{what}: {} of {} calls are gone", kept.difference(&left).count(), kept.len());
    took
}

/// Another process has the archive, so a page that is being written waits, and the end with it. Meanwhile nobody reads a terminal that
/// is not there.
#[test]
fn an_end_that_waits_for_the_archive_costs_nothing() {
    let zoom = Zoom::with_faults("on=/v2/phone/call_history delay=30ms");
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "20d"]).expect(0);
    let mut syncing = Pty::start(home.in_terminal(&[]), 80, 24);
    syncing.wait_for("syncing");
    let other = rusqlite::Connection::open(home.archive().unwrap()).unwrap();
    other.busy_timeout(Duration::from_mins(1)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // A page comes, and cannot be written.
    wait_for(Duration::from_millis(300));
    let (before, _) = processor_time(syncing.process_id());
    syncing.hang_up();
    wait_for(Duration::from_secs(1));
    let (after, _) = processor_time(syncing.process_id());
    drop(other);
    syncing.wait_exit();
    let worked = after.saturating_sub(before);
    assert!(worked <= Duration::from_millis(150), "it worked for {worked:?} in the second after its terminal was gone");
}

#[test]
fn it_goes_when_its_terminal_goes() {
    let ends = hang_ups(2);
    let least = ends.at_rest.iter().map(|(_, worked)| *worked).min().unwrap();
    assert!(least <= Duration::from_millis(50), "it worked for {least:?} after the terminal was gone");
}

#[test]
#[ignore = "full size of SECURITY row D8; it also measures"]
fn it_goes_within_a_second_a_hundred_times() {
    let ends = hang_ups(50);
    for (what, ends) in [("at rest", &ends.at_rest), ("in a sync", &ends.in_a_sync)] {
        let longest = ends.iter().map(|(took, _)| *took).max().unwrap();
        let least = ends.iter().map(|(_, worked)| *worked).min().unwrap();
        let most = ends.iter().map(|(_, worked)| *worked).max().unwrap();
        figure(&format!("{what}: gone in at most {longest:.0?}, after {least:?} to {most:?} of work"));
        assert!(longest < Duration::from_secs(1) && most <= Duration::from_millis(50), "{what}: {ends:?}");
    }
}
