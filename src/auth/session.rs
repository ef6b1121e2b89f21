//! Keeps a sign-in fresh: one renewal at a time, in this process and among all, stored before it is used.

use std::io;
use std::panic;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tokio::time::sleep;
use url::Url;

use super::authorize::Code;
use super::client::{Client, Endpoints};
use super::device::{DeviceAuthorization, DeviceError};
use super::error::{SessionError, TokenError};
use super::keeper::Keeper;
use super::token::AccessToken;
use super::vault::{Vault, VaultError};
use crate::model::{Account, Proxy, Scopes};

/// What a session is made of.
pub struct Setup {
    /// The server to sign in to.
    pub endpoints: Endpoints,
    /// The app we are.
    pub client: Client,
    /// Tells several accounts with one app apart; may be empty.
    pub profile: String,
    /// Where the credential rests.
    pub vault: Arc<dyn Vault>,
    /// A folder of this person, the same for every ringlog whatever its settings, for the lock between them.
    pub lock_dir: PathBuf,
    /// The API host as configured.
    pub api_url: Url,
    /// The proxy between us and the server.
    pub proxy: Proxy,
}

/// What is known of a sign-in without asking Zoom's API.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedIn {
    /// What was granted.
    pub scopes: Scopes,
    /// The API host: Zoom's choice where it is trusted, else the configured one.
    pub api_url: Url,
    /// Who it is, once [`Session::remember_account`] was told.
    pub account: Option<Account>,
    /// When the tokens were last renewed, UTC.
    pub renewed_at: DateTime<Utc>,
}

/// One account's sign-in. Cheap to clone; clones share one renewal.
#[derive(Clone, Debug)]
pub struct Session(Arc<Keeper>);

impl Session {
    /// Nothing is read or asked yet.
    ///
    /// # Errors
    /// When this machine has no root certificates.
    pub fn new(setup: Setup) -> Result<Self, TokenError> {
        Ok(Self(Arc::new(Keeper::new(setup)?)))
    }

    /// Where the credential rests, for the screen.
    #[must_use]
    pub fn store(&self) -> String {
        self.0.store()
    }

    /// Whether the sign-in server could be asked, before a browser is opened for nothing.
    ///
    /// # Errors
    /// [`TokenError::Proxy`] when the environment names a proxy that cannot be used.
    pub fn check_way(&self) -> Result<(), TokenError> {
        self.0.endpoint().check_way()
    }

    /// Proves that the vault can be written, before a browser is opened for nothing.
    ///
    /// # Errors
    /// When it cannot.
    pub async fn check_store(&self) -> Result<(), VaultError> {
        self.0.check_store().await
    }

    /// Who is signed in, from memory or the vault; `None` when nobody is. A server-to-server app is always signed in, so it
    /// asks for its token here.
    ///
    /// # Errors
    /// When the vault cannot be read, or the server gives the app no token.
    pub async fn signed_in(&self) -> Result<Option<SignedIn>, SessionError> {
        let is_server_to_server = matches!(self.0.client(), Client::ServerToServer { .. });
        if is_server_to_server && self.0.usable(None).is_none() {
            let mut pauses = [Duration::from_secs(1), Duration::from_secs(2)].into_iter();
            while let Err(error) = self.access_token().await {
                match pauses.next().filter(|_| error.is_passing()) {
                    Some(pause) => sleep(pause).await,
                    None => return Err(error),
                }
            }
        }
        self.0.signed_in().await
    }

