//! Single values as Zoom may send them: absent, null and `""` mean the same; numbers come as numbers or as text.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::model::Text;

/// One value, read without complaint whatever its type is; meaning is asked of it by a [`Reader`].
#[derive(Debug, Default)]
pub enum Scalar<'a> {
    /// Absent, null or `""`.
    #[default]
    Absent,
    /// Text, borrowed from the answer where it holds no escapes.
    Text(Cow<'a, str>),
    /// A number or a boolean, or a list or an object where Zoom documents neither.
    Other(Value),
}

impl<'a> Scalar<'a> {
    /// True for what is not there, null or `""`.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// This value, else `other` when this one is absent: for names that changed.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::Absent => other,
            Self::Text(_) | Self::Other(_) => self,
        }
    }

    /// The whole text, however long; `None` when there is none, or no text.
    pub fn into_whole_text(self) -> Option<Cow<'a, str>> {
        self.into_text().ok().filter(|text| !text.is_empty())
    }

    /// As text; a number or boolean is written out, a list or an object is given back.
    fn into_text(self) -> Result<Cow<'a, str>, Value> {
        match self {
            Self::Absent => Ok(Cow::Borrowed("")),
            Self::Text(text) => Ok(text),
            Self::Other(value @ (Value::Number(_) | Value::Bool(_))) => Ok(Cow::Owned(value.to_string())),
            Self::Other(value) => Err(value),
        }
    }

    /// As a whole number; never overflows, never rounds.
    fn integer(&self) -> Option<i64> {
        match self {
            Self::Absent => None,
            Self::Text(text) => text.trim().parse().ok(),
            Self::Other(value) => value.as_i64().or_else(|| whole(value.as_f64()?)),
        }
    }

    fn into_value(self) -> Value {
        match self {
            Self::Absent => Value::Null,
            Self::Text(text) => Value::String(text.into_owned()),
            Self::Other(value) => value,
        }
    }
}

