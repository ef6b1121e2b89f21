//! Recordings, voicemail, jobs, and what large work costs.

use super::Shown;
use crate::app::{DayCost, DayShare, JobProgress, KeyCode, MediaOutcome, MediaProgress, Message, Price, SyncOutcome};
use crate::model::{
    Batch, Coverage, Direction, Job, JobId, JobKind, JobLine, JobState, Media, MediaKind, MediaRow, Recording,
    RecordingId, Span, Speaker, Transcription, Voicemail, VoicemailId,
};
use crate::ui::samples;

fn speaker(name: &str, number: &str) -> Speaker {
    Speaker { name: name.into(), number: number.into(), number_type: None }
}

pub fn rows(kind: MediaKind) -> Vec<MediaRow> {
    let outside = [
        ("R. Alvarez", "+12025550134"),
        ("Northwind Ltd", "+12025550112"),
        ("", ""),
        ("", "+12025550161"),
        ("Fabrikam GmbH \u{202e}gnp", "+493023125014"),
    ];
    (0..30_u64)
        .map(|place| {
            let (name, number) = outside[usize::try_from(place).unwrap() % outside.len()];
            let at = samples::now() - chrono::TimeDelta::minutes(67 * i64::try_from(place).unwrap());
            let duration = Some(std::time::Duration::from_secs(17 + place * 61));
            let (theirs, ours) = (speaker(name, number), speaker("M. Duarte", "1043"));
            let out = kind == MediaKind::Recording && place % 4 == 3;
            let sides = if out { [ours, theirs] } else { [theirs, ours] };
            let [from, to] = sides;
            let mut row = MediaRow::from(match kind {
                MediaKind::Recording => Media::Recording(Recording {
                    id: RecordingId::new(&format!("{place:032x}")),
                    caller: from,
                    callee: to,
                    direction: if out { Direction::Outbound } else { Direction::Inbound },
                    date_time: Some(at),
                    duration,
                    recording_type: if place % 3 == 0 { "OnDemand" } else { "Automatic" }.into(),
                    ..Recording::default()
                }),
                MediaKind::Voicemail => Media::Voicemail(Voicemail {
                    id: VoicemailId::new(&format!("{place:032x}")),
                    caller: from,
                    callee: to,
                    date_time: Some(at),
                    duration,
                    status: if place % 2 == 0 { "unread" } else { "read" }.into(),
                    transcription: Transcription {
                        content: if place % 3 == 0 {
                            "Hi, this is R. Alvarez about invoice 4471. Please call me back before five, I am at the office \
                             until then and on my mobile after that."
                                .into()
                        } else {
                            "".into()
                        },
                        status: None,
                    },
                    ..Voicemail::default()
                }),
            });
            row.owner = "Support".into();
            row.file = (place == 1).then(|| "/home/mara/recordings/2026/11/one.mp3".into());
            row
        })
        .collect()
}

pub fn loaded(shown: &mut Shown, key: &str, rows: Vec<MediaRow>) {
    let effects = shown.press(key);
    let request = request_of!(effects, LoadMedia);
    shown.tell(Message::MediaBatch { request, rows });
    let effects = shown.tell(Message::MediaLoaded { request, result: Ok(Coverage::new()) });
    let request = request_of!(effects, SyncMedia);
    let progress = MediaProgress { rows: 100, new: 0, slices_done: 1, slices: 7 };
    shown.tell(Message::MediaProgressed { request, rows: Vec::new(), progress });
    if key != "2" {
        shown.tell(Message::MediaSynced { request, result: Ok(MediaOutcome::default()) });
        shown.wait(60);
    }
}

#[test]
fn recordings_while_they_are_listed() {
    looks!("recordings", |columns, rows_of_screen| {
        let mut shown = Shown::calls(columns, rows_of_screen);
        loaded(&mut shown, "2", rows(MediaKind::Recording));
        shown.press(" j j");
        shown
    });
}

#[test]
fn voicemail_with_what_was_said_below() {
    looks!("voicemail", |columns, rows_of_screen| {
        let mut shown = Shown::calls(columns, rows_of_screen);
        loaded(&mut shown, "3", rows(MediaKind::Voicemail));
        shown.press("/unread");
        shown.key(KeyCode::Enter);
        shown
    });
}

#[test]
fn recordings_that_the_scopes_keep_closed_say_who_can_open_them() {
    looks!("recordings_closed", |columns, rows_of_screen| {
        let mut shown = Shown::calls(columns, rows_of_screen);
        let effects = shown.press("2");
        let request = request_of!(effects, LoadMedia);
        let effects = shown.tell(Message::MediaLoaded { request, result: Ok(Coverage::new()) });
        let request = request_of!(effects, SyncMedia);
        shown.tell(Message::MediaSynced { request, result: Err(samples::missing_scope()) });
        shown
    });
}

