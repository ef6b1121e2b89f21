//! Reading the archive into the list.

use super::error::Error;
use super::sign_in::{self, tell};
use super::tasks::{ArchiveRead, Shared};
use crate::app::{Message, RequestId};
use crate::model::Coverage;
use crate::store;

/// Calls in the first batch: more than most terminals have rows, few enough to be on screen at once.
const FIRST_PAGE: u32 = 96;
/// Calls in each further batch: large enough to cost little, small enough to keep memory flat.
const BATCH: usize = 2_048;
/// Messages that may wait for the screen before it gets another batch: what the archive gives faster waits there.
const MOST_WAITING: usize = 8;

/// Sends the newest page at once, then everything. An archive that is not there yet is an empty one.
pub(super) async fn load(shared: &Shared, request: RequestId) -> Result<Coverage, Error> {
    let services = &shared.services;
    let archive = if let Some(archive) = services.archive().await? {
        Some(archive)
    } else {
        // Nothing notes whose archive it is: the credential does. What is wrong with that is told by who asks for it.
        shared.read.send_replace(ArchiveRead::FirstPage);
        match sign_in::restore(services).await {
            Ok(Some(_)) => services.archive().await?,
            Ok(None) | Err(_) => None,
        }
    };
    let Some(archive) = archive else { return Ok(Coverage::new()) };
    match send(archive, request, shared).await {
        // What was sent of it is forgotten when the screen hears that the file was put aside.
        Err(Error::Store(damaged @ store::Error::Damaged { .. })) => {
            services.put_damaged_aside().await.map_err(|_| Error::Store(damaged))?;
            services.archive().await?;
            Ok(Coverage::new())
        }
        sent => sent,
    }
}

async fn send(archive: store::Handle, request: RequestId, shared: &Shared) -> Result<Coverage, Error> {
    let messages = &shared.messages;
    let batch = archive.first_page(FIRST_PAGE).await?;
    tell(messages, Message::ArchiveBatch { request, batch }).await;
    shared.read.send_replace(ArchiveRead::FirstPage);
    let mut batches = archive.load(BATCH)?;
    while let Some(batch) = batches.recv().await {
        // There is room for so many more only when few are waiting.
        let room = messages.max_capacity().saturating_sub(MOST_WAITING).max(1);
        drop(messages.reserve_many(room).await);
        tell(messages, Message::ArchiveBatch { request, batch: batch? }).await;
    }
    Ok(archive.coverage().await?)
}
