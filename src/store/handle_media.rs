//! What [`Handle`] does with recordings, voicemail and jobs.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::error::Error;
use super::handle::Handle;
use super::jobs::{self, Again, EndedJob, NewJob};
use super::media::{self, MediaPage, MediaPlace, MediaSaved};
use super::media_files::{self, MediaFile};
use super::progress::OpenSlice;
use crate::model::{
    CallKey, Coverage, ItemState, Job, JobId, JobLine, JobState, Media, MediaId, MediaKind, MediaRow, VoicemailTask,
};

/// All errors are those of [`Error`]; where one comes from a write, nothing was written.
impl Handle {
    /// Writes rows as Zoom listed them, and the time that is listed to its end.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn save_media(&self, page: MediaPage) -> Result<MediaSaved, Error> {
        self.write(move |writer| writer.write(|work| media::save(&page, work))).await
    }

    /// The next `most` rows of a kind, newest first, and where to go on; `None` when there are no more.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn media_page(
        &self,
        kind: MediaKind,
        after: Option<MediaPlace>,
        most: u32,
    ) -> Result<(Vec<MediaRow>, Option<MediaPlace>), Error> {
        self.read(move |db, _| media::page(kind, after, most, db)).await
    }

    /// A recording or voicemail with all that is known of it.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn media(&self, id: MediaId) -> Result<Option<Media>, Error> {
        self.read(move |db, _| media::media(&id, db)).await
    }

    /// The row of a recording or voicemail.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn media_row(&self, id: MediaId) -> Result<Option<MediaRow>, Error> {
        self.read(move |db, _| media::row(&id, db)).await
    }

    /// The recordings or voicemail of a call that are known, oldest first.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn media_of_call(&self, kind: MediaKind, key: CallKey) -> Result<Vec<Media>, Error> {
        self.read(move |db, values| media::of_call(kind, key, db, values)).await
    }

    /// The rows of the recordings and voicemail of these calls that are known, call by call.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn media_of_calls(&self, keys: Vec<CallKey>) -> Result<Vec<MediaRow>, Error> {
        self.read(move |db, values| media::of_calls(&keys, db, values)).await
    }

    /// The call that a recording or voicemail belongs to, if it is in the archive.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn call_of_media(&self, id: MediaId) -> Result<Option<CallKey>, Error> {
        self.read(move |db, _| media::call_of(&id, db)).await
    }

    /// How many there are of a kind.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn media_count(&self, kind: MediaKind) -> Result<u64, Error> {
        self.read(move |db, _| media::count(kind, db)).await
    }

    /// The time whose list was fetched to its last page.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn media_coverage(&self, kind: MediaKind) -> Result<Coverage, Error> {
        self.read(move |db, _| media::coverage(kind, db)).await
    }

    /// The slices of a kind that were begun and not ended, newest first, each with the page to go on with.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn open_media_slices(&self, kind: MediaKind) -> Result<Vec<OpenSlice>, Error> {
        self.read(move |db, _| media::open_slices(kind, db)).await
    }

    /// What Zoom made of voicemail to be done, as far as it was read.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn voicemail_tasks(&self) -> Result<Vec<VoicemailTask>, Error> {
        self.read(|db, _| media::tasks(db)).await
    }

    /// The file of a recording or voicemail, whole or begun.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn media_file(&self, id: MediaId) -> Result<Option<MediaFile>, Error> {
        self.read(move |db, _| media_files::find(&id, db)).await
    }

    /// Remembers the file of a recording or voicemail.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn save_media_file(&self, id: MediaId, file: MediaFile) -> Result<(), Error> {
        self.write(move |writer| writer.write(|work| media_files::save(&id, &file, work.db))).await
    }

    /// Begins a job; it runs, and all of it is to do.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn begin_job(&self, job: NewJob) -> Result<JobId, Error> {
        self.write(move |writer| writer.write(|work| jobs::begin(&job, work.db))).await
    }

    /// Remembers a job without items that has ended.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn note_ended_job(&self, job: EndedJob) -> Result<JobId, Error> {
        self.write(move |writer| writer.write(|work| jobs::note_ended(&job, work.db))).await
    }

    /// What a job that has ended can be repeated with; `None` where that is not kept.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn job_again(&self, id: JobId) -> Result<Option<Again>, Error> {
        self.read(move |db, _| jobs::again(id, db)).await
    }

    /// Takes up a job that waits for its time; false when it waits no longer, because somebody else took it up.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn take_up_job(&self, id: JobId, at: DateTime<Utc>) -> Result<bool, Error> {
        self.write(move |writer| writer.write(|work| jobs::take_up(id, at, work.db))).await
    }

    /// Lets a job that nobody works at wait until `start`.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn put_off_job(&self, id: JobId, start: DateTime<Utc>, at: DateTime<Utc>) -> Result<(), Error> {
        self.write(move |writer| writer.write(|work| jobs::put_off(id, start, at, work.db))).await
    }

    /// Adds to how long a job was worked at.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn add_work_to_job(&self, id: JobId, worked: Duration) -> Result<(), Error> {
        self.write(move |writer| writer.write(|work| jobs::add_work(id, worked, work.db))).await
    }

    /// Forgets the jobs that are over; their files stay.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn forget_jobs_that_are_over(&self) -> Result<(), Error> {
        self.write(move |writer| writer.write(|work| jobs::forget_over(work.db))).await
    }

    /// All jobs, newest first.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn jobs(&self) -> Result<Vec<Job>, Error> {
        self.read(|db, _| jobs::jobs(db)).await
    }

    /// A job.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn job(&self, id: JobId) -> Result<Option<Job>, Error> {
        self.read(move |db, _| jobs::job(id, db)).await
    }

    /// What is to do of a job, in order: each with its place.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn job_to_do(&self, id: JobId) -> Result<Vec<(u64, String)>, Error> {
        self.read(move |db, _| jobs::to_do(id, db)).await
    }

    /// Notes how a job stands.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn set_job_state(&self, id: JobId, state: JobState, at: DateTime<Utc>) -> Result<(), Error> {
        self.write(move |writer| writer.write(|work| jobs::set_state(id, state, at, work.db))).await
    }

    /// Notes that an item is done or cannot be had, the bytes that it added, and a line for the log.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn settle_job_item(
        &self,
        id: JobId,
        place: u64,
        state: ItemState,
        bytes: u64,
        line: JobLine,
    ) -> Result<(), Error> {
        self.write(move |writer| {
            writer.write(|work| {
                jobs::settle(id, place, state, bytes, line.at, work.db)?;
                if line.text.is_empty() { Ok(()) } else { jobs::note(id, &line, work.db) }
            })
        })
        .await
    }

    /// Makes the items of a job that failed to do again.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn retry_job(&self, id: JobId) -> Result<(), Error> {
        self.write(move |writer| writer.write(|work| jobs::retry(id, work.db))).await
    }

    /// Writes a line into a job's log.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn note_job(&self, id: JobId, line: JobLine) -> Result<(), Error> {
        self.write(move |writer| writer.write(|work| jobs::note(id, &line, work.db))).await
    }

    /// The newest `most` lines of a job's log, oldest first.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn job_lines(&self, id: JobId, most: u32) -> Result<Vec<JobLine>, Error> {
        self.read(move |db, _| jobs::lines(id, most, db)).await
    }
}
