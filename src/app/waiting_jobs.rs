//! Jobs that wait for their time: they begin by themselves where ringlog runs then.

use chrono::{DateTime, TimeDelta, Utc};

use super::effect::{Effect, JobWork};
use super::job_keys::{self, Picked};
use super::jobs;
use super::price::DeferrableWork;
use super::start_at;
use super::state::State;
use crate::model::{Job, JobKind, JobState};

/// A job that could not begin within so long after its time has missed it: whoever chose the night does not want it at noon.
const GRACE: TimeDelta = TimeDelta::minutes(10);

/// True when the time of a job that waits went by while ringlog was not open, or nobody was signed in.
#[must_use]
pub fn has_missed(job: &Job, now: DateTime<Utc>) -> bool {
    job.start.is_some_and(|start| now - start > GRACE)
}

/// When the next job that waits begins; soon for one that is due and cannot begin yet.
pub(super) fn next_start(state: &State) -> Option<DateTime<Utc>> {
    let waiting = state.jobs.stored().iter().filter(|job| job.state == JobState::Waiting);
    let starts = waiting.filter(|job| !has_missed(job, state.now)).filter_map(|job| job.start);
    starts.map(|start| start.max(state.now + TimeDelta::seconds(1))).min()
}

/// Begins the jobs whose time has come.
pub(super) fn tick(state: &mut State) -> Vec<Effect> {
    let now = state.now;
    let is_due = |job: &&Job| {
        job.state == JobState::Waiting && job.start.is_some_and(|start| start <= now) && !has_missed(job, now)
    };
    let can_begin = |job: &&Job| job.kind != JobKind::Calls || state.sync.running.is_none();
    let due = state.jobs.stored().iter().filter(is_due).find(can_begin).cloned();
    match due {
        Some(job) if state.session.who().is_some() => jobs::go_on(state, &job),
        Some(_) | None => Vec::new(),
    }
}

/// `t`: lets a job that nobody works at begin at a time.
pub(super) fn put_off(state: &mut State) -> Vec<Effect> {
    match job_keys::picked(state) {
        Some(Picked::Resting(job)) if job.kind == JobKind::Export => {
            let words = format!("an export begins at once: {}", state.way_to_export());
            state.notify(words)
        }
        Some(Picked::Resting(job)) if job.state == JobState::Done && job.failed == 0 => state.notify("it is over"),
        Some(Picked::Resting(job)) => {
            let work = DeferrableWork::Job(JobWork::Resume { job: job.id, retry: job.failed > 0 });
            start_at::ask(state, work, format!("{}: when?", jobs::words(job.kind)))
        }
        Some(Picked::Sync | Picked::Listing(_) | Picked::Export | Picked::Running(_)) => {
            state.notify("it runs already")
        }
        None => job_keys::no_job(state),
    }
}
