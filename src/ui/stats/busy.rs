//! The map of the week: a cell for each hour, darker where more calls came.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::paint;
use super::{Canvas, glyphs};
use crate::app::{Chart, WEEKDAYS};

/// Cells for the names of the days.
const NAMES: u16 = 4;

/// Draws the hours from the first to the last with a call, two or three cells each where they fit.
pub fn draw(buffer: &mut Buffer, area: Rect, canvas: &Canvas<'_>) {
    canvas.title(buffer, area, Chart::Busy, "BUSY HOURS", "░ few █ many");
    let busy = &canvas.figures.all.busy;
    let has_calls = |hour: &usize| busy.iter().any(|day| day[*hour] > 0);
    let (Some(first), Some(last)) = ((0..24).find(has_calls), (0..24).rfind(has_calls)) else { return };
    let hours = last + 1 - first;
    let room = usize::from(area.width.saturating_sub(NAMES));
    let step = (room / hours).clamp(1, 3);
    let most = busy.iter().flatten().copied().max().unwrap_or(0);
    let x = |hour: usize| area.x + NAMES + u16::try_from((hour - first) * step).unwrap_or(u16::MAX);
    // With a gap between two hours, so that they do not read as one number.
    let every = 3_usize.div_ceil(step);
    for hour in (first..=last).filter(|hour| (hour - first).is_multiple_of(every)) {
        let place = Rect { x: x(hour), y: area.y + 1, width: 2, height: 1 };
        paint::put(buffer, place.intersection(area), &format!("{hour:02}"), canvas.theme.quiet);
    }
    let cursor = cursor(canvas);
    for (row, (name, counts)) in (2_u16..).zip(WEEKDAYS.iter().zip(busy)) {
        let line = paint::row_of(area, row);
        if line.height == 0 {
            return;
        }
        paint::put(buffer, line, name, canvas.theme.quiet);
        for (hour, count) in (first..=last).map(|hour| (hour, counts[hour])) {
            let cell = Rect { x: x(hour), width: u16::try_from(step).unwrap_or(1), ..line };
            let here = cursor == Some((usize::from(row) - 2, hour));
            let style = if here { canvas.theme.selected } else { Style::new() };
            paint::put(buffer, cell.intersection(area), &glyphs::shade(count, most).repeat(step), style);
        }
    }
}

/// The day and hour under the cursor: the cursor goes over hours with calls only.
fn cursor(canvas: &Canvas<'_>) -> Option<(usize, usize)> {
    let busy = &canvas.figures.all.busy;
    let hours = (0..7).flat_map(|day| (0..24).map(move |hour| (day, hour)));
    let taken: Vec<(usize, usize)> = hours.filter(|(day, hour)| busy[*day][*hour] > 0).collect();
    canvas.cursor(Chart::Busy, taken.len()).and_then(|place| taken.get(place).copied())
}
