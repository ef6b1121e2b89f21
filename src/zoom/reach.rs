//! Whether a host can be reached at all, and what time it is there. No token is sent.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use url::Url;

use super::error::Error;
use super::http;
use crate::model::Proxy;

/// A host that answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// HTTP status; any will do, since nothing in particular was asked for.
    pub status: u16,
    /// The server's clock, to the second, UTC, where it told.
    pub date: Option<DateTime<Utc>>,
    /// How long the answer took, with everything before it.
    pub took: Duration,
}

/// Asks `address` for its header fields, once, through `proxy` where there is one.
///
/// # Errors
/// [`super::ErrorKind::Unreachable`] says how far we came, [`super::ErrorKind::Proxy`] that the proxy cannot be used, [`super::ErrorKind::Setup`] that there are no root certificates.
pub async fn reach(address: &Url, proxy: &Proxy) -> Result<Reached, Error> {
    http::check_way(proxy, address)?;
    let client = http::client(address, proxy)?;
    let asked = Instant::now();
    let answer = client.head(address.clone()).send().await.map_err(http::failure)?;
    Ok(Reached { status: answer.status().as_u16(), date: http::date(answer.headers()), took: asked.elapsed() })
}
