//! Everything the screen shows.

use chrono::{DateTime, TimeDelta, Utc};

use super::account::{ProfileEntry, Session};
use super::call_detail::DetailPane;
use super::call_list::CallList;
use super::columns::ColumnChoice;
use super::coverage::CoverageView;
use super::detail_find;
use super::effect::Effect;
use super::export_dialog::{ExportDialog, ExportField, RunningExport};
use super::filter::Filter;
use super::history::History;
use super::jobs::Jobs;
use super::key::Key;
use super::keymap::{Keymap, Place};
use super::loadable::Loadable;
use super::login::{Attempt, Login, SignInWays};
use super::look::{self, KeptLook};
use super::media_list::MediaList;
use super::message::{Exported, Wait};
use super::missing::Missing;
use super::notice::Notice;
use super::overlay::{Overlay, Question};
use super::party::PartyPage;
use super::price::{PriceTag, PricedWork};
use super::problem::Problem;
use super::request::{RequestId, Requests};
use super::said::Said;
use super::saved_views::SavedViews;
use super::screen::{DetailPlace, Layout, PaneWish, Panes, Screen};
use super::selection::AfterQuit;
use super::stats::StatsView;
use super::sync::Sync;
use super::time_range::TimeField;
use super::waiting_jobs;
use super::watch::{self, Watch};
use crate::model::{
    Access, Account, Coverage, Look, Looks, MediaKind, ProfileName, Rates, ViewsRead, Zone, query::QueryContext,
};

/// What is known at the start and does not change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// ringlog's version.
    pub version: &'static str,
    /// The time at the start.
    pub now: DateTime<Utc>,
    /// The person's zone.
    pub zone: Zone,
    /// The colours and characters.
    pub look: Look,
    /// The terminal's size.
    pub screen: Screen,
    /// The terminal is on another machine than the person, so no browser is opened by itself.
    pub is_ssh: bool,
    /// The calls are invented.
    pub demo: bool,
    /// There is a client id to sign in with.
    pub client_configured: bool,
    /// Where the configuration file is, safe to show.
    pub config_path: String,
    /// Whose archive it is, safe to show; empty when nobody ever signed in.
    pub archive_label: String,
    /// The profiles there are, the default one first.
    pub profiles: Vec<ProfileEntry>,
    /// Which ways to sign in there are.
    pub sign_in: SignInWays,
    /// How fast Zoom is asked.
    pub rates: Rates,
    /// Something to say at the start, such as why a profile could not be opened.
    pub notice: Option<String>,
}

/// The view under all overlays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The calls.
    Calls,
    /// The recordings.
    Recordings,
    /// The voicemails.
    Voicemail,
    /// Counts and charts over the calls that match.
    Stats,
    /// What runs, ran and waits: fetching, downloads, exports.
    Jobs,
    /// Signing in.
    Login,
    /// Accounts and access.
    Access,
    /// Which days were fetched.
    Coverage,
}

impl View {
    /// The views that a digit opens, in the digits' order.
    pub const TABS: [Self; 5] = [Self::Calls, Self::Recordings, Self::Voicemail, Self::Stats, Self::Jobs];

    /// Its name, and the short one for narrow screens.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Calls => ("Calls", "Calls"),
            Self::Recordings => ("Recordings", "Rec"),
            Self::Voicemail => ("Voicemail", "VM"),
            Self::Stats => ("Stats", "Stats"),
            Self::Jobs => ("Jobs", "Jobs"),
            Self::Login => ("Sign-in", "Sign-in"),
            Self::Access => ("Accounts", "Accounts"),
            Self::Coverage => ("Days fetched", "Days"),
        }
    }
}

/// The pane that takes the keys in the view of calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// The detail.
    Detail,
    /// The counts by value.
    Facets,
}

/// What a person set up before this start.
#[derive(Debug)]
pub struct Personal {
    /// The keys.
    pub keymap: Keymap,
    /// The saved views, or why they cannot be read.
    pub views: Result<ViewsRead, Problem>,
    /// How the list looked; else why that is not known, safe to show.
    pub looks: Result<Looks, String>,
}

