//! Faults on request: a small script of what goes wrong, on which request.
//!
//! A script is a list of rules, one a line or divided by `;`; what follows `#` is a comment. A rule is a list of words.
//! Words that choose requests:
//!
//! | word | chooses |
//! | --- | --- |
//! | `on=/v2/phone` | requests whose path begins so; without it all, `/oauth` included |
//! | `nth=3` | from the third such request on, once unless `times` says otherwise |
//! | `every=5` | each fifth such request |
//! | `times=2` | at most two of them |
//!
//! Words that say what happens to them:
//!
//! | word | what happens |
//! | --- | --- |
//! | `delay=500ms` | the answer waits (`ms`, `s`, `m`) |
//! | `status=503` | that status instead of the answer: an HTML page from 500 on, otherwise Zoom's JSON |
//! | `code=2031` | with `status`: the `code` of the JSON body |
//! | `error=invalid_grant` | with `status`: an OAuth body with this `error` |
//! | `html` | a sign-in page with status 200, or with `status` an HTML body |
//! | `429=qps`, `daily`, `concurrent`, `bare` | a refusal for too many requests, in each form Zoom has |
//! | `retry_after=date`, `http-date`, `seconds`, `none` | with `429`: the form of the header, which `wait=3s` puts so far ahead |
//! | `drop` | the connection closes without an answer |
//! | `cut=1000` | the connection closes after 1,000 bytes of the body |
//! | `drip=1s` | the body comes a byte at a time, so far apart |
//! | `bomb` | 10 MB of gzip that unpack to 10 GB |
//! | `deep=100000` | the body is lists in lists, so deep |
//! | `type=text/plain` | the answer calls itself that |
//! | `page_token=dead` | a request with a page token hears that it is expired; others pass and are not counted |
//! | `clamp=7d` | the window silently shrinks to its last seven days |
//! | `repeat_rows=2` | a later page begins with the last two rows of the page before |
//! | `late_rows=5` | the five newest rows are not there yet |
//! | `unknown_fields` | every object has fields nobody documented |
//! | `unknown_enums` | every row has words outside the published sets |
//!
//! Example: `on=/v2/phone/call_history nth=3 status=503 times=2; on=/oauth/token delay=2s`

mod parse;

use std::time::Duration;

use chrono::TimeDelta;

pub use parse::FaultError;

/// A script of faults; empty by default. Parse one with `"…".parse()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    rules: Vec<Rule>,
}

/// Which requests, and what happens to them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    on: String,
    nth: u64,
    every: u64,
    times: Option<u64>,
    delay: Duration,
    effects: Vec<Effect>,
}

/// One thing that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Another answer than the right one.
    Status { status: u16, body: Body },
    /// 429 in one of its forms.
    TooMany { form: TooMany, retry_after: RetryAfter, wait: Duration },
    /// No answer.
    Drop,
    /// Only so many bytes of the body.
    Cut(usize),
    /// A byte of the body each so often.
    Drip(Duration),
    /// Little to send, much to unpack.
    Bomb,
    /// Lists in lists, so deep.
    Deep(usize),
    /// Another `Content-Type`.
    ContentType(String),
    /// A page token that is past its time.
    DeadPageToken,
    /// The window shrinks to this span.
    Clamp(TimeDelta),
    /// Rows of the page before, again.
    RepeatRows(u64),
    /// Newest rows that are not there yet.
    LateRows(u64),
    /// Fields nobody documented.
    UnknownFields,
    /// Words outside the published sets.
    UnknownEnums,
}

/// The body of an answer with another status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// Zoom's REST error with this code, or the usual one of the status.
    Rest(Option<u32>),
    /// An OAuth error.
    OAuth(String),
    /// A web page.
    Html,
}

/// The forms of a 429.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TooMany {
    /// Per second, with all headers.
    Qps,
    /// Per day, with all headers.
    Daily,
    /// Too many at the same time.
    Concurrent,
    /// With the category header alone.
    Bare,
}

/// The forms of `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RetryAfter {
    /// As the form of the 429 has it.
    Usual,
    /// ISO 8601 date-time, Zoom's own.
    Date,
    /// RFC 9110 date.
    HttpDate,
    /// Seconds.
    Seconds,
    /// No header.
    Absent,
}

/// What happens to one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Played {
    /// How long the answer waits.
    pub delay: Duration,
    /// What goes wrong.
    pub effects: Vec<Effect>,
}

/// A script in play: how often each rule has met its requests.
pub(super) struct Player {
    rules: Vec<(Rule, Met)>,
}

#[derive(Clone, Copy, Default)]
struct Met {
    seen: u64,
    played: u64,
}

impl Player {
    pub fn new(faults: Faults) -> Self {
        Self { rules: faults.rules.into_iter().map(|rule| (rule, Met::default())).collect() }
    }

    /// What the script has for a request to `path`; `paging` when it carries a page token.
    pub fn next(&mut self, path: &str, paging: bool) -> Played {
        let mut played = Played::default();
        for (rule, met) in &mut self.rules {
            if rule.is_for(path, paging) && rule.plays(met) {
                played.delay += rule.delay;
                played.effects.extend(rule.effects.iter().cloned());
            }
        }
        played
    }
}

impl Rule {
    fn is_for(&self, path: &str, paging: bool) -> bool {
        path.starts_with(&self.on) && (paging || !self.effects.contains(&Effect::DeadPageToken))
    }

    fn plays(&self, met: &mut Met) -> bool {
        met.seen += 1;
        let due = met.seen >= self.nth && (met.seen - self.nth).is_multiple_of(self.every);
        let plays = due && self.times.is_none_or(|times| met.played < times);
        met.played += u64::from(plays);
        plays
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of the first twelve requests to `path` the script touches.
    fn touched(script: &str, path: &str) -> Vec<u32> {
        let mut player = Player::new(script.parse().unwrap());
        (1..=12).filter(|_| player.next(path, false) != Played::default()).collect()
    }

    #[test]
    fn rules_choose_requests_by_path_and_count() {
        for (script, chosen) in [
            ("nth=3 drop", vec![3]),
            ("nth=3 times=2 drop", vec![3, 4]),
            ("every=5 drop", vec![5, 10]),
            ("every=5 times=1 drop", vec![5]),
            ("nth=2 every=4 times=9 drop", vec![2, 6, 10]),
            ("times=2 drop", vec![1, 2]),
            ("on=/v2/users drop", vec![]),
            ("on=/v2/phone nth=12 drop", vec![12]),
        ] {
            assert_eq!(touched(script, "/v2/phone/call_history"), chosen, "{script}");
        }
    }

    #[test]
    fn a_dead_page_token_counts_only_requests_that_carry_one() {
        let mut player = Player::new("page_token=dead nth=2".parse().unwrap());
        let heard: Vec<_> =
            [false, true, false, true, true].map(|paging| player.next("/", paging).effects.len()).into();
        assert_eq!(heard, [0, 0, 0, 1, 0]);
    }
}
