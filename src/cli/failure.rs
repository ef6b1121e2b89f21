//! What ends a command early: words for standard error, and the exit code.

use super::output::say;
use crate::app::{Problem, Remedy};
use crate::config;
use crate::model::{Text, query::QueryError};
use crate::runtime;

/// Usage or configuration.
pub(super) const USAGE: u8 = 2;
/// Done in part.
pub(super) const PARTLY: u8 = 3;
/// Interrupted.
pub(super) const INTERRUPTED: u8 = 130;

/// The command that signs in.
const SIGN_IN: &str = "ringlog auth login";

/// What comes of `work`, unless the person interrupts it. A renewal of the sign-in that is under way then is waited for by
/// whoever ends the command.
///
/// # Errors
/// Those of `work`, and that it was interrupted.
pub(super) async fn unless_interrupted<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::select! {
        done = work => done,
        _ = tokio::signal::ctrl_c() => Err(Failure::new(INTERRUPTED, "interrupted")),
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(super) struct Failure {
    /// The exit code: 1 failed, 2 usage, 3 partly, 4 sign in, 5 not allowed, 6 limit, 7 network, 8 would overwrite, 130
    /// interrupted.
    pub code: u8,
    words: String,
}

impl Failure {
    /// A failure with these words.
    pub(super) fn new(code: u8, words: impl Into<String>) -> Self {
        Self { code, words: words.into() }
    }

    /// What was lost at the end of a command; the command's own exit code says more, where it is not 0.
    pub(super) fn at_the_end(code: u8, lost: Problem) -> Self {
        let lost = Self::from(lost);
        if code == 0 { lost } else { Self { code, ..lost } }
    }

    /// The same, where the command that helps has to be told the profile too: the one that was named as an argument.
    pub(super) fn of_profile(mut self, named: Option<&str>) -> Self {
        if let Some(name) = named {
            self.words = self.words.replace(SIGN_IN, &format!("{SIGN_IN} -a {}", Text::new(name)));
        }
        self
    }

    /// The words.
    pub(super) fn words(&self) -> &str {
        &self.words
    }

    /// Tells the person, unless there is nothing to tell.
    pub(super) fn tell(&self) {
        if !self.words.is_empty() {
            say(format_args!("ringlog: {}", self.words));
        }
    }

    /// A query that cannot be answered, with the place marked.
    pub(super) fn query(text: &str, error: &QueryError) -> Self {
        let shown = Text::new(text);
        Self::new(
            USAGE,
            format!("{error}\n  in the query: {shown}\n  ringlog query explain --help lists what a query can say"),
        )
    }
}

/// The exit code for what helps.
pub(super) const fn exit_code(remedy: Remedy) -> u8 {
    match remedy {
        Remedy::SignIn => 4,
        Remedy::AskAdmin => 5,
        Remedy::Wait(_) => 6,
        Remedy::Reconnect | Remedy::Later => 7,
        Remedy::Rename => 8,
        Remedy::SetUp | Remedy::Unlock => USAGE,
        Remedy::Retry | Remedy::Report => 1,
    }
}

/// The command that helps, where there is one.
pub(super) fn next_step(remedy: Remedy) -> String {
    match remedy {
        Remedy::SignIn => "Sign in with: ringlog auth login".to_owned(),
        Remedy::Wait(until) => format!("It goes on after {}", until.format("%Y-%m-%d %H:%M:%S UTC")),
        Remedy::Retry | Remedy::Reconnect | Remedy::Later => "Then run the same command again.".to_owned(),
        Remedy::Rename => "Choose another name.".to_owned(),
        Remedy::AskAdmin | Remedy::SetUp | Remedy::Unlock | Remedy::Report => String::new(),
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let mut words = format!("{}\n  {}", problem.summary(), problem.safe);
        for step in &problem.steps {
            words.push_str("\n  - ");
            words.push_str(step);
        }
        let next = next_step(problem.remedy);
        if !next.is_empty() {
            words.push_str("\n  ");
            words.push_str(&next);
        }
        Self { code: exit_code(problem.remedy), words }
    }
}

impl From<config::Error> for Failure {
    fn from(error: config::Error) -> Self {
        Self::new(USAGE, error.to_string())
    }
}

impl From<runtime::Error> for Failure {
    fn from(error: runtime::Error) -> Self {
        Self::new(USAGE, error.to_string())
    }
}
