//! What a sign-in waits for, and who is signed in. Nothing here is a token.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::model::{Account, Scopes};

/// A sign-in that waits for the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// The page to open. It holds no secret: the state and challenge in it are worthless without the verifier.
    pub url: String,
    /// The port we listen on, on 127.0.0.1.
    pub port: u16,
    /// When we stop waiting.
    pub deadline: DateTime<Utc>,
    /// The keychain is out of reach, so nothing of it is kept.
    pub ends_with_ringlog: bool,
}

/// What to type on another device, and where. All of it is safe to show.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceCode {
    /// The code.
    pub user_code: String,
    /// The address of the page to type it on.
    pub page: String,
    /// The host that the page belongs to, for the person to judge.
    pub host: String,
    /// When the code runs out.
    pub deadline: DateTime<Utc>,
}

/// Whoever types the code gives the sign-in away, so `Debug` does not tell it.
impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCode").field("host", &self.host).field("deadline", &self.deadline).finish_non_exhaustive()
    }
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The account and person.
    pub account: Account,
    /// What the token allows.
    pub scopes: Scopes,
    /// Where the credential is kept, in words: "system keychain (Secret Service)".
    pub kept_in: String,
    /// Something to keep on screen about where it is kept, such as "memory only: sign in again next time".
    pub warning: Option<String>,
}
