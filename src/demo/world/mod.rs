//! The invented company and its calls: any number of them, none held. A call is told anew from the seed and its slot whenever
//! it is asked for, so memory is that of the company and of one number an hour. No I/O, no clock, no randomness but the seed's.

mod call;
mod company;
mod dice;
mod ids;
mod inbound;
mod outbound;
mod outsiders;
mod party;
mod queueing;
mod story;
mod telling;
mod texts;
mod timeline;
mod transfers;
mod words;

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};

pub use call::{AiSummary, Call, Leg, Recording, Transcript, Voicemail};
pub use company::{AutoReceptionist, Company, Queue, Site, Trunk, User};
pub use ids::{CallId, DatedUuid, HexId, ShortId};
pub use party::{Extension, Party};
pub use texts::{Line, Topic, topic};
pub use words::{CallResult, CallType, ConnectType, Direction, Event, ExtensionType, NumberType, ResultReason};

use ids::{Kind, Scramble, Slot};
use timeline::{Timeline, hour_of};

/// No call lasts longer. Whoever looks for calls by `end_time` widens the window by this much.
pub const LONGEST_CALL: TimeDelta = TimeDelta::hours(2);

/// Calls that come in while the world runs are this short, and show once this time has passed: so they show in order, each as
/// it ends.
const LONGEST_LIVE_CALL: TimeDelta = TimeDelta::minutes(4);

/// What world to make. Equal specs make equal worlds, `now` counting by its hour.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Everything random follows from it.
    pub seed: u64,
    /// How many calls there are at first, up to 10 million.
    pub calls: u64,
    /// How many days they are spread over, 1 to 4000.
    pub days: u32,
    /// The calls end at the hour this lies in.
    pub now: DateTime<Utc>,
}

/// A company and its calls. Cheap to make whatever the number of calls is.
#[derive(Clone, Debug)]
pub struct World {
    seed: u64,
    company: Company,
    timeline: Timeline,
    scramble: Scramble,
    /// Calls that begin before this have all ended by it.
    told_until: DateTime<Utc>,
    visible: u64,
}

impl World {
    /// The world of `spec`, with exactly `spec.calls` calls, all ended before the hour of `spec.now`.
    #[must_use]
    pub fn new(spec: Spec) -> Self {
        let timeline = Timeline::new(spec.seed, spec.calls, spec.days, spec.now);
        let told_until = DateTime::UNIX_EPOCH + TimeDelta::hours(i64::from(hour_of(spec.now)));
        let visible = timeline.len();
        let (company, scramble) = (Company::new(spec.seed), Scramble::new(spec.seed));
        Self { seed: spec.seed, company, timeline, scramble, told_until, visible }
    }

    /// Lets time pass until `now`: calls keep coming at the same rate. Earlier calls stay as they are.
    pub fn advance(&mut self, now: DateTime<Utc>) {
        let ended_by_now = now - LONGEST_LIVE_CALL;
        if ended_by_now <= self.told_until {
            return;
        }
        self.timeline.extend_to(hour_of(ended_by_now) + 1);
        self.visible = self.visible.max(self.timeline.starting_before(ended_by_now.timestamp()));
    }

    /// The company.
    #[must_use]
    pub fn company(&self) -> &Company {
        &self.company
    }

