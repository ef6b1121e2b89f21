//! Rate limits as a client meets them.

use std::time::Duration;

use ringlog::demo::{Plan, RateHeaders};

use crate::support::{Zoom, now};

const HEAVY: &str = "/v2/phone/call_history?page_size=1";

#[tokio::test]
async fn an_account_has_so_many_heavy_requests_a_second_and_no_more() {
    for (plan, limit) in [(Plan::Pro, 5), (Plan::Business, 10)] {
        let zoom = Zoom::start(|options| options.plan = plan).await;
        let (person, account) = (zoom.person().await, zoom.server_to_server().await);
        for left in (0..limit).rev() {
            let reply = if left % 2 == 0 { person.get(HEAVY).await } else { account.get(HEAVY).await };
            assert_eq!(reply.status, 200);
            assert_eq!(reply.header("x-ratelimit-category"), "Heavy");
            assert_eq!(reply.header("x-ratelimit-type"), "QPS");
            assert_eq!(reply.header("x-ratelimit-limit"), limit.to_string());
            assert_eq!(reply.header("x-ratelimit-remaining"), left.to_string());
        }
        let refused = person.get(HEAVY).await;
        assert_eq!(refused.refusal(), (429, 429));
        let words = "You have reached the maximum per-second rate limit for this API. Try again later.";
        assert_eq!(refused.body["message"], words);
        assert_eq!(refused.header("x-ratelimit-reset"), (now().timestamp() + 1).to_string());
        assert_eq!(refused.header("retry-after"), "");
        assert_eq!(person.get("/v2/users/me").await.status, 200, "another label");
        zoom.clock.advance(Duration::from_secs(1));
        assert_eq!(person.get(HEAVY).await.status, 200);
    }
}

#[tokio::test]
async fn headers_can_be_absent_as_they_are_in_the_field() {
    let zoom = Zoom::start(|options| (options.plan, options.rate_headers) = (Plan::Pro, RateHeaders::Absent)).await;
    let person = zoom.person().await;
    for status in [200, 200, 200, 200, 200, 429] {
        let reply = person.get(HEAVY).await;
        assert_eq!(reply.status, status);
        assert!(!reply.headers.keys().any(|name| name.as_str().starts_with("x-ratelimit")));
    }
}
