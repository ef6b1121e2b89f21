//! `ringlog recordings` and `ringlog voicemail`: lists, files byte by byte, and what a kill in the middle costs.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ringlog::demo::audio;
use rustix::process::Signal;
use serde_json::Value;

use crate::support::eventually;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// Recordings that Zoom still lists: by id, the audio.
fn truth(zoom: &Zoom) -> BTreeMap<String, Vec<u8>> {
    let calls = zoom.calls();
    let recordings = calls.iter().flat_map(|call| &call.recordings).filter(|recording| !recording.deleted);
    let audio = |seconds: u32| audio::mpeg(Duration::from_secs(seconds.into()));
    recordings.map(|recording| (recording.id.to_string(), audio(recording.duration()))).collect()
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn listed(home: &Home, kind: &str) -> Vec<Value> {
    json_lines(&home.run(&[kind, "list", "--limit", "all", "--format", "jsonl"]).expect(0).stdout)
}

/// The longest and the second longest recording that were listed.
fn two_longest(home: &Home) -> [String; 2] {
    let mut rows = listed(home, "recordings");
    rows.sort_by_key(|row| std::cmp::Reverse(row["duration_s"].as_u64()));
    [0, 1].map(|at: usize| rows[at]["recording_id"].as_str().unwrap().to_owned())
}

/// The files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn two_recordings_are_downloaded_killed_in_the_middle_and_gone_on_with() {
    // The first answer with audio stands still after 5,000 bytes.
    let zoom = Zoom::with_faults("on=/files/recording nth=1 stall=5000");
    let home = Home::signed_in(&zoom);
    let wanted = two_longest(&home);
    let truth = truth(&zoom);
    assert_eq!(listed(&home, "recordings").len(), truth.len(), "all that Zoom lists, once");
    let folder = home.work().join("audio");
    let get = |id: &str| home.start(&["recordings", "get", id, "--dir", "audio", "--offline"]);

    let killed = get(&wanted[0]);
    let part = eventually("a part of the file", || {
        files(&folder).into_iter().find(|path| path.metadata().is_ok_and(|found| found.len() == 5000))
    });
    killed.signal(Signal::KILL);
    assert_eq!(killed.wait().code, 128 + 9);
    assert_eq!(part.extension().unwrap(), "part", "nothing is under its final name before it is whole");

    let asked = zoom.asked("other paths");
    let mut written = Vec::new();
    for id in &wanted {
        let ended = get(id).wait().expect(0).says("1 done, 0 failed");
        written.push(PathBuf::from(ended.stdout.trim_end()));
    }
    assert_eq!(zoom.asked("other paths"), asked + 2, "one request for the rest, one for the other");
    for (path, id) in written.iter().zip(&wanted) {
        assert_eq!(fs::read(path).unwrap(), truth[id], "{}", path.display());
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(path.to_string_lossy().ends_with(&format!("_{id}.mp3")), "{}", path.display());
    }
    assert_eq!(files(&folder).len(), 2, "no part is left behind");
    get(&wanted[0]).wait().expect(0);
    assert_eq!(zoom.asked("other paths"), asked + 2, "what is here is not fetched again");
}

#[test]
fn a_web_page_is_no_recording_and_the_others_are_kept() {
    let zoom = Zoom::start(|options| {
        options.world.calls = 120;
        options.faults = "on=/files/recording nth=1 html".parse().unwrap();
    });
    let home = Home::signed_in(&zoom);
    let ended = home.run(&["recordings", "get", "--all", "--dir", "audio", "--yes"]).expect(3);
    let all = truth(&zoom);
    assert!(ended.stderr.contains(&format!("{} done, 1 failed", all.len() - 1)), "{}", ended.stderr);
    let missing: Vec<&str> = ended.stderr.lines().filter(|line| line.contains("not audio")).collect();
    let [missing] = missing[..] else { panic!("{}", ended.stderr) };
    let whole: Vec<Vec<u8>> = all.into_values().collect();
    let found = files(&home.work().join("audio"));
    let audio: Vec<_> = found.iter().filter(|path| path.extension().is_some_and(|end| end == "mp3")).collect();
    assert_eq!(audio.len(), whole.len() - 1);
    assert!(audio.iter().all(|path| whole.contains(&fs::read(path).unwrap())));
    assert_eq!(found, audio.into_iter().cloned().collect::<Vec<_>>(), "what was refused leaves no empty file");
    // A person finds the one that is missing by its id and its time.
    let rows = json_lines(
        &home.run(&["recordings", "list", "--offline", "--limit", "all", "--format", "jsonl"]).expect(0).stdout,
    );
    let without: Vec<&Value> = rows.iter().filter(|row| row["file"].is_null()).collect();
    let [without] = without[..] else { panic!("{without:?}") };
    let at: chrono::DateTime<chrono::Utc> = without["date_time"].as_str().unwrap().parse().unwrap();
    let name = format!("recording {} of ", without["recording_id"].as_str().unwrap());
    assert!(missing.starts_with(&name) && missing.contains(&at.format(":%M:%S").to_string()), "{missing}");
}

