//! Reading the archive into the list.

use tokio::sync::mpsc;

use super::error::Error;
use super::services::Services;
use super::sign_in::{self, tell};
use crate::app::{Message, RequestId};
use crate::model::Coverage;
use crate::store;

/// Calls in the first batch: more than most terminals have rows, few enough to be on screen at once.
const FIRST_PAGE: u32 = 160;
/// Calls in each further batch: large enough to cost little, small enough to keep memory flat.
const BATCH: usize = 8_192;

/// Sends the newest page at once, then everything. An archive that is not there yet is an empty one.
pub(super) async fn load(
    services: &Services,
    request: RequestId,
    messages: &mpsc::Sender<Message>,
) -> Result<Coverage, Error> {
    let archive = match services.archive().await? {
        Some(archive) => Some(archive),
        // Nothing notes whose archive it is: the credential does. What is wrong with that is told by who asks for it.
        None => match sign_in::restore(services).await {
            Ok(Some(_)) => services.archive().await?,
            Ok(None) | Err(_) => None,
        },
    };
    let Some(archive) = archive else { return Ok(Coverage::new()) };
    match send(archive, request, messages).await {
        // What was sent of it is forgotten when the screen hears that the file was put aside.
        Err(Error::Store(damaged @ store::Error::Damaged { .. })) => {
            services.put_damaged_aside().await.map_err(|_| Error::Store(damaged))?;
            services.archive().await?;
            Ok(Coverage::new())
        }
        sent => sent,
    }
}

async fn send(archive: store::Handle, request: RequestId, messages: &mpsc::Sender<Message>) -> Result<Coverage, Error> {
    let batch = archive.first_page(FIRST_PAGE).await?;
    tell(messages, Message::ArchiveBatch { request, batch }).await;
    let mut batches = archive.load(BATCH)?;
    while let Some(batch) = batches.recv().await {
        tell(messages, Message::ArchiveBatch { request, batch: batch? }).await;
    }
    Ok(archive.coverage().await?)
}
