//! What went wrong between us and Zoom, in terms that a person can act on.

use std::fmt;

use chrono::{DateTime, Utc};
use reqwest::StatusCode;

use super::decode;
use super::wire::Fields;
use crate::model::{BadProxy, Text};

/// An error from a library, for the log.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong, with the number that Zoom's support asks for.
#[derive(Debug)]
pub struct Error {
    /// What it was.
    pub kind: ErrorKind,
    /// `x-zm-trackingid` of the answer, where there was one.
    pub tracking_id: Option<Text>,
}

/// What can go wrong. Source of codes and messages: Zoom Phone API and OAuth documents, checked 2026-11-22. The same code
/// means different things under different HTTP statuses.
#[derive(Debug, thiserror::Error)]
pub enum ErrorKind {
    /// Zoom refused a token that was just renewed.
    #[error("Zoom refused the access token, although it was renewed: {message}")]
    Unauthorized {
        /// Zoom's words.
        message: Text,
    },
    /// There is no sign-in that a token could be made from.
    #[error("sign-in needed")]
    SignInNeeded(#[source] BoxError),
    /// The access token could not be renewed just now; the sign-in may still be good.
    #[error("the access token could not be renewed")]
    TokenRefresh(#[source] BoxError),
    /// The app has no scope for this. Renewing the token does not help, adding the scope and signing in again does.
    #[error("the Zoom app lacks a scope: {}", either(.scopes))]
    MissingScope {
        /// Any one of these would do; empty when Zoom did not name them.
        scopes: Vec<Text>,
    },
    /// The person's role does not allow this.
    #[error("not permitted: {message}")]
    NotPermitted {
        /// Zoom's words.
        message: Text,
    },
    /// Zoom Phone is not switched on for the account or the person.
    #[error("no Zoom Phone: {message}")]
    NoZoomPhone {
        /// Zoom's words.
        message: Text,
    },
    /// The account's plan does not include this.
    #[error("the Zoom plan does not include this: {message}")]
    PlanTooSmall {
        /// Zoom's words.
        message: Text,
    },
    /// What was asked for does not exist, or not yet: the call path is missing for some seconds after a call.
    #[error("Zoom does not have it: {message}")]
    NotFound {
        /// Zoom's words.
        message: Text,
    },
    /// The way to the next page was older than 15 minutes: start the window again.
    #[error("the page token has expired")]
    PageTokenExpired,
    /// Zoom did not take a parameter.
    #[error("Zoom did not accept the request: {message}{}", listed(.fields))]
    Validation {
        /// Zoom's words.
        message: Text,
        /// The fields it named.
        fields: Vec<FieldError>,
    },
    /// The transcript cannot be had.
    #[error("no transcript: {message}")]
    Transcript {
        /// Why.
        state: TranscriptState,
        /// Zoom's words.
        message: Text,
    },
    /// A rate limit that waiting inside one request does not solve.
    #[error("{kind}, until {until}")]
    RateLimited {
        /// Which limit.
        kind: RateLimit,
        /// When to ask again.
        until: DateTime<Utc>,
    },
    /// No whole answer came.
    #[error("{kind}")]
    Unreachable {
        /// How far we came.
        kind: Unreachable,
        /// What the library said, without the address: that may be a secret.
        #[source]
        source: Option<BoxError>,
    },
    /// Zoom, or something in front of it, failed.
    #[error("Zoom answered {status}{}", if *.html { " with a web page" } else { "" })]
    Server {
        /// HTTP status, 5xx.
        status: u16,
        /// True when the body was a web page: then a gateway spoke, not the API.
        html: bool,
    },
    /// Zoom failed again and again, so nothing is sent for a while.
    #[error("Zoom failed many times in a row and is left alone until {}", until.format("%H:%M:%S UTC"))]
    Resting {
        /// When to ask again.
        until: DateTime<Utc>,
    },
    /// Any other refusal.
    #[error("Zoom refused with {status}, code {}: {message}", .code.map_or("none".to_owned(), |code| code.to_string()))]
    Refused {
        /// HTTP status.
        status: u16,
        /// `code` of the body.
        code: Option<i64>,
        /// Zoom's words.
        message: Text,
    },
    /// Something that is not JSON came where JSON belongs: a captive portal, a proxy's page, a redirect.
    #[error("the answer is not from Zoom's API ({content_type})")]
    NotJson {
        /// What it said it is.
        content_type: Text,
    },
    /// A file of another type came where audio belongs: mostly a sign-in page.
    #[error("the answer is not audio but {content_type}")]
    NotAudio {
        /// What it said it is.
        content_type: Text,
    },
    /// The answer is larger than anything Zoom documents.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// What is accepted, in bytes.
        limit: usize,
    },
    /// Lists and objects lie deeper in each other than anything Zoom documents.
    #[error("the answer is nested deeper than {limit} levels")]
    TooDeep {
        /// What is accepted, in levels.
        limit: usize,
    },
    /// JSON of a shape that Zoom does not document.
    #[error("the answer cannot be read (line {line}, column {column})")]
    Decode {
        /// Where, from 1.
        line: usize,
        /// Where, from 1.
        column: usize,
    },
    /// An address that no token may be sent to, or that is not https.
    #[error("{host} is no address for this: no request was sent")]
    UntrustedAddress {
        /// Its host.
        host: Text,
    },
    /// The rest of a file was asked for, and something else came.
    #[error("the answer does not fit to what is downloaded already")]
    WrongPart,
    /// More than five redirects.
    #[error("too many redirects")]
    TooManyRedirects,
    /// The person changed their mind.
    #[error("cancelled")]
    Cancelled,
    /// The environment names a proxy that cannot be used.
    #[error(transparent)]
    Proxy(BadProxy),
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be set up (are the ca-certificates installed?)")]
    Setup(#[source] BoxError),
}

/// A field that Zoom complained about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// `field`
    pub field: Text,
    /// `message`
    pub message: Text,
}

/// Why there is no transcript: codes 12000 to 12003.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TranscriptState {
    /// 12000: this recording cannot have one.
    Impossible,
    /// 12001: switched off.
    SwitchedOff,
    /// 12002: still being made.
    InProgress,
    /// 12003: it failed.
    Failed,
}

