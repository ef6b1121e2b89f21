//! A program in a pseudo-terminal, and when it sent what.

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::{Parser, Screen};

const COLUMNS: u16 = 120;
const ROWS: u16 = 40;
/// Longer than this nothing takes.
const PATIENCE: Duration = Duration::from_mins(2);
/// When nothing more came for so long, the program has said what it had to say.
const QUIET: Duration = Duration::from_millis(40);

/// A program in a pseudo-terminal. Dropping it ends the program.
pub struct Terminal {
    started: Instant,
    chunks: Receiver<(Instant, Vec<u8>)>,
    parser: Parser,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    // Closing it would be a hang-up.
    _master: Box<dyn MasterPty + Send>,
}

/// A pause in the bytes by which the first frame of an answer is over.
const PAUSE: Duration = Duration::from_millis(4);

/// What came of a key.
pub struct Answer {
    /// From the key to the last byte of the first frame; what comes later, such as a detail, is not the answer.
    pub took: Duration,
    /// The bytes of the first frame.
    pub bytes: usize,
}

impl Terminal {
    /// Starts `program` with this environment and no other.
    pub fn start(program: &str, arguments: &[&str], environment: &[(String, String)]) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let keyboard = pair.master.take_writer().expect("its input");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        for (name, value) in environment {
            command.env(name, value);
        }
        let (sender, chunks) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let cells = |side| NonZeroU16::new(side).expect("not zero");
        let parser = Parser::new(cells(ROWS), cells(COLUMNS), 0);
        Self { started, chunks, parser, keyboard, child, _master: pair.master }
    }

    /// The program's process id.
    pub fn process(&self) -> u32 {
        self.child.process_id().expect("it runs")
    }

    /// The screen as it is now.
    pub fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    /// The screen as one text.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// Time from the start of the program until the screen satisfied `reached`.
    pub fn until(&mut self, what: &str, reached: impl Fn(&Screen) -> bool) -> Duration {
        self.moment(what, reached) - self.started
    }

    /// Types these keys; gives the time until the screen, whatever else is drawn meanwhile, satisfied `reached`.
    pub fn answer(&mut self, keys: &str, what: &str, reached: impl Fn(&Screen) -> bool) -> Duration {
        let pressed = self.type_keys(keys);
        self.moment(what, reached) - pressed
    }

    fn type_keys(&mut self, keys: &str) -> Instant {
        let pressed = Instant::now();
        self.keyboard.write_all(keys.as_bytes()).and_then(|()| self.keyboard.flush()).expect("it takes keys");
        pressed
    }

    fn moment(&mut self, what: &str, reached: impl Fn(&Screen) -> bool) -> Instant {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.chunks.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok((came, bytes)) => {
                    self.parser.process(&bytes);
                    if reached(self.parser.screen()) {
                        return came;
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("waited for {what}; the screen says:\n{}", self.text())
                }
            }
        }
    }

    /// Types these keys and waits until the program is quiet.
    pub fn press(&mut self, keys: &str) -> Answer {
        let pressed = self.type_keys(keys);
        let mut answer = Answer { took: Duration::ZERO, bytes: 0 };
        let mut patience = PATIENCE;
        while let Ok((came, bytes)) = self.chunks.recv_timeout(patience) {
            self.parser.process(&bytes);
            if answer.bytes == 0 || came - pressed < answer.took + PAUSE {
                answer = Answer { took: came - pressed, bytes: answer.bytes + bytes.len() };
            }
            patience = QUIET;
        }
        answer
    }

    /// The bytes that come within `span`.
    pub fn listen(&mut self, span: Duration) -> usize {
        let deadline = Instant::now() + span;
        let mut heard = 0;
        loop {
            match self.chunks.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok((_, bytes)) => {
                    self.parser.process(&bytes);
                    heard += bytes.len();
                }
                Err(RecvTimeoutError::Timeout) => return heard,
                Err(RecvTimeoutError::Disconnected) => panic!("it ended; the screen says:\n{}", self.text()),
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
