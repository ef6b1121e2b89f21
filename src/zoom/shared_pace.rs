//! One pace for several processes: what was sent, in a small file that they lock for a moment each time.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::limiter::{Label, Usage};

/// The file has this size, so that one write replaces all of it.
const BYTES: usize = 256;
/// Another process holds the file for microseconds. One that holds it longer was stopped, and must not stop us too.
const PATIENCE: Duration = Duration::from_secs(1);
/// When to look again at a file that somebody holds.
const BUSY: Duration = Duration::from_millis(2);

/// What the processes tell each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// When the next request of each label may go, by the wall clock, which all processes share.
    next: [Option<DateTime<Utc>>; Label::COUNT],
    /// What was sent today.
    pub usage: Usage,
}

impl Ledger {
    /// How long until a request of this label may go. No writer ever put down more than `interval`: what is later was written
    /// by a clock that has been set back since.
    pub fn wait(&self, label: Label, interval: Duration, now: DateTime<Utc>) -> Duration {
        let wait = self.next[label.index()].and_then(|next| (next - now).to_std().ok()).unwrap_or_default();
        if wait <= interval { wait } else { Duration::ZERO }
    }

    /// A request of this label goes now.
    pub fn sent(&mut self, label: Label, interval: Duration, now: DateTime<Utc>, usage: Usage) {
        self.next[label.index()] =
            TimeDelta::from_std(interval).ok().and_then(|interval| now.checked_add_signed(interval));
        self.usage = usage;
    }
}

/// The file. Crash-safe: the lock goes with its process, and what cannot be read counts as empty.
#[derive(Debug)]
pub struct SharedPace {
    path: PathBuf,
    file: Option<File>,
    busy_since: Option<Instant>,
    failed: bool,
}

/// What came of trying to have the file for oneself.
pub enum Held {
    /// It is ours until this is dropped.
    Ours(Page),
    /// Ask again then.
    Busy(Instant),
    /// It cannot be used: everybody keeps their own pace.
    Nobody,
}

/// The file while it is ours.
pub struct Page {
    file: File,
    pub ledger: Ledger,
}

impl SharedPace {
    /// Nothing is opened yet.
    pub const fn new(path: PathBuf) -> Self {
        Self { path, file: None, busy_since: None, failed: false }
    }

    /// Tries to have the file for oneself. Does not wait.
    pub fn hold(&mut self, now: Instant) -> Held {
        let held = self.open().and_then(|file| match file.try_lock() {
            Ok(()) => Ok(Some(Page { ledger: read(&file), file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        });
        match held {
            Ok(Some(page)) => {
                self.busy_since = None;
                Held::Ours(page)
            }
            Ok(None) if now - *self.busy_since.get_or_insert(now) < PATIENCE => Held::Busy(now + BUSY),
            Ok(None) => Held::Nobody,
            Err(error) => {
                if !std::mem::replace(&mut self.failed, true) {
                    tracing::warn!(%error, "the pace cannot be shared with other processes");
                }
                Held::Nobody
            }
        }
    }

    /// What was sent so far, as far as it can be read at once.
    pub fn glance(&mut self) -> Ledger {
        self.open().map_or_else(|_| Ledger::default(), |file| read(&file))
    }

    fn open(&mut self) -> io::Result<File> {
        let file = match &self.file {
            Some(file) => file,
            None => self.file.insert(open(&self.path)?),
        };
        file.try_clone()
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

fn read(file: &File) -> Ledger {
    let mut bytes = [0; BYTES];
    let length = file.read_at(&mut bytes, 0).unwrap_or(0);
    serde_json::from_slice(&bytes[..length]).unwrap_or_default()
}

impl Page {
    /// Puts the ledger down. A failure leaves the older one, and costs no more than a little pace.
    pub fn write(&self) {
        let Ok(mut bytes) = serde_json::to_vec(&self.ledger) else { return };
        bytes.resize(BYTES, b' ');
        if let Err(error) = self.file.write_all_at(&bytes, 0) {
            tracing::debug!(%error, "the shared pace could not be written");
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // The descriptor behind it stays open for the next time, so the lock has to be given back by hand.
        let _ = self.file.unlock();
    }
}
