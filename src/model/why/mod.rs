//! Why a call ended as it did, in one plain sentence worked out from its path, with the steps that say so.
//! Imports the words of the model around it. It never guesses: where the path does not carry a reason there is no sentence.

mod ringing;
#[cfg(test)]
mod tests;

use std::time::Duration;

use super::call::Call;
use super::count::clocked;
use super::outcome::{Direction, ResultGroup};
use super::timeline::{Bar, Phase, Step, StepKind, Timeline};
use ringing::Ringing;

/// The reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// One sentence, fit for a terminal.
    pub sentence: String,
    /// The steps it was worked out from, by their places in the timeline, in order.
    pub evidence: Vec<usize>,
}

/// Why the call ended as it did; `None` where its steps do not tell.
#[must_use]
pub fn why(call: &Call, timeline: &Timeline<'_>) -> Option<Why> {
    let reader = Reader { call, steps: &timeline.steps };
    let mut story = Story::default();
    match reader.first_talk() {
        Some((place, talk)) => reader.answered(place, talk, &mut story),
        None => reader.unanswered(&mut story),
    }
    story.told()
}

/// The sentence as it grows.
#[derive(Default)]
struct Story {
    parts: Vec<String>,
    evidence: Vec<usize>,
}

impl Story {
    fn say(&mut self, words: String, evidence: impl IntoIterator<Item = usize>) {
        self.parts.push(words);
        self.evidence.extend(evidence);
    }

    fn told(mut self) -> Option<Why> {
        let sentence = self.parts.join("; ");
        let mut letters = sentence.chars();
        let first = letters.next()?;
        self.evidence.sort_unstable();
        self.evidence.dedup();
        Some(Why { sentence: format!("{}{}.", first.to_uppercase(), letters.as_str()), evidence: self.evidence })
    }
}

struct Reader<'a> {
    call: &'a Call,
    steps: &'a [Step<'a>],
}

