//! What all tasks work with: settings, the session, the archive, the client.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use reqwest::header::HeaderValue;
use tokio::time::{Instant, timeout};
use url::Url;

use super::browser::Browser;
use super::download::Target;
use super::error::Error;
use super::problem;
use super::profile;
use super::sign_in::{self, SignedOut};
use crate::app::{CallsAfter, Problem, SignedIn};
use crate::auth::{self, AccessToken, CredentialStore, DeviceAuthorization, SessionError, TokenError, VaultError};
use crate::clock;
use crate::config::{FileSettings, Paths, Plan, ZoomSettings};
use crate::model::{Account, ProfileName, Rates, Zone};
use crate::store;
use crate::zoom::{self, AuthorizeError, Authorizer};

/// How long others in this process have to let go of a damaged archive.
const LETTING_GO: Duration = Duration::from_secs(2);
/// How long the end of the program waits for a renewal: cut off, it could lose the sign-in.
const RENEWING: Duration = Duration::from_secs(10);

/// What the worker is made of.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Whose sign-in and archive it is.
    pub profile: ProfileName,
    /// The app and hosts to sign in with.
    pub zoom: ZoomSettings,
    /// Where files are.
    pub paths: Paths,
    /// Downloaded files.
    pub files: FileSettings,
    /// What opens the sign-in page.
    pub browser: Browser,
    /// Keep to half of Zoom's published rates; only the demo's own stand-in is asked without a pace.
    pub paced: bool,
}

/// What all tasks work with.
pub struct Services {
    pub(super) setup: Setup,
    archive: Mutex<Option<store::Handle>>,
    /// Held while an archive is opened or put aside: two tasks that find it damaged must not both put one aside.
    opening: tokio::sync::Mutex<()>,
    /// A damaged archive that was put aside, until that is told.
    put_aside: Mutex<Option<PathBuf>>,
    session: Arc<Mutex<Option<auth::Session>>>,
    client: Mutex<Option<zoom::Client>>,
    /// Why the configured credential store is not used.
    store_problem: Mutex<Option<String>>,
    /// The same, when it is the stored sign-in that could not be read.
    unread: Mutex<Option<Problem>>,
}

