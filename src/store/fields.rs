//! The forms in which values lie in the archive: parties as the fields they have, ids packed, steps as JSON without what is
//! empty. Every form reads back to the value that was written.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use compact_str::ToCompactString as _;
use rusqlite::types::{Value as SqlValue, ValueRef};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::{CallElement, Operator, Party, Text};

use super::error::unreadable;

/// A party as its fields in the order they are given in, and back.
macro_rules! party_fields {
    ($($field:ident),+ $(,)?) => {
        const PARTY_FIELDS: usize = [$(stringify!($field)),+].len();

        const fn party_fields(party: &Party) -> [&Text; PARTY_FIELDS] {
            [$(&party.$field),+]
        }

        fn party_of([$($field),+]: [Text; PARTY_FIELDS]) -> Party {
            Party { $($field),+ }
        }
    };
}

// The order of their numbers in the archive, which never change; new ones go to the end.
party_fields!(
    name,
    did_number,
    ext_number,
    email,
    ext_id,
    ext_type,
    number_type,
    device_type,
    country_iso_code,
    country_code,
    employee_id,
    device_private_ip,
    device_public_ip,
    site_id,
    department,
    cost_center,
);

/// A party as bytes: for each field that is not empty its number, its length in two bytes, and its text.
pub(super) fn pack_party(party: &Party) -> Vec<u8> {
    let mut packed = Vec::with_capacity(96);
    for (number, text) in (0_u8..).zip(party_fields(party)) {
        if let (false, Ok(length)) = (text.is_empty(), u16::try_from(text.as_raw().len())) {
            packed.push(number);
            packed.extend_from_slice(&length.to_le_bytes());
            packed.extend_from_slice(text.as_raw().as_bytes());
        }
    }
    packed
}

/// The party that [`pack_party`] packed.
pub(super) fn unpack_party(mut packed: &[u8]) -> rusqlite::Result<Party> {
    let mut fields: [Text; PARTY_FIELDS] = Default::default();
    while let [number, low, high, rest @ ..] = packed {
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let (text, rest) = rest.split_at_checked(length).ok_or_else(|| unreadable("a party is cut short"))?;
        let field = fields.get_mut(usize::from(*number)).ok_or_else(|| unreadable("a party has an unknown field"))?;
        *field = Text::new(std::str::from_utf8(text).map_err(unreadable)?);
        packed = rest;
    }
    if packed.is_empty() { Ok(party_of(fields)) } else { Err(unreadable("a party is cut short")) }
}

/// The operator of a party that was made of one.
pub(super) fn party_operator(party: Party) -> Operator {
    Operator { name: party.name, ext_number: party.ext_number, ext_id: party.ext_id, ext_type: party.ext_type }
}

/// Packed `yyyymmdd-` and UUID: days since 1970 in two bytes, 16 bytes of UUID.
const PACKED_UUID: usize = 18;

/// Length of such an id as Zoom sends it.
const UUID: usize = 45;

/// Where in it the bytes of the UUID stand.
const BYTES_OF_UUID: [usize; 16] = [9, 11, 13, 15, 18, 20, 23, 25, 28, 30, 33, 35, 37, 39, 41, 43];

const DIGITS: [u8; 16] = *b"0123456789abcdef";

fn hex_digits(byte: u8) -> [u8; 2] {
    [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 0xf)]]
}

/// Zoom's id of a call or step: 18 bytes when it has the documented form, else as it came.
pub(super) fn pack_uuid(raw: &str) -> SqlValue {
    match packed_uuid(raw) {
        Some(packed) if unpacked_uuid(&packed).is_some_and(|unpacked| unpacked == raw.as_bytes()) => {
            SqlValue::Blob(packed.to_vec())
        }
        Some(_) | None => SqlValue::Text(raw.to_owned()),
    }
}

fn packed_uuid(raw: &str) -> Option<[u8; PACKED_UUID]> {
    let (date, uuid) = raw.split_once('-')?;
    let hex: String = uuid.chars().filter(|character| *character != '-').collect();
    let mut packed = [0; PACKED_UUID];
    packed[..2].copy_from_slice(&packed_day(date)?);
    packed[2..].copy_from_slice(&unhex(&hex)?);
    Some(packed)
}

