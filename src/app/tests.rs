//! The ways through several screens.

use chrono::TimeDelta;

use super::account::Session;
use super::call_detail::DetailTab;
use super::effect::{CallsAfter, Effect, ExportTarget, SyncRange};
use super::key::{Key, KeyCode};
use super::keymap::Place;
use super::login::{Attempt, LoginHelp, REDIRECT};
use super::message::{DeviceCode, Exported, Message, Paste, Pointer, SignIn, Wait, WaitKind};
use super::overlay::{Overlay, Question};
use super::problem::Remedy;
use super::request::RequestId;
use super::state::{Banner, Focus, State, View};
use super::testing::{
    calls, coverage, detail, now, outcome, press, problem, profile, progress, ready, selected, sign_in, somebody,
    started, sync_of, tick,
};
use super::update::{next_tick, settle, update};
use crate::model::{Batch, CallKey, Coverage};

fn detail_request(effects: &[Effect]) -> Option<(RequestId, CallKey, bool)> {
    effects.iter().find_map(|effect| {
        if let Effect::LoadDetail { request, key, fresh } = effect { Some((*request, *key, *fresh)) } else { None }
    })
}

#[test]
fn the_archive_is_on_screen_before_zoom_is_asked_and_then_what_is_newer_is_fetched() {
    let (mut state, archive, session) = started(80, 24);
    let _ = update(&mut state, Message::ArchiveBatch { request: archive, batch: calls(0..50) });
    settle(&mut state);
    assert_eq!((state.calls.matching(), state.archive.awaited()), (50, Some(archive)));
    let effects = update(&mut state, Message::SessionRestored { request: session, result: Ok(Some(somebody())) });
    assert!(matches!(effects.as_slice(), [Effect::Sync { range: SyncRange::All, .. }]), "{effects:?}");
}

#[test]
fn the_first_rows_of_a_first_sync_are_there_while_the_rest_is_fetched() {
    let (mut state, archive, session) = started(80, 24);
    let _ = update(&mut state, Message::ArchiveLoaded { request: archive, result: Ok(Coverage::new()) });
    let effects = update(&mut state, Message::SessionRestored { request: session, result: Ok(Some(somebody())) });
    let request = sync_of(&effects);
    let _ = update(&mut state, Message::SyncProgressed { request, batch: calls(700..1000), progress: progress() });
    settle(&mut state);
    assert_eq!((state.calls.matching(), selected(&state)), (300, Some(999)));
    assert!(state.sync.running.is_some());
    let _ = update(&mut state, Message::SyncEnded { request, result: Ok(outcome(1000)) });
    assert!(state.notice.as_ref().unwrap().text.contains("1,000 new calls"));
    assert_eq!(state.archive.shown(), Some(&coverage()));
}

#[test]
fn nobody_signed_in_leads_through_the_browser_to_the_calls() {
    let (mut state, archive, session) = started(80, 24);
    let _ = update(&mut state, Message::ArchiveLoaded { request: archive, result: Ok(Coverage::new()) });
    let effects = update(&mut state, Message::SessionRestored { request: session, result: Ok(None) });
    let [Effect::SignIn { request, open_browser: true }] = effects.as_slice() else { panic!("{effects:?}") };
    let attempt = *request;
    let _ = update(&mut state, Message::SignInStarted { request: attempt, sign_in: sign_in() });
    assert!(next_tick(&state).is_some(), "the time left is counted down");
    assert_eq!(press(&mut state, "y"), [Effect::Copy { text: sign_in().url }]);
    assert_eq!(press(&mut state, "o"), [Effect::OpenSignInPage { attempt }]);
    let pasted = Paste::new("http://127.0.0.1:47113/callback?code=c&state=s".to_owned());
    let effects = update(&mut state, Message::Pasted(pasted.clone()));
    assert_eq!(effects, [Effect::UsePastedAddress { attempt, pasted }]);
    let _ = update(&mut state, Message::PasteRefused { attempt, cause: "another attempt's address".to_owned() });
    assert!(state.login.refused.is_some());
    let _ = update(&mut state, Message::BrowserReturned { request: attempt });
    let effects = update(&mut state, Message::SignInEnded { request: attempt, result: Ok(Some(somebody())) });
    assert!(
        matches!(effects.as_slice(), [Effect::LoadArchive { .. }, Effect::Sync { .. }]),
        "the archive of whoever signed in is opened: {effects:?}"
    );
    assert_eq!(state.view, View::Calls);
}

