//! Renewing: many processes at once, those that lose, and a credential that is dead.

use std::time::Duration;

use ringlog::auth::{Session, SessionError};

use super::endpoint::{FakeZoom, Play};
use super::{kept, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_sixteen_processes_find_dead_is_renewed_once() {
    renewed_once(15).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "full size: a hundred expiries"]
async fn a_token_that_sixteen_processes_find_dead_a_hundred_times_is_renewed_a_hundred_times() {
    renewed_once(100).await;
}

/// Sixteen processes, two tasks in each, and so many expiries.
async fn renewed_once(expiries: usize) {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    signed_in(&zoom, folder.path()).await;
    let processes: Vec<Session> = (0..16).map(|_| zoom.session(folder.path())).collect();
    let mut token = processes[0].access_token().await.unwrap();
    for expiry in 1..=expiries {
        let mut tasks = tokio::task::JoinSet::new();
        for process in processes.iter().flat_map(|process| [process.clone(), process.clone()]) {
            let dead = token.clone();
            tasks.spawn(async move { process.refresh_after_401(&dead).await.unwrap() });
        }
        let tokens = tasks.join_all().await;
        assert!(tokens.iter().all(|token| zoom.accepts(token)), "all have the newest token");
        assert_eq!(zoom.requests("refresh_token"), expiry);
        token = tokens[0].clone();
    }
    assert_eq!(zoom.grants.lock().unwrap().reused, 0);
}

#[tokio::test]
async fn a_loser_never_removes_the_winners_credential() {
    for _ in 0..5 {
        one_loses().await;
    }
}

#[tokio::test]
#[ignore = "full size: five hundred losers"]
async fn five_hundred_losers_never_remove_the_winners_credential() {
    for _ in 0..500 {
        one_loses().await;
    }
}

async fn one_loses() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = signed_in(&zoom, folder.path()).await;
    let token = session.access_token().await.unwrap();
    // The winner's sign-in, made in another folder, is written into ours in the middle of the loser's refresh.
    let elsewhere = tempfile::tempdir().unwrap();
    let winner = signed_in(&zoom, elsewhere.path()).await;
    let record = kept(&zoom, elsewhere.path()).unwrap();
    zoom.play(Play::Overtaken(folder.path().join("credentials"), Box::new(record)));
    let taken_over = session.refresh_after_401(&token).await.unwrap();
    assert_eq!(taken_over, winner.access_token().await.unwrap());
    assert!(kept(&zoom, folder.path()).is_some());
    assert_eq!(zoom.requests("refresh_token"), 1);
    // Once more, with a winner whose token is dead as well: then the newest credential is sent, and it ends for good.
    let again = session.refresh_after_401(&taken_over).await;
    assert!(matches!(again, Err(SessionError::Ended(_))), "{again:?}");
}

#[tokio::test]
async fn a_dead_credential_is_removed_and_its_end_is_said() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    for dead in [
        r#"{"reason":"Invalid Token!","error":"invalid_grant"}"#,
        r#"{"reason":"Invalid Token!","error":"invalid_request"}"#,
        r#"{"reason":"Token revoked","error":"invalid_request","errorCode":4741}"#,
    ] {
        zoom.play(Play::Rotate);
        let session = signed_in(&zoom, folder.path()).await;
        let token = session.access_token().await.unwrap();
        zoom.play(Play::Answer(400, "application/json", dead.into()));
        let before = zoom.requests("refresh_token");
        assert!(matches!(session.refresh_after_401(&token).await, Err(SessionError::Ended(_))), "{dead}");
        assert!(matches!(session.refresh_after_401(&token).await, Err(SessionError::SignedOut)));
        assert_eq!(zoom.requests("refresh_token"), before + 1, "a final answer is not asked for again");
        assert!(kept(&zoom, folder.path()).is_none());
    }
}

#[tokio::test]
async fn a_caller_that_gives_up_loses_no_token() {
    let (zoom, folder) = (FakeZoom::start().await, tempfile::tempdir().unwrap());
    let session = signed_in(&zoom, folder.path()).await;
    let token = session.access_token().await.unwrap();
    let dropped = tokio::time::timeout(Duration::from_millis(1), session.refresh_after_401(&token)).await;
    // Whether or not it was quick enough: the next caller finds the renewed token, stored.
    drop(dropped);
    assert!(zoom.accepts(&session.refresh_after_401(&token).await.unwrap()));
    assert_eq!(zoom.requests("refresh_token"), 1);
    let restarted = zoom.session(folder.path());
    assert!(zoom.accepts(&restarted.access_token().await.unwrap()));
}
