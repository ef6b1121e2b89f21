//! Work that blocks: locks, files, keychains.

use std::io;
use std::time::Duration;

use tokio::sync::oneshot;

/// Why work on a thread of its own gave no answer.
#[derive(Debug)]
pub(super) enum NoAnswer {
    /// Not within the time given; the thread is left to end by itself.
    TimedOut,
    /// No thread could be started.
    NotStarted(io::Error),
    /// The work panicked.
    Panicked,
}

/// Runs `work` on a thread of its own and waits at most `limit` for it.
///
/// Not `spawn_blocking`: a runtime that ends waits for that, and a keychain may hang for ever.
pub(super) async fn run<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, NoAnswer> {
    let (sender, receiver) = oneshot::channel();
    std::thread::Builder::new()
        .name("ringlog-auth".into())
        .spawn(move || {
            // Nobody waits any more: what was made (a lock, a record) is dropped here.
            let _ = sender.send(work());
        })
        .map_err(NoAnswer::NotStarted)?;
    match tokio::time::timeout(limit, receiver).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) => Err(NoAnswer::Panicked),
        Err(_) => Err(NoAnswer::TimedOut),
    }
}
