//! The detail of the selected call.

use chrono::{DateTime, TimeDelta, Utc};

use super::browse;
use super::call_parts::{self, Parts};
use super::copy;
use super::detail_find::{self, DetailFind, FoundView};
use super::effect::Effect;
use super::hidden_by;
use super::loadable::Loadable;
use super::media_keys;
use super::message::{CallDetail, Wait};
use super::party_history::{self, PartyHistory};
use super::path_view::{self, PathView};
use super::problem::Problem;
use super::request::RequestId;
use super::screen::DetailPlace;
use super::state::{Focus, State, View};
use crate::index::RowView;
use crate::model::{CallKey, MediaId};

/// A page of the detail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DetailTab {
    /// Who, when, how long, how it ended.
    #[default]
    Summary,
    /// Step by step.
    Path,
    /// Its recordings, and what was said in them.
    Recordings,
    /// Its voicemail.
    Voicemail,
    /// What Zoom's AI wrote about it.
    Ai,
    /// Every field, under Zoom's names.
    Raw,
}

impl DetailTab {
    /// The tabs, from left to right.
    pub const ALL: [Self; 6] = [Self::Summary, Self::Path, Self::Recordings, Self::Voicemail, Self::Ai, Self::Raw];

    /// Its title where there is little room.
    #[must_use]
    pub const fn short_title(self) -> &'static str {
        match self {
            Self::Recordings => "Rec",
            Self::Voicemail => "VM",
            Self::Summary | Self::Path | Self::Ai | Self::Raw => self.title(),
        }
    }

    /// Its title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Path => "Path",
            Self::Recordings => "Recordings",
            Self::Voicemail => "Voicemail",
            Self::Ai => "AI",
            Self::Raw => "Raw",
        }
    }
}

/// The detail pane.
#[derive(Debug)]
pub struct DetailPane {
    /// The call it is about.
    pub key: Option<CallKey>,
    /// What is known of it. What is shown is always about `key`.
    pub value: Loadable<Box<CallDetail>>,
    /// When to ask for it: once the selection rests.
    pub due: Option<DateTime<Utc>>,
    /// Why the answer takes longer.
    pub wait: Option<Wait>,
    /// What is copied when the answer is here.
    pub copies: Option<copy::OfDetail>,
    /// The other calls with its party, once the detail is here.
    pub party: Option<PartyHistory>,
    /// The open tab.
    pub tab: DetailTab,
    /// What is fetched only when one looks at it.
    pub parts: Parts,
    /// Where one is in the path.
    pub path: PathView,
    /// The words that are looked for in the open tab.
    pub find: Option<DetailFind>,
    /// Lines scrolled away at the top. The drawing stops at the last line.
    pub scroll: u16,
    /// Where the pane is on screens wide enough for it: hidden, right or below.
    pub place: DetailPlace,
    /// The pane takes the place of the list.
    pub whole: bool,
}

impl Default for DetailPane {
    fn default() -> Self {
        Self {
            key: None,
            value: Loadable::Idle,
            due: None,
            wait: None,
            copies: None,
            party: None,
            tab: DetailTab::Summary,
            parts: Parts::default(),
            path: PathView::default(),
            find: None,
            scroll: 0,
            place: DetailPlace::Right,
            whole: false,
        }
    }
}

/// How long the selection rests before its detail is asked for, so that going down the list asks for nothing.
const REST: TimeDelta = TimeDelta::milliseconds(150);

/// Keeps the pane on the selected call. Runs after every message, and is cheap when nothing moved.
pub(super) fn follow(state: &mut State) {
    let selected = state.calls.selected_row().map(RowView::key);
    let visible = state.view == View::Calls && state.panes().detail.is_some();
    let detail = &mut state.detail;
    if detail.key != selected {
        detail.key = selected;
        detail.value = Loadable::Idle;
        detail.scroll = 0;
        detail.wait = None;
        detail.due = None;
        detail.copies = None;
        detail.party = None;
        detail.parts = Parts::default();
        detail.find = None;
        detail.path = PathView { rows: detail.path.rows, ..PathView::default() };
    }
    let unasked = matches!(detail.value, Loadable::Idle) && selected.is_some();
    if visible && unasked {
        detail.due = detail.due.or(Some(state.now + REST));
    } else {
        detail.due = None;
    }
}

/// Asks for the detail, when the selection has rested.
pub(super) fn tick(state: &mut State) -> Vec<Effect> {
    if state.detail.due.is_some_and(|due| due <= state.now) { ask(state, false) } else { Vec::new() }
}

/// Asks for the selected call's detail; an answer to an earlier question is late, and is dropped.
pub(super) fn ask(state: &mut State, fresh: bool) -> Vec<Effect> {
    follow(state);
    let Some(key) = state.detail.key else {
        return Vec::new();
    };
    let request = state.requests.issue();
    state.detail.due = None;
    state.detail.value.ask(request);
    vec![Effect::LoadDetail { request, key, fresh }]
}

/// What changed in the list because of an answer counts even when the answer is late.
pub(super) fn loaded(
    state: &mut State,
    request: RequestId,
    mut result: Result<Box<CallDetail>, Problem>,
) -> Vec<Effect> {
    if let Ok(detail) = &mut result {
        state.calls.apply(std::mem::take(&mut detail.batch));
    }
    if state.detail.value.awaited() != Some(request) {
        return Vec::new();
    }
    state.detail.wait = None;
    state.detail.value.settle(request, result);
    state.detail.party = party_history::of_selected(state);
    let copies = state.detail.copies.take();
    copies.map_or_else(Vec::new, |what| copy::of_detail(state, what))
}

