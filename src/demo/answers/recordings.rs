//! Recordings: rows of the account's and a user's list, and the single objects by call and by element.

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::fields::{millis, parties};
use crate::demo::world::{Call, Company, Direction, ExtensionType, Leg, Party, Recording, Transcript};

/// A row of `GET /phone/recordings`. `base` is the server's own address, such as `http://127.0.0.1:8080`.
#[must_use]
pub fn account_recording(company: &Company, call: &Call, recording: &Recording, base: &str) -> Value {
    let Some(leg) = call.legs.get(recording.leg) else { return Value::Null };
    let mut row = common(call, leg, recording, base);
    row.insert("call_log_id".to_owned(), json!(leg.call_element_id.without_day()));
    row.insert("auto_delete_enable".to_owned(), json!(recording.automatic));
    if recording.automatic {
        row.insert("auto_delete_policy".to_owned(), json!("1 year"));
    }
    if let Some(site) = company.site_of(&recording.owner) {
        row.insert("site".to_owned(), json!({ "id": site.id, "name": site.name }));
    }
    add_owner_and_end(&mut row, recording);
    add_transcript(&mut row, recording, base);
    Value::Object(row)
}

/// A row of `GET /phone/users/{userId}/recordings`.
#[must_use]
pub fn user_recording(call: &Call, recording: &Recording, base: &str) -> Value {
    let Some(leg) = call.legs.get(recording.leg) else { return Value::Null };
    let mut row = common(call, leg, recording, base);
    row.insert("call_log_id".to_owned(), json!(leg.call_element_id.without_day()));
    row.insert("call_history_id".to_owned(), json!(leg.call_element_id));
    add_transcript(&mut row, recording, base);
    Value::Object(row)
}

/// The answer of `GET /phone/call_logs/{id}/recordings`: one object, also from the trash.
#[must_use]
pub fn recording_by_call(call: &Call, recording: &Recording, base: &str) -> Value {
    let Some(leg) = call.legs.get(recording.leg) else { return Value::Null };
    let mut body = common(call, leg, recording, base);
    body.insert("call_log_id".to_owned(), json!(leg.call_element_id.without_day()));
    body.insert("call_history_id".to_owned(), json!(leg.call_element_id));
    body.insert("file_url".to_owned(), json!(format!("{base}/v2/phone/recording/download/{}", recording.id)));
    add_owner_and_end(&mut body, recording);
    if recording.deleted {
        // The published schema misspells this one.
        add_trash(&mut body, recording, "days_left_auto_permantely_delete");
    }
    Value::Object(body)
}

/// The answer of `GET /phone/call_element/{callElementId}/recording`: one object, also from the trash.
#[must_use]
pub fn recording_by_element(call: &Call, recording: &Recording, base: &str) -> Value {
    let Some(leg) = call.legs.get(recording.leg) else { return Value::Null };
    let mut body = common(call, leg, recording, base);
    body.insert("soft_deleted".to_owned(), json!(recording.deleted));
    body.insert("file_url".to_owned(), json!(format!("{base}/v2/phone/recording/download/{}", recording.id)));
    add_owner_and_end(&mut body, recording);
    if recording.deleted {
        add_trash(&mut body, recording, "days_left_auto_permanently_delete");
    }
    Value::Object(body)
}

fn common(call: &Call, leg: &Leg, recording: &Recording, base: &str) -> Map<String, Value> {
    let mut fields = parties(call, leg);
    let own = json!({
        "id": recording.id,
        "call_id": leg.call_id,
        "call_element_id": leg.call_element_id,
        "date_time": recording.start_time,
        "direction": leg.direction,
        "duration": recording.duration(),
        "download_url": format!("{base}/v2/phone/recording/download/{}", recording.file_id),
    });
    fields.extend(own.as_object().cloned().unwrap_or_default());
    // Only when the recording belongs to a queue is the person behind it told.
    if recording.owner != leg.owner {
        let person = json!({ "name": leg.owner.name, "extension_number": leg.owner.short_number() });
        let key = match leg.direction {
            Direction::Inbound => "accepted_by",
            Direction::Outbound => "outgoing_by",
        };
        fields.insert(key.to_owned(), person);
    }
    fields
}

fn add_owner_and_end(fields: &mut Map<String, Value>, recording: &Recording) {
    fields.insert("end_time".to_owned(), json!(recording.end_time));
    fields.insert("disclaimer_status".to_owned(), json!(recording.disclaimer_status));
    let kind = if recording.automatic { "Automatic" } else { "OnDemand" };
    fields.insert("recording_type".to_owned(), json!(kind));
    fields.insert("owner".to_owned(), owner(&recording.owner));
}

fn add_transcript(fields: &mut Map<String, Value>, recording: &Recording, base: &str) {
    match recording.transcript {
        Transcript::None => {}
        Transcript::InProgress | Transcript::Ready => {
            let url = format!("{base}/v2/phone/recording_transcript/download/{}", recording.id);
            fields.insert("transcript_download_url".to_owned(), json!(url));
        }
    }
}

fn add_trash(fields: &mut Map<String, Value>, recording: &Recording, days_left: &str) {
    // Thrown away ten minutes after it was made, and kept for a month.
    fields.insert("deleted_time".to_owned(), json!(millis(recording.end_time + TimeDelta::minutes(10))));
    fields.insert("soft_deleted_type".to_owned(), json!("Manual"));
    fields.insert(days_left.to_owned(), json!(23));
}

/// Who a recording or voicemail belongs to. Here extension numbers are numbers, and kinds are spelled their own way.
pub(super) fn owner(party: &Party) -> Value {
    let Some(extension) = &party.extension else { return Value::Null };
    let kind = match extension.kind {
        ExtensionType::User => "user",
        ExtensionType::CallQueue => "callQueue",
        ExtensionType::AutoReceptionist => "autoReceptionist",
        ExtensionType::CommonArea => "commonArea",
    };
    let mut owner = json!({
        "extension_number": extension.number,
        "id": extension.owner_id,
        "name": party.name,
        "type": kind,
    });
    if !extension.active {
        owner["extension_status"] = json!("inactive");
    }
    owner
}
