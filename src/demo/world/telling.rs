//! From a story to a call: times, ids, recordings, and what else hangs on a leg.

use std::sync::Arc;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::call::{AiSummary, Call, Leg, Recording, Transcript, Voicemail};
use super::company::Company;
use super::dice::Dice;
use super::ids::{CallId, DatedUuid, HexId, Kind, Scramble, ShortId, Slot, mix};
use super::party::Party;
use super::story::{Message, Step, Story};
use super::timeline::is_open;
use super::words::{CallResult, CallType, ConnectType, Direction, ExtensionType, NumberType};
use super::{inbound, outbound, texts};

/// Tells the calls of one company.
pub(super) struct Teller<'w> {
    pub seed: u64,
    pub company: &'w Company,
    pub scramble: &'w Scramble,
}

/// The second in which the call with this number started: the number is made of the millisecond and the place in its hour.
pub(super) fn second_of_call_id(number: u64) -> u64 {
    (number >> 22) / 1000
}

impl Teller<'_> {
    /// The call in `slot`, which starts at `start` and ends at most `room` later.
    pub fn tell(&self, index: u64, slot: Slot, start: DateTime<Utc>, room: TimeDelta) -> Call {
        let mut story = self.make_up(slot, is_open(start));
        squeeze(&mut story, u32::try_from(room.num_seconds()).unwrap_or(1).max(1));
        let day = u32::try_from(start.year()).unwrap_or(0) * 10_000 + start.month() * 100 + start.day();
        let at = |second: u32| start + TimeDelta::seconds(i64::from(second));
        // Of the slot, not of the index, which moves when the world is started again an hour later.
        let milliseconds = u64::try_from(start.timestamp_millis()).unwrap_or(0)
            + mix(self.seed ^ u64::from(slot.hour) << 32 ^ u64::from(slot.nth)) % 1000;
        let number = milliseconds << 22 | u64::from(slot.nth & 0x3f_ffff);
        let legs: Vec<Leg> = story
            .steps
            .iter()
            .enumerate()
            .map(|(place, step)| {
                let uuid = self.scramble.uuid(Kind::Element, slot, place);
                let number = if step.consultation { consultation(number, step.start) } else { number };
                leg(step, DatedUuid { day, uuid }, CallId { number, transfers: step.transfers }, at, &mut story.dice)
            })
            .collect();
        let recordings = self.recordings(&mut story, slot, &legs);
        let ai_summary = self.ai_summary(&mut story, slot, &recordings, &legs);
        let voicemail = story.message.take().map(|message| self.voicemail(&mut story, slot, &message, at));
        let Story { caller, callee, owner, mut dice, direction, call_type, result, answer, end, .. } = story;
        let connect_type = connect_type(&caller, &callee);
        let outside = connect_type == ConnectType::External;
        let countries = [caller.country_iso_code, callee.country_iso_code];
        Call {
            index,
            call_history_uuid: DatedUuid { day, uuid: self.scramble.uuid(Kind::Call, slot, 0) },
            call_id: CallId { number, transfers: 0 },
            direction,
            connect_type,
            call_type,
            call_result: result,
            international: countries[0] != countries[1] && !countries.contains(&""),
            hide_caller_id: caller.number_type == NumberType::Anonymous,
            end_to_end: !outside && dice.one_in(9),
            start_time: start,
            answer_time: answer.map(at),
            end_time: at(end),
            duration: match (result, answer) {
                (_, Some(answer)) => end - answer,
                (CallResult::Voicemail, None) => end,
                (_, None) => 0,
            },
            // The third site has its own carrier.
            over_trunk: outside
                && direction == Direction::Outbound
                && owner.extension.as_ref().is_some_and(|extension| extension.site == 2),
            caller_account_code: dice.one_in(80).then_some("4410"),
            callee_account_code: dice.one_in(80).then_some("4420"),
            topic: dice.place(texts::TOPICS.len()),
            caller,
            callee,
            owner,
            legs,
            recordings,
            voicemail,
            ai_summary,
        }
    }

    /// What happens, chosen by chance.
    fn make_up(&self, slot: Slot, open: bool) -> Story<'_> {
        let dice = Dice::of_call(self.seed, slot);
        let nobody = self.company.outsiders.withheld();
        let mut story = Story {
            company: self.company,
            dice,
            open,
            direction: Direction::Inbound,
            call_type: CallType::General,
            caller: Arc::clone(&nobody),
            callee: Arc::clone(&nobody),
            owner: nobody,
            result: CallResult::NoAnswer,
            answer: None,
            end: 0,
            steps: Vec::with_capacity(6),
            message: None,
        };
        let outward = if open { 46 } else { 12 };
        if story.dice.percent(outward) {
            outbound::tell(&mut story);
        } else {
            inbound::tell(&mut story);
        }
        story
    }

    fn recordings(&self, story: &mut Story, slot: Slot, legs: &[Leg]) -> Vec<Recording> {
        let mut recordings = Vec::new();
        for (place, (step, leg)) in story.steps.iter().zip(legs).enumerate() {
            let Some(answer) = leg.answer_time else { continue };
            let dice = &mut story.dice;
            if !step.conversation || leg.end_time <= answer || !dice.percent(34) {
                continue;
            }
            let automatic = !dice.one_in(4);
            // A user presses record some time into the call; a queue records from the answer on.
            let late = if automatic { 0 } else { dice.below(1 + leg.talk_time() / 2) };
            let through_queue =
                leg.operator.as_ref().filter(|operator| is_kind(operator, ExtensionType::CallQueue) && automatic);
            let transcript =
                dice.weighted(&[(6, Transcript::Ready), (1, Transcript::InProgress), (3, Transcript::None)]);
            recordings.push(Recording {
                id: HexId(self.scramble.bits(Kind::Recording, slot, place)),
                file_id: ShortId(self.scramble.bits(Kind::RecordingFile, slot, place)),
                leg: place,
                automatic,
                start_time: answer + TimeDelta::seconds(i64::from(late)),
                end_time: leg.end_time,
                owner: Arc::clone(through_queue.unwrap_or(&leg.owner)),
                disclaimer_status: dice.weighted(&[(5, 0), (1, 1), (3, 2)]).unwrap_or(0),
                transcript: transcript.unwrap_or(Transcript::None),
                deleted: dice.one_in(120),
            });
        }
        recordings
    }

    /// A summary of the last recorded conversation, when it was long enough to have something to say.
    fn ai_summary(&self, story: &mut Story, slot: Slot, recordings: &[Recording], legs: &[Leg]) -> Option<AiSummary> {
        let leg = recordings.last()?.leg;
        let owner = &legs.get(leg)?.owner;
        if recordings.last()?.duration() < 60 || owner.user_id().is_none() || !story.dice.percent(45) {
            return None;
        }
        Some(AiSummary {
            id: ShortId(self.scramble.bits(Kind::AiSummary, slot, leg)),
            leg,
            owner: Arc::clone(owner),
            liked: story.dice.weighted(&[(2, Some(true)), (1, Some(false)), (7, None)]).flatten(),
            created_time: legs.get(leg)?.end_time + TimeDelta::seconds(i64::from(story.dice.between(20, 140))),
            edited: story.dice.one_in(10),
        })
    }

    fn voicemail(
        &self,
        story: &mut Story,
        slot: Slot,
        message: &Message,
        at: impl Fn(u32) -> DateTime<Utc>,
    ) -> Voicemail {
        Voicemail {
            id: HexId(self.scramble.bits(Kind::Voicemail, slot, message.step)),
            file_id: ShortId(self.scramble.bits(Kind::VoicemailFile, slot, message.step)),
            leg: message.step,
            start_time: at(message.start),
            duration: story.end - message.start,
            read: story.dice.percent(70),
            owner: Arc::clone(&message.owner),
            transcription_status: story.dice.weighted(&[(16, 2), (2, 1), (1, 4)]).unwrap_or(2),
            deleted: story.dice.one_in(90),
        }
    }
}