/// Which limit was met. Limits belong to the account and are shared with its other apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateLimit {
    /// Requests a second.
    #[error("Zoom's limit of requests a second is reached")]
    PerSecond,
    /// Requests a day; days roll over at 00:00 UTC.
    #[error("Zoom's limit of requests a day is reached")]
    Daily,
    /// Requests at the same time.
    #[error("Zoom's limit of requests at the same time is reached")]
    Concurrent,
    /// Our own share of the day, so that other apps of the account keep theirs.
    #[error("ringlog's share of the requests a day is used up")]
    DailyShare,
}

/// How far we came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// The name has no address.
    #[error("the name of Zoom's server cannot be found")]
    Dns,
    /// Nobody answered at the address.
    #[error("no connection to Zoom")]
    Connect,
    /// The proxy is not there, or does not speak as one.
    #[error("the proxy before Zoom cannot be reached")]
    Proxy,
    /// The proxy wants to know who we are.
    #[error("the proxy before Zoom asks for a user and a password")]
    ProxyPassword,
    /// The proxy did not let us through.
    #[error("the proxy did not connect us to Zoom")]
    ProxyRefusal,
    /// The server's certificate was not accepted, or no cipher was common.
    #[error("no secure connection to Zoom")]
    Tls,
    /// It took too long.
    #[error("Zoom took too long to answer")]
    Timeout,
    /// The answer broke off.
    #[error("the answer broke off")]
    Cut,
}

