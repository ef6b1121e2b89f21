//! The view of jobs, the log of one, and the price of a large one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{format, keys, paint, text};
use crate::app::{
    Action, JobLog, JobProgress, JobRow, JobWork, Loadable, Place, PriceTag, State, job_words, media_words,
};
use crate::model::{Job, JobState, Text, grouped};

/// Lines of a job, the empty one below it included.
const LINES: u16 = 3;
/// Cells of the word that a job begins with, the gap after it included.
const WORD: usize = 10;
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

/// What is told of a job: a word, what it is, how far it is, and more in a second line.
struct Told {
    word: &'static str,
    title: String,
    /// Done and all; nothing where the end is not known.
    part: Option<(u64, u64)>,
    right: String,
    more: String,
}

fn draw_job(buffer: &mut Buffer, area: Rect, row: JobRow<'_>, here: bool, state: &State, theme: &Theme) {
    let told = told(row, state);
    let style = match told.word {
        "DONE" => theme.good,
        "PAUSED" | "CUT OFF" | "CANCELLED" => theme.warning,
        _ => theme.focus,
    };
    let mut left = Line::from(vec![
        Span::raw(if here { "> " } else { "  " }),
        Span::styled(text::fit(told.word, WORD, text::Align::Left), if here { Style::new() } else { style }),
        Span::raw(told.title),
    ]);
    if let Some((done, all)) = told.part.filter(|(_, all)| *all > 0) {
        let cells = if area.width >= 100 { 40 } else { 18 };
        left.push_span(Span::raw(format!("  [{}] {}%", bar(done, all, cells), done * 100 / all)));
    }
    let line = paint::row_of(area, 0);
    paint::put_ends(buffer, line, &left, &Line::raw(told.right));
    paint::put(buffer, paint::right_of(paint::row_of(area, 1), 12), &told.more, theme.quiet);
    if here {
        buffer.set_style(line.intersection(buffer.area), theme.selected);
    }
}

fn bar(done: u64, all: u64, cells: u64) -> String {
    let full = usize::try_from(done.min(all) * cells / all.max(1)).unwrap_or(0);
    let cells = usize::try_from(cells).unwrap_or(0);
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
            }
        }
        JobRow::Listing(list, listing) => Told {
            word: "RUN",
            title: format!("listing {}", media_words(list.kind)),
            part: Some((listing.progress.slices_done.into(), listing.progress.slices.into())),
            right: String::new(),
            more: format!("{} listed, {} of them new", grouped(listing.progress.rows), grouped(listing.progress.new)),
        },
        JobRow::Export(export) => Told {
            word: if export.cancelling { "STOPPING" } else { "RUN" },
            title: "writing an export".to_owned(),
            part: Some((export.written, export.total)),
            right: String::new(),
            more: format!("{} of {} calls", grouped(export.written), grouped(export.total)),
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
            },
        },
        JobRow::Resting(job) => of_job(job, None, state),
    }
}

fn of_job(job: &Job, progress: Option<&JobProgress>, state: &State) -> Told {
    let settled = job.done + job.failed;
    let mut more = Vec::new();
    let bytes = job.bytes + progress.map_or(0, |progress| progress.under_way);
    if bytes > 0 {
        more.push(megabytes(bytes));
    }
    if job.failed > 0 {
        more.push(format!("{} failed", grouped(job.failed)));
    }
    if job.state == JobState::Cancelled && job.done < job.items {
        let again = keys::of(state, Place::Jobs, Action::Refresh);
        more.push(format!("{again} goes on with the {} left", grouped(job.items - job.done)));
    }
    if !job.target.is_empty() {
        more.push(format!("to {}", Text::new(&job.target)));
    }
    Told {
        word: match job.state {
            JobState::Running => "CUT OFF",
            JobState::Paused => "PAUSED",
            JobState::Done => "DONE",
            JobState::Cancelled => "CANCELLED",
        },
        title: format!("{}: {} of {}", job_words(job.kind), grouped(settled), grouped(job.items)),
        part: (settled < job.items).then_some((settled, job.items)),
        right: format::minute(job.changed, state.zone),
        more: more.join("  "),
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

/// Draws what a job costs, before it begins.
pub fn draw_price(buffer: &mut Buffer, area: Rect, tag: &PriceTag, state: &State, theme: &Theme) {
    let width = area.width.min(state.screen.dialog_columns()).min(76);
    let mut words = tag.price.lines();
    words.push("Once it runs, pause or stop it in 5; what is finished is kept.".to_owned());
    let inner = usize::from(width.saturating_sub(4));
    let lines: Vec<Line<'static>> = words.iter().flat_map(|words| text::wrap(words, inner)).map(Line::raw).collect();
    let hints = keys::footer_hints(state, Place::Question, width.saturating_sub(6), theme);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let inner = paint::dialog(buffer, area, (width, rows), &tag.title, &hints, theme);
    paint::put_lines(buffer, inner, &lines);
}

/// When a job began and ended, what became of its items, and where its files are.
fn facts(job: &Job, state: &State) -> Vec<String> {
    let last = match job.state {
        JobState::Done => "done",
        JobState::Cancelled => "cancelled",
        JobState::Running | JobState::Paused => "last moved",
    };
    let times = [("begun", job.begun), (last, job.changed)];
    let times = times.map(|(word, at)| format!("{word} {}", format::second(at, state.zone))).join(", ");
    let mut counts = vec![format!("{} done", grouped(job.done))];
    let left = job.items.saturating_sub(job.done + job.failed);
    let others = [(job.failed, "failed"), (left, "left")];
    counts.extend(
        others.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{} {word}", grouped(*count))),
    );
    let mut facts = vec![times, format!("{}: {}", format::counted(job.items, "item", "items"), counts.join(", "))];
    if !job.target.is_empty() {
        facts.push(format!("{} in {}", megabytes(job.bytes), Text::new(&job.target)));
    }
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
        Loadable::Failed { problem, .. } => lines.push(Line::styled(problem.summary(), theme.bad)),
        Loadable::Idle | Loadable::Loading { .. } => lines.push(Line::styled("Reading…", theme.quiet)),
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
