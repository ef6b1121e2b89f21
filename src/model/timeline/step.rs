//! One step: what it was, whom it was about, and what its legs say.

use std::borrow::Cow;
use std::time::Duration;

use super::phases::phases;
use super::{Axis, Bar, Phase};
use crate::model::element::CallElement;
use crate::model::outcome::ResultGroup;
use crate::model::party::Party;

/// What a step was. Source: event set of the Zoom Phone API, an open list, checked 2026-11-22.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A menu answered.
    Menu,
    /// A key was pressed in a menu.
    Key,
    /// The call stood in a queue, or at a shared line.
    Queue,
    /// The phone of a person or a room rang.
    Ring,
    /// A number was dialled.
    Dial,
    /// The call was passed on.
    Transfer,
    /// The call was parked.
    Park,
    /// A parked call was picked up.
    PickUp,
    /// Somebody listened in, whispered, joined or took over.
    Supervision,
    /// The call went to a voicemail.
    Voicemail,
    /// An event that says nothing of what happened on the line, or one we do not know.
    Other,
}

impl StepKind {
    pub(in crate::model) fn of(leg: &CallElement) -> Self {
        if !leg.press_key.is_empty() {
            return Self::Key;
        }
        if !leg.voicemail_id.is_empty() || leg.result.group() == ResultGroup::Voicemail {
            return Self::Voicemail;
        }
        match leg.event.as_raw() {
            "park" => Self::Park,
            "park_pick_up" => Self::PickUp,
            "takeover" => Self::Supervision,
            _ if leg.listens_in() => Self::Supervision,
            "direct_transfer" | "warm_transfer" | "warm_transfer_outgoing" | "warm_transfer_incoming" => Self::Transfer,
            "outgoing" | "call_me_on" | "outgoing_to_zoom_contact_center" => Self::Dial,
            ""
            | "incoming"
            | "transfer_from_zoom_contact_center"
            | "shared_line_incoming"
            | "forward"
            | "ring_to_member"
            | "overflow" => Self::by_destination(&leg.callee),
            _ => Self::Other,
        }
    }

    fn by_destination(callee: &Party) -> Self {
        if callee.ext_type.as_raw() == "auto_receptionist" {
            Self::Menu
        } else if callee.is_router() {
            Self::Queue
        } else {
            Self::Ring
        }
    }
}

/// What happened, once: one leg, or several that tell the same for each party. Invariant: there is at least one leg.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// What it was.
    pub kind: StepKind,
    /// The legs that tell it, in order.
    pub legs: Vec<&'a CallElement>,
    /// True when it happened beside or within the step above: a member's phone in a queue, a key in a menu, another branch of
    /// the same segment.
    pub beside: bool,
    /// What it was made of, in order; empty when Zoom gave no start.
    pub bars: Vec<Bar>,
}

impl<'a> Step<'a> {
    pub(super) fn of(leg: &'a CallElement, same_segment: bool, axis: &Axis) -> Self {
        let kind = StepKind::of(leg);
        let within = match kind {
            StepKind::Key | StepKind::Supervision => true,
            StepKind::Menu
            | StepKind::Queue
            | StepKind::Ring
            | StepKind::Dial
            | StepKind::Transfer
            | StepKind::Park
            | StepKind::PickUp
            | StepKind::Voicemail
            | StepKind::Other => leg.event.as_raw() == "ring_to_member",
        };
        Self { kind, legs: vec![leg], beside: within || same_segment, bars: phases(kind, leg, axis) }
    }

