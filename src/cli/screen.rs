//! `ringlog` without a command: the screen.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;

use super::Context;
use super::failure::Failure;
use crate::app::{self, State};
use crate::clock;
use crate::model::Text;
use crate::runtime::{self, Screen};
use crate::worker::Worker;

/// Opens the screen and runs it to its end.
pub(super) async fn run(context: Context, demo: bool) -> Result<u8, Failure> {
    runtime::install_panic_hook();
    let term = (context.environment)("TERM");
    let mut screen = Screen::open(term.as_deref())?;
    let state = State::new(setup(&context, &mut screen, demo));
    let log_file = context.log_file.clone();
    let turned = runtime::run(&mut screen, state, |messages| Worker::new(context.services, messages));
    let ended = AssertUnwindSafe(turned).catch_unwind().await;
    drop(screen);
    match ended {
        Ok(Ok(code)) => Ok(code),
        Ok(Err(error)) => Err(Failure::new(1, format!("the terminal cannot be read: {error}"))),
        Err(_) => Err(Failure::new(1, format!("{}\n  {}", runtime::FAULT_MESSAGE, log_file.display()))),
    }
}

fn setup(context: &Context, screen: &mut Screen, demo: bool) -> app::Setup {
    let (columns, rows) = screen.size();
    app::Setup {
        version: env!("CARGO_PKG_VERSION"),
        now: clock::now(),
        zone: context.zone,
        look: context.look,
        screen: app::Screen { columns, rows },
        is_ssh: !demo && context.is_ssh() && (context.environment)("BROWSER").is_none(),
        demo,
        client_configured: context.services.app().is_ok(),
        config_path: Text::new(&context.config_file.display().to_string()).to_string(),
        archive_label: context.services.last_account().map_or_else(String::new, |account| account.label().to_string()),
    }
}
