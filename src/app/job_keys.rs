//! What keys do in the view of jobs, and in the log of one.

use std::path::{Path, PathBuf};

use super::effect::{Effect, JobWork};
use super::job_cursor::keep_in_view;
use super::jobs::{JobLog, JobRow, begin, go_on, running, set_state};
use super::keymap::{Action, Place};
use super::loadable::Loadable;
use super::overlay::{self, Overlay};
use super::problem::Problem;
use super::request::RequestId;
use super::state::State;
use super::{export_dialog, sync};
use crate::model::{Job, JobKind, JobLine, JobState};

/// What the line under the cursor is, without what it borrows.
pub(super) enum Picked {
    Sync,
    Listing(RequestId),
    Export,
    Running(RequestId),
    Resting(Box<Job>),
}

pub(super) fn picked(state: &State) -> Option<Picked> {
    Some(match *state.job_rows().get(state.jobs.selected())? {
        JobRow::Sync(_) => Picked::Sync,
        JobRow::Listing(_, listing) => Picked::Listing(listing.request),
        JobRow::Export(_) => Picked::Export,
        JobRow::Running(job) => Picked::Running(job.request),
        JobRow::Resting(job) => Picked::Resting(Box::new(job.clone())),
    })
}

fn stop(state: &mut State, request: RequestId, wanted: JobState) -> Vec<Effect> {
    let Some(job) = running(state, request) else { return Vec::new() };
    job.stopping = Some(wanted);
    vec![Effect::Stop { request }]
}

/// Stops a job that runs; it can go on later. For `Ctrl+C`.
pub(super) fn interrupt(state: &mut State) -> Vec<Effect> {
    let request = state.jobs.running.iter().find(|job| job.stopping.is_none()).map(|job| job.request);
    request.map_or_else(Vec::new, |request| stop(state, request, JobState::Paused))
}

/// `x`: ends it early; what is finished stays.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    match picked(state) {
        Some(Picked::Sync) => sync::cancel(state),
        Some(Picked::Export) => export_dialog::cancel(state),
        Some(Picked::Listing(request)) => vec![Effect::Stop { request }],
        Some(Picked::Running(request)) => stop(state, request, JobState::Cancelled),
        Some(Picked::Resting(job)) => match job.state {
            JobState::Waiting | JobState::Running | JobState::Paused => set_state(state, job.id, JobState::Cancelled),
            JobState::Done | JobState::Cancelled | JobState::Failed => state.notify("it is over"),
        },
        None => no_job(state),
    }
}

/// `Space`: pauses, or goes on.
pub(super) fn pause(state: &mut State) -> Vec<Effect> {
    match picked(state) {
        Some(Picked::Running(request)) => stop(state, request, JobState::Paused),
        Some(Picked::Resting(job)) if job.state == JobState::Waiting => go_on(state, &job),
        // It did nothing yet that could go on.
        Some(Picked::Resting(job)) if job.kind == JobKind::Export && job.items > 0 => go_on(state, &job),
        Some(Picked::Resting(job)) if job.done + job.failed < job.items => {
            begin(state, JobWork::Resume { job: job.id, retry: false })
        }
        Some(Picked::Resting(_)) => {
            let again = state.keymap.key_of(Place::Jobs, Action::Refresh);
            state.notify(format!("nothing is left of it; {again} tries again what failed"))
        }
        Some(Picked::Sync | Picked::Listing(_) | Picked::Export) => {
            let stops = state.keymap.key_of(Place::Jobs, Action::CancelJob);
            state.notify(format!("this one cannot pause; {stops} stops it, and what is fetched stays"))
        }
        None => no_job(state),
    }
}

/// `r`: tries what failed again, and goes on with what is left.
pub(super) fn retry(state: &mut State) -> Vec<Effect> {
    match picked(state) {
        Some(Picked::Resting(job)) if job.done < job.items || is_unfinished(&job) => go_on(state, &job),
        Some(Picked::Resting(_)) => state.notify("nothing failed in it"),
        Some(Picked::Sync | Picked::Listing(_) | Picked::Export | Picked::Running(_)) => state.notify("it still runs"),
        None => no_job(state),
    }
}

/// True for one without items that did not come to its end.
const fn is_unfinished(job: &Job) -> bool {
    match job.state {
        JobState::Waiting | JobState::Running | JobState::Paused | JobState::Cancelled | JobState::Failed => {
            job.items == 0
        }
        JobState::Done => false,
    }
}

