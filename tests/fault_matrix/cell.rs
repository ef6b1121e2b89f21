//! One fault and one action: what is done, and what has to be true then.

use std::path::Path;
use std::time::{Duration, Instant};

use ringlog::app::{Attempt, Problem, Remedy, Session, State};
use ringlog::demo::{Clock, Faults};
use ringlog::store;
use tempfile::TempDir;

use super::action::Action;
use super::faults::Fault;
use super::person::{Keys, Person, archives, forget_sign_in};
use super::support::zoom::Zoom;

/// Two pages of one slice, for the faults between pages: the days lie in two slices at the most, wherever they are cut.
const TWO_PAGES: u64 = 620;
/// Enough for the others.
const FEW: u64 = 60;
const DAYS: u32 = 20;
/// Longer than an access token lives.
const TOKEN_LIFE: Duration = Duration::from_mins(61);

/// Runs the cell; gives the time that each key took until it was answered.
pub fn run(fault: &Fault, action: Action, keys: Keys) -> Result<Vec<Duration>, String> {
    let mut clock = None;
    let between_pages = ["page_token", "_rows"].iter().any(|word| fault.script.contains(word));
    let fetches = matches!(action, Action::FirstSync | Action::SyncAgain);
    let calls = if between_pages && fetches { TWO_PAGES } else { FEW };
    let zoom = Zoom::start(|options| {
        (options.world.calls, options.world.days) = (calls, DAYS);
        options.auto_approve = true;
        clock = Some(options.clock.clone());
    });
    let cell = Cell { fault, action, zoom, clock: clock.unwrap(), folder: tempfile::tempdir().unwrap(), keys };
    // As in the program: the screen has its thread, the work has others.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let result = runtime.block_on(cell.run());
    runtime.shutdown_background();
    result
}

struct Cell<'a> {
    fault: &'a Fault,
    action: Action,
    zoom: Zoom,
    clock: Clock,
    folder: TempDir,
    keys: Keys,
}

