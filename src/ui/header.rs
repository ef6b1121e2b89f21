//! The first row: the program, whose calls these are, and how fresh they are.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{format, jobs, keys, paint, text};
use crate::app::{
    Action, Attempt, JobRow, Keeps, Place, Remedy, RunningSync, Session, State, SyncProgress, View, WaitKind,
};
use crate::model::{MediaKind, grouped};

/// Draws the first row. What runs is told where it takes no view's name away.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let lefts = Words::ALL.map(|words| left(state, words, theme));
    let rights = [right(state, true, area.width, theme), right(state, false, area.width, theme)];
    let fit = |left: &Line<'_>, right: &Line<'_>| left.width() + right.width() < usize::from(area.width);
    let [told, bare] = &rights;
    let right = if fit(&lefts[Words::Views as usize], told) { told } else { bare };
    let left = lefts.iter().find(|left| fit(left, right)).or(lefts.last());
    paint::put_ends(buffer, area, left.unwrap_or(&Line::default()), right);
}

fn right(state: &State, tells_of_jobs: bool, columns: u16, theme: &Theme) -> Line<'static> {
    let mut right = if tells_of_jobs { running(state, theme) } else { Line::default() };
    let fresh = freshness(state, columns, theme);
    right.extend(in_plain_text(state, columns, theme));
    right.extend(resting(state, theme));
    right.extend(fresh.spans.into_iter().map(|span| span.patch_style(fresh.style)));
    right.push_span(Span::raw(" "));
    right
}

/// How much the left end says; what matters least goes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Words {
    /// Whose calls, and the views' names.
    Long,
    /// Whose calls, and the views' short names.
    Short,
    /// The views' short names.
    Views,
    /// The view that is open.
    View,
}

impl Words {
    const ALL: [Self; 4] = [Self::Long, Self::Short, Self::Views, Self::View];
}

/// The program, whose calls these are, and the views with their digits.
fn left(state: &State, words: Words, theme: &Theme) -> Line<'static> {
    let mut left = Line::from(vec![Span::raw(" "), Span::styled("ringlog", theme.title)]);
    let whose =
        state.session.who().map_or_else(|| state.setup.archive_label.clone(), |who| text::whole(who.account.label()));
    // Of several profiles the one in use is named at every width.
    if let Some(profile) = state.setup.profiles.iter().find(|entry| entry.is_current && state.setup.profiles.len() > 1)
    {
        left.push_span(Span::raw(format!("  {}", profile.name)));
    }
    if words <= Words::Short {
        if !whose.is_empty() {
            left.push_span(Span::raw(format!("  {whose}")));
        }
        if state.setup.demo {
            left.push_span(Span::styled("  demo: invented calls", theme.quiet));
        }
    }
    left.push_span(Span::raw(" "));
    for (digit, view) in (1..).zip(View::TABS) {
        let (long, short) = view.names();
        let name = if words == Words::Long { long } else { short };
        if view == state.view {
            left.push_span(Span::styled(format!(" [{digit} {name}]"), theme.title));
        } else if words < Words::View {
            left.push_span(Span::styled(format!(" {digit} {name}"), theme.quiet));
        }
    }
    left
}

/// `recordings 4%: 5  `: what runs is told outside its own view too.
fn running(state: &State, theme: &Theme) -> Line<'static> {
    let elsewhere = |row: &JobRow<'_>| match row {
        JobRow::Listing(list, _) => match list.kind {
            MediaKind::Recording => state.view != View::Recordings,
            MediaKind::Voicemail => state.view != View::Voicemail,
        },
        JobRow::Sync(_) | JobRow::Export(_) | JobRow::Running(_) | JobRow::Resting(_) => true,
    };
    let mut rows = state.jobs_beside_sync().filter(elsewhere);
    let words = match (rows.next(), rows.count()) {
        (Some(_), _) if state.view == View::Jobs => return Line::default(),
        (Some(row), 0) => jobs::in_two_words(row),
        (Some(_), more) => format!("{} jobs run", more + 1),
        (None, _) => return Line::default(),
    };
    let key = keys::of(state, Place::Everywhere, Action::ViewJobs);
    Line::from(Span::styled(format!("{words}: {key}  "), theme.quiet))
}

