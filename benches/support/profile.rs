//! A person's folders, a stand-in for Zoom without limits, and an archive that was fetched from it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use ringlog::app::{Effect, Message, RequestId, Requests, Spend, SyncOutcome, SyncRange};
use ringlog::config::{Paths, Settings};
use ringlog::model::Span;
use ringlog::worker::{Browser, Services, Setup, Worker};
use tempfile::TempDir;
use tokio::sync::mpsc;

use super::{browser, finish, system};

/// The program to measure: the one built with the bench, or the one that `RINGLOG_BENCH_PROGRAM` names.
pub fn program() -> String {
    std::env::var("RINGLOG_BENCH_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_ringlog").to_owned())
}

/// The folder named here keeps the profiles from one run to the next: millions of calls take minutes to fetch.
const KEEP: &str = "RINGLOG_BENCH_KEEP";

/// A profile. Dropping it ends the stand-in and removes the files, unless they are kept.
pub struct Profile {
    folder: PathBuf,
    /// Made when all calls were fetched.
    fetched: PathBuf,
    _removed_at_the_end: Option<TempDir>,
    stand_in: Child,
    settings: Vec<(String, String)>,
    limits: Limits,
}

/// What the stand-in holds clients to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// Nothing, and ringlog goes as fast as it can.
    None,
    /// A Business plan, and ringlog keeps its pace.
    Business,
}

/// Whose calls are fetched.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The account's.
    Account,
    /// One person's own, which come as steps.
    Own,
}

/// How a fetch went.
pub struct Fetched {
    pub outcome: SyncOutcome,
    /// From the order to the last page in the archive.
    pub took: Duration,
    /// Our own processor time for it; the stand-in's is not in it.
    pub cpu: Duration,
    /// Requests that count as heavy at Zoom: one a page.
    pub requests: u64,
    /// Rows that came: calls, or steps of them.
    pub rows: u64,
}

impl Profile {
    /// Starts a stand-in that has `calls` calls.
    pub fn new(calls: u64, limits: Limits) -> Self {
        Self::with_access(calls, limits, Access::Account)
    }

    /// Starts a stand-in that has `calls` calls, of which all or one person's are fetched.
    pub fn with_access(calls: u64, limits: Limits, access: Access) -> Self {
        match std::env::var_os(KEEP) {
            Some(kept) if limits == Limits::None && access == Access::Account => {
                let folder = PathBuf::from(kept).join(calls.to_string());
                fs::create_dir_all(&folder).expect("a folder for the profile");
                Self::in_folder(folder, None, calls, limits, access)
            }
            Some(_) | None => Self::apart(calls, limits, access),
        }
    }

