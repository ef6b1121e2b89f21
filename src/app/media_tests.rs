//! Keys and answers in the lists of recordings and voicemail, and in the view of jobs.

use std::time::Duration;

use chrono::TimeDelta;

use super::account::Session;
use super::effect::{Effect, ExportFormat, ExportJob, ExportTarget, JobWork, Spend, SyncRange};
use super::jobs::JobRow;
use super::key::Key;
use super::keymap::Place;
use super::media_list::{self, MediaList};
use super::message::{JobProgress, MediaOutcome, MediaProgress, Message};
use super::overlay::Overlay;
use super::price::{DayCost, DeferrableWork, Price};
use super::problem::Remedy;
use super::request::RequestId;
use super::state::{State, View};
use super::testing::{NAMES, now, press, problem, ready, tick};
use super::update::{settle, update};
use crate::model::{
    Access, Batch, CallKey, Coverage, Job, JobId, JobKind, JobState, Media, MediaId, MediaKind, MediaRow, Recording,
    RecordingId, Speaker, Voicemail, VoicemailId, Zone,
};

fn row(number: u32) -> MediaRow {
    let name = NAMES[number as usize % NAMES.len()];
    MediaRow::from(Media::Recording(Recording {
        id: RecordingId::new(&format!("{number:032x}")),
        caller: Speaker { name: name.into(), ..Speaker::default() },
        date_time: Some(now() - TimeDelta::minutes(number.into())),
        duration: Some(Duration::from_secs(61)),
        ..Recording::default()
    }))
}

fn request(effects: &[Effect]) -> RequestId {
    let found = effects.iter().find_map(|effect| {
        if let Effect::LoadMedia { request, .. }
        | Effect::SyncMedia { request, .. }
        | Effect::RunJob { request, .. }
        | Effect::PlayMedia { request, .. }
        | Effect::FindCallOfMedia { request, .. } = effect
        {
            Some(*request)
        } else {
            None
        }
    });
    found.unwrap_or_else(|| panic!("nothing asked: {effects:?}"))
}

/// The view of recordings with rows from the archive, listed at Zoom.
fn with_recordings(count: u32) -> State {
    let mut state = ready(80, 24, 10);
    let load = request(&press(&mut state, "2"));
    let _ = update(&mut state, Message::MediaBatch { request: load, rows: (0..count).map(row).collect() });
    let effects = update(&mut state, Message::MediaLoaded { request: load, result: Ok(Coverage::new()) });
    let _ =
        update(&mut state, Message::MediaSynced { request: request(&effects), result: Ok(MediaOutcome::default()) });
    settle(&mut state);
    state
}

fn ids(list: &MediaList) -> Vec<String> {
    (0..list.matching()).map(|place| list.row(place).unwrap().id.as_raw()[30..].to_owned()).collect()
}

#[test]
fn who_marks_all_of_a_list_that_grows_is_told_so() {
    let mut state = ready(80, 24, 10);
    let load = request(&press(&mut state, "2"));
    let _ = update(&mut state, Message::MediaBatch { request: load, rows: (0..3).map(row).collect() });
    settle(&mut state);
    press(&mut state, "a");
    assert_eq!(state.notice.as_ref().unwrap().text, "3 marked; the list still grows, and what comes is not marked");
    let _ = update(&mut state, Message::MediaBatch { request: load, rows: (3..1_500).map(row).collect() });
    settle(&mut state);
    assert_eq!(state.recordings.marked(), 3, "nobody has seen the others yet");
    press(&mut state, "ad");
    let Some(Overlay::Price(tag)) = state.overlays.last() else { panic!("no price is shown") };
    assert_eq!(tag.title, "Download 1,500 recordings? The list still grows.");
    let mut state = with_recordings(3);
    state.notice = None;
    press(&mut state, "a");
    assert_eq!(state.notice, None);
}

#[test]
fn a_view_asks_the_archive_first_then_zoom_and_both_once() {
    let mut state = with_recordings(3);
    assert_eq!(ids(&state.recordings), ["00", "01", "02"]);
    press(&mut state, "1");
    assert_eq!(press(&mut state, "2"), []);
    assert!(matches!(press(&mut state, "r")[..], [Effect::SyncMedia { kind: MediaKind::Recording, .. }]));
    assert!(matches!(press(&mut state, "3")[..], [Effect::LoadMedia { kind: MediaKind::Voicemail, .. }]));
}

