//! Calls by queue, person, number and so on: a table with a bar, sorted by what is measured.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::super::table::{self, Column};
use super::super::text::Align;
use super::super::{format, keys, paint, text};
use super::{Canvas, days, figures, glyphs};
use crate::app::{Action, Chart, Metric, Place, bar_label};
use crate::index::stats::{Bar, By};
use crate::model::{ResultGroup, grouped};

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Label,
    Number,
    Calls,
    Lost,
    Answered,
    Wait,
    Bar,
}

const COLUMNS: [Column<Cell>; 7] = [
    Column { id: Cell::Label, title: "", least: 12, most: 24, align: Align::Left, rank: 0 },
    Column { id: Cell::Number, title: "number", least: 15, most: 17, align: Align::Left, rank: 6 },
    Column { id: Cell::Calls, title: "calls", least: 7, most: 9, align: Align::Right, rank: 0 },
    Column { id: Cell::Lost, title: "lost", least: 6, most: 8, align: Align::Right, rank: 2 },
    Column { id: Cell::Answered, title: "answ.", least: 6, most: 6, align: Align::Right, rank: 3 },
    Column { id: Cell::Wait, title: "p90 wait", least: 8, most: 8, align: Align::Right, rank: 4 },
    Column { id: Cell::Bar, title: "", least: 6, most: 60, align: Align::Left, rank: 5 },
];

/// Draws the largest ones; the one with the cursor is in sight.
pub fn draw(buffer: &mut Buffer, area: Rect, canvas: &Canvas<'_>) {
    let (by, metric, bars) = (canvas.state.stats.by, canvas.state.stats.metric, &canvas.figures.groups);
    canvas.title(buffer, area, Chart::Groups, &heading(by), metric.words());
    if bars.is_empty() {
        let (_, below) = paint::split_top(area, 1);
        let next = keys::of(canvas.state, Place::Stats, Action::GroupBy);
        let words = text::wrap(&format!("None in these calls; {next} counts by something else."), below.width.into());
        let lines: Vec<Line<'_>> = words.into_iter().map(|words| Line::styled(words, canvas.theme.quiet)).collect();
        paint::put_lines(buffer, below, &lines);
        return;
    }
    // Numbers without a heading say nothing: where there is no row for it, there is the one that is measured.
    let headed = area.height > 5;
    let wanted = COLUMNS.into_iter().filter(|column| match column.id {
        Cell::Label | Cell::Calls | Cell::Bar => true,
        Cell::Number => headed && by == By::Number,
        Cell::Lost | Cell::Answered | Cell::Wait => headed,
    });
    let placed = table::place(&wanted.collect::<Vec<_>>(), area.width);
    if headed {
        table::draw_row(buffer, paint::row_of(area, 1), &placed, |id| {
            let title = COLUMNS.iter().find(|column| column.id == id).map_or("", |column| column.title);
            (title.to_owned(), canvas.theme.quiet)
        });
    }
    let top = 1 + u16::from(headed);
    let rows = usize::from(area.height.saturating_sub(top));
    let cursor = canvas.cursor(Chart::Groups, bars.len());
    let first = cursor.map_or(0, |cursor| (cursor + 1).saturating_sub(rows));
    let most = bars.iter().filter_map(|bar| metric.of(bar)).fold(0.0, f64::max);
    let bar_width = placed.iter().find(|column| column.id == Cell::Bar).map_or(0, |column| column.width);
    for (row, (place, bar)) in (top..area.height).zip(bars.iter().enumerate().skip(first)) {
        let style = if cursor == Some(place) { canvas.theme.selected } else { Style::new() };
        table::draw_row(buffer, paint::row_of(area, row), &placed, |id| {
            let is_measured = id == Cell::Calls && !headed;
            let words = if is_measured { measured(bar, metric) } else { words(bar, id, metric, most, bar_width) };
            (words, if id == Cell::Bar { Style::new() } else { style })
        });
    }
}

fn heading(by: By) -> String {
    match by {
        By::Queue => "QUEUES AND MENUS",
        By::User => "MEMBERS",
        By::Number => "CALLERS AND CALLED",
        By::Site => "SITES",
        By::Weekday => "DAYS OF THE WEEK",
        By::Hour => "HOURS OF THE DAY",
        By::Day => "DAYS",
        By::Result => "RESULTS",
    }
    .to_owned()
}

fn words(bar: &Bar, id: Cell, metric: Metric, most: f64, width: u16) -> String {
    match id {
        Cell::Label => text::whole(&bar_label(bar)),
        Cell::Number => format::phone(&bar.number),
        Cell::Calls => grouped(bar.results.calls() as u64),
        Cell::Lost => grouped(bar.results.lost() as u64),
        Cell::Answered => figures::percent(bar.results.ended(ResultGroup::Answered), bar.results.calls()),
        Cell::Wait if bar.wait.known == 0 => format::NOTHING.to_owned(),
        Cell::Wait => format::span(bar.wait.seconds.into()),
        Cell::Bar => {
            let part = metric.of(bar).filter(|_| most > 0.0).map_or(0.0, |value| value / most);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a column's width")]
            let cells = (part * f64::from(width)).ceil() as usize;
            glyphs::BAR.repeat(cells)
        }
    }
}

/// What a bar measures, in words.
pub fn measured(bar: &Bar, metric: Metric) -> String {
    metric.of(bar).map_or_else(|| format::NOTHING.to_owned(), |value| days::amount(value, metric))
}
