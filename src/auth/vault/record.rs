//! One credential, with everything that says where it may be used.

use std::fmt;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::super::client::{Client, Endpoints};
use super::super::wiped;
use crate::model::{Account, Scopes};

/// Whose credential it is. A record is used only where all four are the same, so that it never reaches another server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    issuer: String,
    token_endpoint: String,
    client_id: String,
    account: String,
}

impl Identity {
    /// The identity of `client` at `endpoints`; `profile` tells several accounts with one app apart.
    #[must_use]
    pub fn new(endpoints: &Endpoints, client: &Client, profile: &str) -> Self {
        let account = match client {
            Client::Public { .. } | Client::Confidential { .. } => profile.to_owned(),
            Client::ServerToServer { account_id, .. } => account_id.clone(),
        };
        Self {
            issuer: endpoints.issuer().to_owned(),
            token_endpoint: endpoints.token(),
            client_id: client.client_id().to_owned(),
            account,
        }
    }

    /// A short name made of all four, fit for a file.
    pub(in crate::auth) fn name(&self) -> String {
        let mut hash = Sha256::new();
        for part in [&self.issuer, &self.token_endpoint, &self.client_id, &self.account] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().iter().take(12).fold(String::new(), |mut name, byte| {
            // Writing to a String cannot fail.
            let _ = write!(name, "{byte:02x}");
            name
        })
    }

    /// A neighbour of this identity, to try out whether its vault can be written.
    pub(in crate::auth) fn probe(&self) -> Self {
        Self { account: format!("{} (write test)", self.account), ..self.clone() }
    }

    /// A name that a person recognises in a keychain's list.
    pub(super) fn label(&self) -> String {
        format!("{} at {} {}", self.client_id, self.issuer, self.account).trim_end().to_owned()
    }
}

/// What is kept of a sign-in. Its access token is kept too: tokens belong to the grant, not to a process, and Zoom may end
/// the older one at each renewal, so two ringlogs that each renewed for themselves would keep signing each other out.
#[derive(Clone, Serialize, Deserialize)]
pub struct Record {
    pub(in crate::auth) identity: Identity,
    #[serde(serialize_with = "exposed")]
    pub(in crate::auth) refresh_token: SecretString,
    #[serde(serialize_with = "exposed")]
    pub(in crate::auth) access_token: SecretString,
    /// When to renew the access token, by the wall clock, for other processes.
    pub(in crate::auth) access_due_at: DateTime<Utc>,
    pub(in crate::auth) scopes: Scopes,
    pub(in crate::auth) api_url: Option<String>,
    pub(in crate::auth) account: Option<Account>,
    pub(in crate::auth) saved_at: DateTime<Utc>,
    /// Counts the renewals.
    pub(in crate::auth) generation: u64,
}

impl Record {
    /// A record without anything in it, to try out whether a vault can be written.
    pub(in crate::auth) fn probe(identity: Identity) -> Self {
        Self {
            identity,
            refresh_token: SecretString::default(),
            access_token: SecretString::default(),
            access_due_at: DateTime::UNIX_EPOCH,
            scopes: Scopes::default(),
            api_url: None,
            account: None,
            saved_at: DateTime::UNIX_EPOCH,
            generation: 0,
        }
    }

    /// The record as JSON, to be kept.
    pub(super) fn to_json(&self) -> Option<SecretString> {
        wiped::json(self)
    }

    /// Reads a kept record; `None` when it is damaged or belongs to another server, app or account.
    pub(super) fn from_json(json: &[u8], identity: &Identity) -> Option<Self> {
        serde_json::from_slice(json).ok().filter(|record: &Self| record.identity == *identity)
    }
}

fn exposed<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("identity", &self.identity)
            .field("tokens", &"[redacted]")
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use url::Url;

    use super::*;

    pub(in super::super) fn identity(issuer: &str) -> Identity {
        let endpoints = Endpoints::new(&Url::parse(issuer).unwrap()).unwrap();
        Identity::new(&endpoints, &Client::Public { client_id: "app".into() }, "")
    }

    pub(in super::super) fn record(issuer: &str, refresh_token: &str) -> Record {
        Record {
            refresh_token: refresh_token.into(),
            access_token: "canary-access".into(),
            generation: 1,
            ..Record::probe(identity(issuer))
        }
    }

    #[test]
    fn a_record_reads_back_for_its_own_identity_only() {
        let json = record("https://zoom.us", "canary-refresh").to_json().unwrap();
        let read = |issuer| Record::from_json(json.expose_secret().as_bytes(), &identity(issuer));
        assert_eq!(read("https://zoom.us").unwrap().refresh_token.expose_secret(), "canary-refresh");
        assert!(read("https://zoomgov.com").is_none());
        assert!(Record::from_json(b"{\"refresh", &identity("https://zoom.us")).is_none());
    }

    #[test]
    fn names_differ_wherever_identities_do() {
        let endpoints = Endpoints::new(&Url::parse("https://zoom.us").unwrap()).unwrap();
        let name = |client_id: &str, profile: &str| {
            Identity::new(&endpoints, &Client::Public { client_id: client_id.into() }, profile).name()
        };
        assert_ne!(name("a", "b"), name("ab", ""));
        assert_ne!(name("a", ""), name("b", ""));
        assert_eq!(name("a", "b"), name("a", "b"));
    }

    #[test]
    fn debug_shows_no_token() {
        let shown = format!("{:?}", record("https://zoom.us", "canary-refresh"));
        assert!(shown.contains("[redacted]") && !shown.contains("canary"), "{shown}");
    }
}
