//! Calls from outside.

use std::sync::Arc;

use super::story::{Step, Story};
use super::words::CallResult;

/// Tells a call from outside.
pub(super) fn tell(story: &mut Story) {
    story.caller = story.company.outsiders.any(&mut story.dice);
    let user = story.some_user();
    story.callee = Arc::clone(&user);
    story.owner = Arc::clone(&user);
    let answer = story.dice.between(3, 22);
    let end = answer + story.dice.talk();
    let step = Step::incoming(story, &user, 0).talked(answer, end, CallResult::Answered);
    story.steps.push(step);
    story.answered(answer, end, CallResult::Answered);
}
