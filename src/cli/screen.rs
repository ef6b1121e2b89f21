//! `ringlog` without a command: the screen.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;

use super::failure::Failure;
use super::{Context, profiles, ssh};
use crate::app::{self, SignInWays, State};
use crate::clock;
use crate::model::{ProfileName, Text};
use crate::runtime::{self, Screen};
use crate::ui::Theme;
use crate::worker::Services;

/// Opens the screen and runs it to its end.
pub(super) async fn run(context: Context, demo: bool) -> Result<u8, Failure> {
    runtime::install_panic_hook();
    let term = (context.environment)("TERM");
    let mut screen = Screen::open(term.as_deref())?;
    let theme = if (context.environment)("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        Theme::plain()
    } else {
        Theme::dark()
    };
    let log_file = context.log_file.clone();
    let mut context = context;
    let open = |size: (u16, u16), profile: Option<ProfileName>| {
        let mut notice = None;
        if let Some(profile) = profile {
            match Context::open(Some(profile.as_str()), Some(context.zone), context.environment) {
                Ok(opened) => context = opened,
                // The one before goes on, and says why.
                Err(failure) => notice = Some(format!("{profile} cannot be used: {}", failure.words())),
            }
        }
        let state = State::new(app::Setup { notice, ..setup(&context, size, demo) });
        (state, Services::new(context.services.setup().clone()))
    };
    let turned = runtime::run(&mut screen, &theme, open);
    let ended = AssertUnwindSafe(turned).catch_unwind().await;
    drop(screen);
    match ended {
        Ok(Ok(code)) => Ok(code),
        Ok(Err(error)) => Err(Failure::new(1, format!("the terminal cannot be read: {error}"))),
        Err(_) => Err(Failure::new(1, format!("{}\n  {}", runtime::FAULT_MESSAGE, log_file.display()))),
    }
}

fn setup(context: &Context, (columns, rows): (u16, u16), demo: bool) -> app::Setup {
    let ways = ssh::ways(context);
    let is_ssh = !demo && context.is_ssh() && (context.environment)("BROWSER").is_none();
    app::Setup {
        version: env!("CARGO_PKG_VERSION"),
        now: clock::now(),
        zone: context.zone,
        screen: app::Screen { columns, rows },
        is_ssh,
        demo,
        client_configured: context.services.app().is_ok(),
        config_path: Text::new(&context.config_file.display().to_string()).to_string(),
        archive_label: context.services.last_account().map_or_else(String::new, |account| account.label().to_string()),
        profiles: profiles::entries(context),
        sign_in: SignInWays { ssh_to: ways.ssh_to.filter(|_| is_ssh), ..ways },
        notice: None,
    }
}
