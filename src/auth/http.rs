//! The HTTP client that talks to the OAuth endpoints.

use std::time::Duration;

use reqwest::redirect::Policy;

use super::client::Endpoints;
use super::error::TokenError;
use crate::model::Proxy;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(30);

/// A client that follows no redirect, so that no credential follows one.
pub(super) fn client(endpoints: &Endpoints, proxy: &Proxy) -> Result<reqwest::Client, TokenError> {
    let builder = reqwest::Client::builder()
        .user_agent(concat!("ringlog/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TIMEOUT)
        .redirect(Policy::none());
    proxy.lead(builder, endpoints.is_loopback()).build().map_err(|_| TokenError::NoCertificates)
}
