//! The client against a small server on loopback: what it sends, what it waits for, what it never does.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that cannot do its part fails its test")]

mod addresses;
#[path = "../support/figure.rs"]
mod figure;
mod pages;
mod server;
mod storm;
mod waits;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use ringlog::model::{Access, CallHistoryUuid, Proxy, RecordingId, Span, Text};
use ringlog::zoom::{Client, Error, ErrorKind, HistoryRequest, Notice, PageToken, Plan, RateLimit, Unreachable, Usage};
use server::{Answer, ME, PER_SECOND, Server, Tokens, answer};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;

const DAILY: &str = r#"{"code":429,"message":"You have reached the maximum daily rate limit for this API."}"#;

fn history(access: Access) -> HistoryRequest {
    let span = Span { from: "2026-10-05T00:00:00Z".parse().unwrap(), to: "2026-11-04T00:00:00Z".parse().unwrap() };
    HistoryRequest { access, span, page_size: 300, next_page_token: None }
}

async fn error_of(script: Vec<Answer>) -> (Error, Server) {
    let server = Server::start(script).await;
    let error = server.client().0.me(Access::Own).await.unwrap_err();
    (error, server)
}

#[tokio::test]
async fn the_lists_are_asked_for_as_documented() {
    let server = Server::start([answer(200, r#"{"call_history":[],"next_page_token":"n"}"#)]).await;
    let (client, _) = server.client();
    let mut request = history(Access::Account);
    let page = client.call_history(&request).await.unwrap();
    request.next_page_token = page.next_page_token;
    client.call_history(&request).await.unwrap();
    client.call_history(&history(Access::Own)).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].path, "/v2/phone/call_history");
    assert_eq!(seen[0].query, "page_size=300&from=2026-10-05T00%3A00%3A00Z&to=2026-11-04T00%3A00%3A00Z");
    assert_eq!(seen[0].token.as_deref(), Some("Bearer t1"));
    assert_eq!(seen[0].headers["user-agent"], concat!("ringlog/", env!("CARGO_PKG_VERSION")));
    assert_eq!(seen[1].query, format!("{}&next_page_token=n", seen[0].query), "nothing else changes");
    assert_eq!(seen[2].path, "/v2/phone/users/me/call_history");
}

#[tokio::test]
async fn an_identifier_can_neither_leave_its_place_nor_be_empty() {
    let server = Server::start([answer(200, r#"{"call_path":[]}"#)]).await;
    let (client, _) = server.client();
    client.call_path(&CallHistoryUuid::new("a/b?c#d%2e ../é")).await.unwrap();
    assert_eq!(server.seen()[0].path, "/v2/phone/call_history/a%252Fb%3Fc%23d%252e%20..%252F%C3%A9");
    assert_eq!(server.seen()[0].query, "");
    for nothing in ["", ".", ".."] {
        let error = client.call_path(&CallHistoryUuid::new(nothing)).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::NotFound { .. }), "{nothing:?}");
    }
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_tried_once() {
    let expired = answer(401, r#"{"code":124,"message":"Access token is expired."}"#);
    let server = Server::start([expired.clone(), answer(200, ME)]).await;
    let (client, tokens) = server.client();
    assert_eq!(client.me(Access::Account).await.unwrap().access, Access::Account);
    assert_eq!(tokens.renewals(), 1);
    assert_eq!(
        server.seen().iter().map(|seen| seen.token.as_deref()).collect::<Vec<_>>(),
        [Some("Bearer t1"), Some("Bearer t2")]
    );

    let server = Server::start([expired.header("x-zm-trackingid", "WEB_0123")]).await;
    let (client, tokens) = server.client();
    let error = client.me(Access::Account).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Unauthorized { .. }));
    assert_eq!(error.tracking_id.unwrap().as_raw(), "WEB_0123");
    assert_eq!((tokens.renewals(), server.seen().len()), (1, 2));
}

#[tokio::test]
async fn a_missing_scope_is_told_at_once() {
    let body = r#"{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:user]."}"#;
    let (error, server) = error_of(vec![answer(400, body)]).await;
    assert_eq!(error.to_string(), "the Zoom app lacks a scope: user:read:user");
    assert_eq!(server.seen().len(), 1, "neither renewed nor tried again");
}

#[tokio::test]
async fn trouble_that_passes_is_tried_again_and_told() {
    let bad_gateway = answer(502, "<html></html>").header("content-type", "text/html");
    let (cut, empty) = (answer(200, &ME[..40]), answer(200, ""));
    let server = Server::start([bad_gateway, cut, empty, answer(200, ME)]).await;
    let notices = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&notices);
    let client = server.client().0.watched(CancellationToken::new(), move |notice| told.lock().unwrap().push(notice));
    assert_eq!(client.me(Access::Own).await.unwrap().name.as_raw(), "Mara Lindqvist");
    assert_eq!(server.seen().len(), 4);
    let notices = notices.lock().unwrap();
    assert!(
        matches!(
            notices[..],
            [
                Notice::Retrying { attempt: 2, .. },
                Notice::Resumed,
                Notice::Retrying { attempt: 3, .. },
                Notice::Resumed,
                Notice::Retrying { attempt: 4, .. },
                Notice::Resumed
            ]
        ),
        "{notices:?}"
    );
}

#[tokio::test]
async fn lasting_trouble_ends_after_five_tries() {
    let (error, server) = error_of(vec![answer(503, "")]).await;
    assert!(matches!(error.kind, ErrorKind::Server { status: 503, html: false }), "{error}");
    assert_eq!(server.seen().len(), 5);
}

#[tokio::test]
async fn a_daily_limit_stops_at_once_and_nothing_of_its_kind_goes_until_it_ends() {
    let server = Server::start([answer(429, DAILY)]).await;
    let (client, _) = server.client();
    for _ in 0..3 {
        let error = client.call_history(&history(Access::Account)).await.unwrap_err();
        let ErrorKind::RateLimited { kind: RateLimit::Daily, until } = error.kind else { panic!("{error}") };
        assert_eq!(until.time(), chrono::NaiveTime::MIN, "UTC midnight");
        assert!(until > ringlog::clock::now());
    }
    assert_eq!(server.seen().len(), 1);
    assert_eq!(client.usage().heavy, 1);
}

#[tokio::test]
async fn a_wait_of_more_than_minutes_is_not_sat_out_and_not_ignored() {
    let server = Server::start([answer(429, PER_SECOND).header("retry-after", "3600")]).await;
    let (client, _) = server.client();
    for _ in 0..2 {
        let error = client.me(Access::Own).await.unwrap_err();
        let ErrorKind::RateLimited { kind: RateLimit::PerSecond, until } = error.kind else { panic!("{error}") };
        assert!(until > ringlog::clock::now() + TimeDelta::minutes(50));
    }
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_wait_can_be_cancelled() {
    let server = Server::start([answer(429, PER_SECOND).header("retry-after", "200")]).await;
    let cancel = CancellationToken::new();
    let cancelled_by_screen = cancel.clone();
    let client = server.client().0.watched(cancel, move |_| cancelled_by_screen.cancel());
    let error = client.me(Access::Own).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Cancelled));
}

