//! Facts into words: times, spans, numbers and counts as a person reads them.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::text;
pub use crate::model::counted;
use crate::model::{Party, Text, Zone, clocked, is_e164};

/// What stands where Zoom gave nothing.
pub const NOTHING: &str = "-";

/// `11-20 14:03`
pub fn minute(moment: DateTime<Utc>, zone: Zone) -> String {
    zone.at(moment).format("%m-%d %H:%M").to_string()
}

/// `2026-11-20 14:03`
pub fn minute_of_year(moment: DateTime<Utc>, zone: Zone) -> String {
    zone.at(moment).format("%Y-%m-%d %H:%M").to_string()
}

/// `2026-11-20 14:03:22`
pub fn second(moment: DateTime<Utc>, zone: Zone) -> String {
    zone.at(moment).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// `2026-11-20 14:03:22 CET (13:03:22 UTC)`, the second half only where it differs.
pub fn both_zones(moment: DateTime<Utc>, zone: Zone) -> String {
    let here = format!("{} {}", second(moment, zone), zone.abbreviation(moment));
    if zone.at(moment).offset().local_minus_utc() == 0 {
        here
    } else {
        format!("{here} ({} UTC)", moment.format("%H:%M:%S"))
    }
}

/// `0:48`, `12:05`, `1:02:03`
pub fn span(seconds: u64) -> String {
    clocked(seconds)
}

/// A span that may be unknown.
pub fn span_or_nothing(span_of: Option<Duration>) -> String {
    span_of.map_or_else(|| NOTHING.to_owned(), |known| span(known.as_secs()))
}

/// What is left until `until`, rounded up so that it ends at `0:00`; never negative.
pub fn countdown(until: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let milliseconds = (until - now).num_milliseconds().max(0).unsigned_abs();
    span(milliseconds.div_ceil(1000))
}

/// How long ago, in the one unit that matters: `just now`, `2m ago`, `3h ago`, `5d ago`.
pub fn age(then: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let passed = (now - then).max(TimeDelta::zero());
    match (passed.num_days(), passed.num_hours(), passed.num_minutes()) {
        (0, 0, 0) => "just now".to_owned(),
        (0, 0, minutes) => format!("{minutes}m ago"),
        (0, hours, _) => format!("{hours}h ago"),
        (days, _, _) => format!("{days}d ago"),
    }
}

/// E.164 grouped for reading: `+1 202 555 0134`. Anything else as it came.
pub fn phone(number: &Text) -> String {
    let raw = number.as_raw();
    if !is_e164(raw) {
        return number.to_string();
    }
    let (country, mut rest) = raw.split_at(1 + country_code_length(&raw[1..]));
    let mut grouped = country.to_owned();
    while !rest.is_empty() {
        let (group, after) = rest.split_at(if rest.len() > 4 { 3 } else { rest.len() });
        grouped.push(' ');
        grouped.push_str(group);
        rest = after;
    }
    grouped
}

/// Whom a party is, in one line: `M. Duarte (+12025550134, ext 801, user)`.
pub fn party(party: &Party) -> String {
    let Some(label) = party.label() else { return NOTHING.to_owned() };
    let label = text::whole(label);
    let extension = text::whole(&party.ext_number);
    let also: Vec<String> = [
        text::whole(&party.did_number),
        if extension.is_empty() { extension } else { format!("ext {extension}") },
        text::whole(&party.ext_type),
    ]
    .into_iter()
    .filter(|part| !part.is_empty() && *part != label)
    .collect();
    if also.is_empty() { label } else { format!("{label} ({})", also.join(", ")) }
}

/// Digits of the country code at the start of a number. Source: ITU-T E.164 list of assigned codes: 1 and 7 have one digit,
/// these have two, all others three.
fn country_code_length(digits: &str) -> usize {
    const TWO_DIGITS: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
        "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    if digits.starts_with(['1', '7']) {
        1
    } else if TWO_DIGITS.iter().any(|code| digits.starts_with(code)) {
        2
    } else {
        3.min(digits.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_grouped_by_country_and_kept_when_they_are_no_e164() {
        let phone = |raw: &str| phone(&Text::new(raw));
        assert_eq!(phone("+12025550134"), "+1 202 555 0134");
        assert_eq!(phone("+442079460112"), "+44 207 946 0112");
        assert_eq!(phone("+35315550123"), "+353 155 501 23");
        assert_eq!(phone("+112"), "+1 12");
        assert_eq!(phone("801"), "801");
        assert_eq!(phone("+1202555013x"), "+1202555013x");
        assert_eq!(phone("+1\u{202e}2025550134"), "+1\\u{202e}2025550134");
    }

    #[test]
    fn spans_and_countdowns_read_like_a_clock() {
        assert_eq!(span(48), "0:48");
        assert_eq!(span(725), "12:05");
        assert_eq!(span(3723), "1:02:03");
        let now = at("2026-11-20T13:00:00Z");
        assert_eq!(countdown(now + TimeDelta::milliseconds(7200), now), "0:08");
        assert_eq!(countdown(now - TimeDelta::seconds(3), now), "0:00");
    }

    #[test]
    fn a_time_tells_its_zone_and_utc_where_they_differ() {
        let moment = at("2026-11-20T13:03:22Z");
        assert_eq!(both_zones(moment, "Europe/Paris".parse().unwrap()), "2026-11-20 14:03:22 CET (13:03:22 UTC)");
        assert_eq!(both_zones(moment, Zone::Utc), "2026-11-20 13:03:22 UTC");
    }

    #[test]
    fn ages_use_one_unit_and_never_run_backwards() {
        let now = at("2026-11-20T13:00:00Z");
        let ago = |seconds| age(now - TimeDelta::seconds(seconds), now);
        assert_eq!(
            [ago(-60), ago(59), ago(125), ago(7200), ago(200_000)],
            ["just now", "just now", "2m ago", "2h ago", "2d ago"]
        );
    }

    proptest! {
        #[test]
        fn a_count_is_its_digits_in_groups_of_three(number: u64) {
            let shown = crate::model::grouped(number);
            prop_assert_eq!(shown.replace(',', ""), number.to_string());
            prop_assert!(shown.split(',').skip(1).all(|group| group.len() == 3));
        }

        #[test]
        fn grouping_a_number_loses_no_digit(raw in "\\+[0-9]{3,15}") {
            prop_assert_eq!(phone(&Text::new(&raw)).replace(' ', ""), raw);
        }
    }
}
