//! Invented calls for the tests of the views.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Map;

use crate::app::{CallDetail, Problem, Remedy, SignedIn, SyncOutcome, SyncProgress};
use crate::model::timeline::samples::{leg, menu, person, queue};
use crate::model::{
    Access, Account, Batch, Call, CallElement, CallHistoryUuid, CallId, CallKey, CallPath, CallResult, CallRow,
    CallText, Coverage, Direction, Feature, Flags, Party, PartyId, PartyRow, RecordingStatus, Scopes, Span, Text,
    VoicemailId, WordId,
};

/// The key of the newest call.
const NEWEST: i64 = 1000;

/// A Friday afternoon.
pub fn now() -> DateTime<Utc> {
    "2026-11-20T14:05:00Z".parse().unwrap()
}

/// The call that the detail views are tested with: a menu, a queue, two people, a transfer that comes twice, a voicemail.
pub fn detail() -> CallDetail {
    let start = at(0);
    let elements = vec![
        CallElement { press_key: "2".into(), ..step(1, 1, 0, "incoming", menu(), "answered") },
        CallElement {
            wait_time: Some(seconds(48)),
            ..step(2, 1, 4, "route_to_queue", queue("Support", "801"), "overflowed")
        },
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
            ..step(4, 0, 58, "teleport_to_voicemail", queue("Support", "801"), "voicemail")
        },
    ];
    CallDetail {
        key: CallKey(NEWEST),
        call: call(start),
        steps: Vec::new(),
        path: Ok(Some(CallPath { call_history_uuid: uuid(), fetched_at: now(), elements, extra: Map::new() })),
        text: CallText::default(),
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
        end_time: Some(start_time + TimeDelta::seconds(74)),
        duration: Some(seconds(74)),
        wait: Some(seconds(48)),
        connect_type: "external".into(),
        call_type: "general".into(),
        call_result: CallResult::new("no_answer".into()),
        caller: Party {
            name: "R. Alvarez".into(),
            did_number: "+12025550134".into(),
            number_type: "external_pstn".into(),
            ..Party::default()
        },
        callee: queue("Support", "801"),
        site_name: "Harbor Office".into(),
        department: "Field Support".into(),
        recording_status: RecordingStatus::NonRecorded,
        voicemail_id: VoicemailId::new("88e1aa00bb11cc22dd33ee44ff556677"),
        hide_caller_id: Some(false),
        extra,
        ..Call::default()
    }
}

/// An admin who may read everything but AI summaries.
pub fn signed_in() -> SignedIn {
    let missing = Feature::AiSummary;
    let scopes: Vec<&str> = Feature::ALL
        .into_iter()
        .filter(|feature| *feature != missing)
        .filter_map(|feature| feature.scope_for(Access::Account))
        .collect();
    SignedIn {
        account: Account {
            account_id: "Acc0unt1".into(),
            user_id: "Us3r1".into(),
            name: "Ada Admin".into(),
            email: "admin@example.com".into(),
            access: Access::Account,
        },
        scopes: Scopes::parse(&scopes.join(" ")),
        kept_in: "system keychain (Secret Service)".to_owned(),
        warning: None,
    }
}

/// Half a year without a gap, up to two minutes ago.
pub fn coverage() -> Coverage {
    let mut coverage = Coverage::new();
    coverage.add(Span { from: now() - TimeDelta::days(181), to: now() - TimeDelta::minutes(2) });
    coverage
}

/// A sync half done.
pub fn progress() -> SyncProgress {
    SyncProgress {
        calls: 12_300,
        total: Some(50_000),
        slices_done: 6,
        slices: 7,
        rate: 210.4,
        requests_today: 214,
        eta: Some(now() + TimeDelta::seconds(80)),
        coverage: coverage(),
    }
}

/// A sync that brought what was missing.
pub fn outcome() -> SyncOutcome {
    SyncOutcome {
        new: 41,
        changed: 2,
        bad_rows: 0,
        complete: true,
        cancelled: false,
        asks: None,
        failed: Vec::new(),
        coverage: coverage(),
        at: now() - TimeDelta::minutes(2),
    }
}

/// Zoom cannot be reached.
pub fn offline() -> Problem {
    Problem {
        headline: "Could not fetch calls from Zoom".to_owned(),
        cause: "api.example.com cannot be reached: no such host".to_owned(),
        safe: "The calls on screen are in the archive; browsing and export work.".to_owned(),
        steps: Vec::new(),
        remedy: Remedy::Retry,
    }
}

/// The archive was damaged, as the worker tells it.
pub fn put_aside() -> Problem {
    Problem {
        headline: "The archive was damaged".to_owned(),
        cause: "The file is now ~/.local/share/ringlog/account-1a2b3c4d5e6f7a8b.db.damaged-20261120T101500.000Z; \
                nothing in it was changed."
            .to_owned(),
        safe: "A new archive takes its place. The sign-in and the settings are as they were.".to_owned(),
        steps: vec![
            "Fetch again what Zoom still has: six months.".to_owned(),
            "Older calls are only in the damaged file: keep it if you need them.".to_owned(),
        ],
        remedy: Remedy::Retry,
    }
}

