//! Zoom's rate limits: by the second and by the day, for the whole account. Pure; every call is told the time.
//!
//! Source: Zoom's rate limits page and its skills repository (headers), July 2026. A second here is a calendar second.

use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, SecondsFormat, Utc};

use crate::demo::server::options::{Plan, RateHeaders};
use crate::demo::server::refusal::Refusal;

/// The rate label of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// A Zoom Phone endpoint, light.
    Light,
    /// A Zoom Phone endpoint, medium.
    Medium,
    /// A Zoom Phone endpoint, heavy, with a daily number as well.
    Heavy,
    /// A light endpoint outside Zoom Phone (`GET /users/me`), counted by itself.
    GeneralLight,
}

impl Label {
    /// As `X-RateLimit-Category` says it.
    pub fn category(self) -> &'static str {
        match self {
            Self::Light | Self::GeneralLight => "Light",
            Self::Medium => "Medium",
            Self::Heavy => "Heavy",
        }
    }

    fn a_second(self, plan: Plan) -> Option<u32> {
        match (plan, self) {
            (Plan::Unlimited, _) => None,
            (Plan::Pro, Self::Light) | (Plan::Business, Self::Medium) => Some(20),
            (Plan::Pro, Self::Medium) | (Plan::Business, Self::Heavy) => Some(10),
            (Plan::Pro, Self::Heavy) => Some(5),
            (Plan::Pro, Self::GeneralLight) => Some(30),
            (Plan::Business, Self::Light) => Some(40),
            (Plan::Business, Self::GeneralLight) => Some(80),
        }
    }

    fn a_day(self, plan: Plan) -> Option<u32> {
        match (plan, self) {
            (Plan::Pro, Self::Heavy) => Some(15_000),
            (Plan::Business, Self::Heavy) => Some(30_000),
            (Plan::Unlimited | Plan::Pro | Plan::Business, _) => None,
        }
    }
}

/// What a request found: how much is left of which limit, or that nothing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    label: Label,
    kind: Kind,
    limit: u32,
    remaining: u32,
    /// When the limit starts anew.
    reset: DateTime<Utc>,
    /// Whether the request goes through.
    pub allowed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Qps,
    Daily,
}

impl Standing {
    /// The second's heavy requests of a Business account are used up until `reset`.
    pub fn second_used_up(reset: DateTime<Utc>) -> Self {
        let (label, limit) = (Label::Heavy, 10);
        Self { label, kind: Kind::Qps, limit, remaining: 0, reset, allowed: false }
    }

    /// The day's heavy requests are used up: `limit` of them, until midnight UTC.
    pub fn day_used_up(limit: u32, now: DateTime<Utc>) -> Self {
        let reset = (now.date_naive() + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
        Self { label: Label::Heavy, kind: Kind::Daily, limit, remaining: 0, reset, allowed: false }
    }

    /// Puts the documented headers on `response`, whose request this was.
    pub fn write(self, response: &mut Response, rule: RateHeaders) {
        match rule {
            RateHeaders::Absent => return,
            RateHeaders::Documented => {}
        }
        let mut write = |name: &'static str, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        };
        write("x-ratelimit-category", self.label.category().to_owned());
        write("x-ratelimit-limit", self.limit.to_string());
        write("x-ratelimit-remaining", self.remaining.to_string());
        match self.kind {
            Kind::Qps => {
                write("x-ratelimit-type", "QPS".to_owned());
                write("x-ratelimit-reset", self.reset.timestamp().to_string());
            }
            Kind::Daily => {
                write("x-ratelimit-type", "Daily-limit".to_owned());
                if !self.allowed {
                    write("retry-after", self.reset.to_rfc3339_opts(SecondsFormat::Secs, true));
                }
            }
        }
    }

    /// The answer to a request that does not go through.
    pub fn refusal(self, rule: RateHeaders) -> Response {
        let mut response = Refusal::new(StatusCode::TOO_MANY_REQUESTS, 429, self.message()).into_response();
        self.write(&mut response, rule);
        response
    }

    fn message(self) -> &'static str {
        match self.kind {
            Kind::Qps => PER_SECOND,
            Kind::Daily => DAILY,
        }
    }
}

