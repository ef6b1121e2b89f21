//! `ringlog doctor`, the sign-in by device code, and what the program says of itself: the binary in a throw-away home,
//! against the stand-in for Zoom and on set-ups that are broken.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use ringlog::clock;
use ringlog::demo::{self, AppKind, Options, Plan, Running, Spec};
use serde_json::Value;
use tempfile::TempDir;

#[path = "support/faked_time.rs"]
mod faked_time;

use faked_time::faked_time;

/// Nothing listens there, and nothing but loopback is ever asked.
const NOWHERE: &str = "http://127.0.0.1:1";

/// A throw-away home and what ringlog is told in it.
struct Home {
    folder: TempDir,
    variables: BTreeMap<&'static str, String>,
}

impl Home {
    /// With no app, and no Zoom to reach.
    fn new() -> Self {
        let mut home = Self { folder: tempfile::tempdir().unwrap(), variables: BTreeMap::new() };
        home.set("RINGLOG_AUTH_URL", NOWHERE).set("RINGLOG_API_URL", NOWHERE).set("RINGLOG_CREDENTIAL_STORE", "file");
        home
    }

    /// With the stand-in's public app.
    fn of(zoom: &Running) -> Self {
        let mut home = Self::new();
        home.set("RINGLOG_AUTH_URL", &zoom.auth_url).set("RINGLOG_API_URL", &zoom.api_url);
        home.set("RINGLOG_CLIENT_ID", &zoom.client_id);
        home
    }

    fn set(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.variables.insert(name, value.to_owned());
        self
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join(".local/share/ringlog")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ringlog"));
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("TZ", "UTC")
            .envs(faked_time())
            .envs(&self.variables);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The findings by check, and the exit code. No check is told twice but the archives.
    fn doctor(&self) -> (BTreeMap<String, Value>, i32) {
        let output = self.run(&["doctor", "--json"]);
        let findings: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        let findings = findings.into_iter().map(|finding| (finding["check"].as_str().unwrap().to_owned(), finding));
        (findings.collect(), output.status.code().unwrap())
    }

    /// Signs in through a browser that allows at once.
    async fn sign_in(&self) {
        let mut login = self.command(&["auth", "login", "--no-browser"]).spawn().unwrap();
        let page = line(&mut login, |line| line.starts_with("http"));
        let browser = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        let landed = browser
            .get(page)
            .header("sec-fetch-mode", "navigate")
            .header("sec-fetch-dest", "document")
            .header("sec-fetch-site", "cross-site")
            .send()
            .await
            .unwrap();
        assert!(landed.status().is_success());
        assert!(login.wait().unwrap().success());
    }
}

/// Waits for a line on standard error; the end of the program is the deadline. What follows goes nowhere.
fn line(program: &mut Child, is_it: impl Fn(&str) -> bool) -> String {
    let mut said = BufReader::new(program.stderr.take().unwrap());
    let found = said.by_ref().lines().map(Result::unwrap).find(|line| is_it(line)).unwrap();
    std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
    found
}

async fn zoom(change: impl FnOnce(&mut Options)) -> Running {
    let spec = Spec { seed: 3, calls: 200, days: 30, now: clock::now() };
    let mut options = Options { plan: Plan::Unlimited, auto_approve: true, ..Options::new(spec) };
    change(&mut options);
    demo::start(options).await.unwrap()
}

#[track_caller]
fn assert_found(findings: &BTreeMap<String, Value>, check: &str, state: &str, words: &str) {
    let finding = &findings[check];
    let told = format!("{} {}", finding["detail"].as_str().unwrap(), finding["fix"].as_str().unwrap());
    assert!(finding["state"] == state && told.contains(words), "{check} is not {state} with {words:?}: {finding}");
}

#[test]
fn without_any_set_up_it_says_how_to_get_an_app_and_still_looks_at_the_rest() {
    let home = Home::new();
    let (findings, code) = home.doctor();
    assert_eq!(code, 2);
    assert_found(&findings, "client id", "problem", "RINGLOG_CLIENT_ID");
    assert_found(&findings, "config file", "ok", "is not there");
    assert_found(&findings, "sign-in server", "problem", "127.0.0.1");
    assert_found(&findings, "clock", "skipped", "");
    assert_found(&findings, "credential store", "ok", "can be written");
    assert_found(&findings, "sign-in", "skipped", "client id");
    assert_found(&findings, "archive", "ok", "none yet");
    let told = String::from_utf8(home.run(&["doctor"]).stdout).unwrap();
    for line in told.lines() {
        assert!(
            ["ok ", "warning ", "problem ", "skipped ", "fix "].iter().any(|word| line.starts_with(word)),
            "{line}"
        );
    }
    assert!(told.lines().any(|line| line.starts_with("problem  client id ")), "{told}");
}

#[test]
fn settings_that_cannot_be_read_hide_no_other_fault_and_no_secret_is_repeated() {
    let home = Home::new();
    let folder = home.folder.path().join(".config/ringlog");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), "[zoom]\nclient_secret = \"canary-7c2e\"\n").unwrap();
    fs::create_dir_all(home.data()).unwrap();
    fs::write(home.data().join("account-1.db"), "no database at all, though long enough to look like one").unwrap();
    let (findings, code) = home.doctor();
    assert_eq!(code, 2, "settings come first");
    assert_found(&findings, "config file", "problem", "line 2: unknown field `client_secret`");
    assert_found(&findings, "token", "skipped", "settings");
    assert_found(&findings, "archive", "problem", "damaged");
    let output = home.run(&["doctor"]);
    assert!(!String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).contains("canary"));
}

