//! The view of jobs, and the log of one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{format, keys, paint, text};
use crate::app::{
    Action, JobLog, JobProgress, JobRow, JobWork, Loadable, Place, RunningJob, State, has_missed, job_words,
    media_words,
};
use crate::model::{Job, JobKind, JobState, Text, grouped};

/// Lines of a job, the empty one below it included.
const LINES: u16 = 3;
/// Cells of the word that a job begins with, the gap after it included.
const WORD: usize = 10;
/// The least cells of a bar that shows something.
const LEAST_BAR: usize = 6;
const NO_JOBS: &str = "Downloads (2 or 3, then d), fetching how calls went (1, then B), exports and syncs stand here while they \
    run. What was cut off can go on, after a restart too.";

/// Draws the jobs, those around the one under the cursor.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let rows = state.job_rows();
    let area = paint::padded(area);
    if rows.is_empty() {
        let words = text::wrap(NO_JOBS, area.width.into());
        let heading = [Line::styled("No jobs.", theme.title), Line::default()];
        let lines: Vec<Line<'static>> = heading.into_iter().chain(words.into_iter().map(Line::raw)).collect();
        paint::put_lines(buffer, area, &lines);
        return;
    }
    let fitting = usize::from((area.height / LINES).max(1));
    let first = (state.jobs.selected() + 1).saturating_sub(fitting);
    for (place, row) in rows.iter().enumerate().skip(first).take(fitting) {
        let top = u16::try_from(place - first).unwrap_or(0) * LINES;
        let (_, below) = paint::split_top(area, top);
        let here = place == state.jobs.selected();
        draw_job(buffer, paint::split_top(below, LINES).0, *row, here, state, theme);
    }
    if let Some(below) = rows.len().checked_sub(first + fitting).filter(|below| *below > 0) {
        let (_, last) = paint::split_bottom(area, 1);
        paint::put(buffer, last, &format!("↓ {} more", grouped(below as u64)), theme.quiet);
    }
}

/// What is told of a job: a word, what it is, how far it is; in a second line more, and what to press.
struct Told {
    word: &'static str,
    title: String,
    /// Done and all; nothing where the end is not known.
    part: Option<(u64, u64)>,
    right: String,
    more: String,
    press: String,
}

fn draw_job(buffer: &mut Buffer, area: Rect, row: JobRow<'_>, here: bool, state: &State, theme: &Theme) {
    let told = told(row, state);
    let style = match told.word {
        "DONE" => theme.good,
        "PAUSED" | "CUT OFF" | "CANCELLED" | "MISSED" => theme.warning,
        "FAILED" => theme.bad,
        _ => theme.focus,
    };
    let mut left = Line::from(vec![
        Span::raw(if here { "> " } else { "  " }),
        Span::styled(text::fit(told.word, WORD, text::Align::Left), if here { Style::new() } else { style }),
        Span::raw(told.title),
    ]);
    if let Some((done, all)) = told.part.filter(|(_, all)| *all > 0) {
        // The bar is as long as there is room for it; the percentage is told anyway.
        let taken = left.width() + text::width(&told.right) + "  [] 100% ".len();
        let room = usize::from(area.width).saturating_sub(taken);
        let cells = room.min(if area.width >= 100 { 40 } else { 18 });
        let bar = if cells < LEAST_BAR { String::new() } else { format!("[{}] ", bar(done, all, cells)) };
        left.push_span(Span::raw(format!("  {bar}{}%", done * 100 / all)));
    }
    let line = paint::row_of(area, 0);
    paint::put_ends(buffer, line, &left, &Line::raw(told.right));
    // What to press is read to its end; what is long before it, such as a path, gives way.
    let second = paint::right_of(paint::row_of(area, 1), 12);
    let gap = if told.more.is_empty() || told.press.is_empty() { "" } else { "  " };
    let room = usize::from(second.width).saturating_sub(text::width(&told.press) + gap.len());
    paint::put(buffer, second, &format!("{}{gap}{}", text::cut(&told.more, room), told.press), theme.quiet);
    if here {
        buffer.set_style(line.intersection(buffer.area), theme.selected);
    }
}

fn bar(done: u64, all: u64, cells: usize) -> String {
    let full = usize::try_from(done.min(all) * cells as u64 / all.max(1)).unwrap_or(0);
    format!("{}{}", "#".repeat(full), ".".repeat(cells.saturating_sub(full)))
}

