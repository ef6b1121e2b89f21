//! The one table of columns. Names are stable: new columns go to the end.

use std::borrow::Cow;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::model::{Flags, PartyRow, TableRow, Text};

/// What a column holds.
pub(super) enum Cell<'a> {
    /// What others wrote, as it came: shown safely, guarded.
    Text(&'a str),
    /// A phone number: as text, but E.164 stands as it is.
    Number(&'a str),
    /// Whole seconds; nothing when Zoom gave nothing.
    Seconds(Option<Duration>),
    /// A time by the person's clock.
    Local(Option<DateTime<Utc>>),
    /// A time in UTC.
    Utc(DateTime<Utc>),
    /// Our own words.
    Own(Cow<'static, str>),
}

/// What the cell of a column follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Call,
    Kind,
    Owner,
    Caller,
    Callee,
    Via,
    HandledBy,
    Flags,
}

impl Part {
    /// The part's number in a row: two rows with the same have the same cells in its columns.
    pub(super) fn number(self, row: &TableRow<'_>) -> Option<u32> {
        match self {
            Self::Call => None,
            Self::Kind => row.kind.number,
            Self::Owner => row.owner.number,
            Self::Caller => row.caller.number,
            Self::Callee => row.callee.number,
            Self::Via => row.via().number,
            Self::HandledBy => row.handled_by.number,
            Self::Flags => Some(row.flags.0.into()),
        }
    }
}

/// A column: its name, what it follows from, and its cell of a call.
pub(super) struct Column {
    pub name: &'static str,
    pub part: Part,
    pub cell: for<'a> fn(&TableRow<'a>) -> Cell<'a>,
}

macro_rules! columns {
    ($($name:ident: $part:ident |$row:ident| $cell:expr;)*) => {
        [$(Column {
            name: stringify!($name),
            part: Part::$part,
            cell: {
                fn cell<'a>($row: &TableRow<'a>) -> Cell<'a> { $cell }
                cell
            },
        }),*]
    };
}

/// The columns, in order.
pub(super) const COLUMNS: [Column; 31] = columns! {
    call_history_uuid: Call |row| Cell::Text(row.call_history_uuid);
    call_id: Call |row| Cell::Text(row.call_id);
    direction: Kind |row| Cell::Text(row.kind.value.direction.as_raw());
    started_at: Call |row| Cell::Local(Some(row.start_time));
    started_at_utc: Call |row| Cell::Utc(row.start_time);
    answered_at: Call |row| Cell::Local(row.answer_time);
    ended_at: Call |row| Cell::Local(row.end_time);
    duration_s: Call |row| Cell::Seconds(row.duration);
    talk_s: Call |row| Cell::Seconds(row.talk);
    wait_s: Call |row| Cell::Seconds(row.wait);
    hold_s: Call |row| Cell::Seconds(row.hold);
    result: Kind |row| text(row.kind.value.result.word());
    result_group: Kind |row| Cell::Own(row.kind.value.result.group().word().into());
    caller_name: Caller |row| text(&row.caller.value.name);
    caller_number: Caller |row| Cell::Number(row.caller.value.did_number.as_raw());
    caller_ext: Caller |row| text(&row.caller.value.ext_number);
    caller_email: Caller |row| text(&row.caller.value.email);
    callee_name: Callee |row| text(&row.callee.value.name);
    callee_number: Callee |row| Cell::Number(row.callee.value.did_number.as_raw());
    callee_ext: Callee |row| text(&row.callee.value.ext_number);
    callee_email: Callee |row| text(&row.callee.value.email);
    via_type: Via |row| router(row).map_or(EMPTY, |via| text(&via.ext_type));
    via_name: Via |row| router(row).and_then(PartyRow::label).map_or(EMPTY, text);
    handled_by: HandledBy |row| text(operator(row.handled_by.value));
    site: Owner |row| text(&row.owner.value.site);
    department: Owner |row| text(&row.owner.value.department);
    cost_center: Owner |row| text(&row.owner.value.cost_center);
    account_code: Kind |row| text(&row.kind.value.account_code);
    connect_type: Kind |row| text(&row.kind.value.connect_type);
    call_type: Kind |row| text(&row.kind.value.call_type);
    has: Flags |row| Cell::Own(has(row.flags).into());
};

/// The names of the columns, in order.
pub fn column_names() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|column| column.name)
}

const EMPTY: Cell<'static> = Cell::Own(Cow::Borrowed(""));

fn text(text: &Text) -> Cell<'_> {
    Cell::Text(text.as_raw())
}

/// Who took the call, as it is called.
fn operator(operator: &PartyRow) -> &Text {
    if operator.name.is_empty() { &operator.ext_number } else { &operator.name }
}

/// The queue or menu that the call came through.
fn router<'a>(row: &TableRow<'a>) -> Option<&'a PartyRow> {
    Some(row.via().value).filter(|via| via.is_router())
}

fn has(flags: Flags) -> String {
    flags.shown().map(|(_, _, word)| word).collect::<Vec<_>>().join("|")
}
