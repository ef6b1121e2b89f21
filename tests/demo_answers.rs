//! The stand-in's bodies: each one that Zoom could send, in every shape.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

#[path = "support/openapi.rs"]
mod openapi;

use chrono::{DateTime, Utc};
use openapi::Schemas;
use ringlog::demo::answers::{self, RowKey, Shape};
use ringlog::demo::world::{Call, Spec, World};
use serde_json::{Value, json};

const BASE: &str = "http://127.0.0.1:8080";

fn now() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-20T16:45:10Z").unwrap().to_utc()
}

fn world(calls: u64, days: u32) -> World {
    World::new(Spec { seed: 7, calls, days, now: now() })
}

fn calls(world: &World) -> impl Iterator<Item = Call> {
    (0..world.len()).map(|index| world.call(index))
}

#[test]
fn every_body_is_one_zoom_could_send() {
    let world = world(900, 30);
    let company = world.company();
    let mut schemas = Schemas::load(true);
    for call in calls(&world) {
        schemas.check("AccountCallOld", &answers::value(&answers::account_row(company, &call, RowKey::Old)));
        schemas.check("AccountCall", &answers::value(&answers::account_row(company, &call, RowKey::New)));
        for user in &company.users {
            for row in answers::user_rows(company, &call, &user.id, RowKey::Old) {
                schemas.check("UserCallOld", &answers::value(&row));
            }
            for row in answers::user_rows(company, &call, &user.id, RowKey::New) {
                schemas.check("UserCallElement", &answers::value(&row));
            }
            for row in answers::sync_rows(company, &call, &user.id, RowKey::Old) {
                schemas.check("UserSyncOld", &answers::value(&row));
            }
            for row in answers::sync_rows(company, &call, &user.id, RowKey::New) {
                schemas.check("UserSyncElement", &answers::value(&row));
            }
        }
        for shape in [Shape::Old, Shape::New, Shape::Both] {
            schemas.check("CallHistoryDetail", &answers::call_path(company, &call, shape));
        }
        for place in 0..call.legs.len() {
            schemas.check("CallElement", &answers::call_element(company, &call, place).unwrap());
        }
        for recording in &call.recordings {
            schemas.check("AccountRecording", &answers::account_recording(company, &call, recording, BASE));
            schemas.check("UserRecording", &answers::user_recording(&call, recording, BASE));
            schemas.check("RecordingByCall", &answers::recording_by_call(&call, recording, BASE));
            schemas.check("RecordingByElement", &answers::recording_by_element(&call, recording, BASE));
            schemas.check("RecordingTranscript", &answers::transcript(company, &call, recording));
        }
        if let Some(voicemail) = &call.voicemail {
            schemas.check("AccountVoiceMail", &answers::account_voicemail(&call, voicemail, BASE));
            schemas.check("UserVoiceMail", &answers::user_voicemail(&call, voicemail, BASE));
            schemas.check("VoiceMailDetail", &answers::voicemail_detail(&call, voicemail, BASE));
            schemas.check("VoiceMailByElement", &answers::voicemail_by_element(&call, voicemail, BASE));
        }
        if let Some(summary) = &call.ai_summary {
            schemas.check("AiCallSummary", &answers::ai_summary(company, &call, summary));
        }
    }
    for user in &company.users {
        schemas.check("PhoneUserListItem", &answers::phone_user_item(company, user));
        schemas.check("PhoneUser", &answers::phone_user(company, user));
        schemas.check("User", &answers::me(company, user, now()));
    }
    let sites: Vec<Value> = company.sites.iter().map(|site| answers::phone_site(company, site)).collect();
    schemas.check(
        "PhoneSitesPage",
        &json!({ "sites": sites, "next_page_token": "", "page_size": 30, "total_records": 3 }),
    );
}

#[test]
fn old_and_new_shapes_tell_the_same_call() {
    let world = world(60, 5);
    let company = world.company();
    for call in calls(&world) {
        let old = answers::call_path(company, &call, Shape::Old);
        let new = answers::call_path(company, &call, Shape::New);
        assert!(old.get("call_elements").is_none() && new.get("call_path").is_none() && new.get("id").is_none());
        assert_eq!(old["id"], new["call_history_uuid"]);
        for (one, two) in old["call_path"].as_array().unwrap().iter().zip(new["call_elements"].as_array().unwrap()) {
            let dated = format!("{}-{}", call.start_time.format("%Y%m%d"), one["id"].as_str().unwrap());
            assert_eq!(two["call_element_id"], json!(dated));
            assert_eq!(one["event"], two["event"]);
        }
        let both = answers::call_path(company, &call, Shape::Both);
        assert_eq!(both["call_path"], old["call_path"]);
        assert_eq!(both["call_elements"], new["call_elements"]);
    }
}

#[test]
fn a_users_rows_are_the_users_steps() {
    let world = world(1500, 20);
    let company = world.company();
    let me = &company.users[0];
    let mut rung = 0;
    for call in calls(&world) {
        let rows = answers::user_rows(company, &call, &me.id, RowKey::New);
        for row in &rows {
            let extension = json!(me.party.extension.as_ref().unwrap().id);
            let body = answers::value(row);
            assert_eq!(body["call_history_uuid"], json!(call.call_history_uuid));
            let transferred = body["event"] == "direct_transfer" || row.leg().node == 0;
            let mine = body["caller_ext_id"] == extension || body["callee_ext_id"] == extension;
            assert!(mine || transferred, "{body:#}");
            rung += u32::from(body["event"] == "ring_to_member");
        }
        let steps = call.legs.iter().filter(|leg| leg.owner.user_id() == Some(&me.id)).count();
        assert_eq!(rows.len(), steps);
    }
    assert!(rung > 20, "the person who signs in is rung by a queue: {rung}");
}
