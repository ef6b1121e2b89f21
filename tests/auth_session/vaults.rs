//! Vaults that cannot be written for a while.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ringlog::auth::{FileVault, Identity, Record, Session, SessionError, Vault, VaultError};

use super::endpoint::FakeZoom;
use super::figure::figure;
use super::signed_in;

/// A file vault that refuses to be written for a while.
struct Stubborn {
    file: FileVault,
    refusals: AtomicUsize,
    /// Writes that are let through before it begins to refuse.
    grace: AtomicUsize,
    /// When it refused last: from then on it works.
    refused: Mutex<Instant>,
    /// When it took a record last.
    stored: Mutex<Instant>,
}

impl Stubborn {
    /// In `folder`; it takes so many writes, then refuses so many.
    fn new(folder: &Path, grace: usize, refusals: usize) -> Self {
        let now = Instant::now();
        Self {
            file: FileVault::new(folder.join("credentials")),
            refusals: AtomicUsize::new(refusals),
            grace: AtomicUsize::new(grace),
            refused: Mutex::new(now),
            stored: Mutex::new(now),
        }
    }
}

impl Vault for Stubborn {
    fn load(&self, identity: &Identity) -> Result<Option<Record>, VaultError> {
        self.file.load(identity)
    }

    fn save(&self, record: &Record) -> Result<(), VaultError> {
        let take_one = |counter: &AtomicUsize| {
            counter.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
        };
        if !take_one(&self.grace) && take_one(&self.refusals) {
            *self.refused.lock().unwrap() = Instant::now();
            Err(VaultError::NotKept)
        } else {
            let saved = self.file.save(record);
            *self.stored.lock().unwrap() = Instant::now();
            saved
        }
    }

    fn clear(&self, identity: &Identity) -> Result<(), VaultError> {
        self.file.clear(identity)
    }

    fn describe(&self) -> String {
        self.file.describe()
    }

    fn is_shared(&self) -> bool {
        true
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vault_that_refuses_costs_neither_the_token_nor_the_sign_in() {
    survives_a_vault_that_refuses(&[(0, 1), (1, 1), (1, 5)]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "full size: fifty refusals, two seconds apart"]
async fn a_vault_that_refuses_fifty_times_costs_neither_the_token_nor_the_sign_in() {
    survives_a_vault_that_refuses(&[(1, 50)]).await;
}

/// Vaults that take so many writes, then refuse so many.
async fn survives_a_vault_that_refuses(vaults: &[(usize, usize)]) {
    for &(grace, refusals) in vaults {
        let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
        signed_in(&zoom, folder.path()).await;
        let vault = Arc::new(Stubborn::new(folder.path(), grace, refusals));
        let session =
            Session::new(zoom.setup(Arc::clone(&vault) as Arc<dyn Vault>, &folder.path().join("locks"))).unwrap();
        let token = session.access_token().await.unwrap();
        let renewed = session.refresh_after_401(&token).await;
        if grace == 0 {
            assert!(matches!(renewed, Err(SessionError::Vault(_))), "refused before anything was spent");
            assert_eq!(zoom.requests("refresh_token"), 0);
        } else {
            assert!(zoom.accepts(&renewed.unwrap()) && session.is_unsaved(), "it goes on in memory, and says so");
        }
        let deadline = Instant::now() + Duration::from_secs(20 + 3 * refusals as u64);
        while session.is_unsaved() {
            assert!(Instant::now() < deadline, "not stored");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let since = vault.refused.lock().unwrap().elapsed();
        assert!(since < Duration::from_secs(5), "stored {since:?} after the vault worked again");
        let restarted = zoom.session(folder.path());
        assert_eq!(restarted.access_token().await.unwrap(), session.access_token().await.unwrap());
        assert_eq!(zoom.grants.lock().unwrap().reused, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_vault_refuses_to_the_end_is_an_error_then_and_nothing_more_is_spent() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    signed_in(&zoom, folder.path()).await;
    let vault = Arc::new(Stubborn::new(folder.path(), 1, usize::MAX));
    let waits = zoom.session(folder.path());
    waits.access_token().await.unwrap();
    let session = Session::new(zoom.setup(Arc::clone(&vault) as Arc<dyn Vault>, &folder.path().join("locks"))).unwrap();
    let token = session.access_token().await.unwrap();
    let renewed = session.refresh_after_401(&token).await.unwrap();
    assert!(session.is_unsaved() && *session.unsaved().borrow());
    // Who only waits for the lock, which the one that is not saved holds, has nothing to wait for at the end.
    let late = tokio::spawn({
        let (waits, token) = (waits.clone(), token.clone());
        async move { waits.refresh_after_401(&token).await }
    });
    assert!(tokio::time::timeout(Duration::from_millis(50), waits.access_token()).await.is_ok());
    let begun = Instant::now();
    waits.close().await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert!(matches!(session.close().await, Err(VaultError::NotKept)));
    vault.refusals.store(0, Ordering::SeqCst);
    session.close().await.unwrap();
    assert!(!session.is_unsaved());
    assert_eq!(late.await.unwrap().unwrap(), renewed, "the lock is free, and what was renewed is taken over");
    assert!(matches!(session.refresh_after_401(&renewed).await, Err(SessionError::Closing)));
    assert_eq!((zoom.requests("refresh_token"), zoom.grants.lock().unwrap().reused), (1, 0));
    assert_eq!(zoom.session(folder.path()).access_token().await.unwrap(), renewed);
}

/// The times from the answer with a new token until it was stored, of so many renewals, the shortest first. Killed in between,
/// the sign-in would be lost.
async fn windows(renewals: usize) -> Vec<Duration> {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    signed_in(&zoom, folder.path()).await;
    let vault = Arc::new(Stubborn::new(folder.path(), 0, 0));
    let session = Session::new(zoom.setup(Arc::clone(&vault) as Arc<dyn Vault>, &folder.path().join("locks"))).unwrap();
    let mut token = session.access_token().await.unwrap();
    let mut windows = Vec::new();
    for _ in 0..renewals {
        token = session.refresh_after_401(&token).await.unwrap();
        let answered = zoom.grants.lock().unwrap().answered.unwrap();
        windows.push(vault.stored.lock().unwrap().duration_since(answered));
    }
    windows.sort_unstable();
    let [half, p99, longest] = [renewals / 2, renewals * 99 / 100, renewals - 1].map(|place| windows[place]);
    figure(&format!("from answer to store: half in {half:.1?}, p99 {p99:.1?}, at most {longest:.1?}"));
    windows
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_answer_to_the_store_it_is_a_moment() {
    let windows = windows(200).await;
    // What a busy machine adds is not ours.
    assert!(windows[20] < Duration::from_millis(20), "{:?}", windows[20]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "full size of SECURITY row B4: it measures, so nothing else should run"]
async fn from_the_answer_to_the_store_it_is_a_moment_all_but_one_time_in_a_hundred() {
    let windows = windows(2_000).await;
    assert!(windows[1_980] <= Duration::from_millis(20), "{:?}", windows[1_980]);
}
