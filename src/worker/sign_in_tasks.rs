//! The tasks of signing in and out.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::error::Error;
use super::problem;
use super::sign_in::{self, BrowserLeg, tell};
use super::tasks::{ArchiveRead, Shared, Worker, lock};
use crate::app::{CallsAfter, Message, Paste, Problem, RequestId, SignedIn};
use crate::auth::WaitError;

impl Worker {
    pub(super) fn restore(&mut self, request: RequestId) {
        self.task(
            // Without a client id there is nothing to restore; the sign-in screen says how to get one.
            async move |shared: Arc<Shared>| {
                shared.has_read(ArchiveRead::FirstPage).await;
                shared.services.ask_store_again();
                shared.services.restore().await
            },
            move |shared, result| {
                let result = match shared.took_up(result).map_err(|error| problem::restoring(&error)) {
                    Ok(None) => shared.services.unread().map_or(Ok(None), Err),
                    other => other,
                };
                Message::SessionRestored { request, result }
            },
        );
    }

    pub(super) fn sign_in(&mut self, request: RequestId, open_browser: bool) {
        let cancel = self.cancelled_by(request);
        let (codes, pasted) = mpsc::channel(1);
        self.attempts.clear();
        self.attempts.insert(request, codes);
        self.task(
            async move |shared: Arc<Shared>| {
                let begun = {
                    let shared = Arc::clone(&shared);
                    Box::new(move |attempt| *lock(&shared.attempt) = Some((request, attempt)))
                };
                let messages = shared.messages.clone();
                let leg = BrowserLeg { request, open_browser, messages, pasted, begun, cancel: cancel.clone() };
                tokio::select! {
                    biased;
                    () = cancel.cancelled() => Err(Error::Cancelled),
                    signed_in = sign_in::sign_in(&shared.services, leg) => signed_in.map(Some),
                }
            },
            move |shared, result| {
                // The listener closes with its attempt.
                lock(&shared.attempt).take_if(|(running, _)| *running == request);
                Message::SignInEnded { request, result: shared.sign_in_ended(result) }
            },
        );
    }

    pub(super) fn sign_in_with_device(&mut self, request: RequestId) {
        let cancel = self.cancelled_by(request);
        self.task(
            async move |shared: Arc<Shared>| {
                tokio::select! {
                    biased;
                    () = cancel.cancelled() => Err(Error::Cancelled),
                    signed_in = sign_in::by_device_code(&shared.services, request, &shared.messages) => signed_in.map(Some),
                }
            },
            move |shared, result| Message::SignInEnded { request, result: shared.sign_in_ended(result) },
        );
    }

    pub(super) fn use_pasted(&mut self, attempt: RequestId, pasted: Paste) {
        let Some(codes) = self.attempts.get(&attempt).cloned() else { return };
        let running = lock(&self.shared.attempt).as_ref().filter(|(request, _)| *request == attempt).cloned();
        let Some((_, running)) = running else { return };
        let messages = self.shared.messages.clone();
        self.tasks.spawn(async move {
            match running.accept_pasted(pasted.as_str()) {
                Ok(code) => {
                    // A sign-in that ended meanwhile needs no code.
                    let _ = codes.send(code).await;
                }
                Err(error) => tell(&messages, Message::PasteRefused { attempt, cause: error.to_string() }).await,
            }
        });
    }

    pub(super) fn open_page(&mut self, attempt: RequestId) {
        let running = lock(&self.shared.attempt).as_ref().filter(|(request, _)| *request == attempt).cloned();
        let Some((request, running)) = running else { return };
        let shared = Arc::clone(&self.shared);
        self.tasks.spawn(async move { sign_in::open(&shared.services, &running, request, &shared.messages).await });
    }

    pub(super) fn sign_out(&mut self, request: RequestId, calls: CallsAfter) {
        self.task(
            async move |shared: Arc<Shared>| sign_in::sign_out(&shared.services, calls).await,
            move |shared, result| {
                *lock(&shared.signed_in) = None;
                let done = result.map_err(|error| problem::signing_out(&error));
                let result = done.and_then(|done| done.calls.map_err(|error| problem::deleting_calls(&error)));
                let result = result.map(|()| calls);
                Message::SignedOut { request, result }
            },
        );
    }
}

impl Shared {
    /// What is told of a sign-in that is over; given up is no problem.
    fn sign_in_ended(&self, result: Result<Option<SignedIn>, Error>) -> Result<Option<SignedIn>, Problem> {
        match result {
            Err(Error::Cancelled | Error::Wait(WaitError::Canceled)) => Ok(None),
            other => self.took_up(other).map_err(|error| problem::signing_in(&error)),
        }
    }
}
