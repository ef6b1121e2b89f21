//! Calls: the account's list, a user's steps, one call's path.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::filters::Filters;
use super::paging::{List, Page, Rows};
use super::{Answer, Asked, json};
use crate::demo::answers::{self, RowKey, Shape};
use crate::demo::server::refusal::Refusal;
use crate::demo::server::rules::window::{Missing, Reach, Window};
use crate::demo::server::rules::words;
use crate::demo::server::service::Place;
use crate::demo::world::{Call, User};

/// Rows of `call_history` and of `call_elements` a page at most.
const MOST: usize = 300;

/// `GET /phone/call_history`: one row a call.
pub fn account_list(asked: &Asked) -> Answer {
    let company = asked.world.company();
    let filters = Filters::of_account(&asked.query)?;
    let by_start = |call: &Call, _| filters.pass(company, call).then_some(0).into_iter().collect();
    let by_end = |call: &Call, window: Window| {
        let passes = window.holds(call.end_time) && filters.pass(company, call);
        passes.then_some(0).into_iter().collect()
    };
    let rows = match (filters.by_end_time, filters.is_empty()) {
        (true, _) => Rows::Touching(&by_end),
        (false, true) => Rows::EveryCall,
        (false, false) => Rows::Started(&by_start),
    };
    let page = asked.page(&list(rows, ""))?;
    let calls = calls_of(asked, &page);
    let rows = |key| calls.iter().map(|call| answers::account_row(company, call, key)).collect();
    Ok(listed(page.head_with_window(), asked.service.options.shape, "call_history", rows))
}

/// `GET /phone/users/{userId}/call_history`: one row a step of that user.
pub fn user_list(asked: &Asked) -> Answer {
    let user = asked.user(300)?;
    let company = asked.world.company();
    let filters = Filters::of_user(&asked.query)?;
    let passing = |call: &Call, ended: Option<Window>| {
        let rows = answers::user_rows(company, call, &user.id, RowKey::New).into_iter().enumerate();
        let passes = |leg| filters.pass_step(company, call, leg);
        let ended = |at| ended.is_none_or(|window| window.holds(at));
        rows.filter(|(_, row)| ended(row.leg().end_time) && passes(row.leg())).map(|(part, _)| part).collect()
    };
    let by_start = |call: &Call, _| passing(call, None);
    let by_end = |call: &Call, window| passing(call, Some(window));
    let rows = if filters.by_end_time { Rows::Touching(&by_end) } else { Rows::Started(&by_start) };
    let page = asked.page(&list(rows, &user.id))?;
    let calls = calls_of(asked, &page);
    let parts = calls.iter().zip(&page.places);
    let rows = |key| {
        let row = |(call, place): (_, &Place)| {
            answers::user_rows(company, call, &user.id, key).into_iter().nth(place.part as usize)
        };
        parts.clone().filter_map(row).collect()
    };
    Ok(listed(page.head_with_window(), asked.service.options.shape, "call_elements", rows))
}

/// `GET /phone/users/{userId}/call_history/sync`: the newest steps, then newer or older ones by token.
///
/// How far Zoom's reaches and how it ends is not documented: here it reaches as far as there are calls, and ends with an
/// empty array.
pub fn user_sync(asked: &Asked) -> Answer {
    let user = asked.user(300)?;
    let company = asked.world.company();
    let count = asked.query.number("count", 50, MOST)?;
    let sync_type = asked.query.word("sync_type", words::SYNC_TYPES)?.unwrap_or("FSync");
    let seen = match (sync_type, asked.query.text("sync_token")) {
        ("FSync", _) => Seen { start: asked.world.len(), end: asked.world.len() },
        (_, Some(token)) => Seen::read(token).ok_or_else(|| asked.query.refuse("sync_token"))?,
        (_, None) => return Err(asked.query.refuse("sync_token")),
    };
    let (calls, seen) = if sync_type == "ISync" {
        let calls = take(asked, user, seen.end..asked.world.len(), count);
        let end = calls.last().map_or(seen.end, |last| last.index + 1);
        (calls, Seen { end, ..seen })
    } else {
        let calls = take(asked, user, (0..seen.start).rev(), count);
        let start = calls.last().map_or(seen.start, |last| last.index);
        (calls, Seen { start, ..seen })
    };
    let rows = |key| calls.iter().flat_map(|call| answers::sync_rows(company, call, &user.id, key)).collect();
    let head = Map::from_iter([("sync_token".to_owned(), json!(seen.write()))]);
    Ok(listed(head, asked.service.options.shape, "call_elements", rows))
}

