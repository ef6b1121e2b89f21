//! A call as a row of the archive, and back.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, Row, params_from_iter};

use crate::model::{
    Batch, Call, CallHistoryUuid, CallId, CallKey, CallOwner, CallResult, CallRow, Direction, Flags, Operator, PartyId,
    RecordingId, RecordingStatus, VoicemailId, WordId,
};

use super::dictionary::{Ids, ListedKind, Values, pack_bool, unpack_bool};
use super::error::unreadable;
use super::fields;

const TIEBREAK_BITS: u32 = CallKey::TIEBREAK_BITS;

/// The columns of [`Stored`], in its order.
pub(super) const COLUMNS: &str = "uuid, call_id, kind, owner, caller, callee, flags, answer_ms, end_ms, duration_ms, \
    talk_ms, wait_ms, hold_ms, handled_by, recording_id, voicemail_id, extra";

/// A call without its key: what is compared to tell whether it changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stored {
    pub start_ms: i64,
    pub uuid: SqlValue,
    pub call_id: SqlValue,
    pub kind: u32,
    pub owner: u32,
    pub caller: u32,
    pub callee: u32,
    pub flags: u16,
    pub answer_ms: Option<i64>,
    pub end_ms: Option<i64>,
    pub duration_ms: Option<i64>,
    pub talk_ms: Option<i64>,
    pub wait_ms: Option<i64>,
    pub hold_ms: Option<i64>,
    /// 0 for nobody.
    pub handled_by: u32,
    pub recording_id: SqlValue,
    pub voicemail_id: SqlValue,
    pub extra: Option<String>,
}

impl Stored {
    /// The row for a call; words and people that are new are stored on the way.
    pub(super) fn of(call: &Call, db: &Connection, ids: &mut Ids) -> rusqlite::Result<Self> {
        let mut kind = [0; 11];
        for (id, word) in kind.iter_mut().zip([
            &call.direction.word(),
            &call.connect_type,
            &call.call_type,
            call.call_result.word(),
            &call.recording_status.word(),
            &call.spam,
            &call.caller_account_code,
            &call.callee_account_code,
        ]) {
            *id = ids.word(db, word)?;
        }
        for (id, answer) in kind[8..].iter_mut().zip([call.international, call.hide_caller_id, call.end_to_end]) {
            *id = pack_bool(answer);
        }
        let mut owner = [0; 5];
        let words = [&call.site_name, &call.site_id, &call.department, &call.cost_center, &call.group_id];
        for (id, word) in owner.iter_mut().zip(words) {
            *id = ids.word(db, word)?;
        }
        let start_ms = call.start_time.timestamp_millis();
        let after = |moment: Option<DateTime<Utc>>| moment.map(|moment| moment.timestamp_millis() - start_ms);
        Ok(Self {
            start_ms,
            uuid: fields::pack_uuid(call.call_history_uuid.as_raw()),
            call_id: fields::pack_call_id(call.call_id.as_raw()),
            kind: ids.kind(db, kind)?,
            owner: ids.owner(db, owner)?,
            caller: ids.party(db, &call.caller)?,
            callee: ids.party(db, &call.callee)?,
            flags: call.flags().0,
            answer_ms: after(call.answer_time),
            end_ms: after(call.end_time),
            duration_ms: pack_span(call.duration),
            talk_ms: pack_span(call.talk),
            wait_ms: pack_span(call.wait),
            hold_ms: pack_span(call.hold),
            handled_by: if call.handled_by == Operator::default() {
                0
            } else {
                ids.party(db, &call.handled_by.clone().into())?
            },
            recording_id: fields::pack_hex(call.recording_id.as_raw()),
            voicemail_id: fields::pack_hex(call.voicemail_id.as_raw()),
            extra: fields::pack_extra(&call.extra),
        })
    }

