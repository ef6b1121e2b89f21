//! From rows as Zoom sends them to calls and steps as we know them.

use super::super::page::BadRowReason;
use super::super::wire::{ElementRow, HistoryRow, Reader};
use crate::model::{
    Call, CallElement, CallElementId, CallHistoryUuid, CallId, CallResult, Direction, Flags, Operator, Party,
    RecordingId, RecordingStatus, VoicemailId,
};

/// A row of the account list. A call without an identifier or a start could be neither kept nor shown: it is a bad row.
pub fn call(row: HistoryRow<'_>) -> Result<Call, BadRowReason> {
    let mut read = Reader::new(row.extra);
    let uuid = read.text("call_history_uuid", row.call_history_uuid.or(row.id));
    if uuid.is_empty() {
        return Err(BadRowReason::NoId);
    }
    let start_time = read.time("start_time", row.start_time).ok_or(BadRowReason::NoStartTime)?;
    Ok(Call {
        call_history_uuid: CallHistoryUuid::new(uuid.as_raw()),
        call_id: CallId::new(read.text("call_id", row.call_id).as_raw()),
        direction: Direction::from(read.text("direction", row.direction)),
        international: read.flag("international", row.international),
        start_time,
        answer_time: read.time("answer_time", row.answer_time),
        end_time: read.time("end_time", row.end_time),
        duration: read.seconds("duration", row.duration),
        talk: None,
        wait: None,
        hold: None,
        connect_type: read.text("connect_type", row.connect_type),
        call_type: read.text("call_type", row.call_type),
        call_result: CallResult::new(read.text("call_result", row.call_result)),
        caller: Party {
            ext_id: read.text("caller_ext_id", row.caller_ext_id),
            name: read.text("caller_name", row.caller_name),
            email: read.text("caller_email", row.caller_email),
            did_number: read.text("caller_did_number", row.caller_did_number),
            ext_number: read.text("caller_ext_number", row.caller_ext_number),
            ext_type: read.text("caller_ext_type", row.caller_ext_type),
            number_type: read.text("caller_number_type", row.caller_number_type),
            device_type: read.text("caller_device_type", row.caller_device_type),
            country_iso_code: read.text("caller_country_iso_code", row.caller_country_iso_code),
            country_code: read.text("caller_country_code", row.caller_country_code),
            ..Party::default()
        },
        callee: Party {
            ext_id: read.text("callee_ext_id", row.callee_ext_id),
            name: read.text("callee_name", row.callee_name),
            email: read.text("callee_email", row.callee_email),
            did_number: read.text("callee_did_number", row.callee_did_number),
            ext_number: read.text("callee_ext_number", row.callee_ext_number),
            ext_type: read.text("callee_ext_type", row.callee_ext_type),
            number_type: read.text("callee_number_type", row.callee_number_type),
            device_type: read.text("callee_device_type", row.callee_device_type),
            country_iso_code: read.text("callee_country_iso_code", row.callee_country_iso_code),
            country_code: read.text("callee_country_code", row.callee_country_code),
            ..Party::default()
        },
        handled_by: Operator::default(),
        site_name: read.text("site_name", row.site_name),
        site_id: read.text("site_id", row.site_id),
        department: read.text("department", row.department),
        cost_center: read.text("cost_center", row.cost_center),
        group_id: read.text("group_id", row.group_id),
        spam: read.text("spam", row.spam),
        recording_status: RecordingStatus::from(read.text("recording_status", row.recording_status)),
        recording_id: RecordingId::default(),
        voicemail_id: VoicemailId::default(),
        hide_caller_id: read.flag("hide_caller_id", row.hide_caller_id),
        end_to_end: read.flag("end_to_end", row.end_to_end),
        caller_account_code: read.text("caller_account_code", row.caller_account_code),
        callee_account_code: read.text("callee_account_code", row.callee_account_code),
        learned: Flags::default(),
        extra: read.into_extra(),
    })
}

