//! Objects of the smaller endpoints, read field by field by Zoom's names. What nobody asked for stays as `extra`.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::scalar::{Reader, Scalar};
use crate::model::Text;

/// One object, from which fields are taken by name.
#[derive(Debug, Default)]
pub struct Fields(Reader);

impl Fields {
    /// All fields of an object.
    pub fn new(object: Map<String, Value>) -> Self {
        Self(Reader::new(object))
    }

    /// Text; numbers are written out.
    pub fn text(&mut self, name: &str) -> Text {
        let value = self.0.take(name);
        self.0.text(name, value)
    }

    /// A whole number.
    pub fn integer(&mut self, name: &str) -> Option<i64> {
        let value = self.0.take(name);
        self.0.integer(name, value)
    }

    /// A span in whole seconds.
    pub fn seconds(&mut self, name: &str) -> Option<Duration> {
        let value = self.0.take(name);
        self.0.seconds(name, value)
    }

    /// A boolean.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        let value = self.0.take(name);
        self.0.flag(name, value)
    }

    /// A moment.
    pub fn time(&mut self, name: &str) -> Option<DateTime<Utc>> {
        let value = self.0.take(name);
        self.0.time(name, value)
    }

    /// The object under `name`; an empty one when there is none. Its own unknown fields are put back under `name` by
    /// [`Fields::put_back`].
    pub fn object(&mut self, name: &str) -> Self {
        match self.0.take(name) {
            Scalar::Other(Value::Object(object)) => Self::new(object),
            Scalar::Absent => Self::default(),
            other @ (Scalar::Text(_) | Scalar::Other(_)) => {
                self.0.keep(name, other);
                Self::default()
            }
        }
    }

    /// Keeps what was not read of an object that was taken out of this one.
    pub fn put_back(&mut self, name: &str, rest: Self) {
        let rest = rest.into_extra();
        if !rest.is_empty() {
            self.0.keep(name, Scalar::Other(Value::Object(rest)));
        }
    }

    /// The objects of the list under `name`; what is no object is passed over.
    pub fn list(&mut self, name: &str) -> Vec<Self> {
        match self.0.take(name) {
            Scalar::Other(Value::Array(list)) => list
                .into_iter()
                .filter_map(|item| if let Value::Object(object) = item { Some(Self::new(object)) } else { None })
                .collect(),
            Scalar::Absent => Vec::new(),
            other @ (Scalar::Text(_) | Scalar::Other(_)) => {
                self.0.keep(name, other);
                Vec::new()
            }
        }
    }

    /// What nobody asked for, and what could not be read.
    pub fn into_extra(self) -> Map<String, Value> {
        self.0.into_extra()
    }
}
