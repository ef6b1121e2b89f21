//! What a large piece of work costs, told before it begins.

use super::effect::{Effect, JobWork};
use super::jobs;
use super::overlay::{self, Overlay};
use super::state::State;
use crate::model::{JobKind, grouped};

/// More requests than this, or more bytes, are asked about first.
pub const FREE_REQUESTS: u64 = 1_000;
/// More bytes than this are asked about first.
pub const FREE_BYTES: u64 = 100_000_000;
/// Bytes of a second of audio, for the estimate: MP3 at 64 kbit/s. Zoom documents no bit rate.
const BYTES_A_SECOND: u64 = 8_000;

/// The price of a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Requests to Zoom.
    pub requests: u64,
    /// Seconds at our pace.
    pub seconds: u64,
    /// Bytes to download, about.
    pub bytes: u64,
}

impl Price {
    /// The price of a job with `items`, whose audio lasts `audio_seconds`. `millis` is the time between two requests of its kind
    /// at our pace; see [`pace_millis`].
    #[must_use]
    pub const fn of(items: u64, audio_seconds: u64, millis: u64) -> Self {
        Self { requests: items, seconds: items * millis / 1000, bytes: audio_seconds * BYTES_A_SECOND }
    }

    /// True when a person is asked first.
    #[must_use]
    pub const fn is_asked_about(self) -> bool {
        self.requests > FREE_REQUESTS || self.bytes > FREE_BYTES
    }

    /// In a few lines: requests, time, share of the day, size.
    #[must_use]
    pub fn lines(self) -> Vec<String> {
        let minutes = self.seconds.div_ceil(60).max(1);
        let time = if minutes < 120 { format!("{minutes} min") } else { format!("{} h", minutes.div_ceil(60)) };
        let mut lines = vec![
            format!("{} requests to Zoom, at least {time} at half of Zoom's rate.", grouped(self.requests)),
            "None of the account's daily limit: Zoom counts lists of calls and voicemail by the day, not these."
                .to_owned(),
        ];
        if self.bytes > 0 {
            lines.push(format!("About {} MB to download and keep here.", grouped(self.bytes.div_ceil(1_000_000))));
        }
        lines
    }
}

/// Milliseconds between two requests of a job at half of the rate that Zoom publishes for Business plans: Light for paths,
/// Medium for downloads. A Pro plan takes twice as long. Source: Zoom rate limits, Phone endpoints, checked 2026-11-22.
#[must_use]
pub const fn pace_millis(kind: JobKind) -> u64 {
    match kind {
        JobKind::Paths => 50,
        JobKind::Recordings | JobKind::Voicemail => 100,
    }
}

/// A price that waits for a yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceTag {
    /// What it costs.
    pub price: Price,
    /// What it is for, in a few words.
    pub title: String,
    /// What begins at a yes.
    pub work: JobWork,
}

/// Begins a job at once when it is cheap, else shows its price.
pub(super) fn begin(state: &mut State, tag: PriceTag) -> Vec<Effect> {
    if tag.price.is_asked_about() {
        overlay::open(state, Overlay::Price(tag));
        return Vec::new();
    }
    jobs::begin(state, tag.work)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_large_is_asked_about_and_says_what_it_costs() {
        assert!(!Price::of(1_000, 0, 50).is_asked_about());
        assert!(Price::of(1_001, 0, 50).is_asked_about());
        assert!(!Price::of(20, 12_500, 100).is_asked_about());
        let dear = Price::of(20, 12_501, 100);
        assert!(dear.is_asked_about());
        assert_eq!(dear.lines()[2], "About 101 MB to download and keep here.");
        assert!(Price::of(100_000, 0, 50).lines()[0].starts_with("100,000 requests to Zoom, at least 84 min"));
        assert!(Price::of(1_000_000, 0, 50).lines()[0].contains("at least 14 h"));
    }
}
