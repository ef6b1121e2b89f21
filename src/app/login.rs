//! Signing in: the screen that waits for the browser.

use tui_input::Input;

use super::account::{self, Session};
use super::effect::Effect;
use super::key::Key;
use super::keymap::{Action, Place};
use super::message::{DeviceCode, Paste, SignIn, SignedIn};
use super::overlay;
use super::problem::{Problem, Remedy};
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
    /// A code has to be typed on another device.
    Device {
        /// The attempt.
        request: RequestId,
        /// The code, and where to type it.
        code: DeviceCode,
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
            Self::Starting { request }
            | Self::Waiting { request, .. }
            | Self::Device { request, .. }
            | Self::Exchanging { request } => Some(*request),
            Self::Idle | Self::Failed { .. } => None,
        }
    }

    /// Where keys go while it stands so.
    #[must_use]
    pub const fn place(&self) -> Place {
        match self {
            Self::Idle => Place::Login,
            Self::Starting { .. } | Self::Exchanging { .. } => Place::LoginBusy,
            Self::Waiting { .. } => Place::LoginBrowser,
            Self::Device { .. } => Place::LoginDevice,
            Self::Failed { .. } => Place::LoginFailed,
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
    /// What is explained in place of the steps.
    pub shown: Option<LoginHelp>,
}

/// What the sign-in screen can explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginHelp {
    /// What the browser may have shown, and what helps.
    BrowserCauses,
    /// How the browser reaches ringlog through SSH.
    Tunnel,
    /// How to sign in as the account, without a person.
    ServiceAccount,
}

/// Which ways to sign in there are beside the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignInWays {
    /// Over SSH: how this machine was reached, as arguments of `ssh`, safe to show: `user@192.0.2.7`.
    pub ssh_to: Option<String>,
    /// The port of the redirect is a setting, so it is the same each time.
    pub has_fixed_port: bool,
    /// The app has the secret that a device code needs.
    pub has_device_code: bool,
    /// What is kept of a sign-in.
    pub keeps: Keeps,
}

/// What is kept of a sign-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeps {
    /// What the keychain holds, or memory.
    #[default]
    Safely,
    /// A file that holds it in plain text, as the settings ask.
    InPlainText,
    /// Nothing: the app signs in as the account, without a person (Server-to-Server). There is no sign-in to forget.
    Nothing,
}

impl SignInWays {
    /// True where the app signs in as the account, without a person.
    #[must_use]
    pub fn is_account(&self) -> bool {
        self.keeps == Keeps::Nothing
    }

