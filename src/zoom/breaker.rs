//! Leaves a host in trouble alone: after some failures in a row nothing is sent there for a while, then one request tries.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use url::Origin;

use super::http;

/// So many failures in a row, of all requests together. A short trouble is over before: four requests side by side and a
/// retry of each are not enough.
const FAILURES: u32 = 10;
const FIRST_REST: Duration = Duration::from_secs(15);
const LONGEST_REST: Duration = Duration::from_mins(5);

/// One breaker a host. Only hosts in trouble are remembered.
/// A host that cannot be reached at all is not troubled by tries, so those do not count.
#[derive(Debug, Default)]
pub struct Breaker(Mutex<HashMap<Origin, Standing>>);

/// How a host stands.
#[derive(Clone, Copy, Debug)]
enum Standing {
    /// It failed so often in a row.
    Failing(u32),
    /// Nothing is sent before this moment; this is its rest number `count`, from 1.
    Resting { until: Instant, count: u32 },
}

/// Leave to send one request; whoever has it says how it went.
#[derive(Debug)]
pub struct Leave {
    host: Origin,
    /// The number of the rest that it ends, when it is the one that tries.
    tries_after: Option<u32>,
}

impl Breaker {
    /// Leave to ask `host`, or the moment from which on it may be asked again.
    pub fn ask(&self, host: Origin, now: Instant) -> Result<Leave, Instant> {
        let mut hosts = self.hosts();
        let tries_after = match hosts.get_mut(&host) {
            Some(Standing::Resting { until, .. }) if now < *until => return Err(*until),
            Some(Standing::Resting { until, count }) => {
                // The others wait for what this one finds; should it never end, for as long as it may take.
                *until = now + http::ANSWER_TIMEOUT;
                Some(*count)
            }
            Some(Standing::Failing(_)) | None => None,
        };
        Ok(Leave { host, tries_after })
    }

    /// The host answered something sensible.
    pub fn answered(&self, leave: Leave) {
        self.hosts().remove(&leave.host);
    }

    /// The host failed; `spread` of the rest is added to it, so that many who failed together do not come back together.
    pub fn failed(&self, leave: Leave, now: Instant, spread: impl FnOnce(Duration) -> Duration) {
        let rest = |count: u32| {
            let rest = FIRST_REST.saturating_mul(1 << (count - 1).min(16)).min(LONGEST_REST);
            Standing::Resting { until: now + rest + spread(rest / 4), count }
        };
        let mut hosts = self.hosts();
        let standing = hosts.entry(leave.host).or_insert(Standing::Failing(0));
        match (*standing, leave.tries_after) {
            (_, Some(count)) => *standing = rest(count.saturating_add(1)),
            (Standing::Failing(failures), None) if failures + 1 >= FAILURES => *standing = rest(1),
            (Standing::Failing(failures), None) => *standing = Standing::Failing(failures + 1),
            // It was on its way already.
            (Standing::Resting { .. }, None) => {}
        }
    }

    /// True when nothing is sent to `host` now.
    pub fn is_open(&self, host: &Origin, now: Instant) -> bool {
        matches!(self.hosts().get(host), Some(Standing::Resting { until, .. }) if now < *until)
    }

    fn hosts(&self) -> MutexGuard<'_, HashMap<Origin, Standing>> {
        // Each change under this lock is whole at every step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(name: &str) -> Origin {
        url::Url::parse(&format!("https://{name}/")).unwrap().origin()
    }

    fn fail(breaker: &Breaker, times: u32, now: Instant) {
        for _ in 0..times {
            let leave = breaker.ask(host("api.zoom.us"), now).unwrap();
            breaker.failed(leave, now, |_| Duration::ZERO);
        }
    }

    #[test]
    fn ten_failures_in_a_row_give_a_host_its_rest_and_no_other() {
        let (breaker, now) = (Breaker::default(), Instant::now());
        fail(&breaker, 9, now);
        let leave = breaker.ask(host("api.zoom.us"), now).unwrap();
        breaker.answered(leave);
        fail(&breaker, 9, now);
        assert!(!breaker.is_open(&host("api.zoom.us"), now), "they were not in a row");
        fail(&breaker, 1, now);
        assert_eq!(breaker.ask(host("api.zoom.us"), now).unwrap_err(), now + FIRST_REST);
        assert!(breaker.ask(host("zoom.us"), now).is_ok());
    }

    #[test]
    fn after_a_rest_one_tries_and_the_rests_grow_until_it_works() {
        let (breaker, mut now) = (Breaker::default(), Instant::now());
        fail(&breaker, FAILURES, now);
        for rest in [15, 30, 60, 120, 240, 300, 300] {
            now += Duration::from_secs(rest);
            let leave = breaker.ask(host("api.zoom.us"), now).unwrap();
            assert!(breaker.ask(host("api.zoom.us"), now).is_err(), "one tries, the others wait");
            breaker.failed(leave, now, |_| Duration::ZERO);
        }
        now += LONGEST_REST;
        let leave = breaker.ask(host("api.zoom.us"), now).unwrap();
        breaker.answered(leave);
        assert!(breaker.ask(host("api.zoom.us"), now).is_ok());
        assert!(breaker.hosts().is_empty());
    }

    #[test]
    fn a_try_that_never_ends_does_not_close_the_host_for_ever() {
        let (breaker, now) = (Breaker::default(), Instant::now());
        fail(&breaker, FAILURES, now);
        let tried = now + FIRST_REST;
        let _dropped = breaker.ask(host("api.zoom.us"), tried).unwrap();
        assert!(breaker.ask(host("api.zoom.us"), tried + http::ANSWER_TIMEOUT).is_ok());
    }
}