/// `sign-in in plain text  `: who chose a file for it is told so at all times.
fn in_plain_text(state: &State, columns: u16, theme: &Theme) -> Line<'static> {
    if state.setup.sign_in.keeps != Keeps::InPlainText || state.session.who().is_none() {
        return Line::default();
    }
    let words = if columns < 100 { "plain text  " } else { "sign-in in plain text  " };
    Line::from(Span::styled(words, theme.warning))
}

/// `2 jobs rest: 5  `: and what went no further.
fn resting(state: &State, theme: &Theme) -> Line<'static> {
    let key = keys::of(state, Place::Everywhere, Action::ViewJobs);
    match state.resting_jobs() {
        0 => Line::default(),
        _ if state.view == View::Jobs => Line::default(),
        1 => Line::from(Span::styled(format!("1 job rests: {key}  "), theme.warning)),
        many => Line::from(Span::styled(format!("{} jobs rest: {key}  ", grouped(many as u64)), theme.warning)),
    }
}

/// How fresh the calls are, or what is going on.
fn freshness(state: &State, columns: u16, theme: &Theme) -> Line<'static> {
    if let Some(running) = &state.sync.running {
        return syncing(running, state, columns, theme);
    }
    match &state.session {
        Session::Restoring { .. } => Line::styled("signing in…", theme.quiet),
        Session::SigningOut { .. } => Line::styled("signing out…", theme.quiet),
        Session::SignedOut | Session::Lost(_) if matches!(state.login.attempt, Attempt::Exchanging { .. }) => {
            Line::styled("signing in…", theme.quiet)
        }
        Session::SignedOut | Session::Lost(_) => Line::styled("not signed in", theme.warning),
        Session::SignedIn(_) => match (&state.sync.problem, state.sync.synced_at) {
            (Some(problem), _) if problem.remedy == Remedy::Reconnect => Line::styled("OFFLINE", theme.bad),
            (Some(_), Some(then)) => {
                Line::styled(format!("NOT SYNCED, last {}", format::age(then, state.now)), theme.bad)
            }
            (Some(_), None) => Line::styled("NOT SYNCED", theme.bad),
            (None, Some(then)) => {
                let watching = if state.watch.is_some() { "watching, " } else { "" };
                Line::styled(format!("{watching}synced {}", format::age(then, state.now)), theme.quiet)
            }
            (None, None) => Line::styled("not synced yet", theme.quiet),
        },
    }
}

fn syncing(running: &RunningSync, state: &State, columns: u16, theme: &Theme) -> Line<'static> {
    if running.cancelling {
        return Line::styled("stopping…", theme.quiet);
    }
    if let Some(wait) = &running.wait {
        let what = match wait.kind {
            WaitKind::PerSecond | WaitKind::Concurrent | WaitKind::Daily => "limited",
            WaitKind::Trouble => "trying again",
        };
        return Line::styled(format!("{what} {}", format::countdown(wait.until, state.now)), theme.warning);
    }
    let Some(progress) = &running.progress else { return Line::styled("syncing…", theme.quiet) };
    Line::raw(progress_words(progress, state, columns))
}

/// `syncing 12,300 of 50,000  210/s  1:20 left`, shorter where the screen is narrow.
fn progress_words(progress: &SyncProgress, state: &State, columns: u16) -> String {
    let calls = grouped(progress.calls);
    let mut words = match progress.total {
        // The total grows slice by slice, so it says so until the last slice is known.
        Some(total) if progress.slices_done + 1 < progress.slices => {
            format!("syncing {calls} of at least {}", grouped(total.max(progress.calls)))
        }
        Some(total) => format!("syncing {calls} of {}", grouped(total.max(progress.calls))),
        None => format!("syncing {calls}"),
    };
    if columns >= 80 && progress.rate >= 1.0 {
        words = format!("{words}  {:.0}/s", progress.rate);
    }
    if columns >= 80
        && let Some(eta) = progress.eta
    {
        words = format!("{words}  {} left", format::countdown(eta, state.now));
    }
    words
}
