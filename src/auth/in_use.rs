//! The token in use, and whose it is.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::freshness::Freshness;
use super::session::SignedIn;
use super::token::AccessToken;
use crate::model::Account;

/// A token with what came with it.
#[derive(Clone)]
pub(super) struct Current {
    pub(super) token: AccessToken,
    pub(super) freshness: Freshness,
    pub(super) signed_in: SignedIn,
    /// When the sign-in server gave it to us; `None` when another process received it.
    pub(super) received: Option<Instant>,
}

/// A token that is refused this soon after it was received is not refused for its age.
const FRESH: Duration = Duration::from_millis(500);

/// Never held across an await, so that a vault or a server that hangs does not stop requests with a good token.
#[derive(Default)]
pub(super) struct InUse(Mutex<Held>);

#[derive(Default)]
struct Held {
    current: Option<Current>,
    /// Whose calls this session fetches, once known: calls of another person must never reach the same archive.
    person: Option<Account>,
}

impl InUse {
    /// The token in use and what came with it.
    pub(super) fn current(&self) -> Option<Current> {
        self.held().current.clone()
    }

    /// The token in use, when it is neither due nor the one that was rejected.
    pub(super) fn usable(&self, rejected: Option<&AccessToken>) -> Option<AccessToken> {
        let held = self.held();
        let current = held.current.as_ref()?;
        let good = !current.freshness.is_due() && rejected != Some(&current.token);
        good.then(|| current.token.clone())
    }

    /// True when `token` is in use, and was fresh from the sign-in server at `when`.
    pub(super) fn was_fresh(&self, token: &AccessToken, when: Instant) -> bool {
        let received =
            self.held().current.as_ref().filter(|current| current.token == *token).and_then(|current| current.received);
        received.is_some_and(|received| when.saturating_duration_since(received) < FRESH)
    }

    /// Puts a token to use.
    pub(super) fn install(&self, current: Current) {
        let mut held = self.held();
        if held.person.is_none() {
            held.person.clone_from(&current.signed_in.account);
        }
        held.current = Some(current);
    }

    /// Says whose the stored credential is, before a token of it is in use.
    pub(super) fn belongs_to(&self, account: Account) {
        self.held().person.get_or_insert(account);
    }

    /// Names the person of this sign-in.
    pub(super) fn name(&self, account: Account) {
        let mut held = self.held();
        if let Some(current) = &mut held.current {
            current.signed_in.account = Some(account.clone());
        }
        held.person = Some(account);
    }

    /// False when a stored credential is another person's: another ringlog has signed in as somebody else since.
    pub(super) fn is_same_person(&self, stored: Option<&Account>) -> bool {
        self.held().person.as_ref().is_none_or(|person| {
            stored.is_some_and(|stored| (&stored.account_id, &stored.user_id) == (&person.account_id, &person.user_id))
        })
    }

    /// Forgets the token; the person stays, so that nobody else's token takes its place.
    pub(super) fn forget(&self) {
        self.held().current = None;
    }

    /// Forgets the token and the person; gives back what was in use.
    pub(super) fn clear(&self) -> Option<Current> {
        std::mem::take(&mut *self.held()).current
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
