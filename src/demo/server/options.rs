//! What a stand-in can be asked to be: its app, its plan, its shape, its faults.

use chrono::TimeDelta;

use crate::demo::answers::Shape;
use crate::demo::faults::Faults;
use crate::demo::server::clock::Clock;
use crate::demo::world::Spec;

/// Everything [`crate::demo::start`] can be told. [`Options::new`] gives the strict, documented Zoom.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// The company and its calls.
    pub world: Spec,
    /// Old arrays, new arrays, or both, as Zoom moved between them in 2025 and 2026.
    pub shape: Shape,
    /// Which published rate limits apply.
    pub plan: Plan,
    /// Whose data the Marketplace app may read.
    pub app: AppKind,
    /// The scopes granted at consent; `None` grants every read scope the kind of app can hold.
    pub scopes: Option<Vec<String>>,
    /// Faults to play.
    pub faults: Faults,
    /// Skip the consent page: `/oauth/authorize` redirects at once, as for an app already added.
    pub auto_approve: bool,
    /// The time the stand-in believes in.
    pub clock: Clock,
    /// What happens to a window longer than one month or older than six.
    pub window: WindowRule,
    /// Whether answers carry the `X-RateLimit-*` headers Zoom describes.
    pub rate_headers: RateHeaders,
    /// How a download answers.
    pub downloads: Downloads,
    /// How long an access token lives: an hour at Zoom.
    pub access_life: TimeDelta,
    /// What a used refresh token does to the session it belonged to.
    pub refresh_reuse: RefreshReuse,
}

impl Options {
    /// The documented Zoom: an admin-managed app on a Business plan, both shapes, no faults.
    #[must_use]
    pub fn new(world: Spec) -> Self {
        Self {
            port: 0,
            world,
            shape: Shape::Both,
            plan: Plan::Business,
            app: AppKind::AdminManaged,
            scopes: None,
            faults: Faults::default(),
            auto_approve: false,
            clock: Clock::system(),
            window: WindowRule::Clamp,
            rate_headers: RateHeaders::Documented,
            downloads: Downloads::Redirect,
            access_life: TimeDelta::hours(1),
            refresh_reuse: RefreshReuse::Refused,
        }
    }
}

/// The account's plan, which sets its rate limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Pro.
    Pro,
    /// Business and up.
    Business,
    /// No limits at all, which Zoom does not sell: for measuring a client.
    Unlimited,
}

/// The two kinds of General app; their scopes never mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppKind {
    /// `ADMIN_MANAGEMENT`: scopes that end in `:admin`, account-wide.
    AdminManaged,
    /// `USER_OPERATION`: the person's own data, through `me` only.
    UserManaged,
}

/// What happens to a window longer than one month or older than six. Zoom documents neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowRule {
    /// `from` is moved without a word, as users report.
    Clamp,
    /// The request is refused.
    Refuse,
}

/// Whether answers carry rate limit headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateHeaders {
    /// The ones Zoom describes.
    Documented,
    /// None, as on many real answers.
    Absent,
}

/// How a download of audio answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Downloads {
    /// 302 to a signed address that needs no bearer.
    Redirect,
    /// 200 with the audio.
    Direct,
}

/// What presenting a refresh token a second time does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshReuse {
    /// It is refused; the newer tokens live on.
    Refused,
    /// It is refused and the whole session ends, as servers do that take reuse for theft.
    EndsSession,
}
