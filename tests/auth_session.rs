//! A session against a token endpoint that punishes every mistake: it revokes everything when a refresh token is spent twice.
#![expect(clippy::unwrap_used, reason = "a helper that cannot do its part fails its test")]

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{RawForm, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use ringlog::auth::{
    AccessToken, Attempt, Client, Endpoints, FileVault, Identity, MemoryVault, Record, Session, SessionError, Setup,
    SignOut, TokenError, Vault, VaultError,
};
use ringlog::model::{Access, Account, Proxy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

#[path = "support/figure.rs"]
mod figure;

use figure::figure;

/// What the endpoint does with the next refresh.
#[derive(Clone, Debug, Default)]
enum Play {
    #[default]
    Rotate,
    /// This status, type and body.
    Answer(u16, &'static str, String),
    /// This body, to the exchange of a code.
    Code(String),
    /// These OAuth errors, one after the other, to who asks for the token of a device code.
    Device(VecDeque<&'static str>),
    /// Somebody else signs in meanwhile: this vault gets this record, then the token that was sent is refused.
    Overtaken(PathBuf, Box<Record>),
}

/// What was asked: the grant type (or `revoke`), the form, the headers.
type Request = (String, Vec<(String, String)>, HeaderMap);

#[derive(Default)]
struct Grants {
    issued: usize,
    refresh_token: String,
    access_token: String,
    revoked: bool,
    play: Play,
    requests: Vec<Request>,
    reused: usize,
    /// When the token of a device code was asked for.
    device_asked: Vec<tokio::time::Instant>,
    /// When a token was last given out.
    answered: Option<Instant>,
}

#[derive(Clone)]
struct FakeZoom {
    url: Url,
    grants: Arc<Mutex<Grants>>,
}

impl FakeZoom {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let fake = Self { url, grants: Arc::default() };
        let routes = Router::new()
            .route("/oauth/token", post(token))
            .route("/oauth/revoke", post(revoke))
            .route("/oauth/devicecode", post(device_code))
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        fake
    }

    fn endpoints(&self) -> Endpoints {
        Endpoints::new(&self.url).unwrap()
    }

    fn setup(&self, vault: Arc<dyn Vault>, lock_dir: &Path) -> Setup {
        Setup {
            endpoints: self.endpoints(),
            client: public(),
            profile: String::new(),
            vault,
            lock_dir: lock_dir.to_owned(),
            api_url: self.url.clone(),
            proxy: Proxy::default(),
        }
    }

    fn session(&self, folder: &Path) -> Session {
        let vault = Arc::new(FileVault::new(folder.join("credentials")));
        Session::new(self.setup(vault, &folder.join("locks"))).unwrap()
    }

    fn play(&self, play: Play) {
        self.grants.lock().unwrap().play = play;
    }

    fn requests(&self, grant_type: &str) -> usize {
        self.grants.lock().unwrap().requests.iter().filter(|(kind, _, _)| kind == grant_type).count()
    }

    fn accepts(&self, token: &AccessToken) -> bool {
        token.bearer() == format!("Bearer {}", self.grants.lock().unwrap().access_token)
    }
}

fn public() -> Client {
    Client::Public { client_id: "public-app".into() }
}

fn json(status: u16, body: String) -> Response {
    (StatusCode::from_u16(status).unwrap(), [("content-type", "application/json;charset=UTF-8")], body).into_response()
}

fn invalid_grant() -> Response {
    json(400, r#"{"reason":"Invalid Token!","error":"invalid_grant"}"#.into())
}

async fn token(State(zoom): State<FakeZoom>, headers: HeaderMap, RawForm(form): RawForm) -> Response {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&form).into_owned().collect();
    let field =
        |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let grant_type = field("grant_type");
    let play = {
        let mut grants = zoom.grants.lock().unwrap();
        grants.requests.push((grant_type.clone(), form.clone(), headers));
        grants.play.clone()
    };
    if grant_type == "refresh_token" {
        match play {
            Play::Rotate | Play::Code(_) | Play::Device(_) => {}
            Play::Answer(status, kind, body) => {
                return (StatusCode::from_u16(status).unwrap(), [("content-type", kind)], body).into_response();
            }
            Play::Overtaken(folder, record) => {
                tokio::task::spawn_blocking(move || FileVault::new(folder).save(&record)).await.unwrap().unwrap();
                return invalid_grant();
            }
        }
    }
    if let (Play::Code(body), "authorization_code") = (zoom.grants.lock().unwrap().play.clone(), grant_type.as_str()) {
        return json(200, body);
    }
    let mut grants = zoom.grants.lock().unwrap();
    if grant_type.ends_with(":device_code") {
        grants.device_asked.push(tokio::time::Instant::now());
        if let Play::Device(words) = &mut grants.play
            && let Some(word) = words.pop_front()
        {
            return json(400, format!(r#"{{"reason":"not yet","error":"{word}"}}"#));
        }
    }
    if grant_type == "refresh_token" {
        if field("refresh_token") != grants.refresh_token {
            grants.reused += 1;
            grants.revoked = true;
        }
        if grants.revoked {
            return invalid_grant();
        }
    }
    grants.issued += 1;
    let (refresh, access) = (format!("canary-refresh-{}", grants.issued), format!("canary-access-{}", grants.issued));
    grants.revoked = false;
    grants.refresh_token.clone_from(&refresh);
    grants.access_token.clone_from(&access);
    grants.answered = Some(Instant::now());
    let refresh =
        if grant_type == "account_credentials" { String::new() } else { format!(r#""refresh_token":"{refresh}","#) };
    json(
        200,
        format!(
            r#"{{"access_token":"{access}","token_type":"bearer",{refresh}"expires_in":3599,
                "scope":"phone:read:list_call_logs user:read:user","api_url":"https://api.zoom.us"}}"#
        ),
    )
}

async fn revoke(State(zoom): State<FakeZoom>, headers: HeaderMap, RawForm(form): RawForm) -> Response {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&form).into_owned().collect();
    zoom.grants.lock().unwrap().requests.push(("revoke".into(), form, headers));
    json(200, r#"{"status":"success"}"#.into())
}

async fn device_code(State(zoom): State<FakeZoom>, headers: HeaderMap, uri: Uri) -> Response {
    let query = uri.query().unwrap_or_default().as_bytes();
    let query = url::form_urlencoded::parse(query).into_owned().collect();
    zoom.grants.lock().unwrap().requests.push(("devicecode".into(), query, headers));
    let page = zoom.url.join("/activate").unwrap();
    json(
        200,
        format!(
            r#"{{"device_code":"canary-device","user_code":"K7QW2MXA","verification_uri":"{page}","expires_in":900,"interval":1}}"#
        ),
    )
}

/// Signs in as a browser would: the redirect reaches the listener.
async fn sign_in(session: &Session, endpoints: &Endpoints) -> Result<(), SessionError> {
    let attempt = Attempt::begin(endpoints, "public-app", 0).await.unwrap();
    let url = Url::parse(attempt.url()).unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let code = attempt.accept_pasted(&format!("{}?code=abc&state={state}", attempt.redirect_uri())).unwrap();
    session.sign_in(code).await.map(drop)
}

async fn signed_in(zoom: &FakeZoom, folder: &Path) -> Session {
    let session = zoom.session(folder);
    sign_in(&session, &zoom.endpoints()).await.unwrap();
    session
}

fn kept(zoom: &FakeZoom, folder: &Path) -> Option<Record> {
    FileVault::new(folder.join("credentials")).load(&Identity::new(&zoom.endpoints(), &public(), "")).unwrap()
}

#[tokio::test]
async fn a_public_client_signs_in_without_a_secret_and_stays_signed_in_over_a_restart() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = zoom.session(folder.path());
    session.check_store().await.unwrap();
    assert!(session.signed_in().await.unwrap().is_none());
    assert!(matches!(session.access_token().await, Err(SessionError::SignedOut)));
    sign_in(&session, &zoom.endpoints()).await.unwrap();
    {
        let grants = zoom.grants.lock().unwrap();
        let (_, form, headers) = &grants.requests[0];
        assert!(!headers.contains_key("authorization"), "Zoom refuses the header from a public client");
        let names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["grant_type", "code", "redirect_uri", "code_verifier", "client_id"]);
    }
    let restarted = zoom.session(folder.path());
    let signed_in = restarted.signed_in().await.unwrap().unwrap();
    assert_eq!(signed_in.api_url, zoom.url, "the stand-in is never left for a host that it names");
    assert!(signed_in.scopes.access().is_some());
    assert!(zoom.accepts(&restarted.access_token().await.unwrap()));
    assert_eq!(zoom.requests("refresh_token"), 0, "a start spends no refresh token while the access token is fresh");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_sixteen_processes_find_dead_is_renewed_once() {
    renewed_once(15).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "full size: a hundred expiries"]
async fn a_token_that_sixteen_processes_find_dead_a_hundred_times_is_renewed_a_hundred_times() {
    renewed_once(100).await;
}

/// Sixteen processes, two tasks in each, and so many expiries.
async fn renewed_once(expiries: usize) {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    signed_in(&zoom, folder.path()).await;
    let processes: Vec<Session> = (0..16).map(|_| zoom.session(folder.path())).collect();
    let mut token = processes[0].access_token().await.unwrap();
    for expiry in 1..=expiries {
        let mut tasks = tokio::task::JoinSet::new();
        for process in processes.iter().flat_map(|process| [process.clone(), process.clone()]) {
            let dead = token.clone();
            tasks.spawn(async move { process.refresh_after_401(&dead).await.unwrap() });
        }
        let tokens = tasks.join_all().await;
        assert!(tokens.iter().all(|token| zoom.accepts(token)), "all have the newest token");
        assert_eq!(zoom.requests("refresh_token"), expiry);
        token = tokens[0].clone();
    }
    assert_eq!(zoom.grants.lock().unwrap().reused, 0);
}

#[tokio::test]
async fn a_loser_never_removes_the_winners_credential() {
    for _ in 0..5 {
        one_loses().await;
    }
}

#[tokio::test]
#[ignore = "full size: five hundred losers"]
async fn five_hundred_losers_never_remove_the_winners_credential() {
    for _ in 0..500 {
        one_loses().await;
    }
}

async fn one_loses() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = signed_in(&zoom, folder.path()).await;
    let token = session.access_token().await.unwrap();
    // The winner's sign-in, made in another folder, is written into ours in the middle of the loser's refresh.
    let elsewhere = tempfile::tempdir().unwrap();
    let winner = signed_in(&zoom, elsewhere.path()).await;
    let record = kept(&zoom, elsewhere.path()).unwrap();
    zoom.play(Play::Overtaken(folder.path().join("credentials"), Box::new(record)));
    let taken_over = session.refresh_after_401(&token).await.unwrap();
    assert_eq!(taken_over, winner.access_token().await.unwrap());
    assert!(kept(&zoom, folder.path()).is_some());
    assert_eq!(zoom.requests("refresh_token"), 1);
    // Once more, with a winner whose token is dead as well: then the newest credential is sent, and it ends for good.
    let again = session.refresh_after_401(&taken_over).await;
    assert!(matches!(again, Err(SessionError::Ended(_))), "{again:?}");
}

#[tokio::test]
async fn a_dead_credential_is_removed_and_its_end_is_said() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    for dead in [
        r#"{"reason":"Invalid Token!","error":"invalid_grant"}"#,
        r#"{"reason":"Invalid Token!","error":"invalid_request"}"#,
        r#"{"reason":"Token revoked","error":"invalid_request","errorCode":4741}"#,
    ] {
        zoom.play(Play::Rotate);
        let session = signed_in(&zoom, folder.path()).await;
        let token = session.access_token().await.unwrap();
        zoom.play(Play::Answer(400, "application/json", dead.into()));
        let before = zoom.requests("refresh_token");
        assert!(matches!(session.refresh_after_401(&token).await, Err(SessionError::Ended(_))), "{dead}");
        assert!(matches!(session.refresh_after_401(&token).await, Err(SessionError::SignedOut)));
        assert_eq!(zoom.requests("refresh_token"), before + 1, "a final answer is not asked for again");
        assert!(kept(&zoom, folder.path()).is_none());
    }
}

#[tokio::test]
async fn passing_errors_and_bad_answers_leave_the_credential_alone() {
    survives_every_shape(1).await;
}

#[tokio::test]
#[ignore = "full size: thirty shapes, ten times each"]
async fn passing_errors_and_bad_answers_leave_the_credential_alone_ten_times() {
    survives_every_shape(10).await;
}

/// Thirty shapes of answers, each so many times: no sign-out.
async fn survives_every_shape(times: usize) {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = signed_in(&zoom, folder.path()).await;
    let token = session.access_token().await.unwrap();
    let good = r#"{"access_token":"a","token_type":"bearer","refresh_token":"r","expires_in":1}"#;
    let grant = r#"{"reason":"Invalid Token!","error":"invalid_grant"}"#;
    let mut shapes = vec![
        (302, "text/html", String::new()),
        (307, "application/json", grant.to_owned()),
        (400, "text/html", "<html>proxy</html>".into()),
        (400, "application/json", String::new()),
        (400, "application/json", "[]".into()),
        (400, "application/json", r#"{"message":"who are you"}"#.into()),
        (400, "application/json", r#"{"error":"temporarily_unavailable"}"#.into()),
        (401, "text/html", "<html>proxy wants a password</html>".into()),
        (403, "text/html", "<html>blocked by policy</html>".into()),
        (404, "application/json", "{}".into()),
        (407, "text/html", String::new()),
        (408, "application/json", grant.into()),
        (425, "application/json", grant.into()),
        (429, "application/json", grant.into()),
        (200, "text/html", "<html>sign in to this network</html>".into()),
        (200, "text/plain", good.into()),
        (200, "application/json", good.replace("bearer", "mac")),
        (200, "application/json", good.replace(r#""r""#, r#""""#)),
        (200, "application/json", good[..40].into()),
        (200, "application/json", format!("{good}{}", " ".repeat(70_000))),
        (200, "application/json", "[".repeat(50_000)),
    ];
    for status in [500, 502, 503] {
        shapes.extend([
            (status, "application/json", grant.to_owned()),
            (status, "text/html", "<html>trouble</html>".into()),
            (status, "application/json", String::new()),
        ]);
    }
    assert_eq!(shapes.len(), 30);
    for (tried, (status, kind, body)) in
        shapes.into_iter().flat_map(|shape| std::iter::repeat_n(shape, times)).enumerate()
    {
        zoom.play(Play::Answer(status, kind, body.clone()));
        let before = zoom.requests("refresh_token");
        let error = session.refresh_after_401(&token).await.unwrap_err();
        assert!(matches!(error, SessionError::Token(_)), "{status} {body:.60}: {error}");
        // What no sign-in server sends, under a status of success, leaves open whether the token was spent: once more, with the
        // same one.
        let sent = if status == 200 && !kind.ends_with("json") { 2 } else { 1 };
        assert_eq!(zoom.requests("refresh_token") - before, sent, "{status} {body:.60} ({tried})");
        assert!(kept(&zoom, folder.path()).is_some(), "{status} {body:.60}");
    }
    zoom.play(Play::Rotate);
    assert!(zoom.accepts(&session.refresh_after_401(&token).await.unwrap()), "it all works again");
}

/// What the token endpoint may answer to a code, sixty ways; nothing is stored, nothing asked twice, and an older credential stays.
#[tokio::test]
async fn sixty_bad_answers_to_a_code_are_sixty_clean_errors() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = signed_in(&zoom, folder.path()).await;
    let older = format!("{:?}", kept(&zoom, folder.path()));
    let fields = [("access_token", r#""a""#), ("token_type", r#""bearer""#), ("refresh_token", r#""r""#)];
    let values = ["null", "1", "true", "[]", "{}", r#""""#, r#"["x"]"#, r#"{"a":1}"#, "-0.5", "1e400"];
    let object = |changed: &str, value: Option<&str>| {
        let field = |(name, usual): (&str, &str)| {
            let value = if name == changed { value? } else { usual };
            Some(format!("\"{name}\":{value}"))
        };
        format!("{{{}}}", fields.into_iter().filter_map(field).collect::<Vec<_>>().join(","))
    };
    let mut bodies: Vec<String> = Vec::new();
    for (name, _) in fields {
        bodies.push(object(name, None));
        bodies.extend(values.map(|value| object(name, Some(value))));
    }
    bodies.extend([r#""mac""#, r#""bearer ""#, r#""basic""#].map(|kind| object("token_type", Some(kind))));
    bodies.extend(
        [r#""a b""#, r#""a\r\nX: y""#, r#""\u0000""#, r#""é""#].map(|token| object("access_token", Some(token))),
    );
    let whole = object("", None);
    bodies.extend((1..=16).map(|cut| whole[..whole.len() * cut / 17].to_owned()));
    bodies.extend(["null", "[]", "\"token\"", ""].map(str::to_owned));
    assert!(bodies.len() >= 60, "{}", bodies.len());
    for body in bodies {
        zoom.play(Play::Code(body.clone()));
        let before = zoom.requests("authorization_code");
        let error = sign_in(&session, &zoom.endpoints()).await.unwrap_err();
        assert!(matches!(error, SessionError::Token(TokenError::BadAnswer(_))), "{body}: {error}");
        assert_eq!(zoom.requests("authorization_code"), before + 1, "{body}");
        assert_eq!(format!("{:?}", kept(&zoom, folder.path())), older, "{body}");
    }
    zoom.play(Play::Rotate);
    assert!(zoom.accepts(&session.access_token().await.unwrap()));
}

#[tokio::test]
async fn a_request_without_an_answer_is_sent_once_more_and_no_server_is_unreachable() {
    // A server that takes the request and closes without a word.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let server = tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
            let _ = stream.read(&mut [0; 4096]).await;
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let zoom = FakeZoom { url: Url::parse(&format!("http://{address}")).unwrap(), grants: Arc::default() };
    let vault = FileVault::new(folder.path().join("credentials"));
    vault.save(&dead_record(&zoom).await).unwrap();
    let session = zoom.session(folder.path());
    let error = session.access_token().await.unwrap_err();
    assert!(matches!(error, SessionError::Token(TokenError::NoAnswer)), "{error}");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    server.abort();
    assert!(server.await.unwrap_err().is_cancelled());
    let error = session.access_token().await.unwrap_err();
    assert!(matches!(error, SessionError::Token(TokenError::Unreachable(_))), "{error}");
    assert!(kept(&zoom, folder.path()).is_some());
}

/// A record for `zoom` whose access token is long due: written by a real sign-in elsewhere, then moved and aged.
async fn dead_record(zoom: &FakeZoom) -> Record {
    let (real, elsewhere) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    signed_in(&real, elsewhere.path()).await;
    let path = std::fs::read_dir(elsewhere.path().join("credentials")).unwrap().next().unwrap().unwrap().path();
    let json = std::fs::read_to_string(path)
        .unwrap()
        .replace(real.url.as_str().trim_end_matches('/'), zoom.url.as_str().trim_end_matches('/'));
    let mut value: serde_json::Value = serde_json::from_str(&json).unwrap();
    value["access_due_at"] = "2020-01-01T00:00:00Z".into();
    serde_json::from_value(value).unwrap()
}

#[tokio::test]
async fn a_stored_credential_never_reaches_another_server_or_app() {
    let (zoom, other, folder) = (FakeZoom::start().await, FakeZoom::start().await, tempfile::tempdir().unwrap());
    signed_in(&zoom, folder.path()).await;
    let elsewhere = other.session(folder.path());
    assert!(elsewhere.signed_in().await.unwrap().is_none());
    assert!(matches!(elsewhere.access_token().await, Err(SessionError::SignedOut)));
    assert!(elsewhere.sign_out().await.is_ok());
    let vault = Arc::new(FileVault::new(folder.path().join("credentials")));
    let mut setup = zoom.setup(vault, &folder.path().join("locks"));
    setup.client = Client::Public { client_id: "another-app".into() };
    assert!(matches!(Session::new(setup).unwrap().access_token().await, Err(SessionError::SignedOut)));
    assert!(other.grants.lock().unwrap().requests.is_empty());
    assert!(kept(&zoom, folder.path()).is_some());
}

#[tokio::test]
async fn a_confidential_app_and_an_account_say_who_they_are_in_the_header() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let mut setup = zoom.setup(Arc::new(MemoryVault::default()), folder.path());
    setup.client = Client::Confidential { client_id: "app".into(), secret: "s3cret".into() };
    let session = Session::new(setup).unwrap();
    sign_in(&session, &zoom.endpoints()).await.unwrap();
    let mut setup = zoom.setup(Arc::new(MemoryVault::default()), folder.path());
    setup.client =
        Client::ServerToServer { client_id: "app".into(), secret: "s3cret".into(), account_id: "acc".into() };
    let account = Session::new(setup).unwrap();
    let token = account.access_token().await.unwrap();
    let renewed = account.refresh_after_401(&token).await.unwrap();
    assert!(zoom.accepts(&renewed) && renewed != token);
    assert!(account.signed_in().await.unwrap().is_some());
    let grants = zoom.grants.lock().unwrap();
    for (grant_type, form, headers) in &grants.requests {
        assert_eq!(headers["authorization"], "Basic YXBwOnMzY3JldA==", "{grant_type}");
        assert!(form.iter().all(|(name, _)| name != "client_id" && name != "client_secret"), "{grant_type}");
    }
    assert_eq!(grants.requests.len(), 3);
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "what is in memory leaves no file, no lock either"
    );
}

#[tokio::test]
async fn a_device_code_signs_in_where_there_is_no_browser() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let mut setup = zoom.setup(Arc::new(MemoryVault::default()), folder.path());
    setup.client = Client::Confidential { client_id: "app".into(), secret: "s3cret".into() };
    let session = Session::new(setup).unwrap();
    let authorization = session.request_device_code().await.unwrap();
    assert_eq!(authorization.user_code.as_raw(), "K7QW2MXA");
    session.sign_in_with_device(authorization).await.unwrap();
    assert!(zoom.accepts(&session.access_token().await.unwrap()));
    let grants = zoom.grants.lock().unwrap();
    let [(asked, query, headers), (grant_type, form, _)] = &grants.requests[..] else { panic!("two requests") };
    assert_eq!((asked.as_str(), query[0].1.as_str()), ("devicecode", "app"));
    assert_eq!(headers["authorization"], "Basic YXBwOnMzY3JldA==");
    assert_eq!(grant_type, "urn:ietf:params:oauth:grant-type:device_code");
    assert_eq!(form[1], ("device_code".into(), "canary-device".into()));
}

/// The clock stands still while anybody has something to do.
#[tokio::test(start_paused = true)]
async fn a_device_code_is_never_asked_for_sooner_than_allowed() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let mut setup = zoom.setup(Arc::new(MemoryVault::default()), folder.path());
    setup.client = Client::Confidential { client_id: "app".into(), secret: "s3cret".into() };
    let session = Session::new(setup).unwrap();
    let waits = ["authorization_pending", "slow_down", "slow_down", "authorization_pending", "slow_down"];
    zoom.play(Play::Device(waits.into()));
    let mut before = tokio::time::Instant::now();
    let authorization = session.request_device_code().await.unwrap();
    session.sign_in_with_device(authorization).await.unwrap();
    let asked = zoom.grants.lock().unwrap().device_asked.clone();
    // A second each as the answer says, and five more after each slow_down.
    let allowed = [1, 1, 6, 11, 11, 16];
    assert_eq!(asked.len(), allowed.len());
    for (at, seconds) in asked.into_iter().zip(allowed) {
        assert!(at - before >= Duration::from_secs(seconds), "{:?} instead of {seconds} s", at - before);
        before = at;
    }
}

fn person(email: &str) -> Account {
    Account {
        account_id: "acc".into(),
        user_id: format!("id of {email}").into(),
        name: "R. Alvarez".into(),
        email: email.into(),
        access: Access::Own,
    }
}

#[tokio::test]
async fn a_session_never_takes_over_the_token_of_another_person() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let first = signed_in(&zoom, folder.path()).await;
    first.remember_account(person("r.alvarez@example.com")).await.unwrap();
    let started = zoom.session(folder.path());
    started.signed_in().await.unwrap();
    let token = first.access_token().await.unwrap();
    let other = signed_in(&zoom, folder.path()).await;
    for named in [false, true] {
        if named {
            other.remember_account(person("k.tanaka@example.com")).await.unwrap();
        }
        assert!(matches!(first.refresh_after_401(&token).await, Err(SessionError::Replaced)));
        assert!(matches!(started.access_token().await, Err(SessionError::Replaced)));
    }
    assert_eq!(zoom.requests("refresh_token"), 0);
    // Nor after it found itself signed out.
    other.sign_out().await.unwrap();
    assert!(matches!(first.refresh_after_401(&token).await, Err(SessionError::SignedOut)));
    sign_in(&other, &zoom.endpoints()).await.unwrap();
    assert!(matches!(first.refresh_after_401(&token).await, Err(SessionError::Replaced)));
    other.remember_account(person("r.alvarez@example.com")).await.unwrap();
    assert!(zoom.accepts(&first.refresh_after_401(&token).await.unwrap()), "the same person again is no other person");
    sign_in(&started, &zoom.endpoints()).await.unwrap();
    assert!(zoom.accepts(&started.access_token().await.unwrap()), "its own sign-in counts for whoever it is");
}

#[tokio::test]
async fn the_persons_name_outlives_a_restart_and_a_refresh() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = signed_in(&zoom, folder.path()).await;
    let account = person("r.alvarez@example.com");
    session.remember_account(account.clone()).await.unwrap();
    let token = session.access_token().await.unwrap();
    session.refresh_after_401(&token).await.unwrap();
    for session in [session, zoom.session(folder.path())] {
        assert_eq!(session.signed_in().await.unwrap().unwrap().account.as_ref(), Some(&account));
    }
}

#[tokio::test]
async fn signing_out_works_online_and_offline_and_leaves_nothing() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = signed_in(&zoom, folder.path()).await;
    assert_eq!(session.sign_out().await.unwrap(), SignOut::Revoked);
    assert_eq!(zoom.requests("revoke"), 1);
    assert!(kept(&zoom, folder.path()).is_none());
    assert!(matches!(session.access_token().await, Err(SessionError::SignedOut)));

    let gone = FakeZoom { url: Url::parse("http://127.0.0.1:9").unwrap(), grants: Arc::default() };
    FileVault::new(folder.path().join("credentials")).save(&dead_record(&gone).await).unwrap();
    assert_eq!(gone.session(folder.path()).sign_out().await.unwrap(), SignOut::OnlyHere);
    assert!(kept(&gone, folder.path()).is_none());
    assert_eq!(gone.session(folder.path()).sign_out().await.unwrap(), SignOut::NobodyWas);
}

#[tokio::test]
async fn a_caller_that_gives_up_loses_no_token() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = signed_in(&zoom, folder.path()).await;
    let token = session.access_token().await.unwrap();
    let dropped = tokio::time::timeout(Duration::from_millis(1), session.refresh_after_401(&token)).await;
    // Whether or not it was quick enough: the next caller finds the renewed token, stored.
    drop(dropped);
    assert!(zoom.accepts(&session.refresh_after_401(&token).await.unwrap()));
    assert_eq!(zoom.requests("refresh_token"), 1);
    let restarted = zoom.session(folder.path());
    assert!(zoom.accepts(&restarted.access_token().await.unwrap()));
}

/// A file vault that refuses to be written for a while.
struct Stubborn {
    file: FileVault,
    refusals: AtomicUsize,
    /// Writes that are let through before it begins to refuse.
    grace: AtomicUsize,
    /// When it refused last: from then on it works.
    refused: Mutex<Instant>,
    /// When it took a record last.
    stored: Mutex<Instant>,
}

impl Stubborn {
    /// In `folder`; it takes so many writes, then refuses so many.
    fn new(folder: &Path, grace: usize, refusals: usize) -> Self {
        let now = Instant::now();
        Self {
            file: FileVault::new(folder.join("credentials")),
            refusals: AtomicUsize::new(refusals),
            grace: AtomicUsize::new(grace),
            refused: Mutex::new(now),
            stored: Mutex::new(now),
        }
    }
}

impl Vault for Stubborn {
    fn load(&self, identity: &Identity) -> Result<Option<Record>, VaultError> {
        self.file.load(identity)
    }

    fn save(&self, record: &Record) -> Result<(), VaultError> {
        let take_one = |counter: &AtomicUsize| {
            counter.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
        };
        if !take_one(&self.grace) && take_one(&self.refusals) {
            *self.refused.lock().unwrap() = Instant::now();
            Err(VaultError::NotKept)
        } else {
            let saved = self.file.save(record);
            *self.stored.lock().unwrap() = Instant::now();
            saved
        }
    }

    fn clear(&self, identity: &Identity) -> Result<(), VaultError> {
        self.file.clear(identity)
    }

    fn describe(&self) -> String {
        self.file.describe()
    }

    fn is_shared(&self) -> bool {
        true
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_refuses_costs_neither_the_token_nor_the_sign_in() {
    survives_a_vault_that_refuses(&[(0, 1), (1, 1), (1, 5)]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "full size: fifty refusals, two seconds apart"]
async fn a_vault_that_refuses_fifty_times_costs_neither_the_token_nor_the_sign_in() {
    survives_a_vault_that_refuses(&[(1, 50)]).await;
}

/// Vaults that take so many writes, then refuse so many.
async fn survives_a_vault_that_refuses(vaults: &[(usize, usize)]) {
    for &(grace, refusals) in vaults {
        let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
        signed_in(&zoom, folder.path()).await;
        let vault = Arc::new(Stubborn::new(folder.path(), grace, refusals));
        let session =
            Session::new(zoom.setup(Arc::clone(&vault) as Arc<dyn Vault>, &folder.path().join("locks"))).unwrap();
        let token = session.access_token().await.unwrap();
        let renewed = session.refresh_after_401(&token).await;
        if grace == 0 {
            assert!(matches!(renewed, Err(SessionError::Vault(_))), "refused before anything was spent");
            assert_eq!(zoom.requests("refresh_token"), 0);
        } else {
            assert!(zoom.accepts(&renewed.unwrap()) && session.is_unsaved(), "it goes on in memory, and says so");
        }
        let deadline = Instant::now() + Duration::from_secs(20 + 3 * refusals as u64);
        while session.is_unsaved() {
            assert!(Instant::now() < deadline, "not stored");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let since = vault.refused.lock().unwrap().elapsed();
        assert!(since < Duration::from_secs(5), "stored {since:?} after the vault worked again");
        let restarted = zoom.session(folder.path());
        assert_eq!(restarted.access_token().await.unwrap(), session.access_token().await.unwrap());
        assert_eq!(zoom.grants.lock().unwrap().reused, 0);
    }
}

/// Killed in between, the sign-in would be lost.
#[tokio::test(flavor = "multi_thread")]
async fn from_the_answer_to_the_store_it_is_a_moment() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    signed_in(&zoom, folder.path()).await;
    let vault = Arc::new(Stubborn::new(folder.path(), 0, 0));
    let session = Session::new(zoom.setup(Arc::clone(&vault) as Arc<dyn Vault>, &folder.path().join("locks"))).unwrap();
    let mut token = session.access_token().await.unwrap();
    let mut windows = Vec::new();
    for _ in 0..200 {
        token = session.refresh_after_401(&token).await.unwrap();
        let answered = zoom.grants.lock().unwrap().answered.unwrap();
        windows.push(vault.stored.lock().unwrap().duration_since(answered));
    }
    windows.sort_unstable();
    figure(&format!("from answer to store: half in {:.1?}, all but two in {:.1?}", windows[100], windows[197]));
    // What a busy machine adds is not ours.
    assert!(windows[20] < Duration::from_millis(20), "{:?}", windows[20]);
}

#[tokio::test]
async fn no_secret_is_in_any_debug_or_error() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = signed_in(&zoom, folder.path()).await;
    let token = session.access_token().await.unwrap();
    zoom.play(Play::Answer(
        400,
        "application/json",
        r#"{"reason":"no canary-refresh-1","error":"invalid_client"}"#.into(),
    ));
    let error = session.refresh_after_401(&token).await.unwrap_err();
    let record = kept(&zoom, folder.path());
    assert!(error.to_string().contains("no [redacted] (invalid_client)"), "{error}");
    let shown = format!("{session:?} {token:?} {record:?} {error:?} {:?}", session.signed_in().await);
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn a_redirect_of_the_token_endpoint_is_not_followed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let zoom = FakeZoom {
        url: Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap(),
        grants: Arc::default(),
    };
    let server = tokio::spawn(async move {
        let (mut stream, _): (TcpStream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 8192];
        let length = stream.read(&mut request).await.unwrap();
        stream
            .write_all(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")
            .await
            .unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    let folder = tempfile::tempdir().unwrap();
    let session = zoom.session(folder.path());
    let error = sign_in(&session, &zoom.endpoints()).await.unwrap_err();
    assert!(
        matches!(error, SessionError::Token(TokenError::Unavailable { status: 302 })),
        "a redirect is not followed: {error}"
    );
    let request = server.await.unwrap();
    assert!(request.starts_with("POST /oauth/token HTTP/1.1\r\n"), "{request}");
    assert!(request.to_lowercase().contains("content-type: application/x-www-form-urlencoded"), "{request}");
}
