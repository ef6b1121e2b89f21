//! Everything that can go wrong in a task, as it was reported.

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
