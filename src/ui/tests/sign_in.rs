//! Signing in, and who is signed in.

use chrono::TimeDelta;

use super::{Shown, request_of, screen_of};
use crate::app::{Effect, KeyCode, Message, Problem, Remedy, RequestId, SignIn};
use crate::ui::samples;

/// Nobody is signed in, and the sign-in waits for the browser.
fn waiting(columns: u16, rows: u16, is_ssh: bool) -> (Shown, RequestId) {
    let mut shown = Shown::start(columns, rows);
    shown.state.setup.is_ssh = is_ssh;
    let request = shown.session;
    let mut effects = shown.tell(Message::SessionRestored { request, result: Ok(None) });
    if !effects.iter().any(|effect| matches!(effect, Effect::SignIn { .. })) {
        effects = shown.key(KeyCode::Enter);
    }
    let request =
        request_of(&effects, |effect| if let Effect::SignIn { request, .. } = effect { Some(*request) } else { None });
    let url = "https://zoom.example.com/oauth/authorize?response_type=code&client_id=Examp1eC1ient1d&redirect_uri=\
        http%3A%2F%2F127.0.0.1%3A47113%2Fcallback&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&\
        code_challenge_method=S256&state=af0ifjsldkj4Vb2cT1mQ9wZ";
    let sign_in = SignIn { url: url.to_owned(), port: 47113, deadline: samples::now() + TimeDelta::seconds(271) };
    shown.tell(Message::SignInStarted { request, sign_in });
    (shown, request)
}

#[test]
fn waiting_for_the_browser() {
    looks!("login_waiting", |columns, rows| waiting(columns, rows, false).0);
    looks!("login_ssh", |columns, rows| waiting(columns, rows, true).0);
}

#[test]
fn the_whole_address_is_on_screen() {
    for is_ssh in [false, true] {
        let (shown, _) = waiting(80, 24, is_ssh);
        let letters: String = screen_of(&shown.state).split_whitespace().collect();
        assert!(letters.contains("state=af0ifjsldkj4Vb2cT1mQ9wZ"), "{letters}");
    }
}

#[test]
fn a_refused_paste_and_the_address_being_typed() {
    looks!("login_refused", |columns, rows| {
        let (mut shown, attempt) = waiting(columns, rows, true);
        let cause = "That is not the address of the last page: it has no code in it.".to_owned();
        shown.tell(Message::PasteRefused { attempt, cause });
        shown
    });
    looks!("login_typing", |columns, rows| {
        let (mut shown, _) = waiting(columns, rows, true);
        shown.press("phttp://127.0.0.1:47113/cal");
        shown
    });
}

#[test]
fn the_browser_never_came_back() {
    looks!("login_timeout", |columns, rows| {
        let (mut shown, request) = waiting(columns, rows, false);
        let problem = Problem {
            headline: "Not signed in yet".to_owned(),
            cause: "The browser did not come back in 5 minutes.".to_owned(),
            safe: "Nothing was changed at Zoom.".to_owned(),
            steps: Vec::new(),
            remedy: Remedy::Retry,
        };
        shown.tell(Message::SignInEnded { request, result: Err(problem) });
        shown
    });
}

#[test]
fn what_the_browser_may_have_shown() {
    looks!("login_causes", |columns, rows| {
        let (mut shown, _) = waiting(columns, rows, true);
        shown.press("w");
        shown
    });
}

#[test]
fn no_client_id_yet() {
    looks!("login_not_configured", |columns, rows| {
        let mut shown = Shown::start(columns, rows);
        shown.state.setup.client_configured = false;
        let request = shown.session;
        shown.tell(Message::SessionRestored { request, result: Ok(None) });
        shown
    });
}

#[test]
fn accounts_and_access() {
    looks!("access", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("A");
        shown
    });
}
