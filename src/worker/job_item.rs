//! The items of jobs in words, so that a person finds what is missing.

use crate::model::{CallKey, MediaId, MediaRow, Text, Zone};
use crate::store;

/// What an item is, with Zoom's id and when it began: `recording 0a1b of 2026-11-20 14:03:05 +01:00`. Safe to show.
pub(super) async fn named(archive: &store::Handle, media: Option<MediaId>, what: &str, zone: Zone) -> String {
    let (name, at) = if let Some(id) = media {
        let name = Text::new(&id.with_kind());
        let row = archive.media(id).await.ok().flatten().map(MediaRow::from);
        (name, row.and_then(|row| row.at))
    } else {
        let call = match what.parse().map(CallKey) {
            Ok(key) => archive.call(key).await.ok().flatten(),
            Err(_) => None,
        };
        let id = call.as_ref().map_or(what, |call| call.call_history_uuid.as_raw());
        (Text::new(&format!("call {id}")), call.as_ref().map(|call| call.start_time))
    };
    let at = at.map_or_else(String::new, |at| format!(" of {}", zone.at(at).format("%Y-%m-%d %H:%M:%S %:z")));
    format!("{name}{at}")
}
