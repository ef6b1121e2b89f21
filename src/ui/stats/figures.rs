//! The figures above the charts, each with what it covers and how it changed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::theme::Theme;
use super::super::{format, paint};
use crate::app::Figures;
use crate::index::stats::{Distribution, shares_differ};
use crate::model::{ResultGroup, grouped};

/// Draws two lines: how calls ended, and how long people waited and talked.
pub fn draw(buffer: &mut Buffer, area: Rect, figures: &Figures, theme: &Theme) {
    let calls = figures.all.calls();
    let mut results = Line::from(Span::styled(format::counted(calls as u64, "call", "calls"), theme.title));
    let shown = [ResultGroup::Answered, ResultGroup::Missed, ResultGroup::Voicemail, ResultGroup::Abandoned];
    for group in shown {
        results.push_span(Span::styled(format!("  {} ", group.word()), theme.quiet));
        results.push_span(Span::raw(percent(figures.all.ended(group), calls)));
        results.push_span(Span::styled(change(figures, group), theme.quiet));
    }
    let mut spans = Line::default();
    span(&mut spans, "wait", &figures.all.wait, calls, theme);
    spans.push_span(Span::raw("   "));
    span(&mut spans, "talk", &figures.all.talk, calls, theme);
    if figures.all.talk.total > 0 {
        spans.push_span(Span::styled("  in all ", theme.quiet));
        spans.push_span(Span::raw(format!("{} h", grouped(figures.all.talk.total / 3600))));
    }
    paint::put_lines(buffer, area, &[results, spans]);
}

/// A part in percent; a dash of nothing.
pub fn percent(part: usize, whole: usize) -> String {
    crate::index::stats::share(part, whole)
        .map_or_else(|| format::NOTHING.to_owned(), |share| format!("{:.1}%", share * 100.0))
}

/// ` (+1.9)` in points, ` (~)` where chance explains it; nothing where nothing is compared.
fn change(figures: &Figures, group: ResultGroup) -> String {
    let Some(before) = figures.before.as_ref().filter(|before| before.all.calls() > 0) else { return String::new() };
    let (now, then) = ((figures.all.ended(group), figures.all.calls()), (before.all.ended(group), before.all.calls()));
    match (shares_differ(now, then), points(now, then)) {
        (true, Some(points)) => format!(" ({points:+.1})"),
        (false, _) | (true, None) => " (~)".to_owned(),
    }
}

/// The difference of two shares in percentage points.
pub fn points(now: (usize, usize), then: (usize, usize)) -> Option<f64> {
    let share = |(part, whole)| crate::index::stats::share(part, whole);
    Some((share(now)? - share(then)?) * 100.0)
}

fn span(line: &mut Line<'static>, name: &'static str, spans: &Distribution, calls: usize, theme: &Theme) {
    line.push_span(Span::styled(format!("{name} "), theme.quiet));
    if spans.known == 0 {
        line.push_span(Span::raw("not known"));
        return;
    }
    for (label, seconds) in [("p50 ", spans.p50), ("  p90 ", spans.p90), ("  max ", spans.max)] {
        line.push_span(Span::styled(label, theme.quiet));
        line.push_span(Span::raw(format::span(seconds.into())));
    }
    if spans.known < calls {
        line.push_span(Span::styled(format!(" of {} known", grouped(spans.known as u64)), theme.quiet));
    }
}
