//! The view of jobs: what runs, what was left, and what is done.

use super::effect::{Effect, ExportJob, JobWork, Spend, SyncRange};
use super::job_cursor::{JobCursor, keep_in_view};
use super::keymap::{Action, Place};
use super::loadable::Loadable;
use super::media_list;
use super::message::{JobProgress, Wait};
use super::overlay;
use super::price::Price;
use super::problem::Problem;
use super::request::RequestId;
use super::state::{State, View};
use super::{export_dialog, job_keys, price, said, sync, texts};
use crate::index::RowView;
use crate::model::query::Fact;
use crate::model::{
    Batch, CallKey, Feature, Flags, Job, JobId, JobKind, JobLine, JobState, MediaId, MediaKind, MediaRow, grouped,
};

/// A job that somebody works at.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningJob {
    /// The run.
    pub request: RequestId,
    /// What it works off.
    pub work: JobWork,
    /// How far it is; nothing before its first word.
    pub progress: Option<JobProgress>,
    /// Why nothing goes on right now.
    pub wait: Option<Wait>,
    /// How it shall stand once it has stopped.
    pub stopping: Option<JobState>,
}

impl RunningJob {
    /// Which job of the archive it is; `None` for a new one before its first word.
    #[must_use]
    pub fn id(&self) -> Option<JobId> {
        match (&self.progress, &self.work) {
            (Some(progress), _) => Some(progress.job.id),
            (None, JobWork::Resume { job, .. }) => Some(*job),
            (None, JobWork::New { .. }) => None,
        }
    }
}

/// The jobs.
#[derive(Clone, Debug, Default)]
pub struct Jobs {
    /// Those of the archive, newest first.
    pub list: Loadable<Vec<Job>>,
    /// Those that run here.
    pub running: Vec<RunningJob>,
    /// The question which recordings and voicemail some calls have.
    pub(super) finding: Option<RequestId>,
    /// The line under the cursor.
    pub(super) cursor: JobCursor,
    /// The question what an export that is repeated was to write.
    repeating: Option<RequestId>,
}