pub fn job(id: i64, kind: JobKind, state: JobState, (done, failed, items): (u64, u64, u64)) -> Job {
    let begun = samples::now() - chrono::TimeDelta::minutes(7);
    let (target, bytes) = match kind {
        JobKind::Recordings | JobKind::Voicemail | JobKind::Media => ("/home/mara/recordings".to_owned(), 412_345_678),
        JobKind::Export => ("/home/mara/calls_acme_2026-11-01_2026-11-20.csv".to_owned(), 10_412_345),
        JobKind::Paths | JobKind::Texts | JobKind::Calls => (String::new(), 0),
    };
    Job {
        id: JobId(id),
        kind,
        state,
        target,
        begun,
        changed: begun,
        items,
        done,
        failed,
        bytes,
        start: None,
        span: None,
        worked: std::time::Duration::from_secs(44),
        outcome: String::new(),
    }
}

pub fn with_jobs(columns: u16, rows_of_screen: u16) -> Shown {
    let mut shown = Shown::calls(columns, rows_of_screen);
    loaded(&mut shown, "3", rows(MediaKind::Voicemail));
    let effects = shown.press("  d");
    let run = request_of!(effects, RunJob);
    let progress = JobProgress {
        job: job(4, JobKind::Voicemail, JobState::Running, (18, 2, 40)),
        under_way: 1_000_000,
        rate: 3.1,
        eta: Some(shown.state.now + chrono::TimeDelta::seconds(12)),
    };
    shown.tell(Message::JobProgressed { request: run, batch: Batch::default(), row: None, progress });
    let effects = shown.press("5");
    let request = request_of!(effects, ListJobs);
    let stored = vec![
        job(4, JobKind::Voicemail, JobState::Running, (18, 2, 40)),
        job(3, JobKind::Recordings, JobState::Paused, (7, 1, 90)),
        job(2, JobKind::Paths, JobState::Running, (4_100, 0, 12_000)),
        job(1, JobKind::Recordings, JobState::Done, (2, 0, 2)),
    ];
    shown.tell(Message::JobsListed { request, result: Ok(stored) });
    shown
}

#[test]
fn jobs_that_run_rest_and_are_done() {
    looks!("jobs", |columns, rows_of_screen| {
        let mut shown = with_jobs(columns, rows_of_screen);
        shown.press("j");
        shown
    });
    looks!("jobs_quit", |columns, rows_of_screen| {
        let mut shown = with_jobs(columns, rows_of_screen);
        shown.press("1q");
        shown
    });
    looks!("jobs_none", |columns, rows_of_screen| {
        let mut shown = Shown::calls(columns, rows_of_screen);
        shown.press("5");
        shown
    });
}

#[test]
fn jobs_that_wait_and_those_that_have_ended() {
    looks!("jobs_ended", |columns, rows_of_screen| {
        let mut shown = Shown::calls(columns, rows_of_screen);
        let effects = shown.press("5");
        let request = request_of!(effects, ListJobs);
        let now = samples::now();
        let plain =
            |id, kind, state, outcome: &str| Job { outcome: outcome.to_owned(), ..job(id, kind, state, (0, 0, 0)) };
        let days = Span { from: now - chrono::TimeDelta::days(19), to: now };
        let waits = |id, hours| Job {
            start: Some(now + chrono::TimeDelta::hours(hours)),
            ..job(id, JobKind::Media, JobState::Waiting, (0, 0, 2_410))
        };
        let failed = "Zoom answered 400: the time range is not valid";
        let stored = vec![
            waits(9, 9),
            waits(8, -9),
            plain(7, JobKind::Export, JobState::Done, "50,310 calls, 2 cells guarded against formulas"),
            Job {
                target: String::new(),
                bytes: 0,
                items: 50_310,
                ..plain(6, JobKind::Export, JobState::Failed, "no room on the disk")
            },
            plain(5, JobKind::Calls, JobState::Done, "312 new, 2 changed"),
            Job { span: Some(days), ..plain(4, JobKind::Calls, JobState::Failed, failed) },
            plain(3, JobKind::Calls, JobState::Cancelled, "1,200 new, stopped before 4,700 more requests"),
        ];
        shown.tell(Message::JobsListed { request, result: Ok(stored) });
        shown.press("jj");
        shown
    });
}

#[test]
fn the_log_of_a_job() {
    looks!("job_log", |columns, rows_of_screen| {
        let mut shown = with_jobs(columns, rows_of_screen);
        shown.press("j");
        let effects = shown.key(KeyCode::Enter);
        let request = request_of!(effects, ReadJobLog);
        let line = |text: &str| JobLine { at: samples::now(), text: text.to_owned() };
        let lines = vec![line("not permitted: the role has no right to download"), line("stopped")];
        shown.tell(Message::JobLogRead { request, result: Ok(lines) });
        shown
    });
}

