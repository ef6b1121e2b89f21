//! Signing in: the screen that waits for the browser.

use tui_input::Input;

use super::message::SignIn;
use super::problem::Problem;
use super::request::RequestId;

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
        shows: "\"Invalid redirect\" (4709)",
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
