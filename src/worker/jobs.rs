//! Long work, item by item: downloads, and fetching how calls went. What is done is noted at once, so that any end of the
//! program costs one item at most.

use std::fmt::Display;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use futures::{FutureExt as _, StreamExt as _};
use tokio::sync::{OnceCell, mpsc};
use tokio_util::sync::CancellationToken;

use super::download::{self, Target};
use super::error::{Concern, Error};
use super::job_item;
use super::media::{BETWEEN_WORDS, downloading, need};
use super::pace::Pace;
use super::parts::{self, Asker, NamedSummaries, PathState};
use super::services::Services;
use super::sign_in::tell;
use super::sync;
use crate::app::{DeferrableWork, JobProgress, JobWork, Message, RequestId, SyncRange};
use crate::clock;
use crate::model::{
    Access, Batch, CallKey, Feature, ItemState, Job, JobId, JobKind, JobLine, JobState, MediaId, MediaKind, MediaRow,
    Zone, grouped,
};
use crate::store::{self, NewJob};
use crate::zoom::{self, ErrorKind};

/// Items under way at one time. The pace of requests holds for all of them.
const SIDE_BY_SIDE: usize = 3;
/// Lines of a log that are shown.
const LINES: u32 = 500;

/// The recording or voicemail that an item of a job names; `None` where its items are something else.
fn media_of(kind: JobKind, what: &str) -> Option<MediaId> {
    match kind {
        JobKind::Recordings => Some(MediaId::new(MediaKind::Recording, what)),
        JobKind::Voicemail => Some(MediaId::new(MediaKind::Voicemail, what)),
        JobKind::Media => MediaId::from_with_kind(what),
        JobKind::Paths | JobKind::Texts | JobKind::Calls | JobKind::Export => None,
    }
}

/// What the sign-in has to allow for a job as a whole.
const fn needed(kind: JobKind) -> Option<Feature> {
    match kind {
        JobKind::Recordings => Some(downloading(MediaKind::Recording)),
        JobKind::Voicemail => Some(downloading(MediaKind::Voicemail)),
        JobKind::Paths => Some(Feature::CallPath),
        // Their items are of several kinds, and are asked one by one. The others have no items.
        JobKind::Media | JobKind::Texts | JobKind::Calls | JobKind::Export => None,
    }
}

/// A change of the jobs that nobody works at.
pub(super) enum JobChange {
    /// They stay as they are.
    None,
    /// One stands differently.
    State(JobId, JobState),
    /// One, perhaps a new one, waits for a time.
    PutOff(DeferrableWork, DateTime<Utc>),
    /// Those that are over are forgotten.
    ForgetThoseOver,
}

/// All jobs after a change, newest first.
pub(super) async fn list(services: &Services, change: JobChange) -> Result<Vec<Job>, Error> {
    let Some(archive) = services.archive().await? else { return Ok(Vec::new()) };
    match change {
        JobChange::None => {}
        JobChange::State(id, state) => archive.set_job_state(id, state, clock::now()).await?,
        JobChange::ForgetThoseOver => archive.forget_jobs_that_are_over().await?,
        JobChange::PutOff(work, start) => put_off(services, &archive, work, start).await?,
    }
    Ok(archive.jobs().await?)
}

async fn put_off(
    services: &Services,
    archive: &store::Handle,
    work: DeferrableWork,
    start: DateTime<Utc>,
) -> Result<(), Error> {
    let now = clock::now();
    let new = match work {
        DeferrableWork::Job(JobWork::Resume { job, retry }) => {
            if retry {
                archive.retry_job(job).await?;
            }
            return Ok(archive.put_off_job(job, start, now).await?);
        }
        DeferrableWork::Job(JobWork::New { kind, items, folder }) => {
            let target = target_of(services, kind, folder, Zone::Utc);
            NewJob { kind, target, items, begun: now, start: Some(start), span: None }
        }
        DeferrableWork::Calls(range) => {
            let span = match range {
                SyncRange::Newer | SyncRange::All | SyncRange::Latest => None,
                SyncRange::Again(span) => Some(span),
            };
            let (kind, target, items) = (JobKind::Calls, String::new(), Vec::new());
            NewJob { kind, target, items, begun: now, start: Some(start), span }
        }
    };
    archive.begin_job(new).await?;
    Ok(())
}