#[tokio::test]
async fn what_is_not_from_the_api_is_told_apart() {
    let portal = answer(200, "<!doctype html><title>Sign in</title>").header("content-type", "text/html");
    assert!(matches!(error_of(vec![portal]).await.0.kind, ErrorKind::NotJson { .. }));
    let moved = answer(302, "").header("location", "https://portal.example.com/");
    assert!(matches!(error_of(vec![moved]).await.0.kind, ErrorKind::NotJson { .. }));
    let dead = answer(400, r#"{"code":400,"message":"The next page token is invalid or expired."}"#);
    assert!(matches!(error_of(vec![dead]).await.0.kind, ErrorKind::PageTokenExpired));
    let huge = answer(200, vec![b'['; 17 * 1024 * 1024]);
    assert!(matches!(error_of(vec![huge]).await.0.kind, ErrorKind::TooLarge { .. }));
    let bomb = answer(200, include_bytes!("../fixtures/bomb.gz")).header("content-encoding", "gzip");
    assert!(matches!(error_of(vec![bomb]).await.0.kind, ErrorKind::TooLarge { .. }), "17 MB in 17 kB");
    let deep = answer(200, format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
    assert!(matches!(error_of(vec![deep]).await.0.kind, ErrorKind::TooDeep { limit: 64 }));
}

/// Everything else on that thread, timers and sockets of others too, has to wait for a poll that goes on.
#[tokio::test]
async fn while_an_answer_unpacks_others_have_their_turns() {
    let bomb = answer(200, include_bytes!("../fixtures/bomb.gz")).header("content-encoding", "gzip");
    let server = Server::start([bomb]).await;
    let (client, _) = server.client();
    let mut asked = std::pin::pin!(client.me(Access::Own));
    let mut turns = 0;
    let answer = std::future::poll_fn(|context| {
        turns += 1;
        asked.as_mut().poll(context)
    });
    assert!(matches!(answer.await.unwrap_err().kind, ErrorKind::TooLarge { .. }));
    assert!(turns > 200, "16 MB were unpacked in {turns} turns");
}

#[tokio::test]
async fn nobody_there_is_told_after_a_few_tries() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url: Url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let client =
        Client::new(url, Proxy::default(), Plan::Unlimited, Usage::default(), Arc::new(Tokens::default())).unwrap();
    let error = client.me(Access::Own).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Unreachable { kind: Unreachable::Connect, .. }), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url: Url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        for whole in [false, true] {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = BufReader::new(&mut stream).lines();
            while request.next_line().await.unwrap().is_some_and(|line| !line.is_empty()) {}
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json";
            let head = format!("{head}\r\ncontent-length: {}\r\n\r\n", ME.len());
            let body = if whole { ME } else { &ME[..30] };
            stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
            stream.shutdown().await.unwrap();
        }
    });
    let client =
        Client::new(url, Proxy::default(), Plan::Unlimited, Usage::default(), Arc::new(Tokens::default())).unwrap();
    assert_eq!(client.me(Access::Own).await.unwrap().name.as_raw(), "Mara Lindqvist");
}

