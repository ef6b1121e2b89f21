//! Signing in: the screen that waits for the browser.

use tui_input::Input;

use super::account;
use super::effect::Effect;
use super::key::Key;
use super::message::{Paste, SignIn, SignedIn};
use super::problem::Problem;
use super::request::RequestId;
use super::state::{State, View};
use super::text_field;

/// Where a sign-in stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Attempt {
    /// None runs.
    #[default]
    Idle,
    /// Asked for; the page's address is not known yet.
    Starting {
        /// The attempt.
        request: RequestId,
    },
    /// The browser has to come back, or an address has to be pasted.
    Waiting {
        /// The attempt.
        request: RequestId,
        /// Where to go, and until when.
        sign_in: SignIn,
    },
    /// The code is being exchanged for a token.
    Exchanging {
        /// The attempt.
        request: RequestId,
    },
    /// It did not work.
    Failed {
        /// Why, and what helps.
        problem: Problem,
    },
}

impl Attempt {
    /// The attempt that runs.
    #[must_use]
    pub const fn request(&self) -> Option<RequestId> {
        match self {
            Self::Starting { request } | Self::Waiting { request, .. } | Self::Exchanging { request } => Some(*request),
            Self::Idle | Self::Failed { .. } => None,
        }
    }
}

/// The sign-in screen. No `Debug`: what is typed may hold an authorization code.
#[derive(Default)]
pub struct Login {
    /// Where the sign-in stands.
    pub attempt: Attempt,
    /// The address being typed, after `p`.
    pub typing: Option<Input>,
    /// Why the address last pasted was refused, and what to paste instead.
    pub refused: Option<String>,
    /// Why no browser opened here.
    pub browser_problem: Option<String>,
    /// The list of what the browser may have shown is open.
    pub causes_shown: bool,
}

/// What a browser shows when Zoom does not come back, and what helps. Source: UX research on Zoom's OAuth pages and the
/// developer forum, checked 2026-11-22.
pub const BROWSER_CAUSES: [BrowserCause; 5] = [
    BrowserCause {
        shows: "\"An account admin is required to install this type of app\"",
        helps: "Ask a Zoom admin to approve the app once, or use a user-managed app: own calls only.",
    },
    BrowserCause {
        shows: "a page saying the app is not available to you, or needs approval",
        helps: "The app is not published for your account: use an app made in your own account.",
    },
    BrowserCause {
        shows: "\"Invalid redirect\" (4,700 or 4,709)",
        helps: "Add http://127.0.0.1/callback to the redirect and allow lists of the app, saved.",
    },
    BrowserCause {
        shows: "\"This site can't be reached\"",
        helps: "Normal over SSH: copy that page's whole address and paste it here.",
    },
    BrowserCause {
        shows: "signed in as somebody else",
        helps: "Sign out at zoom.us in the browser first, then press r here.",
    },
];

/// One thing a browser may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrowserCause {
    /// What it shows.
    pub shows: &'static str,
    /// What helps.
    pub helps: &'static str,
}

/// Shows the sign-in screen, and starts an attempt where there is a client id to sign in with.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    state.view = View::Login;
    if state.setup.client_configured && state.login.attempt.request().is_none() { begin(state) } else { Vec::new() }
}

/// Starts an attempt, in place of one that runs.
pub(super) fn begin(state: &mut State) -> Vec<Effect> {
    state.view = View::Login;
    if !state.setup.client_configured {
        return Vec::new();
    }
    let mut effects = cancel(state);
    let request = state.requests.issue();
    state.login = Login { attempt: Attempt::Starting { request }, ..Login::default() };
    effects.push(Effect::SignIn { request, open_browser: !state.setup.is_ssh });
    effects
}

/// `Enter`: starts an attempt where none runs.
pub(super) fn enter(state: &mut State) -> Vec<Effect> {
    if state.login.attempt.request().is_some() { Vec::new() } else { begin(state) }
}

/// Gives up the attempt that runs.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    let effects = state.login.attempt.request().map(|attempt| Effect::CancelSignIn { attempt });
    if effects.is_some() {
        state.login.attempt = Attempt::Idle;
    }
    effects.into_iter().collect()
}