/// The folder that the files of a new job go to.
fn target_of(services: &Services, kind: JobKind, folder: Option<PathBuf>, zone: Zone) -> String {
    match kind {
        JobKind::Recordings | JobKind::Voicemail | JobKind::Media => {
            services.download_target(folder, zone).folder.to_string_lossy().into_owned()
        }
        JobKind::Paths | JobKind::Texts | JobKind::Calls | JobKind::Export => String::new(),
    }
}

/// The log of a job, oldest line first.
pub(super) async fn log(services: &Services, id: JobId) -> Result<Vec<JobLine>, Error> {
    let archive = services.archive().await?.ok_or(Error::NoArchive)?;
    Ok(archive.job_lines(id, LINES).await?)
}

/// Works a job off, from its beginning or from where it was left.
pub(super) async fn run(
    services: &Services,
    request: RequestId,
    work: JobWork,
    (asker, zone): (Asker, Zone),
    messages: mpsc::Sender<Message>,
    cancel: CancellationToken,
) -> Result<Job, Error> {
    let archive = services.archive_to_write().await?.ok_or(Error::NoArchive)?;
    let job = begin(services, &archive, work, zone).await?;
    let (id, begun) = (job.id, clock::now());
    let result = async {
        let client = services.client().ok_or(Error::NotSignedIn)?;
        needed(job.kind).map_or(Ok(()), |feature| need(&asker.scopes, feature))?;
        if job.kind == JobKind::Texts {
            note_left_out(&archive, id, &asker).await?;
        }
        let client = client.watched(cancel.clone(), sync::notices(request, messages.clone()));
        let folder = (!job.target.is_empty()).then(|| job.target.clone().into());
        let target = services.download_target(folder, zone);
        let told = Mutex::new(Told::new(job));
        let summaries = OnceCell::new();
        let run = Run { request, archive: archive.clone(), client, target, asker, summaries, messages, told };
        Arc::new(run).all(&cancel).await
    }
    .await;
    archive.add_work_to_job(id, (clock::now() - begun).to_std().unwrap_or_default()).await?;
    if let Err(error) = &result {
        let line =
            if error.concerns() == Concern::Nothing { "stopped".to_owned() } else { format!("stopped: {error}") };
        archive.note_job(id, JobLine { at: clock::now(), text: line }).await?;
        archive.set_job_state(id, JobState::Paused, clock::now()).await?;
    }
    result
}

/// Writes into the log which texts no scope opens; refuses the job where that is all of them.
async fn note_left_out(archive: &store::Handle, id: JobId, asker: &Asker) -> Result<(), Error> {
    let features = [Feature::Transcript, Feature::VoicemailDetail];
    let lacking: Vec<Feature> = features.into_iter().filter(|feature| !asker.may(*feature)).collect();
    if lacking == features {
        return Err(Error::NoMediaScope(Feature::Transcript));
    }
    for feature in lacking {
        let text = format!("left out: {}", Error::NoMediaScope(feature));
        archive.note_job(id, JobLine { at: clock::now(), text }).await?;
    }
    Ok(())
}

async fn begin(services: &Services, archive: &store::Handle, work: JobWork, zone: Zone) -> Result<Job, Error> {
    let id = match work {
        JobWork::New { kind, items, folder } => {
            let target = target_of(services, kind, folder, zone);
            archive.begin_job(NewJob { kind, target, items, begun: clock::now(), start: None, span: None }).await?
        }
        JobWork::Resume { job, retry } => {
            let waits = archive.job(job).await?.is_some_and(|job| job.state == JobState::Waiting);
            // Of two that are open at its time, one takes it up.
            if waits && !archive.take_up_job(job, clock::now()).await? {
                return Err(Error::Cancelled);
            }
            if retry {
                archive.retry_job(job).await?;
            }
            archive.set_job_state(job, JobState::Running, clock::now()).await?;
            job
        }
    };
    archive.job(id).await?.ok_or(Error::NoSuchMedia)
}

/// What the screen was told.
struct Told {
    job: Job,
    pace: Pace,
    at: Option<DateTime<Utc>>,
    /// Bytes of files under way.
    under_way: u64,
    /// Items that nothing had to be fetched for.
    were_here: u64,
}

impl Told {
    fn new(job: Job) -> Self {
        Self { job, pace: Pace::default(), at: None, under_way: 0, were_here: 0 }
    }
}

