//! Exports as a person finds them: the cells, the file, and what is left after a fault.

use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;

use crate::model::*;

use super::*;

fn answered() -> Call {
    Call {
        call_history_uuid: CallHistoryUuid::new("20261103-5b0e7c1a-2f64-4d0b-9a77-3c1e5d8f9a10"),
        call_id: CallId::new("7381204455190012345"),
        direction: Direction::Inbound,
        international: Some(true),
        start_time: "2026-11-03T14:02:11Z".parse().unwrap(),
        answer_time: Some("2026-11-03T14:02:13Z".parse().unwrap()),
        end_time: Some("2026-11-03T14:09:47Z".parse().unwrap()),
        duration: Some(Duration::from_secs(454)),
        wait: Some(Duration::from_secs(2)),
        hold: Some(Duration::ZERO),
        connect_type: "external".into(),
        call_type: "general".into(),
        call_result: CallResult::new("answered".into()),
        caller: Party { name: "Benin, Oskar".into(), did_number: "+12025550177".into(), ..Party::default() },
        callee: Party {
            name: "Main \"Menu\"".into(),
            did_number: "+12025550100".into(),
            ext_number: "1000".into(),
            ext_type: "auto_receptionist".into(),
            ..Party::default()
        },
        handled_by: Operator { name: "Mara Lindqvist".into(), ..Operator::default() },
        site_name: "Harbor Office".into(),
        site_id: "site-1".into(),
        department: "Field Support".into(),
        cost_center: "CC-310".into(),
        group_id: "group-1".into(),
        recording_status: RecordingStatus::Recorded,
        hide_caller_id: Some(false),
        callee_account_code: "91".into(),
        extra: serde_json::from_str(r#"{"sbc_name":"edge-1","added_later":{"a":null}}"#).unwrap(),
        ..Call::default()
    }
}

fn unanswered() -> Call {
    Call {
        direction: Direction::Outbound,
        international: None,
        answer_time: None,
        duration: Some(Duration::ZERO),
        wait: None,
        hold: None,
        call_result: CallResult::new("no_answer".into()),
        caller: Party {
            name: "=cmd|' /C calc'!A0".into(),
            did_number: "+1 202".into(),
            ext_number: "1043".into(),
            email: "mara@example.com".into(),
            ext_type: "user".into(),
            ..Party::default()
        },
        callee: Party { name: "line\nbreak\u{202e}".into(), did_number: "+12025550199".into(), ..Party::default() },
        handled_by: Operator::default(),
        recording_status: RecordingStatus::NonRecorded,
        site_name: Text::default(),
        ..answered()
    }
}

fn options() -> Options {
    Options { zone: "Europe/Paris".parse().unwrap(), ..Options::default() }
}

fn written(calls: &[Call], options: Options) -> (String, Written) {
    let mut out = Vec::new();
    let calls = calls.iter().cloned().map(Ok::<_, Infallible>);
    let written = write(&mut out, calls, options, |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(written.bytes, out.len() as u64);
    (String::from_utf8(out).unwrap(), written)
}

const HEADER: &str = "call_history_uuid,call_id,direction,started_at,started_at_utc,answered_at,ended_at,duration_s,talk_s,\
wait_s,hold_s,result,result_group,caller_name,caller_number,caller_ext,caller_email,callee_name,callee_number,callee_ext,\
callee_email,via_type,via_name,handled_by,site,department,cost_center,account_code,connect_type,call_type,has";

#[test]
fn csv_has_the_promised_columns_and_cells() {
    let (csv, written) = written(&[answered(), unanswered()], options());
    let lines: Vec<&str> = csv.split('\n').collect();
    assert_eq!(lines[0], HEADER);
    assert_eq!(
        lines[1],
        "20261103-5b0e7c1a-2f64-4d0b-9a77-3c1e5d8f9a10,7381204455190012345,inbound,2026-11-03T15:02:11+01:00,\
         2026-11-03T14:02:11Z,2026-11-03T15:02:13+01:00,2026-11-03T15:09:47+01:00,454,454,2,0,answered,answered,\
         \"Benin, Oskar\",+12025550177,,,\"Main \"\"Menu\"\"\",+12025550100,1000,,auto_receptionist,\"Main \"\"Menu\"\"\",\
         Mara Lindqvist,Harbor Office,Field Support,CC-310,91,external,general,recording|intl"
    );
    assert_eq!(
        lines[2],
        "20261103-5b0e7c1a-2f64-4d0b-9a77-3c1e5d8f9a10,7381204455190012345,outbound,2026-11-03T15:02:11+01:00,\
         2026-11-03T14:02:11Z,,2026-11-03T15:09:47+01:00,0,,,,no_answer,missed,'=cmd|' /C calc'!A0,'+1 202,1043,\
         mara@example.com,line\\u{a}break\\u{202e},+12025550199,,,,,,site-1,Field Support,CC-310,91,external,general,"
    );
    assert_eq!(lines[3..], [""]);
    assert_eq!((written.rows, written.guarded), (2, 2));
}

#[test]
fn no_calls_still_have_a_header() {
    assert_eq!(written(&[], options()).0, format!("{HEADER}\n"));
    let tsv = written(&[], Options { format: Format::Tsv, ..options() }).0;
    assert_eq!(tsv, format!("{}\n", HEADER.replace(',', "\t")));
    assert_eq!(written(&[], Options { format: Format::Jsonl, ..options() }).0, "");
}

#[test]
fn excel_gets_what_it_reads() {
    let (csv, _) = written(&[answered()], Options { excel: true, delimiter: b';', ..options() });
    let (header, row) = csv.trim_end().split_once("\r\n").unwrap();
    assert_eq!(header, format!("\u{feff}{};timezone", HEADER.replace(',', ";")));
    assert!(row.contains(";2026-11-03 15:02:11;2026-11-03 14:02:11;"), "{row}");
    assert!(row.ends_with(";UTC+01:00"), "{row}");
    assert!(row.contains(";Benin, Oskar;"), "only what must be quoted is: {row}");
}

#[test]
fn the_guard_can_be_left_off() {
    let (csv, written) = written(&[unanswered()], Options { guard: false, ..options() });
    assert!(csv.contains(",=cmd|") && csv.contains(",+1 202,"), "{csv}");
    assert_eq!(written.guarded, 0);
}

#[test]
fn a_file_keeps_names_as_they_are_and_a_terminal_sees_nothing_that_acts() {
    let name = "R.\u{200d}A \u{1b}[31m\nline two";
    let mut call = answered();
    call.caller.name = name.into();
    let (file, _) = written(&[call.clone()], Options { escape: false, ..options() });
    let mut rows = csv::Reader::from_reader(file.as_bytes());
    let column = rows.headers().unwrap().iter().position(|column| column == "caller_name").unwrap();
    assert_eq!(&rows.records().next().unwrap().unwrap()[column], name);
    let (terminal, _) = written(&[call], options());
    assert!(terminal.contains("R.\\u{200d}A \\u{1b}[31m\\u{a}line two"), "{terminal}");
}

#[test]
fn json_lines_lose_nothing() {
    let (json, _) = written(&[answered(), unanswered()], Options { format: Format::Jsonl, ..options() });
    let lines: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (field, value) in [
        ("start_time", "2026-11-03T14:02:11Z".into()),
        ("started_at", "2026-11-03T15:02:11+01:00".into()),
        ("duration_s", 454.into()),
        ("hold_s", 0.into()),
        ("international", true.into()),
        ("caller_did_number", "+12025550177".into()),
        ("callee_ext_type", "auto_receptionist".into()),
        ("operator_name", "Mara Lindqvist".into()),
        ("recording_status", "recorded".into()),
        ("sbc_name", "edge-1".into()),
        ("added_later", serde_json::json!({ "a": null })),
        ("has", serde_json::json!(["recording", "intl"])),
    ] {
        assert_eq!(lines[0][field], value, "{field}");
    }
    assert_eq!(lines[1]["caller_name"], "=cmd|' /C calc'!A0");
    assert_eq!(lines[1]["callee_name"], "line\nbreak\u{202e}");
    assert!(!json.contains('\u{202e}') && lines[1]["wait_s"].is_null());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn hostile_cells_come_back_and_none_is_a_formula(
        raw in "([ '=+@\\-＝＋\t\r\n\0\u{200b}\",;|0-9]|\\PC){0,16}|\\+[0-9]{1,20}\n?",
        excel in any::<bool>(),
        // On a terminal; a file holds names as they came.
        escape in any::<bool>(),
    ) {
        let mut call = answered();
        call.caller.name = Text::new(&raw);
        call.caller.did_number = Text::new(&raw);
        call.callee.ext_number = Text::new(&raw);
        call.department = Text::new(&raw);
        let (csv, _) = written(&[call], Options { excel, escape, ..options() });
        let mut reader = csv::ReaderBuilder::new().from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let at = |name: &str| column_names().position(|column| column == name).unwrap();
        let row = reader.records().next().unwrap().unwrap();
        let text = Text::new(&raw);
        let shown = if escape { text.to_string() } else { raw };
        for name in ["caller_name", "caller_number", "callee_ext", "department"] {
            prop_assert_eq!(unguarded(&row[at(name)]), &shown[..]);
        }
        for (index, cell) in row.iter().enumerate() {
            let number = index == at("caller_number") || index == at("callee_number");
            let counts = cell.trim_start_matches(|one: char| one.is_whitespace() || Text::is_unsafe_to_show(one));
            let trigger = counts.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || cell.starts_with(['\t', '\r', '\0']);
            prop_assert!(!trigger || number && is_e164(cell), "column {}: {:?}", index, cell);
        }
        prop_assert!(reader.records().next().is_none());
    }
}

fn export(path: &Path, overwrite: Overwrite) -> Result<Written, Error<io::Error>> {
    to_file(path, overwrite, std::iter::once(Ok(answered())), options(), |_| ControlFlow::Continue(()))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_new_file_is_whole_for_its_owner_only_and_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.csv");
    let written = export(&path, Overwrite::Refuse).unwrap();
    assert_eq!((written.rows, written.bytes), (1, path.metadata().unwrap().len()));
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(names(folder.path()), ["calls.csv"]);
}

#[test]
fn a_file_that_is_there_stays_unless_it_may_go() {
    let folder = tempfile::tempdir().unwrap();
    let (path, elsewhere) = (folder.path().join("calls.csv"), folder.path().join("elsewhere"));
    std::fs::write(&path, "mine").unwrap();
    assert!(matches!(export(&path, Overwrite::Refuse), Err(Error::AlreadyExists { .. })));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    export(&path, Overwrite::Replace).unwrap();
    assert!(std::fs::read_to_string(&path).unwrap().starts_with(HEADER));
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    for overwrite in [Overwrite::Refuse, Overwrite::Replace] {
        let refused = export(&path, overwrite);
        assert!(matches!(refused, Err(Error::Link { target, .. }) if target == elsewhere), "a dangling link too");
        assert!(!elsewhere.exists() && path.is_symlink(), "neither followed nor replaced");
    }
    assert_eq!(names(folder.path()), ["calls.csv"]);
}

#[test]
fn what_is_no_file_is_refused_by_name_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let path = folder.path().join("calls.csv");
    std::fs::write(&path, "mine").unwrap();
    for overwrite in [Overwrite::Refuse, Overwrite::Replace] {
        assert!(matches!(export(&socket, overwrite), Err(Error::NoFile { kind: "socket", .. })));
        assert!(matches!(export(Path::new("/dev/null"), overwrite), Err(Error::NoFile { kind: "device", .. })));
        assert!(matches!(export(folder.path(), overwrite), Err(Error::Folder { .. })));
    }
    assert_eq!(names(folder.path()), ["calls.csv", "socket"]);
}

#[test]
fn a_file_made_meanwhile_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.csv");
    let calls = std::iter::once_with(|| {
        std::fs::write(&path, "mine").unwrap();
        Ok::<_, io::Error>(answered())
    });
    let result = to_file(&path, Overwrite::Refuse, calls, options(), |_| ControlFlow::Continue(()));
    assert!(matches!(result, Err(Error::AlreadyExists { .. })));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(names(folder.path()), ["calls.csv"]);
}