#[test]
fn a_keychain_that_is_locked_opens_no_browser_and_is_asked_again_or_done_without() {
    let (mut state, _, session) = started(80, 24);
    let locked = || Err(problem(Remedy::Unlock));
    assert_eq!(update(&mut state, Message::SessionRestored { request: session, result: locked() }), []);
    assert_eq!(state.view, View::Login);
    let effects = press(&mut state, "r");
    let [Effect::RestoreSession { request }] = effects[..] else { panic!("{effects:?}") };
    assert_eq!(press(&mut state, "⏎"), [], "one thing at a time");
    let _ = update(&mut state, Message::SessionRestored { request, result: locked() });

    let effects = press(&mut state, "⏎");
    let [Effect::SignIn { request: attempt, .. }] = effects[..] else { panic!("{effects:?}") };
    let unkept = SignIn { ends_with_ringlog: true, ..sign_in() };
    let _ = update(&mut state, Message::SignInStarted { request: attempt, sign_in: unkept });
    let effects = press(&mut state, "r");
    let [Effect::CancelSignIn { attempt: given_up }, Effect::RestoreSession { request }] = effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(given_up, attempt);
    let effects = update(&mut state, Message::SessionRestored { request, result: Ok(Some(somebody())) });
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Sync { .. })), "{effects:?}");
    assert_eq!((state.view, &state.login.attempt), (View::Calls, &Attempt::Idle), "the calls, and no browser");
}

#[test]
fn over_ssh_no_browser_is_opened_and_without_a_client_id_nothing_is_tried() {
    let (mut state, _, session) = started(80, 24);
    state.setup.is_ssh = true;
    let effects = update(&mut state, Message::SessionRestored { request: session, result: Ok(None) });
    assert!(matches!(effects.as_slice(), [Effect::SignIn { open_browser: false, .. }]), "{effects:?}");

    let (mut state, _, session) = started(80, 24);
    state.setup.client_configured = false;
    assert_eq!(update(&mut state, Message::SessionRestored { request: session, result: Ok(None) }), []);
    assert_eq!(press(&mut state, "⏎rop"), []);
    let effects = press(&mut state, "y");
    assert!(matches!(effects.as_slice(), [Effect::Copy { text }] if text == REDIRECT), "{effects:?}");
    assert_eq!((state.view, &state.login.attempt), (View::Login, &Attempt::Idle));
}

