//! Which recordings and voicemail were downloaded, where to, and how to go on with those that were begun.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use crate::model::MediaId;

use super::fields::pack_hex;
use super::media::code;
use super::row::moment;

/// The file of a recording or voicemail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// Where it is, or will be when it is whole.
    pub path: PathBuf,
    /// The server's entity tag, to go on only with the same file.
    pub validator: Option<String>,
    /// Its whole length, where that is known.
    pub bytes: Option<u64>,
    /// When it was whole; `None` while it is not.
    pub saved: Option<DateTime<Utc>>,
}

/// Remembers a file.
pub(super) fn save(id: &MediaId, file: &MediaFile, db: &Connection) -> rusqlite::Result<()> {
    const UPSERT: &str = "INSERT INTO media_file (kind, id, path, validator, bytes, saved_ms) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (kind, id) DO UPDATE SET path = excluded.path, \
        validator = excluded.validator, bytes = excluded.bytes, saved_ms = excluded.saved_ms";
    db.prepare_cached(UPSERT)?.execute(params![
        code(id.kind()),
        pack_hex(id.as_raw()),
        file.path.to_string_lossy(),
        file.validator,
        file.bytes.map(u64::cast_signed),
        file.saved.map(|saved| saved.timestamp_millis())
    ])?;
    Ok(())
}

/// The file of an id, whole or begun.
pub(super) fn find(id: &MediaId, db: &Connection) -> rusqlite::Result<Option<MediaFile>> {
    db.prepare_cached("SELECT path, validator, bytes, saved_ms FROM media_file WHERE kind = ?1 AND id = ?2")?
        .query_row(params![code(id.kind()), pack_hex(id.as_raw())], |row| {
            let (bytes, saved_ms): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
            Ok(MediaFile {
                path: PathBuf::from(row.get::<_, String>(0)?),
                validator: row.get(1)?,
                bytes: bytes.and_then(|bytes| u64::try_from(bytes).ok()),
                saved: saved_ms.map(moment).transpose()?,
            })
        })
        .optional()
}

/// Where the whole file of an id is, and its length.
pub(super) fn whole(id: &MediaId, db: &Connection) -> rusqlite::Result<Option<(PathBuf, Option<u64>)>> {
    Ok(find(id, db)?.filter(|file| file.saved.is_some()).map(|file| (file.path, file.bytes)))
}
