//! Waiting, with an end.

use std::time::{Duration, Instant};

/// How long anything may take before a test gives up; generous, since machines are shared.
pub const DEADLINE: Duration = Duration::from_mins(1);

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
