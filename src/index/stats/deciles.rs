//! The ninth decile of each of many bars' waits.

use super::distribution::nearest_rank;
use crate::index::rows::Rows;
use crate::index::seconds::Seconds;

/// A value that nine of ten are at most, and of how many calls it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quantile {
    /// Calls of which the span is known.
    pub known: usize,
    /// In whole seconds; 0 when none is known.
    pub seconds: u32,
}

/// Up to so many counts are held: two megabytes.
const MOST_COUNTS: usize = 1 << 19;

/// The spans of calls in bars.
pub(super) enum Deciles<'a> {
    /// How often each bar has each sign. Quicker, and larger the more bars there are and the longer the longest span.
    Counted { spans: &'a Seconds, counts: Vec<u32> },
    /// Each known span with its bar.
    Kept { spans: &'a Seconds, known: Vec<(u32, u32)> },
}

impl<'a> Deciles<'a> {
    /// Of no calls yet, in so many bars.
    pub fn new(spans: &'a Seconds, bars: usize) -> Self {
        let counts = bars.saturating_mul(spans.signs());
        if spans.are_short() && counts <= MOST_COUNTS {
            Self::Counted { spans, counts: vec![0; counts] }
        } else {
            Self::Kept { spans, known: Vec::new() }
        }
    }

    /// Adds calls: each with its bar, and its place among `rows`, whose spans have these signs.
    pub fn add(&mut self, calls: &[(u32, u32)], rows: Rows<'_>, of_rows: &[u16]) {
        match self {
            Self::Counted { spans, counts } => {
                let signs = spans.signs();
                for (bar, place) in calls {
                    // There are fewer calls than a count can hold.
                    let count = &mut counts[*bar as usize * signs + usize::from(of_rows[*place as usize])];
                    *count = count.wrapping_add(1);
                }
            }
            Self::Kept { spans, known } => {
                let long = |place: u32| spans.long(rows.ids()[place as usize].number()).unwrap_or(0);
                known.reserve(calls.len());
                for (bar, place) in calls {
                    match of_rows[*place as usize] {
                        Seconds::NONE => {}
                        Seconds::LONG => known.push((*bar, long(*place))),
                        short => known.push((*bar, u32::from(short - Seconds::SHORT))),
                    }
                }
            }
        }
    }

    /// The decile of each of so many bars.
    pub fn of(self, bars: usize) -> Vec<Quantile> {
        match self {
            Self::Counted { spans, counts } => counts.chunks_exact(spans.signs()).map(from_counts).collect(),
            Self::Kept { known, .. } => from_known(&known, bars),
        }
    }
}

/// The decile of spans that are counted by their signs.
fn from_counts(counts: &[u32]) -> Quantile {
    let counts = &counts[Seconds::SHORT.into()..];
    let known = counts.iter().map(|count| *count as usize).sum();
    let place = nearest_rank(known, 0.9);
    let mut passed = 0;
    let seconds = (0..).zip(counts).find(|(_, count)| {
        passed += **count as usize;
        passed > place
    });
    Quantile { known, seconds: seconds.map_or(0, |(seconds, _)| seconds) }
}

/// The decile of each bar: its spans are laid side by side.
fn from_known(known: &[(u32, u32)], bars: usize) -> Vec<Quantile> {
    let mut ends = vec![0_usize; bars + 1];
    for (bar, _) in known {
        ends[*bar as usize + 1] += 1;
    }
    for bar in 0..bars {
        ends[bar + 1] += ends[bar];
    }
    let mut spans = vec![0_u32; known.len()];
    for (bar, span) in known {
        let end = &mut ends[*bar as usize];
        spans[*end] = *span;
        *end += 1;
    }
    let mut begin = 0;
    let deciles = ends.into_iter().take(bars).map(|end| {
        let own = &mut spans[begin..end];
        begin = end;
        let place = nearest_rank(own.len(), 0.9);
        let seconds = if own.is_empty() { 0 } else { *own.select_nth_unstable(place).1 };
        Quantile { known: own.len(), seconds }
    });
    deciles.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::RowId;

    /// The deciles of spans in two bars by turns, as [`Deciles`] has them and as sorting gives them.
    fn both_ways(spans: &[Option<u32>], bars: usize) -> (Vec<Quantile>, Vec<Quantile>) {
        let mut column = Seconds::default();
        let ids: Vec<RowId> = (0..).take(spans.len()).map(RowId).collect();
        ids.iter().zip(spans).for_each(|(id, span)| column.set(id.0, *span));
        let mut deciles = Deciles::new(&column, bars);
        for rows in Rows::each(&ids) {
            let mut signs = Vec::new();
            column.gather(rows, &mut signs);
            let calls: Vec<(u32, u32)> = (0..).zip(rows.ids()).map(|(place, id)| (id.0 % 2, place)).collect();
            deciles.add(&calls, rows, &signs);
        }
        let sorted = (0..bars).map(|bar| {
            let mut own: Vec<u32> = spans.iter().skip(bar).step_by(2).flatten().copied().filter(|_| bar < 2).collect();
            own.sort_unstable();
            Quantile { known: own.len(), seconds: own.get(nearest_rank(own.len(), 0.9)).copied().unwrap_or(0) }
        });
        (deciles.of(bars), sorted.collect())
    }

    #[test]
    fn a_decile_is_the_one_that_sorting_gives_however_it_is_kept() {
        let short: Vec<Option<u32>> = (0..3_000).map(|n| (n % 7 > 0).then_some(n * 37 % 601)).collect();
        let long: Vec<Option<u32>> = short.iter().map(|span| span.map(|span| span * 200)).collect();
        for (spans, bars) in [(&short, 3), (&short, MOST_COUNTS), (&long, 3), (&vec![None; 20], 2), (&vec![], 2)] {
            let (found, expected) = both_ways(spans, bars);
            assert_eq!(found, expected, "{} spans in {bars} bars", spans.len());
        }
    }
}
