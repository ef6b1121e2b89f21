//! One HTTP exchange: the client, the bounded body, and what its errors mean.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use tokio::task::yield_now;
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::error::{Error, ErrorKind, Unreachable};
use super::hosts::is_loopback;
use crate::model::{Barrier, Proxy, Text};

/// The most that is read of one JSON answer, after gzip. A page of 300 rows is about 0.5 MB.
pub const JSON_LIMIT: usize = 16 * 1024 * 1024;
/// The most that is read of a refusal.
pub const REFUSAL_LIMIT: usize = 64 * 1024;
/// What is unpacked before others have their turn: about a millisecond without optimization.
const TURN: usize = 64 * 1024;
/// A whole JSON answer takes at most this long from the question on, also when it begins late or trickles in.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// A timer that is seen so long after its time tells that this process stood still, stopped or on a machine asleep.
const STOOD_STILL: Duration = Duration::from_secs(2);

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// The client for `api`. Redirects are never followed by the library: it knows nothing of where a token may go.
pub fn client(api: &Url, proxy: &Proxy) -> Result<Client, Error> {
    let builder = Client::builder()
        .user_agent(concat!("ringlog/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(IDLE_TIMEOUT)
        .redirect(Policy::none());
    proxy.lead(builder, is_loopback(api)).build().map_err(|error| ErrorKind::Setup(Box::new(error)).into())
}

/// The server's clock, to the second, where it told.
pub fn date(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let date = headers.get(DATE)?.to_str().ok()?;
    DateTime::parse_from_rfc2822(date).ok().map(|date| date.to_utc())
}

/// Whether `url` can be asked at all.
pub fn check_way(proxy: &Proxy, url: &Url) -> Result<(), Error> {
    let host = url.host_str().filter(|_| !is_loopback(url));
    host.map_or(Ok(()), |host| proxy.check(host)).map_err(|error| ErrorKind::Proxy(error).into())
}

/// What a failed exchange means. Addresses are taken out: a signed one is a secret.
pub fn failure(error: reqwest::Error) -> Error {
    let kind = if error.is_timeout() {
        Unreachable::Timeout
    } else if error.is_connect() || error.is_dns() {
        match Barrier::of(&error) {
            Barrier::Name => Unreachable::Dns,
            Barrier::Host => Unreachable::Connect,
            Barrier::Proxy => Unreachable::Proxy,
            Barrier::ProxyPassword => Unreachable::ProxyPassword,
            Barrier::ProxyRefusal => Unreachable::ProxyRefusal,
            Barrier::Tls => Unreachable::Tls,
        }
    } else {
        Unreachable::Cut
    };
    ErrorKind::Unreachable { kind, source: Some(Box::new(error.without_url())) }.into()
}

/// The body as text, read up to `limit` bytes after decompression. Bytes that are no UTF-8 become U+FFFD.
pub async fn body(response: Response, limit: usize) -> Result<String, Error> {
    read(response, limit).await.map(|bytes| {
        String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    })
}

/// What comes of `work` until `end`. Where it was this process that stood still, Zoom did not take too long: the answer counts as
/// broken off, so that it is asked for again.
pub async fn in_time<T>(end: Instant, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let mut answer = timeout_at(end, work).await.unwrap_or_else(|_| Err(timed_out()));
    if let Err(Error { kind: ErrorKind::Unreachable { kind: kind @ Unreachable::Timeout, .. }, .. }) = &mut answer
        && Instant::now() > end + STOOD_STILL
    {
        *kind = Unreachable::Cut;
    }
    answer
}

async fn read(mut response: Response, limit: usize) -> Result<Vec<u8>, Error> {
    let (mut body, mut turn) = (Vec::new(), 0);
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > limit {
            return Err(ErrorKind::TooLarge { limit }.into());
        }
        body.extend_from_slice(&chunk);
        // A few bytes may unpack to megabytes without a wait on the way, and the timers and sockets of all others rest
        // while one task is at work.
        if body.len() - turn >= TURN {
            turn = body.len();
            yield_now().await;
        }
    }
    Ok(body)
}

/// The error for an answer that took too long.
fn timed_out() -> Error {
    ErrorKind::Unreachable { kind: Unreachable::Timeout, source: None }.into()
}

/// The body of a successful answer, if it is JSON and whole.
pub async fn json_body(response: Response) -> Result<String, Error> {
    let content_type = content_type(response.headers());
    let body = body(response, JSON_LIMIT).await?;
    let trimmed = body.trim();
    if trimmed.is_empty() {
        return Err(cut());
    }
    if is_html(&content_type) || !trimmed.starts_with(['{', '[']) {
        return Err(ErrorKind::NotJson { content_type }.into());
    }
    // An answer without a length that breaks off looks like a finished one to HTTP, but not to JSON.
    if !trimmed.ends_with(['}', ']']) {
        return Err(cut());
    }
    Ok(body)
}

/// The error for an answer that is not whole.
fn cut() -> Error {
    ErrorKind::Unreachable { kind: Unreachable::Cut, source: None }.into()
}

/// A successful answer, unless it is surely something else than audio.
pub async fn audio_answer(response: Response) -> Result<Response, Error> {
    let content_type = content_type(response.headers());
    if may_be_audio(&content_type) { Ok(response) } else { Err(ErrorKind::NotAudio { content_type }.into()) }
}

/// `Content-Type`, in small letters.
pub fn content_type(headers: &HeaderMap) -> Text {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Text::new(&value.to_ascii_lowercase())
}

/// True for a web page.
pub fn is_html(content_type: &Text) -> bool {
    content_type.as_raw().contains("html")
}

/// True when a file of this type can be audio. Storage hosts often name no exact type, so what is surely something else is
/// refused and the rest taken. Source: Zoom Phone API notes on downloads, checked 2026-11-22.
pub fn may_be_audio(content_type: &Text) -> bool {
    let kind = content_type.as_raw();
    !(kind.starts_with("text/") || is_html(content_type) || kind.contains("json") || kind.contains("xml"))
}

/// Zoom's number for this answer; its support asks for it.
pub fn tracking_id(headers: &HeaderMap) -> Option<Text> {
    headers.get("x-zm-trackingid").and_then(|value| value.to_str().ok()).map(Text::new).filter(|id| !id.is_empty())
}

/// True for the statuses that send us elsewhere.
pub fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_takes_too_long_is_final_but_not_where_we_stood_still_ourselves() {
        let late: Result<(), Error> = in_time(Instant::now() + ANSWER_TIMEOUT, std::future::pending()).await;
        let late = late.unwrap_err();
        assert!(matches!(late.kind, ErrorKind::Unreachable { kind: Unreachable::Timeout, .. }) && !late.is_passing());

        // Stopped for a minute: both the library's timer and ours go off the moment we go on.
        for by_the_library in [false, true] {
            let stopped: Result<(), Error> = in_time(Instant::now() + ANSWER_TIMEOUT, async {
                tokio::time::advance(Duration::from_mins(1)).await;
                if by_the_library { Err(timed_out()) } else { std::future::pending().await }
            })
            .await;
            assert!(stopped.unwrap_err().is_passing(), "{by_the_library}");
        }
    }
}
