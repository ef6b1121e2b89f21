//! The credential in memory: gone when ringlog closes.

use std::sync::{Mutex, PoisonError};

use super::{Identity, Record, Vault, VaultError};

/// Keeps the record in this process alone.
#[derive(Debug, Default)]
pub struct MemoryVault(Mutex<Option<Record>>);

impl Vault for MemoryVault {
    fn load(&self, identity: &Identity) -> Result<Option<Record>, VaultError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone().filter(|record| record.identity == *identity))
    }

    fn save(&self, record: &Record) -> Result<(), VaultError> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(record.clone());
        Ok(())
    }

    fn clear(&self, _: &Identity) -> Result<(), VaultError> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }

    fn describe(&self) -> String {
        "memory only: gone when ringlog closes".to_owned()
    }

    fn is_shared(&self) -> bool {
        false
    }
}
