//! `look.toml`: how the list looked. It is a convenience: with one that cannot be understood the list looks as usual, and the
//! file is put aside before another takes its place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::file;
use crate::files;
use crate::model::{ListLook, Looks};

/// How the list looked last, and the person's default; neither where there is no file.
///
/// # Errors
/// [`Error::Damaged`] when the file cannot be understood, [`Error::Io`] when it cannot be read.
pub fn looks(path: &Path) -> Result<Looks, Error> {
    let damaged = |reason: String| Error::Damaged { path: path.to_owned(), reason };
    let text = match files::text(path) {
        Ok(text) => text.unwrap_or_default(),
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::FileTooLarge) => {
            return Err(damaged(error.to_string()));
        }
        Err(error) => return Err(Error::io(path)(error)),
    };
    toml::from_str(&text).map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        damaged(format!("line {}: {}", text[..at].matches('\n').count() + 1, error.message()))
    })
}

/// Keeps how the list looks now.
///
/// # Errors
/// When the file cannot be written, or a damaged one cannot be put aside.
pub fn keep_last(path: &Path, lock_file: &Path, look: ListLook) -> Result<(), Error> {
    keep(path, lock_file, |looks| looks.last = Some(look))
}

/// Keeps how the person wants the list to look.
///
/// # Errors
/// As [`keep_last`].
pub fn keep_default(path: &Path, lock_file: &Path, look: ListLook) -> Result<(), Error> {
    keep(path, lock_file, |looks| {
        looks.last = Some(look.clone());
        looks.default = Some(look);
    })
}

fn keep(path: &Path, lock_file: &Path, change: impl FnOnce(&mut Looks)) -> Result<(), Error> {
    let _locked = file::lock(lock_file).map_err(Error::io(lock_file))?;
    let mut looks = match looks(path) {
        Err(Error::Damaged { .. }) => {
            fs::rename(path, free_place(path)).map_err(Error::io(path))?;
            tracing::warn!("the look of the list could not be understood; its file was put aside");
            Looks::default()
        }
        read => read?,
    };
    change(&mut looks);
    let text = toml::to_string(&looks)
        .map_err(|error| Error::Io { path: path.to_owned(), source: std::io::Error::other(error) })?;
    file::replace(path, &text).map_err(Error::io(path))
}

/// Where a damaged file goes: `look.toml.damaged`, or with a number where that is taken. Ask under the lock.
fn free_place(path: &Path) -> PathBuf {
    let place = |number: u32| {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        let mut name = path.as_os_str().to_owned();
        name.push(format!("{DAMAGED}{suffix}"));
        PathBuf::from(name)
    };
    let taken = |place: &PathBuf| place.symlink_metadata().is_ok();
    (1..=u32::MAX).map(place).find(|place| !taken(place)).unwrap_or_else(|| place(1))
}

/// After the name of a file that was put aside.
pub(super) const DAMAGED: &str = ".damaged";
