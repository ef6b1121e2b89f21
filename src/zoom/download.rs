//! A file on its way.

use reqwest::header::{CONTENT_RANGE, ETAG, HeaderMap};
use reqwest::{Response, StatusCode};
use tokio_util::bytes::Bytes;
use tokio_util::sync::CancellationToken;

use super::error::{Error, ErrorKind};
use super::http;
use crate::model::Text;

/// Where an earlier download broke off, and of which file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resume {
    /// Bytes that are here.
    pub from: u64,
    /// The entity tag of the file they are of: another one is sent from its beginning.
    pub validator: String,
}

/// An open audio file. It is whole when [`Download::chunk`] gave `None`, and not before.
#[derive(Debug)]
pub struct Download {
    /// What it said it is, mostly `audio/mpeg`.
    pub content_type: Text,
    /// Bytes that are left out because they are here: 0, or what [`Resume::from`] said.
    pub starts_at: u64,
    /// Its whole size in bytes, where the server said so.
    pub length: Option<u64>,
    /// Its entity tag, if that names these very bytes: to go on later.
    pub validator: Option<String>,
    response: Response,
    cancel: CancellationToken,
}

impl Download {
    pub(super) fn new(response: Response, cancel: CancellationToken) -> Result<Self, Error> {
        let content_type = http::content_type(response.headers());
        let (starts_at, length) = match response.status() {
            StatusCode::PARTIAL_CONTENT => part(response.headers()).ok_or(ErrorKind::WrongPart)?,
            _ => (0, response.content_length()),
        };
        let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok());
        // A weak tag (`W/…`) says that files are alike, not that their bytes are the same. Source: RFC 9110, If-Range.
        let validator = etag.filter(|etag| etag.starts_with('"')).map(str::to_owned);
        Ok(Self { content_type, starts_at, length, validator, response, cancel })
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

/// Where the part begins and how long the whole is, from `Content-Range: bytes 5-9/10` or `5-9/*`.
fn part(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let range = headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?;
    let (places, whole) = range.split_once('/')?;
    let (from, _) = places.split_once('-')?;
    Some((from.parse().ok()?, whole.parse().ok()))
}