#[tokio::test(flavor = "multi_thread")]
async fn signed_out_the_way_to_zoom_is_fine_and_sign_in_is_what_is_missing() {
    let zoom = zoom(|_| {}).await;
    let mut home = Home::of(&zoom);
    home.set("RINGLOG_CLIENT_SECRET", "canary-7c2e");
    let (findings, code) = home.doctor();
    assert_eq!(code, 4);
    assert_found(&findings, "settings", "ok", "client_secret=[not shown] (environment)");
    assert_found(&findings, "sign-in server", "ok", "127.0.0.1 answers");
    assert_found(&findings, "API", "ok", "127.0.0.1 answers");
    assert_found(&findings, "clock", "ok", "within");
    assert_found(&findings, "sign-in", "problem", "ringlog auth login");
    assert_found(&findings, "scopes", "skipped", "");
    assert!(!format!("{findings:?}").contains("canary"));
    assert_eq!(zoom.stats().keys().filter(|route| route.starts_with("/v2")).count(), 0, "{:?}", zoom.stats());
}

#[tokio::test(flavor = "multi_thread")]
async fn when_all_is_well_it_costs_zoom_one_request_and_changes_nothing() {
    for (app, route) in
        [(AppKind::AdminManaged, "/v2/phone/call_history"), (AppKind::UserManaged, "/v2/phone/users/{user}")]
    {
        let zoom = zoom(|options| options.app = app).await;
        let home = Home::of(&zoom);
        home.sign_in().await;
        assert!(home.run(&["sync"]).status.success());
        let before = zoom.stats();
        let (findings, code) = home.doctor();
        assert_eq!(code, 0, "{findings:#?}");
        let not_ok: Vec<_> = findings.values().filter(|finding| finding["state"] != "ok").collect();
        assert!(not_ok.is_empty(), "{not_ok:#?}");
        assert_found(&findings, "archive", "ok", "without holes");
        assert_found(&findings, "token", "ok", "takes it");
        // The bare hosts, which are asked for the time of day, are among the other paths.
        let is_new = |route: &str, count: u64| route != "other paths" && before.get(route) != Some(&count);
        let asked: Vec<_> = zoom.stats().into_iter().filter(|(route, count)| is_new(route, *count)).collect();
        let count = before.get(route).copied().unwrap_or_default() + 1;
        assert_eq!(asked, [(route.to_owned(), count)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_scope_is_named_with_what_it_is_for() {
    let zoom = zoom(|options| {
        options.scopes = Some(["phone:read:list_call_logs:admin", "user:read:user:admin"].map(str::to_owned).into());
    })
    .await;
    let home = Home::of(&zoom);
    home.sign_in().await;
    let (findings, code) = home.doctor();
    assert_eq!(code, 0, "calls can be listed: {findings:#?}");
    assert_found(&findings, "scopes", "warning", "to see how a call went: phone:read:call_log:admin");
}

/// What Zoom says about the person, as the doctor tells it, with the exit code.
#[tokio::test(flavor = "multi_thread")]
async fn what_zoom_refuses_is_told_apart() {
    for (faults, check, state, words, expected) in [
        ("on=/v2/phone status=403 code=2031", "Zoom Phone", "problem", "no Zoom Phone", 5),
        ("on=/v2/phone status=403 code=200", "Zoom Phone", "problem", "admin", 5),
        ("on=/v2/phone 429=daily", "Zoom Phone", "warning", "a day", 0),
        ("on=/v2/phone status=401 code=124", "token", "problem", "ringlog auth login", 4),
        ("on=/v2/phone delay=1m", "Zoom Phone", "problem", "network", 7),
    ] {
        let zoom = zoom(|options| options.faults = faults.parse().unwrap()).await;
        let home = Home::of(&zoom);
        home.sign_in().await;
        let (findings, code) = home.doctor();
        assert_found(&findings, check, state, words);
        assert_eq!(code, expected, "{faults}: {findings:#?}");
        let renewals = zoom.stats().get("grant refresh_token").copied().unwrap_or_default();
        assert!(renewals <= 1, "{faults}: {renewals} renewals");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_the_sign_in_and_the_archive_are_still_looked_at() {
    let zoom = zoom(|_| {}).await;
    let home = Home::of(&zoom);
    home.sign_in().await;
    assert!(home.run(&["sync"]).status.success());
    zoom.shutdown().await;
    let (findings, code) = home.doctor();
    assert_eq!(code, 7, "{findings:#?}");
    assert_found(&findings, "sign-in server", "problem", "Connection refused");
    assert_found(&findings, "sign-in", "ok", "@example.com");
    assert_found(&findings, "Zoom Phone", "skipped", "has to be reached first");
    assert_found(&findings, "archive", "ok", "without holes");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_others_may_read_or_that_is_damaged_is_told_of_and_left_alone() {
    let zoom = zoom(|_| {}).await;
    let home = Home::of(&zoom);
    home.sign_in().await;
    assert!(home.run(&["sync"]).status.success());
    let file = fs::read_dir(home.data()).unwrap().map(|entry| entry.unwrap().path());
    let archive = file.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "db")).unwrap();
    fs::set_permissions(&archive, fs::Permissions::from_mode(0o644)).unwrap();
    let (findings, code) = home.doctor();
    assert_eq!(code, 0);
    assert_found(&findings, "archive", "warning", "chmod go=");
    assert_eq!(fs::metadata(&archive).unwrap().permissions().mode() & 0o777, 0o644);

    let mut bytes = fs::read(&archive).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xa5);
    fs::write(&archive, &bytes).unwrap();
    let (findings, code) = home.doctor();
    assert_eq!(code, 1, "{findings:#?}");
    assert_found(&findings, "archive", "problem", "damaged");
    assert_eq!(fs::read(&archive).unwrap(), bytes);
}

/// Whoever does what is printed, as it is printed, is rid of it.
#[test]
fn what_is_printed_as_the_fix_mends_it() {
    let mut home = Home::new();
    let folder = home.folder.path().join(".config/ringlog");
    fs::create_dir_all(&folder).unwrap();
    let config = |text: &str| fs::write(folder.join("config.toml"), text).unwrap();
    // A setting that some message told of, without its table.
    for (setting, table) in
        [("credential_store = \"file\"", "zoom"), ("player = \"mpv\"", "ui"), ("largest_mb = 9", "files")]
    {
        config(setting);
        assert_found(&home.doctor().0, "config file", "problem", &format!("belongs under a line [{table}]"));
        config(&format!("[{table}]\n{setting}"));
        assert_found(&home.doctor().0, "config file", "ok", "");
    }
    config("[profiles.lab]\n");
    assert!(home.run(&["auth", "switch", "lab"]).status.success());
    config("");
    assert_found(&home.doctor().0, "config file", "problem", "ringlog auth switch default");
    assert!(home.run(&["auth", "switch", "default"]).status.success());
    assert_found(&home.doctor().0, "config file", "ok", "");
    // What no start opens stays as it is.
    let of_somebody_else = home.data().join("account-1.db");
    fs::create_dir_all(&of_somebody_else).unwrap();
    assert_found(&home.doctor().0, "archive", "problem", "Move it away");
    fs::remove_dir(&of_somebody_else).unwrap();
    fs::write(&of_somebody_else, "no database at all, though long enough to look like one").unwrap();
    assert_found(&home.doctor().0, "archive", "problem", "move the file away");
    fs::remove_file(&of_somebody_else).unwrap();
    assert_found(&home.doctor().0, "archive", "ok", "none yet");
    // In place of the log.
    let log = home.folder.path().join(".local/state/ringlog/ringlog.log");
    fs::remove_file(&log).unwrap();
    fs::create_dir(&log).unwrap();
    assert_found(&home.doctor().0, "log", "warning", "Move it away");
    fs::remove_dir(&log).unwrap();
    assert_found(&home.doctor().0, "log", "ok", "");
    assert_found(&home.doctor().0, "certificates", "ok", "this system");
    home.set("SSL_CERT_FILE", "/some/where.pem");
    assert_found(&home.doctor().0, "certificates", "ok", "only those of SSL_CERT_FILE (/some/where.pem)");
}

/// A server whose clock is an hour behind.
#[test]
fn a_clock_that_is_wrong_is_told_of() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let date = (clock::now() - chrono::TimeDelta::hours(1)).format("%a, %d %b %Y %H:%M:%S GMT");
    let answer = format!("HTTP/1.1 200 OK\r\ndate: {date}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    // Two hosts are asked, once each.
    let server = std::thread::spawn(move || {
        for stream in listener.incoming().take(2) {
            let mut stream = stream.unwrap();
            let mut request = BufReader::new(stream.try_clone().unwrap());
            let mut header = String::new();
            while request.read_line(&mut header).unwrap() > 2 {}
            assert!(!header.to_ascii_lowercase().contains("authorization"), "no token: {header}");
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    let mut home = Home::new();
    home.set("RINGLOG_AUTH_URL", &address).set("RINGLOG_API_URL", &address);
    let (findings, _) = home.doctor();
    server.join().unwrap();
    assert_found(&findings, "clock", "warning", "ahead of");
}

/// The renewal takes longer than any check: cut off, the refresh token would be spent and the new one lost.
#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_that_outlasts_its_check_is_not_lost() {
    let faults = "on=/v2/phone status=401 code=124 times=1; on=/oauth/token nth=2 delay=7s";
    let zoom = zoom(|options| options.faults = faults.parse().unwrap()).await;
    let home = Home::of(&zoom);
    home.sign_in().await;
    let (findings, code) = home.doctor();
    assert_eq!(code, 7, "{findings:#?}");
    assert_eq!(zoom.stats()["grant refresh_token"], 1);
    let refreshed = home.run(&["auth", "refresh"]);
    assert!(refreshed.status.success(), "{}", String::from_utf8_lossy(&refreshed.stderr));
}

/// Types the code on the page of the device flow and presses a button.
async fn decide(page: &str, user_code: &str, decision: &str) {
    let browser = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let form = [("user_code", user_code), ("decision", decision)];
    assert!(browser.post(page).form(&form).send().await.unwrap().status().is_success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_code_signs_in_when_allowed_and_says_so_when_denied() {
    let zoom = zoom(|_| {}).await;
    let mut home = Home::of(&zoom);
    home.set("RINGLOG_CLIENT_SECRET", &zoom.client_secret);
    for (decision, expected) in [("deny", 4), ("allow", 0)] {
        let mut login = home.command(&["auth", "login", "--device"]).spawn().unwrap();
        let page = format!("{}/oauth_device", zoom.auth_url);
        let mut said = BufReader::new(login.stderr.take().unwrap()).lines().map(Result::unwrap);
        assert!(said.any(|line| line == page));
        let user_code = said.find(|line| line.len() == 8 && !line.contains(' ')).unwrap();
        assert!(said.any(|line| line.contains("belongs to 127.0.0.1")));
        decide(&page, &user_code, decision).await;
        let rest: Vec<String> = said.collect();
        assert_eq!(login.wait().unwrap().code(), Some(expected), "{rest:?}");
        let words = if expected == 0 { "Signed in as" } else { "access was declined" };
        assert!(rest.iter().any(|line| line.contains(words)), "{rest:?}");
    }
    assert_eq!(home.doctor().1, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_code_without_a_secret_says_what_is_missing() {
    let zoom = zoom(|_| {}).await;
    let output = Home::of(&zoom).run(&["auth", "login", "--device"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("RINGLOG_CLIENT_SECRET"));
    assert_eq!(zoom.stats().get("grant device_code"), None);
}

#[test]
fn keys_and_completions_come_from_the_program_itself() {
    let home = Home::new();
    let keys: Vec<Value> = serde_json::from_slice(&home.run(&["keys", "--json"]).stdout).unwrap();
    let export = |key: &Value| key["place"] == "list" && key["keys"][0] == "e" && key["does"] == "export";
    assert!(keys.iter().any(export));
    let listed = String::from_utf8(home.run(&["keys"]).stdout).unwrap();
    assert_eq!(listed.lines().count(), keys.len());
    for shell in ["bash", "zsh", "fish"] {
        let script = String::from_utf8(home.run(&["completion", shell]).stdout).unwrap();
        assert!(script.contains("doctor") && script.contains("no-browser"), "{shell}");
    }
    assert_eq!(home.run(&["completion", "nosuch"]).status.code(), Some(2));
}

#[test]
fn every_command_has_help_with_an_example() {
    let home = Home::new();
    for command in [
        "",
        "demo",
        "auth",
        "auth login",
        "auth status",
        "auth logout",
        "auth refresh",
        "auth switch",
        "sync",
        "calls",
        "calls list",
        "calls show",
        "why",
        "export",
        "stats",
        "callbacks",
        "cache coverage",
        "recordings",
        "recordings list",
        "recordings get",
        "voicemail",
        "voicemail list",
        "voicemail get",
        "voicemail text",
        "view list",
        "view show",
        "view save",
        "view rm",
        "config path",
        "config show",
        "config validate",
        "query",
        "query explain",
        "doctor",
        "keys",
        "completion",
    ] {
        let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let output = home.run(&arguments);
        let help = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{command}");
        assert!(help.contains(&format!("  ringlog {command}")), "{command} has no example of itself:\n{help}");
    }
}
