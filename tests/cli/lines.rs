//! `ringlog --plain-ui`: the whole way, line by line.

use crate::support::browser;
use crate::support::ringlog::{Home, Table};
use crate::support::zoom::Zoom;

#[test]
fn calls_are_listed_filtered_read_marked_and_exported_by_lines() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let missed = home
        .run(&["calls", "list", "result:missed", "--limit", "all", "--format", "csv"])
        .expect(0)
        .stdout
        .lines()
        .count()
        - 1;
    let mut ringlog = home.start(&["--plain-ui"]);
    for line in ["/ result:missed", "1", "mark 1", "mark 2", "export two.csv", "/ result:mised", "mark", "sing", "quit"]
    {
        ringlog.type_line(line);
    }
    let ended = ringlog.wait().expect(0);
    let told: Vec<&str> = ended.stdout.lines().collect();
    let page = format!("Calls 1 to {} of {missed}: result:missed.", missed.min(20));
    let at = told.iter().position(|line| *line == page).unwrap_or_else(|| panic!("no {page} in {}", ended.stdout));
    let first = told[at + 1].strip_prefix("1. missed, from ").expect("the first call is told with its number");
    assert!(told.iter().any(|line| line.starts_with("Step 1: ")), "the call's path is told: {}", ended.stdout);
    let from = first.split(", to ").next().unwrap();
    let caller = from.rsplit_once(" +").map_or(from, |(name, _)| name);
    assert!(told.iter().any(|line| line.starts_with(&format!("From {caller}"))), "no call from {caller} was told");
    for line in ["2 calls are marked.", "there is no such command; type help for the list.", "wrote 2 calls to two.csv"]
    {
        assert!(told.contains(&line), "{line} is missing in {}", ended.stdout);
    }
    assert!(ended.stdout.contains("mised") && ended.stdout.contains("did you mean missed"), "{}", ended.stdout);
    assert_eq!(Table::read(&home.work().join("two.csv")).rows.len(), 2);
    assert!(!ended.stdout.contains('\u{1b}'), "a line holds an escape sequence");
}

#[test]
fn the_same_mistake_is_told_each_time_and_nothing_is_told_as_done() {
    let home = Home::new();
    let mut ringlog = home.start(&["demo", "--plain-ui", "--calls", "7", "--days", "20"]);
    for line in ["mark 1", "mark 999", "mark 998", "view zzz", "view zzz", "quit"] {
        ringlog.type_line(line);
    }
    let told = ringlog.wait().expect(0).stdout;
    let times = |line: &str| told.lines().filter(|told| *told == line).count();
    assert_eq!(times("say a number from 1 to 7"), 2, "{told}");
    assert_eq!(times("there is no view zzz; type views for the list"), 2, "{told}");
    assert_eq!(times("1 call is marked."), 1, "{told}");
}

#[test]
fn lines_from_a_pipe_wait_for_the_sign_in_and_the_sync_that_go_on_by_themselves() {
    let home = Home::new();
    let mut ringlog = home.start(&["demo", "--plain-ui", "--calls", "300", "--days", "20"]);
    for line in ["next", "21", "views", "stats", "view To call back", "quit"] {
        ringlog.type_line(line);
    }
    let told = ringlog.wait().expect(0).stdout;
    assert!(!told.contains("No calls are in the archive"), "{told}");
    for begins in
        ["Calls 21 to 40 of ", "Id: ", "To call back: needs:callback", "300 calls: answered ", "Waited: half of "]
    {
        assert!(told.lines().any(|line| line.starts_with(begins)), "{begins} is missing in {told}");
    }
    assert!(told.contains(": needs:callback."), "{told}");
}

#[test]
fn lines_from_a_pipe_do_not_wait_for_somebody_to_allow_the_sign_in() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let mut ringlog = home.start(&["--plain-ui"]);
    ringlog.type_line("list");
    ringlog.type_line("quit");
    let told = ringlog.wait().expect(0).stdout;
    assert!(told.contains("No calls are in the archive."), "{told}");
}

#[test]
fn a_sign_in_is_told_in_sentences_and_calls_come_by_themselves() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let mut ringlog = home.start(&["--plain-ui"]);
    ringlog.told("the preparation", |line| line == "Preparing the sign-in page.");
    browser::allow(&ringlog.told("the address", |line| line.starts_with("http")));
    ringlog.told("the end of the sync", |line| line.ends_with(" new calls"));
    let page = ringlog.told("the first page", |line| line.starts_with("Calls 1 to 20 of "));
    assert!(page.ends_with(": all calls."), "{page}");
    ringlog.type_line("quit");
    ringlog.wait().expect(0);
}

#[test]
fn recordings_voicemail_and_jobs_are_told_and_worked_on_by_their_numbers() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    let mut ringlog = home.start(&["--plain-ui"]);
    let lines = [
        "recordings",
        "get 1",
        "list",
        "99999",
        "voicemail",
        "1",
        "jobs",
        "1",
        "calls",
        "get 1",
        "play",
        "yes",
        "quit",
    ];
    for line in lines {
        ringlog.type_line(line);
    }
    let told = ringlog.wait().expect(0).stdout;
    for begins in ["1 to 20 of ", "say a number from 1 to ", "Jobs 1 to ", "Calls 1 to 20 of "] {
        assert!(told.lines().any(|line| line.starts_with(begins)), "{begins} is missing in {told}");
    }
    assert!(told.contains("jobs shows how far it is") && !told.contains("5 shows"), "{told}");
    assert!(told.contains("recordings: 1 done") && told.contains(", downloaded"), "{told}");
    assert!(told.lines().any(|line| line.starts_with("1. done, recordings: 1 of 1, ")), "{told}");
    assert!(told.contains("Said: ") || told.contains("There is no text of it."), "{told}");
    assert!(told.contains("say which, such as get 3") && told.contains("nothing waits for an answer"), "{told}");
}

#[test]
fn words_that_were_said_are_told_after_the_archive_has_looked_for_them() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let mut ringlog = home.start(&["--plain-ui"]);
    for line in ["/ said:zzzzz", "quit"] {
        ringlog.type_line(line);
    }
    let told = ringlog.wait().expect(0).stdout;
    assert!(told.lines().any(|line| line.starts_with("None of ") && line.contains("matches said:zzzzz")), "{told}");
}

#[test]
fn what_costs_much_waits_for_a_yes_in_words() {
    let zoom = Zoom::start(|options| options.world.calls = 400_000);
    let home = Home::signed_in(&zoom);
    let mut ringlog = home.start(&["--plain-ui"]);
    for line in ["no", "quit"] {
        ringlog.type_line(line);
    }
    let told = ringlog.wait().expect(0).stdout;
    assert!(told.contains("Fetch the rest of the calls?") && told.contains("Type yes to begin, or no."), "{told}");
    assert!(zoom.asked("/v2/phone/call_history") <= 8, "nothing more is fetched without a yes");
}
