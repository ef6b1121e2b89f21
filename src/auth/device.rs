//! The device flow: a code that the person types on another machine. Off unless asked for, because such codes are phished.
//! Source: RFC 8628; Zoom OAuth documentation, checked 2026-11-22.

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;
use serde::Deserialize;
use tokio::time::{Instant, sleep};
use url::Url;

use super::client::is_literal_loopback;
use super::error::{SessionError, TokenError};
use super::token::TokenResponse;
use super::token_endpoint::TokenEndpoint;
use crate::model::Text;

const LONGEST_WAIT: Duration = Duration::from_mins(30);
const SLOW_DOWN: Duration = Duration::from_secs(5);

/// Why the device flow gave no sign-in.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// The person said no.
    #[error("access was declined")]
    Denied,
    /// Nobody approved in time.
    #[error("the code has run out")]
    Expired,
    /// Zoom refuses, or the answer cannot be used.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The sign-in could not be stored.
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// What the person needs, and what we poll with.
pub struct DeviceAuthorization {
    /// The code to type.
    pub user_code: Text,
    /// The page to type it in; https, or on this machine. Show its host.
    pub verification_uri: Url,
    /// The same page with the code in it, when Zoom gave one on the same host.
    pub verification_uri_complete: Option<Url>,
    /// How long the code lives.
    pub expires_in: Duration,
    device_code: SecretString,
    interval: Duration,
}

#[derive(Deserialize)]
struct Wire {
    device_code: SecretString,
    user_code: Text,
    verification_uri: String,
    verification_uri_complete: Option<String>,
    expires_in: Option<u64>,
    interval: Option<u64>,
}

impl DeviceAuthorization {
    pub(super) async fn request(endpoint: &TokenEndpoint) -> Result<Self, DeviceError> {
        Ok(Self::parse(&endpoint.device_code().await?)?)
    }

    pub(super) fn parse(body: &[u8]) -> Result<Self, TokenError> {
        let wire: Wire = serde_json::from_slice(body).map_err(|_| TokenError::BadAnswer("it is not a device code"))?;
        let page = Url::parse(&wire.verification_uri).map_err(|_| TokenError::BadAnswer("its page is no address"))?;
        if page.scheme() != "https" && !(page.scheme() == "http" && is_literal_loopback(&page)) {
            return Err(TokenError::BadAnswer("its page is not https"));
        }
        let complete = wire.verification_uri_complete.and_then(|complete| Url::parse(&complete).ok());
        Ok(Self {
            user_code: wire.user_code,
            verification_uri_complete: complete.filter(|complete| complete.origin() == page.origin()),
            verification_uri: page,
            expires_in: Duration::from_secs(wire.expires_in.unwrap_or(900)).min(LONGEST_WAIT),
            device_code: wire.device_code,
            interval: Duration::from_secs(wire.interval.unwrap_or(5)).clamp(Duration::from_secs(1), LONGEST_WAIT),
        })
    }

    /// Polls until the person has decided. Passing errors do not end the wait.
    pub(super) async fn wait(mut self, endpoint: &TokenEndpoint) -> Result<TokenResponse, DeviceError> {
        let deadline = Instant::now() + self.expires_in;
        loop {
            sleep(self.interval).await;
            if Instant::now() >= deadline {
                return Err(DeviceError::Expired);
            }
            match endpoint.device_token(&self.device_code).await {
                Ok(answer) => return Ok(answer),
                Err(error) => self.interval += pause_after(error)?,
            }
        }
    }
}

/// How much longer to pause from now on; `Err` when polling is over.
fn pause_after(error: TokenError) -> Result<Duration, DeviceError> {
    match error {
        TokenError::Refused(refusal) => match refusal.error.as_raw() {
            "authorization_pending" => Ok(Duration::ZERO),
            "slow_down" => Ok(SLOW_DOWN),
            "access_denied" => Err(DeviceError::Denied),
            "expired_token" => Err(DeviceError::Expired),
            _ => Err(TokenError::Refused(refusal).into()),
        },
        // The standard asks for a slower pace after a timeout.
        TokenError::NoAnswer | TokenError::NotJson => Ok(SLOW_DOWN),
        TokenError::Unavailable { .. } | TokenError::Unreachable { .. } => Ok(Duration::ZERO),
        TokenError::BadAnswer(_) | TokenError::Proxy(_) | TokenError::NoCertificates => Err(error.into()),
    }
}

impl fmt::Debug for DeviceAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceAuthorization").field("host", &self.verification_uri.host_str()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::refusal;
    use super::*;

    fn authorization(page: &str, complete: &str) -> Result<DeviceAuthorization, TokenError> {
        DeviceAuthorization::parse(
            format!(
                r#"{{"device_code":"canary-device","user_code":"K7QW2MXA","verification_uri":"{page}",
                    "verification_uri_complete":"{complete}","expires_in":900,"interval":5}}"#
            )
            .as_bytes(),
        )
    }

    #[test]
    fn three_slow_downs_add_fifteen_seconds() {
        let mut device = authorization("https://zoom.us/oauth_device", "https://zoom.us/x").unwrap();
        for word in ["slow_down", "authorization_pending", "slow_down", "slow_down", "authorization_pending"] {
            let body = format!(r#"{{"reason":"wait","error":"{word}"}}"#);
            device.interval += pause_after(refusal(400, body.as_bytes())).unwrap();
        }
        assert_eq!(device.interval, Duration::from_secs(20));
    }

    #[test]
    fn a_decision_ends_the_polling_and_a_hiccup_does_not() {
        let after = |status: u16, body: &str| pause_after(refusal(status, body.as_bytes()));
        assert!(matches!(after(400, r#"{"error":"access_denied"}"#), Err(DeviceError::Denied)));
        assert!(matches!(after(400, r#"{"error":"expired_token"}"#), Err(DeviceError::Expired)));
        assert!(matches!(after(400, r#"{"error":"invalid_client"}"#), Err(DeviceError::Token(_))));
        assert!(after(502, "<html>").is_ok());
    }

    #[test]
    fn the_page_is_https_and_its_short_cut_leads_to_the_same_host() {
        assert!(authorization("http://zoom.us/oauth_device", "https://zoom.us/x").is_err());
        assert!(authorization("javascript:alert(1)", "https://zoom.us/x").is_err());
        let device = authorization("https://zoom.us/oauth_device", "https://example.com/x").unwrap();
        assert!(device.verification_uri_complete.is_none());
        assert!(!format!("{device:?}").contains("canary"));
    }
}
