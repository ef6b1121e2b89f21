//! One task an effect. Each ends in exactly one closing message, after a panic too.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::NaiveDate;
use futures::FutureExt as _;
use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use super::error::{Concern, Error};
use super::jobs::JobChange;
use super::parts::{self, Asker};
use super::services::Services;
use super::sign_in::tell;
use super::{archive, detail, ended_jobs, export, problem, sign_in, sync, views};
use crate::app::{DetailPart, Effect, ExportJob, Message, Problem, RequestId, SignedIn, Spend, SyncRange};
use crate::auth::{Attempt, Code};
use crate::model::{CallKey, ListLook, Scopes, Sheet, ViewChange, query::Pattern};

/// How long the end of the program waits for a page that is being written.
const PATIENCE: Duration = Duration::from_secs(3);

/// Starts work and stops it.
pub struct Worker {
    pub(super) shared: Arc<Shared>,
    pub(super) tasks: JoinSet<()>,
    cancel: HashMap<RequestId, CancellationToken>,
    /// The detail that was asked for last: a newer question cancels it.
    detail: Option<CancellationToken>,
    /// The part of a detail that was asked for last: a newer question cancels it.
    part: Option<CancellationToken>,
    pub(super) attempts: HashMap<RequestId, mpsc::Sender<Code>>,
}

pub(super) struct Shared {
    pub(super) services: Services,
    pub(super) messages: mpsc::Sender<Message>,
    /// The sign-in that waits for its browser.
    pub(super) attempt: Mutex<Option<(RequestId, Arc<Attempt>)>>,
    /// Who is signed in.
    pub(super) signed_in: Mutex<Option<SignedIn>>,
    /// Tells when a renewed sign-in cannot be stored.
    store_watch: Mutex<Option<AbortHandle>>,
    /// While the archive is being read nothing is fetched: it would be overtaken by older rows.
    pub(super) read: watch::Sender<ArchiveRead>,
}

/// How much of the archive was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ArchiveRead {
    /// Nothing. The first calls are not to wait for a keychain or certificates, which take a part of the processor.
    Nothing,
    /// What is on screen first, or there is none.
    FirstPage,
    /// All of it.
    All,
}

impl Worker {
    /// A worker that reports to `messages`. It must be made and used inside a tokio runtime.
    #[must_use]
    pub fn new(services: Services, messages: mpsc::Sender<Message>) -> Self {
        let shared = Shared {
            services,
            messages,
            attempt: Mutex::new(None),
            signed_in: Mutex::new(None),
            store_watch: Mutex::new(None),
            read: watch::Sender::new(ArchiveRead::All),
        };
        Self {
            shared: Arc::new(shared),
            tasks: JoinSet::new(),
            cancel: HashMap::new(),
            detail: None,
            part: None,
            attempts: HashMap::new(),
        }
    }

    /// What its tasks work with.
    #[must_use]
    pub fn services(&self) -> &Services {
        &self.shared.services
    }

