//! What can go wrong with the archive.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rustix::fs::{Access, access};

/// Why the archive did not do what was asked. Nothing was written when a write fails.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No space is left; what was there before is intact.
    #[error("the disk is full: {path}", path = path.display())]
    DiskFull {
        /// The archive.
        path: PathBuf,
    },
    /// The file or its folder cannot be written.
    #[error("the archive cannot be written: {path}", path = path.display())]
    ReadOnly {
        /// The archive.
        path: PathBuf,
    },
    /// Another process kept it locked for longer than we wait.
    #[error("another program is writing to the archive: {path}", path = path.display())]
    Locked {
        /// The archive.
        path: PathBuf,
    },
    /// What is in the file is no archive, or not whole. [`super::quarantine`] puts it aside.
    #[error("the archive is damaged: {path}", path = path.display())]
    Damaged {
        /// The archive.
        path: PathBuf,
        /// What SQLite, or the reading of a value, said.
        source: rusqlite::Error,
    },
    /// A later ringlog wrote it. It was not touched.
    #[error("the archive was written by a newer ringlog (format {found}, this one knows {known}): {path}", path = path.display())]
    Newer {
        /// The archive.
        path: PathBuf,
        /// The format of the file.
        found: i64,
        /// The newest format that this ringlog knows.
        known: i64,
    },
    /// The file or folder cannot be opened, made, or read. It says nothing about what is in it.
    #[error("the archive cannot be opened: {path}", path = path.display())]
    Io {
        /// The archive or its folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The linked SQLite loses rows under load. Source: sqlite.org/wal.html, the WAL-reset bug, mended in 3.51.3.
    #[error("SQLite {0} is too old, 3.51.3 or newer is needed")]
    OldSqlite(&'static str),
    /// A defect of ours in talking to SQLite.
    #[error("the archive refused a request")]
    Refused(#[source] rusqlite::Error),
    /// The archive was closed, or its thread ended.
    #[error("the archive is closed")]
    Closed,
}

impl Error {
    /// True when what the disk holds can still be read: it, or the way to write it, is what fails.
    pub(super) const fn leaves_reading(&self) -> bool {
        match self {
            Self::DiskFull { .. } | Self::ReadOnly { .. } | Self::Io { .. } => true,
            Self::Locked { .. }
            | Self::Damaged { .. }
            | Self::Newer { .. }
            | Self::OldSqlite(_)
            | Self::Refused(_)
            | Self::Closed => false,
        }
    }

    /// What SQLite's answer means for the archive at `path`.
    pub(super) fn sql(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        if is_unreadable_value(&source) {
            return Self::Damaged { path, source };
        }
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { path, source },
            Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::NoLargeFileSupport) => {
                // The system says why where it can. Asked without opening the file: to close it would let go of SQLite's locks.
                let refused = access(&path, Access::READ_OK).err().map(io::Error::from);
                Self::Io { path, source: refused.unwrap_or_else(|| io::Error::other(source)) }
            }
            _ => Self::Refused(source),
        }
    }

    /// What the system's answer means for the archive at `path`.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        let kind = source.kind();
        if matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge) {
            Self::DiskFull { path }
        } else if kind == io::ErrorKind::ReadOnlyFilesystem {
            Self::ReadOnly { path }
        } else {
            Self::Io { path, source }
        }
    }
}

/// True when a row was there but held something we never write. A missing table is the same: the format number
/// promised it.
fn is_unreadable_value(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..)
            | rusqlite::Error::QueryReturnedNoRows
    ) || matches!(error, rusqlite::Error::SqlInputError { msg, .. } if msg.starts_with("no such"))
        || matches!(error, rusqlite::Error::SqliteFailure(_, Some(msg)) if msg.starts_with("no such") || msg.starts_with("malformed"))
}

/// A value in the archive that cannot be read, in the form SQLite's own errors have.
pub(super) fn unreadable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, source.into())
}
