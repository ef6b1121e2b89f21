//! Voicemails: the account's, a user's, one by its id or by its step.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::paging::{List, Page, Parts, Rows};
use super::recordings::owner_kind;
use super::{Answer, Asked, json};
use crate::demo::answers;
use crate::demo::server::refusal::Refusal;
use crate::demo::server::rules::window::{Missing, Reach, Window};
use crate::demo::server::rules::words;
use crate::demo::world::{Call, Voicemail};

/// Rows a page at most.
const MOST: usize = 300;

/// `GET /phone/voice_mails`.
pub fn account_list(asked: &Asked) -> Answer {
    let company = asked.world.company();
    let query = &asked.query;
    let read = read_status(asked)?;
    let owner_type = query.word("owner_type", words::VOICEMAIL_OWNERS)?;
    let voicemail_type = query.word("voicemail_type", words::VOICEMAIL_TYPES)?;
    let trashed = query.flag("trashed")?.unwrap_or(false);
    let site_id = query.text("site_id");
    let parts = |call: &Call, window: Window| {
        one(call, |voicemail| {
            window.holds(voicemail.start_time)
                && voicemail.deleted == trashed
                && read.is_none_or(|read| read == voicemail.read)
                && owner_type.is_none_or(|kind| Some(kind) == owner_kind(&voicemail.owner))
                && voicemail_type.is_none_or(|kind| kind == Voicemail::voicemail_type(call))
                && site_id.is_none_or(|id| company.site_of(&voicemail.owner).is_some_and(|site| site.id == id))
        })
    };
    let page = asked.page(&list(&parts, ""))?;
    Ok(with_rows(asked, &page, answers::account_voicemail))
}

/// `GET /phone/users/{userId}/voice_mails`.
pub fn user_list(asked: &Asked) -> Answer {
    let user = asked.user(1001)?;
    let read = read_status(asked)?;
    let trash = asked.query.flag("trash")?.unwrap_or(false);
    let parts = |call: &Call, window: Window| {
        one(call, |voicemail| {
            window.holds(voicemail.start_time)
                && voicemail.deleted == trash
                && read.is_none_or(|read| read == voicemail.read)
                && voicemail.owner.user_id() == Some(user.id.as_str())
        })
    };
    let page = asked.page(&list(&parts, &user.id))?;
    Ok(with_rows(asked, &page, answers::user_voicemail))
}

/// `GET /phone/voice_mails/{voicemailId}`.
pub fn detail(asked: &Asked) -> Answer {
    let none = || Refusal::new(StatusCode::BAD_REQUEST, 300, "Voicemail does not exist.");
    let index = asked.world.index_of_voicemail(asked.id()).ok_or_else(none)?;
    let call = asked.world.call(index);
    let voicemail = call.voicemail.as_ref().ok_or_else(none)?;
    Ok(json(answers::voicemail_detail(&call, voicemail, &asked.service.base_url)))
}

/// `GET /phone/call_element/{callElementId}/voice_mail`.
pub fn by_element(asked: &Asked) -> Answer {
    let none = || Refusal::none_for_element("Voicemail", asked.id());
    let (index, place) = asked.world.index_of_element(asked.id()).ok_or_else(none)?;
    let call = asked.world.call(index);
    let voicemail = call.voicemail.as_ref().filter(|voicemail| voicemail.leg == place).ok_or_else(none)?;
    Ok(json(answers::voicemail_by_element(&call, voicemail, &asked.service.base_url)))
}

fn list<'f>(parts: Parts<'f>, about: &'f str) -> List<'f> {
    List { most: MOST, missing: Missing::LastMonth, reach: Reach::SixMonths, rows: Rows::Touching(parts), about }
}

/// `Some(true)` for heard ones only, `Some(false)` for the others, `None` for all.
fn read_status(asked: &Asked) -> Result<Option<bool>, Refusal> {
    let status = asked.query.word("status", words::VOICEMAIL_STATUSES)?;
    Ok(status.filter(|status| *status != "all").map(|status| status == "read"))
}

/// A call has one voicemail at most: part 0.
fn one(call: &Call, passes: impl Fn(&Voicemail) -> bool) -> Vec<usize> {
    call.voicemail.as_ref().filter(|voicemail| passes(voicemail)).map(|_| 0).into_iter().collect()
}

fn with_rows(asked: &Asked, page: &Page, row: fn(&Call, &Voicemail, &str) -> Value) -> Response {
    let rows = page.places.iter().filter_map(|place| {
        let call = asked.world.call(place.call.into());
        call.voicemail.as_ref().map(|voicemail| row(&call, voicemail, &asked.service.base_url))
    });
    let mut body = page.head_with_window();
    body.insert("voice_mails".into(), json!(rows.collect::<Vec<_>>()));
    json(body.into())
}
