//! Calls: the account's list, a person's own list, how one call went, one step of it.

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;

use super::client::Client;
use super::error::Error;
use super::limiter::Label;
use super::page::{BadRow, BadRowReason, PageToken};
use super::wire::{Detail, ElementRow, HistoryRow, Reader, first_not_empty};
use super::{convert, decode, window};
use crate::clock;
use crate::model::{Access, Call, CallElement, CallElementId, CallHistoryUuid, CallPath, Span};

/// The most rows of a page that Zoom gives. Source: Zoom Phone API, accountCallHistory, checked 2026-11-22.
pub const MOST_CALLS_A_PAGE: u16 = 300;

/// One page of a call list to ask for. All but the token must stay the same from page to page.
#[derive(Clone, Debug)]
pub struct HistoryRequest {
    /// Which list.
    pub access: Access,
    /// Which time, by the start of calls; at most a month, at most six months back.
    pub span: Span,
    /// Rows to a page, at most [`MOST_CALLS_A_PAGE`].
    pub page_size: u16,
    /// Which page; `None` for the first.
    pub next_page_token: Option<PageToken>,
}

/// One page of a call list.
#[derive(Clone, Debug)]
pub struct HistoryPage {
    /// The rows, in Zoom's order, which is undocumented.
    pub rows: HistoryRows,
    /// The way on; `None` on the last page.
    pub next_page_token: Option<PageToken>,
    /// Matches in all pages, as Zoom counts them.
    pub total_records: Option<u64>,
    /// The time that Zoom says it answered for, where it says so to the second.
    pub answered: Option<Span>,
    /// True when Zoom answered for less time than was asked for: the window was too long or too old.
    pub clamped: bool,
    /// Rows that could not be read.
    pub bad_rows: Vec<BadRow>,
}

/// Rows of a call list.
#[derive(Clone, Debug, PartialEq)]
pub enum HistoryRows {
    /// The account's list: a row a call.
    Calls(Vec<Call>),
    /// The own list: a row a step, several of which make a call.
    Elements(Vec<CallElement>),
}

impl HistoryRows {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Calls(calls) => calls.len(),
            Self::Elements(elements) => elements.len(),
        }
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How a call went, with the steps that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct PathAnswer {
    /// The path.
    pub path: CallPath,
    /// Steps that could not be read.
    pub bad_rows: Vec<BadRow>,
}

/// Which part of the own list to ask `sync` for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncType {
    /// `FSync`: all.
    Full,
    /// `ISync`: what is newer than the token.
    Newer,
    /// `BSync`: what is older than the token.
    Older,
}

/// An answer of `sync`. How far it reaches and how it ends is undocumented.
#[derive(Clone, Debug)]
pub struct SyncPage {
    /// Steps, with `ai_call_summary_id` among their `extra`, which no other list gives.
    pub elements: Vec<CallElement>,
    /// The token to go on with.
    pub sync_token: Option<PageToken>,
    /// Rows that could not be read.
    pub bad_rows: Vec<BadRow>,
}

impl Client {
    /// One page of a call list. Heavy for the account, medium for a person.
    ///
    /// # Errors
    /// [`super::ErrorKind::PageTokenExpired`] when the token is older than 15 minutes; all that a request can meet.
    pub async fn call_history(&self, request: &HistoryRequest) -> Result<HistoryPage, Error> {
        let (path, label): (&[&str], _) = match request.access {
            Access::Account => (&["phone", "call_history"], Label::Heavy),
            Access::Own => (&["phone", "users", "me", "call_history"], Label::Medium),
        };
        let mut url = self.url(path)?;
        url.query_pairs_mut().append_pair("page_size", &request.page_size.clamp(1, MOST_CALLS_A_PAGE).to_string());
        let url = window::ask(url, request.span, request.next_page_token.as_ref());
        history_page(&self.json(url, label).await?, request)
    }

    /// How a call went. Light. Documented for admin-managed apps only.
    ///
    /// # Errors
    /// [`super::ErrorKind::NotFound`] for some seconds after a call ended; all that a request can meet.
    pub async fn call_path(&self, call: &CallHistoryUuid) -> Result<PathAnswer, Error> {
        let url = self.url(&["phone", "call_history", call.as_raw()])?;
        call_path(&self.json(url, Label::Light).await?, call, clock::now())
    }

