//! The loop.

use std::io;

use super::inbox::{Inbox, Wake};
use super::signals::{self, Signals};
use super::terminal::Screen;
use crate::app::{self, Effect, Message, Problem, State};
use crate::clock;
use crate::model::ProfileName;
use crate::ui;
use crate::worker::{Services, Worker};

/// The exit code when the terminal went away: 128 and the number of the hang-up signal.
const HUNG_UP: u8 = 128 + 1;

/// How a turn ends.
enum End {
    /// With this exit code.
    Exit(u8),
    /// As the person asked.
    Quit,
    /// To go on with another profile.
    Switch(ProfileName),
}

/// How a run ends.
pub struct Ended {
    /// The exit code.
    pub code: u8,
    /// What the person had before them when they quit.
    pub state: Option<State>,
    /// What was lost at the end.
    pub problem: Option<Problem>,
}

/// Turns until the person quits, the terminal goes away or a signal asks to end. The worker ends in good
/// order whatever happens.
///
/// `open` makes the state and what the worker works with, for a screen of so many columns and rows: at first, and again for
/// each profile that is switched to. Nothing of the one before is taken along.
///
/// # Errors
/// When the terminal cannot be read.
pub async fn run(
    screen: &mut Screen,
    signals: Signals,
    mut open: impl FnMut((u16, u16), Option<ProfileName>) -> (State, Services),
) -> io::Result<Ended> {
    let mut inbox = Inbox::open(signals)?;
    let (mut switched_to, mut problem) = (None, None);
    loop {
        let (mut state, services) = open(screen.size(), switched_to);
        let closing = services.closing();
        let mut worker = Worker::new(services, inbox.connect());
        // A terminal that takes no more bytes has gone away, whether or not that was told by other means.
        let end = turn(screen, &mut state, &mut inbox, &mut worker).await.unwrap_or(End::Exit(HUNG_UP));
        worker.finish().await;
        problem = closing.close().await.err().or(problem);
        match end {
            End::Exit(code) => return Ok(Ended { code, state: None, problem }),
            End::Quit => return Ok(Ended { code: 0, state: Some(state), problem }),
            End::Switch(profile) => switched_to = Some(profile),
        }
    }
}

async fn turn(screen: &mut Screen, state: &mut State, inbox: &mut Inbox, worker: &mut Worker) -> io::Result<End> {
    let effects = app::start(state);
    carry_out(effects, screen, state, worker)?;
    loop {
        app::settle(state);
        screen.draw(|frame| ui::draw(frame, state))?;
        let tick = app::next_tick(state).map(|at| (at - clock::now()).to_std().unwrap_or_default());
        match inbox.next(tick).await {
            Wake::Messages(batch) => {
                let tick = app::update(state, Message::Tick(clock::now()));
                carry_out(tick, screen, state, worker)?;
                for message in batch {
                    if let Message::Resized { columns, rows } = message {
                        screen.resize(columns, rows)?;
                    }
                    if matches!(message, Message::InputEnded) {
                        return Ok(End::Exit(HUNG_UP));
                    }
                    let effects = app::update(state, message);
                    carry_out(effects, screen, state, worker)?;
                }
            }
            Wake::Signal(signals::Request::End(code)) => return Ok(End::Exit(code)),
            Wake::Signal(signals::Request::Suspend) => carry_out(vec![Effect::Suspend], screen, state, worker)?,
            Wake::Signal(signals::Request::Continue) => {
                screen.resume()?;
                let effects = measured(screen, state);
                carry_out(effects, screen, state, worker)?;
            }
        }
        if state.quit {
            return Ok(End::Quit);
        }
        if let Some(profile) = state.switch_to.take() {
            return Ok(End::Switch(profile));
        }
    }
}

/// What concerns the terminal is done here; the rest is the worker's.
fn carry_out(effects: Vec<Effect>, screen: &mut Screen, state: &mut State, worker: &mut Worker) -> io::Result<()> {
    for effect in effects {
        if let Effect::Copy { text } = &effect {
            screen.copy(text)?;
        } else if matches!(effect, Effect::Suspend | Effect::Redraw) {
            if effect == Effect::Suspend {
                screen.suspend()?;
            } else {
                screen.forget()?;
            }
            for effect in measured(screen, state) {
                worker.start(effect);
            }
        } else {
            worker.start(effect);
        }
    }
    Ok(())
}

/// Tells the state how large the screen is now. Whoever is stopped is not told of a new size: that goes to the job in front.
fn measured(screen: &mut Screen, state: &mut State) -> Vec<Effect> {
    let (columns, rows) = screen.size();
    app::update(state, Message::Resized { columns, rows })
}
