//! Call history: rows of the account list, rows of a user's list, the path of a call, and one leg.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::fields::{CALLEE, CALLER, Detail, Fields};
use super::{RowKey, Shape, value};
use crate::demo::world::{Call, Company, Leg, Party};

/// One row of `GET /phone/call_history`.
#[derive(Clone, Copy)]
pub struct AccountRow<'a> {
    company: &'a Company,
    call: &'a Call,
    key: RowKey,
}

/// The row of a call in the account list.
#[must_use]
pub fn account_row<'a>(company: &'a Company, call: &'a Call, key: RowKey) -> AccountRow<'a> {
    AccountRow { company, call, key }
}

impl Serialize for AccountRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { company, call, key } = self;
        let mut row = Fields(serializer.serialize_map(None)?);
        let id = match key {
            RowKey::Old => "id",
            RowKey::New => "call_history_uuid",
        };
        row.put(id, &call.call_history_uuid)?;
        row.put("call_id", &call.call_id)?;
        row.put("direction", &call.direction)?;
        row.put("international", &call.international)?;
        row.times(call.start_time, call.answer_time, call.end_time, call.index)?;
        row.put("duration", &call.duration)?;
        row.put("connect_type", &call.connect_type)?;
        if call.over_trunk {
            row.put("sbc_id", &company.trunk.sbc_id)?;
            row.put("sbc_name", company.trunk.sbc_name)?;
            row.put("sip_group_id", &company.trunk.sip_group_id)?;
            row.put("sip_group_name", company.trunk.sip_group_name)?;
        }
        row.put("call_type", &call.call_type)?;
        row.put("call_result", &call.call_result)?;
        row.put("hide_caller_id", &call.hide_caller_id)?;
        row.put("end_to_end", &call.end_to_end)?;
        row.party(&CALLER, &call.caller, Detail::Full, company)?;
        row.party(&CALLEE, &call.callee, Detail::Full, company)?;
        row.organization(&call.owner, company)?;
        row.put("group_id", group_of(&call.owner))?;
        row.put_some("spam", call.spam())?;
        row.put("recording_status", call.recording_status())?;
        row.put_some("caller_account_code", call.caller_account_code)?;
        row.put_some("callee_account_code", call.callee_account_code)?;
        row.0.end()
    }
}

/// One row of `GET /phone/users/{userId}/call_history`: a step of that user.
#[derive(Clone, Copy)]
pub struct UserRow<'a> {
    company: &'a Company,
    call: &'a Call,
    place: usize,
    leg: &'a Leg,
    key: RowKey,
    with_ai_summary: bool,
}

/// The steps of a call that belong to the user with this Zoom user id: none, one, or several.
#[must_use]
pub fn user_rows<'a>(company: &'a Company, call: &'a Call, user_id: &str, key: RowKey) -> Vec<UserRow<'a>> {
    own_rows(company, call, user_id, key, false)
}

/// The same steps as `GET /phone/users/{userId}/call_history/sync` gives them, with `ai_call_summary_id`.
#[must_use]
pub fn sync_rows<'a>(company: &'a Company, call: &'a Call, user_id: &str, key: RowKey) -> Vec<UserRow<'a>> {
    own_rows(company, call, user_id, key, true)
}

fn own_rows<'a>(
    company: &'a Company,
    call: &'a Call,
    user_id: &str,
    key: RowKey,
    with_ai_summary: bool,
) -> Vec<UserRow<'a>> {
    let own = call.legs.iter().enumerate().filter(|(_, leg)| leg.owner.user_id() == Some(user_id));
    own.map(|(place, leg)| UserRow { company, call, place, leg, key, with_ai_summary }).collect()
}

impl<'a> UserRow<'a> {
    /// The leg behind the row.
    #[must_use]
    pub fn leg(&self) -> &'a Leg {
        self.leg
    }
}

impl Serialize for UserRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { company, call, place, leg, key, with_ai_summary } = self;
        let mut row = Fields(serializer.serialize_map(None)?);
        let (id, call_path_id) = match key {
            RowKey::Old => ("id", "call_path_id"),
            RowKey::New => ("call_element_id", "call_history_uuid"),
        };
        row.put(id, &leg.call_element_id)?;
        row.put(call_path_id, &call.call_history_uuid)?;
        row.put("call_id", &leg.call_id)?;
        row.put("group_id", group_of(&leg.owner))?;
        row.put("connect_type", &leg.connect_type)?;
        row.put("call_type", &call.call_type)?;
        row.put("direction", &leg.direction)?;
        row.put("hide_caller_id", &call.hide_caller_id)?;
        row.put("end_to_end", &call.end_to_end)?;
        row.party(&CALLER, &leg.caller, Detail::Own, company)?;
        row.party(&CALLEE, &leg.callee, Detail::Own, company)?;
        row.times(leg.start_time, leg.answer_time, leg.end_time, call.index)?;
        row.put("event", &leg.event)?;
        row.put("result", &leg.result)?;
        row.put_some("result_reason", leg.result_reason)?;
        row.operator(leg.operator.as_deref())?;
        recording_and_voicemail(&mut row, call, *place)?;
        row.put("talk_time", &leg.talk_time())?;
        row.put("hold_time", &leg.hold_time)?;
        row.put("wait_time", &leg.waiting_time)?;
        row.put_some("caller_account_code", call.caller_account_code)?;
        row.put_some("callee_account_code", call.callee_account_code)?;
        if *with_ai_summary {
            let summary = call.ai_summary.as_ref().filter(|summary| summary.leg == *place);
            row.put_some("ai_call_summary_id", summary.map(|summary| summary.id))?;
        }
        row.0.end()
    }
}

