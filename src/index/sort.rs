//! Sorting by any column: ranks instead of texts, counting instead of comparing.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::OnceLock;

use super::Index;
use super::fold::folded;
use super::seconds::Seconds;
use crate::model::{Flags, Party, Text, WordId};

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

/// Sorts rows that stand newest first. Rows that are equal by every key stay in that order.
pub(super) fn sort(index: &Index, rows: &mut Vec<u32>, keys: &[SortKey]) {
    let newest_first = SortKey { column: SortColumn::Started, descending: true };
    // Rows come newest first, so as the least of the keys that one changes nothing.
    let keys = keys.strip_suffix(&[newest_first]).unwrap_or(keys);
    for key in keys.iter().rev() {
        let mut ranks: Vec<u32> = ranks(index, rows, key.column);
        let highest = ranks.iter().copied().filter(|rank| *rank != EMPTY).max().unwrap_or(0);
        for rank in &mut ranks {
            *rank = match *rank {
                EMPTY => highest.saturating_add(1),
                rank if key.descending => highest - rank,
                rank => rank,
            };
        }
        by_rank(rows, ranks);
    }
}

/// The rank of each row: equal values have equal ranks.
fn ranks(index: &Index, rows: &[u32], column: SortColumn) -> Vec<u32> {
    let columns = &index.columns;
    let by_kind = |table: Vec<u32>| rows.iter().map(|row| table[columns.kind[*row as usize] as usize]).collect();
    let by_place = |word: fn(&super::columns::Place) -> WordId| {
        let words = columns.places.values().iter().map(|place| folded(index.word(word(place)).as_raw()));
        let table = dense(words.map(|word| (!word.is_empty()).then_some(word)));
        rows.iter().map(|row| table[columns.place[*row as usize] as usize]).collect()
    };
    let by_party = |table: &[u32], ours: bool| {
        let outbound: Vec<bool> = columns.kinds.values().iter().map(|kind| kind.is_outbound() != ours).collect();
        let side =
            |row: usize| if outbound[columns.kind[row] as usize] { columns.callee[row] } else { columns.caller[row] };
        rows.iter().map(|row| table[side(*row as usize) as usize]).collect()
    };
    let by_span = |column: &Seconds| {
        rows.iter().map(|row| column.get(*row as usize).map_or(EMPTY, |seconds| seconds.min(EMPTY - 1))).collect()
    };
    let kinds = columns.kinds.values().iter();
    match column {
        SortColumn::Started => {
            let starts = || rows.iter().map(|row| columns.start[*row as usize]);
            let first = starts().min().unwrap_or(0);
            starts().map(|start| start - first).collect()
        }
        SortColumn::Direction => by_kind(dense(kinds.map(|kind| Some(kind.direction.word()).filter(is_given)))),
        SortColumn::Result => by_kind(dense(
            kinds.map(|kind| is_given(kind.result.word()).then(|| (kind.result.group(), kind.result.word()))),
        )),
        SortColumn::Flags => by_kind(dense(kinds.map(|kind| shown(kind.flags)))),
        SortColumn::Party => by_party(index.ranks.by_label(index.parties.all()), false),
        SortColumn::Via => by_party(index.ranks.by_label(index.parties.all()), true),
        SortColumn::Number => by_party(index.ranks.by_number(index.parties.all()), false),
        SortColumn::Wait => by_span(&columns.wait),
        SortColumn::Talk => by_span(&columns.talk),
        SortColumn::Hold => by_span(&columns.hold),
        SortColumn::Duration => by_span(&columns.duration),
        SortColumn::Site => by_place(|place| place.site),
        SortColumn::Department => by_place(|place| place.department),
        SortColumn::CostCenter => by_place(|place| place.cost_center),
        SortColumn::Group => by_place(|place| place.group),
    }
}

impl PartyRanks {
    fn by_label(&self, parties: &[Party]) -> &[u32] {
        self.by_label.get_or_init(|| dense(parties.iter().map(|party| party.label().map(|text| folded(text.as_raw())))))
    }

    fn by_number(&self, parties: &[Party]) -> &[u32] {
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

/// Sorts rows by their ranks, keeping the order of equals: by counting, sixteen bits at a time.
fn by_rank(rows: &mut Vec<u32>, mut ranks: Vec<u32>) {
    let highest = ranks.iter().copied().max().unwrap_or(0);
    let bits = 32 - highest.leading_zeros();
    for shift in (0..bits).step_by(16) {
        let digit = |rank: u32| (rank >> shift) as usize & 0xffff;
        let mut places = vec![0_u32; digit(if bits > 16 { u32::MAX } else { highest }) + 1];
        for rank in &ranks {
            places[digit(*rank)] += 1;
        }
        let mut next = 0;
        for place in &mut places {
            next += std::mem::replace(place, next);
        }
        let (mut sorted_rows, mut sorted_ranks) =
            (vec![0; rows.len()], vec![0; if shift + 16 < bits { rows.len() } else { 0 }]);
        for (row, rank) in rows.iter().zip(&ranks) {
            let place = &mut places[digit(*rank)];
            sorted_rows[*place as usize] = *row;
            if let Some(sorted) = sorted_ranks.get_mut(*place as usize) {
                *sorted = *rank;
            }
            *place += 1;
        }
        *rows = sorted_rows;
        ranks = sorted_ranks;
    }
}
