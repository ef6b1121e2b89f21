//! Opening files of ringlog's own without waiting: where one should be there may be a pipe or a device, which never end.
//! Imports nothing. It never writes.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// More bytes than this are no settings, views or sign-in of ours.
const MOST_BYTES: u64 = 1 << 20;

/// Opens a small file to read it.
///
/// # Errors
/// Those of the system; what is no regular file, or larger than a megabyte, is refused.
pub fn open(path: &Path) -> io::Result<File> {
    let file = at_once(OpenOptions::new().read(true)).open(path)?;
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(no_file());
    }
    if found.len() > MOST_BYTES {
        return Err(io::Error::new(ErrorKind::FileTooLarge, "larger than 1 MB"));
    }
    Ok(file)
}

/// The text of a small file; `None` where there is none.
///
/// # Errors
/// As [`open()`], and where it is no UTF-8.
pub fn text(path: &Path) -> io::Result<Option<String>> {
    match open(path) {
        Ok(file) => io::read_to_string(file).map(Some).map_err(|error| {
            let is_no_text = error.kind() == ErrorKind::InvalidData;
            if is_no_text { io::Error::new(ErrorKind::InvalidData, "it is no UTF-8 text") } else { error }
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Options with which a pipe that nobody reads or writes is an error, and is not waited for.
pub fn at_once(options: &mut OpenOptions) -> &mut OpenOptions {
    options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed())
}

/// What a pipe, a device or a folder is told by.
#[must_use]
pub fn no_file() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, "it is a pipe, a device or a folder, where a file should be")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_told_in_plain_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        assert_eq!(text(&path).unwrap(), None);
        std::fs::write(&path, b"[ui]\n\xff\xfe").unwrap();
        assert_eq!(text(&path).unwrap_err().to_string(), "it is no UTF-8 text");
    }
}
