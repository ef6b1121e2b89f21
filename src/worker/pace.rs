//! How fast something goes, and when it may be done.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

/// The rate is that of the last so long.
const WINDOW: TimeDelta = TimeDelta::seconds(10);

/// A count over time. Invariant: marks are in time order, and the first is at most one window older than the last but one.
#[derive(Debug, Default)]
pub(super) struct Pace {
    marks: VecDeque<(DateTime<Utc>, u64)>,
}

impl Pace {
    /// The count is `count` at `now`.
    pub(super) fn note(&mut self, count: u64, now: DateTime<Utc>) {
        self.marks.push_back((now, count));
        while self.marks.len() > 2 && now - self.marks[1].0 >= WINDOW {
            self.marks.pop_front();
        }
    }

    /// Counted a second, lately; 0 while there is nothing to tell from.
    #[expect(clippy::cast_precision_loss, reason = "a rate is shown with a few digits")]
    pub(super) fn rate(&self) -> f64 {
        let (Some(first), Some(last)) = (self.marks.front(), self.marks.back()) else { return 0.0 };
        let seconds = (last.0 - first.0).as_seconds_f64();
        if seconds > 0.0 { last.1.saturating_sub(first.1) as f64 / seconds } else { 0.0 }
    }

    /// When `left` more will be counted at this rate.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "an estimate, bounded to a year")]
    pub(super) fn eta(&self, left: u64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let rate = self.rate();
        (rate > 0.0).then(|| now + TimeDelta::seconds((left as f64 / rate).min(31_536_000.0) as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn the_rate_is_that_of_the_last_seconds_and_tells_the_end() {
        let mut pace = Pace::default();
        assert_eq!(pace.eta(100, at(0)), None);
        for second in 0..=60 {
            let fast = u64::try_from((second - 40).max(0)).unwrap();
            pace.note(fast * 50, at(second));
        }
        assert!((pace.rate() - 50.0).abs() < 1e-9, "{}", pace.rate());
        assert_eq!(pace.eta(500, at(60)), Some(at(70)));
    }
}
