//! Which differences are news and which are noise. The rule is two standard errors: what chance alone exceeds once in twenty.

use super::distribution::Distribution;

/// True when two counts of independent calls differ by more than chance: two standard errors of a Poisson difference.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53 calls")]
pub fn counts_differ(now: usize, before: usize) -> bool {
    now.abs_diff(before) as f64 > 2.0 * ((now + before) as f64).sqrt()
}

/// True when two shares, each a part of a whole, differ by more than chance: two standard errors of a difference of
/// proportions. One is added to parts and to the rest, so that none and all have an error too.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53 calls")]
pub fn shares_differ(now: (usize, usize), before: (usize, usize)) -> bool {
    if now.1 == 0 || before.1 == 0 {
        return false;
    }
    let variance = |(part, whole): (usize, usize)| {
        let share = (part as f64 + 1.0) / (whole as f64 + 2.0);
        share * (1.0 - share) / whole as f64
    };
    let share = |(part, whole): (usize, usize)| part as f64 / whole as f64;
    (share(now) - share(before)).abs() > 2.0 * (variance(now) + variance(before)).sqrt()
}

/// True when the ninth deciles differ by more than chance: the stretches in which they may lie do not touch.
#[must_use]
pub const fn quantiles_differ(now: &Distribution, before: &Distribution) -> bool {
    if now.known == 0 || before.known == 0 {
        return false;
    }
    now.p90_between.0 > before.p90_between.1 || before.p90_between.0 > now.p90_between.1
}

#[cfg(test)]
mod tests {
    use super::super::distribution::Spans;
    use super::*;
    use crate::index::RowId;
    use crate::index::rows::Rows;
    use crate::index::seconds::Seconds;

    #[test]
    fn small_differences_are_noise_and_large_ones_are_news() {
        assert!(!counts_differ(1_461, 1_403), "4 % of 1,400 calls");
        assert!(counts_differ(1_461, 1_300));
        assert!(!counts_differ(3, 0) && counts_differ(5, 0));
        assert!(!shares_differ((782, 1_000), (763, 1_000)));
        assert!(shares_differ((7_820, 10_000), (7_630, 10_000)), "the same difference of ten times as many calls");
        assert!(!shares_differ((1, 1), (0, 1)) && !shares_differ((0, 0), (5, 10)));
    }

    #[test]
    fn ninth_deciles_of_few_calls_tell_nothing() {
        let waits = |calls: u32, longest: u32| {
            let mut column = Seconds::default();
            (0..calls).for_each(|call| column.set(call, Some(call * longest / calls)));
            let mut spans = Spans::new(&column, 1);
            let ids: Vec<RowId> = (0..calls).map(RowId).collect();
            Rows::each(&ids).for_each(|rows| spans.add(rows, rows.ids().iter().map(|_| 0)));
            spans.counted().spread(&[], super::super::WAIT_EDGES)
        };
        assert!(!quantiles_differ(&waits(10, 60), &waits(10, 90)));
        assert!(quantiles_differ(&waits(10_000, 60), &waits(10_000, 90)));
        assert!(!quantiles_differ(&waits(0, 60), &waits(100, 90)));
    }
}
