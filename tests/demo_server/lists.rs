//! Call lists: pages, windows, filters, shapes. What they must hold is told by a world made of the same spec.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use ringlog::demo::world::Call;
use ringlog::demo::{AppKind, Shape, Spec, WindowRule};
use serde_json::Value;

use crate::support::{Zoom, now, spec, world};

const MONTH: &str = "from=2026-10-21T00:00:00Z&to=2026-11-20T16:30:00Z";

/// The calls of [`MONTH`], oldest first.
fn month() -> Vec<Call> {
    let world = world();
    let from = "2026-10-21T00:00:00Z".parse().unwrap();
    world.calls_between(from, now()).map(|index| world.call(index)).collect()
}

fn texts(rows: &[Value], field: &str) -> Vec<String> {
    rows.iter().map(|row| row[field].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn pages_hold_every_call_once_newest_first_in_every_shape() {
    let expected: Vec<_> = month().iter().rev().map(|call| call.call_history_uuid.to_string()).collect();
    assert!(expected.len() > 300, "several pages");
    for (shape, arrays) in [
        (Shape::Old, vec![("call_logs", "id")]),
        (Shape::New, vec![("call_history", "call_history_uuid")]),
        (Shape::Both, vec![("call_logs", "id"), ("call_history", "call_history_uuid")]),
    ] {
        let zoom = Zoom::start(|options| options.shape = shape).await;
        let person = zoom.person().await;
        for (array, key) in &arrays {
            for size in [97, 300] {
                let rows = person.all(&format!("/v2/phone/call_history?{MONTH}&page_size={size}"), array).await;
                assert_eq!(texts(&rows, key), expected, "{shape:?} {array} {size}");
            }
        }
        let page = person.get("/v2/phone/call_history").await.body;
        for array in ["call_logs", "call_history"] {
            assert_eq!(page.get(array).is_some(), arrays.iter().any(|(has, _)| *has == array), "{shape:?} {array}");
        }
    }
}

#[tokio::test]
async fn a_users_list_holds_their_steps_and_no_others() {
    for (shape, array, step, call) in [
        (Shape::Old, "call_logs", "id", "call_path_id"),
        (Shape::New, "call_elements", "call_element_id", "call_history_uuid"),
    ] {
        let zoom = Zoom::start(|options| (options.shape, options.app) = (shape, AppKind::UserManaged)).await;
        let person = zoom.person().await;
        let me = person.get("/v2/users/me").await.body["id"].as_str().unwrap().to_owned();
        let rows = person.all(&format!("/v2/phone/users/me/call_history?{MONTH}&page_size=7"), array).await;
        let mut expected = Vec::new();
        for told in month() {
            for leg in told.legs.iter().filter(|leg| leg.owner.user_id() == Some(me.as_str())) {
                expected.push((told.call_history_uuid.to_string(), leg.call_element_id.to_string()));
            }
        }
        expected.reverse();
        assert!(expected.len() > 7, "several pages");
        let found: Vec<_> = texts(&rows, call).into_iter().zip(texts(&rows, step)).collect();
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn calls_that_come_in_meanwhile_move_no_page() {
    let zoom = Zoom::start(|options| options.world = Spec { calls: 40_000, ..spec() }).await;
    let person = zoom.person().await;
    let path = "/v2/phone/call_history?page_size=20";
    let first = person.get(path).await.body;
    zoom.clock.advance(Duration::from_mins(14));
    let token = first["next_page_token"].as_str().unwrap();
    let second = person.get(&format!("{path}&next_page_token={token}")).await.body;
    assert_eq!(second["total_records"], first["total_records"]);
    assert_eq!((&second["from"], &second["to"]), (&first["from"], &first["to"]));
    let known: BTreeSet<_> = texts(first["call_logs"].as_array().unwrap(), "id").into_iter().collect();
    let next = texts(second["call_logs"].as_array().unwrap(), "id");
    assert!(next.iter().all(|id| !known.contains(id)), "a row came twice");
    let fresh = person.get(path).await.body;
    assert_ne!(fresh["call_logs"][0], first["call_logs"][0], "a new list has new calls");
}

#[tokio::test]
async fn a_page_token_is_good_for_fifteen_minutes_and_its_own_query() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let path = format!("/v2/phone/call_history?{MONTH}&page_size=10");
    let first = person.get(&path).await.body;
    let token = first["next_page_token"].as_str().unwrap();
    for wrong in [
        format!("/v2/phone/call_history?{MONTH}&page_size=11&next_page_token={token}"),
        format!("{path}&directions=inbound&next_page_token={token}"),
        format!("/v2/phone/users/me/call_history?{MONTH}&page_size=10&next_page_token={token}"),
        format!("{path}&next_page_token=x{token}"),
        format!("{path}&next_page_token=none"),
    ] {
        let reply = person.get(&wrong).await;
        assert_eq!(reply.refusal(), (400, 400), "{wrong}");
        assert_eq!(reply.body["message"], "The next page token is invalid or expired.");
    }
    let next = format!("{path}&type=all&next_page_token={token}");
    assert_eq!(person.get(&next).await.refusal(), (400, 400), "an added parameter is another query");
    let next = format!("{path}&next_page_token={token}");
    zoom.clock.advance(Duration::from_secs(899));
    assert_eq!(person.get(&next).await.status, 200);
    zoom.clock.advance(Duration::from_secs(1));
    assert_eq!(person.get(&next).await.refusal(), (400, 400));
}

/// Whether a call belongs into a filtered list.
type Passes<'f> = Box<dyn Fn(&Call) -> bool + 'f>;

#[tokio::test]
async fn filters_find_what_a_scan_finds() {
    let zoom = Zoom::start(|options| options.shape = Shape::New).await;
    let person = zoom.person().await;
    let calls = month();
    let world = world();
    let site = &world.company().sites[1].id;
    let group = &world.company().users[3].extension().unwrap().group_id;
    let department = world.company().users[3].extension().unwrap().department;
    let some_id = calls[calls.len() / 2].call_id.to_string();
    let site_of = |call: &Call| world.company().site_of(&call.owner).map(|site| site.id.clone());
    let owner = |call: &Call| call.owner.extension.clone();
    let filters: Vec<(String, Passes)> = vec![
        ("directions=inbound".into(), Box::new(|call| call.direction.word() == "inbound")),
        ("directions=inbound&directions=outbound".into(), Box::new(|_| true)),
        ("connect_types[]=internal".into(), Box::new(|call| call.connect_type.word() == "internal")),
        (
            "call_results=answered&call_results=voicemail".into(),
            Box::new(|call| ["answered", "voicemail"].contains(&call.call_result.word())),
        ),
        ("recording_status=recorded".into(), Box::new(|call| !call.recordings.is_empty())),
        ("with_voicemail=true".into(), Box::new(|call| call.voicemail.is_some())),
        ("with_voicemail=false".into(), Box::new(|call| call.voicemail.is_none())),
        (format!("site_ids={site}"), Box::new(|call| site_of(call).as_ref() == Some(site))),
        (format!("group_ids={group}"), Box::new(|call| owner(call).is_some_and(|owner| owner.group_id == *group))),
        (
            format!("department={}", department.replace(' ', "+")),
            Box::new(|call| owner(call).is_some_and(|owner| owner.department == department)),
        ),
        (format!("call_ids={some_id}"), Box::new(|call| call.call_id.to_string() == some_id)),
        (format!("keyword={some_id}"), Box::new(|call| call.call_id.to_string() == some_id)),
        ("call_ids=nothing".into(), Box::new(|_| false)),
        (
            "extension_types=call_queue&directions=inbound".into(),
            Box::new(|call| {
                let is_queue = |party: &ringlog::demo::world::Party| {
                    party.extension.as_ref().is_some_and(|extension| extension.kind.word() == "call_queue")
                };
                call.direction.word() == "inbound" && (is_queue(&call.caller) || is_queue(&call.callee))
            }),
        ),
        (
            "number_types=anonymous_number".into(),
            Box::new(|call| [&call.caller, &call.callee].iter().any(|p| p.number_type.word() == "anonymous_number")),
        ),
    ];
    for (filter, passes) in filters {
        let path = format!("/v2/phone/call_history?{MONTH}&page_size=50&{filter}");
        let rows = person.all(&path, "call_history").await;
        let expected = calls.iter().rev().filter(|call| passes(call)).map(|call| call.call_history_uuid.to_string());
        assert_eq!(texts(&rows, "call_history_uuid"), expected.collect::<Vec<_>>(), "{filter}");
    }
}

#[tokio::test]
async fn a_keyword_matches_names_and_numbers_whatever_the_case() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let me = person.get("/v2/users/me").await.body;
    let name = me["last_name"].as_str().unwrap().to_uppercase();
    let rows = person.all(&format!("/v2/phone/call_history?{MONTH}&page_size=300&keyword={name}"), "call_logs").await;
    assert!(!rows.is_empty());
    for row in rows {
        let names = format!("{} {} {}", row["caller_name"], row["callee_name"], row["callee_email"]).to_uppercase();
        assert!(names.contains(&name), "{row}");
    }
}

#[tokio::test]
async fn the_window_can_be_about_ends() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let call = month().into_iter().rev().find(|call| call.end_time - call.start_time > TimeDelta::minutes(3)).unwrap();
    let at = call.end_time.format("%Y-%m-%dT%H:%M:%SZ");
    let path = format!("/v2/phone/call_history?from={at}&to={at}&page_size=300");
    let by_end = person.all(&format!("{path}&time_type=end_time"), "call_logs").await;
    assert!(texts(&by_end, "id").contains(&call.call_history_uuid.to_string()));
    let by_start = person.all(&path, "call_logs").await;
    assert!(!texts(&by_start, "id").contains(&call.call_history_uuid.to_string()));
}

#[tokio::test]
async fn without_a_window_the_last_day_is_listed() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let rows = person.all("/v2/phone/call_history?page_size=300", "call_logs").await;
    let world = world();
    let expected = world.calls_between(now() - TimeDelta::days(1), now());
    assert_eq!(rows.len() as u64, expected.end - expected.start);
}