#[test]
fn rows_that_come_again_or_newer_keep_the_cursor_on_its_row() {
    let mut state = with_recordings(20);
    press(&mut state, "jj");
    let sync = request(&press(&mut state, "r"));
    let mut moved = row(2);
    moved.word = "OnDemand".into();
    let mut newer = row(50);
    newer.at = Some(now() + TimeDelta::minutes(3));
    let rows = vec![newer, moved, row(1)];
    let _ = update(&mut state, Message::MediaProgressed { request: sync, rows, progress: MediaProgress::default() });
    settle(&mut state);
    assert_eq!(state.recordings.total(), 21);
    assert_eq!(state.recordings.selected_row().unwrap().word.as_raw(), "OnDemand", "still on the same recording");
    assert_eq!(ids(&state.recordings)[..4], ["32", "00", "01", "02"]);
}

#[test]
fn words_filter_and_escape_takes_back_one_thing_at_a_time() {
    let mut state = with_recordings(8);
    press(&mut state, "/ALVAREZ 2026⏎");
    assert_eq!(ids(&state.recordings), ["00", "04"]);
    press(&mut state, "a⎋");
    assert_eq!((state.recordings.matching(), state.recordings.marked()), (8, 2));
    press(&mut state, "⎋");
    assert_eq!((state.view, state.recordings.marked()), (View::Recordings, 0));
    press(&mut state, "⎋");
    assert_eq!(state.view, View::Calls);
}

