//! Groups of fields that many answers share.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::{Map, Value, json};

use crate::demo::world::{Call, CallType, Company, Leg, Party};

/// The names of a party's fields.
pub(super) struct PartyKeys {
    ext_id: &'static str,
    name: &'static str,
    email: &'static str,
    did_number: &'static str,
    ext_number: &'static str,
    ext_type: &'static str,
    number_type: &'static str,
    device_type: &'static str,
    country_iso_code: &'static str,
    country_code: &'static str,
    employee_id: &'static str,
    device_private_ip: &'static str,
    device_public_ip: &'static str,
    site_id: &'static str,
    department: &'static str,
    cost_center: &'static str,
}

macro_rules! party_keys {
    ($side:literal) => {
        PartyKeys {
            ext_id: concat!($side, "_ext_id"),
            name: concat!($side, "_name"),
            email: concat!($side, "_email"),
            did_number: concat!($side, "_did_number"),
            ext_number: concat!($side, "_ext_number"),
            ext_type: concat!($side, "_ext_type"),
            number_type: concat!($side, "_number_type"),
            device_type: concat!($side, "_device_type"),
            country_iso_code: concat!($side, "_country_iso_code"),
            country_code: concat!($side, "_country_code"),
            employee_id: concat!($side, "_employee_id"),
            device_private_ip: concat!($side, "_device_private_ip"),
            device_public_ip: concat!($side, "_device_public_ip"),
            site_id: concat!($side, "_site_id"),
            department: concat!($side, "_department"),
            cost_center: concat!($side, "_cost_center"),
        }
    };
}

pub(super) const CALLER: PartyKeys = party_keys!("caller");
pub(super) const CALLEE: PartyKeys = party_keys!("callee");

/// How much an answer tells of a party.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// Names, numbers and extension: the top of a call path.
    Brief,
    /// With kind of number, device and country: rows of the account list, and legs. Here `country_code` is the ISO letters.
    Full,
    /// With device addresses, employee and organization: rows of a user's list. Here `country_code` is the calling code.
    Own,
}

/// Writes fields into a JSON object.
pub(super) struct Fields<M>(pub M);

impl<M: SerializeMap> Fields<M> {
    /// One field.
    pub fn put<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(key, value)
    }

    /// One field, left out when there is nothing to say.
    pub fn put_some<T: Serialize>(&mut self, key: &'static str, value: Option<T>) -> Result<(), M::Error> {
        value.map_or(Ok(()), |value| self.put(key, &value))
    }

    fn put_text(&mut self, key: &'static str, text: &str) -> Result<(), M::Error> {
        if text.is_empty() { Ok(()) } else { self.put(key, text) }
    }

    /// PARTY: a caller or callee. `e-mail` and extension only where there is one; name, number and country even if empty.
    pub fn party(
        &mut self,
        keys: &PartyKeys,
        party: &Party,
        detail: Detail,
        company: &Company,
    ) -> Result<(), M::Error> {
        self.put(keys.name, &party.name)?;
        self.put_text(keys.email, &party.email)?;
        self.put(keys.did_number, &party.did_number)?;
        if let Some(extension) = &party.extension {
            self.put(keys.ext_id, &extension.id)?;
            self.put(keys.ext_number, &Text(extension.number))?;
            self.put(keys.ext_type, &extension.kind)?;
        }
        if detail == Detail::Brief {
            return Ok(());
        }
        self.put(keys.number_type, &party.number_type)?;
        self.put(keys.country_iso_code, party.country_iso_code)?;
        let country_code = if detail == Detail::Own { party.country_code } else { party.country_iso_code };
        self.put(keys.country_code, country_code)?;
        let Some(extension) = &party.extension else { return Ok(()) };
        self.put_text(keys.device_type, extension.device_type)?;
        if detail == Detail::Own {
            self.put_text(keys.employee_id, &extension.employee_id)?;
            self.put_text(keys.device_private_ip, &extension.private_ip)?;
            self.put_text(keys.device_public_ip, &extension.public_ip)?;
            self.put_some(keys.site_id, company.site_of(party).map(|site| &site.id))?;
            self.put_text(keys.department, extension.department)?;
            self.put_text(keys.cost_center, extension.cost_center)?;
        }
        Ok(())
    }

    /// ORG: the department, cost center and site of the owner. `group_id` is put by those who have one.
    pub fn organization(&mut self, owner: &Party, company: &Company) -> Result<(), M::Error> {
        let extension = owner.extension.as_ref();
        self.put("department", extension.map_or("", |extension| extension.department))?;
        self.put("cost_center", extension.map_or("", |extension| extension.cost_center))?;
        let site = company.site_of(owner);
        self.put("site_id", site.map_or("", |site| &site.id))?;
        self.put("site_name", site.map_or("", |site| site.name))
    }

    /// OPERATOR: who or what carried a step out.
    pub fn operator(&mut self, operator: Option<&Party>) -> Result<(), M::Error> {
        let Some(operator) = operator else { return Ok(()) };
        let Some(extension) = &operator.extension else { return Ok(()) };
        self.put("operator_ext_number", &Text(extension.number))?;
        self.put("operator_ext_id", &extension.id)?;
        self.put("operator_ext_type", &extension.kind)?;
        self.put("operator_name", &operator.name)
    }

    /// TIMES. That nothing was answered is told in all three ways seen in the field, by turns: absent, null, and empty.
    pub fn times(
        &mut self,
        start: DateTime<Utc>,
        answer: Option<DateTime<Utc>>,
        end: DateTime<Utc>,
        turn: u64,
    ) -> Result<(), M::Error> {
        self.put("start_time", &start)?;
        match (answer, turn % 3) {
            (Some(answer), _) => self.put("answer_time", &answer)?,
            (None, 0) => {}
            (None, 1) => self.put("answer_time", &())?,
            (None, _) => self.put("answer_time", "")?,
        }
        self.put("end_time", &end)
    }
}

/// A number that Zoom sends as text.
pub(super) struct Text<T>(pub T);

impl<T: std::fmt::Display> Serialize for Text<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Caller and callee of a leg as recordings and voicemails tell them, with the account codes of the call.
pub(super) fn parties(call: &Call, leg: &Leg) -> Map<String, Value> {
    let mut fields = Map::new();
    for (side, party, code) in
        [("caller", &leg.caller, call.caller_account_code), ("callee", &leg.callee, call.callee_account_code)]
    {
        fields.insert(format!("{side}_name"), json!(party.name));
        fields.insert(format!("{side}_number"), json!(party.short_number()));
        fields.insert(format!("{side}_number_type"), json!(kind_of_number(call, party)));
        if let Some(code) = code {
            fields.insert(format!("{side}_account_code"), json!(code));
        }
    }
    fields
}

/// 1 internal, 2 external, 3 emergency.
fn kind_of_number(call: &Call, party: &Party) -> u8 {
    match (&party.extension, call.call_type) {
        (Some(_), _) => 1,
        (None, CallType::General) => 2,
        (None, CallType::Emergency) => 3,
    }
}

/// A time with milliseconds, as `deleted_time` has them.
pub(super) fn millis(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
