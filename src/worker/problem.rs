//! From errors to words: what we could not do, why, what is safe, what helps.

mod refusal;
#[cfg(test)]
mod tests;

use std::path::Path;

use super::download::DownloadError;
use super::error::Error;
use crate::app::{Problem, Remedy};
use crate::auth::{BeginError, BindError, DeviceError, PasteError, SessionError, TokenError, WaitError};
use crate::export;
use crate::model::{Feature, MediaKind, Text};
use crate::store;
use crate::views;
use crate::zoom::{self, ErrorKind, RateLimit, Unreachable};

const ARCHIVE_SAFE: &str = "The calls fetched so far are safe in the archive.";
const KEPT: &str = "The sign-in is kept; nothing else was changed.";
const DOCTOR: &str = "To check all that has to be right: ringlog doctor.";
const NOTHING_CHANGED: &str = "Nothing was changed.";

/// Calls could not be fetched.
#[must_use]
pub fn fetching_calls(error: &Error) -> Problem {
    told("Could not fetch calls from Zoom", ARCHIVE_SAFE, error)
}

/// The path of a call could not be fetched.
#[must_use]
pub fn fetching_path(error: &Error) -> Problem {
    told("Could not fetch how this call went", "The call itself is in the archive.", error)
}

/// What was said in a call could not be fetched.
#[must_use]
pub fn fetching_part(error: &Error) -> Problem {
    told("Could not fetch this from Zoom", "What was read before is in the archive.", error)
}

/// The archive could not be read.
#[must_use]
pub fn reading_archive(error: &Error) -> Problem {
    told("Could not read the archive", "The file was left as it is.", error)
}

/// A damaged archive is now at `aside`, and an empty one in its place.
#[must_use]
pub fn put_aside(aside: &Path) -> Problem {
    Problem {
        headline: "The archive was damaged".to_owned(),
        cause: format!("The file is now {}; nothing in it was changed.", Text::new(&aside.display().to_string())),
        safe: "A new archive takes its place. The sign-in and the settings are as they were.".to_owned(),
        steps: vec![
            "Fetch again what Zoom still has: six months.".to_owned(),
            "Older calls are only in the damaged file: keep it if you need them.".to_owned(),
        ],
        remedy: Remedy::Retry,
    }
}

/// True when the archive turned out to be damaged.
#[must_use]
pub const fn is_damage(error: &Error) -> bool {
    matches!(
        error,
        Error::Store(store::Error::Damaged { .. }) | Error::Export(export::Error::Read(store::Error::Damaged { .. }))
    )
}

/// The stored sign-in could not be used.
#[must_use]
pub fn restoring(error: &Error) -> Problem {
    told("Could not use the stored sign-in", ARCHIVE_SAFE, error)
}

/// A sign-in did not work.
#[must_use]
pub fn signing_in(error: &Error) -> Problem {
    // These come after the credential was stored.
    if matches!(error, Error::Zoom(_) | Error::NoCallScope | Error::Store(_)) {
        told("Signed in, but ringlog cannot go on", KEPT, error)
    } else {
        told("Could not sign in to Zoom", NOTHING_CHANGED, error)
    }
}

/// Something was left behind at sign-out.
#[must_use]
pub fn signing_out(error: &Error) -> Problem {
    told("Could not forget the sign-in", "It may still be stored on this machine.", error)
}

/// The calls here could not be deleted after the sign-out.
#[must_use]
pub fn deleting_calls(error: &Error) -> Problem {
    let mut problem = told("Signed out, but could not delete the calls here", "The sign-in is forgotten.", error);
    problem.steps.push("To try again: ringlog auth logout --purge.".to_owned());
    problem
}

/// The file was not written.
#[must_use]
pub fn exporting(error: &Error) -> Problem {
    told("Could not write the export", "No file was made or changed.", error)
}

/// Saved views could not be read or changed.
#[must_use]
pub fn using_views(error: &Error) -> Problem {
    told("Could not use the saved views", "The file of views is as it was.", error)
}

/// The look of the list could not be kept.
#[must_use]
pub fn keeping_look(error: &Error) -> Problem {
    told("Could not keep the columns", "They stay as they are until ringlog ends.", error)
}