#[test]
fn words_that_nothing_has_are_no_failure() {
    let zoom = Zoom::start(|options| options.world.calls = 120);
    let home = Home::signed_in(&zoom);
    for command in [["recordings", "get"], ["voicemail", "get"], ["voicemail", "text"]] {
        let ended = home.run(&[command[0], command[1], "zzzzz"]).expect(0).says("with these words");
        assert_eq!(ended.stdout, "");
    }
}

#[test]
fn what_costs_much_says_so_first() {
    let zoom = Zoom::start(|options| options.world.calls = 15_000);
    let home = Home::signed_in(&zoom);
    let before = zoom.asked("other paths");
    let ended = home.run(&["recordings", "get", "--all", "--dir", "audio"]).expect(2).says("--yes");
    assert!(ended.stderr.contains("requests to Zoom") && ended.stderr.contains("MB"), "{}", ended.stderr);
    assert_eq!(zoom.asked("other paths"), before, "no file was asked for");
    assert!(!home.work().join("audio").exists());
}

#[test]
fn a_long_history_says_what_it_costs_before_it_is_fetched() {
    let zoom = Zoom::start(|options| options.world.calls = 400_000);
    let home = Home::signed_in(&zoom);
    let ended = home.run(&["sync", "--all"]).expect(2).says("--yes");
    assert!(ended.stderr.contains("requests to Zoom"), "{}", ended.stderr);
    assert!(ended.stderr.contains("of the 30,000 that Zoom allows the account a day"), "{}", ended.stderr);
    let asked = zoom.asked("/v2/phone/call_history");
    assert!(asked <= 8, "{asked} pages were fetched before the question");
    // A part that costs little needs no yes, and what was fetched before the question is kept.
    assert!(!home.exported("some.csv").calls().is_empty());
    home.run(&["sync", "--last", "1d"]).expect(0);
    assert!(zoom.asked("/v2/phone/call_history") > asked);
}

#[test]
fn voicemail_is_listed_and_read() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    let rows = listed(&home, "voicemail");
    assert!(rows.len() > 5);
    let text = home.run(&["voicemail", "text", rows[0]["voicemail_id"].as_str().unwrap()]);
    assert!(text.code == 0 || text.code == 3, "{}", text.stderr);
    let said = text.stdout.lines().nth(1).map(str::trim).unwrap_or_default();
    let after = json_lines(
        &home.run(&["voicemail", "list", "--offline", "--limit", "all", "--format", "jsonl"]).expect(0).stdout,
    );
    assert_eq!(after[0]["text"], said, "what was said is kept");
    let asked = zoom.asked("/v2/phone/voice_mails");
    home.run(&["voicemail", "list", "--offline"]).expect(0).says("in the archive; Zoom was not asked");
    assert_eq!(zoom.asked("/v2/phone/voice_mails"), asked);
}

#[test]
fn recordings_and_voicemail_are_listed_in_every_form_that_calls_are() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    for (kind, id, word) in [("recordings", "recording_id", "recording_type"), ("voicemail", "voicemail_id", "status")]
    {
        let rows = listed(&home, kind);
        let form =
            |form: &[&str]| home.run(&[&[kind, "list", "--offline", "--limit", "all"], form].concat()).expect(0).stdout;
        let in_a_pipe = form(&[]);
        assert_eq!(in_a_pipe, form(&["--format", "tsv"]), "a pipe gets what calls list gives it");
        let head = in_a_pipe.lines().next().unwrap();
        assert!(head.starts_with(&format!("{id}\tdate_time\tdirection\t")) && head.contains(word), "{head}");
        for (delimiter, text) in [(b'\t', in_a_pipe.clone()), (b',', form(&["--format", "csv"]))] {
            let mut table = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
            let ids = table.records().map(|row| row.unwrap()[0].to_owned()).collect::<Vec<_>>();
            let expected: Vec<&str> = rows.iter().map(|row| row[id].as_str().unwrap()).collect();
            assert_eq!(ids, expected, "{kind}");
        }
        let whole: Value = serde_json::from_str(&form(&["--json"])).unwrap();
        assert_eq!((whole["total"].as_u64(), whole["complete"].as_bool()), (Some(rows.len() as u64), Some(false)));
        assert_eq!(whole[kind].as_array().unwrap(), &rows);
        assert!(form(&["--format", "table"]).starts_with("D  STARTED"));
    }
}

