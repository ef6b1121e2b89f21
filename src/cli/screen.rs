//! `ringlog` without a command: the screen.

use std::io;
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
    if context.plain_ui {
        return run_lines(context, demo).await;
    }
    runtime::install_panic_hook();
    let term = (context.environment)("TERM");
    let mut screen = Screen::open(term.as_deref())?;
    let (columns, rows) = screen.size();
    let state = State::new(setup(&context, app::Screen { columns, rows }, demo));
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

/// Line by line instead of the screen.
async fn run_lines(context: Context, demo: bool) -> Result<u8, Failure> {
    /// Gives pages of twenty calls.
    const PAGE: app::Screen = app::Screen { columns: 80, rows: 27 };
    let state = State::new(setup(&context, PAGE, demo));
    let turned = runtime::run_lines(state, io::stdout(), |messages| Worker::new(context.services, messages));
    match turned.await {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(0),
        ended => ended.map_err(|error| Failure::new(1, format!("standard output cannot be written: {error}"))),
    }
}

fn setup(context: &Context, screen: app::Screen, demo: bool) -> app::Setup {
    app::Setup {
        version: env!("CARGO_PKG_VERSION"),
        now: clock::now(),
        zone: context.zone,
        look: context.look,
        screen,
        is_ssh: !demo && context.is_ssh() && (context.environment)("BROWSER").is_none(),
        demo,
        client_configured: context.services.app().is_ok(),
        config_path: Text::new(&context.config_file.display().to_string()).to_string(),
        archive_label: context.services.last_account().map_or_else(String::new, |account| account.label().to_string()),
    }
}
