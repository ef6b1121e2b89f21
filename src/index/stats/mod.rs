//! The shape of a selection: how its calls ended and when they came, how long people waited and talked, who had how many.

mod by;
mod deciles;
mod distribution;
mod noise;
mod sheet;

pub use by::{Bar, By, Waits};
use by::{Counted, Ended};
pub use deciles::Quantile;
use distribution::Spans;
pub use distribution::{Distribution, TALK_EDGES, WAIT_EDGES};
pub use noise::{counts_differ, quantiles_differ, shares_differ};
pub use sheet::{Earlier, bars_sheet, busy_sheet, callbacks_sheet, change_word, distribution_sheet};

use super::columns::Kind;
use super::quarters::Quarters;
use super::rows::Rows;
use super::select::Selection;
use super::{Index, RowId};
use crate::model::{ResultGroup, Span, Zone};

/// How the calls of a selection ended, how long they took and when they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// How they ended.
    pub results: Results,
    /// Time waited.
    pub wait: Distribution,
    /// Time spoken.
    pub talk: Distribution,
    /// How many of the callers from outside were answered soon.
    pub level: ServiceLevel,
    /// By day of the week, Monday first, and hour of the day, by the person's clock.
    pub busy: [[usize; 24]; 7],
}

/// How many callers from outside were answered soon, of those whose wait is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServiceLevel {
    /// Calls that came in from outside, however they ended, whose wait is known.
    pub calls: usize,
    /// Those that were answered after at most 20 seconds.
    pub in_time: usize,
}

impl ServiceLevel {
    /// The usual service level, in seconds.
    pub const SOON: u16 = 20;
}

/// The place of a result group among the counts.
fn place_of(group: ResultGroup) -> usize {
    ResultGroup::ALL.iter().position(|known| *known == group).unwrap_or(0)
}

/// The groups that results are counted in.
const GROUPS: usize = ResultGroup::ALL.len();

/// How calls ended: how many in each result group, in the order of [`ResultGroup::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Results(pub [usize; GROUPS]);

impl Results {
    /// How many calls.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.0.iter().sum()
    }

    /// How many ended in a group.
    #[must_use]
    pub fn ended(&self, group: ResultGroup) -> usize {
        self.0[place_of(group)]
    }

    /// How many nobody took, though they could be: missed and abandoned ones.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.ended(ResultGroup::Missed) + self.ended(ResultGroup::Abandoned)
    }
}

/// True when a figure of `known` of `calls` tells nothing of them all: of fewer than twenty, or of fewer than one in twenty,
/// where more are not known.
#[must_use]
pub const fn too_few(known: usize, calls: usize) -> bool {
    known < calls && (known < 20 || known * 20 < calls)
}

/// A part of a whole; `None` of nothing.
#[must_use]
pub fn share(part: usize, whole: usize) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 calls")]
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Index {
    /// The shape of a selection. Days and hours are those of `zone`.
    #[must_use]
    pub fn stats(&self, selection: &Selection, zone: Zone) -> Stats {
        self.stats_and_days(selection, zone).0
    }

    /// The shape of a selection, and its calls a day as [`Index::bars`] gives them without waits: both in one pass.
    #[must_use]
    pub fn stats_and_days(&self, selection: &Selection, zone: Zone) -> (Stats, Vec<Bar>) {
        /// The classes of waits: whose answer nobody outside waited for, those who got none, and those who got one.
        const CLASSES: usize = 3;
        let (columns, quarters) = (&self.columns, Quarters::of(self, zone));
        let of_kind = |kind: &Kind| if kind.is_from_outside() { 1 + u32::from(kind.is_answered()) } else { 0 };
        let classes: Vec<u32> = columns.kinds.values().iter().map(of_kind).collect();
        let (mut wait, mut talk) = (Spans::new(&columns.wait, CLASSES), Spans::new(&columns.talk, 1));
        let ended = Ended::by_kind(columns);
        let mut by_quarter = vec![Counted::default(); quarters.all().len()];
        let (mut kinds, mut talked, mut places) = (Vec::new(), Vec::new(), Vec::new());
        // One loop for each thing that is counted: together they are too much for the registers.
        for rows in Rows::each(selection.rows()) {
            columns.kind.gather(rows, &mut kinds);
            columns.talk.gather_amounts(rows, &mut talked);
            rows.gather(&columns.start, &mut places, |start| quarters.place(start));
            wait.add(rows, kinds.iter().map(|kind| classes[*kind as usize]));
            talk.add(rows, kinds.iter().map(|_| 0));
            let calls = kinds.chunks(Ended::MOST).zip(talked.chunks(Ended::MOST)).zip(places.chunks(Ended::MOST));
            for ((kinds, talked), places) in calls {
                let (mut at, mut sum, mut talk) = (places[0], Ended::default(), 0);
                for ((kind, talked), place) in kinds.iter().zip(talked).zip(places) {
                    // Most often the quarter of the row before, where rows stand in time.
                    if *place != at {
                        by_quarter[at].add_all(sum, talk);
                        (at, sum, talk) = (*place, Ended::default(), 0);
                    }
                    sum += ended[*kind as usize];
                    talk += u64::from(*talked);
                }
                by_quarter[at].add_all(sum, talk);
            }
        }
        let (wait, talk) = (wait.counted(), talk.counted());
        let level = ServiceLevel { calls: wait.known(1) + wait.known(2), in_time: wait.upto(2, ServiceLevel::SOON) };
        let mut results = [0; GROUPS];
        let mut busy = [[0; 24]; 7];
        let mut days = vec![(Counted::default(), Quantile::default()); quarters.days()];
        for (quarter, counted) in quarters.all().iter().zip(by_quarter) {
            let day = &mut days[quarters.day_of(*quarter)].0;
            day.talk += counted.talk;
            for ((result, of_day), count) in results.iter_mut().zip(&mut day.results).zip(counted.results) {
                *result += count as usize;
                *of_day += count;
                busy[quarter.weekday()][quarter.hour()] += count as usize;
            }
        }
        let (wait, talk) = (wait.spread(selection.rows(), WAIT_EDGES), talk.spread(selection.rows(), TALK_EDGES));
        (Stats { results: Results(results), wait, talk, level, busy }, by::days(days, &quarters))
    }

    /// The calls of a selection that began in `span`, in their order.
    #[must_use]
    pub fn within(&self, selection: &Selection, span: Span) -> Selection {
        // Calls begin on whole seconds: the first one in the span is the first at or after its beginning.
        let seconds =
            |moment: chrono::DateTime<chrono::Utc>| moment.timestamp() + i64::from(moment.timestamp_subsec_nanos() > 0);
        let (from, to) = (seconds(span.from), seconds(span.to));
        let began = |row: &RowId| (from..to).contains(&i64::from(self.columns.start[row.number()]));
        selection.rows().iter().copied().filter(began).collect()
    }
}
