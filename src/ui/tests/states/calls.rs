//! The list of calls: what is above it and below it, and why it is empty.

use chrono::TimeDelta;

use super::super::{Shown, sync_of};
use super::{CALLS, From, adds, press};
use crate::app::{Key, KeyCode, Message, Problem, Remedy, SyncOutcome, Wait, WaitKind};
use crate::model::Batch;
use crate::ui::samples;

/// The sign-in is gone at Zoom.
fn lost() -> Problem {
    Problem {
        headline: "The sign-in is no longer valid".to_owned(),
        cause: "Zoom refused the refresh token".to_owned(),
        safe: "The calls of the archive can still be read.".to_owned(),
        steps: Vec::new(),
        remedy: Remedy::SignIn,
    }
}

fn waiting(shown: &mut Shown, kind: WaitKind, seconds: i64) {
    let request = sync_of(&shown.press("r"));
    let wait = Wait { until: shown.state.now + TimeDelta::seconds(seconds), kind };
    shown.tell(Message::Waiting { request, wait: Some(wait) });
}

fn ended(shown: &mut Shown, outcome: SyncOutcome) {
    let request = sync_of(&shown.press("r"));
    shown.tell(Message::SyncEnded { request, result: Ok(outcome) });
}

fn not_signed_in(shown: &mut Shown, batch: Batch) {
    shown.load(batch);
    let request = shown.session;
    shown.tell(Message::SessionRestored { request, result: Ok(None) });
    press(shown, "⎋");
}

#[test]
fn before_the_calls_are_here_and_where_there_are_none() {
    adds!(
        From::StartBesideCalls,
        [
            ("reading", |_| {}),
            ("reading_begun", |shown| {
                let request = shown.archive;
                shown.tell(Message::ArchiveBatch { request, batch: samples::batch() });
            }),
            ("empty_not_signed_in", |shown| not_signed_in(shown, Batch::default())),
            ("empty_fetching", |shown| {
                shown.load(Batch::default());
                shown.sign_in();
            }),
            ("empty_offline", |shown| {
                shown.load(Batch::default());
                let request = sync_of(&shown.sign_in());
                shown.tell(Message::SyncEnded { request, result: Err(samples::offline()) });
                press(shown, "⎋");
            }),
        ] as [super::Way; 5]
    );
}

#[test]
fn what_stands_above_the_calls() {
    adds!(
        CALLS,
        [
            ("session_lost", |shown| {
                shown.tell(Message::SessionLost(lost()));
                press(shown, "⎋");
            }),
            ("wait_at_one_time", |shown| waiting(shown, WaitKind::Concurrent, 3)),
            ("wait_for_tomorrow", |shown| waiting(shown, WaitKind::Daily, 35_700)),
            ("wait_for_the_network", |shown| waiting(shown, WaitKind::Trouble, 30)),
            ("sync_stopping", |shown| {
                sync_of(&shown.press("r"));
                shown.tell(Message::Key(Key::ctrl('c')));
            }),
            ("sync_stopped", |shown| ended(
                shown,
                SyncOutcome { cancelled: true, complete: false, ..samples::outcome() }
            )),
            ("sync_in_part", |shown| {
                let span = crate::model::Span { from: samples::now() - TimeDelta::days(40), to: samples::now() };
                let outcome =
                    SyncOutcome { failed: vec![(span, samples::offline())], complete: false, ..samples::outcome() };
                ended(shown, outcome);
            }),
            ("rows_not_understood", |shown| ended(shown, SyncOutcome { bad_rows: 3, ..samples::outcome() })),
        ] as [super::Way; 8]
    );
    adds!(
        From::StartBesideCalls,
        [
            ("not_signed_in", |shown| not_signed_in(shown, samples::batch())),
            ("warning", |shown| {
                shown.load(samples::batch());
                let mut who = samples::signed_in();
                who.warning = Some(
                    "The keychain did not answer; the sign-in is kept in a file that only you can read.".to_owned(),
                );
                let request = shown.session;
                let effects = shown.tell(Message::SessionRestored { request, result: Ok(Some(who)) });
                let request = sync_of(&effects);
                shown.tell(Message::SyncEnded { request, result: Ok(samples::outcome()) });
            }),
            ("demo", |shown| {
                shown.state.setup.demo = true;
                shown.load(samples::batch());
                shown.sign_in();
            }),
        ] as [super::Way; 3]
    );
}

#[test]
fn queries_that_find_nothing_or_less_than_there_is() {
    adds!(
        CALLS,
        [
            ("query_typing", |shown| press(shown, "/")),
            ("query_long", |shown| {
                press(shown, "/");
                shown.paste(
                    "result:missed,voicemail,abandoned queue:Support last:90d -is:spam wait:>1m with:+12025550134",
                );
                press(shown, "⏎");
            }),
            ("hold_not_known", |shown| press(shown, "/hold:>0⏎")),
            ("said_not_read", |shown| {
                press(shown, "/said:");
                let request = request_of!(shown.press("i"), SearchSaid);
                shown.tell(Message::SaidFound { request, result: Ok(Vec::new()) });
                press(shown, "⏎");
            }),
            ("or_is_a_word", |shown| press(shown, "/Alvarez OR Lindqvist⏎")),
            ("before_the_archive", |shown| press(shown, "/to:2026-01-01⏎")),
        ] as [super::Way; 6]
    );
}

#[test]
fn what_happens_in_the_list() {
    adds!(
        CALLS,
        [
            ("stretch", |shown| press(shown, "vjj")),
            ("sorted_by_two", |shown| press(shown, "S    jjj ⏎")),
            ("detail_below", |shown| {
                press(shown, "P");
                shown.rest();
            }),
            ("detail_hidden", |shown| press(shown, "p")),
            ("detail_alone", |shown| {
                press(shown, "z");
                shown.rest();
            }),
            ("job_rests", |shown| {
                let effects = shown.press("5");
                let request = request_of!(effects, ListJobs);
                let job = super::lists::paused();
                shown.tell(Message::JobsListed { request, result: Ok(vec![job]) });
                shown.key(KeyCode::Char('1'));
            }),
        ] as [super::Way; 6]
    );
}
