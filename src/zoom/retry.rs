//! When to try again, and how often: full jitter, few tries, and a budget over all requests, so that a Zoom in trouble is
//! not troubled more.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Tries of one request, the first among them.
pub const TRIES: u32 = 5;
/// Refusals for the rate that one request waits out.
pub const WAITS: u32 = 8;
/// A longer wait is the caller's to take, not a request's.
pub const LONGEST_WAIT: Duration = Duration::from_mins(5);

// Wide enough that many who failed together do not come back together.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
const LONGEST_DOUBLED_WAIT: Duration = Duration::from_mins(1);

/// The pause after try number `tried` failed, from 1: anything up to a bound that doubles.
pub fn pause(tried: u32) -> Duration {
    spread(doubled(FIRST_PAUSE, tried, LONGEST_PAUSE))
}

/// The wait after refusal number `refused` that came without a moment, from 1: 1 s, doubling, and up to a quarter more so
/// that those who were refused together do not come back together.
pub fn wait(refused: u32) -> Duration {
    let wait = doubled(Duration::from_secs(1), refused, LONGEST_DOUBLED_WAIT);
    wait + spread(wait / 4)
}

/// A little more than the wait that Zoom asked for, for the same reason.
pub fn after_hint(wait: Duration) -> Duration {
    wait + spread(Duration::from_millis(250))
}

fn doubled(first: Duration, count: u32, longest: Duration) -> Duration {
    first.saturating_mul(1 << count.saturating_sub(1).min(16)).min(longest)
}

/// Anything up to `bound`; all of it on a machine without random numbers.
pub fn spread(bound: Duration) -> Duration {
    bound.mul_f64(f64::from(getrandom::u32().unwrap_or(u32::MAX)) / f64::from(u32::MAX))
}

/// At most one retry in ten requests, with ten in reserve.
#[derive(Debug)]
pub struct Budget(AtomicU32);

impl Budget {
    const RETRY: u32 = 10;
    const FULL: u32 = 10 * Self::RETRY;

    /// A full reserve.
    pub const fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// A request that is no retry earns a tenth of one.
    pub fn earn(&self) {
        self.change(|saved| Some((saved + 1).min(Self::FULL)));
    }

    /// True when a retry is affordable; it is then paid for.
    pub fn spend(&self) -> bool {
        self.change(|saved| saved.checked_sub(Self::RETRY))
    }

    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, change).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_spread_and_bounded_and_waits_are_never_too_short() {
        for tried in [1, 2, 3, 4, 40, u32::MAX] {
            let bound = doubled(FIRST_PAUSE, tried, LONGEST_PAUSE);
            assert!((0..100).all(|_| pause(tried) <= bound), "{tried}");
            assert!((0..100).all(|_| wait(tried) >= Duration::from_secs(1)), "{tried}");
        }
        assert!(wait(3) >= Duration::from_secs(4));
        assert!(wait(u32::MAX) <= LONGEST_DOUBLED_WAIT.mul_f32(1.25));
        assert!(after_hint(Duration::from_secs(7)) >= Duration::from_secs(7));
    }

    #[test]
    fn retries_are_a_tenth_of_all_requests_after_the_reserve_is_gone() {
        let budget = Budget::new();
        let retries = (0..1_000)
            .filter(|_| {
                budget.earn();
                budget.spend()
            })
            .count();
        assert!((100..=110).contains(&retries), "{retries}");
    }
}
