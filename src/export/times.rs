//! Times as exports write them. A million calls lie in few days and quarters of an hour, so what follows from those is worked
//! out once for each.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::model::Zone;

/// Seconds in which no zone changes its offset: changes fall on quarters of an hour.
const QUARTER: i64 = 15 * 60;
const DAY: i64 = 86_400;

/// How times are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// RFC 3339, `Z` for UTC when `zulu`.
    Rfc3339 { zulu: bool },
    /// The form that sheets read; the zone is in a column of its own.
    Sheet,
}

/// Writes the times of a zone.
pub(super) struct Times {
    zone: Zone,
    style: Style,
    quarter: Option<i64>,
    /// Seconds east of UTC in that quarter, and what stands for them after a time.
    offset: i64,
    after: String,
    day: Option<i64>,
    /// What stands before the hour on that day.
    before: String,
}

impl Times {
    pub(super) const fn new(zone: Zone, style: Style) -> Self {
        Self { zone, style, quarter: None, offset: 0, after: String::new(), day: None, before: String::new() }
    }

    /// Appends a moment to `out`.
    pub(super) fn push(&mut self, moment: DateTime<Utc>, out: &mut String) {
        let seconds = moment.timestamp();
        let quarter = seconds.div_euclid(QUARTER);
        if self.quarter != Some(quarter) {
            self.quarter = Some(quarter);
            self.enter_quarter(moment);
        }
        let local = seconds + self.offset;
        let (day, second) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        if self.day != Some(day) {
            self.day = Some(day);
            self.before = self.split(moment).0;
        }
        out.push_str(&self.before);
        let digit = |number: i64| b'0' + number.to_le_bytes()[0];
        let [hour, minute, second] = [second / 3600, second / 60 % 60, second % 60];
        let [h, m, s] = [hour, minute, second].map(|number| [digit(number / 10), digit(number % 10)]);
        let clock = [h[0], h[1], b':', m[0], m[1], b':', s[0], s[1]];
        // Digits are ASCII.
        out.push_str(std::str::from_utf8(&clock).unwrap_or_default());
        out.push_str(&self.after);
    }

    fn enter_quarter(&mut self, moment: DateTime<Utc>) {
        self.offset = self.zone.at(moment).offset().local_minus_utc().into();
        self.after = self.split(moment).1;
    }

    /// What stands before the hour and after the second.
    fn split(&self, moment: DateTime<Utc>) -> (String, String) {
        let moment = self.zone.at(moment);
        let whole = match self.style {
            Style::Rfc3339 { zulu } => moment.to_rfc3339_opts(SecondsFormat::Secs, zulu),
            Style::Sheet => moment.format("%Y-%m-%d %H:%M:%S").to_string(),
        };
        let hour = whole.find(['T', ' ']).map_or(whole.len(), |sign| sign + 1);
        let (before, rest) = whole.split_at(hour);
        (before.to_owned(), rest.get("00:00:00".len()..).unwrap_or_default().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        /// In any order, across changes of the clock, years before 1 and after 9999.
        #[test]
        fn times_are_those_that_chrono_writes(
            begin in prop_oneof![1_700_000_000..1_800_000_000_i64, -100_000_000_000..300_000_000_000_i64],
            steps in prop::collection::vec((-100_000..100_000_i64, 0..1000_u32), 1..20),
            zone in prop::sample::select(vec!["UTC", "Europe/Paris", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"]),
            year_of_changes in any::<bool>(),
        ) {
            let zone: Zone = zone.parse().unwrap();
            let begin = if year_of_changes { 1_761_440_000 } else { begin };
            let [mut local, mut sheet, mut utc] =
                [(zone, Style::Rfc3339 { zulu: false }), (zone, Style::Sheet), (Zone::Utc, Style::Rfc3339 { zulu: true })]
                    .map(|(zone, style)| Times::new(zone, style));
            for (step, ms) in steps {
                let moment = DateTime::from_timestamp(begin + step, ms * 1_000_000).unwrap();
                let written = |times: &mut Times| {
                    let mut out = String::new();
                    times.push(moment, &mut out);
                    out
                };
                prop_assert_eq!(written(&mut local), zone.at(moment).to_rfc3339_opts(SecondsFormat::Secs, false));
                prop_assert_eq!(written(&mut sheet), zone.at(moment).format("%Y-%m-%d %H:%M:%S").to_string());
                prop_assert_eq!(written(&mut utc), moment.to_rfc3339_opts(SecondsFormat::Secs, true));
            }
        }
    }
}
