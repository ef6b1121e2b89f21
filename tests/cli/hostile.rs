//! Whatever callers call themselves, no command writes a byte that a terminal acts on.

use std::fs;
use std::sync::Arc;

use chrono::DateTime;
use ringlog::model::{Account, Call, CallHistoryUuid, CallId, CallResult, Direction, Party, RecordingStatus, Text};
use ringlog::store::{ArchiveName, Handle, Page, PageRows, SliceProgress, SliceState};
use unicode_general_category::{GeneralCategory, get_general_category};

use crate::support::finish;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// What a terminal acts on, hides, or reorders a line by.
fn is_forbidden(character: char) -> bool {
    character != '\n'
        && matches!(
            get_general_category(character),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        )
}

/// A thousand strings and more.
fn hostile() -> Vec<String> {
    let sequences =
        ["\u{1b}[2J\u{1b}]0;t\u{7}", "\u{1b}]52;c;aGk=\u{7}", "\u{9b}31m", "\r\n> ", "\n\n", "a\u{301}\u{200d}"];
    let characters = ('\0'..=char::MAX).filter(|one| is_forbidden(*one) || *one == '\n').map(String::from);
    let all: Vec<String> = characters.chain(sequences.map(str::to_owned)).collect();
    let forms = all.iter().flat_map(|one| {
        [one.clone(), format!("An{one}n"), format!("{one}="), format!("'{one}\""), format!("{one}{one}山")]
    });
    forms.collect()
}

/// A call with this text in every field that Zoom fills with text.
fn call(number: usize, text: &str) -> Call {
    let start = DateTime::from_timestamp(1_790_000_000 + i64::try_from(number).unwrap(), 0).unwrap();
    let text: Text = text.into();
    let party = || Party {
        name: text.clone(),
        did_number: text.clone(),
        ext_number: text.clone(),
        ext_type: text.clone(),
        ..Party::default()
    };
    Call {
        call_history_uuid: CallHistoryUuid::new(&format!("20260921-{number:08x}-0000-4000-8000-000000000000")),
        call_id: CallId::new(text.as_raw()),
        direction: Direction::Other(text.clone()),
        start_time: start,
        connect_type: text.clone(),
        call_type: text.clone(),
        call_result: CallResult::new(text.clone()),
        caller: party(),
        callee: party(),
        handled_by: ringlog::model::Operator { name: text.clone(), ext_number: text.clone(), ..Default::default() },
        site_name: text.clone(),
        site_id: text.clone(),
        department: text.clone(),
        cost_center: text.clone(),
        group_id: text.clone(),
        spam: text.clone(),
        recording_status: RecordingStatus::Other(text.clone()),
        caller_account_code: text.clone(),
        callee_account_code: text.clone(),
        extra: [(text.as_raw().to_owned(), serde_json::Value::from(text.as_raw()))].into_iter().collect(),
        ..Call::default()
    }
}

#[test]
fn no_command_prints_what_a_terminal_acts_on() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "1d"]).expect(0);
    let archive = home.archive().unwrap();
    let noted = fs::read_to_string(archive.with_file_name("last-sign-in.json")).unwrap();
    let noted: serde_json::Value = serde_json::from_str(&noted).unwrap();
    let account: Account = serde_json::from_value(noted["account"].clone()).unwrap();
    let name = ArchiveName::new(noted["issuer"].as_str().unwrap(), &account);
    let folder = archive.parent().unwrap();
    assert_eq!(name.path(folder), archive);
    let strings = Arc::new(hostile());
    assert!(strings.len() >= 1_000, "{}", strings.len());
    let calls: Vec<Call> = strings.iter().enumerate().map(|(number, text)| call(number, text)).collect();
    let ids: Vec<String> = calls.iter().map(|call| call.call_history_uuid.as_raw().to_owned()).collect();
    finish(async {
        let handle = Handle::open(folder, &name).unwrap();
        let slice = ringlog::model::Span { from: calls[0].start_time, to: calls[calls.len() - 1].start_time };
        let progress = SliceProgress { slice, state: SliceState::Done };
        let saved = handle.save_page(Page { rows: PageRows::Calls(calls), progress }).await.unwrap();
        assert_eq!(saved.new, ids.len() as u64);
    });

    let check = |arguments: &[&str]| {
        let ended = home.run(arguments).expect(0);
        for (stream, text) in [("stdout", &ended.stdout), ("stderr", &ended.stderr)] {
            // Tabs are what TSV is made of.
            let found = text.chars().find(|one| is_forbidden(*one) && *one != '\t');
            assert_eq!(found, None, "{stream} of {arguments:?}");
        }
        ended.stdout
    };
    for format in ["table", "json", "jsonl", "csv", "tsv"] {
        let told = check(&["calls", "list", "--limit", "all", "--format", format]);
        assert!(told.lines().count() > strings.len(), "{format}: {} lines", told.lines().count());
    }
    for id in ids.iter().step_by(60) {
        check(&["calls", "show", id]);
        check(&["calls", "show", id, "--format", "json"]);
    }
    for id in ids.iter().step_by(200) {
        // Zoom knows none of these calls, and says so.
        let ended = home.run(&["why", id]);
        let text = ended.stdout + &ended.stderr;
        assert_eq!(text.chars().find(|one| is_forbidden(*one)), None, "why {id}");
    }
    for by in ["queue", "user", "site", "result", "number"] {
        for form in [&["--plot"][..], &["--csv"], &["--json"], &[]] {
            check(&[&["stats", "--by", by], form].concat());
        }
    }
    for arguments in [&["callbacks"][..], &["callbacks", "--json"], &["callbacks", "--csv"]] {
        check(arguments);
    }
    for query in strings.iter().step_by(60).filter(|query| !query.contains('\0')) {
        let ended = home.run(&["query", "explain", query]);
        let text = ended.stdout + &ended.stderr;
        assert_eq!(text.chars().find(|one| is_forbidden(*one)), None, "explaining {query:?}");
    }
    let log = fs::read_to_string(home.path().join("state/ringlog/ringlog.log")).unwrap_or_default();
    assert_eq!(log.chars().find(|one| is_forbidden(*one)), None, "the log");
}
