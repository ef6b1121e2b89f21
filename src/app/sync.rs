//! Fetching calls from Zoom, as far as the screen knows.

use chrono::{DateTime, Utc};

use super::account::{self, Session};
use super::effect::{Effect, Spend, SyncRange};
use super::jobs;
use super::media_keys;
use super::message::{SyncOutcome, SyncProgress, Wait};
use super::overlay::{self, Retry};
use super::price::{DeferrableWork, PriceTag, PricedWork};
use super::problem::{Problem, Remedy};
use super::request::RequestId;
use super::state::{State, View};
use super::watch;
use crate::model::{Batch, Span, grouped, kept_by_zoom_since};

/// A sync that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningSync {
    /// Which.
    pub request: RequestId,
    /// What is fetched.
    pub range: SyncRange,
    /// How far it is, after its first page.
    pub progress: Option<SyncProgress>,
    /// Why nothing is fetched right now.
    pub wait: Option<Wait>,
    /// The person stopped it, and it is about to end.
    pub cancelling: bool,
}

/// The running sync, and how the last one went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sync {
    /// The one that runs.
    pub running: Option<RunningSync>,
    /// How the last one went, in this run of ringlog.
    pub last: Option<SyncOutcome>,
    /// Why the last one failed; gone when one works.
    pub problem: Option<Problem>,
    /// Up to when the archive was last brought up to date.
    pub synced_at: Option<DateTime<Utc>>,
    /// What is fetched when a limit is over, and when that is.
    pub resumes: Option<(DateTime<Utc>, SyncRange)>,
    /// Requests for calls and voicemail that this machine sent on the day of Zoom's limit, and when that was so.
    pub sent: Option<(DateTime<Utc>, u64)>,
    /// What the next one may cost.
    pub(super) spend: Spend,
    /// A price that came up, until it is shown.
    pub(super) asks: Option<PriceTag>,
}

/// Fetches calls, when somebody is signed in and nothing is being fetched.
pub(super) fn begin(state: &mut State, range: SyncRange) -> Vec<Effect> {
    match &state.session {
        Session::SignedIn(_) => {}
        Session::Restoring { .. } => return state.notify("the sign-in is being checked; calls are fetched after that"),
        Session::SigningOut { .. } => return Vec::new(),
        Session::SignedOut | Session::Lost(_) => return account::help_out(state),
    }
    if state.sync.running.is_some() {
        let stops = state.stopper();
        return state.notify(format!("calls are being fetched already; {stops} stops that"));
    }
    let request = state.requests.issue();
    (state.sync.resumes, state.sync.asks) = (None, None);
    let spend = state.sync.spend;
    if let Spend::PutOff(_) = spend {
        // That job is over with this run; what it agreed to holds on.
        state.sync.spend = Spend::Agreed;
    }
    state.sync.running = Some(RunningSync { request, range, progress: None, wait: None, cancelling: false });
    vec![Effect::Sync { request, range, spend }]
}

/// Goes on when a limit is over.
pub(super) fn tick(state: &mut State) -> Vec<Effect> {
    let due = state.sync.resumes.take_if(|(until, _)| *until <= state.now);
    due.map_or_else(Vec::new, |(_, range)| begin(state, range))
}

/// `r`: fetches what is newer; without a sign-in, does what helps.
pub(super) fn newer(state: &mut State) -> Vec<Effect> {
    begin(state, SyncRange::Newer)
}

/// `R`: fetches the time on screen again: what the query names, else the days of the calls in sight.
pub(super) fn again(state: &mut State) -> Vec<Effect> {
    let asked = state.filter.query.time_range(state.context());
    let in_sight = || {
        let last = state.calls.offset() + state.panes().list_rows().saturating_sub(1);
        let newest = state.calls.row(state.calls.offset())?.start_time();
        let oldest = state.calls.row(last.min(state.calls.matching().saturating_sub(1)))?.start_time();
        let (first_day, last_day) = (state.zone.day(oldest), state.zone.day(newest));
        Some(Span { from: state.zone.day_start(first_day), to: state.zone.day_end(last_day) })
    };
    let Some(span) = asked.or_else(in_sight) else {
        return newer(state);
    };
    let span = Span { from: span.from.max(kept_by_zoom_since(state.now)), to: span.to.min(state.now) };
    if span.is_empty() {
        return state.notify("Zoom has no calls of that time any more, or not yet");
    }
    begin(state, SyncRange::Again(span))
}

