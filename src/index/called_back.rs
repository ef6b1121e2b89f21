//! How soon callers who reached nobody were spoken to: of each call whether it was within the hour, kept up to date as calls come.

use chrono::{DateTime, Utc};

use super::callbacks::{Others, is_unanswered};
use super::columns::Kind;
use super::select::Selection;
use super::{Index, RowId};
use crate::model::CallKey;

/// How soon callers who reached nobody were spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CalledBack {
    /// Calls that somebody could have called back, and whose hour is over or was used.
    pub calls: usize,
    /// Those after which somebody spoke with that number within the hour, whoever called.
    pub within_hour: usize,
}

/// One hour, in the seconds of the columns.
const HOUR: u32 = 3600;

/// Of each row, in two bits: whether somebody could have called back, and whether somebody spoke with that number within the hour.
#[derive(Debug, Default)]
pub(super) struct SpokenTo(Vec<u8>);

impl SpokenTo {
    const COULD_BE: u8 = 1;
    const WAS: u8 = 2;

    fn set(&mut self, row: usize, bits: u8) {
        let shift = row % 4 * 2;
        let four = &mut self.0[row / 4];
        *four = *four & !(3 << shift) | bits << shift;
    }

    #[inline]
    fn get(&self, row: usize) -> u8 {
        self.0[row / 4] >> (row % 4 * 2) & 3
    }
}

/// A call that a call back may follow, or that is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Contact {
    start: u32,
    number: usize,
    is_answered: bool,
}

/// From which second to which calls came, went or became another contact.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Touched(Option<(u32, u32)>);

impl Touched {
    /// All of them.
    pub const ALL: Self = Self(Some((0, u32::MAX)));

    /// And a call that was one contact and is another.
    pub fn add_change(&mut self, before: Option<Contact>, after: Option<Contact>) {
        if before != after {
            before.into_iter().chain(after).for_each(|contact| self.add(contact.start));
        }
    }

    /// And a call that began at this second.
    pub fn add(&mut self, start: u32) {
        let (from, to) = self.0.unwrap_or((start, start));
        self.0 = Some((from.min(start), to.max(start)));
    }
}

impl Index {
    /// What a call is of those.
    pub(super) fn contact(&self, id: RowId) -> Option<Contact> {
        let (columns, row) = (&self.columns, id.number());
        let (start, kind) = (columns.start[row], &columns.kinds.values()[columns.kind.get(row)]);
        let (number, is_answered) = (self.other_number(row, kind.is_outbound()), kind.is_answered());
        (number > 0 && (is_answered || is_unanswered(kind))).then_some(Contact { start, number, is_answered })
    }

    /// Works out again what the calls touched may have changed.
    pub(super) fn renew_spoken_to(&mut self, touched: Touched) {
        let Some((from, to)) = touched.0 else { return };
        let mut spoken_to = std::mem::take(&mut self.spoken_to);
        spoken_to.0.resize(self.columns.len().div_ceil(4), 0);
        let kinds = self.columns.kinds.values();
        let answered: Vec<bool> = kinds.iter().map(Kind::is_answered).collect();
        let unanswered: Vec<bool> = kinds.iter().map(is_unanswered).collect();
        // Calls up to an hour before may have been followed by these, and these by calls up to an hour behind them.
        let since = CallKey::least_of_second(from.saturating_sub(HOUR));
        let until = to.saturating_add(HOUR + 1).saturating_add(CallKey::MOST_LATE_MS.div_ceil(1000));
        let key = |row: &RowId| self.columns.key(row.number());
        let begin = self.order.partition_point(|row| key(row) >= CallKey::least_of_second(until));
        let end = self.order.partition_point(|row| key(row) >= since);
        // By number: when somebody spoke with it next, and when after that second. 0 is never.
        let mut spoken = vec![[0_u32; 2]; self.outside.end()];
        // From the newest on: what was spoken next with a number is always known. Without branches on what a call is: guessed
        // wrong, they would cost more than all the rest.
        Others::of(self).pass(&self.order[begin..end], |row, kind, number| {
            let start = self.columns.start[row];
            // What was spoken in the second of the call is no call back, what was spoken after it may be.
            let later = |[next, after]: [u32; 2]| if next > start { next } else { after };
            let next = later(spoken[number]);
            let could_be = unanswered[kind] && number > 0;
            let was = could_be && next > start && next - start <= HOUR;
            if start <= to {
                let bits = [could_be, was].map(u8::from);
                spoken_to.set(row, (SpokenTo::COULD_BE * bits[0]) | (SpokenTo::WAS * bits[1]));
            }
            let next = &mut spoken[number * usize::from(answered[kind])];
            *next = [start, later(*next)];
        });
        self.spoken_to = spoken_to;
    }

    /// How many of a selection's callers who reached nobody were spoken to within an hour. A call whose hour is not over at `now`
    /// counts only if that was done.
    #[must_use]
    pub fn called_back(&self, selection: &Selection, now: DateTime<Utc>) -> CalledBack {
        let over = u32::try_from(now.timestamp().saturating_sub(HOUR.into()).max(0)).unwrap_or(u32::MAX);
        let mut counted = CalledBack::default();
        for id in selection.rows() {
            let spoken_to = self.spoken_to.get(id.number());
            let was = spoken_to / SpokenTo::WAS;
            let is_over = u8::from(self.columns.start[id.number()] <= over);
            counted.within_hour += usize::from(was);
            counted.calls += usize::from(spoken_to & SpokenTo::COULD_BE & (was | is_over));
        }
        counted
    }
}