/// How a leg is told, which depends on where.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// In `call_path[]`: `id` without the day.
    OldPath,
    /// In `call_elements[]`.
    NewPath,
    /// By itself, with the ids and account codes of the call.
    Alone,
}

/// One leg of `GET /phone/call_history/{callHistoryUuid}` or `GET /phone/call_element/{callElementId}`.
#[derive(Clone, Copy)]
pub struct LegBody<'a> {
    company: &'a Company,
    call: &'a Call,
    place: usize,
    leg: &'a Leg,
    told: Told,
}

impl Serialize for LegBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { company, call, place, leg, told } = self;
        let mut body = Fields(serializer.serialize_map(None)?);
        match told {
            Told::OldPath => body.put("id", &leg.call_element_id.without_day())?,
            Told::NewPath => body.put("call_element_id", &leg.call_element_id)?,
            Told::Alone => {
                body.put("call_element_id", &leg.call_element_id)?;
                body.put("call_history_uuid", &call.call_history_uuid)?;
                body.put("caller_account_code", call.caller_account_code.unwrap_or_default())?;
                body.put("callee_account_code", call.callee_account_code.unwrap_or_default())?;
            }
        }
        body.put("call_id", &leg.call_id)?;
        body.put("connect_type", &leg.connect_type)?;
        body.put("call_type", &call.call_type)?;
        body.put("direction", &leg.direction)?;
        body.put("hide_caller_id", &call.hide_caller_id)?;
        body.put("end_to_end", &call.end_to_end)?;
        body.party(&CALLER, &leg.caller, Detail::Full, company)?;
        body.party(&CALLEE, &leg.callee, Detail::Full, company)?;
        body.put_some("client_code", leg.client_code)?;
        body.organization(&leg.owner, company)?;
        body.put("group_id", "")?;
        body.times(leg.start_time, leg.answer_time, leg.end_time, call.index)?;
        body.put("event", &leg.event)?;
        body.put("result", &leg.result)?;
        body.put_some("result_reason", leg.result_reason)?;
        let device = leg.owner.extension.as_ref();
        body.put("device_private_ip", device.map_or("", |device| &device.private_ip))?;
        body.put("device_public_ip", device.map_or("", |device| &device.public_ip))?;
        body.operator(leg.operator.as_deref())?;
        body.put_some("press_key", leg.press_key)?;
        body.put("segment", &leg.segment)?;
        body.put("node", &leg.node)?;
        body.put("is_node", &leg.is_node)?;
        recording_and_voicemail(&mut body, call, *place)?;
        if leg.press_key.is_none() {
            body.put("hold_time", &leg.hold_time)?;
            body.put("waiting_time", &leg.waiting_time)?;
        }
        body.0.end()
    }
}

fn recording_and_voicemail<M: SerializeMap>(row: &mut Fields<M>, call: &Call, place: usize) -> Result<(), M::Error> {
    if let Some(recording) = call.recording_of_leg(place) {
        row.put("recording_id", &recording.id)?;
        row.put("recording_type", if recording.automatic { "automatic" } else { "ad-hoc" })?;
    }
    let voicemail = call.voicemail.as_ref().filter(|voicemail| voicemail.leg == place);
    row.put_some("voicemail_id", voicemail.map(|voicemail| voicemail.id))
}

fn group_of(owner: &Party) -> &str {
    owner.extension.as_ref().map_or("", |extension| &extension.group_id)
}

/// The top of a call path, without its legs.
struct PathTop<'a> {
    company: &'a Company,
    call: &'a Call,
    shape: Shape,
}

impl Serialize for PathTop<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { company, call, shape } = self;
        let mut top = Fields(serializer.serialize_map(None)?);
        if shape.has_old() {
            top.put("id", &call.call_history_uuid)?;
        }
        if shape.has_new() {
            top.put("call_history_uuid", &call.call_history_uuid)?;
        }
        top.put("call_id", &call.call_id)?;
        top.put("connect_type", &call.connect_type)?;
        top.put("call_type", &call.call_type)?;
        top.put("direction", &call.direction)?;
        top.put("international", &call.international)?;
        top.put("hide_caller_id", &call.hide_caller_id)?;
        top.put("end_to_end", &call.end_to_end)?;
        top.party(&CALLER, &call.caller, Detail::Brief, company)?;
        top.party(&CALLEE, &call.callee, Detail::Brief, company)?;
        top.organization(&call.owner, company)?;
        top.put("group_id", group_of(&call.owner))?;
        top.times(call.start_time, call.answer_time, call.end_time, call.index)?;
        // The published schema misspells the first of the two.
        top.put_some("caller_acconut_code", call.caller_account_code)?;
        top.put_some("callee_account_code", call.callee_account_code)?;
        top.0.end()
    }
}

/// The path of a call: `GET /phone/call_history/{callHistoryUuid}`.
#[must_use]
pub fn call_path(company: &Company, call: &Call, shape: Shape) -> Value {
    let legs = |told: Told| -> Value {
        let legs = call.legs.iter().enumerate();
        json!(legs.map(|(place, leg)| LegBody { company, call, place, leg, told }).collect::<Vec<_>>())
    };
    let mut body = value(&PathTop { company, call, shape });
    if shape.has_old() {
        body["call_path"] = legs(Told::OldPath);
    }
    if shape.has_new() {
        body["call_elements"] = legs(Told::NewPath);
    }
    body
}

/// One leg: `GET /phone/call_element/{callElementId}`. Nothing when the call has no leg at this place.
#[must_use]
pub fn call_element(company: &Company, call: &Call, place: usize) -> Option<Value> {
    let leg = call.legs.get(place)?;
    Some(value(&LegBody { company, call, place, leg, told: Told::Alone }))
}
