//! A call as a table of many calls needs it.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::batch::Flags;
use super::call::Call;
use super::outcome::{CallResult, Direction};
use super::party::{Party, PartyRow};
use super::text::Text;

/// What sort of call it was. Many calls share it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallKind {
    /// [`Call::direction`]
    pub direction: Direction,
    /// [`Call::call_result`]
    pub result: CallResult,
    /// [`Call::connect_type`]
    pub connect_type: Text,
    /// [`Call::call_type`]
    pub call_type: Text,
    /// The code for dialing between linked accounts: [`CallKind::account_code_of`] both sides.
    pub account_code: Text,
}

impl CallKind {
    /// The account code that stands for a call, of these two or what stands for them: the caller's when there is one.
    pub fn account_code_of<T: Default + PartialEq>(from: T, to: T) -> T {
        first(from, to)
    }
}

/// Where the owner of a call belongs. Many calls share it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallOwner {
    /// [`CallOwner::site_of`] its name and its id.
    pub site: Text,
    /// [`Call::department`]
    pub department: Text,
    /// [`Call::cost_center`]
    pub cost_center: Text,
}

impl CallOwner {
    /// The site that stands for a call, of these two or what stands for them: its name when there is one.
    pub fn site_of<T: Default + PartialEq>(name: T, id: T) -> T {
        first(name, id)
    }
}

fn first<T: Default + PartialEq>(better: T, other: T) -> T {
    if better == T::default() { other } else { better }
}

/// Something that other calls may share.
#[derive(Debug)]
pub struct Shared<'a, T> {
    /// From one source, the same number always comes with the same value; without a number, nothing is known.
    pub number: Option<u32>,
    /// What it is.
    pub value: &'a T,
}

// A derived one would ask the same of `T`.
impl<T> Clone for Shared<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Shared<'_, T> {}

impl<'a, T> Shared<'a, T> {
    const fn alone(value: &'a T) -> Self {
        Self { number: None, value }
    }
}

/// A call for a table, borrowed from where it lies. What writes a million of them makes the cells of what they share once.
#[derive(Clone, Copy, Debug)]
pub struct TableRow<'a> {
    /// [`Call::call_history_uuid`], as it came.
    pub call_history_uuid: &'a str,
    /// [`Call::call_id`], as it came.
    pub call_id: &'a str,
    /// [`Call::start_time`]
    pub start_time: DateTime<Utc>,
    /// [`Call::answer_time`]
    pub answer_time: Option<DateTime<Utc>>,
    /// [`Call::end_time`]
    pub end_time: Option<DateTime<Utc>>,
    /// [`Call::duration`]
    pub duration: Option<Duration>,
    /// [`Call::talk_time`]
    pub talk: Option<Duration>,
    /// [`Call::wait`]
    pub wait: Option<Duration>,
    /// [`Call::hold`]
    pub hold: Option<Duration>,
    /// [`Call::flags`]
    pub flags: Flags,
    /// What sort of call it was.
    pub kind: Shared<'a, CallKind>,
    /// Where its owner belongs.
    pub owner: Shared<'a, CallOwner>,
    /// [`Call::caller`]
    pub caller: Shared<'a, PartyRow>,
    /// [`Call::callee`]
    pub callee: Shared<'a, PartyRow>,
    /// [`Call::handled_by`], as a party.
    pub handled_by: Shared<'a, PartyRow>,
}

impl<'a> TableRow<'a> {
    /// As [`Call::via`].
    #[must_use]
    pub fn via(&self) -> Shared<'a, PartyRow> {
        match self.kind.value.direction {
            Direction::Inbound | Direction::Other(_) => self.callee,
            Direction::Outbound => self.caller,
        }
    }
}

/// What a [`TableRow`] of a whole call borrows from.
#[derive(Clone, Debug)]
pub struct CallParts {
    kind: CallKind,
    owner: CallOwner,
    caller: PartyRow,
    callee: PartyRow,
    handled_by: PartyRow,
}

impl CallParts {
    /// The parts of a call.
    #[must_use]
    pub fn of(call: &Call) -> Self {
        Self {
            kind: CallKind {
                direction: call.direction.clone(),
                result: call.call_result.clone(),
                connect_type: call.connect_type.clone(),
                call_type: call.call_type.clone(),
                account_code: CallKind::account_code_of(
                    call.caller_account_code.clone(),
                    call.callee_account_code.clone(),
                ),
            },
            owner: CallOwner {
                site: CallOwner::site_of(call.site_name.clone(), call.site_id.clone()),
                department: call.department.clone(),
                cost_center: call.cost_center.clone(),
            },
            caller: call.caller.clone().into(),
            callee: call.callee.clone().into(),
            handled_by: Party::from(call.handled_by.clone()).into(),
        }
    }

    /// The row of the call that these are the parts of.
    #[must_use]
    pub fn row<'a>(&'a self, call: &'a Call) -> TableRow<'a> {
        TableRow {
            call_history_uuid: call.call_history_uuid.as_raw(),
            call_id: call.call_id.as_raw(),
            start_time: call.start_time,
            answer_time: call.answer_time,
            end_time: call.end_time,
            duration: call.duration,
            talk: call.talk_time(),
            wait: call.wait,
            hold: call.hold,
            flags: call.flags(),
            kind: Shared::alone(&self.kind),
            owner: Shared::alone(&self.owner),
            caller: Shared::alone(&self.caller),
            callee: Shared::alone(&self.callee),
            handled_by: Shared::alone(&self.handled_by),
        }
    }
}