    /// Reads `id`, `late_ms` and [`COLUMNS`].
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<(CallKey, Self)> {
        let key = CallKey(row.get(0)?);
        let stored = Self {
            start_ms: start_ms(key, row.get(1)?),
            uuid: row.get(2)?,
            call_id: row.get(3)?,
            kind: row.get(4)?,
            owner: row.get(5)?,
            caller: row.get(6)?,
            callee: row.get(7)?,
            flags: row.get(8)?,
            answer_ms: row.get(9)?,
            end_ms: row.get(10)?,
            duration_ms: row.get(11)?,
            talk_ms: row.get(12)?,
            wait_ms: row.get(13)?,
            hold_ms: row.get(14)?,
            handled_by: row.get(15)?,
            recording_id: row.get(16)?,
            voicemail_id: row.get(17)?,
            extra: row.get(18)?,
        };
        Ok((key, stored))
    }

    /// Writes the row under `key`; false when another call has that key.
    pub(super) fn insert(&self, db: &Connection, key: CallKey, late_ms: i64) -> rusqlite::Result<bool> {
        const INSERT: &str = "INSERT INTO call (id, late_ms, uuid, call_id, kind, owner, caller, callee, flags, \
            answer_ms, end_ms, duration_ms, talk_ms, wait_ms, hold_ms, handled_by, recording_id, voicemail_id, extra) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) \
            ON CONFLICT (id) DO NOTHING";
        let values = [SqlValue::from(key.0), SqlValue::from(late_ms)].into_iter().chain(self.values());
        Ok(db.prepare_cached(INSERT)?.execute(params_from_iter(values))? == 1)
    }

    /// Writes the row over the one with `key`.
    pub(super) fn update(&self, db: &Connection, key: CallKey) -> rusqlite::Result<()> {
        const UPDATE: &str = "UPDATE call SET (uuid, call_id, kind, owner, caller, callee, flags, answer_ms, end_ms, \
            duration_ms, talk_ms, wait_ms, hold_ms, handled_by, recording_id, voicemail_id, extra) = \
            (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) WHERE id = ?1";
        let values = std::iter::once(SqlValue::from(key.0)).chain(self.values());
        db.prepare_cached(UPDATE)?.execute(params_from_iter(values))?;
        Ok(())
    }

    /// In the order of [`COLUMNS`].
    fn values(&self) -> [SqlValue; 17] {
        [
            self.uuid.clone(),
            self.call_id.clone(),
            self.kind.into(),
            self.owner.into(),
            self.caller.into(),
            self.callee.into(),
            i64::from(self.flags).into(),
            self.answer_ms.into(),
            self.end_ms.into(),
            self.duration_ms.into(),
            self.talk_ms.into(),
            self.wait_ms.into(),
            self.hold_ms.into(),
            self.handled_by.into(),
            self.recording_id.clone(),
            self.voicemail_id.clone(),
            self.extra.clone().into(),
        ]
    }

    /// The keys to try, in order, each with how many milliseconds late it is. The first are all in the call's own
    /// millisecond; when that seems full, later ones are tried, from twice the time at each step: however many calls begin at
    /// once, few steps find a place.
    pub(super) fn keys(&self) -> impl Iterator<Item = (CallKey, i64)> + use<> {
        const ON_TIME: u32 = 8;
        const MOST: u32 = 128;
        let (start_ms, seed) = (self.start_ms, hash(&self.uuid));
        (0..MOST).map(move |step| {
            let random = mix(seed.wrapping_add(u64::from(step)));
            let window = (1_i64 << step.saturating_sub(ON_TIME - 1).min(62)).min(CallKey::MOST_LATE_MS.into());
            let late_ms = (random >> 32).cast_signed() % window;
            let tiebreak = random.cast_signed() & ((1 << TIEBREAK_BITS) - 1);
            (CallKey(((start_ms + late_ms) << TIEBREAK_BITS) | tiebreak), late_ms)
        })
    }

