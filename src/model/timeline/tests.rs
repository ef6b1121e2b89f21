use std::fmt::Write as _;

use proptest::prelude::*;

use super::samples::{self, leg, person, queue};
use super::*;
use crate::model::{Party, Text};

/// The steps in a line each, with their bars in seconds.
fn told(legs: &[CallElement]) -> String {
    let timeline = Timeline::of(legs, samples::start());
    timeline.steps.iter().fold(String::new(), |mut lines, step| {
        let bars: Vec<String> = step
            .bars
            .iter()
            .map(|bar| format!("{} {}-{}", bar.phase.word(), bar.from.as_secs(), bar.to.as_secs()))
            .collect();
        let indent = if step.beside { "  " } else { "" };
        let _ = writeln!(lines, "{indent}{} {}: {}", step.title(), step.who(), bars.join(", "));
        lines
    })
}

#[test]
fn the_wait_in_a_queue_ends_when_a_member_talks() {
    let legs = samples::named("queue_answered").legs;
    assert_eq!(
        told(&legs),
        "menu Main: menu 0-12\n  pressed 2 Main: menu 11-12\nqueue Support: wait 12-28\n  \
         ring M. Duarte: ring 20-28, talk 28-400\n  ring A. Khan: ring 20-28\n"
    );
}

#[test]
fn legs_that_tell_a_transfer_once_for_each_party_are_one_step() {
    let legs = samples::named("direct_transfer").legs;
    assert_eq!(told(&legs), "ring M. Duarte: ring 0-6, talk 6-252\ntransfer L. Petrov: ring 252-260, talk 260-825\n");
    assert_eq!(Timeline::of(&legs, samples::start()).legs(), 5);
}

#[test]
fn a_phone_that_stopped_since_another_was_answered_did_not_fail() {
    let legs = samples::named("queue_answered").legs;
    let timeline = Timeline::of(&legs, samples::start());
    let elsewhere = timeline.steps.iter().filter(|step| step.was_taken_elsewhere());
    let told: Vec<_> = elsewhere.map(|step| (step.who(), step.result())).collect();
    assert!(!told.is_empty() && told.iter().all(|(_, result)| result == "canceled"), "{told:?}");
    let failed = samples::named("queue_voicemail").legs;
    assert!(!Timeline::of(&failed, samples::start()).steps.iter().any(super::Step::was_taken_elsewhere));
}

#[test]
fn who_dialled_out_called_and_whoever_answered_took_the_call() {
    let handled = |name: &str| {
        let legs = samples::named(name).legs;
        let by = crate::model::handled_by(&legs.iter().collect::<Vec<_>>());
        (by.name.to_string(), crate::model::handling(&by, &legs))
    };
    assert_eq!(handled("direct"), ("M. Duarte".to_owned(), "Taken by"));
    assert_eq!(handled("direct_transfer"), ("L. Petrov".to_owned(), "Taken by"));
    let mut dialled = samples::named("outbound").legs;
    dialled[0].operator = samples::named("direct").legs[0].operator.clone();
    let by = crate::model::handled_by(&dialled.iter().collect::<Vec<_>>());
    assert_eq!((by.name.to_string(), crate::model::handling(&by, &dialled)), ("M. Duarte".to_owned(), "Called by"));
}

#[test]
fn asking_a_colleague_and_passing_the_call_on_stay_two_steps() {
    let legs = samples::named("warm_transfer").legs;
    assert_eq!(told(&legs).matches("warm transfer L. Petrov").count(), 1);
    assert_eq!(told(&legs).matches("asked L. Petrov").count(), 1);
}

#[test]
fn what_zoom_does_not_tell_apart_is_not_told_apart() {
    let legs = samples::named("unknown").legs;
    assert_eq!(
        told(&legs),
        "menu Main: menu 0-4\nteleport_to_annexe Support: not told apart 4-9\nring A. Khan: \n\
         ring L. Petrov: not told apart 9-30\n"
    );
}

#[test]
fn a_voicemail_begins_after_the_time_that_zoom_counted_as_waiting() {
    let legs = samples::named("queue_voicemail").legs;
    assert!(told(&legs).ends_with("voicemail Support: wait 60-65, voicemail 65-84\n"), "{}", told(&legs));
}