/// Recordings or voicemail could not be listed.
#[must_use]
pub fn listing_media(kind: MediaKind, error: &Error) -> Problem {
    let headline = match kind {
        MediaKind::Recording => "Could not list recordings",
        MediaKind::Voicemail => "Could not list voicemail",
    };
    told(headline, "What was listed before is in the archive.", error)
}

/// What was said in a voicemail could not be fetched.
#[must_use]
pub fn reading_voicemail(error: &Error) -> Problem {
    told("Could not fetch what was said", "The voicemail itself is in the list.", error)
}

/// A recording or voicemail could not be downloaded.
#[must_use]
pub fn downloading(error: &Error) -> Problem {
    told("Could not download it", "No half file took its place; a later try goes on where this one ended.", error)
}

/// A recording or voicemail could not be played.
#[must_use]
pub fn playing(error: &Error) -> Problem {
    told("Could not play it", "A file that was downloaded is kept.", error)
}

/// A job stopped before its end.
#[must_use]
pub fn working(error: &Error) -> Problem {
    told("The job stopped", "What it finished is kept, and it can go on.", error)
}

/// A check of `ringlog doctor` did not pass.
#[must_use]
pub fn examining(error: &Error) -> Problem {
    let mut problem = told("A check did not pass", NOTHING_CHANGED, error);
    problem.steps.retain(|step| step != DOCTOR);
    problem
}

/// True when only a new sign-in helps.
#[must_use]
pub fn is_signed_out(error: &Error) -> bool {
    match error {
        Error::NotSignedIn
        | Error::Session(SessionError::SignedOut | SessionError::Ended(_) | SessionError::Replaced) => true,
        Error::Device(DeviceError::Session(error)) => {
            matches!(error, SessionError::SignedOut | SessionError::Ended(_) | SessionError::Replaced)
        }
        Error::Zoom(error) => matches!(error.kind, ErrorKind::SignInNeeded(_) | ErrorKind::Unauthorized { .. }),
        Error::NotConfigured
        | Error::NoCallScope
        | Error::Endpoint(_)
        | Error::Begin(_)
        | Error::Wait(_)
        | Error::Paste(_)
        | Error::Device(_)
        | Error::NoSecret
        | Error::NoPerson
        | Error::Session(_)
        | Error::Store(_)
        | Error::Export(_)
        | Error::Views(_)
        | Error::NoArchive
        | Error::NoSuchCall
        | Error::NoMediaScope(_)
        | Error::NoSuchMedia
        | Error::Download(_)
        | Error::Clamped(_)
        | Error::Cancelled
        | Error::Fault => false,
    }
}

/// Tells `error`; who is safe and what failed is the caller's.
fn told(headline: &str, safe: &str, error: &Error) -> Problem {
    log(headline, error);
    let (remedy, steps) = help(error);
    Problem {
        headline: headline.to_owned(),
        cause: cause(error),
        safe: safe.to_owned(),
        steps: steps.into_iter().map(str::to_owned).collect(),
        remedy,
    }
}

/// What is shown is logged too, with its sources. Errors name no person and hold no token.
fn log(headline: &str, error: &Error) {
    let sources: Vec<String> = std::iter::successors(std::error::Error::source(error), |error| error.source())
        .map(ToString::to_string)
        .collect();
    // Views are named by the person, perhaps after another one.
    if matches!(error, Error::Views(views::Error::Broken { .. } | views::Error::Change(_))) {
        tracing::warn!("{headline}");
        return;
    }
    tracing::warn!(%error, sources = sources.join(": "), "{headline}");
}

/// One line, with the first source that adds something and Zoom's tracking id.
fn cause(error: &Error) -> String {
    let mut cause = error.to_string();
    if let Some(source) = std::error::Error::source(error).map(ToString::to_string)
        && !cause.contains(&source)
    {
        cause = format!("{cause}: {source}");
    }
    if let Error::Zoom(zoom::Error { kind: ErrorKind::MissingScope { scopes }, .. }) = error
        && let Some(feature) = feature_of(scopes)
    {
        cause = format!("{cause}, which is needed to {}", feature.words());
    }
    if let Error::Zoom(zoom::Error { tracking_id: Some(id), .. }) = error {
        cause = format!("{cause} (tracking id {id})");
    }
    cause
}