    /// The call of this row.
    pub(super) fn call(&self, db: &Connection, values: &mut Values) -> rusqlite::Result<Call> {
        let kind = values.kind(db, self.kind)?;
        let owner = values.owner(db, self.owner)?;
        let word = |values: &mut Values, id: u32| values.word(db, id).cloned();
        let id = |value: &SqlValue| fields::unpack_id(value.into());
        let after = |ms: Option<i64>| ms.map(|ms| moment(self.start_ms.saturating_add(ms))).transpose();
        Ok(Call {
            call_history_uuid: CallHistoryUuid::new(&id(&self.uuid)?),
            call_id: CallId::new(&id(&self.call_id)?),
            direction: Direction::from(word(values, kind[0])?),
            international: unpack_bool(kind[8]),
            start_time: moment(self.start_ms)?,
            answer_time: after(self.answer_ms)?,
            end_time: after(self.end_ms)?,
            duration: unpack_span(self.duration_ms),
            talk: unpack_span(self.talk_ms),
            wait: unpack_span(self.wait_ms),
            hold: unpack_span(self.hold_ms),
            connect_type: word(values, kind[1])?,
            call_type: word(values, kind[2])?,
            call_result: CallResult::new(word(values, kind[3])?),
            caller: values.party(db, self.caller)?,
            callee: values.party(db, self.callee)?,
            handled_by: match self.handled_by {
                0 => Operator::default(),
                id => fields::party_operator(values.party(db, id)?),
            },
            site_name: word(values, owner[0])?,
            site_id: word(values, owner[1])?,
            department: word(values, owner[2])?,
            cost_center: word(values, owner[3])?,
            group_id: word(values, owner[4])?,
            spam: word(values, kind[5])?,
            recording_status: RecordingStatus::from(word(values, kind[4])?),
            recording_id: RecordingId::new(&id(&self.recording_id)?),
            voicemail_id: VoicemailId::new(&id(&self.voicemail_id)?),
            hide_caller_id: unpack_bool(kind[9]),
            end_to_end: unpack_bool(kind[10]),
            caller_account_code: word(values, kind[6])?,
            callee_account_code: word(values, kind[7])?,
            learned: Flags(self.flags).among(Flags::LEARNED),
            extra: fields::unpack_extra(self.extra.as_deref())?,
        })
    }
}