impl Services {
    /// Nothing is opened, read or asked yet.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        Self {
            setup,
            archive: Mutex::new(None),
            opening: tokio::sync::Mutex::const_new(()),
            put_aside: Mutex::new(None),
            session: Arc::default(),
            client: Mutex::new(None),
            store_problem: Mutex::new(None),
            unread: Mutex::new(None),
        }
    }

    /// What all this is made of.
    #[must_use]
    pub const fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The sign-in, not yet tried.
    ///
    /// # Errors
    /// [`Error::NotConfigured`] without a client id; else when no session can be made from the settings.
    pub fn session(&self) -> Result<auth::Session, Error> {
        let mut session = lock(&self.session);
        if let Some(session) = &*session {
            return Ok(session.clone());
        }
        let made = self.session_of(self.app()?)?;
        Ok(session.insert(made).clone())
    }

    /// A session to try the credential store with, which no app is needed for.
    pub(super) fn session_to_probe(&self) -> Result<auth::Session, Error> {
        let nameless = || auth::Client::Public { client_id: String::new() };
        self.session_of(self.app().unwrap_or_else(|_| nameless()))
    }

    fn session_of(&self, client: auth::Client) -> Result<auth::Session, Error> {
        let fallen_back = lock(&self.store_problem).is_some();
        let store = if fallen_back { CredentialStore::Memory } else { self.setup.zoom.credential_store };
        let made = auth::Session::new(auth::Setup {
            endpoints: auth::Endpoints::new(&self.setup.zoom.auth_url)?,
            client,
            profile: self.identity(),
            vault: store.open(self.setup.paths.data.clone()),
            lock_dir: self.setup.paths.locks.clone(),
            api_url: self.setup.zoom.api_url.clone(),
            proxy: self.setup.zoom.proxy.clone(),
        });
        Ok(made.map_err(SessionError::from)?)
    }

    /// What tells the credentials of profiles with the same app apart. The default one had no name when there were no others.
    fn identity(&self) -> String {
        let profile = &self.setup.profile;
        if profile.is_default() { String::new() } else { profile.to_string() }
    }

    /// Goes on without the configured store, which failed with `problem`: what is signed in now ends with ringlog.
    ///
    /// # Errors
    /// As [`Services::session`].
    pub(super) fn keep_in_memory(&self, problem: &auth::VaultError) -> Result<auth::Session, Error> {
        *lock(&self.store_problem) = Some(problem.to_string());
        *lock(&self.session) = None;
        self.session()
    }

    /// Goes on with the configured store where [`Self::keep_in_memory`] had put memory in its place.
    pub(super) fn ask_store_again(&self) {
        if lock(&self.store_problem).take().is_some() {
            *lock(&self.session) = None;
        }
        *lock(&self.unread) = None;
    }

    /// Why the sign-in is in memory only, when the configured store failed.
    #[must_use]
    pub fn store_problem(&self) -> Option<String> {
        lock(&self.store_problem).clone()
    }

    /// Why it is not known whether there is a stored sign-in, when [`Services::restore`] found none.
    #[must_use]
    pub fn unread(&self) -> Option<Problem> {
        lock(&self.unread).clone()
    }

    /// The person's Zoom app, as configured.
    ///
    /// # Errors
    /// [`Error::NotConfigured`] without a client id.
    pub fn app(&self) -> Result<auth::Client, Error> {
        let zoom = &self.setup.zoom;
        let client_id = zoom.client_id.clone().ok_or(Error::NotConfigured)?;
        Ok(match (zoom.client_secret.clone(), zoom.account_id.clone()) {
            (Some(secret), Some(account_id)) => auth::Client::ServerToServer { client_id, secret, account_id },
            (Some(secret), None) => auth::Client::Confidential { client_id, secret },
            (None, _) => auth::Client::Public { client_id },
        })
    }

    /// The archive of whoever is signed in, or was last; `None` before the first sign-in.
    ///
    /// # Errors
    /// When there is one that cannot be opened.
    pub async fn archive(&self) -> Result<Option<store::Handle>, Error> {
        if let Some(archive) = &*lock(&self.archive) {
            return Ok(Some(archive.clone()));
        }
        // Whoever deletes the calls forgets whose they were before they let go of this: looked up sooner, the account would
        // come back with the archive that is opened for it.
        let _alone = self.opening.lock().await;
        match profile::last_account(&self.setup) {
            Some(account) => self.open_alone(&account).await.map(Some),
            None => Ok(None),
        }
    }

    /// The same for whoever is about to write much. An archive that could be opened for reading only is opened anew: its disk may
    /// have room again, or be writable.
    ///
    /// # Errors
    /// As [`Services::archive`].
    pub async fn archive_to_write(&self) -> Result<Option<store::Handle>, Error> {
        {
            let _alone = self.opening.lock().await;
            if let Some(account) = profile::last_account(&self.setup) {
                let path = self.archive_name(&account).path(&self.setup.paths.data);
                // What was opened as a file that does not change must not change under whoever reads it.
                let stale =
                    lock(&self.archive).take_if(|open| open.is_read_only() && open.is_alone() && open.path() == path);
                if stale.is_some() {
                    drop(stale);
                    self.open_alone(&account).await?;
                }
            }
        }
        self.archive().await
    }

    fn archive_name(&self, account: &Account) -> store::ArchiveName {
        store::ArchiveName::new(&profile::issuer(&self.setup), account)
    }

    /// Who signed in last with these settings, without asking a keychain.
    #[must_use]
    pub fn last_account(&self) -> Option<Account> {
        profile::last_account(&self.setup)
    }

    /// Opens the archive of `account`, which takes the place of any other. A damaged one is put aside, and an
    /// empty one takes its place: [`Services::take_put_aside`] tells.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open_archive(&self, account: &Account) -> Result<store::Handle, Error> {
        let _alone = self.opening.lock().await;
        self.open_alone(account).await
    }

    /// The same for whoever holds `opening`.
    async fn open_alone(&self, account: &Account) -> Result<store::Handle, Error> {
        let name = self.archive_name(account);
        let folder = self.setup.paths.data.clone();
        if let Some(open) = lock(&self.archive).as_ref().filter(|open| open.path() == name.path(&folder)) {
            return Ok(open.clone());
        }
        let path = name.path(&folder);
        let open = async || {
            let (folder, name) = (folder.clone(), name.clone());
            let opened = tokio::task::spawn_blocking(move || store::Handle::open(&folder, &name)).await??;
            let known = opened.account().await?;
            Ok::<_, Error>((opened, known))
        };
        let (opened, known) = match open().await {
            Err(Error::Store(store::Error::Damaged { .. })) => {
                self.quarantine(&path).await?;
                open().await?
            }
            opened => opened?,
        };
        // A write needs the disk, and the first calls would wait for it.
        if known.as_ref() != Some(account) && !opened.is_read_only() {
            opened.set_account(account).await?;
        }
        *lock(&self.archive) = Some(opened.clone());
        Ok(opened)
    }

    /// Lets go of the open archive, which turned out to be damaged, and puts it aside; the next task opens an empty one.
    ///
    /// # Errors
    /// When somebody else keeps it open, here or in another ringlog, or it cannot be renamed: it is where it was.
    pub async fn put_damaged_aside(&self) -> Result<(), Error> {
        let _alone = self.opening.lock().await;
        let Some(damaged) = lock(&self.archive).take_if(|archive| !archive.is_read_only()) else { return Ok(()) };
        let path = damaged.path().to_owned();
        drop(damaged);
        self.quarantine(&path).await
    }

    async fn quarantine(&self, path: &Path) -> Result<(), Error> {
        let deadline = tokio::time::Instant::now() + LETTING_GO;
        loop {
            match store::quarantine(path, clock::now()) {
                // Threads that read it end a moment after their last word.
                Err(store::Error::Locked { .. }) if tokio::time::Instant::now() < deadline => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Err(error) => return Err(error.into()),
                Ok(aside) => {
                    tracing::error!("a damaged archive was put aside");
                    *lock(&self.put_aside) = Some(aside);
                    return Ok(());
                }
            }
        }
    }

    /// Where a damaged archive was put, once: for the person to be told.
    #[must_use]
    pub fn take_put_aside(&self) -> Option<PathBuf> {
        lock(&self.put_aside).take()
    }

    /// Zoom's API for whoever is signed in. `api_url` is what the token answer named, `used` what was asked today already.
    ///
    /// # Errors
    /// When no client can be made for the configured host.
    pub fn connect(&self, api_url: Option<Url>, used: zoom::Usage) -> Result<zoom::Client, Error> {
        let authorizer = Arc::new(Signed { session: self.session()?, api_url });
        let (api, proxy) = (self.setup.zoom.api_url.clone(), self.setup.zoom.proxy.clone());
        let mut client = zoom::Client::new(api, proxy, self.plan(), used, authorizer)?;
        if self.setup.paced {
            match self.session()?.pace_file() {
                Ok(file) => client = client.sharing(file),
                Err(error) => tracing::warn!(%error, "the pace cannot be shared with other processes"),
            }
        }
        *lock(&self.client) = Some(client.clone());
        Ok(client)
    }

    const fn plan(&self) -> zoom::Plan {
        match (self.setup.paced, self.setup.zoom.plan) {
            (false, _) => zoom::Plan::Unlimited,
            (true, Plan::Pro) => zoom::Plan::Pro,
            (true, Plan::Business) => zoom::Plan::Business,
        }
    }

    /// How fast Zoom is asked, by the plan of the settings.
    #[must_use]
    pub fn rates(&self) -> Rates {
        self.plan().rates()
    }

    /// Uses the stored sign-in, if there is one. Zoom is asked only when the account's name is not known yet.
    ///
    /// # Errors
    /// When there is one that cannot be used.
    pub async fn restore(&self) -> Result<Option<SignedIn>, Error> {
        match sign_in::restore(self).await {
            Err(Error::NotConfigured) => Ok(None),
            // Nobody can be signed in where nothing can be kept; a new sign-in works, and says that it ends with ringlog.
            Err(Error::Session(SessionError::Vault(problem))) if is_out_of_reach(&problem) => {
                tracing::warn!(%problem, "the credential store cannot be used");
                self.keep_in_memory(&problem)?;
                let error = Error::Session(SessionError::Vault(problem));
                *lock(&self.unread) = Some(problem::restoring(&error));
                Ok(None)
            }
            other => other,
        }
    }

    /// Begins a sign-in by a code that the person types on another device.
    ///
    /// # Errors
    /// [`Error::NoSecret`] and [`Error::NoPerson`] when the app is not of the kind; else why Zoom gives no code.
    pub async fn request_device_code(&self) -> Result<DeviceAuthorization, Error> {
        sign_in::request_device_code(self).await
    }

    /// Waits until the person has approved the code, and signs in. Dropping this gives up.
    ///
    /// # Errors
    /// When the person declines, the code runs out, or Zoom refuses.
    pub async fn sign_in_with_device(&self, code: DeviceAuthorization) -> Result<SignedIn, Error> {
        sign_in::with_device(self, code).await
    }

    /// Gets a fresh access token, whether or not the old one is still good.
    ///
    /// # Errors
    /// When nobody is signed in, or Zoom gives none.
    pub async fn renew(&self) -> Result<(), Error> {
        let session = self.session()?;
        let current = session.access_token().await?;
        session.refresh_after_401(&current).await?;
        Ok(())
    }

    /// Forgets the sign-in here, then revokes it at Zoom, and deletes the calls here if asked for.
    ///
    /// # Errors
    /// When the credential cannot be removed; nothing else is changed then.
    pub async fn sign_out(&self, calls: CallsAfter) -> Result<SignedOut, Error> {
        sign_in::sign_out(self, calls).await
    }

    /// Deletes the calls of `archive`, and what else tells of them: what was put aside of it, and whose it was. Tasks that still
    /// hold it write nothing more.
    pub(super) async fn delete(&self, archive: &store::Handle) -> Result<(), Error> {
        let _alone = self.opening.lock().await;
        lock(&self.archive).take_if(|open| open.path() == archive.path());
        archive.purge_for_good().await?;
        store::remove_put_aside(archive.path())?;
        profile::forget(&self.setup)?;
        Ok(())
    }

    /// Zoom's API, if somebody is signed in.
    #[must_use]
    pub fn client(&self) -> Option<zoom::Client> {
        lock(&self.client).clone()
    }

    /// Where downloads go: to `folder`, else to the one of the settings.
    #[must_use]
    pub fn download_target(&self, folder: Option<PathBuf>, zone: Zone) -> Target {
        let files = &self.setup.files;
        Target { folder: folder.unwrap_or_else(|| files.folder.clone()), most: files.largest, zone }
    }

    /// The end of the sign-in's work, for whoever ends what works with it.
    #[must_use]
    pub fn closing(&self) -> Closing {
        Closing(Arc::clone(&self.session))
    }

    /// Nobody is signed in any more.
    pub fn disconnect(&self) {
        *lock(&self.client) = None;
    }
}

