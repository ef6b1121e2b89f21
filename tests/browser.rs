//! Signing in with a real browser: the consent page, the redirect to our listener, the page that says to go back.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that cannot do its part fails its test")]

#[path = "support/mod.rs"]
mod support;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use support::process::Process;
use support::ringlog::Home;
use support::zoom::Zoom;
use support::{DEADLINE, eventually, finish};

/// A browser without a window, driven by `WebDriver`.
struct Browser {
    driver: Child,
    session: String,
    // The profile goes after the browser.
    profile: TempDir,
}

/// Where a program is, if it is installed.
fn installed(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|program| program.is_file())
}

impl Browser {
    /// Starts one. `None`, with the reason printed, only where none is installed.
    fn start() -> Option<Self> {
        let driver = installed(&["chromedriver"]);
        let browser = installed(&["chromium", "chromium-browser", "google-chrome"]);
        let (Some(driver), Some(browser)) = (driver, browser) else {
            say(
                "skipped: chromium or chromedriver is not installed (Debian: apt-get install chromium chromium-driver)",
            );
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let mut driver = Command::new(driver).arg("--port=0").stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        // Held from here on, so that a failure ends it.
        let mut started = Self { driver, session: String::new(), profile };
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once("started successfully on port ")?.1.trim_end_matches('.').to_owned()))
            .expect("chromedriver did not start");
        started.session = format!("http://127.0.0.1:{port}/session");
        let folder = format!("--user-data-dir={}", started.profile.path().display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-proxy-server",
            &folder,
        ];
        let options = json!({ "binary": browser, "args": arguments });
        let capabilities = json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } });
        let answer = started.ask("POST", "", &capabilities);
        started.session = format!("{}/{}", started.session, answer["sessionId"].as_str().unwrap());
        Some(started)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.attempt(method, path, body).unwrap();
        assert!(answer["value"]["error"].is_null(), "{method} {path}: {answer}");
        answer["value"].clone()
    }

    fn attempt(&self, method: &str, path: &str, body: &Value) -> reqwest::Result<Value> {
        let (address, method) = (format!("{}{path}", self.session), method.parse().unwrap());
        finish(async {
            let client = Client::builder().no_proxy().tls_certs_only([]).timeout(DEADLINE / 2).build()?;
            let request = client.request(method, address);
            let request = if body.is_null() { request } else { request.json(body) };
            request.send().await?.json().await
        })
    }

    fn open(&self, address: &str) {
        self.ask("POST", "/url", &json!({ "url": address }));
    }

    fn element(&self, selector: &str) -> String {
        let found = self.ask("POST", "/element", &json!({ "using": "css selector", "value": selector }));
        let id = found.as_object().unwrap().values().next().unwrap();
        format!("/element/{}", id.as_str().unwrap())
    }

    fn click(&self, selector: &str) {
        self.ask("POST", &format!("{}/click", self.element(selector)), &json!({}));
    }

    fn text(&self, selector: &str) -> String {
        self.get(&format!("{}/text", self.element(selector)))
    }

    fn get(&self, path: &str) -> String {
        self.ask("GET", path, &Value::Null).as_str().unwrap().to_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends the browser; without it only the driver would go. There is none before the session has a name.
        if !self.session.ends_with("/session") {
            let _ = self.attempt("DELETE", "", &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A program that `BROWSER` names: it notes the address it is given.
fn hook(home: &Home) -> (String, PathBuf) {
    let noted = home.path().join("opened");
    let script = format!("#!/bin/sh\nprintf %s \"$1\" > {0}.new; mv {0}.new {0}\n", noted.display());
    (home.script("open-in-browser", &script), noted)
}

fn opened(noted: &Path) -> String {
    eventually("the browser to be opened", || fs::read_to_string(noted).ok())
}

#[expect(clippy::print_stderr, reason = "a test that does nothing must say so")]
fn say(words: &str) {
    eprintln!("{words}");
}

/// A person who signs in, and clicks on the button of Zoom's page: the browser lands on our page, and the command ends.
fn clicks(button: &str, lands: impl FnOnce(&Browser), ends: impl FnOnce(&Home, Process)) {
    let Some(browser) = Browser::start() else { return };
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let (hook, noted) = hook(&home);
    let home = home.with("BROWSER", &hook);
    let login = home.start(&["auth", "login"]);
    browser.open(&opened(&noted));
    assert_eq!(browser.get("/title"), "Allow this app?");
    browser.click(button);
    let ours = |title: &String| title.contains("ringlog");
    eventually("our page", || Some(browser.get("/title")).filter(ours));
    lands(&browser);
    ends(&home, login);
}

#[test]
fn a_person_clicks_allow_and_lands_on_our_page() {
    let lands = |browser: &Browser| {
        let address = eventually("our page", || Some(browser.get("/url")).filter(|address| address.ends_with("/done")));
        assert!(address.starts_with("http://127.0.0.1:") && !address.contains('?'), "{address}");
        assert_eq!(browser.get("/title"), "Back to the terminal - ringlog");
        assert!(browser.text("h1").contains("terminal"), "{}", browser.text("h1"));
    };
    clicks("#allow", lands, |home, login| {
        login.wait().expect(0).says("Signed in as");
        home.run(&["sync", "--last", "3d"]).expect(0);
    });
}

#[test]
fn a_person_clicks_decline_and_reads_what_that_means() {
    let lands = |browser: &Browser| {
        assert!(!browser.get("/url").contains("code="));
        assert_eq!(browser.text("h1"), "ringlog was not given access");
    };
    clicks("#deny", lands, |_, login| {
        login.wait().expect(4).says("access_denied");
    });
}
