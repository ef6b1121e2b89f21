//! Downloads that go wrong on the way: whatever happens, a file is byte-equal or absent.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that cannot do its part fails its test")]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use reqwest::header::HeaderValue;
use ringlog::demo::audio;
use ringlog::model::{Access, Account, Media, Proxy, Recording, RecordingId, Span, Zone};
use ringlog::store::{ArchiveName, Handle};
use ringlog::worker::download::{Downloaded, Target, fetch};
use ringlog::zoom::{AuthorizeError, Authorizer, Client, MediaRequest, Plan, Usage};
use serde_json::Value;
use support::zoom::Zoom;

/// A token that never changes.
struct Token(HeaderValue);

impl Authorizer for Token {
    fn bearer(&self) -> BoxFuture<'_, Result<HeaderValue, AuthorizeError>> {
        async { Ok(self.0.clone()) }.boxed()
    }

    fn renewed(&self, _: HeaderValue) -> BoxFuture<'_, Result<HeaderValue, AuthorizeError>> {
        self.bearer()
    }

    fn api_url(&self) -> Option<url::Url> {
        None
    }
}

struct Bench {
    folder: tempfile::TempDir,
    archive: Handle,
    client: Client,
    recordings: Vec<Recording>,
}

impl Bench {
    /// A client, an archive, and the recordings of the last 30 days.
    async fn at(zoom: &Zoom) -> Self {
        let running = &zoom.running;
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        let answer = http
            .post(format!("{}/oauth/token", running.auth_url))
            .basic_auth(&running.client_id, Some(&running.client_secret))
            .form(&[("grant_type", "account_credentials"), ("account_id", running.account_id.as_str())])
            .send()
            .await
            .unwrap();
        let answer: Value = answer.json().await.unwrap();
        let token = format!("Bearer {}", answer["access_token"].as_str().unwrap());
        let authorizer = Arc::new(Token(token.parse().unwrap()));
        let api = running.api_url.parse().unwrap();
        let client = Client::new(api, Proxy::default(), Plan::Unlimited, Usage::default(), authorizer).unwrap();
        let now = ringlog::clock::this_second();
        let span = Span { from: now - chrono::TimeDelta::days(30), to: now };
        let mut recordings = Vec::new();
        let mut next_page_token = None;
        loop {
            let request = MediaRequest { access: Access::Account, span, next_page_token };
            let page = client.recordings(&request).await.unwrap();
            recordings.extend(page.rows);
            next_page_token = page.next_page_token;
            if next_page_token.is_none() {
                break;
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let account = Account {
            account_id: "a".into(),
            user_id: "u".into(),
            name: "Test".into(),
            email: "test@example.com".into(),
            access: Access::Account,
        };
        let archive = Handle::open(&folder.path().join("data"), &ArchiveName::new("default", &account)).unwrap();
        Self { folder, archive, client, recordings }
    }

    fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    async fn fetch(&self, recording: &Recording) -> Result<Downloaded, String> {
        self.fetch_at_most(50_000_000, recording).await
    }

    async fn fetch_at_most(&self, most: u64, recording: &Recording) -> Result<Downloaded, String> {
        let target = Target { folder: self.files(), most, zone: Zone::Utc };
        let media = Media::Recording(recording.clone());
        let fetched = fetch(&self.archive, &self.client, media, &target, Arc::new(|_, _| {})).await;
        fetched.map_err(|error| error.to_string())
    }
}

fn truth(zoom: &Zoom) -> BTreeMap<String, u32> {
    let calls = zoom.calls();
    let all = calls.iter().flat_map(|call| &call.recordings);
    all.map(|recording| (recording.id.to_string(), recording.duration())).collect()
}

fn sound(seconds: u32) -> Vec<u8> {
    audio::mpeg(Duration::from_secs(seconds.into()))
}

/// The files below a folder that have their final name.
fn whole_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let below = paths.flat_map(|path| if path.is_dir() { whole_files(&path) } else { vec![path] });
    below.filter(|path| path.extension().is_none_or(|end| end != "part")).collect()
}

#[test]
fn a_hundred_files_cut_at_a_hundred_places_are_byte_equal() {
    // Every other answer breaks off: the one between gives the rest.
    let cuts = (0..100).map(|at| format!("on=/files/recording nth={} cut={}", 2 * at + 1, at * at * 7 + 1));
    let zoom = Zoom::start(|options| {
        options.world.calls = 4_000;
        options.faults = cuts.collect::<Vec<_>>().join(";").parse().unwrap();
    });
    let truth = truth(&zoom);
    support::finish(async {
        let bench = Bench::at(&zoom).await;
        let long = |recording: &&Recording| sound(truth[recording.id.as_raw()]).len() > 70_000;
        let recordings: Vec<&Recording> = bench.recordings.iter().filter(long).take(100).collect();
        assert_eq!(recordings.len(), 100, "of {}", bench.recordings.len());
        for recording in recordings {
            let file = bench.fetch(recording).await.unwrap();
            assert!(fs::read(&file.path).unwrap() == sound(truth[recording.id.as_raw()]), "{}", file.path.display());
            assert_eq!(file.fetched, file.bytes, "no byte came twice");
        }
        assert_eq!(whole_files(&bench.files()).len(), 100);
    });
    assert_eq!(zoom.asked("other paths"), 200 + 1, "two answers a file, and one for the token");
}

#[test]
fn another_file_no_parts_wrong_lengths_and_pages_are_told_apart() {
    let faults = "on=/files/recording nth=1 cut=500; on=/files/recording nth=2 other_file; \
                  on=/files/recording nth=3 cut=500; on=/files/recording nth=4 no_range; \
                  on=/files/recording nth=5 length=100; \
                  on=/files/recording nth=8 html; \
                  on=/files/recording nth=9 status=404";
    let zoom = Zoom::with_faults(faults);
    let truth = truth(&zoom);
    support::finish(async {
        let bench = Bench::at(&zoom).await;
        let long = |recording: &&Recording| sound(truth[recording.id.as_raw()]).len() > 5_000;
        let recordings: Vec<&Recording> = bench.recordings.iter().filter(long).take(5).collect();
        let seconds = |at: usize| truth[recordings[at].id.as_raw()];
        let read = |file: Downloaded| fs::read(file.path).unwrap();
        let other = read(bench.fetch(recordings[0]).await.unwrap());
        assert!(other == sound(seconds(0) + 7), "the rest of another file is not put behind the first part");
        assert!(read(bench.fetch(recordings[1]).await.unwrap()) == sound(seconds(1)), "all of it came again");
        // What is announced and does not come is asked for; that there is no more of it ends in a fresh start.
        assert!(read(bench.fetch(recordings[2]).await.unwrap()) == sound(seconds(2)));
        assert!(bench.fetch(recordings[3]).await.unwrap_err().contains("not audio"));
        assert!(bench.fetch(recordings[3]).await.unwrap_err().contains("Zoom does not have it"));
        assert_eq!(whole_files(&bench.files()).len(), 3, "what failed is absent");
        assert!(read(bench.fetch(recordings[3]).await.unwrap()) == sound(seconds(3)), "and comes later");
    });
}

#[test]
fn a_file_that_is_larger_than_allowed_is_absent_and_comes_once_it_may() {
    let zoom = Zoom::start(|_| {});
    let truth = truth(&zoom);
    support::finish(async {
        let bench = Bench::at(&zoom).await;
        let recording = &bench.recordings[0];
        let whole = sound(truth[recording.id.as_raw()]);
        let size = whole.len() as u64;
        let refused = bench.fetch_at_most(size - 1, recording).await.unwrap_err();
        assert!(refused.contains("larger than"), "{refused}");
        assert_eq!(whole_files(&bench.files()), [] as [PathBuf; 0]);
        let file = bench.fetch_at_most(size, recording).await.unwrap();
        assert!(fs::read(file.path).unwrap() == whole);
    });
}

#[test]
fn nothing_is_overwritten_and_no_link_is_followed() {
    let zoom = Zoom::start(|_| {});
    support::finish(async {
        let bench = Bench::at(&zoom).await;
        let recording = &bench.recordings[0];
        let first = bench.fetch(recording).await.unwrap();
        fs::remove_file(&first.path).unwrap();
        let elsewhere = bench.folder.path().join("precious");
        fs::write(&elsewhere, "precious").unwrap();
        std::os::unix::fs::symlink(&elsewhere, &first.path).unwrap();
        let second = bench.fetch(recording).await.unwrap();
        assert_ne!(second.path, first.path);
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "precious");
        // A link in place of the file under way.
        fs::remove_file(&second.path).unwrap();
        let part = first.path.with_extension("part");
        std::os::unix::fs::symlink(&elsewhere, &part).unwrap();
        assert!(bench.fetch(recording).await.unwrap_err().starts_with("cannot write"));
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "precious");
        // A link in place of a folder.
        fs::remove_file(&part).unwrap();
        let month = first.path.parent().unwrap();
        fs::remove_dir_all(month).unwrap();
        std::os::unix::fs::symlink(bench.folder.path(), month).unwrap();
        assert!(bench.fetch(recording).await.unwrap_err().starts_with("cannot write"));
    });
}

