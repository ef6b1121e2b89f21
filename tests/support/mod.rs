//! What several test programs need: a stand-in for Zoom, throw-away folders, the binary in them, with and without a real
//! terminal, and who plays the browser.

#![allow(dead_code, reason = "each test program uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that cannot do its part fails its test")]

pub mod browser;
pub mod process;
pub mod pty;
pub mod ringlog;
pub mod zoom;

use std::time::{Duration, Instant};

/// How long anything may take before a test gives up; generous, since machines are shared.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// Asks until there is an answer; fails when there is none in time. For what nothing tells of, such as files.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

/// Runs what is asynchronous in a test to its end.
pub fn finish<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(DEADLINE, work).await.expect("this takes too long") })
}
