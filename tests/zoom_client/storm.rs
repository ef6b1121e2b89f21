//! A Zoom in trouble is not troubled more. The clock stands still while anybody has something to do, so that ten minutes
//! take a moment.

use crate::figure::figure;
use std::collections::BTreeMap;
use std::time::Duration;

use futures::future::join_all;
use ringlog::model::Access;
use ringlog::zoom::ErrorKind;
use tokio::time::{Instant, sleep};

use super::server::{ME, Server, answer};

#[tokio::test(start_paused = true)]
async fn ten_minutes_of_503_cost_at_most_forty_requests() {
    let server = Server::start([answer(503, "")]).await;
    let (client, _) = server.client();
    let end = Instant::now() + Duration::from_mins(10);
    // Four slices of a fetch, each begun again as soon as it failed.
    let callers = (0..4).map(|_| async {
        let mut rested = 0;
        while Instant::now() < end {
            let error = client.me(Access::Own).await.unwrap_err();
            rested += u32::from(matches!(error.kind, ErrorKind::Resting { .. }));
            sleep(Duration::from_secs(1)).await;
        }
        rested
    });
    let rested: u32 = join_all(callers).await.into_iter().sum();
    let sent = server.seen().len();
    figure(&format!("{sent} requests in ten minutes of 503; {rested} calls ended without one"));
    assert!((5..=40).contains(&sent), "{sent}");

    // Once Zoom works again, so do we.
    server.script.lock().unwrap().clear();
    server.script.lock().unwrap().push_back(answer(200, ME));
    sleep(Duration::from_mins(7)).await;
    client.me(Access::Own).await.unwrap();
    client.me(Access::Own).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn fifty_clients_that_failed_together_do_not_come_back_together() {
    let server = Server::start([answer(503, "")]).await;
    let clients: Vec<_> = (0..50).map(|_| server.client().0).collect();
    let begun = Instant::now();
    join_all(clients.iter().map(|client| client.me(Access::Own))).await;
    let seen = server.seen();
    let mut bins: BTreeMap<u128, usize> = BTreeMap::new();
    for retry in &seen[50..] {
        *bins.entry((retry.instant - begun).as_millis() / 100).or_default() += 1;
    }
    let (retries, fullest) = (seen.len() - 50, bins.values().max().copied().unwrap());
    figure(&format!("{retries} retries, at most {fullest} in 100 ms"));
    assert_eq!(retries, 200, "four each");
    assert!(fullest * 10 <= retries, "{bins:?}");
}
