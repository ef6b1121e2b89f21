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

/// Merges the terminal, the worker, the clock and signals.
pub(super) struct Inbox {
    messages: Receiver<Message>,
    signals: Receiver<signals::Request>,
}

/// What to feed the inbox with.
pub(super) fn channel() -> (Sender<Message>, Receiver<Message>) {
    mpsc::channel(1024)
}

impl Inbox {
    /// Starts reading the terminal and signals into `sender`'s channel.
    ///
    /// # Errors
    /// When a thread or a signal handler cannot be had.
    pub(super) fn open(sender: Sender<Message>, messages: Receiver<Message>) -> io::Result<Self> {
        let (request, signals) = mpsc::channel(16);
        signals::listen(&request)?;
        input::start(sender)?;
        Ok(Self { messages, signals })
    }

    /// Waits for something, then takes what else is there. After `tick` it is time that happened.
    pub(super) async fn next(&mut self, tick: Option<Duration>) -> Wake {
        let deadline = tick.map(|wait| Instant::now() + wait);
        let mut batch = Vec::with_capacity(MOST_IN_A_BATCH);
        tokio::select! {
            biased;
            Some(request) = self.signals.recv() => return Wake::Signal(request),
            taken = self.messages.recv_many(&mut batch, MOST_IN_A_BATCH) => {
                if taken == 0 {
                    batch.push(Message::InputEnded);
                }
            }
            () = sleep_until(deadline.unwrap_or_else(Instant::now)), if deadline.is_some() => {
                batch.push(Message::Tick(clock::now()));
            }
        }
        Wake::Messages(batch)
    }
}
