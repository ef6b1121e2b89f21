//! What a selection comes to when it is of one party: how often, how it ended, since when.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::select::Selection;
use super::{Index, RowView};
use crate::model::{Direction, ResultGroup, Text};

/// The calls with one party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// The name that came with the newest call that had one.
    pub name: Text,
    /// All calls.
    pub calls: usize,
    /// Those that came in.
    pub inbound: usize,
    /// Those that went out.
    pub outbound: usize,
    /// Those that somebody talked in.
    pub answered: usize,
    /// Missed and abandoned ones.
    pub lost: usize,
    /// Those that went to voicemail.
    pub voicemails: usize,
    /// Time spoken, as far as it is known.
    pub talk: Duration,
    /// The first call.
    pub first: DateTime<Utc>,
    /// The last call.
    pub last: DateTime<Utc>,
    /// Every call by its start, with how it ended; oldest first.
    pub timeline: Vec<(DateTime<Utc>, ResultGroup)>,
}

impl Index {
    /// What the calls of a selection come to, seen with the number `digits`; `None` of no call.
    #[must_use]
    pub fn together(&self, selection: &Selection, digits: &str) -> Option<Together> {
        let rows: Vec<RowView<'_>> = selection.rows().iter().filter_map(|id| self.row(*id)).collect();
        let ended = |row: &RowView<'_>, group: ResultGroup| row.result_group() == group;
        let count = |holds: &dyn Fn(&RowView<'_>) -> bool| rows.iter().filter(|row| holds(row)).count();
        let mut timeline: Vec<(DateTime<Utc>, ResultGroup)> =
            rows.iter().map(|row| (row.start_time(), row.result_group())).collect();
        timeline.sort_by_key(|(start, _)| *start);
        let named = rows.iter().filter_map(|row| {
            let mut sides = [row.party(), row.via()].into_iter();
            let side = sides.find(|side| crate::model::digits(side.number().as_raw()) == digits)?;
            Some((row.start_time(), &side.name)).filter(|(_, name)| !name.is_empty())
        });
        Some(Together {
            name: named.max_by_key(|(start, _)| *start).map(|(_, name)| name.clone()).unwrap_or_default(),
            calls: rows.len(),
            inbound: count(&|row| *row.direction() == Direction::Inbound),
            outbound: count(&|row| *row.direction() == Direction::Outbound),
            answered: count(&|row| ended(row, ResultGroup::Answered)),
            lost: count(&|row| ended(row, ResultGroup::Missed) || ended(row, ResultGroup::Abandoned)),
            voicemails: count(&|row| ended(row, ResultGroup::Voicemail)),
            talk: rows.iter().filter_map(|row| row.talk()).sum(),
            first: timeline.first()?.0,
            last: timeline.last()?.0,
            timeline,
        })
    }
}
