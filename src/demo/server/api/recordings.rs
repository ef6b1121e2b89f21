//! Recordings: the account's, a user's, that of a call or a step.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::paging::{List, Page, Parts, Rows};
use super::{Answer, Asked, json};
use crate::demo::answers;
use crate::demo::server::refusal::Refusal;
use crate::demo::server::rules::window::{Missing, Reach, Window};
use crate::demo::server::rules::words;
use crate::demo::world::{Call, ExtensionType, Party, Recording};

/// Rows a page at most.
const MOST: usize = 300;

/// `GET /phone/recordings`.
pub fn account_list(asked: &Asked) -> Answer {
    let company = asked.world.company();
    let query = &asked.query;
    let owner_type = query.word("owner_type", words::RECORDING_OWNERS)?.filter(|kind| *kind != "all");
    let recording_type = query.word("recording_type", words::RECORDING_TYPES)?;
    let by_end_time = query.word("query_date_type", words::TIME_TYPES)? == Some("end_time");
    let (site_id, group_id) = (query.text("site_id"), query.text("group_id"));
    let passes = |recording: &Recording| {
        let group = recording.owner.extension.as_ref().map(|extension| extension.group_id.as_str());
        owner_type.is_none_or(|kind| Some(kind) == owner_kind(&recording.owner))
            && recording_type.is_none_or(|kind| kind == if recording.automatic { "Automatic" } else { "OnDemand" })
            && site_id.is_none_or(|id| company.site_of(&recording.owner).is_some_and(|site| site.id == id))
            && group_id.is_none_or(|id| Some(id) == group)
    };
    let parts = |call: &Call, window: Window| {
        let at = |recording: &Recording| if by_end_time { recording.end_time } else { recording.start_time };
        kept(call, |recording| window.holds(at(recording)) && passes(recording))
    };
    let page = asked.page(&list(&parts, Reach::Unbounded, ""))?;
    let rows = rows(asked, &page, |call, recording| {
        answers::account_recording(company, call, recording, &asked.service.base_url)
    });
    let mut body = page.head();
    body.insert("recordings".into(), rows);
    Ok(json(body.into()))
}

/// `GET /phone/users/{userId}/recordings`: their own, and those of queues whose calls they took.
pub fn user_list(asked: &Asked) -> Answer {
    let user = asked.user(1001)?;
    let theirs = |party: &Party| party.user_id() == Some(user.id.as_str());
    let parts = |call: &Call, window: Window| {
        kept(call, |recording| {
            let took = call.legs.get(recording.leg).is_some_and(|leg| theirs(&leg.owner));
            window.holds(recording.start_time) && (took || theirs(&recording.owner))
        })
    };
    let page = asked.page(&list(&parts, Reach::SixMonths, &user.id))?;
    let rows = rows(asked, &page, |call, recording| answers::user_recording(call, recording, &asked.service.base_url));
    let mut body = page.head_with_window();
    body.insert("recordings".into(), rows);
    Ok(json(body.into()))
}

/// `GET /phone/call_element/{callElementId}/recording`: one object, also from the trash.
pub fn by_element(asked: &Asked) -> Answer {
    let none = || Refusal::none_for_element("Recording", asked.id());
    let (index, place) = asked.world.index_of_element(asked.id()).ok_or_else(none)?;
    let call = asked.world.call(index);
    let recording = call.recording_of_leg(place).ok_or_else(none)?;
    Ok(json(answers::recording_by_element(&call, recording, &asked.service.base_url)))
}

/// `GET /phone/call_logs/{id}/recordings`, deprecated: by call id or old call log id, one object. Which of several
/// recordings Zoom gives is not known; here it is the first.
pub fn by_call(asked: &Asked) -> Answer {
    let none = || Refusal::new(StatusCode::NOT_FOUND, 1001, format!("Recording does not exist: \"{}\".", asked.id()));
    let (index, place) = match asked.world.index_of_element(asked.id()) {
        Some((index, place)) => (index, Some(place)),
        None => (asked.world.index_of_call_id(asked.id()).ok_or_else(none)?, None),
    };
    let call = asked.world.call(index);
    let wanted = |recording: &&Recording| place.is_none_or(|place| place == recording.leg);
    let recording = call.recordings.iter().find(wanted).ok_or_else(none)?;
    Ok(json(answers::recording_by_call(&call, recording, &asked.service.base_url)))
}

fn list<'f>(parts: Parts<'f>, reach: Reach, about: &'f str) -> List<'f> {
    List { most: MOST, missing: Missing::LastMonth, reach, rows: Rows::Touching(parts), about }
}

/// The places of the recordings that pass, those in the trash left out.
fn kept(call: &Call, passes: impl Fn(&Recording) -> bool) -> Vec<usize> {
    let recordings = call.recordings.iter().enumerate();
    recordings.filter(|(_, recording)| !recording.deleted && passes(recording)).map(|(part, _)| part).collect()
}

fn rows(asked: &Asked, page: &Page, row: impl Fn(&Call, &Recording) -> Value) -> Value {
    let rows = page.places.iter().filter_map(|place| {
        let call = asked.world.call(place.call.into());
        call.recordings.get(place.part as usize).map(|recording| row(&call, recording))
    });
    json!(rows.collect::<Vec<_>>())
}

/// An owner's kind in the words of recordings and voicemails.
pub fn owner_kind(owner: &Party) -> Option<&'static str> {
    owner.extension.as_ref().map(|extension| match extension.kind {
        ExtensionType::User => "user",
        ExtensionType::CallQueue => "callQueue",
        ExtensionType::AutoReceptionist => "autoReceptionist",
        ExtensionType::CommonArea => "commonArea",
    })
}
