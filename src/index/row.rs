//! One call, as the list shows it.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::columns::{Kind, Place};
use super::{Index, RowId};
use crate::model::{CallKey, CallResult, Direction, Flags, PartyRow, ResultGroup, Text, WordId};

/// A call in the index. Cheap to copy; reads the columns when asked.
#[derive(Clone, Copy)]
pub struct RowView<'a> {
    pub(super) index: &'a Index,
    pub(super) row: u32,
}

/// The key only: the rest is about people, and `Debug` ends in logs.
impl fmt::Debug for RowView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RowView").field(&self.key()).finish()
    }
}

impl<'a> RowView<'a> {
    /// Its place in the index.
    #[must_use]
    pub fn id(self) -> RowId {
        RowId(self.row)
    }

    /// Which call.
    #[must_use]
    pub fn key(self) -> CallKey {
        self.index.columns.key(self.row as usize)
    }

    /// When it began, to the second.
    #[must_use]
    pub fn start_time(self) -> DateTime<Utc> {
        let seconds = self.index.columns.start[self.row as usize];
        DateTime::from_timestamp(i64::from(seconds), 0).unwrap_or_default()
    }

    /// Which way.
    #[must_use]
    pub fn direction(self) -> &'a Direction {
        &self.kind().direction
    }

    /// Who called.
    #[must_use]
    pub fn caller(self) -> &'a PartyRow {
        self.index.parties.get(self.index.columns.caller.get(self.row as usize))
    }

    /// Who was called.
    #[must_use]
    pub fn callee(self) -> &'a PartyRow {
        self.index.parties.get(self.index.columns.callee.get(self.row as usize))
    }

    /// The other side: who called us, or whom we called.
    #[must_use]
    pub fn party(self) -> &'a PartyRow {
        if self.kind().is_outbound() { self.callee() } else { self.caller() }
    }

    /// Our side: the queue, menu, line or person it came in through or went out from.
    #[must_use]
    pub fn via(self) -> &'a PartyRow {
        if self.kind().is_outbound() { self.caller() } else { self.callee() }
    }

    /// How it ended, in Zoom's word.
    #[must_use]
    pub fn result(self) -> &'a CallResult {
        &self.kind().result
    }

    /// How it ended, in ours.
    #[must_use]
    pub fn result_group(self) -> ResultGroup {
        self.result().group()
    }

    /// Time waited; `None` when Zoom gave nothing.
    #[must_use]
    pub fn wait(self) -> Option<Duration> {
        self.index.columns.wait.get(self.row as usize).map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// Time spoken; `None` when Zoom gave nothing.
    #[must_use]
    pub fn talk(self) -> Option<Duration> {
        self.index.columns.talk.get(self.row as usize).map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// Time on hold; `None` when Zoom gave nothing.
    #[must_use]
    pub fn hold(self) -> Option<Duration> {
        self.index.columns.hold.get(self.row as usize).map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// Length as Zoom counts it; `None` when Zoom gave nothing.
    #[must_use]
    pub fn duration(self) -> Option<Duration> {
        self.index.columns.duration.get(self.row as usize).map(|seconds| Duration::from_secs(seconds.into()))
    }

    /// The owner's site.
    #[must_use]
    pub fn site(self) -> &'a Text {
        self.word(self.place().site)
    }

    /// The owner's department.
    #[must_use]
    pub fn department(self) -> &'a Text {
        self.word(self.place().department)
    }

    /// The owner's cost center.
    #[must_use]
    pub fn cost_center(self) -> &'a Text {
        self.word(self.place().cost_center)
    }

    /// The owner's primary group.
    #[must_use]
    pub fn group(self) -> &'a Text {
        self.word(self.place().group)
    }

    /// What it has or is.
    #[must_use]
    pub fn flags(self) -> Flags {
        self.kind().flags
    }

    pub(super) fn kind(self) -> &'a Kind {
        &self.index.columns.kinds.values()[self.index.columns.kind.get(self.row as usize)]
    }

    fn place(self) -> Place {
        self.index.columns.places.values()[self.index.columns.place.get(self.row as usize)]
    }

    fn word(self, word: WordId) -> &'a Text {
        self.index.word(word)
    }
}
