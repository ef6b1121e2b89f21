//! Recordings and voicemail as Zoom lists them, and the calls they belong to.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value};

use crate::model::{CallKey, Coverage, Media, MediaId, MediaKind, MediaRow, Span, VoicemailTask};

use super::dictionary::{Values, text};
use super::error::unreadable;
use super::fields::{pack_call_id, pack_hex, pack_object, pack_uuid};
use super::media_files;
use super::progress::{OpenSlice, PageToken, SliceProgress, SliceState};
use super::row::moment;
use super::writer::Work;
use super::{calls, read};

/// Rows of one kind as Zoom listed them, and what they mean for their slice of time. Both are written, or nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct MediaPage {
    /// Which list; rows of the other kind are not for it.
    pub kind: MediaKind,
    /// The rows.
    pub rows: Vec<Media>,
    /// Where the slice stands after this page; `None` for rows that were asked for one by one.
    pub progress: Option<SliceProgress>,
}

/// What a write of a page did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaSaved {
    /// Rows not known before.
    pub new: u64,
    /// Rows known before that are different now.
    pub changed: u64,
    /// The new and changed rows.
    pub rows: Vec<MediaRow>,
}

/// Where a list goes on: after this row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaPlace {
    at_ms: i64,
    key: i64,
}

/// The number that stands for a kind.
pub(super) const fn code(kind: MediaKind) -> i64 {
    match kind {
        MediaKind::Recording => 1,
        MediaKind::Voicemail => 2,
    }
}

/// Writes a page.
pub(super) fn save(page: &MediaPage, work: &mut Work<'_>) -> rusqlite::Result<MediaSaved> {
    let mut saved = MediaSaved::default();
    for media in &page.rows {
        let Some(is_new) = save_one(media, work.db)? else { continue };
        if is_new {
            saved.new += 1;
        } else {
            saved.changed += 1;
        }
        saved.rows.extend(row(&id_of(media), work.db)?);
    }
    match &page.progress {
        None => {}
        Some(SliceProgress { slice, state: SliceState::Open(token) }) => go_on(page.kind, *slice, token, work.db)?,
        Some(SliceProgress { slice, state: SliceState::Done }) => cover(page.kind, *slice, work.db)?,
    }
    Ok(saved)
}

fn id_of(media: &Media) -> MediaId {
    match media {
        Media::Recording(recording) => MediaId::Recording(recording.id.clone()),
        Media::Voicemail(voicemail) => MediaId::Voicemail(voicemail.id.clone()),
    }
}

/// Writes one; `None` when it was there and the same, else whether it is new.
fn save_one(media: &Media, db: &Connection) -> rusqlite::Result<Option<bool>> {
    const UPSERT: &str = "INSERT INTO media (kind, id, at_ms, call_id, element_id, fields) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
        ON CONFLICT (kind, id) DO UPDATE SET at_ms = excluded.at_ms, call_id = excluded.call_id, \
        element_id = excluded.element_id, fields = excluded.fields";
    let (at, call_id, element_id, fields) = match media {
        Media::Recording(recording) => {
            (recording.date_time, &recording.call_id, &recording.call_element_id, pack_object(recording)?)
        }
        Media::Voicemail(voicemail) => {
            (voicemail.date_time, &voicemail.call_id, &voicemail.call_element_id, pack_object(voicemail)?)
        }
    };
    let Value::Object(mut fields) = fields else { return Err(unreadable("a recording is no JSON object")) };
    let id = id_of(media);
    let known = fields_of(&id, db)?;
    if let Some(known) = &known {
        keep_what_lists_leave_out(&mut fields, known);
        if *known == fields {
            return Ok(None);
        }
    }
    let at_ms = at.map_or(0, |at| at.timestamp_millis());
    let element_id = if element_id.is_empty() { SqlValue::Null } else { pack_uuid(element_id.as_raw()) };
    let (call_id, fields) = (pack_call_id(of_whole_call(call_id.as_raw())), Value::Object(fields).to_string());
    db.prepare_cached(UPSERT)?.execute(params![
        code(id.kind()),
        pack_hex(id.as_raw()),
        at_ms,
        call_id,
        element_id,
        fields
    ])?;
    Ok(Some(known.is_none()))
}

