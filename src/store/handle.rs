//! The archive as the rest of ringlog holds it. Behind it one thread writes and another reads; loads and exports have
//! connections of their own, so none waits for another.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::sync::{mpsc, oneshot};

use crate::model::{Account, Batch, Call, CallElement, CallKey, CallPath, Coverage};

use super::calls::{Changes, Saved};
use super::error::Error;
use super::file::ArchiveName;
use super::progress::{self, OpenSlice, Page};
use super::read::{self, Reader, Stats};
use super::selection::Calls;
use super::writer::Writer;
use super::{load, path};

/// Requests that may wait for a thread; who asks for more waits too.
const QUEUE: usize = 16;

type Job<T> = Box<dyn FnOnce(&mut T) + Send>;

/// An open archive. Clones share it; a request once accepted is carried out whole, also when its caller is gone.
#[derive(Clone)]
pub struct Handle {
    path: PathBuf,
    threads: Arc<Threads>,
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("path", &self.path).finish_non_exhaustive()
    }
}

/// In this order: the connection that writes is closed last, and so moves the log into the file.
struct Threads {
    reads: Serving<Reader>,
    writes: Writes,
}

/// Where writes go.
enum Writes {
    To(Serving<Writer>),
    /// The archive could be opened for reading only.
    Nowhere(WhyNot),
}

#[derive(Clone, Copy, Debug)]
enum WhyNot {
    DiskFull,
    ReadOnly,
}

impl Handle {
    /// Opens the archive `name` in `folder`, and makes it if there is none. Where it cannot be written, for want of space or
    /// leave, it opens for reading, and each write says why. It blocks, for a moment.
    ///
    /// # Errors
    /// [`Error::Newer`] when a later ringlog wrote it, [`Error::Damaged`] when it is no archive; else why it cannot be opened.
    pub fn open(folder: &Path, name: &ArchiveName) -> Result<Self, Error> {
        let path = name.path(folder);
        // In this order: the reader needs the tables that the writer makes.
        let (writes, reader) = match Writer::open(&path) {
            Ok(writer) => (Writes::To(serve("store-write", writer, &path)?), Reader::open(&path)?),
            Err(error) if error.leaves_reading() => {
                tracing::warn!(%error, "the archive is opened for reading only");
                let why = if matches!(error, Error::DiskFull { .. }) { WhyNot::DiskFull } else { WhyNot::ReadOnly };
                (Writes::Nowhere(why), Reader::open_whole(&path).ok_or(error)?)
            }
            Err(error) => return Err(error),
        };
        let reads = serve("store-read", reader, &path)?;
        Ok(Self { path, threads: Arc::new(Threads { reads, writes }) })
    }

