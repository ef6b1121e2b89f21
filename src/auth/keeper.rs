//! What a session does under its lock. Order is everything here: lock, read again, prove that the vault can be written,
//! spend the refresh token, store what came, and only then use it.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};
use tracing::{info, warn};
use url::Url;

use super::authorize::Code;
use super::blocking::{self, NoAnswer};
use super::client::Client;
use super::error::{SessionError, TokenError};
use super::freshness::Freshness;
use super::in_use::{Current, InUse};
use super::lock::{Lock, make_private_folder};
use super::session::{Setup, SignOut, SignedIn};
use super::spending::Gate;
use super::token::{self, AccessToken, TokenResponse};
use super::token_endpoint::TokenEndpoint;
use super::vault::{self, Identity, Record, Vault, VaultError};
use crate::clock;
use crate::model::{Account, Scopes};

/// Longer than the slowest renewal of another process: two requests of 30 seconds and a few keychain calls.
const LOCK_LIMIT: Duration = Duration::from_secs(90);
const REVOKE_LIMIT: Duration = Duration::from_secs(10);
/// A stored token that wants renewal later than this was stored by a wrong clock.
const LONGEST_DUE: Duration = Duration::from_hours(24);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

pub(super) struct Keeper {
    endpoint: TokenEndpoint,
    identity: Identity,
    vault: Arc<dyn Vault>,
    vault_gate: Arc<Semaphore>,
    lock_dir: PathBuf,
    api_url: Url,
    in_use: InUse,
    /// True while a renewed record is only here, because the vault refused it.
    unsaved: watch::Sender<bool>,
    gate: Gate,
    /// Held during every change of the credential: single flight in this process.
    work: tokio::sync::Mutex<Work>,
}

#[derive(Default)]
struct Work {
    /// A renewed record that the vault refused. The lock stays with it, so that no other process spends the dead token
    /// which the vault still holds.
    unsaved: Option<(Record, Option<Lock>)>,
}

impl Keeper {
    pub(super) fn new(setup: Setup) -> Result<Self, TokenError> {
        Ok(Self {
            identity: Identity::new(&setup.endpoints, &setup.client, &setup.profile),
            endpoint: TokenEndpoint::new(setup.endpoints, setup.client, &setup.proxy)?,
            vault: setup.vault,
            vault_gate: Arc::new(Semaphore::new(1)),
            lock_dir: setup.lock_dir,
            api_url: setup.api_url,
            in_use: InUse::default(),
            unsaved: watch::Sender::new(false),
            gate: Gate::default(),
            work: tokio::sync::Mutex::default(),
        })
    }

    pub(super) fn store(&self) -> String {
        self.vault.describe()
    }

    pub(super) fn endpoint(&self) -> &TokenEndpoint {
        &self.endpoint
    }

    pub(super) fn client(&self) -> &Client {
        &self.endpoint.client
    }

    pub(super) fn is_unsaved(&self) -> bool {
        *self.unsaved.borrow()
    }

    pub(super) fn usable(&self, rejected: Option<&AccessToken>) -> Option<AccessToken> {
        self.in_use.usable(rejected)
    }

    pub(super) fn was_fresh(&self, token: &AccessToken, when: Instant) -> bool {
        self.in_use.was_fresh(token, when)
    }

    pub(super) fn pace_file(&self) -> io::Result<PathBuf> {
        make_private_folder(&self.lock_dir)?;
        Ok(self.lock_dir.join(format!("{}.pace", self.identity.name())))
    }

    pub(super) async fn signed_in(&self) -> Result<Option<SignedIn>, SessionError> {
        if let Some(current) = self.in_use.current() {
            return Ok(Some(current.signed_in));
        }
        let record = self.load().await?;
        if let Some(account) = record.as_ref().and_then(|record| record.account.clone()) {
            self.in_use.belongs_to(account);
        }
        Ok(record.map(|record| self.describe(&record)))
    }

    pub(super) fn unsaved(&self) -> watch::Receiver<bool> {
        self.unsaved.subscribe()
    }

    pub(super) async fn close(&self) -> Result<(), VaultError> {
        // What only waits for a lock or a vault has spent nothing yet, and will not.
        if self.gate.close() || self.is_unsaved() {
            return self.store_unsaved(&mut *self.work.lock().await).await;
        }
        Ok(())
    }

