//! What can go wrong with the files.

use std::io;
use std::path::{Path, PathBuf};

use crate::model::ViewError;

/// Why saved views cannot be read or changed. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is not as it has to be.
    #[error("{}, line {line}: {reason}", .path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// Where, from 1.
        line: usize,
        /// What is wrong there.
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