fn told(row: JobRow<'_>, state: &State) -> Told {
    match row {
        JobRow::Sync(sync) => {
            let progress = sync.progress.as_ref();
            Told {
                word: if sync.cancelling { "STOPPING" } else { "RUN" },
                title: "fetching calls".to_owned(),
                part: progress.and_then(|progress| Some((progress.calls, progress.total?))),
                right: progress.map_or_else(String::new, |progress| left(progress.rate, progress.eta, state)),
                more: progress.map_or_else(String::new, |progress| {
                    format!(
                        "{} calls so far, {} of {} stretches of time",
                        grouped(progress.calls),
                        progress.slices_done,
                        progress.slices
                    )
                }),
                press: String::new(),
            }
        }
        JobRow::Listing(list, listing) => Told {
            word: "RUN",
            title: format!("listing {}", media_words(list.kind)),
            part: Some((listing.progress.slices_done.into(), listing.progress.slices.into())),
            right: String::new(),
            more: format!("{} listed, {} of them new", grouped(listing.progress.rows), grouped(listing.progress.new)),
            press: String::new(),
        },
        JobRow::Export(export) => Told {
            word: if export.cancelling { "STOPPING" } else { "RUN" },
            title: "writing an export".to_owned(),
            part: Some((export.written, export.total)),
            right: String::new(),
            more: format!("{} of {} calls", grouped(export.written), grouped(export.total)),
            press: String::new(),
        },
        JobRow::Running(running) => match &running.progress {
            Some(progress) => {
                let word = if running.stopping.is_some() { "STOPPING" } else { "RUN" };
                let right = match &running.wait {
                    Some(wait) => format!("limited {}", format::countdown(wait.until, state.now)),
                    None => left(progress.rate, progress.eta, state),
                };
                Told { word, right, ..of_job(&progress.job, Some(progress), state) }
            }
            None => Told {
                word: "BEGINS",
                title: match &running.work {
                    JobWork::New { kind, items, .. } => {
                        format!("{}: {}", job_words(*kind), grouped(items.len() as u64))
                    }
                    JobWork::Resume { .. } => "going on".to_owned(),
                },
                part: None,
                right: String::new(),
                more: String::new(),
                press: String::new(),
            },
        },
        JobRow::Resting(job) => of_job(job, None, state),
    }
}

fn of_job(job: &Job, progress: Option<&JobProgress>, state: &State) -> Told {
    let settled = job.done + job.failed;
    let missed = has_missed(job, state.now);
    let word = match job.state {
        JobState::Waiting if missed => "MISSED",
        JobState::Waiting => "WAITS",
        JobState::Running => "CUT OFF",
        JobState::Paused => "PAUSED",
        JobState::Done => "DONE",
        JobState::Cancelled => "CANCELLED",
        JobState::Failed => "FAILED",
    };
    let right = match job.start {
        Some(start) => format!("at {}", format::minute(start, state.zone)),
        None => format::minute(job.changed, state.zone),
    };
    let title = match job.kind {
        JobKind::Calls => format!("fetching calls{}", days_of(job, state)),
        JobKind::Export => format!("export {}", Text::new(file_name(job))).trim_end().to_owned(),
        JobKind::Recordings | JobKind::Voicemail | JobKind::Media | JobKind::Paths | JobKind::Texts => {
            let failed = if job.failed > 0 { format!(", {} failed", grouped(job.failed)) } else { String::new() };
            format!("{}: {} of {}{failed}", job_words(job.kind), grouped(job.done), grouped(job.items))
        }
    };
    // An export keeps its calls only to be written again: it did none of them.
    let has_part = job.state != JobState::Waiting && job.kind != JobKind::Export;
    let part = (settled < job.items && has_part).then_some((settled, job.items));
    let (more, press) = (more_of(job, progress), what_to_press(job, progress, missed, state));
    Told { word, title, part, right, more, press }
}

/// The name of the file that a job wrote, without its folders.
fn file_name(job: &Job) -> &str {
    let name = std::path::Path::new(&job.target).file_name();
    name.and_then(std::ffi::OsStr::to_str).unwrap_or_default()
}

