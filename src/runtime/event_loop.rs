//! The loop.

use std::io;

use super::inbox::{self, Inbox, Wake};
use super::signals;
use super::terminal::Screen;
use crate::app::{self, Effect, Message, State};
use crate::clock;
use crate::ui::{self, Theme};
use crate::worker::Worker;

/// Turns until the person quits, the terminal goes away or a signal asks to end. Gives the exit code.
///
/// `start` makes the worker out of the sender that its messages go to.
///
/// # Errors
/// When the terminal stops taking frames.
pub async fn run(
    screen: &mut Screen,
    mut state: State,
    theme: &Theme,
    start: impl FnOnce(tokio::sync::mpsc::Sender<Message>) -> Worker,
) -> io::Result<u8> {
    let (sender, messages) = inbox::channel();
    let mut worker = start(sender.clone());
    let mut inbox = Inbox::open(sender, messages)?;
    let effects = app::start(&mut state);
    carry_out(effects, screen, &mut worker)?;
    let code = loop {
        app::settle(&mut state);
        screen.draw(|frame| ui::draw(frame, &state, theme))?;
        let tick = app::next_tick(&state).map(|at| (at - clock::now()).to_std().unwrap_or_default());
        match inbox.next(tick).await {
            Wake::Messages(batch) => {
                let tick = app::update(&mut state, Message::Tick(clock::now()));
                carry_out(tick, screen, &mut worker)?;
                for message in batch {
                    if let Message::Resized { columns, rows } = message {
                        screen.resize(columns, rows)?;
                    }
                    let effects = app::update(&mut state, message);
                    carry_out(effects, screen, &mut worker)?;
                }
            }
            Wake::Signal(signals::Request::End(code)) => break code,
            Wake::Signal(signals::Request::Suspend) => {
                screen.suspend()?;
            }
            Wake::Signal(signals::Request::Continue) => screen.resume()?,
        }
        if state.quit {
            break 0;
        }
    };
    worker.finish().await;
    Ok(code)
}

/// What concerns the terminal is done here; the rest is the worker's.
fn carry_out(effects: Vec<Effect>, screen: &mut Screen, worker: &mut Worker) -> io::Result<()> {
    for effect in effects {
        match effect {
            Effect::Copy { text } => screen.copy(&text)?,
            Effect::Suspend => {
                screen.suspend()?;
            }
            Effect::Redraw => screen.forget()?,
            other @ (Effect::RestoreSession { .. }
            | Effect::SignIn { .. }
            | Effect::UsePastedAddress { .. }
            | Effect::CancelSignIn { .. }
            | Effect::OpenSignInPage { .. }
            | Effect::SignOut { .. }
            | Effect::LoadArchive { .. }
            | Effect::Sync { .. }
            | Effect::CancelSync { .. }
            | Effect::LoadDetail { .. }
            | Effect::Export { .. }
            | Effect::CancelExport { .. }) => worker.start(other),
        }
    }
    Ok(())
}
