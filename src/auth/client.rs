//! Which server we sign in to, and as which app.

use std::fmt;

use secrecy::SecretString;
use url::{Host, Url};

/// Why an address cannot be used to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Plain http to anything but a literal loopback address.
    #[error("the sign-in address must start with https:// (plain http only for 127.0.0.1 or [::1])")]
    NotHttps,
    /// A user name, password, query or fragment in it.
    #[error("the sign-in address may hold a scheme, a host, a port and a path, nothing else")]
    NotPlain,
}

/// Zoom's OAuth endpoints below one address. Invariant: https, or http to a literal loopback address.
/// Source: Zoom OAuth documentation, checked 2026-11-22.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    issuer: String,
    loopback: bool,
}

impl Endpoints {
    /// The endpoints below `auth_url`, such as `https://zoom.us`.
    ///
    /// # Errors
    /// When the address is not https, or carries more than a scheme, host, port and path.
    pub fn new(auth_url: &Url) -> Result<Self, EndpointError> {
        let loopback = is_literal_loopback(auth_url);
        if auth_url.scheme() != "https" && !(loopback && auth_url.scheme() == "http") {
            return Err(EndpointError::NotHttps);
        }
        let bare = auth_url.username().is_empty() && auth_url.password().is_none();
        if !bare || auth_url.query().is_some() || auth_url.fragment().is_some() {
            return Err(EndpointError::NotPlain);
        }
        Ok(Self { issuer: auth_url.as_str().trim_end_matches('/').to_owned(), loopback })
    }

    /// The server's name for itself, without a slash at the end, such as `https://zoom.us`.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// True when the server is on this machine, by literal address.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// The host to be reached over a network; `None` when the server is on this machine.
    pub(super) fn host(&self) -> Option<String> {
        let url = Url::parse(&self.issuer).ok().filter(|_| !self.loopback)?;
        url.host_str().map(str::to_owned)
    }

    pub(super) fn authorize(&self) -> String {
        format!("{}/oauth/authorize", self.issuer)
    }

    pub(super) fn token(&self) -> String {
        format!("{}/oauth/token", self.issuer)
    }

    pub(super) fn revoke(&self) -> String {
        format!("{}/oauth/revoke", self.issuer)
    }

    pub(super) fn device_code(&self) -> String {
        format!("{}/oauth/devicecode", self.issuer)
    }
}

/// True for `127.0.0.0/8` and `[::1]` written as an address; a name such as `localhost` can be made to point anywhere.
pub(super) fn is_literal_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(_)) | None => false,
    }
}

/// The app we are, as registered at Zoom.
#[derive(Clone)]
pub enum Client {
    /// A public client: PKCE, no secret.
    Public {
        /// Zoom's Public Client ID, which is not the ordinary one.
        client_id: String,
    },
    /// A confidential app: PKCE and a secret.
    Confidential {
        /// The app's client id.
        client_id: String,
        /// The app's client secret.
        secret: SecretString,
    },
    /// A server-to-server app: no browser, no person.
    ServerToServer {
        /// The app's client id.
        client_id: String,
        /// The app's client secret.
        secret: SecretString,
        /// The account it belongs to.
        account_id: String,
    },
}

impl Client {
    /// The client id, whichever kind.
    #[must_use]
    pub fn client_id(&self) -> &str {
        match self {
            Self::Public { client_id }
            | Self::Confidential { client_id, .. }
            | Self::ServerToServer { client_id, .. } => client_id,
        }
    }

    pub(super) fn secret(&self) -> Option<&SecretString> {
        match self {
            Self::Public { .. } => None,
            Self::Confidential { secret, .. } | Self::ServerToServer { secret, .. } => Some(secret),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Public { .. } => "Public",
            Self::Confidential { .. } => "Confidential",
            Self::ServerToServer { .. } => "ServerToServer",
        };
        let secret = self.secret().map_or("none", |_| "[redacted]");
        f.debug_struct(kind).field("client_id", &self.client_id()).field("secret", &secret).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoints(address: &str) -> Result<Endpoints, EndpointError> {
        Endpoints::new(&Url::parse(address).unwrap())
    }

    #[test]
    fn plain_http_is_for_literal_loopback_addresses_only() {
        for address in ["https://zoom.us", "https://zoomgov.com/", "http://127.0.0.1:4000", "http://[::1]:4000/"] {
            assert!(endpoints(address).is_ok(), "{address}");
        }
        for address in ["http://zoom.us", "http://localhost:4000", "http://127.0.0.1.example.com", "ftp://127.0.0.1"] {
            assert_eq!(endpoints(address), Err(EndpointError::NotHttps), "{address}");
        }
        for address in ["https://user@zoom.us", "https://zoom.us/?a=b", "https://zoom.us/#a"] {
            assert_eq!(endpoints(address), Err(EndpointError::NotPlain), "{address}");
        }
    }

    #[test]
    fn endpoints_lie_below_the_address_with_or_without_a_slash() {
        for address in ["https://zoom.us", "https://zoom.us/"] {
            let endpoints = endpoints(address).unwrap();
            assert_eq!(endpoints.issuer(), "https://zoom.us");
            assert_eq!(endpoints.token(), "https://zoom.us/oauth/token");
        }
    }

    #[test]
    fn debug_hides_the_secret() {
        let client = Client::Confidential { client_id: "app".into(), secret: "canary-secret".into() };
        let shown = format!("{client:?}");
        assert!(shown.contains("app") && shown.contains("[redacted]") && !shown.contains("canary"), "{shown}");
    }
}