/// A job in one sentence: `done, voicemail: 40 of 40, 412.3 MB, in 0:44`.
pub fn in_a_sentence(row: JobRow<'_>, state: &State) -> String {
    let told = told(row, state);
    let percent = told.part.filter(|(_, all)| *all > 0).map(|(done, all)| format!("{}%", done * 100 / all));
    let facts = [told.word.to_lowercase(), told.title, percent.unwrap_or_default(), told.right];
    let more = told.more.split("  ").chain([told.press.as_str()]).map(str::to_owned);
    let facts = facts.into_iter().chain(more).map(|fact| fact.trim().to_owned());
    facts.filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What runs, and how much of it is done: `recordings 4%`.
pub fn in_two_words(row: JobRow<'_>) -> String {
    let (name, part) = match row {
        JobRow::Sync(_) => ("calls", None),
        JobRow::Listing(list, _) => return format!("listing {}", media_words(list.kind)),
        JobRow::Export(export) => ("export", Some((export.written, export.total))),
        JobRow::Running(RunningJob { progress: Some(JobProgress { job, .. }), .. }) | JobRow::Resting(job) => {
            (job_words(job.kind), Some((job.done + job.failed, job.items)))
        }
        JobRow::Running(RunningJob { work: JobWork::New { kind, .. }, .. }) => (job_words(*kind), None),
        JobRow::Running(RunningJob { work: JobWork::Resume { .. }, .. }) => ("going on", None),
    };
    match part.filter(|(_, all)| *all > 0) {
        Some((done, all)) => format!("{name} {}%", done * 100 / all),
        None => name.to_owned(),
    }
}

/// The days whose calls are fetched, where it is not all that is missing.
fn days_of(job: &Job, state: &State) -> String {
    job.span.map_or_else(String::new, |span| {
        // The end is the first moment after the last day.
        let last = span.to - chrono::TimeDelta::seconds(1);
        let [from, to] = [span.from, last].map(|at| state.zone.day(at).to_string());
        if from == to { format!(" of {from}") } else { format!(" of {from} to {to}") }
    })
}

/// The second line of a job: what came of it, and where its files are.
fn more_of(job: &Job, progress: Option<&JobProgress>) -> String {
    if job.state == JobState::Waiting {
        return String::new();
    }
    let mut more = Vec::new();
    if !job.outcome.is_empty() {
        more.push(Text::new(&job.outcome).to_string());
    }
    let bytes = job.bytes + progress.map_or(0, |progress| progress.under_way);
    if bytes > 0 {
        more.push(megabytes(bytes));
    }
    if job.state.is_over() && !job.worked.is_zero() {
        more.push(format!("in {}", format::span(job.worked.as_secs().max(1))));
    }
    if !job.target.is_empty() {
        more.push(format!("to {}", Text::new(&job.target)));
    }
    more.join("  ")
}

/// What goes on with a job in the line mode.
const RESUME: &str = "resume and its number";

/// What to press, where a job waits or something of it is left.
fn what_to_press(job: &Job, progress: Option<&JobProgress>, missed: bool, state: &State) -> String {
    let now = state.way(Place::Jobs, Action::PauseJob, RESUME);
    // It is put off again on the screen only.
    let later = state.way(Place::Jobs, Action::PutOff, "");
    let later = if later.is_empty() { later } else { format!(", {later} at another time") };
    match job.state {
        JobState::Waiting if missed => {
            format!("ringlog was not open then; {now} begins it now{later}")
        }
        JobState::Waiting => format!("begins by itself if ringlog is open then; {now} begins it now"),
        JobState::Running | JobState::Paused | JobState::Done | JobState::Cancelled | JobState::Failed => {
            let rests = progress.is_none() && matches!(job.state, JobState::Running | JobState::Paused);
            let go_on = (rests && job.kind != JobKind::Calls).then(|| format!("{now} goes on with it"));
            go_on.or_else(|| way_on(job, state)).unwrap_or_default()
        }
    }
}

/// What to press where something of a job is left.
fn way_on(job: &Job, state: &State) -> Option<String> {
    let again = state.way(Place::Jobs, Action::Refresh, RESUME);
    match (job.kind, job.state) {
        (JobKind::Calls, JobState::Failed | JobState::Cancelled | JobState::Running | JobState::Paused) => {
            Some(format!("{again} fetches what is missing"))
        }
        (JobKind::Export, JobState::Failed | JobState::Cancelled) if job.items > 0 => {
            Some(format!("{again} writes it again: {} calls", grouped(job.items)))
        }
        (JobKind::Export, JobState::Failed | JobState::Cancelled) => Some(state.way_to_export()),
        (_, JobState::Cancelled | JobState::Failed) if job.done < job.items => {
            Some(format!("{again} goes on with the {} left", grouped(job.items - job.done)))
        }
        (_, JobState::Done) if job.failed > 0 => Some(format!("{again} tries them again")),
        (
            JobKind::Recordings
            | JobKind::Voicemail
            | JobKind::Media
            | JobKind::Paths
            | JobKind::Texts
            | JobKind::Calls
            | JobKind::Export,
            JobState::Waiting
            | JobState::Running
            | JobState::Paused
            | JobState::Done
            | JobState::Cancelled
            | JobState::Failed,
        ) => None,
    }
}

/// `3.1/s  0:12 left`
fn left(rate: f64, eta: Option<chrono::DateTime<chrono::Utc>>, state: &State) -> String {
    let rate = if rate > 0.0 { format!("{rate:.1}/s") } else { String::new() };
    let time = eta.map_or_else(String::new, |eta| format!("  {} left", format::countdown(eta, state.now)));
    format!("{rate}{time}")
}

/// `412.3 MB`; small ones in kilobytes.
fn megabytes(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} kB", bytes.div_ceil(1000))
    } else {
        format!("{}.{} MB", grouped(bytes / 1_000_000), bytes / 100_000 % 10)
    }
}

