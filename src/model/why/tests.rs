use super::*;
use crate::model::timeline::samples::{self, Sample, answered, leg, person, queue};
use crate::model::{CallElement, CallResult};

fn sentence(sample: &Sample, result: &str) -> Option<String> {
    let call = sample.call(result);
    why(&call, &Timeline::of(&sample.legs, call.start_time)).map(|why| why.sentence)
}

#[test]
fn one_sentence_says_what_the_path_tells() {
    let table = [
        ("direct", "answered", "M. Duarte answered after 0:08."),
        (
            "queue_answered",
            "answered",
            "M. Duarte answered after 0:28, through Main (pressed 2) and the queue Support.",
        ),
        (
            "queue_voicemail",
            "voicemail",
            "Rang 3 people of Support over 0:20 (2 did not answer, 1 rejected it); voicemail after 1:05.",
        ),
        (
            "overflow",
            "answered",
            "J. Osei answered after 0:52, through the queue Support; \
             before, L. Petrov and M. Duarte did not answer and A. Khan rejected it.",
        ),
        ("warm_transfer", "connected", "M. Duarte answered after 0:07; then L. Petrov was asked and took it over."),
        (
            "direct_transfer",
            "answered",
            "M. Duarte answered after 0:06; then it was passed on to L. Petrov, who answered.",
        ),
        ("park", "answered", "M. Duarte answered after 0:05; it was parked for 0:35; A. Khan picked it up."),
        ("barge", "answered", "M. Duarte answered after 0:09; L. Petrov took part (monitor, barge)."),
        (
            "abandoned",
            "abandoned",
            "Rang 3 people of Support over 0:20 (2 did not answer, 1 rejected it); the caller gave up after 2:31 in Support.",
        ),
        ("closed", "no_answer", "Support played a message and hung up; nobody was rung."),
        ("busy", "busy", "M. Duarte was busy."),
        ("wrong_key", "invalid_key", "The caller pressed 9, which leads nowhere in Main."),
        ("blocked", "system_blocked", "A rule in Zoom turned the call away (system_blocked)."),
        ("outbound", "connected", "Harbor Dental answered after 0:11."),
    ];
    for (name, result, expected) in table {
        assert_eq!(sentence(&samples::named(name), result).as_deref(), Some(expected), "{name}");
    }
}

#[test]
fn how_long_a_phone_rang_is_told_once() {
    let legs = vec![leg([1, 0], "outgoing", person("WIRELESS CALLER", "1"), "canceled", [0, 7])];
    let sample = Sample { name: "given_up", legs };
    let call = Call { direction: Direction::Outbound, ..sample.call("canceled") };
    let told = why(&call, &Timeline::of(&sample.legs, call.start_time)).map(|why| why.sentence);
    assert_eq!(told.as_deref(), Some("WIRELESS CALLER's phone rang; it was given up after 0:07."));
}

#[test]
fn where_the_path_does_not_tell_there_is_no_sentence() {
    assert_eq!(sentence(&samples::named("nothing_told"), "paused_by_rule"), None);
    let call = samples::named("direct").call("answered");
    assert_eq!(why(&call, &Timeline::of(&[], call.start_time)), None);
}

#[test]
fn the_evidence_is_what_the_sentence_speaks_of() {
    let sample = samples::named("queue_answered");
    let call = sample.call("answered");
    let timeline = Timeline::of(&sample.legs, call.start_time);
    let told = why(&call, &timeline).unwrap();
    let titles: Vec<_> = told.evidence.iter().map(|place| timeline.steps[*place].title().into_owned()).collect();
    assert_eq!(titles, ["menu", "pressed 2", "queue", "ring"]);
}

