//! Recordings, voicemail, and jobs with their logs.

use chrono::TimeDelta;

use super::super::Shown;
use super::super::media::{job, loaded, rows, with_jobs};
use super::{CALLS, From, adds, press};
use crate::app::{Message, Wait, WaitKind};
use crate::model::{Coverage, Job, JobKind, JobState, MediaKind};
use crate::ui::samples;

/// A download that was put to rest.
pub fn paused() -> Job {
    job(3, JobKind::Recordings, JobState::Paused, (7, 1, 90))
}

/// A download of so many that its figures take most of a row.
fn large(state: JobState) -> Job {
    job(12, JobKind::Recordings, state, (10_912, 148, 49_250))
}

fn jobs_with(shown: &mut Shown, jobs: Vec<Job>) {
    let effects = shown.press("5");
    let request = request_of!(effects, ListJobs);
    shown.tell(Message::JobsListed { request, result: Ok(jobs) });
}

/// The list of a kind, with what the archive has of it and what Zoom adds.
fn listed(shown: &mut Shown, kind: MediaKind) {
    let key = if kind == MediaKind::Recording { "2" } else { "3" };
    loaded(shown, key, rows(kind));
}

#[test]
fn recordings_and_voicemail_while_they_come_and_where_there_are_none() {
    adds!(
        CALLS,
        [
            ("recordings_reading", |shown| press(shown, "2")),
            ("recordings_listing", |shown| {
                let request = request_of!(shown.press("2"), LoadMedia);
                shown.tell(Message::MediaLoaded { request, result: Ok(Coverage::new()) });
            }),
            ("recordings_none", |shown| {
                let request = request_of!(shown.press("2"), LoadMedia);
                let effects = shown.tell(Message::MediaLoaded { request, result: Ok(Coverage::new()) });
                let request = request_of!(effects, SyncMedia);
                shown.tell(Message::MediaSynced { request, result: Ok(crate::app::MediaOutcome::default()) });
                shown.wait(60);
            }),
            ("voicemail_offline", |shown| {
                let request = request_of!(shown.press("3"), LoadMedia);
                shown.tell(Message::MediaBatch { request, rows: rows(MediaKind::Voicemail) });
                let effects = shown.tell(Message::MediaLoaded { request, result: Ok(Coverage::new()) });
                let request = request_of!(effects, SyncMedia);
                shown.tell(Message::MediaSynced { request, result: Err(samples::offline()) });
                shown.wait(60);
            }),
            ("voicemail_limited", |shown| {
                listed(shown, MediaKind::Voicemail);
                let request = request_of!(shown.press("r"), SyncMedia);
                let wait = Wait { until: shown.state.now + TimeDelta::seconds(9), kind: WaitKind::PerSecond };
                shown.tell(Message::Waiting { request, wait: Some(wait) });
            }),
            ("voicemail_typing", |shown| {
                listed(shown, MediaKind::Voicemail);
                press(shown, "/alv");
            }),
            ("voicemail_no_match", |shown| {
                listed(shown, MediaKind::Voicemail);
                press(shown, "/lantern⏎");
            }),
            ("recordings_no_match", |shown| {
                listed(shown, MediaKind::Recording);
                press(shown, "/lantern⏎");
            }),
            ("recording_not_played", |shown| {
                listed(shown, MediaKind::Recording);
                let effects = shown.press("jp");
                let request = request_of!(effects, PlayMedia);
                shown.tell(Message::MediaPlayed { request, row: None, result: Err(samples::offline()) });
            }),
        ] as [super::Way; 9]
    );
}

#[test]
fn jobs_as_they_can_stand() {
    adds!(
        CALLS,
        [
            ("jobs_large", |shown| {
                let standing = [JobState::Running, JobState::Paused, JobState::Cancelled, JobState::Failed];
                jobs_with(shown, standing.map(large).into());
            }),
            ("jobs_fetching", |shown| {
                let request = super::super::sync_of(&shown.press("r"));
                shown.tell(Message::SyncProgressed { request, batch: samples::batch(), progress: samples::progress() });
                press(shown, "5");
            }),
        ] as [super::Way; 2]
    );
    adds!(
        From::The(with_jobs),
        [
            ("job_log_reading", |shown| press(shown, "j⏎")),
            ("job_log_failed", |shown| {
                press(shown, "j");
                let request = request_of!(shown.key(crate::app::KeyCode::Enter), ReadJobLog);
                shown.tell(Message::JobLogRead { request, result: Err(samples::offline()) });
            }),
            ("job_log_empty", |shown| {
                press(shown, "jjj");
                let request = request_of!(shown.key(crate::app::KeyCode::Enter), ReadJobLog);
                shown.tell(Message::JobLogRead { request, result: Ok(Vec::new()) });
            }),
            ("job_pausing", |shown| press(shown, " ")),
            ("job_cancelling", |shown| press(shown, "x")),
        ] as [super::Way; 5]
    );
}
