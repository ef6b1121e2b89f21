//! Sorting by any column: ranks instead of texts, counting instead of comparing.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::OnceLock;

use super::codes::Codes;
use super::columns::{Kind, Place, Side};
use super::fold::folded;
use super::rows::{AT_ONCE, Rows};
use super::seconds::Seconds;
use super::{Index, RowId, numbers};
use crate::model::{Flags, PartyRow, Text, WordId};

/// What calls can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortColumn {
    /// When it began.
    Started,
    /// In, out.
    Direction,
    /// The other side, by name.
    Party,
    /// The other side's number.
    Number,
    /// Our side, by name.
    Via,
    /// How it ended: by group, then by word.
    Result,
    /// Time waited.
    Wait,
    /// Time spoken.
    Talk,
    /// Time on hold.
    Hold,
    /// Length as Zoom counts it.
    Duration,
    /// The owner's site.
    Site,
    /// The owner's department.
    Department,
    /// The owner's cost center.
    CostCenter,
    /// The owner's group.
    Group,
    /// What it has or is.
    Flags,
}

/// A column and a way. What is empty comes last either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// By what.
    pub column: SortColumn,
    /// Largest, last or newest first.
    pub descending: bool,
}

/// The ranks of parties, worked out when first asked for and kept until a party is told.
#[derive(Debug, Default)]
pub(super) struct PartyRanks {
    by_label: OnceLock<Vec<u32>>,
    by_number: OnceLock<Vec<u32>>,
}

/// The rank of what is empty.
const EMPTY: u32 = u32::MAX;

/// The keys that change an order that is newest first: as the least of them, that one changes nothing.
pub(super) fn that_count(keys: &[SortKey]) -> &[SortKey] {
    let newest_first = SortKey { column: SortColumn::Started, descending: true };
    keys.strip_suffix(&[newest_first]).unwrap_or(keys)
}

/// Sorts rows that stand newest first. Rows that are equal by every key stay in that order.
pub(super) fn sort(index: &Index, rows: &mut Vec<RowId>, keys: &[SortKey]) {
    for key in keys.iter().rev() {
        sort_by(index, rows, *key);
    }
}

fn sort_by(index: &Index, rows: &mut Vec<RowId>, SortKey { column, descending }: SortKey) {
    let columns = &index.columns;
    let kinds = columns.kinds.values().iter();
    let by_kind = |rows: &mut _, ranks: Vec<u32>| {
        let (ranks, highest) = turned(ranks, descending);
        by_rank(rows, highest, slots_of(&columns.kind, &ranks));
    };
    let by_place = |rows: &mut _, word: fn(&Place) -> WordId| {
        let words = columns.places.values().iter().map(|place| folded(index.word(word(place)).as_raw()));
        let (ranks, highest) = turned(dense(words.map(|word| (!word.is_empty()).then_some(word))), descending);
        by_rank(rows, highest, slots_of(&columns.place, &ranks));
    };
    let by_party = |rows: &mut _, ranks: &[u32], ours: bool| {
        let (ranks, highest) = turned(ranks.to_vec(), descending);
        let is_callee: Vec<bool> = columns.kinds.values().iter().map(|kind| kind.is_outbound() != ours).collect();
        let mut side = Side::default();
        by_rank(rows, highest, |rows, found| {
            found.extend(side.gather(columns, rows, &is_callee).map(|(_, party)| ranks[party]));
        });
    };
    let by_span = |rows: &mut Vec<RowId>, column: &Seconds| {
        if column.are_short() {
            let first = u32::from(Seconds::SHORT);
            let longest = u32::try_from(column.signs()).unwrap_or(0).saturating_sub(first + 1);
            let rank = |row| {
                // What has no span comes to be far above the longest.
                let seconds = u32::from(column.sign(row)).wrapping_sub(first);
                let seconds = if descending { longest.wrapping_sub(seconds) } else { seconds };
                seconds.min(longest + 1)
            };
            return by_rank(rows, longest + 1, each(rank));
        }
        let seconds = |row| column.get(row).map(|seconds| seconds.min(EMPTY - 1));
        let longest = numbers(rows).filter_map(seconds).max().unwrap_or(0);
        let rank = |row| match seconds(row) {
            None => longest + 1,
            Some(seconds) if descending => longest - seconds,
            Some(seconds) => seconds,
        };
        by_rank(rows, longest + 1, each(rank));
    };
    match column {
        SortColumn::Started => by_start(rows, &columns.start, descending),
        SortColumn::Direction => by_kind(rows, dense(kinds.map(|kind| Some(kind.direction.word()).filter(is_given)))),
        SortColumn::Result => {
            let result = |kind: &'_ Kind| {
                is_given(kind.result.word()).then(|| (kind.result.group(), kind.result.word().clone()))
            };
            by_kind(rows, dense(kinds.map(result)));
        }
        SortColumn::Flags => by_kind(rows, dense(kinds.map(|kind| shown(kind.flags)))),
        SortColumn::Party => by_party(rows, index.ranks.by_label(index.parties.all()), false),
        SortColumn::Via => by_party(rows, index.ranks.by_label(index.parties.all()), true),
        SortColumn::Number => by_party(rows, index.ranks.by_number(index.parties.all()), false),
        SortColumn::Wait => by_span(rows, &columns.wait),
        SortColumn::Talk => by_span(rows, &columns.talk),
        SortColumn::Hold => by_span(rows, &columns.hold),
        SortColumn::Duration => by_span(rows, &columns.duration),
        SortColumn::Site => by_place(rows, |place| place.site),
        SortColumn::Department => by_place(rows, |place| place.department),
        SortColumn::CostCenter => by_place(rows, |place| place.cost_center),
        SortColumn::Group => by_place(rows, |place| place.group),
    }
}