#[test]
fn how_a_single_phone_stopped_ringing_is_told_as_zoom_tells_it() {
    let told = |result: &str, call_result: &str| {
        let legs = vec![leg([1, 1], "incoming", person("M. Duarte", "1043"), result, [0, 30])];
        sentence(&Sample { name: "one", legs }, call_result).unwrap()
    };
    assert_eq!(told("ring_timeout", "no_answer"), "M. Duarte did not answer within 0:30.");
    assert_eq!(told("rejected", "rejected"), "M. Duarte rejected it after 0:30.");
    let left = CallElement {
        wait_time: Some(Duration::from_secs(27)),
        ..leg([1, 1], "incoming", person("M. Duarte", "1043"), "voicemail", [0, 51])
    };
    assert_eq!(
        sentence(&Sample { name: "left", legs: vec![left] }, "voicemail").unwrap(),
        "M. Duarte did not answer within 0:27; voicemail after 0:27."
    );
    assert_eq!(
        told("hang_up", "hang_up"),
        "M. Duarte's phone rang; it was hung up after 0:30, before anybody answered."
    );
    assert_eq!(
        told("service_unavailable", "service_unavailable"),
        "The call could not be put through (Zoom's result: service_unavailable)."
    );
}

#[test]
fn an_overflow_that_nobody_takes_and_a_transfer_that_fails_are_told() {
    let overflow = vec![
        leg([1, 1], "incoming", queue("Support", "801"), "overflowed", [0, 20]),
        leg([2, 1], "overflow", person("J. Osei", "1046"), "ring_timeout", [20, 35]),
    ];
    assert_eq!(
        sentence(&Sample { name: "overflow", legs: overflow }, "overflowed").unwrap(),
        "It overflowed to J. Osei, who did not answer."
    );
    let of_queue = |to, result| {
        let legs = vec![
            leg([1, 1], "incoming", queue("Support", "801"), "overflowed", [0, 20]),
            answered(leg([2, 1], "overflow", to, result, [20, 55]), 32),
        ];
        sentence(&Sample { name: "overflow", legs }, result).unwrap()
    };
    assert_eq!(of_queue(queue("Support", "801"), "ring_timeout"), "Support overflowed; nobody answered.");
    assert_eq!(of_queue(queue("Support", "801"), "voicemail"), "Support overflowed to voicemail after 0:32.");
    assert_eq!(
        of_queue(queue("Sales", "802"), "voicemail"),
        "Support overflowed to voicemail of Sales after 0:32.",
        "the voicemail of another queue is named"
    );
    let legs = vec![
        answered(leg([1, 1], "incoming", person("M. Duarte", "1043"), "answered", [0, 40]), 5),
        leg([2, 0], "direct_transfer", person("A. Khan", "1044"), "no_answer", [40, 68]),
    ];
    assert_eq!(
        sentence(&Sample { name: "transfer", legs }, "answered").unwrap(),
        "M. Duarte answered after 0:05; then it was passed on to A. Khan, who did not answer."
    );
}

#[test]
fn a_queue_that_was_dialled_is_no_person_whose_phone_rang() {
    let mut legs = vec![
        leg([1, 0], "outgoing", queue("Support", "801"), "abandoned", [0, 15]),
        leg([1, 1], "incoming", queue("Support", "801"), "abandoned", [0, 15]),
    ];
    for (node, name) in [(1, "M. Duarte"), (2, "A. Khan")] {
        legs.push(leg([2, node], "ring_to_member", person(name, &format!("104{node}")), "canceled", [9, 15]));
    }
    assert_eq!(
        sentence(&Sample { name: "dialled", legs }, "abandoned").unwrap(),
        "Rang 2 people of Support over 0:06 (2 stopped ringing); the caller gave up after 0:15 in Support."
    );
}

#[test]
fn a_name_that_would_break_a_screen_is_escaped() {
    let mut legs = vec![answered(leg([1, 1], "incoming", person("x", "1"), "answered", [0, 9]), 1)];
    legs[0].callee.name = "\u{1b}[2J".into();
    let told = sentence(&Sample { name: "hostile", legs }, "answered").unwrap();
    assert!(told.contains("\\u{1b}[2J") && !told.contains('\u{1b}'), "{told}");
}

#[test]
fn the_result_of_the_call_alone_is_no_reason() {
    let legs =
        vec![CallElement { result: CallResult::default(), ..leg([1, 1], "incoming", person("A", "1"), "", [0, 9]) }];
    assert_eq!(sentence(&Sample { name: "silent", legs }, "abandoned"), None);
}
