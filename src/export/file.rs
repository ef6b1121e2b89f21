//! A file that appears whole or not at all.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::error::Error;

/// What to do about a file that is already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// Leave it, and fail.
    Refuse,
    /// Put the new one in its place once that is whole. What is no plain file is left alone all the same.
    Replace,
}

/// A file under way: it grows beside its place as `.NAME.part`, and is gone if it is dropped before [`NewFile::publish`].
pub(super) struct NewFile {
    path: PathBuf,
    part: PathBuf,
    overwrite: Overwrite,
    /// Locked, so that another export can tell it from one that a killed program left behind.
    file: File,
}

impl NewFile {
    /// Begins the file for `path`.
    pub(super) fn create<E: std::error::Error>(path: &Path, overwrite: Overwrite) -> Result<Self, Error<E>> {
        let fail = |source| Error::File { path: path.to_owned(), source };
        may_take(path, overwrite)?;
        let Some(name) = path.file_name() else { return Err(fail(io::ErrorKind::InvalidInput.into())) };
        let mut part_name = std::ffi::OsString::from(".");
        part_name.push(name);
        part_name.push(".part");
        let part = path.with_file_name(part_name);
        remove_stray(&part).map_err(fail)?;
        let file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(Error::Busy { path: path.to_owned() });
            }
            Err(error) => return Err(fail(error)),
        };
        let new = Self { path: path.to_owned(), part, overwrite, file };
        new.file.lock().map_err(fail)?;
        Ok(new)
    }

    /// Puts the file in its place, on the disk and for good.
    pub(super) fn publish<E: std::error::Error>(self) -> Result<(), Error<E>> {
        let fail = |source| Error::File { path: self.path.clone(), source };
        self.file.sync_all().map_err(fail)?;
        match self.overwrite {
            Overwrite::Replace => {
                // It was a plain file, or nothing, when the export began; that may be long ago.
                may_take(&self.path, self.overwrite)?;
                fs::rename(&self.part, &self.path).map_err(fail)?;
            }
            Overwrite::Refuse => match put_in_place(&self.part, &self.path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    return Err(Error::AlreadyExists { path: self.path.clone() });
                }
                placed => placed.map_err(fail)?,
            },
        }
        File::open(folder(&self.path)).and_then(|folder| folder.sync_all()).map_err(fail)
    }
}

impl io::Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // Gone already when it was published by renaming; a part that cannot be removed is removed by the next export.
        let _ = fs::remove_file(&self.part);
    }
}

/// Whether a file may come to be at `path`.
fn may_take<E: std::error::Error>(path: &Path, overwrite: Overwrite) -> Result<(), Error<E>> {
    let Ok(found) = path.symlink_metadata() else { return Ok(()) };
    let (kind, path) = (found.file_type(), path.to_owned());
    let no_file = |path, kind| Err(Error::NoFile { path, kind });
    if kind.is_symlink() {
        let target = fs::canonicalize(&path).or_else(|_| fs::read_link(&path)).unwrap_or_default();
        Err(Error::Link { path, target })
    } else if kind.is_dir() {
        Err(Error::Folder { path })
    } else if kind.is_fifo() {
        no_file(path, "pipe")
    } else if kind.is_socket() {
        no_file(path, "socket")
    } else if !kind.is_file() {
        no_file(path, "device")
    } else if overwrite == Overwrite::Refuse {
        Err(Error::AlreadyExists { path })
    } else {
        Ok(())
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Gives a file that is whole its name, unless something has that. A link fails then, where a rename would replace.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when something has the name; else what the file system said.
pub fn put_in_place(part: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(part, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            // A file system without links: take the name first, then put the file over our own empty one.
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            fs::rename(part, path).inspect_err(|_| drop(fs::remove_file(path)))
        }
        linked => linked,
    }
}

/// Removes what a killed export left behind: nobody has it locked.
fn remove_stray(part: &Path) -> io::Result<()> {
    if !part.symlink_metadata().is_ok_and(|found| found.is_file()) {
        return Ok(());
    }
    match File::open(part)?.try_lock() {
        Ok(()) => fs::remove_file(part),
        Err(TryLockError::WouldBlock) => Ok(()),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