#[test]
fn an_export_that_fails_or_is_stopped_leaves_the_old_file_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.csv");
    std::fs::write(&path, "mine").unwrap();
    let many = || (0..2000).map(|_| Ok(answered()));
    let fails = many().chain([Err(io::Error::other("gone"))]);
    let failed = to_file(&path, Overwrite::Replace, fails, options(), |_| ControlFlow::Continue(()));
    assert!(matches!(failed, Err(Error::Read(_))));
    let mut seen = 0;
    let stopped = to_file(&path, Overwrite::Replace, many(), options(), |rows| {
        seen = rows;
        if rows > 500 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(Error::Cancelled)));
    assert_eq!(seen, 512);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(names(folder.path()), ["calls.csv"]);
}

#[test]
fn two_exports_to_one_name_do_not_mix_and_what_a_killed_one_left_is_cleared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.csv");
    let within = std::iter::once_with(|| {
        assert!(matches!(export(&path, Overwrite::Replace), Err(Error::Busy { .. })));
        Ok::<_, io::Error>(answered())
    });
    to_file(&path, Overwrite::Refuse, within, options(), |_| ControlFlow::Continue(())).unwrap();
    std::fs::write(folder.path().join(".calls.csv.part"), "half a").unwrap();
    export(&path, Overwrite::Replace).unwrap();
    assert_eq!(names(folder.path()), ["calls.csv"]);
}

#[test]
fn a_folder_that_is_not_there_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let result = export(&folder.path().join("nowhere/calls.csv"), Overwrite::Refuse);
    assert!(matches!(result, Err(Error::File { source, .. }) if source.kind() == io::ErrorKind::NotFound));
}