#[tokio::test]
async fn a_window_past_a_month_or_half_a_year_is_moved_or_refused() {
    for (query, from) in [
        ("from=2026-08-01&to=2026-11-01", "2026-10-01"),
        ("from=2026-05-01&to=2026-05-25", "2026-05-20"),
        ("from=2026-05-01T00:00:00Z&to=2026-05-25T00:00:00Z", "2026-05-20T16:30:00Z"),
    ] {
        let zoom = Zoom::start(|_| {}).await;
        let page = zoom.person().await.get(&format!("/v2/phone/call_history?{query}")).await.body;
        assert_eq!(page["from"], from);
        let rows = page["call_logs"].as_array().unwrap();
        assert!(rows.iter().all(|row| row["start_time"].as_str().unwrap() >= from));

        let zoom = Zoom::start(|options| options.window = WindowRule::Refuse).await;
        let reply = zoom.person().await.get(&format!("/v2/phone/call_history?{query}")).await;
        assert_eq!((reply.refusal(), &reply.body["errors"][0]["field"]), ((400, 300), &"from".into()));
    }
}

#[tokio::test]
async fn each_list_refuses_wrong_parameters_in_its_own_words() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    for (parameter, name) in [
        ("page_size=301", "page_size"),
        ("page_size=0", "page_size"),
        ("page_size=many", "page_size"),
        ("from=2026-11-01", "to"),
        ("from=2026-11-01&to=2026-11-02T00:00:00Z", "to"),
        ("from=yesterday&to=2026-11-02", "from"),
        ("directions=sideways", "directions"),
        ("connect_types=tunnel", "connect_types"),
        ("number_types=fax", "number_types"),
        ("call_types=prank", "call_types"),
        ("extension_types=door", "extension_types"),
        ("call_results=perfect", "call_results"),
        ("time_type=middle", "time_type"),
        ("recording_status=maybe", "recording_status"),
        ("with_voicemail=maybe", "with_voicemail"),
    ] {
        let account = person.get(&format!("/v2/phone/call_history?{parameter}")).await;
        assert_eq!(account.refusal(), (400, 300), "{parameter}");
        assert_eq!(account.body["errors"][0]["field"], name);
        let user = person.get(&format!("/v2/phone/users/me/call_history?{parameter}")).await;
        assert_eq!(user.refusal(), (400, 301), "{parameter}");
        assert_eq!(user.body["message"], format!("Invalid request param: {name}."));
    }
    let user = |query: String| format!("/v2/phone/users/me/call_history?{query}");
    assert_eq!(person.get(&user("call_results=busy".into())).await.refusal(), (400, 301), "another set");
    assert_eq!(person.get(&user("call_results=blocked".into())).await.status, 200);
    assert_eq!(person.get(&user(["site_ids=x"; 11].join("&"))).await.refusal(), (400, 301));
    assert_eq!(person.get(&user(["directions=inbound"; 3].join("&"))).await.refusal(), (400, 301));
    assert_eq!(person.get("/v2/phone/call_history?type=all").await.status, 200, "unknown ones are harmless");
}

