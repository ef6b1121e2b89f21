//! What every list answers: rows, the way to the next page, and what could not be read.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// The way to the next page. Lives 15 minutes from issue (Zoom Phone API, checked 2026-11-22) and opens data, so it is
/// never shown.
#[derive(Clone)]
pub struct PageToken(SecretString);

impl PageToken {
    /// Takes the token as Zoom sent it; an empty one means that there is no next page.
    #[must_use]
    pub fn new(raw: &str) -> Option<Self> {
        (!raw.is_empty()).then(|| Self(raw.into()))
    }

    /// The token for the next request, and to compare with the one before.
    #[must_use]
    pub fn as_raw(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageToken([redacted])")
    }
}

/// A row that could not be read. It holds no text of the row: that is about people, and this ends in logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Its place in the answer, from 0.
    pub index: usize,
    /// Why.
    pub reason: BadRowReason,
}

/// Why a row could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRowReason {
    /// A number, a text, a list or nothing where an object belongs.
    #[error("it is no object")]
    NotAnObject,
    /// A field stands twice in it, it is nested too deeply, or its text is not Unicode.
    #[error("its JSON cannot be read")]
    Unreadable,
    /// Without an identifier it can be neither kept nor found again.
    #[error("it has no identifier")]
    NoId,
    /// Without a start it has no place in the list.
    #[error("it has no readable start time")]
    NoStartTime,
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows that could be read, in Zoom's order, which is undocumented.
    pub rows: Vec<T>,
    /// The way on; `None` on the last page.
    pub next_page_token: Option<PageToken>,
    /// Matches in all pages, as Zoom counts them.
    pub total_records: Option<u64>,
    /// The rows that could not be read.
    pub bad_rows: Vec<BadRow>,
}
