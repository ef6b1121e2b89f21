//! Reading a fault script.

use std::str::FromStr;
use std::time::Duration;

use chrono::TimeDelta;
use thiserror::Error;

use super::{Body, Effect, Faults, RetryAfter, Rule, TooMany};

/// A word of a script that cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum FaultError {
    /// No such word.
    #[error("fault rule {rule}: unknown word `{word}`")]
    UnknownWord {
        /// The rule, counted from 1.
        rule: usize,
        /// The word as it was written.
        word: String,
    },
    /// A word whose value is missing or wrong.
    #[error("fault rule {rule}: `{word}` needs {needs}")]
    BadValue {
        /// The rule, counted from 1.
        rule: usize,
        /// The word as it was written.
        word: String,
        /// What the value must be.
        needs: &'static str,
    },
    /// A word that means nothing without another.
    #[error("fault rule {rule}: `{word}` means nothing without `{without}`")]
    Alone {
        /// The rule, counted from 1.
        rule: usize,
        /// The word as it was written.
        word: &'static str,
        /// The word it belongs to.
        without: &'static str,
    },
    /// A rule in which nothing goes wrong.
    #[error("fault rule {rule}: nothing goes wrong in it")]
    NoEffect {
        /// The rule, counted from 1.
        rule: usize,
    },
}

impl FromStr for Faults {
    type Err = FaultError;

    fn from_str(script: &str) -> Result<Self, FaultError> {
        let rules = script.lines().map(|line| line.split('#').next().unwrap_or_default());
        let rules = rules.flat_map(|line| line.split(';')).map(str::trim).filter(|rule| !rule.is_empty());
        let rules = rules.enumerate().map(|(at, rule)| Draft::read(at + 1, rule)?.finish());
        Ok(Self { rules: rules.collect::<Result<_, _>>()? })
    }
}

/// A rule while its words are read, in whatever order they come.
#[derive(Default)]
struct Draft {
    rule: usize,
    on: String,
    nth: Option<u64>,
    every: Option<u64>,
    times: Option<u64>,
    delay: Duration,
    status: Option<u16>,
    code: Option<u32>,
    error: Option<String>,
    html: bool,
    too_many: Option<TooMany>,
    retry_after: Option<RetryAfter>,
    wait: Option<Duration>,
    effects: Vec<Effect>,
}

impl Draft {
    fn read(rule: usize, text: &str) -> Result<Self, FaultError> {
        let mut draft = Self { rule, ..Self::default() };
        for word in text.split_whitespace() {
            draft.word(word)?;
        }
        Ok(draft)
    }

