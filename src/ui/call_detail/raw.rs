//! Everything that Zoom sent of a call, under Zoom's names.

use std::time::Duration;

use chrono::{DateTime, Utc};
use ratatui::text::{Line, Span};
use serde_json::{Map, Value};

use crate::app::CallDetail;
use crate::model::{Call, CallElement, Operator, Party, Text, timeline};
use crate::ui::text;
use crate::ui::theme::Theme;

/// All fields that hold something, in lines of `width` cells: the call, then each step.
pub fn lines(detail: &CallDetail, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    section(&mut lines, "Call", call(&detail.call), width, theme);
    if let Ok(Some(path)) = &detail.path
        && !path.extra.is_empty()
    {
        section(&mut lines, "Call path", Fields::default().extra(&path.extra), width, theme);
    }
    add_legs(&mut lines, &timeline::in_order(detail.legs()), width, theme);
    lines.push(Line::default());
    let note = "Fields that Zoom left empty are not listed.";
    lines.extend(text::wrap(note, width.into()).into_iter().map(|line| Line::styled(line, theme.quiet)));
    lines
}

/// All fields of some legs.
pub fn legs(legs: &[&CallElement], width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    add_legs(&mut lines, legs, width, theme);
    lines
}

fn add_legs(lines: &mut Vec<Line<'static>>, legs: &[&CallElement], width: u16, theme: &Theme) {
    for (number, leg) in legs.iter().enumerate() {
        section(lines, &format!("Leg {}", number + 1), element(leg), width, theme);
    }
}

fn section(lines: &mut Vec<Line<'static>>, title: &str, fields: Fields, width: u16, theme: &Theme) {
    if !lines.is_empty() {
        lines.push(Line::default());
    }
    lines.push(Line::styled(title.to_owned(), theme.title));
    for (name, value) in fields.0 {
        // What goes on in the next line is indented, so that names stand alone at the left.
        let mut wrapped = text::wrap(&format!("{name}: {value}"), usize::from(width).saturating_sub(2)).into_iter();
        if let Some(first) = wrapped.next() {
            let (label, rest) = first.split_at_checked(name.len() + 1).unwrap_or((&first, ""));
            lines.push(Line::from(vec![Span::styled(label.to_owned(), theme.quiet), Span::raw(rest.to_owned())]));
        }
        lines.extend(wrapped.map(|line| Line::raw(format!("  {line}"))));
    }
}

/// Names and values; what is empty is not taken in.
#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn text(mut self, name: impl Into<String>, value: &Text) -> Self {
        if !value.is_empty() {
            self.0.push((name.into(), text::whole(value)));
        }
        self
    }

    fn shown(mut self, name: impl Into<String>, value: Option<impl ToString>) -> Self {
        if let Some(value) = value {
            self.0.push((name.into(), value.to_string()));
        }
        self
    }

    fn time(self, name: &str, value: Option<DateTime<Utc>>) -> Self {
        self.shown(name, value.map(|moment| moment.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)))
    }

    fn seconds(self, name: &str, value: Option<Duration>) -> Self {
        self.shown(name, value.map(|span| span.as_secs()))
    }

    fn id(self, name: &str, value: &impl ToString) -> Self {
        let value = value.to_string();
        self.shown(name, (!value.is_empty()).then_some(value))
    }

    fn party(self, side: &str, party: &Party) -> Self {
        let fields: [(&str, &Text); 16] = [
            ("name", &party.name),
            ("did_number", &party.did_number),
            ("ext_number", &party.ext_number),
            ("email", &party.email),
            ("ext_id", &party.ext_id),
            ("ext_type", &party.ext_type),
            ("number_type", &party.number_type),
            ("device_type", &party.device_type),
            ("country_iso_code", &party.country_iso_code),
            ("country_code", &party.country_code),
            ("employee_id", &party.employee_id),
            ("device_private_ip", &party.device_private_ip),
            ("device_public_ip", &party.device_public_ip),
            ("site_id", &party.site_id),
            ("department", &party.department),
            ("cost_center", &party.cost_center),
        ];
        fields.into_iter().fold(self, |all, (name, value)| all.text(format!("{side}_{name}"), value))
    }

    fn operator(self, operator: &Operator) -> Self {
        self.text("operator_name", &operator.name)
            .text("operator_ext_number", &operator.ext_number)
            .text("operator_ext_id", &operator.ext_id)
            .text("operator_ext_type", &operator.ext_type)
    }

    /// What we know no name for; names and values are others' text.
    fn extra(self, extra: &Map<String, Value>) -> Self {
        extra.iter().fold(self, |all, (name, value)| {
            let value = match value {
                Value::String(words) => Text::new(words),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                    Text::new(&value.to_string())
                }
            };
            all.text(text::cut(&text::whole(&Text::new(name)), 60), &value)
        })
    }
}

