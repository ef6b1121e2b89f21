//! Saved views and changed keys, as scripts see them.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// A file in the folder of settings, with this text in it.
fn setting(home: &Home, name: &str, text: &str) -> PathBuf {
    let folder = home.path().join("config/ringlog");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn views_are_saved_listed_shown_and_removed() {
    let home = Home::new();
    home.run(&["view", "save", "Long waits", "queue:Support", "wait:>2m"]).expect(0);
    let file = home.path().join("config/ringlog/views.toml");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(home.run(&["view", "show", "long WAITS"]).expect(0).stdout, "queue:Support wait:>2m\n");
    let listed: Value = serde_json::from_str(&home.run(&["view", "list", "--json"]).expect(0).stdout).unwrap();
    assert_eq!((&listed[0]["name"], &listed[0]["built_in"]), (&Value::from("Long waits"), &Value::from(false)));
    assert!(listed.as_array().unwrap().iter().any(|view| view["built_in"] == true));

    home.run(&["view", "save", "long waits", "dir:in"]).expect(8).says("--force");
    home.run(&["view", "save", "long waits", "dir:in", "--force"]).expect(0);
    assert_eq!(home.run(&["view", "show", "Long waits"]).expect(0).stdout, "dir:in\n");
    home.run(&["view", "save", "missed today", "dir:out"]).expect(8).says("comes with ringlog").says("--force");
    assert_eq!(home.run(&["view", "show", "To call back"]).expect(0).stdout, "needs:callback\n");
    home.run(&["view", "save", "x", "resul:missed"]).expect(2).says("resul");
    home.run(&["view", "rm", "Long waits"]).expect(0);
    home.run(&["view", "show", "Long waits"]).expect(2).says("there is no view");
    home.run(&["view", "rm", "Long waits"]).expect(2).says("there is no view");
    home.run(&["view", "rm", "missed today"]).expect(2).says("comes with ringlog");
}

#[test]
fn a_view_narrows_lists_and_exports_and_the_query_narrows_it_further() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    home.run(&["sync", "--last", "10d"]).expect(0);
    home.run(&["view", "save", "Missed", "result:missed"]).expect(0);
    let rows = |arguments: &[&str]| {
        home.run(&[&["calls", "list", "--limit", "all", "--format", "jsonl"], arguments].concat()).expect(0).stdout
    };
    let missed = rows(&["--view", "Missed"]);
    assert!(!missed.is_empty());
    assert_eq!(missed, rows(&["result:missed"]));
    assert_eq!(rows(&["--view", "Missed", "dir:in"]), rows(&["result:missed", "dir:in"]));
    let exported = home.run(&["export", "--view", "Missed", "-o", "-", "--format", "jsonl"]).expect(0).stdout;
    assert_eq!(exported.lines().count(), missed.lines().count());
    home.run(&["calls", "list", "--view", "Nothing"]).expect(2).says("there is no view Nothing");
}

#[test]
fn a_view_with_a_mistake_is_named_and_stays_and_the_others_work() {
    let home = Home::new();
    let text = "[[view]]\nname = \"a\"\nquery = \"dir:in\"\n\n[[view]]\nname = \"b\"\nqurey = \"\"\n";
    let file = setting(&home, "views.toml", text);
    home.run(&["config", "validate"]).expect(2).says("views.toml, line 7").says("qurey");
    home.run(&["view", "list"]).expect(0).says("views.toml, line 7").says("it is left alone");
    assert_eq!(home.run(&["view", "show", "a"]).expect(0).stdout, "dir:in\n");
    home.run(&["view", "show", "b"]).expect(2).says("there is no view b").says("views.toml, line 7");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    home.run(&["view", "save", "c", "dir:out"]).expect(0);
    assert_eq!(home.run(&["view", "show", "c"]).expect(0).stdout, "dir:out\n");
    assert!(fs::read_to_string(file).unwrap().ends_with("[[view]]\nname = \"b\"\nqurey = \"\"\n\n"));
}

#[test]
fn views_that_are_no_text_and_a_log_filter_that_is_none_are_mistakes_of_settings() {
    let home = Home::new();
    let folder = home.path().join("config/ringlog");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("views.toml"), [0xff, 0xfe, 0]).unwrap();
    home.run(&["config", "validate"]).expect(2).says("views.toml");
    fs::remove_file(folder.join("views.toml")).unwrap();
    for filter in ["==x==", "inof", "info,debgu", "ringlog=loud"] {
        let home = Home::new().with("RINGLOG_LOG", filter);
        for command in [&["config", "validate"][..], &["view", "list"], &["doctor"]] {
            let ended = home.run(command).expect(2);
            assert!(format!("{}{}", ended.stdout, ended.stderr).contains("RINGLOG_LOG: use off"), "{ended:?}");
        }
    }
    for filter in ["off", "DEBUG", "warn,ringlog::zoom=debug", "ringlog", "hyper=warn"] {
        Home::new().with("RINGLOG_LOG", filter).run(&["config", "validate"]).expect(0);
    }
}

#[test]
fn changed_keys_are_listed_and_a_key_for_two_things_is_refused_with_both() {
    let home = Home::new();
    let file = setting(&home, "config.toml", "[keys]\nmark-all = [\"Ctrl+O\", \"F5\"]\n[keys.detail]\ncopy = \"Y\"\n");
    let listed: Value = serde_json::from_str(&home.run(&["keys", "--json"]).expect(0).stdout).unwrap();
    let keys = |place: &str, action: &str| {
        let rows = listed.as_array().unwrap();
        rows.iter().find(|row| row["place"] == place && row["action"] == action).unwrap()["keys"].to_string()
    };
    assert_eq!(keys("list", "mark-all"), "[\"Ctrl+O\",\"F5\"]");
    assert_eq!((keys("detail", "copy"), keys("list", "copy")), ("[\"Y\"]".to_owned(), "[\"y\"]".to_owned()));
    home.run(&["config", "validate"]).expect(0);
    assert!(home.run(&["config", "show"]).expect(0).stdout.contains("keys.mark-all"));
    assert_eq!(home.run(&["config", "path"]).expect(0).stdout.trim(), file.display().to_string());

    setting(&home, "config.toml", "[keys]\nmark-all = \"s\"\n");
    for command in [&["keys"][..], &["config", "validate"]] {
        home.run(command).expect(2).says("config.toml").says("s would be both sort and mark-all at list");
    }
}
