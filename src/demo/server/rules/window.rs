//! `from` and `to`: one month at most, six months back, both in the same form.

use chrono::{DateTime, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::demo::server::options::WindowRule;
use crate::demo::server::refusal::Refusal;
use crate::demo::server::rules::query::Query;

/// How a time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `yyyy-mm-dd`, read as a UTC day: Zoom does not say in which zone.
    Date,
    /// `yyyy-MM-ddTHH:mm:ssZ`.
    DateTime,
}

/// What stands in for `from` and `to` when neither is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Call lists.
    LastDay,
    /// Recordings and voicemails.
    LastMonth,
}

/// How far back a window may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everything but the recordings of the account.
    SixMonths,
    /// The recordings of the account, since 2022-12-17.
    Unbounded,
}

/// A span of time, both ends included to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first second.
    pub from: DateTime<Utc>,
    /// The last second.
    pub to: DateTime<Utc>,
    /// How the answer writes both.
    pub form: Form,
}

impl Window {
    /// Reads the window of `query`, and clamps or refuses one that reaches too far.
    pub fn read(
        query: &Query,
        missing: Missing,
        reach: Reach,
        rule: WindowRule,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        let asked = match (query.text("from"), query.text("to")) {
            (None, None) => return Ok(Self::missing(missing, now)),
            (Some(_), None) => return Err(query.refuse("to")),
            (None, Some(_)) => return Err(query.refuse("from")),
            (Some(from), Some(to)) => {
                let (from, from_form) = read(from, NaiveTime::MIN).ok_or_else(|| query.refuse("from"))?;
                let (to, form) = read(to, LAST_SECOND).ok_or_else(|| query.refuse("to"))?;
                if form != from_form {
                    return Err(query.refuse("to"));
                }
                Self { from, to, form }
            }
        };
        if asked.from > asked.to {
            return Err(query.refuse("from"));
        }
        let earliest = asked.earliest(reach, now);
        match rule {
            WindowRule::Refuse if asked.from < earliest => Err(query.refuse("from")),
            WindowRule::Refuse | WindowRule::Clamp => Ok(Self { from: asked.from.max(earliest), ..asked }),
        }
    }

    /// Whether `at` lies in it.
    pub fn holds(self, at: DateTime<Utc>) -> bool {
        (self.from..=self.to).contains(&at)
    }

    /// Moves `from` so that at most `span` is left, as a server does that clamps harder than documented.
    #[must_use]
    pub fn clamped(self, span: TimeDelta) -> Self {
        Self { from: self.from.max(self.to - span), ..self }
    }

    /// `at`, in the form this window was asked in.
    pub fn write(self, at: DateTime<Utc>) -> String {
        match self.form {
            Form::Date => at.format("%Y-%m-%d").to_string(),
            Form::DateTime => at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        }
    }

    fn missing(missing: Missing, now: DateTime<Utc>) -> Self {
        let (span, form) = match missing {
            Missing::LastDay => (TimeDelta::days(1), Form::DateTime),
            Missing::LastMonth => (TimeDelta::days(30), Form::Date),
        };
        let now = DateTime::from_timestamp(now.timestamp(), 0).unwrap_or(now); // windows are of whole seconds
        Self { from: now - span, to: now, form }
    }

    /// The earliest `from` the rules let through. A month is a calendar month; a day counts whole.
    fn earliest(self, reach: Reach, now: DateTime<Utc>) -> DateTime<Utc> {
        let months = |at: DateTime<Utc>, months| at.checked_sub_months(Months::new(months)).unwrap_or(at);
        let whole = |at: DateTime<Utc>| match self.form {
            Form::Date => at.date_naive().and_time(NaiveTime::MIN).and_utc(),
            Form::DateTime => at,
        };
        let by_length = whole(months(self.to, 1));
        match reach {
            Reach::Unbounded => by_length,
            Reach::SixMonths => by_length.max(whole(months(now, 6))),
        }
    }
}

const LAST_SECOND: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 59) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

fn read(text: &str, time_of_day: NaiveTime) -> Option<(DateTime<Utc>, Form)> {
    match text.len() {
        10 => {
            let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
            Some((date.and_time(time_of_day).and_utc(), Form::Date))
        }
        20 => {
            let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%SZ").ok()?;
            Some((at.and_utc(), Form::DateTime))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::server::rules::query::Complaint;

    fn now() -> DateTime<Utc> {
        "2026-11-22T10:00:00Z".parse().unwrap()
    }

    fn window(raw: &str, rule: WindowRule) -> Result<(String, String), Refusal> {
        let query = Query::new(raw, Complaint::Validation);
        let window = Window::read(&query, Missing::LastDay, Reach::SixMonths, rule, now())?;
        Ok((window.write(window.from), window.write(window.to)))
    }

    fn both(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn a_window_of_a_month_passes_in_either_form() {
        for (from, to) in [
            ("2026-10-22", "2026-11-22"),
            ("2026-10-22T10:00:00Z", "2026-11-22T10:00:00Z"),
            ("2026-11-22", "2026-11-22"),
        ] {
            for rule in [WindowRule::Clamp, WindowRule::Refuse] {
                assert_eq!(window(&format!("from={from}&to={to}"), rule), Ok(both(from, to)));
            }
        }
        assert_eq!(window("", WindowRule::Refuse), Ok(both("2026-11-21T10:00:00Z", "2026-11-22T10:00:00Z")));
    }

    #[test]
    fn a_longer_or_older_window_is_moved_or_refused() {
        for (raw, from, to) in [
            ("from=2026-09-01&to=2026-11-01", "2026-10-01", "2026-11-01"),
            ("from=2026-05-01&to=2026-05-31", "2026-05-22", "2026-05-31"),
            ("from=2026-05-22T09:59:59Z&to=2026-06-01T00:00:00Z", "2026-05-22T10:00:00Z", "2026-06-01T00:00:00Z"),
        ] {
            assert_eq!(window(raw, WindowRule::Clamp), Ok(both(from, to)));
            assert_eq!(window(raw, WindowRule::Refuse), Err(Refusal::validation("from")));
        }
    }

    #[test]
    fn half_a_window_two_forms_and_nonsense_are_refused() {
        for (raw, field) in [
            ("from=2026-11-01", "to"),
            ("to=2026-11-01", "from"),
            ("from=2026-11-01&to=2026-11-02T00:00:00Z", "to"),
            ("from=2026-11-03&to=2026-11-02", "from"),
            ("from=2026-13-01&to=2026-11-02", "from"),
            ("from=2026-11-01&to=2026-11-1", "to"),
            ("from=2026-11-01T00:00:00%2B00:00&to=2026-11-02T00:00:00Z", "from"),
        ] {
            assert_eq!(window(raw, WindowRule::Clamp), Err(Refusal::validation(field)), "{raw}");
        }
    }
}
