//! Several profiles: which there are, who is signed in with them, and which is used.

use serde_json::{Value, json};

use super::failure::Failure;
use super::output::{put, say};
use super::{Context, Environment, with_account};
use crate::app::ProfileEntry;
use crate::config::{ACCOUNT_VARIABLE, Paths, Profiles, Settings};
use crate::model::{Account, ProfileName};
use crate::worker::{Browser, Services, Setup};

/// `ringlog auth switch`
pub(super) fn switch(name: Option<&str>, environment: Environment) -> Result<u8, Failure> {
    let paths = Paths::find(&environment)?;
    let profiles = Profiles::read(&paths)?;
    let Some(name) = name else {
        for profile in profiles.all() {
            let sign = if profile == profiles.current() { '*' } else { ' ' };
            put(format_args!("{sign} {profile}"))?;
        }
        if !profiles.are_several() {
            say(format_args!("More are made in {}: [profiles.NAME] with a client_id.", paths.config_file().display()));
        }
        return Ok(0);
    };
    let chosen = profiles.choose(name, &paths)?;
    say(format_args!("From now on ringlog uses the profile {chosen}."));
    if environment(ACCOUNT_VARIABLE).is_some_and(|named| !named.trim().is_empty() && named.trim() != chosen.as_str()) {
        say(format_args!("But {ACCOUNT_VARIABLE} is set, and goes before it."));
    }
    Ok(0)
}

/// What each profile's own archives and settings tell, without asking a keychain or Zoom.
pub(super) fn entries(context: &Context) -> Vec<ProfileEntry> {
    let entry = |name: &ProfileName| {
        let is_current = name == context.profiles.current();
        let last = if is_current {
            context.services.last_account()
        } else {
            services(context, name).ok().and_then(|services| services.last_account())
        };
        let label = last.as_ref().map_or_else(String::new, |account| account.label().to_string());
        ProfileEntry { name: name.clone(), label, access: last.map(|account| account.access), is_current }
    };
    context.profiles.all().iter().map(entry).collect()
}

/// What the worker would work with in another profile.
fn services(context: &Context, name: &ProfileName) -> Result<Services, Failure> {
    let settings = Settings::read(&with_account(Some(name.as_str()), context.environment))?;
    Ok(Services::new(Setup {
        profile: name.clone(),
        zoom: settings.zoom,
        paths: settings.paths,
        browser: Browser::System,
        paced: true,
    }))
}

/// A profile that is not in use, for the status.
pub(super) struct Other {
    name: ProfileName,
    state: State,
}

enum State {
    /// Its settings or its credential cannot be read.
    Unreadable(String),
    /// There is no app.
    NotConfigured,
    /// A server-to-server app signs in by itself.
    ServiceAccount,
    /// Nobody.
    SignedOut,
    /// Somebody, whom Zoom may not have named.
    SignedIn(Option<Account>),
}

/// How things stand with the profiles that are not in use. Each credential is looked at, Zoom is not asked.
pub(super) async fn others(context: &Context) -> Vec<Other> {
    let mut others = Vec::new();
    for name in context.profiles.all().iter().filter(|name| *name != context.profiles.current()) {
        others.push(Other { name: name.clone(), state: state(context, name).await });
    }
    others
}

async fn state(context: &Context, name: &ProfileName) -> State {
    let services = match services(context, name) {
        Ok(services) => services,
        Err(failure) => return State::Unreadable(failure.words().to_owned()),
    };
    let setup = services.setup();
    if setup.zoom.client_id.is_none() {
        return State::NotConfigured;
    }
    if setup.zoom.account_id.is_some() {
        return State::ServiceAccount;
    }
    match services.session() {
        Err(error) => State::Unreadable(error.to_string()),
        Ok(session) => match session.signed_in().await {
            Err(error) => State::Unreadable(error.to_string()),
            Ok(None) => State::SignedOut,
            Ok(Some(signed_in)) => State::SignedIn(signed_in.account),
        },
    }
}

impl Other {
    /// One line.
    pub(super) fn words(&self) -> String {
        let name = &self.name;
        match &self.state {
            State::Unreadable(why) => format!("{name:<12} cannot be read: {}", why.lines().next().unwrap_or_default()),
            State::NotConfigured => format!("{name:<12} no client_id"),
            State::ServiceAccount => format!("{name:<12} server-to-server"),
            State::SignedOut => format!("{name:<12} not signed in: ringlog auth login -a {name}"),
            State::SignedIn(Some(account)) => format!("{name:<12} {}", account.label()),
            State::SignedIn(None) => format!("{name:<12} signed in"),
        }
    }

    /// The same for programs.
    pub(super) fn as_json(&self) -> Value {
        let (signed_in, label) = match &self.state {
            State::Unreadable(_) => (Value::Null, None),
            State::NotConfigured | State::SignedOut => (false.into(), None),
            State::ServiceAccount | State::SignedIn(None) => (true.into(), None),
            State::SignedIn(Some(account)) => (true.into(), Some(account.label())),
        };
        json!({ "profile": self.name.as_str(), "signed_in": signed_in, "account": label })
    }
}