    /// Starts the work that `effect` asks for. What concerns the terminal is not for the worker.
    pub fn start(&mut self, effect: Effect) {
        match effect {
            Effect::RestoreSession { request } => self.restore(request),
            Effect::SignIn { request, open_browser } => self.sign_in(request, open_browser),
            Effect::SignInWithDevice { request } => self.sign_in_with_device(request),
            Effect::UsePastedAddress { attempt, pasted } => self.use_pasted(attempt, pasted),
            Effect::CancelSignIn { attempt } => self.stop(attempt),
            Effect::OpenSignInPage { attempt } => self.open_page(attempt),
            Effect::SignOut { request, calls } => self.sign_out(request, calls),
            Effect::LoadArchive { request } => self.load_archive(request),
            Effect::Sync { request, range, spend } => self.sync(request, range, spend),
            Effect::CancelSync { request } | Effect::CancelExport { request } | Effect::Stop { request } => {
                self.stop(request);
            }
            Effect::LoadDetail { request, key, fresh } => self.load_detail(request, key, fresh),
            Effect::LoadPart { request, key, part, fresh } => self.load_part(request, key, part, fresh),
            Effect::SearchSaid { request, pattern } => self.search_said(request, pattern),
            Effect::Export { request, job } => self.export(request, job),
            Effect::ReadViews { request } => self.read_views(request),
            Effect::ChangeViews { request, change } => self.change_views(request, change),
            Effect::KeepLook { look } => self.keep_look(look),
            Effect::KeepDefaultLook { request, look } => self.keep_default_look(request, look),
            Effect::WriteSheet { request, sheet, day } => self.write_sheet(request, sheet, day),
            Effect::LoadMedia { request, kind } => self.load_media(request, kind),
            Effect::SyncMedia { request, kind, spend } => self.sync_media(request, kind, spend),
            Effect::PlayMedia { request, id, zone } => self.play_media(request, id, zone),
            Effect::ReadVoicemail { request, id } => self.read_voicemail(request, id),
            Effect::FindCallOfMedia { request, id } => self.find_call(request, id),
            Effect::FindMediaOfCalls { request, keys } => self.find_media(request, keys),
            Effect::ListJobs { request } => self.list_jobs(request, JobChange::None),
            Effect::SetJobState { request, job, state } => self.list_jobs(request, JobChange::State(job, state)),
            Effect::PutOffJob { request, work, start } => self.list_jobs(request, JobChange::PutOff(work, start)),
            Effect::ForgetJobs { request } => self.list_jobs(request, JobChange::ForgetThoseOver),
            Effect::RunJob { request, work, zone } => self.run_job(request, work, zone),
            Effect::ReadExport { request, job } => self.read_export(request, job),
            Effect::ReadJobLog { request, job } => self.read_job_log(request, job),
            Effect::ReadTasks { request } => self.read_tasks(request),
            Effect::ReadJson { request, key, zone } => self.read_json(request, key, zone),
            Effect::OpenFolder { folder } => self.open_folder(folder),
            Effect::Copy { .. } | Effect::Suspend | Effect::Redraw => {}
        }
    }

    /// Ends: asks every task to stop, waits a little for what must not be cut in half.
    pub async fn finish(mut self) {
        for cancel in self.cancel.values() {
            cancel.cancel();
        }
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(PATIENCE, ended).await.is_err() {
            tracing::warn!("some work was still under way at the end");
        }
    }

    /// Runs `work` as a task; what comes of it, a panic included, becomes the closing message.
    pub(super) fn task<T, W>(
        &mut self,
        work: impl FnOnce(Arc<Shared>) -> W,
        closing: impl FnOnce(&Shared, Result<T, Error>) -> Message + Send + 'static,
    ) where
        T: Send + 'static,
        W: Future<Output = Result<T, Error>> + Send + 'static,
    {
        // Ended tasks are forgotten as new ones come.
        while self.tasks.try_join_next().is_some() {}
        let shared = Arc::clone(&self.shared);
        let work = work(Arc::clone(&shared));
        self.tasks.spawn(async move {
            let result = AssertUnwindSafe(work).catch_unwind().await.unwrap_or(Err(Error::Fault));
            if let Err(error) = &result {
                shared.put_aside_if_damaged(error).await;
            }
            if let Some(aside) = shared.services.take_put_aside() {
                tell(&shared.messages, Message::ArchivePutAside(problem::put_aside(&aside))).await;
            }
            let message = closing(&shared, result);
            tell(&shared.messages, message).await;
        });
    }

    pub(super) fn cancelled_by(&mut self, request: RequestId) -> CancellationToken {
        let cancel = CancellationToken::new();
        self.cancel.retain(|_, token| !token.is_cancelled());
        self.cancel.insert(request, cancel.clone());
        cancel
    }

    fn stop(&mut self, request: RequestId) {
        if let Some(cancel) = self.cancel.remove(&request) {
            cancel.cancel();
        }
    }

