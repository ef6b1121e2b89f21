//! However it ends, the terminal is as it was.

use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::support::eventually;
use crate::support::figure::figure;
use crate::support::pty::Pty;
use crate::support::ringlog::Home;

const SHELL: &str = "ready> ";

/// True when the shell waits for a command.
fn has_prompt(screen: &vt100::Screen) -> bool {
    screen.contents().trim_end().ends_with(SHELL.trim_end())
}

/// A shell with job control, and what its terminal is like before anything runs in it.
struct Shell {
    terminal: Pty,
    modes: String,
}

impl Shell {
    fn start(home: &Home) -> Self {
        let mut terminal = Pty::start(home.shell_in_terminal(), 80, 24);
        terminal.wait_for(SHELL);
        // The line editor of the shell has modes of its own: what counts is what a program finds.
        terminal.press("set +o emacs; bind 'set enable-bracketed-paste off'; clear; echo set''tled\r");
        terminal.wait_until("a fresh prompt", |screen| screen.contents().contains("settled") && has_prompt(screen));
        let modes = terminal.modes();
        Self { terminal, modes }
    }

    /// Starts the demo; nothing is on its way any more when it comes back.
    fn demo(&mut self) {
        self.terminal.press("\"$ringlog\" demo --calls 400\r");
        self.terminal.wait_for("400 of 400");
        self.terminal.wait_for("synced");
        assert!(self.terminal.inspect(vt100::Screen::alternate_screen));
    }

    /// Waits until the shell has the terminal again, and compares.
    fn is_back(&self) {
        self.terminal.wait_until("the shell's own screen", |screen| !screen.alternate_screen() && has_prompt(screen));
        self.terminal.inspect(|screen| {
            assert!(!screen.hide_cursor(), "the cursor is gone");
            assert!(!screen.bracketed_paste(), "pastes are bracketed");
            assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        });
        eventually("the modes to be as before", || (self.terminal.modes() == self.modes).then_some(()));
    }

    /// The same after the end of the demo with this exit code.
    fn is_back_with(&mut self, code: u8) {
        self.is_back();
        self.terminal.press("echo ended with $?,\r");
        self.terminal.wait_for(&format!("ended with {code},"));
    }
}

#[test]
fn quitting_gives_the_terminal_back() {
    let home = Home::new();
    let mut shell = Shell::start(&home);
    shell.demo();
    shell.terminal.press("q");
    shell.is_back_with(0);
}

#[test]
fn the_marked_calls_are_printed_once_the_terminal_is_back() {
    let home = Home::new();
    let mut shell = Shell::start(&home);
    shell.demo();
    shell.terminal.press("  ");
    shell.terminal.wait_for("2 marked");
    shell.terminal.press("\x05");
    shell.is_back();
    let printed = shell.terminal.screen();
    assert!(printed.contains("started") && printed.contains("talk_s"), "{printed}");
    let rows = printed.lines().filter(|line| line.starts_with("20") && line.contains("bound")).count();
    assert_eq!(rows, 2, "{printed}");
    shell.is_back_with(0);
}

#[test]
fn ctrl_c_twice_quits() {
    let home = Home::new();
    let mut shell = Shell::start(&home);
    shell.demo();
    shell.terminal.press("\x03\x03");
    shell.is_back_with(0);
}

/// From the shell's word to the whole screen.
const REDRAWN: Duration = Duration::from_millis(200);

#[test]
fn it_stops_and_goes_on_as_other_jobs_do() {
    let redrawn = it_stops_and_goes_on(6);
    assert!(redrawn[0] < REDRAWN, "the screen was there again after {redrawn:?}");
}

#[test]
#[ignore = "full size of SECURITY row D9; it also measures"]
fn it_stops_and_goes_on_two_hundred_times() {
    let redrawn = it_stops_and_goes_on(200);
    let [p50, p99] = [50, 99].map(|part| redrawn[redrawn.len() * part / 100]);
    figure(&format!("the screen was there again after p50 {p50:.0?}, p99 {p99:.0?}"));
    assert!(p99 < REDRAWN, "{redrawn:?}");
}