    pub(super) async fn check_store(&self) -> Result<(), VaultError> {
        let probe = Record::probe(self.identity.probe());
        let identity = self.identity.probe();
        self.save(probe).await?;
        self.with_vault(move |vault| vault.clear(&identity)).await
    }

    pub(super) async fn sign_in(self: Arc<Self>, code: Code) -> Result<SignedIn, SessionError> {
        let mut work = self.work.lock().await;
        let lock = self.lock_for_new(&work).await?;
        let answer = self.endpoint.exchange(&code).await?;
        self.store_new(&mut work, &answer, lock).await
    }

    /// Stores a sign-in that was granted already.
    pub(super) async fn begin(self: Arc<Self>, answer: TokenResponse) -> Result<SignedIn, SessionError> {
        let mut work = self.work.lock().await;
        let lock = self.lock_for_new(&work).await?;
        self.store_new(&mut work, &answer, lock).await
    }

    /// The lock to store a new sign-in with; none when an unsaved record holds it already.
    async fn lock_for_new(&self, work: &Work) -> Result<Option<Lock>, SessionError> {
        if work.unsaved.is_some() { Ok(None) } else { self.lock().await }
    }

    /// Stores a new sign-in in the place of an older one.
    async fn store_new(
        self: &Arc<Self>,
        work: &mut Work,
        answer: &TokenResponse,
        lock: Option<Lock>,
    ) -> Result<SignedIn, SessionError> {
        let lock = work.unsaved.take().map_or(lock, |(_, held)| held);
        let older = self.load().await.unwrap_or_default();
        let generation = older.map_or(0, |older| older.generation) + 1;
        let freshness = freshness_of(answer);
        let record = self.record(answer, generation, freshness)?;
        self.in_use.clear();
        self.keep(work, record.clone(), freshness, lock).await;
        info!("signed in");
        Ok(self.describe(&record))
    }

    /// Renews the token in use, unless another task or process just did.
    pub(super) async fn renew(self: Arc<Self>, rejected: Option<AccessToken>) -> Result<AccessToken, SessionError> {
        let mut work = self.work.lock().await;
        if let Some(token) = self.usable(rejected.as_ref()) {
            return Ok(token);
        }
        match self.client() {
            Client::Public { .. } | Client::Confidential { .. } => self.spend(&mut work, rejected.as_ref()).await,
            Client::ServerToServer { account_id, .. } => {
                let answer = self.endpoint.account_credentials(account_id).await?;
                let freshness = freshness_of(&answer);
                let signed_in = self.granted(&answer.scopes, answer.api_url.as_deref(), None, clock::now());
                let received = Some(Instant::now());
                self.in_use.install(Current { token: answer.access_token.clone(), freshness, signed_in, received });
                Ok(answer.access_token)
            }
        }
    }