fn packed_day(date: &str) -> Option<[u8; 2]> {
    if date.len() != 8 {
        return None;
    }
    let number: u32 = date.parse().ok()?;
    let day = NaiveDate::from_ymd_opt((number / 10_000).cast_signed(), number / 100 % 100, number % 100)?;
    let days = day.signed_duration_since(DateTime::<Utc>::UNIX_EPOCH.date_naive()).num_days();
    Some(u16::try_from(days).ok()?.to_be_bytes())
}

fn unpacked_uuid(packed: &[u8]) -> Option<[u8; UUID]> {
    let packed: &[u8; PACKED_UUID] = packed.try_into().ok()?;
    let (day, uuid) = packed.split_first_chunk::<2>()?;
    let day = DateTime::<Utc>::UNIX_EPOCH.date_naive() + chrono::Days::new(u64::from(u16::from_be_bytes(*day)));
    // Two bytes of days end in the year 2149.
    let mut date = 10_000 * day.year_ce().1 + 100 * day.month() + day.day();
    let mut raw = *b"yyyymmdd-00000000-0000-0000-0000-000000000000";
    for digit in raw[..8].iter_mut().rev() {
        *digit = DIGITS[(date % 10) as usize];
        date /= 10;
    }
    for (place, byte) in BYTES_OF_UUID.into_iter().zip(uuid) {
        raw[place..place + 2].copy_from_slice(&hex_digits(*byte));
    }
    Some(raw)
}

/// The least and greatest packed form of ids that begin with `prefix`, which is a whole date and a part of a UUID.
pub(super) fn packed_range(prefix: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let (date, uuid) = prefix.split_at_checked(8)?;
    let hex: String = uuid.chars().filter(|character| *character != '-').collect();
    let bound = |fill: &str| {
        let mut bound = packed_day(date)?.to_vec();
        let filled = format!("{hex}{}", fill.repeat(32_usize.checked_sub(hex.len())?));
        bound.extend_from_slice(&unhex(&filled)?);
        Some(bound)
    };
    Some((bound("0")?, bound("f")?))
}

/// Zoom's 19-digit `call_id` as a number when it is one, else as it came; `NULL` when empty.
pub(super) fn pack_call_id(raw: &str) -> SqlValue {
    match raw.parse::<i64>() {
        _ if raw.is_empty() => SqlValue::Null,
        Ok(number) if number.to_string() == raw => SqlValue::Integer(number),
        Ok(_) | Err(_) => SqlValue::Text(raw.to_owned()),
    }
}

/// A recording's or voicemail's 32 hexadecimal digits as 16 bytes, else as it came; `NULL` when empty.
pub(super) fn pack_hex(raw: &str) -> SqlValue {
    match unhex(raw) {
        _ if raw.is_empty() => SqlValue::Null,
        Some(bytes) if hexed(&bytes) == raw => SqlValue::Blob(bytes.to_vec()),
        Some(_) | None => SqlValue::Text(raw.to_owned()),
    }
}

fn unhex(hex: &str) -> Option<[u8; 16]> {
    let number = u128::from_str_radix(hex, 16).ok()?;
    (hex.len() == 32).then(|| number.to_be_bytes())
}

fn hexed(bytes: &[u8]) -> String {
    bytes.iter().copied().flat_map(hex_digits).map(char::from).collect()
}

/// An id as Zoom sent it, from any of the packed forms.
pub(super) fn unpack_id(value: ValueRef<'_>) -> rusqlite::Result<String> {
    let mut id = String::new();
    push_id(value, &mut id)?;
    Ok(id)
}

/// Appends an id as Zoom sent it.
pub(super) fn push_id(value: ValueRef<'_>, id: &mut String) -> rusqlite::Result<()> {
    match value {
        ValueRef::Null => {}
        ValueRef::Integer(number) => id.push_str(&number.to_compact_string()),
        ValueRef::Text(text) => id.push_str(std::str::from_utf8(text).map_err(unreadable)?),
        ValueRef::Blob(bytes) if bytes.len() == 16 => id.push_str(&hexed(bytes)),
        ValueRef::Blob(bytes) => {
            let uuid = unpacked_uuid(bytes).ok_or_else(|| unreadable("an id has an unknown form"))?;
            id.push_str(std::str::from_utf8(&uuid).map_err(unreadable)?);
        }
        ValueRef::Real(_) => return Err(unreadable("an id is no number with a fraction")),
    }
    Ok(())
}