/// The clock stands still while anybody has something to do.
#[tokio::test(start_paused = true)]
async fn an_answer_that_begins_late_and_trickles_in_ends_after_half_a_minute() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url: Url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = BufReader::new(&mut stream).lines();
        while request.next_line().await.unwrap().is_some_and(|line| !line.is_empty()) {}
        tokio::time::sleep(Duration::from_secs(25)).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n").await.unwrap();
        while stream.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    let client =
        Client::new(url, Proxy::default(), Plan::Unlimited, Usage::default(), Arc::new(Tokens::default())).unwrap();
    let begun = tokio::time::Instant::now();
    let error = client.me(Access::Own).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Unreachable { kind: Unreachable::Timeout, .. }), "{error:?}");
    assert!(begun.elapsed() <= Duration::from_secs(35), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn the_token_never_leaves_with_a_redirect_and_never_comes_back() {
    let storage = Server::start([]).await;
    let api = Server::start([]).await;
    let redirect = |to: String| answer(302, "").header("location", to);
    let audio = answer(200, vec![7; 1000]).header("content-type", "audio/mpeg");
    // From the API to the API, to storage, back to the API, to storage again.
    *api.script.lock().unwrap() =
        [redirect("/moved".to_owned()), redirect(storage.at("/signed")), redirect(storage.at("/last"))].into();
    *storage.script.lock().unwrap() = [redirect(api.at("/back")), audio].into();
    let (client, _) = api.client();
    let mut download = client.download(&Text::new(&api.at("/v2/phone/recording/download/f"))).await.unwrap();
    assert_eq!((download.content_type.as_raw(), download.length), ("audio/mpeg", Some(1000)));
    let mut size = 0;
    while let Some(chunk) = download.chunk().await.unwrap() {
        size += chunk.len();
    }
    assert_eq!(size, 1000);
    let tokens: Vec<_> = api.seen().into_iter().map(|seen| (seen.path, seen.token.is_some())).collect();
    assert_eq!(
        tokens,
        [("/v2/phone/recording/download/f".to_owned(), true), ("/moved".to_owned(), true), ("/back".to_owned(), false)]
    );
    assert!(storage.seen().iter().all(|seen| seen.token.is_none()));
    assert_eq!(storage.seen().len(), 2);
}

#[tokio::test]
async fn no_request_goes_to_an_address_that_an_answer_made_up() {
    let foreign = Server::start([answer(200, ME)]).await;
    let (client, _) = Server::start([answer(200, ME)]).await.client();
    let with_user = foreign.at("/x").replace("http://", "http://api:zoom@");
    for url in
        [foreign.at("/x"), with_user, "https://zoom.us/x".to_owned(), "file:///etc/passwd".to_owned(), String::new()]
    {
        let error = client.download(&Text::new(&url)).await.unwrap_err();
        assert!(matches!(error.kind, ErrorKind::UntrustedAddress { .. }), "{url}: {error}");
    }
    assert!(foreign.seen().is_empty());
}

#[tokio::test]
async fn a_web_page_is_no_recording_and_a_loop_of_redirects_ends() {
    let page = answer(200, "<!doctype html>").header("content-type", "text/html;charset=utf-8");
    let server = Server::start([page]).await;
    let url = Text::new(&server.at("/v2/phone/recording/download/f"));
    let error = server.client().0.download(&url).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::NotAudio { .. }), "{error}");

    let server = Server::start([answer(302, "").header("location", "/again")]).await;
    let url = Text::new(&server.at("/v2/phone/recording/download/f"));
    let error = server.client().0.download(&url).await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::TooManyRedirects), "{error}");
    assert_eq!(server.seen().len(), 6, "the first and five redirects");
}

