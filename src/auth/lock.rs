//! The lock that two ringlogs share, so that only one of them spends a refresh token.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Held until dropped; the system frees it when the process dies, so a crash leaves nothing behind.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for the lock of that name. Blocks.
    pub(super) fn acquire(folder: &Path, name: &str) -> io::Result<Self> {
        make_private_folder(folder)?;
        let path: PathBuf = folder.join(format!("{name}.lock"));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        file.lock()?;
        Ok(Self { _file: file })
    }
}

/// Creates a folder that only this person can enter, and those above it as needed.
pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
