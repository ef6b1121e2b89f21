//! Callers whom nobody has spoken to since: who they are, and whom that leaves to be called back.
//!
//! The rules: the call came in from outside, with a number, was missed, abandoned or sent to voicemail, and is no spam; calls
//! that a rule blocked, and withheld numbers, nobody can or should call back. A call with that number, in either direction,
//! that began later and was answered ends it. Numbers are the same when their digits are; a national form is another number.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::columns::Kind;
use super::select::Selection;
use super::{Index, RowId, RowView};
use crate::model::{CallResult, Flags, PartyRow, ResultGroup, Text, VoicemailTask, digits};

/// What is known of each number: when somebody last spoke with it.
#[derive(Debug)]
pub(super) struct Contacts {
    /// By party: the slot of its number, 0 for none.
    number: Vec<usize>,
    /// By kind: the other side is the callee.
    outbound: Vec<bool>,
    /// By kind: a caller was left without an answer.
    unanswered: Vec<bool>,
    /// By number: the second after the last answered call began; 0 for never.
    spoken: Vec<u32>,
}

impl Contacts {
    pub fn of(index: &Index) -> Self {
        let mut known: HashMap<String, usize> = HashMap::new();
        let slots = index.parties.all().iter().map(|party| {
            let number = outside_number(party);
            let next = known.len() + 1;
            if number.is_empty() { 0 } else { *known.entry(number).or_insert(next) }
        });
        let number: Vec<usize> = slots.collect();
        let kinds = index.columns.kinds.values();
        let answered: Vec<bool> = kinds.iter().map(Kind::is_answered).collect();
        let mut contacts = Self {
            number,
            outbound: kinds.iter().map(Kind::is_outbound).collect(),
            unanswered: kinds.iter().map(is_unanswered).collect(),
            spoken: vec![0; known.len() + 1],
        };
        for row in index.order.iter().map(|row| row.number()) {
            if answered[index.columns.kind.get(row)] {
                let number = contacts.number_at(index, row);
                let after = index.columns.start[row].saturating_add(1);
                contacts.spoken[number] = contacts.spoken[number].max(after);
            }
        }
        contacts
    }

    /// The slot of the other side's number.
    #[inline]
    fn number_at(&self, index: &Index, row: usize) -> usize {
        let sides = [index.columns.caller.get(row), index.columns.callee.get(row)];
        self.number[sides[usize::from(self.outbound[index.columns.kind.get(row)])]]
    }

    /// True when the caller is still to be called back.
    #[inline]
    pub fn waits(&self, index: &Index, row: usize) -> bool {
        let number = self.number_at(index, row);
        let since = index.columns.start[row].saturating_add(1);
        self.unanswered[index.columns.kind.get(row)] && number > 0 && self.spoken[number] <= since
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
        let contacts = Contacts::of(self);
        let answered: Vec<bool> = self.columns.kinds.values().iter().map(Kind::is_answered).collect();
        let mut selected = vec![false; self.columns.start.len()];
        selection.rows().iter().for_each(|id| selected[id.number()] = true);
        let mut spoken: Vec<Option<u32>> = vec![None; contacts.spoken.len()];
        // Whom somebody spoke to in the second that is looked at: for calls of that second it is no call back, and what was
        // spoken after it still counts.
        let (mut second, mut at_once) = (u32::MAX, Vec::new());
        let mut counted = CalledBack::default();
        // From the newest on: what was spoken next with a number is always known.
        for row in self.order.iter().map(|row| row.number()) {
            let (kind, start) = (self.columns.kind.get(row), self.columns.start[row]);
            if start != second {
                at_once.drain(..).for_each(|number: usize| spoken[number] = Some(second));
                second = start;
            }
            let number = contacts.number_at(self, row);
            if contacts.unanswered[kind] && number > 0 && selected[row] {
                let in_time = spoken[number].is_some_and(|next| next > start && next - start <= HOUR);
                let is_over = i64::from(start) + i64::from(HOUR) <= now.timestamp();
                counted.within_hour += usize::from(in_time);
                counted.calls += usize::from(in_time || is_over);
            }
            if answered[kind] {
                at_once.push(number);
            }
        }
        counted
    }

    /// The callers of a selection who are still to be called back, merged by number, the last try first.
    #[must_use]
    pub fn callbacks(&self, selection: &Selection) -> Vec<Callback> {
        let contacts = Contacts::of(self);
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut callers: Vec<Callback> = Vec::new();
        for id in selection.rows().iter().filter(|id| contacts.waits(self, id.number())) {
            let Some(row) = self.row(*id) else { continue };
            let place = *places.entry(contacts.number_at(self, id.number())).or_insert_with(|| {
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