#[tokio::test]
async fn a_transcript_is_fetched_from_where_zoom_sends_us() {
    let transcript = include_str!("../fixtures/zoom/samples/recording_transcript.json");
    let storage = Server::start([answer(200, transcript).header("content-type", "binary/octet-stream")]).await;
    let api = Server::start([answer(302, "").header("location", storage.at("/transcript?signature=s"))]).await;
    let transcript = api.client().0.transcript(&RecordingId::new("9f1c2b3a4d5e6f708192a3b4c5d6e7f8")).await.unwrap();
    assert_eq!(transcript.lines[0].text.as_raw(), "Harbor Office, Mara speaking.");
    assert_eq!(storage.seen()[0].token, None);
}

#[tokio::test]
async fn our_own_pace_is_shared_by_all_clones() {
    let server = Server::start([answer(200, r#"{"call_history":[]}"#)]).await;
    let client = Client::new(
        server.url.clone(),
        Proxy::default(),
        Plan::Business,
        Usage::default(),
        Arc::new(Tokens::default()),
    )
    .unwrap();
    let request = history(Access::Account);
    let jobs = (0..6).map(|_| {
        let (client, request) = (client.watched(CancellationToken::new(), |_| {}), request.clone());
        tokio::spawn(async move { client.call_history(&request).await.unwrap() })
    });
    futures::future::try_join_all(jobs).await.unwrap();
    let seen = server.seen();
    let spent = (seen[5].at - seen[0].at).to_std().unwrap();
    assert!(spent >= Duration::from_millis(500), "5 a second, not six at once: {spent:?}");
    assert_eq!(client.usage().heavy, 6);
}

#[test]
fn secrets_are_not_in_debug_output() {
    let request = HistoryRequest { next_page_token: PageToken::new("next-page-secret"), ..history(Access::Own) };
    assert!(!format!("{request:?}").contains("next-page-secret"));
}
