//! Every sample of Zoom's answers is read; none can be forgotten, since their index drives the test.

use std::path::PathBuf;

use chrono::DateTime;
use proptest::prelude::*;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::calls::{self, HistoryPage, HistoryRequest, HistoryRows, MOST_CALLS_A_PAGE};
use super::error::{ErrorKind, TranscriptState, refusal};
use super::page::{BadRow, BadRowReason};
use super::{convert, decode, people};
use crate::model::{Access, CallHistoryUuid, Span, Text};

fn sample(file: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/zoom/samples").join(file);
    std::fs::read_to_string(path).unwrap()
}

fn page(access: Access, body: &str) -> HistoryPage {
    let span = Span { from: DateTime::UNIX_EPOCH, to: DateTime::UNIX_EPOCH };
    let request = HistoryRequest { access, span, page_size: MOST_CALLS_A_PAGE, next_page_token: None };
    calls::history_page(body, &request).unwrap()
}

fn rows_in(body: &Value, names: &[&str]) -> usize {
    names.iter().filter_map(|name| body[name].as_array().map(Vec::len)).max().unwrap_or_default()
}

/// Reads one sample with the code that reads such an answer, and counts what it finds in it.
fn read(endpoint: &str, file: &str, status: &str) {
    let text = sample(file);
    let body: Value = serde_json::from_str(&text).unwrap();
    let asked = CallHistoryUuid::new("asked");
    match (endpoint, status) {
        (_, status) if file.starts_with("error.") => {
            let status = StatusCode::from_bytes(status.as_bytes()).unwrap();
            let kind = refusal(status, false, &text);
            assert_eq!(matches!(kind, ErrorKind::Refused { .. }), status == 429, "{file} is not understood: {kind}");
        }
        ("GET /phone/call_history" | "GET /phone/users/{userId}/call_history", _) => {
            let access = if endpoint.contains("users") { Access::Own } else { Access::Account };
            let page = page(access, &text);
            assert_eq!(page.rows.len(), rows_in(&body, &["call_logs", "call_history", "call_elements"]), "{file}");
            assert_eq!(page.bad_rows, [], "{file}");
            assert_eq!(page.total_records, body["total_records"].as_u64(), "{file}");
            assert_eq!(page.next_page_token.is_none(), body["next_page_token"] == "", "{file}");
        }
        ("GET /phone/users/{userId}/call_history/sync", _) => {
            let page = calls::sync_page(&text).unwrap();
            assert_eq!(page.elements.len(), rows_in(&body, &["call_logs", "call_elements"]), "{file}");
            assert!(page.sync_token.is_some() && page.bad_rows.is_empty(), "{file}");
        }
        ("GET /phone/call_history/{callHistoryUuid}", _) => {
            let answer = calls::call_path(&text, &asked, DateTime::UNIX_EPOCH).unwrap();
            assert_eq!(answer.path.elements.len(), rows_in(&body, &["call_path", "call_elements"]), "{file}");
            assert_ne!(answer.path.call_history_uuid, asked, "{file} names its call");
            assert_eq!(answer.bad_rows, [], "{file}");
        }
        ("GET /phone/call_element/{callElementId}", _) => {
            let element = calls::call_element(&text).unwrap();
            assert_eq!(element.client_code.as_raw(), body["client_code"].as_str().unwrap());
            assert!(element.extra.is_empty(), "{file}: {:?}", element.extra.keys());
        }
        ("GET /phone/recordings" | "GET /phone/users/{userId}/recordings", _) => {
            let page = decode::page(&text, |page| page.recordings, |row| convert::recording(decode::fields(row)?));
            assert_eq!(page.unwrap().rows.len(), rows_in(&body, &["recordings"]), "{file}");
        }
        ("GET /phone/call_logs/{id}/recordings" | "GET /phone/call_element/{callElementId}/recording", _) => {
            let recording = convert::recording(decode::object(&text).unwrap()).unwrap();
            assert_eq!(recording.trash.deleted_time.is_some(), body["deleted_time"].is_string(), "{file}");
            assert_eq!(recording.duration.unwrap().as_secs(), body["duration"].as_u64().unwrap(), "{file}");
        }
        ("GET /phone/recording_transcript/download/{recordingId}", _) => {
            let transcript = convert::transcript(decode::object(&text).unwrap());
            assert_eq!(transcript.lines.len(), rows_in(&body, &["timeline"]));
            assert_eq!(transcript.lines[0].speaker.as_raw(), "Mara Lindqvist");
            assert_eq!(transcript.lines[1].speaker.as_raw(), "+12025550177", "no name: the number");
        }
        ("GET /phone/voice_mails" | "GET /phone/users/{userId}/voice_mails", _) => {
            let page = decode::page(&text, |page| page.voice_mails, |row| convert::voicemail(decode::fields(row)?));
            assert_eq!(page.unwrap().rows.len(), rows_in(&body, &["voice_mails"]), "{file}");
        }
        ("GET /phone/voice_mails/{voicemailId}" | "GET /phone/call_element/{callElementId}/voice_mail", _) => {
            let voicemail = convert::voicemail(decode::object(&text).unwrap()).unwrap();
            assert_eq!(voicemail.transcription.status, body["transcription"]["status"].as_i64(), "{file}");
        }
        ("GET /phone/user/{userId}/ai_call_summary/{aiCallSummaryId}", _) => {
            let summary = convert::ai_summary(decode::object(&text).unwrap()).unwrap();
            assert!(summary.summary.as_raw().contains("parcel"));
        }
        ("GET /phone/users", _) => {
            let page = decode::page(&text, |page| page.users, |row| people::phone_user(decode::fields(row)?)).unwrap();
            assert_eq!(page.rows[0].extension_number.as_raw(), "1043", "a number here, text elsewhere");
            assert_eq!(page.rows.len(), rows_in(&body, &["users"]));
        }
        ("GET /phone/users/{userId}", _) => {
            let user = people::phone_user(decode::object(&text).unwrap()).unwrap();
            assert_eq!(user.phone_numbers[0].as_raw(), "+12025550143");
        }
        ("GET /phone/sites", _) => {
            let page = decode::page(&text, |page| page.sites, |row| people::site(decode::fields(row)?)).unwrap();
            assert_eq!(page.rows[1].name.as_raw(), "North Depot");
        }
        ("GET /users/me", _) => {
            let account = people::account(decode::object(&text).unwrap(), Access::Account);
            assert_eq!(account.label().as_raw(), "mara.lindqvist@example.com");
            assert_eq!(account.name.as_raw(), "Mara Lindqvist");
        }
        _ => panic!("{file}: nothing reads {endpoint}"),
    }
}

