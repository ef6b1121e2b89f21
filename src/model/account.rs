//! Who is signed in, and how much they may see.

use serde::{Deserialize, Serialize};

use super::text::Text;

/// Which list of calls a sign-in opens. Read from the granted scopes, never guessed by trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// All calls of the account (admin-managed app, server-to-server).
    Account,
    /// The person's own calls (user-managed app).
    Own,
}

/// The account and person behind a sign-in, for the screen and to keep archives apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Zoom's id of the account; empty when Zoom did not say.
    pub account_id: Text,
    /// Zoom's id of the person; empty for server-to-server.
    pub user_id: Text,
    /// The person's name as Zoom shows it.
    pub name: Text,
    /// The person's e-mail.
    pub email: Text,
    /// Which calls can be listed.
    pub access: Access,
}

impl Account {
    /// One line to tell accounts apart: the e-mail, else the name, else the account's id.
    #[must_use]
    pub fn label(&self) -> &Text {
        [&self.email, &self.name].into_iter().find(|text| !text.is_empty()).unwrap_or(&self.account_id)
    }
}
