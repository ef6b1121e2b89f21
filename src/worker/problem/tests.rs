use chrono::DateTime;

use super::*;
use crate::auth::{DeviceError, Refusal, SessionError, TokenError, WaitError};
use crate::model::{BadProxy, Proxy};
use crate::zoom::{RateLimit, Unreachable};

fn refusal(error: &str, reason: &str, code: Option<u16>) -> Refusal {
    Refusal { status: 400, error: error.into(), reason: reason.into(), code }
}

fn token(error: &str, reason: &str, code: Option<u16>) -> Error {
    Error::Session(SessionError::Token(TokenError::Refused(refusal(error, reason, code))))
}

fn ended(code: u16) -> Error {
    Error::Session(SessionError::Ended(refusal("invalid_request", "Invalid Token!", Some(code))))
}

fn denied(error: &str, description: &str) -> Error {
    Error::Wait(WaitError::Denied { error: error.into(), description: description.into() })
}

fn zoom(kind: ErrorKind) -> Error {
    Error::Zoom(kind.into())
}

fn lacks(scope: &str) -> Error {
    zoom(ErrorKind::MissingScope { scopes: vec![scope.into()] })
}

fn bad_proxy() -> BadProxy {
    Proxy::find(&|name| (name == "HTTPS_PROXY").then(|| "socks5://127.0.0.1".to_owned())).check("zoom.us").unwrap_err()
}

fn unreachable(kind: Unreachable) -> Error {
    zoom(ErrorKind::Unreachable { kind, source: None })
}

fn limited(kind: RateLimit) -> Error {
    zoom(ErrorKind::RateLimited { kind, until: DateTime::UNIX_EPOCH })
}