/// Talk, wait, hold, who took the call, its recording and voicemail are learnt from the legs, where Zoom's own fields stand.
fn call(call: &Call) -> Fields {
    Fields::default()
        .id("call_history_uuid", &call.call_history_uuid)
        .id("call_id", &call.call_id)
        .text("direction", &call.direction.word())
        .shown("international", call.international)
        .time("start_time", Some(call.start_time))
        .time("answer_time", call.answer_time)
        .time("end_time", call.end_time)
        .seconds("duration", call.duration)
        .text("connect_type", &call.connect_type)
        .text("call_type", &call.call_type)
        .text("call_result", call.call_result.word())
        .party("caller", &call.caller)
        .party("callee", &call.callee)
        .text("site_name", &call.site_name)
        .text("site_id", &call.site_id)
        .text("department", &call.department)
        .text("cost_center", &call.cost_center)
        .text("group_id", &call.group_id)
        .text("spam", &call.spam)
        .text("recording_status", &call.recording_status.word())
        .shown("hide_caller_id", call.hide_caller_id)
        .shown("end_to_end", call.end_to_end)
        .text("caller_account_code", &call.caller_account_code)
        .text("callee_account_code", &call.callee_account_code)
        .extra(&call.extra)
}

fn element(step: &CallElement) -> Fields {
    // A person's own list says `wait_time`, the path of a call `waiting_time`; only the path has segments. Source: Zoom Phone API,
    // "Get user's call history" and "Get call path".
    let wait = if step.segment.is_some() { "waiting_time" } else { "wait_time" };
    Fields::default()
        .id("call_element_id", &step.call_element_id)
        .id("call_id", &step.call_id)
        .shown("segment", step.segment)
        .shown("node", step.node)
        .shown("is_node", step.is_node)
        .text("direction", &step.direction.word())
        .text("event", &step.event)
        .text("result", step.result.word())
        .text("result_reason", &step.result_reason)
        .text("press_key", &step.press_key)
        .text("client_code", &step.client_code)
        .time("start_time", step.start_time)
        .time("answer_time", step.answer_time)
        .time("end_time", step.end_time)
        .seconds("talk_time", step.talk_time)
        .seconds("hold_time", step.hold_time)
        .seconds(wait, step.wait_time)
        .operator(&step.operator)
        .party("caller", &step.caller)
        .party("callee", &step.callee)
        .text("connect_type", &step.connect_type)
        .text("call_type", &step.call_type)
        .id("recording_id", &step.recording_id)
        .text("recording_type", &step.recording_type)
        .id("voicemail_id", &step.voicemail_id)
        .text("department", &step.department)
        .text("cost_center", &step.cost_center)
        .text("site_id", &step.site_id)
        .text("site_name", &step.site_name)
        .text("group_id", &step.group_id)
        .shown("hide_caller_id", step.hide_caller_id)
        .shown("end_to_end", step.end_to_end)
        .text("device_private_ip", &step.device_private_ip)
        .text("device_public_ip", &step.device_public_ip)
        .text("caller_account_code", &step.caller_account_code)
        .text("callee_account_code", &step.callee_account_code)
        .extra(&step.extra)
}
