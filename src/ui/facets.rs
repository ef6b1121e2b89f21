//! What the matching calls are made of: counts by direction, result, queue, site, flags and hour, the values as filters; and
//! the saved views, where there is room.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{keys, paint, text};
use crate::app::{Action, FacetPanel, Focus, Place, State};
use crate::model::{grouped, query::Field};

/// Saved views that are listed, where there is room.
const VIEWS: usize = 5;
/// The least rows in which views are listed.
const ROWS_FOR_VIEWS: u16 = 40;
/// The least bars that tell something of the hours of a day.
const LEAST_BARS: usize = 4;

/// Draws the counts into `area`.
pub fn draw(buffer: &mut Buffer, area: Rect, panel: &FacetPanel, state: &State, theme: &Theme) {
    let area = paint::padded(area);
    let views = if area.height < ROWS_FOR_VIEWS { Vec::new() } else { views(state, area.width, theme) };
    let (area, below) = paint::split_bottom(area, u16::try_from(views.len()).unwrap_or(0));
    paint::put_lines(buffer, below, &views);
    let columns = usize::from(area.width);
    let at = (state.focus == Focus::Facets).then(|| state.calls.facet_at());
    let (mut lines, mut here, mut place) = (Vec::new(), None, 0);
    for section in &panel.sections {
        heading(&mut lines, title(section.field), theme);
        for (value, asked) in &section.values {
            let count = grouped(value.count as u64);
            let sign = if *asked { "[x]" } else { "[ ]" };
            // With a space before the count, however long the name is.
            let name =
                text::fit(&text::whole(&value.label), columns.saturating_sub(count.len() + 6), text::Align::Left);
            let (cursor, style) = if at == Some(place) {
                here = Some(lines.len());
                (">", theme.selected)
            } else {
                (" ", Style::new())
            };
            lines.push(Line::from(vec![
                Span::raw(cursor),
                Span::styled(format!("{sign} {name}"), style),
                Span::styled(format!(" {count}"), theme.quiet),
            ]));
            place += 1;
        }
    }
    let height = usize::from(area.height);
    if lines.len() < height {
        // What is left is for the hours, with a gap and a heading above them.
        let room = height.saturating_sub(lines.len() + 2);
        hours(&mut lines, &panel.hours, (columns, room), theme);
    }
    // The line under the cursor is in sight, and one more, so that a heading above the first value is.
    let first = here.map_or(0, |here| (here + 2).saturating_sub(height)).min(lines.len().saturating_sub(height));
    paint::put_lines(buffer, area, &lines[first..]);
}

/// What a field's values stand under.
fn title(field: Field) -> &'static str {
    match field {
        Field::Dir => "Direction",
        Field::Result => "Result",
        Field::Queue => "Queue",
        Field::Site => "Site",
        Field::Has => "Has",
        Field::Is => "Is",
        Field::Dept => "Department",
        Field::Cost => "Cost center",
        Field::Group => "Group",
        Field::User => "User",
        Field::Party => "Party",
        Field::Number | Field::With => "Number",
        Field::Ext => "Extension",
        Field::Last | Field::From | Field::To | Field::On => "Time",
        Field::Talk => "Talk",
        Field::Wait => "Wait",
        Field::Hold => "Hold",
        Field::Dur => "Length",
        Field::Needs => "Needs",
        Field::Said => "Said",
        Field::Weekday => "Weekday",
        Field::Hour => "Hour",
    }
}

/// The first saved views, with the key that opens them all.
fn views(state: &State, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let offered = state.views.offered();
    let key = keys::of(state, Place::List, Action::SavedViews);
    let title = text::fit("Saved views", usize::from(columns).saturating_sub(key.len() + 5), text::Align::Left);
    let mut lines = vec![
        Line::default(),
        Line::from(vec![
            Span::styled(title, theme.title),
            Span::styled(key, theme.key),
            Span::styled(" open", theme.quiet),
        ]),
    ];
    lines.extend(offered.iter().take(VIEWS).enumerate().map(|(place, offered)| {
        let name = text::typed(&offered.view.name);
        Line::from(vec![Span::styled(format!(" {} ", place + 1), theme.quiet), Span::raw(name)])
    }));
    lines
}

/// Bars from the first to the last hour with a call in it: one an hour where there are rows for it, else one for several; none
/// where so few fit that they would tell nothing.
fn hours(lines: &mut Vec<Line<'static>>, hours: &[usize; 24], (columns, rows): (usize, usize), theme: &Theme) {
    let busy = |hour: &usize| hours[*hour] > 0;
    let (Some(first), Some(last)) = ((0..24).find(busy), (0..24).rfind(busy)) else { return };
    let hours_told = last + 1 - first;
    if rows < hours_told.min(LEAST_BARS) {
        return;
    }
    let together = hours_told.div_ceil(rows);
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