    /// True while a renewed credential is only in memory because the vault refused it; it is tried again until it is taken.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.0.is_unsaved()
    }

    /// Exchanges the browser's code, and stores what comes of it.
    ///
    /// # Errors
    /// When Zoom refuses the code, or cannot be reached. A vault that refuses is no error: see [`Session::is_unsaved`].
    pub async fn sign_in(&self, code: Code) -> Result<SignedIn, SessionError> {
        uncut(Arc::clone(&self.0).sign_in(code)).await
    }

    /// Begins the device flow.
    ///
    /// # Errors
    /// When Zoom refuses the app, or cannot be reached.
    pub async fn request_device_code(&self) -> Result<DeviceAuthorization, DeviceError> {
        DeviceAuthorization::request(self.0.endpoint()).await
    }

    /// Waits until the person has approved the device code, and stores what comes of it. Dropping this cancels the wait.
    ///
    /// # Errors
    /// When the person declined, the code ran out, or Zoom refuses.
    pub async fn sign_in_with_device(&self, authorization: DeviceAuthorization) -> Result<SignedIn, DeviceError> {
        let answer = authorization.wait(self.0.endpoint()).await?;
        Ok(uncut(Arc::clone(&self.0).begin(answer)).await?)
    }

    /// A token that is good for at least a few minutes, renewed if need be.
    ///
    /// # Errors
    /// [`SessionError::SignedOut`] and [`SessionError::Ended`] call for a new sign-in, [`SessionError::Replaced`] for a new
    /// session with that person's archive; the others may pass.
    pub async fn access_token(&self) -> Result<AccessToken, SessionError> {
        match self.0.usable(None) {
            Some(token) => Ok(token),
            None => uncut(Arc::clone(&self.0).renew(None)).await,
        }
    }

    /// A token other than the one that Zoom just answered 401 to. However many requests report the same token, it is renewed
    /// once.
    ///
    /// # Errors
    /// As [`Session::access_token`].
    pub async fn refresh_after_401(&self, rejected: &AccessToken) -> Result<AccessToken, SessionError> {
        match self.0.usable(Some(rejected)) {
            Some(token) => Ok(token),
            None => uncut(Arc::clone(&self.0).renew(Some(rejected.clone()))).await,
        }
    }

    /// True when `token` is in use, and was fresh from the sign-in server at `when`: if Zoom refused it all the same, it was not
    /// for its age.
    #[must_use]
    pub fn was_fresh(&self, token: &AccessToken, when: Instant) -> bool {
        self.0.was_fresh(token, when)
    }

    /// A file for what all processes with this credential have to agree on beside the renewal: how fast they ask. It lies
    /// beside the lock, where no setting moves it; its folder is made.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn pace_file(&self) -> io::Result<PathBuf> {
        self.0.pace_file()
    }

    /// Changes to true when a renewed credential could not be stored, and to false once it is.
    #[must_use]
    pub fn unsaved(&self) -> watch::Receiver<bool> {
        self.0.unsaved()
    }

    /// For the end of the program: lets no refresh token be spent any more, waits until what came of one that is being spent
    /// is kept, and tries once more to store what the vault refused. A program that ends before could lose the sign-in: the
    /// old token is spent, the new one not yet stored. Takes as long as the renewal's own time limits.
    ///
    /// # Errors
    /// When the vault still refuses: the sign-in ends with this program.
    pub async fn close(&self) -> Result<(), VaultError> {
        self.0.close().await
    }

    /// Keeps the person's name and e-mail with the credential, so that the next start can show them offline.
    ///
    /// # Errors
    /// When the vault refuses; nothing is remembered then.
    pub async fn remember_account(&self, account: Account) -> Result<(), SessionError> {
        uncut(Arc::clone(&self.0).remember_account(account)).await
    }

    /// Signs out: first here, then at Zoom as far as it can be reached.
    ///
    /// # Errors
    /// When the vault would not let go of the credential.
    pub async fn sign_out(&self) -> Result<SignOut, SessionError> {
        uncut(Arc::clone(&self.0).sign_out()).await
    }
}

/// What became of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOut {
    /// There was none.
    NobodyWas,
    /// It is forgotten here, and Zoom has revoked it.
    Revoked,
    /// It is forgotten here; Zoom could not be told, or not which one.
    OnlyHere,
}

/// Runs `work` to its end even when the caller gives up: a token that was spent must still be stored.
async fn uncut<T: Send + 'static>(
    work: impl Future<Output = Result<T, SessionError>> + Send + 'static,
) -> Result<T, SessionError> {
    match tokio::spawn(work).await {
        Ok(result) => result,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => panic::resume_unwind(panic),
            Err(_) => Err(SessionError::Closing),
        },
    }
}
