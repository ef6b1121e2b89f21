//! What holds whatever a person and the worker do, and the ways through several screens.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::account::Session;
use super::call_detail::DetailTab;
use super::effect::{Effect, ExportTarget, SyncRange};
use super::key::{Key, KeyCode};
use super::keymap::{self, Place};
use super::login::Attempt;
use super::message::{CallDetail, Exported, Message, Paste, Pointer, Wait, WaitKind};
use super::overlay::{Overlay, Question};
use super::problem::Remedy;
use super::request::RequestId;
use super::state::{Banner, Focus, State, View};
use super::testing::{
    calls, coverage, now, outcome, press, problem, progress, ready, row, selected, sign_in, somebody, started, sync_of,
};
use super::update::{next_tick, settle, update};
use crate::model::{Batch, Call, CallElement, CallKey, Coverage, fold};

fn detail_request(effects: &[Effect]) -> Option<(RequestId, CallKey, bool)> {
    effects.iter().find_map(|effect| {
        if let Effect::LoadDetail { request, key, fresh } = effect { Some((*request, *key, *fresh)) } else { None }
    })
}

fn call() -> Call {
    let step: CallElement = serde_json::from_value(serde_json::json!({
        "call_element_id": "e", "call_history_uuid": "20261120-7f3c", "call_id": "7434", "direction": "inbound",
        "connect_type": "", "call_type": "", "caller": {}, "callee": {}, "start_time": now(), "answer_time": null,
        "end_time": null, "event": "", "result": "answered", "result_reason": "", "operator": {}, "press_key": "",
        "client_code": "", "segment": 1, "node": 1, "is_node": null, "recording_id": "", "recording_type": "",
        "voicemail_id": "", "talk_time": null, "hold_time": null, "wait_time": null, "department": "",
        "cost_center": "", "site_id": "", "site_name": "", "group_id": "", "hide_caller_id": null,
        "end_to_end": null, "device_private_ip": "", "device_public_ip": "", "caller_account_code": "",
        "callee_account_code": "", "extra": {}
    }))
    .unwrap();
    fold(&[step]).unwrap()
}

fn detail(key: CallKey, batch: Batch) -> Box<CallDetail> {
    Box::new(CallDetail { key, call: call(), steps: Vec::new(), path: Ok(None), batch })
}

fn tick(state: &mut State, seconds: i64) -> Vec<Effect> {
    let then = state.now + TimeDelta::seconds(seconds);
    update(state, Message::Tick(then))
}

