//! What just happened, in one line.

use chrono::{DateTime, TimeDelta, Utc};

/// One line about what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Safe to show.
    pub text: String,
    /// When it goes; `None` stays until the next one, or `Esc`.
    pub until: Option<DateTime<Utc>>,
}

impl Notice {
    /// How long a passing notice stays.
    const STAYS: TimeDelta = TimeDelta::seconds(6);

    /// A notice that goes by itself.
    #[must_use]
    pub fn passing(text: impl Into<String>, now: DateTime<Utc>) -> Self {
        Self { text: text.into(), until: Some(now + Self::STAYS) }
    }

    /// A notice that stays until the next one, or `Esc`.
    #[must_use]
    pub fn staying(text: impl Into<String>) -> Self {
        Self { text: text.into(), until: None }
    }
}

/// A count with thousands separators: `12,300`.
#[must_use]
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// "1 call", "12,300 calls".
#[must_use]
pub fn calls(count: u64) -> String {
    if count == 1 { "1 call".to_owned() } else { format!("{} calls", grouped(count)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands() {
        let shown: Vec<String> = [0, 999, 1_000, 12_300, 1_000_000].into_iter().map(grouped).collect();
        assert_eq!(shown, ["0", "999", "1,000", "12,300", "1,000,000"]);
    }
}
