//! Several profiles: what one has is never another's.

use serde_json::Value;

use crate::support::pty::Pty;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// Two profiles, each with a Zoom of its own: `[zoom]` and `[profiles.lab]`.
fn two_profiles(first: &Zoom, second: &Zoom) -> Home {
    let home = Home::new();
    let app = |zoom: &Zoom| {
        let running = &zoom.running;
        format!(
            "client_id = \"{}\"\nauth_url = \"{}\"\napi_url = \"{}\"\n",
            running.client_id, running.auth_url, running.api_url
        )
    };
    home.configure(&format!("[zoom]\n{}credential_store = \"file\"\n\n[profiles.lab]\n{}", app(first), app(second)));
    home
}

fn company(seed: u64, calls: u64) -> Zoom {
    Zoom::start(|options| (options.world.seed, options.world.calls) = (seed, calls))
}

/// With so many calls in each.
fn kept_apart(calls: u64) {
    let (first, second) = (company(11, calls), company(12, calls));
    let home = two_profiles(&first, &second);
    home.sign_in();
    home.run(&["sync", "--all"]).expect(0);
    home.run(&["-a", "lab", "auth", "status"]).expect(4);
    home.run(&["-a", "lab", "calls", "list"]).expect(4);
    home.sign_in_with(&["-a", "lab"]);
    home.run(&["sync", "--all", "-a", "lab"]).expect(0);
    let exported = |arguments: &[&str], name: &str| {
        home.run(&[arguments, &["export", "-o", name]].concat()).expect(0);
        crate::support::ringlog::Table::read(&home.work().join(name)).calls()
    };
    let (of_first, of_second) = (exported(&[], "first.csv"), exported(&["--account", "lab"], "second.csv"));
    assert_eq!(of_first, first.account_calls());
    assert_eq!(of_second, second.account_calls());
    assert!(of_first.len() as u64 > calls * 9 / 10 && of_first.is_disjoint(&of_second));
    for call in of_first.iter().step_by(of_first.len() / 5) {
        home.run(&["-a", "lab", "calls", "show", call]).expect(1).says("not in the archive");
    }
    let listed = home.run(&["-a", "lab", "calls", "list", "--limit", "all", "--format", "jsonl"]).expect(0).stdout;
    assert!(listed.lines().count() == of_second.len() && of_first.iter().all(|call| !listed.contains(call.as_str())));
    // The keys of both archives are small numbers, so the same key is another call in each.
    home.run(&["-a", "lab", "auth", "logout"]).expect(0);
    home.run(&["auth", "refresh"]).expect(0);
    assert_eq!(exported(&[], "again.csv"), of_first);
}

#[test]
fn two_profiles_of_one_app_and_one_person_share_no_archive() {
    let zoom = company(11, 300);
    let home = two_profiles(&zoom, &zoom);
    for profile in ["default", "lab"] {
        home.sign_in_with(&["-a", profile]);
        home.run(&["-a", profile, "sync", "--all"]).expect(0);
    }
    home.run(&["-a", "lab", "auth", "logout", "--purge"]).expect(0).says("This profile's calls are deleted");
    home.run(&["-a", "lab", "sync"]).expect(4).says("Sign in with: ringlog auth login -a lab");
    home.run(&["-a", "default", "export", "-o", "kept.csv"]).expect(0);
    assert_eq!(crate::support::ringlog::Table::read(&home.work().join("kept.csv")).calls(), zoom.account_calls());
}

#[test]
fn one_profile_is_purged_and_the_other_keeps_its_calls() {
    let (first, second) = (company(11, 300), company(12, 300));
    let home = two_profiles(&first, &second);
    for profile in ["default", "lab"] {
        home.sign_in_with(&["-a", profile]);
        home.run(&["-a", profile, "sync", "--all"]).expect(0);
    }
    home.run(&["-a", "default", "auth", "logout", "--purge"]).expect(0).says("are deleted");
    home.run(&["-a", "default", "calls", "list"]).expect(4);
    home.run(&["-a", "lab", "export", "-o", "second.csv"]).expect(0);
    let kept = crate::support::ringlog::Table::read(&home.work().join("second.csv")).calls();
    assert_eq!(kept, second.account_calls());
}

#[test]
fn nothing_of_one_profile_is_listed_searched_or_exported_in_the_other() {
    kept_apart(600);
}