/// A row of the own list, or a leg of the path of `call`. Legs do not name their call, rows of the list do.
pub fn element(row: ElementRow<'_>, call: Option<&CallHistoryUuid>) -> Result<CallElement, BadRowReason> {
    let mut read = Reader::new(row.extra);
    let id = read.text("call_element_id", row.call_element_id.or(row.id));
    let named = read.text("call_history_uuid", row.call_history_uuid.or(row.call_path_id));
    let call_history_uuid = match call {
        Some(call) if named.is_empty() => call.clone(),
        Some(_) | None => CallHistoryUuid::new(named.as_raw()),
    };
    if id.is_empty() || call_history_uuid.is_empty() {
        return Err(BadRowReason::NoId);
    }
    Ok(CallElement {
        call_element_id: CallElementId::new(id.as_raw()),
        call_history_uuid,
        call_id: CallId::new(read.text("call_id", row.call_id).as_raw()),
        direction: Direction::from(read.text("direction", row.direction)),
        connect_type: read.text("connect_type", row.connect_type),
        call_type: read.text("call_type", row.call_type),
        caller: Party {
            ext_id: read.text("caller_ext_id", row.caller_ext_id),
            name: read.text("caller_name", row.caller_name),
            email: read.text("caller_email", row.caller_email),
            did_number: read.text("caller_did_number", row.caller_did_number),
            ext_number: read.text("caller_ext_number", row.caller_ext_number),
            ext_type: read.text("caller_ext_type", row.caller_ext_type),
            number_type: read.text("caller_number_type", row.caller_number_type),
            device_type: read.text("caller_device_type", row.caller_device_type),
            country_iso_code: read.text("caller_country_iso_code", row.caller_country_iso_code),
            country_code: read.text("caller_country_code", row.caller_country_code),
            employee_id: read.text("caller_employee_id", row.caller_employee_id),
            device_private_ip: read.text("caller_device_private_ip", row.caller_device_private_ip),
            device_public_ip: read.text("caller_device_public_ip", row.caller_device_public_ip),
            site_id: read.text("caller_site_id", row.caller_site_id),
            department: read.text("caller_department", row.caller_department),
            cost_center: read.text("caller_cost_center", row.caller_cost_center),
        },
        callee: Party {
            ext_id: read.text("callee_ext_id", row.callee_ext_id),
            name: read.text("callee_name", row.callee_name),
            email: read.text("callee_email", row.callee_email),
            did_number: read.text("callee_did_number", row.callee_did_number),
            ext_number: read.text("callee_ext_number", row.callee_ext_number),
            ext_type: read.text("callee_ext_type", row.callee_ext_type),
            number_type: read.text("callee_number_type", row.callee_number_type),
            device_type: read.text("callee_device_type", row.callee_device_type),
            country_iso_code: read.text("callee_country_iso_code", row.callee_country_iso_code),
            country_code: read.text("callee_country_code", row.callee_country_code),
            employee_id: read.text("callee_employee_id", row.callee_employee_id),
            device_private_ip: read.text("callee_device_private_ip", row.callee_device_private_ip),
            device_public_ip: read.text("callee_device_public_ip", row.callee_device_public_ip),
            site_id: read.text("callee_site_id", row.callee_site_id),
            department: read.text("callee_department", row.callee_department),
            cost_center: read.text("callee_cost_center", row.callee_cost_center),
        },
        start_time: read.time("start_time", row.start_time),
        answer_time: read.time("answer_time", row.answer_time),
        end_time: read.time("end_time", row.end_time),
        event: read.text("event", row.event),
        result: CallResult::new(read.text("result", row.result)),
        result_reason: read.text("result_reason", row.result_reason),
        operator: Operator {
            name: read.text("operator_name", row.operator_name),
            ext_number: read.text("operator_ext_number", row.operator_ext_number),
            ext_id: read.text("operator_ext_id", row.operator_ext_id),
            ext_type: read.text("operator_ext_type", row.operator_ext_type),
        },
        press_key: read.text("press_key", row.press_key),
        client_code: read.text("client_code", row.client_code),
        segment: read.integer("segment", row.segment),
        node: read.integer("node", row.node),
        is_node: read.integer("is_node", row.is_node),
        recording_id: RecordingId::new(read.text("recording_id", row.recording_id).as_raw()),
        recording_type: read.text("recording_type", row.recording_type),
        voicemail_id: VoicemailId::new(read.text("voicemail_id", row.voicemail_id).as_raw()),
        talk_time: read.seconds("talk_time", row.talk_time),
        hold_time: read.seconds("hold_time", row.hold_time),
        wait_time: read.seconds("wait_time", row.wait_time.or(row.waiting_time)),
        department: read.text("department", row.department),
        cost_center: read.text("cost_center", row.cost_center),
        site_id: read.text("site_id", row.site_id),
        site_name: read.text("site_name", row.site_name),
        group_id: read.text("group_id", row.group_id),
        hide_caller_id: read.flag("hide_caller_id", row.hide_caller_id),
        end_to_end: read.flag("end_to_end", row.end_to_end),
        device_private_ip: read.text("device_private_ip", row.device_private_ip),
        device_public_ip: read.text("device_public_ip", row.device_public_ip),
        caller_account_code: read.text("caller_account_code", row.caller_account_code),
        callee_account_code: read.text("callee_account_code", row.callee_account_code),
        extra: read.into_extra(),
    })
}
