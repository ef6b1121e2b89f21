//! `ringlog stats`, `callbacks` and `cache coverage`, against what is exported of the same archive.

use std::collections::{BTreeMap, BTreeSet};

use ringlog::model::query::Field;
use serde_json::Value;

use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn figures_add_up_to_what_is_exported_and_say_what_they_cover() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let table = home.exported("all.csv");
    let mut groups: BTreeMap<&str, u64> = BTreeMap::new();
    for group in table.column("result_group") {
        *groups.entry(group).or_default() += 1;
    }
    let told = home.run(&["stats", "--by", "result", "--json"]).expect(0);
    let told = json(&told.stdout);
    assert_eq!(told["complete"], true, "{told}");
    // No path was fetched, so no wait is known; whom one spoke to is known of every call.
    assert_eq!(told["service_level_20s"], serde_json::json!({ "in_time": 0, "calls": 0 }));
    let back = &told["called_back_1h"];
    assert!(back["in_time"].as_u64() <= back["calls"].as_u64() && back["calls"].as_u64() > Some(0), "{told}");
    let rows = told["rows"].as_array().unwrap();
    let counted: BTreeMap<&str, u64> =
        rows.iter().map(|row| (row["result"].as_str().unwrap(), row["calls"].as_u64().unwrap())).collect();
    assert_eq!(counted, groups);
    for by in ["day", "weekday", "hour", "number"] {
        let told = json(&home.run(&["stats", "--by", by, "--json"]).expect(0).stdout);
        let calls: u64 = told["rows"].as_array().unwrap().iter().map(|row| row["calls"].as_u64().unwrap()).sum();
        assert_eq!(calls, table.rows.len() as u64, "by {by}");
    }
    let plot = home.run(&["stats", "--by", "weekday", "--plot"]).expect(0);
    assert_eq!(plot.stdout.lines().count(), 7, "{}", plot.stdout);
    home.run(&["stats", "--by", "queue", "--compare", "prev", "--json"]).expect(2);
    let compared =
        json(&home.run(&["stats", "--by", "hour", "--compare", "prev", "--json", "last:3d"]).expect(0).stdout);
    assert!(compared["rows"][9]["change"].is_string(), "{compared}");
    home.run(&["cache", "coverage"]).expect(0).says("all that Zoom keeps is in the archive");
}

#[test]
fn callers_to_call_back_are_each_listed_once_and_were_not_spoken_to_since() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let told = json(&home.run(&["callbacks", "--json"]).expect(0).says("spoken to within 1 h: ").stdout);
    let rows = told["rows"].as_array().unwrap().clone();
    assert!(!rows.is_empty(), "nobody to call back among the calls of the stand-in");
    let numbers: BTreeSet<&str> = rows.iter().map(|row| row["number"].as_str().unwrap()).collect();
    assert_eq!(numbers.len(), rows.len());
    let tries: u64 = rows.iter().map(|row| row["tries"].as_u64().unwrap()).sum();
    let listed = home.run(&["calls", "list", "needs:callback", "--limit", "all", "--format", "jsonl"]).expect(0);
    assert_eq!(listed.stdout.lines().count() as u64, tries);
    for number in numbers {
        let query = format!("with:={number}");
        let calls = home.run(&["calls", "list", &query, "--limit", "1", "--format", "json"]).expect(0);
        let newest = json(&calls.stdout)["calls"][0]["result_group"].as_str().unwrap().to_owned();
        assert_ne!(newest, "answered", "the newest call with {number} was answered");
    }
}

#[test]
fn a_caller_to_call_back_has_the_task_of_their_voicemail_once_that_was_read() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let callers = || json(&home.run(&["callbacks", "--json"]).expect(0).stdout)["rows"].as_array().unwrap().clone();
    assert!(callers().iter().all(|row| row["task"] == ""), "nothing was read yet");
    let left = callers().into_iter().filter(|row| row["voicemails"].as_u64() > Some(0));
    // Not every voicemail has a text.
    let read = left.map(|row| row["number"].as_str().unwrap().to_owned()).find(|number| {
        let read = home.run(&["voicemail", "text", number]);
        read.code == 0 && !read.stdout.is_empty()
    });
    let number = read.expect("somebody to call back left a voicemail with a text");
    let caller = callers().into_iter().find(|row| row["number"] == *number).unwrap();
    let task = caller["task"].as_str().unwrap();
    assert!(!task.is_empty(), "{caller}");
    for form in ["--csv", "--tsv"] {
        let told = home.run(&["callbacks", form]).expect(0).stdout;
        assert!(told.lines().next().unwrap().ends_with("task") && told.contains(task), "{told}");
    }
}