/// Gives the times from going on to the whole screen, the shortest first.
fn it_stops_and_goes_on(times: usize) -> Vec<Duration> {
    let home = Home::new();
    let mut shell = Shell::start(&home);
    shell.demo();
    let borrowed = shell.terminal.modes();
    assert_ne!(borrowed, shell.modes, "the terminal was never borrowed");
    let mut redrawn = Vec::new();
    shell.terminal.press("  ");
    shell.terminal.wait_for("2 marked");
    for (columns, rows) in [(80, 24), (120, 36), (100, 20)].into_iter().cycle().take(times) {
        // By its key and by the signal, in turns.
        if redrawn.len() % 2 == 0 {
            shell.terminal.press("\x1a");
        } else {
            kill_process(Pid::from_raw(shell.terminal.in_front()).unwrap(), Signal::TSTP).unwrap();
        }
        shell.is_back();
        assert!(shell.terminal.screen().contains("Stopped"));
        shell.terminal.resize(columns, rows);
        // The first line, the counts and the last line are there: all of it is painted anew, for the new size.
        let took = shell.terminal.answered("fg\r", "the whole screen", |screen| {
            let lines: Vec<String> = screen.rows(0, columns).collect();
            let says = |words: &str| lines.iter().any(|line| line.contains(words));
            screen.alternate_screen()
                && lines[0].contains("ringlog")
                && says("400 of 400")
                && says("2 marked")
                && lines[usize::from(rows) - 1].trim_end().ends_with("? help")
        });
        redrawn.push(took);
        // The signal to go on comes when we did already, and the terminal is taken once more.
        eventually("the terminal's modes", || (shell.terminal.modes() == borrowed).then_some(()));
        shell.terminal.wait_until("the modes of the emulator", |screen| {
            let mouse = screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
            screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste() && mouse
        });
    }
    shell.terminal.press("q");
    shell.is_back_with(0);
    redrawn.sort();
    redrawn
}

#[test]
fn in_the_background_it_leaves_the_terminal_alone() {
    let home = Home::new();
    let mut shell = Shell::start(&home);
    shell.terminal.press("\"$ringlog\" demo --calls 10 & wait; echo said so\r");
    shell.terminal.wait_for("bring it to the front: fg");
    shell.is_back();
}

#[test]
fn a_signal_ends_it_with_its_own_code_and_the_terminal_back() {
    for (signal, code) in [(Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131), (Signal::TERM, 143)] {
        let home = Home::new();
        let mut demo = Pty::start(home.in_terminal(&["demo", "--calls", "400"]), 80, 24);
        demo.wait_for("400 of 400");
        assert_ne!(demo.modes(), demo.modes_before, "the terminal was never borrowed");
        kill_process(Pid::from_raw(demo.process_id().try_into().unwrap()).unwrap(), signal).unwrap();
        assert_eq!(demo.wait_exit(), code);
        assert_eq!(demo.modes(), demo.modes_before, "{signal:?}");
        demo.inspect(|screen| {
            assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(), "{signal:?}");
            assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "{signal:?}");
        });
    }
}

#[test]
fn it_does_not_outlive_its_terminal() {
    let home = Home::new();
    let mut demo = Pty::start(home.in_terminal(&["demo", "--calls", "400"]), 80, 24);
    demo.wait_for("400 of 400");
    demo.hang_up();
    demo.wait_exit();
}

#[test]
fn it_does_not_outlive_its_terminal_when_nobody_tells_it() {
    // Started so that hang-ups are ignored, as nohup does: only the end of the terminal itself is left to notice.
    let home = Home::new();
    let mut demo = Pty::start(home.shell_in_terminal(), 80, 24);
    demo.wait_for(SHELL);
    demo.press("trap '' HUP; exec \"$ringlog\" demo --calls 400\r");
    demo.wait_for("400 of 400");
    demo.hang_up();
    demo.wait_exit();
}

#[test]
fn at_rest_it_sends_nothing() {
    let home = Home::new();
    let demo = Pty::start(home.in_terminal(&["demo", "--calls", "400"]), 120, 36);
    demo.wait_for("400 of 400");
    demo.wait_for("synced");
    // The word about how many calls came goes after a while.
    demo.wait_gone("new calls");
    demo.stays_quiet(Duration::from_secs(3));
}
