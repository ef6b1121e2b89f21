//! Callers whom nobody has spoken to since: who they are, and whom that leaves to be called back.
//!
//! The rules: the call came in from outside, with a number, was missed, abandoned or sent to voicemail, and is no spam; calls
//! that a rule blocked, and withheld numbers, nobody can or should call back. A call with that number, in either direction,
//! that began later and was answered ends it. Numbers are the same when their digits are; a national form is another number.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::columns::{Kind, Side};
use super::select::{AT_ONCE, Selection};
use super::{Index, RowId, RowView, numbers};
use crate::model::{CallResult, Flags, PartyRow, ResultGroup, Text, VoicemailTask, digits};

/// The other side's number of each call, as a small number of its own.
#[derive(Debug)]
struct Others<'a> {
    index: &'a Index,
    /// By party: the slot of its number, 0 for none.
    numbers: &'a Numbers,
    /// By kind: the other side is the callee.
    outbound: Vec<bool>,
}

impl<'a> Others<'a> {
    fn of(index: &'a Index) -> Self {
        let outbound = index.columns.kinds.values().iter().map(Kind::is_outbound).collect();
        Self { index, numbers: index.numbers.get_or_init(|| Numbers::of(index.parties.all())), outbound }
    }

    /// Passes the rows of the index on, newest first, each with its kind and the slot of its number.
    #[inline]
    fn pass(&self, mut take: impl FnMut(usize, usize, usize)) {
        let mut side = Side::default();
        for rows in self.index.order.chunks(AT_ONCE) {
            let others = side.gather(&self.index.columns, numbers(rows), &self.outbound);
            for (row, (kind, other)) in numbers(rows).zip(others) {
                take(row, kind, self.numbers.by_party[other] as usize);
            }
        }
    }

    /// The slot of the other side's number.
    fn number_at(&self, row: usize, kind: usize) -> usize {
        let sides = [self.index.columns.caller.get(row), self.index.columns.callee.get(row)];
        self.numbers.by_party[sides[usize::from(self.outbound[kind])]] as usize
    }
}

/// The outside numbers of parties, each with a slot from 1 on: worked out when first asked for, kept until parties change.
#[derive(Debug)]
pub(super) struct Numbers {
    /// By party: the slot of its number, 0 for none.
    by_party: Vec<u32>,
    /// How many slots there are.
    slots: usize,
}

impl Numbers {
    fn of(parties: &[PartyRow]) -> Self {
        let mut known: HashMap<String, u32> = HashMap::new();
        let slots = parties.iter().map(|party| {
            let number = outside_number(party);
            let next = u32::try_from(known.len() + 1).unwrap_or(u32::MAX);
            if number.is_empty() { 0 } else { *known.entry(number).or_insert(next) }
        });
        Self { by_party: slots.collect(), slots: known.len() + 1 }
    }
}

/// What is known of each number: when somebody last spoke with it.
#[derive(Debug)]
pub(super) struct Contacts<'a> {
    others: Others<'a>,
    /// By kind: a caller was left without an answer.
    unanswered: Vec<bool>,
    /// By number: the second after the last answered call began; 0 for never. The first is of no number, and means nothing.
    spoken: Vec<u32>,
}

impl<'a> Contacts<'a> {
    pub fn of(index: &'a Index) -> Self {
        let others = Others::of(index);
        let kinds = index.columns.kinds.values();
        let answered: Vec<bool> = kinds.iter().map(Kind::is_answered).collect();
        let mut spoken = vec![0; others.numbers.slots];
        others.pass(|row, kind, number| {
            // Where nobody spoke it is written down for no number: quicker than a branch that is guessed wrong.
            let number = number * usize::from(answered[kind]);
            spoken[number] = index.columns.start[row].saturating_add(1).max(spoken[number]);
        });
        Self { others, unanswered: kinds.iter().map(is_unanswered).collect(), spoken }
    }

    /// True when the caller is still to be called back.
    #[inline]
    pub fn waits(&self, row: usize) -> bool {
        let columns = &self.others.index.columns;
        let kind = columns.kind.get(row);
        let number = self.others.number_at(row, kind);
        let since = columns.start[row].saturating_add(1);
        self.unanswered[kind] && number > 0 && self.spoken[number] <= since
    }
}

fn is_unanswered(kind: &Kind) -> bool {
    let left = match kind.result.group() {
        ResultGroup::Missed | ResultGroup::Abandoned | ResultGroup::Voicemail => true,
        ResultGroup::Answered | ResultGroup::Failed | ResultGroup::Blocked | ResultGroup::Other => false,
    };
    left && kind.is_from_outside() && !kind.flags.has(Flags::SPAM)
}

/// The digits of a number from outside; empty for withheld ones, and for words that stand in a number's place.
fn outside_number(party: &PartyRow) -> String {
    let raw = party.did_number.as_raw();
    if raw.contains(char::is_alphabetic) { String::new() } else { digits(raw) }
}

