//! Callers whom nobody has spoken to since: who they are, and whom that leaves to be called back.
//!
//! The rules: the call came in from outside, with a number, was missed, abandoned or sent to voicemail, and is no spam; calls
//! that a rule blocked, and withheld numbers, nobody can or should call back. A call with that number, in either direction,
//! that began later and was answered ends it. Numbers are the same when their digits are; a national form is another number.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::columns::{Kind, Side};
use super::outside::outside_number;
use super::rows::Rows;
use super::select::Selection;
use super::{Index, RowId, RowView, numbers};
use crate::model::{CallResult, Flags, ResultGroup, Text, VoicemailTask, digits};

/// The other side's number of each call, as a small number of its own.
#[derive(Debug)]
pub(super) struct Others<'a> {
    index: &'a Index,
    /// By kind: the other side is the callee.
    outbound: Vec<bool>,
}

impl<'a> Others<'a> {
    pub fn of(index: &'a Index) -> Self {
        Self { index, outbound: index.columns.kinds.values().iter().map(Kind::is_outbound).collect() }
    }

    /// Passes rows on, each with its kind and its number; 0 is none.
    #[inline]
    pub fn pass(&self, rows: &[RowId], mut take: impl FnMut(usize, usize, usize)) {
        let mut side = Side::default();
        for rows in Rows::each(rows) {
            let others = side.gather(&self.index.columns, rows, &self.outbound);
            for (row, (kind, other)) in numbers(rows.ids()).zip(others) {
                take(row, kind, self.index.outside.of(other));
            }
        }
    }
}

impl Index {
    /// The number of a call's other side, to which it went out or from which it came; 0 is none.
    pub(super) fn other_number(&self, row: usize, is_outbound: bool) -> usize {
        let sides = [self.columns.caller.get(row), self.columns.callee.get(row)];
        self.outside.of(sides[usize::from(is_outbound)])
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
        let mut spoken = vec![0; index.outside.end()];
        others.pass(&index.order, |row, kind, number| {
            // Where nobody spoke it is written down for no number: quicker than a branch that is guessed wrong.
            let number = number * usize::from(answered[kind]);
            spoken[number] = index.columns.start[row].saturating_add(1).max(spoken[number]);
        });
        Self { others, unanswered: kinds.iter().map(is_unanswered).collect(), spoken }
    }

    /// True when the caller is still to be called back.
    #[inline]
    pub fn waits(&self, row: usize) -> bool {
        let (index, outbound) = (self.others.index, &self.others.outbound);
        let columns = &index.columns;
        let kind = columns.kind.get(row);
        let number = index.other_number(row, outbound[kind]);
        let since = columns.start[row].saturating_add(1);
        self.unanswered[kind] && number > 0 && self.spoken[number] <= since
    }
}

pub(super) fn is_unanswered(kind: &Kind) -> bool {
    let left = match kind.result.group() {
        ResultGroup::Missed | ResultGroup::Abandoned | ResultGroup::Voicemail => true,
        ResultGroup::Answered | ResultGroup::Failed | ResultGroup::Blocked | ResultGroup::Other => false,
    };
    left && kind.is_from_outside() && !kind.flags.has(Flags::SPAM)
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

impl Index {
    /// The callers of a selection who are still to be called back, merged by number, the last try first.
    #[must_use]
    pub fn callbacks(&self, selection: &Selection) -> Vec<Callback> {
        let contacts = Contacts::of(self);
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut callers: Vec<Callback> = Vec::new();
        for id in selection.rows().iter().filter(|id| contacts.waits(id.number())) {
            let Some(row) = self.row(*id) else { continue };
            let number = self.other_number(id.number(), row.kind().is_outbound());
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
