//! A recording or voicemail as a file: whole or not there, gone on with after any end, its name of our own making.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::error::Error;
use super::file_name;
use crate::clock;
use crate::export;
use crate::model::{Media, MediaId, MediaRow, Text, Zone};
use crate::store::{self, MediaFile};
use crate::zoom::{self, Download, ErrorKind, Resume, Unreachable};

/// Written at once: large enough to cost little, small enough to lose little.
const BLOCK: usize = 256 * 1024;
/// On a slow line, what came is written this often: a kill costs no more, and the progress shown is true.
const WRITTEN_EVERY: Duration = Duration::from_secs(1);
/// A connection that breaks off is made again this often, if it brought something.
const TRIES: u32 = 5;

/// Hears of bytes that are here, and of bytes in all where that is known.
pub type Progress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// Zoom listed it without an address.
    #[error("Zoom gave no address to download it from")]
    NoAddress,
    /// Another process is at it.
    #[error("another ringlog is downloading this: {path}", path = path.display())]
    Busy {
        /// The file under way.
        path: PathBuf,
    },
    /// It is larger than the settings allow.
    #[error("it is larger than {} MB", .most / 1_000_000)]
    TooLarge {
        /// What is allowed, in bytes.
        most: u64,
    },
    /// There was nothing in it.
    #[error("Zoom sent an empty file")]
    Empty,
    /// It ended early, or went on for too long.
    #[error("the file has {got} bytes, and {said} were announced")]
    Short {
        /// Bytes that came.
        got: u64,
        /// Bytes that were announced.
        said: u64,
    },
    /// The file system said no.
    #[error("cannot write {path}", path = path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// The player could not be started.
    #[error("the player could not be started")]
    Player {
        /// Why.
        source: io::Error,
    },
}

impl DownloadError {
    /// True when the next file would meet the same.
    pub(super) fn is_of_the_disk(&self) -> bool {
        match self {
            Self::File { .. } => true,
            Self::NoAddress
            | Self::Busy { .. }
            | Self::TooLarge { .. }
            | Self::Empty
            | Self::Short { .. }
            | Self::Player { .. } => false,
        }
    }
}

/// Where files go, and how large they may be.
#[derive(Clone, Debug)]
pub struct Target {
    /// The folder above the years.
    pub folder: PathBuf,
    /// The most bytes of one file.
    pub most: u64,
    /// The zone of the times in names.
    pub zone: Zone,
}

/// A file that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Downloaded {
    /// Where it is; absolute.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Bytes that were fetched just now.
    pub fetched: u64,
}

/// Downloads a recording or voicemail, from where an earlier try ended. `progress` hears of bytes here and in all.
///
/// # Errors
/// Nothing is under the final name then; what came so far stays beside it for the next try.
pub async fn fetch(
    archive: &store::Handle,
    client: &zoom::Client,
    media: Media,
    target: &Target,
    progress: Progress,
) -> Result<Downloaded, Error> {
    let address = address(&media).clone();
    let row = MediaRow::from(media);
    let id = row.id.clone();
    let known = archive.media_file(id.clone()).await?;
    if let Some(there) = known.as_ref().and_then(|file| whole(file, target)) {
        return Ok(there);
    }
    if address.is_empty() {
        return Err(DownloadError::NoAddress.into());
    }
    let stem = std::path::absolute(target.folder.join(file_name::stem(&row, target.zone)))
        .map_err(|source| DownloadError::File { path: target.folder.clone(), source })?;
    let folders = target.folder.clone();
    let mut part = blocking(move || Part::open(&folders, &stem)).await?;
    let mut fetched = 0;
    for attempt in 1.. {
        let validator = known_validator(archive, &id, &part).await?;
        match once(archive, client, &id, &address, target, &mut part, validator, &progress).await {
            Ok((came, ending)) => {
                let (path, bytes) = blocking(move || part.publish(ending)).await?;
                let saved = Some(clock::now());
                let file = MediaFile { path: path.clone(), validator: None, bytes: Some(bytes), saved };
                archive.save_media_file(id, file).await?;
                return Ok(Downloaded { path, bytes, fetched: fetched + came });
            }
            Err((came, error)) => {
                fetched += came;
                let cut = matches!(&error, Error::Zoom(error) if is_cut(error));
                let again = if cut { came > 0 } else { is_of_the_part(&error) && part.length > 0 };
                let begin_anew = again && !cut;
                if begin_anew {
                    part.empty()?;
                }
                if !again || attempt >= TRIES {
                    return Err(error);
                }
            }
        }
    }
    Err(Error::Fault)
}

/// True when the connection broke off: what came so far is good.
const fn is_cut(error: &zoom::Error) -> bool {
    matches!(error.kind, ErrorKind::Unreachable { kind: Unreachable::Cut, .. })
}