#[test]
fn a_few_are_downloaded_at_once_and_many_after_a_yes() {
    let mut state = with_recordings(1_200);
    let effects = press(&mut state, "␣␣d");
    let [Effect::RunJob { work: JobWork::New { kind: JobKind::Recordings, items, .. }, .. }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(items.len(), 2);
    assert_eq!(press(&mut state, "ad"), [], "1,200 requests are asked about");
    assert!(matches!(state.overlays.last(), Some(Overlay::Price(tag)) if tag.price.requests == 1_200));
    press(&mut state, "n");
    assert!(state.overlays.is_empty());
    assert_eq!(state.recordings.marked(), 1_200, "what did not begin stays marked");
    press(&mut state, "d5⏎");
    assert!(matches!(state.overlays.last(), Some(Overlay::Price(_))), "neither a digit nor Enter agrees");
    assert_eq!(state.view, View::Recordings);
    let effects = press(&mut state, "y");
    assert_eq!(state.recordings.marked(), 0);
    assert!(matches!(&effects[..], [Effect::RunJob { work: JobWork::New { items, .. }, .. }] if items.len() == 1_200));
}

#[test]
fn the_call_behind_a_recording_is_shown_whatever_the_query_hides() {
    let mut state = with_recordings(3);
    press(&mut state, "1/result:missed⏎2");
    let asked = request(&press(&mut state, "c"));
    let _ = update(&mut state, Message::CallOfMedia { request: asked, result: Ok(Some(CallKey(4))) });
    settle(&mut state);
    assert_eq!(state.view, View::Calls);
    assert_eq!(state.calls.selected_row().unwrap().key(), CallKey(4));
}

#[test]
fn one_is_played_at_a_time_and_a_problem_is_told() {
    let mut state = with_recordings(3);
    let asked = request(&press(&mut state, "⏎"));
    assert_eq!(press(&mut state, "j⏎"), []);
    let _ = update(&mut state, Message::MediaPlayed { request: asked, row: None, result: Err(problem(Remedy::SetUp)) });
    assert!(state.overlays.last().is_some_and(|overlay| overlay.problem().is_some()));
    press(&mut state, "⎋");
    let asked = request(&press(&mut state, "⏎"));
    let stop = update(&mut state, Message::Key(Key::ctrl('c')));
    assert_eq!(stop, [Effect::Stop { request: asked }]);
}

fn said(state: &State) -> &str {
    state.notice.as_ref().map_or("", |notice| notice.text.as_str())
}

#[test]
fn what_was_played_is_here() {
    let mut state = with_recordings(3);
    let asked = request(&press(&mut state, "⏎"));
    let file = std::path::PathBuf::from("/tmp/r/one.mp3");
    let here = MediaRow { file: Some(file.clone()), ..row(0) };
    let _ =
        update(&mut state, Message::MediaPlayed { request: asked, row: Some(Box::new(here)), result: Ok(Some(file)) });
    assert_eq!(state.recordings.selected_row().unwrap().file.as_deref(), Some("/tmp/r/one.mp3".as_ref()));
    assert_eq!(press(&mut state, "o"), [Effect::OpenFolder { folder: "/tmp/r".into() }]);
}

#[test]
fn without_a_row_each_key_says_that_nothing_is_selected() {
    for key in ["⏎", "d", "c", "p", "o", "y"] {
        let mut state = with_recordings(3);
        press(&mut state, "/nobody⏎");
        assert_eq!(press(&mut state, key), [], "{key}");
        assert_eq!(said(&state), "nothing is selected", "{key}");
    }
}

#[test]
fn without_a_job_each_key_says_so() {
    for key in ["⏎", "x", "␣", "r", "o", "y"] {
        let mut state = ready(80, 24, 10);
        press(&mut state, "5");
        assert_eq!(press(&mut state, key), [], "{key}");
        assert_eq!(said(&state), "there is no job", "{key}");
    }
}

#[test]
fn a_job_that_was_cancelled_goes_on_with_what_is_left() {
    let mut state = with_job(job(JobState::Cancelled, 3, 0));
    let again = JobWork::Resume { job: JobId(7), retry: false };
    assert!(matches!(&press(&mut state, "r")[..], [Effect::RunJob { work, .. }] if *work == again));
}

/// The archive's answer to `d` on a call.
fn found(state: &mut State, effects: &[Effect], rows: Vec<MediaRow>) -> Vec<Effect> {
    let [Effect::FindMediaOfCalls { request, .. }] = effects else { panic!("{effects:?}") };
    update(state, Message::MediaOfCalls { request: *request, result: Ok(rows) })
}

#[test]
fn what_a_call_has_is_downloaded_in_one_job() {
    let mut state = ready(80, 24, 10);
    let effects = press(&mut state, "␣␣d");
    assert!(matches!(&effects[..], [Effect::FindMediaOfCalls { keys, .. }] if *keys == [CallKey(9), CallKey(8)]));
    let voicemail = MediaRow::from(Media::Voicemail(Voicemail { id: VoicemailId::new("0b"), ..Voicemail::default() }));
    let here = MediaRow { file: Some("/tmp/a.mp3".into()), ..row(2) };
    let effects = found(&mut state, &effects, vec![row(1), here, voicemail]);
    let [Effect::RunJob { work: JobWork::New { kind: JobKind::Media, items, .. }, .. }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*items, [format!("recording {:032x}", 1), "voicemail 0b".to_owned()]);
    let ids: Vec<_> = items.iter().filter_map(|item| MediaId::from_with_kind(item)).collect();
    assert_eq!(ids, [row(1).id, MediaId::new(MediaKind::Voicemail, "0b")]);
}

#[test]
fn the_call_that_is_read_is_downloaded_whatever_is_marked() {
    let mut state = ready(80, 24, 10);
    let effects = press(&mut state, "␣⏎d");
    let asked: Vec<_> = effects.iter().filter(|effect| matches!(effect, Effect::FindMediaOfCalls { .. })).collect();
    let [Effect::FindMediaOfCalls { request, keys }] = asked[..] else { panic!("{effects:?}") };
    assert_eq!(*keys, [CallKey(8)]);
    let effects = update(&mut state, Message::MediaOfCalls { request: *request, result: Ok(vec![row(3)]) });
    assert!(matches!(&effects[..], [Effect::RunJob { work: JobWork::New { kind: JobKind::Recordings, .. }, .. }]));
}

#[test]
fn a_call_without_recordings_says_where_they_are_listed_and_many_are_asked_about() {
    let mut state = ready(80, 24, 10);
    let effects = press(&mut state, "d");
    assert_eq!(found(&mut state, &effects, Vec::new()), []);
    assert_eq!(said(&state), "none is in the archive: 2 lists Zoom's recordings, 3 its voicemail");
    let effects = press(&mut state, "ad");
    assert_eq!(found(&mut state, &effects, (0..1_001).map(row).collect()), []);
    assert!(matches!(state.overlays.last(), Some(Overlay::Price(tag)) if tag.title == "Download 1,001 recordings?"));
    assert!(matches!(press(&mut state, "y")[..], [Effect::RunJob { .. }]));
}

#[test]
fn listing_that_costs_much_stops_and_goes_on_after_a_yes() {
    let mut state = ready(80, 24, 10);
    let load = request(&press(&mut state, "2"));
    let effects = update(&mut state, Message::MediaLoaded { request: load, result: Ok(Coverage::new()) });
    assert!(matches!(effects[..], [Effect::SyncMedia { spend: Spend::Free, .. }]), "{effects:?}");
    let price = Price::of_listing(4_700, 100, 0, DayCost::NotCounted);
    let outcome = MediaOutcome { new: 100, asks: Some(price), ..MediaOutcome::default() };
    let _ = update(&mut state, Message::MediaSynced { request: request(&effects), result: Ok(outcome.clone()) });
    let told = state.notice.as_ref().unwrap().text.clone();
    assert!(told.contains("100 new") && told.contains("waits for a yes"), "{told}");
    settle(&mut state);
    assert_eq!(state.place(), Place::ListPrice);
    assert_eq!(press(&mut state, "n"), [], "nothing is listed without a yes");

    let effects = press(&mut state, "r");
    let _ = update(&mut state, Message::MediaSynced { request: request(&effects), result: Ok(outcome) });
    settle(&mut state);
    let effects = press(&mut state, "y");
    assert!(matches!(effects[..], [Effect::SyncMedia { spend: Spend::Agreed, .. }]), "{effects:?}");
    let _ =
        update(&mut state, Message::MediaSynced { request: request(&effects), result: Ok(MediaOutcome::default()) });
    assert!(
        matches!(press(&mut state, "r")[..], [Effect::SyncMedia { spend: Spend::Free, .. }]),
        "a yes holds for one"
    );
}

/// A price on screen, put off to a quarter past one.
fn put_off() -> (State, RequestId, DeferrableWork) {
    let mut state = ready(80, 24, 10);
    let effects = press(&mut state, "ad");
    found(&mut state, &effects, (0..1_001).map(row).collect());
    let effects = press(&mut state, "t13:15⏎");
    let [Effect::PutOffJob { request, work, start }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(*start, now() + TimeDelta::minutes(15));
    assert!(state.overlays.is_empty(), "the price is answered");
    (state, *request, work.clone())
}

#[test]
fn work_that_is_put_off_begins_at_its_time_once() {
    let (mut state, request, work) = put_off();
    assert!(matches!(work, DeferrableWork::Job(JobWork::New { kind: JobKind::Recordings, .. })));
    let waiting = Job { start: Some(now() + TimeDelta::minutes(15)), ..job(JobState::Waiting, 0, 0) };
    let _ = update(&mut state, Message::JobsListed { request, result: Ok(vec![waiting]) });
    assert_eq!(tick(&mut state, 14 * 60), []);
    assert!(state.next_change().is_some_and(|at| at <= now() + TimeDelta::minutes(15)), "the clock wakes it");
    let again = JobWork::Resume { job: JobId(7), retry: false };
    assert!(matches!(&tick(&mut state, 60)[..], [Effect::RunJob { work, .. }] if *work == again));
    assert_eq!(tick(&mut state, 5), []);
}

#[test]
fn a_time_that_went_by_while_ringlog_was_closed_is_told_and_not_made_up_for() {
    let night = Job { start: Some(now() - TimeDelta::hours(9)), ..job(JobState::Waiting, 0, 0) };
    let mut state = with_job(night);
    assert_eq!(tick(&mut state, 5), []);
    assert_eq!(press(&mut state, "t"), []);
    assert_eq!(state.place(), Place::StartTime);
    assert_eq!(press(&mut state, "12:99⏎"), [], "what is no time is said");
    assert!(matches!(state.overlays.last(), Some(Overlay::StartAt(dialog)) if dialog.error.is_some()));
    press(&mut state, "⎋");
    assert!(matches!(press(&mut state, "␣")[..], [Effect::RunJob { .. }]), "a person may begin it now");
}

#[test]
fn a_fetch_of_calls_that_waits_begins_under_what_was_agreed() {
    let waiting = Job { kind: JobKind::Calls, items: 0, start: Some(now()), ..job(JobState::Waiting, 0, 0) };
    let mut state = with_job(waiting);
    let effects = tick(&mut state, 1);
    assert!(matches!(effects[..], [Effect::Sync { range: SyncRange::All, spend: Spend::PutOff(JobId(7)), .. }]));
    assert!(state.job_rows().iter().all(|row| !matches!(row, JobRow::Resting(_))), "it is not listed twice");
}

#[test]
fn what_is_over_can_be_cleared() {
    let mut state = with_job(job(JobState::Failed, 3, 0));
    assert!(matches!(press(&mut state, "X")[..], [Effect::ForgetJobs { .. }]));
    let mut state = with_job(job(JobState::Paused, 3, 0));
    assert_eq!(press(&mut state, "X"), []);
}

/// A download of ten recordings.
pub(super) fn job(state: JobState, done: u64, failed: u64) -> Job {
    Job {
        id: JobId(7),
        kind: JobKind::Recordings,
        state,
        target: "/tmp/r".to_owned(),
        begun: now(),
        changed: now(),
        items: 10,
        done,
        failed,
        bytes: 0,
        start: None,
        span: None,
        worked: Duration::ZERO,
        outcome: String::new(),
    }
}

/// The jobs on screen, with this one of the archive.
pub(super) fn with_job(stored: Job) -> State {
    let mut state = ready(80, 24, 10);
    let effects = press(&mut state, "5");
    let [Effect::ListJobs { request }] = effects[..] else { panic!("{effects:?}") };
    let _ = update(&mut state, Message::JobsListed { request, result: Ok(vec![stored]) });
    state
}

#[test]
fn a_job_that_was_cut_off_goes_on_pauses_and_ends() {
    let mut state = with_job(job(JobState::Running, 3, 0));
    let effects = press(&mut state, "␣");
    let again = JobWork::Resume { job: JobId(7), retry: false };
    assert!(matches!(&effects[..], [Effect::RunJob { work, .. }] if *work == again));
    let run = request(&effects);
    let progress = JobProgress { job: job(JobState::Running, 4, 0), under_way: 0, rate: 1.0, eta: None };
    let _ = update(&mut state, Message::JobProgressed { request: run, batch: Batch::default(), row: None, progress });
    assert_eq!(state.job_rows().len(), 1, "a job that runs is not listed a second time");
    assert_eq!(press(&mut state, "x"), [Effect::Stop { request: run }]);
    let effects = update(&mut state, Message::JobEnded { request: run, result: Ok(None) });
    assert!(matches!(effects[..], [Effect::SetJobState { job: JobId(7), state: JobState::Cancelled, .. }]));
}

#[test]
fn an_export_that_came_to_nothing_is_written_again_from_its_job() {
    let failed = Job { kind: JobKind::Export, target: String::new(), ..job(JobState::Failed, 0, 0) };
    let mut state = with_job(Job { items: 0, ..failed.clone() });
    assert_eq!(press(&mut state, "r"), []);
    assert!(state.notice.as_ref().unwrap().text.contains("not kept any more"), "an older one");

    let mut state = with_job(failed);
    let effects = press(&mut state, "r");
    let [Effect::ReadExport { request, job: JobId(7) }] = effects[..] else { panic!("{effects:?}") };
    let asked = ExportJob {
        keys: vec![CallKey(3), CallKey(1)],
        format: ExportFormat::Tsv,
        excel: true,
        zone: Zone::Utc,
        target: ExportTarget::DefaultName("calls_acme.tsv".to_owned()),
        repeats: Some(JobId(7)),
    };
    let effects = update(&mut state, Message::ExportRead { request, result: Ok(Some(Box::new(asked.clone()))) });
    assert!(matches!(&effects[..], [Effect::Export { job, .. }] if *job == asked), "{effects:?}");
    assert_eq!(state.job_rows().len(), 1, "it runs, and is not listed as failed beside that");
}

#[test]
fn only_what_failed_is_tried_again() {
    let mut state = with_job(job(JobState::Done, 8, 2));
    let again = JobWork::Resume { job: JobId(7), retry: true };
    assert!(matches!(&press(&mut state, "r")[..], [Effect::RunJob { work, .. }] if *work == again));
    let mut state = with_job(job(JobState::Done, 10, 0));
    assert_eq!(press(&mut state, "r"), []);
    assert_eq!(press(&mut state, "o"), [Effect::OpenFolder { folder: "/tmp/r".into() }]);
}

#[test]
fn the_paths_of_marked_calls_are_fetched_as_a_job() {
    let mut state = ready(80, 24, 10);
    let effects = press(&mut state, "␣␣B");
    let [Effect::RunJob { work: JobWork::New { kind: JobKind::Paths, items, .. }, .. }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*items, ["9", "8"]);
}

#[test]
fn an_app_for_own_calls_is_not_told_to_add_a_scope_that_zoom_does_not_have() {
    let mut state = ready(80, 24, 10);
    let Session::SignedIn(who) = &mut state.session else { panic!("{:?}", state.session) };
    who.account.access = Access::Own;
    assert_eq!(press(&mut state, "B"), []);
    assert!(state.notice.as_ref().unwrap().text.contains("no more than the steps"));
}

#[test]
fn lists_of_another_account_are_not_shown() {
    let mut state = with_recordings(3);
    let _ = super::archive::reopen(&mut state);
    assert_eq!(media_list::of_mut(&mut state, MediaKind::Recording).total(), 0);
}
