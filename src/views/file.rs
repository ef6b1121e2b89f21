//! Small files: read whole, written whole or not at all, for the person's eyes only.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// More bytes than this are not one of our files.
const MOST_BYTES: u64 = 1 << 20;

/// The text of a file; `None` where there is none.
pub(super) fn text(path: &Path) -> io::Result<Option<String>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut text = String::new();
    file.take(MOST_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MOST_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "larger than 1 MB"));
    }
    Ok(Some(text))
}

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
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
    file.lock()?;
    Ok(file)
}

/// The folder of a file, made where there is none.
fn folder_of(path: &Path) -> io::Result<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    Ok(folder.to_owned())
}