    /// True when the archive could be opened for reading only: every write fails, and says why.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        matches!(self.threads.writes, Writes::Nowhere(_))
    }

    /// True when there is no clone of this handle.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        Arc::strong_count(&self.threads) == 1
    }

    /// Where the archive lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a page and its progress: both, or nothing.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn save_page(&self, page: Page) -> Result<Saved, Error> {
        self.write(move |writer| writer.write(|work| progress::save(&page, work))).await
    }

    /// Keeps a path, and writes what it teaches to its call: hold, wait, who took it, recording and voicemail.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn save_path(&self, call_path: CallPath) -> Result<Saved, Error> {
        self.write(move |writer| {
            writer.write(|work| {
                let mut changes = Changes::default();
                path::save(&call_path, &mut changes, work)?;
                changes.saved(work)
            })
        })
        .await
    }

    /// Remembers whose archive it is.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn set_account(&self, account: &Account) -> Result<(), Error> {
        let json = serde_json::to_string(account).map_err(|error| Error::Refused(super::error::unreadable(error)))?;
        self.set_meta("account", json).await
    }

    /// Whose archive it is, if that was remembered.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn account(&self) -> Result<Option<Account>, Error> {
        self.read(|db, _| {
            read::meta("account", db)?
                .map(|json| serde_json::from_str(&json).map_err(super::error::unreadable))
                .transpose()
        })
        .await
    }

    /// Remembers a small value under a name.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn set_meta(&self, name: &'static str, value: String) -> Result<(), Error> {
        const UPSERT: &str =
            "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.write(move |writer| writer.write(|work| work.db.execute(UPSERT, (name, value)).map(drop))).await
    }

    /// The value remembered under a name.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn meta(&self, name: &'static str) -> Result<Option<String>, Error> {
        self.read(move |db, _| read::meta(name, db)).await
    }

    /// Forgets everything. Nothing of it is left in the files.
    ///
    /// # Errors
    /// [`Error::Locked`] when it is forgotten but an export or load under way keeps traces in the log: purge again after it.
    pub async fn purge(&self) -> Result<(), Error> {
        self.write(Writer::purge).await
    }

    /// Forgets everything, as [`Handle::purge`] does, and refuses every later write with [`Error::Closed`]: what is still under
    /// way with a clone of this handle brings nothing back.
    ///
    /// # Errors
    /// As [`Handle::purge`].
    pub async fn purge_for_good(&self) -> Result<(), Error> {
        self.write(Writer::purge_for_good).await
    }

    /// Moves the log into the file; after a long fetch, and before the end of the program.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn tidy(&self) -> Result<(), Error> {
        self.write(Writer::tidy).await
    }

    /// All calls, newest first, in batches of at most `batch_size`: words and people come before the rows that name them.
    ///
    /// The rows are those of the moment of asking. A batch from [`Handle::save_page`] that arrives meanwhile is newer than the
    /// same row in a batch that comes later: apply it after the last one.
    ///
    /// # Errors
    /// See [`Error`]; an error later on is the last thing that comes.
    pub fn load(&self, batch_size: usize) -> Result<mpsc::Receiver<Result<Batch, Error>>, Error> {
        load::start(&self.path, batch_size)
    }

    /// The newest `most` calls, newest first, with all people and words that they name.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn first_page(&self, most: u32) -> Result<Batch, Error> {
        self.read(move |db, values| read::first_page(most, db, values)).await
    }

    /// A call; `None` when the key names none any more.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn call(&self, key: CallKey) -> Result<Option<Call>, Error> {
        self.read(move |db, values| read::call(key, db, values)).await
    }

    /// The calls that `id` means: a whole `call_history_uuid` or `call_id`, or its first 8 characters or more. None, one, or
    /// two when it means more than one.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn calls_by_id(&self, id: String) -> Result<Vec<CallKey>, Error> {
        self.read(move |db, _| read::by_id(&id, db)).await
    }

    /// The path of a call, if it was fetched.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn path_of(&self, key: CallKey) -> Result<Option<CallPath>, Error> {
        self.read(move |db, _| read::path(key, db)).await
    }

    /// The steps of a call from the own list, in the order to read them; none for a call of the account list.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn steps_of(&self, key: CallKey) -> Result<Vec<CallElement>, Error> {
        self.read(move |db, _| read::steps(key, db)).await
    }

    /// The calls with these keys, in this order, as they are at this moment; for a thread that may block.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn calls(&self, keys: Vec<CallKey>) -> Result<Calls, Error> {
        Calls::open(&self.path, keys)
    }

    /// The time fetched to its last page.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn coverage(&self) -> Result<Coverage, Error> {
        self.read(|db, _| progress::coverage(db)).await
    }

    /// The slices that were begun and not ended, newest first.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn open_slices(&self) -> Result<Vec<OpenSlice>, Error> {
        self.read(|db, _| progress::open_slices(db)).await
    }

    /// How many calls there are.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn count(&self) -> Result<u64, Error> {
        self.read(|db, _| read::count(db)).await
    }

    /// How much there is.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn stats(&self) -> Result<Stats, Error> {
        self.threads.reads.ask(Reader::stats).await
    }

    pub(super) async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Writer) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let path = || self.path.clone();
        match &self.threads.writes {
            Writes::To(writer) => writer.ask(job).await,
            Writes::Nowhere(WhyNot::DiskFull) => Err(Error::DiskFull { path: path() }),
            Writes::Nowhere(WhyNot::ReadOnly) => Err(Error::ReadOnly { path: path() }),
        }
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&rusqlite::Connection, &mut super::dictionary::Values) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let at_one_moment = move |db: &rusqlite::Connection, values: &mut super::dictionary::Values| {
            // Without it each of a page's hundreds of small questions would lock the log and let go of it.
            let moment = db.unchecked_transaction()?;
            let answer = job(db, values)?;
            moment.finish()?;
            Ok(answer)
        };
        self.threads.reads.ask(move |reader: &mut Reader| reader.read(at_one_moment)).await
    }
}

/// A thread that carries out jobs. Dropping it waits until the last one is done and the connection is closed.
struct Serving<T> {
    jobs: Option<mpsc::Sender<Job<T>>>,
    thread: Option<JoinHandle<()>>,
}

/// Starts the thread that carries out jobs with `owned`, until nobody can ask any more.
fn serve<T: Send + 'static>(name: &str, mut owned: T, path: &Path) -> Result<Serving<T>, Error> {
    let (sender, mut jobs) = mpsc::channel::<Job<T>>(QUEUE);
    let run = move || {
        while let Some(job) = jobs.blocking_recv() {
            job(&mut owned);
        }
    };
    let thread = thread::Builder::new().name(name.to_owned()).spawn(run).map_err(|error| Error::io(path, error))?;
    Ok(Serving { jobs: Some(sender), thread: Some(thread) })
}

impl<T> Serving<T> {
    async fn ask<A: Send + 'static>(
        &self,
        job: impl FnOnce(&mut T) -> Result<A, Error> + Send + 'static,
    ) -> Result<A, Error> {
        let (answer, answered) = oneshot::channel();
        let job: Job<T> = Box::new(move |owned| {
            // A caller that went away does not undo what it asked for.
            let _ = answer.send(job(owned));
        });
        self.jobs.as_ref().ok_or(Error::Closed)?.send(job).await.map_err(|_| Error::Closed)?;
        answered.await.map_err(|_| Error::Closed)?
    }
}

impl<T> Drop for Serving<T> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has closed its connection, too.
            let _ = thread.join();
        }
    }
}
