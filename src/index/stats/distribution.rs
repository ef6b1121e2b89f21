//! How spans of time are spread: exact middle and high values, from a count of every second.

use crate::index::rows::Rows;
use crate::index::seconds::Seconds;
use crate::index::{RowId, numbers};

/// Up to where waits are counted together, in seconds: each bucket ends before its edge, the last has none.
pub const WAIT_EDGES: [u32; 5] = [10, 30, 60, 120, 300];

/// Up to where talk is counted together, in seconds.
pub const TALK_EDGES: [u32; 5] = [30, 60, 180, 600, 1800];

/// Spans of time, in whole seconds, of the calls of which one is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// Calls of which it is known; all figures are of these.
    pub known: usize,
    /// All of it together.
    pub total: u64,
    /// At most this for half of them, by nearest rank; 0 when none is known.
    pub p50: u32,
    /// At most this for nine of ten.
    pub p90: u32,
    /// Where the true ninth decile of such calls may lie: two standard errors of the rank either way. Few calls say nothing
    /// about how high it may be; the second is the largest number then.
    pub p90_between: (u32, u32),
    /// The longest.
    pub max: u32,
    /// Where buckets end.
    pub edges: [u32; 5],
    /// Calls in each bucket.
    pub buckets: [usize; 6],
}

/// Counts of places. Each has several, which rows take in turn: one that was just written has to be waited for.
struct Counts {
    lanes: [Vec<u32>; 4],
}

impl Counts {
    fn new(places: usize) -> Self {
        Self { lanes: std::array::from_fn(|_| vec![0; places]) }
    }

    /// Counts each of the places once.
    fn add(&mut self, places: &[u32]) {
        // There are fewer rows than a count can hold.
        let count = |counts: &mut [u32], place: u32| {
            counts[place as usize] = counts[place as usize].wrapping_add(1);
        };
        let lanes = self.lanes.each_mut().map(Vec::as_mut_slice);
        let [first, second, third, fourth] = lanes;
        let (fours, rest) = places.as_chunks();
        for [a, b, c, d] in fours {
            count(first, *a);
            count(second, *b);
            count(third, *c);
            count(fourth, *d);
        }
        for place in rest {
            count(first, *place);
        }
    }

    fn sums(&self) -> Vec<u32> {
        let mut sums = self.lanes[0].clone();
        for lane in &self.lanes[1..] {
            sums.iter_mut().zip(lane).for_each(|(sum, count)| *sum += count);
        }
        sums
    }
}

/// The spans of rows, counted by their signs and by a class of the rows.
pub(super) struct Spans<'a> {
    column: &'a Seconds,
    /// How many signs there may be.
    signs: u32,
    counts: Counts,
    of_rows: Vec<u16>,
    places: Vec<u32>,
}

impl<'a> Spans<'a> {
    /// Nothing counted yet, of a column and that many classes.
    pub(super) fn new(column: &'a Seconds, classes: usize) -> Self {
        let signs = column.signs();
        let counts = Counts::new(signs * classes);
        Self { column, signs: u32::try_from(signs).unwrap_or(0), counts, of_rows: Vec::new(), places: Vec::new() }
    }

    /// Counts the spans of rows, each with its class.
    #[inline]
    pub(super) fn add(&mut self, rows: Rows<'_>, classes: impl Iterator<Item = u32>) {
        self.column.gather(rows, &mut self.of_rows);
        self.places.clear();
        self.places.extend(classes.zip(&self.of_rows).map(|(class, sign)| class * self.signs + u32::from(*sign)));
        self.counts.add(&self.places);
    }

    /// What was counted.
    pub(super) fn counted(self) -> CountedSpans<'a> {
        CountedSpans { column: self.column, counts: self.counts.sums() }
    }
}

/// Spans that were counted, by class and sign.
pub(super) struct CountedSpans<'a> {
    column: &'a Seconds,
    counts: Vec<u32>,
}