/// When a job began and ended, what became of its items, and where its files are.
fn facts(job: &Job, state: &State) -> Vec<String> {
    let last = match job.state {
        JobState::Done => "done",
        JobState::Cancelled => "cancelled",
        JobState::Failed => "failed",
        JobState::Waiting | JobState::Running | JobState::Paused => "last moved",
    };
    let times = match job.start.filter(|_| job.state == JobState::Waiting) {
        Some(start) => [("asked for", job.begun), ("begins", start)],
        None => [("begun", job.begun), (last, job.changed)],
    };
    let times = times.map(|(word, at)| format!("{word} {}", format::second(at, state.zone))).join(", ");
    let mut facts = vec![times];
    if job.items > 0 {
        let mut counts = vec![format!("{} done", grouped(job.done))];
        let left = job.items.saturating_sub(job.done + job.failed);
        let others = [(job.failed, "failed"), (left, "left")];
        counts.extend(
            others.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{} {word}", grouped(*count))),
        );
        facts.push(format!("{}: {}", format::counted(job.items, "item", "items"), counts.join(", ")));
    }
    if !job.outcome.is_empty() {
        facts.push(Text::new(&job.outcome).to_string());
    }
    if !job.target.is_empty() {
        facts.push(format!("{} in {}", megabytes(job.bytes), Text::new(&job.target)));
    }
    facts.extend(way_on(job, state));
    facts
}

/// Draws the log of a job.
pub fn draw_log(buffer: &mut Buffer, area: Rect, log: &JobLog, state: &State, theme: &Theme) {
    let width = area.width.min(state.screen.dialog_columns());
    let inner_columns = usize::from(width.saturating_sub(4));
    let told = of_job(&log.job, None, state);
    let mut lines = vec![Line::styled(told.title, theme.title)];
    for fact in facts(&log.job, state) {
        lines.extend(text::wrap(&fact, inner_columns).into_iter().map(|words| Line::styled(words, theme.quiet)));
    }
    match &log.lines {
        Loadable::Failed { problem, .. } => {
            let words = text::wrap(&problem.summary(), inner_columns);
            lines.extend(words.into_iter().map(|words| Line::styled(words, theme.bad)));
        }
        Loadable::Idle | Loadable::Loading { .. } => lines.push(Line::styled("Reading…", theme.quiet)),
        Loadable::Ready(told) if told.is_empty() && log.job.state == JobState::Failed => {}
        Loadable::Ready(told) if told.is_empty() && log.job.state == JobState::Waiting => {
            lines.push(Line::raw("It has not begun."));
        }
        Loadable::Ready(told) if told.is_empty() => lines.push(Line::raw("Nothing went wrong in it.")),
        Loadable::Ready(told) => {
            for line in told {
                let words = format!("{}  {}", format::second(line.at, state.zone), Text::new(&line.text));
                lines.extend(text::wrap(&words, inner_columns).into_iter().map(Line::raw));
            }
        }
    }
    let hints = keys::dialog_hints(state, Place::JobLog, width.saturating_sub(6), theme);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(2));
    let title = format!("Log: {}", job_words(log.job.kind));
    let inner = paint::dialog(buffer, area, (width, rows), &title, &hints, theme);
    paint::put_scrolled(buffer, inner, &lines, log.scroll, theme);
}
