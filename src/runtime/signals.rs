//! Signals, as what they ask for.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{self, Receiver};

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// To end, with the exit code 128 plus the signal's number.
    End(u8),
    /// To stop, as the suspend key does.
    Suspend,
    /// To go on after a stop that we did not see coming.
    Continue,
}

/// The signals that came since [`Signals::listen`], in order.
pub struct Signals(Receiver<Request>);

impl Signals {
    /// Listens from now on. Call it before the terminal is taken: a signal that nobody hears ends the process where it stands.
    ///
    /// # Errors
    /// When the system does not let us listen.
    pub fn listen() -> io::Result<Self> {
        // SIGTSTP is 18 or 20 by platform; rustix knows.
        let suspend = SignalKind::from_raw(rustix::process::Signal::TSTP.as_raw());
        let resume = SignalKind::from_raw(rustix::process::Signal::CONT.as_raw());
        let (sender, requests) = mpsc::channel(16);
        for (kind, request) in [
            (SignalKind::hangup(), Request::End(128 + 1)),
            (SignalKind::interrupt(), Request::End(128 + 2)),
            (SignalKind::quit(), Request::End(128 + 3)),
            (SignalKind::terminate(), Request::End(128 + 15)),
            (suspend, Request::Suspend),
            (resume, Request::Continue),
        ] {
            let mut signals = signal(kind)?;
            let sender = sender.clone();
            tokio::spawn(async move {
                while signals.recv().await.is_some() {
                    if sender.send(request).await.is_err() {
                        return;
                    }
                }
            });
        }
        Ok(Self(requests))
    }

    /// The next one.
    pub(super) async fn next(&mut self) -> Option<Request> {
        self.0.recv().await
    }
}
