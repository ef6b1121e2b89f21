//! When an access token is due for renewal.

use std::time::{Duration, Instant, SystemTime};

/// Renewed this long before it ends, so that no request meets the end.
const EARLY: Duration = Duration::from_mins(5);
/// Several ringlogs do not all renew in the same second.
const JITTER: Duration = Duration::from_mins(1);
/// However short a lifetime was announced, the next renewal is at least this far away.
const LEAST: Duration = Duration::from_mins(1);
/// A token is older than we have had it.
const UNDERWAY: Duration = Duration::from_secs(1);

/// The moment a token becomes due, by two clocks: the monotonic one, which a wrong date cannot move, and the wall clock,
/// which goes on while the machine sleeps. The first to reach it counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Freshness {
    since: Instant,
    since_wall: SystemTime,
    due_after: Duration,
    /// How long the server said that it lives.
    lives: Duration,
}

impl Freshness {
    /// For a token received now. `jitter` is any random number.
    pub(super) fn new(lives: Duration, jitter: u8) -> Self {
        let early = EARLY + JITTER * u32::from(jitter) / 256;
        Self { lives, ..Self::due_in(lives.saturating_sub(early).max(LEAST)) }
    }

    /// For a token that another process received and wants renewed after `due_after` from now.
    pub(super) fn due_in(due_after: Duration) -> Self {
        Self { since: Instant::now(), since_wall: SystemTime::now(), due_after, lives: due_after }
    }

    /// True when the token may have come to its end by `now`, going by what the server said; on the way to us and back it aged
    /// too.
    pub(super) fn may_have_ended(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.since) + UNDERWAY >= self.lives
    }

    /// When the token becomes due, by the wall clock.
    pub(super) fn due_at(&self) -> SystemTime {
        self.since_wall + self.due_after
    }

    /// True when the token should be renewed before its next use.
    pub(super) fn is_due(&self) -> bool {
        self.is_due_at(Instant::now(), SystemTime::now())
    }

    fn is_due_at(&self, now: Instant, wall: SystemTime) -> bool {
        // A wall clock set back says nothing.
        let wall_elapsed = wall.duration_since(self.since_wall).unwrap_or_default();
        now.saturating_duration_since(self.since).max(wall_elapsed) >= self.due_after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    fn due(freshness: Freshness, monotonic: Duration, wall: Duration) -> bool {
        freshness.is_due_at(freshness.since + monotonic, freshness.since_wall + wall)
    }

    #[test]
    fn a_token_of_an_hour_is_due_five_to_six_minutes_early() {
        for jitter in [0, 128, 255] {
            let freshness = Freshness::new(60 * MINUTE, jitter);
            assert!(!due(freshness, 54 * MINUTE, 54 * MINUTE));
            assert!(due(freshness, 55 * MINUTE, 55 * MINUTE));
        }
    }

    #[test]
    fn sleep_counts_and_a_clock_set_back_does_not() {
        let freshness = Freshness::new(60 * MINUTE, 0);
        assert!(due(freshness, MINUTE, 25 * 60 * MINUTE), "the machine slept");
        assert!(!freshness.is_due_at(freshness.since + MINUTE, freshness.since_wall - 25 * 60 * MINUTE));
        assert!(freshness.is_due_at(freshness.since + 56 * MINUTE, freshness.since_wall - 25 * 60 * MINUTE));
    }

    #[test]
    fn no_lifetime_asks_for_more_than_one_renewal_a_minute() {
        for seconds in [0, 1, 60, 299, 300] {
            let freshness = Freshness::new(Duration::from_secs(seconds), 255);
            assert!(!due(freshness, Duration::from_secs(59), Duration::ZERO), "{seconds}");
            assert!(due(freshness, MINUTE, Duration::ZERO), "{seconds}");
        }
    }
}
