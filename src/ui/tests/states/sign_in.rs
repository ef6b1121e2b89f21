//! Signing in and out, step by step.

use super::super::Shown;
use super::super::sign_in::{waiting, with_all_ways};
use super::{CALLS, From, adds, press};
use crate::app::{Message, Problem, Remedy};
use crate::ui::samples;

/// Zoom refused the sign-in, as the worker tells it.
fn refused() -> Problem {
    Problem {
        headline: "Zoom did not sign you in".to_owned(),
        cause: "Zoom said access_denied: the person declined".to_owned(),
        safe: "Nothing was changed at Zoom.".to_owned(),
        steps: vec!["Approve ringlog on Zoom's page, or ask a Zoom admin to.".to_owned()],
        remedy: Remedy::Retry,
    }
}

fn nobody(shown: &mut Shown) {
    let request = shown.session;
    shown.tell(Message::SessionRestored { request, result: Ok(None) });
}

#[test]
fn signing_in_step_by_step() {
    adds!(
        From::Start,
        [
            ("login_offered", |shown| {
                nobody(shown);
                shown.tell(Message::Key(crate::app::Key::ctrl('c')));
            }),
            ("login_starting", |shown| {
                nobody(shown);
                press(shown, "⏎");
            }),
        ] as [super::Way; 2]
    );
    adds!(
        From::The(|columns, rows| waiting(columns, rows, true).0),
        [
            ("login_exchanging", |shown| {
                let request = attempt(shown);
                shown.tell(Message::BrowserReturned { request });
            }),
            ("login_refused_by_zoom", |shown| {
                let request = attempt(shown);
                shown.tell(Message::SignInEnded { request, result: Err(refused()) });
            }),
            ("login_no_browser", |shown| {
                let request = attempt(shown);
                shown.tell(Message::BrowserFailed { request, cause: "xdg-open is not installed".to_owned() });
            }),
            ("login_help", |shown| press(shown, "?")),
        ] as [super::Way; 4]
    );
    adds!(
        From::The(|columns, rows| with_all_ways(columns, rows).0),
        [
            ("login_device_asking", |shown| press(shown, "d")),
            ("login_device_refused", |shown| {
                let request = request_of!(shown.press("d"), SignInWithDevice);
                shown.tell(Message::SignInEnded { request, result: Err(refused()) });
            }),
        ] as [super::Way; 2]
    );
}

/// The sign-in that waits for the browser.
fn attempt(shown: &Shown) -> crate::app::RequestId {
    let crate::app::Attempt::Waiting { request, .. } = &shown.state.login.attempt else { panic!("nothing waits") };
    *request
}

#[test]
fn signing_out_and_who_is_signed_in() {
    adds!(
        CALLS,
        [
            ("signing_out", |shown| press(shown, "AX⏎")),
            ("sign_out_failed", |shown| {
                press(shown, "AX");
                let request = request_of!(shown.key(crate::app::KeyCode::Enter), SignOut);
                shown.tell(Message::SignedOut { request, result: Err(samples::offline()) });
            }),
            ("access_lost", |shown| {
                shown.tell(Message::SessionLost(refused()));
                press(shown, "⎋A");
            }),
            ("access_end", |shown| press(shown, "Ajjjjjjjjjjjjjjjjjjjj")),
            ("access_last_error", |shown| {
                let request = super::super::sync_of(&shown.press("r"));
                shown.tell(Message::SyncEnded { request, result: Err(samples::offline()) });
                press(shown, "⎋A");
            }),
        ] as [super::Way; 5]
    );
}
