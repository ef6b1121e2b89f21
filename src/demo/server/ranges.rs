//! Parts of files: `Range` and `If-Range` as RFC 9110 has them, for answers that carry an entity tag.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt as _;

use crate::demo::server::mishaps::Twists;

/// The middleware that gives the part of a file that was asked for.
pub async fn give_part(request: Request, next: Next) -> Response {
    let ignored = request.extensions().get::<Twists>().is_some_and(|twists| twists.no_range);
    let asked = request.headers().clone();
    let response = next.run(request).await;
    let Some(from) = from(&asked, response.headers()).filter(|_| !ignored && response.status().is_success()) else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let Ok(whole) = body.collect().await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let whole: Bytes = whole.to_bytes();
    let length = whole.len();
    let range = if from < length {
        parts.status = StatusCode::PARTIAL_CONTENT;
        format!("bytes {from}-{}/{length}", length - 1)
    } else {
        parts.status = StatusCode::RANGE_NOT_SATISFIABLE;
        format!("bytes */{length}")
    };
    let part = whole.slice(from.min(length)..);
    parts.headers.insert(header::CONTENT_LENGTH, part.len().into());
    if let Ok(range) = HeaderValue::try_from(range) {
        parts.headers.insert(header::CONTENT_RANGE, range);
    }
    Response::from_parts(parts, Body::from(part))
}

/// Where the part begins; nothing when the whole file is asked for, or the client has a part of another one.
fn from(asked: &HeaderMap, answered: &HeaderMap) -> Option<usize> {
    let range = asked.get(header::RANGE)?.to_str().ok()?;
    let from = range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()?;
    let etag = answered.get(header::ETAG)?;
    asked.get(header::IF_RANGE).is_none_or(|wanted| wanted == etag).then_some(from)
}