#[test]
fn three_hundred_hostile_addresses_are_never_asked_and_leave_no_file() {
    let zoom = Zoom::start(|_| {});
    support::finish(async {
        let bench = Bench::at(&zoom).await;
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shapes = [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:audio/mpeg;base64,AAAA",
            "ftp://127.0.0.1:PORT/a.mp3",
            "http://localhost:PORT/a.mp3",
            "http://127.0.0.1:PORT/a.mp3",
            "https://127.0.0.1:PORT/a.mp3",
            "http://user@127.0.0.1:PORT/",
            "//127.0.0.1:PORT/a.mp3",
            "-rf",
            "--output=/tmp/x",
            "$(touch /tmp/x)",
            "`id`",
            "a b c",
            "http://[::1]:PORT/",
            "http://0x7f000001:PORT/",
            "http://2130706433:PORT/",
            "http://127.1:PORT/",
            "https://example.com/a.mp3",
            "\u{7}\u{1b}[2J",
        ];
        for number in 0..300 {
            let address = shapes[number % shapes.len()].replace("PORT", &port.to_string());
            let address = if number < shapes.len() { address } else { format!("{address}?{number}") };
            let id = RecordingId::new(&format!("{number:032x}"));
            let recording = Recording { id, download_url: address.as_str().into(), ..Recording::default() };
            let error = bench.fetch(&recording).await.unwrap_err();
            assert!(error.contains("no address for this"), "{address}: {error}");
        }
        assert!(listener.accept().is_err(), "somebody was asked");
        assert_eq!(whole_files(&bench.files()), [] as [PathBuf; 0]);
    });
}