/// True when what is here is longer than the file, or of another one: then from the beginning. 416 says that there is no more
/// of it. Source: RFC 9110, 416 Range Not Satisfiable.
const fn is_of_the_part(error: &Error) -> bool {
    matches!(
        error,
        Error::Download(DownloadError::Short { .. })
            | Error::Zoom(zoom::Error { kind: ErrorKind::Refused { status: 416, .. } | ErrorKind::WrongPart, .. })
    )
}

fn address(media: &Media) -> &Text {
    match media {
        Media::Recording(recording) => &recording.download_url,
        Media::Voicemail(voicemail) => &voicemail.download_url,
    }
}

/// The file of an earlier download, if it is still there, as it was, and below the folder that is asked for.
pub(super) fn whole(file: &MediaFile, target: &Target) -> Option<Downloaded> {
    file.saved?;
    let folder = std::path::absolute(&target.folder).ok()?;
    let found = file.path.symlink_metadata().ok().filter(fs::Metadata::is_file)?;
    let same = file.path.starts_with(folder) && file.bytes == Some(found.len());
    same.then(|| Downloaded { path: file.path.clone(), bytes: found.len(), fetched: 0 })
}

/// The entity tag of what the part holds, if the archive noted one for this very part.
async fn known_validator(archive: &store::Handle, id: &MediaId, part: &Part) -> Result<Option<String>, Error> {
    let noted = archive.media_file(id.clone()).await?;
    Ok(noted.filter(|file| file.saved.is_none() && file.path == part.path).and_then(|file| file.validator))
}

type Came<T> = Result<T, (u64, Error)>;

/// One connection: gives the bytes that came and the ending of the name.
#[expect(clippy::too_many_arguments, reason = "the pieces of one download, used in one place")]
async fn once(
    archive: &store::Handle,
    client: &zoom::Client,
    id: &MediaId,
    address: &Text,
    target: &Target,
    part: &mut Part,
    validator: Option<String>,
    progress: &Progress,
) -> Came<(u64, &'static str)> {
    let nothing = |error: Error| (0, error);
    let resume = validator.filter(|_| part.length > 0).map(|validator| Resume { from: part.length, validator });
    let mut download = client.download_rest(address, resume).await.map_err(|error| nothing(error.into()))?;
    if download.starts_at == 0 {
        part.empty().map_err(|error| nothing(error.into()))?;
    } else if download.starts_at != part.length {
        return Err(nothing(zoom::Error::from(ErrorKind::WrongPart).into()));
    }
    if download.length.is_some_and(|length| length > target.most) {
        return Err(nothing(DownloadError::TooLarge { most: target.most }.into()));
    }
    // Noted before the first byte: whatever ends the program, the next one knows what the part is of.
    let file = MediaFile {
        path: part.path.clone(),
        validator: download.validator.clone(),
        bytes: download.length,
        saved: None,
    };
    archive.save_media_file(id.clone(), file).await.map_err(|error| nothing(error.into()))?;
    progress(part.length, download.length);
    let before = part.length;
    let copied = copy(&mut download, part, target, progress).await;
    let came = part.length.saturating_sub(before);
    copied.map_err(|error| (came, error))?;
    match download.length {
        _ if part.length == 0 => Err((came, DownloadError::Empty.into())),
        Some(said) if said != part.length => Err((came, DownloadError::Short { got: part.length, said }.into())),
        _ => Ok((came, file_name::ending(download.content_type.as_raw()))),
    }
}

/// Writes what comes; what came is written, however it ends.
async fn copy(download: &mut Download, part: &mut Part, target: &Target, progress: &Progress) -> Result<(), Error> {
    let mut block = Vec::with_capacity(BLOCK);
    let mut due = Instant::now() + WRITTEN_EVERY;
    loop {
        let chunk = timeout_at(due, download.chunk()).await;
        if let Ok(Ok(Some(bytes))) = &chunk {
            block.extend_from_slice(bytes);
        }
        let is_due = block.len() >= BLOCK || !matches!(chunk, Ok(Ok(Some(_))));
        if is_due && part.length == 0 && is_text(&block) {
            let content_type = Text::new("text, whatever it says");
            return Err(zoom::Error::from(ErrorKind::NotAudio { content_type }).into());
        }
        if part.length + block.len() as u64 > target.most {
            return Err(DownloadError::TooLarge { most: target.most }.into());
        }
        if is_due {
            if !block.is_empty() {
                block = part.write(std::mem::take(&mut block)).await?;
                progress(part.length, download.length);
            }
            due = Instant::now() + WRITTEN_EVERY;
        }
        match chunk {
            Ok(Ok(Some(_))) | Err(_) => {}
            Ok(Ok(None)) => return Ok(()),
            Ok(Err(error)) => return Err(error.into()),
        }
    }
}

