//! Writing calls: new ones, changed ones, and those that moved because their start did.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension};

use crate::model::{Batch, Call, CallKey, Flags};

use super::error::unreadable;
use super::row::{COLUMNS, Listed, Stored, whole_batch};
use super::spoken;
use super::writer::Work;

/// What a write did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saved {
    /// Calls not known before.
    pub new: u64,
    /// Calls known before that are different now.
    pub changed: u64,
    /// The new and changed calls, for the columns in memory, with all people and words they name.
    pub batch: Batch,
}

/// The calls that a transaction touched.
#[derive(Default)]
pub(super) struct Changes {
    new: u64,
    changed: u64,
    touched: BTreeMap<CallKey, Listed>,
    removed: BTreeSet<CallKey>,
}

impl Changes {
    /// Writes a call if it is new or different. What its path taught stays.
    pub(super) fn save(&mut self, call: &Call, work: &mut Work<'_>) -> rusqlite::Result<()> {
        let mut stored = Stored::of(call, work.db, work.ids)?;
        match find(work.db, &stored.uuid)? {
            None => {
                self.new += 1;
                self.insert(&stored, work.db).map(drop)
            }
            Some((key, old)) => {
                keep_what_the_path_taught(&mut stored, &old);
                keep_what_was_said(&mut stored, &old);
                self.replace(key, &old, &stored, work.db)
            }
        }
    }

    /// Writes `stored` over `old`, which has `key`, if they differ.
    pub(super) fn replace(
        &mut self,
        key: CallKey,
        old: &Stored,
        stored: &Stored,
        db: &Connection,
    ) -> rusqlite::Result<()> {
        if old == stored {
            return Ok(());
        }
        self.changed += 1;
        if old.start_ms == stored.start_ms {
            stored.update(db, key)?;
            self.touched.insert(key, Listed::of(key, stored));
            return Ok(());
        }
        db.prepare_cached("DELETE FROM call WHERE id = ?1")?.execute([key.0])?;
        self.touched.remove(&key);
        self.removed.insert(key);
        let moved_to = self.insert(stored, db)?;
        spoken::follow(moved_to, db)
    }

    /// Gives the key that was free.
    fn insert(&mut self, stored: &Stored, db: &Connection) -> rusqlite::Result<CallKey> {
        for (key, late_ms) in stored.keys() {
            if stored.insert(db, key, late_ms)? {
                self.touched.insert(key, Listed::of(key, stored));
                return Ok(key);
            }
        }
        Err(unreadable("no key is free"))
    }

    /// What the transaction did, for the caller.
    pub(super) fn saved(self, work: &mut Work<'_>) -> rusqlite::Result<Saved> {
        let rows =
            self.touched.into_values().map(|row| row.row(work.db, work.values)).collect::<rusqlite::Result<_>>()?;
        let removed = self.removed.into_iter().collect();
        Ok(Saved { new: self.new, changed: self.changed, batch: whole_batch(rows, removed, work.db, work.values)? })
    }
}

/// The row of one of Zoom's ids.
pub(super) fn find(db: &Connection, uuid: &SqlValue) -> rusqlite::Result<Option<(CallKey, Stored)>> {
    db.prepare_cached(&format!("SELECT id, late_ms, {COLUMNS} FROM call WHERE uuid = ?1"))?
        .query_row([uuid], Stored::read)
        .optional()
}

/// The account list knows neither waits, nor when a person answered, nor who it was; a list row read after the path must not take them away.
fn keep_what_the_path_taught(stored: &mut Stored, old: &Stored) {
    if !Flags(old.flags).has(Flags::PATH) {
        return;
    }
    stored.wait_ms = old.wait_ms.or(stored.wait_ms);
    stored.hold_ms = old.hold_ms.or(stored.hold_ms);
    stored.talk_ms = old.talk_ms.or(stored.talk_ms);
    if old.handled_by != 0 {
        stored.handled_by = old.handled_by;
    }
    for (id, known) in [(&mut stored.recording_id, &old.recording_id), (&mut stored.voicemail_id, &old.voicemail_id)] {
        if *known != SqlValue::Null {
            id.clone_from(known);
        }
    }
    stored.flags = flags_with_path(stored).0;
}

/// That there is something to read is known here, and not in a list.
fn keep_what_was_said(stored: &mut Stored, old: &Stored) {
    let known = Flags(old.flags);
    let learned =
        Flags(stored.flags).with(known.among(Flags::TRANSCRIPT), true).with(known.among(Flags::AI_SUMMARY), true);
    stored.flags = learned.with(read_still(known, learned), true).0;
}

/// What was asked for of a call that is told anew: not what came late, such as a recording.
pub(super) fn read_still(before: Flags, now: Flags) -> Flags {
    let read = [
        (Flags::RECORDING, Flags::RECORDINGS_READ),
        (Flags::VOICEMAIL, Flags::VOICEMAIL_READ),
        (Flags::AI_SUMMARY, Flags::SUMMARIES_READ),
    ];
    let still = read.into_iter().filter(|(thing, _)| before.has(*thing) || !now.has(*thing));
    still.fold(Flags::default(), |all, (_, read)| all.with(before.among(read), true))
}

/// The flags of a row whose path is known.
pub(super) fn flags_with_path(stored: &Stored) -> Flags {
    Flags(stored.flags)
        .with(Flags::PATH, true)
        .with(Flags::RECORDING, stored.recording_id != SqlValue::Null)
        .with(Flags::VOICEMAIL, stored.voicemail_id != SqlValue::Null)
}