/// `Enter`: opens the detail, in place of the list where the screen is narrow.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    if state.calls.matching() == 0 {
        return hidden_by::mend(state);
    }
    browse::keep_stretch(state);
    if state.detail.place == DetailPlace::Hidden {
        state.detail.place = DetailPlace::Right;
    }
    state.focus = Focus::Detail;
    follow(state);
    if matches!(state.detail.value, Loadable::Idle) { ask(state, false) } else { Vec::new() }
}

/// Back to the list.
pub(super) fn leave(state: &mut State) -> Vec<Effect> {
    state.focus = Focus::List;
    state.detail.whole = false;
    state.detail.find = None;
    Vec::new()
}

/// Shows or hides the pane.
pub(super) fn toggle(state: &mut State) -> Vec<Effect> {
    state.detail.place = match state.detail.place {
        DetailPlace::Hidden => DetailPlace::Right,
        DetailPlace::Right | DetailPlace::Below | DetailPlace::Whole => DetailPlace::Hidden,
    };
    leave(state)
}

/// Puts the pane at the right, or below.
pub(super) fn turn(state: &mut State) -> Vec<Effect> {
    state.detail.place = match state.detail.place {
        DetailPlace::Right => DetailPlace::Below,
        DetailPlace::Hidden | DetailPlace::Below | DetailPlace::Whole => DetailPlace::Right,
    };
    Vec::new()
}

/// Shows the pane alone, or beside the list again.
pub(super) fn zoom(state: &mut State) -> Vec<Effect> {
    if state.detail.whole {
        state.detail.whole = false;
        return Vec::new();
    }
    let effects = open(state);
    state.detail.whole = state.focus == Focus::Detail;
    effects
}

/// `Enter`: on the path the raw fields of the row; from the summary to the path; a recording or voicemail is played.
pub(super) fn enter(state: &mut State) -> Vec<Effect> {
    match state.detail.tab {
        DetailTab::Summary => next_tab(state),
        DetailTab::Path => path_view::open(state),
        DetailTab::Raw => state.notify("these are all fields that Zoom sent"),
        DetailTab::Recordings | DetailTab::Voicemail => match first_media(state) {
            Some(id) => media_keys::play_of_call(state, id),
            None => refresh(state),
        },
        DetailTab::Ai => refresh(state),
    }
}

/// The first recording or voicemail on the open tab; the others are played in their own views.
fn first_media(state: &State) -> Option<MediaId> {
    let text = &state.detail.value.shown()?.text;
    match state.detail.tab {
        DetailTab::Recordings => {
            text.recordings.first().map(|recorded| MediaId::Recording(recorded.recording.id.clone()))
        }
        DetailTab::Voicemail => text.voicemails.first().map(|voicemail| MediaId::Voicemail(voicemail.id.clone())),
        DetailTab::Summary | DetailTab::Path | DetailTab::Ai | DetailTab::Raw => None,
    }
}

fn scroll_by(state: &mut State, lines: i16) -> Vec<Effect> {
    if path_view::has_cursor(state) {
        if let Some(find) = &mut state.detail.find {
            find.view = FoundView::Own;
        }
        return path_view::go(state, lines.into());
    }
    if state.detail.find.as_mut().is_some_and(|find| find.scroll(lines)) {
        return Vec::new();
    }
    state.detail.scroll = state.detail.scroll.saturating_add_signed(lines);
    Vec::new()
}

/// Lines of a page of the pane, without its title; one stays in sight.
fn page(state: &State) -> i16 {
    let rows = state.panes().detail.map_or(1, |area| area.rows.saturating_sub(3).max(1));
    i16::try_from(rows).unwrap_or(i16::MAX)
}

pub(super) fn scroll_down(state: &mut State) -> Vec<Effect> {
    scroll_by(state, 1)
}

pub(super) fn scroll_up(state: &mut State) -> Vec<Effect> {
    scroll_by(state, -1)
}

pub(super) fn page_down(state: &mut State) -> Vec<Effect> {
    let lines = page(state);
    scroll_by(state, lines)
}

pub(super) fn page_up(state: &mut State) -> Vec<Effect> {
    let lines = page(state);
    scroll_by(state, -lines)
}

pub(super) fn top(state: &mut State) -> Vec<Effect> {
    state.detail.scroll = 0;
    if let Some(find) = &mut state.detail.find {
        find.view = FoundView::Own;
    }
    if path_view::has_cursor(state) { path_view::go(state, isize::MIN) } else { Vec::new() }
}

fn open_tab(state: &mut State, step: usize) -> Vec<Effect> {
    let tabs = DetailTab::ALL;
    let now = tabs.iter().position(|tab| *tab == state.detail.tab).unwrap_or(0);
    state.detail.tab = tabs[(now + step) % tabs.len()];
    state.detail.path.opened = false;
    state.detail.scroll = 0;
    detail_find::begin_anew(state);
    Vec::new()
}

pub(super) fn next_tab(state: &mut State) -> Vec<Effect> {
    open_tab(state, 1)
}

pub(super) fn previous_tab(state: &mut State) -> Vec<Effect> {
    open_tab(state, DetailTab::ALL.len() - 1)
}

/// Asks Zoom again for the selected call.
pub(super) fn refresh(state: &mut State) -> Vec<Effect> {
    match call_parts::part_of(state.detail.tab) {
        Some(part) => call_parts::fetch(state, part, true),
        None => ask(state, true),
    }
}