/// A permission is missing.
pub fn missing_scope() -> Problem {
    Problem {
        headline: "Missing permission".to_owned(),
        cause: "Zoom code 4711: the token does not contain the scope phone:read:call_log:admin".to_owned(),
        safe: "Until then the path of a call stays hidden. Everything else works.".to_owned(),
        steps: vec![
            "App owner: Marketplace, your app, Scopes: add the scope above.".to_owned(),
            "You: approve again, in \"Accounts and access\".".to_owned(),
        ],
        remedy: Remedy::AskAdmin,
    }
}

/// Forty-one calls of five days, the newest first; the first one is the one of [`detail`].
pub fn batch() -> Batch {
    let outside = [
        ("R. Alvarez", "+12025550134"),
        ("Northwind Ltd", "+12025550112"),
        ("", ""),
        ("Dr. Osei Clinic", "+12025550188"),
        ("", "+12025550161"),
        ("Fabrikam GmbH", "+493023125014"),
        ("J. Lindqvist", "+46846500412"),
        ("Harbor Dental", "+12025550150"),
    ];
    let mut parties: Vec<(PartyId, PartyRow)> = (0..)
        .zip(outside)
        .map(|(id, (name, number))| {
            (PartyId(id), PartyRow { name: name.into(), did_number: number.into(), ..PartyRow::default() })
        })
        .collect();
    parties
        .extend([(PartyId(100), queue("Support", "801").into()), (PartyId(101), person("M. Duarte", "1043").into())]);
    let results =
        ["no_answer", "abandoned", "no_answer", "voicemail", "answered", "answered", "blocked", "paused_by_rule"];
    let rows = (0..41_u32).map(|row| {
        let kind = row as usize % results.len();
        let answered = results[kind] == "answered";
        let outbound = row % 8 == 5;
        let other_side = PartyId(row % 8);
        let our_side = if answered { PartyId(101) } else { PartyId(100) };
        let [from, to] = if outbound { [our_side, other_side] } else { [other_side, our_side] };
        CallRow {
            key: CallKey(NEWEST - i64::from(row)),
            start_time: at(0) - TimeDelta::minutes(167 * i64::from(row)),
            direction: if outbound { Direction::Outbound } else { Direction::Inbound },
            caller: from,
            callee: to,
            result: CallResult::new(results[kind].into()),
            wait: (kind != 6).then_some(20 + row * 7 % 190),
            talk: answered.then_some(30 + row * 97 % 4000),
            hold: None,
            duration: Some(60 + row),
            site: WordId(1 + row % 2),
            department: WordId(0),
            cost_center: WordId(0),
            group: WordId(0),
            flags: Flags::default()
                .with(Flags::VOICEMAIL, kind == 3)
                .with(Flags::TRANSCRIPT, kind == 3 && row > 8)
                .with(Flags::RECORDING, answered)
                .with(Flags::INTERNATIONAL, row % 8 == 5 || row % 8 == 6)
                .with(Flags::SPAM, kind == 6),
        }
    });
    Batch {
        parties,
        words: vec![(WordId(1), "HQ".into()), (WordId(2), "Harbor Office".into())],
        rows: rows.collect(),
        ..Batch::default()
    }
}

/// The same calls by people with names that try to break a screen, and with names that are two cells a character.
pub fn hostile_batch() -> Batch {
    let mut batch = batch();
    let names = [
        "\u{1b}[2J\u{1b}]0;gone\u{7}".to_owned(),
        "ab\u{202e}dc\u{200b}".to_owned(),
        format!("a{}", "\u{301}".repeat(4000)),
        "山田太郎株式会社東京支店".to_owned(),
        "line\r\nbreak\ttab".to_owned(),
        "👩\u{200d}👩\u{200d}👧 family".to_owned(),
        "Kovács Éva".to_owned(),
        "x".repeat(4000),
    ];
    for ((_, party), name) in batch.parties.iter_mut().zip(&names) {
        party.name = Text::new(name);
    }
    batch
}

/// A leg of nine seconds, `after` so many seconds.
fn step(segment: i64, node: i64, after: i64, event: &str, to: Party, result: &str) -> CallElement {
    CallElement {
        call_id: CallId::new("7382288812340077665"),
        connect_type: "external".into(),
        call_type: "general".into(),
        ..leg([segment, node], event, to, result, [after, after + 9])
    }
}

fn at(second: i64) -> DateTime<Utc> {
    now() - TimeDelta::seconds(98) + TimeDelta::seconds(second)
}

fn uuid() -> CallHistoryUuid {
    CallHistoryUuid::new("20261120-7f3c0a11-2b4d-4e6f-8a90-1b2c3d4e5f60")
}

fn seconds(span: u64) -> Duration {
    Duration::from_secs(span)
}