/// One line of the view.
#[derive(Clone, Copy, Debug)]
pub enum JobRow<'a> {
    /// Fetching calls.
    Sync(&'a super::sync::RunningSync),
    /// Listing recordings or voicemail.
    Listing(&'a media_list::MediaList, &'a media_list::RunningListing),
    /// Writing a file.
    Export(&'a super::export_dialog::RunningExport),
    /// A job that runs here.
    Running(&'a RunningJob),
    /// A job that does not.
    Resting(&'a Job),
}

/// The log of a job, over the view.
#[derive(Clone, Debug)]
pub struct JobLog {
    /// Whose.
    pub job: Job,
    /// Its lines, oldest first.
    pub lines: Loadable<Vec<JobLine>>,
    /// Lines scrolled away.
    pub scroll: u16,
}

impl Jobs {
    /// The line under the cursor.
    #[must_use]
    pub const fn selected(&self) -> usize {
        self.cursor.place()
    }

    /// True until the archive has said which recordings and voicemail some calls have.
    #[must_use]
    pub const fn is_finding(&self) -> bool {
        self.finding.is_some()
    }

    /// Those of the archive, newest first.
    pub(super) fn stored(&self) -> &[Job] {
        self.list.shown().map_or(&[], Vec::as_slice)
    }

    /// Takes a job out of the list, until the archive tells of it again.
    fn forget(&mut self, id: JobId) {
        if let Some(jobs) = self.list.shown_mut() {
            jobs.retain(|job| job.id != id);
        }
    }

    /// Takes a job that has just ended into the list, until the archive tells of it.
    fn remember(&mut self, ended: Job) {
        self.forget(ended.id);
        if let Some(jobs) = self.list.shown_mut() {
            let place = jobs.partition_point(|job| job.id > ended.id);
            jobs.insert(place, ended);
        }
    }

    /// Puts the cursor on a line; beyond the last it is brought back.
    pub(super) const fn go_to(&mut self, place: usize) {
        self.cursor.go_to(place);
    }

    /// True when somebody works at it here.
    pub(super) fn runs(&self, id: JobId) -> bool {
        self.running.iter().any(|job| job.id() == Some(id))
    }
}

impl State {
    /// The lines of the view of jobs: what runs first, then the newest.
    #[must_use]
    pub fn job_rows(&self) -> Vec<JobRow<'_>> {
        let resting = self.jobs.stored().iter().filter(|job| !self.jobs.runs(job.id)).map(JobRow::Resting);
        let sync = self.sync.running.as_ref().map(JobRow::Sync);
        sync.into_iter().chain(self.jobs_beside_sync()).chain(resting).collect()
    }

    /// What runs beside the fetching of calls.
    pub fn jobs_beside_sync(&self) -> impl Iterator<Item = JobRow<'_>> {
        let listings = [&self.recordings, &self.voicemail];
        let listings = listings.into_iter().filter_map(|list| Some(JobRow::Listing(list, list.listing()?)));
        let running = self.jobs.running.iter().map(JobRow::Running);
        let export = self.export.as_ref().map(JobRow::Export);
        listings.chain(export).chain(running)
    }
}

/// Asks for the jobs of the archive.
pub(super) fn load(state: &mut State) -> Vec<Effect> {
    let request = state.requests.issue();
    state.jobs.list.ask(request);
    vec![Effect::ListJobs { request }]
}

/// Begins or goes on with a job.
pub(super) fn begin(state: &mut State, work: JobWork) -> Vec<Effect> {
    if state.session.who().is_none() {
        return super::account::help_out(state);
    }
    if let JobWork::New { kind, items, .. } = &work {
        taken_up(state, *kind, items);
    }
    let request = state.requests.issue();
    let job = RunningJob { request, work: work.clone(), progress: None, wait: None, stopping: None };
    state.jobs.running.push(job);
    state.jobs.cursor.follow(request);
    // Who looks at the jobs sees it; line by line nobody does.
    if state.view == View::Jobs && !state.by_line {
        state.notice = None;
    } else {
        let shows = state.way(Place::Everywhere, Action::ViewJobs, "jobs");
        let _ = state.notify(format!("{shows} shows how far it is"));
    }
    vec![Effect::RunJob { request, work, zone: state.zone }]
}

/// These recordings and voicemail are a job's now: they are marked no longer.
pub(super) fn taken_up(state: &mut State, kind: JobKind, items: &[String]) {
    let ids: Vec<MediaId> = match kind {
        JobKind::Recordings => items.iter().map(|item| MediaId::new(MediaKind::Recording, item)).collect(),
        JobKind::Voicemail => items.iter().map(|item| MediaId::new(MediaKind::Voicemail, item)).collect(),
        JobKind::Media => items.iter().filter_map(|item| MediaId::from_with_kind(item)).collect(),
        JobKind::Paths | JobKind::Texts | JobKind::Calls | JobKind::Export => return,
    };
    for list in [&mut state.recordings, &mut state.voicemail] {
        list.taken_up(&ids);
    }
}

/// Goes on with a job that nobody works at, or begins one that waits.
pub(super) fn go_on(state: &mut State, job: &Job) -> Vec<Effect> {
    if job.kind == JobKind::Export {
        return write_again(state, job);
    }
    if state.session.who().is_none() {
        return super::account::help_out(state);
    }
    match job.kind {
        JobKind::Calls => {
            if state.sync.running.is_none() {
                if job.state == JobState::Waiting {
                    state.sync.spend = Spend::PutOff(job.id);
                    state.jobs.forget(job.id);
                }
                let range = job.span.map_or(SyncRange::All, SyncRange::Again);
                return sync::begin(state, range);
            }
            state.notify("calls are being fetched already")
        }
        JobKind::Recordings
        | JobKind::Voicemail
        | JobKind::Media
        | JobKind::Paths
        | JobKind::Texts
        | JobKind::Export => {
            state.jobs.forget(job.id);
            begin(state, JobWork::Resume { job: job.id, retry: job.failed > 0 })
        }
    }
}

/// Writes a file that came to nothing once more: the same calls, the same way, under the same name.
fn write_again(state: &mut State, job: &Job) -> Vec<Effect> {
    if job.items == 0 {
        let words = format!("its calls are not kept any more: {}", state.way_to_export());
        return state.notify(words);
    }
    let request = state.requests.issue();
    state.jobs.repeating = Some(request);
    vec![Effect::ReadExport { request, job: job.id }]
}

pub(super) fn export_read(
    state: &mut State,
    request: RequestId,
    result: Result<Option<Box<ExportJob>>, Problem>,
) -> Vec<Effect> {
    if state.jobs.repeating.take_if(|asked| *asked == request).is_none() {
        return Vec::new();
    }
    match result {
        Ok(Some(job)) => {
            let repeats = job.repeats;
            let effects = export_dialog::write(state, *job);
            // It runs now, unless another one does.
            if let Some(id) = repeats.filter(|_| !effects.is_empty()) {
                state.jobs.forget(id);
            }
            effects
        }
        Ok(None) => {
            let words = format!("its calls are not kept any more: {}", state.way_to_export());
            state.notify(words)
        }
        Err(problem) => overlay::report(state, problem, None),
    }
}

/// `B`: fetches how the marked calls went, or all that match where none is marked.
pub(super) fn fetch_paths(state: &mut State) -> Vec<Effect> {
    // Nobody can grant what an app of this kind has no scope for.
    if let Some(who) = state.session.who()
        && Feature::CallPath.scope_for(who.account.access).is_none()
        && !who.scopes.allow(Feature::CallPath)
    {
        let shows = state.way(Place::List, Action::Enter, "a call's number");
        return state
            .notify(format!("Zoom gives an app for own calls no more than the steps in the list; {shows} shows them"));
    }
    let is_marked = !state.calls.marks().is_empty();
    let rows = texts::to_fetch_of(state, &Fact::OF_PATHS);
    if rows.is_empty() {
        return state.notify(texts::NO_CALL);
    }
    let rows = rows.iter().filter_map(|id| state.calls.index().row(*id));
    let lacking = rows.filter(|row| is_marked || !row.flags().has(Flags::PATH));
    let keys: Vec<CallKey> = lacking.map(RowView::key).collect();
    if keys.is_empty() {
        return state.notify("how these calls went is in the archive already");
    }
    let count = keys.len() as u64;
    let items = keys.into_iter().map(|key| key.0.to_string()).collect();
    let price = Price::of_job(count, JobKind::Paths, 0, state.setup.rates, price::known(state, JobKind::Paths));
    let title = format!("Fetch how {} calls went?", grouped(count));
    price::begin(state, price, title, JobWork::New { kind: JobKind::Paths, items, folder: None })
}

pub(super) fn listed(state: &mut State, request: RequestId, result: Result<Vec<Job>, Problem>) -> Vec<Effect> {
    state.jobs.list.settle(request, result);
    keep_in_view(state);
    Vec::new()
}

pub(super) fn running(state: &mut State, request: RequestId) -> Option<&mut RunningJob> {
    state.jobs.running.iter_mut().find(|job| job.request == request)
}

pub(super) fn progressed(
    state: &mut State,
    request: RequestId,
    batch: Batch,
    row: Option<Box<MediaRow>>,
    progress: JobProgress,
) -> Vec<Effect> {
    if progress.job.kind == JobKind::Texts && !batch.rows.is_empty() {
        said::outdate(state);
    }
    state.calls.apply(batch);
    if let Some(row) = row {
        media_list::of_mut(state, row.id.kind()).apply(vec![*row]);
    }
    let effects = job_keys::keep_log(state, &progress.job);
    if let Some(job) = running(state, request) {
        job.wait = None;
        job.progress = Some(progress);
    }
    effects
}

/// A wait that belongs to a job; false when it does not.
pub(super) fn waiting(state: &mut State, request: RequestId, wait: Option<Wait>) -> bool {
    running(state, request).map(|job| job.wait = wait).is_some()
}

pub(super) fn ended(state: &mut State, request: RequestId, result: Result<Option<Job>, Problem>) -> Vec<Effect> {
    let Some(place) = state.jobs.running.iter().position(|job| job.request == request) else {
        return Vec::new();
    };
    let ended = state.jobs.running.remove(place);
    let id = ended.id();
    let mut log = Vec::new();
    if let Some(progress) = ended.progress {
        let stands = ended.stopping.unwrap_or(progress.job.state);
        let job = Job { state: stands, ..progress.job };
        log = job_keys::keep_log(state, &job);
        state.jobs.remember(job);
    }
    let (cancelled, paused) = (ended.stopping == Some(JobState::Cancelled), ended.stopping == Some(JobState::Paused));
    let mut effects = match id.filter(|_| cancelled) {
        Some(job) => set_state(state, job, JobState::Cancelled),
        None => load(state),
    };
    effects.append(&mut log);
    match result {
        Ok(Some(job)) => {
            let failed = if job.failed > 0 { format!(", {} failed", grouped(job.failed)) } else { String::new() };
            let _ = state.notify(format!("{}: {} done{failed}", words(job.kind), grouped(job.done)));
        }
        Ok(None) if cancelled => {
            let again = state.way(Place::Jobs, Action::Refresh, "resume");
            let _ = state.notify(format!("cancelled; what is finished is kept, and {again} goes on with the rest"));
        }
        Ok(None) if paused => {
            let again = state.way(Place::Jobs, Action::PauseJob, "resume");
            let _ = state.notify(format!("paused; what is finished is kept, and {again} goes on with the rest"));
        }
        Ok(None) => {
            let _ = state.notify("stopped; what is finished is kept");
        }
        Err(problem) => effects.extend(overlay::report(state, problem, None)),
    }
    keep_in_view(state);
    effects
}

/// What a job does, in a word or two.
#[must_use]
pub const fn words(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Recordings => "recordings",
        JobKind::Voicemail => "voicemail",
        JobKind::Media => "recordings and voicemail",
        JobKind::Paths => "call paths",
        JobKind::Texts => "what was said",
        JobKind::Calls => "calls",
        JobKind::Export => "export",
    }
}

pub(super) fn set_state(state: &mut State, job: JobId, wanted: JobState) -> Vec<Effect> {
    let request = state.requests.issue();
    state.jobs.list.ask(request);
    vec![Effect::SetJobState { request, job, state: wanted }]
}
