//! Invented calls for the tests of the views.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Map;

use crate::app::CallDetail;
use crate::model::{
    Batch, Call, CallElement, CallElementId, CallHistoryUuid, CallId, CallKey, CallPath, CallResult, Direction, Operator,
    Party, RecordingId, RecordingStatus, Text, VoicemailId,
};

/// A Friday afternoon.
pub fn now() -> DateTime<Utc> {
    "2026-11-20T14:05:00Z".parse().unwrap()
}

/// The call that the detail views are tested with: a menu, a queue, two people, a transfer that comes twice, a voicemail.
pub fn detail() -> CallDetail {
    let start = at(0);
    let elements = vec![
        CallElement { press_key: "2".into(), ..step(1, 1, 0, "incoming", menu(), "answered") },
        CallElement { wait_time: seconds(48), ..step(2, 1, 4, "route_to_queue", queue(), "overflowed") },
        CallElement {
            result_reason: "ring_timeout".into(),
            ..step(2, 2, 5, "ring_to_member", person("M. Duarte", "1043"), "no_answer")
        },
        CallElement {
            result_reason: "declined_by_an_unknown_rule".into(),
            ..step(2, 3, 5, "ring_to_member", person("A. Khan", "1044"), "rejected")
        },
        step(3, 0, 52, "direct_transfer", person("L. Petrov", "1045"), "connected"),
        step(3, 1, 52, "direct_transfer", person("L. Petrov", "1045"), "connected"),
        CallElement {
            voicemail_id: VoicemailId::new("88e1aa00bb11cc22dd33ee44ff556677"),
            ..step(4, 0, 58, "teleport_to_voicemail", queue(), "voicemail")
        },
    ];
    CallDetail {
        key: CallKey(20),
        call: call(start),
        steps: Vec::new(),
        path: Ok(Some(CallPath {
            call_history_uuid: uuid(),
            fetched_at: now(),
            elements,
            extra: Map::new(),
        })),
        batch: Batch::default(),
    }
}

/// The call as the list tells it.
pub fn call(start_time: DateTime<Utc>) -> Call {
    let mut extra = Map::new();
    extra.insert("field_of_next_year".to_owned(), serde_json::json!({"a": 1}));
    Call {
        call_history_uuid: uuid(),
        call_id: CallId::new("7382288812340077665"),
        direction: Direction::Inbound,
        international: Some(false),
        start_time,
        answer_time: None,
        end_time: Some(start_time + TimeDelta::seconds(74)),
        duration: seconds(74),
        talk: None,
        wait: seconds(48),
        hold: None,
        connect_type: "external".into(),
        call_type: "general".into(),
        call_result: CallResult::new("no_answer".into()),
        caller: Party {
            name: "R. Alvarez".into(),
            did_number: "+12025550134".into(),
            number_type: "external_pstn".into(),
            ..Party::default()
        },
        callee: queue(),
        handled_by: Operator::default(),
        site_name: "Harbor Office".into(),
        site_id: Text::default(),
        department: "Field Support".into(),
        cost_center: Text::default(),
        group_id: Text::default(),
        spam: Text::default(),
        recording_status: RecordingStatus::NonRecorded,
        recording_id: RecordingId::default(),
        voicemail_id: VoicemailId::new("88e1aa00bb11cc22dd33ee44ff556677"),
        hide_caller_id: Some(false),
        end_to_end: None,
        caller_account_code: Text::default(),
        callee_account_code: Text::default(),
        extra,
    }
}

fn step(segment: i64, node: i64, after: i64, event: &str, to: Party, result: &str) -> CallElement {
    let person = to.ext_type.as_raw() == "user";
    CallElement {
        call_element_id: CallElementId::new(&format!("20261120-c3000001-0000-4000-8000-0000000000{segment}{node}")),
        call_history_uuid: uuid(),
        call_id: CallId::new("7382288812340077665"),
        direction: Direction::Inbound,
        connect_type: "external".into(),
        call_type: "general".into(),
        caller: Party { name: "R. Alvarez".into(), did_number: "+12025550134".into(), ..Party::default() },
        operator: Operator {
            name: if person { to.name.clone() } else { Text::default() },
            ext_number: to.ext_number.clone(),
            ext_id: Text::default(),
            ext_type: to.ext_type.clone(),
        },
        callee: to,
        start_time: Some(at(after)),
        answer_time: None,
        end_time: Some(at(after + 9)),
        event: event.into(),
        result: CallResult::new(result.into()),
        result_reason: Text::default(),
        press_key: Text::default(),
        client_code: Text::default(),
        segment: Some(segment),
        node: Some(node),
        is_node: None,
        recording_id: RecordingId::default(),
        recording_type: Text::default(),
        voicemail_id: VoicemailId::default(),
        talk_time: None,
        hold_time: None,
        wait_time: None,
        department: Text::default(),
        cost_center: Text::default(),
        site_id: Text::default(),
        site_name: Text::default(),
        group_id: Text::default(),
        hide_caller_id: None,
        end_to_end: None,
        device_private_ip: Text::default(),
        device_public_ip: Text::default(),
        caller_account_code: Text::default(),
        callee_account_code: Text::default(),
        extra: Map::new(),
    }
}

fn at(second: i64) -> DateTime<Utc> {
    now() - TimeDelta::seconds(98) + TimeDelta::seconds(second)
}

fn uuid() -> CallHistoryUuid {
    CallHistoryUuid::new("20261120-7f3c0a11-2b4d-4e6f-8a90-1b2c3d4e5f60")
}

fn seconds(span: u64) -> Option<Duration> {
    Some(Duration::from_secs(span))
}

fn menu() -> Party {
    Party { name: "Main".into(), ext_number: "800".into(), ext_type: "auto_receptionist".into(), ..Party::default() }
}

fn queue() -> Party {
    Party { name: "Support".into(), ext_number: "801".into(), ext_type: "call_queue".into(), ..Party::default() }
}

fn person(name: &str, extension: &str) -> Party {
    Party { name: name.into(), ext_number: extension.into(), ext_type: "user".into(), ..Party::default() }
}
