//! Whose phones rang, and what came of it.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{clocked, is_overflow, named};
use crate::model::outcome::ResultGroup;
use crate::model::timeline::{Phase, Step, StepKind};

/// How a phone stopped ringing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ending {
    NoAnswer,
    Rejected,
    Busy,
    /// Zoom's word says neither.
    Stopped,
}

/// The phones that rang, by whose they are, and how each stopped ringing in the end.
pub(super) struct Ringing {
    endings: Vec<(String, Ending)>,
    /// From the first ring to the last; `None` when Zoom gave no times.
    length: Option<Duration>,
}

impl Ringing {
    /// The places of phones that rang and were not answered.
    pub fn places<'a>(steps: &'a [Step<'a>]) -> impl Iterator<Item = usize> + 'a {
        let rang = |step: &Step<'_>| {
            matches!(step.kind, StepKind::Ring | StepKind::Dial)
                && step.leg().result.group() != ResultGroup::Answered
                && step.bar(Phase::Talk).is_none()
                // A call that could not be carried out rang nowhere.
                && step.leg().result.group() != ResultGroup::Failed
                && !step.leg().result.word().is_empty()
                // A menu or a queue that was dialled is no phone.
                && !step.legs[0].callee.is_router()
                // Where an overflow led is told by itself.
                && !is_overflow(step)
        };
        steps.iter().enumerate().filter(move |(_, step)| rang(step)).map(|(place, _)| place)
    }

    /// What these steps tell; `None` when there are none.
    pub fn of(steps: &[Step<'_>], places: impl Iterator<Item = usize>) -> Option<Self> {
        let mut endings: Vec<(String, Ending)> = Vec::new();
        let (mut from, mut to) = (None::<Duration>, None::<Duration>);
        for step in places.filter_map(|place| steps.get(place)) {
            let ending = match step.leg().result.word().as_raw() {
                "ring_timeout" | "no_answer" => Ending::NoAnswer,
                "rejected" => Ending::Rejected,
                "busy" => Ending::Busy,
                _ => Ending::Stopped,
            };
            let who = named(step);
            match endings.iter_mut().find(|(known, _)| *known == who) {
                Some((_, known)) => *known = (*known).max(ending),
                None => endings.push((who, ending)),
            }
            from = from.into_iter().chain(step.from()).min();
            to = to.into_iter().chain(step.to()).max();
        }
        let length = from.zip(to).map(|(from, to)| to.saturating_sub(from));
        (!endings.is_empty()).then_some(Self { endings, length })
    }

    /// What happened before somebody else answered.
    pub fn before_the_answer(&self) -> Option<String> {
        let kinds: BTreeSet<Ending> = self.endings.iter().map(|(_, ending)| *ending).collect();
        // Phones that stop ringing because another one was picked up are no news.
        let news: Vec<String> = kinds
            .into_iter()
            .filter(|kind| *kind != Ending::Stopped)
            .map(|kind| {
                let names: Vec<&str> =
                    self.endings.iter().filter(|(_, ending)| *ending == kind).map(|(who, _)| who.as_str()).collect();
                format!("{} {}", listed(&names), past(kind))
            })
            .collect();
        (!news.is_empty()).then(|| format!("before, {}", news.join(" and ")))
    }

    /// What happened when nobody answered at all. A length that `ending` tells is not told twice.
    pub fn without_answer(&self, queue: Option<&str>, ending: &[String]) -> String {
        let length = self.length.map(|length| clocked(length.as_secs()));
        let is_told = |length: &String| ending.iter().any(|words| words.contains(&format!("after {length}")));
        if let [(who, ending)] = &self.endings[..] {
            return match (ending, length) {
                (Ending::Stopped, Some(length)) if is_told(&length) => format!("{who}'s phone rang"),
                (Ending::NoAnswer, Some(length)) => format!("{who} did not answer within {length}"),
                (Ending::Rejected, Some(length)) => format!("{who} rejected it after {length}"),
                (Ending::Stopped, Some(length)) => format!("{who}'s phone rang for {length}"),
                (Ending::Stopped, None) => format!("{who}'s phone rang"),
                (Ending::NoAnswer | Ending::Rejected, None) | (Ending::Busy, _) => format!("{who} {}", past(*ending)),
            };
        }
        let count = |kind| self.endings.iter().filter(|(_, ending)| *ending == kind).count();
        let kinds = [
            (count(Ending::NoAnswer), "did not answer"),
            (count(Ending::Rejected), "rejected it"),
            (count(Ending::Busy), "busy"),
            (count(Ending::Stopped), "stopped ringing"),
        ];
        let kinds: Vec<String> =
            kinds.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect();
        let of_queue = queue.map_or_else(String::new, |queue| format!(" of {queue}"));
        let for_long = length.map_or_else(String::new, |length| format!(" over {length}"));
        format!("rang {} people{of_queue}{for_long} ({})", self.endings.len(), kinds.join(", "))
    }
}

const fn past(ending: Ending) -> &'static str {
    match ending {
        Ending::NoAnswer => "did not answer",
        Ending::Rejected => "rejected it",
        Ending::Busy => "was busy",
        Ending::Stopped => "stopped ringing",
    }
}

/// `A`, `A and B`, `A, B and 3 others`
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        [one, other, more @ ..] => format!("{one}, {other} and {} more", more.len()),
    }
}