/// Details tell more than lists do (a voicemail's words, its task): a list read later must not take that away. Whether it lies
/// in the trash is told anew each time.
fn keep_what_lists_leave_out(fields: &mut Map<String, Value>, known: &Map<String, Value>) {
    for (name, value) in known.iter().filter(|(name, _)| *name != "trash") {
        match fields.get_mut(name) {
            None => {
                fields.insert(name.clone(), value.clone());
            }
            Some(Value::Object(inner)) if name == "extra" => {
                if let Value::Object(value) = value {
                    keep_what_lists_leave_out(inner, value);
                }
            }
            Some(_) => {}
        }
    }
}

/// A `call_id` without the `_1`, `_2` of legs after a direct transfer.
fn of_whole_call(call_id: &str) -> &str {
    call_id.split_once('_').map_or(call_id, |(whole, _)| whole)
}

fn fields_of(id: &MediaId, db: &Connection) -> rusqlite::Result<Option<Map<String, Value>>> {
    let fields: Option<String> = db
        .prepare_cached("SELECT fields FROM media WHERE kind = ?1 AND id = ?2")?
        .query_row(params![code(id.kind()), pack_hex(id.as_raw())], |row| row.get(0))
        .optional()?;
    fields.map(|fields| serde_json::from_str(&fields).map_err(unreadable)).transpose()
}

fn unpack(kind: MediaKind, fields: &str) -> rusqlite::Result<Media> {
    match kind {
        MediaKind::Recording => serde_json::from_str(fields).map(Media::Recording),
        MediaKind::Voicemail => serde_json::from_str(fields).map(Media::Voicemail),
    }
    .map_err(unreadable)
}

/// The recording or voicemail of an id.
pub(super) fn media(id: &MediaId, db: &Connection) -> rusqlite::Result<Option<Media>> {
    let fields = fields_of(id, db)?;
    fields.map(|fields| unpack(id.kind(), &Value::Object(fields).to_string())).transpose()
}

/// The row of an id.
pub(super) fn row(id: &MediaId, db: &Connection) -> rusqlite::Result<Option<MediaRow>> {
    let (file, bytes) = media_files::whole(id, db)?.unzip();
    Ok(media(id, db)?.map(|media| MediaRow { file, bytes: bytes.flatten(), ..MediaRow::from(media) }))
}

/// The next rows of a kind, newest first, and where to go on; `None` at the end.
pub(super) fn page(
    kind: MediaKind,
    after: Option<MediaPlace>,
    most: u32,
    db: &Connection,
) -> rusqlite::Result<(Vec<MediaRow>, Option<MediaPlace>)> {
    const SELECT: &str = "SELECT media.at_ms, media.key, media.fields, media_file.path, media_file.bytes FROM media \
        LEFT JOIN media_file ON media_file.kind = media.kind AND media_file.id = media.id \
        AND media_file.saved_ms IS NOT NULL \
        WHERE media.kind = ?1 AND (media.at_ms, media.key) < (?2, ?3) ORDER BY media.at_ms DESC, media.key DESC LIMIT ?4";
    let after = after.unwrap_or(MediaPlace { at_ms: i64::MAX, key: i64::MAX });
    let mut statement = db.prepare_cached(SELECT)?;
    let mut found = statement.query(params![code(kind), after.at_ms, after.key, most])?;
    let (mut rows, mut last) = (Vec::new(), None);
    while let Some(row) = found.next()? {
        last = Some(MediaPlace { at_ms: row.get(0)?, key: row.get(1)? });
        let media = unpack(kind, row.get_ref(2)?.as_str()?)?;
        let (file, bytes): (Option<String>, Option<i64>) = (row.get(3)?, row.get(4)?);
        let bytes = bytes.and_then(|bytes| u64::try_from(bytes).ok());
        rows.push(MediaRow { file: file.map(PathBuf::from), bytes, ..MediaRow::from(media) });
    }
    Ok((rows, last))
}

