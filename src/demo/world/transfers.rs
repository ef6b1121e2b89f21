//! A conversation and what may become of it: a transfer, a warm transfer, a park, a supervisor who listens in.

use std::sync::Arc;

use super::party::Party;
use super::story::{Step, Story};
use super::words::{CallResult, Direction, Event};

/// `step` was answered at `answer`: somebody of the company talks, and sometimes passes the call on. Ends the call.
pub(super) fn conversation(story: &mut Story, step: Step, answer: u32, result: CallResult) {
    match story.dice.below(100) {
        0..5 => direct(story, step, answer, result),
        5..8 => warm(story, step, answer, result),
        8..10 => park(story, step, answer, result),
        10 => supervised(story, step, answer, result),
        _ => {
            let end = answer + story.dice.talk();
            story.steps.push(step.talked(answer, end, result));
            story.answered(answer, end, result);
        }
    }
}

/// Passes the call on without asking. Zoom tells such a call in near-doubles, one for each side: 2/0 and 2/1 the transfer, 3/0
/// and 3/1 the call that came of it, with an operator on the last only.
fn direct(story: &mut Story, step: Step, answer: u32, result: CallResult) {
    let from = Arc::clone(&step.owner);
    let passed_on = answer + story.dice.between(15, 150);
    story.steps.push(step.talked(answer, passed_on, result));
    let target = story.some_user_but(&[&from, &story.caller.clone()]);
    let mut side = passed_to(story, &from, &target, passed_on);
    (side.operator, side.transfers) = (None, 1);
    let pairs = if story.dice.percent(85) {
        let answered = passed_on + story.dice.between(2, 20);
        let end = answered + story.dice.talk();
        let transfer = side.talked(answered, end, CallResult::Connected);
        story.answered(answer, end, result);
        [
            (Event::DirectTransfer, transfer.clone()),
            (Event::Incoming, transfer.talked(answered, end, CallResult::Answered)),
        ]
    } else {
        let end = passed_on + 28;
        let transfer = side.missed(end, CallResult::NoAnswer);
        story.answered(answer, end, result);
        [(Event::DirectTransfer, transfer.clone()), (Event::Incoming, transfer)]
    };
    for (event, told) in pairs {
        let segment = story.next_segment();
        for node in [0, 1] {
            let mut step = Step { event, segment, node, ..told.clone() };
            let main = event == Event::Incoming && node == 1;
            step.conversation = main && told.conversation;
            step.operator = main.then(|| Arc::clone(&target));
            if node == 0 {
                step.owner = Arc::clone(&from);
            }
            story.steps.push(step);
        }
    }
}

/// Asks a colleague first, which is a phone call of its own in the same record, while the other party is on hold.
fn warm(story: &mut Story, step: Step, answer: u32, result: CallResult) {
    let from = Arc::clone(&step.owner);
    let asks = answer + story.dice.between(20, 200);
    let colleague_answers = asks + story.dice.between(2, 15);
    let passed_on = colleague_answers + story.dice.between(8, 50);
    let end = passed_on + story.dice.talk();
    story.steps.push(step.talked(answer, passed_on, result));
    let colleague = story.some_user_but(&[&from, &story.caller.clone()]);
    let mut told = passed_to(story, &from, &colleague, asks).talked(colleague_answers, end, CallResult::Answered);
    (told.operator, told.consultation) = (Some(Arc::clone(&from)), true);
    let asking = Step {
        event: Event::WarmTransferOutgoing,
        direction: Direction::Outbound,
        owner: Arc::clone(&from),
        caller: from,
        result: CallResult::Connected,
        end: passed_on,
        conversation: false,
        ..told.clone()
    };
    story.steps.push(asking);
    story.steps.push(Step { event: Event::WarmTransferIncoming, node: 0, ..told });
    story.answered(answer, end, result);
}

/// Parks the call; a colleague picks it up.
fn park(story: &mut Story, step: Step, answer: u32, result: CallResult) {
    let from = Arc::clone(&step.owner);
    let parked = answer + story.dice.between(10, 60);
    story.steps.push(step.talked(answer, parked, result));
    let colleague = story.some_user_but(&[&from, &story.caller.clone()]);
    let picked_up = parked + story.dice.between(5, 70);
    let waiting = passed_to(story, &from, &from, parked).missed(picked_up, CallResult::Succeeded);
    story.steps.push(Step { event: Event::Park, ..waiting });
    let end = picked_up + story.dice.talk();
    let talking = passed_to(story, &from, &colleague, picked_up).talked(picked_up, end, CallResult::PickedUp);
    story.steps.push(Step { event: Event::ParkPickUp, ..talking });
    story.answered(answer, end, result);
}

/// A colleague listens in, and sometimes whispers to the one who talks or joins.
fn supervised(story: &mut Story, step: Step, answer: u32, result: CallResult) {
    let from = Arc::clone(&step.owner);
    let end = answer + 40 + story.dice.talk();
    story.steps.push(step.talked(answer, end, result));
    let supervisor = story.some_user_but(&[&from, &story.caller.clone()]);
    let begins = answer + story.dice.between(5, 15);
    let changes = begins + story.dice.between(10, 20);
    let more = story.dice.weighted(&[(3, None), (1, Some(Event::Whisper)), (1, Some(Event::Barge))]).flatten();
    let listens = (Event::Monitor, begins, if more.is_some() { changes } else { end });
    for (event, from_second, to) in [Some(listens), more.map(|event| (event, changes, end))].into_iter().flatten() {
        let mut told = passed_to(story, &from, &from, from_second).talked(from_second, to, CallResult::Connected);
        (told.event, told.operator, told.conversation) = (event, Some(Arc::clone(&supervisor)), false);
        told.node = 0;
        story.steps.push(told);
    }
    story.answered(answer, end, result);
}

/// The step in which `from` passes the other party on to `to`.
fn passed_to(story: &Story, from: &Arc<Party>, to: &Arc<Party>, at: u32) -> Step {
    let mut step = Step::incoming(story, to, at);
    if Arc::ptr_eq(from, &story.caller) {
        step.caller = Arc::clone(&story.callee);
    }
    step
}
