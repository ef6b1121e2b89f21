//! Where the credential rests between two runs.

mod file;
mod keyring;
mod memory;
mod record;

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

pub use file::FileVault;
pub use keyring::KeyringVault;
pub use memory::MemoryVault;
pub use record::{Identity, Record};

use super::blocking::{self, NoAnswer};
use crate::model::Text;

/// A keychain that asks its person for a password may never answer.
pub(super) const LIMIT: Duration = Duration::from_secs(3);

/// A place for one credential record. Every method may block, and is called on a thread of its own.
pub trait Vault: Send + Sync + 'static {
    /// The record of `identity`; `None` when there is none, or when what is there belongs to another server or app.
    ///
    /// # Errors
    /// When the place cannot be read.
    fn load(&self, identity: &Identity) -> Result<Option<Record>, VaultError>;

    /// Writes the record and makes sure that it can be read again.
    ///
    /// # Errors
    /// When the place cannot be written, or does not give back what was written. The older record may then be gone.
    fn save(&self, record: &Record) -> Result<(), VaultError>;

    /// Removes the record; fine when there is none.
    ///
    /// # Errors
    /// When the place cannot be written.
    fn clear(&self, identity: &Identity) -> Result<(), VaultError>;

    /// Which place this is, for the screen.
    fn describe(&self) -> String;

    /// True when another process may read and write the same record.
    fn is_shared(&self) -> bool;
}

/// Why the place for the credential failed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no keychain, or it is locked, or it refuses.
    #[error("the system keychain cannot be used: {0}")]
    Keychain(String),
    /// The keychain hangs, most likely with a password prompt somewhere.
    #[error("the system keychain did not answer within 3 seconds")]
    TimedOut,
    /// Others may read the file, so what is in it is no secret.
    #[error("{0} can be read by others; remove it, or run: chmod 600 on it")]
    Exposed(String),
    /// The file cannot be read or written.
    #[error("{path}: {message}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        message: String,
    },
    /// What was written did not come back.
    #[error("the credential was written but could not be read back")]
    NotKept,
}

/// Runs `work` on a thread of its own, for three seconds at most, waiting included. One at a time by `gate`: a call that hangs does not pile up
/// others behind it, and one that comes back late cannot write over a newer one.
pub(super) async fn run<T: Send + 'static>(
    gate: &Arc<Semaphore>,
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    let deadline = Instant::now() + LIMIT;
    let Ok(Ok(permit)) = timeout_at(deadline, Arc::clone(gate).acquire_owned()).await else {
        return Err(VaultError::TimedOut);
    };
    let guarded = move || {
        let _permit = permit;
        work()
    };
    blocking::run(deadline.saturating_duration_since(Instant::now()), guarded).await.unwrap_or_else(|no_answer| {
        Err(match no_answer {
            NoAnswer::TimedOut => VaultError::TimedOut,
            NoAnswer::NotStarted(error) => VaultError::Keychain(error.to_string()),
            NoAnswer::Panicked => VaultError::Keychain("it failed unexpectedly".to_owned()),
        })
    })
}

/// Which place to use: the setting `credential_store`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CredentialStore {
    /// The system's keychain.
    #[default]
    Keyring,
    /// A file that only this person can read.
    File,
    /// Nowhere: gone when ringlog closes.
    Memory,
}

impl CredentialStore {
    /// The vault itself; `folder` is where the file goes, if it is a file. Nothing is read or written yet.
    #[must_use]
    pub fn open(self, folder: PathBuf) -> Arc<dyn Vault> {
        match self {
            Self::Keyring => Arc::new(KeyringVault::system()),
            Self::File => Arc::new(FileVault::new(folder)),
            Self::Memory => Arc::new(MemoryVault::default()),
        }
    }
}

impl fmt::Display for CredentialStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Keyring => "keyring",
            Self::File => "file",
            Self::Memory => "memory",
        })
    }
}

/// Not one of the three words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("credential_store is keyring, file or memory, not {0}")]
pub struct UnknownStore(Text);

impl FromStr for CredentialStore {
    type Err = UnknownStore;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Keyring, Self::File, Self::Memory]
            .into_iter()
            .find(|store| store.to_string() == word)
            .ok_or_else(|| UnknownStore(word.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_reads_back_as_it_is_written() {
        for store in [CredentialStore::Keyring, CredentialStore::File, CredentialStore::Memory] {
            assert_eq!(store.to_string().parse(), Ok(store));
        }
        let error = "keychain\u{1b}".parse::<CredentialStore>().unwrap_err().to_string();
        assert_eq!(error, "credential_store is keyring, file or memory, not keychain\\u{1b}");
    }

    #[tokio::test]
    async fn a_place_that_hangs_is_left_behind_and_not_piled_up() {
        let gate = Arc::new(Semaphore::new(1));
        let (release, held) = std::sync::mpsc::channel::<()>();
        let hung = run(&gate, move || {
            let _ = held.recv();
            Ok(())
        });
        assert!(matches!(hung.await, Err(VaultError::TimedOut)));
        let behind = run(&gate, || Ok(()));
        drop(release);
        assert!(behind.await.is_ok(), "it goes on once the first came back");
    }
}
