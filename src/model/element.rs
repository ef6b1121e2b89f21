//! The steps of a call.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::id::{CallElementId, CallHistoryUuid, CallId, RecordingId, VoicemailId};
use super::outcome::{CallResult, Direction};
use super::party::{Party, is_router};
use super::text::Text;

/// Who or what carried a step out: a queue, a menu, a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Operator {
    /// `operator_name`
    pub name: Text,
    /// `operator_ext_number`
    pub ext_number: Text,
    /// `operator_ext_id`
    pub ext_id: Text,
    /// `operator_ext_type`: an open list, such as `user`, `call_queue`.
    pub ext_type: Text,
}

/// As the party it is.
impl From<Operator> for Party {
    fn from(operator: Operator) -> Self {
        let Operator { name, ext_number, ext_id, ext_type } = operator;
        Self { name, ext_number, ext_id, ext_type, ..Self::default() }
    }
}

impl Operator {
    /// True for a person or a phone of one, not for a queue or a menu, which answer on the way, and not when Zoom gave nothing.
    #[must_use]
    pub fn is_person(&self) -> bool {
        *self != Self::default() && !is_router(&self.ext_type)
    }
}

/// One step of a call: a row of the own list, or a leg of the call path. Times are UTC.
/// Source: Zoom Phone API, userCallHistory and callHistoryDetail, checked 2026-11-22. The default is a step of which Zoom told
/// nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CallElement {
    /// Which step.
    pub call_element_id: CallElementId,
    /// Which call it belongs to.
    pub call_history_uuid: CallHistoryUuid,
    /// The switch's own number, with a suffix after a direct transfer.
    pub call_id: CallId,
    /// Which way.
    pub direction: Direction,
    /// `external` or `internal`.
    pub connect_type: Text,
    /// `general` or `emergency`.
    pub call_type: Text,
    /// Who called.
    pub caller: Party,
    /// Who was called in this step.
    pub callee: Party,
    /// When the step began.
    pub start_time: Option<DateTime<Utc>>,
    /// When it was picked up.
    pub answer_time: Option<DateTime<Utc>>,
    /// When it was over.
    pub end_time: Option<DateTime<Utc>>,
    /// What the step was: an open list, such as `incoming`, `ring_to_member`, `direct_transfer`.
    pub event: Text,
    /// How the step ended.
    pub result: CallResult,
    /// Why it ended so: an open list, such as `answered_by_other`.
    pub result_reason: Text,
    /// Who or what carried it out.
    pub operator: Operator,
    /// The digit typed in a menu.
    pub press_key: Text,
    /// The billing code put in by a user.
    pub client_code: Text,
    /// Orders the steps; no start value and no uniqueness may be assumed.
    pub segment: Option<i64>,
    /// Orders inside one segment; no meaning may rest on it alone.
    pub node: Option<i64>,
    /// Undocumented; kept.
    pub is_node: Option<i64>,
    /// The recording made in this step.
    pub recording_id: RecordingId,
    /// `automatic` or `ad-hoc`.
    pub recording_type: Text,
    /// The voicemail left in this step.
    pub voicemail_id: VoicemailId,
    /// `talk_time`, own list only.
    pub talk_time: Option<Duration>,
    /// `hold_time`
    pub hold_time: Option<Duration>,
    /// `wait_time` of the own list, `waiting_time` of the call path.
    pub wait_time: Option<Duration>,
    /// `department`
    pub department: Text,
    /// `cost_center`
    pub cost_center: Text,
    /// `site_id`
    pub site_id: Text,
    /// `site_name`
    pub site_name: Text,
    /// `group_id`
    pub group_id: Text,
    /// `hide_caller_id`
    pub hide_caller_id: Option<bool>,
    /// `end_to_end`
    pub end_to_end: Option<bool>,
    /// `device_private_ip`, call path only.
    pub device_private_ip: Text,
    /// `device_public_ip`, call path only.
    pub device_public_ip: Text,
    /// `caller_account_code`
    pub caller_account_code: Text,
    /// `callee_account_code`
    pub callee_account_code: Text,
    /// Everything else that Zoom sent with the step, under Zoom's names.
    pub extra: Map<String, Value>,
}

impl CallElement {
    /// True when somebody listened in, whispered to one side or joined, while another person kept the call. Source: event set of
    /// the Zoom Phone API, checked 2026-11-22.
    #[must_use]
    pub fn listens_in(&self) -> bool {
        matches!(self.event.as_raw(), "barge" | "monitor" | "whisper" | "listen" | "conference_barge")
    }

    /// Who took this step: the person who carried it out, else the person inside the account whom it called, since a queue
    /// carries out the ringing of its members. Nobody for a step that a queue or menu took, or in which somebody listened in: that
    /// takes the call from nobody.
    #[must_use]
    pub fn taken_by(&self) -> Operator {
        let callee = &self.callee;
        if self.listens_in() {
            Operator::default()
        } else if self.operator.is_person() {
            self.operator.clone()
        } else if callee.ext_type.is_empty() || callee.is_router() {
            Operator::default()
        } else {
            Operator {
                name: callee.name.clone(),
                ext_number: callee.ext_number.clone(),
                ext_id: callee.ext_id.clone(),
                ext_type: callee.ext_type.clone(),
            }
        }
    }

    /// Whom the step was about, in words to show: whom it called, and who carried it out where that is somebody else. Empty when
    /// Zoom gave neither.
    #[must_use]
    pub fn who(&self) -> String {
        let operator = [&self.operator.name, &self.operator.ext_number].into_iter().find(|text| !text.is_empty());
        match (self.callee.label(), operator) {
            (Some(callee), Some(operator)) if callee != operator && *operator != self.callee.ext_number => {
                format!("{callee}, by {operator}")
            }
            (Some(known), _) | (None, Some(known)) => known.to_string(),
            (None, None) => String::new(),
        }
    }

    /// The order to read steps in: by segment, node and time. Source: Zoom Phone API notes on the call path; the start
    /// values differ between documents, so only the order counts.
    #[must_use]
    pub fn order(&self) -> (i64, i64, Option<DateTime<Utc>>) {
        (self.segment.unwrap_or(i64::MAX), self.node.unwrap_or(i64::MAX), self.start_time)
    }
}

/// How one call went: its steps, in the order to read them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallPath {
    /// Which call.
    pub call_history_uuid: CallHistoryUuid,
    /// When Zoom was asked.
    pub fetched_at: DateTime<Utc>,
    /// The steps, in order.
    pub elements: Vec<CallElement>,
    /// What Zoom said of the call as a whole beyond the list row, under Zoom's names.
    pub extra: Map<String, Value>,
}
