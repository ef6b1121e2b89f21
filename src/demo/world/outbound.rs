//! Calls to outside, and between colleagues.

use std::sync::Arc;

use super::dice::Fate;
use super::inbound::to_voicemail;
use super::queueing::at_queue;
use super::story::{Step, Story};
use super::transfers;
use super::words::{CallResult, CallType, Direction, Event};

/// Tells a call that somebody of the company makes.
pub(super) fn tell(story: &mut Story) {
    let company = story.company;
    let user = story.some_user();
    story.direction = Direction::Outbound;
    story.caller = Arc::clone(&user);
    story.owner = Arc::clone(&user);
    match story.dice.below(2000) {
        0 => {
            story.call_type = CallType::Emergency;
            story.callee = company.outsiders.emergency();
            let step = outgoing(story);
            let end = 4 + story.dice.between(30, 240);
            story.steps.push(step.talked(4, end, CallResult::Connected));
            story.answered(4, end, CallResult::Connected);
        }
        1..1400 => {
            story.callee = company.outsiders.any(&mut story.dice);
            to_outside(story);
        }
        1400..1500 => {
            let queue = story.dice.place(company.queues.len());
            to_queue(story, queue);
        }
        1500..1560 => {
            let area = story.dice.pick(&company.common_areas).map(Arc::clone);
            story.callee = area.unwrap_or(user);
            to_colleague(story, false);
        }
        _ => {
            story.callee = story.some_user_but(&[&user]);
            to_colleague(story, true);
        }
    }
}

/// The caller's own step, not yet ended.
fn outgoing(story: &Story) -> Step {
    let mut step = Step::incoming(story, &story.callee, 0);
    step.event = Event::Outgoing;
    step.direction = Direction::Outbound;
    step.owner = Arc::clone(&story.caller);
    step.operator = Some(Arc::clone(&story.caller));
    step
}

/// What becomes of a call to outside, in parts of a thousand.
const OUTSIDE: [(u32, Fate); 7] = [
    (600, Fate::Talk { rings: (4, 26) }),
    (80, Fate::Message),
    (130, Fate::Missed { rings: (30, 45), result: CallResult::NoAnswer }),
    (100, Fate::Missed { rings: (3, 28), result: CallResult::Canceled }),
    (50, Fate::Missed { rings: (0, 3), result: CallResult::Busy }),
    (30, Fate::Missed { rings: (0, 3), result: CallResult::CallFailed }),
    (10, Fate::Missed { rings: (2, 12), result: CallResult::Rejected }),
];

/// What becomes of a call to a colleague. The first is left out for a telephone without voicemail.
const COLLEAGUE: [(u32, Fate); 6] = [
    (14, Fate::Message),
    (66, Fate::Talk { rings: (2, 18) }),
    (10, Fate::Missed { rings: (30, 40), result: CallResult::NoAnswer }),
    (6, Fate::Missed { rings: (3, 28), result: CallResult::Canceled }),
    (3, Fate::Missed { rings: (0, 2), result: CallResult::Busy }),
    (1, Fate::Missed { rings: (2, 12), result: CallResult::Rejected }),
];

fn to_outside(story: &mut Story) {
    let step = outgoing(story);
    match story.dice.fate(&OUTSIDE) {
        Fate::Talk { rings } => {
            let answer = story.dice.within(rings);
            transfers::conversation(story, step, answer, CallResult::Connected);
        }
        Fate::Message => {
            // The other side's voicemail picks up, which Zoom cannot tell from a person.
            let answer = story.dice.between(22, 34);
            let end = answer + story.dice.between(5, 50);
            story.steps.push(step.talked(answer, end, CallResult::Connected));
            story.answered(answer, end, CallResult::Connected);
        }
        Fate::Missed { rings, result } => {
            let end = story.dice.within(rings);
            story.steps.push(step.missed(end, result));
            story.ended(end, result);
        }
    }
}

/// A call to a colleague is told twice: the caller's step, and that of the one called.
fn to_colleague(story: &mut Story, has_voicemail: bool) {
    let own = outgoing(story);
    let called = Arc::clone(&story.callee);
    let mut theirs = Step::incoming(story, &called, 0);
    theirs.segment = 2;
    let fates = if has_voicemail { &COLLEAGUE[..] } else { &COLLEAGUE[1..] };
    match story.dice.fate(fates) {
        Fate::Talk { rings } => {
            let answer = story.dice.within(rings);
            let end = answer + story.dice.talk();
            let mut theirs = theirs.talked(answer, end, CallResult::Answered);
            // One conversation is recorded once: with the caller.
            theirs.conversation = false;
            story.steps.push(own.talked(answer, end, CallResult::Connected));
            story.steps.push(theirs);
            story.answered(answer, end, CallResult::Connected);
        }
        Fate::Message => {
            story.steps.push(own);
            to_voicemail(story, theirs);
            let end = story.end;
            if let Some(own) = story.steps.first_mut() {
                (own.end, own.result) = (end, CallResult::Voicemail);
            }
        }
        Fate::Missed { rings, result } => {
            let end = story.dice.within(rings);
            story.steps.push(own.missed(end, result));
            story.steps.push(theirs.missed(end, result));
            story.ended(end, result);
        }
    }
}

/// A colleague calls a queue, which serves them as anybody else.
fn to_queue(story: &mut Story, queue: usize) {
    let Some(called) = story.company.queues.get(queue) else { return };
    story.callee = Arc::clone(&called.party);
    let own = outgoing(story);
    story.steps.push(own);
    at_queue(story, queue, 0, Event::Incoming, None);
    let (answer, end, result) = (story.answer, story.end, story.result);
    let Some(own) = story.steps.first_mut() else { return };
    (own.answer, own.end) = (answer, end);
    own.result = if result == CallResult::Answered { CallResult::Connected } else { result };
    story.result = own.result;
    story.owner = Arc::clone(&story.caller);
}