impl Cell<'_> {
    async fn run(&self) -> Result<Vec<Duration>, String> {
        let mut before = 0;
        if self.action != Action::FirstSync {
            let mut person = Person::start(&self.zoom, self.folder.path(), self.keys);
            person.until("the first fetch", fetched).await?;
            before = self.archived()?;
            if matches!(self.action, Action::SignIn | Action::SignInWho) {
                person.end().await;
                forget_sign_in(self.folder.path());
            } else {
                return Box::pin(self.act(person, before)).await;
            }
        }
        self.play();
        let person = Person::start(&self.zoom, self.folder.path(), self.keys);
        Box::pin(self.act(person, before)).await
    }

    /// The fault begins.
    fn play(&self) {
        let rule = format!("on={} {}", self.action.requests(), self.fault.script);
        self.zoom.running.play(rule.parse().unwrap());
    }

    async fn act(&self, mut person: Person, before: u64) -> Result<Vec<Duration>, String> {
        self.play();
        person.answered.clear();
        match self.action {
            Action::SignIn | Action::SignInWho => {
                self.answers_keys(&mut person)?;
                person.until("the sign-in to end", |state| failed_sign_in(state).is_some() || signed_in(state)).await?;
                if failed_sign_in(&person.state).is_none() {
                    person.until("the fetch after it", fetched).await?;
                }
                self.judge(&person, failed_sign_in(&person.state))?;
            }
            Action::Renewal | Action::SyncAgain => {
                if self.action == Action::Renewal {
                    self.clock.advance(TOKEN_LIFE);
                }
                self.begin_sync(&mut person)?;
                person.until("the fetch to end", |state| state.sync.running.is_none()).await?;
                self.judge(&person, failed_sync(&person.state))?;
            }
            Action::FirstSync => {
                person.until("the first fetch to begin", |state| state.sync.running.is_some()).await?;
                self.answers_keys(&mut person)?;
                person.until("the first fetch to end", |state| state.sync.running.is_none()).await?;
                self.judge(&person, failed_sync(&person.state))?;
            }
            Action::Detail => {
                person.press("⏎");
                self.answers_keys(&mut person)?;
                person.until("the detail", |state| state.detail.value.awaited().is_none()).await?;
                self.judge(&person, failed_path(&person.state))?;
            }
            Action::Export => {
                self.begin_sync(&mut person)?;
                person.press("e⏎");
                person.until("the file", |state| state.exported.is_some()).await?;
                let rows =
                    csv::Reader::from_path(person.exported()).map_err(|error| error.to_string())?.records().count();
                ensure(rows as u64 >= before, || format!("{rows} of {before} calls were exported"))?;
            }
            Action::Search => {
                self.begin_sync(&mut person)?;
                let all = person.state.calls.matching();
                person.press("/direction:outbound⏎");
                let (some, screen) = (person.state.calls.matching(), person.screen());
                ensure(some > 0 && some < all, || format!("{some} of {all} calls match; the screen says:\n{screen}"))?;
            }
            Action::Quit => {
                self.begin_sync(&mut person)?;
                person.press("q");
                // What a person asked for is not cut off without a question; its end takes the question away.
                if !person.state.quit {
                    let screen = person.screen();
                    ensure(screen.contains("Quit"), || format!("q neither quits nor asks:\n{screen}"))?;
                    person.press("y");
                }
                ensure(person.state.quit, || "q, then y, does not quit".to_owned())?;
            }
        }
        let answered = std::mem::take(&mut person.answered);
        person.end().await;
        let now = self.archived()?;
        ensure(now >= before, || format!("{now} calls are in the archive that had {before}"))?;
        match self.action {
            // What was fetched meanwhile is told by the others.
            Action::Export | Action::Search | Action::Quit => Ok(answered),
            Action::SignIn
            | Action::SignInWho
            | Action::Renewal
            | Action::FirstSync
            | Action::SyncAgain
            | Action::Detail => Box::pin(self.recovers()).await.map(|()| answered),
        }
    }

    /// Fetches the time in sight again.
    fn begin_sync(&self, person: &mut Person) -> Result<(), String> {
        if self.action == Action::SyncAgain {
            person.press("/last:30d⏎");
        }
        person.press("R");
        ensure(person.state.sync.running.is_some(), || "R does not fetch".to_owned())?;
        self.answers_keys(person)
    }

    /// While something is under way, keys are taken and shown.
    fn answers_keys(&self, person: &mut Person) -> Result<(), String> {
        person.press_some(&format!("{:?}", self.action))
    }

    /// Holds what came of it against what may come of it.
    fn judge(&self, person: &Person, problem: Option<Problem>) -> Result<(), String> {
        let allowed = self.action.outcomes(self.fault);
        let came = problem.as_ref().map_or('W', |problem| letter(problem.remedy));
        ensure(allowed.contains(came), || format!("{came} instead of {allowed}: {problem:?}"))?;
        problem.map_or(Ok(()), |problem| is_told(&problem, &person.screen()))
    }

    /// Without the fault, the next start brings everything.
    async fn recovers(&self) -> Result<(), String> {
        self.zoom.running.play(Faults::default());
        let mut person = Person::start(&self.zoom, self.folder.path(), self.keys);
        let lost = |state: &State| matches!(state.session, Session::Lost(_));
        person.until("the fetch of the next start", |state| fetched(state) || lost(state)).await?;
        if lost(&person.state) {
            person.press("r");
            person.until("the fetch after a new sign-in", fetched).await?;
        }
        if let Some(problem) = failed_sync(&person.state) {
            return Err(format!("the next start meets {problem:?}"));
        }
        person.end().await;
        let (archived, there) = (self.archived()?, self.zoom.account_calls().len() as u64);
        ensure(archived == there, || format!("in the end {archived} of {there} calls are archived"))
    }

    /// Calls in the fullest archive; each archive has to be whole.
    fn archived(&self) -> Result<u64, String> {
        calls_in(&self.folder.path().join("data"))
    }
}

