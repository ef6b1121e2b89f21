//! JSON lines: a call a line, all that Zoom gave under Zoom's names, and our columns beside it.

use std::io;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::model::{Call, CallParts, Text, Zone};

use super::columns::{COLUMNS, Cell};
use super::times::{Style, Times};
use super::write::Options;

/// Writes lines.
pub(super) struct Json {
    local: Times,
    utc: Times,
}

impl Json {
    pub(super) fn new(options: Options) -> Self {
        let times = |zone, zulu| Times::new(zone, Style::Rfc3339 { zulu });
        Self { local: times(options.zone, false), utc: times(Zone::Utc, true) }
    }

    /// Writes the line of a call.
    pub(super) fn write(&mut self, out: &mut impl io::Write, call: &Call) -> io::Result<()> {
        let mut line = terminal_safe(&serde_json::to_string(&self.object(call)?)?);
        line.push('\n');
        out.write_all(line.as_bytes())
    }

    fn object(&mut self, call: &Call) -> io::Result<Map<String, Value>> {
        let parts = CallParts::of(call);
        let row = parts.row(call);
        let mut object = Map::new();
        for column in &COLUMNS {
            let value = match (column.cell)(&row) {
                Cell::Text(text) | Cell::Number(text) => text.into(),
                Cell::Seconds(span) => span.map(|span| span.as_secs()).into(),
                Cell::Local(None) => "".into(),
                Cell::Local(Some(moment)) => written(&mut self.local, moment),
                Cell::Utc(moment) => written(&mut self.utc, moment),
                Cell::Own(own) => own.into(),
            };
            object.insert(column.name.to_owned(), value);
        }
        object.insert("has".to_owned(), row.flags.shown().map(|(_, _, word)| word).collect());
        object.extend(zoom_fields(call)?);
        object.extend(call.extra.clone());
        Ok(object)
    }
}

/// A call as one JSON object on a line: as an export of JSON lines has it.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn one_line(call: &Call, zone: Zone) -> io::Result<String> {
    let mut json = Json::new(Options { zone, ..Options::default() });
    let object = json.object(call).and_then(|object| Ok(serde_json::to_string(&object)?));
    object.map(|line| terminal_safe(&line))
}

fn written(times: &mut Times, moment: DateTime<Utc>) -> Value {
    let mut text = String::new();
    times.push(moment, &mut text);
    text.into()
}

/// What Zoom gave, under Zoom's names; spans in seconds, as Zoom counts.
fn zoom_fields(call: &Call) -> io::Result<Map<String, Value>> {
    let mut fields = Map::new();
    let known = json!({
        "start_time": call.start_time,
        "answer_time": call.answer_time,
        "end_time": call.end_time,
        "duration": call.duration.map(|span| span.as_secs()),
        "talk_time": call.talk.map(|span| span.as_secs()),
        "wait_time": call.wait.map(|span| span.as_secs()),
        "hold_time": call.hold.map(|span| span.as_secs()),
        "international": call.international,
        "call_result": call.call_result,
        "site_name": call.site_name,
        "site_id": call.site_id,
        "group_id": call.group_id,
        "spam": call.spam,
        "recording_status": call.recording_status,
        "recording_id": call.recording_id,
        "voicemail_id": call.voicemail_id,
        "hide_caller_id": call.hide_caller_id,
        "end_to_end": call.end_to_end,
        "caller_account_code": call.caller_account_code,
        "callee_account_code": call.callee_account_code,
    });
    add_given(&mut fields, "", &known)?;
    add_given(&mut fields, "caller_", &call.caller)?;
    add_given(&mut fields, "callee_", &call.callee)?;
    add_given(&mut fields, "operator_", &call.handled_by)?;
    Ok(fields)
}

/// Adds the fields that are not empty, their names after `prefix`.
fn add_given(fields: &mut Map<String, Value>, prefix: &str, of: &impl Serialize) -> io::Result<()> {
    if let Value::Object(given) = serde_json::to_value(of)? {
        let given = given.into_iter().filter(|(_, value)| !value.is_null() && value != "");
        fields.extend(given.map(|(name, value)| (format!("{prefix}{name}"), value)));
    }
    Ok(())
}

/// JSON in which every character that could move a cursor, reorder a line or hide is written `\uXXXX`: the same JSON to a
/// program, harmless to a terminal. Such characters stand in strings only.
#[must_use]
pub fn terminal_safe(json: &str) -> String {
    if json.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return json.to_owned();
    }
    let mut safe = String::with_capacity(json.len() + 64);
    for character in json.chars() {
        let mut utf8 = [0; 4];
        let alone = character.encode_utf8(&mut utf8);
        if *Text::new(alone).shown() == *alone {
            safe.push(character);
        } else {
            let mut utf16 = [0; 2];
            safe.extend(character.encode_utf16(&mut utf16).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn json_means_the_same_and_a_terminal_sees_nothing_unsafe(raw in "(\\PC|.|[\u{0}-\u{a0}\u{202a}-\u{202e}\u{e0001}\u{feff}\"\\\\]){0,20}") {
            let safe = terminal_safe(&json!({ "name": raw }).to_string());
            prop_assert_eq!(&serde_json::from_str::<Value>(&safe).unwrap()["name"], &raw);
            for character in safe.chars() {
                let alone = character.to_string();
                prop_assert_eq!(Text::new(&alone).to_string(), alone);
            }
        }
    }
}