    /// How many calls there are so far.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.visible
    }

    /// Whether there is no call.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.visible == 0
    }

    /// The indices of the calls whose `start_time` lies from `from` to `to`, both seconds included. O(log n).
    #[must_use]
    pub fn calls_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Range<u64> {
        // A start is a whole second, so it lies at or after `from` when it does not lie before `from` rounded up.
        let first = from.timestamp() + i64::from(from.timestamp_subsec_nanos() > 0);
        let end = self.timeline.starting_before(to.timestamp().saturating_add(1)).min(self.visible);
        self.timeline.starting_before(first).min(end)..end
    }

    /// The call at `index`, whole. An index at or past [`World::len`] names no call; what comes then means nothing.
    #[must_use]
    pub fn call(&self, index: u64) -> Call {
        let (slot, count) = self.timeline.slot(index);
        let start = DateTime::UNIX_EPOCH + TimeDelta::seconds(self.timeline.start(slot, count));
        let room = if start < self.told_until { self.told_until - start } else { LONGEST_LIVE_CALL };
        let teller = telling::Teller { seed: self.seed, company: &self.company, scramble: &self.scramble };
        teller.tell(index, slot, start, room.min(LONGEST_CALL))
    }

    /// The call of a `call_history_uuid`. O(1), as all that follow.
    #[must_use]
    pub fn index_of_call(&self, call_history_uuid: &str) -> Option<u64> {
        let (index, _) = self.visible_slot(self.scramble.read_uuid(call_history_uuid)?, Kind::Call)?;
        (self.call(index).call_history_uuid.to_string() == call_history_uuid).then_some(index)
    }

    /// The call and leg of a `call_element_id`, also without the day before it, as old answers give it.
    #[must_use]
    pub fn index_of_element(&self, call_element_id: &str) -> Option<(u64, usize)> {
        let (index, place) = self.visible_slot(self.scramble.read_uuid(call_element_id)?, Kind::Element)?;
        let id = self.call(index).legs.get(place)?.call_element_id;
        (id.to_string() == call_element_id || id.without_day() == call_element_id).then_some((index, place))
    }

    /// The call of a `call_id`, with or without the `_1` that a transfer adds.
    #[must_use]
    pub fn index_of_call_id(&self, call_id: &str) -> Option<u64> {
        let digits = call_id.split('_').next()?;
        let second = i64::try_from(telling::second_of_call_id(digits.parse().ok()?)).ok()?;
        let mut same_second =
            self.timeline.starting_before(second)..self.timeline.starting_before(second + 1).min(self.visible);
        same_second.find(|index| self.call(*index).legs.iter().any(|leg| leg.call_id.to_string() == call_id))
    }

    /// The call of a recording id, and the recording's place in [`Call::recordings`].
    #[must_use]
    pub fn index_of_recording(&self, recording_id: &str) -> Option<(u64, usize)> {
        self.recording(self.scramble.read_hex(recording_id)?, Kind::Recording)
    }

    /// The same for the id of a recording's audio file.
    #[must_use]
    pub fn index_of_recording_file(&self, file_id: &str) -> Option<(u64, usize)> {
        self.recording(self.scramble.read_short(file_id)?, Kind::RecordingFile)
    }

    fn recording(&self, named: (Kind, Slot, usize), kind: Kind) -> Option<(u64, usize)> {
        let (index, leg) = self.visible_slot(named, kind)?;
        Some((index, self.call(index).recordings.iter().position(|recording| recording.leg == leg)?))
    }

    /// The call of a voicemail id.
    #[must_use]
    pub fn index_of_voicemail(&self, voicemail_id: &str) -> Option<u64> {
        self.voicemail(self.scramble.read_hex(voicemail_id)?, Kind::Voicemail)
    }

    /// The call of the id of a voicemail's audio file.
    #[must_use]
    pub fn index_of_voicemail_file(&self, file_id: &str) -> Option<u64> {
        self.voicemail(self.scramble.read_short(file_id)?, Kind::VoicemailFile)
    }

    fn voicemail(&self, named: (Kind, Slot, usize), kind: Kind) -> Option<u64> {
        let (index, leg) = self.visible_slot(named, kind)?;
        self.call(index).voicemail.is_some_and(|voicemail| voicemail.leg == leg).then_some(index)
    }

    /// The call of an AI summary id.
    #[must_use]
    pub fn index_of_ai_summary(&self, ai_call_summary_id: &str) -> Option<u64> {
        let (index, leg) = self.visible_slot(self.scramble.read_short(ai_call_summary_id)?, Kind::AiSummary)?;
        self.call(index).ai_summary.is_some_and(|summary| summary.leg == leg).then_some(index)
    }

    /// The index of a slot, if it is `kind` that was named and the call has shown.
    fn visible_slot(&self, named: (Kind, Slot, usize), kind: Kind) -> Option<(u64, usize)> {
        let (found, slot, place) = named;
        let index = self.timeline.index(slot).filter(|index| *index < self.visible)?;
        (found == kind).then_some((index, place))
    }
}
