//! What was said in calls and written about them, and which calls a word was said in.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{
    AiSummary, CallKey, CallText, Flags, Media, MediaId, MediaKind, Recorded, Text, Transcript, Voicemail,
    query::Pattern,
};

use super::calls::{Changes, find};
use super::dictionary::Values;
use super::error::unreadable;
use super::fields::pack_hex;
use super::media;
use super::read::stored;
use super::writer::Work;

/// Something that was said or written, of one call.
#[derive(Clone, Debug, PartialEq)]
pub enum Spoken {
    /// What was said in a recording.
    Transcript(Transcript),
    /// What was said in a voicemail. The voicemail itself is kept with the others.
    Voicemail(Box<Voicemail>),
    /// What Zoom's AI wrote.
    Summary(AiSummary),
}

impl Spoken {
    const fn code(&self) -> i64 {
        match self {
            Self::Transcript(_) => TRANSCRIPT,
            Self::Voicemail(_) => VOICEMAIL,
            Self::Summary(_) => SUMMARY,
        }
    }

    /// The words to search, and the flag that says that there are any.
    fn words(&self) -> (String, Flags) {
        match self {
            Self::Transcript(transcript) => {
                let lines = transcript.lines.iter().map(|line| line.text.as_raw());
                (lines.collect::<Vec<_>>().join("\n"), Flags::TRANSCRIPT)
            }
            Self::Voicemail(voicemail) => {
                let task = voicemail.task();
                let parts = [voicemail.transcription.content.as_raw(), task.as_raw()];
                (joined(&parts), Flags::TRANSCRIPT)
            }
            Self::Summary(summary) => {
                let parts = [&summary.summary, &summary.next_steps, &summary.detailed_summary].map(Text::as_raw);
                (joined(&parts), Flags::AI_SUMMARY)
            }
        }
    }
}

const TRANSCRIPT: i64 = 1;
const VOICEMAIL: i64 = 2;
const SUMMARY: i64 = 3;

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Keeps what was said in the call with this key, in place of what was kept of it before.
pub(super) fn save(
    key: CallKey,
    spoken: &Spoken,
    at: DateTime<Utc>,
    changes: &mut Changes,
    work: &mut Work<'_>,
) -> rusqlite::Result<()> {
    const UPSERT: &str = "INSERT INTO spoken (kind, id, call_uuid, fetched_ms, fields) VALUES (?1, ?2, ?3, ?4, ?5) \
        ON CONFLICT (kind, id) DO UPDATE SET call_uuid = excluded.call_uuid, fetched_ms = excluded.fetched_ms, \
        fields = excluded.fields RETURNING key";
    const OF_CALL: &str = "INSERT OR REPLACE INTO spoken_call (spoken, call) VALUES (?1, ?2)";
    let Some(of_call) = stored(key, work.db)? else { return Ok(()) };
    let (id, fields) = match spoken {
        Spoken::Transcript(transcript) => (pack_hex(transcript.recording_id.as_raw()), Some(packed(transcript)?)),
        Spoken::Voicemail(voicemail) => (pack_hex(voicemail.id.as_raw()), None),
        Spoken::Summary(summary) => (SqlValue::Text(summary.id.as_raw().to_owned()), Some(packed(summary)?)),
    };
    let row: i64 = work
        .db
        .prepare_cached(UPSERT)?
        .query_row(params![spoken.code(), id, of_call.uuid, at.timestamp_millis(), fields], |row| row.get(0))?;
    work.db.prepare_cached(OF_CALL)?.execute([row, key.0])?;
    let (words, flag) = spoken.words();
    work.db.prepare_cached("DELETE FROM spoken_words WHERE rowid = ?1")?.execute([row])?;
    if words.is_empty() {
        return Ok(());
    }
    work.db.prepare_cached("INSERT INTO spoken_words (rowid, words) VALUES (?1, ?2)")?.execute(params![row, words])?;
    if let Some((key, old)) = find(work.db, &of_call.uuid)? {
        let mut marked = old.clone();
        marked.flags = Flags(old.flags).with(flag, true).0;
        changes.replace(key, &old, &marked, work.db)?;
    }
    Ok(())
}

/// Leads what was said in a call to the key that it moved to.
pub(super) fn follow(moved_to: CallKey, db: &Connection) -> rusqlite::Result<()> {
    const UPDATE: &str = "UPDATE spoken_call SET call = ?1 WHERE spoken IN \
        (SELECT spoken.key FROM call JOIN spoken ON spoken.call_uuid = call.uuid WHERE call.id = ?1)";
    db.prepare_cached(UPDATE)?.execute([moved_to.0]).map(drop)
}

