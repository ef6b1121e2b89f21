//! The tasks of recordings, voicemail and jobs.

use std::path::PathBuf;
use std::sync::Arc;

use super::error::{Concern, Error};
use super::jobs::{self, JobChange};
use super::tasks::{Shared, Worker};
use super::{ended_jobs, media, problem};
use crate::app::{JobWork, Message, RequestId, Spend};
use crate::export::one_line;
use crate::model::{CallKey, JobId, MediaId, MediaKind, Zone};

impl Worker {
    pub(super) fn load_media(&mut self, request: RequestId, kind: MediaKind) {
        self.task(
            async move |shared: Arc<Shared>| media::load(&shared.services, request, kind, &shared.messages).await,
            move |_, result| Message::MediaLoaded {
                request,
                result: result.map_err(|error| problem::reading_archive(&error)),
            },
        );
    }

    pub(super) fn sync_media(&mut self, request: RequestId, kind: MediaKind, spend: Spend) {
        let cancel = self.cancelled_by(request);
        self.task(
            async move |shared: Arc<Shared>| {
                let access = shared.account().ok_or(Error::NotSignedIn)?.access;
                let messages = shared.messages.clone();
                let allowed = (access, shared.scopes());
                media::sync(&shared.services, request, (kind, spend), allowed, messages, cancel).await
            },
            move |shared, result| {
                let words = |error: &Error| problem::listing_media(kind, error);
                Message::MediaSynced { request, result: result.map_err(|error| shared.told(&error, words)) }
            },
        );
    }

    pub(super) fn play_media(&mut self, request: RequestId, id: MediaId, zone: Zone) {
        let cancel = self.cancelled_by(request);
        self.task(
            async move |shared: Arc<Shared>| {
                let scopes = shared.scopes();
                let played = media::play(&shared.services, id.clone(), &scopes, (zone, &cancel)).await;
                // The answer is how the playing went, whether or not the row can be read.
                Ok((media::row(&shared.services, id).await.ok().flatten(), played.map(|file| Some(file.path))))
            },
            move |shared, ended| {
                let (row, result) = ended.unwrap_or_else(|error| (None, Err(error)));
                let result = match result {
                    Err(error) if error.concerns() == Concern::Nothing => Ok(None),
                    other => other.map_err(|error| shared.told(&error, problem::playing)),
                };
                Message::MediaPlayed { request, row: row.map(Box::new), result }
            },
        );
    }

    pub(super) fn read_voicemail(&mut self, request: RequestId, id: MediaId) {
        let cancel = self.cancelled_by(request);
        self.task(
            async move |shared: Arc<Shared>| {
                let scopes = shared.scopes();
                media::read_voicemail(&shared.services, id, &scopes, &cancel).await.map(Box::new)
            },
            move |shared, result| Message::VoicemailRead {
                request,
                result: result.map_err(|error| shared.told(&error, problem::reading_voicemail)),
            },
        );
    }

    pub(super) fn find_call(&mut self, request: RequestId, id: MediaId) {
        self.task(
            async move |shared: Arc<Shared>| media::call(&shared.services, id).await,
            move |_, result| Message::CallOfMedia {
                request,
                result: result.map_err(|error| problem::reading_archive(&error)),
            },
        );
    }

    pub(super) fn find_media(&mut self, request: RequestId, keys: Vec<CallKey>) {
        let cancel = self.cancelled_by(request);
        self.task(
            async move |shared: Arc<Shared>| media::of_calls(&shared.services, keys, &cancel).await,
            move |_, result| Message::MediaOfCalls {
                request,
                result: result.map_err(|error| problem::reading_archive(&error)),
            },
        );
    }

    pub(super) fn list_jobs(&mut self, request: RequestId, change: JobChange) {
        self.task(
            async move |shared: Arc<Shared>| jobs::list(&shared.services, change).await,
            move |_, result| Message::JobsListed {
                request,
                result: result.map_err(|error| problem::reading_archive(&error)),
            },
        );
    }

    pub(super) fn run_job(&mut self, request: RequestId, work: JobWork, zone: Zone) {
        let cancel = self.cancelled_by(request);
        self.task(
            async move |shared: Arc<Shared>| {
                let (messages, asker) = (shared.messages.clone(), shared.asker());
                jobs::run(&shared.services, request, work, (asker, zone), messages, cancel).await.map(Some)
            },
            move |shared, result| {
                let result = match result {
                    Err(error) if error.concerns() == Concern::Nothing => Ok(None),
                    other => other.map_err(|error| shared.told(&error, problem::working)),
                };
                Message::JobEnded { request, result }
            },
        );
    }

    pub(super) fn read_export(&mut self, request: RequestId, job: JobId) {
        self.task(
            async move |shared: Arc<Shared>| {
                ended_jobs::export_of(&shared.services, job).await.map(|job| job.map(Box::new))
            },
            move |_, result| Message::ExportRead {
                request,
                result: result.map_err(|error| problem::reading_archive(&error)),
            },
        );
    }

    pub(super) fn read_job_log(&mut self, request: RequestId, job: JobId) {
        self.task(
            async move |shared: Arc<Shared>| jobs::log(&shared.services, job).await,
            move |_, result| Message::JobLogRead {
                request,
                result: result.map_err(|error| problem::reading_archive(&error)),
            },
        );
    }

    pub(super) fn read_json(&mut self, request: RequestId, key: CallKey, zone: Zone) {
        self.task(
            async move |shared: Arc<Shared>| {
                let archive = shared.services.archive().await?.ok_or(Error::NoArchive)?;
                let call = archive.call(key).await?.ok_or(Error::NoSuchCall)?;
                one_line(&call, zone).map_err(|_| Error::Fault)
            },
            move |_, result: Result<String, Error>| Message::JsonRead {
                request,
                result: result.map_err(|error| problem::reading_archive(&error)),
            },
        );
    }

    pub(super) fn read_tasks(&mut self, request: RequestId) {
        self.task(
            async move |shared: Arc<Shared>| match shared.services.archive().await? {
                Some(archive) => Ok(archive.voicemail_tasks().await?),
                None => Ok(Vec::new()),
            },
            move |_, result| Message::TasksRead {
                request,
                result: result.map_err(|error: Error| problem::reading_archive(&error)),
            },
        );
    }

    pub(super) fn open_folder(&mut self, folder: PathBuf) {
        self.tasks.spawn(async move {
            let opened = tokio::task::spawn_blocking(move || open::that_detached(folder)).await;
            if !matches!(opened, Ok(Ok(()))) {
                tracing::warn!("the folder could not be opened");
            }
        });
    }
}
