//! Everything that can happen, merged.

use std::io;
use std::time::Duration;

use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::{Instant, sleep_until};

use super::{input, signals};
use crate::app::Message;
use crate::clock;

/// As many waiting messages as one frame may answer: a burst of keys costs one frame, and a flood cannot starve the screen.
const MOST_IN_A_BATCH: usize = 256;

/// What woke the loop.
pub(super) enum Wake {
    /// These happened, in order.
    Messages(Vec<Message>),
    /// A signal came.
    Signal(signals::Request),
}

/// As many as may wait before whoever sends has to.
pub(super) const MOST_WAITING: usize = 1024;

/// Merges the terminal, the worker, the clock and signals.
pub(super) struct Inbox {
    typed: Receiver<Message>,
    worked: Receiver<Message>,
    signals: Receiver<signals::Request>,
}

impl Inbox {
    /// Starts reading the terminal and signals.
    ///
    /// # Errors
    /// When a thread or a signal handler cannot be had.
    pub(super) fn open() -> io::Result<Self> {
        let (request, signals) = mpsc::channel(16);
        signals::listen(&request)?;
        let (sender, typed) = mpsc::channel(MOST_WAITING);
        input::start(sender)?;
        let (_, worked) = mpsc::channel(1);
        Ok(Self { typed, worked, signals })
    }

    /// The channel for a worker, in place of the last one's: what that one may still say is heard by nobody.
    pub(super) fn connect(&mut self) -> Sender<Message> {
        let (sender, worked) = mpsc::channel(MOST_WAITING);
        self.worked = worked;
        sender
    }

    /// Waits for something, then takes what else is there. After `tick` it is time that happened.
    pub(super) async fn next(&mut self, tick: Option<Duration>) -> Wake {
        let deadline = tick.map(|wait| Instant::now() + wait);
        let mut batch = Vec::with_capacity(MOST_IN_A_BATCH);
        tokio::select! {
            biased;
            Some(request) = self.signals.recv() => return Wake::Signal(request),
            taken = self.typed.recv_many(&mut batch, MOST_IN_A_BATCH) => {
                if taken == 0 {
                    batch.push(Message::InputEnded);
                }
            }
            Some(message) = self.worked.recv() => {
                batch.push(message);
                while batch.len() < MOST_IN_A_BATCH && let Ok(message) = self.worked.try_recv() {
                    batch.push(message);
                }
            }
            () = sleep_until(deadline.unwrap_or_else(Instant::now)), if deadline.is_some() => {
                batch.push(Message::Tick(clock::now()));
            }
        }
        Wake::Messages(batch)
    }
}
