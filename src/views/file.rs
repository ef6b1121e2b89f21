//! Small files: written whole or not at all, for the person's eyes only.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::files;

/// Puts `text` in the file's place, on the disk and for good: 0600, in a folder that is made 0700. A link, such as those of a
/// folder with all of a person's settings, is followed.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(error),
    };
    let folder = folder_of(&target)?;
    // Without the name of what was not made: nobody knows that.
    let nameless = |error: io::Error| io::Error::from(error.kind());
    let mut new = tempfile::Builder::new().prefix(".ringlog-").tempfile_in(&folder).map_err(nameless)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist(&target)?;
    File::open(&folder)?.sync_all()
}

/// Waits until no other ringlog changes files here; the lock goes with the answer.
pub(super) fn lock(path: &Path) -> io::Result<File> {
    folder_of(path)?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    let file = files::at_once(&mut options).open(path)?;
    file.lock()?;
    Ok(file)
}

/// The folder of a file, made where there is none.
fn folder_of(path: &Path) -> io::Result<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    Ok(folder.to_owned())
}