    fn load_archive(&mut self, request: RequestId) {
        self.shared.read.send_replace(ArchiveRead::Nothing);
        self.task(
            async move |shared: Arc<Shared>| archive::load(&shared, request).await,
            move |shared, result| {
                shared.read.send_replace(ArchiveRead::All);
                Message::ArchiveLoaded { request, result: result.map_err(|error| problem::reading_archive(&error)) }
            },
        );
    }

    fn sync(&mut self, request: RequestId, range: SyncRange, spend: Spend) {
        let cancel = self.cancelled_by(request);
        self.task(
            async move |shared: Arc<Shared>| {
                shared.has_read(ArchiveRead::All).await;
                let access = shared.account().ok_or(Error::NotSignedIn)?.access;
                let asked = sync::Asked { request, range, access, spend };
                ended_jobs::fetch_calls(&shared.services, asked, shared.messages.clone(), cancel).await
            },
            move |shared, result| {
                let result = result.map_err(|error| shared.told(&error, problem::fetching_calls));
                Message::SyncEnded { request, result }
            },
        );
    }

    fn load_detail(&mut self, request: RequestId, key: CallKey, fresh: bool) {
        if let Some(older) = self.detail.take() {
            older.cancel();
        }
        let cancel = self.cancelled_by(request);
        self.detail = Some(cancel.clone());
        self.task(
            async move |shared: Arc<Shared>| {
                let scopes = shared.scopes();
                tokio::select! {
                    biased;
                    () = cancel.cancelled() => Err(Error::Cancelled),
                    detail = detail::load(&shared.services, key, fresh, &scopes, &cancel) => detail.map(Box::new),
                }
            },
            move |_, result| Message::DetailLoaded {
                request,
                result: result.map_err(|error| problem::reading_archive(&error)),
            },
        );
    }

    fn read_views(&mut self, request: RequestId) {
        self.task(
            async move |shared: Arc<Shared>| views::read(&shared.services).await,
            move |_, result| Message::ViewsChanged {
                request,
                result: result.map_err(|error| problem::using_views(&error)),
            },
        );
    }

    fn change_views(&mut self, request: RequestId, change: ViewChange) {
        self.task(
            async move |shared: Arc<Shared>| views::change(&shared.services, change).await,
            move |_, result| Message::ViewsChanged {
                request,
                result: result.map_err(|error| problem::using_views(&error)),
            },
        );
    }

    fn keep_look(&mut self, look: ListLook) {
        let shared = Arc::clone(&self.shared);
        self.tasks.spawn(async move {
            // Nobody asked for it by a key, so nobody is told.
            if let Err(error) = views::keep_last(&shared.services, look).await {
                tracing::warn!(%error, "the look of the list could not be kept");
            }
        });
    }

    fn keep_default_look(&mut self, request: RequestId, look: ListLook) {
        self.task(
            async move |shared: Arc<Shared>| views::keep_default(&shared.services, look).await,
            move |_, result| Message::DefaultLookKept {
                request,
                result: result.map_err(|error| problem::keeping_look(&error)),
            },
        );
    }

    fn load_part(&mut self, request: RequestId, key: CallKey, part: DetailPart, fresh: bool) {
        if let Some(older) = self.part.take() {
            older.cancel();
        }
        let cancel = self.cancelled_by(request);
        self.part = Some(cancel.clone());
        self.task(
            async move |shared: Arc<Shared>| {
                let asker = shared.asker();
                tokio::select! {
                    biased;
                    () = cancel.cancelled() => Err(Error::Cancelled),
                    loaded = parts::load(&shared.services, key, part, fresh, &asker) => loaded.map(Box::new),
                }
            },
            move |shared, result| {
                let result = result.map_err(|error| shared.told(&error, problem::fetching_part));
                Message::PartLoaded { request, part, result }
            },
        );
    }

    fn search_said(&mut self, request: RequestId, pattern: Pattern) {
        self.task(
            async move |shared: Arc<Shared>| {
                let Some(archive) = shared.services.archive().await? else { return Ok(Vec::new()) };
                Ok(archive.said(pattern).await?)
            },
            move |_, result| Message::SaidFound {
                request,
                result: result.map_err(|error| problem::reading_archive(&error)),
            },
        );
    }

