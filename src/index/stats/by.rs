//! Calls counted by what they have in common: a bar each, with the query that finds the calls behind it.

use std::collections::HashMap;

use super::distribution::nearest_rank;
use super::place_of;
use crate::index::columns::{Columns, Kind};
use crate::index::matching::is_person;
use crate::index::quarters::{Quarters, date};
use crate::index::select::Selection;
use crate::index::{Index, RowId};
use crate::model::{PartyRow, ResultGroup, Text, Zone, digits, query::quoted};

/// What calls are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// The day on which they began.
    Day,
    /// The day of the week.
    Weekday,
    /// The hour of the day.
    Hour,
    /// How they ended.
    Result,
    /// The queue, menu or shared line on either side.
    Queue,
    /// The person of the account on either side.
    User,
    /// The owner's site.
    Site,
    /// The other side's number, however it is written.
    Number,
}

impl By {
    /// All, in the order they are offered.
    pub const ALL: [Self; 8] =
        [Self::Queue, Self::User, Self::Number, Self::Site, Self::Result, Self::Day, Self::Weekday, Self::Hour];

    /// The word, as on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Weekday => "weekday",
            Self::Hour => "hour",
            Self::Result => "result",
            Self::Queue => "queue",
            Self::User => "user",
            Self::Site => "site",
            Self::Number => "number",
        }
    }

    /// True where bars follow each other in time, and none is left out; the others stand largest first.
    #[must_use]
    pub const fn is_time(self) -> bool {
        match self {
            Self::Day | Self::Weekday | Self::Hour => true,
            Self::Result | Self::Queue | Self::User | Self::Site | Self::Number => false,
        }
    }
}

/// Whether bars tell of waits: it takes as long as all the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// They do.
    Counted,
    /// They say that no wait is known.
    Skipped,
}

/// A value that nine of ten are at most, and of how many calls it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quantile {
    /// Calls of which the span is known.
    pub known: usize,
    /// In whole seconds; 0 when none is known.
    pub seconds: u32,
}

/// The calls that have something in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What they have in common: a name, a day, an hour.
    pub label: Text,
    /// The number, where calls are counted by it and it was not withheld.
    pub number: Text,
    /// The terms that find these calls when they are added to the query.
    pub query: String,
    /// By result group, in the order of [`ResultGroup::ALL`].
    pub results: [usize; 7],
    /// Time spoken, in seconds, as far as it is known.
    pub talk: u64,
    /// The ninth decile of the time waited.
    pub wait: Quantile,
}

impl Bar {
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

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Index {
    /// The calls of a selection by what they have in common: in their order where that is a time, else the largest number
    /// first. Calls that have nothing of the kind are in no bar; those with two queues or people are in both. A day without
    /// calls between two others is there; a name without calls is not.
    #[must_use]
    pub fn bars(&self, selection: &Selection, by: By, zone: Zone, waits: Waits) -> Vec<Bar> {
        let rows = selection.rows();
        let columns = &self.columns;
        let mut bars = match by {
            By::Day => self.days((rows, waits), zone),
            By::Weekday => {
                let quarters = Quarters::of(self, zone);
                let counts =
                    count(columns, (rows, waits), 7, |row| once(quarters.at(columns.start[row]).weekday() + 1));
                bars(counts, WEEKDAYS.map(|day| named("weekday", day)))
            }
            By::Hour => {
                let quarters = Quarters::of(self, zone);
                let counts = count(columns, (rows, waits), 24, |row| once(quarters.at(columns.start[row]).hour() + 1));
                bars(counts, (0..24).map(|hour| (format!("{hour:02}").into(), Text::default(), format!("hour:{hour}"))))
            }
            By::Result => {
                let places: Vec<usize> = groups(columns).iter().map(|group| group + 1).collect();
                let counts = count(columns, (rows, waits), 7, |row| once(places[columns.kind.get(row)]));
                bars(counts, ResultGroup::ALL.map(|group| named("result", group.word())))
            }
            By::Queue => self.named((rows, waits), "queue", |party| party.label().filter(|_| party.is_router())),
            By::User => self.named((rows, waits), "user", |party| party.label().filter(|_| is_person(party))),
            By::Site => {
                let mut names = Names::default();
                let places: Vec<usize> =
                    columns.places.values().iter().map(|place| names.slot(self.word(place.site))).collect();
                let counts =
                    count(columns, (rows, waits), names.labels.len(), |row| once(places[columns.place.get(row)]));
                bars(counts, names.labels.iter().map(|site| exactly("site", site)))
            }
            By::Number => self.numbers((rows, waits)),
        };
        if !by.is_time() {
            bars.retain(|bar| bar.calls() > 0);
            bars.sort_by(|a, b| b.calls().cmp(&a.calls()).then_with(|| a.label.cmp(&b.label)));
        }
        bars
    }

    fn days(&self, (rows, waits): (&[RowId], Waits), zone: Zone) -> Vec<Bar> {
        let (columns, quarters) = (&self.columns, Quarters::of(self, zone));
        let day = |row: &RowId| quarters.at(columns.start[row.number()]).day();
        let ends = rows.iter().map(day).fold((u32::MAX, 0), |(first, last), day| (first.min(day), last.max(day)));
        let (first, last) = ends;
        if first > last {
            return Vec::new();
        }
        let counts = count(columns, (rows, waits), (last - first) as usize + 1, |row| {
            once((quarters.at(columns.start[row]).day() - first) as usize + 1)
        });
        bars(
            counts,
            (first..=last).map(|day| {
                let day = date(day);
                (day.to_string().into(), Text::default(), format!("on:{day}"))
            }),
        )
    }

    /// By a label that either side has.
    fn named<'a>(
        &'a self,
        (rows, waits): (&[RowId], Waits),
        field: &str,
        label: impl Fn(&'a PartyRow) -> Option<&'a Text>,
    ) -> Vec<Bar> {
        let mut names = Names::default();
        let slots: Vec<usize> =
            self.parties.all().iter().map(|party| label(party).map_or(0, |label| names.slot(label))).collect();
        let columns = &self.columns;
        let counts = count(columns, (rows, waits), names.labels.len(), |row| {
            let (from, to) = (slots[columns.caller.get(row)], slots[columns.callee.get(row)]);
            (from, if to == from { 0 } else { to })
        });
        bars(counts, names.labels.iter().map(|label| exactly(field, label)))
    }

    /// By the other side's number; withheld ones together.
    fn numbers(&self, (rows, waits): (&[RowId], Waits)) -> Vec<Bar> {
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut parties: Vec<&PartyRow> = Vec::new();
        let slots = self.parties.all().iter().map(|party| {
            let slot = *known.entry(digits(party.number().as_raw())).or_insert_with(|| {
                parties.push(party);
                parties.len()
            });
            // The first of those with the same number that has a name lends it to all.
            if parties[slot - 1].name.is_empty() {
                parties[slot - 1] = party;
            }
            slot
        });
        let slots: Vec<usize> = slots.collect();
        let columns = &self.columns;
        let outbound: Vec<bool> = columns.kinds.values().iter().map(Kind::is_outbound).collect();
        let counts = count(columns, (rows, waits), parties.len(), |row| {
            let sides = [columns.caller.get(row), columns.callee.get(row)];
            once(slots[sides[usize::from(outbound[columns.kind.get(row)])]])
        });
        bars(
            counts,
            parties.iter().map(|party| {
                let digits = digits(party.number().as_raw());
                if digits.is_empty() {
                    return ("withheld".into(), Text::default(), "number:=\"\"".to_owned());
                }
                let label = party.label().unwrap_or(party.number());
                (label.clone(), party.number().clone(), format!("number:={digits}"))
            }),
        )
    }
}

/// A call that is in one bar.
const fn once(slot: usize) -> (usize, usize) {
    (slot, 0)
}

/// The bar of one of our own words.
fn named(field: &str, word: &str) -> (Text, Text, String) {
    (word.into(), Text::default(), format!("{field}:{word}"))
}

/// The bar of a name that others chose.
fn exactly(field: &str, name: &Text) -> (Text, Text, String) {
    (name.clone(), Text::default(), format!("{field}:={}", quoted(name.as_raw())))
}

/// Names, each with a slot from 1 on; 0 is for no name.
#[derive(Default)]
struct Names<'a> {
    slots: HashMap<&'a Text, usize>,
    labels: Vec<&'a Text>,
}