/// A number from Zoom's id (FNV-1a): the same at every sync, on every machine.
fn hash(uuid: &SqlValue) -> u64 {
    let bytes: &[u8] = match uuid {
        SqlValue::Blob(bytes) => bytes,
        SqlValue::Text(text) => text.as_bytes(),
        SqlValue::Null | SqlValue::Integer(_) | SqlValue::Real(_) => &[],
    };
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// A number that has nothing to do with its neighbours' (the last step of `splitmix64`).
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

pub(super) fn start_ms(key: CallKey, late_ms: i64) -> i64 {
    (key.0 >> TIEBREAK_BITS).saturating_sub(late_ms)
}

/// The least and the greatest key of calls that begin in this time; open where it is.
pub(super) fn key_range(from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> (CallKey, CallKey) {
    let least = from.map_or(i64::MIN, |from| from.timestamp_millis() << TIEBREAK_BITS);
    let greatest = to.map_or(i64::MAX, |to| (to.timestamp_millis() + 1) << TIEBREAK_BITS);
    (CallKey(least), CallKey(greatest))
}

/// A moment from milliseconds since 1970.
pub(super) fn moment(ms: i64) -> rusqlite::Result<DateTime<Utc>> {
    DateTime::from_timestamp_millis(ms).ok_or_else(|| unreadable("a time is out of range"))
}

/// A span as milliseconds; what does not fit is as long as can be.
pub(super) fn pack_span(span: Option<Duration>) -> Option<i64> {
    span.map(|span| i64::try_from(span.as_millis()).unwrap_or(i64::MAX))
}

pub(super) fn unpack_span(ms: Option<i64>) -> Option<Duration> {
    ms.and_then(|ms| u64::try_from(ms).ok()).map(Duration::from_millis)
}

/// [`Call::talk_time`](crate::model::Call::talk_time) of a call as it is stored.
pub(super) fn spoken_ms(
    talk_ms: Option<i64>,
    is_answered: bool,
    answer_ms: Option<i64>,
    end_ms: Option<i64>,
) -> Option<i64> {
    match talk_ms {
        None if is_answered => answer_ms.zip(end_ms).map(|(answer, end)| end - answer),
        given => given,
    }
}

fn whole_seconds(ms: Option<i64>) -> Option<u32> {
    ms.and_then(|ms| u32::try_from(ms / 1000).ok())
}

/// The columns that [`Listed`] reads.
pub(super) const LIST_COLUMNS: &str =
    "id, late_ms, kind, owner, caller, callee, flags, answer_ms, end_ms, duration_ms, talk_ms, wait_ms, hold_ms";

/// What the list needs of a row, as it lies in the archive.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    key: CallKey,
    start_ms: i64,
    kind: u32,
    owner: u32,
    caller: u32,
    callee: u32,
    flags: u16,
    answer_ms: Option<i64>,
    end_ms: Option<i64>,
    duration_ms: Option<i64>,
    talk_ms: Option<i64>,
    wait_ms: Option<i64>,
    hold_ms: Option<i64>,
}

impl Listed {
    /// Reads [`LIST_COLUMNS`].
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let key = CallKey(row.get(0)?);
        Ok(Self {
            key,
            start_ms: start_ms(key, row.get(1)?),
            kind: row.get(2)?,
            owner: row.get(3)?,
            caller: row.get(4)?,
            callee: row.get(5)?,
            flags: row.get(6)?,
            answer_ms: row.get(7)?,
            end_ms: row.get(8)?,
            duration_ms: row.get(9)?,
            talk_ms: row.get(10)?,
            wait_ms: row.get(11)?,
            hold_ms: row.get(12)?,
        })
    }

    /// Of a row that was written under `key`.
    pub(super) const fn of(key: CallKey, stored: &Stored) -> Self {
        Self {
            key,
            start_ms: stored.start_ms,
            kind: stored.kind,
            owner: stored.owner,
            caller: stored.caller,
            callee: stored.callee,
            flags: stored.flags,
            answer_ms: stored.answer_ms,
            end_ms: stored.end_ms,
            duration_ms: stored.duration_ms,
            talk_ms: stored.talk_ms,
            wait_ms: stored.wait_ms,
            hold_ms: stored.hold_ms,
        }
    }

    /// The call as the list needs it.
    pub(super) fn row(self, db: &Connection, values: &mut Values) -> rusqlite::Result<CallRow> {
        let [site_name, site_id, department, cost_center, group] = values.owner(db, self.owner)?;
        let ListedKind { direction, result, is_answered } = values.listed_kind(db, self.kind)?.clone();
        let talk_ms = spoken_ms(self.talk_ms, is_answered, self.answer_ms, self.end_ms);
        Ok(CallRow {
            key: self.key,
            start_time: moment(self.start_ms)?,
            direction,
            caller: PartyId(self.caller),
            callee: PartyId(self.callee),
            result,
            wait: whole_seconds(self.wait_ms),
            talk: whole_seconds(talk_ms),
            hold: whole_seconds(self.hold_ms),
            duration: whole_seconds(self.duration_ms),
            site: WordId(CallOwner::site_of(site_name, site_id)),
            department: WordId(department),
            cost_center: WordId(cost_center),
            group: WordId(group),
            flags: Flags(self.flags),
        })
    }
}

/// A call as the list needs it, from [`LIST_COLUMNS`].
pub(super) fn list_row(row: &Row<'_>, db: &Connection, values: &mut Values) -> rusqlite::Result<CallRow> {
    Listed::read(row)?.row(db, values)
}

/// A batch that needs no other: the rows with all people and words that they name.
pub(super) fn whole_batch(
    rows: Vec<CallRow>,
    removed: Vec<CallKey>,
    db: &Connection,
    values: &mut Values,
) -> rusqlite::Result<Batch> {
    let mut parties: Vec<PartyId> = rows.iter().flat_map(|row| [row.caller, row.callee]).collect();
    let mut words: Vec<WordId> =
        rows.iter().flat_map(|row| [row.site, row.department, row.cost_center, row.group]).collect();
    parties.sort_unstable();
    parties.dedup();
    words.sort_unstable();
    words.dedup();
    words.retain(|word| word.0 != 0);
    Ok(Batch {
        parties: parties
            .into_iter()
            .map(|id| Ok((id, values.listed_party(db, id.0)?)))
            .collect::<rusqlite::Result<_>>()?,
        words: words.into_iter().map(|id| Ok((id, values.word(db, id.0)?.clone()))).collect::<rusqlite::Result<_>>()?,
        rows,
        removed,
        to_come: 0,
    })
}