#[test]
fn what_was_never_fetched_is_said_to_be_missing() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "3d"]).expect(0);
    let told = home.run(&["cache", "coverage", "--json"]).expect(3);
    let days = json(&told.stdout);
    let days = days.as_array().unwrap();
    assert!(days.len() > 150, "six months: {}", days.len());
    assert_eq!(days[0]["state"], "never fetched");
    assert_eq!(days[days.len() - 2]["state"], "complete");
    let figures = json(&home.run(&["stats", "--by", "day", "--json"]).expect(0).stdout);
    assert_eq!(figures["complete"], false);
}

#[test]
fn what_changed_against_a_time_that_was_never_fetched_is_not_known() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "3d"]).expect(0);
    let compare = |form| home.run(&["stats", "--by", "day", "--compare", "prev", "last:2d", form]).expect(0);
    let told = json(&compare("--json").stdout);
    assert_eq!((&told["complete"], &told["compared_with"]["complete"]), (&true.into(), &false.into()), "{told}");
    let rows = told["rows"].as_array().unwrap();
    assert!(!rows.is_empty() && rows.iter().all(|row| row["change"] == "unknown"), "{told}");
    let csv = compare("--csv").says("not all fetched").stdout;
    assert!(csv.contains("unknown") && !csv.contains("more") && !csv.contains("fewer"), "{csv}");
    home.run(&["sync", "--last", "10d"]).expect(0);
    let told = json(&compare("--json").stdout);
    assert_eq!(told["compared_with"]["complete"], true);
    assert!(told["rows"].as_array().unwrap().iter().all(|row| row["change"] != "unknown"), "{told}");
}

#[test]
fn a_count_names_what_it_lacks_and_what_fetches_it() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let list = |query: &str| home.run(&["calls", "list", query, "--limit", "1", "--format", "json"]).expect(0);
    for query in ["to:-3d", "has:recording", "talk:>1m"] {
        let told = list(query).says("complete for this time");
        assert_eq!(json(&told.stdout)["complete"], true, "{query}: {}", told.stderr);
    }
    for (query, says) in [
        ("hold:>0", "paths were not fetched (ringlog calls fetch --paths fetches them)"),
        ("has:vm", "paths were not fetched (ringlog calls fetch --paths fetches them)"),
        ("has:transcript", "no transcript was read of"),
        ("has:ai", "no AI summary was read of"),
    ] {
        let told = list(query).says(says).says("at least");
        assert!(!told.stderr.contains("sync --all"), "{query}: {}", told.stderr);
        assert_eq!(json(&told.stdout)["complete"], false, "{query}");
    }
    home.run(&["stats", "--by", "day", "-has:ai"]).expect(0).says("about");
}

#[test]
fn an_empty_answer_says_which_term_empties_it_and_what_may_be_meant() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "20d"]).expect(0);
    let list = |query: &str| home.run(&["calls", "list", query]);
    list("queue:Salse").expect(0).says("without queue:Salse; did you mean Sales?");
    list("queue:custemer").expect(0).says("did you mean Customer Care?");
    list("site:Zzzz OR dir:in").expect(0).says("OR is searched for like any word").says("result:missed,abandoned");
    list("from:2026-11-10 to:2026-11-01").expect(2).says("the end lies before the start").says("to:2026-11-01");
}

#[test]
fn a_query_is_explained_with_what_the_archive_has_for_it() {
    let home = Home::new();
    let words = home.run(&["query", "explain", "from:-3d", "hour:9-11"]).expect(0).stdout;
    assert!(words.contains("began 3 days ago or later") && words.contains("between 09:00 and 11:59"), "{words}");
    assert!(words.contains("no request is made"), "{words}");
    home.run(&["query", "explain", ","]).expect(2).says("a comma stands alone");
    let help = home.run(&["query", "explain", "--help"]).expect(0).stdout;
    // Lines end where the terminal does.
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for field in Field::ALL {
        assert!(help.contains(&format!(" {field} {}", field.takes())), "{field} is not in: {help}");
    }
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--all"]).expect(0);
    let asked = zoom.asked("/v2/phone/call_history");
    let words = home.run(&["query", "explain", "wait:>2m"]).expect(0).stdout;
    assert!(
        words.contains("at least") && words.contains("Fetching these paths: ") && words.contains("requests"),
        "{words}"
    );
    let words = home.run(&["query", "explain", "x and y"]).expect(0).stdout;
    assert!(words.contains("and is searched for like any word"), "{words}");
    assert_eq!(zoom.asked("/v2/phone/call_history"), asked);
}

#[test]
fn the_days_of_a_sync_are_said_as_in_a_query() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    for day in ["yesterday", "-3d", "mon"] {
        home.run(&["sync", "--from", day]).expect(0);
    }
    home.run(&["sync", "--from", "someday"]).expect(2).says("2026-11-01").says("yesterday");
}
