//! A call while it is being made up: its steps with times in seconds since its start.

use std::sync::Arc;

use super::company::Company;
use super::dice::Dice;
use super::party::Party;
use super::words::{CallResult, CallType, Direction, Event, ResultReason};

/// A call being made up.
pub(super) struct Story<'w> {
    pub company: &'w Company,
    pub dice: Dice,
    /// The office is open.
    pub open: bool,
    pub direction: Direction,
    pub call_type: CallType,
    pub caller: Arc<Party>,
    /// The first destination.
    pub callee: Arc<Party>,
    /// Who owns the row.
    pub owner: Arc<Party>,
    pub result: CallResult,
    /// When the call was answered, by a menu or queue too, if it came to anything.
    pub answer: Option<u32>,
    pub end: u32,
    pub steps: Vec<Step>,
    pub message: Option<Message>,
}

/// A message being left: in which step, from when, for whom.
pub(super) struct Message {
    pub step: usize,
    pub start: u32,
    pub owner: Arc<Party>,
}

/// A leg being made up.
#[derive(Clone)]
pub(super) struct Step {
    pub owner: Arc<Party>,
    pub caller: Arc<Party>,
    pub callee: Arc<Party>,
    pub operator: Option<Arc<Party>>,
    pub direction: Direction,
    pub event: Event,
    pub result: CallResult,
    pub reason: Option<ResultReason>,
    pub press_key: Option<char>,
    pub segment: u32,
    pub node: u32,
    pub start: u32,
    pub answer: Option<u32>,
    pub end: u32,
    /// When waiting ended, where that is not the answer: with the first ring in a queue, with the tone before a message.
    pub first_ring: Option<u32>,
    /// How many direct transfers came before.
    pub transfers: u8,
    /// Part of a consultation, which is a phone call of its own.
    pub consultation: bool,
    /// Somebody talked to the other party here: may be recorded, summed up, billed, put on hold.
    pub conversation: bool,
}

impl Step {
    /// An unanswered step that `callee` owns and carries out, of a call coming from outside or a colleague.
    pub fn incoming(story: &Story, callee: &Arc<Party>, start: u32) -> Self {
        Self {
            owner: Arc::clone(callee),
            caller: Arc::clone(&story.caller),
            callee: Arc::clone(callee),
            operator: Some(Arc::clone(callee)),
            direction: Direction::Inbound,
            event: Event::Incoming,
            result: CallResult::NoAnswer,
            reason: None,
            press_key: None,
            segment: story.next_segment(),
            node: 1,
            start,
            answer: None,
            end: start,
            first_ring: None,
            transfers: 0,
            consultation: false,
            conversation: false,
        }
    }

    /// Ends the step unanswered.
    pub fn missed(mut self, end: u32, result: CallResult) -> Self {
        self.end = end;
        self.result = result;
        self
    }

    /// Ends the step after a conversation.
    pub fn talked(mut self, answer: u32, end: u32, result: CallResult) -> Self {
        self.answer = Some(answer);
        self.end = end;
        self.result = result;
        self.conversation = true;
        self
    }
}

impl Story<'_> {
    /// The segment after the last one.
    pub fn next_segment(&self) -> u32 {
        self.steps.last().map_or(1, |step| step.segment + 1)
    }

    /// Ends the call after a conversation that began at `answer`. The call as a whole was answered when its first step was.
    pub fn answered(&mut self, answer: u32, end: u32, result: CallResult) {
        self.answer = self.steps.first().and_then(|step| step.answer).or(Some(answer));
        self.end = end;
        self.result = result;
    }

    /// Ends the call without one.
    pub fn ended(&mut self, end: u32, result: CallResult) {
        self.end = end;
        self.result = result;
    }

    /// Ends a step with a message for its owner that begins at `begins`.
    pub fn leave_message(&mut self, mut step: Step, begins: u32, end: u32) {
        step.first_ring = Some(begins);
        self.message = Some(Message { step: self.steps.len(), start: begins, owner: Arc::clone(&step.owner) });
        self.steps.push(step.missed(end, CallResult::Voicemail));
    }

    /// Tells that the queue's step at `place` came to nothing after all.
    pub fn give_up(&mut self, place: usize, result: CallResult) {
        if let Some(step) = self.steps.get_mut(place) {
            (step.result, step.answer, step.first_ring) = (result, None, None);
        }
    }

    /// An active user of the company; the first ones somewhat more often.
    pub fn some_user(&mut self) -> Arc<Party> {
        self.some_user_but(&[])
    }

    /// The same, but none of these.
    pub fn some_user_but(&mut self, others: &[&Arc<Party>]) -> Arc<Party> {
        let users = &self.company.users;
        let skip = if self.dice.percent(40) { self.dice.rank(users.len()) } else { self.dice.place(users.len()) };
        let mut active = users.iter().cycle().skip(skip).take(users.len()).map(|user| &user.party).filter(|party| {
            let in_use = party.extension.as_ref().is_some_and(|extension| extension.active);
            in_use && !others.iter().any(|other| Arc::ptr_eq(other, party))
        });
        Arc::clone(active.next().unwrap_or(&self.callee))
    }
}
