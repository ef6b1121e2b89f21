//! From the bytes of an answer to rows: page by page, row by row, so that one bad row costs one row.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::depth;
use super::error::{Error, ErrorKind};
use super::page::{BadRow, BadRowReason, Page, PageToken};
use super::wire::{Envelope, Fields, Reader, Scalar};

/// Reads a whole answer of at most [`depth::MOST_LEVELS`]; its size is bounded by whoever fetched it.
pub fn json<'a, T: Deserialize<'a>>(body: &'a str) -> Result<T, Error> {
    if depth::is_too_deep(body) {
        return Err(ErrorKind::TooDeep { limit: depth::MOST_LEVELS }.into());
    }
    an_object(body)?;
    serde_json::from_str(body).map_err(|error| decode_error(&error))
}

/// Every answer is an object. A list would be taken for one whose fields stand in our order.
fn an_object(body: &str) -> Result<(), Error> {
    if body.trim_start().starts_with('{') { Ok(()) } else { Err(ErrorKind::Decode { line: 1, column: 1 }.into()) }
}

/// The wrapping of a list. Its rows stay unread here, so that one which is nested too deeply costs no other. An object that
/// has nothing of a list at all is another answer than the one asked for: as an empty page it would count as fetched.
pub fn list(body: &str) -> Result<Envelope<'_>, Error> {
    an_object(body)?;
    let envelope: Envelope<'_> = serde_json::from_str(body).map_err(|error| decode_error(&error))?;
    if envelope.is_foreign() { Err(ErrorKind::Decode { line: 1, column: 1 }.into()) } else { Ok(envelope) }
}

/// An answer that is one object, field by field.
pub fn object(body: &str) -> Result<Fields, Error> {
    json::<Map<String, Value>>(body).map(Fields::new)
}

/// Reads each of `rows`; those that cannot be read are reported by their place.
pub fn rows<T>(rows: Vec<&RawValue>, read: impl Fn(&RawValue) -> Result<T, BadRowReason>) -> (Vec<T>, Vec<BadRow>) {
    let mut good = Vec::with_capacity(rows.len());
    let mut bad = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        match read(row) {
            Ok(row) => good.push(row),
            Err(reason) => bad.push(BadRow { index, reason }),
        }
    }
    (good, bad)
}

/// One row as `T`.
pub fn row<'a, T: Deserialize<'a>>(row: &'a RawValue) -> Result<T, BadRowReason> {
    if !row.get().starts_with('{') {
        return Err(BadRowReason::NotAnObject);
    }
    if depth::is_too_deep(row.get()) {
        return Err(BadRowReason::Unreadable);
    }
    serde_json::from_str(row.get()).map_err(|_| BadRowReason::Unreadable)
}

/// One row, field by field.
pub fn fields(raw: &RawValue) -> Result<Fields, BadRowReason> {
    row::<Map<String, Value>>(raw).map(Fields::new)
}

/// A page of the array that `array` names.
pub fn page<'a, T>(
    body: &'a str,
    array: fn(&Envelope<'a>) -> Option<&'a RawValue>,
    read: impl Fn(&RawValue) -> Result<T, BadRowReason>,
) -> Result<Page<T>, Error> {
    let envelope = list(body)?;
    let array = super::wire::first_not_empty(array(&envelope), None).map_err(|error| decode_error(&error))?;
    let (rows, bad_rows) = rows(array, read);
    Ok(Page {
        rows,
        next_page_token: page_token(envelope.next_page_token),
        total_records: total_records(envelope.total_records),
        bad_rows,
    })
}

/// The way to the next page. Taken whole: a token must never be cut.
pub fn page_token(value: Scalar<'_>) -> Option<PageToken> {
    value.into_whole_text().and_then(|token| PageToken::new(&token))
}

/// Zoom's count of all matches.
pub fn total_records(value: Scalar<'_>) -> Option<u64> {
    Reader::default().integer("total_records", value).and_then(|count| u64::try_from(count).ok())
}

/// What is wrong with an answer that holds JSON of another shape. Says where, never what: the text is about people.
pub fn decode_error(error: &serde_json::Error) -> Error {
    Error::from(ErrorKind::Decode { line: error.line(), column: error.column() })
}

/// The error for an answer whose one object says nothing that we can keep.
pub fn unusable(_: BadRowReason) -> Error {
    ErrorKind::Decode { line: 1, column: 1 }.into()
}
