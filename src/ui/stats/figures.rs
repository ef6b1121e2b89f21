//! The figures above the charts, each with what it covers and how it changed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::theme::Theme;
use super::super::{format, keys, paint};
use crate::app::{Action, Figures, Place, State};
use crate::index::stats::{Distribution, shares_differ, too_few};
use crate::model::{ResultGroup, grouped};

/// Draws two lines: how calls ended, and how long people waited and talked. What does not fit whole is left out.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, figures: &Figures, theme: &Theme) {
    let calls = figures.all.calls();
    let mut results = vec![Line::styled(format::counted(calls as u64, "call", "calls"), theme.title)];
    let shown = [ResultGroup::Answered, ResultGroup::Missed, ResultGroup::Abandoned, ResultGroup::Voicemail];
    results.extend(shown.map(|group| {
        Line::from(vec![
            Span::styled(format!("{} ", group.word()), theme.quiet),
            Span::raw(percent(figures.all.ended(group), calls)),
            Span::styled(change(figures, group), theme.quiet),
        ])
    }));
    let (wait, talk) = (&figures.all.wait, &figures.all.talk);
    let mut spans = if wait.known > 0 && too_few(wait.known, calls) {
        vec![Line::styled(format!("wait known of {} more", few(state, wait, calls)), theme.quiet)]
    } else {
        span("wait", wait, calls, theme)
    };
    spans.extend(span("talk", talk, calls, theme));
    if talk.total > 0 {
        spans.push(Line::styled(format!("{} h in all", grouped(talk.total / 3600)), theme.quiet));
    }
    paint::put_lines(buffer, area, &[fitting(results, area.width), fitting(spans, area.width)]);
}

/// Of how few calls something is known, and the key that fetches it of more.
pub fn few(state: &State, spans: &Distribution, calls: usize) -> String {
    let key = keys::of(state, Place::List, Action::FetchPaths);
    format!("{} of {}: {key} in Calls fetches", grouped(spans.known as u64), grouped(calls as u64))
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

/// ` (+1.9)` in points, ` ~` where chance explains it; nothing where nothing is compared.
fn change(figures: &Figures, group: ResultGroup) -> String {
    let Some(before) = figures.before.as_ref().filter(|before| before.all.calls() > 0) else { return String::new() };
    let (now, then) = ((figures.all.ended(group), figures.all.calls()), (before.all.ended(group), before.all.calls()));
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
