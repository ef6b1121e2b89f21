//! Everything that can go wrong in a task, as it was reported.

use crate::auth::{DeviceError, SessionError};
use crate::zoom::ErrorKind;
use crate::{auth, export, model, store, views, zoom};

/// What went wrong. [`super::problem`] turns it into words for a person.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no client id to sign in with.
    #[error("no client id is configured")]
    NotConfigured,
    /// Nobody is signed in.
    #[error("not signed in")]
    NotSignedIn,
    /// The granted scopes open neither list of calls.
    #[error("the Zoom app has no scope to list calls")]
    NoCallScope,
    /// The configured host cannot be used.
    #[error(transparent)]
    Endpoint(#[from] auth::EndpointError),
    /// The sign-in could not begin.
    #[error(transparent)]
    Begin(#[from] auth::BeginError),
    /// The browser did not come back with a code.
    #[error(transparent)]
    Wait(#[from] auth::WaitError),
    /// A pasted address was no answer to the attempt.
    #[error(transparent)]
    Paste(#[from] auth::PasteError),
    /// The device code gave no sign-in.
    #[error(transparent)]
    Device(#[from] auth::DeviceError),
    /// Zoom gives device codes to apps with a secret only.
    #[error("a device code needs the app's secret, and none is configured")]
    NoSecret,
    /// A server-to-server app signs in by itself.
    #[error("a server-to-server app needs no device code")]
    NoPerson,
    /// The session gave no token.
    #[error(transparent)]
    Session(#[from] auth::SessionError),
    /// Zoom gave no answer, or not this one.
    #[error(transparent)]
    Zoom(#[from] zoom::Error),
    /// The archive did not do what was asked.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The file could not be written.
    #[error(transparent)]
    Export(#[from] export::Error<store::Error>),
    /// The files of saved views and of the look did not do what was asked.
    #[error(transparent)]
    Views(#[from] views::Error),
    /// There is no archive to read from.
    #[error("there are no calls on this machine yet")]
    NoArchive,
    /// The archive has no such call any more.
    #[error("the call is no longer in the archive")]
    NoSuchCall,
    /// No granted scope opens this.
    #[error("the Zoom app has no scope to {}{}", .0.words(), asking(*.0))]
    NoMediaScope(model::Feature),
    /// The archive has no such recording or voicemail.
    #[error("it is no longer in the archive")]
    NoSuchMedia,
    /// A file could not be downloaded, or not played.
    #[error(transparent)]
    Download(#[from] super::download::DownloadError),
    /// Zoom answered for less time than it was asked for.
    #[error("Zoom answered only for {}", words(.0))]
    Clamped(model::Span),
    /// The person stopped it.
    #[error("cancelled")]
    Cancelled,
    /// A task ended in a panic; the place is in the log.
    #[error("ringlog came upon a fault of its own")]
    Fault,
}

/// What an error says something of, and so who else would meet it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// The question: for another stretch of time, or of another thing, there may be an answer.
    Question,
    /// The one thing that was asked for. Where a list was asked for, that is all of them.
    Item,
    /// The sign-in: only a new one helps.
    SignIn,
    /// All that could be asked for now.
    Everything,
    /// Nothing: the person stopped it.
    Nothing,
}

impl Error {
    /// What it says something of.
    #[must_use]
    pub fn concerns(&self) -> Concern {
        match self {
            Self::Clamped(_) => Concern::Question,
            Self::NoSuchCall | Self::NoSuchMedia => Concern::Item,
            Self::Download(error) if !error.is_of_the_disk() => Concern::Item,
            Self::NotSignedIn => Concern::SignIn,
            Self::Session(error) | Self::Device(DeviceError::Session(error)) => of_session(error),
            Self::Zoom(error) => of_zoom(&error.kind),
            Self::Cancelled => Concern::Nothing,
            Self::NotConfigured
            | Self::NoCallScope
            | Self::NoMediaScope(_)
            | Self::Endpoint(_)
            | Self::Begin(_)
            | Self::Wait(_)
            | Self::Paste(_)
            | Self::Device(DeviceError::Denied | DeviceError::Expired | DeviceError::Token(_))
            | Self::NoSecret
            | Self::NoPerson
            | Self::Store(_)
            | Self::Export(_)
            | Self::Views(_)
            | Self::NoArchive
            | Self::Download(_)
            | Self::Fault => Concern::Everything,
        }
    }
}

fn of_session(error: &SessionError) -> Concern {
    match error {
        SessionError::SignedOut | SessionError::Ended(_) | SessionError::Replaced => Concern::SignIn,
        SessionError::Token(_)
        | SessionError::Vault(_)
        | SessionError::Busy
        | SessionError::Lock(_)
        | SessionError::Closing => Concern::Everything,
    }
}

const fn of_zoom(kind: &ErrorKind) -> Concern {
    match kind {
        ErrorKind::Validation { .. }
        | ErrorKind::NotFound { .. }
        | ErrorKind::PageTokenExpired
        | ErrorKind::Refused { .. }
        | ErrorKind::Server { .. }
        | ErrorKind::NotJson { .. }
        | ErrorKind::TooLarge { .. }
        | ErrorKind::TooDeep { .. }
        | ErrorKind::Decode { .. } => Concern::Question,
        ErrorKind::NotPermitted { .. }
        | ErrorKind::Transcript { .. }
        | ErrorKind::NotAudio { .. }
        | ErrorKind::UntrustedAddress { .. }
        | ErrorKind::WrongPart
        | ErrorKind::TooManyRedirects => Concern::Item,
        ErrorKind::Unauthorized { .. } | ErrorKind::SignInNeeded(_) => Concern::SignIn,
        ErrorKind::TokenRefresh(_)
        | ErrorKind::MissingScope { .. }
        | ErrorKind::NoZoomPhone { .. }
        | ErrorKind::PlanTooSmall { .. }
        | ErrorKind::RateLimited { .. }
        | ErrorKind::Resting { .. }
        | ErrorKind::Unreachable { .. }
        | ErrorKind::Proxy(_)
        | ErrorKind::Setup(_) => Concern::Everything,
        ErrorKind::Cancelled => Concern::Nothing,
    }
}

/// The scopes of which one would do: the granular ones of both kinds of app.
fn asking(feature: model::Feature) -> String {
    let scopes = [model::Access::Account, model::Access::Own].into_iter().filter_map(|kind| feature.scope_for(kind));
    let scopes: Vec<&str> = scopes.collect();
    if scopes.is_empty() { String::new() } else { format!(": {}", scopes.join(" or ")) }
}

fn words(span: &model::Span) -> String {
    format!("{} to {}", span.from.format("%Y-%m-%d %H:%M:%SZ"), span.to.format("%Y-%m-%d %H:%M:%SZ"))
}

impl From<tokio::task::JoinError> for Error {
    fn from(error: tokio::task::JoinError) -> Self {
        if error.is_panic() { Self::Fault } else { Self::Cancelled }
    }
}
