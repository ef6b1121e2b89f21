//! What belongs to a call and is fetched only when one looks at it: recordings and what was said in them, voicemail, AI summaries.

use super::account::Session;
use super::call_detail::DetailTab;
use super::effect::Effect;
use super::loadable::Loadable;
use super::message::PartLoaded;
use super::problem::Problem;
use super::request::RequestId;
use super::said;
use super::state::{State, View};
use crate::model::Feature;

/// A part of the detail that is fetched by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DetailPart {
    /// Recordings and their transcripts.
    Recordings,
    /// Voicemail.
    Voicemail,
    /// AI summaries.
    Ai,
}

impl DetailPart {
    /// What the sign-in has to allow for it.
    #[must_use]
    pub const fn feature(self) -> Feature {
        match self {
            Self::Recordings => Feature::RecordingDownload,
            Self::Voicemail => Feature::VoicemailDetail,
            Self::Ai => Feature::AiSummary,
        }
    }
}

/// How far each part is: why something of it is not to be had, once it was asked for.
#[derive(Debug, Default)]
pub struct Parts {
    recordings: Loadable<Vec<String>>,
    voicemail: Loadable<Vec<String>>,
    ai: Loadable<Vec<String>>,
}

impl Parts {
    /// How far a part is.
    #[must_use]
    pub const fn of(&self, part: DetailPart) -> &Loadable<Vec<String>> {
        match part {
            DetailPart::Recordings => &self.recordings,
            DetailPart::Voicemail => &self.voicemail,
            DetailPart::Ai => &self.ai,
        }
    }

    const fn of_mut(&mut self, part: DetailPart) -> &mut Loadable<Vec<String>> {
        match part {
            DetailPart::Recordings => &mut self.recordings,
            DetailPart::Voicemail => &mut self.voicemail,
            DetailPart::Ai => &mut self.ai,
        }
    }
}

/// The part that a tab shows.
pub(super) const fn part_of(tab: DetailTab) -> Option<DetailPart> {
    match tab {
        DetailTab::Recordings => Some(DetailPart::Recordings),
        DetailTab::Voicemail => Some(DetailPart::Voicemail),
        DetailTab::Ai => Some(DetailPart::Ai),
        DetailTab::Summary | DetailTab::Path | DetailTab::Raw => None,
    }
}

/// True when the sign-in opens a part.
fn is_allowed(state: &State, part: DetailPart) -> bool {
    match &state.session {
        Session::SignedIn(who) => who.scopes.allow(part.feature()),
        Session::SignedOut | Session::Restoring { .. } | Session::SigningOut { .. } | Session::Lost(_) => false,
    }
}

/// Asks for the part that is looked at, once, after the call itself is here.
pub(super) fn ask(state: &mut State) -> Vec<Effect> {
    let Some(part) = part_of(state.detail.tab) else { return Vec::new() };
    let is_seen = state.view == View::Calls && state.panes().detail.is_some();
    let is_here = state.detail.value.awaited().is_none() && state.detail.value.shown().is_some();
    let is_new = matches!(state.detail.parts.of(part), Loadable::Idle);
    if is_seen && is_here && is_new && is_allowed(state, part) { fetch(state, part, false) } else { Vec::new() }
}

/// Asks for a part; `fresh` asks Zoom even for what the archive holds.
pub(super) fn fetch(state: &mut State, part: DetailPart, fresh: bool) -> Vec<Effect> {
    let Some(key) = state.detail.key else { return Vec::new() };
    let request = state.requests.issue();
    state.detail.parts.of_mut(part).ask(request);
    vec![Effect::LoadPart { request, key, part, fresh }]
}

/// What changed in the list because of an answer counts even when the answer is late.
pub(super) fn loaded(
    state: &mut State,
    request: RequestId,
    part: DetailPart,
    result: Result<Box<PartLoaded>, Problem>,
) -> Vec<Effect> {
    let result = result.map(|mut loaded| {
        state.calls.apply(std::mem::take(&mut loaded.batch));
        said::changed(state);
        loaded
    });
    if state.detail.parts.of(part).awaited() != Some(request) {
        return Vec::new();
    }
    let answer = result.map(|loaded| {
        if let Some(detail) = state.detail.value.shown_mut() {
            detail.text = loaded.text;
        }
        loaded.notes
    });
    state.detail.parts.of_mut(part).settle(request, answer);
    Vec::new()
}
