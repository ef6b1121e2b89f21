//! What a 429 means. Zoom documents several headers and often sends none, so all are read and none is needed.
//! Source: Zoom rate limits page and measured answers, checked 2026-11-22.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};

use super::error::RateLimit;

/// Which limit was met, and when Zoom says to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// Which limit.
    pub kind: RateLimit,
    /// When to ask again; always known for a daily limit.
    pub until: Option<DateTime<Utc>>,
}

/// Reads the headers and the message of a 429.
pub fn met(headers: &HeaderMap, message: &str, now: DateTime<Utc>) -> Met {
    let message = message.to_ascii_lowercase();
    let daily = match header(headers, "x-ratelimit-type") {
        Some(kind) => kind.to_ascii_lowercase().contains("daily"),
        None => message.contains("daily"),
    };
    let retry_after =
        header(headers, RETRY_AFTER.as_str()).and_then(|value| moment(value, now)).filter(|until| *until > now);
    if daily {
        return Met { kind: RateLimit::Daily, until: Some(retry_after.unwrap_or_else(|| next_utc_midnight(now))) };
    }
    let concurrent = message.starts_with("too many concurrent requests");
    let kind = if concurrent { RateLimit::Concurrent } else { RateLimit::PerSecond };
    let reset = header(headers, "x-ratelimit-reset")
        .and_then(|value| DateTime::from_timestamp(value.trim().parse().ok()?, 0))
        .filter(|until| *until > now);
    Met { kind, until: retry_after.or(reset) }
}

/// The moment the daily numbers start anew.
#[must_use]
pub fn next_utc_midnight(now: DateTime<Utc>) -> DateTime<Utc> {
    now.date_naive()
        .checked_add_days(Days::new(1))
        .map_or(DateTime::<Utc>::MAX_UTC, |day| day.and_time(NaiveTime::MIN).and_utc())
}

/// `2026-11-23T00:00:00Z` as Zoom documents it; seconds and HTTP dates as RFC 9110 has them.
fn moment(value: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u32>() {
        return now.checked_add_signed(TimeDelta::seconds(seconds.into()));
    }
    DateTime::parse_from_rfc3339(value)
        .or_else(|_| DateTime::parse_from_rfc2822(value))
        .ok()
        .map(|moment| moment.to_utc())
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    const PER_SECOND: &str = "You have reached the maximum per-second rate limit for this API. Try again later.";
    const DAILY: &str = "You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.";

    fn read(headers: &[(&'static str, &str)], message: &str) -> Met {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect();
        met(&headers, message, at("2026-11-22T10:00:00Z"))
    }

    fn at(moment: &str) -> DateTime<Utc> {
        moment.parse().unwrap()
    }

    #[test]
    fn every_form_of_retry_after_is_understood() {
        for value in ["2026-11-22T10:00:07Z", "2026-11-22T12:00:07+02:00", "Sun, 22 Nov 2026 10:00:07 GMT", "7", " 7 "]
        {
            let met = read(&[("retry-after", value)], PER_SECOND);
            assert_eq!(met, Met { kind: RateLimit::PerSecond, until: Some(at("2026-11-22T10:00:07Z")) }, "{value}");
        }
        for value in ["", "soon", "-3", "99999999999999999999", "2026-11-22T09:59:59Z", "0"] {
            assert_eq!(read(&[("retry-after", value)], PER_SECOND).until, None, "{value}");
        }
    }

    #[test]
    fn a_reset_in_unix_seconds_is_understood_and_nonsense_is_not() {
        let reset = at("2026-11-22T10:00:01Z").timestamp().to_string();
        assert_eq!(read(&[("x-ratelimit-reset", &reset)], PER_SECOND).until, Some(at("2026-11-22T10:00:01Z")));
        for value in ["9223372036854775807", "-1", "1", "x"] {
            assert_eq!(read(&[("x-ratelimit-reset", value)], PER_SECOND).until, None, "{value}");
        }
    }

    #[test]
    fn daily_is_told_by_the_header_else_by_the_word_and_lasts_till_utc_midnight() {
        let midnight = Met { kind: RateLimit::Daily, until: Some(at("2026-11-23T00:00:00Z")) };
        assert_eq!(read(&[], DAILY), midnight);
        assert_eq!(read(&[("x-ratelimit-type", "Daily-limit")], PER_SECOND), midnight);
        assert_eq!(read(&[("x-ratelimit-type", "QPS")], DAILY).kind, RateLimit::PerSecond);
        let later = read(&[("retry-after", "2026-11-23T01:00:00Z")], DAILY);
        assert_eq!(later.until, Some(at("2026-11-23T01:00:00Z")));
    }

    #[test]
    fn bare_and_concurrent_answers_have_no_moment() {
        assert_eq!(
            read(&[("x-ratelimit-category", "Light")], PER_SECOND),
            Met { kind: RateLimit::PerSecond, until: None }
        );
        let concurrent = "Too many concurrent requests. A request to disassociate this user has already been made.";
        assert_eq!(read(&[], concurrent), Met { kind: RateLimit::Concurrent, until: None });
    }
}
