//! The stand-in by itself: `ringlog demo --serve`.

use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::AsFd as _;
use std::os::unix::fs::FileTypeExt as _;

use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use super::{Options, start};

/// Starts a stand-in, prints where it is as one JSON line on stdout, and serves until SIGINT, SIGTERM, or the end of
/// stdin when that is a pipe.
///
/// # Errors
///
/// When the port is taken, or stdout is closed.
pub async fn serve(options: Options) -> io::Result<()> {
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    let running = start(options).await?;
    let line = json!({
        "auth_url": running.auth_url,
        "api_url": running.api_url,
        "client_id": running.client_id,
        "client_secret": running.client_secret,
        "account_id": running.account_id,
    });
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{line}")?;
    stdout.flush()?;
    drop(stdout);
    tokio::select! {
        _ = interrupted.recv() => {}
        _ = terminated.recv() => {}
        () = end_of_stdin() => {}
    }
    running.shutdown().await;
    Ok(())
}

/// Ends when stdin does; never when stdin is a terminal, a file or `/dev/null`, which say nothing about the caller.
async fn end_of_stdin() {
    let Some(mut stdin) = piped_stdin() else { return std::future::pending().await };
    let (ended, end) = oneshot::channel();
    // A thread of its own, which nobody joins: tokio's stdin would hold the process until somebody closes the pipe.
    std::thread::spawn(move || {
        let _ = io::copy(&mut stdin, &mut io::sink()); // an error is an end, too
        let _ = ended.send(()); // nobody listens once a signal came first
    });
    let _ = end.await;
}

fn piped_stdin() -> Option<File> {
    let stdin = File::from(io::stdin().as_fd().try_clone_to_owned().ok()?);
    let kind = stdin.metadata().ok()?.file_type();
    (kind.is_fifo() || kind.is_socket()).then_some(stdin)
}
