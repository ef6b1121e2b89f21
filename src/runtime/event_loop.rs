//! The loop.

use std::io;

use tokio::sync::mpsc::Sender;

use super::inbox::{self, Inbox, Wake};
use super::signals;
use super::terminal::Screen;
use crate::app::{self, Effect, Message, State};
use crate::clock;
use crate::ui::{self, Theme};
use crate::worker::Worker;

/// The exit code when the terminal went away: 128 and the number of the hang-up signal.
const HUNG_UP: u8 = 128 + 1;

/// Turns until the person quits, the terminal goes away or a signal asks to end. Gives the exit code. The worker ends in good
/// order whatever happens.
///
/// `start` makes the worker out of the sender that its messages go to.
///
/// # Errors
/// When the terminal cannot be read.
pub async fn run(
    screen: &mut Screen,
    mut state: State,
    theme: &Theme,
    start: impl FnOnce(Sender<Message>) -> Worker,
) -> io::Result<u8> {
    let (sender, messages) = inbox::channel();
    let mut worker = start(sender.clone());
    let mut inbox = Inbox::open(sender, messages)?;
    // A terminal that takes no more bytes has gone away, whether or not that was told by other means.
    let code = turn(screen, &mut state, theme, &mut inbox, &mut worker).await.unwrap_or(HUNG_UP);
    worker.finish().await;
    Ok(code)
}

async fn turn(
    screen: &mut Screen,
    state: &mut State,
    theme: &Theme,
    inbox: &mut Inbox,
    worker: &mut Worker,
) -> io::Result<u8> {
    let effects = app::start(state);
    carry_out(effects, screen, worker)?;
    loop {
        app::settle(state);
        screen.draw(|frame| ui::draw(frame, state, theme))?;
        let tick = app::next_tick(state).map(|at| (at - clock::now()).to_std().unwrap_or_default());
        match inbox.next(tick).await {
            Wake::Messages(batch) => {
                let tick = app::update(state, Message::Tick(clock::now()));
                carry_out(tick, screen, worker)?;
                for message in batch {
                    if let Message::Resized { columns, rows } = message {
                        screen.resize(columns, rows)?;
                    }
                    if matches!(message, Message::InputEnded) {
                        return Ok(HUNG_UP);
                    }
                    let effects = app::update(state, message);
                    carry_out(effects, screen, worker)?;
                }
            }
            Wake::Signal(signals::Request::End(code)) => return Ok(code),
            Wake::Signal(signals::Request::Suspend) => {
                screen.suspend()?;
            }
            Wake::Signal(signals::Request::Continue) => screen.resume()?,
        }
        if state.quit {
            return Ok(0);
        }
    }
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
            | Effect::LoadPart { .. }
            | Effect::SearchSaid { .. }
            | Effect::Export { .. }
            | Effect::CancelExport { .. }) => worker.start(other),
        }
    }
    Ok(())
}