impl Reader<'_> {
    fn placed(&self) -> impl Iterator<Item = (usize, &Step<'_>)> {
        self.steps.iter().enumerate()
    }

    fn of_kind(&self, kind: StepKind) -> impl Iterator<Item = (usize, &Step<'_>)> {
        self.placed().filter(move |(_, step)| step.kind == kind)
    }

    /// The first conversation with a person: its step and its stretch.
    fn first_talk(&self) -> Option<(usize, Bar)> {
        let talks = self.placed().filter(|(_, step)| step.kind != StepKind::Other);
        talks.filter_map(|(place, step)| Some((place, step.bar(Phase::Talk)?))).min_by_key(|(_, bar)| bar.from)
    }

    fn answered(&self, place: usize, talk: Bar, story: &mut Story) {
        let who = named(&self.steps[place]);
        story.say(format!("{who} answered after {}{}", long(talk.from), self.way_to(place)), [place]);
        story.evidence.extend(self.placed().take(place).filter(|(_, step)| leads_on(step)).map(|(place, _)| place));
        let before: Vec<usize> = Ringing::places(self.steps).filter(|other| *other < place).collect();
        let rung = Ringing::of(self.steps, before.iter().copied());
        if let Some(words) = rung.and_then(|rung| rung.before_the_answer()) {
            story.say(words, before);
        }
        let mut later = self.placed().skip(place + 1).peekable();
        while let Some((at, step)) = later.next() {
            let mut evidence = vec![at];
            let mut ways = vec![step.title()];
            // Who listens in and then joins is one person who took part.
            while let Some((next, again)) = later.next_if(|(_, other)| step.is_more_of(other)) {
                evidence.push(next);
                ways.push(again.title());
            }
            if let Some(words) = self.afterwards(at, step, &ways.join(", ")) {
                story.say(words, evidence);
            }
        }
    }

    /// Through which menu and queue the call came to a step.
    fn way_to(&self, place: usize) -> String {
        let before = &self.steps[..place];
        let menu = before.iter().rev().find(|step| step.kind == StepKind::Menu);
        let key = before.iter().rev().find(|step| step.kind == StepKind::Key).map(Step::title);
        let queue = before.iter().rev().find(|step| step.kind == StepKind::Queue);
        let menu = menu.map(|step| match key {
            Some(key) => format!("{} ({key})", named(step)),
            None => named(step),
        });
        let ways: Vec<String> =
            menu.into_iter().chain(queue.map(|step| format!("the queue {}", named(step)))).collect();
        if ways.is_empty() { String::new() } else { format!(", through {}", ways.join(" and ")) }
    }

    /// What became of a call that somebody had answered; `ways` are Zoom's words for how somebody took part.
    fn afterwards(&self, place: usize, step: &Step<'_>, ways: &str) -> Option<String> {
        let who = named(step);
        let before = &self.steps[..place];
        match step.kind {
            StepKind::Transfer => {
                // Asking first and passing on are told as two steps about the same colleague.
                let asked = before.iter().any(|other| other.kind == StepKind::Transfer && other.who() == step.who());
                let told = step.bar(Phase::Talk).is_some();
                match (step.legs[0].event.as_raw(), told) {
                    _ if asked => None,
                    ("direct_transfer", true) => Some(format!("then it was passed on to {who}, who answered")),
                    ("direct_transfer", false) => Some(format!("then it was passed on to {who}{}", not_answered(step))),
                    (_, true) => Some(format!("then {who} was asked and took it over")),
                    (_, false) => Some(format!("then {who} was asked{}", not_answered(step))),
                }
            }
            StepKind::Park => {
                let bar = step.bar(Phase::Park)?;
                Some(format!("it was parked for {}", long(bar.to.saturating_sub(bar.from))))
            }
            StepKind::PickUp => Some(format!("{who} picked it up")),
            StepKind::Supervision => Some(format!("{who} took part ({ways})")),
            StepKind::Voicemail => Some("it ended in a voicemail".to_owned()),
            StepKind::Menu | StepKind::Key | StepKind::Queue | StepKind::Ring | StepKind::Dial | StepKind::Other => {
                None
            }
        }
    }

    fn unanswered(&self, story: &mut Story) {
        let blocked = self.placed().find(|(_, step)| step.leg().result.group() == ResultGroup::Blocked);
        if let Some((place, step)) = blocked {
            return story.say(format!("a rule in Zoom turned the call away ({})", step.leg().result), [place]);
        }
        if let Some((place, step)) =
            self.of_kind(StepKind::Key).find(|(_, step)| step.leg().result.word().as_raw() == "invalid_key")
        {
            let words = format!("the caller {}, which leads nowhere in {}", step.title(), named(step));
            return story.say(words, [place]);
        }
        let closed = "play_a_message_then_disconnect";
        if let Some((place, step)) = self.placed().find(|(_, step)| step.leg().result_reason.as_raw() == closed) {
            return story.say(format!("{} played a message and hung up; nobody was rung", named(step)), [place]);
        }
        let mut ending = Story::default();
        self.end(&mut ending);
        let rings: Vec<usize> = Ringing::places(self.steps).collect();
        if let Some(rung) = Ringing::of(self.steps, rings.iter().copied()) {
            let queue = self.of_kind(StepKind::Queue).next().map(|(_, step)| named(step));
            story.say(rung.without_answer(queue.as_deref(), &ending.parts), rings);
        }
        story.parts.append(&mut ending.parts);
        story.evidence.append(&mut ending.evidence);
    }

    /// How a call that nobody answered ended.
    fn end(&self, story: &mut Story) {
        let queue = self.of_kind(StepKind::Queue).last();
        let length = self.steps.iter().filter_map(Step::to).max();
        if let Some((place, step)) = self.of_kind(StepKind::Voicemail).last() {
            let after = step.bar(Phase::Voicemail).map_or_else(String::new, |bar| format!(" after {}", long(bar.from)));
            // A person's own voicemail is one step with the ringing before it.
            if let Some(ring) = step.bar(Phase::Ring) {
                let rang = long(ring.to.saturating_sub(ring.from));
                story.say(format!("{} did not answer within {rang}", named(step)), [place]);
            }
            let from = queue.map_or_else(|| "it".to_owned(), |(_, queue)| named(queue));
            let is_its_own = from == named(step);
            // After phones that rang in vain, the voicemail of their own queue is no news.
            if !is_overflow(step) || is_its_own && Ringing::places(self.steps).next().is_some() {
                return story.say(format!("voicemail{after}"), [place]);
            }
            let whose = if is_its_own { String::new() } else { format!(" of {}", named(step)) };
            let evidence = queue.map(|(place, _)| place).into_iter().chain([place]);
            return story.say(format!("{from} overflowed to voicemail{whose}{after}"), evidence);
        }
        if let Some((place, step)) = self.placed().filter(|(_, step)| is_overflow(step)).last() {
            let from = self.of_kind(StepKind::Queue).filter(|(queue, _)| *queue < place).last();
            let words = match from {
                // Zoom names the queue itself where the overflow led to nobody else.
                Some((_, from)) if named(from) == named(step) => {
                    let is_missed = step.leg().result.group() == ResultGroup::Missed;
                    let ending = if is_missed { "; nobody answered".to_owned() } else { not_answered(step) };
                    format!("{} overflowed{ending}", named(step))
                }
                Some(_) | None => format!("it overflowed to {}{}", named(step), not_answered(step)),
            };
            return story.say(words, from.map(|(place, _)| place).into_iter().chain([place]));
        }
        // The outcome is the call's, so the evidence is the step that ended with the same word.
        let word = self.call.call_result.word();
        let ended = self.placed().filter(|(_, step)| step.leg().result.word() == word).last();
        let (Some((place, _)), Some(length)) = (ended, length) else { return };
        let in_queue = queue.map_or_else(String::new, |(_, step)| format!(" in {}", named(step)));
        let words = match word.as_raw() {
            "abandoned" => format!("the caller gave up after {}{in_queue}", long(length)),
            "hang_up" => format!("it was hung up after {}, before anybody answered", long(length)),
            "canceled" if self.call.direction == Direction::Outbound => {
                format!("it was given up after {}", long(length))
            }
            "call_failed" | "service_unavailable" | "invalid_operation" | "unconnected" => {
                format!("the call could not be put through (Zoom's result: {word})")
            }
            _ => return,
        };
        story.say(words, [place]);
    }
}

/// True for what stands between the caller and a person.
fn leads_on(step: &Step<'_>) -> bool {
    matches!(step.kind, StepKind::Menu | StepKind::Key | StepKind::Queue)
}

/// True for where a queue led when it was full, closed or not answered.
fn is_overflow(step: &Step<'_>) -> bool {
    step.legs[0].event.as_raw() == "overflow"
}

/// Whom a step is about; Zoom does not name everybody.
fn named(step: &Step<'_>) -> String {
    let who = step.who();
    if who.is_empty() { "somebody Zoom does not name".to_owned() } else { who }
}

fn not_answered(step: &Step<'_>) -> String {
    match step.leg().result.word().as_raw() {
        "rejected" => ", who rejected it".to_owned(),
        "busy" => ", who was busy".to_owned(),
        "ring_timeout" | "no_answer" => ", who did not answer".to_owned(),
        "" => String::new(),
        _ => format!(" (Zoom's result: {})", step.leg().result),
    }
}

fn long(span: Duration) -> String {
    clocked(span.as_secs())
}
