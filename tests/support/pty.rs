//! ringlog in a real pseudo-terminal, read by a terminal emulator.

use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{Callbacks, Parser, Screen};

/// How long anything may take before a test gives up; generous, since machines are shared.
pub const DEADLINE: Duration = Duration::from_mins(3);

/// Asks until there is an answer; fails when there is none in time. For what nothing tells of, such as files.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        thread::park_timeout(Duration::from_millis(10));
    }
}

/// What the program sent besides cells.
#[derive(Default)]
pub struct Heard {
    /// Text put on the clipboard (OSC 52), still in base64.
    pub copied: Vec<String>,
    /// Window titles that were set.
    pub titles: Vec<String>,
}

impl Callbacks for Heard {
    fn copy_to_clipboard(&mut self, _: &mut Screen, _kind: &[u8], data: &[u8]) {
        self.copied.push(String::from_utf8_lossy(data).into_owned());
    }

    fn set_window_title(&mut self, _: &mut Screen, title: &[u8]) {
        self.titles.push(String::from_utf8_lossy(title).into_owned());
    }
}

/// As much of the beginning is kept as it was sent.
const FIRST: usize = 512;

struct Shown {
    parser: Parser<Heard>,
    bytes: u64,
    /// The first of what was sent, as it was sent.
    first: Vec<u8>,
    ended: bool,
    /// Nobody reads any more.
    hung_up: bool,
}

fn cells(side: u16) -> NonZeroU16 {
    NonZeroU16::new(side).expect("the emulator has at least one cell")
}

fn modes(terminal: &dyn MasterPty) -> String {
    format!("{:?}", terminal.get_termios().unwrap())
}

/// A program in a pseudo-terminal. Dropping it ends the program.
pub struct Pty {
    shown: Arc<(Mutex<Shown>, Condvar)>,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Box<dyn std::io::Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// How the terminal was set up before the program had it.
    pub modes_before: String,
}

