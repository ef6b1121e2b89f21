//! What went wrong: what we could not do, why, what is safe, how to fix it, and the key that helps.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::theme::Theme;
use super::{format, keys, paint, text};
use crate::app::{Action, CutOff, JobWork, Place, Problem, Question, Remedy, RunningJob, State, job_words};
use crate::model::grouped;

/// Draws the problem over `area`.
pub fn draw(buffer: &mut Buffer, area: Rect, problem: &Problem, state: &State, theme: &Theme) {
    let width = area.width.min(state.screen.dialog_columns());
    let lines = lines(problem, state, Place::Problem, width.saturating_sub(4), theme);
    let hints = keys::footer_hints(state, Place::Problem, width.saturating_sub(6), theme);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let inner = paint::dialog(buffer, area, (width, rows), &problem.headline, &hints, theme);
    paint::put_lines(buffer, inner, &lines);
}

/// Everything about a problem but its headline.
pub fn lines(problem: &Problem, state: &State, place: Place, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut paragraph = |words: &str, indent: &str, style| {
        let inner = usize::from(columns).saturating_sub(indent.len());
        for (row, line) in text::wrap(words, inner).into_iter().enumerate() {
            let indent = if row == 0 { indent.to_owned() } else { " ".repeat(indent.len()) };
            lines.push(Line::styled(format!("{indent}{line}"), style));
        }
    };
    paragraph("", "", theme.quiet);
    paragraph(&problem.cause, "", theme.bad);
    if !problem.safe.is_empty() {
        paragraph("", "", theme.quiet);
        paragraph(&problem.safe, "", theme.good);
    }
    if !problem.steps.is_empty() {
        paragraph("", "", theme.quiet);
        paragraph("To fix it", "", theme.title);
        for (number, step) in problem.steps.iter().enumerate() {
            paragraph(step, &format!("  {}  ", number + 1), ratatui::style::Style::new());
        }
    }
    paragraph("", "", theme.quiet);
    paragraph(&remedy(problem.remedy, state, place), "", ratatui::style::Style::new());
    lines
}

/// The key that helps, in words.
pub fn remedy(remedy: Remedy, state: &State, place: Place) -> String {
    let (again, copy) = (keys::of(state, place, Action::Refresh), keys::of(state, place, Action::CopyThis));
    match remedy {
        Remedy::Retry | Remedy::Reconnect | Remedy::Later => format!("{again} tries again."),
        Remedy::Wait(until) => format!("It goes on by itself in {}.", format::countdown(until, state.now)),
        Remedy::SignIn => format!("{again} signs in again."),
        Remedy::AskAdmin => format!("{copy} copies this for your admin."),
        Remedy::Unlock if place == Place::LoginFailed => {
            let sign_in = keys::of(state, place, Action::Enter);
            format!("{again} asks the keychain again. {sign_in} signs in with the browser, until ringlog ends.")
        }
        Remedy::SetUp | Remedy::Unlock => format!("When that is done, {again} tries again."),
        Remedy::Rename => format!("{again} goes back to the file name."),
        Remedy::Report => format!("{copy} copies a report for the makers of ringlog."),
    }
}

/// What quitting would cut off, what stays of it, and how it goes on.
pub fn cut_off(state: &State) -> String {
    let jobs = state.way(Place::Everywhere, Action::ViewJobs, "jobs");
    let told = state.cut_off_by_quitting().into_iter().map(|running| match running {
        CutOff::Export(export) => {
            let (written, total) = (grouped(export.written), grouped(export.total));
            format!("An export is being written: {written} of {total} calls. Quitting stops it; no half file stays.")
        }
        CutOff::Job(job) => format!(
            "{}. Quitting cuts it off safely: what is finished stays, and at the next start {jobs}, then {} goes on.",
            how_far(job),
            state.way(Place::Jobs, Action::PauseJob, "resume and its number")
        ),
        CutOff::Calls => format!(
            "Calls are being fetched again. Quitting cuts that off safely: what came stays, and {} begins anew.",
            state.way(Place::List, Action::RefetchRange, "sync all")
        ),
    });
    told.collect::<Vec<_>>().join(" ")
}

/// `A job runs: recordings, 3 of 40 done`
fn how_far(running: &RunningJob) -> String {
    match (&running.progress, &running.work) {
        (Some(progress), _) => {
            let job = &progress.job;
            format!("A job runs: {}, {} of {} done", job_words(job.kind), grouped(job.done), grouped(job.items))
        }
        (None, JobWork::New { kind, items, .. }) => {
            format!("A job runs: {}, {} to do", job_words(*kind), grouped(items.len() as u64))
        }
        (None, JobWork::Resume { .. }) => "A job is going on".to_owned(),
    }
}

/// Draws a question over `area`.
pub fn draw_question(buffer: &mut Buffer, area: Rect, question: Question, state: &State, theme: &Theme) {
    let cut_off = cut_off(state);
    let (title, words, place) = match question {
        Question::Quit => ("Quit ringlog?", cut_off.as_str(), Place::Question),
        Question::SignOut => (
            "Sign out?",
            "The token is revoked and forgotten here. The calls stay in the archive and can still be read.",
            Place::SignOut,
        ),
        Question::DeleteCalls => (
            "Sign out and delete the calls here?",
            "All of this profile's calls go from this machine, with what was read of them. Zoom keeps six months; older \
             calls cannot be fetched again. Exports and downloaded files stay.",
            Place::Question,
        ),
    };
    let width = area.width.min(state.screen.dialog_columns()).min(60);
    let lines: Vec<Line<'static>> =
        text::wrap(words, width.saturating_sub(4).into()).into_iter().map(Line::raw).collect();
    let hints = keys::footer_hints(state, place, width.saturating_sub(6), theme);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let inner = paint::dialog(buffer, area, (width, rows), title, &hints, theme);
    paint::put_lines(buffer, inner, &lines);
}
