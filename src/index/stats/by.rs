//! Calls counted by what they have in common: a bar each, with the query that finds the calls behind it.

use std::collections::HashMap;

use super::distribution::nearest_rank;
use super::place_of;
use crate::index::codes::Codes;
use crate::index::columns::{Columns, Kind, Side};
use crate::index::matching::is_person;
use crate::index::quarters::{LocalQuarter, Quarters};
use crate::index::seconds::Seconds;
use crate::index::select::{AT_ONCE, Selection};
use crate::index::{Index, RowId, numbers};
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
        let rows = (selection.rows(), waits);
        let columns = &self.columns;
        let mut bars = match by {
            By::Day => {
                let quarters = Quarters::of(self, zone);
                days(self.started(rows, quarters.days(), &quarters, |at| quarters.day_of(at)), &quarters)
            }
            By::Weekday => {
                let counts = self.started(rows, 7, &Quarters::of(self, zone), LocalQuarter::weekday);
                bars(counts, WEEKDAYS.map(|day| named("weekday", day)))
            }
            By::Hour => {
                let counts = self.started(rows, 24, &Quarters::of(self, zone), LocalQuarter::hour);
                bars(counts, (0..24).map(|hour| (format!("{hour:02}").into(), Text::default(), format!("hour:{hour}"))))
            }
            By::Result => {
                let places = groups(columns).into_iter().map(|group| slot(group + 1)).collect();
                let counts = count(columns, rows, 7, one_of(&columns.kind, places));
                bars(counts, ResultGroup::ALL.map(|group| named("result", group.word())))
            }
            By::Queue => self.named(rows, "queue", |party| party.label().filter(|_| party.is_router())),
            By::User => self.named(rows, "user", |party| party.label().filter(|_| is_person(party))),
            By::Site => {
                let mut names = Names::default();
                let places = columns.places.values().iter().map(|place| names.slot(self.word(place.site))).collect();
                let counts = count(columns, rows, names.labels.len(), one_of(&columns.place, places));
                bars(counts, names.labels.iter().map(|site| exactly("site", site)))
            }
            By::Number => self.numbers(rows),
        };
        if !by.is_time() {
            bars.retain(|bar| bar.calls() > 0);
            bars.sort_by(|a, b| b.calls().cmp(&a.calls()).then_with(|| a.label.cmp(&b.label)));
        }
        bars
    }

    /// By when calls began.
    fn started(
        &self,
        rows: (&[RowId], Waits),
        slots: usize,
        quarters: &Quarters,
        of: impl Fn(LocalQuarter) -> usize,
    ) -> Vec<(Counted, u32)> {
        let places: Vec<u32> = quarters.all().iter().map(|quarter| slot(of(*quarter) + 1)).collect();
        let start = &self.columns.start;
        count(&self.columns, rows, slots, |rows, slots| {
            slots.extend(rows.iter().map(|row| [places[quarters.place(start[row.number()])], 0]));
        })
    }

    /// By a label that either side has.
    fn named<'a>(
        &'a self,
        rows: (&[RowId], Waits),
        field: &str,
        label: impl Fn(&'a PartyRow) -> Option<&'a Text>,
    ) -> Vec<Bar> {
        let mut names = Names::default();
        let places: Vec<u32> =
            self.parties.all().iter().map(|party| label(party).map_or(0, |label| names.slot(label))).collect();
        let columns = &self.columns;
        let [mut calling, mut called] = [const { Vec::new() }; 2];
        let counts = count(columns, rows, names.labels.len(), |rows, slots| {
            columns.caller.gather(numbers(rows), &mut calling);
            columns.callee.gather(numbers(rows), &mut called);
            slots.extend(calling.iter().zip(&called).map(|(from, to)| {
                let (from, to) = (places[*from as usize], places[*to as usize]);
                [from, if to == from { 0 } else { to }]
            }));
        });
        bars(counts, names.labels.iter().map(|label| exactly(field, label)))
    }

    /// By the other side's number; withheld ones together.
    fn numbers(&self, rows: (&[RowId], Waits)) -> Vec<Bar> {
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
            self::slot(slot)
        });
        let places: Vec<u32> = slots.collect();
        let columns = &self.columns;
        let outbound: Vec<bool> = columns.kinds.values().iter().map(Kind::is_outbound).collect();
        let mut side = Side::default();
        let counts = count(columns, rows, parties.len(), |rows, slots| {
            slots.extend(side.gather(columns, numbers(rows), &outbound).map(|(_, other)| [places[other], 0]));
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

/// A slot as it is kept.
fn slot(slot: usize) -> u32 {
    u32::try_from(slot).unwrap_or(0)
}

/// Puts calls into the one bar that belongs to their slot in a column.
fn one_of(column: &Codes, places: Vec<u32>) -> impl FnMut(&[RowId], &mut Vec<Slots>) {
    let mut codes = Vec::new();
    move |rows, slots| {
        column.gather(numbers(rows), &mut codes);
        slots.extend(codes.iter().map(|code| [places[*code as usize], 0]));
    }
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
    slots: HashMap<&'a Text, u32>,
    labels: Vec<&'a Text>,
}

impl<'a> Names<'a> {
    fn slot(&mut self, name: &'a Text) -> u32 {
        if name.is_empty() {
            return 0;
        }
        *self.slots.entry(name).or_insert_with(|| {
            self.labels.push(name);
            slot(self.labels.len())
        })
    }
}

/// The place of each kind's result group.
pub(super) fn groups(columns: &Columns) -> Vec<usize> {
    columns.kinds.values().iter().map(|kind| place_of(kind.result.group())).collect()
}

/// What is counted for a bar.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    pub results: [u32; 7],
    waits: u32,
    pub talk: u64,
}

impl Counted {
    /// Counts a call that ended in the group at that place.
    #[inline]
    fn add(&mut self, group: usize, talk: u32) {
        self.results[group] += 1;
        self.talk += u64::from(talk);
    }
}

/// The bars that a call is in, one or two; 0 is none.
type Slots = [u32; 2];

/// Counts rows by slot. Waits are laid side by side, bar after bar, so that each has its own decile. `of` adds the slots of
/// rows to what is there.
fn count(
    columns: &Columns,
    (rows, waits): (&[RowId], Waits),
    slots: usize,
    mut of: impl FnMut(&[RowId], &mut Vec<Slots>),
) -> Vec<(Counted, u32)> {
    let groups = groups(columns);
    let mut counted = vec![Counted::default(); slots + 1];
    // The rows that are in a bar and have a known wait: only those are looked at again.
    let mut waiting: Vec<RowId> = Vec::new();
    let (mut kinds, mut places) = (Vec::with_capacity(AT_ONCE), Vec::with_capacity(AT_ONCE));
    for rows in rows.chunks(AT_ONCE) {
        columns.kind.gather(numbers(rows), &mut kinds);
        places.clear();
        of(rows, &mut places);
        for ((id, slots), kind) in rows.iter().zip(&places).zip(&kinds) {
            let (row, group) = (id.number(), groups[*kind as usize]);
            for slot in slots.iter().filter(|slot| **slot > 0) {
                counted[*slot as usize].add(group, columns.talk.amount(row));
            }
        }
        if waits == Waits::Counted {
            for (id, slots) in rows.iter().zip(&places) {
                if *slots != [0, 0] && columns.wait.sign(id.number()) != Seconds::NONE {
                    waiting.push(*id);
                    slots.iter().filter(|slot| **slot > 0).for_each(|slot| counted[*slot as usize].waits += 1);
                }
            }
        }
    }
    let mut ends: Vec<usize> = Vec::with_capacity(slots + 1);
    let mut end = 0;
    for counted in &counted {
        ends.push(end);
        end += counted.waits as usize;
    }
    let mut waits = vec![0_u32; end];
    for rows in waiting.chunks(AT_ONCE) {
        places.clear();
        of(rows, &mut places);
        for (id, slots) in rows.iter().zip(&places) {
            for slot in slots.iter().filter(|slot| **slot > 0) {
                let end = &mut ends[*slot as usize];
                waits[*end] = columns.wait.amount(id.number());
                *end += 1;
            }
        }
    }
    let mut rest = waits.as_mut_slice();
    let mut deciles = Vec::with_capacity(slots + 1);
    for counted in counted {
        let (own, others) = rest.split_at_mut(counted.waits as usize);
        rest = others;
        let place = nearest_rank(own.len(), 0.9);
        let decile = if own.is_empty() { 0 } else { *own.select_nth_unstable(place).1 };
        deciles.push((counted, decile));
    }
    // The first is of those that are in no bar.
    deciles.split_off(1)
}

/// The bars of the days that `counted` is of, from the first with calls to the last.
pub(super) fn days(mut counted: Vec<(Counted, u32)>, quarters: &Quarters) -> Vec<Bar> {
    let has_calls = |(counted, _): &(Counted, u32)| counted.results.iter().any(|count| *count > 0);
    let Some(first) = counted.iter().position(has_calls) else { return Vec::new() };
    counted.truncate(counted.iter().rposition(has_calls).map_or(0, |last| last + 1));
    let names = (first..).map(|day| {
        let day = quarters.date(day);
        (day.to_string().into(), Text::default(), format!("on:{day}"))
    });
    bars(counted.split_off(first), names)
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
