//! The stand-in's world: the same every time, right against a plain scan, and full of what offices see.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use ringlog::demo::world::{
    Call, CallResult, CallType, ConnectType, Direction, Event, ExtensionType, Leg, ResultReason, Spec, World,
};

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn spec(calls: u64, days: u32) -> Spec {
    Spec { seed: 7, calls, days, now: at("2026-11-20T16:45:10Z") }
}

fn calls(world: &World) -> impl Iterator<Item = Call> {
    (0..world.len()).map(|index| world.call(index))
}

#[test]
fn equal_specs_tell_equal_calls_and_other_seeds_others() {
    let world = World::new(spec(300, 20));
    let later_that_hour = World::new(Spec { now: at("2026-11-20T16:59:59Z"), ..spec(300, 20) });
    let other = World::new(Spec { seed: 8, ..spec(300, 20) });
    assert!(calls(&world).eq(calls(&later_that_hour)));
    assert!(calls(&world).zip(calls(&other)).all(|(one, two)| one.call_history_uuid != two.call_history_uuid));
    assert_eq!(world.company().account_id, later_that_hour.company().account_id);
}

#[test]
fn calls_between_finds_what_a_scan_finds() {
    let world = World::new(spec(900, 3));
    let starts: Vec<_> = calls(&world).map(|call| call.start_time).collect();
    assert!(starts.is_sorted());
    let second = TimeDelta::seconds(1);
    let times = starts.iter().step_by(37).flat_map(|start| [*start - second, *start, *start + second]);
    let times: Vec<_> = times.chain([at("1970-01-01T00:00:00Z"), at("2100-01-01T00:00:00Z")]).collect();
    for from in &times {
        for to in &times {
            let scanned: Vec<u64> =
                (0..).zip(&starts).filter(|(_, at)| from <= at && *at <= to).map(|(i, _)| i).collect();
            assert!(world.calls_between(*from, *to).eq(scanned), "{from} to {to}");
        }
    }
    let start = starts[450];
    assert!(world.calls_between(start, start + TimeDelta::milliseconds(900)).contains(&450));
    assert!(!world.calls_between(start + TimeDelta::milliseconds(1), start + second).contains(&450));
}

#[test]
fn every_id_leads_back_to_what_it_names() {
    let world = World::new(spec(600, 30));
    let mut seen = HashSet::new();
    let mut fresh = |id: String| assert!(seen.insert(id.clone()), "{id} twice");
    for call in calls(&world) {
        let uuid = call.call_history_uuid.to_string();
        assert_eq!(uuid[..8], call.start_time.format("%Y%m%d").to_string());
        assert_eq!(world.index_of_call(&uuid), Some(call.index));
        assert_eq!(world.index_of_call_id(&call.call_id.to_string()), Some(call.index));
        assert_eq!(call.call_id.to_string().len(), 19);
        fresh(uuid.clone());
        fresh(call.call_id.to_string());
        for (place, leg) in call.legs.iter().enumerate() {
            let id = leg.call_element_id;
            assert_eq!(world.index_of_element(&id.to_string()), Some((call.index, place)));
            assert_eq!(world.index_of_element(&id.without_day()), Some((call.index, place)));
            assert_eq!(world.index_of_call(&id.to_string()), None, "an element is no call");
            fresh(id.to_string());
        }
        for (place, recording) in call.recordings.iter().enumerate() {
            assert_eq!(world.index_of_recording(&recording.id.to_string()), Some((call.index, place)));
            assert_eq!(world.index_of_recording_file(&recording.file_id.to_string()), Some((call.index, place)));
            assert_eq!(world.index_of_voicemail(&recording.id.to_string()), None);
            fresh(recording.id.to_string());
            fresh(recording.file_id.to_string());
        }
        if let Some(voicemail) = &call.voicemail {
            assert_eq!(world.index_of_voicemail(&voicemail.id.to_string()), Some(call.index));
            assert_eq!(world.index_of_voicemail_file(&voicemail.file_id.to_string()), Some(call.index));
            fresh(voicemail.id.to_string());
        }
        if let Some(summary) = &call.ai_summary {
            assert_eq!(world.index_of_ai_summary(&summary.id.to_string()), Some(call.index));
            fresh(summary.id.to_string());
        }
        let wrong_day = format!("19990101{}", &uuid[8..]);
        assert_eq!(world.index_of_call(&wrong_day), None);
    }
    for strange in
        ["", "é", "20261103-", "-", "_1", "20261103-5b0e7c1a-2f64-4d0b-9a77-3c1e5d8f9a10", "9999999999999999999999"]
    {
        assert_eq!(world.index_of_call(strange), None);
        assert_eq!(world.index_of_element(strange), None);
        assert_eq!(world.index_of_call_id(strange), None);
        assert_eq!(world.index_of_recording(strange), None);
        assert_eq!(world.index_of_voicemail_file(strange), None);
    }
}