#[test]
fn parking_and_listening_in_have_phases_of_their_own() {
    assert!(told(&samples::named("park").legs).contains("parked M. Duarte: parked 40-75\n"));
    assert!(told(&samples::named("barge").legs).contains("  barge L. Petrov: listening in 100-180\n"));
}

#[test]
fn a_call_without_any_time_has_steps_and_no_bars() {
    let untimed =
        CallElement { start_time: None, end_time: None, ..leg([1, 1], "incoming", person("A", "1"), "busy", [0, 0]) };
    let timeline = Timeline::of(std::slice::from_ref(&untimed), samples::start());
    assert_eq!((timeline.steps.len(), timeline.length, timeline.zero), (1, Duration::ZERO, samples::start()));
    assert!(timeline.steps[0].bars.is_empty());
}

#[test]
fn the_node_alone_orders_nothing() {
    let late = leg([1, 0], "incoming", person("A", "1"), "busy", [9, 10]);
    let early = leg([1, 7], "incoming", person("B", "2"), "busy", [1, 2]);
    let legs = [late, early];
    let names: Vec<&str> = in_order(&legs).iter().map(|leg| leg.callee.name.as_raw()).collect();
    assert_eq!(names, ["B", "A"]);
    let numbered: Vec<_> = by_number(&legs).iter().map(|leg| leg.node).collect();
    assert_eq!(numbered, [Some(0), Some(7)], "leg by leg they are numbered");
}

fn any_leg() -> impl Strategy<Value = CallElement> {
    let events = vec![
        "incoming",
        "outgoing",
        "ring_to_member",
        "forward",
        "overflow",
        "direct_transfer",
        "park",
        "barge",
        "timeout",
        "",
        "zigzag",
    ];
    let results = vec!["answered", "voicemail", "ring_timeout", "canceled", "overflowed", "connected", "odd", ""];
    let moment = prop::option::of(prop_oneof![-500..5000_i64, Just(i64::from(i32::MAX))]);
    let callee = prop_oneof![
        Just(Party::default()),
        (0..4_u8).prop_map(|number| person("P", &number.to_string())),
        (0..2_u8).prop_map(|number| queue("Q", &number.to_string())),
    ];
    (
        prop::sample::select(events),
        prop::sample::select(results),
        callee,
        prop::option::of(-2..5_i64),
        prop::option::of(-2..3_i64),
        [moment.clone(), moment.clone(), moment],
        prop::option::of(prop_oneof![0..60_u64, Just(u64::MAX)]),
        prop::option::of("[0-9*#]"),
    )
        .prop_map(|(event, result, callee, segment, node, [start, answer, end], wait, key)| CallElement {
            segment,
            node,
            start_time: start.map(samples::after),
            answer_time: answer.map(samples::after),
            end_time: end.map(samples::after),
            wait_time: wait.map(Duration::from_secs),
            press_key: key.map(Text::from).unwrap_or_default(),
            ..leg([0, 0], event, callee, result, [0, 0])
        })
}

proptest! {
    #[test]
    fn no_leg_is_lost_and_every_bar_is_on_the_axis(legs in prop::collection::vec(any_leg(), 0..12)) {
        let timeline = Timeline::of(&legs, samples::start());
        prop_assert_eq!(timeline.legs(), legs.len());
        for step in &timeline.steps {
            prop_assert_eq!(step.bars.is_empty(), step.legs[0].start_time.is_none());
            for bar in &step.bars {
                prop_assert!(bar.from <= bar.to && bar.to <= timeline.length, "{:?} of {:?}", bar, timeline.length);
            }
            prop_assert!(step.bars.windows(2).all(|pair| pair[0].to == pair[1].from), "a step is one stretch");
        }
    }
}

#[test]
fn whoever_listens_in_has_not_taken_the_call() {
    let legs = samples::named("barge").legs;
    let steps: Vec<_> = legs.iter().collect();
    assert_eq!(crate::model::handled_by(&steps).name.as_raw(), "M. Duarte");
}
