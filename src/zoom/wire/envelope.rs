//! What lists and the call path are wrapped in.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::scalar::Scalar;

/// The wrapping of every list, with the names that any of them uses. Rows stay unread text here, so that one bad row harms
/// no other, and the older of two arrays is never read at all.
/// Source: Zoom Phone API, list operations, checked 2026-11-22.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Envelope<'a> {
    #[serde(borrow)]
    pub call_history: Option<&'a RawValue>,
    #[serde(borrow)]
    pub call_elements: Option<&'a RawValue>,
    #[serde(borrow)]
    pub call_logs: Option<&'a RawValue>,
    #[serde(borrow)]
    pub recordings: Option<&'a RawValue>,
    #[serde(borrow)]
    pub voice_mails: Option<&'a RawValue>,
    #[serde(borrow)]
    pub users: Option<&'a RawValue>,
    #[serde(borrow)]
    pub sites: Option<&'a RawValue>,
    pub from: Scalar<'a>,
    pub to: Scalar<'a>,
    pub total_records: Scalar<'a>,
    pub next_page_token: Scalar<'a>,
    pub sync_token: Scalar<'a>,
}

impl Envelope<'_> {
    /// True when nothing in it is of a list.
    pub fn is_foreign(&self) -> bool {
        let arrays = [
            self.call_history,
            self.call_elements,
            self.call_logs,
            self.recordings,
            self.voice_mails,
            self.users,
            self.sites,
        ];
        let scalars = [&self.from, &self.to, &self.total_records, &self.next_page_token, &self.sync_token];
        arrays.iter().all(Option::is_none) && scalars.iter().all(|scalar| scalar.is_absent())
    }
}

/// The call path. Source: Zoom Phone API, callHistoryDetail, checked 2026-11-22.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Detail<'a> {
    pub id: Scalar<'a>,
    pub call_history_uuid: Scalar<'a>,
    #[serde(borrow)]
    pub call_elements: Option<&'a RawValue>,
    #[serde(borrow)]
    pub call_path: Option<&'a RawValue>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The rows of the new array when it holds any, else those of the old one; never both, since they tell the same calls.
pub fn first_not_empty<'a>(
    new: Option<&'a RawValue>,
    old: Option<&'a RawValue>,
) -> Result<Vec<&'a RawValue>, serde_json::Error> {
    for array in [new, old].into_iter().flatten() {
        let rows: Vec<&RawValue> = serde_json::from_str(array.get())?;
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Ok(Vec::new())
}