#[test]
fn ten_million_calls_are_there_at_once() {
    let world = World::new(spec(10_000_000, 180));
    assert_eq!(world.len(), 10_000_000);
    for index in [0, 1, 4_999_999, 7_654_321, 9_999_999] {
        let call = world.call(index);
        assert_eq!(world.index_of_call(&call.call_history_uuid.to_string()), Some(index));
        assert!(world.calls_between(call.start_time, call.start_time).contains(&index));
    }
    let month = world.calls_between(at("2026-10-01T00:00:00Z"), at("2026-10-30T23:59:59Z"));
    assert!((1_000_000..3_000_000).contains(&(month.end - month.start)), "{month:?}");
}

#[test]
fn time_brings_new_calls_and_leaves_the_old_ones() {
    let mut world = World::new(spec(5000, 10));
    let before: Vec<Call> = calls(&world).collect();
    let hour = at("2026-11-20T16:00:00Z");
    assert!(before.iter().all(|call| call.end_time <= hour), "all have ended");
    let now = at("2026-11-20T17:31:00Z");
    world.advance(now);
    let new: Vec<Call> = (5000..world.len()).map(|index| world.call(index)).collect();
    assert!(new.len() > 50, "a Friday noon brings calls");
    assert!(new.iter().all(|call| hour <= call.start_time && call.end_time <= now));
    assert!(before.iter().all(|call| world.call(call.index) == *call));
    let (grown, newest) = (world.len(), new.last().unwrap());
    assert_eq!(world.index_of_call(&newest.call_history_uuid.to_string()), Some(newest.index));
    world.advance(hour);
    assert_eq!(world.len(), grown, "time does not run back");
}

#[test]
fn a_world_started_again_an_hour_later_tells_the_same_calls() {
    let world = World::new(spec(3000, 30));
    let later = World::new(Spec { now: at("2026-11-20T17:05:00Z"), ..spec(3000, 30) });
    let ids: HashSet<String> = calls(&world).map(|call| call.call_history_uuid.to_string()).collect();
    let known = calls(&later).filter(|call| ids.contains(&call.call_history_uuid.to_string())).count();
    assert!(known > 2700, "{known} of 3000 calls keep their ids");
}

#[test]
fn offices_are_busy_on_weekday_mornings_and_quiet_at_night() {
    let world = World::new(spec(20_000, 56));
    let mut by_hour = [0; 24];
    calls(&world).for_each(|call| by_hour[call.start_time.hour() as usize] += 1);
    // 10:00 and 03:00 in Washington are 14:00 or 15:00 and 07:00 or 08:00 UTC.
    assert!(by_hour[15] > 20 * by_hour[7].max(1), "{by_hour:?}");
    let weekend = world.calls_between(at("2026-11-14T05:00:00Z"), at("2026-11-16T04:59:59Z"));
    let tuesday = world.calls_between(at("2026-11-17T05:00:00Z"), at("2026-11-18T04:59:59Z"));
    assert!(weekend.end > weekend.start && weekend.end - weekend.start < (tuesday.end - tuesday.start) / 2);
}

#[test]
fn a_path_makes_sense() {
    for seed in 1..=4 {
        // Many calls in few days, and an hour that passes: some calls are cut short so as to have ended.
        let mut world = World::new(Spec { seed, ..spec(3000, 4) });
        world.advance(at("2026-11-20T17:45:10Z"));
        calls(&world).for_each(|call| makes_sense(&call));
    }
}

