//! A program without a terminal: what it says, as it says it, and how it ends.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process};

use super::{DEADLINE, eventually};

#[derive(Default)]
struct Said {
    text: String,
    ended: bool,
}

/// What comes out of one stream.
#[derive(Clone, Default)]
struct Stream(Arc<(Mutex<Said>, Condvar)>);

impl Stream {
    fn of(source: impl Read + Send + 'static) -> Self {
        let stream = Self::default();
        let (fed, mut source) = (stream.clone(), BufReader::new(source));
        thread::spawn(move || {
            let mut line = Vec::new();
            loop {
                line.clear();
                let count = source.read_until(b'\n', &mut line).unwrap_or(0);
                let mut said = fed.0.0.lock().unwrap();
                said.text.push_str(&String::from_utf8_lossy(&line));
                said.ended = count == 0;
                fed.0.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        stream
    }

    /// Waits until `found` finds something in what was said so far.
    fn wait<T>(&self, what: &str, found: impl Fn(&Said) -> Option<T>) -> T {
        let deadline = Instant::now() + DEADLINE;
        let mut said = self.0.0.lock().unwrap();
        loop {
            if let Some(found) = found(&said) {
                return found;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!said.ended && !left.is_zero(), "waited for {what}; it said:\n{}", said.text);
            said = self.0.1.wait_timeout(said, left).unwrap().0;
        }
    }

    /// Waits for a whole line that this holds for.
    fn line(&self, what: &str, is_it: impl Fn(&str) -> bool) -> String {
        self.wait(what, |said| {
            let whole = said.text.rsplit_once('\n').map_or("", |(lines, _)| lines);
            whole.lines().find(|line| is_it(line)).map(str::to_owned)
        })
    }

    fn whole(&self) -> String {
        self.wait("its end", |said| said.ended.then(|| said.text.clone()))
    }
}

/// A program that runs. Dropping it ends the program.
pub struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: Stream,
    stderr: Stream,
}

/// How a program ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; 128 and the number for a signal, as shells have it.
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Process {
    /// Starts it.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout = Stream::of(child.stdout.take().unwrap());
        let stderr = Stream::of(child.stderr.take().unwrap());
        Self { stdin: child.stdin.take(), child, stdout, stderr }
    }

    /// Waits for a line on standard error that this holds for.
    pub fn line(&self, what: &str, is_it: impl Fn(&str) -> bool) -> String {
        self.stderr.line(what, is_it)
    }

    /// Waits for a line on standard output that this holds for.
    pub fn told(&self, what: &str, is_it: impl Fn(&str) -> bool) -> String {
        self.stdout.line(what, is_it)
    }

    /// Waits for a line on standard error that this holds for, or for the end; gives the line.
    pub fn line_or_end(&self, is_it: impl Fn(&str) -> bool) -> Option<String> {
        self.stderr.wait("a line or the end", |said| {
            let whole = said.text.rsplit_once('\n').map_or("", |(lines, _)| lines);
            let line = whole.lines().find(|line| is_it(line)).map(str::to_owned);
            if line.is_some() || said.ended { Some(line) } else { None }
        })
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the first line on standard output.
    pub fn first_line(&self) -> String {
        self.stdout.wait("a line", |said| said.text.split_once('\n').map(|(line, _)| line.to_owned()))
    }

    /// Waits for the address to open in a browser, which stands on a line of its own.
    pub fn sign_in_page(&self) -> String {
        self.line("the address of the sign-in page", |line| line.starts_with("http"))
    }

    /// Types a line into its standard input.
    pub fn type_line(&mut self, line: &str) {
        writeln!(self.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Sends a signal, if it has not ended by itself.
    pub fn signal_if_alive(&self, signal: Signal) {
        // Not waited for yet, so the number is still its own.
        let _ = kill_process(Pid::from_child(&self.child), signal);
    }

    /// What the system shows everybody of how it was started.
    pub fn arguments(&self) -> String {
        std::fs::read_to_string(format!("/proc/{}/cmdline", self.child.id())).unwrap().replace('\0', " ")
    }

    /// Waits for its end.
    pub fn wait(mut self) -> Ended {
        drop(self.stdin.take());
        let (stdout, stderr) = (self.stdout.whole(), self.stderr.whole());
        let status = eventually("the program to end", || self.child.try_wait().unwrap());
        let signal = || std::os::unix::process::ExitStatusExt::signal(&status).unwrap_or(0) + 128;
        Ended { code: status.code().unwrap_or_else(signal), stdout, stderr }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Ended {
    /// Fails unless the exit code is this one.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Fails unless this stands on standard error.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "{words:?} is missing in:\n{}", self.stderr);
        self
    }
}
