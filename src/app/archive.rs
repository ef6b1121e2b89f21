//! Reading the archive into the list.

use super::account::Session;
use super::call_detail::DetailPane;
use super::call_list::CallList;
use super::coverage::CoverageView;
use super::effect::{Effect, SyncRange};
use super::filter::Filter;
use super::history::History;
use super::jobs::{self, Jobs};
use super::loadable::Loadable;
use super::media_list::MediaList;
use super::overlay::{self, Retry};
use super::party::PartyPage;
use super::problem::Problem;
use super::request::RequestId;
use super::said::Said;
use super::state::{Focus, State};
use super::stats::StatsView;
use super::sync::{self, Sync};
use crate::model::{Batch, Coverage, MediaKind};

/// Asks for the calls of the archive.
pub(super) fn load(state: &mut State) -> Vec<Effect> {
    let request = state.requests.issue();
    state.archive.ask(request);
    vec![Effect::LoadArchive { request }]
}

/// Forgets the calls of one account and asks for those of another.
pub(super) fn reopen(state: &mut State) -> Vec<Effect> {
    let mut effects: Vec<Effect> =
        state.sync.running.iter().map(|sync| Effect::CancelSync { request: sync.request }).collect();
    state.calls = CallList::default();
    state.stats = StatsView::default();
    state.coverage = CoverageView::default();
    state.history = History::default();
    state.filter = Filter::default();
    state.said = Said::default();
    state.archive = Loadable::Idle;
    for list in [&state.recordings, &state.voicemail] {
        effects.extend(list.listing().map(|listing| Effect::Stop { request: listing.request }));
    }
    effects.extend(state.jobs.running.iter().map(|job| Effect::Stop { request: job.request }));
    state.recordings = MediaList::new(MediaKind::Recording);
    state.voicemail = MediaList::new(MediaKind::Voicemail);
    state.jobs = Jobs::default();
    state.sync = Sync::default();
    state.focus = Focus::List;
    state.party = PartyPage::default();
    state.detail = DetailPane { place: state.detail.place, ..DetailPane::default() };
    effects.extend(load(state));
    effects
}

/// The archive was damaged and is a new one: what the old one gave is forgotten, and fetched again where somebody is signed in.
pub(super) fn put_aside(state: &mut State, problem: Problem) -> Vec<Effect> {
    let mut effects = reopen(state);
    if let Session::SignedIn(_) = &state.session {
        effects.extend(sync::begin(state, SyncRange::All));
    }
    overlay::tell(state, problem, Some(Retry::Sync(SyncRange::All)));
    effects
}

pub(super) fn batch(state: &mut State, request: RequestId, batch: Batch) -> Vec<Effect> {
    if state.archive.awaited() == Some(request) {
        state.calls.apply_more(batch);
    }
    Vec::new()
}

pub(super) fn loaded(state: &mut State, request: RequestId, result: Result<Coverage, Problem>) -> Vec<Effect> {
    if state.archive.awaited() != Some(request) {
        return Vec::new();
    }
    state.calls.apply_last();
    let problem = result.as_ref().err().cloned();
    let covered = result.map(|mut coverage| {
        // A sync may have gone further while the archive was read.
        for span in state.archive.shown().map_or(&[][..], Coverage::spans) {
            coverage.add(*span);
        }
        state.sync.synced_at = state.sync.synced_at.or(coverage.newest());
        coverage
    });
    state.archive.settle(request, covered);
    // Jobs may wait for their time.
    let mut effects = jobs::load(state);
    effects.extend(problem.map_or_else(Vec::new, |problem| overlay::report(state, problem, Some(Retry::LoadArchive))));
    effects
}
