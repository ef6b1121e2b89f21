//! Rows of the archive for tables of calls: nothing is made for a call that many calls share.

use std::collections::hash_map::Entry;

use rusqlite::{Connection, Row};
use rustc_hash::FxHashMap;

use crate::model::{
    CallKey, CallKind, CallOwner, CallResult, Direction, Flags, PartyRow, ResultGroup, Shared, TableRow,
};

use super::dictionary::{Values, party};
use super::error::unreadable;
use super::fields::push_id;
use super::row::{moment, spoken_ms, start_ms, unpack_span};

/// The columns of a [`TableRow`].
pub(super) const TABLE_COLUMNS: &str = "id, late_ms, uuid, call_id, kind, owner, caller, callee, handled_by, flags, \
    answer_ms, end_ms, duration_ms, talk_ms, wait_ms, hold_ms";

/// What calls share, by number, as far as it was met; and the ids of the call being read.
#[derive(Default)]
pub(super) struct TableParts {
    kinds: FxHashMap<u32, CallKind>,
    owners: FxHashMap<u32, CallOwner>,
    parties: FxHashMap<u32, PartyRow>,
    uuid: String,
    call_id: String,
}

impl TableParts {
    /// Parties to remember; others are read again. Each takes about 150 bytes.
    const MOST_PARTIES: usize = 32_768;

    /// Reads [`TABLE_COLUMNS`].
    pub(super) fn row(
        &mut self,
        row: &Row<'_>,
        db: &Connection,
        values: &mut Values,
    ) -> rusqlite::Result<TableRow<'_>> {
        let start_ms = start_ms(CallKey(row.get(0)?), row.get(1)?);
        self.uuid.clear();
        push_id(row.get_ref(2)?, &mut self.uuid)?;
        self.call_id.clear();
        push_id(row.get_ref(3)?, &mut self.call_id)?;
        let (kind, owner) = (row.get(4)?, row.get(5)?);
        let parties: [u32; 3] = [row.get(6)?, row.get(7)?, row.get(8)?];
        self.meet(kind, owner, parties, db, values)?;
        let kind = shared(&self.kinds, kind)?;
        let [from, to, handled_by] = parties.map(|party| shared(&self.parties, party));
        let (answer_ms, end_ms): (Option<i64>, Option<i64>) = (row.get(10)?, row.get(11)?);
        let after = |ms: Option<i64>| ms.map(|ms| moment(start_ms.saturating_add(ms))).transpose();
        let is_answered = kind.value.result.group() == ResultGroup::Answered;
        let talk_ms = spoken_ms(row.get(13)?, is_answered, answer_ms, end_ms);
        Ok(TableRow {
            call_history_uuid: &self.uuid,
            call_id: &self.call_id,
            start_time: moment(start_ms)?,
            answer_time: after(answer_ms)?,
            end_time: after(end_ms)?,
            duration: unpack_span(row.get(12)?),
            talk: unpack_span(talk_ms),
            wait: unpack_span(row.get(14)?),
            hold: unpack_span(row.get(15)?),
            flags: Flags(row.get(9)?),
            kind,
            owner: shared(&self.owners, owner)?,
            caller: from?,
            callee: to?,
            handled_by: handled_by?,
        })
    }

    /// Makes sure that all of these are known.
    fn meet(
        &mut self,
        kind: u32,
        owner: u32,
        parties: [u32; 3],
        db: &Connection,
        values: &mut Values,
    ) -> rusqlite::Result<()> {
        if let Entry::Vacant(unknown) = self.kinds.entry(kind) {
            unknown.insert(read_kind(kind, db, values)?);
        }
        if let Entry::Vacant(unknown) = self.owners.entry(owner) {
            unknown.insert(read_owner(owner, db, values)?);
        }
        if self.parties.len() + parties.len() > Self::MOST_PARTIES {
            self.parties.clear();
        }
        for id in parties {
            if let Entry::Vacant(unknown) = self.parties.entry(id) {
                unknown.insert(if id == 0 { PartyRow::default() } else { party(db, id)?.into() });
            }
        }
        Ok(())
    }
}

fn shared<T>(known: &FxHashMap<u32, T>, number: u32) -> rusqlite::Result<Shared<'_, T>> {
    let value = known.get(&number).ok_or_else(|| unreadable("a part of a call is missing"))?;
    Ok(Shared { number: Some(number), value })
}

fn read_kind(id: u32, db: &Connection, values: &mut Values) -> rusqlite::Result<CallKind> {
    let [direction, connect_type, call_type, result, _, _, code_of_caller, other_code, ..] = values.kind(db, id)?;
    let account_code = CallKind::account_code_of(code_of_caller, other_code);
    let mut word = |id| values.word(db, id).cloned();
    Ok(CallKind {
        direction: Direction::from(word(direction)?),
        result: CallResult::new(word(result)?),
        connect_type: word(connect_type)?,
        call_type: word(call_type)?,
        account_code: word(account_code)?,
    })
}

fn read_owner(id: u32, db: &Connection, values: &mut Values) -> rusqlite::Result<CallOwner> {
    let [site_name, site_id, department, cost_center, _] = values.owner(db, id)?;
    let mut word = |id| values.word(db, id).cloned();
    Ok(CallOwner {
        site: word(CallOwner::site_of(site_name, site_id))?,
        department: word(department)?,
        cost_center: word(cost_center)?,
    })
}