    fn word(&mut self, word: &str) -> Result<(), FaultError> {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        let bad = |needs| FaultError::BadValue { rule: self.rule, word: word.to_owned(), needs };
        match name {
            "on" => self.on = some(value).ok_or_else(|| bad("a path"))?.to_owned(),
            "nth" => self.nth = Some(count(value).ok_or_else(|| bad(COUNT))?),
            "every" => self.every = Some(count(value).ok_or_else(|| bad(COUNT))?),
            "times" => self.times = Some(count(value).ok_or_else(|| bad(COUNT))?),
            "delay" => self.delay = span(value).ok_or_else(|| bad(SPAN))?,
            "wait" => self.wait = Some(span(value).ok_or_else(|| bad(SPAN))?),
            "status" => self.status = Some(status(value).ok_or_else(|| bad("a status from 200 to 599"))?),
            "code" => self.code = Some(value.parse().map_err(|_| bad("a number"))?),
            "error" => self.error = Some(some(value).ok_or_else(|| bad("an OAuth error"))?.to_owned()),
            "html" if value.is_empty() => self.html = true,
            "429" => self.too_many = Some(too_many(value).ok_or_else(|| bad("qps, daily, concurrent or bare"))?),
            "retry_after" => {
                let form = retry_after(value).ok_or_else(|| bad("date, http-date, seconds or none"))?;
                self.retry_after = Some(form);
            }
            "drop" if value.is_empty() => self.effects.push(Effect::Drop),
            "cut" => self.effects.push(Effect::Cut(value.parse().map_err(|_| bad("a number of bytes"))?)),
            "drip" => {
                self.effects.push(Effect::Drip(span(value).ok_or_else(|| bad(SPAN))?));
            }
            "bomb" if value.is_empty() => self.effects.push(Effect::Bomb),
            "deep" => self.effects.push(Effect::Deep(value.parse().map_err(|_| bad("a number of levels"))?)),
            "type" => self.effects.push(Effect::ContentType(media_type(value).ok_or_else(|| bad("a media type"))?)),
            "page_token" if value == "dead" => self.effects.push(Effect::DeadPageToken),
            "page_token" => return Err(bad("dead")),
            "clamp" => {
                let days = value.strip_suffix('d').and_then(count).and_then(|days| i64::try_from(days).ok());
                let span = days.and_then(TimeDelta::try_days).ok_or_else(|| bad("days, such as 7d"))?;
                self.effects.push(Effect::Clamp(span));
            }
            "repeat_rows" => self.effects.push(Effect::RepeatRows(count(value).ok_or_else(|| bad(COUNT))?)),
            "late_rows" => self.effects.push(Effect::LateRows(count(value).ok_or_else(|| bad(COUNT))?)),
            "unknown_fields" if value.is_empty() => self.effects.push(Effect::UnknownFields),
            "unknown_enums" if value.is_empty() => self.effects.push(Effect::UnknownEnums),
            _ => return Err(FaultError::UnknownWord { rule: self.rule, word: word.to_owned() }),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Rule, FaultError> {
        let rule = self.rule;
        let alone = |word, without| Err(FaultError::Alone { rule, word, without });
        match (self.status, self.code, self.error.take()) {
            (None, None, None) if self.html => self.effects.push(Effect::Status { status: 200, body: Body::Html }),
            (None, None, None) => {}
            (None, Some(_), _) => return alone("code", "status"),
            (None, None, Some(_)) => return alone("error", "status"),
            (Some(status), code, error) => {
                let body = match (error, code) {
                    (Some(error), _) => Body::OAuth(error),
                    (None, None) if self.html || status >= 500 => Body::Html,
                    (None, code) => Body::Rest(code),
                };
                self.effects.push(Effect::Status { status, body });
            }
        }
        match (self.too_many, self.retry_after, self.wait) {
            (Some(form), retry_after, wait) => self.effects.push(Effect::TooMany {
                form,
                retry_after: retry_after.unwrap_or(RetryAfter::Usual),
                wait: wait.unwrap_or(Duration::from_secs(1)),
            }),
            (None, Some(_), _) => return alone("retry_after", "429"),
            (None, None, Some(_)) => return alone("wait", "429"),
            (None, None, None) => {}
        }
        if self.effects.is_empty() && self.delay.is_zero() {
            return Err(FaultError::NoEffect { rule });
        }
        Ok(Rule {
            nth: self.nth.or(self.every).unwrap_or(1),
            every: self.every.unwrap_or(1),
            times: self.times.or_else(|| (self.nth.is_some() && self.every.is_none()).then_some(1)),
            on: self.on,
            delay: self.delay,
            effects: self.effects,
        })
    }
}

const COUNT: &str = "a number from 1";
const SPAN: &str = "a time, such as 500ms, 3s or 2m";

fn some(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}

fn count(value: &str) -> Option<u64> {
    value.parse().ok().filter(|number| *number > 0)
}

fn status(value: &str) -> Option<u16> {
    value.parse().ok().filter(|status| (200..600).contains(status))
}

fn span(value: &str) -> Option<Duration> {
    let unit = value.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = value.split_at(unit);
    let number: u64 = number.parse().ok()?;
    match unit {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => number.checked_mul(60).map(Duration::from_secs),
        _ => None,
    }
}

fn media_type(value: &str) -> Option<String> {
    let is_one = value.contains('/') && value.bytes().all(|byte| byte.is_ascii_graphic());
    is_one.then(|| value.to_owned())
}

fn too_many(value: &str) -> Option<TooMany> {
    match value {
        "qps" => Some(TooMany::Qps),
        "daily" => Some(TooMany::Daily),
        "concurrent" => Some(TooMany::Concurrent),
        "bare" => Some(TooMany::Bare),
        _ => None,
    }
}

fn retry_after(value: &str) -> Option<RetryAfter> {
    match value {
        "date" => Some(RetryAfter::Date),
        "http-date" => Some(RetryAfter::HttpDate),
        "seconds" => Some(RetryAfter::Seconds),
        "none" => Some(RetryAfter::Absent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effects(script: &str) -> Vec<Effect> {
        script.parse::<Faults>().unwrap().rules.into_iter().flat_map(|rule| rule.effects).collect()
    }

    fn error(script: &str) -> String {
        script.parse::<Faults>().unwrap_err().to_string()
    }

    #[test]
    fn a_script_is_rules_by_line_or_semicolon_with_comments() {
        let script = "# at night\non=/oauth/token delay=2s status=503 # gateway\n\n drop nth=2 ; cut=10\n";
        let rules = script.parse::<Faults>().unwrap().rules;
        assert_eq!(rules.len(), 3);
        assert_eq!((rules[0].on.as_str(), rules[0].delay), ("/oauth/token", Duration::from_secs(2)));
        assert_eq!(rules[0].effects, [Effect::Status { status: 503, body: Body::Html }]);
        assert_eq!(rules[2].effects, [Effect::Cut(10)]);
        assert_eq!("".parse::<Faults>().unwrap(), Faults::default());
    }

    #[test]
    fn every_effect_can_be_written() {
        let wait = Duration::from_secs(3);
        for (script, effect) in [
            ("html", Effect::Status { status: 200, body: Body::Html }),
            ("status=400 code=2031", Effect::Status { status: 400, body: Body::Rest(Some(2031)) }),
            ("status=401", Effect::Status { status: 401, body: Body::Rest(None) }),
            (
                "error=invalid_grant status=400",
                Effect::Status { status: 400, body: Body::OAuth("invalid_grant".into()) },
            ),
            (
                "retry_after=http-date wait=3s 429=qps",
                Effect::TooMany { form: TooMany::Qps, retry_after: RetryAfter::HttpDate, wait },
            ),
            ("page_token=dead", Effect::DeadPageToken),
            ("clamp=7d", Effect::Clamp(TimeDelta::days(7))),
            ("repeat_rows=2", Effect::RepeatRows(2)),
            ("late_rows=5", Effect::LateRows(5)),
            ("unknown_fields", Effect::UnknownFields),
            ("unknown_enums", Effect::UnknownEnums),
            ("drop", Effect::Drop),
            ("drip=1s", Effect::Drip(Duration::from_secs(1))),
            ("bomb", Effect::Bomb),
            ("deep=100000", Effect::Deep(100_000)),
            ("type=text/plain", Effect::ContentType("text/plain".into())),
        ] {
            assert_eq!(effects(script), [effect], "{script}");
        }
    }

    #[test]
    fn an_error_names_the_rule_and_the_word() {
        for (script, message) in [
            ("drop; dorp", "fault rule 2: unknown word `dorp`"),
            ("nth=0 drop", "fault rule 1: `nth=0` needs a number from 1"),
            ("delay=5", "fault rule 1: `delay=5` needs a time, such as 500ms, 3s or 2m"),
            ("drop=1", "fault rule 1: unknown word `drop=1`"),
            ("429=often", "fault rule 1: `429=often` needs qps, daily, concurrent or bare"),
            ("retry_after=date drop", "fault rule 1: `retry_after` means nothing without `429`"),
            ("code=300", "fault rule 1: `code` means nothing without `status`"),
            ("on=/v2 nth=2", "fault rule 1: nothing goes wrong in it"),
            ("deep=very", "fault rule 1: `deep=very` needs a number of levels"),
            ("type=plain", "fault rule 1: `type=plain` needs a media type"),
            ("clamp=week", "fault rule 1: `clamp=week` needs days, such as 7d"),
        ] {
            assert_eq!(error(script), message);
        }
    }
}