#[test]
fn a_browser_that_never_came_back_lists_what_it_may_have_shown() {
    let (mut state, _, session) = started(80, 24);
    let effects = update(&mut state, Message::SessionRestored { request: session, result: Ok(None) });
    let [Effect::SignIn { request, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let attempt = *request;
    let _ = update(&mut state, Message::SignInStarted { request: attempt, sign_in: sign_in() });
    let _ = update(&mut state, Message::SignInEnded { request: attempt, result: Err(problem(Remedy::Retry)) });
    assert!(
        state.login.shown == Some(LoginHelp::BrowserCauses) && matches!(state.login.attempt, Attempt::Failed { .. })
    );
    assert!(matches!(press(&mut state, "r").as_slice(), [Effect::SignIn { .. }]));
    let late = update(&mut state, Message::SignInEnded { request: attempt, result: Ok(Some(somebody())) });
    assert_eq!(late, [], "an attempt that was given up signs nobody in");
}

#[test]
fn a_device_code_takes_the_place_of_the_browser_and_the_browser_its_again() {
    let (mut state, _, session) = started(80, 24);
    let effects = update(&mut state, Message::SessionRestored { request: session, result: Ok(None) });
    let [Effect::SignIn { request: browser, .. }] = effects[..] else { panic!("{effects:?}") };
    assert_eq!(press(&mut state, "d"), [], "without a secret there is no code to be had");
    state.setup.sign_in.has_device_code = true;
    let effects = press(&mut state, "d");
    let [Effect::CancelSignIn { attempt }, Effect::SignInWithDevice { request }] = effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(attempt, browser, "one attempt runs at a time");
    let code = DeviceCode {
        user_code: "K7QW2MXA".to_owned(),
        page: "https://zoom.example.com/oauth_device".to_owned(),
        host: "zoom.example.com".to_owned(),
        deadline: now() + TimeDelta::minutes(15),
    };
    assert!(!format!("{code:?}").contains("K7QW"));
    let _ = update(&mut state, Message::DeviceCodeGiven { request, code: code.clone() });
    assert!(next_tick(&state).is_some(), "the time left is counted down");
    assert_eq!(press(&mut state, "y"), [Effect::Copy { text: code.page }]);
    let effects = press(&mut state, "r");
    assert!(matches!(effects[..], [Effect::CancelSignIn { attempt }, Effect::SignIn { .. }] if attempt == request));
    let late = update(&mut state, Message::SignInEnded { request, result: Ok(Some(somebody())) });
    assert_eq!(late, [], "a code that was given up signs nobody in");
}

#[test]
fn a_profile_is_switched_to_by_enter_and_not_while_a_file_is_written() {
    let mut state = ready(120, 36, 10);
    press(&mut state, "A⏎");
    assert_eq!(state.switch_to, None, "there is one profile only");
    state.setup.profiles = vec![profile("default", true), profile("lab", false)];
    press(&mut state, "⏎");
    assert_eq!(state.switch_to, None, "it is in use");
    press(&mut state, "j⏎");
    assert_eq!(state.switch_to.take(), Some("lab".parse().unwrap()));
    press(&mut state, "⎋e⏎A⏎");
    assert!(state.export.is_some() && state.switch_to.is_none(), "the export would be lost");
}

#[test]
fn the_archive_can_be_read_without_a_sign_in() {
    let (mut state, archive, session) = started(80, 24);
    let _ = update(&mut state, Message::ArchiveBatch { request: archive, batch: calls(0..5) });
    let _ = update(&mut state, Message::SessionRestored { request: session, result: Ok(None) });
    assert_eq!(state.view, View::Login);
    press(&mut state, "⎋");
    assert_eq!((state.view, state.banner()), (View::Calls, Some(Banner::NotSignedIn)));
    press(&mut state, "r");
    assert_eq!(state.view, View::Login, "r does what helps");
}

#[test]
fn a_lost_session_keeps_the_calls_and_says_which_key_helps() {
    let mut state = ready(80, 24, 10);
    let lost = problem(Remedy::SignIn);
    let _ = update(&mut state, Message::SessionLost(lost.clone()));
    assert_eq!(state.banner(), Some(Banner::Problem(&lost)));
    assert_eq!(state.calls.matching(), 10);
    assert!(matches!(press(&mut state, "r").as_slice(), [Effect::SignIn { .. }]));
}

#[test]
fn a_second_account_does_not_see_the_calls_and_marks_of_the_first() {
    let mut state = ready(80, 24, 10);
    press(&mut state, "a");
    let effects = press(&mut state, "Ar");
    let [Effect::SignIn { request, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let attempt = *request;
    let mut other = somebody();
    other.account.account_id = "another".into();
    let effects = update(&mut state, Message::SignInEnded { request: attempt, result: Ok(Some(other)) });
    settle(&mut state);
    assert!(matches!(effects.as_slice(), [Effect::LoadArchive { .. }, Effect::Sync { .. }]), "{effects:?}");
    assert_eq!((state.calls.total(), state.calls.marks().len(), selected(&state)), (0, 0, None));
}

#[test]
fn signing_out_asks_stops_the_sync_and_keeps_the_calls() {
    let mut state = ready(80, 24, 10);
    let sync = sync_of(&press(&mut state, "r"));
    press(&mut state, "AX");
    assert_eq!(state.place(), Place::SignOut);
    assert_eq!(press(&mut state, "n"), []);
    let effects = press(&mut state, "Xy");
    let [Effect::CancelSync { request }, Effect::SignOut { request: out, calls: CallsAfter::Kept }] =
        effects.as_slice()
    else {
        panic!("{effects:?}")
    };
    assert_eq!(*request, sync);
    let closed = update(&mut state, Message::SyncEnded { request: sync, result: Err(problem(Remedy::Report)) });
    assert_eq!((closed.as_slice(), state.overlays.len(), &state.sync.problem), ([].as_slice(), 0, &None));
    let _ = update(&mut state, Message::SignedOut { request: *out, result: Ok(CallsAfter::Kept) });
    assert_eq!((&state.session, state.calls.matching()), (&Session::SignedOut, 10));
}

#[test]
fn signing_out_can_delete_the_calls_after_a_second_question() {
    let mut state = ready(80, 24, 10);
    press(&mut state, "AXd");
    assert_eq!((state.place(), state.session.who().is_some()), (Place::Question, true));
    assert_eq!(press(&mut state, "n"), []);
    let effects = press(&mut state, "Xdy");
    let [Effect::SignOut { request, calls: CallsAfter::Deleted }] = effects.as_slice() else { panic!("{effects:?}") };
    let effects = update(&mut state, Message::SignedOut { request: *request, result: Ok(CallsAfter::Deleted) });
    settle(&mut state);
    assert!(matches!(effects.as_slice(), [Effect::LoadArchive { .. }]), "{effects:?}");
    assert_eq!((&state.session, state.calls.total()), (&Session::SignedOut, 0));
}

#[test]
fn a_key_that_came_at_once_with_the_one_that_put_a_question_is_no_answer() {
    let mut state = ready(80, 24, 10);
    press(&mut state, "A");
    // A terminal that types what is pasted: nothing is drawn between these.
    for letter in "Xyd\u{3b1}y".chars() {
        assert_eq!(update(&mut state, Message::Key(Key::char(letter))), []);
    }
    assert_eq!(update(&mut state, Message::Key(Key::plain(KeyCode::Enter))), []);
    assert_eq!((state.place(), state.session.who().is_some()), (Place::SignOut, true));
    let _ = tick(&mut state, 1);
    let effects = update(&mut state, Message::Key(Key::char('y')));
    assert!(matches!(effects.as_slice(), [Effect::SignOut { calls: CallsAfter::Kept, .. }]), "{effects:?}");
}

#[test]
fn calls_that_an_export_reads_are_not_deleted() {
    let mut state = ready(80, 24, 10);
    press(&mut state, "e⏎");
    assert!(state.export.is_some());
    press(&mut state, "AXd");
    assert_eq!(state.place(), Place::SignOut, "the question is still the same");
}

#[test]
fn a_limit_is_a_banner_that_counts_down_and_goes() {
    let mut state = ready(80, 24, 10);
    let request = sync_of(&press(&mut state, "r"));
    let rows = state.panes().list_rows();
    let wait = Wait { until: now() + TimeDelta::seconds(8), kind: WaitKind::PerSecond };
    let _ = update(&mut state, Message::Waiting { request, wait: Some(wait) });
    assert_eq!(state.banner(), Some(Banner::Waiting(&wait)));
    assert_eq!(state.panes().list_rows(), rows - 1, "the banner covers no call");
    assert_eq!(next_tick(&state), Some(now() + TimeDelta::seconds(1)));
    let _ = update(&mut state, Message::Waiting { request, wait: None });
    assert_eq!(state.banner(), None);
}

#[test]
fn a_failed_sync_is_a_banner_and_a_missing_scope_a_dialog() {
    let mut state = ready(80, 24, 10);
    let request = sync_of(&press(&mut state, "r"));
    let _ = update(&mut state, Message::SyncEnded { request, result: Err(problem(Remedy::Retry)) });
    assert_eq!(state.banner(), Some(Banner::Problem(&problem(Remedy::Retry))));
    assert!(state.overlays.is_empty());
    let request = sync_of(&press(&mut state, "r"));
    let _ = update(&mut state, Message::SyncEnded { request, result: Err(problem(Remedy::AskAdmin)) });
    assert_eq!(state.place(), Place::Problem);
    let request = sync_of(&press(&mut state, "r"));
    let _ = update(&mut state, Message::SyncEnded { request, result: Ok(outcome(0)) });
    assert_eq!((state.banner(), state.overlays.len()), (None, 0));
}

#[test]
fn a_sync_that_has_to_wait_for_a_limit_goes_on_by_itself() {
    let mut state = ready(80, 24, 10);
    let request = sync_of(&press(&mut state, "r"));
    let until = now() + TimeDelta::seconds(90);
    let _ = update(&mut state, Message::SyncEnded { request, result: Err(problem(Remedy::Wait(until))) });
    assert_eq!(next_tick(&state), Some(now() + TimeDelta::seconds(1)), "the wait is counted down");
    assert_eq!(tick(&mut state, 60), []);
    assert!(matches!(tick(&mut state, 30).as_slice(), [Effect::Sync { range: SyncRange::Newer, .. }]));
}

#[test]
fn control_c_stops_what_runs_and_twice_quits() {
    let mut state = ready(80, 24, 10);
    let request = sync_of(&press(&mut state, "r"));
    let stop = Message::Key(Key::ctrl('c'));
    assert_eq!(update(&mut state, stop), [Effect::CancelSync { request }]);
    let _ = tick(&mut state, 3);
    let _ = update(&mut state, Message::Key(Key::ctrl('c')));
    assert!(!state.quit, "the second one came too late");
    let _ = update(&mut state, Message::Key(Key::ctrl('c')));
    assert!(state.quit);
}

#[test]
fn the_detail_is_asked_for_once_the_selection_rests() {
    let mut state = ready(120, 36, 100);
    assert_eq!(detail_request(&press(&mut state, "jjjj")), None);
    let due = next_tick(&state).unwrap();
    let effects = update(&mut state, Message::Tick(due));
    let (first, key, _) = detail_request(&effects).unwrap();
    assert_eq!(Some(key.0), selected(&state));
    press(&mut state, "j");
    let effects = tick(&mut state, 1);
    let (second, key, _) = detail_request(&effects).unwrap();
    let late = detail(CallKey(95), calls([500]));
    let _ = update(&mut state, Message::DetailLoaded { request: first, result: Ok(late) });
    settle(&mut state);
    assert_eq!(state.detail.value.shown(), None, "an answer about another call is dropped");
    assert_eq!(state.calls.total(), 101, "but what it says of the list counts");
    let _ = update(&mut state, Message::DetailLoaded { request: second, result: Ok(detail(key, Batch::default())) });
    assert_eq!(state.detail.value.shown().map(|detail| detail.key), Some(key));
    let _ = tick(&mut state, 10);
    assert_eq!(detail_request(&tick(&mut state, 10)), None, "what is here is not asked for again");
}

#[test]
fn on_a_narrow_screen_the_detail_is_asked_for_when_it_is_opened() {
    let mut state = ready(80, 24, 100);
    assert_eq!(detail_request(&tick(&mut state, 5)), None);
    let opened = press(&mut state, "⏎");
    assert!(detail_request(&opened).is_some() && state.place() == Place::Detail);
    press(&mut state, "n]");
    assert_eq!((selected(&state), state.detail.tab), (Some(98), DetailTab::Path));
    press(&mut state, "q");
    assert_eq!((state.place(), state.quit), (Place::List, false));
    press(&mut state, "q");
    assert!(state.quit);
}

#[test]
fn enter_in_the_export_dialog_writes_the_marked_calls_under_the_default_name() {
    let mut state = ready(80, 24, 100);
    let effects = press(&mut state, "␣j␣e⏎");
    let [Effect::Export { request, job }] = effects.as_slice() else { panic!("{effects:?}") };
    let name = ExportTarget::DefaultName("calls_admin_2026-10-22_2026-10-22.csv".to_owned());
    assert_eq!((job.keys.as_slice(), &job.target), ([CallKey(99), CallKey(97)].as_slice(), &name));
    let exported = Exported { path: "calls_x.csv".into(), rows: 2, bytes: 300, guarded: 0 };
    let _ = update(&mut state, Message::ExportEnded { request: *request, result: Ok(Some(exported)) });
    let _ = tick(&mut state, 60);
    assert_eq!(state.notice.as_ref().unwrap().text, "wrote 2 calls to calls_x.csv");
}

#[test]
fn the_last_export_is_repeated_with_what_matches_now() {
    let mut state = ready(80, 24, 9);
    assert_eq!(press(&mut state, "."), [], "nothing to repeat yet");
    let effects = press(&mut state, "el⎋e⏎");
    let [Effect::Export { request, job: first }] = effects.as_slice() else { panic!("{effects:?}") };
    let _ = update(&mut state, Message::ExportEnded { request: *request, result: Ok(None) });
    let effects = press(&mut state, "/result:missed⏎.");
    let [Effect::Export { job, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(job.keys, [CallKey(6), CallKey(3), CallKey(0)]);
    assert_eq!((job.format, job.excel, &job.target), (first.format, first.excel, &first.target));
}

#[test]
fn without_marks_all_that_match_are_written_in_the_order_of_the_list() {
    let mut state = ready(80, 24, 9);
    let effects = press(&mut state, "/result:missed⏎e⏎");
    let [Effect::Export { job, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(job.keys, [CallKey(6), CallKey(3), CallKey(0)]);
}

#[test]
fn a_name_that_is_taken_can_be_changed_and_nothing_is_replaced_unless_chosen() {
    let mut state = ready(80, 24, 3);
    let down = |state: &mut State| update(state, Message::Key(Key::plain(KeyCode::Down)));
    press(&mut state, "e");
    for _ in 0..4 {
        let _ = down(&mut state);
    }
    let effects = press(&mut state, "q.csv⏎");
    let [Effect::Export { request, job }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(job.target, ExportTarget::File { path: "q.csv".into(), replace: false });
    let _ = update(&mut state, Message::ExportEnded { request: *request, result: Err(problem(Remedy::Rename)) });
    press(&mut state, "r");
    let _ = down(&mut state);
    let effects = press(&mut state, "␣⏎");
    let [Effect::Export { job, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(job.target, ExportTarget::File { path: "q.csv".into(), replace: true });
}

#[test]
fn quitting_asks_only_while_a_file_is_being_written() {
    let mut state = ready(80, 24, 3);
    let effects = press(&mut state, "e⏎q");
    assert!(matches!(state.overlays.last(), Some(Overlay::Question(Question::Quit))) && !state.quit);
    let [Effect::Export { request, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let _ = update(&mut state, Message::ExportEnded { request: *request, result: Ok(None) });
    assert!(state.overlays.is_empty(), "there is nothing to ask any more");
    press(&mut state, "q");
    assert!(state.quit);
}

#[test]
fn a_time_range_becomes_terms_of_the_query() {
    let mut state = ready(80, 24, 10);
    press(&mut state, "/result:missed last:2w⏎tjj⏎");
    assert_eq!(state.filter.text(), "last:7d result:missed");
    press(&mut state, "tjjjjjj⏎");
    assert_eq!(state.filter.text(), "from:2026-10-01 to:2026-10-31 result:missed");
    press(&mut state, "tjjjjjjj⏎");
    assert_eq!(state.filter.text(), "result:missed");
    press(&mut state, "tjjjjjjjj2026-11-01⇥mon⏎");
    assert_eq!(state.filter.text(), "from:2026-11-01 to:mon result:missed");
    press(&mut state, "tjjjjjjjjsoon⏎");
    assert_eq!(state.place(), Place::TimeText, "a mistake keeps the picker open");
}

#[test]
fn the_range_on_screen_is_fetched_again() {
    let mut state = ready(80, 24, 1000);
    let effects = press(&mut state, "/on:2026-10-25⏎R");
    let [Effect::Sync { range: SyncRange::Again(span), .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let day = "2026-10-25".parse().unwrap();
    assert_eq!((span.from, span.to), (state.zone.day_start(day), state.zone.day_end(day)));
}

#[test]
fn a_row_a_number_and_ids_are_copied() {
    let mut state = ready(80, 24, 100);
    let copied = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Copy { text }] => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(copied(press(&mut state, "yn")), "+12025550103");
    let line = copied(press(&mut state, "yy"));
    assert!(line.contains("\tinbound\tJ. Lindqvist\t+12025550103\tSupport\tno_answer\t5\t"), "{line}");
    let (request, key, _) = detail_request(&press(&mut state, "yi")).unwrap();
    let answer = Message::DetailLoaded { request, result: Ok(detail(key, Batch::default())) };
    assert_eq!(copied(update(&mut state, answer)), "call_history_uuid 20261120-7f3c\ncall_id 7434");
    let ticket = copied(press(&mut state, "yt"));
    let lines: Vec<&str> = ticket.lines().collect();
    assert_eq!(lines[0], "Zoom Phone call, inbound, answered");
    assert!(lines[1].ends_with(" UTC)") && lines.contains(&"call_history_uuid 20261120-7f3c"), "{ticket}");
}

/// Callers choose their names, and a row is for a sheet.
#[test]
fn no_cell_of_a_copied_or_printed_row_is_a_formula() {
    let mut state = ready(80, 24, 100);
    let mut batch = calls([99]);
    let party = &mut batch.parties[3].1;
    (party.name, party.did_number) = ("=HYPERLINK(1)".into(), "+1=2".into());
    let request = sync_of(&press(&mut state, "r"));
    let _ = update(&mut state, Message::SyncProgressed { request, batch, progress: progress() });
    let effects = press(&mut state, "yy");
    let [Effect::Copy { text }] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(text.contains("\tinbound\t'=HYPERLINK(1)\t'+1=2\tSupport\t"), "{text}");
    let _ = update(&mut state, Message::Key(Key::ctrl('e')));
    assert!(state.printed().any(|line| line == *text));
}

#[test]
fn a_cell_and_a_call_as_json_are_copied_and_it_is_said_what_is_on_the_clipboard() {
    let mut state = ready(80, 24, 100);
    let copied = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Copy { text }] => text.clone(),
        other => panic!("{other:?}"),
    };
    press(&mut state, "h");
    while state.calls.column() != crate::app::ListColumn::Result {
        press(&mut state, "l");
    }
    assert_eq!(copied(press(&mut state, "yc")), "no_answer");
    let told = |state: &State| state.notice.as_ref().unwrap().text.clone();
    assert_eq!(told(&state), "result no_answer on the clipboard, if the terminal allows it");
    let effects = press(&mut state, "yj");
    let [Effect::ReadJson { request, key, .. }] = effects[..] else { panic!("{effects:?}") };
    assert_eq!(Some(key.0), selected(&state));
    let answer = |request| Message::JsonRead { request, result: Ok("{\"call_id\":\"7434\"}".to_owned()) };
    assert_eq!(copied(update(&mut state, answer(request))), "{\"call_id\":\"7434\"}");
    assert_eq!(update(&mut state, answer(request)), [], "once");
}

#[test]
fn the_help_finds_a_key_and_does_what_it_does() {
    let mut state = ready(80, 24, 100);
    press(&mut state, "?invert⏎");
    assert_eq!((state.calls.marks().len(), state.overlays.len()), (100, 0));
}

#[test]
fn the_mouse_scrolls_what_is_under_it_and_selects() {
    let mut state = ready(120, 36, 100);
    let panes = state.panes();
    let (list, detail) = (panes.list, panes.detail.unwrap());
    let _ = update(&mut state, Message::Pointer(Pointer::ScrollDown { column: list.x + 1, row: list.y + 3 }));
    assert_eq!((state.calls.offset(), state.calls.selected()), (3, 3));
    let _ = update(&mut state, Message::Pointer(Pointer::Click { column: list.x + 1, row: list.y + 1 + 4 }));
    assert_eq!(state.calls.selected(), 7);
    let _ = update(&mut state, Message::Pointer(Pointer::ScrollDown { column: detail.x, row: detail.y }));
    assert_eq!((state.detail.scroll, state.calls.offset(), state.focus), (3, 3, Focus::List));
    let _ = update(&mut state, Message::Pointer(Pointer::Click { column: detail.x, row: detail.y }));
    assert_eq!(state.focus, Focus::Detail);
}

#[test]
fn an_idle_screen_needs_no_tick_but_for_its_age_in_minutes() {
    let mut state = ready(80, 24, 100);
    let _ = tick(&mut state, 30);
    assert_eq!(next_tick(&state), Some(now() + TimeDelta::minutes(1)));
    let (state, ..) = started(80, 24);
    assert_eq!(next_tick(&state), None);
}