    /// The line to run where the browser is, so that its last page reaches ringlog at `port`.
    #[must_use]
    pub fn tunnel(&self, port: u16) -> Option<String> {
        self.ssh_to.as_ref().map(|to| format!("ssh -L {port}:127.0.0.1:{port} {to}"))
    }
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

/// Shows why the stored sign-in is not known. No browser opens by itself: what is stored may do.
pub(super) fn offer(state: &mut State, problem: Problem) {
    state.view = View::Login;
    state.login = Login { attempt: Attempt::Failed { problem }, ..Login::default() };
}

/// Leaves the screen, where it is shown: somebody is signed in.
pub(super) fn close(state: &mut State) {
    state.login = Login::default();
    if state.view == View::Login {
        state.view = View::Calls;
    }
}

/// `r`: starts an attempt anew; where the keychain is in the way, asks it again first.
pub(super) fn again(state: &mut State) -> Vec<Effect> {
    let is_locked_out = match &state.login.attempt {
        Attempt::Failed { problem } => problem.remedy == Remedy::Unlock,
        Attempt::Waiting { sign_in, .. } => sign_in.ends_with_ringlog,
        Attempt::Idle | Attempt::Starting { .. } | Attempt::Device { .. } | Attempt::Exchanging { .. } => false,
    };
    if !is_locked_out {
        return begin(state);
    }
    let mut effects = cancel(state);
    state.login = Login::default();
    effects.extend(account::restore(state));
    effects
}

/// Starts an attempt, in place of one that runs.
pub(super) fn begin(state: &mut State) -> Vec<Effect> {
    state.view = View::Login;
    if !state.setup.client_configured {
        return Vec::new();
    }
    if matches!(state.session, Session::Restoring { .. }) {
        return state.notify("the stored sign-in is still being tried; a moment more");
    }
    let mut effects = cancel(state);
    let request = state.requests.issue();
    state.login = Login { attempt: Attempt::Starting { request }, ..Login::default() };
    effects.push(Effect::SignIn { request, open_browser: !state.setup.is_ssh });
    effects
}

/// Gives up the attempt that runs.
pub(super) fn cancel(state: &mut State) -> Vec<Effect> {
    let effects = state.login.attempt.request().map(|attempt| Effect::CancelSignIn { attempt });
    if effects.is_some() {
        state.login.attempt = Attempt::Idle;
    }
    effects.into_iter().collect()
}

/// The redirect address to register for an app: the port of each sign-in is another.
pub const REDIRECT: &str = "http://127.0.0.1/callback";

/// Copies the redirect address, for the page where the app is made.
pub(super) fn copy_redirect(state: &mut State) -> Vec<Effect> {
    let _ = state.notify("the redirect address is on the clipboard, if the terminal allows it");
    vec![Effect::Copy { text: REDIRECT.to_owned() }]
}

/// Copies what is to be taken elsewhere: the line for SSH where it is shown, else the address of the page; what failed, for
/// the one who can help.
pub(super) fn copy_shown(state: &mut State) -> Vec<Effect> {
    let (what, text) = match &state.login.attempt {
        Attempt::Waiting { sign_in, .. } => {
            let tunnel =
                state.setup.sign_in.tunnel(sign_in.port).filter(|_| state.login.shown == Some(LoginHelp::Tunnel));
            tunnel.map_or_else(|| ("address", sign_in.url.clone()), |line| ("line", line))
        }
        Attempt::Device { code, .. } => ("address", code.page.clone()),
        Attempt::Failed { problem } => {
            let problem = problem.clone();
            return overlay::copy_report(state, &problem);
        }
        Attempt::Idle | Attempt::Starting { .. } | Attempt::Exchanging { .. } => return Vec::new(),
    };
    let _ = state.notify(format!("the {what} is on the clipboard, if the terminal allows it"));
    vec![Effect::Copy { text }]
}

pub(super) fn open_browser(state: &mut State) -> Vec<Effect> {
    let Attempt::Waiting { request, .. } = &state.login.attempt else {
        return Vec::new();
    };
    state.login.browser_problem = None;
    vec![Effect::OpenSignInPage { attempt: *request }]
}

pub(super) fn type_address(state: &mut State) -> Vec<Effect> {
    if matches!(state.login.attempt, Attempt::Waiting { .. }) {
        state.login.typing = Some(Input::default());
    }
    Vec::new()
}

pub(super) fn toggle_causes(state: &mut State) -> Vec<Effect> {
    toggle(state, LoginHelp::BrowserCauses)
}

/// Shows the line for SSH, where there is one.
pub(super) fn show_tunnel(state: &mut State) -> Vec<Effect> {
    match (&state.setup.sign_in.ssh_to, &state.login.attempt) {
        (Some(_), Attempt::Waiting { .. }) => toggle(state, LoginHelp::Tunnel),
        (Some(_), _) => state.notify("the line is known while a sign-in waits for the browser"),
        (None, _) => state.notify("you are not on SSH: the browser reaches ringlog as it is"),
    }
}

pub(super) fn show_service_account(state: &mut State) -> Vec<Effect> {
    toggle(state, LoginHelp::ServiceAccount)
}

fn toggle(state: &mut State, help: LoginHelp) -> Vec<Effect> {
    state.login.shown = if state.login.shown == Some(help) { None } else { Some(help) };
    Vec::new()
}

/// Signs in by a code for another device, in place of an attempt that runs. Such codes are phished, so only this key asks.
pub(super) fn with_device(state: &mut State) -> Vec<Effect> {
    if !state.setup.sign_in.has_device_code {
        return state.notify("a device code needs an app with a secret: set client_secret_file");
    }
    let mut effects = cancel(state);
    let request = state.requests.issue();
    state.login = Login { attempt: Attempt::Starting { request }, ..Login::default() };
    effects.push(Effect::SignInWithDevice { request });
    effects
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

/// `Esc`: closes what is open; then gives up the attempt that waits, and shows the calls where there are any. `1` shows them while
/// it goes on.
pub(super) fn back(state: &mut State) -> Vec<Effect> {
    if state.login.typing.take().is_some() {
        return Vec::new();
    }
    if state.login.shown.take().is_some() {
        return Vec::new();
    }
    // A code that came back is being exchanged: that sign-in is made, whoever waits for it.
    let waits =
        matches!(state.login.attempt, Attempt::Starting { .. } | Attempt::Waiting { .. } | Attempt::Device { .. });
    let mut effects = if waits { cancel(state) } else { Vec::new() };
    if state.calls.total() > 0 || state.session.who().is_some() {
        state.view = View::Calls;
    } else if waits {
        effects.extend(state.notify("sign-in given up; nothing was changed"));
    } else {
        let quits = state.keymap.key_of(state.place(), Action::Close);
        effects.extend(state.notify(format!("no calls are here yet; {quits} quits")));
    }
    effects
}

pub(super) fn started(state: &mut State, request: RequestId, sign_in: SignIn) -> Vec<Effect> {
    if state.login.attempt.request() == Some(request) {
        state.login.attempt = Attempt::Waiting { request, sign_in };
    }
    Vec::new()
}

pub(super) fn device_code(state: &mut State, request: RequestId, code: DeviceCode) -> Vec<Effect> {
    if state.login.attempt.request() == Some(request) {
        state.login.attempt = Attempt::Device { request, code };
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
            close(state);
            account::signed_in(state, who)
        }
        Ok(None) => {
            state.login = Login::default();
            Vec::new()
        }
        Err(problem) => {
            let _ = state.notify(problem.summary());
            let shown = waited.then_some(LoginHelp::BrowserCauses);
            state.login = Login { attempt: Attempt::Failed { problem }, shown, ..Login::default() };
            Vec::new()
        }
    }
}
