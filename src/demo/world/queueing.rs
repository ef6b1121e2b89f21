//! Queues: waiting, ringing members, giving up, overflowing.

use std::sync::Arc;

use super::inbound::to_voicemail;
use super::party::Party;
use super::story::{Step, Story};
use super::transfers;
use super::words::{CallResult, Event, ResultReason};

/// Seconds a member's telephone rings before the next ones do.
const RING: u32 = 20;

/// A call arrives in a queue, by itself or forwarded by a menu.
pub(super) fn at_queue(story: &mut Story, queue: usize, start: u32, event: Event, operator: Option<Arc<Party>>) {
    let company = story.company;
    let Some(queue) = company.queues.get(queue) else { return };
    let mut waiting = Step::incoming(story, &queue.party, start);
    waiting.event = event;
    waiting.operator = operator.or(waiting.operator);
    if !story.open && story.dice.percent(85) {
        return closed(story, waiting);
    }
    let greeted = start + 1;
    let rings = greeted + story.dice.between(1, 9) * story.dice.between(1, 9);
    if story.dice.percent(5) {
        let gave_up = greeted + story.dice.below(rings - greeted);
        story.steps.push(waiting.missed(gave_up, CallResult::Abandoned));
        return story.ended(gave_up, CallResult::Abandoned);
    }
    waiting.answer = Some(greeted);
    waiting.first_ring = Some(rings);
    waiting.result = CallResult::Answered;
    let place = story.steps.len();
    story.steps.push(waiting);
    let first = story.dice.below(64) as usize;
    let how_many = story.dice.between(2, 3) as usize;
    let caller = Arc::clone(&story.caller);
    let parties = queue.members.iter().filter_map(|member| company.users.get(*member)).map(|user| &user.party);
    // A member who calls the queue is not rung.
    let mut members = parties.filter(|party| !Arc::ptr_eq(party, &caller)).cycle().skip(first);
    let mut at = rings;
    // Members ring in rounds until one answers, the caller gives up, or the queue does.
    for round in 1..=3 {
        let rung: Vec<Arc<Party>> = members.by_ref().take(how_many).map(Arc::clone).collect();
        match story.dice.below(100) {
            0..78 => {
                let answered = at + story.dice.between(2, RING - 2);
                answer(story, &queue.party, &rung, at, answered);
                break;
            }
            78..84 => {
                let gave_up = at + story.dice.between(1, RING - 1);
                ring_all(story, &queue.party, &rung, at, gave_up, CallResult::Canceled);
                story.give_up(place, CallResult::Abandoned);
                story.ended(gave_up, CallResult::Abandoned);
                break;
            }
            _ => {
                ring_all(story, &queue.party, &rung, at, at + RING, CallResult::RingTimeout);
                at += RING;
                if round == 3 {
                    story.give_up(place, CallResult::Overflowed);
                    overflow(story, &queue.party, at);
                }
            }
        }
    }
    close_queue(story, place);
}

/// The queue's own step lasts as long as the ringing and the conversation it led to, but not over a transfer.
fn close_queue(story: &mut Story, place: usize) {
    let ends = story.steps.iter().skip(place + 1).filter(|step| step.event == Event::RingToMember).map(|step| step.end);
    if let (Some(end), Some(step)) = (ends.max(), story.steps.get_mut(place)) {
        step.end = end;
    }
}

/// The first of `rung` answers; for the others it was answered by another.
fn answer(story: &mut Story, queue: &Arc<Party>, rung: &[Arc<Party>], at: u32, answered: u32) {
    let Some((winner, others)) = rung.split_first() else { return };
    let member = ring_to_member(story, queue, winner, at);
    let mut side_branches = Vec::with_capacity(others.len());
    for other in others {
        let mut step = ring_to_member(story, queue, other, at).missed(answered, CallResult::Canceled);
        let picked_up = story.dice.one_in(9);
        step.reason = Some(if picked_up { ResultReason::PickupByOther } else { ResultReason::AnsweredByOther });
        step.node = 0;
        side_branches.push(step);
    }
    story.owner = Arc::clone(winner);
    let after_member = story.steps.len() + 1;
    transfers::conversation(story, member, answered, CallResult::Answered);
    // Beside the one who answered, before what became of the conversation.
    story.steps.splice(after_member..after_member, side_branches);
}

/// All of `rung` ring at once and nobody answers.
fn ring_all(story: &mut Story, queue: &Arc<Party>, rung: &[Arc<Party>], at: u32, until: u32, result: CallResult) {
    let segment = story.next_segment();
    for (place, member) in rung.iter().enumerate() {
        let mut step = ring_to_member(story, queue, member, at).missed(until, result);
        step.segment = segment;
        step.node = u32::from(place == 0);
        story.steps.push(step);
    }
}

fn ring_to_member(story: &Story, queue: &Arc<Party>, member: &Arc<Party>, at: u32) -> Step {
    let mut step = Step::incoming(story, member, at);
    step.event = Event::RingToMember;
    step.operator = Some(Arc::clone(queue));
    step
}

/// Nobody is there: the queue plays a message and hangs up, or takes one.
fn closed(story: &mut Story, mut waiting: Step) {
    let queue = Arc::clone(&waiting.callee);
    let start = waiting.start;
    if story.dice.percent(45) {
        let end = start + story.dice.between(14, 24);
        waiting.reason = Some(ResultReason::PlayMessage);
        story.steps.push(waiting.missed(end, CallResult::NoAnswer));
        return story.ended(end, CallResult::NoAnswer);
    }
    story.steps.push(waiting.missed(start + 2, CallResult::Overflowed));
    overflow(story, &queue, start + 2);
}

/// The queue passes the call on to its voicemail, or to somebody of the company who answers or does not.
fn overflow(story: &mut Story, queue: &Arc<Party>, at: u32) {
    let mut step = Step::incoming(story, queue, at);
    step.event = Event::Overflow;
    match story.dice.below(100) {
        0..60 => to_voicemail(story, step),
        60..85 if story.open => {
            let user = story.some_user_but(&[&story.caller.clone()]);
            (step.owner, step.callee) = (Arc::clone(&user), Arc::clone(&user));
            let answered = at + story.dice.between(3, RING);
            story.owner = user;
            transfers::conversation(story, step, answered, CallResult::Answered);
        }
        _ => {
            let end = at + story.dice.between(5, RING);
            story.steps.push(step.missed(end, CallResult::RingTimeout));
            story.ended(end, CallResult::Overflowed);
        }
    }
}
