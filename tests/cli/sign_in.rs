//! `ringlog auth`.

use std::fs;
use std::net::TcpListener;

use serde_json::Value;

use crate::support::browser;
use crate::support::eventually;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

#[test]
fn a_person_signs_in_with_the_printed_address() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let login = home.start(&["auth", "login", "--no-browser"]);
    let landed = browser::allow(&login.sign_in_page());
    assert_eq!((landed.status, landed.address.path(), landed.address.query()), (200, "/done", None));
    assert!(landed.page.contains("terminal"), "{}", landed.page);
    let ended = login.wait().expect(0).says("Signed in as");
    assert_eq!(ended.stdout, "");
    let status = home.run(&["auth", "status", "--json"]).expect(0);
    let status: Value = serde_json::from_str(&status.stdout).unwrap();
    assert_eq!((&status["signed_in"], &status["access"]), (&true.into(), &"account".into()));
}

#[test]
fn over_ssh_the_last_address_is_pasted() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let mut login = home.start(&["auth", "login", "--paste"]);
    let callback = browser::decide(&login.sign_in_page(), "allow");
    login.type_line("http://127.0.0.1/somewhere/else");
    login.line("a word about the wrong address", |line| line.contains("Paste again"));
    login.type_line(callback.as_str());
    login.wait().expect(0).says("Signed in as");
}

#[test]
fn the_browser_that_the_person_chose_is_opened() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let opened = home.path().join("opened");
    let hook =
        home.script("browser", &format!("#!/bin/sh\nprintf %s \"$1\" > {0}.new; mv {0}.new {0}\n", opened.display()));
    let home = home.with("BROWSER", &hook);
    let login = home.start(&["auth", "login"]);
    let page = eventually("the browser", || fs::read_to_string(&opened).ok());
    assert_eq!(page, login.sign_in_page());
    browser::allow(&page);
    login.wait().expect(0);
}

#[test]
fn who_declines_is_not_signed_in() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let login = home.start(&["auth", "login", "--no-browser"]);
    browser::deny(&login.sign_in_page());
    login.wait().expect(4).says("access_denied").says("allow access");
    assert_eq!(home.run(&["auth", "status"]).expect(4).stdout, "Not signed in. Sign in with: ringlog auth login\n");
}

#[test]
fn a_browser_that_never_comes_back_ends_the_wait_with_the_likely_causes() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom).with("RINGLOG_LOGIN_TIMEOUT", "1");
    home.run(&["auth", "login", "--no-browser"]).expect(4).says("4700").says("redirect");
}

#[test]
fn a_fixed_port_that_is_taken_is_named() {
    let zoom = Zoom::start(|_| {});
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let home = Home::at(&zoom).with("RINGLOG_REDIRECT_PORT", &port);
    home.run(&["auth", "login", "--no-browser"]).expect(2).says(&port);
}

#[test]
fn without_an_app_the_way_to_one_is_told() {
    Home::new().run(&["auth", "login", "--no-browser"]).expect(2).says("RINGLOG_CLIENT_ID");
}

#[test]
fn nobody_is_signed_in_at_first() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    home.run(&["auth", "status"]).expect(4);
    let json = home.run(&["auth", "status", "--json"]).expect(4).stdout;
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), serde_json::json!({ "signed_in": false }));
    home.run(&["sync", "--all"]).expect(4).says("ringlog auth login");
    home.run(&["auth", "refresh"]).expect(4);
}

#[test]
fn a_refresh_spends_the_old_token_and_keeps_the_new_one() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    let before = fs::read_to_string(home.credential()).unwrap();
    home.run(&["auth", "refresh"]).expect(0);
    let after = fs::read_to_string(home.credential()).unwrap();
    assert_ne!(token(&before, "refresh_token"), token(&after, "refresh_token"));
    home.run(&["auth", "refresh"]).expect(0);
}

#[test]
fn a_sign_in_that_zoom_ended_asks_for_a_new_one() {
    let zoom = Zoom::with_faults("on=/v2/phone status=401 code=124 times=1");
    let home = Home::signed_in(&zoom);
    let spent = fs::read_to_string(home.credential()).unwrap();
    home.run(&["auth", "refresh"]).expect(0);
    fs::write(home.credential(), spent).unwrap();
    home.run(&["sync", "--all"]).expect(4).says("ringlog auth login");
}

#[test]
fn signing_out_forgets_and_revokes() {
    let zoom = Zoom::start(|_| {});
    let home = Home::signed_in(&zoom);
    let (place, kept) = (home.credential(), fs::read_to_string(home.credential()).unwrap());
    assert_eq!(zoom.status_for(&token(&kept, "access_token")), 200);
    home.run(&["auth", "logout"]).expect(0).says("revoked at Zoom");
    assert!(!place.exists());
    home.run(&["auth", "status"]).expect(4);
    // Whoever copied the file before has nothing.
    fs::write(&place, &kept).unwrap();
    std::fs::set_permissions(&place, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    home.run(&["auth", "refresh"]).expect(4);
    assert_eq!(zoom.status_for(&token(&kept, "access_token")), 401);
}

#[test]
fn a_server_to_server_app_needs_no_browser() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom)
        .with("RINGLOG_CLIENT_SECRET", &zoom.running.client_secret)
        .with("RINGLOG_ACCOUNT_ID", &zoom.running.account_id);
    home.run(&["sync", "--all"]).expect(0);
    assert_eq!(home.exported("all.csv").calls(), zoom.account_calls());
    home.run(&["auth", "logout"]).expect(2).says("no sign-in to forget").says("RINGLOG_CLIENT_SECRET");
    home.run(&["auth", "logout", "--purge"]).expect(0).says("no sign-in to forget").says("are deleted");
}

#[test]
fn before_any_sign_in_there_is_nothing_to_read_and_no_file_is_talked_of() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let ended = home.run(&["calls", "list"]).expect(4).says("no calls on this machine yet").says("auth login");
    assert!(!ended.stderr.contains("file"), "{}", ended.stderr);
}

#[test]
fn an_address_to_paste_that_never_comes_ends_the_sign_in() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    home.run(&["auth", "login", "--no-browser", "--paste"]).expect(1).says("standard input ended");
}

#[test]
fn a_confidential_app_signs_in_with_its_secret() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom).with("RINGLOG_CLIENT_SECRET", &zoom.running.client_secret);
    home.sign_in();
    home.run(&["auth", "refresh"]).expect(0);
}

#[test]
fn a_wrong_secret_is_called_what_it_is() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom)
        .with("RINGLOG_CLIENT_SECRET", "not-the-secret")
        .with("RINGLOG_ACCOUNT_ID", &zoom.running.account_id);
    let ended = home.run(&["sync", "--all"]);
    assert!([2, 4].contains(&ended.code), "{ended:?}");
    ended.says("secret");
}

fn token(credential: &str, kind: &str) -> String {
    let json: Value = serde_json::from_str(credential).unwrap();
    json[kind].as_str().unwrap().to_owned()
}
