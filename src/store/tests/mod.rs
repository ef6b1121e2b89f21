//! The archive as the rest of ringlog sees it: calls to keep, and an archive to keep them in.

mod crashes;
mod faults;
mod media;
mod rows;
mod spoken;

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::model::*;

use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
}

fn uuid(number: u64) -> String {
    format!("20260921-{:08x}-0000-4000-8000-{number:012x}", number.wrapping_mul(0x9e37_79b9) & 0xffff_ffff)
}

fn party(name: &str, number: &str) -> Party {
    Party { name: name.into(), did_number: number.into(), ..Party::default() }
}

fn call(number: u64, start: i64) -> Call {
    Call {
        call_history_uuid: CallHistoryUuid::new(&uuid(number)),
        call_id: CallId::new(&(7_381_204_455_190_000_000 + number).to_string()),
        direction: Direction::Inbound,
        international: Some(false),
        start_time: at(start),
        answer_time: Some(at(start + 5)),
        end_time: Some(at(start + 65)),
        duration: Some(Duration::from_secs(65)),
        connect_type: "external".into(),
        call_type: "general".into(),
        call_result: CallResult::new("answered".into()),
        caller: party(&format!("Caller {}", number % 97), &format!("+1202555{:04}", 100 + number % 97)),
        callee: Party { ext_type: "call_queue".into(), ..party("Dispatch", "+12025550120") },
        site_name: "Harbor Office".into(),
        site_id: "site-1".into(),
        department: "Field Support".into(),
        group_id: "group-1".into(),
        recording_status: RecordingStatus::NonRecorded,
        end_to_end: Some(true),
        extra: serde_json::from_str(r#"{"sbc_name":"","new":{"deep":null}}"#).unwrap(),
        ..Call::default()
    }
}

fn step(call: u64, number: u64, start: i64) -> CallElement {
    CallElement {
        call_element_id: CallElementId::new(&uuid(1_000_000 + number)),
        call_history_uuid: CallHistoryUuid::new(&uuid(call)),
        call_id: CallId::new("7381204455190012345"),
        direction: Direction::Inbound,
        connect_type: "external".into(),
        call_type: "general".into(),
        caller: party("R. Alvarez", "+12025550134"),
        callee: party("Mara Lindqvist", "+12025550143"),
        start_time: Some(at(start)),
        end_time: Some(at(start + 30)),
        event: "ring_to_member".into(),
        result: CallResult::new("no_answer".into()),
        operator: Operator { name: "Mara Lindqvist".into(), ext_type: "user".into(), ..Operator::default() },
        wait_time: Some(Duration::from_secs(8)),
        ..CallElement::default()
    }
}

fn slice(from: i64, to: i64) -> Span {
    Span { from: at(from), to: at(to) }
}

fn token(text: &str) -> PageToken {
    PageToken { next_page_token: text.into(), issued_at: at(0) }
}

fn page(rows: PageRows, state: SliceState) -> Page {
    Page { rows, progress: SliceProgress { slice: slice(0, 86_400), state } }
}

fn calls_page(calls: impl IntoIterator<Item = Call>) -> Page {
    page(PageRows::Calls(calls.into_iter().collect()), SliceState::Done)
}

fn steps_page(steps: impl IntoIterator<Item = CallElement>) -> Page {
    page(PageRows::Elements(steps.into_iter().collect()), SliceState::Open(token("next")))
}

struct Archive {
    folder: tempfile::TempDir,
    handle: Handle,
}

fn name(profile: &str) -> ArchiveName {
    let account = Account {
        account_id: "account".into(),
        user_id: "user".into(),
        name: "Test".into(),
        email: "test@example.com".into(),
        access: Access::Account,
    };
    ArchiveName::new(profile, &account)
}

fn archive() -> Archive {
    let folder = tempfile::tempdir().unwrap();
    let handle = Handle::open(folder.path(), &name("default")).unwrap();
    Archive { folder, handle }
}

async fn load(handle: &Handle) -> Vec<Batch> {
    let mut batches = handle.load(1000).unwrap();
    let mut all = Vec::new();
    while let Some(batch) = batches.recv().await {
        all.push(batch.unwrap());
    }
    all
}

async fn all_calls(handle: &Handle) -> Vec<Call> {
    let keys = load(handle).await.into_iter().flat_map(|batch| batch.rows).map(|row| row.key).collect();
    handle.calls(keys).unwrap().whole().map(Result::unwrap).collect()
}

fn taught_path() -> CallPath {
    let leg = |number, start, result: &str, ext_type: &str, name: &str| {
        let mut leg = step(1, number, start);
        leg.segment = Some(number.cast_signed());
        leg.result = CallResult::new(result.into());
        leg.answer_time = Some(at(start + 1));
        leg.end_time = Some(at(90));
        leg.hold_time = Some(Duration::from_secs(10));
        leg.operator = Operator { name: name.into(), ext_type: ext_type.into(), ..Operator::default() };
        leg
    };
    let mut person = leg(3, 30, "answered", "user", "Mara Lindqvist");
    person.recording_id = RecordingId::new("9f1c2b3a4d5e6f708192a3b4c5d6e7f8");
    CallPath {
        call_history_uuid: CallHistoryUuid::new(&uuid(1)),
        fetched_at: at(900),
        elements: vec![
            leg(1, 0, "answered", "auto_receptionist", "Main Menu"),
            leg(2, 10, "answered", "call_queue", "Dispatch"),
            person,
        ],
        extra: serde_json::from_str(r#"{"caller_name":"R. Alvarez"}"#).unwrap(),
    }
}
