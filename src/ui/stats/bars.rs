//! Bars that lie: results, and how long people waited and talked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::{format, paint, text};
use super::{Canvas, figures, glyphs};
use crate::app::Chart;
use crate::index::stats::{Distribution, too_few};
use crate::model::{ResultGroup, grouped};

/// One bar.
struct Lying {
    /// Its place among the bars of the cursor.
    place: usize,
    label: String,
    calls: usize,
    glyph: &'static str,
    style: Style,
}

/// How calls ended; groups without a call are left out.
pub fn draw_results(buffer: &mut Buffer, area: Rect, canvas: &Canvas<'_>) {
    canvas.title(buffer, area, Chart::Results, "RESULT", "");
    let groups = ResultGroup::ALL.into_iter().enumerate();
    let bars = groups.map(|(place, group)| Lying {
        place,
        label: group.word().to_owned(),
        calls: canvas.figures.all.results.ended(group),
        glyph: glyphs::part(group),
        style: canvas.theme.result(group),
    });
    let cursor = canvas.cursor(Chart::Results, ResultGroup::ALL.len());
    let bars = bars.filter(|bar| bar.calls > 0 || cursor == Some(bar.place)).collect();
    draw(buffer, area, canvas, bars, cursor);
}

/// How long people waited or talked, of those of whom it is known.
pub fn draw_spans(buffer: &mut Buffer, area: Rect, canvas: &Canvas<'_>, chart: Chart) {
    let all = &canvas.figures.all;
    let (spans, name) = if chart == Chart::Wait { (&all.wait, "WAIT") } else { (&all.talk, "TALK") };
    let is_weak = chart == Chart::Wait && too_few(spans.known, all.results.calls());
    canvas.title(buffer, area, chart, name, &known(spans, all.results.calls()));
    if spans.known == 0 {
        let words = if chart == Chart::Wait {
            let fetches = figures::fetches(canvas.state);
            format!("Not known of any of these calls: Zoom tells it with how a call went, which {fetches}.")
        } else {
            "Nobody talked in these calls, or Zoom does not tell how long.".to_owned()
        };
        let (_, below) = paint::split_top(area, 1);
        for (row, line) in (0..below.height).zip(text::wrap(&words, below.width.into())) {
            paint::put(buffer, paint::row_of(below, row), &line, canvas.theme.quiet);
        }
        return;
    }
    let buckets = spans.labels().into_iter().zip(spans.buckets).enumerate();
    let style = if is_weak { canvas.theme.quiet } else { Style::new() };
    let bars = buckets.map(|(place, (label, calls))| Lying { place, label, calls, glyph: glyphs::BAR, style });
    draw(buffer, area, canvas, bars.collect(), canvas.cursor(chart, spans.buckets.len()));
    if is_weak && area.height > 8 {
        let words = format!("{} more waits", figures::fetches(canvas.state));
        paint::put(buffer, paint::row_of(area, 7), &words, canvas.theme.quiet);
    }
}

/// What the bars cover, and their highest value.
fn known(spans: &Distribution, calls: usize) -> String {
    match spans.known {
        0 => String::new(),
        known if known == calls => format!("p90 {}", format::span(spans.p90.into())),
        known => format!("of {} known", grouped(known as u64)),
    }
}

fn draw(buffer: &mut Buffer, area: Rect, canvas: &Canvas<'_>, bars: Vec<Lying>, cursor: Option<usize>) {
    let labels = bars.iter().map(|bar| text::width(&bar.label)).max().unwrap_or(0);
    let counts = bars.iter().map(|bar| grouped(bar.calls as u64).len()).max().unwrap_or(0);
    let most = bars.iter().map(|bar| bar.calls).max().unwrap_or(0).max(1);
    let room = usize::from(area.width).saturating_sub(labels + counts + 2);
    // The bar with the cursor is in sight.
    let rows = usize::from(area.height.saturating_sub(1));
    let at = cursor.and_then(|cursor| bars.iter().position(|bar| bar.place == cursor)).unwrap_or(0);
    let first = (at + 1).saturating_sub(rows);
    for (row, bar) in (1..area.height).zip(bars.into_iter().skip(first)) {
        let line = paint::row_of(area, row);
        let label = text::fit(&bar.label, labels, text::Align::Left);
        let count = text::fit(&grouped(bar.calls as u64), counts, text::Align::Right);
        let style = if cursor == Some(bar.place) { canvas.theme.selected } else { Style::new() };
        paint::put(buffer, line, &format!("{label} {count}"), style);
        let cells = (bar.calls * room).div_ceil(most).min(room);
        let beside = paint::right_of(line, u16::try_from(labels + counts + 2).unwrap_or(u16::MAX));
        paint::put(buffer, beside, &bar.glyph.repeat(cells), bar.style);
    }
}
