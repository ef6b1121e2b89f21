//! What a step was made of, from the times of its leg.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Axis, Bar, Phase, StepKind};
use crate::model::element::CallElement;
use crate::model::outcome::ResultGroup;

/// The phases of a leg; none when Zoom gave no start. One whose end is missing is as long as its answer tells, or a point.
pub(super) fn phases(kind: StepKind, leg: &CallElement, axis: &Axis) -> Vec<Bar> {
    let Some(start) = leg.start_time else { return Vec::new() };
    let end = leg.end_time.or(leg.answer_time).unwrap_or(start).max(start);
    let whole = |phase| vec![axis.bar(phase, start, end)];
    match kind {
        StepKind::Menu | StepKind::Key => whole(Phase::Menu),
        // The leg of a queue goes on while a member talks; the wait does not.
        StepKind::Queue => vec![axis.bar(Phase::Wait, start, axis.talk_within(start, end).unwrap_or(end))],
        StepKind::Park => whole(Phase::Park),
        StepKind::Supervision => vec![axis.bar(Phase::Listen, leg.answer_time.unwrap_or(start), end)],
        StepKind::Voicemail => {
            let before = if leg.callee.is_router() { Phase::Wait } else { Phase::Ring };
            let greeted = leg.answer_time.or_else(|| waited(leg, start)).unwrap_or(start);
            parted(axis, [start, greeted.min(end), end], [before, Phase::Voicemail])
        }
        StepKind::Ring | StepKind::Dial | StepKind::Transfer | StepKind::PickUp => talked(axis, leg, Phase::Ring),
        StepKind::Other => talked(axis, leg, Phase::Untold),
    }
}

/// `before` until the answer, talk from there on. An answer whose time nothing tells is not told apart.
fn talked(axis: &Axis, leg: &CallElement, before: Phase) -> Vec<Bar> {
    let Some(start) = leg.start_time else { return Vec::new() };
    let end = leg.end_time.or(leg.answer_time).unwrap_or(start).max(start);
    let was_answered = leg.result.group() == ResultGroup::Answered;
    let answer = leg.answer_time.or_else(|| waited(leg, start).filter(|_| was_answered));
    match answer {
        Some(answer) if leg.callee.is_router() => vec![axis.bar(before, start, answer.clamp(start, end))],
        Some(answer) => parted(axis, [start, answer.clamp(start, end), end], [before, Phase::Talk]),
        None if was_answered => vec![axis.bar(Phase::Untold, start, end)],
        None => vec![axis.bar(before, start, end)],
    }
}

/// The end of the wait that Zoom counted.
fn waited(leg: &CallElement, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
    start.checked_add_signed(TimeDelta::from_std(leg.wait_time?).ok()?)
}

/// Two stretches that meet; the first is left out where it has no length.
fn parted(axis: &Axis, [start, middle, end]: [DateTime<Utc>; 3], [first, second]: [Phase; 2]) -> Vec<Bar> {
    let second = axis.bar(second, middle, end);
    if middle <= start { vec![second] } else { vec![axis.bar(first, start, middle), second] }
}
