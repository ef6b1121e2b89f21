//! The time that a list is asked for, and the time that Zoom says it answered for.

use chrono::{DateTime, DurationRound as _, NaiveDate, SecondsFormat, TimeDelta, Utc};
use url::Url;

use super::page::PageToken;
use super::wire::{Reader, Scalar};
use crate::model::Span;

/// The same address, for calls in `span` and the page that `token` leads to.
pub fn ask(mut url: Url, span: Span, token: Option<&PageToken>) -> Url {
    let (from, to) = asked(span);
    url.query_pairs_mut().append_pair("from", &seconds(from)).append_pair("to", &seconds(to));
    next_page(url, token)
}

/// The same address, for the page that `token` leads to.
pub fn next_page(mut url: Url, token: Option<&PageToken>) -> Url {
    if let Some(token) = token {
        url.query_pairs_mut().append_pair("next_page_token", token.as_raw());
    }
    url
}

/// `from` rounded down and `to` rounded up to seconds. Whether `to` is in the window is undocumented: asking for the end of
/// the span itself loses nothing if it is not, and gives a second of calls twice if it is, which is harmless.
fn asked(span: Span) -> (DateTime<Utc>, DateTime<Utc>) {
    let floor = |moment: DateTime<Utc>| moment.duration_trunc(TimeDelta::seconds(1)).unwrap_or(moment);
    let to = floor(span.to);
    (floor(span.from), if to < span.to { to + TimeDelta::seconds(1) } else { to })
}

fn seconds(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Compares the echo of `from` and `to` with what was asked: what was answered, where it is told to the second, and whether
/// it is less. Zoom silently moves windows that are too long or too old. Days are compared with a day to spare, since their
/// zone is undocumented; an absent echo says nothing.
pub fn compare(from: Scalar<'_>, to: Scalar<'_>, span: Span) -> (Option<Span>, bool) {
    let mut read = Reader::default();
    let (from, to) = (read.text("from", from), read.text("to", to));
    let (asked_from, asked_to) = asked(span);
    let moment = |echo: &str| DateTime::parse_from_rfc3339(echo).ok().map(|moment| moment.to_utc());
    if let (Some(from), Some(to)) = (moment(from.as_raw()), moment(to.as_raw())) {
        // An echo may name the last second that is in the window.
        let clamped = from > asked_from || to < asked_to - TimeDelta::seconds(1);
        return (Some(Span { from, to }), clamped);
    }
    let day = |echo: &str| echo.parse::<NaiveDate>().ok();
    let spare = TimeDelta::days(1);
    let late = day(from.as_raw()).is_some_and(|from| from > (asked_from + spare).date_naive());
    let early = day(to.as_raw()).is_some_and(|to| to < (asked_to - spare).date_naive());
    (None, late || early)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Span {
        Span { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    fn compared(from: &str, to: &str) -> (bool, bool) {
        let scalar = |text: &str| Scalar::Text(text.to_owned().into());
        let asked = span("2026-10-01T00:00:00Z", "2026-10-31T00:00:00Z");
        let (answered, clamped) = compare(scalar(from), scalar(to), asked);
        (answered.is_some(), clamped)
    }

    #[test]
    fn no_moment_of_the_span_is_left_out_of_the_request() {
        let url = ask(
            "https://api.zoom.us/v2".parse().unwrap(),
            span("2026-10-01T00:00:00.900Z", "2026-10-02T00:00:00.100Z"),
            PageToken::new("a+b/c==").as_ref(),
        );
        assert_eq!(
            url.query(),
            Some("from=2026-10-01T00%3A00%3A00Z&to=2026-10-02T00%3A00%3A01Z&next_page_token=a%2Bb%2Fc%3D%3D")
        );
    }

    #[test]
    fn a_moved_window_is_noticed_and_another_way_to_write_it_is_not() {
        for (from, to, expected) in [
            ("2026-10-01T00:00:00Z", "2026-10-31T00:00:00Z", (true, false)),
            ("2026-10-01T02:00:00+02:00", "2026-10-30T23:59:59Z", (true, false)),
            ("2026-10-08T00:00:00Z", "2026-10-31T00:00:00Z", (true, true)),
            ("2026-10-01T00:00:00Z", "2026-10-30T00:00:00Z", (true, true)),
            ("2026-10-01", "2026-10-31", (false, false)),
            ("2026-10-02", "2026-10-30", (false, false)),
            ("2026-10-09", "2026-10-31", (false, true)),
            ("", "", (false, false)),
            ("soon", "later", (false, false)),
        ] {
            assert_eq!(compared(from, to), expected, "{from} {to}");
        }
    }
}
