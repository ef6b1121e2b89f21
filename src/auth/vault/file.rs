//! The credential in a file that only this person can read. Used only where asked for: it is plain text.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;
use secrecy::zeroize::Zeroizing;

use super::super::lock::make_private_folder;
use super::{Identity, Record, Vault, VaultError};
use crate::files;

/// One file a credential, mode 0600 in a folder of mode 0700, always written whole.
#[derive(Clone, Debug)]
pub struct FileVault {
    folder: PathBuf,
}

impl FileVault {
    /// Keeps credentials in `folder`, which is created when the first one is saved.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn path(&self, identity: &Identity) -> PathBuf {
        self.folder.join(format!("credential-{}.json", identity.name()))
    }
}

impl Vault for FileVault {
    fn load(&self, identity: &Identity) -> Result<Option<Record>, VaultError> {
        let path = self.path(identity);
        let mut file = match files::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(&path, &error)),
        };
        refuse_exposed(&file, &path)?;
        let mut json = Zeroizing::new(Vec::new());
        file.read_to_end(&mut json).map_err(|error| failed(&path, &error))?;
        Ok(Record::from_json(&json, identity))
    }

    fn save(&self, record: &Record) -> Result<(), VaultError> {
        let path = self.path(&record.identity);
        let json = record.to_json().ok_or(VaultError::NotKept)?;
        replace(&self.folder, &path, json.expose_secret().as_bytes()).map_err(|error| failed(&path, &error))?;
        let kept = self.load(&record.identity)?.is_some_and(|kept| kept.generation == record.generation);
        if kept { Ok(()) } else { Err(VaultError::NotKept) }
    }

    fn clear(&self, identity: &Identity) -> Result<(), VaultError> {
        let path = self.path(identity);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&path, &error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    fn describe(&self) -> String {
        format!("file in {}, plain text, mode 0600", self.folder.display())
    }

    fn is_shared(&self) -> bool {
        true
    }
}

/// Writes a new file beside `path`, then puts it in its place: a reader, or a crash, meets the old or the new one whole.
fn replace(folder: &Path, path: &Path, content: &[u8]) -> io::Result<()> {
    make_private_folder(folder)?;
    // One writer at a time, by the credential's lock, so a leftover is from a crash.
    let new = path.with_extension("new");
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    let written = file.write_all(content).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // The error that counts is the first one.
        let _ = fs::remove_file(&new);
    }
    written?;
    // Makes the new name last; only Unix lets a folder be opened for it.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(unix)]
fn refuse_exposed(file: &File, path: &Path) -> Result<(), VaultError> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = file.metadata().map_err(|error| failed(path, &error))?;
    let exposed = metadata.permissions().mode() & 0o077 != 0;
    if exposed { Err(VaultError::Exposed(path.display().to_string())) } else { Ok(()) }
}

/// Windows guards a person's folders by access lists, which a new file inherits.
#[cfg(not(unix))]
fn refuse_exposed(_: &File, _: &Path) -> Result<(), VaultError> {
    Ok(())
}

fn failed(path: &Path, error: &io::Error) -> VaultError {
    VaultError::File { path: path.display().to_string(), message: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::{identity, record};
    use super::*;

    fn vault() -> (tempfile::TempDir, FileVault) {
        let folder = tempfile::tempdir().unwrap();
        let vault = FileVault::new(folder.path().join("state/ringlog"));
        (folder, vault)
    }

    #[test]
    fn what_was_saved_is_found_until_it_is_cleared() {
        let (_folder, vault) = vault();
        let identity = identity("https://zoom.us");
        assert!(vault.load(&identity).unwrap().is_none());
        for generation in 1..4 {
            vault.save(&Record { generation, ..record("https://zoom.us", "r") }).unwrap();
            assert_eq!(vault.load(&identity).unwrap().unwrap().generation, generation);
        }
        assert!(vault.load(&super::super::record::tests::identity("https://zoomgov.com")).unwrap().is_none());
        vault.clear(&identity).unwrap();
        vault.clear(&identity).unwrap();
        assert!(vault.load(&identity).unwrap().is_none());
        assert_eq!(fs::read_dir(&vault.folder).unwrap().count(), 0, "nothing is left behind");
    }

    #[test]
    fn a_record_put_in_anothers_place_is_not_found() {
        let (_folder, vault) = vault();
        vault.save(&record("https://zoom.us", "r")).unwrap();
        let other = identity("https://example.com");
        fs::copy(vault.path(&identity("https://zoom.us")), vault.path(&other)).unwrap();
        assert!(vault.load(&other).unwrap().is_none());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it_and_one_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, vault) = vault();
        let identity = identity("https://zoom.us");
        vault.save(&record("https://zoom.us", "r")).unwrap();
        let path = vault.path(&identity);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&vault.folder)), (0o600, 0o700));
        for exposed in [0o640, 0o604, 0o666] {
            fs::set_permissions(&path, fs::Permissions::from_mode(exposed)).unwrap();
            assert!(matches!(vault.load(&identity), Err(VaultError::Exposed(_))), "{exposed:o}");
        }
        vault.save(&record("https://zoom.us", "r")).unwrap();
        assert_eq!(mode(&path), 0o600, "a new sign-in puts it right");
    }

    #[test]
    fn a_crash_before_the_rename_leaves_the_old_record() {
        let (_folder, vault) = vault();
        vault.save(&record("https://zoom.us", "old")).unwrap();
        let identity = identity("https://zoom.us");
        fs::write(vault.path(&identity).with_extension("new"), "{\"refresh_to").unwrap();
        assert_eq!(vault.load(&identity).unwrap().unwrap().refresh_token.expose_secret(), "old");
        vault.save(&record("https://zoom.us", "new")).unwrap();
        assert_eq!(vault.load(&identity).unwrap().unwrap().refresh_token.expose_secret(), "new");
    }
}
