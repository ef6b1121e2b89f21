//! A session against a token endpoint that punishes every mistake: who signs in, by which way, and what is kept of it.
#![expect(clippy::unwrap_used, reason = "a helper that cannot do its part fails its test")]

mod answers;
mod endpoint;
#[path = "../support/figure.rs"]
mod figure;
mod renewal;
mod vaults;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ringlog::auth::{
    Attempt, Client, Endpoints, FileVault, Identity, MemoryVault, Record, Session, SessionError, SignOut, Vault as _,
};
use ringlog::model::{Access, Account};
use url::Url;

use endpoint::{FakeZoom, Play, public};

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