struct Run {
    request: RequestId,
    archive: store::Handle,
    client: zoom::Client,
    target: Target,
    asker: Asker,
    /// The AI summaries that Zoom names, once they were asked for.
    summaries: OnceCell<NamedSummaries>,
    messages: mpsc::Sender<Message>,
    told: Mutex<Told>,
}

/// What an item gave.
#[derive(Default)]
struct Gain {
    bytes: u64,
    batch: Batch,
    row: Option<Box<MediaRow>>,
    /// Nothing had to be fetched for it.
    was_here: bool,
    /// Why it is not all that there will be.
    unready: Option<&'static str>,
}

impl Run {
    async fn all(self: &Arc<Self>, cancel: &CancellationToken) -> Result<Job, Error> {
        let job = self.told(|told| told.job.clone());
        self.tell(Gain::default(), true).await;
        let to_do = self.archive.job_to_do(job.id).await?;
        let mut items = futures::stream::iter(to_do)
            .take_while(|_| std::future::ready(!cancel.is_cancelled()))
            .map(|(place, what)| {
                let run = Arc::clone(self);
                async move { (place, run.item(job.kind, &what).await, what) }.boxed()
            })
            .buffer_unordered(SIDE_BY_SIDE);
        let mut stopped = None;
        // After an error that holds for all, those under way end, and no new one begins.
        while let Some((place, result, what)) = items.next().await {
            match result {
                Ok(gain) => match gain.unready {
                    None => self.settle(job.id, place, ItemState::Done, String::new(), gain).await?,
                    Some(why) => {
                        let text = self.named(&job, &what, why).await;
                        self.settle(job.id, place, ItemState::Failed, text, gain).await?;
                    }
                },
                // Of a job with both kinds, one may be closed to the sign-in.
                Err(error @ Error::NoMediaScope(_)) => self.give_up(&job, place, &what, &error).await?,
                Err(error) => match error.concerns() {
                    Concern::Question | Concern::Item => self.give_up(&job, place, &what, &error).await?,
                    Concern::SignIn | Concern::Everything => {
                        stopped = Some(error);
                        break;
                    }
                    Concern::Nothing => stopped = stopped.or(Some(Error::Cancelled)),
                },
            }
        }
        drop(items);
        super::sign_in::keep_usage(&self.archive, &self.client).await?;
        self.note_what_was_here(job.id).await?;
        if let Some(error) = stopped {
            return Err(error);
        }
        if cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        self.archive.set_job_state(job.id, JobState::Done, clock::now()).await?;
        self.archive.job(job.id).await?.ok_or(Error::Fault)
    }

    async fn note_what_was_here(&self, id: JobId) -> Result<(), Error> {
        let text = match self.told(|told| told.were_here) {
            0 => return Ok(()),
            1 => "1 was here already".to_owned(),
            many => format!("{} were here already", grouped(many)),
        };
        Ok(self.archive.note_job(id, JobLine { at: clock::now(), text }).await?)
    }

    async fn item(self: &Arc<Self>, kind: JobKind, what: &str) -> Result<Gain, Error> {
        match media_of(kind, what) {
            Some(id) => self.file(id).await,
            None if kind == JobKind::Texts => self.texts(what).await,
            None => self.path(what).await,
        }
    }

    /// Notes that an item cannot be had: which, and why.
    async fn give_up(&self, job: &Job, place: u64, what: &str, error: &Error) -> Result<(), Error> {
        let text = self.named(job, what, error).await;
        self.settle(job.id, place, ItemState::Failed, text, Gain::default()).await
    }

    async fn named(&self, job: &Job, what: &str, why: impl Display) -> String {
        let name = job_item::named(&self.archive, media_of(job.kind, what), what, self.target.zone).await;
        format!("{name}: {why}")
    }

    async fn file(self: &Arc<Self>, id: MediaId) -> Result<Gain, Error> {
        need(&self.asker.scopes, downloading(id.kind()))?;
        let media = self.archive.media(id.clone()).await?.ok_or(Error::NoSuchMedia)?;
        let before = Mutex::new(None::<u64>);
        let run = Arc::clone(self);
        let progress = move |here: u64, _| {
            let mut before = before.lock().unwrap_or_else(PoisonError::into_inner);
            let added = before.replace(here).map_or(0, |before| here.saturating_sub(before));
            let word = run.word(added);
            if let Some(progress) = word {
                let message =
                    Message::JobProgressed { request: run.request, batch: Batch::default(), row: None, progress };
                // A full channel only means that the screen has newer things to show.
                let _ = run.messages.try_send(message);
            }
        };
        let file = download::fetch(&self.archive, &self.client, media, &self.target, Arc::new(progress)).await?;
        let row = self.archive.media_row(id).await?.map(Box::new);
        Ok(Gain { bytes: file.bytes, row, was_here: file.fetched == 0, ..Gain::default() })
    }

