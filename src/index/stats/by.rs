//! Calls counted by what they have in common: a bar each, with the query that finds the calls behind it.

use std::collections::HashMap;
use std::ops::AddAssign;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::deciles::{Deciles, Quantile};
use super::{Results, place_of};
use crate::index::codes::Codes;
use crate::index::columns::{Columns, Kind, Side};
use crate::index::matching::is_person;
use crate::index::quarters::{LocalQuarter, Quarters};
use crate::index::rows::{AT_ONCE, Rows};
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

/// The calls that have something in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What they have in common: a name, a day, an hour.
    pub label: Text,
    /// The number, where calls are counted by it and it was not withheld.
    pub number: Text,
    /// The terms that find these calls when they are added to the query.
    pub query: String,
    /// How they ended.
    pub results: Results,
    /// Time spoken, in seconds, as far as it is known.
    pub talk: u64,
    /// The ninth decile of the time waited.
    pub wait: Quantile,
}

/// The days of the week as the query language has them, Monday first.
pub(super) const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

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
            bars.retain(|bar| bar.results.calls() > 0);
            bars.sort_by(|a, b| b.results.calls().cmp(&a.results.calls()).then_with(|| a.label.cmp(&b.label)));
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
    ) -> Vec<(Counted, Quantile)> {
        let places: Vec<u32> = quarters.all().iter().map(|quarter| slot(of(*quarter) + 1)).collect();
        let start = &self.columns.start;
        count(&self.columns, rows, slots, |rows, slots| {
            rows.gather(start, &mut slots.first, |start| places[quarters.place(start)]);
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
        let counts = count(columns, rows, names.labels.len(), |rows, Slots { first, second }| {
            columns.caller.gather(rows, first);
            columns.callee.gather(rows, second);
            for (from, to) in first.iter_mut().zip(second) {
                let called = places[*to as usize];
                *from = places[*from as usize];
                *to = if called == *from { 0 } else { called };
            }
        });
        bars(counts, names.labels.iter().map(|label| exactly(field, label)))
    }

    /// By the other side's number; withheld ones together.
    fn numbers(&self, rows: (&[RowId], Waits)) -> Vec<Bar> {
        let mut known: FxHashMap<CompactString, usize> = FxHashMap::default();
        let mut parties: Vec<&PartyRow> = Vec::new();
        let slots = self.parties.all().iter().map(|party| {
            let slot = *known.entry(digits(party.number().as_raw()).into()).or_insert_with(|| {
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
            slots.first.clear();
            slots.first.extend(side.gather(columns, rows, &outbound).map(|(_, other)| places[other]));
        });
        let with_calls = counts.into_iter().zip(parties).filter(|((counted, _), _)| counted.has_calls());
        let (counts, parties): (Vec<_>, Vec<&PartyRow>) = with_calls.unzip();
        bars(
            counts,
            parties.into_iter().map(|party| {
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
fn one_of(column: &Codes, places: Vec<u32>) -> impl FnMut(Rows<'_>, &mut Slots) {
    move |rows, slots| {
        column.gather(rows, &mut slots.first);
        slots.first.iter_mut().for_each(|slot| *slot = places[*slot as usize]);
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
fn groups(columns: &Columns) -> Vec<usize> {
    columns.kinds.values().iter().map(|kind| place_of(kind.result.group())).collect()
}

/// How some calls ended: nine bits for each result group, so that all seven are added up at once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ended(u64);

impl Ended {
    const BITS: usize = 9;
    /// So many calls at most may be added up.
    pub const MOST: usize = (1 << Self::BITS) / 2;

    /// One call of each kind.
    pub fn by_kind(columns: &Columns) -> Vec<Self> {
        groups(columns).into_iter().map(|group| Self(1 << (Self::BITS * group))).collect()
    }

    fn counts(self) -> [u32; 7] {
        let mask = (1 << Self::BITS) - 1;
        std::array::from_fn(|group| u32::try_from(self.0 >> (Self::BITS * group) & mask).unwrap_or(0))
    }
}

impl AddAssign for Ended {
    #[inline]
    fn add_assign(&mut self, more: Self) {
        self.0 = self.0.wrapping_add(more.0);
    }
}

/// What is counted for a bar.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    pub results: [u32; 7],
    pub talk: u64,
}

impl Counted {
    /// Counts a call that ended in the group at that place.
    #[inline]
    fn add(&mut self, group: usize, talk: u32) {
        // There are fewer calls than this can hold.
        self.results[group] = self.results[group].wrapping_add(1);
        self.talk = self.talk.wrapping_add(talk.into());
    }

    fn has_calls(&self) -> bool {
        self.results.iter().any(|count| *count > 0)
    }

    /// Counts calls, and the seconds that were spoken in all of them.
    #[inline]
    pub fn add_all(&mut self, ended: Ended, talk: u64) {
        self.results.iter_mut().zip(ended.counts()).for_each(|(sum, count)| *sum += count);
        self.talk += talk;
    }
}

/// The bars that some calls are in, by row; 0 is none.
#[derive(Default)]
struct Slots {
    first: Vec<u32>,
    /// A second bar of each, or nothing where no call is in two.
    second: Vec<u32>,
}

/// The places of those of some rows that are in a bar, with the bar: all are written, and what is in none is written over.
struct InBars(Vec<(u32, u32)>);

impl InBars {
    fn of(&mut self, slots: &[u32]) -> &[(u32, u32)] {
        let mut end = 0;
        for (slot, place) in slots.iter().zip(0..) {
            self.0[end] = (*slot, place);
            end += usize::from(*slot > 0);
        }
        &self.0[..end]
    }
}

/// Counts rows by slot. `of` tells the slots of rows.
fn count(
    columns: &Columns,
    (rows, waits): (&[RowId], Waits),
    slots: usize,
    mut of: impl FnMut(Rows<'_>, &mut Slots),
) -> Vec<(Counted, Quantile)> {
    let groups = groups(columns);
    let mut counted = vec![Counted::default(); slots + 1];
    let mut deciles = (waits == Waits::Counted).then(|| Deciles::new(&columns.wait, slots + 1));
    let (mut kinds, mut talked, mut waited) = (Vec::new(), Vec::new(), Vec::new());
    let (mut places, mut in_bars) = (Slots::default(), InBars(vec![(0, 0); AT_ONCE]));
    for rows in Rows::each(rows) {
        columns.kind.gather(rows, &mut kinds);
        columns.talk.gather_amounts(rows, &mut talked);
        columns.wait.gather(rows, &mut waited);
        of(rows, &mut places);
        for slots in [&places.first, &places.second] {
            let calls = in_bars.of(slots);
            for (slot, place) in calls {
                let place = *place as usize;
                counted[*slot as usize].add(groups[kinds[place] as usize], talked[place]);
            }
            if let Some(deciles) = &mut deciles {
                deciles.add(calls, rows, &waited);
            }
        }
    }
    let deciles = deciles.map_or_else(|| vec![Quantile::default(); slots + 1], |deciles| deciles.of(slots + 1));
    // The first is of those that are in no bar.
    counted.into_iter().zip(deciles).skip(1).collect()
}

/// The bars of the days that `counted` is of, from the first with calls to the last.
pub(super) fn days(mut counted: Vec<(Counted, Quantile)>, quarters: &Quarters) -> Vec<Bar> {
    let has_calls = |(counted, _): &(Counted, Quantile)| counted.has_calls();
    let Some(first) = counted.iter().position(has_calls) else { return Vec::new() };
    counted.truncate(counted.iter().rposition(has_calls).map_or(0, |last| last + 1));
    let names = (first..).map(|day| {
        let day = quarters.date(day);
        (day.to_string().into(), Text::default(), format!("on:{day}"))
    });
    bars(counted.split_off(first), names)
}

fn bars(counted: Vec<(Counted, Quantile)>, names: impl IntoIterator<Item = (Text, Text, String)>) -> Vec<Bar> {
    let both = counted.into_iter().zip(names);
    both.map(|((counted, wait), (label, number, query))| Bar {
        label,
        number,
        query,
        results: Results(counted.results.map(|count| count as usize)),
        talk: counted.talk,
        wait,
    })
    .collect()
}