/// `X`: forgets the jobs that are over.
pub(super) fn forget(state: &mut State) -> Vec<Effect> {
    if !state.jobs.stored().iter().any(|job| job.state.is_over()) {
        return state.notify("no job is over");
    }
    let request = state.requests.issue();
    state.jobs.list.ask(request);
    vec![Effect::ForgetJobs { request }]
}

pub(super) fn no_job(state: &mut State) -> Vec<Effect> {
    state.notify("there is no job")
}

/// What to say where the line under the cursor has not what was asked for.
fn without(state: &mut State, words: &str) -> Vec<Effect> {
    if picked(state).is_none() { no_job(state) } else { state.notify(words) }
}

fn job_of(state: &State) -> Option<Job> {
    match picked(state)? {
        Picked::Running(request) => {
            let job = state.jobs.running.iter().find(|job| job.request == request)?;
            job.progress.as_ref().map(|progress| progress.job.clone())
        }
        Picked::Resting(job) => Some(*job),
        Picked::Sync | Picked::Listing(_) | Picked::Export => None,
    }
}

/// `Enter`: its log.
pub(super) fn open_log(state: &mut State) -> Vec<Effect> {
    let Some(job) = job_of(state) else { return without(state, "this one keeps no log here") };
    let request = state.requests.issue();
    let mut lines = Loadable::default();
    lines.ask(request);
    let id = job.id;
    overlay::open(state, Overlay::JobLog(JobLog { job, lines, scroll: 0 }));
    vec![Effect::ReadJobLog { request, job: id }]
}

/// A log that is open goes on with its job: what it counts is told anew, and its lines are read again where one more failed or it
/// stands another way.
pub(super) fn keep_log(state: &mut State, job: &Job) -> Vec<Effect> {
    let mut logs = state.overlays.iter_mut().filter_map(Overlay::log).filter(|log| log.job.id == job.id);
    let Some(log) = logs.next() else { return Vec::new() };
    let has_more = (log.job.failed, log.job.state) != (job.failed, job.state);
    log.job = job.clone();
    if !has_more {
        return Vec::new();
    }
    let request = state.requests.issue();
    log.lines.ask(request);
    vec![Effect::ReadJobLog { request, job: job.id }]
}

pub(super) fn log_read(state: &mut State, request: RequestId, result: Result<Vec<JobLine>, Problem>) -> Vec<Effect> {
    if let Some(log) = state.overlays.iter_mut().find_map(Overlay::log) {
        log.lines.settle(request, result);
    }
    Vec::new()
}

fn scroll_log(state: &mut State, lines: i16) -> Vec<Effect> {
    if let Some(log) = state.overlays.last_mut().and_then(Overlay::log) {
        log.scroll = log.scroll.saturating_add_signed(lines);
    }
    Vec::new()
}

pub(super) fn log_down(state: &mut State) -> Vec<Effect> {
    scroll_log(state, 1)
}

pub(super) fn log_up(state: &mut State) -> Vec<Effect> {
    scroll_log(state, -1)
}

/// `o`: its folder, or the one that its file is in.
pub(super) fn open_folder(state: &mut State) -> Vec<Effect> {
    match job_of(state).filter(|job| !job.target.is_empty()) {
        Some(job) if job.kind == JobKind::Export => {
            let folder = PathBuf::from(job.target).parent().map(Path::to_owned).unwrap_or_default();
            vec![Effect::OpenFolder { folder }]
        }
        Some(job) => vec![Effect::OpenFolder { folder: job.target.into() }],
        None => without(state, "this one makes no files"),
    }
}

/// `y`: copies the folder, or the name of the file.
pub(super) fn copy_path(state: &mut State) -> Vec<Effect> {
    match job_of(state).map(|job| job.target).filter(|target| !target.is_empty()) {
        Some(folder) => {
            let _ = state.notify("its path is on the clipboard, if the terminal allows it");
            vec![Effect::Copy { text: crate::model::Text::new(&folder).to_string() }]
        }
        None => without(state, "this one makes no files"),
    }
}

fn go_by(state: &mut State, rows: isize) -> Vec<Effect> {
    state.jobs.go_to(state.jobs.selected().saturating_add_signed(rows));
    keep_in_view(state);
    Vec::new()
}

pub(super) fn down(state: &mut State) -> Vec<Effect> {
    go_by(state, 1)
}

pub(super) fn up(state: &mut State) -> Vec<Effect> {
    go_by(state, -1)
}
