//! The loop of the line mode: reads lines, tells sentences.

use std::io::{self, BufRead as _, IsTerminal as _, Write};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc::{self, Receiver};
use tokio::time::sleep;

use super::inbox::MOST_WAITING;
use super::signals::{self, Signals};
use crate::app::{self, Attempt, Effect, Line, LineError, Message, RunningJob, State, View, Wait, WaitKind};
use crate::clock;
use crate::ui::sentences::{self, Teller};
use crate::worker::{Services, Worker};

/// The number of the interrupt signal, as an exit code.
const INTERRUPTED: u8 = 128 + 2;

/// Takes commands line by line and tells what becomes true, until the person quits, the input ends or a signal asks to end. Gives
/// the exit code.
///
/// A line waits until the answer to the one before it was told, so lines can be typed ahead. One that comes from a pipe waits for
/// the sign-in and the sync too, as far as they go on by themselves.
///
/// # Errors
/// When the output cannot be written.
pub async fn run_lines(mut state: State, services: Services, mut output: impl Write) -> io::Result<u8> {
    let (sender, messages) = mpsc::channel(MOST_WAITING);
    let mut worker = Worker::new(services, sender);
    let code = turn(&mut state, &mut output, messages, &mut worker).await;
    worker.finish().await;
    code
}

/// What woke the loop.
enum Wake {
    Messages(Vec<Message>),
    Typed(Option<String>),
    Signal(signals::Request),
}

async fn turn(
    state: &mut State,
    output: &mut impl Write,
    mut messages: Receiver<Message>,
    worker: &mut Worker,
) -> io::Result<u8> {
    let mut signals = Signals::listen()?;
    let mut typed = typed_lines()?;
    let is_typed_by_hand = io::stdin().is_terminal();
    let mut teller = Teller::default();
    let mut list_told = false;
    let mut due = Due::Nothing;
    tell(output, &["ringlog, line by line. Type help for the commands.".to_owned()])?;
    carry_out(app::start(state), worker);
    loop {
        app::settle(state);
        tell(output, &teller.news(state))?;
        if due != Due::Nothing && is_told_now(state, due, is_typed_by_hand) {
            tell(output, &told_of(state, due))?;
            due = Due::Nothing;
        }
        if !list_told && state.archive.awaited().is_none() && state.sync.running.is_none() && state.calls.total() > 0 {
            list_told = true;
            tell(output, &sentences::page(state))?;
        }
        if state.quit {
            return Ok(0);
        }
        let tick = app::next_tick(state).map(|at| (at - clock::now()).to_std().unwrap_or_default());
        let answered =
            due == Due::Nothing && !is_answer_awaited(state) && (is_typed_by_hand || !is_getting_ready(state));
        let mut batch = Vec::new();
        let wake = tokio::select! {
            biased;
            Some(request) = signals.next() => Wake::Signal(request),
            _ = messages.recv_many(&mut batch, 64) => Wake::Messages(batch),
            line = typed.recv(), if answered => Wake::Typed(line),
            () = sleep(tick.unwrap_or(Duration::MAX)), if tick.is_some() => Wake::Messages(Vec::new()),
        };
        carry_out(app::update(state, Message::Tick(clock::now())), worker);
        match wake {
            Wake::Messages(batch) => {
                for message in batch {
                    carry_out(app::update(state, message), worker);
                }
            }
            Wake::Typed(None) => return Ok(0),
            Wake::Typed(Some(text)) => due = obey(state, &text, output, &mut teller, worker)?,
            Wake::Signal(signals::Request::End(INTERRUPTED)) => {
                carry_out(app::update(state, Message::Line(Line::Stop)), worker);
                if state.quit {
                    return Ok(INTERRUPTED);
                }
            }
            Wake::Signal(signals::Request::End(code)) => return Ok(code),
            // Nothing of the terminal was changed, so there is nothing to give back.
            Wake::Signal(signals::Request::Suspend | signals::Request::Continue) => {}
        }
    }
}

/// What is told once the answer to a line is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    Nothing,
    /// A page of the open list.
    Page,
    /// The recording or voicemail under the cursor.
    Row,
}

/// True when that can be told. By hand, nobody waits for Zoom's list where the archive's is here.
fn is_told_now(state: &State, due: Due, is_typed_by_hand: bool) -> bool {
    match (due, state.view) {
        (_, View::Recordings | View::Voicemail) => state.media().is_none_or(|list| {
            let is_listed = is_typed_by_hand || list.listing().is_none();
            list.loaded.awaited().is_none() && list.doing().is_none() && (due == Due::Row || is_listed)
        }),
        (_, View::Jobs) => state.jobs.list.awaited().is_none(),
        (_, View::Calls | View::Stats | View::Login | View::Access | View::Coverage) => !state.said.is_awaited(),
    }
}

