//! The listener that the browser comes back to.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::callback::{Answer, DONE_PATH, Expected, Verdict, judge};
use crate::model::Text;

/// More connections than this push out the oldest: a browser opens a few ahead of need and leaves them idle.
const MAX_CONNECTIONS: usize = 64;
/// A connection lives no longer, from accept to the last byte written.
const CONNECTION_DEADLINE: Duration = Duration::from_secs(5);
/// How long the page after the redirect is kept ready, once the answer is there.
const LINGER: Duration = Duration::from_millis(900);
/// A full request line and full headers; what is larger is refused unread.
const MAX_REQUEST_BYTES: usize = (8 + 16) * 1024;

const SIGNED_IN: &str = include_str!("../../assets/signed-in.html");
const DECLINED: &str = include_str!("../../assets/declined.html");
const NOT_EXPECTED: &str = include_str!("../../assets/not-expected.html");

/// Why the listener could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another program has the port.
    #[error(
        "port {port} on 127.0.0.1 is in use by another program; free it, or set redirect_port = 0 for any free port"
    )]
    PortInUse {
        /// The port asked for.
        port: u16,
    },
    /// The port needs rights that we do not have.
    #[error("port {port} on 127.0.0.1 may not be used by this user; set redirect_port to 0 or to 1024 and above")]
    PortNotAllowed {
        /// The port asked for.
        port: u16,
    },
    /// Anything else the system says.
    #[error("could not listen on 127.0.0.1: {0}")]
    Io(#[source] io::Error),
}

/// Why the wait for the browser ended without a code.
#[derive(Debug, thiserror::Error)]
pub enum WaitError {
    /// The person, or Zoom, said no.
    #[error("Zoom sent the browser back without access: {error}")]
    Denied {
        /// OAuth's word, such as `access_denied`.
        error: Text,
        /// Zoom's own sentence; may be empty.
        description: Text,
    },
    /// Nobody came back in time.
    #[error("the browser did not come back in time")]
    TimedOut,
    /// The person gave up.
    #[error("sign-in canceled")]
    Canceled,
    /// This attempt's answer was taken before.
    #[error("this sign-in is over")]
    Over,
}

/// A listener on the literal 127.0.0.1, never on a name or another interface. `port` 0 takes any free one.
pub(super) async fn bind(port: u16) -> Result<(TcpListener, u16), BindError> {
    let address = SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
    let listener = TcpListener::bind(address).await.map_err(|error| {
        if error.kind() == io::ErrorKind::AddrInUse {
            BindError::PortInUse { port }
        } else if error.kind() == io::ErrorKind::PermissionDenied {
            BindError::PortNotAllowed { port }
        } else {
            BindError::Io(error)
        }
    })?;
    let bound = listener.local_addr().map_err(BindError::Io)?;
    Ok((listener, bound.port()))
}

/// Waits for the answer that `expected` describes; everything else is refused and the wait goes on. Owns the listener, so
/// that the port is free again on every way out, also when this future is dropped.
pub(super) async fn wait(
    listener: TcpListener,
    host: String,
    expected: Arc<Expected>,
    deadline: Duration,
    cancel: &CancellationToken,
) -> Result<Answer, WaitError> {
    let mut deadline = Instant::now() + deadline;
    let mut connections = Connections::default();
    let mut answer = None;
    // The connections end in any order: the browser may have its last page before the first connection is seen to end.
    let mut has_last_page = false;
    loop {
        tokio::select! {
            biased;
            () = cancel.cancelled() => return answer.ok_or(WaitError::Canceled),
            () = sleep_until(deadline) => return answer.ok_or(WaitError::TimedOut),
            Some(served) = connections.tasks.join_next() => match served.ok().flatten() {
                Some(Served::Answer(code @ Answer::Code(_))) if has_last_page => return Ok(code),
                Some(Served::Answer(code @ Answer::Code(_))) => {
                    answer = Some(code);
                    deadline = Instant::now() + LINGER;
                }
                Some(Served::Answer(refused @ Answer::Refused { .. })) => return Ok(refused),
                Some(Served::Done) => match answer.take() {
                    Some(answer) => return Ok(answer),
                    None => has_last_page = true,
                },
                None => {}
            },
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => connections.serve(stream, host.clone(), Arc::clone(&expected)),
                // Out of file descriptors, most likely: they come back when connections end.
                Err(_) => sleep(Duration::from_millis(50)).await,
            },
        }
    }
}

/// What a connection did that matters to the wait.
enum Served {
    Answer(Answer),
    Done,
}

#[derive(Default)]
struct Connections {
    tasks: JoinSet<Option<Served>>,
    oldest_first: VecDeque<(AbortHandle, CancellationToken)>,
}

impl Connections {
    fn serve(&mut self, stream: TcpStream, host: String, expected: Arc<Expected>) {
        self.oldest_first.retain(|(task, _)| !task.is_finished());
        if self.oldest_first.len() >= MAX_CONNECTIONS
            && let Some((_, drop)) = self.oldest_first.pop_front()
        {
            // Not an abort: that would lose an answer already taken.
            drop.cancel();
        }
        let drop = CancellationToken::new();
        let task = self.tasks.spawn(serve(stream, host, expected, drop.clone()));
        self.oldest_first.push_back((task, drop));
    }
}

/// Answers one request. Returns after the answer was written, so that the wait never ends before the browser has its page.
async fn serve(stream: TcpStream, host: String, expected: Arc<Expected>, drop: CancellationToken) -> Option<Served> {
    let served = Mutex::new(None);
    let service = service_fn(|request: Request<Incoming>| {
        let verdict = judge(&expected, &host, request.method(), request.uri(), request.headers());
        let (answer, event) = match verdict {
            Verdict::Answer(answer @ Answer::Code(_)) => (see_done(), Some(Served::Answer(answer))),
            Verdict::Answer(answer @ Answer::Refused { .. }) => {
                (page(StatusCode::OK, DECLINED), Some(Served::Answer(answer)))
            }
            Verdict::Done => (page(StatusCode::OK, SIGNED_IN), Some(Served::Done)),
            Verdict::Refused(status) => (page(status, NOT_EXPECTED), None),
        };
        *served.lock().unwrap_or_else(PoisonError::into_inner) = event;
        async { Ok::<_, Infallible>(answer) }
    });
    let connection = http1::Builder::new()
        .keep_alive(false)
        .max_buf_size(MAX_REQUEST_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        // A connection that breaks or stalls matters only by what it did before.
        _ = timeout(CONNECTION_DEADLINE, connection) => {}
        () = drop.cancelled() => {}
    }
    served.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Sends the browser on, so that the code leaves its address bar and its history.
fn see_done() -> Response<Full<Bytes>> {
    let mut answer = page(StatusCode::SEE_OTHER, "");
    answer.headers_mut().insert(header::LOCATION, HeaderValue::from_static(DONE_PATH));
    answer
}

/// A fixed page: nothing of a request is ever in it.
fn page(status: StatusCode, body: &'static str) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::from(body));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONNECTION, "close"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}