#[test]
fn a_log_that_is_open_goes_on_with_its_job() {
    let mut shown = with_jobs(120, 36);
    let run = shown.state.jobs.running[0].request;
    let request = request_of!(shown.key(KeyCode::Enter), ReadJobLog);
    shown.tell(Message::JobLogRead { request, result: Ok(Vec::new()) });
    let mut progress = |counts| {
        let job = job(4, JobKind::Voicemail, JobState::Running, counts);
        let progress = JobProgress { job, under_way: 0, rate: 3.1, eta: None };
        let effects = shown.tell(Message::JobProgressed { request: run, batch: Batch::default(), row: None, progress });
        (effects, super::screen_of(&shown.state))
    };
    let (effects, screen) = progress((19, 2, 40));
    assert!(effects.is_empty() && screen.contains("40 items: 19 done, 2 failed, 19 left"), "{effects:?}\n{screen}");
    let (effects, screen) = progress((19, 3, 40));
    assert!(screen.contains("40 items: 19 done, 3 failed, 18 left"), "{screen}");
    let request = request_of!(effects, ReadJobLog);
    let line = JobLine { at: samples::now(), text: "not permitted: the role has no right to download".to_owned() };
    shown.tell(Message::JobLogRead { request, result: Ok(vec![line]) });
    assert!(super::screen_of(&shown.state).contains("no right to download"), "{}", super::screen_of(&shown.state));
}

#[test]
fn the_log_of_a_job_that_waits_says_when_it_begins() {
    let mut shown = Shown::calls(120, 36);
    let request = request_of!(shown.press("5"), ListJobs);
    let start = Some(samples::now() + chrono::TimeDelta::hours(9));
    let waits = Job { start, ..job(9, JobKind::Paths, JobState::Waiting, (0, 0, 2_410)) };
    shown.tell(Message::JobsListed { request, result: Ok(vec![waits]) });
    let request = request_of!(shown.key(KeyCode::Enter), ReadJobLog);
    shown.tell(Message::JobLogRead { request, result: Ok(Vec::new()) });
    let screen = super::screen_of(&shown.state);
    assert!(screen.contains("asked for 2026-11-20") && screen.contains(", begins 2026-11-2"), "{screen}");
    assert!(screen.contains("It has not begun."), "{screen}");
}

#[test]
fn the_rest_of_the_calls_has_a_price_and_can_wait_for_a_time() {
    fn asked(columns: u16, rows_of_screen: u16) -> Shown {
        let mut shown = Shown::calls(columns, rows_of_screen);
        let request = super::sync_of(&shown.press("r"));
        let day = DayCost::Of(DayShare { allowed: 30_000, sent: 214 });
        let asks = Some(Price::of_listing(4_700, 200, 3_000, day));
        let outcome = SyncOutcome { asks, complete: false, ..samples::outcome() };
        shown.tell(Message::SyncEnded { request, result: Ok(outcome) });
        shown.wait(60);
        shown
    }
    looks!("price_calls", asked);
    looks!("start_at", |columns, rows_of_screen| {
        let mut shown = asked(columns, rows_of_screen);
        shown.press("t23:15");
        shown
    });
}

#[test]
fn the_rest_of_a_list_has_a_price() {
    looks!("price_list", |columns, rows_of_screen| {
        let mut shown = Shown::calls(columns, rows_of_screen);
        loaded(&mut shown, "3", rows(MediaKind::Voicemail));
        let effects = shown.press("r");
        let day = DayCost::Of(DayShare { allowed: 30_000, sent: 214 });
        let asks = Some(Price::of_listing(4_700, 200, 0, day));
        let outcome = MediaOutcome { new: 100, asks, ..MediaOutcome::default() };
        shown.tell(Message::MediaSynced { request: request_of!(effects, SyncMedia), result: Ok(outcome) });
        shown.wait(60);
        shown
    });
}

#[test]
fn what_costs_much_says_so_before_it_begins() {
    looks!("price", |columns, rows_of_screen| {
        let mut shown = Shown::calls(columns, rows_of_screen);
        loaded(&mut shown, "3", rows(MediaKind::Voicemail));
        let mut long = rows(MediaKind::Voicemail);
        for row in &mut long {
            row.duration = Some(std::time::Duration::from_hours(1));
            row.file = None;
        }
        let effects = shown.press("r");
        let request = request_of!(effects, SyncMedia);
        shown.tell(Message::MediaProgressed { request, rows: long, progress: MediaProgress::default() });
        let effects = shown.press("ad");
        assert!(effects.is_empty(), "nothing begins before a yes: {effects:?}");
        shown
    });
}