/// `454.0` is 454; anything with a fraction, or beyond what a double holds exactly, is not a whole number.
fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within 2^53")]
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Scalar<'de>, E> {
        Ok(if text.is_empty() { Scalar::Absent } else { Scalar::Text(Cow::Borrowed(text)) })
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Scalar<'de>, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Scalar<'de>, E> {
        Ok(if text.is_empty() { Scalar::Absent } else { Scalar::Text(Cow::Owned(text)) })
    }

    fn visit_unit<E: de::Error>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Absent)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Other(value.into()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Other(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Other(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Other(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Scalar<'de>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(list)).map(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Scalar<'de>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(object)).map(Scalar::Other)
    }
}

/// Cuts every text in `value`. Its depth is bounded by whoever read it.
fn cut(value: &mut Value) {
    match value {
        Value::String(text) => text.truncate(text.floor_char_boundary(Text::MAX_BYTES)),
        Value::Array(items) => items.iter_mut().for_each(cut),
        Value::Object(fields) => fields.values_mut().for_each(cut),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Gives values their meaning. What cannot be read is kept in `extra` under Zoom's name, so that nothing Zoom sent is lost.
#[derive(Debug, Default)]
pub struct Reader {
    extra: Map<String, Value>,
}

impl Reader {
    /// Starts with the fields that we do not know.
    pub fn new(unknown: Map<String, Value>) -> Self {
        Self { extra: unknown }
    }

    /// What was unknown or could not be read. Text in it is cut as any other is: see [`Text::MAX_BYTES`].
    pub fn into_extra(mut self) -> Map<String, Value> {
        self.extra.values_mut().for_each(cut);
        self.extra
    }

    /// Text; numbers are written out.
    pub fn text(&mut self, name: &str, value: Scalar<'_>) -> Text {
        match value.into_text() {
            Ok(text) => Text::new(&text),
            Err(value) => {
                self.extra.insert(name.to_owned(), value);
                Text::default()
            }
        }
    }

    /// A whole number.
    pub fn integer(&mut self, name: &str, value: Scalar<'_>) -> Option<i64> {
        self.keep_unless(name, value.integer(), value)
    }

    /// A span in whole seconds; below zero or beyond 136 years is no span.
    pub fn seconds(&mut self, name: &str, value: Scalar<'_>) -> Option<Duration> {
        let seconds = value.integer().and_then(|seconds| u32::try_from(seconds).ok());
        self.keep_unless(name, seconds.map(|seconds| Duration::from_secs(seconds.into())), value)
    }

    /// A boolean, also as a word or as 0 and 1.
    pub fn flag(&mut self, name: &str, value: Scalar<'_>) -> Option<bool> {
        let flag = match &value {
            Scalar::Other(Value::Bool(flag)) => Some(*flag),
            Scalar::Text(word) if word.eq_ignore_ascii_case("true") => Some(true),
            Scalar::Text(word) if word.eq_ignore_ascii_case("false") => Some(false),
            Scalar::Absent | Scalar::Text(_) | Scalar::Other(_) => match value.integer() {
                Some(0) => Some(false),
                Some(1) => Some(true),
                Some(_) | None => None,
            },
        };
        self.keep_unless(name, flag, value)
    }

    /// A moment. Zoom writes RFC 3339 in UTC, sometimes with milliseconds; other offsets are understood.
    pub fn time(&mut self, name: &str, value: Scalar<'_>) -> Option<DateTime<Utc>> {
        let time = match &value {
            Scalar::Text(text) => DateTime::parse_from_rfc3339(text).ok(),
            Scalar::Absent | Scalar::Other(_) => None,
        };
        self.keep_unless(name, time.map(|time| time.to_utc()), value)
    }

    /// Takes a field out of what is not read yet.
    pub fn take(&mut self, name: &str) -> Scalar<'static> {
        match self.extra.remove(name) {
            None | Some(Value::Null) => Scalar::Absent,
            Some(Value::String(text)) if text.is_empty() => Scalar::Absent,
            Some(Value::String(text)) => Scalar::Text(Cow::Owned(text)),
            Some(value) => Scalar::Other(value),
        }
    }

    /// Keeps a field that is not read further.
    pub fn keep(&mut self, name: &str, value: Scalar<'_>) {
        self.extra.insert(name.to_owned(), value.into_value());
    }

    fn keep_unless<T>(&mut self, name: &str, read: Option<T>, value: Scalar<'_>) -> Option<T> {
        if read.is_none() && !matches!(value, Scalar::Absent) {
            self.keep(name, value);
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar(json: &str) -> Scalar<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn absent_null_and_empty_mean_the_same() {
        for json in ["null", "\"\""] {
            let mut reader = Reader::default();
            assert!(reader.text("x", scalar(json)).is_empty());
            assert_eq!(reader.seconds("x", scalar(json)), None);
            assert!(reader.into_extra().is_empty(), "{json} is nothing to keep");
        }
    }

    #[test]
    fn numbers_are_read_as_numbers_and_as_text_without_overflow() {
        let mut reader = Reader::default();
        for (json, expected) in [
            ("454", Some(454)),
            ("\"454\"", Some(454)),
            ("454.0", Some(454)),
            ("-1", None),
            ("4.5", None),
            ("99999999999999999999999999", None),
            ("\"99999999999999999999999999\"", None),
            ("1e400", None),
        ] {
            let Ok(value) = serde_json::from_str(json) else { continue };
            assert_eq!(reader.seconds("duration", value).map(|span| span.as_secs()), expected, "{json}");
        }
        assert_eq!(reader.text("call_id", scalar("7381204455190012345")).as_raw(), "7381204455190012345");
    }

    #[test]
    fn what_cannot_be_read_is_kept_under_zooms_name() {
        let mut reader = Reader::default();
        assert_eq!(reader.time("answer_time", scalar("\"yesterday\"")), None);
        assert!(reader.text("caller_name", scalar("{\"first\":\"Ann\"}")).is_empty());
        let extra = reader.into_extra();
        assert_eq!(extra["answer_time"], "yesterday");
        assert_eq!(extra["caller_name"]["first"], "Ann");
    }

    #[test]
    fn flags_come_in_several_forms() {
        let mut reader = Reader::default();
        for (json, expected) in [("true", Some(true)), ("\"FALSE\"", Some(false)), ("1", Some(true)), ("7", None)] {
            assert_eq!(reader.flag("end_to_end", scalar(json)), expected, "{json}");
        }
    }
}
