//! What `ringlog doctor` asks of the credential store and of Zoom. Nothing is changed but a token that was due.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::error::Error;
use super::services::Services;
use crate::auth::{self, SessionError};
use crate::clock;
use crate::model::{Access, Span};
use crate::zoom::{self, ErrorKind, HistoryRequest, Notice, Unreachable};

/// Writes and removes a probe in the credential store, which works without a client id too. Gives what the store is.
///
/// # Errors
/// When it cannot be written.
pub async fn credential_store(services: &Services) -> Result<String, Error> {
    let session = services.session_to_probe()?;
    session.check_store().await.map_err(SessionError::from)?;
    Ok(session.store())
}

/// Asks Zoom Phone for as little as possible, for `limit` at most: the own profile, or one call of the last day.
///
/// # Errors
/// Why Zoom gives none; [`zoom::ErrorKind::RateLimited`] when Zoom lets us wait longer than `limit`.
pub async fn zoom_phone(
    services: &Services,
    signed_in: &auth::SignedIn,
    access: Access,
    limit: Duration,
) -> Result<(), Error> {
    let last_notice = Arc::new(Mutex::new(None));
    let told = Arc::clone(&last_notice);
    let note = move |notice| *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(notice);
    let client = services
        .connect(Some(signed_in.api_url.clone()), zoom::Usage::default())?
        .watched(CancellationToken::new(), note);
    if let Ok(answer) = timeout(limit, ask(&client, access)).await {
        return Ok(answer?);
    }
    let held_up = *last_notice.lock().unwrap_or_else(PoisonError::into_inner);
    let kind = match held_up {
        Some(Notice::Waiting { until, limit: Some(kind) }) => ErrorKind::RateLimited { kind, until },
        Some(Notice::Waiting { limit: None, .. } | Notice::Retrying { .. } | Notice::Resumed) | None => {
            ErrorKind::Unreachable { kind: Unreachable::Timeout, source: None }
        }
    };
    Err(zoom::Error::from(kind).into())
}

/// Requests of the kind that Zoom counts by the day: how many were sent today by every ringlog with this sign-in, and how many
/// are ours; `None` before anything was asked.
#[must_use]
pub fn daily_budget(services: &Services) -> Option<(u32, u32)> {
    let client = services.client()?;
    Some((client.usage().heavy, client.daily_share()?))
}

async fn ask(client: &zoom::Client, access: Access) -> Result<(), zoom::Error> {
    match access {
        Access::Account => one_call(client, access).await,
        Access::Own => match client.phone_profile().await.map_err(|error| error.kind) {
            Ok(_) => Ok(()),
            // A person without Zoom Phone has no profile there.
            Err(ErrorKind::NotFound { message }) => Err(ErrorKind::NoZoomPhone { message }.into()),
            // The list of calls does without this scope.
            Err(ErrorKind::MissingScope { .. }) => one_call(client, access).await,
            Err(kind) => Err(kind.into()),
        },
    }
}

async fn one_call(client: &zoom::Client, access: Access) -> Result<(), zoom::Error> {
    let now = clock::this_second();
    let span = Span { from: now - TimeDelta::days(1), to: now };
    client.call_history(&HistoryRequest { access, span, page_size: 1, next_page_token: None }).await.map(drop)
}
