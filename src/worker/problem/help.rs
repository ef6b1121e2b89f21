//! What helps against each error, room by room; what Zoom's sign-in server refuses is in `refusal`.

use super::super::download::DownloadError;
use super::super::error::Error;
use super::{DOCTOR, refusal};
use crate::app::Remedy;
use crate::auth::{BeginError, BindError, DeviceError, PasteError, SessionError, TokenError, VaultError, WaitError};
use crate::export;
use crate::model::Barrier;
use crate::store;
use crate::zoom::{self, ErrorKind, RateLimit, Unreachable};

/// The remedy, and the steps to take.
pub(super) type Help = (Remedy, Vec<&'static str>);

/// Against what neither a person nor an admin can mend.
const REPORT: &str = "Should it stay so, report it: the last lines of the log say more, and name no person.";

/// What helps against an error.
pub(super) fn help(error: &Error) -> Help {
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
        Error::NoArchive => (Remedy::SignIn, vec!["Sign in; the first fetch makes the archive."]),
        Error::NoMediaScope(_) => (
            Remedy::AskAdmin,
            vec![
                "App owner: Marketplace > your app > Scopes: add the scope named above.",
                "Then sign in again, so that the new scope is granted. Everything else keeps working.",
            ],
        ),
        Error::Download(error) => from_download(error),
        Error::NoSuchCall | Error::NoSuchMedia | Error::Clamped(_) | Error::Cancelled | Error::Views(_) => {
            (Remedy::Retry, vec![])
        }
        Error::Fault => (Remedy::Report, vec!["The place of the fault is in the log; please report its last lines."]),
    }
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
        SessionError::Vault(VaultError::Exposed(_)) => (
            Remedy::SetUp,
            vec!["Where others may have read it, remove that file and sign in again; else: chmod 600 on it.", DOCTOR],
        ),
        SessionError::Vault(VaultError::File { .. }) => (
            Remedy::SetUp,
            vec!["Make that folder and what is in it readable and writable for you, on a disk that is not full."],
        ),
        SessionError::Vault(VaultError::Keychain(_) | VaultError::TimedOut | VaultError::NotKept) => (
            Remedy::Unlock,
            vec![
                "Unlock the system keychain. Without one, set credential_store = \"file\" (a file only you can read) or \"memory\" under [zoom] in config.toml, and start ringlog again.",
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
        TokenError::Unreachable { barrier, .. } => (Remedy::Reconnect, vec![barrier_step(*barrier), DOCTOR]),
        TokenError::NoAnswer | TokenError::NotJson => (Remedy::Reconnect, vec![DOCTOR]),
        TokenError::BadAnswer(_) => (Remedy::Report, vec![REPORT]),
        TokenError::Proxy(_) => bad_proxy(),
        TokenError::NoCertificates => no_certificates(),
    }
}

fn from_zoom(kind: &ErrorKind) -> Help {
    match kind {
        ErrorKind::Unauthorized { .. } => (Remedy::SignIn, vec![]),
        ErrorKind::SignInNeeded(source) => no_token(source, Remedy::SignIn),
        ErrorKind::TokenRefresh(source) => no_token(source, Remedy::Later),
        ErrorKind::MissingScope { scopes } => (
            Remedy::AskAdmin,
            vec![
                if scopes.is_empty() {
                    "App owner: Marketplace > your app > Scopes: add what `ringlog auth status` tells to be missing."
                } else {
                    "App owner: Marketplace > your app > Scopes: add the scope named above."
                },
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
        | ErrorKind::TooManyRedirects => (Remedy::Report, vec![REPORT]),
        ErrorKind::Proxy(_) => bad_proxy(),
        ErrorKind::Setup(_) => no_certificates(),
    }
}

/// What helps against whatever the sign-in met when a request needed a token.
fn no_token(source: &zoom::BoxError, otherwise: Remedy) -> Help {
    source.downcast_ref::<SessionError>().map_or((otherwise, vec![]), session)
}

fn bad_proxy() -> Help {
    (
        Remedy::SetUp,
        vec![
            "Set it to http://HOST:PORT or https://HOST:PORT (USER:PASSWORD@ goes before the host), and start ringlog again.",
            "Where Zoom is reached without a proxy, unset it, or add Zoom's hosts to NO_PROXY, such as .zoom.us.",
            DOCTOR,
        ],
    )
}

fn no_certificates() -> Help {
    (
        Remedy::SetUp,
        vec![
            "Install the package ca-certificates.",
            "Where SSL_CERT_FILE or SSL_CERT_DIR is set, only what it leads to is trusted: correct or unset it.",
        ],
    )
}

fn unreachable_zoom(kind: Unreachable) -> Help {
    let (remedy, barrier) = match kind {
        Unreachable::Dns => (Remedy::Reconnect, Barrier::Name),
        Unreachable::Connect | Unreachable::Timeout | Unreachable::Cut => (Remedy::Reconnect, Barrier::Host),
        Unreachable::Proxy => (Remedy::Reconnect, Barrier::Proxy),
        Unreachable::ProxyPassword => (Remedy::Reconnect, Barrier::ProxyPassword),
        Unreachable::ProxyRefusal => (Remedy::Reconnect, Barrier::ProxyRefusal),
        Unreachable::Tls => (Remedy::SetUp, Barrier::Tls),
    };
    (remedy, vec![barrier_step(barrier), DOCTOR])
}

/// What to do where the way to Zoom ends.
const fn barrier_step(barrier: Barrier) -> &'static str {
    match barrier {
        Barrier::Name | Barrier::Host => {
            "Check the network; where a proxy is needed, set HTTPS_PROXY, and where one is set, see that it is right."
        }
        Barrier::Proxy => "Correct HTTPS_PROXY (or ALL_PROXY): http://HOST:PORT; NO_PROXY names hosts that need none.",
        Barrier::ProxyPassword => {
            "Put user and password into HTTPS_PROXY (or ALL_PROXY), as the proxy knows them: http://USER:PASSWORD@HOST:PORT."
        }
        Barrier::ProxyRefusal => {
            "Ask who runs the proxy to let ringlog reach Zoom, or correct HTTPS_PROXY (or ALL_PROXY) and NO_PROXY."
        }
        Barrier::Tls => {
            "If your company inspects TLS, point SSL_CERT_FILE at its certificates; where a proxy is set, ask who runs it."
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
        store::Error::OldSqlite(_) | store::Error::Refused(_) | store::Error::Closed => (Remedy::Report, vec![REPORT]),
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
        export::Error::Folder { .. } => (Remedy::Rename, vec!["Name a file in that folder."]),
        export::Error::Link { .. } => (Remedy::Rename, vec!["To write where it leads, give that path."]),
        export::Error::NoFile { .. } => {
            (Remedy::Rename, vec!["What is no plain file is not replaced: `ringlog export -o - >THERE` writes to it."])
        }
        export::Error::Busy { .. } | export::Error::Cancelled => (Remedy::Retry, vec![]),
        export::Error::File { .. } | export::Error::Write(_) => {
            (Remedy::Retry, vec!["See that the folder is there, is writable and has room, or export to another file."])
        }
        export::Error::Read(error) => from_store(error),
    }
}