/// Stops fetching; what is fetched stays.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    let running = state.sync.running.as_mut().filter(|sync| !sync.cancelling);
    running.map_or_else(Vec::new, |sync| {
        sync.cancelling = true;
        vec![Effect::CancelSync { request: sync.request }]
    })
}

fn running(state: &mut State, request: RequestId) -> Option<&mut RunningSync> {
    state.sync.running.as_mut().filter(|sync| sync.request == request)
}

pub(super) fn progressed(state: &mut State, request: RequestId, batch: Batch, progress: SyncProgress) -> Vec<Effect> {
    let sent = (state.now, progress.requests_today);
    if let Some(sync) = running(state, request) {
        let coverage = progress.coverage.clone();
        sync.wait = None;
        sync.progress = Some(progress);
        state.archive.show(coverage);
        if !batch.rows.is_empty() {
            watch::came(state);
        }
        state.calls.apply(batch);
        state.sync.sent = Some(sent);
    }
    Vec::new()
}

pub(super) fn waiting(state: &mut State, request: RequestId, wait: Option<Wait>) -> Vec<Effect> {
    if let Some(sync) = running(state, request) {
        sync.wait = wait;
    } else if state.detail.value.awaited() == Some(request) {
        state.detail.wait = wait;
    } else if !media_keys::waiting(state, request, wait) {
        jobs::waiting(state, request, wait);
    }
    Vec::new()
}

pub(super) fn ended(state: &mut State, request: RequestId, result: Result<SyncOutcome, Problem>) -> Vec<Effect> {
    let Some((range, stopped)) = running(state, request).map(|sync| (sync.range, sync.cancelling)) else {
        return Vec::new();
    };
    state.sync.running = None;
    let problem = match &result {
        Ok(outcome) => outcome.failed.first().map(|(_, problem)| problem),
        Err(problem) => Some(problem).filter(|_| !stopped),
    };
    state.sync.problem = problem.cloned();
    state.sync.resumes = problem.and_then(|problem| Some((problem.remedy.goes_on_at()?, range)));
    let reload = if state.view == View::Jobs { jobs::load(state) } else { Vec::new() };
    let mut effects = match result {
        Ok(outcome) => {
            state.archive.show(outcome.coverage.clone());
            if !outcome.cancelled && outcome.failed.is_empty() && outcome.asks.is_none() {
                state.sync.synced_at = Some(outcome.at);
            }
            if outcome.complete {
                state.sync.spend = Spend::Free;
            }
            state.sync.asks = outcome.asks.map(|price| PriceTag {
                price,
                title: "Fetch the rest of the calls?".to_owned(),
                notes: Vec::new(),
                work: PricedWork::Deferrable(DeferrableWork::Calls(match range {
                    SyncRange::Newer | SyncRange::All | SyncRange::Latest => SyncRange::All,
                    SyncRange::Again(span) => SyncRange::Again(span),
                })),
            });
            if outcome.asks.is_some() || outcome.cancelled {
                watch::end(state);
            }
            let is_news = range != SyncRange::Latest || outcome.new > 0;
            let words = outcome_words(&outcome);
            state.sync.last = Some(outcome);
            if state.shows_first_notice() || !is_news { Vec::new() } else { state.notify(words) }
        }
        // It was in the middle of something, such as in an archive that is deleted now.
        Err(_) if stopped => Vec::new(),
        Err(problem) if problem.remedy == Remedy::SignIn => account::lost(state, problem),
        // Nobody pressed a key for it: the banner tells it.
        Err(_) if range == SyncRange::Latest => Vec::new(),
        Err(problem) => overlay::report(state, problem, Some(Retry::Sync(range))),
    };
    effects.extend(reload);
    effects
}

/// How a sync went, in a line.
fn outcome_words(outcome: &SyncOutcome) -> String {
    let new = match outcome.new {
        0 => "no new calls".to_owned(),
        1 => "1 new call".to_owned(),
        new => format!("{} new calls", grouped(new)),
    };
    let counted = |count: u64, words: &str| (count > 0).then(|| format!("{} {words}", grouped(count)));
    let unfinished =
        (!outcome.cancelled && !outcome.failed.is_empty()).then(|| "a part could not be fetched".to_owned());
    let parts =
        [Some(new), counted(outcome.changed, "changed"), counted(outcome.bad_rows, "could not be read"), unfinished];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if outcome.cancelled {
        format!("stopped: {words}")
    } else if outcome.asks.is_some() {
        format!("{words}; the rest costs much, so it waits for a yes")
    } else {
        words
    }
}
