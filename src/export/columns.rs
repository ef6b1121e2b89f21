//! The one table of columns. Names are stable: new columns go to the end.

use std::borrow::Cow;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::model::{Call, Flags, Party, Text, Zone};

use super::write::Options;

/// What a column holds.
pub(super) enum Cell<'a> {
    /// What others wrote: shown safely, guarded.
    Text(Cow<'a, Text>),
    /// A phone number: as text, but E.164 stands as it is.
    Number(&'a Text),
    /// Whole seconds; nothing when Zoom gave nothing.
    Seconds(Option<Duration>),
    /// Our own words and times.
    Own(Cow<'static, str>),
}

/// A column: its name, and its cell of a call.
pub(super) struct Column {
    pub name: &'static str,
    pub cell: for<'a> fn(&'a Call, Options) -> Cell<'a>,
}

macro_rules! columns {
    ($($name:ident: |$call:pat_param, $options:pat_param| $cell:expr;)*) => {
        [$(Column {
            name: stringify!($name),
            cell: {
                fn cell($call: &Call, $options: Options) -> Cell<'_> { $cell }
                cell
            },
        }),*]
    };
}

/// The columns, in order.
pub(super) const COLUMNS: [Column; 31] = columns! {
    call_history_uuid: |call, _| text(call.call_history_uuid.as_text());
    call_id: |call, _| text(call.call_id.as_text());
    direction: |call, _| Cell::Text(Cow::Owned(call.direction.word()));
    started_at: |call, options| local(Some(call.start_time), options);
    started_at_utc: |call, options| utc(call.start_time, options);
    answered_at: |call, options| local(call.answer_time, options);
    ended_at: |call, options| local(call.end_time, options);
    duration_s: |call, _| Cell::Seconds(call.duration);
    talk_s: |call, _| Cell::Seconds(call.talk_time());
    wait_s: |call, _| Cell::Seconds(call.wait);
    hold_s: |call, _| Cell::Seconds(call.hold);
    result: |call, _| text(call.call_result.word());
    result_group: |call, _| Cell::Own(call.call_result.group().word().into());
    caller_name: |call, _| text(&call.caller.name);
    caller_number: |call, _| Cell::Number(&call.caller.did_number);
    caller_ext: |call, _| text(&call.caller.ext_number);
    caller_email: |call, _| text(&call.caller.email);
    callee_name: |call, _| text(&call.callee.name);
    callee_number: |call, _| Cell::Number(&call.callee.did_number);
    callee_ext: |call, _| text(&call.callee.ext_number);
    callee_email: |call, _| text(&call.callee.email);
    via_type: |call, _| router(call).map_or(EMPTY, |via| text(&via.ext_type));
    via_name: |call, _| router(call).and_then(Party::label).map_or(EMPTY, text);
    handled_by: |call, _| text(first(&call.handled_by.name, &call.handled_by.ext_number));
    site: |call, _| text(first(&call.site_name, &call.site_id));
    department: |call, _| text(&call.department);
    cost_center: |call, _| text(&call.cost_center);
    account_code: |call, _| text(first(&call.caller_account_code, &call.callee_account_code));
    connect_type: |call, _| text(&call.connect_type);
    call_type: |call, _| text(&call.call_type);
    has: |call, _| Cell::Own(has(call).into());
};

/// The names of the columns, in order.
pub fn column_names() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|column| column.name)
}

const EMPTY: Cell<'static> = Cell::Own(Cow::Borrowed(""));

fn text(text: &Text) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(text))
}

fn first<'a>(better: &'a Text, other: &'a Text) -> &'a Text {
    if better.is_empty() { other } else { better }
}

/// The queue or menu that the call came through.
fn router(call: &Call) -> Option<&Party> {
    Some(call.via()).filter(|via| via.is_router())
}

fn has(call: &Call) -> String {
    let flags = call.flags();
    let words: Vec<&str> =
        Flags::SHOWN.iter().filter(|(flag, ..)| flags.has(*flag)).map(|(_, _, word)| *word).collect();
    words.join("|")
}

/// The form of times that sheets read; the zone is in a column of its own.
const SHEET_TIME: &str = "%Y-%m-%d %H:%M:%S";

fn local(moment: Option<DateTime<Utc>>, options: Options) -> Cell<'static> {
    let Some(moment) = moment.map(|moment| options.zone.at(moment)) else { return EMPTY };
    Cell::Own(Cow::Owned(if options.excel {
        moment.format(SHEET_TIME).to_string()
    } else {
        moment.to_rfc3339_opts(SecondsFormat::Secs, false)
    }))
}

fn utc(moment: DateTime<Utc>, options: Options) -> Cell<'static> {
    Cell::Own(Cow::Owned(if options.excel {
        moment.format(SHEET_TIME).to_string()
    } else {
        moment.to_rfc3339_opts(SecondsFormat::Secs, true)
    }))
}

/// The offset that the local times of a call have, for sheets: `UTC+01:00`.
pub(super) fn offset(call: &Call, zone: Zone) -> String {
    format!("UTC{}", zone.at(call.start_time).offset())
}