fn makes_sense(call: &Call) {
    let story = || format!("call {}: {:#?}", call.index, call.legs);
    let steps: Vec<(u32, u32)> = call.legs.iter().map(|leg| (leg.segment, leg.node)).collect();
    assert_eq!(steps[0].0, 1, "{}", story());
    assert!(steps.windows(2).all(|two| two[1].0 == two[0].0 || two[1].0 == two[0].0 + 1), "{}", story());
    for leg in &call.legs {
        assert!(call.start_time <= leg.start_time && leg.end_time <= call.end_time, "{}", story());
        let answer = leg.answer_time.unwrap_or(leg.start_time);
        assert!(leg.start_time <= answer && answer <= leg.end_time, "{}", story());
        assert!(leg.hold_time <= leg.talk_time(), "{}", story());
    }
    assert_eq!(call.legs.iter().map(|leg| leg.end_time).max(), Some(call.end_time), "{}", story());
    assert_eq!(call.legs[0].caller, call.caller, "{}", story());
    assert_eq!(call.legs[0].callee, call.callee, "the row names the first destination: {}", story());
    queues_make_sense(call, &story);
    let messages = call.legs.iter().filter(|leg| leg.result == CallResult::Voicemail && leg.owner != call.caller);
    assert_eq!(messages.count(), usize::from(call.voicemail.is_some()), "{}", story());
    for recording in &call.recordings {
        let leg = &call.legs[recording.leg];
        assert!(leg.answer_time <= Some(recording.start_time) && recording.end_time == leg.end_time, "{}", story());
    }
    let talked = matches!(call.call_result, CallResult::Answered | CallResult::Connected);
    assert_eq!(call.answer_time.is_some(), talked, "{:?}: {}", call.call_result, story());
    assert!(!talked || call.legs.iter().any(|leg| leg.answer_time == call.answer_time), "{}", story());
}

/// Everybody a queue rings rings while the call waits in it, at most one answers, and the waits add up.
fn queues_make_sense(call: &Call, story: &dyn Fn() -> String) {
    let rings: Vec<&Leg> = call.legs.iter().filter(|leg| leg.event == Event::RingToMember).collect();
    let answered: Vec<&&Leg> = rings.iter().filter(|leg| leg.answer_time.is_some()).collect();
    assert!(answered.len() <= 1, "{}", story());
    for ring in &rings {
        let queue = call.legs.iter().find(|leg| Some(&leg.owner) == ring.operator.as_ref()).unwrap();
        assert!(queue.start_time <= ring.start_time && ring.end_time <= queue.end_time, "{}", story());
        assert!(ring.callee.user_id().is_some_and(|id| ring.owner.user_id() == Some(id)), "{}", story());
        if ring.result_reason.is_some() {
            assert_eq!(ring.end_time, answered[0].answer_time.unwrap(), "{}", story());
        }
        if let Some(answer) = ring.answer_time {
            let rounds_before = (ring.start_time - rings[0].start_time).num_seconds();
            let waits = i64::from(queue.waiting_time + ring.waiting_time) + rounds_before;
            assert_eq!((answer - queue.answer_time.unwrap()).num_seconds(), waits, "{}", story());
        }
    }
}