/// Everything the screen shows, and what is needed to decide. [`super::update()`] alone changes it.
pub struct State {
    /// What is known from the start.
    pub setup: Setup,
    /// The time of the last tick.
    pub now: DateTime<Utc>,
    /// The zone times are shown in.
    pub zone: Zone,
    /// The colours and characters.
    pub look: Look,
    /// The terminal's size.
    pub screen: Screen,
    /// The view under all overlays.
    pub view: View,
    /// The pane that takes the keys.
    pub focus: Focus,
    /// What keys do here.
    pub keymap: Keymap,
    /// The saved views.
    pub views: SavedViews,
    /// Until when a key is no answer to the question on top: nobody has read it yet.
    pub(super) unread_until: Option<DateTime<Utc>>,
    /// What lies over the view; the last one is on top.
    pub overlays: Vec<Overlay>,
    /// Who is signed in.
    pub session: Session,
    /// The sign-in screen.
    pub login: Login,
    /// Lines scrolled away in accounts and access.
    pub access_scroll: u16,
    /// The profile under the cursor there, in `Setup::profiles`.
    pub profile_cursor: usize,
    /// Which time the archive covers; loading until it is read to its end.
    pub archive: Loadable<Coverage>,
    /// The calls.
    pub calls: CallList,
    /// The query line.
    pub filter: Filter,
    /// What was said in calls, as far as it is asked for.
    pub said: Said,
    /// The detail pane.
    pub detail: DetailPane,
    /// Facets stand beside the list where there is room, in place of the detail; on wide screens they do anyway.
    pub facets_shown: bool,
    /// What the calls with one number come to, where the query asks for one.
    pub party: PartyPage,
    /// Counts and charts.
    pub stats: StatsView,
    /// The calendar of what was fetched.
    pub coverage: CoverageView,
    /// Fetching.
    pub sync: Sync,
    /// The recordings.
    pub recordings: MediaList,
    /// The voicemails.
    pub voicemail: MediaList,
    /// Long work.
    pub jobs: Jobs,
    /// The export that runs.
    pub export: Option<RunningExport>,
    /// The file last written.
    pub exported: Option<Exported>,
    /// What just happened.
    pub notice: Option<Notice>,
    /// True when it is over.
    pub quit: bool,
    /// The profile to go on with: everything of this one ends, and nothing of it is taken along.
    pub switch_to: Option<ProfileName>,
    /// What the last export was asked for.
    pub(super) last_export: Option<ExportDialog>,
    pub(super) requests: Requests,
    /// New calls come by themselves.
    pub watch: Option<Watch>,
    /// The question for a call as JSON, to copy it.
    pub(super) copying: Option<RequestId>,
    /// What comes after the end.
    pub(super) after_quit: AfterQuit,
    /// A person types commands, and no keys.
    pub(super) by_line: bool,
    pub(super) interrupted_at: Option<DateTime<Utc>>,
    pub(super) history: History,
    pub(super) kept_look: KeptLook,
    /// The key that was pressed last, for what means something else for each of its keys.
    pub(super) pressed: Option<Key>,
    /// Whose archive is open, once somebody was signed in.
    pub(super) account: Option<Account>,
}

