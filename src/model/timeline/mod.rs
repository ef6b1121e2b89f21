//! How a call went, on one axis of time: the legs of its path as steps in order, each with the phases it went through.
//! Imports the words of the model around it. It never guesses: what Zoom gave no time for has no bar, and what it did not tell
//! apart is one bar of its own kind.

mod phases;
#[cfg(test)]
pub(crate) mod samples;
mod step;
#[cfg(test)]
mod tests;

use std::time::Duration;

use chrono::{DateTime, Utc};

pub use step::{Step, StepKind};

use super::element::CallElement;
use super::outcome::ResultGroup;

/// What a stretch of a step was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// A menu spoke, or a key was pressed in it.
    Menu,
    /// The caller waited in a queue.
    Wait,
    /// A phone rang.
    Ring,
    /// People talked; hold is within it, since Zoom tells how long it was and not when.
    Talk,
    /// A voicemail greeted and recorded.
    Voicemail,
    /// The call was parked.
    Park,
    /// Somebody listened in or joined.
    Listen,
    /// Zoom does not tell what: an event we do not know, or an answer without its time.
    Untold,
}

impl Phase {
    /// All phases, in the order of the legend.
    pub const ALL: [Self; 8] =
        [Self::Menu, Self::Wait, Self::Ring, Self::Talk, Self::Voicemail, Self::Park, Self::Listen, Self::Untold];

    /// The word for the legend.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Menu => "menu",
            Self::Wait => "wait",
            Self::Ring => "ring",
            Self::Talk => "talk",
            Self::Voicemail => "voicemail",
            Self::Park => "parked",
            Self::Listen => "listening in",
            Self::Untold => "not told apart",
        }
    }
}

/// A stretch of the axis. Invariant: `from` is at most `to`, and `to` at most the length of the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it was.
    pub phase: Phase,
    /// Its beginning, since the axis begins.
    pub from: Duration,
    /// Its end, since the axis begins.
    pub to: Duration,
}

/// The steps of a call on one axis.
#[derive(Clone, Debug)]
pub struct Timeline<'a> {
    /// The moment the axis begins: the first start that Zoom gave.
    pub zero: DateTime<Utc>,
    /// The axis ends with the last moment that Zoom gave.
    pub length: Duration,
    /// The steps, in order.
    pub steps: Vec<Step<'a>>,
}

impl<'a> Timeline<'a> {
    /// The legs of a call as steps. Legs that tell the same thing once for each party are one step; `started` is where the axis
    /// begins when no leg has a time.
    #[must_use]
    pub fn of(legs: &'a [CallElement], started: DateTime<Utc>) -> Self {
        let ordered = in_order(legs);
        let zero = ordered.iter().filter_map(|leg| leg.start_time).min().unwrap_or(started);
        let moments = legs.iter().flat_map(|leg| [leg.start_time, leg.answer_time, leg.end_time]);
        let last = moments.flatten().max().unwrap_or(zero).max(zero);
        let axis = Axis { zero, last, talks: talks(&ordered) };
        let mut steps: Vec<Step<'a>> = Vec::new();
        let mut segment = None;
        for leg in ordered {
            let step = Step::of(leg, leg.segment.is_some() && leg.segment == segment, &axis);
            segment = leg.segment;
            match steps.iter_mut().find(|known| known.tells_the_same(&step)) {
                Some(known) => known.take_in(step),
                None => steps.push(step),
            }
        }
        Self { zero, length: axis.length(), steps }
    }

    /// How many legs the steps were made of.
    #[must_use]
    pub fn legs(&self) -> usize {
        self.steps.iter().map(|step| step.legs.len()).sum()
    }

    /// The phases that occur, in the order of the legend.
    #[must_use]
    pub fn phases(&self) -> Vec<Phase> {
        let occurs = |phase: &Phase| self.steps.iter().flat_map(|step| &step.bars).any(|bar| bar.phase == *phase);
        Phase::ALL.into_iter().filter(occurs).collect()
    }
}

/// The legs in the order to read them: by segment, then by start, then those that were answered first. The node decides only
/// what is left, and carries no meaning. Source: Zoom Phone API notes on the call path, whose start values differ between documents.
#[must_use]
pub fn in_order(legs: &[CallElement]) -> Vec<&CallElement> {
    let mut ordered: Vec<&CallElement> = legs.iter().collect();
    ordered.sort_by_key(|leg| {
        let [segment, node] = [leg.segment, leg.node].map(|number| number.unwrap_or(i64::MAX));
        (segment, leg.start_time.is_none(), leg.start_time, leg.answer_time.is_none(), node)
    });
    ordered
}

/// The legs in the order of their numbers, segment and node: where each stands for itself.
#[must_use]
pub fn by_number(legs: &[CallElement]) -> Vec<&CallElement> {
    let mut ordered = in_order(legs);
    ordered.sort_by_key(|leg| [leg.segment, leg.node].map(|number| number.unwrap_or(i64::MAX)));
    ordered
}

/// When people began to talk, which is when a wait in a queue was over.
fn talks(legs: &[&CallElement]) -> Vec<DateTime<Utc>> {
    let by_people = legs.iter().filter(|leg| {
        leg.result.group() == ResultGroup::Answered && !leg.callee.is_router() && leg.press_key.is_empty()
    });
    by_people.filter_map(|leg| leg.answer_time).collect()
}

/// The axis, and what steps have to know of each other.
struct Axis {
    zero: DateTime<Utc>,
    last: DateTime<Utc>,
    talks: Vec<DateTime<Utc>>,
}

impl Axis {
    fn length(&self) -> Duration {
        self.place(self.last)
    }

    /// A moment on the axis; one before or behind it stands at its end.
    fn place(&self, moment: DateTime<Utc>) -> Duration {
        (moment.min(self.last) - self.zero).to_std().unwrap_or_default()
    }

    fn bar(&self, phase: Phase, from: DateTime<Utc>, to: DateTime<Utc>) -> Bar {
        let from = self.place(from);
        Bar { phase, from, to: self.place(to).max(from) }
    }

    /// The first talk from `start` to `end`.
    fn talk_within(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.talks.iter().copied().filter(|talk| (start..=end).contains(talk)).min()
    }
}
