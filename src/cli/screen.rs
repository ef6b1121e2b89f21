//! `ringlog` without a command: the screen.

use std::io;
use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;

use super::args::GlobalArgs;
use super::failure::Failure;
use super::output::put;
use super::{Context, keys, profiles, ssh};
use crate::app::{self, Keymap, SignInWays, State};
use crate::clock;
use crate::model::{ProfileName, Text};
use crate::runtime::{self, Screen, Signals};
use crate::views;
use crate::worker::{Services, problem};

/// Opens the screen and runs it to its end.
pub(super) async fn run(context: Context, demo: bool) -> Result<u8, Failure> {
    // What cannot be used is said on the terminal as it is, before the screen takes it.
    let keymap = keys::keymap(&context.keys, &context.config_file)?;
    if context.global.plain_ui {
        let personal = personal(&context, keymap);
        return Box::pin(run_lines(context, personal, demo)).await;
    }
    // Before the screen, so that a signal at any moment gives the terminal back.
    let signals = Signals::listen().map_err(|error| Failure::new(1, format!("cannot listen for signals: {error}")))?;
    let term = (context.environment)("TERM");
    let mut screen = Screen::open(term.as_deref())?;
    let log_file = context.log_file.clone();
    let mut context = context;
    let open = |(columns, rows): (u16, u16), profile: Option<ProfileName>| {
        let mut notice = None;
        if let Some(profile) = profile {
            let global = GlobalArgs { account: Some(profile.to_string()), ..context.global.clone() };
            match Context::open(global, context.environment) {
                Ok(opened) => context = opened,
                // The one before goes on, and says why.
                Err(failure) => notice = Some(format!("{profile} cannot be used: {}", failure.words())),
            }
        }
        let setup = app::Setup { notice, ..setup(&context, app::Screen { columns, rows }, demo) };
        let state = State::new(setup).with(personal(&context, keymap.clone()));
        (state, Services::new(context.services.setup().clone()))
    };
    let turned = runtime::run(&mut screen, signals, open);
    let ended = AssertUnwindSafe(turned).catch_unwind().await;
    drop(screen);
    match ended {
        Ok(Ok(ended)) => {
            ended.state.iter().flat_map(State::printed).try_for_each(put)?;
            ended.problem.map_or(Ok(ended.code), |lost| Err(Failure::at_the_end(ended.code, lost)))
        }
        Ok(Err(error)) => Err(Failure::new(1, format!("the terminal cannot be read: {error}"))),
        Err(_) => Err(Failure::new(1, format!("{}\n  {}", runtime::FAULT_MESSAGE, log_file.display()))),
    }
}

/// What the person set up before: keys, views, the look of the list.
fn personal(context: &Context, keymap: Keymap) -> app::Personal {
    app::Personal {
        keymap,
        views: views::read(&context.paths.views_file()).map_err(|error| problem::using_views(&error.into())),
        looks: views::looks(&context.paths.look_file()).map_err(|error| look_words(&error)),
    }
}

/// Why the list does not look as it did, in a line.
fn look_words(error: &views::Error) -> String {
    tracing::warn!("the look of the list cannot be read; it is the usual one");
    let what = match error {
        views::Error::Damaged { reason, .. } => format!("look.toml, {reason}; it is put aside when they change"),
        views::Error::Io { .. } | views::Error::Change(_) => error.to_string(),
    };
    Text::new(&what).to_string()
}

/// Line by line instead of the screen.
async fn run_lines(context: Context, personal: app::Personal, demo: bool) -> Result<u8, Failure> {
    /// Gives pages of twenty calls.
    const PAGE: app::Screen = app::Screen { columns: 80, rows: 27 };
    let state = State::new(setup(&context, PAGE, demo)).with(personal).by_line();
    match Box::pin(runtime::run_lines(state, context.services, io::stdout())).await {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(0),
        ended => ended.map_err(|error| Failure::new(1, format!("standard output cannot be written: {error}"))),
    }
}

fn setup(context: &Context, screen: app::Screen, demo: bool) -> app::Setup {
    let ways = ssh::ways(context);
    let is_ssh = !demo && context.is_ssh() && (context.environment)("BROWSER").is_none();
    app::Setup {
        version: env!("CARGO_PKG_VERSION"),
        now: clock::now(),
        zone: context.zone,
        look: context.look,
        screen,
        is_ssh,
        demo,
        client_configured: context.services.app().is_ok(),
        config_path: Text::new(&context.config_file.display().to_string()).to_string(),
        archive_label: context.services.last_account().map_or_else(String::new, |account| account.label().to_string()),
        profiles: profiles::entries(context),
        sign_in: SignInWays { ssh_to: ways.ssh_to.filter(|_| is_ssh), ..ways },
        rates: context.services.rates(),
        notice: None,
    }
}
