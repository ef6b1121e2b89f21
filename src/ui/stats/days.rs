//! Calls a day, each bar stacked by how the calls ended.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::theme::Theme;
use super::super::{format, paint, text};
use super::{Canvas, glyphs};
use crate::app::{Chart, Metric};
use crate::index::stats::Bar;
use crate::model::{ResultGroup, grouped};

/// Cells for the numbers at the left.
const AXIS: u16 = 7;

/// From the bottom of a bar to its top.
const STACK: [ResultGroup; 7] = [
    ResultGroup::Answered,
    ResultGroup::Voicemail,
    ResultGroup::Missed,
    ResultGroup::Abandoned,
    ResultGroup::Failed,
    ResultGroup::Blocked,
    ResultGroup::Other,
];

/// Draws as many days as fit, the one with the cursor among them.
pub fn draw(buffer: &mut Buffer, area: Rect, canvas: &Canvas<'_>) {
    let (metric, days) = (canvas.state.stats.metric, &canvas.figures.days);
    let room = usize::from(area.width.saturating_sub(AXIS)).max(1);
    let step = (room / days.len().max(1)).clamp(1, 4);
    let cursor = canvas.state.stats.bar.min(days.len().saturating_sub(1));
    let cursor = canvas.has_cursor(Chart::Days).then_some(cursor);
    let fitting = (room / step).min(days.len());
    // The newest days are in sight, unless the cursor is on an older one.
    let first = (days.len() - fitting).min(cursor.unwrap_or(usize::MAX));
    let shown = &days[first..first + fitting];
    let more = match metric {
        Metric::Calls => "█ answered + voicemail ▒ missed ░ abandoned".to_owned(),
        Metric::Lost | Metric::Answered | Metric::Wait | Metric::Talk => metric.words().to_owned(),
    };
    let name = if metric == Metric::Calls { "CALLS A DAY" } else { "BY DAY" };
    let name = if first > 0 { format!("{name}, {fitting} OF {}", days.len()) } else { name.to_owned() };
    canvas.title(buffer, area, Chart::Days, &name, &more);
    let rows = area.height.saturating_sub(3).max(1);
    let most = shown.iter().filter_map(|day| metric.of(day)).fold(0.0, f64::max);
    draw_axis(buffer, area, rows, most, metric, canvas.theme);
    let bar_width = if step >= 3 { step - 1 } else { step };
    for (place, day) in shown.iter().enumerate() {
        let x = area.x + AXIS + u16::try_from(place * step).unwrap_or(u16::MAX);
        let selected = cursor == Some(first + place);
        for row in 0..rows {
            let (glyph, style) = cell(day, metric, row, rows, most, canvas.theme);
            let style = if selected { style.patch(canvas.theme.focus) } else { style };
            let y = area.y + rows - row;
            let cell = Rect { x, y, width: u16::try_from(bar_width).unwrap_or(1), height: 1 };
            paint::put(buffer, cell.intersection(area), &glyph.repeat(bar_width), style);
        }
        if selected {
            let under = Rect { x, y: area.y + rows + 1, width: 1, height: 1 };
            paint::put(buffer, under.intersection(area), glyphs::HERE, canvas.theme.focus);
        }
    }
    draw_dates(buffer, area, shown, canvas.theme);
}

/// What stands in a cell of a bar: the part of the stack that the middle of the cell is in. Few is not none.
fn cell(day: &Bar, metric: Metric, row: u16, rows: u16, most: f64, theme: &Theme) -> (&'static str, Style) {
    let Some(value) = metric.of(day).filter(|value| *value > 0.0) else { return (" ", Style::new()) };
    let level = (f64::from(row) + 0.5) * most / f64::from(rows);
    if level > value && row > 0 {
        return (" ", Style::new());
    }
    match metric {
        Metric::Calls => {
            let group = stacked(day, level.min(value));
            (glyphs::part(group), theme.result(group))
        }
        Metric::Lost => (glyphs::part(ResultGroup::Missed), theme.result(ResultGroup::Missed)),
        Metric::Answered | Metric::Wait | Metric::Talk => (glyphs::BAR, Style::new()),
    }
}

/// The group that is `level` calls up the stack.
#[expect(clippy::cast_precision_loss, reason = "calls of one day")]
fn stacked(day: &Bar, level: f64) -> ResultGroup {
    let mut upto = 0;
    let found = STACK.into_iter().find(|group| {
        upto += day.results.ended(*group);
        upto as f64 >= level && day.results.ended(*group) > 0
    });
    found.unwrap_or(ResultGroup::Other)
}

/// Numbers at the left of every second row, and of each where there is room for few. One that rounds to the number above it is
/// not told again.
fn draw_axis(buffer: &mut Buffer, area: Rect, rows: u16, most: f64, metric: Metric, theme: &Theme) {
    let every = if rows > 8 { 2 } else { 1 };
    let mut above = String::new();
    for row in (0..rows).rev().filter(|row| (rows - 1 - row).is_multiple_of(every)) {
        let label = on_axis(most * f64::from(row + 1) / f64::from(rows), metric);
        if label == above {
            continue;
        }
        above.clone_from(&label);
        let label = text::fit(&label, usize::from(AXIS) - 1, text::Align::Right);
        let place = Rect { y: area.y + rows - row, height: 1, width: AXIS.min(area.width), ..area };
        paint::put(buffer, place, &label, theme.quiet);
    }
}

/// A value of a metric, short enough for the axis: `6:28 h` for six hours and a half.
fn on_axis(value: f64, metric: Metric) -> String {
    let words = amount(value, metric);
    if text::width(&words) < usize::from(AXIS) {
        return words;
    }
    // Hours, minutes and seconds: the seconds matter least.
    words.rsplit_once(':').map_or(words.clone(), |(minutes, _)| format!("{minutes} h"))
}

/// A value of a metric, in a few cells.
pub fn amount(value: f64, metric: Metric) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts and seconds of calls")]
    let whole = value.round().max(0.0) as u64;
    match metric {
        Metric::Calls | Metric::Lost => grouped(whole),
        Metric::Answered => format!("{:.0}%", value * 100.0),
        Metric::Talk if whole >= 36_000 => format!("{} h", whole / 3600),
        Metric::Wait | Metric::Talk => format::span(whole),
    }
}

/// The first and the last day under the bars.
fn draw_dates(buffer: &mut Buffer, area: Rect, shown: &[Bar], theme: &Theme) {
    let below = Rect { y: area.y + area.height - 1, height: 1, ..paint::right_of(area, AXIS) };
    let day = |bar: &Bar| bar.label.as_raw().get(5..).unwrap_or_default().to_owned();
    let (Some(first), Some(newest)) = (shown.first(), shown.last()) else { return };
    paint::put(buffer, below, &day(first), theme.quiet);
    let step = (usize::from(below.width) / shown.len().max(1)).clamp(1, 4);
    let end = u16::try_from(shown.len() * step).unwrap_or(u16::MAX).min(below.width);
    if end > 12 {
        let last = Rect { x: below.x + end - 5, width: 5, ..below };
        paint::put(buffer, last, &day(newest), theme.quiet);
    }
}
