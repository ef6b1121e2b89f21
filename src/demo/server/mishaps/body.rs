//! Bodies that go wrong: cut, dripping, far too large, nested too deeply, in words nobody documented.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt as _, stream};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

/// The beginning of a gzip file without a name. Source: RFC 1952.
const GZIP: &[u8] = &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff];
/// 1 MiB of spaces in about a kilobyte: a block that refers to none before it and is not the last. Source: RFC 1951.
const SPACES: &[u8] = include_bytes!("spaces.deflate");
/// How many of them make 10 GiB.
const TEN_GIB: usize = 10 * 1024;
const JSON: &str = "application/json;charset=UTF-8";

/// A few megabytes on the way, 10 GiB when unpacked. It never was an answer.
pub fn bomb() -> Response {
    let spaces = std::iter::repeat_n(SPACES, TEN_GIB);
    let pieces =
        stream::iter(std::iter::once(GZIP).chain(spaces)).map(|piece| Ok::<_, io::Error>(Bytes::from_static(piece)));
    let headers = [(header::CONTENT_TYPE, JSON), (header::CONTENT_ENCODING, "gzip")];
    (headers, Body::from_stream(pieces)).into_response()
}

/// Lists in lists.
pub fn deep(levels: usize) -> Response {
    let body = ["[".repeat(levels), "]".repeat(levels)].concat();
    ([(header::CONTENT_TYPE, JSON)], body).into_response()
}

/// What is done to an answer once it is there.
#[derive(Default, PartialEq)]
pub struct Afterwards {
    /// The connection closes after so many bytes.
    pub cut: Option<usize>,
    /// A byte each so often.
    pub drip: Option<Duration>,
    /// What it calls itself.
    pub content_type: Option<String>,
    /// Fields nobody documented are put in.
    pub unknown_fields: bool,
    /// Words of published sets become others.
    pub unknown_enums: bool,
}

impl Afterwards {
    /// Does it.
    pub async fn apply(self, response: Response) -> Response {
        if self == Self::default() {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        let Ok(whole) = body.collect().await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
        let bytes = self.rewrite(whole.to_bytes());
        parts.headers.insert(header::CONTENT_LENGTH, bytes.len().into());
        if let Some(kind) = self.content_type.and_then(|kind| HeaderValue::try_from(kind).ok()) {
            parts.headers.insert(header::CONTENT_TYPE, kind);
        }
        let body = match (self.cut.filter(|cut| *cut < bytes.len()), self.drip) {
            (Some(cut), _) => cut_after(bytes.slice(..cut)),
            (None, Some(pause)) => dripping(bytes, pause),
            (None, None) => Body::from(bytes),
        };
        Response::from_parts(parts, body)
    }

    fn rewrite(&self, bytes: Bytes) -> Bytes {
        let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else { return bytes };
        if self.unknown_enums {
            replace_enums(&mut value);
        }
        if self.unknown_fields {
            add_fields(&mut value);
        }
        value.to_string().into()
    }
}

/// A body that ends before its `Content-Length`, which closes the connection.
fn cut_after(part: Bytes) -> Body {
    let sent = stream::once(async { Ok(part) });
    let broken = stream::once(async {
        tokio::task::yield_now().await; // lets the first part leave, or nothing would
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    Body::from_stream(sent.chain(broken))
}

/// A body that comes byte by byte.
fn dripping(bytes: Bytes, pause: Duration) -> Body {
    let drops = stream::iter(0..bytes.len()).then(move |at| {
        let drop = bytes.slice(at..=at);
        async move {
            tokio::time::sleep(pause).await;
            Ok::<_, io::Error>(drop)
        }
    });
    Body::from_stream(drops)
}

fn add_fields(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(add_fields);
            fields.insert("undocumented_note".into(), json!({ "since": "tomorrow", "levels": [1, 2.5, null] }));
            fields.insert("undocumented_flag".into(), json!(true));
        }
        Value::Array(items) => items.iter_mut().for_each(add_fields),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn replace_enums(value: &mut Value) {
    const ENUMS: [&str; 14] = [
        "direction",
        "connect_type",
        "call_type",
        "call_result",
        "result",
        "result_reason",
        "event",
        "caller_ext_type",
        "callee_ext_type",
        "operator_ext_type",
        "caller_number_type",
        "callee_number_type",
        "recording_status",
        "recording_type",
    ];
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if value.is_string() && ENUMS.contains(&name.as_str()) {
                    *value = format!("new_{name}").into();
                } else {
                    replace_enums(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(replace_enums),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