/// The message of a per-second 429.
pub const PER_SECOND: &str = "You have reached the maximum per-second rate limit for this API. Try again later.";
const DAILY: &str = "You have reached the maximum daily rate limit for this API. \
                         Refer to the response header for details on when you can make another request.";

/// Counters of one account.
#[derive(Default)]
pub struct Limits {
    second: i64,
    in_second: [u32; 4], // by Label
    day: NaiveDate,
    in_day: u32,
}

impl Limits {
    /// Counts one request, unless its limit is used up. `None` when the plan has no limit for it.
    pub fn take(&mut self, label: Label, plan: Plan, now: DateTime<Utc>) -> Option<Standing> {
        let a_second = label.a_second(plan)?;
        if self.second != now.timestamp() {
            (self.second, self.in_second) = (now.timestamp(), [0; 4]);
        }
        if self.day != now.date_naive() {
            (self.day, self.in_day) = (now.date_naive(), 0);
        }
        if let Some(limit) = label.a_day(plan).filter(|limit| self.in_day >= *limit) {
            return Some(Standing::day_used_up(limit, now));
        }
        let used = &mut self.in_second[label as usize];
        let allowed = *used < a_second;
        if allowed {
            *used += 1;
            self.in_day += u32::from(label.a_day(plan).is_some());
        }
        let reset = DateTime::from_timestamp(self.second + 1, 0).unwrap_or(now);
        let remaining = a_second - *used;
        Some(Standing { label, kind: Kind::Qps, limit: a_second, remaining, reset, allowed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn start() -> DateTime<Utc> {
        "2026-11-22T09:00:00.250Z".parse().unwrap()
    }

    #[test]
    fn a_heavy_second_on_business_lets_ten_through_and_the_next_second_ten_more() {
        let mut limits = Limits::default();
        let mut allowed =
            |at| (0..25).filter(|_| limits.take(Label::Heavy, Plan::Business, at).unwrap().allowed).count();
        assert_eq!(allowed(start()), 10);
        assert_eq!(allowed(start() + TimeDelta::milliseconds(800)), 10);
    }

    #[test]
    fn labels_are_counted_apart_and_pro_has_less() {
        let mut limits = Limits::default();
        for label in [Label::Light, Label::Medium, Label::Heavy, Label::GeneralLight] {
            let first = limits.take(label, Plan::Pro, start()).unwrap();
            assert!(first.allowed);
            assert_eq!(first.remaining, label.a_second(Plan::Pro).unwrap() - 1);
        }
        assert_eq!(limits.take(Label::Heavy, Plan::Unlimited, start()), None);
    }

    #[test]
    fn the_daily_number_ends_at_midnight_utc() {
        let mut limits = Limits::default();
        let mut now = start();
        for _ in 0..15_000 / 5 {
            assert!((0..5).all(|_| limits.take(Label::Heavy, Plan::Pro, now).unwrap().allowed));
            now += TimeDelta::seconds(1);
        }
        let refused = limits.take(Label::Heavy, Plan::Pro, now).unwrap();
        assert!(!refused.allowed);
        let response = refused.refusal(RateHeaders::Documented);
        assert_eq!(response.headers()["retry-after"], "2026-11-23T00:00:00Z");
        assert_eq!(response.headers()["x-ratelimit-type"], "Daily-limit");
        assert!(limits.take(Label::Light, Plan::Pro, now).unwrap().allowed, "the daily number is for heavy ones");
        assert!(limits.take(Label::Heavy, Plan::Pro, now + TimeDelta::days(1)).unwrap().allowed);
    }
}
