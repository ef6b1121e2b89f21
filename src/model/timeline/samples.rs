//! Invented calls of every kind, as Zoom tells them: what the path is worked out from in tests.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::{
    Call, CallElement, CallElementId, CallHistoryUuid, CallResult, Direction, Operator, Party, RecordingId,
    VoicemailId, fold,
};

/// A call by name, its legs in no particular order.
pub struct Sample {
    pub name: &'static str,
    pub legs: Vec<CallElement>,
}

impl Sample {
    /// The call as the account's list tells it: first destination and outcome.
    pub fn call(&self, result: &str) -> Call {
        Call { call_result: CallResult::new(result.into()), ..fold(&self.legs).unwrap() }
    }
}

/// When the calls begin.
pub fn start() -> DateTime<Utc> {
    "2026-11-20T14:03:22Z".parse().unwrap()
}

/// A leg: segment and node, event, who was called, result; from and to are seconds after the start.
pub fn leg([segment, node]: [i64; 2], event: &str, callee: Party, result: &str, [from, to]: [i64; 2]) -> CallElement {
    let is_person = callee.ext_type.as_raw() == "user";
    CallElement {
        call_element_id: CallElementId::new(&format!("20261120-c3000001-0000-4000-8000-0000000000{segment}{node}")),
        call_history_uuid: CallHistoryUuid::new("20261120-7f3c0a11-2b4d-4e6f-8a90-1b2c3d4e5f60"),
        direction: Direction::Inbound,
        caller: Party { name: "R. Alvarez".into(), did_number: "+12025550134".into(), ..Party::default() },
        operator: if is_person { operator(&callee) } else { Operator::default() },
        callee,
        start_time: Some(after(from)),
        end_time: Some(after(to)),
        event: event.into(),
        result: CallResult::new(result.into()),
        segment: Some(segment),
        node: Some(node),
        ..CallElement::default()
    }
}

/// The leg, answered so many seconds after the start of the call.
pub fn answered(leg: CallElement, second: i64) -> CallElement {
    CallElement { answer_time: Some(after(second)), ..leg }
}

pub fn after(second: i64) -> DateTime<Utc> {
    start() + TimeDelta::seconds(second)
}

pub fn menu() -> Party {
    Party { name: "Main".into(), ext_number: "800".into(), ext_type: "auto_receptionist".into(), ..Party::default() }
}

pub fn queue(name: &str, extension: &str) -> Party {
    Party { name: name.into(), ext_number: extension.into(), ext_type: "call_queue".into(), ..Party::default() }
}

pub fn person(name: &str, extension: &str) -> Party {
    Party { name: name.into(), ext_number: extension.into(), ext_type: "user".into(), ..Party::default() }
}

fn operator(party: &Party) -> Operator {
    Operator {
        name: party.name.clone(),
        ext_number: party.ext_number.clone(),
        ext_id: party.ext_id.clone(),
        ext_type: party.ext_type.clone(),
    }
}

fn duarte() -> Party {
    person("M. Duarte", "1043")
}

fn khan() -> Party {
    person("A. Khan", "1044")
}

fn petrov() -> Party {
    person("L. Petrov", "1045")
}

fn support() -> Party {
    queue("Support", "801")
}

/// The menu, the key 2, and the queue that it leads to; the queue's own leg ends at `end`.
fn through_the_menu(end: i64, result: &str) -> Vec<CallElement> {
    vec![
        answered(leg([1, 1], "incoming", menu(), "answered", [0, 12]), 2),
        answered(CallElement { press_key: "2".into(), ..leg([2, 1], "incoming", menu(), "succeeded", [11, 12]) }, 11),
        leg([3, 1], "forward", support(), result, [12, end]),
    ]
}

fn unanswered(segment: i64, [from, to]: [i64; 2]) -> [CallElement; 3] {
    let ring = |node, who, result, to| leg([segment, node], "ring_to_member", who, result, [from, to]);
    [
        ring(1, duarte(), "ring_timeout", to),
        ring(0, khan(), "rejected", from + 6),
        ring(0, petrov(), "ring_timeout", to),
    ]
}

