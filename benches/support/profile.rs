//! A person's folders, a stand-in for Zoom without limits, and an archive that was fetched from it.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ringlog::app::{Effect, Message, Requests, Spend, SyncOutcome, SyncRange};
use ringlog::config::{Paths, Settings};
use ringlog::worker::{Browser, Services, Setup, Worker};
use tempfile::TempDir;
use tokio::sync::mpsc;

use super::system;

/// The program to measure.
pub const RINGLOG: &str = env!("CARGO_BIN_EXE_ringlog");

/// A profile. Dropping it ends the stand-in and removes the files.
pub struct Profile {
    folder: TempDir,
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

/// How a fetch went.
pub struct Fetched {
    pub outcome: SyncOutcome,
    /// From the order to the last page in the archive.
    pub took: Duration,
    /// Our own processor time for it; the stand-in's is not in it.
    pub cpu: Duration,
    /// Requests that count as heavy at Zoom: one a page.
    pub requests: u64,
}

impl Profile {
    /// Starts a stand-in that has `calls` calls.
    pub fn new(calls: u64, limits: Limits) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the profile");
        let mut stand_in = Command::new(RINGLOG)
            .args(["demo", "--serve", "--calls", &calls.to_string(), "--limits"])
            .arg(match limits {
                Limits::None => "none",
                Limits::Business => "business",
            })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the stand-in starts");
        let mut line = String::new();
        BufReader::new(stand_in.stdout.take().expect("piped")).read_line(&mut line).expect("the stand-in says where");
        let named: serde_json::Value = serde_json::from_str(&line).expect("one line of JSON");
        let mut settings: Vec<(String, String)> = ["auth_url", "api_url", "client_id", "client_secret", "account_id"]
            .map(|name| {
                (format!("RINGLOG_{}", name.to_uppercase()), named[name].as_str().unwrap_or_default().to_owned())
            })
            .into();
        settings.push(("RINGLOG_CREDENTIAL_STORE".to_owned(), "file".to_owned()));
        Self { folder, stand_in, settings, limits }
    }

    /// The environment that leads ringlog here.
    pub fn environment(&self) -> Vec<(String, String)> {
        let below = |name: &str| self.folder.path().join(name).display().to_string();
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

    /// Signs in and fetches everything.
    pub fn fetch(&self) -> Fetched {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let (sender, mut messages) = mpsc::channel(1024);
            let mut worker = Worker::new(self.services(), sender);
            let mut requests = Requests::default();
            worker.start(Effect::SignIn { request: requests.issue(), open_browser: false });
            let signed_in = until(&mut messages, |message| match message {
                Message::SignInEnded { result, .. } => Some(result),
                _ => None,
            });
            assert!(signed_in.await.is_ok_and(|who| who.is_some()), "the stand-in lets us in");
            let (begun, cpu_before) = (Instant::now(), system::cpu("self").0);
            worker.start(Effect::Sync { request: requests.issue(), range: SyncRange::All, spend: Spend::Agreed });
            let mut requests = 0;
            let ended = until(&mut messages, |message| match message {
                Message::SyncProgressed { progress, .. } => {
                    requests = requests.max(progress.requests_today);
                    None
                }
                Message::SyncEnded { result, .. } => Some(result),
                _ => None,
            });
            let outcome = ended.await.expect("the stand-in gives its calls");
            let cpu = system::cpu("self").0.saturating_sub(cpu_before);
            let fetched = Fetched { outcome, took: begun.elapsed(), cpu, requests };
            worker.finish().await;
            fetched
        })
    }

    /// The archive; there is one after a fetch.
    pub fn archive(&self) -> ringlog::store::Handle {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let services = self.services();
        let account = services.last_account().expect("somebody signed in");
        runtime.block_on(services.open_archive(&account)).expect("the archive opens")
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // The end of its input ends it; it has nothing to save.
        let _ = self.stand_in.kill();
        let _ = self.stand_in.wait();
    }
}

async fn until<T>(messages: &mut mpsc::Receiver<Message>, mut wanted: impl FnMut(Message) -> Option<T>) -> T {
    loop {
        let message = messages.recv().await.expect("the worker lives");
        if let Some(found) = wanted(message) {
            return found;
        }
    }
}