fn told_of(state: &State, due: Due) -> Vec<String> {
    match (due, state.view) {
        (Due::Nothing, _) => Vec::new(),
        (Due::Row, _) => sentences::media_row(state),
        (Due::Page, View::Recordings | View::Voicemail) => sentences::media(state),
        (Due::Page, View::Jobs) => sentences::jobs(state),
        (Due::Page, View::Calls | View::Stats | View::Login | View::Access | View::Coverage) => sentences::page(state),
    }
}

/// True while the next line would be about something that is not here yet.
fn is_answer_awaited(state: &State) -> bool {
    state.archive.awaited().is_some()
        || state.detail.value.awaited().is_some()
        || state.export.is_some()
        || state.jobs.is_finding()
        || matches!(state.session, app::Session::Restoring { .. })
}

/// True while a sign-in or a sync goes on that needs nobody: what comes from a pipe is about the calls it brings. A sign-in that
/// somebody has to allow, and a limit that ends tomorrow, hold up nothing.
fn is_getting_ready(state: &State) -> bool {
    let signs_in = match &state.login.attempt {
        Attempt::Starting { .. } | Attempt::Exchanging { .. } => true,
        // The demo's browser is ringlog itself.
        Attempt::Waiting { .. } => state.setup.demo,
        Attempt::Idle | Attempt::Device { .. } | Attempt::Failed { .. } => false,
    };
    let is_held_up = |wait: &Wait| wait.kind == WaitKind::Daily;
    let syncs = state.sync.running.as_ref().is_some_and(|sync| !sync.wait.as_ref().is_some_and(is_held_up));
    let works = |job: &RunningJob| !job.wait.as_ref().is_some_and(is_held_up);
    signs_in || syncs || state.jobs.running.iter().any(works)
}

/// Does what a line says and tells what is known at once; gives what is to be told later.
fn obey(
    state: &mut State,
    text: &str,
    output: &mut impl Write,
    teller: &mut Teller,
    worker: &mut Worker,
) -> io::Result<Due> {
    let line = match text.parse::<Line>() {
        Ok(line) => line,
        Err(error @ (LineError::Unknown | LineError::WhichCall | LineError::WhichRow | LineError::WhichView)) => {
            tell(output, &[format!("{error}.")])?;
            return Ok(Due::Nothing);
        }
    };
    let told = line.clone();
    teller.forget_notice();
    if matches!(line, Line::Read(_)) {
        teller.forget_read();
    }
    let filter = state.filter.applied.clone();
    carry_out(app::update(state, Message::Line(line)), worker);
    app::settle(state);
    let in_media = state.media().is_some();
    let is_refused = state.notice.is_some();
    let (due, lines) = match told {
        Line::List
        | Line::Next
        | Line::Previous
        | Line::First
        | Line::Last
        | Line::Zone
        | Line::Callbacks(_)
        | Line::Calls
        | Line::Recordings
        | Line::Voicemail
        | Line::Jobs => (Due::Page, Vec::new()),
        Line::Filter(_) if in_media || state.filter.applied != filter || !is_refused => (Due::Page, Vec::new()),
        Line::View(name) if state.views.offered().iter().any(|offered| offered.view.is_called(&name)) => {
            (Due::Page, Vec::new())
        }
        Line::Read(_) if in_media && !is_refused => (Due::Row, Vec::new()),
        Line::Views => (Due::Nothing, sentences::views(state)),
        Line::Stats => (Due::Nothing, sentences::stats(state)),
        Line::Status => (Due::Nothing, sentences::status(state)),
        Line::Help => (Due::Nothing, sentences::help()),
        Line::Mark(_) | Line::MarkAll if !is_refused => (Due::Nothing, vec![sentences::marks(state)]),
        Line::Filter(_)
        | Line::View(_)
        | Line::Read(_)
        | Line::Mark(_)
        | Line::MarkAll
        | Line::Get(_)
        | Line::Play(_)
        | Line::Resume(_)
        | Line::Cancel(_)
        | Line::Yes
        | Line::No
        | Line::Export(_)
        | Line::Paths
        | Line::Texts
        | Line::Sync
        | Line::SyncAll
        | Line::Stop
        | Line::SignIn
        | Line::Address(_)
        | Line::Again
        | Line::Quit => (Due::Nothing, Vec::new()),
    };
    tell(output, &lines)?;
    Ok(due)
}

fn tell(output: &mut impl Write, lines: &[String]) -> io::Result<()> {
    for line in lines {
        writeln!(output, "{line}")?;
    }
    output.flush()
}

/// What concerns a screen means nothing here; the rest is the worker's.
fn carry_out(effects: Vec<Effect>, worker: &mut Worker) {
    let concerns_screen = |effect: &Effect| matches!(effect, Effect::Copy { .. } | Effect::Suspend | Effect::Redraw);
    effects.into_iter().filter(|effect| !concerns_screen(effect)).for_each(|effect| worker.start(effect));
}

/// Reads standard input on a thread of its own, which ends with the process. The channel closes at the end of input.
fn typed_lines() -> io::Result<Receiver<String>> {
    let (sender, lines) = mpsc::channel(1);
    thread::Builder::new().name("lines".to_owned()).spawn(move || {
        for line in io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    })?;
    Ok(lines)
}
