//! Who is signed in, and what that allows: "Accounts and access".

use super::message::SignedIn;
use super::problem::Problem;
use super::request::RequestId;

/// Who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub enum Session {
    /// The stored sign-in is being tried.
    Restoring {
        /// The question.
        request: RequestId,
    },
    /// Nobody.
    SignedOut,
    /// Somebody.
    SignedIn(SignedIn),
    /// Somebody was; Zoom refuses it now.
    Lost(Problem),
    /// On the way out.
    SigningOut {
        /// The question.
        request: RequestId,
        /// Who it was.
        who: SignedIn,
    },
}

impl Session {
    /// Who is signed in.
    #[must_use]
    pub const fn who(&self) -> Option<&SignedIn> {
        match self {
            Self::SignedIn(who) => Some(who),
            Self::Restoring { .. } | Self::SignedOut | Self::Lost(_) | Self::SigningOut { .. } => None,
        }
    }
}
