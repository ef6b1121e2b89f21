//! Playing the fault script: between the request and the answer it would have had.

use std::io;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use futures::{StreamExt as _, stream};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

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
    /// Another file lies behind the same address.
    pub other_file: bool,
    /// Parts of files are not given: whoever asks for one gets all of it.
    pub no_range: bool,
}

/// What is done to an answer once it is there.
#[derive(Default)]
struct Afterwards {
    cut: Option<usize>,
    stall: Option<usize>,
    longer: i64,
    unknown_fields: bool,
    unknown_enums: bool,
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
    let mut afterwards = Afterwards::default();
    for effect in played.effects {
        match effect {
            Effect::Drop => return (axum::Extension(Dropped), StatusCode::OK).into_response(),
            Effect::Status { status, body } => return another(status, body),
            Effect::TooMany { form, retry_after, wait } => return too_many(form, retry_after, wait, service.now()),
            Effect::DeadPageToken => return Refusal::page_token().into_response(),
            Effect::Clamp(span) => twists.clamp = Some(span),
            Effect::RepeatRows(rows) => twists.repeat_rows = rows,
            Effect::LateRows(rows) => twists.late_rows = rows,
            Effect::Cut(bytes) => afterwards.cut = Some(bytes),
            Effect::Stall(bytes) => afterwards.stall = Some(bytes),
            Effect::WrongLength(by) => afterwards.longer = by,
            Effect::OtherFile => twists.other_file = true,
            Effect::NoRange => twists.no_range = true,
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

impl Afterwards {
    async fn apply(self, response: Response) -> Response {
        let same_bytes = !self.unknown_fields && !self.unknown_enums;
        if same_bytes && self.cut.is_none() && self.stall.is_none() && self.longer == 0 {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        let Ok(whole) = body.collect().await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
        let bytes = if same_bytes { whole.to_bytes() } else { self.rewrite(whole.to_bytes()) };
        let length = (bytes.len() as u64).saturating_add_signed(self.longer);
        parts.headers.insert(header::CONTENT_LENGTH, length.into());
        let body = match (self.cut.filter(|cut| *cut < bytes.len()), self.stall.filter(|stall| *stall < bytes.len())) {
            (Some(cut), _) => cut_after(bytes.slice(..cut)),
            (None, Some(stall)) => stalled_after(bytes.slice(..stall)),
            (None, None) if self.longer > 0 => cut_after(bytes),
            (None, None) => Body::from(bytes.slice(..bytes.len().min(usize::try_from(length).unwrap_or(usize::MAX)))),
        };
        Response::from_parts(parts, body)
    }

    fn rewrite(&self, bytes: Bytes) -> Bytes {
        let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else { return bytes };
        if self.unknown_enums {
            replace_enums(&mut value);
        }
        if self.unknown_fields {
            add_fields(&mut value);
        }
        value.to_string().into()
    }
}

/// A body that ends before its `Content-Length`, which closes the connection.
fn cut_after(part: Bytes) -> Body {
    let sent = stream::once(async { Ok(part) });
    let broken = stream::once(async {
        tokio::task::yield_now().await; // lets the first part leave, or nothing would
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    Body::from_stream(sent.chain(broken))
}

/// A body that stands still, for as long as the client has patience.
fn stalled_after(part: Bytes) -> Body {
    let sent = stream::once(async { Ok::<_, io::Error>(part) });
    Body::from_stream(sent.chain(stream::pending()))
}

fn add_fields(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(add_fields);
            fields.insert("undocumented_note".into(), json!({ "since": "tomorrow", "levels": [1, 2.5, null] }));
            fields.insert("undocumented_flag".into(), json!(true));
        }
        Value::Array(items) => items.iter_mut().for_each(add_fields),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn replace_enums(value: &mut Value) {
    const ENUMS: [&str; 14] = [
        "direction",
        "connect_type",
        "call_type",
        "call_result",
        "result",
        "result_reason",
        "event",
        "caller_ext_type",
        "callee_ext_type",
        "operator_ext_type",
        "caller_number_type",
        "callee_number_type",
        "recording_status",
        "recording_type",
    ];
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if value.is_string() && ENUMS.contains(&name.as_str()) {
                    *value = format!("new_{name}").into();
                } else {
                    replace_enums(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(replace_enums),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
