//! The own list: its rows are steps, kept as they came and folded to calls.

use std::collections::BTreeSet;

use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, params};
use serde_json::Value;

use crate::model::{CallElement, fold};

use super::calls::Changes;
use super::error::unreadable;
use super::fields::{pack_step, pack_uuid, unpack_step};
use super::writer::Work;

/// Keeps the steps, and writes anew each call that one of them belongs to, from all steps of it that are known.
pub(super) fn save(elements: &[CallElement], changes: &mut Changes, work: &mut Work<'_>) -> rusqlite::Result<()> {
    const UPSERT: &str = "INSERT INTO element (element_id, call_uuid, step) VALUES (?1, ?2, ?3) \
        ON CONFLICT (element_id) DO UPDATE SET call_uuid = excluded.call_uuid, step = excluded.step \
        WHERE (call_uuid, step) IS NOT (excluded.call_uuid, excluded.step)";
    let mut touched = BTreeSet::new();
    for element in elements {
        let values = params![
            pack_uuid(element.call_element_id.as_raw()),
            pack_uuid(element.call_history_uuid.as_raw()),
            pack_step(element)?.to_string()
        ];
        if work.db.prepare_cached(UPSERT)?.execute(values)? > 0 {
            touched.insert(element.call_history_uuid.as_raw());
        }
    }
    for uuid in touched {
        if let Some(call) = fold(&of_call(work.db, &pack_uuid(uuid))?) {
            changes.save(&call, work)?;
        }
    }
    Ok(())
}

/// The steps of a call that are known, in no order.
pub(super) fn of_call(db: &Connection, uuid: &SqlValue) -> rusqlite::Result<Vec<CallElement>> {
    let mut statement = db.prepare_cached("SELECT step FROM element WHERE call_uuid = ?1")?;
    let mut rows = statement.query([uuid])?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        let packed: Value = serde_json::from_str(row.get_ref(0)?.as_str()?).map_err(unreadable)?;
        steps.push(unpack_step(packed)?);
    }
    Ok(steps)
}