#[test]
fn what_was_read_in_a_voicemail_is_found_by_its_words() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    // Not every voicemail has a text.
    let read = listed(&home, "voicemail").iter().find_map(|row| {
        let read = home.run(&["voicemail", "text", row["voicemail_id"].as_str().unwrap()]);
        (read.code == 0).then_some(read.stdout)
    });
    let read = read.expect("a voicemail with a text");
    let said = read.lines().nth(1).unwrap().trim();
    let word = said.split(|letter: char| !letter.is_alphanumeric()).max_by_key(|word| word.len()).unwrap();
    let found = home.run(&["calls", "list", &format!("said:{word}"), "--format", "jsonl"]).expect(0);
    assert_eq!(json_lines(&found.stdout).len(), 1, "{word}");
    assert!(found.stderr.contains("1 of the ") && found.stderr.contains("a voicemail were read"), "{}", found.stderr);

    // The list finds it by what it has, and every form of it says so.
    let having = |format| home.run(&["calls", "list", "has:transcript", "--format", format]).expect(0).stdout;
    let calls = json_lines(&having("jsonl"));
    // It may have more, such as a caller from abroad.
    let has: Vec<&str> = calls[0]["has"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    assert!(calls.len() == 1 && has.contains(&"voicemail") && has.contains(&"transcript"), "{calls:?}");
    assert!(having("csv").trim_end().ends_with(&format!(",{}", has.join("|"))), "{}", having("csv"));
    assert!(having("table").contains(" VT"), "{}", having("table"));
    let file = home.work().join("calls.csv");
    home.run(&["export", "has:transcript", "-o", &file.display().to_string()]).expect(0);
    assert!(fs::read_to_string(&file).unwrap().trim_end().ends_with(&format!(",{}", has.join("|"))));
}

#[test]
fn listing_that_costs_much_stops_at_its_first_page_until_a_yes() {
    let zoom = Zoom::start(|options| options.world.calls = 600_000);
    let home = Home::signed_in(&zoom);
    let ended = home.run(&["recordings", "list"]).expect(2).says("--yes").says("requests to Zoom");
    assert!(ended.stderr.contains("what was listed so far is kept"), "{}", ended.stderr);
    assert_eq!(zoom.asked("/v2/phone/recordings"), 1);
    let kept = json_lines(
        &home.run(&["recordings", "list", "--offline", "--limit", "all", "--format", "jsonl"]).expect(0).stdout,
    );
    assert_eq!(kept.len(), 100);
}

#[test]
fn a_missing_scope_is_named_and_the_rest_works() {
    let scopes = ["phone:read:list_call_logs:admin", "user:read:user:admin"].map(str::to_owned).to_vec();
    let zoom = Zoom::start(|options| options.scopes = Some(scopes));
    let home = Home::signed_in(&zoom);
    home.run(&["recordings", "list"]).expect(5).says("phone:read:list_call_recordings:admin");
    home.run(&["voicemail", "list"]).expect(5).says("phone:read:list_voicemails:admin");
    home.run(&["sync", "--last", "5d"]).expect(0);
}

#[test]
fn a_listing_that_was_stopped_goes_on_at_its_page() {
    const ROUTE: &str = "/v2/phone/recordings";
    // Slices are cut every 28 days, counted from 1970: a cut among the calls would make the newest slice a short one.
    const CUT: i64 = 28 * 24 * 3600;
    let zoom = Zoom::start(|options| {
        (options.world.calls, options.world.days) = (6_000, 2);
        options.faults = "on=/v2/phone/recordings nth=4 delay=10m".parse().unwrap();
    });
    let home = Home::signed_in(&zoom);
    let list = ["recordings", "list", "--limit", "1"];
    let stopped = home.start(&list);
    eventually("three pages", || (zoom.asked(ROUTE) == 4).then_some(()));
    stopped.signal(Signal::INT);
    assert_eq!(stopped.wait().code, 130);
    home.run(&list).expect(0);
    let asked = zoom.asked(ROUTE) - 4;
    let before = zoom.asked(ROUTE);
    Home::signed_in(&zoom).run(&list).expect(0);
    let all = zoom.asked(ROUTE) - before;
    let is_cut = ringlog::clock::now().timestamp().rem_euclid(CUT) < 3 * 24 * 3600;
    // Three pages less, and at most one more for what is newer than the slice that was left open.
    assert!(is_cut || asked + 2 <= all, "{asked} requests, {all} for all");
    home.sign_in();
    assert_eq!(listed(&home, "recordings").len(), truth(&zoom).len(), "nothing is lost, nothing is there twice");
}
