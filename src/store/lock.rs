//! The lock beside an archive: shared by every connection to it, in every process, so that nobody renames the file under
//! another's hands. SQLite removes the log of a file by its name, and the name may belong to a new archive by then.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::error::Error;
use super::file::beside;

/// Held for as long as a connection is open. Dropping it lets go.
#[derive(Debug)]
pub(super) struct ArchiveLock {
    /// `None` where no lock can be had, such as on a read-only medium: nobody can rename anything there either.
    _file: Option<File>,
}

impl ArchiveLock {
    /// The archive is being used. It waits for the moment that somebody else needs to put it aside.
    pub(super) fn share(path: &Path) -> Self {
        let file = open(path).and_then(|file| file.lock_shared().map(|()| file));
        if let Err(error) = &file {
            tracing::debug!(%error, "the archive is used without its lock");
        }
        Self { _file: file.ok() }
    }

    /// Nobody else uses the archive, and nobody begins to.
    ///
    /// # Errors
    /// [`Error::Locked`] while somebody does; [`Error::Io`] and its kin where no lock can be had.
    pub(super) fn alone(path: &Path) -> Result<Self, Error> {
        let file = open(path).map_err(|error| Error::io(path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(Error::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(Error::io(path, error)),
        }
    }
}

/// A file of its own: closing any other handle on the archive itself would let go of SQLite's locks on it.
fn open(path: &Path) -> io::Result<File> {
    let path = beside(path, "-lock");
    let made = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
    // One that somebody made earlier can be locked for reading, too.
    made.or_else(|error| File::open(&path).map_err(|_| error))
}
