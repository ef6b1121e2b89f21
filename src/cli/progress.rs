//! How far something is, on standard error.

use std::io::{IsTerminal as _, Write as _};

use chrono::{DateTime, TimeDelta, Utc};

use super::output::say;
use crate::app::{Wait, WaitKind};
use crate::clock;

/// Where nobody watches, this much time goes by from one line to the next.
const QUIET: TimeDelta = TimeDelta::seconds(30);

/// One line that is written over on a terminal. Elsewhere, as in the log of a nightly run, nothing is said of what is done soon,
/// and of what takes long a line now and then.
pub(super) struct ProgressLine {
    on_terminal: bool,
    is_shown: bool,
    next: DateTime<Utc>,
}

impl ProgressLine {
    pub(super) fn new() -> Self {
        Self { on_terminal: std::io::stderr().is_terminal(), is_shown: false, next: clock::now() + QUIET }
    }

    pub(super) fn show(&mut self, words: &str) {
        if self.on_terminal {
            self.is_shown = true;
            // Nobody to tell when standard error is closed.
            let _ = write!(std::io::stderr().lock(), "\r\x1b[K{words}");
        } else if self.is_due(clock::now()) {
            say(words);
        }
    }

    /// What is waited for; a long wait is told everywhere.
    pub(super) fn wait(&mut self, wait: Wait) {
        if !self.on_terminal && is_long(wait, clock::now()) {
            say(wait_words(wait));
        } else {
            self.show(&wait_words(wait));
        }
    }

    /// Leaves the line, so that what is written next has its own.
    pub(super) fn end(&self) {
        if self.is_shown {
            say("");
        }
    }

    fn is_due(&mut self, now: DateTime<Utc>) -> bool {
        let is_due = now >= self.next;
        if is_due {
            self.next = now + QUIET;
        }
        is_due
    }
}

fn is_long(wait: Wait, now: DateTime<Utc>) -> bool {
    wait.until - now >= QUIET
}

fn wait_words(wait: Wait) -> String {
    let why = match wait.kind {
        WaitKind::PerSecond => "Zoom says slow down (429)",
        WaitKind::Concurrent => "Zoom says too many at once (429)",
        WaitKind::Daily => "Zoom's limit of requests a day is reached",
        WaitKind::Trouble => "Zoom or the network has trouble; trying again",
    };
    format!("{why}: waiting until {}", wait.until.format("%H:%M:%S UTC"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_gets_a_line_each_half_minute_and_none_of_what_is_done_soon() {
        let start: DateTime<Utc> = "2026-11-20T14:00:00Z".parse().unwrap();
        let mut line = ProgressLine { on_terminal: false, is_shown: false, next: start + QUIET };
        let due: Vec<i64> = (0..90).filter(|second| line.is_due(start + TimeDelta::seconds(*second))).collect();
        assert_eq!(due, [30, 60]);
    }

    #[test]
    fn a_wait_for_the_next_day_is_told_and_one_for_a_second_is_not() {
        let now: DateTime<Utc> = "2026-11-20T22:00:00Z".parse().unwrap();
        let until = |seconds| now + TimeDelta::seconds(seconds);
        assert!(is_long(Wait { kind: WaitKind::Daily, until: until(7200) }, now));
        assert!(!is_long(Wait { kind: WaitKind::PerSecond, until: until(1) }, now));
    }
}