#[test]
fn the_archive_is_on_screen_before_zoom_is_asked_and_then_what_is_newer_is_fetched() {
    let (mut state, archive, session) = started(80, 24);
    let _ = update(&mut state, Message::ArchiveBatch { request: archive, batch: calls(0..50) });
    settle(&mut state);
    assert_eq!((state.calls.matching(), state.archive.awaited()), (50, Some(archive)));
    let effects = update(&mut state, Message::SessionRestored { request: session, result: Ok(Some(somebody())) });
    assert!(matches!(effects.as_slice(), [Effect::Sync { range: SyncRange::Newer, .. }]), "{effects:?}");
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
fn over_ssh_no_browser_is_opened_and_without_a_client_id_nothing_is_tried() {
    let (mut state, _, session) = started(80, 24);
    state.setup.is_ssh = true;
    let effects = update(&mut state, Message::SessionRestored { request: session, result: Ok(None) });
    assert!(matches!(effects.as_slice(), [Effect::SignIn { open_browser: false, .. }]), "{effects:?}");

    let (mut state, _, session) = started(80, 24);
    state.setup.client_configured = false;
    assert_eq!(update(&mut state, Message::SessionRestored { request: session, result: Ok(None) }), []);
    assert_eq!(press(&mut state, "⏎ryop"), []);
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
    assert!(state.login.causes_shown && matches!(state.login.attempt, Attempt::Failed { .. }));
    assert!(matches!(press(&mut state, "r").as_slice(), [Effect::SignIn { .. }]));
    let late = update(&mut state, Message::SignInEnded { request: attempt, result: Ok(Some(somebody())) });
    assert_eq!(late, [], "an attempt that was given up signs nobody in");
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
    assert_eq!(state.place(), Place::Question);
    assert_eq!(press(&mut state, "n"), []);
    let effects = press(&mut state, "Xy");
    let [Effect::CancelSync { request }, Effect::SignOut { request: out }] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!(*request, sync);
    let _ = update(&mut state, Message::SignedOut { request: *out, result: Ok(()) });
    assert_eq!((&state.session, state.calls.matching()), (&Session::SignedOut, 10));
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
    assert_eq!((job.keys.as_slice(), &job.target), ([CallKey(99), CallKey(97)].as_slice(), &ExportTarget::DefaultName));
    let exported = Exported { path: "calls_x.csv".into(), rows: 2, bytes: 300, guarded: 0 };
    let _ = update(&mut state, Message::ExportEnded { request: *request, result: Ok(Some(exported)) });
    let _ = tick(&mut state, 60);
    assert_eq!(state.notice.as_ref().unwrap().text, "wrote 2 calls to calls_x.csv");
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

/// Something that may happen.
#[derive(Clone, Debug)]
enum Step {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    Click(u16, u16),
    Wheel(u16, u16, bool),
    Tick(i64),
    Answer(usize, bool, Vec<i64>),
}

fn keys() -> impl Strategy<Value = Key> {
    let bound: Vec<Key> = keymap_keys();
    prop_oneof![8 => prop::sample::select(bound), 1 => any::<char>().prop_map(Key::char)]
}

fn keymap_keys() -> Vec<Key> {
    let places = [Place::List, Place::Detail, Place::Query, Place::Login, Place::Access, Place::Export, Place::Help];
    places.into_iter().flat_map(keymap::bindings).flat_map(|binding| binding.keys).copied().collect()
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        12 => keys().prop_map(Step::Key),
        1 => ".{0,12}".prop_map(Step::Paste),
        1 => prop_oneof![(0..260u16, 0..80u16), Just((0, 0)), Just((u16::MAX, 1)), Just((80, 24)), Just((160, 50))]
            .prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        1 => (0..200u16, 0..60u16).prop_map(|(column, row)| Step::Click(column, row)),
        1 => (0..200u16, 0..60u16, any::<bool>()).prop_map(|(column, row, down)| Step::Wheel(column, row, down)),
        1 => (0..5i64).prop_map(Step::Tick),
        4 => (any::<usize>(), any::<bool>(), prop::collection::vec(0..400i64, 0..40))
            .prop_map(|(which, good, numbers)| Step::Answer(which, good, numbers)),
    ];
    prop::collection::vec(step, 0..80)
}

/// The message that closes an effect, or nothing where it asks for no answer.
fn answer(effect: &Effect, good: bool, numbers: &[i64]) -> Option<Message> {
    let refused = || problem(Remedy::Retry);
    Some(match effect {
        Effect::RestoreSession { request } => {
            Message::SessionRestored { request: *request, result: if good { Ok(Some(somebody())) } else { Ok(None) } }
        }
        Effect::SignIn { request, .. } => {
            Message::SignInEnded { request: *request, result: if good { Ok(Some(somebody())) } else { Err(refused()) } }
        }
        Effect::SignOut { request } => {
            Message::SignedOut { request: *request, result: if good { Ok(()) } else { Err(refused()) } }
        }
        Effect::LoadArchive { request } => {
            Message::ArchiveLoaded { request: *request, result: if good { Ok(coverage()) } else { Err(refused()) } }
        }
        Effect::Sync { request, .. } => Message::SyncEnded {
            request: *request,
            result: if good { Ok(outcome(3)) } else { Err(problem(Remedy::SignIn)) },
        },
        Effect::LoadDetail { request, key, .. } => Message::DetailLoaded {
            request: *request,
            result: if good { Ok(detail(*key, calls(numbers.iter().copied()))) } else { Err(refused()) },
        },
        Effect::Export { request, .. } => Message::ExportEnded {
            request: *request,
            result: if good { Ok(None) } else { Err(problem(Remedy::Rename)) },
        },
        Effect::UsePastedAddress { .. }
        | Effect::CancelSignIn { .. }
        | Effect::OpenSignInPage { .. }
        | Effect::CancelSync { .. }
        | Effect::CancelExport { .. }
        | Effect::Copy { .. }
        | Effect::Suspend
        | Effect::Redraw => return None,
    })
}

/// A batch that a running sync or archive may bring, taking some calls away.
fn batch_for(effect: &Effect, numbers: &[i64]) -> Option<Message> {
    let batch = Batch { removed: numbers.iter().take(2).map(|number| CallKey(*number)).collect(), ..calls([]) };
    let batch = Batch { rows: numbers.iter().skip(2).map(|number| row(*number)).collect(), ..batch };
    if let Effect::LoadArchive { request } = effect {
        Some(Message::ArchiveBatch { request: *request, batch })
    } else if let Effect::Sync { request, .. } = effect {
        Some(Message::SyncProgressed { request: *request, batch, progress: progress() })
    } else {
        None
    }
}

fn check(state: &State) {
    let (selected, offset, matching) = (state.calls.selected(), state.calls.offset(), state.calls.matching());
    assert!(selected < matching || (selected, matching) == (0, 0), "{selected} of {matching}");
    assert!(offset <= selected, "{offset} is below {selected}");
    let rows = state.panes().list_rows();
    assert!(rows == 0 || selected - offset < rows, "{selected} is out of sight from {offset} with {rows} rows");
    assert!(state.overlays.len() <= 4, "layers pile up: {}", state.overlays.len());
    if let Some((first, last)) = state.calls.stretch() {
        assert!(first <= last && last < matching);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_sequence_of_keys_and_answers_breaks_an_invariant(steps in steps(), columns in 0..220u16, rows in 0..60u16) {
        let (mut state, ..) = started(columns, rows);
        // The two questions of the start, under new numbers.
        let mut open: Vec<Effect> = super::update::start(&mut state);
        for step in steps {
            let effects = match step {
                Step::Key(key) => update(&mut state, Message::Key(key)),
                Step::Paste(text) => update(&mut state, Message::Pasted(Paste::new(text))),
                Step::Resize(columns, rows) => update(&mut state, Message::Resized { columns, rows }),
                Step::Click(column, row) => update(&mut state, Message::Pointer(Pointer::Click { column, row })),
                Step::Wheel(column, row, true) => update(&mut state, Message::Pointer(Pointer::ScrollDown { column, row })),
                Step::Wheel(column, row, false) => update(&mut state, Message::Pointer(Pointer::ScrollUp { column, row })),
                Step::Tick(seconds) => tick(&mut state, seconds),
                Step::Answer(which, good, numbers) => {
                    if open.is_empty() {
                        continue;
                    }
                    let place = which % open.len();
                    match batch_for(&open[place], &numbers) {
                        Some(batch) if numbers.len() > 2 => update(&mut state, batch),
                        _ => answer(&open.remove(place), good, &numbers).map_or_else(Vec::new, |message| update(&mut state, message)),
                    }
                }
            };
            open.extend(effects.into_iter().filter(|effect| answer(effect, true, &[]).is_some()));
            check(&state);
            settle(&mut state);
            check(&state);
            prop_assert!(state.calls.matching() <= state.calls.total());
        }
        // Every question is answered in the end, and nothing is waited for any more.
        while let Some(effect) = open.pop() {
            if let Some(message) = answer(&effect, false, &[]) {
                let effects = update(&mut state, message).into_iter();
                open.extend(effects.filter(|effect| answer(effect, true, &[]).is_some()));
            }
        }
        settle(&mut state);
        check(&state);
        prop_assert!(state.sync.running.is_none() && state.export.is_none());
        prop_assert!(state.archive.awaited().is_none() && state.detail.value.awaited().is_none());
        prop_assert!(state.login.attempt.request().is_none());
        let waits = matches!(state.session, Session::Restoring { .. } | Session::SigningOut { .. });
        prop_assert!(!waits, "still waiting: {:?}", state.session);
    }
}
