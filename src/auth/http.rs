//! The HTTP client that talks to the OAuth endpoints.

use std::time::Duration;

use reqwest::redirect::Policy;

use super::client::Endpoints;
use super::error::TokenError;
use crate::model::Proxy;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(30);

/// A client that follows no redirect, so that no credential follows one. For a server on this machine it uses no proxy and
/// needs no certificates; any other server is spoken to by https alone.
pub(super) fn client(endpoints: &Endpoints, proxy: &Proxy) -> Result<reqwest::Client, TokenError> {
    let builder = reqwest::Client::builder()
        .user_agent(concat!("ringlog/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TIMEOUT)
        .redirect(Policy::none());
    let builder = if endpoints.is_loopback() {
        builder.no_proxy().tls_certs_only([])
    } else {
        let builder = builder.https_only(true);
        match proxy.rule() {
            Some(rule) => builder.proxy(rule),
            None => builder,
        }
    };
    builder.build().map_err(|_| TokenError::NoCertificates)
}
