//! What the matching calls are made of: counts by direction, result, queue, site, flags and hour.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{paint, text};
use crate::index::Facets;
use crate::model::{Text, grouped};

/// Names of one kind that are listed; the most frequent ones.
const NAMES: usize = 6;

/// Draws the counts into `area`.
pub fn draw(buffer: &mut Buffer, area: Rect, facets: &Facets, theme: &Theme) {
    let area = paint::padded(area);
    let columns = usize::from(area.width);
    let names = |names: &[(Text, usize)]| -> Vec<(String, usize)> {
        names.iter().take(NAMES).map(|(name, count)| (text::whole(name), *count)).collect()
    };
    let directions = facets.directions.map(|(word, count)| (word.to_string(), count));
    let results = facets.results.map(|(group, count)| (group.word().to_owned(), count));
    let flags = facets.flags.map(|(word, count)| (word.to_string(), count));
    let sections = [
        ("Direction", directions.to_vec()),
        ("Result", results.to_vec()),
        ("Queue", names(&facets.queues)),
        ("Site", names(&facets.sites)),
        ("Has", flags.to_vec()),
    ];
    let mut lines = Vec::new();
    for (title, counts) in sections {
        let found: Vec<(String, usize)> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        if found.is_empty() {
            continue;
        }
        heading(&mut lines, title, theme);
        for (name, count) in found {
            let count = grouped(count as u64);
            let name = text::fit(&name, columns.saturating_sub(count.len() + 2), text::Align::Left);
            lines.push(Line::from(vec![Span::raw(format!(" {name} ")), Span::styled(count, theme.quiet)]));
        }
    }
    // What is left is for the hours, with a gap and a heading above them.
    let room = usize::from(area.height).saturating_sub(lines.len() + 2);
    hours(&mut lines, &facets.hours, (columns, room), theme);
    paint::put_lines(buffer, area, &lines);
}

/// Bars from the first to the last hour with a call in it: one an hour where there are rows for it, else one for several.
fn hours(lines: &mut Vec<Line<'static>>, hours: &[usize; 24], (columns, rows): (usize, usize), theme: &Theme) {
    let busy = |hour: &usize| hours[*hour] > 0;
    let (Some(first), Some(last)) = ((0..24).find(busy), (0..24).rfind(busy)) else { return };
    if rows == 0 {
        return;
    }
    let together = (last + 1 - first).div_ceil(rows);
    let bars: Vec<usize> = hours[first..=last].chunks(together).map(|hours| hours.iter().sum()).collect();
    let most = bars.iter().copied().max().unwrap_or(0).max(1);
    heading(lines, "Hour", theme);
    let room = columns.saturating_sub(4);
    for (hour, calls) in (first..).step_by(together).zip(bars) {
        // A bar of at least one cell for an hour with calls: few is not none.
        let bar = (calls * room).div_ceil(most).min(room);
        lines.push(Line::from(vec![
            Span::styled(format!(" {hour:02} "), theme.quiet),
            Span::styled("▪".repeat(bar), Style::new()),
        ]));
    }
}

fn heading(lines: &mut Vec<Line<'static>>, title: &'static str, theme: &Theme) {
    if !lines.is_empty() {
        lines.push(Line::default());
    }
    lines.push(Line::styled(title, theme.title));
}
