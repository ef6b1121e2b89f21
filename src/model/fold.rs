//! From steps to calls: the own list has a row a step.

use std::time::Duration;

use super::batch::Flags;
use super::call::{Call, RecordingStatus};
use super::element::{CallElement, Operator};
use super::outcome::{CallResult, ResultGroup};
use super::timeline::StepKind;

/// One call out of the steps that share its `call_history_uuid`; `None` when there is no step with a start time.
///
/// The first step says who and what kind; the outcome is the best that any step reached: answered, else voicemail, else
/// that of the last step. Spoken and held time add up, the wait is the longest, since steps ring side by side.
#[must_use]
pub fn fold(elements: &[CallElement]) -> Option<Call> {
    let mut steps: Vec<&CallElement> = elements.iter().filter(|step| step.start_time.is_some()).collect();
    steps.sort_by(|a, b| {
        (a.start_time, a.order(), &a.call_element_id).cmp(&(b.start_time, b.order(), &b.call_element_id))
    });
    let (first, last) = (*steps.first()?, *steps.last()?);
    let reached = |group| steps.iter().find(|step| step.result.group() == group);
    let outcome = reached(ResultGroup::Answered).or_else(|| reached(ResultGroup::Voicemail)).copied().unwrap_or(last);
    let start_time = first.start_time?;
    let end_time = steps.iter().filter_map(|step| step.end_time).max();
    let named = |of: fn(&CallElement) -> &super::text::Text| {
        steps.iter().map(|step| of(step)).find(|text| !text.is_empty()).cloned().unwrap_or_default()
    };
    let recording_id =
        steps.iter().map(|step| &step.recording_id).find(|id| !id.is_empty()).cloned().unwrap_or_default();
    Some(Call {
        call_history_uuid: first.call_history_uuid.clone(),
        call_id: first.call_id.clone(),
        direction: first.direction.clone(),
        international: None,
        start_time,
        answer_time: outcome.answer_time.or_else(|| steps.iter().find_map(|step| step.answer_time)),
        end_time,
        duration: end_time.and_then(|end| (end - start_time).to_std().ok()),
        talk: sum(steps.iter().map(|step| step.talk_time)),
        wait: steps.iter().filter_map(|step| step.wait_time).max(),
        hold: sum(steps.iter().map(|step| step.hold_time)),
        connect_type: first.connect_type.clone(),
        call_type: first.call_type.clone(),
        call_result: CallResult::new(outcome.result.word().clone()),
        caller: first.caller.clone(),
        callee: first.callee.clone(),
        handled_by: handled_by(&steps),
        site_name: named(|step| &step.site_name),
        site_id: named(|step| &step.site_id),
        department: named(|step| &step.department),
        cost_center: named(|step| &step.cost_center),
        group_id: named(|step| &step.group_id),
        spam: super::text::Text::default(),
        recording_status: if recording_id.is_empty() {
            RecordingStatus::NonRecorded
        } else {
            RecordingStatus::Recorded
        },
        recording_id,
        voicemail_id: steps
            .iter()
            .map(|step| &step.voicemail_id)
            .find(|id| !id.is_empty())
            .cloned()
            .unwrap_or_default(),
        hide_caller_id: first.hide_caller_id,
        end_to_end: first.end_to_end,
        caller_account_code: first.caller_account_code.clone(),
        callee_account_code: first.callee_account_code.clone(),
        learned: Flags::default(),
        extra: first.extra.clone(),
    })
}

/// The person who took the call in the end: who took the last answered step, queues and menus left out. Nobody when no person
/// answered.
#[must_use]
pub fn handled_by(steps: &[&CallElement]) -> Operator {
    let answered = steps.iter().rev().filter(|step| step.result.group() == ResultGroup::Answered);
    answered.map(|step| step.taken_by()).find(Operator::is_person).unwrap_or_default()
}

/// What the person of [`handled_by`] did, as a label: called, where a step says that it was them who dialled, else took the call.
#[must_use]
pub fn handling(handled_by: &Operator, steps: &[CallElement]) -> &'static str {
    let dialled = steps.iter().any(|step| StepKind::of(step) == StepKind::Dial && step.operator == *handled_by);
    if dialled { "Called by" } else { "Taken by" }
}

/// The sum of what is known; `None` when nothing is.
fn sum(parts: impl Iterator<Item = Option<Duration>>) -> Option<Duration> {
    parts.flatten().reduce(Duration::saturating_add)
}