/// The sign-in that some [`Services`] work with, to be closed after them.
#[derive(Clone, Debug)]
pub struct Closing(Arc<Mutex<Option<auth::Session>>>);

impl Closing {
    /// Waits for a renewal under way, for some seconds at most, and sees that what came of it is stored.
    ///
    /// # Errors
    /// When a renewed sign-in could not be stored: it ends here.
    pub async fn close(&self) -> Result<(), Problem> {
        let Some(session) = lock(&self.0).clone() else { return Ok(()) };
        let Ok(closed) = timeout(RENEWING, session.close()).await else {
            tracing::warn!("a renewal of the sign-in was still under way at the end");
            return Ok(());
        };
        closed.map_err(|error| problem::losing_sign_in(&SessionError::from(error).into()))
    }
}

/// True for a keychain that is missing, locked or hangs; a file that others can read is for the person to mend.
pub(super) fn is_out_of_reach(problem: &VaultError) -> bool {
    match problem {
        VaultError::Keychain(_) | VaultError::TimedOut | VaultError::NotKept => true,
        VaultError::Exposed(_) | VaultError::File { .. } => false,
    }
}

/// The holder of these locks never panics between two states, so a poisoned one is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The session as the client knows it: something that gives headers.
struct Signed {
    session: auth::Session,
    api_url: Option<Url>,
}

