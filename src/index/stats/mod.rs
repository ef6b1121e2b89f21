//! The shape of a selection: how its calls ended and when they came, how long people waited and talked, who had how many.

mod by;
mod distribution;
mod noise;
mod sheet;

pub use by::{Bar, By, Quantile, Waits};
use distribution::Spans;
pub use distribution::{Distribution, TALK_EDGES, WAIT_EDGES};
pub use noise::{counts_differ, quantiles_differ, shares_differ};
pub use sheet::{Earlier, bars_sheet, busy_sheet, callbacks_sheet, change_word, distribution_sheet};

use super::columns::Kind;
use super::quarters::Quarters;
use super::select::Selection;
use super::{Index, RowId};
use crate::model::{ResultGroup, Span, Zone};

/// How the calls of a selection ended, how long they took and when they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// By result group, in the order of [`ResultGroup::ALL`].
    pub results: [usize; 7],
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
    pub const SOON: u32 = 20;
}

/// The place of a result group among the counts.
#[must_use]
pub fn place_of(group: ResultGroup) -> usize {
    ResultGroup::ALL.iter().position(|known| *known == group).unwrap_or(0)
}

impl Stats {
    /// How many calls.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.results.iter().sum()
    }

    /// How many ended in a group.
    #[must_use]
    pub fn ended(&self, group: ResultGroup) -> usize {
        self.results[place_of(group)]
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
        let (columns, quarters) = (&self.columns, Quarters::of(self, zone));
        let mut kinds = vec![0_usize; columns.kinds.values().len()];
        let mut began = vec![0_usize; quarters.all().len()];
        let (mut wait, mut talk) = (Spans::default(), Spans::default());
        let outside: Vec<bool> = columns.kinds.values().iter().map(Kind::is_from_outside).collect();
        let answered: Vec<bool> = columns.kinds.values().iter().map(Kind::is_answered).collect();
        let mut level = ServiceLevel::default();
        for row in selection.rows() {
            let row = row.number();
            let (kind, waited) = (columns.kind.get(row), columns.wait.get(row));
            kinds[kind] += 1;
            wait.add(waited);
            if let Some(waited) = waited
                && outside[kind]
            {
                level.calls += 1;
                level.in_time += usize::from(answered[kind] && waited <= ServiceLevel::SOON);
            }
            talk.add(columns.talk.get(row));
            began[quarters.place(columns.start[row])] += 1;
        }
        let mut results = [0; 7];
        for (kind, count) in columns.kinds.values().iter().zip(kinds) {
            results[place_of(kind.result.group())] += count;
        }
        let mut busy = [[0; 24]; 7];
        for (quarter, count) in quarters.all().iter().zip(began) {
            busy[quarter.weekday()][quarter.hour()] += count;
        }
        Stats { results, wait: wait.spread(WAIT_EDGES), talk: talk.spread(TALK_EDGES), level, busy }
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