#[test]
#[ignore = "full size: ten thousand calls in each"]
fn nothing_of_ten_thousand_calls_of_one_profile_is_shown_in_the_other() {
    kept_apart(10_000);
}

#[test]
fn a_profile_is_chosen_by_flag_environment_or_switch_in_that_order() {
    let (first, second) = (company(11, 50), company(12, 50));
    let home = two_profiles(&first, &second);
    home.sign_in_with(&["-a", "lab"]);
    let profile = |home: &Home, arguments: &[&str]| {
        let status = home.run(&[arguments, &["auth", "status", "--json"]].concat());
        let status: Value = serde_json::from_str(&status.stdout).unwrap();
        (status["profile"].as_str().unwrap().to_owned(), status["signed_in"].as_bool().unwrap())
    };
    assert_eq!(profile(&home, &[]), ("default".into(), false));
    assert_eq!(profile(&home, &["-a", "lab"]), ("lab".into(), true));
    assert_eq!(home.run(&["auth", "switch"]).expect(0).stdout, "* default\n  lab\n");
    home.run(&["auth", "switch", "lba"]).expect(2).says("did you mean lab?");
    home.run(&["auth", "switch", "lab"]).expect(0).says("lab");
    assert_eq!(home.run(&["auth", "switch"]).expect(0).stdout, "  default\n* lab\n");
    assert_eq!(profile(&home, &[]), ("lab".into(), true));
    let status = home.run(&["auth", "status"]).expect(0).stdout;
    assert!(status.contains("Profile    lab") && status.contains("ringlog auth login -a default"), "{status}");
    let home = home.with("RINGLOG_ACCOUNT", "default");
    assert_eq!(profile(&home, &[]), ("default".into(), false));
    assert_eq!(profile(&home, &["--account", "lab"]), ("lab".into(), true));
    home.run(&["auth", "switch", "lab"]).expect(0).says("RINGLOG_ACCOUNT is set");
}

#[test]
fn the_screen_goes_from_one_profile_to_the_other_and_takes_nothing_along() {
    let (first, second) = (company(11, 300), company(12, 200));
    let home = two_profiles(&first, &second);
    for profile in ["default", "lab"] {
        home.sign_in_with(&["-a", profile]);
        home.run(&["-a", profile, "sync", "--all"]).expect(0);
    }
    let count = |zoom: &Zoom| format!("{0} of {0}", zoom.account_calls().len());
    let mut terminal = Pty::start(home.in_terminal(&[]), 120, 36);
    terminal.wait_for(&count(&first));
    terminal.press("A");
    terminal.wait_for("> default");
    terminal.press("j\r");
    terminal.wait_for(&count(&second));
    terminal.wait_for("ringlog  lab");
    // The other way, with a filter on that must not come along.
    terminal.press("/dir:in\r");
    terminal.wait_for("dir:in");
    terminal.press("A");
    terminal.wait_for("> lab");
    terminal.press("k\r");
    terminal.wait_for(&count(&first));
    assert!(!terminal.screen().contains("dir:in"), "{}", terminal.screen());
    // One that cannot be opened is told, and the one before goes on.
    let config = home.path().join("config/ringlog/config.toml");
    let broken =
        std::fs::read_to_string(&config).unwrap().replace("[profiles.lab]\n", "[profiles.lab]\nplan = \"gold\"\n");
    std::fs::write(&config, broken).unwrap();
    terminal.press("A");
    terminal.wait_for("> default");
    terminal.press("j\r");
    terminal.wait_for("lab cannot be used: plan");
    terminal.wait_for(&count(&first));
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn an_unknown_profile_is_a_matter_of_usage() {
    let home = Home::new();
    home.configure("[profiles.acme]\nclient_id = \"x\"\n");
    for arguments in [&["-a", "acmee", "calls", "list"][..], &["sync", "-a", "acmee"], &["-a", "acmee"]] {
        home.run(arguments).expect(2).says("did you mean acme?");
    }
    home.run(&["-a", "../../etc", "auth", "status"]).expect(2).says("there are: default, acme");
    home.run(&["demo", "--serve", "-a", "acme"]).expect(2).says("--account");
    // One that was chosen and is gone names the way out.
    home.run(&["auth", "switch", "acme"]).expect(0);
    home.configure("");
    home.run(&["auth", "status"]).expect(2).says("ringlog auth switch");
    home.run(&["auth", "switch", "default"]).expect(0);
    home.run(&["auth", "status"]).expect(4);
}