impl CountedSpans<'_> {
    /// How many of a class have a span of at most so many seconds, of those that do not stand apart.
    pub(super) fn upto(&self, class: usize, seconds: u16) -> usize {
        let spans = self.of_class(class).iter().skip(Seconds::SHORT.into());
        spans.take(usize::from(seconds) + 1).map(|count| *count as usize).sum()
    }

    /// How many of a class have a known span.
    pub(super) fn known(&self, class: usize) -> usize {
        self.of_class(class).iter().skip(usize::from(Seconds::NONE) + 1).map(|count| *count as usize).sum()
    }

    fn of_class(&self, class: usize) -> &[u32] {
        let signs = self.column.signs();
        &self.counts[signs * class..][..signs]
    }

    /// How the spans of all classes are spread. `rows` are those that were counted.
    pub(super) fn spread(&self, rows: &[RowId], edges: [u32; 5]) -> Distribution {
        let mut counts = vec![0_u32; self.column.signs()];
        for class in self.counts.chunks(counts.len()) {
            counts.iter_mut().zip(class).for_each(|(all, count)| *all += count);
        }
        let mut longer: Vec<u32> = Vec::new();
        if counts[usize::from(Seconds::LONG)] > 0 {
            let rows = numbers(rows).filter(|row| self.column.sign(*row) == Seconds::LONG);
            longer.extend(rows.filter_map(|row| self.column.long(row)));
            longer.sort_unstable();
        }
        let counts = counts.split_off(Seconds::SHORT.into());
        let mut buckets = [0; 6];
        let mut total = 0;
        let mut upto = 0;
        for (second, count) in (0_u32..).zip(&counts).filter(|(_, count)| **count > 0) {
            let count = *count as usize;
            buckets[bucket(second, edges)] += count;
            total += u64::from(second) * count as u64;
            upto += count;
        }
        for second in &longer {
            buckets[bucket(*second, edges)] += 1;
            total += u64::from(*second);
        }
        let sorted = Sorted { counts: &counts, counted: upto, longer: &longer };
        let known = sorted.len();
        let (low, high) = quantile_ranks(known, 0.9);
        Distribution {
            known,
            total,
            p50: sorted.at(nearest_rank(known, 0.5)),
            p90: sorted.at(nearest_rank(known, 0.9)),
            p90_between: (sorted.at(low), if high < known { sorted.at(high) } else { u32::MAX }),
            max: sorted.at(known.saturating_sub(1)),
            edges,
            buckets,
        }
    }
}

impl Distribution {
    /// What each bucket holds, in words: `0-10 s`, `1-2 min`, `> 5 min`.
    #[must_use]
    pub fn labels(&self) -> [String; 6] {
        let amount = |seconds: u32| if seconds < 60 { seconds } else { seconds / 60 };
        let unit = |seconds: u32| if seconds <= 60 { "s" } else { "min" };
        std::array::from_fn(|bucket| {
            let from = bucket.checked_sub(1).map_or(0, |before| self.edges[before]);
            match self.edges.get(bucket) {
                Some(60) => format!("{from}-60 s"),
                Some(to) => format!("{}-{} {}", amount(from), amount(*to), unit(*to)),
                None => format!("> {} {}", amount(from), unit(from)),
            }
        })
    }

    /// The terms that find the calls of a bucket: `wait:>=10s wait:<30s`.
    #[must_use]
    pub fn query(&self, field: &str, bucket: usize) -> String {
        let from = bucket.checked_sub(1).and_then(|before| self.edges.get(before)).copied().unwrap_or(0);
        let to = self.edges.get(bucket).map_or_else(String::new, |to| format!(" {field}:<{to}s"));
        format!("{field}:>={from}s{to}")
    }
}

fn bucket(second: u32, edges: [u32; 5]) -> usize {
    edges.partition_point(|edge| *edge <= second)
}

/// The spans in order, as counts.
struct Sorted<'a> {
    counts: &'a [u32],
    counted: usize,
    longer: &'a [u32],
}

impl Sorted<'_> {
    const fn len(&self) -> usize {
        self.counted + self.longer.len()
    }

    /// The span at a place; 0 where there is none.
    fn at(&self, place: usize) -> u32 {
        if let Some(place) = place.checked_sub(self.counted) {
            return self.longer.get(place).copied().unwrap_or(0);
        }
        let mut passed = 0;
        let found = (0_u32..).zip(self.counts).find(|(_, count)| {
            passed += **count as usize;
            passed > place
        });
        found.map_or(0, |(second, _)| second)
    }
}

/// The place of a quantile among `known` values in order, by nearest rank.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "ranks are small"
)]
pub(super) fn nearest_rank(known: usize, quantile: f64) -> usize {
    ((known as f64 * quantile).ceil() as usize).saturating_sub(1)
}

/// The places between which the true quantile lies: two standard errors of a binomial rank either way.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "ranks are small"
)]
fn quantile_ranks(known: usize, quantile: f64) -> (usize, usize) {
    let rank = known as f64 * quantile;
    let error = 2.0 * (rank * (1.0 - quantile)).sqrt();
    ((rank - error).floor().max(0.0) as usize, (rank + error).ceil() as usize)
}
