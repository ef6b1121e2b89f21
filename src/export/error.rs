//! Why an export did not come about.

use std::io;
use std::path::PathBuf;

use crate::model::Text;

/// What went wrong; `E` is what reading the calls can say. No file with the chosen name was made or changed.
#[derive(Debug, thiserror::Error)]
pub enum Error<E: std::error::Error + 'static> {
    /// There is a file of that name, and nobody said that it may go.
    #[error("there is already a file {path}", path = path.display())]
    AlreadyExists {
        /// The chosen name.
        path: PathBuf,
    },
    /// The chosen name is that of a folder.
    #[error("{path} is a folder", path = path.display())]
    Folder {
        /// The chosen name.
        path: PathBuf,
    },
    /// The chosen name is a symlink: what it leads to is not written over unnamed, and the link itself is somebody's.
    #[error("{path} is a link to {target}", path = path.display(), target = Text::new(&target.display().to_string()))]
    Link {
        /// The chosen name.
        path: PathBuf,
        /// What it leads to.
        target: PathBuf,
    },
    /// The chosen name is that of a device, a pipe or a socket.
    #[error("{path} is no file but a {kind}", path = path.display())]
    NoFile {
        /// The chosen name.
        path: PathBuf,
        /// What it is.
        kind: &'static str,
    },
    /// Another export is writing to the same name.
    #[error("another export is writing {path}", path = path.display())]
    Busy {
        /// The chosen name.
        path: PathBuf,
    },
    /// The file or its folder cannot be written.
    #[error("cannot write {path}", path = path.display())]
    File {
        /// The chosen name.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What is written to, such as a pipe, took no more.
    #[error("cannot write the calls")]
    Write(#[source] io::Error),
    /// The calls cannot be read.
    #[error("cannot read the calls")]
    Read(#[source] E),
    /// Somebody stopped it.
    #[error("the export was stopped")]
    Cancelled,
}
