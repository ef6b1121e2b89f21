//! A call and how it went.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::error::Error;
use super::problem;
use super::services::Services;
use crate::app::CallDetail;
use crate::clock;
use crate::model::{Batch, Call, CallKey, CallPath, Feature, Scopes};
use crate::store;
use crate::zoom::{self, ErrorKind};

/// A call's path is missing for some seconds after it ended; then it is asked for again after these pauses.
/// Source: Zoom Phone API notes on the call path, checked 2026-11-22.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4), Duration::from_secs(8)];
/// A call that ended longer ago than this has a path, or never will.
const FRESH: chrono::TimeDelta = chrono::TimeDelta::minutes(10);

/// The call from the archive, its path from there or from Zoom. A path that cannot be had is told inside.
pub(super) async fn load(
    services: &Services,
    key: CallKey,
    fresh: bool,
    scopes: &Scopes,
    cancel: &CancellationToken,
) -> Result<CallDetail, Error> {
    let archive = services.archive().await?.ok_or(Error::NoArchive)?;
    let call = archive.call(key).await?.ok_or(Error::NoSuchCall)?;
    let steps = archive.steps_of(key).await?;
    let text = archive.text_of_call(key).await?;
    let known = if fresh { None } else { archive.path_of(key).await? };
    if let Some(path) = known {
        return Ok(CallDetail { key, call, steps, path: Ok(Some(path)), text, batch: Batch::default() });
    }
    let asked = match services.client() {
        // The own list is told by its steps, and Zoom documents no path for its apps.
        _ if !steps.is_empty() && !scopes.allow(Feature::CallPath) => Ok(None),
        None => Err(Error::NotSignedIn),
        Some(client) => ask(&client.watched(cancel.clone(), |_| {}), &call).await.map(Some),
    };
    match asked {
        Ok(Some(path)) => {
            // The path teaches the call: its wait, hold and who took it.
            let batch = match archive.save_path(path.clone()).await {
                Ok(saved) => saved.batch,
                // It is read all the same, and fetched again the next time.
                Err(
                    error @ (store::Error::DiskFull { .. }
                    | store::Error::ReadOnly { .. }
                    | store::Error::Locked { .. }
                    | store::Error::Io { .. }),
                ) => {
                    tracing::warn!(%error, "the path of a call could not be kept");
                    Batch::default()
                }
                Err(error) => return Err(error.into()),
            };
            let (key, call) = found_again(&archive, key, call).await?;
            Ok(CallDetail { key, call, steps, path: Ok(Some(path)), text, batch })
        }
        Ok(None) => Ok(CallDetail { key, call, steps, path: Ok(None), text, batch: Batch::default() }),
        Err(Error::Cancelled) => Err(Error::Cancelled),
        Err(error) => {
            let path = Err(problem::fetching_path(&error));
            Ok(CallDetail { key, call, steps, path, text, batch: Batch::default() })
        }
    }
}

async fn found_again(archive: &store::Handle, key: CallKey, call: Call) -> Result<(CallKey, Call), Error> {
    Ok((key, archive.call(key).await?.unwrap_or(call)))
}

/// Asks Zoom for the path.
async fn ask(client: &zoom::Client, call: &Call) -> Result<CallPath, Error> {
    let answer = patiently(call, || client.call_path(&call.call_history_uuid)).await?;
    for row in &answer.bad_rows {
        tracing::warn!(reason = %row.reason, "a step of a call path could not be read");
    }
    Ok(answer.path)
}

/// Asks Zoom, and again after some seconds where a call that has just ended lacks something that is still being made.
pub(super) async fn patiently<T, A>(call: &Call, mut ask: impl FnMut() -> A) -> Result<T, zoom::Error>
where
    A: Future<Output = Result<T, zoom::Error>>,
{
    let mut pauses = PAUSES.iter();
    loop {
        let error = match ask().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let ended = call.end_time.unwrap_or(call.start_time);
        let may_come = matches!(error.kind, ErrorKind::NotFound { .. }) && clock::now() - ended < FRESH;
        match pauses.next().filter(|_| may_come) {
            Some(pause) => tokio::time::sleep(*pause).await,
            None => return Err(error),
        }
    }
}
