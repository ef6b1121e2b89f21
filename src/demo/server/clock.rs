//! The time the stand-in believes in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// A clock that tests can stop and move. Copies share one hand: moving one moves all.
#[derive(Clone, Debug)]
pub struct Clock {
    stopped_at: Option<DateTime<Utc>>,
    moved: Arc<AtomicI64>, // milliseconds
}

impl Clock {
    /// The machine's own time.
    #[must_use]
    pub fn system() -> Self {
        Self { stopped_at: None, moved: Arc::default() }
    }

    /// A clock that stands still at `at` until it is advanced.
    #[must_use]
    pub fn stopped_at(at: DateTime<Utc>) -> Self {
        Self { stopped_at: Some(at), moved: Arc::default() }
    }

    /// The time now, by this clock.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the stand-in has a clock of its own, which tests can turn")]
    pub fn now(&self) -> DateTime<Utc> {
        let moved = TimeDelta::milliseconds(self.moved.load(Ordering::SeqCst));
        self.stopped_at.unwrap_or_else(Utc::now) + moved
    }

    /// Moves this clock, and every copy of it, forward.
    pub fn advance(&self, by: Duration) {
        self.moved.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}
