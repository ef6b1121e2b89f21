//! What can go wrong with the files.

use std::io;
use std::path::{Path, PathBuf};

use crate::model::ViewError;

/// Why saved views or the look cannot be read or changed. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be understood.
    #[error("{}: {reason}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        reason: String,
    },
    /// The file cannot be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The change cannot be made.
    #[error(transparent)]
    Change(#[from] ViewError),
}

impl Error {
    pub(super) fn io(path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}