    /// The same, and nothing of it is kept.
    pub fn apart(calls: u64, limits: Limits, access: Access) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the profile");
        Self::in_folder(folder.path().to_owned(), Some(folder), calls, limits, access)
    }

    fn in_folder(
        folder: PathBuf,
        removed_at_the_end: Option<TempDir>,
        calls: u64,
        limits: Limits,
        access: Access,
    ) -> Self {
        // An archive belongs to one address of Zoom's.
        let port = folder.join("port");
        let mut stand_in = Command::new(program())
            .args(["demo", "--serve", "--calls", &calls.to_string()])
            .args(["--port", fs::read_to_string(&port).as_deref().unwrap_or("0"), "--limits"])
            .arg(match limits {
                Limits::None => "none",
                Limits::Business => "business",
            })
            .arg("--access")
            .arg(match access {
                Access::Account => "account",
                Access::Own => "own",
            })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the stand-in starts");
        let mut line = String::new();
        BufReader::new(stand_in.stdout.take().expect("piped")).read_line(&mut line).expect("the stand-in says where");
        let named: serde_json::Value = serde_json::from_str(&line).expect("one line of JSON");
        let address =
            named["auth_url"].as_str().and_then(|url| url.rsplit(':').next()).expect("an address with a port");
        fs::write(&port, address.trim_end_matches('/')).expect("a note of the port");
        // An app that signs in as the account has no calls of its own: a person does, in the browser.
        let of_the_account: &[&str] = match access {
            Access::Account => &["account_id"],
            Access::Own => &[],
        };
        let always = ["auth_url", "api_url", "client_id", "client_secret"];
        let setting =
            |name: &&str| Some((format!("RINGLOG_{}", name.to_uppercase()), named[name].as_str()?.to_owned()));
        let mut settings: Vec<(String, String)> = always.iter().chain(of_the_account).filter_map(setting).collect();
        settings.push(("RINGLOG_CREDENTIAL_STORE".to_owned(), "file".to_owned()));
        let fetched = folder.join("fetched");
        Self { folder, fetched, _removed_at_the_end: removed_at_the_end, stand_in, settings, limits }
    }

    /// The environment that leads ringlog here.
    pub fn environment(&self) -> Vec<(String, String)> {
        let below = |name: &str| self.folder.join(name).display().to_string();
        let folders = ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"];
        let folders = folders.map(|name| (name.to_owned(), below(name)));
        let terminal = [("TERM", "xterm-256color"), ("RINGLOG_TZ", "UTC")];
        let terminal = terminal.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.settings.iter().cloned().chain(folders).chain(terminal).collect()
    }

    fn services(&self) -> Services {
        let environment = self.environment();
        let variable =
            |name: &str| environment.iter().find(|(known, _)| known == name).map(|(_, value)| value.to_owned());
        let folder = |name| PathBuf::from(variable(name).expect("a folder of this profile"));
        let paths = Paths {
            config: folder("XDG_CONFIG_HOME").join("ringlog"),
            data: folder("XDG_DATA_HOME").join("ringlog"),
            state: folder("XDG_STATE_HOME").join("ringlog"),
            locks: folder("HOME").join(".local/state/ringlog/locks"),
        };
        let settings = Settings::read_at(paths, &variable).expect("settings of this profile");
        Services::new(Setup {
            profile: settings.profiles.current().clone(),
            zoom: settings.zoom,
            paths: settings.paths,
            files: settings.files,
            browser: Browser::StandIn,
            paced: self.limits == Limits::Business,
        })
    }

    /// Signs in and has everything: fetches it, unless it was kept. Gives the number of calls.
    pub fn fill(&self) -> u64 {
        if let Ok(calls) = fs::read_to_string(&self.fetched) {
            self.run(async |_, _| ());
            return calls.parse().expect("a number of calls");
        }
        let calls = self.fetch().outcome.new;
        fs::write(&self.fetched, calls.to_string()).expect("a note that all is fetched");
        calls
    }

    /// Signs in and fetches everything.
    pub fn fetch(&self) -> Fetched {
        self.fetch_range(SyncRange::All)
    }

    /// Signs in and fetches everything but the last `days`.
    pub fn fetch_but(&self, days: i64) -> Fetched {
        let now = ringlog::clock::now();
        self.fetch_range(SyncRange::Again(Span { from: now - TimeDelta::days(365), to: now - TimeDelta::days(days) }))
    }

    fn fetch_range(&self, range: SyncRange) -> Fetched {
        self.run(async |worker, messages| {
            let (begun, cpu_before) = (Instant::now(), system::cpu("self").0);
            worker.start(Effect::Sync { request: sync_request(), range, spend: Spend::Agreed });
            let (mut requests, mut rows) = (0, 0);
            let ended = until(messages, |message| match message {
                Message::SyncProgressed { progress, .. } => {
                    requests = requests.max(progress.requests_today);
                    rows = rows.max(progress.calls);
                    None
                }
                Message::SyncEnded { result, .. } => Some(result),
                _ => None,
            });
            let outcome = ended.await.expect("the stand-in gives its calls");
            let cpu = system::cpu("self").0.saturating_sub(cpu_before);
            Fetched { outcome, took: begun.elapsed(), cpu, requests, rows }
        })
    }

    /// Signs in, then does what is asked with the worker.
    fn run<T>(&self, work: impl AsyncFnOnce(&mut Worker, &mut mpsc::Receiver<Message>) -> T) -> T {
        finish(async {
            let (sender, mut messages) = mpsc::channel(1024);
            let mut worker = Worker::new(self.services(), sender);
            let mut requests = Requests::default();
            worker.start(Effect::SignIn { request: requests.issue(), open_browser: false });
            let mut person = None;
            let signed_in = until(&mut messages, |message| match message {
                Message::SignInStarted { sign_in, .. } => {
                    person = Some(thread::spawn(move || browser::allow(&sign_in.url)));
                    None
                }
                Message::SignInEnded { result, .. } => Some(result),
                _ => None,
            });
            assert!(signed_in.await.is_ok_and(|who| who.is_some()), "the stand-in lets us in");
            drop(person);
            let done = work(&mut worker, &mut messages).await;
            worker.finish().await;
            done
        })
    }

    /// The archive; there is one after a fetch.
    pub fn archive(&self) -> ringlog::store::Handle {
        let services = self.services();
        let account = services.last_account().expect("somebody signed in");
        finish(services.open_archive(&account)).expect("the archive opens")
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // The end of its input ends it; it has nothing to save.
        let _ = self.stand_in.kill();
        let _ = self.stand_in.wait();
    }
}

/// Another request than the sign-in, which is the first.
fn sync_request() -> RequestId {
    let mut requests = Requests::default();
    requests.issue();
    requests.issue()
}

async fn until<T>(messages: &mut mpsc::Receiver<Message>, mut wanted: impl FnMut(Message) -> Option<T>) -> T {
    loop {
        let message = messages.recv().await.expect("the worker lives");
        if let Some(found) = wanted(message) {
            return found;
        }
    }
}