    async fn spend(
        self: &Arc<Self>,
        work: &mut Work,
        rejected: Option<&AccessToken>,
    ) -> Result<AccessToken, SessionError> {
        let (mut record, mut lock) = if let Some(unsaved) = work.unsaved.take() {
            unsaved
        } else {
            let lock = self.lock().await?;
            (self.load().await?.ok_or_else(|| self.signed_out())?, lock)
        };
        loop {
            if !self.in_use.is_same_person(record.account.as_ref()) {
                return Err(SessionError::Replaced);
            }
            if let Some(token) = self.adopt(&record, rejected) {
                return Ok(token);
            }
            // What cannot be stored must not be spent: the vault shows first that it takes a write.
            if let Err(error) = self.save(record.clone()).await {
                if self.is_unsaved() {
                    work.unsaved = Some((record, lock));
                }
                return Err(error.into());
            }
            self.unsaved.send_replace(false);
            let _spending = self.gate.enter().ok_or(SessionError::Closing)?;
            match self.endpoint.refresh(&record.refresh_token).await {
                Ok(answer) => {
                    let freshness = freshness_of(&answer);
                    let renewed = self.renewed(&record, &answer, freshness)?;
                    self.keep(work, renewed, freshness, lock.take()).await;
                    info!("access token renewed");
                    return Ok(answer.access_token);
                }
                Err(TokenError::Refused(refusal)) if refusal.is_dead_grant() => {
                    // Somebody else's sign-in may have taken the place of what we sent: then that one counts.
                    match self.load().await? {
                        Some(newer) if newer.refresh_token.expose_secret() != record.refresh_token.expose_secret() => {
                            record = newer;
                        }
                        Some(_) | None => {
                            self.clear().await?;
                            warn!(status = refusal.status, code = refusal.code, "the sign-in has ended");
                            self.in_use.forget();
                            return Err(SessionError::Ended(refusal));
                        }
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Takes over what another process renewed, while it is fresh by the clock both share.
    fn adopt(&self, record: &Record, rejected: Option<&AccessToken>) -> Option<AccessToken> {
        let due_in = (record.access_due_at - clock::now()).to_std().ok().filter(|due_in| *due_in <= LONGEST_DUE)?;
        let token = AccessToken::new(record.access_token.clone()).filter(|token| rejected != Some(token))?;
        if self.in_use.current().is_some_and(|current| current.token == token) {
            return None; // Ours, and due by the monotonic clock.
        }
        let (freshness, signed_in) = (Freshness::due_in(due_in), self.describe(record));
        self.in_use.install(Current { token: token.clone(), freshness, signed_in, received: None });
        Some(token)
    }

    /// Stores a record, then puts its token to use; when the vault refuses, it is kept here and tried again.
    async fn keep(self: &Arc<Self>, work: &mut Work, record: Record, freshness: Freshness, lock: Option<Lock>) {
        let received = Some(Instant::now());
        let saved = self.save(record.clone()).await;
        if let Some(token) = AccessToken::new(record.access_token.clone()) {
            self.in_use.install(Current { token, freshness, signed_in: self.describe(&record), received });
        }
        self.unsaved.send_replace(saved.is_err());
        if let Err(error) = saved {
            warn!(%error, "the renewed sign-in is only in memory");
            work.unsaved = Some((record, lock));
            tokio::spawn(Arc::clone(self).keep_trying());
        }
    }

    async fn keep_trying(self: Arc<Self>) {
        let mut pause = FIRST_PAUSE;
        loop {
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
            let mut work = self.work.lock().await;
            if self.store_unsaved(&mut work).await.is_ok() {
                return;
            }
        }
    }

    /// Tries once more to store what the vault refused.
    async fn store_unsaved(&self, work: &mut Work) -> Result<(), VaultError> {
        let Some((record, _)) = &work.unsaved else { return Ok(()) };
        self.save(record.clone()).await?;
        work.unsaved = None;
        self.unsaved.send_replace(false);
        info!("the renewed sign-in is stored");
        Ok(())
    }

    pub(super) async fn remember_account(self: Arc<Self>, account: Account) -> Result<(), SessionError> {
        let mut work = self.work.lock().await;
        if let Some((record, _)) = &mut work.unsaved {
            record.account = Some(account.clone());
        } else {
            let _lock = self.lock().await?;
            let Some(record) = self.load().await? else { return Ok(()) };
            self.save(Record { account: Some(account.clone()), ..record }).await?;
        }
        self.in_use.name(account);
        Ok(())
    }

    pub(super) async fn sign_out(self: Arc<Self>) -> Result<SignOut, SessionError> {
        let mut work = self.work.lock().await;
        let (loaded, lock) = if let Some((record, lock)) = work.unsaved.take() {
            (Ok(Some(record)), lock)
        } else {
            let lock = self.lock().await?;
            (self.load().await, lock)
        };
        // What cannot be read was a sign-in all the same.
        let was_stored = !matches!(loaded, Ok(None));
        let record = loaded.unwrap_or_default();
        self.unsaved.send_replace(false);
        let known = self.in_use.clear();
        let cleared = self.clear().await;
        drop(lock);
        let was_signed_in = was_stored || known.is_some();
        let revoke = self.revoke(known, record);
        let revoked = matches!(timeout(REVOKE_LIMIT, revoke).await, Ok(Ok(true)));
        info!(was_signed_in, revoked, "signed out");
        cleared?;
        Ok(match (was_signed_in, revoked) {
            (_, true) => SignOut::Revoked,
            (true, false) => SignOut::OnlyHere,
            (false, false) => SignOut::NobodyWas,
        })
    }

    /// Zoom documents revoking by access token; when there is none that still works, one more is asked for. False when there is
    /// nothing to revoke.
    async fn revoke(&self, known: Option<Current>, record: Option<Record>) -> Result<bool, TokenError> {
        let stored = || {
            let record = record.as_ref().filter(|record| record.access_due_at > clock::now())?;
            AccessToken::new(record.access_token.clone())
        };
        let token = known.filter(|known| !known.freshness.is_due()).map(|known| known.token).or_else(stored);
        let token = match (token, &record) {
            (Some(token), _) => token,
            (None, Some(record)) => self.endpoint.refresh(&record.refresh_token).await?.access_token,
            (None, None) => return Ok(false),
        };
        self.endpoint.revoke(&token).await?;
        Ok(true)
    }

    /// The lock among processes; none is needed for what no other process can reach.
    async fn lock(&self) -> Result<Option<Lock>, SessionError> {
        if !self.vault.is_shared() {
            return Ok(None);
        }
        let (folder, name) = (self.lock_dir.clone(), self.identity.name());
        match blocking::run(LOCK_LIMIT, move || Lock::acquire(&folder, &name)).await {
            Ok(acquired) => acquired.map(Some).map_err(SessionError::Lock),
            Err(NoAnswer::TimedOut | NoAnswer::Panicked) => Err(SessionError::Busy),
            Err(NoAnswer::NotStarted(error)) => Err(SessionError::Lock(error)),
        }
    }

    async fn load(&self) -> Result<Option<Record>, VaultError> {
        let identity = self.identity.clone();
        self.with_vault(move |vault| vault.load(&identity)).await
    }

    async fn save(&self, record: Record) -> Result<(), VaultError> {
        self.with_vault(move |vault| vault.save(&record)).await
    }

    async fn clear(&self) -> Result<(), VaultError> {
        let identity = self.identity.clone();
        self.with_vault(move |vault| vault.clear(&identity)).await
    }

    async fn with_vault<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Vault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let vault = Arc::clone(&self.vault);
        vault::run(&self.vault_gate, move || work(&*vault)).await
    }

    /// Somebody signed out elsewhere: the token in use goes too.
    fn signed_out(&self) -> SessionError {
        self.in_use.forget();
        SessionError::SignedOut
    }

    fn record(&self, answer: &TokenResponse, generation: u64, freshness: Freshness) -> Result<Record, TokenError> {
        let refresh_token =
            answer.refresh_token.clone().ok_or(TokenError::BadAnswer("there is no refresh token in it"))?;
        Ok(Record {
            identity: self.identity.clone(),
            refresh_token,
            access_token: answer.access_token.secret().clone(),
            access_due_at: freshness.due_at().into(),
            scopes: answer.scopes.clone(),
            api_url: answer.api_url.clone(),
            account: None,
            saved_at: clock::now(),
            generation,
        })
    }

    /// The record after a renewal; what Zoom left out of the answer stays as it was.
    fn renewed(&self, older: &Record, answer: &TokenResponse, freshness: Freshness) -> Result<Record, TokenError> {
        let mut record = self.record(answer, older.generation + 1, freshness)?;
        record.account.clone_from(&older.account);
        if record.scopes.is_empty() {
            record.scopes.clone_from(&older.scopes);
        }
        if record.api_url.is_none() {
            record.api_url.clone_from(&older.api_url);
        }
        Ok(record)
    }

    fn describe(&self, record: &Record) -> SignedIn {
        self.granted(&record.scopes, record.api_url.as_deref(), record.account.clone(), record.saved_at)
    }

    fn granted(
        &self,
        scopes: &Scopes,
        api_url: Option<&str>,
        account: Option<Account>,
        renewed_at: DateTime<Utc>,
    ) -> SignedIn {
        SignedIn { scopes: scopes.clone(), api_url: token::api_url(api_url, &self.api_url), account, renewed_at }
    }
}

fn freshness_of(answer: &TokenResponse) -> Freshness {
    let mut jitter = [0];
    // Without random bytes the renewal is not spread, no more.
    let _ = getrandom::fill(&mut jitter);
    Freshness::new(answer.expires_in, jitter[0])
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper").field("identity", &self.identity).finish_non_exhaustive()
    }
}
