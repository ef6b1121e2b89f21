//! What a check found, and how it is told.

use serde::Serialize;

use super::super::failure::{Failure, exit_code, next_step};
use super::super::output::put;
use crate::app::{Problem, Remedy};
use crate::export::terminal_safe;
use crate::model::Text;

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// Nothing to mend.
    Ok,
    /// It works, but could bite later.
    Warning,
    /// Something to mend.
    Problem,
    /// It needs something that another check found missing.
    Skipped,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
            Self::Skipped => "skipped",
        }
    }
}

/// What a check found.
#[derive(Debug, Serialize)]
pub struct Finding {
    check: &'static str,
    state: State,
    detail: String,
    fix: String,
    /// The exit code it asks for; 0 unless it is a problem.
    #[serde(skip)]
    code: u8,
}

impl Finding {
    /// Nothing to mend.
    pub fn ok(check: &'static str, detail: impl Into<String>) -> Self {
        Self { check, state: State::Ok, detail: detail.into(), fix: String::new(), code: 0 }
    }

    /// It works, but could bite later.
    pub fn warning(check: &'static str, detail: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { check, state: State::Warning, detail: detail.into(), fix: fix.into(), code: 0 }
    }

    /// Something to mend, which makes this the exit code.
    pub fn problem(check: &'static str, code: u8, detail: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { check, state: State::Problem, detail: detail.into(), fix: fix.into(), code }
    }

    /// Not done, since it needs something first.
    pub fn skipped(check: &'static str, why: impl Into<String>) -> Self {
        Self { check, state: State::Skipped, detail: why.into(), fix: String::new(), code: 0 }
    }

    /// What went wrong in the words that the rest of ringlog has for it. To be told to wait is no fault of the set-up.
    pub fn from_problem(check: &'static str, problem: Problem) -> Self {
        let mut steps = problem.steps;
        let may_pass = matches!(problem.remedy, Remedy::Retry | Remedy::Reconnect | Remedy::Later);
        if may_pass && steps.is_empty() {
            // There is nothing to do first.
            steps.push("Run ringlog doctor again in a while.".to_owned());
        } else {
            steps.push(next_step(problem.remedy));
        }
        let fix = steps.join(" ").trim_end().to_owned();
        match problem.remedy.goes_on_at() {
            Some(_) => Self::warning(check, problem.cause, fix),
            None => Self::problem(check, exit_code(problem.remedy), problem.cause, fix),
        }
    }

    /// The same, or skipped where it only tells once more, and less well, that a host cannot be reached, as `way` does.
    pub fn after(self, way: &Self) -> Self {
        if way.is_about_the_network() && self.is_about_the_network() {
            return Self::skipped(self.check, format!("the {} has to be reached first", way.check));
        }
        self
    }

    /// True when Zoom could not be asked.
    pub fn is_about_the_network(&self) -> bool {
        self.code == 7
    }

    /// The same with another exit code.
    pub fn with_code(self, code: u8) -> Self {
        Self { code, ..self }
    }
}

/// The exit codes, by what has to be mended first: without settings nothing else can work, without a network no sign-in.
const FIRST_TO_MEND: [u8; 5] = [2, 7, 4, 5, 1];

/// The exit code of the worst finding; 0 when there is nothing to mend.
pub fn worst(findings: &[Finding]) -> u8 {
    let asked = |code: &u8| findings.iter().any(|finding| finding.code == *code);
    let other = || u8::from(findings.iter().any(|finding| finding.state == State::Problem));
    FIRST_TO_MEND.into_iter().find(asked).unwrap_or_else(other)
}

/// One line a finding, and one for its fix.
pub fn tell(findings: &[Finding]) -> Result<(), Failure> {
    for finding in findings {
        put(format_args!("{:<8} {:<17} {}", finding.state.word(), finding.check, Text::new(&finding.detail)))?;
        if !finding.fix.is_empty() {
            put(format_args!("{:<8} {:<17} {}", "fix", "", Text::new(&finding.fix)))?;
        }
    }
    Ok(())
}

/// An array of `check`, `state`, `detail`, `fix`.
pub fn tell_as_json(findings: &[Finding]) -> Result<(), Failure> {
    let json = serde_json::to_string(findings).map_err(|error| Failure::new(1, error.to_string()))?;
    put(terminal_safe(&json))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_is_what_has_to_be_mended_first() {
        let found = |codes: &[u8]| {
            let findings: Vec<_> = codes.iter().map(|code| Finding::problem("check", *code, "", "")).collect();
            worst(&findings)
        };
        assert_eq!(found(&[]), 0);
        assert_eq!(found(&[1, 5, 4, 7, 2]), 2);
        assert_eq!(found(&[4, 7]), 7, "offline there is no signing in");
        assert_eq!(found(&[1, 4]), 4);
        assert_eq!(worst(&[Finding::warning("check", "", ""), Finding::skipped("check", "")]), 0);
    }

    #[test]
    fn a_fix_follows_its_steps_and_stands_alone_without_any() {
        let fix = |steps: &[&str]| {
            let steps = steps.iter().map(|step| (*step).to_owned()).collect();
            let (headline, cause, safe) = (String::new(), String::new(), String::new());
            Finding::from_problem("check", Problem { headline, cause, safe, steps, remedy: Remedy::Later }).fix
        };
        assert_eq!(fix(&["Ask who runs the proxy."]), "Ask who runs the proxy. Then run the same command again.");
        assert_eq!(fix(&[]), "Run ringlog doctor again in a while.");
    }
}