/// The tasks of all voicemail that was read.
pub(super) fn tasks(db: &Connection) -> rusqlite::Result<Vec<VoicemailTask>> {
    const SELECT: &str = "SELECT fields FROM media WHERE kind = ?1 \
        AND json_extract(fields, '$.extra.voice_mail_task.content') <> ''";
    let mut statement = db.prepare_cached(SELECT)?;
    let mut found = statement.query([code(MediaKind::Voicemail)])?;
    let mut tasks = Vec::new();
    while let Some(row) = found.next()? {
        if let Media::Voicemail(voicemail) = unpack(MediaKind::Voicemail, row.get_ref(0)?.as_str()?)?
            && let Some(at) = voicemail.date_time
        {
            let content = voicemail.task();
            tasks.push(VoicemailTask { number: voicemail.caller.number, at, content });
        }
    }
    Ok(tasks)
}

/// How many there are of a kind.
pub(super) fn count(kind: MediaKind, db: &Connection) -> rusqlite::Result<u64> {
    db.prepare_cached("SELECT count(*) FROM media WHERE kind = ?1")?
        .query_row([code(kind)], |row| row.get(0).map(i64::cast_unsigned))
}

/// The time whose list was fetched to its last page.
pub(super) fn coverage(kind: MediaKind, db: &Connection) -> rusqlite::Result<Coverage> {
    let mut coverage = Coverage::new();
    let mut statement = db.prepare_cached("SELECT from_ms, to_ms FROM media_coverage WHERE kind = ?1")?;
    for span in statement.query_map([code(kind)], span)? {
        coverage.add(span?);
    }
    Ok(coverage)
}

fn span(row: &Row<'_>) -> rusqlite::Result<Span> {
    Ok(Span { from: moment(row.get(0)?)?, to: moment(row.get(1)?)? })
}

fn cover(kind: MediaKind, span: Span, db: &Connection) -> rusqlite::Result<()> {
    let mut coverage = coverage(kind, db)?;
    coverage.add(span);
    db.execute("DELETE FROM media_coverage WHERE kind = ?1", [code(kind)])?;
    let mut insert = db.prepare_cached("INSERT INTO media_coverage (kind, from_ms, to_ms) VALUES (?1, ?2, ?3)")?;
    for span in coverage.spans() {
        insert.execute(params![code(kind), span.from.timestamp_millis(), span.to.timestamp_millis()])?;
    }
    // Slices of an earlier run with other borders have nothing left to fetch either.
    for open in open_slices(kind, db)?.into_iter().filter(|open| coverage.covers(open.slice)) {
        db.prepare_cached("DELETE FROM media_slice WHERE kind = ?1 AND from_ms = ?2 AND to_ms = ?3")?
            .execute(params![code(kind), open.slice.from.timestamp_millis(), open.slice.to.timestamp_millis()])?;
    }
    Ok(())
}

fn go_on(kind: MediaKind, slice: Span, token: &PageToken, db: &Connection) -> rusqlite::Result<()> {
    const UPSERT: &str = "INSERT INTO media_slice (kind, from_ms, to_ms, next_page_token, issued_ms) \
        VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET next_page_token = excluded.next_page_token, \
        issued_ms = excluded.issued_ms";
    db.prepare_cached(UPSERT)?.execute(params![
        code(kind),
        slice.from.timestamp_millis(),
        slice.to.timestamp_millis(),
        token.next_page_token.as_raw(),
        token.issued_at.timestamp_millis()
    ])?;
    Ok(())
}

/// The slices of a kind that were begun and not ended, newest first.
pub(super) fn open_slices(kind: MediaKind, db: &Connection) -> rusqlite::Result<Vec<OpenSlice>> {
    const SELECT: &str = "SELECT from_ms, to_ms, next_page_token, issued_ms FROM media_slice WHERE kind = ?1 \
        ORDER BY from_ms DESC, to_ms DESC";
    let mut statement = db.prepare_cached(SELECT)?;
    let slices = statement.query_map([code(kind)], |row| {
        Ok(OpenSlice {
            slice: span(row)?,
            token: PageToken { next_page_token: text(row, 2)?, issued_at: moment(row.get(3)?)? },
        })
    })?;
    slices.collect()
}

/// The rows of the recordings and voicemail of these calls, call by call.
pub(super) fn of_calls(keys: &[CallKey], db: &Connection, values: &mut Values) -> rusqlite::Result<Vec<MediaRow>> {
    let mut rows = Vec::new();
    for key in keys {
        for kind in [MediaKind::Recording, MediaKind::Voicemail] {
            for media in of_call(kind, *key, db, values)? {
                let (file, bytes) = media_files::whole(&id_of(&media), db)?.unzip();
                rows.push(MediaRow { file, bytes: bytes.flatten(), ..MediaRow::from(media) });
            }
        }
    }
    Ok(rows)
}

