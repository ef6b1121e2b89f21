//! What can go wrong between us, the token endpoint and the stored credential.

use std::fmt;

use super::loopback::BindError;
use super::pkce::RandomnessError;
use super::vault::VaultError;
use crate::model::{BadProxy, Barrier, Text};

/// Why a sign-in could not begin.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// The listener could not be opened.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}

/// A final refusal by the token endpoint: asking again changes nothing.
/// Source: Zoom OAuth error table, checked 2026-11-22; where its numbers stand in a body is not documented.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status, 400 to 499.
    pub status: u16,
    /// OAuth's word, such as `invalid_grant`; empty when only a number came.
    pub error: Text,
    /// Zoom's own sentence.
    pub reason: Text,
    /// Zoom's number, 4700 to 4799, when one was found.
    pub code: Option<u16>,
}

impl Refusal {
    /// True when the token or code that was sent will never work again, so that only a new sign-in helps.
    #[must_use]
    pub fn is_dead_grant(&self) -> bool {
        match self.error.as_raw() {
            "invalid_grant" => true,
            // The older form of the same answer.
            "invalid_request" => self.reason.as_raw() == "Invalid Token!" || self.has_dead_code(),
            _ => self.has_dead_code(),
        }
    }

    /// True when another sign-in with the same app took this one's place.
    #[must_use]
    pub fn is_replaced(&self) -> bool {
        self.code == Some(4741)
    }

    fn has_dead_code(&self) -> bool {
        matches!(self.code, Some(4733..=4735 | 4737 | 4738 | 4740 | 4741))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.reason.is_empty(), self.error.is_empty()) {
            (false, false) => write!(f, "{} ({})", self.reason, self.error),
            (false, true) => self.reason.fmt(f),
            (true, false) => self.error.fmt(f),
            (true, true) => write!(f, "HTTP {}", self.status),
        }?;
        self.code.map_or(Ok(()), |code| write!(f, ", Zoom code {code}"))
    }
}

/// `reason` may repeat what was sent, so `Debug` leaves the words to [`Text`], which gives only their length.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal").field("status", &self.status).field("code", &self.code).finish_non_exhaustive()
    }
}

/// Why the token endpoint gave no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Final: Zoom said no.
    #[error("Zoom refused: {0}")]
    Refused(Refusal),
    /// Passing: the server is there, but answers with an error that says nothing about us.
    #[error("Zoom's sign-in server has a problem (HTTP {status})")]
    Unavailable {
        /// HTTP status.
        status: u16,
    },
    /// Passing: no connection, so nothing was sent.
    #[error("could not reach Zoom's sign-in server: {cause}")]
    Unreachable {
        /// Where the way ended.
        barrier: Barrier,
        /// The same in words, with what the system said.
        cause: String,
    },
    /// The request was sent and no answer came: the server may have acted on it.
    #[error("Zoom's sign-in server did not answer")]
    NoAnswer,
    /// A web page, or something else that no sign-in server answers with, under a status that says all is well: most likely
    /// of a proxy or this network's own sign-in. The server may have acted.
    #[error("something else than Zoom's sign-in server answered")]
    NotJson,
    /// A successful answer that cannot be used.
    #[error("Zoom's sign-in server gave an answer that cannot be used: {0}")]
    BadAnswer(&'static str),
    /// The environment names a proxy that cannot be used.
    #[error(transparent)]
    Proxy(#[from] BadProxy),
    /// This machine has no root certificates, so no https server can be trusted.
    #[error("no root certificates were found on this machine")]
    NoCertificates,
}

impl TokenError {
    /// True when trying again later may work without a new sign-in.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unavailable { .. } | Self::Unreachable { .. } | Self::NoAnswer | Self::NotJson => true,
            Self::Refused(_) | Self::BadAnswer(_) | Self::Proxy(_) | Self::NoCertificates => false,
        }
    }
}

impl SessionError {
    /// True when trying again in a moment may work without a new sign-in.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Token(error) => error.is_passing(),
            Self::SignedOut
            | Self::Ended(_)
            | Self::Replaced
            | Self::Vault(_)
            | Self::Busy
            | Self::Lock(_)
            | Self::Closing => false,
        }
    }
}

/// Why there is no access token.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// Nobody is signed in.
    #[error("not signed in")]
    SignedOut,
    /// Zoom no longer takes the stored credential; it was removed.
    #[error("the sign-in has ended: {0}")]
    Ended(Refusal),
    /// Another ringlog has signed in as somebody else, whose calls do not belong in this archive.
    #[error("another ringlog has signed in as somebody else")]
    Replaced,
    /// The token endpoint gave no token; the credential is untouched.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The credential could not be read or written; it is untouched.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Another ringlog held the credential's lock for too long.
    #[error("another ringlog is busy with the same sign-in; try again")]
    Busy,
    /// The lock file cannot be used.
    #[error("the lock file of the sign-in cannot be used: {0}")]
    Lock(#[source] std::io::Error),
    /// The app is closing.
    #[error("closing")]
    Closing,
}