impl Authorizer for Signed {
    fn bearer(&self) -> BoxFuture<'_, Result<HeaderValue, AuthorizeError>> {
        async { self.session.access_token().await.map(|token| token.bearer()).map_err(refused) }.boxed()
    }

    fn renewed(&self, rejected: HeaderValue) -> BoxFuture<'_, Result<HeaderValue, AuthorizeError>> {
        async move {
            let rejected =
                AccessToken::of_bearer(&rejected).ok_or_else(|| AuthorizeError::Failed("no bearer".into()))?;
            self.session.refresh_after_401(&rejected).await.map(|token| token.bearer()).map_err(refused)
        }
        .boxed()
    }

    fn api_url(&self) -> Option<Url> {
        self.api_url.clone()
    }

    fn was_fresh(&self, bearer: &HeaderValue, sent: Instant) -> bool {
        AccessToken::of_bearer(bearer).is_none_or(|token| self.session.was_fresh(&token, sent.into_std()))
    }
}

/// Only a sign-in that is over calls for a new one; all else may pass.
fn refused(error: SessionError) -> AuthorizeError {
    match error {
        SessionError::SignedOut | SessionError::Ended(_) | SessionError::Replaced => {
            AuthorizeError::SignInNeeded(Box::new(error))
        }
        // A request without an answer was sent again already, once; more could spend a token twice.
        SessionError::Token(TokenError::Unavailable { .. } | TokenError::Unreachable { .. }) => {
            AuthorizeError::Passing(Box::new(error))
        }
        SessionError::Token(_)
        | SessionError::Vault(_)
        | SessionError::Busy
        | SessionError::Lock(_)
        | SessionError::Closing => AuthorizeError::Failed(Box::new(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::model::Access;

    /// The end of a fetch looks for the archive while the calls are being deleted.
    #[tokio::test]
    async fn an_account_that_is_being_forgotten_comes_not_back_with_its_archive() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::read_at(Paths::below(folder.path()), &|_| None).unwrap();
        let Settings { profiles, zoom, paths, files, .. } = settings;
        let profile = profiles.current().clone();
        let services = Services::new(Setup { profile, zoom, paths, files, browser: Browser::System, paced: false });
        let account = Account {
            account_id: "acc".into(),
            user_id: "user".into(),
            name: "R. Alvarez".into(),
            email: "r.alvarez@example.com".into(),
            access: Access::Own,
        };
        services.open_archive(&account).await.unwrap();
        profile::remember(&services.setup, &account);
        lock(&services.archive).take();

        let alone = services.opening.lock().await;
        let mut late = std::pin::pin!(services.archive());
        let early = tokio::time::timeout(Duration::from_millis(10), &mut late).await;
        assert!(early.is_err(), "it waits its turn");
        profile::forget(&services.setup).unwrap();
        drop(alone);
        assert!(late.await.unwrap().is_none());
    }
}
