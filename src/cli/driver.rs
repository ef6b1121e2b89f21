//! Drives the worker without a screen: one effect, its messages, its end.

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;

use super::failure::{Failure, INTERRUPTED};
use crate::app::{Effect, Message, RequestId, Requests, SignedIn};
use crate::worker::{Services, Worker};

/// A worker and its messages.
pub(super) struct Driver {
    worker: Worker,
    messages: mpsc::Receiver<Message>,
    requests: Requests,
    /// Listened to from the beginning: an interrupt between two waits is not lost.
    interrupts: Signal,
}

impl Driver {
    /// # Errors
    /// When the system does not let us listen for interrupts.
    pub(super) fn new(services: Services) -> Result<Self, Failure> {
        let interrupts = signal(SignalKind::interrupt())
            .map_err(|error| Failure::new(1, format!("cannot listen for interrupts: {error}")))?;
        let (sender, messages) = mpsc::channel(256);
        Ok(Self { worker: Worker::new(services, sender), messages, requests: Requests::default(), interrupts })
    }

    /// A number for the next effect.
    pub(super) fn issue(&mut self) -> RequestId {
        self.requests.issue()
    }

    /// Starts work.
    pub(super) fn start(&mut self, effect: Effect) {
        self.worker.start(effect);
    }

    /// The next thing that happens; `None` when the person interrupts.
    pub(super) async fn next(&mut self) -> Result<Option<Message>, Failure> {
        tokio::select! {
            message = self.messages.recv() => match message {
                Some(message) => Ok(Some(message)),
                None => Err(Failure::new(1, "ringlog came upon a fault of its own")),
            },
            _ = self.interrupts.recv() => Ok(None),
        }
    }

    /// Uses the stored sign-in.
    ///
    /// # Errors
    /// Exit code 4 when there is none, 2 when the keychain cannot be asked for one.
    pub(super) async fn restore(&mut self) -> Result<SignedIn, Failure> {
        let request = self.issue();
        self.start(Effect::RestoreSession { request });
        loop {
            match self.next().await? {
                Some(Message::SessionRestored { result, .. }) => {
                    return result?.ok_or_else(|| Failure::new(4, "not signed in\n  Sign in with: ringlog auth login"));
                }
                Some(_) => {}
                None => return Err(Failure::new(INTERRUPTED, "interrupted")),
            }
        }
    }

    /// Ends the worker.
    pub(super) async fn finish(self) {
        self.worker.finish().await;
    }
}
