//! The calls, column by column: small numbers that point into dictionaries.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::codes::Codes;
use super::keys::Keys;
use super::rows::Rows;
use super::seconds::Seconds;
use crate::model::{CallKey, CallResult, CallRow, Direction, Flags, ResultGroup, WordId};

/// What many calls have in common: which way, how it ended, what it has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Kind {
    pub direction: Direction,
    pub result: CallResult,
    pub flags: Flags,
}

impl Kind {
    /// True when somebody answered.
    pub fn is_answered(&self) -> bool {
        self.result.group() == ResultGroup::Answered
    }

    /// True when somebody outside the account called in.
    pub fn is_from_outside(&self) -> bool {
        self.direction == Direction::Inbound && !self.flags.has(Flags::INTERNAL)
    }

    /// True when the callee is the other side.
    pub fn is_outbound(&self) -> bool {
        match self.direction {
            Direction::Outbound => true,
            Direction::Inbound | Direction::Other(_) => false,
        }
    }
}

/// Where the owner of a call belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub site: WordId,
    pub department: WordId,
    pub cost_center: WordId,
    pub group: WordId,
}

/// Values that are stored once and pointed to.
#[derive(Debug)]
pub(super) struct Dictionary<T> {
    slots: FxHashMap<T, u32>,
    values: Vec<T>,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self { slots: FxHashMap::default(), values: Vec::new() }
    }
}

impl<T: Clone + Eq + Hash> Dictionary<T> {
    fn slot(&mut self, value: T) -> u32 {
        *self.slots.entry(value).or_insert_with_key(|value| {
            self.values.push(value.clone());
            u32::try_from(self.values.len() - 1).unwrap_or(u32::MAX)
        })
    }

    pub fn values(&self) -> &[T] {
        &self.values
    }
}

/// One side of calls, gathered some rows at a time.
#[derive(Debug, Default)]
pub(super) struct Side {
    callers: Vec<u32>,
    others: Vec<u32>,
    kinds: Vec<u32>,
}

impl Side {
    /// For each row its kind, and the slot of the party on one side: the callee's where `is_callee` has it for the kind.
    #[inline]
    pub fn gather<'a>(
        &'a mut self,
        columns: &Columns,
        rows: Rows<'_>,
        is_callee: &'a [bool],
    ) -> impl Iterator<Item = (usize, usize)> + use<'a> {
        let Self { callers, others, kinds } = self;
        columns.caller.gather(rows, callers);
        columns.callee.gather(rows, others);
        columns.kind.gather(rows, kinds);
        callers.iter().zip(others).zip(kinds).map(|((caller, callee), kind)| {
            let kind = *kind as usize;
            (kind, [*caller, *callee][usize::from(is_callee[kind])] as usize)
        })
    }
}

/// One entry a row in each column; a row's number never changes.
#[derive(Debug)]
pub(super) struct Columns {
    keys: Keys,
    /// Seconds since 1970. Zoom gives whole seconds; what lies outside 1970 to 2106 is moved to that edge.
    pub start: Vec<u32>,
    pub caller: Codes,
    pub callee: Codes,
    pub kind: Codes,
    pub place: Codes,
    pub wait: Seconds,
    pub talk: Seconds,
    pub hold: Seconds,
    pub duration: Seconds,
    pub kinds: Dictionary<Kind>,
    pub places: Dictionary<Place>,
}

impl Columns {
    pub fn with_capacity(calls: usize) -> Self {
        Self {
            keys: Keys::with_capacity(calls),
            start: Vec::with_capacity(calls),
            caller: Codes::with_capacity(calls),
            callee: Codes::with_capacity(calls),
            kind: Codes::with_capacity(calls),
            place: Codes::with_capacity(calls),
            wait: Seconds::default(),
            talk: Seconds::default(),
            hold: Seconds::default(),
            duration: Seconds::default(),
            kinds: Dictionary::default(),
            places: Dictionary::default(),
        }
    }

    /// How many rows there are, those that were taken away among them.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The key of a row.
    #[inline]
    pub fn key(&self, row: usize) -> CallKey {
        self.keys.get(row, self.start[row])
    }

    /// Makes room for more rows, so that columns need not be moved as they grow.
    pub fn reserve(&mut self, more: usize) {
        self.keys.reserve(more);
        self.start.reserve(more);
        for column in [&mut self.caller, &mut self.callee, &mut self.kind, &mut self.place] {
            column.reserve(more);
        }
    }

    /// Adds a row and returns its number. `sides` are the slots of caller and callee.
    pub fn push(&mut self, row: CallRow, sides: (u32, u32)) -> u32 {
        let number = u32::try_from(self.len()).unwrap_or(u32::MAX);
        self.keys.push();
        self.start.push(0);
        for column in [&mut self.caller, &mut self.callee, &mut self.kind, &mut self.place] {
            column.push_first();
        }
        self.set(number, row, sides);
        number
    }

    /// Replaces what a row says; its key stays.
    pub fn set(&mut self, number: u32, row: CallRow, sides: (u32, u32)) {
        let at = number as usize;
        let seconds = row.start_time.timestamp();
        self.start[at] = u32::try_from(seconds.max(0)).unwrap_or(u32::MAX);
        self.keys.set(number, self.start[at], row.key);
        self.caller.set(at, sides.0);
        self.callee.set(at, sides.1);
        let kind = Kind { direction: row.direction, result: row.result, flags: row.flags };
        self.kind.set(at, self.kinds.slot(kind));
        let (site, department, cost_center, group) = (row.site, row.department, row.cost_center, row.group);
        self.place.set(at, self.places.slot(Place { site, department, cost_center, group }));
        self.wait.set(number, row.wait);
        self.talk.set(number, row.talk);
        self.hold.set(number, row.hold);
        self.duration.set(number, row.duration);
    }
}