/// `GET /phone/call_history/{callHistoryUuid}`.
pub fn call_path(asked: &Asked) -> Answer {
    let index = asked.world.index_of_call(asked.id()).ok_or_else(Refusal::not_found)?;
    let call = asked.world.call(index);
    Ok(json(answers::call_path(asked.world.company(), &call, asked.service.options.shape)))
}

/// `GET /phone/call_element/{callElementId}`.
pub fn call_element(asked: &Asked) -> Answer {
    let (index, place) = asked.world.index_of_element(asked.id()).ok_or_else(Refusal::not_found)?;
    let element = answers::call_element(asked.world.company(), &asked.world.call(index), place);
    element.map(json).ok_or_else(Refusal::not_found)
}

/// `GET /phone/user/{userId}/ai_call_summary/{aiCallSummaryId}`.
pub fn ai_call_summary(asked: &Asked) -> Answer {
    let user = asked.user(1001)?;
    let index = asked.world.index_of_ai_summary(asked.id()).ok_or_else(Refusal::not_found)?;
    let call = asked.world.call(index);
    let theirs = call.ai_summary.as_ref().filter(|summary| summary.owner.user_id() == Some(user.id.as_str()));
    let summary = theirs.ok_or_else(Refusal::not_found)?;
    Ok(json(answers::ai_summary(asked.world.company(), &call, summary)))
}

fn list<'f>(rows: Rows<'f>, about: &'f str) -> List<'f> {
    List { most: MOST, missing: Missing::LastDay, reach: Reach::SixMonths, rows, about }
}

fn calls_of(asked: &Asked, page: &Page) -> Vec<Call> {
    page.places.iter().map(|place| asked.world.call(place.call.into())).collect()
}

/// The first of `calls` that `user` took part in, until they give `count` steps: whole calls, so that a token never lies
/// between two steps of one.
fn take(asked: &Asked, user: &User, calls: impl Iterator<Item = u64>, count: usize) -> Vec<Call> {
    let mut steps = 0;
    let mut taken = Vec::new();
    for call in calls.map(|index| asked.world.call(index)) {
        if steps >= count {
            break;
        }
        let own = call.legs.iter().filter(|leg| leg.owner.user_id() == Some(user.id.as_str())).count();
        if own > 0 {
            steps += own;
            taken.push(call);
        }
    }
    taken
}

/// The calls a sync has been through, from `start` to before `end`.
#[derive(Clone, Copy)]
struct Seen {
    start: u64,
    end: u64,
}

impl Seen {
    fn write(self) -> String {
        URL_SAFE_NO_PAD.encode(format!("sync {} {}", self.start, self.end))
    }

    fn read(token: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
        let (start, end) = text.strip_prefix("sync ")?.split_once(' ')?;
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        (start <= end).then_some(Self { start, end })
    }
}

/// A list with the arrays its shape has: `call_logs` with old keys, another name with new ones.
struct Listed<R> {
    head: Map<String, Value>,
    old: Option<Vec<R>>,
    new: Option<(&'static str, Vec<R>)>,
}

fn listed<R: Serialize>(
    head: Map<String, Value>,
    shape: Shape,
    new: &'static str,
    rows: impl Fn(RowKey) -> Vec<R>,
) -> Response {
    let old = shape.has_old().then(|| rows(RowKey::Old));
    let new = shape.has_new().then(|| (new, rows(RowKey::New)));
    Json(Listed { head, old, new }).into_response()
}

impl<R: Serialize> Serialize for Listed<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(None)?;
        for (name, value) in &self.head {
            body.serialize_entry(name, value)?;
        }
        if let Some(rows) = &self.old {
            body.serialize_entry("call_logs", rows)?;
        }
        if let Some((name, rows)) = &self.new {
            body.serialize_entry(name, rows)?;
        }
        body.end()
    }
}