impl<'a> Names<'a> {
    fn slot(&mut self, name: &'a Text) -> usize {
        if name.is_empty() {
            return 0;
        }
        *self.slots.entry(name).or_insert_with(|| {
            self.labels.push(name);
            self.labels.len()
        })
    }
}

/// The place of each kind's result group.
fn groups(columns: &Columns) -> Vec<usize> {
    columns.kinds.values().iter().map(|kind| place_of(kind.result.group())).collect()
}

/// What is counted for a bar.
#[derive(Clone, Debug, Default)]
struct Counted {
    results: [u32; 7],
    waits: u32,
    talk: u64,
}

/// Counts rows by slot; slot 0 is in no bar. Waits are laid side by side, bar after bar, so that each has its own decile.
fn count(
    columns: &Columns,
    (rows, waits): (&[RowId], Waits),
    slots: usize,
    of: impl Fn(usize) -> (usize, usize),
) -> Vec<(Counted, u32)> {
    let groups = groups(columns);
    let mut counted = vec![Counted::default(); slots + 1];
    for row in rows {
        let row = row.number();
        let (group, talk) = (groups[columns.kind.get(row)], columns.talk.get(row).unwrap_or(0));
        let waits = u32::from(waits == Waits::Counted && columns.wait.get(row).is_some());
        let (first, second) = of(row);
        for slot in [first, second] {
            let counted = &mut counted[slot];
            counted.results[group] += 1;
            counted.talk += u64::from(talk);
            counted.waits += waits;
        }
    }
    let mut ends: Vec<usize> = Vec::with_capacity(slots);
    let mut end = 0;
    for counted in counted.iter().skip(1) {
        ends.push(end);
        end += counted.waits as usize;
    }
    let mut waits = vec![0_u32; end];
    if end > 0 {
        for row in rows {
            let row = row.number();
            if let Some(wait) = columns.wait.get(row) {
                let (first, second) = of(row);
                for slot in [first, second].into_iter().filter(|slot| *slot > 0) {
                    waits[ends[slot - 1]] = wait;
                    ends[slot - 1] += 1;
                }
            }
        }
    }
    let mut rest = waits.as_mut_slice();
    let mut deciles = Vec::with_capacity(slots);
    for counted in counted.into_iter().skip(1) {
        let (own, others) = rest.split_at_mut(counted.waits as usize);
        rest = others;
        let place = nearest_rank(own.len(), 0.9);
        let decile = if own.is_empty() { 0 } else { *own.select_nth_unstable(place).1 };
        deciles.push((counted, decile));
    }
    deciles
}

fn bars(counted: Vec<(Counted, u32)>, names: impl IntoIterator<Item = (Text, Text, String)>) -> Vec<Bar> {
    let both = counted.into_iter().zip(names);
    both.map(|((counted, seconds), (label, number, query))| Bar {
        label,
        number,
        query,
        results: counted.results.map(|count| count as usize),
        talk: counted.talk,
        wait: Quantile { known: counted.waits as usize, seconds },
    })
    .collect()
}
