//! Voicemails: rows of the account's and a user's list, and the details by voicemail and by element.

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use super::fields::{millis, parties};
use super::recordings::owner;
use crate::demo::world::{Call, Leg, Voicemail, topic};

/// A row of `GET /phone/voice_mails`. `base` is the server's own address. The trash has its fields.
#[must_use]
pub fn account_voicemail(call: &Call, voicemail: &Voicemail, base: &str) -> Value {
    let Some(leg) = call.legs.get(voicemail.leg) else { return Value::Null };
    let mut row = common(call, leg, voicemail, base);
    row.insert("call_log_id".to_owned(), json!(leg.call_element_id.without_day()));
    row.insert("owner".to_owned(), owner(&voicemail.owner));
    if voicemail.deleted {
        add_trash(&mut row, voicemail, "days_left_auto_permantely_delete");
    }
    Value::Object(row)
}

/// A row of `GET /phone/users/{userId}/voice_mails`.
#[must_use]
pub fn user_voicemail(call: &Call, voicemail: &Voicemail, base: &str) -> Value {
    let Some(leg) = call.legs.get(voicemail.leg) else { return Value::Null };
    Value::Object(with_old_ids(call, leg, voicemail, base))
}

/// The answer of `GET /phone/voice_mails/{voicemailId}`.
#[must_use]
pub fn voicemail_detail(call: &Call, voicemail: &Voicemail, base: &str) -> Value {
    let Some(leg) = call.legs.get(voicemail.leg) else { return Value::Null };
    let mut body = with_old_ids(call, leg, voicemail, base);
    if voicemail.deleted {
        add_trash(&mut body, voicemail, "days_left_auto_permantely_delete");
    }
    let mut transcription = transcription(call, voicemail);
    if voicemail.transcription_status == DONE {
        transcription["engine"] = json!("zoom");
        body.insert("intent_detect_status".to_owned(), json!("success"));
        let intent = format!("lantern-intent-{:02}", call.topic);
        body.insert("intent_results".to_owned(), json!([{ "intent_id": intent, "confidence_score": 0.82 }]));
        let task = json!({ "status": "success", "content": topic(call.topic).task, "feedback": "none" });
        body.insert("voice_mail_task".to_owned(), task);
    }
    body.insert("transcription".to_owned(), transcription);
    Value::Object(body)
}

/// The answer of `GET /phone/call_element/{callElementId}/voice_mail`.
#[must_use]
pub fn voicemail_by_element(call: &Call, voicemail: &Voicemail, base: &str) -> Value {
    let Some(leg) = call.legs.get(voicemail.leg) else { return Value::Null };
    let mut body = common(call, leg, voicemail, base);
    body.insert("soft_deleted".to_owned(), json!(voicemail.deleted));
    if voicemail.deleted {
        add_trash(&mut body, voicemail, "days_left_auto_permanently_delete");
    }
    body.insert("transcription".to_owned(), transcription(call, voicemail));
    Value::Object(body)
}

/// `transcription.status` of a finished transcription.
const DONE: u16 = 2;

fn transcription(call: &Call, voicemail: &Voicemail) -> Value {
    let mut transcription = json!({ "status": voicemail.transcription_status });
    if voicemail.transcription_status == DONE {
        transcription["content"] = json!(topic(call.topic).message);
    }
    transcription
}

fn with_old_ids(call: &Call, leg: &Leg, voicemail: &Voicemail, base: &str) -> Map<String, Value> {
    let mut fields = common(call, leg, voicemail, base);
    fields.insert("call_log_id".to_owned(), json!(leg.call_element_id.without_day()));
    fields.insert("call_history_id".to_owned(), json!(leg.call_element_id));
    fields
}

fn common(call: &Call, leg: &Leg, voicemail: &Voicemail, base: &str) -> Map<String, Value> {
    let mut fields = parties(call, leg);
    let own = json!({
        "id": voicemail.id,
        "call_id": leg.call_id,
        "call_element_id": leg.call_element_id,
        "date_time": voicemail.start_time,
        "duration": voicemail.duration,
        "status": if voicemail.read { "read" } else { "unread" },
        "download_url": format!("{base}/v2/phone/voice_mails/download/{}", voicemail.file_id),
    });
    fields.extend(own.as_object().cloned().unwrap_or_default());
    fields
}

fn add_trash(fields: &mut Map<String, Value>, voicemail: &Voicemail, days_left: &str) {
    let deleted = voicemail.start_time + TimeDelta::minutes(30);
    fields.insert("deleted_time".to_owned(), json!(millis(deleted)));
    fields.insert("soft_deleted_type".to_owned(), json!("Manual"));
    fields.insert(days_left.to_owned(), json!(23));
}