/// Calls in the fullest archive of a data folder; each archive has to be whole.
pub fn calls_in(data: &Path) -> Result<u64, String> {
    let mut most = 0;
    for path in archives(data) {
        let deadline = Instant::now() + Duration::from_mins(1);
        let found = store::examine(&path, deadline).map_err(|error| format!("the archive: {error}"))?;
        ensure(found.is_whole, || "the archive could not be examined in time".to_owned())?;
        most = most.max(found.calls);
    }
    Ok(most)
}

/// What we could not do, why, what is safe and what helps: all there, and on the screen.
fn is_told(problem: &Problem, screen: &str) -> Result<(), String> {
    const ASKS: &str = "asks Zoom again";
    let Problem { headline, cause, safe, steps, remedy } = problem;
    let complete = !headline.is_empty() && !cause.is_empty() && cause != headline && !safe.is_empty();
    ensure(complete, || format!("something is missing in {problem:?}"))?;
    let own_fault = cause.contains("fault of its own");
    ensure(!own_fault, || "a task panicked".to_owned())?;
    // A narrow pane breaks its lines where it will.
    for words in std::iter::once(headline.as_str()).chain(cause.split(' ').take(4)) {
        ensure(screen.contains(words), || format!("{words:?} is not on the screen:\n{screen}"))?;
    }
    let help: &[&str] = match remedy {
        Remedy::Retry | Remedy::Reconnect | Remedy::Later => &["tries again", "try again", ASKS],
        Remedy::Wait(_) => &["oes on in", "goes on by itself", ASKS],
        Remedy::SignIn => &["signs in", "sign in", "tries again", "try again", ASKS],
        Remedy::AskAdmin => &["copies this", "says more", ASKS],
        Remedy::SetUp => &["tries again", "says more", "try again", ASKS],
        Remedy::Unlock => &["asks the keychain again", "asks it again"],
        Remedy::Rename => &["file name"],
        Remedy::Report => &["copies a report", "says more", ASKS],
    };
    ensure(help.iter().any(|words| screen.contains(words)), || {
        format!("no next step for {remedy:?} ({steps:?}) is on the screen:\n{screen}")
    })
}

fn letter(remedy: Remedy) -> char {
    match remedy {
        Remedy::Retry => 'R',
        Remedy::Reconnect => 'N',
        Remedy::Later => 'L',
        Remedy::Wait(_) => 'T',
        Remedy::SignIn => 'S',
        Remedy::AskAdmin => 'A',
        Remedy::SetUp => 'U',
        Remedy::Unlock => 'K',
        Remedy::Rename => 'F',
        Remedy::Report => 'P',
    }
}

fn signed_in(state: &State) -> bool {
    state.session.who().is_some()
}

/// Everything is fetched that can be, and on the screen.
fn fetched(state: &State) -> bool {
    signed_in(state) && state.sync.last.is_some() && state.sync.running.is_none() && state.archive.awaited().is_none()
}

fn failed_sign_in(state: &State) -> Option<Problem> {
    match &state.login.attempt {
        Attempt::Failed { problem } => Some(problem.clone()),
        Attempt::Idle
        | Attempt::Starting { .. }
        | Attempt::Waiting { .. }
        | Attempt::Device { .. }
        | Attempt::Exchanging { .. } => None,
    }
}

fn failed_sync(state: &State) -> Option<Problem> {
    match &state.session {
        Session::Lost(problem) => Some(problem.clone()),
        Session::Restoring { .. } | Session::SignedOut | Session::SignedIn(_) | Session::SigningOut { .. } => {
            state.sync.problem.clone()
        }
    }
}

fn failed_path(state: &State) -> Option<Problem> {
    let told = state.detail.value.shown().and_then(|detail| detail.path.as_ref().err());
    told.or_else(|| state.detail.value.problem()).cloned()
}

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
