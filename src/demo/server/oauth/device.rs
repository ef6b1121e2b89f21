//! The device flow: a code on one screen, the answer given on another. Pure; every call is told the time.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

/// Seconds a device code lives.
pub const LIFE_SECONDS: i64 = 900;
/// Seconds between polls, to begin with.
pub const INTERVAL_SECONDS: i64 = 5;

/// What the person said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    Awaited,
    /// Tokens may be given, once.
    Allowed,
    /// Never.
    Denied,
}

/// What a poll is told. Tokens are for `Ready` alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poll {
    /// Allowed: the code is spent by this answer.
    Ready,
    /// `authorization_pending`.
    Pending,
    /// `slow_down`: polled before the interval was over, which grows by five seconds.
    SlowDown,
    /// `expired_token`.
    Expired,
    /// `access_denied`.
    Denied,
    /// No such device code.
    Unknown,
}

struct Device {
    user_code: String,
    started: DateTime<Utc>,
    polled: Option<DateTime<Utc>>,
    interval: TimeDelta,
    answer: Answer,
}

/// Every device that asked, by device code.
#[derive(Default)]
pub struct Devices(HashMap<String, Device>);

impl Devices {
    /// A device begins to wait.
    pub fn start(&mut self, device_code: String, user_code: String, now: DateTime<Utc>) {
        let kept = TimeDelta::seconds(2 * LIFE_SECONDS); // longer than its life, so that a late poll hears expired_token
        self.0.retain(|_, device| now - device.started < kept);
        let interval = TimeDelta::seconds(INTERVAL_SECONDS);
        let device = Device { user_code, started: now, polled: None, interval, answer: Answer::Awaited };
        self.0.insert(device_code, device);
    }

    /// Whether a device that still waits shows `user_code`.
    pub fn waits(&self, user_code: &str, now: DateTime<Utc>) -> bool {
        self.0.values().any(|device| device.is_open(user_code, now))
    }

    /// The person's answer for the device that shows `user_code`; `false` when none waits for one.
    pub fn answer(&mut self, user_code: &str, answer: Answer, now: DateTime<Utc>) -> bool {
        let device = self.0.values_mut().find(|device| device.is_open(user_code, now));
        device.map(|device| device.answer = answer).is_some()
    }

    /// One poll of the token endpoint.
    pub fn poll(&mut self, device_code: &str, now: DateTime<Utc>) -> Poll {
        let Some(device) = self.0.get_mut(device_code) else { return Poll::Unknown };
        if now - device.started >= TimeDelta::seconds(LIFE_SECONDS) {
            return Poll::Expired;
        }
        let early = device.polled.is_some_and(|polled| now - polled < device.interval);
        device.polled = Some(now);
        if early {
            device.interval += TimeDelta::seconds(INTERVAL_SECONDS);
            return Poll::SlowDown;
        }
        match device.answer {
            Answer::Awaited => Poll::Pending,
            Answer::Denied => Poll::Denied,
            Answer::Allowed => {
                self.0.remove(device_code);
                Poll::Ready
            }
        }
    }
}

impl Device {
    fn is_open(&self, user_code: &str, now: DateTime<Utc>) -> bool {
        self.user_code.eq_ignore_ascii_case(user_code.trim())
            && self.answer == Answer::Awaited
            && now - self.started < TimeDelta::seconds(LIFE_SECONDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poll_hears_pending_then_slow_down_then_the_tokens_once() {
        let mut devices = Devices::default();
        let now: DateTime<Utc> = "2026-11-20T09:00:00Z".parse().unwrap();
        let at = |seconds| now + TimeDelta::seconds(seconds);
        devices.start("device".into(), "K7QW2MXA".into(), now);
        assert_eq!(devices.poll("device", at(5)), Poll::Pending);
        assert_eq!(devices.poll("device", at(9)), Poll::SlowDown);
        assert_eq!(devices.poll("device", at(18)), Poll::SlowDown, "the interval is ten seconds by now");
        assert!(devices.answer("k7qw2mxa ", Answer::Allowed, at(20)));
        assert!(!devices.answer("K7QW2MXA", Answer::Denied, at(21)), "answered already");
        assert_eq!(devices.poll("device", at(40)), Poll::Ready);
        assert_eq!(devices.poll("device", at(80)), Poll::Unknown);
    }

    #[test]
    fn a_device_code_dies_after_fifteen_minutes_and_a_denied_one_stays_denied() {
        let mut devices = Devices::default();
        let now: DateTime<Utc> = "2026-11-20T09:00:00Z".parse().unwrap();
        devices.start("slow".into(), "AAAA2222".into(), now);
        devices.start("denied".into(), "BBBB3333".into(), now);
        assert!(devices.answer("BBBB3333", Answer::Denied, now));
        assert_eq!(devices.poll("denied", now), Poll::Denied);
        let late = now + TimeDelta::seconds(LIFE_SECONDS);
        assert_eq!(devices.poll("slow", late), Poll::Expired);
        assert!(!devices.answer("AAAA2222", Answer::Allowed, late));
    }
}
