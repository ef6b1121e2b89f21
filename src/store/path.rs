//! Call paths: kept whole, and what they teach written to the call.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};

use crate::model::{CallElement, CallHistoryUuid, CallPath, Flags, Operator, ResultGroup, handled_by};

use super::calls::{Changes, find, flags_with_path, read_still};
use super::error::unreadable;
use super::fields::{pack_hex, pack_step, pack_uuid, unpack_id, unpack_step};
use super::row::{moment, pack_span};
use super::writer::Work;

/// What the steps say of the whole call.
#[derive(Debug, Default, PartialEq)]
struct Lesson {
    /// The sum of the steps' hold times.
    hold: Option<Duration>,
    /// From the start of the call to the first answer by a person; when nobody answered, or the time is missing, the
    /// longest wait of a step, since steps ring side by side.
    wait: Option<Duration>,
    /// How long somebody talked with a person. Legs tell one conversation more than once, so time counts once.
    talk: Option<Duration>,
    /// Who took the call in the end.
    handled_by: Operator,
    recording_id: Option<String>,
    voicemail_id: Option<String>,
}

impl Lesson {
    fn of(elements: &[CallElement]) -> Self {
        let mut steps: Vec<&CallElement> = elements.iter().collect();
        steps.sort_by_key(|step| step.order());
        let by_person: Vec<&&CallElement> = steps
            .iter()
            .filter(|step| step.result.group() == ResultGroup::Answered && step.taken_by().is_person())
            .collect();
        let start = steps.iter().filter_map(|step| step.start_time).min();
        let answer = by_person.iter().filter_map(|step| step.answer_time).min();
        Self {
            talk: time_covered(by_person.iter().filter_map(|step| Some((step.answer_time?, step.end_time?))).collect()),
            hold: steps.iter().filter_map(|step| step.hold_time).reduce(Duration::saturating_add),
            wait: span(start, answer).or_else(|| steps.iter().filter_map(|step| step.wait_time).max()),
            handled_by: handled_by(&steps),
            recording_id: named(steps.iter().map(|step| step.recording_id.as_raw())),
            voicemail_id: named(steps.iter().map(|step| step.voicemail_id.as_raw())),
        }
    }
}

fn span(from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> Option<Duration> {
    (to? - from?).to_std().ok()
}

/// How much time these spans cover together; `None` without one.
fn time_covered(mut spans: Vec<(DateTime<Utc>, DateTime<Utc>)>) -> Option<Duration> {
    spans.sort_unstable();
    let mut until = spans.first()?.0;
    let covered = spans.into_iter().map(|(from, to)| {
        let (from, to) = (from.max(until), to.max(until));
        until = to;
        span(Some(from), Some(to)).unwrap_or_default()
    });
    Some(covered.sum())
}

fn named<'a>(mut ids: impl Iterator<Item = &'a str>) -> Option<String> {
    ids.find(|id| !id.is_empty()).map(str::to_owned)
}

/// Keeps the path and writes what it teaches to its call, if that is known.
pub(super) fn save(path: &CallPath, changes: &mut Changes, work: &mut Work<'_>) -> rusqlite::Result<()> {
    const UPSERT: &str = "INSERT INTO call_path (uuid, fetched_ms, path) VALUES (?1, ?2, ?3) \
        ON CONFLICT (uuid) DO UPDATE SET fetched_ms = excluded.fetched_ms, path = excluded.path";
    let uuid = pack_uuid(path.call_history_uuid.as_raw());
    let steps = path.elements.iter().map(pack_step).collect::<rusqlite::Result<Vec<Value>>>()?;
    let packed = serde_json::json!({ "elements": steps, "extra": path.extra }).to_string();
    work.db.prepare_cached(UPSERT)?.execute(params![uuid, path.fetched_at.timestamp_millis(), packed])?;
    let Some((key, old)) = find(work.db, &uuid)? else { return Ok(()) };
    let lesson = Lesson::of(&path.elements);
    let mut stored = old.clone();
    stored.hold_ms = pack_span(lesson.hold).or(old.hold_ms);
    stored.wait_ms = pack_span(lesson.wait).or(old.wait_ms);
    stored.talk_ms = pack_span(lesson.talk).or(old.talk_ms);
    if lesson.handled_by != Operator::default() {
        stored.handled_by = work.ids.party(work.db, &lesson.handled_by.into())?;
    }
    for (id, named) in
        [(&mut stored.recording_id, lesson.recording_id), (&mut stored.voicemail_id, lesson.voicemail_id)]
    {
        if let Some(named) = named {
            *id = pack_hex(&named);
        }
    }
    let flags = flags_with_path(&stored);
    stored.flags = flags.without(Flags::READ).with(read_still(Flags(old.flags), flags), true).0;
    changes.replace(key, &old, &stored, work.db)
}

/// The path of one of Zoom's ids, if it was fetched.
pub(super) fn load(db: &Connection, uuid: &SqlValue) -> rusqlite::Result<Option<CallPath>> {
    let mut statement = db.prepare_cached("SELECT fetched_ms, path FROM call_path WHERE uuid = ?1")?;
    let found = statement.query_row([uuid], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).optional()?;
    let Some((fetched_ms, packed)) = found else { return Ok(None) };
    let mut packed: Map<String, Value> = serde_json::from_str(&packed).map_err(unreadable)?;
    let (Some(Value::Array(steps)), Some(Value::Object(extra))) = (packed.remove("elements"), packed.remove("extra"))
    else {
        return Err(unreadable("a path has an unknown form"));
    };
    Ok(Some(CallPath {
        call_history_uuid: CallHistoryUuid::new(&unpack_id(uuid.into())?),
        fetched_at: moment(fetched_ms)?,
        elements: steps.into_iter().map(unpack_step).collect::<rusqlite::Result<_>>()?,
        extra,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_legs_tell_twice_counts_once() {
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        let covered =
            |spans: &[(i64, i64)]| time_covered(spans.iter().map(|(from, to)| (at(*from), at(*to))).collect());
        assert_eq!(covered(&[]), None);
        assert_eq!(covered(&[(5, 5)]), Some(Duration::ZERO));
        assert_eq!(covered(&[(10, 30), (10, 30)]), Some(Duration::from_secs(20)));
        assert_eq!(covered(&[(40, 50), (10, 30), (20, 35)]), Some(Duration::from_secs(35)));
        assert_eq!(covered(&[(10, 50), (20, 30)]), Some(Duration::from_secs(40)));
        assert_eq!(covered(&[(30, 10)]), Some(Duration::ZERO), "a clock that ran back");
    }
}