    /// One step of a call. Light.
    ///
    /// # Errors
    /// [`super::ErrorKind::NotFound`] when Zoom has no such step, or it cannot be read; all that a request can meet.
    pub async fn call_element(&self, element: &CallElementId) -> Result<CallElement, Error> {
        let url = self.url(&["phone", "call_element", element.as_raw()])?;
        call_element(&self.json(url, Label::Light).await?)
    }

    /// The newest `count` steps of the own list, or what came after `token`. Medium.
    ///
    /// # Errors
    /// All that a request can meet.
    pub async fn sync_call_history(
        &self,
        sync_type: SyncType,
        count: u16,
        token: Option<&PageToken>,
    ) -> Result<SyncPage, Error> {
        let mut url = self.url(&["phone", "users", "me", "call_history", "sync"])?;
        let sync_type = match sync_type {
            SyncType::Full => "FSync",
            SyncType::Newer => "ISync",
            SyncType::Older => "BSync",
        };
        url.query_pairs_mut().append_pair("sync_type", sync_type).append_pair("count", &count.to_string());
        if let Some(token) = token {
            url.query_pairs_mut().append_pair("sync_token", token.as_raw());
        }
        sync_page(&self.json(url, Label::Medium).await?)
    }
}

/// Reads one page of the call list that `request` asked for.
///
/// # Errors
/// [`super::ErrorKind::Decode`] and [`super::ErrorKind::TooDeep`] when `body` is no such page. A row that cannot be read is
/// no error.
pub fn history_page(body: &str, request: &HistoryRequest) -> Result<HistoryPage, Error> {
    let page = decode::list(body)?;
    let new = match request.access {
        Access::Account => page.call_history,
        Access::Own => page.call_elements,
    };
    let rows = first_not_empty(new, page.call_logs).map_err(|error| decode::decode_error(&error))?;
    let (rows, bad_rows) = match request.access {
        Access::Account => {
            let (calls, bad_rows) = decode::rows(rows, |row| convert::call(decode::row::<HistoryRow<'_>>(row)?));
            (HistoryRows::Calls(calls), bad_rows)
        }
        Access::Own => {
            let (elements, bad_rows) = decode::rows(rows, listed_element);
            (HistoryRows::Elements(elements), bad_rows)
        }
    };
    let (answered, clamped) = window::compare(page.from, page.to, request.span);
    Ok(HistoryPage {
        rows,
        next_page_token: decode::page_token(page.next_page_token),
        total_records: decode::total_records(page.total_records),
        answered,
        clamped,
        bad_rows,
    })
}

/// A step in a list; without a start it has no place there.
fn listed_element(row: &RawValue) -> Result<CallElement, BadRowReason> {
    let element = convert::element(decode::row::<ElementRow<'_>>(row)?, None)?;
    if element.start_time.is_none() {
        return Err(BadRowReason::NoStartTime);
    }
    Ok(element)
}

pub(super) fn call_path(body: &str, asked: &CallHistoryUuid, fetched_at: DateTime<Utc>) -> Result<PathAnswer, Error> {
    let path: Detail<'_> = decode::json(body)?;
    let mut read = Reader::new(path.extra);
    let named = read.text("call_history_uuid", path.call_history_uuid.or(path.id));
    let call = if named.is_empty() { asked.clone() } else { CallHistoryUuid::new(named.as_raw()) };
    let legs = first_not_empty(path.call_elements, path.call_path).map_err(|error| decode::decode_error(&error))?;
    let leg = |row: &RawValue| convert::element(decode::row::<ElementRow<'_>>(row)?, Some(&call));
    let (mut elements, bad_rows) = decode::rows(legs, leg);
    elements.sort_by_key(CallElement::order);
    let path = CallPath { call_history_uuid: call, fetched_at, elements, extra: read.into_extra() };
    Ok(PathAnswer { path, bad_rows })
}

pub(super) fn call_element(body: &str) -> Result<CallElement, Error> {
    convert::element(decode::json::<ElementRow<'_>>(body)?, None).map_err(decode::unusable)
}

pub(super) fn sync_page(body: &str) -> Result<SyncPage, Error> {
    let page = decode::list(body)?;
    let rows = first_not_empty(page.call_elements, page.call_logs).map_err(|error| decode::decode_error(&error))?;
    let (elements, bad_rows) = decode::rows(rows, listed_element);
    Ok(SyncPage { elements, sync_token: decode::page_token(page.sync_token), bad_rows })
}
