//! What several test programs need: a stand-in for Zoom, throw-away folders, the binary in them, with and without a real
//! terminal, and who plays the browser.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod browser;
pub mod dice;
pub mod faked_time;
pub mod figure;
pub mod process;
pub mod pty;
pub mod ringlog;
pub mod zoom;

pub use pty::{DEADLINE, eventually};

use std::time::{Duration, Instant};

/// Lets time pass, where the moment itself is what a test is about.
pub fn wait_for(time: Duration) {
    let end = Instant::now() + time;
    while let Some(left) = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        std::thread::park_timeout(left);
    }
}

/// Runs what is asynchronous in a test to its end.
pub fn finish<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(DEADLINE, work).await.expect("this takes too long") })
}