#[test]
fn every_sample_is_read() {
    let index: Value = serde_json::from_str(&sample("INDEX.json")).unwrap();
    let files = index["files"].as_array().unwrap();
    let mut read_here = 0;
    for entry in files {
        let (file, endpoint) = (entry["file"].as_str().unwrap(), entry["endpoint"].as_str().unwrap());
        // Signing in belongs to `auth`; writing is never done; the page in place of audio is met in tests/zoom_client.rs.
        if file.starts_with("oauth.") || endpoint.starts_with("PATCH") || file.starts_with("download.") {
            continue;
        }
        let status = entry["status"].as_u64().map_or_else(|| "200".to_owned(), |status| status.to_string());
        read(endpoint, file, &status);
        read_here += 1;
    }
    assert!(read_here >= 50, "{read_here} of {} samples", files.len());
}

#[test]
fn the_three_shapes_tell_the_same_calls() {
    for (access, file, new) in [
        (Access::Account, "call_history.account.both_page1.json", "call_history"),
        (Access::Own, "call_history.user.both.json", "call_elements"),
    ] {
        let both: Value = serde_json::from_str(&sample(file)).unwrap();
        let rows = |replaced: &str, with: Value| {
            let mut body = both.clone();
            body[replaced] = with;
            page(access, &body.to_string()).rows
        };
        let all = page(access, &both.to_string()).rows;
        assert!(!all.is_empty());
        assert!(rows(new, Value::Null) == all, "{file}: without the new array the old one is read");
        assert!(rows(new, json!([])) == all, "{file}: with an empty new array the old one is read");
        assert!(
            rows("call_logs", json!([7, 8, 9])) == all,
            "{file}: beside the new array the old one is not looked at"
        );
    }
}