#[test]
fn everything_that_happens_in_an_office_happens_here() {
    let world = World::new(spec(40_000, 90));
    let all: Vec<Call> = calls(&world).collect();
    let seen = |what: &str, test: &dyn Fn(&Call) -> bool| {
        assert!(all.iter().any(test), "no call {what}");
    };
    let event = |event: Event| move |call: &Call| call.legs.iter().any(|leg| leg.event == event);
    for kind in [
        Event::Forward,
        Event::Overflow,
        Event::DirectTransfer,
        Event::WarmTransferOutgoing,
        Event::WarmTransferIncoming,
        Event::Park,
        Event::ParkPickUp,
    ] {
        seen(kind.word(), &event(kind));
    }
    for reason in [ResultReason::AnsweredByOther, ResultReason::PickupByOther, ResultReason::PlayMessage] {
        seen(reason.word(), &|call| call.legs.iter().any(|leg| leg.result_reason == Some(reason)));
    }
    for result in [
        CallResult::Answered,
        CallResult::Connected,
        CallResult::Voicemail,
        CallResult::NoAnswer,
        CallResult::HangUp,
        CallResult::Canceled,
        CallResult::Abandoned,
        CallResult::Rejected,
        CallResult::Busy,
        CallResult::CallFailed,
        CallResult::Overflowed,
        CallResult::InvalidKey,
        CallResult::SystemBlocked,
        CallResult::ServiceUnavailable,
    ] {
        seen(result.word(), &|call| call.call_result == result);
    }
    seen("abroad", &|call| call.international);
    seen("withheld", &|call| call.hide_caller_id);
    seen("labelled as spam", &|call| call.spam().is_some());
    seen("with a hostile name", &|call| call.caller.name.starts_with("=HYPERLINK"));
    seen("between colleagues", &|call| call.connect_type == ConnectType::Internal);
    seen("over the trunk", &|call| call.over_trunk);
    seen("to an emergency service", &|call| call.call_type == CallType::Emergency);
    seen("with two recordings", &|call| call.recordings.len() > 1);
    seen("with a summary", &|call| call.ai_summary.is_some());
    seen("with a key pressed", &|call| call.legs.iter().any(|leg| leg.press_key.is_some()));
    let mut callers: Vec<&str> = all.iter().map(|call| call.caller.did_number.as_str()).collect();
    callers.sort_unstable();
    let most = callers.chunk_by(|one, two| one == two).map(<[_]>::len).max();
    assert!(most > Some(400), "some call again and again: {most:?}");
}

#[test]
fn near_doubles_after_a_direct_transfer_are_told_as_zoom_tells_them() {
    let world = World::new(spec(4000, 30));
    let transferred = calls(&world).find(|call| {
        call.connect_type == ConnectType::External
            && call.legs.len() == 5
            && call.legs[1].event == Event::DirectTransfer
    });
    let call = transferred.unwrap();
    let told: Vec<_> = call.legs.iter().map(|leg| (leg.event, leg.segment, leg.node)).collect();
    let first = if call.direction == Direction::Inbound { Event::Incoming } else { Event::Outgoing };
    assert_eq!(
        told,
        [
            (first, 1, 1),
            (Event::DirectTransfer, 2, 0),
            (Event::DirectTransfer, 2, 1),
            (Event::Incoming, 3, 0),
            (Event::Incoming, 3, 1),
        ]
    );
    let named: Vec<bool> = call.legs.iter().map(|leg| leg.operator.is_some()).collect();
    assert_eq!(named, [true, false, false, false, true]);
    assert!(call.legs[1..].iter().all(|leg| leg.call_id.to_string() == format!("{}_1", call.call_id)));
}

#[test]
fn nobody_here_exists() {
    let world = World::new(spec(8000, 60));
    let company = world.company();
    assert!(company.users.len() >= 40 && company.sites.len() == 3 && company.queues.len() >= 4);
    let numbers: HashSet<&str> = company.users.iter().map(|user| user.party.did_number.as_str()).collect();
    assert_eq!(numbers.len(), company.users.len(), "every user has a number");
    assert!(company.queues.iter().all(|queue| queue.members.len() >= 4));
    for call in calls(&world) {
        for party in [&call.caller, &call.callee] {
            let number = &party.did_number;
            let north_american = number.len() == 12 && &number[5..9] == "5550" || number.get(5..9) == Some("5551");
            let fictional = north_american
                || number.is_empty()
                || number == "933"
                || ["+44207946", "+447700900", "+447700", "+6125550", "+3532091", "+3319900", "+493023125"]
                    .iter()
                    .any(|range| number.starts_with(range));
            assert!(fictional, "{number}");
            assert!(party.email.is_empty() || party.email.ends_with("@example.com"));
            match &party.extension {
                Some(_) => assert!(number.starts_with("+120255501"), "{number}"),
                None => assert!(party.email.is_empty()),
            }
        }
    }
    let kinds: HashSet<ExtensionType> =
        calls(&world).filter_map(|call| call.callee.extension.as_ref().map(|extension| extension.kind)).collect();
    assert_eq!(kinds.len(), 4, "users, queues, menus and rooms are called");
}