/// By time: rows that no other key has moved yet are turned around, not sorted.
fn by_start(rows: &mut Vec<RowId>, start: &[u32], descending: bool) {
    let started = |row: &RowId| start[row.number()];
    if !descending && rows.is_sorted_by(|a, b| started(a) >= started(b)) {
        rows.reverse();
        // Within a second, newest first still.
        rows.chunk_by_mut(|a, b| started(a) == started(b)).for_each(<[RowId]>::reverse);
        return;
    }
    let (first, last) = (rows.iter().map(started).min().unwrap_or(0), rows.iter().map(started).max().unwrap_or(0));
    by_rank(rows, last - first, each(|row| if descending { last - start[row] } else { start[row] - first }));
}

/// Ranks turned around when descending, what is empty behind all others either way; and the highest there is then.
fn turned(mut ranks: Vec<u32>, descending: bool) -> (Vec<u32>, u32) {
    let last = ranks.iter().copied().filter(|rank| *rank != EMPTY).max().unwrap_or(0);
    for rank in &mut ranks {
        *rank = match *rank {
            EMPTY => last + 1,
            rank if descending => last - rank,
            rank => rank,
        };
    }
    (ranks, last + 1)
}

impl PartyRanks {
    fn by_label(&self, parties: &[PartyRow]) -> &[u32] {
        self.by_label.get_or_init(|| dense(parties.iter().map(|party| party.label().map(|text| folded(text.as_raw())))))
    }

    fn by_number(&self, parties: &[PartyRow]) -> &[u32] {
        self.by_number
            .get_or_init(|| dense(parties.iter().map(|party| Some(party.number()).filter(|text| is_given(text)))))
    }
}

fn is_given(text: &Text) -> bool {
    !text.is_empty()
}

/// The flags that the list shows, first letter first.
fn shown(flags: Flags) -> Option<Vec<bool>> {
    let letters: Vec<bool> = Flags::SHOWN.iter().map(|(flag, ..)| !flags.has(*flag)).collect();
    letters.contains(&false).then_some(letters)
}

/// The rank of each value among all of them, without gaps.
fn dense<T: Ord + Hash>(values: impl Iterator<Item = Option<T>>) -> Vec<u32> {
    let values: Vec<Option<T>> = values.collect();
    let mut sorted: Vec<&T> = values.iter().flatten().collect();
    sorted.sort_unstable();
    sorted.dedup();
    let ranks: HashMap<&T, u32> = sorted.into_iter().zip(0..).collect();
    values.iter().map(|value| value.as_ref().map_or(EMPTY, |value| ranks[value])).collect()
}

/// Adds the rank of each row, by its slot in a column.
fn slots_of(column: &Codes, ranks: &[u32]) -> impl FnMut(Rows<'_>, &mut Vec<u32>) {
    let mut slots = Vec::new();
    move |rows, found| {
        column.gather(rows, &mut slots);
        found.extend(slots.iter().map(|slot| ranks[*slot as usize]));
    }
}

/// Adds the rank of each row.
fn each(rank: impl Fn(usize) -> u32) -> impl FnMut(Rows<'_>, &mut Vec<u32>) {
    move |rows, found| found.extend(numbers(rows.ids()).map(&rank))
}

/// Sorts rows by their ranks, keeping the order of equals, without comparing: sixteen bits of the rank at a time. `rank` adds the
/// ranks of some rows to those that are there.
fn by_rank(rows: &mut Vec<RowId>, highest: u32, mut rank: impl FnMut(Rows<'_>, &mut Vec<u32>)) {
    const LOW: u32 = 0xffff;
    let mut some = Vec::with_capacity(AT_ONCE);
    if highest <= LOW {
        let mut all: Vec<u16> = Vec::with_capacity(rows.len());
        for rows in Rows::each(rows) {
            some.clear();
            rank(rows, &mut some);
            all.extend(some.iter().map(|rank| u16::try_from(*rank).unwrap_or(u16::MAX)));
        }
        *rows = counted(rows, highest, || all.iter().copied().map(u32::from));
    } else {
        let mut ranked: Vec<(u32, RowId)> = Vec::with_capacity(rows.len());
        for rows in Rows::each(rows) {
            some.clear();
            rank(rows, &mut some);
            ranked.extend(some.iter().copied().zip(rows.ids().iter().copied()));
        }
        let ranked = counted(&ranked, LOW, || ranked.iter().map(|(rank, _)| rank & LOW));
        let ranked = counted(&ranked, highest >> 16, || ranked.iter().map(|(rank, _)| rank >> 16));
        *rows = ranked.into_iter().map(|(_, row)| row).collect();
    }
}

/// A counting sort of items by their digits, of which none is above `highest`.
fn counted<T: Copy + Default, D: Iterator<Item = u32>>(items: &[T], highest: u32, digits: impl Fn() -> D) -> Vec<T> {
    let mut places = vec![0_u32; highest as usize + 1];
    for digit in digits() {
        places[digit as usize] += 1;
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    let mut sorted = vec![T::default(); items.len()];
    for (item, digit) in items.iter().zip(digits()) {
        let place = &mut places[digit as usize];
        sorted[*place as usize] = *item;
        *place += 1;
    }
    sorted
}