/// Zoom's other fields as JSON; `None` when there are none.
pub(super) fn pack_extra(extra: &Map<String, Value>) -> Option<String> {
    (!extra.is_empty()).then(|| Value::Object(extra.clone()).to_string())
}

/// What [`pack_extra`] packed.
pub(super) fn unpack_extra(packed: Option<&str>) -> rusqlite::Result<Map<String, Value>> {
    packed.map_or_else(|| Ok(Map::new()), |json| serde_json::from_str(json).map_err(unreadable))
}

/// A step as JSON, without the fields that are empty.
pub(super) fn pack_step(step: &CallElement) -> rusqlite::Result<Value> {
    pack_object(step)
}

/// A value with a field `extra` as JSON, without the fields that are empty.
pub(super) fn pack_object(value: &impl Serialize) -> rusqlite::Result<Value> {
    let mut packed = serde_json::to_value(value).map_err(unreadable)?;
    if let Value::Object(fields) = &mut packed {
        // Zoom's other fields stay exactly as they came, empty ones too.
        let extra = fields.remove("extra").filter(|extra| !is_empty(extra));
        drop_empty(fields);
        fields.extend(extra.map(|extra| ("extra".to_owned(), extra)));
    }
    Ok(packed)
}

/// The step that [`pack_step`] packed.
pub(super) fn unpack_step(packed: Value) -> rusqlite::Result<CallElement> {
    let Value::Object(given) = packed else { return Err(unreadable("a step is no JSON object")) };
    let mut whole = serde_json::to_value(CallElement::default()).map_err(unreadable)?;
    if let Value::Object(fields) = &mut whole {
        fields.extend(given);
    }
    serde_json::from_value(whole).map_err(unreadable)
}

fn drop_empty(fields: &mut Map<String, Value>) {
    fields.values_mut().filter_map(Value::as_object_mut).for_each(drop_empty);
    fields.retain(|_, value| !is_empty(value));
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unpacked(value: &SqlValue) -> String {
        unpack_id(ValueRef::from(value)).unwrap()
    }

    #[test]
    fn ids_in_the_usual_form_are_small() {
        let uuid = "20261103-5b0e7c1a-2f64-4d0b-9a77-3c1e5d8f9a10";
        assert!(matches!(pack_uuid(uuid), SqlValue::Blob(packed) if packed.len() == 18));
        assert_eq!(pack_call_id("7381204455190012345"), SqlValue::Integer(7_381_204_455_190_012_345));
        assert!(matches!(pack_hex("9f1c2b3a4d5e6f708192a3b4c5d6e7f8"), SqlValue::Blob(packed) if packed.len() == 16));
        let (least, greatest) = packed_range("20261103-5b0e7").unwrap();
        let SqlValue::Blob(packed) = pack_uuid(uuid) else { panic!("packed above") };
        assert!((least..=greatest).contains(&packed));
    }

    proptest! {
        #[test]
        fn ids_of_any_form_come_back(raw in "[0-9]{1,25}|[+0-9_-]{0,9}|[0-9A-Fa-f]{32}|2026(0[0-9]|1[0-3])[0-3][0-9]-[0-9a-fA-F]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|.{0,40}") {
            prop_assert_eq!(unpacked(&pack_uuid(&raw)), &raw[..]);
            prop_assert_eq!(unpacked(&pack_call_id(&raw)), &raw[..]);
            prop_assert_eq!(unpacked(&pack_hex(&raw)), raw);
        }

        #[test]
        fn parties_come_back(name in ".{0,30}", number in ".{0,15}", cost_center in ".{0,9}") {
            let party = Party { name: Text::new(&name), did_number: Text::new(&number), cost_center: Text::new(&cost_center), ..Party::default() };
            prop_assert_eq!(unpack_party(&pack_party(&party)).unwrap(), party);
        }

        #[test]
        fn any_bytes_read_as_a_party_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpack_party(&bytes);
        }
    }

    #[test]
    fn a_step_comes_back_with_what_zoom_left_empty_in_its_other_fields() {
        let mut step = CallElement::default();
        step.caller.name = "R. Alvarez".into();
        step.hold_time = Some(std::time::Duration::from_millis(1500));
        step.extra = serde_json::from_str(r#"{"new_field":"","other":null,"deep":{"a":{}}}"#).unwrap();
        assert_eq!(unpack_step(pack_step(&step).unwrap()).unwrap(), step);
    }
}