type Help = (Remedy, Vec<&'static str>);

fn help(error: &Error) -> Help {
    match error {
        Error::NotConfigured => (
            Remedy::SetUp,
            vec![
                "Make a Zoom app once: the README has the manifest to paste, it takes a few minutes.",
                "Set its Public Client ID: RINGLOG_CLIENT_ID, or client_id under [zoom] in config.toml.",
                "Or look around first: ringlog demo.",
            ],
        ),
        Error::NotSignedIn => (Remedy::SignIn, vec![]),
        Error::NoCallScope => (
            Remedy::AskAdmin,
            vec![
                "App owner: Marketplace > your app > Scopes: add phone:read:list_call_logs:admin (all calls) or \
                 phone:read:list_call_logs (your own).",
                "Then sign in again, so that the new scope is granted.",
            ],
        ),
        Error::Endpoint(_) => (Remedy::SetUp, vec!["Correct auth_url in config.toml or RINGLOG_AUTH_URL."]),
        Error::Begin(error) => beginning(error),
        Error::Wait(error) => waiting(error),
        Error::Paste(error) => pasting(error),
        Error::Device(error) => device(error),
        Error::NoSecret => (
            Remedy::SetUp,
            vec![
                "Set RINGLOG_CLIENT_SECRET, or client_secret_file under [zoom] in config.toml, and switch \"use on device\" on in the app.",
                "Without a secret sign in with: ringlog auth login --paste.",
            ],
        ),
        Error::NoPerson => (Remedy::SetUp, vec!["Sign in with: ringlog auth login."]),
        Error::Session(error) => session(error),
        Error::Zoom(error) => from_zoom(&error.kind),
        Error::Store(error) => from_store(error),
        Error::Export(error) => from_export(error),
        Error::Views(views::Error::Broken { .. }) => {
            (Remedy::SetUp, vec!["Correct that line, or move the file away: ringlog does not write over it."])
        }
        Error::NoArchive => (Remedy::SignIn, vec!["Sign in; the first fetch makes the archive."]),
        Error::NoMediaScope(_) => (
            Remedy::AskAdmin,
            vec![
                "App owner: Marketplace > your app > Scopes: add the scope named above.",
                "Then sign in again, so that the new scope is granted. Everything else keeps working.",
            ],
        ),
        Error::Download(error) => from_download(error),
        Error::NoSuchCall
        | Error::NoSuchMedia
        | Error::Clamped(_)
        | Error::Cancelled
        | Error::Views(views::Error::Io { .. } | views::Error::Change(_)) => (Remedy::Retry, vec![]),
        Error::Fault => (Remedy::Report, vec!["The place of the fault is in the log; please report its last lines."]),
    }
}

/// What a missing scope would open, by the first that is named.
fn feature_of(scopes: &[Text]) -> Option<Feature> {
    let opens = |scope: &Text| Feature::ALL.into_iter().find(|feature| feature.scopes().contains(&scope.as_raw()));
    scopes.iter().find_map(opens)
}

fn beginning(error: &BeginError) -> Help {
    match error {
        BeginError::Bind(BindError::PortInUse { .. } | BindError::PortNotAllowed { .. }) => (
            Remedy::SetUp,
            vec!["Set redirect_port (RINGLOG_REDIRECT_PORT) to another port, or to 0 for any free one."],
        ),
        BeginError::Bind(BindError::Io(_)) | BeginError::Randomness(_) => (Remedy::Retry, vec![]),
    }
}

fn waiting(error: &WaitError) -> Help {
    match error {
        WaitError::Denied { error, description } => refusal::denied(error, description),
        WaitError::TimedOut => (
            Remedy::SignIn,
            vec![
                "\"Invalid redirect\" (4700, 4709): add http://127.0.0.1/callback to the app's redirect and allow lists.",
                "\"An account admin is required\": ask a Zoom admin to approve the app once.",
                "\"Not available\" or \"needs approval\": use an app made in your own Zoom account.",
                "\"Cannot connect\": normal over SSH; copy that page's whole address and paste it.",
                "Signed in as somebody else: sign out at zoom.us in the browser, then try again.",
            ],
        ),
        WaitError::Canceled | WaitError::Over => (Remedy::SignIn, vec![]),
    }
}

fn pasting(error: &PasteError) -> Help {
    match error {
        PasteError::Over | PasteError::Denied { .. } => (Remedy::SignIn, vec![]),
        PasteError::Empty
        | PasteError::NotAnAddress
        | PasteError::AuthorizePage
        | PasteError::OtherPage
        | PasteError::Incomplete
        | PasteError::OtherAttempt
        | PasteError::OtherServer
        | PasteError::Repeated => (Remedy::Retry, vec![]),
    }
}

fn device(error: &DeviceError) -> Help {
    match error {
        DeviceError::Denied => (Remedy::SignIn, vec!["Sign in again and allow access: ringlog only reads."]),
        DeviceError::Expired => (Remedy::SignIn, vec!["Ask for a new code and type it in time."]),
        DeviceError::Token(error) => token(error),
        DeviceError::Session(error) => session(error),
    }
}

fn session(error: &SessionError) -> Help {
    match error {
        SessionError::SignedOut => (Remedy::SignIn, vec![]),
        SessionError::Ended(refusal) if refusal.code.is_some() => refusal::refused(refusal),
        SessionError::Replaced => (
            Remedy::SignIn,
            vec!["Another ringlog on this machine signed in as somebody else: sign in again, or close this one."],
        ),
        SessionError::Ended(_) => {
            (Remedy::SignIn, vec!["Sign in again; tokens end when they are revoked or unused for long."])
        }
        SessionError::Token(error) => token(error),
        SessionError::Vault(_) => (
            Remedy::SetUp,
            vec![
                "Unlock the system keychain, or set credential_store = \"file\" (a file only you can read) or \"memory\".",
                DOCTOR,
            ],
        ),
        SessionError::Busy | SessionError::Closing => (Remedy::Retry, vec![]),
        SessionError::Lock(_) => (Remedy::SetUp, vec!["Make ~/.local/state/ringlog writable for you."]),
    }
}

fn token(error: &TokenError) -> Help {
    match error {
        TokenError::Refused(refusal) => refusal::refused(refusal),
        TokenError::Unavailable { .. } => (Remedy::Later, vec![DOCTOR]),
        TokenError::Unreachable(_) | TokenError::NoAnswer | TokenError::NotJson => (Remedy::Reconnect, vec![DOCTOR]),
        TokenError::BadAnswer(_) => (Remedy::Report, vec![]),
        TokenError::NoCertificates => (Remedy::SetUp, vec!["Install the package ca-certificates."]),
    }
}

fn from_zoom(kind: &ErrorKind) -> Help {
    match kind {
        ErrorKind::Unauthorized { .. } => (Remedy::SignIn, vec![]),
        ErrorKind::SignInNeeded(source) => no_token(source, Remedy::SignIn),
        ErrorKind::TokenRefresh(source) => no_token(source, Remedy::Later),
        ErrorKind::MissingScope { .. } => (
            Remedy::AskAdmin,
            vec![
                "App owner: Marketplace > your app > Scopes: add the scope named above.",
                "Then sign in again, so that the new scope is granted. Everything else keeps working.",
            ],
        ),
        ErrorKind::NotPermitted { .. } => (
            Remedy::AskAdmin,
            vec!["Your role in Zoom does not allow this: ask a Zoom admin for a role with Zoom Phone."],
        ),
        ErrorKind::NoZoomPhone { .. } => (
            Remedy::AskAdmin,
            vec!["This Zoom user or account has no Zoom Phone: ask a Zoom admin, or sign in as another user."],
        ),
        ErrorKind::PlanTooSmall { .. } => (Remedy::AskAdmin, vec!["The account's Zoom plan does not include this."]),
        ErrorKind::RateLimited { kind: RateLimit::Daily | RateLimit::DailyShare, until } => (
            Remedy::Wait(*until),
            vec![
                "The limit belongs to the whole Zoom account and its apps; it starts anew at 00:00 UTC. What is in the archive can be read meanwhile.",
            ],
        ),
        ErrorKind::RateLimited { until, .. } => (Remedy::Wait(*until), vec![]),
        ErrorKind::Unreachable { kind, .. } => unreachable_zoom(*kind),
        ErrorKind::Server { .. } | ErrorKind::Resting { .. } => (Remedy::Later, vec![]),
        ErrorKind::NotFound { .. }
        | ErrorKind::PageTokenExpired
        | ErrorKind::Transcript { .. }
        | ErrorKind::Cancelled => (Remedy::Retry, vec![]),
        ErrorKind::NotJson { .. } | ErrorKind::NotAudio { .. } => {
            (Remedy::Reconnect, vec!["A proxy or a sign-in page of this network may stand in between."])
        }
        ErrorKind::Validation { .. }
        | ErrorKind::Refused { .. }
        | ErrorKind::TooLarge { .. }
        | ErrorKind::TooDeep { .. }
        | ErrorKind::Decode { .. }
        | ErrorKind::UntrustedAddress { .. }
        | ErrorKind::WrongPart
        | ErrorKind::TooManyRedirects => (Remedy::Report, vec![]),
        ErrorKind::Setup(_) => (Remedy::SetUp, vec!["Install the package ca-certificates."]),
    }
}

/// What helps against whatever the sign-in met when a request needed a token.
fn no_token(source: &zoom::BoxError, otherwise: Remedy) -> Help {
    source.downcast_ref::<SessionError>().map_or((otherwise, vec![]), session)
}

fn unreachable_zoom(kind: Unreachable) -> Help {
    match kind {
        Unreachable::Dns | Unreachable::Connect | Unreachable::Timeout | Unreachable::Cut => {
            (Remedy::Reconnect, vec!["Check the network; where a proxy is needed, set HTTPS_PROXY.", DOCTOR])
        }
        Unreachable::Proxy => (Remedy::Reconnect, vec!["Check HTTPS_PROXY and NO_PROXY.", DOCTOR]),
        Unreachable::Tls => {
            (Remedy::SetUp, vec!["If your company inspects TLS, point SSL_CERT_FILE at its certificate."])
        }
    }
}

fn from_store(error: &store::Error) -> Help {
    match error {
        store::Error::DiskFull { .. } => {
            (Remedy::Retry, vec!["Free some space. What is in the archive can be read meanwhile."])
        }
        store::Error::ReadOnly { .. } | store::Error::Io { .. } => {
            (Remedy::Retry, vec!["See that the folder of the archive is yours, writable, and not on a full disk."])
        }
        store::Error::Locked { .. } => (Remedy::Retry, vec!["Wait until the other ringlog is done."]),
        store::Error::Damaged { .. } => (
            Remedy::SetUp,
            vec![
                "Close every ringlog and start it again: it puts the file aside and begins a new one.",
                "Calls older than six months are only in the old file.",
            ],
        ),
        store::Error::Newer { .. } => (Remedy::SetUp, vec!["Use the newer ringlog; this one leaves the file alone."]),
        store::Error::OldSqlite(_) | store::Error::Refused(_) | store::Error::Closed => (Remedy::Report, vec![]),
    }
}

fn from_download(error: &DownloadError) -> Help {
    match error {
        DownloadError::Busy { .. } => (Remedy::Retry, vec!["Wait until the other ringlog is done."]),
        DownloadError::TooLarge { .. } => {
            (Remedy::SetUp, vec!["Raise largest_mb under [files] in config.toml (RINGLOG_LARGEST_MB)."])
        }
        DownloadError::File { .. } => {
            (Remedy::Retry, vec!["See that the folder is writable and has room, or set folder under [files]."])
        }
        DownloadError::Player { .. } => (
            Remedy::SetUp,
            vec![
                "Set player under [ui] in config.toml (RINGLOG_PLAYER), such as player = \"mpv\"; the file comes last.",
            ],
        ),
        DownloadError::NoAddress | DownloadError::Empty | DownloadError::Short { .. } => (Remedy::Later, vec![]),
    }
}

fn from_export(error: &export::Error<store::Error>) -> Help {
    match error {
        export::Error::AlreadyExists { .. } => (Remedy::Rename, vec![]),
        export::Error::Busy { .. } | export::Error::Cancelled => (Remedy::Retry, vec![]),
        export::Error::File { .. } | export::Error::Write(_) => {
            (Remedy::Retry, vec!["See that the folder is writable and has room, or choose another one."])
        }
        export::Error::Read(error) => from_store(error),
    }
}