/// Keeps what was said in a voicemail of the archive with its call.
pub(super) fn keep(
    id: &MediaId,
    at: DateTime<Utc>,
    changes: &mut Changes,
    work: &mut Work<'_>,
) -> rusqlite::Result<()> {
    let Some(Media::Voicemail(voicemail)) = media::media(id, work.db)? else { return Ok(()) };
    if voicemail.transcription.content.is_empty() {
        return Ok(());
    }
    let Some(key) = media::call_of(id, work.db)? else { return Ok(()) };
    save(key, &Spoken::Voicemail(Box::new(voicemail)), at, changes, work)?;
    let all = media::of_call(MediaKind::Voicemail, key, work.db, work.values)?;
    let is_read =
        |media: &Media| matches!(media, Media::Voicemail(voicemail) if !voicemail.transcription.content.is_empty());
    if all.iter().all(is_read) { note_read(key, Flags::VOICEMAIL_READ, changes, work) } else { Ok(()) }
}

/// Notes at a call what of it was asked for: those of [`Flags::READ`].
pub(super) fn note_read(key: CallKey, read: Flags, changes: &mut Changes, work: &mut Work<'_>) -> rusqlite::Result<()> {
    let Some(of_call) = stored(key, work.db)? else { return Ok(()) };
    let Some((key, old)) = find(work.db, &of_call.uuid)? else { return Ok(()) };
    let mut noted = old.clone();
    noted.flags = Flags(old.flags).with(read.among(Flags::READ), true).0;
    changes.replace(key, &old, &noted, work.db)
}

/// Keeps what was said in all voicemail that was read before its call was here.
pub(super) fn keep_waiting(at: DateTime<Utc>, changes: &mut Changes, work: &mut Work<'_>) -> rusqlite::Result<()> {
    const SELECT: &str = "SELECT fields FROM media WHERE kind = ?1 \
        AND json_extract(fields, '$.transcription.content') <> '' \
        AND NOT EXISTS (SELECT 1 FROM spoken WHERE spoken.kind = ?2 AND spoken.id = media.id)";
    let mut waiting = Vec::new();
    {
        let mut statement = work.db.prepare_cached(SELECT)?;
        let mut rows = statement.query(params![media::code(MediaKind::Voicemail), VOICEMAIL])?;
        while let Some(row) = rows.next()? {
            let voicemail: Voicemail = unpacked(row.get_ref(0)?.as_str()?)?;
            waiting.push(MediaId::Voicemail(voicemail.id));
        }
    }
    waiting.iter().try_for_each(|id| keep(id, at, changes, work))
}

fn packed(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(unreadable)
}

/// All that is known of what was said in a call: its recordings with their transcripts, its voicemail, its summaries.
pub(super) fn of_call(key: CallKey, db: &Connection, values: &mut Values) -> rusqlite::Result<CallText> {
    let mut text = CallText::default();
    for media in media::of_call(MediaKind::Recording, key, db, values)? {
        if let Media::Recording(recording) = media {
            let transcript = one(TRANSCRIPT, &pack_hex(recording.id.as_raw()), db)?;
            text.recordings.push(Recorded { recording, transcript });
        }
    }
    for media in media::of_call(MediaKind::Voicemail, key, db, values)? {
        if let Media::Voicemail(voicemail) = media {
            text.voicemails.push(voicemail);
        }
    }
    if let Some(of_call) = stored(key, db)? {
        let mut statement =
            db.prepare_cached("SELECT fields FROM spoken WHERE call_uuid = ?1 AND kind = ?2 ORDER BY key")?;
        let mut rows = statement.query(params![of_call.uuid, SUMMARY])?;
        while let Some(row) = rows.next()? {
            text.summaries.push(unpacked(row.get_ref(0)?.as_str()?)?);
        }
    }
    Ok(text)
}

fn one<T: DeserializeOwned>(kind: i64, id: &SqlValue, db: &Connection) -> rusqlite::Result<Option<T>> {
    let fields: Option<String> = db
        .prepare_cached("SELECT fields FROM spoken WHERE kind = ?1 AND id = ?2")?
        .query_row(params![kind, id], |row| row.get(0))
        .optional()?;
    fields.map(|fields| unpacked(&fields)).transpose()
}

fn unpacked<T: DeserializeOwned>(fields: &str) -> rusqlite::Result<T> {
    serde_json::from_str(fields).map_err(unreadable)
}

/// The calls in which this was said or about which it was written, newest first; none for a pattern without a letter or digit.
pub(super) fn said(pattern: &Pattern, db: &Connection) -> rusqlite::Result<Vec<CallKey>> {
    const SELECT: &str = "SELECT spoken_call.call FROM spoken_words \
        CROSS JOIN spoken_call ON spoken_call.spoken = spoken_words.rowid WHERE spoken_words MATCH ?1";
    if !pattern.text.contains(char::is_alphanumeric) {
        return Ok(Vec::new());
    }
    // A phrase in quotes, so that nothing in it is an operator; its last word may go on, unless the whole was asked for.
    let phrase = format!("\"{}\"{}", pattern.text.replace('"', " "), if pattern.exact { "" } else { "*" });
    let mut statement = db.prepare_cached(SELECT)?;
    let mut calls: Vec<CallKey> =
        statement.query_map([phrase], |row| row.get(0).map(CallKey))?.collect::<rusqlite::Result<_>>()?;
    calls.sort_unstable_by_key(|key| Reverse(*key));
    // More than once in a call.
    calls.dedup();
    Ok(calls)
}
