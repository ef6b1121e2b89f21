//! A file on its way.

use reqwest::Response;
use tokio_util::bytes::Bytes;
use tokio_util::sync::CancellationToken;

use super::error::{Error, ErrorKind};
use super::http;
use crate::model::Text;

/// An open audio file. It is whole when [`Download::chunk`] gave `None`, and not before.
#[derive(Debug)]
pub struct Download {
    /// What it said it is, mostly `audio/mpeg`.
    pub content_type: Text,
    /// Its size in bytes, where the server said so.
    pub length: Option<u64>,
    response: Response,
    cancel: CancellationToken,
}

impl Download {
    pub(super) fn new(response: Response, cancel: CancellationToken) -> Result<Self, Error> {
        let content_type = http::content_type(response.headers());
        if !http::may_be_audio(&content_type) {
            return Err(ErrorKind::NotAudio { content_type }.into());
        }
        Ok(Self { content_type, length: response.content_length(), response, cancel })
    }

    /// The next piece; `None` after the last.
    ///
    /// # Errors
    /// [`ErrorKind::Unreachable`] when it broke off or stood still for 30 s, [`ErrorKind::Cancelled`].
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(ErrorKind::Cancelled.into()),
            chunk = self.response.chunk() => chunk.map_err(http::failure),
        }
    }
}