#[test]
fn refusals_mean_what_the_status_and_the_words_say() {
    let kind = |status: u16, file: &str| refusal(StatusCode::from_u16(status).unwrap(), false, &sample(file));
    assert!(matches!(kind(401, "error.401_124_expired.json"), ErrorKind::Unauthorized { .. }));
    assert!(matches!(kind(400, "error.401_124_expired.json"), ErrorKind::Unauthorized { .. }), "seen with 400 too");
    for (file, named) in [
        ("error.400_4711_scopes.json", vec!["phone:read:list_call_logs:admin"]),
        ("error.400_104_scopes.json", vec!["phone:read:ai_call_summary", "phone:read:ai_call_summary:admin"]),
        ("error.400_4700_me.json", vec![]),
    ] {
        let ErrorKind::MissingScope { scopes } = kind(400, file) else { panic!("{file}") };
        assert_eq!(scopes.iter().map(Text::as_raw).collect::<Vec<_>>(), named, "{file}");
    }
    assert!(matches!(kind(403, "error.403_not_permitted.json"), ErrorKind::NotPermitted { .. }));
    assert!(matches!(kind(400, "error.400_2031_not_enabled.json"), ErrorKind::NoZoomPhone { .. }));
    assert!(matches!(kind(403, "error.400_2031_not_enabled.json"), ErrorKind::NoZoomPhone { .. }));
    assert!(matches!(kind(400, "error.400_200_plan.json"), ErrorKind::PlanTooSmall { .. }));
    assert!(matches!(kind(400, "error.400_400_page_token.json"), ErrorKind::PageTokenExpired));
    assert!(matches!(kind(404, "error.404_call_path.json"), ErrorKind::NotFound { .. }));
    assert!(matches!(kind(400, "error.400_404_file.json"), ErrorKind::NotFound { .. }));
    assert!(matches!(
        kind(400, "error.400_12002_transcript.json"),
        ErrorKind::Transcript { state: TranscriptState::InProgress, .. }
    ));
    assert!(matches!(kind(502, "error.5xx_html.json"), ErrorKind::Server { status: 502, .. }));
    for (file, named) in [("error.400_300_validation.json", "from"), ("error.400_301_param.json", "page_size")] {
        let ErrorKind::Validation { fields, .. } = kind(400, file) else { panic!("{file}") };
        assert_eq!(fields[0].field.as_raw(), named);
    }
    let page_token = refusal(StatusCode::BAD_REQUEST, false, r#"{"code":300,"message":"Invalid next page token."}"#);
    assert!(matches!(page_token, ErrorKind::PageTokenExpired), "whatever the code");
    let site = refusal(StatusCode::BAD_REQUEST, false, r#"{"code":124,"message":"Site is not permitted."}"#);
    assert!(matches!(site, ErrorKind::Refused { code: Some(124), .. }), "renewing a token would not help");
}

/// Every row of the notes on Zoom's REST errors, in their order. Source: Zoom Phone API notes, checked 2026-11-22.
#[test]
fn every_documented_refusal_is_told_apart() {
    type Is = fn(&ErrorKind) -> bool;
    let validation: Is = |kind| matches!(kind, ErrorKind::Validation { .. });
    let missing_scope: Is = |kind| matches!(kind, ErrorKind::MissingScope { .. });
    let unauthorized: Is = |kind| matches!(kind, ErrorKind::Unauthorized { .. });
    let no_zoom_phone: Is = |kind| matches!(kind, ErrorKind::NoZoomPhone { .. });
    let not_found: Is = |kind| matches!(kind, ErrorKind::NotFound { .. });
    let refused: Is = |kind| matches!(kind, ErrorKind::Refused { .. });
    let rows: [(u16, i64, &str, Is); 29] = [
        (400, 300, "Validation Failed.", validation),
        (400, 300, "Request Body should be a valid JSON object.", validation),
        (400, 300, "Invalid user id.", validation),
        (400, 301, "Invalid request param: from.", validation),
        (400, 400, "The next page token is invalid or expired.", |kind| matches!(kind, ErrorKind::PageTokenExpired)),
        (400, 404, "File does not exist.", not_found),
        (400, 124, "The site is not permitted.", refused),
        (400, 1120, "The invitation has expired.", refused),
        (400, 12000, "", |kind| transcript(kind) == Some(TranscriptState::Impossible)),
        (400, 12001, "", |kind| transcript(kind) == Some(TranscriptState::SwitchedOff)),
        (400, 12002, "", |kind| transcript(kind) == Some(TranscriptState::InProgress)),
        (400, 12003, "", |kind| transcript(kind) == Some(TranscriptState::Failed)),
        (400, 4711, "Invalid access token, does not contain scopes:[a].", missing_scope),
        (400, 104, "Invalid access token, does not contain scopes:[a].", missing_scope),
        (400, 4700, "Invalid access token, does not contain scopes.", missing_scope),
        (401, 4700, "Invalid access token, does not contain scopes.", missing_scope),
        (400, 4700, "Access token is empty.", unauthorized),
        (400, 200, "Only available for paid account", |kind| matches!(kind, ErrorKind::PlanTooSmall { .. })),
        (401, 124, "Invalid access token.", unauthorized),
        (400, 124, "Access token is expired.", unauthorized),
        (401, 201, "Access token is expired.", unauthorized),
        (401, 124, "Account does not exist: abc.", not_found),
        (403, 200, "The authenticated user has not permitted access to the targeted resource.", |kind| {
            matches!(kind, ErrorKind::NotPermitted { .. })
        }),
        (403, 2013, "Zoom Phone has not been enabled for this account.", no_zoom_phone),
        (400, 2031, "Zoom Phone has not been enabled for this user.", no_zoom_phone),
        (404, 300, "User does not exist: abc.", not_found),
        (404, 301, "Call history not found: abc", not_found),
        (404, 1001, "Recording does not exist: \"abc\".", not_found),
        (404, 2001, "Account does not exist.", not_found),
    ];
    for (status, code, message, is_it) in rows {
        let body = json!({ "code": code, "message": message }).to_string();
        let kind = refusal(StatusCode::from_u16(status).unwrap(), false, &body);
        assert!(is_it(&kind), "{status} {code} {message:?} is {kind:?}");
    }
    assert!(not_found(&refusal(StatusCode::NOT_FOUND, false, "")), "a call path has no body");
}

fn transcript(kind: &ErrorKind) -> Option<TranscriptState> {
    if let ErrorKind::Transcript { state, .. } = kind { Some(*state) } else { None }
}

#[test]
fn nothing_that_zoom_sent_is_lost() {
    let mut body: Value = serde_json::from_str(&sample("call_history.account.new.json")).unwrap();
    let row = &mut body["call_history"][0];
    row["mood"] = json!({"caller": "cheerful"});
    row["sbc_id"] = json!("20");
    row["duration"] = json!("a while");
    let HistoryRows::Calls(calls) = page(Access::Account, &body.to_string()).rows else { panic!() };
    assert_eq!(calls[0].extra["mood"]["caller"], "cheerful");
    assert_eq!(calls[0].extra["sbc_id"], "20");
    assert_eq!((calls[0].duration, &calls[0].extra["duration"]), (None, &json!("a while")));
}

#[test]
fn a_bad_row_costs_one_row() {
    let good = json!({"call_history_uuid": "a", "start_time": "2026-11-03T14:02:11Z"}).to_string();
    let deep = format!(r#"{{"call_history_uuid":"b","x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let rows = [
        good.as_str(),
        "7",
        "null",
        r#"{"start_time":"2026-11-03T14:02:11Z"}"#,
        r#"{"call_history_uuid":"b"}"#,
        r#"{"call_history_uuid":"b","start_time":"yesterday"}"#,
        r#"{"call_history_uuid":"b","call_history_uuid":"c","start_time":"2026-11-03T14:02:11Z"}"#,
        &deep,
        good.as_str(),
    ];
    let page = page(Access::Account, &format!(r#"{{"call_history":[{}]}}"#, rows.join(",")));
    let bad = |index, reason| BadRow { index, reason };
    assert_eq!(page.rows.len(), 2);
    assert_eq!(
        page.bad_rows,
        [
            bad(1, BadRowReason::NotAnObject),
            bad(2, BadRowReason::NotAnObject),
            bad(3, BadRowReason::NoId),
            bad(4, BadRowReason::NoStartTime),
            bad(5, BadRowReason::NoStartTime),
            bad(6, BadRowReason::Unreadable),
            bad(7, BadRowReason::Unreadable),
        ]
    );
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(Value::from("2026-11-03T14:02:11Z")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..4).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// What makes a row of the account list good, told without the code under test.
fn is_good(row: &Value) -> bool {
    let scalar = |name: &str| match &row[name] {
        Value::String(text) => !text.is_empty(),
        Value::Number(_) | Value::Bool(_) => true,
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    };
    let is_present = |name: &str| !row[name].is_null() && row[name] != "";
    let id = if is_present("call_history_uuid") { scalar("call_history_uuid") } else { scalar("id") };
    id && row["start_time"].as_str().is_some_and(|time| DateTime::parse_from_rfc3339(time).is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_mutated_page_never_panics_and_its_bad_rows_are_told_exactly(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any_json()), 0..6),
        replaced in prop::collection::vec((any::<prop::sample::Index>(), any_json()), 0..2),
    ) {
        let mut body: Value = serde_json::from_str(&sample("call_history.account.new.json")).unwrap();
        let rows = body["call_history"].as_array_mut().unwrap();
        for (row, field, value) in changes {
            let row = row.get(rows).as_object().unwrap().clone();
            let name = field.index(row.len());
            let name = row.keys().nth(name).unwrap().clone();
            if let Some(target) = rows.iter_mut().find(|candidate| candidate.as_object() == Some(&row)) {
                target[&name] = value;
            }
        }
        for (place, value) in replaced {
            let place = place.index(rows.len());
            rows[place] = value;
        }
        let expected: Vec<usize> =
            rows.iter().enumerate().filter(|(_, row)| !row.is_object() || !is_good(row)).map(|(index, _)| index).collect();
        let total = rows.len();
        let page = page(Access::Account, &body.to_string());
        prop_assert_eq!(page.bad_rows.iter().map(|row| row.index).collect::<Vec<_>>(), expected);
        prop_assert_eq!(page.rows.len() + page.bad_rows.len(), total);
    }

    #[test]
    fn a_page_with_bytes_changed_or_cut_off_never_panics(
        cut in any::<prop::sample::Index>(),
        changed in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let mut bytes = sample("call_history.user.both.json").into_bytes();
        for (place, byte) in changed {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes.truncate(cut.index(bytes.len() + 1));
        let text = String::from_utf8_lossy(&bytes);
        let span = Span { from: DateTime::UNIX_EPOCH, to: DateTime::UNIX_EPOCH };
        let request = HistoryRequest { access: Access::Own, span, page_size: 300, next_page_token: None };
        if let Ok(page) = calls::history_page(&text, &request) {
            prop_assert!(page.rows.len() + page.bad_rows.len() <= 8);
        }
        let _ = refusal(StatusCode::BAD_REQUEST, false, &text);
        let _ = calls::call_path(&text, &CallHistoryUuid::new("x"), DateTime::UNIX_EPOCH);
    }
}
