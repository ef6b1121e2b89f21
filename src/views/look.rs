//! `look.toml`: how the list looked. It is a convenience: a file that cannot be understood counts as none.

use std::path::Path;

use super::error::Error;
use super::file;
use crate::model::{ListLook, Looks};

/// How the list looked last, and the person's default; neither where there is no file, or one that cannot be understood.
#[must_use]
pub fn looks(path: &Path) -> Looks {
    let text = file::text(path).ok().flatten().unwrap_or_default();
    toml::from_str(&text).unwrap_or_else(|error| {
        tracing::warn!(error = error.message(), "the look of the list cannot be read; it is the usual one");
        Looks::default()
    })
}

/// Keeps how the list looks now.
///
/// # Errors
/// When the file cannot be written.
pub fn keep_last(path: &Path, lock_file: &Path, look: ListLook) -> Result<(), Error> {
    keep(path, lock_file, |looks| looks.last = Some(look))
}

/// Keeps how the person wants the list to look.
///
/// # Errors
/// When the file cannot be written.
pub fn keep_default(path: &Path, lock_file: &Path, look: ListLook) -> Result<(), Error> {
    keep(path, lock_file, |looks| {
        looks.last = Some(look.clone());
        looks.default = Some(look);
    })
}

fn keep(path: &Path, lock_file: &Path, change: impl FnOnce(&mut Looks)) -> Result<(), Error> {
    let _locked = file::lock(lock_file).map_err(Error::io(lock_file))?;
    let mut looks = looks(path);
    change(&mut looks);
    let text = toml::to_string(&looks)
        .map_err(|error| Error::Io { path: path.to_owned(), source: std::io::Error::other(error) })?;
    file::replace(path, &text).map_err(Error::io(path))
}
