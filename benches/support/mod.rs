//! What the benches share: a stand-in for Zoom, a profile with its archive, a terminal, and the figures of the system.
#![allow(dead_code, reason = "each bench uses a part of it")]
#![allow(clippy::wildcard_enum_match_arm, reason = "a bench waits for one message of many")]
#![allow(clippy::expect_used, reason = "a bench that cannot go on has nothing better to do than to say why")]

#[path = "../../tests/support/browser.rs"]
#[allow(clippy::unwrap_used, reason = "it is the person of the tests")]
mod browser;
pub mod profile;
pub mod system;
pub mod terminal;

use std::time::Duration;

/// What a future gives, for callers that are not async.
fn finish<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(future)
}

/// Times of one thing done several times.
pub struct Times(Vec<f64>);

impl Times {
    /// The times in order, in milliseconds.
    pub fn of(times: impl IntoIterator<Item = Duration>) -> Self {
        let mut times: Vec<f64> = times.into_iter().map(|time| time.as_secs_f64() * 1e3).collect();
        times.sort_by(f64::total_cmp);
        Self(times)
    }

    pub fn least(&self) -> f64 {
        self.0.first().copied().unwrap_or(f64::NAN)
    }

    pub fn middle(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// All but one of twenty are at most this.
    pub fn high(&self) -> f64 {
        self.0.get((self.0.len() * 19 / 20).min(self.0.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
    }
}

/// The sizes to measure: 10 thousand and ten times more each, up to the number given, or to `most`; with the word `only` the
/// last of them alone.
pub fn sizes(most: u64) -> Vec<u64> {
    let most = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(most);
    let sizes = std::iter::successors(Some(10_000_u64), |size| size.checked_mul(10)).take_while(|size| *size <= most);
    let sizes: Vec<u64> = sizes.collect();
    let least = if is_named("only") { sizes.last().copied().unwrap_or(most) } else { 0 };
    sizes.into_iter().filter(|size| *size >= least).collect()
}

/// True when the command line has this word.
pub fn is_named(word: &str) -> bool {
    std::env::args().any(|argument| argument == word)
}

/// True when the command line asks for this piece of a bench, or for none of `pieces`.
pub fn is_asked(piece: &str, pieces: &[&str]) -> bool {
    is_named(piece) || !pieces.iter().any(|piece| is_named(piece))
}
