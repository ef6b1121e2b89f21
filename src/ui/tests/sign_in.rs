//! Signing in, and who is signed in.

use chrono::TimeDelta;

use super::{Shown, screen_of};
use crate::app::{
    Attempt, DeviceCode, Effect, Keeps, KeyCode, Keymap, Message, Place, Problem, ProfileEntry, Remedy, RequestId,
    SignIn, SignInWays,
};
use crate::model::Access;
use crate::ui::{samples, sentences};

/// Nobody is signed in, and the sign-in waits for the browser.
pub fn waiting(columns: u16, rows: u16, is_ssh: bool) -> (Shown, RequestId) {
    let mut shown = Shown::start(columns, rows);
    shown.state.setup.is_ssh = is_ssh;
    let request = shown.session;
    let mut effects = shown.tell(Message::SessionRestored { request, result: Ok(None) });
    if !effects.iter().any(|effect| matches!(effect, Effect::SignIn { .. })) {
        effects = shown.key(KeyCode::Enter);
    }
    let request = request_of!(effects, SignIn);
    let url = "https://zoom.example.com/oauth/authorize?response_type=code&client_id=Examp1eC1ient1d&redirect_uri=\
        http%3A%2F%2F127.0.0.1%3A47113%2Fcallback&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&\
        code_challenge_method=S256&state=af0ifjsldkj4Vb2cT1mQ9wZ";
    let deadline = samples::now() + TimeDelta::seconds(271);
    let sign_in = SignIn { url: url.to_owned(), port: 47113, deadline, ends_with_ringlog: false };
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

/// A keychain that is locked, as the worker tells of it.
pub fn locked() -> Problem {
    Problem {
        headline: "Could not ask the keychain for a sign-in".to_owned(),
        cause: "the system keychain did not answer within 3 seconds".to_owned(),
        safe: "What it keeps stays there. The calls fetched so far are safe in the archive.".to_owned(),
        steps: vec![
            "Unlock the system keychain. Without one, set credential_store = \"file\" (a file only you can read) or \
             \"memory\", and start ringlog again."
                .to_owned(),
            "To check all that has to be right: ringlog doctor.".to_owned(),
        ],
        remedy: Remedy::Unlock,
    }
}

#[test]
fn a_keychain_that_is_locked() {
    looks!("login_keychain_locked", |columns, rows| {
        let mut shown = Shown::start(columns, rows);
        let request = shown.session;
        shown.tell(Message::SessionRestored { request, result: Err(locked()) });
        shown
    });
    looks!("login_keychain_asked_again", |columns, rows| {
        let mut shown = Shown::start(columns, rows);
        let request = shown.session;
        shown.tell(Message::SessionRestored { request, result: Err(locked()) });
        shown.press("r");
        shown
    });
    looks!("login_until_ringlog_ends", |columns, rows| {
        let (mut shown, _) = waiting(columns, rows, true);
        let Attempt::Waiting { sign_in, .. } = &mut shown.state.login.attempt else { panic!("nothing waits") };
        sign_in.ends_with_ringlog = true;
        shown
    });
}

#[test]
fn a_keychain_that_is_locked_is_told_once_in_sentences_with_both_ways_on() {
    let mut shown = Shown::start(80, 24);
    let request = shown.session;
    shown.tell(Message::SessionRestored { request, result: Err(locked()) });
    let told = sentences::status(&shown.state).join("\n");
    assert_eq!(told.matches("Could not ask the keychain").count(), 1, "{told}");
    for words in ["What it keeps stays there", "Type again for what helps.", "until ringlog ends, type login."] {
        assert!(told.contains(words), "{words:?} is missing in:\n{told}");
    }
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

/// As [`waiting`] over SSH, with everything that can be offered beside the browser.
pub fn with_all_ways(columns: u16, rows: u16) -> (Shown, RequestId) {
    let (mut shown, request) = waiting(columns, rows, true);
    shown.state.setup.sign_in =
        SignInWays { ssh_to: Some("alvarez@192.0.2.7".to_owned()), has_device_code: true, ..SignInWays::default() };
    (shown, request)
}

#[test]
fn the_other_ways_to_sign_in() {
    looks!("login_ways", |columns, rows| with_all_ways(columns, rows).0);
    looks!("login_tunnel", |columns, rows| {
        let (mut shown, _) = with_all_ways(columns, rows);
        shown.press("k");
        shown
    });
    looks!("login_service_account", |columns, rows| {
        let (mut shown, _) = with_all_ways(columns, rows);
        shown.press("t");
        shown
    });
    looks!("login_device", |columns, rows| {
        let (mut shown, _) = with_all_ways(columns, rows);
        let effects = shown.press("d");
        let request = request_of!(effects, SignInWithDevice);
        let code = DeviceCode {
            user_code: "K7QW2MXA".to_owned(),
            page: "https://zoom.example.com/oauth_device".to_owned(),
            host: "zoom.example.com".to_owned(),
            deadline: samples::now() + TimeDelta::seconds(890),
        };
        shown.tell(Message::DeviceCodeGiven { request, code });
        shown
    });
}

#[test]
fn every_way_out_of_ssh_is_on_the_smallest_usual_screen() {
    let (shown, _) = with_all_ways(80, 24);
    let screen = screen_of(&shown.state);
    let letters: String = screen.split_whitespace().collect();
    assert!(letters.contains("state=af0ifjsldkj4Vb2cT1mQ9wZ"), "the whole address: {screen}");
    for words in ["ssh -L line", "device code", "service account", "ringlog doctor", "paste it anywhere"] {
        assert!(screen.contains(words), "{words:?} is missing:\n{screen}");
    }
}

#[test]
fn the_line_for_ssh_is_what_y_copies_where_it_is_shown() {
    let (mut shown, _) = with_all_ways(80, 24);
    let copied = |effects: Vec<Effect>| {
        effects.into_iter().find_map(|effect| if let Effect::Copy { text } = effect { Some(text) } else { None })
    };
    assert!(copied(shown.press("y")).unwrap().starts_with("https://"));
    assert_eq!(copied(shown.press("ky")).as_deref(), Some("ssh -L 47113:127.0.0.1:47113 alvarez@192.0.2.7"));
}

/// The sign-in screen in each state that a sign-in can be in.
fn in_each_state() -> Vec<(Place, Shown)> {
    let idle = || {
        let (mut shown, _) = with_all_ways(200, 50);
        shown.state.login.attempt = Attempt::Idle;
        shown
    };
    let with = |attempt: Attempt| {
        let mut shown = idle();
        shown.state.login.attempt = attempt;
        shown
    };
    let request = idle().session;
    let code = DeviceCode {
        user_code: "K7QW2MXA".to_owned(),
        page: "https://zoom.example.com/oauth_device".to_owned(),
        host: "zoom.example.com".to_owned(),
        deadline: samples::now() + TimeDelta::seconds(890),
    };
    vec![
        (Place::Login, idle()),
        (Place::LoginBusy, with(Attempt::Starting { request })),
        (Place::LoginBrowser, with_all_ways(200, 50).0),
        (Place::LoginDevice, with(Attempt::Device { request, code })),
        (Place::LoginBusy, with(Attempt::Exchanging { request })),
        (Place::LoginFailed, with(Attempt::Failed { problem: locked() })),
    ]
}

#[test]
fn whatever_the_footer_offers_while_signing_in_does_something() {
    for (state, (place, _)) in in_each_state().into_iter().enumerate() {
        let offered: Vec<_> = Keymap::default().footer(place).into_iter().cloned().collect();
        assert!(offered.len() > 1, "{place:?} offers nothing");
        for binding in offered {
            let (_, mut shown) = in_each_state().swap_remove(state);
            assert_eq!(shown.state.place(), place);
            let before = screen_of(&shown.state);
            let effects = shown.tell(Message::Key(binding.keys[0]));
            assert!(!effects.is_empty() || screen_of(&shown.state) != before, "{place:?}: {}", binding.words);
        }
    }
}

#[test]
fn what_an_admin_has_to_read_is_what_y_copies() {
    let (mut shown, request) = waiting(120, 36, false);
    let problem = Problem { remedy: Remedy::AskAdmin, ..locked() };
    shown.tell(Message::SignInEnded { request, result: Err(problem.clone()) });
    assert!(screen_of(&shown.state).contains("y copies this for your admin."), "{}", screen_of(&shown.state));
    let effects = shown.press("y");
    let [Effect::Copy { text }] = &effects[..] else { panic!("{effects:?}") };
    assert!(text.contains(&problem.cause) && text.contains(&problem.steps[0]), "{text}");
}

#[test]
fn several_profiles() {
    looks!("access_profiles", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        let entry = |name: &str, label: &str, access, is_current| ProfileEntry {
            name: name.parse().unwrap(),
            label: label.to_owned(),
            access,
            is_current,
        };
        shown.state.setup.profiles = vec![
            entry("default", "admin@example.com", Some(Access::Account), true),
            entry("acme-me", "k.tanaka@example.com", Some(Access::Own), false),
            entry("lab", "", None, false),
        ];
        shown.press("Aj");
        shown
    });
}

#[test]
fn what_was_used_of_the_limit_of_the_day_is_told_until_the_day_is_over() {
    let mut shown = Shown::calls(120, 36);
    let request = super::sync_of(&shown.press("r"));
    shown.tell(Message::SyncProgressed { request, batch: samples::batch(), progress: samples::progress() });
    shown.tell(Message::SyncEnded { request, result: Ok(samples::outcome()) });
    shown.press("A");
    let used = "214 of them today from here";
    assert!(screen_of(&shown.state).contains(used), "{}", screen_of(&shown.state));
    shown.wait(24 * 3600);
    assert!(!screen_of(&shown.state).contains(used), "{}", screen_of(&shown.state));
    assert!(screen_of(&shown.state).contains("30,000 requests a day"), "{}", screen_of(&shown.state));
}

#[test]
fn a_sign_in_in_plain_text_is_told_at_all_times() {
    for (columns, rows, words) in
        [(80, 24, " plain text "), (120, 36, "sign-in in plain text"), (200, 50, "sign-in in plain text")]
    {
        let mut shown = Shown::calls(columns, rows);
        assert!(!screen_of(&shown.state).contains(words));
        shown.state.setup.sign_in.keeps = Keeps::InPlainText;
        for view in ["1", "2", "3", "4", "5", "A"] {
            shown.press(view);
            let screen = screen_of(&shown.state);
            let first = screen.lines().next().unwrap();
            assert!(first.contains(words) && first.contains("Jobs"), "{first}");
        }
    }
}

#[test]
fn accounts_and_access() {
    looks!("access", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("A");
        shown
    });
}
