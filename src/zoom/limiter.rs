//! Our own pace: half of what Zoom allows the account, so that its other apps keep theirs.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::error::RateLimit;
use super::rate_limit::next_utc_midnight;
use super::shared_pace::{Held, SharedPace};
use crate::model::Rates;

/// The account's plan, which sets the rates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Plan {
    /// Pro.
    Pro,
    /// Business and up.
    #[default]
    Business,
    /// No pace at all: for a stand-in.
    Unlimited,
}

/// Zoom's label of an endpoint, by how much work it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// One thing by its id.
    Light,
    /// Most lists.
    Medium,
    /// The account's call history and voicemails; counted by the day too.
    Heavy,
}

impl Label {
    /// How many there are.
    pub const COUNT: usize = 3;

    /// Its place in a list of all.
    #[must_use]
    pub const fn index(self) -> usize {
        match self {
            Self::Light => 0,
            Self::Medium => 1,
            Self::Heavy => 2,
        }
    }
}

impl Plan {
    /// Time between two requests: twice what Zoom asks for. Evenly paced, there is no burst that the account's other apps
    /// would meet. Source: Zoom rate limits, Phone endpoints (Light 20 and 40, Medium 10 and 20, Heavy 5 and 10 a second
    /// for Pro and Business), checked 2026-11-22.
    const fn interval(self, label: Label) -> Duration {
        Duration::from_millis(match (self, label) {
            (Self::Pro, Label::Light) | (Self::Business, Label::Medium) => 100,
            (Self::Pro, Label::Medium) | (Self::Business, Label::Heavy) => 200,
            (Self::Pro, Label::Heavy) => 400,
            (Self::Business, Label::Light) => 50,
            (Self::Unlimited, _) => 0,
        })
    }

    /// The pace in numbers, for what work will cost.
    #[must_use]
    pub fn rates(self) -> Rates {
        let millis = |label| u64::try_from(self.interval(label).as_millis()).unwrap_or(u64::MAX);
        Rates {
            light_millis: millis(Label::Light),
            medium_millis: millis(Label::Medium),
            heavy_millis: millis(Label::Heavy),
            heavy_a_day: self.daily_share(Label::Heavy).map(|share| u64::from(share) * 2),
        }
    }

    /// Our share of a day: half of Zoom's 15,000 and 30,000, which hold for Heavy requests only.
    #[must_use]
    pub const fn daily_share(self, label: Label) -> Option<u32> {
        match (self, label) {
            (Self::Pro, Label::Heavy) => Some(7_500),
            (Self::Business, Label::Heavy) => Some(15_000),
            (Self::Pro | Self::Business, Label::Light | Label::Medium) | (Self::Unlimited, _) => None,
        }
    }
}

/// Requests sent on one UTC day. Kept by the caller between runs, so that a restart does not start the day anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// The day; `None` before the first request.
    pub day: Option<NaiveDate>,
    /// Light requests.
    pub light: u32,
    /// Medium requests.
    pub medium: u32,
    /// Heavy requests.
    pub heavy: u32,
}

impl Usage {
    /// The larger counts of two that may know of different requests, on `day`.
    fn merged(self, other: Self, day: NaiveDate) -> Self {
        let (one, other) = (self.on(day), other.on(day));
        Self {
            day: Some(day),
            light: one.light.max(other.light),
            medium: one.medium.max(other.medium),
            heavy: one.heavy.max(other.heavy),
        }
    }

    fn on(self, day: NaiveDate) -> Self {
        if self.day == Some(day) { self } else { Self { day: Some(day), ..Self::default() } }
    }

    const fn count(&mut self, label: Label) -> &mut u32 {
        match label {
            Label::Light => &mut self.light,
            Label::Medium => &mut self.medium,
            Label::Heavy => &mut self.heavy,
        }
    }
}

/// Whether a request may go now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It may, and is counted.
    Now,
    /// Ask again at this moment.
    At(Instant),
    /// Not before this moment, which may be tomorrow.
    Closed(RateLimit, DateTime<Utc>),
}

/// The pace itself: no clock, no waiting.
/// Invariant: two requests of a label are never closer than its interval, so any second holds at most half the published rate.
#[derive(Debug)]
struct Pacer {
    plan: Plan,
    next: [Option<Instant>; Label::COUNT],
    closed: [Option<(RateLimit, DateTime<Utc>)>; Label::COUNT],
    usage: Usage,
}

impl Pacer {
    fn turn(&mut self, label: Label, now: Instant, utc: DateTime<Utc>) -> Turn {
        if let Some((kind, until)) = self.closed[label.index()].filter(|(_, until)| *until > utc) {
            return Turn::Closed(kind, until);
        }
        self.usage = self.usage.on(utc.date_naive());
        if self.plan.daily_share(label).is_some_and(|share| *self.usage.count(label) >= share) {
            return Turn::Closed(RateLimit::DailyShare, next_utc_midnight(utc));
        }
        if let Some(next) = self.next[label.index()].filter(|next| *next > now) {
            return Turn::At(next);
        }
        self.next[label.index()] = Some(now + self.plan.interval(label));
        let count = self.usage.count(label);
        *count = count.saturating_add(1);
        Turn::Now
    }

