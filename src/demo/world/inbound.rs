//! Calls from outside: to a menu, to a queue, or straight to somebody.

use std::sync::Arc;

use super::dice::Fate;
use super::party::Party;
use super::queueing::at_queue;
use super::story::{Step, Story};
use super::transfers;
use super::words::{CallResult, Event};

/// Tells a call from outside.
pub(super) fn tell(story: &mut Story) {
    let company = story.company;
    story.caller = match story.dice.below(100) {
        0..3 => company.outsiders.withheld(),
        3..6 => company.outsiders.spammer(&mut story.dice),
        _ => company.outsiders.any(&mut story.dice),
    };
    if story.caller.spam.is_some() && story.dice.percent(55) {
        return blocked(story);
    }
    match story.dice.below(100) {
        0..42 => at_menu(story),
        42..70 => {
            let queue = story.dice.place(company.queues.len());
            if let Some(own) = company.queues.get(queue) {
                starts_at(story, &own.party);
            }
            at_queue(story, queue, 0, Event::Incoming, None);
        }
        _ => {
            let user = story.some_user();
            starts_at(story, &user);
            ring(story, &user);
        }
    }
}

/// The first destination, which the row names; until somebody answers the row is its own.
fn starts_at(story: &mut Story, callee: &Arc<Party>) {
    story.callee = Arc::clone(callee);
    story.owner = Arc::clone(callee);
}

/// The phone system turns a spammer away.
fn blocked(story: &mut Story) {
    let user = story.some_user();
    starts_at(story, &user);
    let step = Step::incoming(story, &user, 0).missed(0, CallResult::SystemBlocked);
    story.steps.push(step);
    story.ended(0, CallResult::SystemBlocked);
}

/// The caller hears a menu and presses a key, a wrong key, or nothing.
fn at_menu(story: &mut Story) {
    let company = story.company;
    let other_menu = story.dice.one_in(5);
    let menu = if other_menu { story.dice.pick(&company.receptionists) } else { company.receptionists.first() };
    let Some(menu) = menu else { return };
    starts_at(story, &menu.party);
    let answer = story.dice.between(1, 3);
    let pressed = answer + story.dice.between(3, 14);
    let mut step = Step::incoming(story, &menu.party, 0).missed(pressed + 1, CallResult::Answered);
    step.answer = Some(answer);
    if story.dice.one_in(12) {
        step.answer = None;
        story.steps.push(step.missed(pressed, CallResult::HangUp));
        return story.ended(pressed, CallResult::HangUp);
    }
    story.steps.push(step);
    let wrong = story.dice.one_in(30);
    let choice = story.dice.pick(&menu.keys).copied().unwrap_or(('1', 0));
    let result = if wrong { CallResult::InvalidKey } else { CallResult::Succeeded };
    let mut key = Step::incoming(story, &menu.party, pressed).missed(pressed + 1, result);
    key.answer = Some(pressed);
    key.press_key = Some(if wrong { '9' } else { choice.0 });
    story.steps.push(key);
    if wrong {
        return story.ended(pressed + 1, CallResult::InvalidKey);
    }
    at_queue(story, choice.1, pressed + 1, Event::Forward, Some(Arc::clone(&menu.party)));
}

/// What becomes of a call to a user while the office is open, in parts of a thousand.
const BY_DAY: [(u32, Fate); 7] = [
    (646, Fate::Talk { rings: (3, 22) }),
    (180, Fate::Message),
    (60, Fate::Missed { rings: (30, 30), result: CallResult::NoAnswer }),
    (55, Fate::Missed { rings: (2, 25), result: CallResult::HangUp }),
    (30, Fate::Missed { rings: (0, 1), result: CallResult::Busy }),
    (25, Fate::Missed { rings: (1, 9), result: CallResult::Rejected }),
    (4, Fate::Missed { rings: (0, 0), result: CallResult::ServiceUnavailable }),
];

/// The same while it is closed.
const AT_NIGHT: [(u32, Fate); 4] = [
    (12, Fate::Talk { rings: (5, 25) }),
    (60, Fate::Message),
    (18, Fate::Missed { rings: (30, 30), result: CallResult::NoAnswer }),
    (10, Fate::Missed { rings: (2, 25), result: CallResult::HangUp }),
];

/// A user's telephone rings.
fn ring(story: &mut Story, user: &Arc<Party>) {
    let step = Step::incoming(story, user, 0);
    let fates: &[(u32, Fate)] = if story.open { &BY_DAY } else { &AT_NIGHT };
    match story.dice.fate(fates) {
        Fate::Talk { rings } => {
            let answer = story.dice.within(rings);
            transfers::conversation(story, step, answer, CallResult::Answered);
        }
        Fate::Message => to_voicemail(story, step),
        Fate::Missed { rings, result } => {
            let end = story.dice.within(rings);
            story.steps.push(step.missed(end, result));
            story.ended(end, result);
        }
    }
}

/// After the ringing comes the greeting, and then the caller leaves a message for the owner of the step.
pub(super) fn to_voicemail(story: &mut Story, step: Step) {
    let begins = step.start + story.dice.between(22, 34);
    let end = begins + story.dice.between(3, 55);
    story.leave_message(step, begins, end);
    story.ended(end, CallResult::Voicemail);
}