/// True for a web page or JSON that calls itself audio.
fn is_text(block: &[u8]) -> bool {
    matches!(block.trim_ascii_start().first(), Some(b'<' | b'{'))
}

/// A file under way, locked so that no other process writes into it.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    file: File,
    length: u64,
}

impl Part {
    /// Opens or makes `STEM.part`, and its folders below `folder`.
    fn open(folder: &Path, stem: &Path) -> Result<Self, DownloadError> {
        let mut name = stem.as_os_str().to_owned();
        name.push(".part");
        let path = PathBuf::from(name);
        let fail = |source| DownloadError::File { path: path.clone(), source };
        make_folders(folder, &path).map_err(fail)?;
        let file = match OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => reopen(&path),
            made => made,
        };
        let mut file = file.map_err(fail)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DownloadError::Busy { path }),
            Err(TryLockError::Error(error)) => return Err(fail(error)),
        }
        // Whoever had it before may have taken it away, see `drop`: then what is written here would be lost.
        if !is_at(&file, &path).map_err(fail)? {
            return Err(DownloadError::Busy { path });
        }
        let length = file.seek(SeekFrom::End(0)).map_err(fail)?;
        Ok(Self { path, file, length })
    }

    fn empty(&mut self) -> Result<(), DownloadError> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        emptied.map_err(|source| DownloadError::File { path: self.path.clone(), source })?;
        self.length = 0;
        Ok(())
    }

    /// Writes a block, away from the threads that keep connections going; gives it back empty.
    async fn write(&mut self, mut block: Vec<u8>) -> Result<Vec<u8>, Error> {
        let fail = |source| Error::from(DownloadError::File { path: self.path.clone(), source });
        let mut file = self.file.try_clone().map_err(fail)?;
        let (block, written) = tokio::task::spawn_blocking(move || {
            let written = file.write_all(&block).map(|()| block.len() as u64);
            block.clear();
            (block, written)
        })
        .await?;
        self.length += written.map_err(|source| DownloadError::File { path: self.path.clone(), source })?;
        Ok(block)
    }

    /// Gives the file its name, on the disk and for good. A name that is taken gets a number.
    fn publish(self, ending: &str) -> Result<(PathBuf, u64), DownloadError> {
        let fail = |source| DownloadError::File { path: self.path.clone(), source };
        self.file.sync_all().map_err(fail)?;
        let wanted = self.path.with_extension(ending);
        let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
        for _ in 0..TRIES {
            let path = export::next_free(&wanted);
            match export::put_in_place(&self.path, &path) {
                Ok(()) => {
                    // Gone already where the file system has no links.
                    let _ = fs::remove_file(&self.path);
                    if let Some(folder) = path.parent() {
                        File::open(folder).and_then(|folder| folder.sync_all()).map_err(fail)?;
                    }
                    return Ok((path, self.length));
                }
                // Somebody was faster: the next number.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = error,
                Err(error) => return Err(fail(error)),
            }
        }
        Err(fail(taken))
    }
}

impl Drop for Part {
    /// One without a byte serves no later try.
    fn drop(&mut self) {
        if self.file.metadata().is_ok_and(|file| file.len() == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// True when `path` still names this open file.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let opened = file.metadata()?;
    match path.symlink_metadata() {
        Ok(seen) => Ok((seen.dev(), seen.ino()) == (opened.dev(), opened.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes the folders of years and months for the owner's eyes only. One that is a link is not followed.
fn make_folders(folder: &Path, path: &Path) -> io::Result<()> {
    let inner = path.parent().unwrap_or(folder);
    DirBuilder::new().recursive(true).mode(0o700).create(inner)?;
    let folder = std::path::absolute(folder)?;
    let ours = inner.ancestors().take_while(|ancestor| *ancestor != folder);
    for below in ours {
        if !below.symlink_metadata()?.is_dir() {
            return Err(io::Error::other(format!("{} is a link", below.display())));
        }
    }
    Ok(())
}

/// Opens a file of an earlier try. What is not a plain file, or became another one meanwhile, is not touched.
fn reopen(path: &Path) -> io::Result<File> {
    let seen = path.symlink_metadata()?;
    if !seen.is_file() {
        return Err(io::Error::other("it is not a plain file"));
    }
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    let opened = file.metadata()?;
    if (seen.dev(), seen.ino()) == (opened.dev(), opened.ino()) {
        Ok(file)
    } else {
        Err(io::Error::other("it is not the file that it was"))
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DownloadError> + Send + 'static,
) -> Result<T, Error> {
    Ok(tokio::task::spawn_blocking(work).await??)
}