    async fn path(&self, what: &str) -> Result<Gain, Error> {
        let key = what.parse().map(CallKey).map_err(|_| Error::NoSuchCall)?;
        if self.archive.path_of(key).await?.is_some() {
            return Ok(Gain { was_here: true, ..Gain::default() });
        }
        let call = self.archive.call(key).await?.ok_or(Error::NoSuchCall)?;
        let path = self.client.call_path(&call.call_history_uuid).await?.path;
        Ok(Gain { batch: self.archive.save_path(path).await?.batch, ..Gain::default() })
    }

    /// What was said in a call. Its path tells which recordings and voicemail it has, so that comes first.
    async fn texts(&self, what: &str) -> Result<Gain, Error> {
        let key = what.parse().map(CallKey).map_err(|_| Error::NoSuchCall)?;
        let (mut path, mut state) = (Gain { was_here: true, ..Gain::default() }, PathState::AsKept);
        if self.archive.steps_of(key).await?.is_empty() && self.asker.may(Feature::CallPath) {
            match self.path(what).await {
                Err(Error::Zoom(error)) if matches!(error.kind, ErrorKind::NotFound { .. }) => state = PathState::Gone,
                asked => path = asked?,
            }
        }
        let named = if self.asker.access == Some(Access::Own) && self.asker.may(Feature::AiSummary) {
            Some(self.summaries.get_or_try_init(|| NamedSummaries::read(&self.client)).await?)
        } else {
            None
        };
        let (client, archive) = (self.client.clone(), self.archive.clone());
        let read = parts::read_all(client, archive, key, &self.asker, named, state).await?;
        let mut batch = path.batch;
        batch.add(read.batch);
        Ok(Gain { batch, was_here: path.was_here && read.was_here, unready: read.unready, ..Gain::default() })
    }

    async fn settle(&self, id: JobId, place: u64, state: ItemState, text: String, gain: Gain) -> Result<(), Error> {
        let line = JobLine { at: clock::now(), text };
        self.archive.settle_job_item(id, place, state, gain.bytes, line).await?;
        self.told(|told| {
            told.job.bytes += gain.bytes;
            told.were_here += u64::from(gain.was_here);
            told.under_way = told.under_way.saturating_sub(gain.bytes);
            match state {
                ItemState::Done => told.job.done += 1,
                ItemState::Failed => told.job.failed += 1,
                ItemState::ToDo => {}
            }
            told.job.changed = clock::now();
        });
        self.tell(gain, false).await;
        Ok(())
    }

    fn told<T>(&self, change: impl FnOnce(&mut Told) -> T) -> T {
        change(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What to tell after `added` bytes, if that is worth a word by now.
    fn word(&self, added: u64) -> Option<JobProgress> {
        let now = clock::now();
        self.told(|told| {
            told.under_way += added;
            let due = told.at.is_none_or(|at| now - at >= BETWEEN_WORDS);
            due.then(|| {
                told.at = Some(now);
                Self::progress(told, now)
            })
        })
    }

    fn progress(told: &mut Told, now: DateTime<Utc>) -> JobProgress {
        let job = &told.job;
        let settled = job.done + job.failed;
        told.pace.note(settled, now);
        JobProgress {
            job: job.clone(),
            under_way: told.under_way,
            rate: told.pace.rate(),
            eta: told.pace.eta(job.items.saturating_sub(settled), now),
        }
    }

    async fn tell(&self, gain: Gain, always: bool) {
        let progress = if always { Some(self.told(|told| Self::progress(told, clock::now()))) } else { self.word(0) };
        let has_news = gain.row.is_some() || gain.batch != Batch::default();
        let progress = match progress {
            Some(progress) => progress,
            None if has_news => self.told(|told| Self::progress(told, clock::now())),
            None => return,
        };
        let message = Message::JobProgressed { request: self.request, batch: gain.batch, row: gain.row, progress };
        tell(&self.messages, message).await;
    }
}