impl State {
    /// The state at the start: nothing is loaded, nobody is signed in. [`super::start`] asks for both.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let notice = setup.notice.as_ref().map(|words| Notice::staying(words.clone()));
        let profile_cursor = setup.profiles.iter().position(|profile| profile.is_current).unwrap_or(0);
        Self {
            now: setup.now,
            zone: setup.zone,
            look: setup.look,
            screen: setup.screen,
            setup,
            view: View::Calls,
            focus: Focus::List,
            keymap: Keymap::default(),
            views: SavedViews::default(),
            unread_until: None,
            overlays: Vec::new(),
            session: Session::SignedOut,
            login: Login::default(),
            access_scroll: 0,
            profile_cursor,
            archive: Loadable::Idle,
            calls: CallList::default(),
            filter: Filter::default(),
            said: Said::default(),
            detail: DetailPane::default(),
            facets_shown: false,
            party: PartyPage::default(),
            stats: StatsView::default(),
            coverage: CoverageView::default(),
            sync: Sync::default(),
            recordings: MediaList::new(MediaKind::Recording),
            voicemail: MediaList::new(MediaKind::Voicemail),
            jobs: Jobs::default(),
            export: None,
            exported: None,
            last_export: None,
            notice,
            quit: false,
            switch_to: None,
            requests: Requests::default(),
            watch: None,
            copying: None,
            after_quit: AfterQuit::Nothing,
            by_line: false,
            interrupted_at: None,
            history: History::default(),
            kept_look: KeptLook::default(),
            pressed: None,
            account: None,
        }
    }

    /// Takes up what the person set up before.
    #[must_use]
    pub fn with(mut self, personal: Personal) -> Self {
        self.keymap = personal.keymap;
        match personal.views {
            Ok(read) => self.views.take(read),
            Err(problem) => self.views.problem = Some(problem),
        }
        let (looks, damage) = match personal.looks {
            Ok(looks) => (looks, None),
            Err(reason) => (Looks::default(), Some(format!("the columns are the usual ones: {reason}"))),
        };
        let told = self.views.left_alone_words().into_iter().chain(damage);
        if let Some(words) = told.reduce(|first, second| format!("{first}; {second}")) {
            self.notice = Some(Notice::staying(words.clone()));
            self.setup.notice = Some(words);
        }
        look::restore(&mut self, looks);
        self
    }

    /// Where keys go.
    #[must_use]
    pub fn place(&self) -> Place {
        if self.screen.layout() == Layout::TooSmall && !matches!(self.overlays.last(), Some(Overlay::Palette(_))) {
            return Place::TooSmall;
        }
        match self.overlays.last() {
            Some(Overlay::TimeRange(picker)) => match picker.field {
                TimeField::Presets => Place::TimeRange,
                TimeField::From | TimeField::To => Place::TimeText,
            },
            Some(Overlay::Export(dialog)) => match dialog.field {
                ExportField::SaveTo => Place::ExportPath,
                ExportField::Rows
                | ExportField::Format
                | ExportField::OpenIn
                | ExportField::Times
                | ExportField::Replace => Place::Export,
            },
            Some(Overlay::Copy) => Place::Copy,
            Some(Overlay::Sort { .. }) => Place::Sort,
            Some(Overlay::Columns { .. }) => Place::Columns,
            Some(Overlay::SavedViews(picker)) if picker.naming.is_some() => Place::ViewName,
            Some(Overlay::SavedViews(_)) => Place::SavedViews,
            Some(Overlay::Palette(_)) => Place::Palette,
            Some(Overlay::Help(_)) => Place::Help,
            Some(Overlay::Problem { .. }) => Place::Problem,
            Some(Overlay::Price(PriceTag { work: PricedWork::List(_), .. })) => Place::ListPrice,
            Some(Overlay::Price(_)) => Place::Price,
            Some(Overlay::StartAt(_)) => Place::StartTime,
            Some(Overlay::Question(Question::SignOut)) => Place::SignOut,
            Some(Overlay::Question(Question::Quit | Question::DeleteCalls)) => Place::Question,
            Some(Overlay::JobLog(_)) => Place::JobLog,
            Some(Overlay::Callbacks(_)) => Place::Callbacks,
            None => match self.view {
                View::Login if !self.setup.client_configured => Place::NoApp,
                View::Login if self.login.typing.is_some() => Place::LoginAddress,
                View::Login => self.login.attempt.place(),
                View::Access => Place::Access,
                View::Recordings | View::Voicemail if self.media().is_some_and(|list| list.editing) => {
                    Place::MediaFilter
                }
                View::Recordings => Place::Recordings,
                View::Voicemail => Place::Voicemail,
                View::Coverage => Place::Coverage,
                View::Jobs => Place::Jobs,
                View::Calls | View::Stats if self.filter.editing.is_some() => Place::Query,
                View::Stats => Place::Stats,
                View::Calls => match self.focus {
                    Focus::List => Place::List,
                    Focus::Detail if detail_find::is_editing(self) => Place::DetailFind,
                    Focus::Detail => Place::Detail,
                    Focus::Facets => Place::Facets,
                },
            },
        }
    }

    /// What words such as `today` are measured from.
    #[must_use]
    pub const fn context(&self) -> QueryContext {
        QueryContext { now: self.now, zone: self.zone }
    }

    /// True while what was said at the start is on screen: what ends by itself does not take its place.
    pub(super) fn shows_first_notice(&self) -> bool {
        self.setup.notice.is_some() && self.notice.as_ref().map(|notice| &notice.text) == self.setup.notice.as_ref()
    }

    /// Says something in passing.
    pub(super) fn notify(&mut self, text: impl Into<String>) -> Vec<Effect> {
        self.notice = Some(Notice::passing(text, self.now));
        Vec::new()
    }

    /// When what is shown changes by itself: a detail that is due, a notice that goes, a countdown, an age in minutes.
    pub(super) fn next_change(&self) -> Option<DateTime<Utc>> {
        let second = self.now + TimeDelta::seconds(1);
        let waits = |wait: Option<&Wait>| wait.map(|_| second);
        let sync = self.sync.running.as_ref();
        let counts_down = match &self.login.attempt {
            Attempt::Waiting { .. } | Attempt::Device { .. } if self.view == View::Login => Some(second),
            Attempt::Waiting { .. }
            | Attempt::Device { .. }
            | Attempt::Idle
            | Attempt::Starting { .. }
            | Attempt::Exchanging { .. }
            | Attempt::Failed { .. } => None,
        };
        let time_left = sync.and_then(|sync| sync.progress.as_ref()).and_then(|progress| progress.eta).map(|_| second);
        let minute_older = self.sync.synced_at.filter(|_| sync.is_none()).map(|at| {
            let minutes = (self.now - at).num_minutes().max(0) + 1;
            at + TimeDelta::minutes(minutes)
        });
        [
            self.detail.due,
            self.notice.as_ref().and_then(|notice| notice.until),
            counts_down,
            waits(sync.and_then(|sync| sync.wait.as_ref())),
            waits(self.detail.wait.as_ref()),
            time_left,
            self.jobs.running.iter().any(|job| job.progress.is_some() || job.wait.is_some()).then_some(second),
            self.sync.resumes.map(|_| second),
            waiting_jobs::next_start(self),
            watch::next(self),
            self.kept_look.due,
            minute_older,
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// The one thing that a person has to know now, for the row under the query.
    #[must_use]
    pub fn banner(&self) -> Option<Banner<'_>> {
        if let Some(wait) = self.sync.running.as_ref().and_then(|sync| sync.wait.as_ref()) {
            return Some(Banner::Waiting(wait));
        }
        match &self.session {
            Session::Lost(problem) => Some(Banner::Problem(problem)),
            Session::SignedOut => Some(Banner::NotSignedIn),
            Session::SignedIn(who) => {
                let problem = self.sync.problem.as_ref().map(Banner::Problem);
                problem.or_else(|| who.warning.as_deref().map(Banner::Warning))
            }
            Session::Restoring { .. } | Session::SigningOut { .. } => None,
        }
    }

    /// The columns of the list that are in sight.
    #[must_use]
    pub fn list_columns(&self) -> Vec<ColumnChoice> {
        let cells = self.panes().list.columns.saturating_sub(CallList::SIGNS);
        self.calls.columns().fitting(cells, self.calls.column())
    }

    /// Whether the archive holds all calls that may match, up to the last sync; `None` while it is not known, and when there is
    /// nothing. How long ago that sync was stands beside it.
    #[must_use]
    pub fn is_complete(&self) -> Option<bool> {
        self.missing().map(|missing| missing.is_empty())
    }

    /// What is missing for all calls that may match, up to the last sync; `None` while it is not known, and when there is nothing.
    #[must_use]
    pub fn missing(&self) -> Option<Vec<Missing>> {
        let coverage = self.archive.shown().filter(|_| self.calls.total() > 0)?;
        if self.said.is_behind(&self.filter.query) {
            return None;
        }
        let time = coverage.lack(self.filter.query.time_range(self.context()), self.now);
        Some(Missing::of(time, self.calls.unknown()))
    }

    /// True when each call came with its steps, so that its waits and its voicemail are known.
    pub(super) fn lists_steps(&self) -> bool {
        self.account.as_ref().is_some_and(|account| account.access == Access::Own)
    }

    /// Where the panes of the call list are.
    #[must_use]
    pub fn panes(&self) -> Panes {
        let narrow = self.screen.layout() <= Layout::Narrow;
        let whole = self.detail.whole || (narrow && self.focus == Focus::Detail);
        let detail = if whole { DetailPlace::Whole } else { self.detail.place };
        let facets = self.facets_shown && self.focus != Focus::Detail;
        self.screen.panes(PaneWish {
            banner: self.banner().is_some(),
            party: self.party.shown().is_some(),
            facets,
            detail,
        })
    }
}

/// The one thing that a person has to know now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Banner<'a> {
    /// Zoom asked us to wait.
    Waiting(&'a Wait),
    /// Something went wrong; the calls stay.
    Problem(&'a Problem),
    /// Nobody is signed in; the calls are those of the archive. `r` signs in.
    NotSignedIn,
    /// Something to keep on screen about where the sign-in is kept.
    Warning(&'a str),
}