/// The recordings or voicemail of a call, oldest first: found by the ids that the call's steps and path name, by step, and by
/// `call_id`.
pub(super) fn of_call(
    kind: MediaKind,
    key: CallKey,
    db: &Connection,
    values: &mut Values,
) -> rusqlite::Result<Vec<Media>> {
    let Some(call) = read::call(key, db, values)? else { return Ok(Vec::new()) };
    let mut steps = read::path(key, db)?.map(|path| path.elements).unwrap_or_default();
    steps.extend(read::steps(key, db)?);
    let named = |recording: &str, voicemail: &str| match kind {
        MediaKind::Recording => pack_hex(recording),
        MediaKind::Voicemail => pack_hex(voicemail),
    };
    let mut wanted = vec![
        ("id", named(call.recording_id.as_raw(), call.voicemail_id.as_raw())),
        ("call_id", pack_call_id(of_whole_call(call.call_id.as_raw()))),
        ("element_id", pack_uuid(call.call_history_uuid.as_raw())),
    ];
    for step in &steps {
        wanted.push(("id", named(step.recording_id.as_raw(), step.voicemail_id.as_raw())));
        wanted.push(("call_id", pack_call_id(of_whole_call(step.call_id.as_raw()))));
        wanted.push(("element_id", pack_uuid(step.call_element_id.as_raw())));
    }
    let mut found = std::collections::BTreeMap::new();
    for (column, value) in wanted.into_iter().filter(|(_, value)| *value != SqlValue::Null) {
        let select = format!("SELECT at_ms, key, fields FROM media WHERE kind = ?1 AND {column} = ?2");
        let mut statement = db.prepare_cached(&select)?;
        let mut rows = statement.query(params![code(kind), value])?;
        while let Some(row) = rows.next()? {
            let place: (i64, i64) = (row.get(0)?, row.get(1)?);
            found.insert(place, unpack(kind, row.get_ref(2)?.as_str()?)?);
        }
    }
    Ok(found.into_values().collect())
}

/// How far from its recording or voicemail a call may begin, in milliseconds: a day before, an hour after.
const BEFORE_MS: i64 = 24 * 3_600_000;
const AFTER_MS: i64 = 3_600_000;

/// The call that a recording or voicemail belongs to, if it is here.
pub(super) fn call_of(id: &MediaId, db: &Connection) -> rusqlite::Result<Option<CallKey>> {
    type Place = (i64, SqlValue, SqlValue);
    let place: Option<Place> = db
        .prepare_cached("SELECT at_ms, call_id, element_id FROM media WHERE kind = ?1 AND id = ?2")?
        .query_row(params![code(id.kind()), pack_hex(id.as_raw())], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((at_ms, call_id, element_id)) = place else { return Ok(None) };
    if element_id != SqlValue::Null {
        let of_step: Option<SqlValue> = db
            .prepare_cached("SELECT call_uuid FROM element WHERE element_id = ?1")?
            .query_row([&element_id], |row| row.get(0))
            .optional()?;
        if let Some((key, _)) = calls::find(db, &of_step.unwrap_or(element_id))? {
            return Ok(Some(key));
        }
    }
    // Nothing indexes these columns: a million calls are not read for one recording when its time is known.
    let (from, to) = if at_ms == 0 { (None, None) } else { (time(at_ms - BEFORE_MS), time(at_ms + AFTER_MS)) };
    let (least, greatest) = super::row::key_range(from, to);
    let names_it = match id.kind() {
        MediaKind::Recording => "recording_id",
        MediaKind::Voicemail => "voicemail_id",
    };
    let select = format!(
        "SELECT id FROM call WHERE id BETWEEN ?1 AND ?2 AND (call_id = ?3 OR {names_it} = ?4) ORDER BY id DESC LIMIT 1"
    );
    db.prepare_cached(&select)?
        .query_row(params![least.0, greatest.0, call_id, pack_hex(id.as_raw())], |row| row.get(0).map(CallKey))
        .optional()
}

fn time(ms: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(ms)
}