/// Every kind of call.
pub fn all() -> Vec<Sample> {
    let sample = |name, legs| Sample { name, legs };
    vec![
        sample("direct", vec![answered(leg([1, 1], "incoming", duarte(), "answered", [0, 95]), 8)]),
        sample("queue_answered", {
            let mut legs = through_the_menu(400, "answered");
            let talk = leg([4, 1], "ring_to_member", duarte(), "answered", [20, 400]);
            let recorded = RecordingId::new("9f1c2b3a4d5e6f708192a3b4c5d6e7f8");
            let hold_time = Some(Duration::from_secs(12));
            legs.push(CallElement { recording_id: recorded, hold_time, ..answered(talk, 28) });
            let other = leg([4, 0], "ring_to_member", khan(), "canceled", [20, 28]);
            legs.push(CallElement { result_reason: "answered_by_other".into(), ..other });
            legs
        }),
        sample("queue_voicemail", {
            let mut legs = through_the_menu(60, "overflowed");
            legs.extend(unanswered(4, [18, 38]));
            let voicemail = leg([5, 1], "overflow", support(), "voicemail", [60, 84]);
            let voicemail_id = VoicemailId::new("88e1aa00bb11cc22dd33ee44ff556677");
            legs.push(CallElement { voicemail_id, wait_time: Some(Duration::from_secs(5)), ..voicemail });
            legs
        }),
        sample("overflow", {
            let mut legs = vec![leg([1, 1], "incoming", support(), "overflowed", [0, 45])];
            legs.extend(unanswered(2, [5, 25]));
            legs.push(answered(leg([3, 1], "overflow", person("J. Osei", "1046"), "answered", [45, 180]), 52));
            legs
        }),
        sample("warm_transfer", {
            let first = answered(leg([1, 1], "incoming", duarte(), "connected", [0, 720]), 7);
            let asking = answered(leg([2, 1], "warm_transfer_outgoing", petrov(), "connected", [662, 720]), 670);
            let passed = answered(leg([2, 0], "warm_transfer_incoming", petrov(), "answered", [662, 1110]), 670);
            let by_first = operator(&duarte());
            let asking = CallElement { caller: duarte(), operator: by_first.clone(), ..asking };
            vec![first, asking, CallElement { operator: by_first, ..passed }]
        }),
        sample("direct_transfer", {
            let twice = |segment, event: &str, result: &str| {
                [0, 1].map(|node| {
                    let told = answered(leg([segment, node], event, petrov(), result, [252, 825]), 260);
                    let named = segment == 3 && node == 1;
                    CallElement { operator: if named { operator(&petrov()) } else { Operator::default() }, ..told }
                })
            };
            let mut legs = vec![answered(leg([1, 1], "incoming", duarte(), "answered", [0, 252]), 6)];
            legs.extend(twice(2, "direct_transfer", "connected"));
            legs.extend(twice(3, "incoming", "answered"));
            legs
        }),
        sample("park", {
            vec![
                answered(leg([1, 1], "incoming", duarte(), "answered", [0, 40]), 5),
                leg([2, 1], "park", duarte(), "succeeded", [40, 75]),
                answered(leg([3, 1], "park_pick_up", khan(), "picked_up", [75, 200]), 75),
            ]
        }),
        sample("barge", {
            let watched = |event: &str, times| {
                let heard = leg([2, 0], event, duarte(), "connected", times);
                CallElement { operator: operator(&petrov()), ..heard }
            };
            vec![
                answered(leg([1, 1], "incoming", duarte(), "answered", [0, 240]), 9),
                watched("monitor", [60, 100]),
                watched("barge", [100, 180]),
            ]
        }),
        sample("unknown", {
            let odd = leg([2, 1], "teleport_to_annexe", support(), "paused_by_rule", [4, 9]);
            let untimed = leg([3, 0], "incoming", khan(), "no_answer", [0, 0]);
            vec![
                leg([1, 1], "incoming", menu(), "answered", [0, 4]),
                CallElement { result_reason: "declined_by_an_unknown_rule".into(), ..odd },
                CallElement { start_time: None, end_time: None, ..untimed },
                leg([4, 0], "incoming", petrov(), "answered", [9, 30]),
            ]
        }),
        sample("abandoned", {
            let mut legs = vec![leg([1, 1], "incoming", support(), "abandoned", [0, 151])];
            legs.extend(unanswered(2, [5, 25]));
            legs
        }),
        sample("closed", {
            let closed = leg([1, 1], "incoming", support(), "no_answer", [0, 21]);
            vec![CallElement { result_reason: "play_a_message_then_disconnect".into(), ..closed }]
        }),
        sample("busy", vec![leg([1, 1], "incoming", duarte(), "busy", [0, 1])]),
        sample("wrong_key", {
            let key = CallElement { press_key: "9".into(), ..leg([2, 1], "incoming", menu(), "invalid_key", [6, 7]) };
            vec![answered(leg([1, 1], "incoming", menu(), "answered", [0, 7]), 2), key]
        }),
        sample("blocked", vec![leg([1, 1], "incoming", duarte(), "system_blocked", [0, 0])]),
        sample("outbound", {
            let outside = Party { name: "Harbor Dental".into(), did_number: "+12025550150".into(), ..Party::default() };
            let dialled = answered(leg([1, 1], "outgoing", outside, "connected", [0, 70]), 11);
            vec![CallElement { direction: Direction::Outbound, caller: duarte(), ..dialled }]
        }),
        sample("nothing_told", vec![leg([1, 1], "beamed_up", Party::default(), "paused_by_rule", [0, 3])]),
    ]
}

/// The call of that name.
pub fn named(name: &str) -> Sample {
    all().into_iter().find(|sample| sample.name == name).unwrap()
}