impl Pty {
    /// Starts `command` in a terminal of this size.
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let modes_before = modes(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).unwrap();
        // As long as this side is open, the end of the program is no end of input.
        drop(pair.slave);
        let parser = Parser::new_with_callbacks(cells(rows), cells(columns), 0, Heard::default());
        let shown = Arc::new((
            Mutex::new(Shown { parser, bytes: 0, first: Vec::new(), ended: false, hung_up: false }),
            Condvar::new(),
        ));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let fed = Arc::clone(&shown);
        thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut shown = fed.0.lock().unwrap();
                shown.parser.process(&buffer[..count]);
                shown.bytes += count as u64;
                let wanted = FIRST.saturating_sub(shown.first.len()).min(count);
                shown.first.extend_from_slice(&buffer[..wanted]);
                shown.ended = count == 0 || shown.hung_up;
                let ended = shown.ended;
                drop(shown);
                if ended {
                    // Before it is told: as long as this side is open, nothing has hung up.
                    drop(reader);
                    fed.1.notify_all();
                    return;
                }
                fed.1.notify_all();
            }
        });
        Self { shown, master: Some(pair.master), keyboard, child, modes_before }
    }

    /// Types these bytes.
    pub fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Waits until the screen satisfies `reached`; fails with the screen as it is when it does not in time.
    pub fn wait_until(&self, what: &str, reached: impl Fn(&Screen) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        let mut shown = self.shown.0.lock().unwrap();
        while !reached(shown.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !shown.ended,
                "waited for {what}; the screen says:\n{}",
                shown.parser.screen().contents()
            );
            shown = self.shown.1.wait_timeout(shown, left.min(Duration::from_millis(500))).unwrap().0;
        }
    }

    /// Types these bytes; gives the time until the screen satisfies `reached`.
    pub fn answered(&mut self, keys: &str, what: &str, reached: impl Fn(&Screen) -> bool) -> Duration {
        let begun = Instant::now();
        self.press(keys);
        self.wait_until(what, reached);
        begun.elapsed()
    }

    /// Waits until the screen shows this text.
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("{text:?}"), |screen| screen.contents().contains(text));
    }

    /// Waits until the screen shows this text no more.
    pub fn wait_gone(&self, text: &str) {
        self.wait_until(&format!("{text:?} to go"), |screen| !screen.contents().contains(text));
    }

    /// The screen, row by row.
    pub fn rows(&self) -> Vec<String> {
        let shown = self.shown.0.lock().unwrap();
        let (_, columns) = shown.parser.screen().size();
        shown.parser.screen().rows(0, columns.get()).collect()
    }

    /// The screen as one text.
    pub fn screen(&self) -> String {
        self.shown.0.lock().unwrap().parser.screen().contents()
    }

    /// Bytes that the program sent so far.
    pub fn bytes(&self) -> u64 {
        self.shown.0.lock().unwrap().bytes
    }

    /// The first of what the program sent, as it was sent.
    pub fn first_bytes(&self) -> String {
        String::from_utf8_lossy(&self.shown.0.lock().unwrap().first).into_owned()
    }

    /// What was put on the clipboard, as sent: base64.
    pub fn copied(&self) -> Vec<String> {
        self.shown.0.lock().unwrap().parser.callbacks().copied.clone()
    }

    /// Looks at the emulator itself: modes, cursor, colours.
    pub fn inspect<T>(&self, look: impl FnOnce(&Screen) -> T) -> T {
        look(self.shown.0.lock().unwrap().parser.screen())
    }

    /// Changes the terminal's size.
    pub fn resize(&self, columns: u16, rows: u16) {
        // The emulator first: what comes after the change is drawn for the new size.
        self.shown.0.lock().unwrap().parser.screen_mut().set_size(cells(rows), cells(columns));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// The program's process id.
    pub fn process_id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// The group of processes that the terminal belongs to at the moment.
    pub fn in_front(&self) -> i32 {
        self.master.as_ref().unwrap().process_group_leader().unwrap()
    }

    /// How the terminal is set up: raw or not, echo, control characters.
    pub fn modes(&self) -> String {
        modes(self.master.as_deref().unwrap())
    }

    /// Fails when the program sends anything in this time.
    pub fn stays_quiet(&self, time: Duration) {
        let end = Instant::now() + time;
        let mut shown = self.shown.0.lock().unwrap();
        let before = shown.bytes;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            shown = self.shown.1.wait_timeout(shown, left).unwrap().0;
            assert_eq!(
                shown.bytes,
                before,
                "it sent something; the screen says:\n{}",
                shown.parser.screen().contents()
            );
        }
    }

    /// Closes the terminal, as a dropped connection does.
    pub fn hang_up(&mut self) {
        self.shown.0.lock().unwrap().hung_up = true;
        // The reader wakes up when something is drawn, and sees that it is over.
        let (columns, rows) = self.inspect(Screen::size);
        self.resize(columns.get(), rows.get() - 1);
        eventually("the reader to let go", || self.shown.0.lock().unwrap().ended.then_some(()));
        self.keyboard = Box::new(std::io::sink());
        self.master = None;
    }

    /// Leaves with `q`, and with a yes where the program asks because something still runs. Gives its exit code.
    pub fn leave(&mut self) -> u32 {
        // What runs can end just before the yes, which answers nothing then, and a yes in one burst with the question is none:
        // each new screen gets the key that it asks for, and one that stays gets it again, as a person would press it.
        let (mut answered, mut at) = (None, Instant::now());
        eventually("the end", || {
            if self.child.try_wait().unwrap().is_some() {
                return Some(());
            }
            let screen = Some(self.screen());
            if answered != screen || at.elapsed() > Duration::from_secs(2) {
                let asks = screen.as_ref().is_some_and(|screen| screen.contains("Quit ringlog?"));
                // It may have ended just now.
                let _ = self.keyboard.write_all(if asks { b"y" } else { b"q" });
                (answered, at) = (screen, Instant::now());
            }
            None
        });
        self.wait_exit()
    }

    /// Waits for the program to end and gives its exit code.
    pub fn wait_exit(&mut self) -> u32 {
        let shown = Arc::clone(&self.shown);
        let status = eventually("the program to end", || self.child.try_wait().unwrap());
        // What it said last is still on its way.
        eventually("the last of the screen", || shown.0.lock().unwrap().ended.then_some(()));
        status.exit_code()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
