//! Which archive belongs to these settings: remembered beside the archives, so that the first calls are on screen before a
//! keychain is asked.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::services::Setup;
use crate::files;
use crate::model::Account;
use crate::store;

#[derive(Serialize, Deserialize)]
struct LastSignIn {
    issuer: String,
    account: Account,
}

/// The server and app that a sign-in belongs to. Archives of different ones are kept apart.
pub(super) fn issuer(setup: &Setup) -> String {
    format!("{} {}", setup.zoom.auth_url, setup.zoom.client_id.as_deref().unwrap_or_default())
}

/// Who signed in last with these settings; `None` when nobody did, or that cannot be read.
pub(super) fn last_account(setup: &Setup) -> Option<Account> {
    let json = files::text(&file(setup)).ok()??;
    let last: LastSignIn = serde_json::from_str(&json).ok()?;
    (last.issuer == issuer(setup)).then_some(last.account)
}

/// Remembers who signed in. Only a hint: when it cannot be kept, the next start asks the keychain first.
pub(super) fn remember(setup: &Setup, account: &Account) {
    let last = LastSignIn { issuer: issuer(setup), account: account.clone() };
    let kept = serde_json::to_vec(&last).map_err(std::io::Error::other).and_then(|json| {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        files::at_once(&mut options).open(file(setup))?.write_all(&json)
    });
    if let Err(error) = kept {
        tracing::warn!(%error, "the last sign-in could not be noted");
    }
}

/// Forgets who signed in last with these settings.
pub(super) fn forget(setup: &Setup) -> Result<(), store::Error> {
    if last_account(setup).is_none() {
        return Ok(());
    }
    let path = file(setup);
    fs::remove_file(&path).map_err(|source| store::Error::Io { path, source })
}

fn file(setup: &Setup) -> PathBuf {
    setup.paths.data.join("last-sign-in.json")
}