    fn hold(&mut self, label: Label, until: Instant) {
        let next = &mut self.next[label.index()];
        *next = Some(next.map_or(until, |next| next.max(until)));
    }
}

/// The pace that all requests of one sign-in share, with other processes too once it is told of a file for that.
#[derive(Debug)]
pub struct Limiter {
    pacer: Mutex<Pacer>,
    shared: Mutex<Option<SharedPace>>,
}

impl Limiter {
    /// Starts with what was sent before.
    pub fn new(plan: Plan, usage: Usage) -> Self {
        let pacer = Pacer { plan, next: [None; Label::COUNT], closed: [None; Label::COUNT], usage };
        Self { pacer: Mutex::new(pacer), shared: Mutex::new(None) }
    }

    /// Keeps one pace with every process that shares `file`, whose folder is there.
    pub fn share(&self, file: PathBuf) {
        *locked(&self.shared) = Some(SharedPace::new(file));
    }

    /// Asks for a turn.
    pub fn turn(&self, label: Label, now: Instant, utc: DateTime<Utc>) -> Turn {
        let mut shared = locked(&self.shared);
        let mut pacer = self.pacer();
        let interval = pacer.plan.interval(label);
        let held = match &mut *shared {
            // What one's own pace forbids needs no asking others.
            Some(_) if pacer.next[label.index()].is_some_and(|next| next > now) => None,
            Some(shared) => Some(shared.hold(now)),
            None => None,
        };
        let mut page = match held {
            Some(Held::Ours(page)) => page,
            Some(Held::Busy(until)) => return Turn::At(until),
            Some(Held::Nobody) | None => return pacer.turn(label, now, utc),
        };
        pacer.usage = pacer.usage.merged(page.ledger.usage, utc.date_naive());
        let wait = page.ledger.wait(label, interval, utc);
        if !wait.is_zero() {
            return Turn::At(now + wait);
        }
        let turn = pacer.turn(label, now, utc);
        if turn == Turn::Now {
            page.ledger.sent(label, interval, utc, pacer.usage);
            page.write();
        }
        turn
    }

    /// Nothing of this label goes before `until`: Zoom said so to one of us.
    pub fn hold(&self, label: Label, until: Instant) {
        self.pacer().hold(label, until);
    }

    /// Nothing of this label goes before `until`, and nobody waits for it.
    pub fn close(&self, label: Label, kind: RateLimit, until: DateTime<Utc>) {
        self.pacer().closed[label.index()] = Some((kind, until));
    }

    /// What was sent today.
    pub fn usage(&self, today: NaiveDate) -> Usage {
        let others = locked(&self.shared).as_mut().map_or_else(Usage::default, |shared| shared.glance().usage);
        self.pacer().usage.merged(others, today)
    }

    /// How many heavy requests a day are ours; `None` when nothing bounds them.
    pub fn daily_share(&self) -> Option<u32> {
        self.pacer().plan.daily_share(Label::Heavy)
    }

    fn pacer(&self) -> MutexGuard<'_, Pacer> {
        locked(&self.pacer)
    }
}

