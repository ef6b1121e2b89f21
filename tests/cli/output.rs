//! Exit codes, streams and files, as scripts see them.

use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;

use crate::support::process::Process;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;
use crate::support::{browser, eventually};

const HEADER: &str = "call_history_uuid,call_id,direction,started_at,started_at_utc,answered_at,ended_at,duration_s,talk_s,\
    wait_s,hold_s,result,result_group,caller_name,caller_number,caller_ext,caller_email,callee_name,callee_number,callee_ext,\
    callee_email,via_type,via_name,handled_by,site,department,cost_center,account_code,connect_type,call_type,has";

#[test]
fn the_columns_of_an_export_are_a_promise() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "5d"]).expect(0);
    let csv = home.run(&["export", "-o", "-"]).expect(0).stdout;
    assert_eq!(csv.lines().next(), Some(HEADER));
    let nothing = home.run(&["export", "party:nobody-is-called-this", "-o", "-"]).expect(0).stdout;
    assert_eq!(nothing, format!("{HEADER}\n"));
}

#[test]
fn a_query_that_cannot_be_read_names_the_word() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    for command in [&["calls", "list", "result:mised"][..], &["export", "result:mised", "-o", "x.csv"]] {
        home.run(command).expect(2).says("mised").says("missed");
    }
    assert_eq!(std::fs::read_dir(home.work()).unwrap().count(), 0);
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    let home = Home::new().with("RINGLOG_CREDENTIAL_STORE", "drawer");
    home.run(&["calls", "list"]).expect(2).says("credential_store").says("RINGLOG_CREDENTIAL_STORE");
    let home = Home::new();
    let folder = home.path().join("config/ringlog");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), "[zoom]\nclient_idd = \"x\"\n").unwrap();
    home.run(&["calls", "list"]).expect(2).says("client_idd").says("config.toml");
    let home = Home::new().with("RINGLOG_API_URL", "http://example.com");
    home.run(&["calls", "list"]).expect(2).says("RINGLOG_API_URL");
}

#[test]
fn wrong_arguments_are_usage() {
    let home = Home::new();
    home.run(&["sync", "--last", "yesterday"]).expect(2);
    home.run(&["export"]).expect(2).says("--output");
    home.run(&["nonsense"]).expect(2);
    home.run(&["--help"]).expect(0);
}

#[test]
fn the_screen_needs_a_terminal() {
    let zoom = Zoom::start(|_| {});
    let ended = Home::at(&zoom).run(&[]).expect(2).says("terminal");
    assert_eq!(ended.stdout, "");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    // Far more than a pipe holds, so that writing does meet the closed end.
    let arguments = ["-o", "-", "--format", "jsonl"];
    for command in [&["export"][..], &["calls", "list", "--limit", "all"]] {
        let all = if command[0] == "export" { [command, &arguments].concat() } else { command.to_vec() };
        let mut child =
            home.command(&all).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut beginning = [0; 64];
        child.stdout.take().unwrap().read_exact(&mut beginning).unwrap();
        let status = eventually("the end", || child.try_wait().unwrap());
        let mut words = String::new();
        child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
        assert!(status.code() == Some(0) || status.code() == Some(141), "{status}: {words}");
        assert_eq!(words, "");
    }
}

#[test]
fn a_disk_that_is_full_is_told_by_whatever_prints() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "5d"]).expect(0);
    let all = ["--help", "--version", "help export", "keys", "calls list", "calls list --format json", "export -o -"];
    let more = ["stats --by number", "callbacks --csv", "auth status", "query explain dir:in", "completion bash"];
    for words in all.into_iter().chain(more) {
        let arguments: Vec<&str> = words.split(' ').collect();
        let mut command = home.command_after("exec > /dev/full", &arguments);
        Process::start(&mut command).wait().expect(1).says("cannot write to standard output");
    }
}

#[test]
fn all_that_is_written_is_for_the_owner_alone() {
    for umask in ["umask 000", "umask 022", "umask 077"] {
        all_that_is_written_is_private(umask);
    }
}

fn all_that_is_written_is_private(open: &str) {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let login = Process::start(&mut home.command_after(open, &["auth", "login", "--no-browser"]));
    browser::allow(&login.sign_in_page());
    login.wait().expect(0);
    for arguments in [&["sync", "--last", "5d"][..], &["export", "-o", "calls.csv"]] {
        Process::start(&mut home.command_after(open, arguments)).wait().expect(0);
    }

    let mut seen = 0;
    for path in home.files().into_iter().filter(|path| *path != home.work()) {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, wanted, "{mode:o} {}", path.display());
        seen += 1;
    }
    assert!(seen > 6, "only {seen} files were made");
}

#[test]
fn what_is_written_for_spreadsheets_is_refused_as_json_lines_and_leaves_no_file() {
    let home = Home::new();
    for arguments in [&["--format", "jsonl", "-o", "calls.jsonl"][..], &["-o", "calls.jsonl"]] {
        home.run(&[&["export", "--excel"], arguments].concat()).expect(2).says("--excel is for CSV and TSV");
    }
    assert!(!home.work().join("calls.jsonl").exists());
}