/// A caller to call back: all tries since somebody last spoke with that number.
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    /// The number, as Zoom gave it with the last try.
    pub number: Text,
    /// The name that came with the last try that had one.
    pub name: Text,
    /// How often they tried.
    pub tries: usize,
    /// How often it went to voicemail.
    pub voicemails: usize,
    /// The first try.
    pub first: DateTime<Utc>,
    /// The last try.
    pub last: DateTime<Utc>,
    /// How the last try ended.
    pub result: CallResult,
    /// Where the last try came in: a queue, a menu, a line, a person.
    pub via: Text,
    /// The longest known wait.
    pub waited: Option<Duration>,
    /// What Zoom made of their voicemail to be done; empty where that is not known, see [`give_tasks`].
    pub task: Text,
    /// The call of the last try.
    pub row: RowId,
    /// The terms that find the tries.
    pub query: String,
}

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

impl Index {
    /// How many of a selection's callers who reached nobody were spoken to within an hour. A call whose hour is not over at `now`
    /// counts only if that was done.
    #[must_use]
    pub fn called_back(&self, selection: &Selection, now: DateTime<Utc>) -> CalledBack {
        let kinds = self.columns.kinds.values();
        let answered: Vec<bool> = kinds.iter().map(Kind::is_answered).collect();
        let unanswered: Vec<bool> = kinds.iter().map(is_unanswered).collect();
        let others = Others::of(self);
        let selected = (!Arc::ptr_eq(&selection.rows, &self.order)).then(|| {
            let mut selected = vec![false; self.columns.start.len()];
            selection.rows().iter().for_each(|id| selected[id.number()] = true);
            selected
        });
        let is_over = |start: u32| i64::from(start) + i64::from(HOUR) <= now.timestamp();
        // By number: when somebody spoke with it next, and when after that second. 0 is never.
        let mut spoken = vec![[0_u32; 2]; others.numbers.slots];
        let mut counted = CalledBack::default();
        // From the newest on: what was spoken next with a number is always known. Without branches on what a call is: guessed
        // wrong, they would cost more than all the rest.
        others.pass(|row, kind, number| {
            let start = self.columns.start[row];
            // What was spoken in the second of the call is no call back, what was spoken after it may be.
            let later = |[next, after]: [u32; 2]| if next > start { next } else { after };
            let is_asked = selected.as_ref().is_none_or(|selected| selected[row]);
            let counts = unanswered[kind] && number > 0 && is_asked;
            let next = later(spoken[number]);
            let in_time = next > start && next - start <= HOUR;
            counted.within_hour += usize::from(counts && in_time);
            counted.calls += usize::from(counts && (in_time || is_over(start)));
            let next = &mut spoken[number * usize::from(answered[kind])];
            *next = [start, later(*next)];
        });
        counted
    }

    /// The callers of a selection who are still to be called back, merged by number, the last try first.
    #[must_use]
    pub fn callbacks(&self, selection: &Selection) -> Vec<Callback> {
        let contacts = Contacts::of(self);
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut callers: Vec<Callback> = Vec::new();
        for id in selection.rows().iter().filter(|id| contacts.waits(id.number())) {
            let Some(row) = self.row(*id) else { continue };
            let number = contacts.others.number_at(id.number(), self.columns.kind.get(id.number()));
            let place = *places.entry(number).or_insert_with(|| {
                callers.push(caller(row));
                callers.len() - 1
            });
            callers[place].add(row);
        }
        callers.sort_by(|a, b| b.last.cmp(&a.last).then_with(|| a.number.cmp(&b.number)));
        callers
    }
}

/// Gives callers the newest task of the voicemail that they left since their first try.
pub fn give_tasks(callers: &mut [Callback], tasks: &[VoicemailTask]) {
    let mut newest: HashMap<String, &VoicemailTask> = HashMap::new();
    for task in tasks {
        let known = newest.entry(digits(task.number.as_raw())).or_insert(task);
        if known.at < task.at {
            *known = task;
        }
    }
    for caller in callers {
        let task = newest.get(&digits(caller.number.as_raw())).filter(|task| task.at >= caller.first);
        caller.task = task.map(|task| task.content.clone()).unwrap_or_default();
    }
}

/// A caller before any try is counted.
fn caller(row: RowView<'_>) -> Callback {
    Callback {
        number: row.caller().did_number.clone(),
        name: Text::default(),
        tries: 0,
        voicemails: 0,
        first: row.start_time(),
        last: row.start_time(),
        result: row.result().clone(),
        via: row.via().label().cloned().unwrap_or_default(),
        waited: None,
        task: Text::default(),
        row: row.id(),
        query: format!("needs:callback number:={}", outside_number(row.caller())),
    }
}

impl Callback {
    fn add(&mut self, row: RowView<'_>) {
        let name = &row.caller().name;
        let is_last = row.start_time() >= self.last;
        if self.name.is_empty() || (is_last && !name.is_empty()) {
            self.name = name.clone();
        }
        if is_last {
            self.last = row.start_time();
            self.number = row.caller().did_number.clone();
            self.result = row.result().clone();
            self.via = row.via().label().cloned().unwrap_or_default();
            self.row = row.id();
        }
        self.first = self.first.min(row.start_time());
        self.tries += 1;
        self.voicemails += usize::from(row.result_group() == ResultGroup::Voicemail);
        self.waited = self.waited.max(row.wait());
    }
}
