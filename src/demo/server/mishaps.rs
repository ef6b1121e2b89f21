//! Playing the fault script: between the request and the answer it would have had.

mod body;

use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::json;

use crate::demo::faults::{self, Effect, RetryAfter, TooMany};
use crate::demo::server::api;
use crate::demo::server::limits::{self, Standing};
use crate::demo::server::options::RateHeaders;
use crate::demo::server::refusal::Refusal;
use crate::demo::server::service::{Shared, lock};

/// On a response: close the connection, and send none of it.
#[derive(Clone, Copy)]
pub struct Dropped;

/// On a request: what the lists must do wrong.
#[derive(Clone, Copy, Debug, Default)]
pub struct Twists {
    /// The window shrinks to this span.
    pub clamp: Option<TimeDelta>,
    /// Rows of the page before that a later page begins with.
    pub repeat_rows: u64,
    /// Newest rows that are not there yet.
    pub late_rows: u64,
}

/// How paths outside the API are counted: tokens are by their grants.
const OTHER_PATHS: &str = "other paths";

/// The middleware that plays the script on every request.
pub async fn play(State(service): State<Shared>, mut request: Request, next: Next) -> Response {
    service.count(api::route_of(request.uri().path()).unwrap_or(OTHER_PATHS));
    let paging = request.uri().query().is_some_and(carries_page_token);
    let played = lock(&service.player).next(request.uri().path(), paging);
    if !played.delay.is_zero() {
        tokio::time::sleep(played.delay).await;
    }
    let mut twists = Twists::default();
    let mut afterwards = body::Afterwards::default();
    for effect in played.effects {
        match effect {
            Effect::Drop => return (axum::Extension(Dropped), StatusCode::OK).into_response(),
            Effect::Status { status, body } => return another(status, body),
            Effect::TooMany { form, retry_after, wait } => return too_many(form, retry_after, wait, service.now()),
            Effect::DeadPageToken => return Refusal::page_token().into_response(),
            Effect::Clamp(span) => twists.clamp = Some(span),
            Effect::RepeatRows(rows) => twists.repeat_rows = rows,
            Effect::LateRows(rows) => twists.late_rows = rows,
            Effect::Bomb => return body::bomb(),
            Effect::Deep(levels) => return body::deep(levels),
            Effect::Cut(bytes) => afterwards.cut = Some(bytes),
            Effect::Drip(pause) => afterwards.drip = Some(pause),
            Effect::ContentType(kind) => afterwards.content_type = Some(kind),
            Effect::UnknownFields => afterwards.unknown_fields = true,
            Effect::UnknownEnums => afterwards.unknown_enums = true,
        }
    }
    request.extensions_mut().insert(twists);
    afterwards.apply(next.run(request).await).await
}

fn carries_page_token(query: &str) -> bool {
    url::form_urlencoded::parse(query.as_bytes()).any(|(key, value)| key == "next_page_token" && !value.is_empty())
}

fn another(status: u16, body: faults::Body) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match body {
        faults::Body::Rest(code) => {
            let (code, message) = words(status, code);
            Refusal::new(status, code, message).into_response()
        }
        faults::Body::OAuth(error) => {
            let reason = if error == "invalid_grant" { "Invalid Token!" } else { error.as_str() };
            (status, Json(json!({ "reason": reason, "error": error }))).into_response()
        }
        faults::Body::Html if status.is_success() => {
            Html("<!doctype html><html><head><title>Sign in</title></head><body>Please sign in</body></html>")
                .into_response()
        }
        faults::Body::Html => {
            let page = format!("<html><head><title>{status}</title></head><body>{status}</body></html>");
            (status, Html(page)).into_response()
        }
    }
}

/// Zoom's words for a code, or the usual ones of a status.
fn words(status: StatusCode, code: Option<u32>) -> (u32, &'static str) {
    let code = code.unwrap_or(match status.as_u16() {
        400 => 300,
        401 => 124,
        other => u32::from(other),
    });
    let message = match code {
        104 | 4700 | 4711 => "Invalid access token, does not contain scopes.",
        124 => "Invalid access token.",
        200 => "Only available for paid account",
        300 => "Validation Failed",
        403 => "The authenticated user has not permitted access to the targeted resource",
        404 => "Not Found",
        429 => limits::PER_SECOND,
        2001 => "Account does not exist.",
        2013 => "Zoom Phone has not been enabled for this user.",
        2031 => "Zoom Phone has not been enabled for this account.",
        12002 => "This recording is still in the process of being transcribed. Reopen this recording in a few minutes.",
        _ => "Refused by the fault script.",
    };
    (code, message)
}

fn too_many(form: TooMany, retry_after: RetryAfter, wait: Duration, now: DateTime<Utc>) -> Response {
    let ahead = now + wait;
    let plain = |message| Refusal::new(StatusCode::TOO_MANY_REQUESTS, 429, message).into_response();
    let mut response = match form {
        TooMany::Qps => Standing::second_used_up(ahead).refusal(RateHeaders::Documented),
        TooMany::Daily => Standing::day_used_up(30_000, now).refusal(RateHeaders::Documented),
        TooMany::Bare => ([("x-ratelimit-category", "Light")], plain(limits::PER_SECOND)).into_response(),
        TooMany::Concurrent => {
            plain("Too many concurrent requests. A request to disassociate this user has already been made.")
        }
    };
    let written = match retry_after {
        RetryAfter::Usual => return response,
        RetryAfter::Absent => None,
        RetryAfter::Date => Some(ahead.to_rfc3339_opts(SecondsFormat::Secs, true)),
        RetryAfter::HttpDate => Some(ahead.format("%a, %d %b %Y %H:%M:%S GMT").to_string()),
        RetryAfter::Seconds => Some(wait.as_secs().max(1).to_string()),
    };
    response.headers_mut().remove(header::RETRY_AFTER);
    if let Some(value) = written.and_then(|text| HeaderValue::try_from(text).ok()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}
