//! Who is signed in, and what that allows: "Accounts and access".

use super::archive;
use super::effect::{CallsAfter, Effect, SyncRange};
use super::export_dialog;
use super::keymap::{Action, Place};
use super::login;
use super::message::SignedIn;
use super::overlay::{self, Overlay, Question, Retry};
use super::problem::{Problem, Remedy};
use super::request::RequestId;
use super::state::{State, View};
use super::sync;
use crate::model::{Access, Feature, ProfileName};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub enum Session {
    /// The stored sign-in is being tried.
    Restoring {
        /// The question.
        request: RequestId,
    },
    /// Nobody.
    SignedOut,
    /// Somebody.
    SignedIn(SignedIn),
    /// Somebody was; Zoom refuses it now.
    Lost(Problem),
    /// On the way out.
    SigningOut {
        /// The question.
        request: RequestId,
        /// Who it was, where Zoom had said so.
        who: Option<SignedIn>,
    },
}

impl Session {
    /// Who is signed in.
    #[must_use]
    pub const fn who(&self) -> Option<&SignedIn> {
        match self {
            Self::SignedIn(who) => Some(who),
            Self::Restoring { .. } | Self::SignedOut | Self::Lost(_) | Self::SigningOut { .. } => None,
        }
    }
}

/// A profile, as far as it is known without asking a keychain or Zoom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileEntry {
    /// Its name.
    pub name: ProfileName,
    /// Who signed in last, safe to show; empty when nobody did.
    pub label: String,
    /// Which calls that sign-in opened.
    pub access: Option<Access>,
    /// True for the one in use.
    pub is_current: bool,
}

/// Tries the stored credential.
pub(super) fn restore(state: &mut State) -> Vec<Effect> {
    let request = state.requests.issue();
    state.session = Session::Restoring { request };
    vec![Effect::RestoreSession { request }]
}

pub(super) fn restored(
    state: &mut State,
    request: RequestId,
    result: Result<Option<SignedIn>, Problem>,
) -> Vec<Effect> {
    if state.session != (Session::Restoring { request }) {
        return Vec::new();
    }
    match result {
        Ok(Some(who)) => {
            // The archive that was opened at the start is this account's.
            state.account = Some(who.account.clone());
            login::close(state);
            signed_in(state, who)
        }
        Ok(None) => {
            state.session = Session::SignedOut;
            login::open(state)
        }
        Err(problem) if problem.remedy == Remedy::Unlock => {
            state.session = Session::Lost(problem.clone());
            login::offer(state, problem);
            Vec::new()
        }
        Err(problem) => {
            state.session = Session::Lost(problem.clone());
            overlay::report(state, problem, Some(Retry::RestoreSession))
        }
    }
}

/// Somebody is signed in: the archive of another account is opened, and what is newer is fetched.
pub(super) fn signed_in(state: &mut State, who: SignedIn) -> Vec<Effect> {
    let same = state.account.as_ref() == Some(&who.account);
    state.account = Some(who.account.clone());
    if let Some(profile) = profile_in_use(state) {
        profile.label = who.account.label().to_string();
        profile.access = Some(who.account.access);
    }
    state.session = Session::SignedIn(who);
    let mut effects = if same { Vec::new() } else { archive::reopen(state) };
    effects.extend(sync::begin(state, SyncRange::All));
    effects
}

fn profile_in_use(state: &mut State) -> Option<&mut ProfileEntry> {
    state.setup.profiles.iter_mut().find(|profile| profile.is_current)
}

/// The sign-in could not be saved, or is saved after all.
pub(super) fn kept(state: &mut State, warning: Option<String>) -> Vec<Effect> {
    if let Session::SignedIn(who) = &mut state.session {
        who.warning = warning;
    }
    Vec::new()
}

/// Zoom refused the sign-in in the middle of work.
pub(super) fn lost(state: &mut State, problem: Problem) -> Vec<Effect> {
    state.session = Session::Lost(problem);
    Vec::new()
}

/// What helps when nobody is signed in: the sign-in screen, or another try with the stored credential.
pub(super) fn help_out(state: &mut State) -> Vec<Effect> {
    let retry = matches!(&state.session, Session::Lost(problem) if problem.remedy != Remedy::SignIn);
    if retry { restore(state) } else { login::open(state) }
}

