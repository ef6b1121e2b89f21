//! Faults as a client meets them.

use ringlog::demo::Shape;
use serde_json::Value;

use crate::support::{Reply, Zoom, read};

const LIST: &str = "/v2/phone/call_history?from=2026-10-21&to=2026-11-20&page_size=20";

async fn zoom(script: &str) -> Zoom {
    Zoom::start(|options| (options.faults, options.shape) = (script.parse().unwrap(), Shape::New)).await
}

fn ids(page: &Reply) -> Vec<&str> {
    page.body["call_history"].as_array().unwrap().iter().map(|row| row["call_history_uuid"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_status_comes_on_the_chosen_requests_only() {
    let zoom = zoom("on=/v2/phone/call_history nth=2 times=2 status=503").await;
    let person = zoom.person().await;
    for status in [200, 503, 503, 200] {
        let reply = read(person.request(LIST)).await;
        assert_eq!(reply.status, status);
        assert_eq!(reply.header("content-type").starts_with("text/html"), status == 503);
    }
}

#[tokio::test]
async fn refusals_of_every_kind_can_be_played() {
    for (fault, status, code) in [
        ("status=401", 401, 124),
        ("status=403", 403, 403),
        ("status=404", 404, 404),
        ("status=400 code=2031", 400, 2031),
        ("status=400 code=4711", 400, 4711),
        ("429=concurrent", 429, 429),
    ] {
        let zoom = zoom(&format!("on=/v2 {fault}")).await;
        assert_eq!(zoom.person().await.get(LIST).await.refusal(), (status, code), "{fault}");
    }
    let zoom = zoom("on=/oauth/token nth=2 status=400 error=invalid_grant").await;
    let tokens = zoom.sign_in().await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap())];
    assert_eq!(zoom.token(&form).await.body["error"], "invalid_grant");
    assert_eq!(zoom.token(&form).await.status, 200, "the fault came before the token was spent");
}

#[tokio::test]
async fn too_many_requests_come_in_every_form() {
    for (fault, kind, retry_after) in [
        ("429=qps", "QPS", ""),
        ("429=qps retry_after=date wait=90s", "QPS", "2026-11-20T16:31:30Z"),
        ("429=qps retry_after=http-date wait=90s", "QPS", "Fri, 20 Nov 2026 16:31:30 GMT"),
        ("429=qps retry_after=seconds wait=90s", "QPS", "90"),
        ("429=daily", "Daily-limit", "2026-11-21T00:00:00Z"),
        ("429=daily retry_after=none", "Daily-limit", ""),
        ("429=bare", "", ""),
    ] {
        let zoom = zoom(&format!("on=/v2 {fault}")).await;
        let reply = zoom.person().await.get(LIST).await;
        assert_eq!(reply.refusal(), (429, 429));
        assert_eq!((reply.header("x-ratelimit-type"), reply.header("retry-after")), (kind, retry_after), "{fault}");
        assert_eq!(reply.body["message"].as_str().unwrap().contains("daily"), fault.contains("daily"));
    }
}

#[tokio::test]
async fn a_connection_can_close_before_or_inside_the_answer() {
    let zoom = zoom("on=/v2 nth=1 drop; on=/v2 nth=2 cut=1000").await;
    let person = zoom.person().await;
    let dropped = person.request(LIST).send().await.unwrap_err();
    assert!(!dropped.is_timeout() && dropped.status().is_none());
    let cut = person.request(LIST).send().await.unwrap();
    assert_eq!(cut.status(), 200);
    assert!(cut.content_length().unwrap() > 1000);
    assert!(cut.bytes().await.is_err());
    assert_eq!(person.get(LIST).await.status, 200);
}

#[tokio::test]
async fn a_web_page_can_stand_in_for_audio() {
    let zoom = zoom("on=/v2/phone/recording/download html").await;
    let reply = read(zoom.person().await.request("/v2/phone/recording/download/x")).await;
    assert_eq!(reply.status, 200);
    assert!(reply.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn a_delayed_answer_holds_up_no_other() {
    let zoom = zoom("on=/v2/users delay=60m").await;
    let person = zoom.person().await;
    tokio::select! {
        biased;
        reply = person.get("/v2/users/me") => panic!("at once: {reply:?}"),
        reply = person.get(LIST) => assert_eq!(reply.status, 200),
    }
}

#[tokio::test]
async fn lists_can_be_wrong_in_the_ways_lists_are() {
    let right = zoom("on=/none drop").await;
    let right = right.person().await.get(LIST).await;

    let dead = zoom("on=/v2 nth=1 page_token=dead").await;
    let person = dead.person().await;
    let first = person.get(LIST).await;
    let next = format!("{LIST}&next_page_token={}", first.body["next_page_token"].as_str().unwrap());
    assert_eq!(person.get(&next).await.refusal(), (400, 400));
    assert_eq!(person.get(&next).await.status, 200, "once");

    let repeating = zoom("on=/v2 repeat_rows=3").await;
    let person = repeating.person().await;
    let first = person.get(LIST).await;
    let next = format!("{LIST}&next_page_token={}", first.body["next_page_token"].as_str().unwrap());
    let second = person.get(&next).await;
    assert_eq!(ids(&second)[..3], ids(&first)[17..]);

    let late = zoom("on=/v2/phone times=1 late_rows=4").await;
    let person = late.person().await;
    let without = person.get(LIST).await;
    assert_eq!(ids(&without)[..16], ids(&right)[4..]);
    assert_eq!(ids(&person.get(LIST).await), ids(&right), "there the next time");

    let clamped = zoom("on=/v2 clamp=7d").await;
    let page = clamped.person().await.get(LIST).await;
    assert_eq!((&page.body["from"], &page.body["to"]), (&"2026-11-13".into(), &"2026-11-20".into()));
    assert!(page.body["total_records"].as_u64() < right.body["total_records"].as_u64());
}

#[tokio::test]
async fn answers_can_have_fields_and_words_nobody_documented() {
    let zoom = zoom("on=/v2 unknown_fields unknown_enums").await;
    let page = read(zoom.person().await.request(LIST)).await;
    let row = &page.body["call_history"][0];
    assert_eq!(row["call_result"], "new_call_result");
    assert_eq!(row["direction"], "new_direction");
    assert_ne!(row["undocumented_note"], Value::Null);
    assert_ne!(page.body["undocumented_flag"], Value::Null);
}
