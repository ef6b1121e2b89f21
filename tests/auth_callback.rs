//! The browser's way back, attacked: what does not carry the attempt's state changes nothing, and the right answer always wins.
#![expect(clippy::unwrap_used, reason = "a helper that cannot do its part fails its test")]

use std::collections::HashSet;
use std::net::{Ipv4Addr, UdpSocket};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ringlog::auth::{Attempt, BeginError, BindError, Code, Endpoints, PasteError, WaitError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;
use url::Url;

#[path = "support/dice.rs"]
mod dice;

use dice::Dice;

const MINUTE: Duration = Duration::from_mins(1);

/// An attempt with its wait running, and what a browser knows of it.
struct Login {
    port: u16,
    state: String,
    cancel: CancellationToken,
    outcome: JoinHandle<Result<Code, WaitError>>,
}

impl Login {
    async fn begin() -> Self {
        let attempt = begin(0).await.unwrap();
        let (port, state) = (attempt.port(), parameter(&attempt, "state"));
        let cancel = CancellationToken::new();
        let canceled = cancel.clone();
        let outcome = tokio::spawn(async move { attempt.wait(MINUTE, &canceled).await });
        Self { port, state, cancel, outcome }
    }

    fn right(&self) -> String {
        format!("/callback?code=the-code&state={}", self.state)
    }

    async fn get(&self, target: &str) -> String {
        get(self.port, target, "").await
    }

    /// The browser comes back; the sign-in must go through, whatever happened before.
    async fn finish(self) {
        let answer = self.get(&self.right()).await;
        assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
        assert!(answer.contains("location: /done\r\n"), "{answer}");
        assert_safe(&answer);
        let page = self.get("/done").await;
        assert_safe(&page);
        assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("Go back to the terminal"), "{page}");
        assert!(self.outcome.await.unwrap().is_ok());
        assert!(TcpStream::connect(("127.0.0.1", self.port)).await.is_err(), "the port is free again");
    }
}

async fn begin(port: u16) -> Result<Attempt, BeginError> {
    let endpoints = Endpoints::new(&Url::parse("https://zoom.us").unwrap()).unwrap();
    Attempt::begin(&endpoints, "public-app", port).await
}

fn parameter(attempt: &Attempt, name: &str) -> String {
    let url = Url::parse(attempt.url()).unwrap();
    url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
}