/// Numbers stay numbers after a panic elsewhere.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn utc(moment: &str) -> DateTime<Utc> {
        moment.parse().unwrap()
    }

    /// When each of the requests that are asked for at `asked` (milliseconds) goes.
    fn sent(plan: Plan, label: Label, asked: &[u64]) -> Vec<Duration> {
        let (limiter, start) = (Limiter::new(plan, Usage::default()), Instant::now());
        let mut sent: Vec<Duration> = asked
            .iter()
            .map(|asked| {
                let mut now = start + Duration::from_millis(*asked);
                while let Turn::At(later) = limiter.turn(label, now, utc("2026-11-22T10:00:00Z")) {
                    now = later;
                }
                now - start
            })
            .collect();
        sent.sort_unstable();
        sent
    }

    proptest! {
        #[test]
        fn no_second_holds_more_than_half_the_published_rate(mut asked in prop::collection::vec(0..3_000u64, 1..80)) {
            asked.sort_unstable();
            for (plan, label, published) in [
                (Plan::Pro, Label::Light, 20), (Plan::Pro, Label::Medium, 10), (Plan::Pro, Label::Heavy, 5),
                (Plan::Business, Label::Light, 40), (Plan::Business, Label::Medium, 20), (Plan::Business, Label::Heavy, 10),
            ] {
                let sent = sent(plan, label, &asked);
                prop_assert_eq!(sent.len(), asked.len());
                for first in &sent {
                    let second = sent.iter().filter(|at| **at >= *first && **at < *first + Duration::from_secs(1)).count();
                    // 2.5 a second is 3 in some seconds and 2 in others.
                    prop_assert!(second <= usize::div_ceil(published, 2), "{second} in a second of {plan:?} {label:?}");
                }
            }
        }
    }

    #[test]
    fn processes_that_share_a_file_send_no_more_than_one_would() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pace");
        let processes: Vec<Limiter> = (0..5).map(|_| Limiter::new(Plan::Business, Usage::default())).collect();
        for process in &processes {
            process.share(file.clone());
        }
        let (start, begun) = (Instant::now(), utc("2026-11-22T10:00:00Z"));
        let mut sent = Vec::new();
        for tick in 0..10_000_u64 {
            let at = Duration::from_millis(tick);
            for process in &processes {
                if process.turn(Label::Heavy, start + at, begun + TimeDelta::from_std(at).unwrap()) == Turn::Now {
                    sent.push(at);
                }
            }
        }
        assert!((48..=50).contains(&sent.len()), "{} in ten seconds", sent.len());
        assert!(sent.windows(2).all(|pair| pair[1] >= pair[0] + Duration::from_millis(200)), "{sent:?}");
        let today = begun.date_naive();
        assert!(
            processes.iter().all(|process| process.usage(today).heavy as usize == sent.len()),
            "and count together"
        );
        let later = Limiter::new(Plan::Business, Usage::default());
        later.share(file.clone());
        assert_eq!(later.usage(today).heavy as usize, sent.len(), "a start does not begin the day anew");
        // A file cut short or garbled, and a clock set back, stop nobody.
        for damage in ["", "{\"next\":[", "null", "\u{0}\u{0}"] {
            std::fs::write(&file, damage).unwrap();
            let process = Limiter::new(Plan::Business, Usage::default());
            process.share(file.clone());
            assert_eq!(process.turn(Label::Heavy, Instant::now(), begun), Turn::Now, "{damage:?}");
            let back = Limiter::new(Plan::Business, Usage::default());
            back.share(file.clone());
            assert_eq!(back.turn(Label::Heavy, Instant::now(), begun - TimeDelta::hours(1)), Turn::Now);
        }
    }

    #[test]
    fn a_process_that_was_stopped_with_the_file_in_hand_stops_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pace");
        let stopped = std::fs::File::create(&file).unwrap();
        stopped.lock().unwrap();
        let (limiter, now, at) =
            (Limiter::new(Plan::Business, Usage::default()), Instant::now(), utc("2026-11-22T10:00:00Z"));
        limiter.share(file);
        assert!(matches!(limiter.turn(Label::Heavy, now, at), Turn::At(_)));
        assert_eq!(limiter.turn(Label::Heavy, now + Duration::from_secs(1), at), Turn::Now);
    }

    #[test]
    fn the_whole_allowed_rate_is_used() {
        let sent = sent(Plan::Business, Label::Heavy, &[0; 51]);
        assert_eq!(sent[50], Duration::from_secs(10), "5 a second");
    }

    #[test]
    fn after_our_share_of_the_day_nothing_heavy_goes_until_utc_midnight() {
        let used = Usage { day: Some("2026-11-22".parse().unwrap()), heavy: 14_999, ..Usage::default() };
        let (limiter, now) = (Limiter::new(Plan::Business, used), Instant::now());
        let (before, midnight) = (utc("2026-11-22T23:59:59Z"), utc("2026-11-23T00:00:00Z"));
        assert_eq!(limiter.turn(Label::Heavy, now, before), Turn::Now);
        let later = now + Duration::from_secs(1);
        assert_eq!(limiter.turn(Label::Heavy, later, before), Turn::Closed(RateLimit::DailyShare, midnight));
        assert_eq!(limiter.turn(Label::Light, later, before), Turn::Now, "browsing details goes on");
        assert_eq!(limiter.turn(Label::Heavy, later, midnight), Turn::Now);
        assert_eq!(limiter.usage(midnight.date_naive()).heavy, 1);
    }

    #[test]
    fn a_hold_or_a_closed_day_holds_for_everybody_with_that_label() {
        let (limiter, now) = (Limiter::new(Plan::Unlimited, Usage::default()), Instant::now());
        let (until, at) = (utc("2026-11-23T00:00:00Z"), utc("2026-11-22T10:00:00Z"));
        limiter.hold(Label::Medium, now + Duration::from_secs(3));
        limiter.hold(Label::Medium, now + Duration::from_secs(2));
        assert_eq!(limiter.turn(Label::Medium, now, at), Turn::At(now + Duration::from_secs(3)));
        limiter.close(Label::Heavy, RateLimit::Daily, until);
        assert_eq!(limiter.turn(Label::Heavy, now, at), Turn::Closed(RateLimit::Daily, until));
        assert_eq!(limiter.turn(Label::Heavy, now, until), Turn::Now);
    }
}