    /// The leg that tells most: the one that names who carried it out, else the first.
    #[must_use]
    pub fn leg(&self) -> &'a CallElement {
        self.legs.iter().find(|leg| !leg.operator.name.is_empty()).unwrap_or(&self.legs[0])
    }

    /// What it was, in a word or two; an event that we do not know in Zoom's word.
    #[must_use]
    pub fn title(&self) -> Cow<'static, str> {
        let event = self.legs[0].event.as_raw();
        match self.kind {
            StepKind::Menu => "menu".into(),
            StepKind::Key => format!("pressed {}", self.leg().press_key).into(),
            StepKind::Queue | StepKind::Ring if event == "overflow" => "overflow".into(),
            StepKind::Queue => "queue".into(),
            StepKind::Ring => "ring".into(),
            StepKind::Dial => "dial".into(),
            StepKind::Transfer if event == "direct_transfer" => "transfer".into(),
            // The call by which a colleague was asked; that they took it over is the step beside it.
            StepKind::Transfer if event == "warm_transfer_outgoing" => "asked".into(),
            StepKind::Transfer => "warm transfer".into(),
            StepKind::Park => "parked".into(),
            StepKind::PickUp => "picked up".into(),
            StepKind::Voicemail => "voicemail".into(),
            StepKind::Supervision => event.replace('_', " ").into(),
            StepKind::Other => self.legs[0].event.to_string().into(),
        }
    }

    /// Whom it was about, fit for a terminal: the one who was called, or who listened in. Empty when Zoom named nobody.
    #[must_use]
    pub fn who(&self) -> String {
        let leg = self.leg();
        let operator = [&leg.operator.name, &leg.operator.ext_number].into_iter().find(|text| !text.is_empty());
        let label = match self.kind {
            StepKind::Supervision => operator.or_else(|| leg.callee.label()),
            StepKind::Menu
            | StepKind::Key
            | StepKind::Queue
            | StepKind::Ring
            | StepKind::Dial
            | StepKind::Transfer
            | StepKind::Park
            | StepKind::PickUp
            | StepKind::Voicemail
            | StepKind::Other => leg.callee.label().or(operator),
        };
        label.map_or_else(String::new, ToString::to_string)
    }

    /// How it ended, in Zoom's word, where that says something: that a menu or a queue answered does not.
    #[must_use]
    pub fn result(&self) -> String {
        let result = &self.leg().result;
        let says_nothing = match self.kind {
            StepKind::Menu | StepKind::Key | StepKind::Queue | StepKind::Park => {
                result.group() == ResultGroup::Answered
            }
            StepKind::Voicemail => result.group() == ResultGroup::Voicemail,
            StepKind::Ring
            | StepKind::Dial
            | StepKind::Transfer
            | StepKind::PickUp
            | StepKind::Supervision
            | StepKind::Other => false,
        };
        if says_nothing { String::new() } else { result.to_string() }
    }

    /// True where it ended because somebody else took the call, which is no failure of this one. Source: result reasons of the Zoom
    /// Phone API, checked 2026-11-22.
    #[must_use]
    pub fn was_taken_elsewhere(&self) -> bool {
        matches!(self.leg().result_reason.as_raw(), "answered_by_other" | "pickup_by_other" | "call_out_by_other")
    }

    /// When it began, since the axis begins.
    #[must_use]
    pub fn from(&self) -> Option<Duration> {
        self.bars.first().map(|bar| bar.from)
    }

    /// When it was over, since the axis begins.
    #[must_use]
    pub fn to(&self) -> Option<Duration> {
        self.bars.last().map(|bar| bar.to)
    }

    /// The first stretch of a kind.
    #[must_use]
    pub fn bar(&self, phase: Phase) -> Option<Bar> {
        self.bars.iter().copied().find(|bar| bar.phase == phase)
    }

    /// How long the other side was on hold in it; Zoom does not tell when.
    #[must_use]
    pub fn hold(&self) -> Option<Duration> {
        self.legs.iter().filter_map(|leg| leg.hold_time).max().filter(|hold| !hold.is_zero())
    }

    /// True when `other` tells what this one tells: the same party at the same times with the same outcome. A transfer and the
    /// call that came of it are one.
    pub(super) fn tells_the_same(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.legs[0], other.legs[0]);
        let same_kind = self.kind == other.kind || (self.kind == StepKind::Transfer && other.kind == StepKind::Ring);
        let times = |leg: &CallElement| (leg.start_time, leg.answer_time, leg.end_time);
        same_kind
            && mine.start_time.is_some()
            && times(mine) == times(theirs)
            && mine.result.group() == theirs.result.group()
            && (self.kind != StepKind::Supervision
                || (&mine.event, &mine.operator) == (&theirs.event, &theirs.operator))
            && (self.kind != StepKind::Key || mine.press_key == theirs.press_key)
            && is_same_party(&mine.callee, &theirs.callee)
    }

    /// True where somebody takes part in the call in this step, and goes on doing so in another way in `later`.
    #[must_use]
    pub fn is_more_of(&self, later: &Self) -> bool {
        self.kind == StepKind::Supervision && later.kind == StepKind::Supervision && self.who() == later.who()
    }

    pub(super) fn take_in(&mut self, other: Self) {
        self.legs.extend(other.legs);
    }
}

fn is_same_party(a: &Party, b: &Party) -> bool {
    let known = [(&a.ext_id, &b.ext_id), (&a.ext_number, &b.ext_number)]
        .into_iter()
        .find(|(a, b)| !a.is_empty() && !b.is_empty());
    known.map_or_else(|| a.label().is_some() && a.label() == b.label(), |(a, b)| a == b)
}