/// Shrinks all times so that the call ends within `room` seconds. Order and nesting stay.
fn squeeze(story: &mut Story, room: u32) {
    let length = story.end;
    if length <= room {
        return;
    }
    let shrink = |second: &mut u32| {
        *second = u32::try_from(u64::from(*second) * u64::from(room) / u64::from(length)).unwrap_or(room);
    };
    for step in &mut story.steps {
        shrink(&mut step.start);
        shrink(&mut step.end);
        step.answer.iter_mut().for_each(shrink);
        step.first_ring.iter_mut().for_each(shrink);
    }
    story.answer.iter_mut().for_each(shrink);
    story.message.iter_mut().for_each(|message| shrink(&mut message.start));
    shrink(&mut story.end);
}

fn leg(step: &Step, id: DatedUuid, call_id: CallId, at: impl Fn(u32) -> DateTime<Utc>, dice: &mut Dice) -> Leg {
    let waited_until = step.first_ring.or(step.answer).unwrap_or(step.end);
    let waited_from = if step.first_ring.is_some() { step.answer.unwrap_or(step.start) } else { step.start };
    let talk = step.answer.map_or(0, |answer| step.end - answer);
    Leg {
        call_element_id: id,
        call_id,
        connect_type: connect_type(&step.caller, &step.callee),
        direction: step.direction,
        caller: Arc::clone(&step.caller),
        callee: Arc::clone(&step.callee),
        owner: Arc::clone(&step.owner),
        operator: step.operator.as_ref().map(Arc::clone),
        start_time: at(step.start),
        answer_time: step.answer.map(&at),
        end_time: at(step.end),
        event: step.event,
        result: step.result,
        result_reason: step.reason,
        press_key: step.press_key,
        segment: step.segment,
        node: step.node,
        is_node: u32::from(step.press_key.is_none()),
        waiting_time: waited_until - waited_from,
        hold_time: if step.conversation && dice.one_in(6) { dice.below(talk / 3 + 1) } else { 0 },
        client_code: (step.conversation && dice.one_in(40)).then_some("40217"),
    }
}

/// The number of the phone call that asks a colleague: another call, `later` seconds after the one it belongs to.
fn consultation(number: u64, later: u32) -> u64 {
    number + ((u64::from(later) * 1000) << 22)
}

#[expect(clippy::similar_names, reason = "caller and callee are Zoom's words")]
fn connect_type(caller: &Party, callee: &Party) -> ConnectType {
    if caller.extension.is_some() && callee.extension.is_some() { ConnectType::Internal } else { ConnectType::External }
}

/// Whether a party is an extension of this kind.
fn is_kind(party: &Party, kind: ExtensionType) -> bool {
    party.extension.as_ref().is_some_and(|extension| extension.kind == kind)
}
