//! The archive's file and folder: made for the owner's eyes only, before SQLite writes a byte.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::model::{Access, Account};

use super::error::Error;
use super::lock::ArchiveLock;

/// Between the name of a damaged archive and the moment it was put aside.
const ASIDE: &str = ".damaged-";

/// The name of an archive: one for each profile, account, and access, so that what one sign-in may see is never shown to
/// another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveName(String);

impl ArchiveName {
    /// The archive of what `account` may see. The name is hashed: Zoom's ids differ by case only, which some file systems ignore.
    #[must_use]
    pub fn new(profile: &str, account: &Account) -> Self {
        let (access, user) = match account.access {
            Access::Account => ("account", ""),
            Access::Own => ("own", account.user_id.as_raw()),
        };
        let mut hash = Sha256::new();
        for part in [profile, account.account_id.as_raw(), user] {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        let hash = hash.finalize();
        Self(hash.iter().take(8).fold(access.to_owned() + "-", |name, byte| format!("{name}{byte:02x}")))
    }

    /// Where the archive lies in `folder`.
    #[must_use]
    pub fn path(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.db", self.0))
    }
}

/// Makes the folder (0700) and the empty file (0600) if they are missing, and takes away what others may do with them. The
/// archive is in use as long as the lock is held.
pub(super) fn prepare(path: &Path) -> Result<ArchiveLock, Error> {
    let fail = |source| Error::io(path, source);
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(fail)?;
        restrict(folder, 0o700).map_err(fail)?;
    }
    let lock = ArchiveLock::share(path);
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(lock),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            for file in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm"), beside(path, "-lock")] {
                restrict_if_there(&file).map_err(fail)?;
            }
            Ok(lock)
        }
        Err(error) => Err(fail(error)),
    }
}

fn restrict_if_there(file: &Path) -> io::Result<()> {
    match restrict(file, 0o600) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    let found = fs::metadata(path)?.permissions().mode() & 0o777;
    // Only ever taken away: a folder that its owner made read-only stays so.
    if found & !mode == 0 { Ok(()) } else { fs::set_permissions(path, Permissions::from_mode(found & mode)) }
}

pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Puts a damaged archive aside, with its log, and returns its new path; the next opening begins an empty one. Call it only
/// for [`Error::Damaged`].
///
/// # Errors
/// [`Error::Locked`] while anybody has it open, this process included; [`Error::Io`] and its kin when it cannot be renamed.
/// The archive is where it was then.
pub fn quarantine(path: &Path, now: DateTime<Utc>) -> Result<PathBuf, Error> {
    let _alone = ArchiveLock::alone(path)?;
    let suffix = now.format("%Y%m%dT%H%M%S%.3fZ");
    let aside = beside(path, &format!("{ASIDE}{suffix}"));
    // The log first: left beside a new file it would be played into it.
    for log in ["-wal", "-shm"] {
        match fs::rename(beside(path, log), beside(&aside, log)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::io(path, error)),
            _ => {}
        }
    }
    fs::rename(path, &aside).map_err(|error| Error::io(path, error))?;
    Ok(aside)
}

/// Removes for good what [`quarantine`] put aside of the archive at `path`.
///
/// # Errors
/// [`Error::Io`] and its kin when a file cannot be removed.
pub fn remove_put_aside(path: &Path) -> Result<(), Error> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(()) };
    let begins = format!("{}{ASIDE}", name.to_string_lossy());
    for file in fs::read_dir(folder).map_err(|error| Error::io(path, error))?.flatten() {
        if file.file_name().to_string_lossy().starts_with(&begins) {
            fs::remove_file(file.path()).map_err(|error| Error::io(path, error))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(account_id: &str, user_id: &str, access: Access) -> Account {
        Account {
            account_id: account_id.into(),
            user_id: user_id.into(),
            name: "Test".into(),
            email: "test@example.com".into(),
            access,
        }
    }

    #[test]
    fn archives_differ_by_profile_account_and_access() {
        let names = [
            ArchiveName::new("default", &account("aB", "u1", Access::Account)),
            ArchiveName::new("default", &account("ab", "u1", Access::Account)),
            ArchiveName::new("default", &account("aB", "u1", Access::Own)),
            ArchiveName::new("default", &account("aB", "u2", Access::Own)),
            ArchiveName::new("other", &account("aB", "u1", Access::Account)),
        ];
        for (index, name) in names.iter().enumerate() {
            assert!(!names[..index].contains(name), "{name:?} twice");
        }
        assert_eq!(
            names[0],
            ArchiveName::new("default", &account("aB", "u2", Access::Account)),
            "all admins share one"
        );
    }

    #[test]
    fn what_others_could_read_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive/a.db");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        prepare(&path).unwrap();
        assert_eq!((mode(path.parent().unwrap()), mode(&path)), (0o700, 0o600));
        fs::write(beside(&path, "-wal"), "").unwrap();
        for (file, wrong) in
            [(path.clone(), 0o644), (beside(&path, "-wal"), 0o666), (folder.path().join("archive"), 0o755)]
        {
            fs::set_permissions(file, Permissions::from_mode(wrong)).unwrap();
        }
        prepare(&path).unwrap();
        assert_eq!((mode(path.parent().unwrap()), mode(&path), mode(&beside(&path, "-wal"))), (0o700, 0o600, 0o600));
    }
}