impl Error {
    /// True when the same request may well succeed in a moment. A timeout has cost its half minute already, so it is not
    /// tried again.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::Server { .. }
                | ErrorKind::Unreachable { kind: Unreachable::Dns | Unreachable::Connect | Unreachable::Cut, .. }
        )
    }

    /// True when a connection was made and the host did not answer on it.
    pub(super) fn is_at_the_host(&self) -> bool {
        matches!(self.kind, ErrorKind::Unreachable { kind: Unreachable::Timeout | Unreachable::Cut, .. })
    }

    /// The same error, with the tracking id of its answer.
    #[must_use]
    pub(super) fn tracked(mut self, tracking_id: Option<Text>) -> Self {
        self.tracking_id = tracking_id;
        self
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind, tracking_id: None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.kind.source()
    }
}

/// What a refusal means; 429 is read in `rate_limit`, which needs the headers.
pub fn refusal(status: StatusCode, html: bool, body: &str) -> ErrorKind {
    if status.is_server_error() {
        return ErrorKind::Server { status: status.as_u16(), html };
    }
    let mut fields = decode::object(body).unwrap_or_default();
    let (code, message) = (fields.integer("code"), fields.text("message"));
    let words = message.as_raw().to_ascii_lowercase();
    match (status.as_u16(), code) {
        (_, Some(2013 | 2031)) => ErrorKind::NoZoomPhone { message },
        (400 | 401 | 403, Some(4711 | 104 | 4700)) if words.contains("scope") => {
            ErrorKind::MissingScope { scopes: named_scopes(message.as_raw()) }
        }
        // The token is good, the account it asks for is not there: a new token would not help.
        (401 | 404, _) if words.starts_with("account does not exist") => ErrorKind::NotFound { message },
        (401, _) => ErrorKind::Unauthorized { message },
        (400, Some(124 | 201 | 4700)) if words.contains("access token") => ErrorKind::Unauthorized { message },
        (403, _) => ErrorKind::NotPermitted { message },
        (404, _) | (400, Some(404)) => ErrorKind::NotFound { message },
        (400, _) if words.contains("next page token") || words.contains("next_page_token") => {
            ErrorKind::PageTokenExpired
        }
        (400, Some(200)) => ErrorKind::PlanTooSmall { message },
        (400, Some(12000)) => ErrorKind::Transcript { state: TranscriptState::Impossible, message },
        (400, Some(12001)) => ErrorKind::Transcript { state: TranscriptState::SwitchedOff, message },
        (400, Some(12002)) => ErrorKind::Transcript { state: TranscriptState::InProgress, message },
        (400, Some(12003)) => ErrorKind::Transcript { state: TranscriptState::Failed, message },
        (400, Some(300 | 301)) => {
            let fields = field_errors(&mut fields, message.as_raw());
            ErrorKind::Validation { message, fields }
        }
        (status, code) => ErrorKind::Refused { status, code, message },
    }
}

/// The scopes in `… does not contain scopes:[a, b].`
fn named_scopes(message: &str) -> Vec<Text> {
    let list = message.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(list, _)| list);
    list.split(',').map(str::trim).filter(|scope| !scope.is_empty()).map(Text::new).collect()
}

/// `errors[]`, else the name in `Invalid request param: {name}.`
fn field_errors(body: &mut Fields, message: &str) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> = body
        .list("errors")
        .into_iter()
        .map(|mut error| FieldError { field: error.text("field"), message: error.text("message") })
        .collect();
    if let (true, Some(name)) = (errors.is_empty(), message.strip_prefix("Invalid request param: ")) {
        errors.push(FieldError { field: Text::new(name.trim_end_matches('.')), message: Text::default() });
    }
    errors
}

fn either(scopes: &[Text]) -> String {
    if scopes.is_empty() {
        return "Zoom did not say which".to_owned();
    }
    scopes.iter().map(Text::to_string).collect::<Vec<_>>().join(" or ")
}

fn listed(fields: &[FieldError]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let each: Vec<String> = fields.iter().map(|error| format!("{}: {}", error.field, error.message)).collect();
    format!(" ({})", each.join("; "))
}