pub(super) fn show(state: &mut State) -> Vec<Effect> {
    state.view = View::Access;
    state.access_scroll = 0;
    Vec::new()
}

/// Down the profiles, then down the page.
pub(super) fn down(state: &mut State) -> Vec<Effect> {
    if state.profile_cursor + 1 < state.setup.profiles.len() {
        state.profile_cursor += 1;
    } else {
        state.access_scroll = state.access_scroll.saturating_add(1);
    }
    Vec::new()
}

/// Up the page, then up the profiles.
pub(super) fn up(state: &mut State) -> Vec<Effect> {
    if state.access_scroll > 0 {
        state.access_scroll -= 1;
    } else {
        state.profile_cursor = state.profile_cursor.saturating_sub(1);
    }
    Vec::new()
}

/// Goes on with the profile under the cursor.
pub(super) fn switch(state: &mut State) -> Vec<Effect> {
    let Some(name) = state.setup.profiles.get(state.profile_cursor).map(|profile| profile.name.clone()) else {
        return Vec::new();
    };
    switch_to(state, &name)
}

/// Goes on with a profile. Everything of the one in use ends first.
pub(super) fn switch_to(state: &mut State, name: &ProfileName) -> Vec<Effect> {
    match state.setup.profiles.iter().find(|profile| profile.name == *name) {
        Some(_) if state.setup.profiles.len() == 1 => {
            state.notify("there is one profile; the config file can hold more: [profiles.NAME]")
        }
        Some(profile) if profile.is_current => state.notify("this profile is in use"),
        Some(_) if state.export.is_some() => export_dialog::already_writing(state),
        Some(profile) => {
            state.switch_to = Some(profile.name.clone());
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Asks whether to sign out. An app that asks as the account has no sign-in to forget; one that Zoom refuses now, or that cannot
/// be tried without a network, is still kept here.
pub(super) fn ask_sign_out(state: &mut State) -> Vec<Effect> {
    if state.setup.sign_in.is_account() {
        return state.notify("this app asks by its secret: remove that from the settings to sign out");
    }
    match state.session {
        Session::SignedIn(_) | Session::Lost(_) => {
            overlay::open(state, Overlay::Question(Question::SignOut));
            Vec::new()
        }
        Session::Restoring { .. } => {
            let again = state.keymap.key_of(Place::Access, Action::SignOut);
            state.notify(format!("the stored sign-in is still being tried; {again} again in a moment"))
        }
        Session::SigningOut { .. } => state.notify("signing out already"),
        Session::SignedOut => state.notify("nobody is signed in"),
    }
}

/// Asks whether to delete the calls here too. An export that is being written still reads them.
pub(super) fn ask_delete_calls(state: &mut State) -> Vec<Effect> {
    if state.export.is_some() {
        return export_dialog::already_writing(state);
    }
    state.overlays.pop();
    state.overlays.push(Overlay::Question(Question::DeleteCalls));
    Vec::new()
}

/// Signs out, after a yes. Nothing more is fetched with a sign-in that is going away.
pub(super) fn sign_out(state: &mut State, calls: CallsAfter) -> Vec<Effect> {
    let who = match &state.session {
        Session::SignedIn(who) => Some(who.clone()),
        Session::Lost(_) => None,
        Session::Restoring { .. } | Session::SignedOut | Session::SigningOut { .. } => return Vec::new(),
    };
    let request = state.requests.issue();
    state.session = Session::SigningOut { request, who };
    let mut effects = sync::cancel(state);
    effects.push(Effect::SignOut { request, calls });
    effects
}

pub(super) fn signed_out(state: &mut State, request: RequestId, result: Result<CallsAfter, Problem>) -> Vec<Effect> {
    if !matches!(state.session, Session::SigningOut { request: awaited, .. } if awaited == request) {
        return Vec::new();
    }
    state.session = Session::SignedOut;
    match result {
        Ok(CallsAfter::Kept) => state.notify("signed out; the calls stay in the archive"),
        Ok(CallsAfter::Deleted) => {
            state.setup.archive_label.clear();
            if let Some(profile) = profile_in_use(state) {
                profile.label.clear();
                profile.access = None;
            }
            let effects = archive::reopen(state);
            let _ = state.notify("signed out; the calls here are deleted");
            effects
        }
        Err(problem) => overlay::report(state, problem, None),
    }
}

/// Copies what a helper would ask for, without secrets, names and numbers.
pub(super) fn copy_report(state: &mut State) -> Vec<Effect> {
    let mut lines = vec![format!("ringlog {}", state.setup.version)];
    match state.session.who() {
        Some(who) => {
            lines.push(format!("signed in: {}", access_words(who.account.access, state.setup.sign_in.is_account())));
            lines.push(format!("credential: {}", who.kept_in));
            for feature in Feature::ALL {
                let answer = if who.scopes.allow(feature) { "ok" } else { "not allowed" };
                lines.push(format!("{}: {answer}", feature.words()));
            }
            lines.push(format!("scopes: {}", who.scopes.iter().collect::<Vec<_>>().join(" ")));
        }
        None => lines.push("not signed in".to_owned()),
    }
    lines.push(format!("calls in the archive: {}", state.calls.total()));
    if let Some(problem) = &state.sync.problem {
        lines.push(format!("last problem: {}", problem.summary()));
    }
    let _ = state.notify("the report is on the clipboard, if the terminal allows it");
    vec![Effect::Copy { text: lines.join("\n") }]
}

/// Which calls a sign-in opens, in words, and through which kind of app; `asks_as_account` says that no person signs in.
#[must_use]
pub const fn access_words(access: Access, asks_as_account: bool) -> &'static str {
    match access {
        Access::Account if asks_as_account => "account-wide (Server-to-Server app)",
        Access::Account => "account-wide (admin-managed app)",
        Access::Own => "own calls only (user-managed app)",
    }
}

#[cfg(test)]
mod tests {
    use super::super::keymap::Place;
    use super::super::login::Keeps;
    use super::super::message::Message;
    use super::super::testing::{press, problem, profile, ready, somebody, started};
    use super::super::update::update;
    use super::*;

    #[test]
    fn the_profile_in_use_says_who_signed_in() {
        let (mut state, _, session) = started(80, 24);
        state.setup.profiles = vec![profile("default", false), profile("own", true)];
        let _ = update(&mut state, Message::SessionRestored { request: session, result: Ok(Some(somebody())) });
        let labels: Vec<&str> = state.setup.profiles.iter().map(|profile| profile.label.as_str()).collect();
        assert_eq!(labels, ["", "admin@example.com"]);
    }

    #[test]
    fn an_app_that_asks_as_the_account_has_nobody_to_sign_out() {
        let mut state = ready(80, 24, 10);
        state.setup.sign_in.keeps = Keeps::Nothing;
        press(&mut state, "AX");
        assert_eq!(state.place(), Place::Access);
        assert!(state.notice.as_ref().unwrap().text.contains("remove that from the settings"));
        let effects = press(&mut state, "y");
        let [Effect::Copy { text }] = &effects[..] else { panic!("{effects:?}") };
        assert!(text.contains("signed in: account-wide (Server-to-Server app)"), "{text}");
    }

    #[test]
    fn a_sign_in_that_is_still_being_tried_is_not_said_to_be_none() {
        let (mut state, _, session) = started(80, 24);
        press(&mut state, "AX");
        assert_eq!(state.place(), Place::Access);
        assert!(state.notice.as_ref().unwrap().text.contains("X again in a moment"));
        let _ = update(&mut state, Message::SessionRestored { request: session, result: Ok(Some(somebody())) });
        press(&mut state, "X");
        assert_eq!(state.place(), Place::SignOut);
    }

    #[test]
    fn a_sign_in_that_cannot_be_used_can_be_signed_out() {
        let (mut state, _, session) = started(80, 24);
        let offline = problem(Remedy::Retry);
        let _ = update(&mut state, Message::SessionRestored { request: session, result: Err(offline) });
        press(&mut state, "AX");
        assert_eq!(state.place(), Place::SignOut);
        let effects = press(&mut state, "y");
        assert!(matches!(effects.as_slice(), [Effect::SignOut { calls: CallsAfter::Kept, .. }]), "{effects:?}");
    }
}