#[tokio::test]
async fn a_sync_goes_back_to_the_first_call_and_forward_to_the_newest() {
    let zoom = Zoom::start(|options| options.shape = Shape::New).await;
    let person = zoom.person().await;
    let path = "/v2/phone/users/me/call_history/sync";
    let mut rows = Vec::new();
    let mut page = person.get(&format!("{path}?sync_type=FSync&count=100")).await;
    loop {
        assert_eq!(page.status, 200, "{}", page.body);
        let found = page.body["call_elements"].as_array().unwrap();
        if found.is_empty() {
            break;
        }
        rows.extend(texts(found, "call_element_id"));
        let token = page.body["sync_token"].as_str().unwrap();
        page = person.get(&format!("{path}?sync_type=BSync&count=100&sync_token={token}")).await;
    }
    let me = person.get("/v2/users/me").await.body["id"].as_str().unwrap().to_owned();
    let world = world();
    let legs = (0..world.len()).flat_map(|index| world.call(index).legs);
    let own = legs.filter(|leg| leg.owner.user_id() == Some(me.as_str()));
    let expected: BTreeSet<_> = own.map(|leg| leg.call_element_id.to_string()).collect();
    assert_eq!(rows.len(), expected.len());
    assert_eq!(rows.into_iter().collect::<BTreeSet<_>>(), expected);

    let token = page.body["sync_token"].as_str().unwrap().to_owned();
    zoom.clock.advance(Duration::from_mins(50));
    let newer = person.get(&format!("{path}?sync_type=ISync&sync_token={token}")).await;
    let newer = texts(newer.body["call_elements"].as_array().unwrap(), "call_element_id");
    assert!(newer.iter().all(|id| !expected.contains(id)));
    for wrong in ["sync_type=ISync", "sync_type=BSync&sync_token=nothing", "sync_type=Later", "count=0"] {
        assert_eq!(person.get(&format!("{path}?{wrong}")).await.refusal(), (400, 301), "{wrong}");
    }
}

#[tokio::test]
async fn one_page_of_ten_million_calls_reads_one_page_of_calls() {
    let zoom = Zoom::start(|options| options.world = Spec { calls: 10_000_000, ..spec() }).await;
    let person = zoom.person().await;
    let page = person.get(&format!("/v2/phone/call_history?{MONTH}&page_size=300")).await.body;
    assert!(page["total_records"].as_u64().unwrap() > 1_000_000);
    assert_eq!(page["call_logs"].as_array().unwrap().len(), 300);
}
