//! The credential in the system's keychain.

use std::fmt;
use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};
use secrecy::ExposeSecret;
use secrecy::zeroize::Zeroizing;

use super::{Identity, Record, Vault, VaultError};
use crate::model::Text;

const SERVICE: &str = "ringlog";

/// macOS Keychain, Windows Credential Manager, or the Secret Service.
pub struct KeyringVault {
    store: Option<Arc<CredentialStore>>,
}

impl KeyringVault {
    /// The system's own keychain. It is not asked yet: the first call may hang, so it is made where that does no harm.
    #[must_use]
    pub fn system() -> Self {
        Self { store: None }
    }

    /// Any keychain, such as the mock of `keyring_core`.
    #[must_use]
    pub fn with_store(store: Arc<CredentialStore>) -> Self {
        Self { store: Some(store) }
    }

    fn entry(&self, identity: &Identity) -> Result<Entry, VaultError> {
        let store = match &self.store {
            Some(store) => Arc::clone(store),
            None => system_store()?,
        };
        store.build(SERVICE, &identity.label(), None).map_err(|error| failed(&error))
    }
}

/// `store_status` opens the system's keychain once and tells why it cannot; `v1::Entry::new` would hide the cause.
fn system_store() -> Result<Arc<CredentialStore>, VaultError> {
    keyring::v1::Entry::store_status().as_ref().map_err(failed)?;
    keyring_core::get_default_store().ok_or_else(|| failed(&Error::NoDefaultStore))
}

impl Vault for KeyringVault {
    fn load(&self, identity: &Identity) -> Result<Option<Record>, VaultError> {
        match self.entry(identity)?.get_password().map(Zeroizing::new) {
            Ok(json) => Ok(Record::from_json(json.as_bytes(), identity)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }

    fn save(&self, record: &Record) -> Result<(), VaultError> {
        let json = record.to_json().ok_or(VaultError::NotKept)?;
        let entry = self.entry(&record.identity)?;
        entry.set_password(json.expose_secret()).map_err(|error| failed(&error))?;
        // A locked keychain without the entry looks the same as an empty one, so only reading back tells.
        let kept = Zeroizing::new(entry.get_password().map_err(|error| failed(&error))?);
        if *kept == json.expose_secret() { Ok(()) } else { Err(VaultError::NotKept) }
    }

    fn clear(&self, identity: &Identity) -> Result<(), VaultError> {
        match self.entry(identity)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(failed(&error)),
        }
    }

    fn describe(&self) -> String {
        let name = if cfg!(target_os = "macos") {
            "macOS Keychain"
        } else if cfg!(target_os = "windows") {
            "Windows Credential Manager"
        } else {
            "Secret Service"
        };
        format!("system keychain ({name})")
    }

    fn is_shared(&self) -> bool {
        true
    }
}

impl fmt::Debug for KeyringVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyringVault").finish_non_exhaustive()
    }
}

/// The error in words. Some of these errors carry the secret's bytes, so no other form of them is used.
fn failed(error: &Error) -> VaultError {
    let words = match error {
        Error::PlatformFailure(cause) => format!("it is not there ({cause})"),
        Error::NoStorageAccess(cause) => format!("it is locked or refuses ({cause})"),
        Error::TooLong(_, limit) => format!("it takes at most {limit} characters"),
        Error::NoDefaultStore => "there is none on this machine".to_owned(),
        Error::Ambiguous(_) => "it holds several entries of this name".to_owned(),
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
            "what it holds is damaged".to_owned()
        }
        Error::Invalid(what, why) => format!("it does not take {what}: {why}"),
        Error::NotSupportedByStore(what) => format!("it cannot do this: {what}"),
        Error::NoEntry | _ => "it does not work as it should".to_owned(),
    };
    VaultError::Keychain(Text::new(&words).to_string())
}

#[cfg(test)]
mod tests {
    use keyring_core::mock;

    use super::super::record::tests::{identity, record};
    use super::*;

    fn vault() -> KeyringVault {
        KeyringVault::with_store(mock::Store::new().unwrap())
    }

    fn fail_next(vault: &KeyringVault, error: Error) {
        let entry = vault.entry(&identity("https://zoom.us")).unwrap();
        entry.as_any().downcast_ref::<mock::Cred>().unwrap().set_error(error);
    }

    #[test]
    fn what_was_saved_is_found_until_it_is_cleared() {
        let vault = vault();
        let identity = identity("https://zoom.us");
        assert!(vault.load(&identity).unwrap().is_none());
        vault.save(&record("https://zoom.us", "r")).unwrap();
        assert_eq!(vault.load(&identity).unwrap().unwrap().refresh_token.expose_secret(), "r");
        vault.clear(&identity).unwrap();
        vault.clear(&identity).unwrap();
        assert!(vault.load(&identity).unwrap().is_none());
    }

    #[test]
    fn a_keychain_that_refuses_is_an_error_not_an_empty_one() {
        let vault = vault();
        vault.save(&record("https://zoom.us", "r")).unwrap();
        fail_next(&vault, Error::NoStorageAccess("prompt".into()));
        assert!(matches!(vault.load(&identity("https://zoom.us")), Err(VaultError::Keychain(_))));
        fail_next(&vault, Error::NoStorageAccess("prompt".into()));
        assert!(matches!(vault.save(&record("https://zoom.us", "r")), Err(VaultError::Keychain(_))));
        assert!(vault.load(&identity("https://zoom.us")).unwrap().is_some());
    }

    #[test]
    fn an_error_never_carries_what_the_keychain_holds() {
        let vault = vault();
        fail_next(&vault, Error::BadEncoding(b"canary-refresh".to_vec()));
        let error = vault.load(&identity("https://zoom.us")).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
    }
}
