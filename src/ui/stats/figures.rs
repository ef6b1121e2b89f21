//! The figures above the charts, each with what it covers and how it changed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::theme::Theme;
use super::super::{format, keys, paint};
use crate::app::{Action, Figures, Layout, Place, State};
use crate::index::CalledBack;
use crate::index::stats::{Distribution, ServiceLevel, Stats, shares_differ, too_few};
use crate::model::{ResultGroup, grouped};

/// Rows of the figures at a layout, with the empty one under them.
pub const fn rows(layout: Layout) -> u16 {
    match layout {
        Layout::TooSmall | Layout::Narrow => 3,
        Layout::Medium | Layout::Wide => 4,
    }
}

/// Draws how calls ended, how long people waited and talked and, where there is room, how soon callers were answered or called
/// back. What does not fit whole is left out.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, figures: &Figures, theme: &Theme) {
    let calls = figures.all.results.calls();
    let mut results = vec![Line::styled(format::counted(calls as u64, "call", "calls"), theme.title)];
    let shown = [ResultGroup::Answered, ResultGroup::Missed, ResultGroup::Abandoned, ResultGroup::Voicemail];
    results.extend(shown.map(|group| {
        Line::from(vec![
            Span::styled(format!("{} ", group.word()), theme.quiet),
            Span::raw(percent(figures.all.results.ended(group), calls)),
            Span::styled(change(figures, group), theme.quiet),
        ])
    }));
    let (wait, talk) = (&figures.all.wait, &figures.all.talk);
    let mut spans = if wait.known > 0 && too_few(wait.known, calls) {
        let [known, of] = [wait.known, calls].map(|count| grouped(count as u64));
        vec![Line::styled(format!("wait known of {known} of {of}: {} more", fetches(state)), theme.quiet)]
    } else {
        span("wait", wait, calls, theme)
    };
    spans.extend(span("talk", talk, calls, theme));
    if talk.total > 0 {
        spans.push(Line::styled(format!("{} h in all", grouped(talk.total / 3600)), theme.quiet));
    }
    let mut lines = vec![fitting(results, area.width), fitting(spans, area.width)];
    if rows(state.screen.layout()) > 3 {
        lines.push(fitting(soon(figures, theme), area.width));
    }
    paint::put_lines(buffer, area, &lines);
}

/// How soon callers were answered, and those who reached nobody called back, with how many calls that tells of.
fn soon(figures: &Figures, theme: &Theme) -> Vec<Line<'static>> {
    let before = figures.before.as_ref();
    [
        (
            "service level 20 s",
            level(&figures.all),
            before.and_then(|before| level(&before.all)),
            "whose wait is known",
        ),
        ("called back in 1 h", back(figures.called_back), before.and_then(|then| back(then.called_back)), "unanswered"),
    ]
    .into_iter()
    .map(|(name, now, then, of)| {
        let Some((part, whole)) = now else { return Line::styled(format!("{name} not known"), theme.quiet) };
        Line::from(vec![
            Span::styled(format!("{name} "), theme.quiet),
            Span::raw(percent(part, whole)),
            Span::styled(then.map_or_else(String::new, |then| changed((part, whole), then)), theme.quiet),
            Span::styled(format!(" of {} {of}", grouped(whole as u64)), theme.quiet),
        ])
    })
    .collect()
}

/// Those answered within 20 seconds, and of how many; `None` where too few waits are known.
pub fn level(all: &Stats) -> Option<(usize, usize)> {
    let ServiceLevel { calls, in_time } = all.level;
    (calls > 0 && !too_few(all.wait.known, all.results.calls())).then_some((in_time, calls))
}

/// Those spoken to within an hour, and of how many who reached nobody; `None` of nobody.
pub fn back(called: CalledBack) -> Option<(usize, usize)> {
    (called.calls > 0).then_some((called.within_hour, called.calls))
}

/// What fetches how calls went, and with it their waits: `B in Calls fetches`.
pub fn fetches(state: &State) -> String {
    format!("{} in Calls fetches", keys::of(state, Place::List, Action::FetchPaths))
}

/// The parts with a gap between them, up to the first that does not fit.
fn fitting(parts: Vec<Line<'static>>, columns: u16) -> Line<'static> {
    let mut line = Line::default();
    for part in parts {
        let gap = if line.spans.is_empty() { 0 } else { 2 };
        if line.width() + gap + part.width() > columns.into() {
            break;
        }
        line.push_span(Span::raw(" ".repeat(gap)));
        line.extend(part.spans.into_iter().map(|span| span.patch_style(part.style)));
    }
    line
}

/// A part in percent; a dash of nothing.
pub fn percent(part: usize, whole: usize) -> String {
    crate::index::stats::share(part, whole)
        .map_or_else(|| format::NOTHING.to_owned(), |share| format!("{:.1}%", share * 100.0))
}

/// As [`changed`]; nothing where nothing is compared.
fn change(figures: &Figures, group: ResultGroup) -> String {
    let Some(before) = figures.before.as_ref().filter(|before| before.all.results.calls() > 0) else {
        return String::new();
    };
    changed(
        (figures.all.results.ended(group), figures.all.results.calls()),
        (before.all.results.ended(group), before.all.results.calls()),
    )
}

/// ` (+1.9)` in points, ` ~` where chance explains it.
fn changed(now: (usize, usize), then: (usize, usize)) -> String {
    match (shares_differ(now, then), points(now, then)) {
        (true, Some(points)) => format!(" ({points:+.1})"),
        (false, _) | (true, None) => " ~".to_owned(),
    }
}

/// The difference of two shares in percentage points.
pub fn points(now: (usize, usize), then: (usize, usize)) -> Option<f64> {
    let share = |(part, whole)| crate::index::stats::share(part, whole);
    Some((share(now)? - share(then)?) * 100.0)
}

fn span(name: &str, spans: &Distribution, calls: usize, theme: &Theme) -> Vec<Line<'static>> {
    if spans.known == 0 {
        return vec![Line::styled(format!("{name} not known"), theme.quiet)];
    }
    let of = if spans.known < calls { format!(" of {} known", grouped(spans.known as u64)) } else { String::new() };
    let value = |label: &str, seconds: u32, after: &str| {
        Line::from(vec![
            Span::styled(format!("{label} "), theme.quiet),
            Span::raw(format::span(seconds.into())),
            Span::styled(after.to_owned(), theme.quiet),
        ])
    };
    vec![value(&format!("{name} p50"), spans.p50, ""), value("p90", spans.p90, ""), value("max", spans.max, &of)]
}