    fn write_sheet(&mut self, request: RequestId, sheet: Sheet, day: NaiveDate) {
        self.task(
            async move |_| export::write_sheet(sheet, day).await,
            move |_, result| Message::SheetWritten {
                request,
                result: result.map_err(|error| problem::exporting(&error)),
            },
        );
    }

    fn export(&mut self, request: RequestId, job: ExportJob) {
        let cancel = self.cancelled_by(request);
        self.task(
            async move |shared: Arc<Shared>| {
                let services = &shared.services;
                ended_jobs::export(services, request, job, shared.messages.clone(), cancel).await.map(Some)
            },
            move |_, result| {
                let result = match result {
                    Err(Error::Cancelled | Error::Export(crate::export::Error::Cancelled)) => Ok(None),
                    other => other.map_err(|error| problem::exporting(&error)),
                };
                Message::ExportEnded { request, result }
            },
        );
    }
}

impl Shared {
    /// Waits until so much of the archive was read.
    pub(super) async fn has_read(&self, enough: ArchiveRead) {
        // The sender is here too, so it cannot be gone.
        let _ = self.read.subscribe().wait_for(|read| *read >= enough).await;
    }

    /// Notes who is signed in, when somebody is.
    pub(super) fn took_up(&self, result: Result<Option<SignedIn>, Error>) -> Result<Option<SignedIn>, Error> {
        if let Ok(Some(signed_in)) = &result {
            *lock(&self.signed_in) = Some(signed_in.clone());
            self.watch_store();
        }
        result
    }

    /// Tells whenever a renewed sign-in could not be stored, and when it is after all.
    fn watch_store(&self) {
        let Ok(mut unsaved) = self.services.session().map(|session| session.unsaved()) else { return };
        let messages = self.messages.clone();
        // It ends with the session, or when nobody listens any more.
        let watch = tokio::spawn(async move {
            while unsaved.changed().await.is_ok() && !messages.is_closed() {
                let warning = unsaved.borrow_and_update().then(|| sign_in::NOT_SAVED.to_owned());
                tell(&messages, Message::SignInKept { warning }).await;
            }
        });
        if let Some(older) = lock(&self.store_watch).replace(watch.abort_handle()) {
            older.abort();
        }
    }

    /// What the token allows; nothing when nobody is signed in.
    pub(super) fn scopes(&self) -> Scopes {
        lock(&self.signed_in).as_ref().map_or_else(Scopes::default, |who| who.scopes.clone())
    }

    /// Who asks, and what the token allows.
    pub(super) fn asker(&self) -> Asker {
        lock(&self.signed_in).as_ref().map_or_else(
            || Asker { access: None, scopes: Scopes::default() },
            |who| Asker { access: Some(who.account.access), scopes: who.scopes.clone() },
        )
    }

    /// An archive that was found to be damaged while it was open.
    async fn put_aside_if_damaged(&self, error: &Error) {
        if problem::is_damage(error)
            && let Err(error) = self.services.put_damaged_aside().await
        {
            tracing::warn!(%error, "a damaged archive could not be put aside");
        }
    }

    pub(super) fn account(&self) -> Option<crate::model::Account> {
        lock(&self.signed_in).as_ref().map(|who| who.account.clone())
    }

    /// The words for `error`; when the sign-in is over, the screen hears that first.
    pub(super) fn told(&self, error: &Error, words: impl Fn(&Error) -> Problem) -> Problem {
        let told = words(error);
        if error.concerns() == Concern::SignIn && lock(&self.signed_in).take().is_some() {
            self.services.disconnect();
            // A full channel only delays the word until the next request says the same.
            let _ = self.messages.try_send(Message::SessionLost(told.clone()));
        }
        told
    }
}

/// The holder of these locks never panics between two states, so a poisoned one is as good as any.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
