//! Remembers calls in SQLite: rows, steps, paths, recordings, voicemail, which time is covered, and how far a fetch or a job came.
//! Imports `model` only.
//! It never asks Zoom, never decides what to fetch, and never throws away a file it cannot read.

mod calls;
mod dictionary;
mod elements;
mod error;
mod examine;
mod fields;
mod file;
mod handle;
mod handle_media;
mod handle_spoken;
mod jobs;
mod load;
mod lock;
mod media;
mod media_files;
mod path;
mod progress;
mod read;
mod row;
mod schema;
mod selection;
mod spoken;
mod table;
#[cfg(test)]
mod tests;
mod writer;

pub use calls::Saved;
pub use error::Error;
pub use examine::{Examination, examine};
pub use file::{ArchiveName, quarantine, remove_put_aside};
pub use handle::Handle;
pub use jobs::{Again, EndedJob, NewJob};
pub use media::{MediaPage, MediaPlace, MediaSaved};
pub use media_files::MediaFile;
pub use progress::{OpenSlice, Page, PageRows, PageToken, SliceProgress, SliceState};
pub use read::Stats;
pub use selection::Calls;
pub use spoken::Spoken;