/// Copies the page's address.
pub(super) fn copy_address(state: &mut State) -> Vec<Effect> {
    let Attempt::Waiting { sign_in, .. } = &state.login.attempt else {
        return Vec::new();
    };
    let text = sign_in.url.clone();
    let _ = state.notify("the address is on the clipboard, if the terminal allows it");
    vec![Effect::Copy { text }]
}

pub(super) fn open_browser(state: &mut State) -> Vec<Effect> {
    state.login.browser_problem = None;
    let waiting = match &state.login.attempt {
        Attempt::Waiting { request, .. } => Some(*request),
        Attempt::Idle | Attempt::Starting { .. } | Attempt::Exchanging { .. } | Attempt::Failed { .. } => None,
    };
    waiting.map(|attempt| Effect::OpenSignInPage { attempt }).into_iter().collect()
}

pub(super) fn type_address(state: &mut State) -> Vec<Effect> {
    if matches!(state.login.attempt, Attempt::Waiting { .. }) {
        state.login.typing = Some(Input::default());
    }
    Vec::new()
}

pub(super) fn toggle_causes(state: &mut State) -> Vec<Effect> {
    state.login.causes_shown = !state.login.causes_shown;
    Vec::new()
}

pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    if let Some(input) = &mut state.login.typing {
        text_field::type_key(input, key);
    }
    Vec::new()
}

/// Uses the address that was typed.
pub(super) fn use_typed(state: &mut State) -> Vec<Effect> {
    let typed = state.login.typing.take().map(|input| Paste::new(input.value().to_owned()));
    typed.map_or_else(Vec::new, |typed| use_address(state, typed))
}

/// Uses an address that was pasted anywhere on the screen.
pub(super) fn use_address(state: &mut State, pasted: Paste) -> Vec<Effect> {
    let Attempt::Waiting { request, .. } = &state.login.attempt else {
        return Vec::new();
    };
    let attempt = *request;
    state.login.refused = None;
    state.login.typing = None;
    vec![Effect::UsePastedAddress { attempt, pasted }]
}

/// `Esc`: closes what is open; then shows the calls, where there are any. The attempt goes on.
pub(super) fn back(state: &mut State) -> Vec<Effect> {
    if state.login.typing.take().is_some() {
        return Vec::new();
    }
    if state.login.causes_shown {
        state.login.causes_shown = false;
    } else if state.calls.total() > 0 || state.session.who().is_some() {
        state.view = View::Calls;
    } else {
        return state.notify("no calls are here yet; q quits");
    }
    Vec::new()
}

pub(super) fn started(state: &mut State, request: RequestId, sign_in: SignIn) -> Vec<Effect> {
    if state.login.attempt.request() == Some(request) {
        state.login.attempt = Attempt::Waiting { request, sign_in };
    }
    Vec::new()
}

pub(super) fn browser_failed(state: &mut State, request: RequestId, cause: String) -> Vec<Effect> {
    if state.login.attempt.request() == Some(request) {
        state.login.browser_problem = Some(cause);
    }
    Vec::new()
}

pub(super) fn refused(state: &mut State, attempt: RequestId, cause: String) -> Vec<Effect> {
    if state.login.attempt.request() == Some(attempt) {
        state.login.refused = Some(cause);
    }
    Vec::new()
}

pub(super) fn browser_returned(state: &mut State, request: RequestId) -> Vec<Effect> {
    if state.login.attempt.request() == Some(request) {
        state.login.attempt = Attempt::Exchanging { request };
        state.login.typing = None;
    }
    Vec::new()
}

/// The attempt is over. When the browser never came back, it may have shown an error: the causes are listed.
pub(super) fn ended(state: &mut State, request: RequestId, result: Result<Option<SignedIn>, Problem>) -> Vec<Effect> {
    if state.login.attempt.request() != Some(request) {
        return Vec::new();
    }
    let waited = matches!(state.login.attempt, Attempt::Waiting { .. });
    match result {
        Ok(Some(who)) => {
            state.login = Login::default();
            state.view = View::Calls;
            account::signed_in(state, who)
        }
        Ok(None) => {
            state.login = Login::default();
            Vec::new()
        }
        Err(problem) => {
            let _ = state.notify(problem.summary());
            state.login = Login { attempt: Attempt::Failed { problem }, causes_shown: waited, ..Login::default() };
            Vec::new()
        }
    }
}