/// Each refusal, the key that helps, and a word of the step that nothing else says.
fn refusals() -> Vec<(Error, Remedy, &'static str)> {
    let message = || Text::new("words of Zoom's");
    vec![
        (token("invalid_client", "Invalid client_id or client_secret", None), Remedy::SetUp, "Public Client ID"),
        (token("invalid_client", "", Some(4702)), Remedy::SetUp, "Public Client ID"),
        (token("unauthorized_client", "", None), Remedy::SetUp, "client_secret_file"),
        (token("unsupported_grant_type", "", None), Remedy::SetUp, "Server-to-Server"),
        (token("", "", Some(4705)), Remedy::SetUp, "Server-to-Server"),
        (token("invalid_request", "Redirect URI mismatch.", None), Remedy::SetUp, "127.0.0.1/callback"),
        (token("invalid_request", "Invalid redirect url", Some(4700)), Remedy::SetUp, "127.0.0.1/callback"),
        (token("", "", Some(4709)), Remedy::SetUp, "127.0.0.1/callback"),
        (token("invalid_scope", "", None), Remedy::AskAdmin, "Scopes"),
        (token("", "", Some(4711)), Remedy::AskAdmin, "Scopes"),
        (token("", "", Some(4717)), Remedy::AskAdmin, "activate"),
        (token("", "", Some(4732)), Remedy::Later, "in a while"),
        (token("invalid_grant", "", Some(4733)), Remedy::SignIn, "older than five minutes"),
        (token("invalid_grant", "", Some(4734)), Remedy::SignIn, "used already"),
        (token("invalid_grant", "Invalid authorization code [redacted]", None), Remedy::SignIn, "once"),
        (token("invalid_request", "Invalid account_id", None), Remedy::SetUp, "RINGLOG_ACCOUNT_ID"),
        (token("something_new", "", None), Remedy::SignIn, "settings"),
        (ended(4735), Remedy::AskAdmin, "user is gone"),
        (ended(4737), Remedy::SignIn, "too old"),
        (ended(4738), Remedy::AskAdmin, "admin has ended"),
        (ended(4741), Remedy::SignIn, "took this one's place"),
        (denied("access_denied", "declined"), Remedy::SignIn, "only reads"),
        (denied("access_denied", "An account admin is required"), Remedy::AskAdmin, "approve the app"),
        (denied("unauthorized_client", "not an authorized tester"), Remedy::SetUp, "test it"),
        (denied("invalid_scope", ""), Remedy::AskAdmin, "Scopes"),
        (denied("temporarily_unavailable", ""), Remedy::Later, "trouble"),
        (Error::Wait(WaitError::TimedOut), Remedy::SignIn, "4700"),
        (lacks("phone:read:ai_call_summary:admin"), Remedy::AskAdmin, "named above"),
        (zoom(ErrorKind::MissingScope { scopes: Vec::new() }), Remedy::AskAdmin, "ringlog auth status"),
        (zoom(ErrorKind::NoZoomPhone { message: message() }), Remedy::AskAdmin, "no Zoom Phone"),
        (zoom(ErrorKind::NotPermitted { message: message() }), Remedy::AskAdmin, "role"),
        (zoom(ErrorKind::PlanTooSmall { message: message() }), Remedy::AskAdmin, "plan"),
        (Error::NoCallScope, Remedy::AskAdmin, "list_call_logs"),
        (token("", "", Some(4704)), Remedy::SetUp, "Public Client ID"),
        (token("", "", Some(4706)), Remedy::SetUp, "Public Client ID"),
        (ended(4740), Remedy::SignIn, "too old"),
        (
            Error::Session(SessionError::Ended(refusal("invalid_grant", "Invalid Token!", None))),
            Remedy::SignIn,
            "revoked or unused",
        ),
        (Error::Session(SessionError::Replaced), Remedy::SignIn, "somebody else"),
        (Error::Session(SessionError::Token(TokenError::Unavailable { status: 503 })), Remedy::Later, "doctor"),
        (Error::Session(SessionError::Token(TokenError::NotJson)), Remedy::Reconnect, "doctor"),
        (Error::Session(SessionError::Token(TokenError::Proxy(bad_proxy()))), Remedy::SetUp, "http://HOST:PORT"),
        (zoom(ErrorKind::Proxy(bad_proxy())), Remedy::SetUp, "NO_PROXY"),
        (unreachable(Unreachable::Dns), Remedy::Reconnect, "HTTPS_PROXY"),
        (unreachable(Unreachable::Proxy), Remedy::Reconnect, "NO_PROXY"),
        (unreachable(Unreachable::Tls), Remedy::SetUp, "SSL_CERT_FILE"),
        (zoom(ErrorKind::NotJson { content_type: "text/html".into() }), Remedy::Reconnect, "sign-in page"),
        (limited(RateLimit::Daily), Remedy::Wait(DateTime::UNIX_EPOCH), "00:00 UTC"),
        (limited(RateLimit::DailyShare), Remedy::Wait(DateTime::UNIX_EPOCH), "00:00 UTC"),
        (
            Error::Store(store::Error::Damaged { path: "a.db".into(), source: rusqlite::Error::InvalidQuery }),
            Remedy::SetUp,
            "six months",
        ),
        (Error::Store(store::Error::Newer { path: "a.db".into(), found: 9, known: 5 }), Remedy::SetUp, "newer"),
        (Error::Store(store::Error::DiskFull { path: "a.db".into() }), Remedy::Retry, "Free some space"),
        (Error::NoSecret, Remedy::SetUp, "use on device"),
        (Error::Device(DeviceError::Expired), Remedy::SignIn, "new code"),
        (Error::Device(DeviceError::Denied), Remedy::SignIn, "only reads"),
    ]
}

#[test]
fn every_refusal_has_a_cause_a_step_and_a_key() {
    for (error, remedy, word) in refusals() {
        for words in [signing_in, restoring, fetching_calls] {
            let problem = words(&error);
            assert_eq!(problem.remedy, remedy, "{error}");
            assert!(!problem.cause.trim().is_empty() && !problem.safe.is_empty(), "{error}");
            assert!(
                problem.steps.iter().any(|step| step.contains(word)),
                "{error}: {word:?} is not in {:?}",
                problem.steps
            );
        }
    }
}

#[test]
fn a_missing_scope_says_what_it_is_needed_for() {
    for (scope, feature) in [
        ("phone:read:list_call_logs:admin", "list the account's calls"),
        ("phone:read:call_log:admin", "see how a call went"),
        ("phone:read:ai_call_summary:admin", "read AI summaries"),
        ("phone:read:list_recordings", "list your recordings"),
        ("phone:read:list_call_recordings:admin", "list the account's recordings"),
        ("phone:read:call_recording", "download recordings"),
        ("phone:read:recording_transcript", "read transcripts"),
        ("phone:read:list_voicemails:admin", "list voicemail"),
        ("phone:read:list_users:admin", "list phone users"),
        ("user:read:user:admin", "see who is signed in"),
    ] {
        let cause = fetching_calls(&lacks(scope)).cause;
        assert!(cause.contains(scope) && cause.contains(feature), "{cause}");
    }
    let cause = fetching_calls(&lacks("phone:read:something_new")).cause;
    assert!(!cause.contains("needed to"), "{cause}");
}