async fn get(port: u16, target: &str, headers: &str) -> String {
    raw(port, &format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n")).await
}

/// The whole answer; empty when the connection was closed or reset without one.
async fn raw(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

fn refused(answer: &str) -> bool {
    answer.is_empty() || answer.starts_with("HTTP/1.1 4")
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

/// A callback after the grammar of one, with something wrong: never with the right state, once, beside one code and nothing else
/// of ours.
fn made_up(dice: &mut Dice, state: &str) -> String {
    let mut pick = |choices: &[&str]| choices[usize::try_from(dice.below(choices.len() as u64)).unwrap()].to_owned();
    let path =
        pick(&["/callback", "/callback", "/callback", "/callback/", "/CALLBACK", "/callback;a=b", "/callback%3f"]);
    let (cut, upper) = (&state[..state.len() - 1], state.to_uppercase());
    let pair = |pick: &mut dyn FnMut(&[&str]) -> String| {
        let name = pick(&["code", "error", "error_description", "iss", "Code", "code[]", "%63ode", "session", ""]);
        let value = pick(&["x", "", "%00", "access_denied", "https://example.com", "%0d%0a", "é", "a&b", "a;b", "a=b"]);
        format!("{name}{}{value}", pick(&["=", "=", "=", "", "=="]))
    };
    let mut pairs: Vec<String> =
        (0..pick(&["0", "1", "2", "3", "5"]).parse().unwrap()).map(|_| pair(&mut pick)).collect();
    let wrong = pick(&["", cut, &upper, "guess", "%00", "null"]);
    match pick(&["none", "wrong", "wrong", "twice"]).as_str() {
        "wrong" => pairs.push(format!("state={wrong}")),
        "twice" => pairs.extend([format!("state={state}"), format!("state={wrong}")]),
        _ => {}
    }
    format!("{path}{}{}", pick(&["?", "?", "??", "#", "&"]), pairs.join(&pick(&["&", "&", ";", "&&"])))
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_forged_callbacks_change_nothing() {
    // Of a few tries the quickest tells how long the right one takes, whatever else the machine does.
    let mut took = Vec::new();
    for rounds in [500, 5, 5] {
        took.push(right_one_after_forged_ones(rounds).await);
    }
    assert!(took.iter().min().unwrap() < &Duration::from_secs(1), "{took:?}");
}

/// Twenty that forge callbacks at the same time, so many each; then how long the right one takes.
async fn right_one_after_forged_ones(rounds: usize) -> Duration {
    let login = Login::begin().await;
    let state = &login.state;
    let forged: Vec<String> = [
        "/callback".into(),
        "/callback?".into(),
        "/callback?code=x".into(),
        "/callback?code=x&state=".into(),
        format!("/callback?code=x&state={}", &state[1..]),
        format!("/callback?code=x&state={}", state.to_uppercase()),
        format!("/callback?code=x&state={state}&state={state}"),
        format!("/callback?code=x&code=y&state={state}"),
        format!("/callback?state={state}"),
        format!("/callback?code=&state={state}"),
        format!("/callback?code=x&error=y&state={state}"),
        format!("/callback?code=x&state={state}&iss=https://example.com"),
        format!("/callback?code=x&state%5B%5D={state}"),
        "/callback?error=access_denied".into(),
        "/callback?error=access_denied&state=guess".into(),
        format!("/callback/?code=x&state={state}"),
        format!("/Callback?code=x&state={state}"),
        format!("//callback?code=x&state={state}"),
        format!("/%63allback?code=x&state={state}"),
        format!("/callback#?code=x&state={state}"),
        "/cancel".into(),
        "/success".into(),
        "/done".into(),
        "/".into(),
        format!("/?code=x&state={state}"),
    ]
    .into();
    let mut tasks = JoinSet::new();
    for worker in 0..20 {
        let (port, forged, state) = (login.port, forged.clone(), state.clone());
        tasks.spawn(async move {
            let mut dice = Dice::new(worker);
            for round in 0..rounds {
                let number = usize::try_from(worker).unwrap() + round;
                let target =
                    if round % 5 == 0 { forged[number % forged.len()].clone() } else { made_up(&mut dice, &state) };
                let answer = get(port, &target, "").await;
                assert!(refused(&answer), "{target}: {answer}");
            }
        });
    }
    tasks.join_all().await;
    assert!(!login.outcome.is_finished());
    let begun = Instant::now();
    login.finish().await;
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_of_each_kind_of_stray_request_leave_the_wait_as_it_is() {
    let login = Login::begin().await;
    let guess = format!("/callback?error=access_denied&state={}", login.state.to_uppercase());
    let kinds: [Vec<String>; 3] = [
        vec!["/callback?error=access_denied".into(), guess, "/callback?error=access_denied&state=".into()],
        vec!["/callback/".into(), "/Callback".into(), "/oauth/callback".into(), "/callback.html".into()],
        vec!["/cancel".into(), "/success".into(), "/".into()],
    ];
    for kind in kinds {
        let mut tasks = JoinSet::new();
        for worker in 0..20 {
            let (port, kind) = (login.port, kind.clone());
            let state = login.state.clone();
            tasks.spawn(async move {
                for round in 0..50 {
                    let path = &kind[(round + worker) % kind.len()];
                    // Those that are wrong by their path have the right state.
                    let target = if path.contains('?') { path.clone() } else { format!("{path}?code=x&state={state}") };
                    let answer = get(port, &target, "").await;
                    assert!(refused(&answer), "{target}: {answer}");
                }
            });
        }
        tasks.join_all().await;
    }
    assert!(!login.outcome.is_finished());
    login.finish().await;
}

/// Ways to write the name of a parameter that a careless reader takes for the same.
fn spellings(name: &str) -> Vec<String> {
    let escaped = |letter: char| format!("%{:02x}", u32::from(letter));
    let each = |number: usize| {
        let letters = name.chars().enumerate();
        letters.map(|(at, letter)| if at == number { escaped(letter) } else { letter.into() }).collect::<String>()
    };
    let mut found: Vec<String> = (0..name.len()).map(each).collect();
    let all: String = name.chars().map(escaped).collect();
    found.extend([all.to_uppercase(), all]);
    found.extend([name.to_owned(), name.to_uppercase(), format!("{}{}", name[..1].to_uppercase(), &name[1..])]);
    found.extend(["[]", "%5B%5D", "[0]", "%00", "+", "%20", ".", "%0a", ";", "%09"].map(|end| format!("{name}{end}")));
    found.extend(["+", "%20", "%00", "?", "%3f", "%26"].map(|begin| format!("{begin}{name}")));
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_ways_to_repeat_a_parameter_or_to_name_another_server_are_refused() {
    let login = Login::begin().await;
    let state = &login.state;
    let right = format!("code=the-code&state={state}");
    let mut variants = Vec::new();
    for (name, value) in [("code", "another"), ("state", state.as_str()), ("error", "access_denied")] {
        for spelling in spellings(name) {
            variants.push(format!("{right}&{spelling}={value}"));
            variants.push(format!("{spelling}={value}&{right}"));
            variants.push(format!("{right}&{spelling}"));
        }
    }
    let issuer = "https%3A%2F%2Fzoom.us";
    for spelling in spellings("iss") {
        variants.push(format!("{right}&iss={issuer}&{spelling}={issuer}"));
    }
    for other in [
        "",
        "zoom.us",
        "http%3A%2F%2Fzoom.us",
        "https%3A%2F%2Fzoomgov.com",
        "https%3A%2F%2Fzoom.us.example.com",
        "https%3A%2F%2Fzoom.us%40example.com",
        "https%3A%2F%2FZOOM.US",
        "https%3A%2F%2Fzoom.us%2Foauth",
        "https%3A%2F%2Fzoom.us%3A443",
        "https%253A%252F%252Fzoom.us",
        "%20https%3A%2F%2Fzoom.us",
        "https%3A%2F%2Fzoom.us%00",
    ] {
        variants.push(format!("{right}&iss={other}"));
    }
    assert!(variants.len() >= 200, "{}", variants.len());
    for query in &variants {
        let answer = login.get(&format!("/callback?{query}")).await;
        assert!(refused(&answer), "{query}: {answer}");
    }
    login.finish().await;
}

#[tokio::test]
async fn whatever_is_not_a_plain_get_by_a_top_level_navigation_is_refused() {
    let login = Login::begin().await;
    let (port, right) = (login.port, login.right());
    for method in ["POST", "PUT", "HEAD", "OPTIONS", "DELETE", "get", "TRACE", "X"] {
        let answer = raw(port, &format!("{method} {right} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n")).await;
        assert!(refused(&answer), "{method}: {answer}");
        assert!(!answer.to_lowercase().contains("access-control"), "{answer}");
    }
    for headers in [
        "Origin: https://example.com\r\n",
        "Origin: null\r\nOrigin: null\r\n",
        "Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n",
        "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
    ] {
        assert!(refused(&get(port, &right, headers).await), "{headers}");
    }
    for target in [format!("http://127.0.0.1:{port}{right}"), format!("http://example.com{right}"), "*".to_owned()] {
        assert!(refused(&get(port, &target, "").await), "{target}");
    }
    let redirected =
        "Origin: null\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    let answer = get(port, &right, redirected).await;
    assert!(answer.starts_with("HTTP/1.1 303 "), "a consent page elsewhere leads here: {answer}");
    assert!(refused(&login.get(&right).await), "and only once");
    assert!(login.get("/done").await.starts_with("HTTP/1.1 200 "));
    assert!(login.outcome.await.unwrap().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_our_own_host_name_counts() {
    let login = Login::begin().await;
    let port = login.port;
    let mut hosts: Vec<String> = [
        "",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "127.1",
        "0.0.0.0",
        "2130706433",
        "0x7f000001",
        "example.com",
        "zoom.us",
        "127.0.0.1.",
        "127.0.0.1.example.com",
        "127.0.0.1@example.com",
        "LOCALHOST",
        "[::ffff:127.0.0.1]",
        "017700000001",
    ]
    .into_iter()
    .flat_map(|name| {
        [name.to_owned(), format!("{name}:{port}"), format!("{name}:{}", port ^ 1), format!("{name}:0{port}")]
    })
    .filter(|host| *host != format!("127.0.0.1:{port}"))
    .collect();
    hosts.extend((0..440).map(|n| format!("a{n}.example.com:{port}")));
    assert!(hosts.len() >= 499);
    for host in hosts {
        let answer = raw(port, &format!("GET {} HTTP/1.1\r\nHost: {host}\r\n\r\n", login.right())).await;
        assert!(refused(&answer), "{host:?}: {answer}");
    }
    let own = format!("Host: 127.0.0.1:{port}\r\n");
    for hosts in ["", &format!("{own}{own}"), &format!("{own}Host: example.com\r\n")] {
        let answer = raw(port, &format!("GET {} HTTP/1.1\r\n{hosts}\r\n", login.right())).await;
        assert!(refused(&answer), "{hosts:?}: {answer}");
    }
    login.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_and_dripping_connections_do_not_hold_up_the_browser() {
    let login = Login::begin().await;
    let mut idle = Vec::new();
    for _ in 0..200 {
        idle.push(TcpStream::connect(("127.0.0.1", login.port)).await.unwrap());
    }
    let mut dripping = JoinSet::new();
    for _ in 0..50 {
        let port = login.port;
        dripping.spawn(async move {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            for byte in b"GET /callback HTTP/1.1" {
                if stream.write_all(&[*byte]).await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
    }
    let pushed_out = tokio::time::timeout(Duration::from_secs(4), idle[0].read(&mut [0])).await;
    assert!(!matches!(pushed_out.expect("64 are kept, the oldest go first"), Ok(1..)));
    tokio::time::timeout(Duration::from_secs(4), login.finish())
        .await
        .expect("answered before any idle connection ends");
    drop(idle);
}

#[tokio::test]
async fn a_connection_opened_ahead_of_need_is_used_when_the_browser_comes() {
    let login = Login::begin().await;
    let mut ahead = TcpStream::connect(("127.0.0.1", login.port)).await.unwrap();
    assert!(refused(&login.get("/favicon.ico").await));
    let request = format!("GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", login.right(), login.port);
    ahead.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    ahead.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    assert!(
        login.outcome.await.unwrap().is_ok(),
        "a client that does not follow the redirect is signed in all the same"
    );
}

#[tokio::test]
async fn large_requests_are_refused_unread() {
    let login = Login::begin().await;
    let state = &login.state;
    assert!(refused(&login.get(&format!("/callback?code={}&state={state}", "x".repeat(8 * 1024))).await));
    assert!(refused(&login.get(&format!("/callback?code={}&state={state}", "x".repeat(1024 * 1024))).await));
    let headers = format!("X-Large: {}\r\n", "x".repeat(17 * 1024));
    assert!(refused(&get(login.port, &login.right(), &headers).await));
    assert!(refused(&get(login.port, &login.right(), &"X-Many: 1\r\n".repeat(500)).await));
    login.finish().await;
}

/// What the browser is told beside the page, and nothing of the request among it.
fn assert_safe(answer: &str) {
    for header in [
        "cache-control: no-store\r\n",
        "referrer-policy: no-referrer\r\n",
        "content-security-policy: default-src 'none';",
        "x-content-type-options: nosniff\r\n",
        "connection: close\r\n",
    ] {
        assert!(answer.contains(header), "{header} is missing: {answer}");
    }
    let head = answer.split_once("\r\n\r\n").unwrap().0.to_ascii_lowercase();
    assert!(!head.contains("script") && !head.contains("set-cookie") && !head.contains("access-control"), "{head}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_holds_anything_of_the_request() {
    let login = Login::begin().await;
    let expected = body(&login.get("/callback?error=x").await).to_owned();
    for n in 0..1000 {
        let hostile =
            ["%3Cscript%3Ealert(1)%3C/script%3E", "%22onload=%22", "%0d%0aSet-Cookie:a=b", "javascript:alert(1)"]
                [n % 4];
        let answer = login.get(&format!("/callback?error=access_denied&error_description={hostile}{n}&state=x")).await;
        assert_eq!(body(&answer), expected);
        assert_safe(&answer);
    }
    // The right state, and the hostile words with it.
    let answer =
        login.get(&format!("/callback?error=%3Cb%3E&error_description=%3Cscript%3E&state={}", login.state)).await;
    assert_safe(&answer);
    assert_eq!(body(&answer), include_str!("../assets/declined.html"));
    let Err(WaitError::Denied { error, description }) = login.outcome.await.unwrap() else { panic!("not denied") };
    assert_eq!((error.as_raw(), description.as_raw()), ("<b>", "<script>"));
}

#[tokio::test]
async fn only_loopback_listens() {
    let login = Login::begin().await;
    // No packet is sent: this only asks the system which address it would use.
    let probe = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    if probe.connect("192.0.2.1:9").is_ok() {
        let own = probe.local_addr().unwrap().ip();
        assert!(own.is_loopback() || TcpStream::connect((own, login.port)).await.is_err(), "{own} answers");
    }
    assert!(TcpStream::connect(("::1", login.port)).await.is_err());
    assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, login.port)).await.is_err(), "and it is our socket that is there");
    login.finish().await;
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    for address in ["127.0.0.1:0", "0.0.0.0:0"] {
        let holder = TcpListener::bind(address).await.unwrap();
        let port = holder.local_addr().unwrap().port();
        let error = begin(port).await.unwrap_err();
        assert!(matches!(error, BeginError::Bind(BindError::PortInUse { port: named }) if named == port), "{error}");
        drop(holder);
        assert_eq!(begin(port).await.unwrap().port(), port, "and free again, it is used");
    }
    // Who holds it on the other loopback address is nobody the browser would meet: the sign-in works.
    if let Ok(holder) = TcpListener::bind("[::1]:0").await {
        let attempt = begin(holder.local_addr().unwrap().port()).await.unwrap();
        let target = format!("/callback?code=x&state={}", parameter(&attempt, "state"));
        let (cancel, port) = (CancellationToken::new(), attempt.port());
        let (waited, answer) = tokio::join!(attempt.wait(MINUTE, &cancel), get(port, &target, ""));
        assert!(waited.is_ok() && answer.starts_with("HTTP/1.1 303 "), "{answer}");
    }
    let port = begin(0).await.unwrap().port();
    let mut attempts = JoinSet::new();
    for _ in 0..100 {
        attempts.spawn(begin(port));
    }
    let attempts = attempts.join_all().await;
    assert_eq!(attempts.iter().filter(|attempt| attempt.is_ok()).count(), 1);
    assert!(
        attempts.iter().flatten().all(|attempt| attempt.redirect_uri() == format!("http://127.0.0.1:{port}/callback"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_ends_when_canceled_dropped_or_late_and_frees_its_port() {
    for n in 0..50 {
        let login = Login::begin().await;
        let mut open = TcpStream::connect(("127.0.0.1", login.port)).await.unwrap();
        for _ in 0..n % 5 {
            let _ = login.get("/callback?code=x&state=y").await;
        }
        if n % 2 == 0 {
            login.cancel.cancel();
            assert!(matches!(login.outcome.await.unwrap(), Err(WaitError::Canceled)));
        } else {
            login.outcome.abort();
            assert!(login.outcome.await.unwrap_err().is_cancelled());
        }
        assert!(TcpStream::connect(("127.0.0.1", login.port)).await.is_err());
        // The connection that was open is closed too.
        assert!(!matches!(open.read(&mut [0]).await, Ok(1..)));
    }
    let attempt = begin(0).await.unwrap();
    let late = attempt.wait(Duration::from_millis(20), &CancellationToken::new()).await;
    assert!(matches!(late, Err(WaitError::TimedOut)));
    assert!(TcpStream::connect(("127.0.0.1", attempt.port())).await.is_err(), "also while the attempt is still there");
    assert!(matches!(attempt.wait(MINUTE, &CancellationToken::new()).await, Err(WaitError::Over)));
}

#[tokio::test]
async fn a_pasted_address_is_held_to_the_same_rules_and_says_what_is_wrong() {
    let attempt = begin(0).await.unwrap();
    let (redirect, state) = (attempt.redirect_uri().to_owned(), parameter(&attempt, "state"));
    for (text, error) in [
        (attempt.url().to_owned(), PasteError::AuthorizePage),
        (format!("{redirect}?code=x&state=another"), PasteError::OtherAttempt),
        (format!("{redirect}?code=x"), PasteError::Incomplete),
        (format!("{redirect}?code=x&state={}", &state[..20]), PasteError::OtherAttempt),
        (format!("{redirect}?code=x&code=y&state={state}"), PasteError::Repeated),
        (format!("{redirect}?code=x&state={state}&iss=https%3A%2F%2Fexample.com"), PasteError::OtherServer),
        ("https://zoom.us/".to_owned(), PasteError::OtherPage),
        (" ".to_owned(), PasteError::Empty),
    ] {
        assert_eq!(attempt.accept_pasted(&text).unwrap_err(), error, "{text}");
    }
    let right = format!(" <{redirect}?code=x&state={state}>\n");
    assert!(attempt.accept_pasted(&right).is_ok());
    assert_eq!(attempt.accept_pasted(&right).unwrap_err(), PasteError::Over);
}

#[tokio::test]
async fn after_a_paste_the_browser_cannot_answer_as_well() {
    let attempt = begin(0).await.unwrap();
    let (port, state) = (attempt.port(), parameter(&attempt, "state"));
    let cancel = CancellationToken::new();
    let wait = attempt.wait(MINUTE, &cancel);
    tokio::pin!(wait);
    assert!(tokio::time::timeout(Duration::from_millis(20), &mut wait).await.is_err(), "waiting");
    assert!(attempt.accept_pasted(&format!("code=x&state={state}")).is_ok());
    let target = format!("/callback?code=x&state={state}");
    let late = tokio::select! {
        answer = get(port, &target, "") => answer,
        _ = &mut wait => panic!("the browser's answer was taken as well"),
    };
    assert!(refused(&late), "{late}");
}

#[tokio::test]
async fn every_address_has_its_own_state_and_an_s256_challenge_and_no_scope() {
    let (mut states, mut challenges) = (HashSet::new(), HashSet::new());
    for _ in 0..1000 {
        let attempt = begin(0).await.unwrap();
        let url = Url::parse(attempt.url()).unwrap();
        let names: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
        let expected =
            ["response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method"];
        assert_eq!(names, expected);
        assert_eq!(url.as_str().split('?').next(), Some("https://zoom.us/oauth/authorize"));
        assert_eq!(parameter(&attempt, "code_challenge_method"), "S256");
        assert_eq!(parameter(&attempt, "redirect_uri"), format!("http://127.0.0.1:{}/callback", attempt.port()));
        for (seen, name) in [(&mut states, "state"), (&mut challenges, "code_challenge")] {
            let value = parameter(&attempt, name);
            assert_eq!(URL_SAFE_NO_PAD.decode(&value).unwrap().len(), 32, "256 bits");
            assert!(seen.insert(value), "{name} twice");
        }
        assert!(!format!("{attempt:?}").contains(&parameter(&attempt, "state")));
    }
}
