//! The calendar of what was fetched: months side by side, a cell for each day with a sign and its number of calls.

use chrono::{Datelike, Months, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{format, glyphs, keys, paint};
use crate::app::{Action, DayState, Place, State, chosen_day, state_of};
use crate::model::kept_by_zoom_since;

/// Cells of a day: its number, its sign, its calls, a space.
const DAY: u16 = 8;
/// Cells of a month, with those between two.
const MONTH: u16 = 7 * DAY + 2;
/// Rows of a month: its name, the days of the week, and six weeks.
const ROWS: u16 = 8;
/// What stands over the days.
const WEEKDAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
/// Rows under the months: the day under the cursor, and what the signs mean.
const BELOW: u16 = 3;

/// Draws as many months as fit, the one with the cursor among them, the newest last.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let area = paint::padded(area);
    let (months, below) = paint::split_bottom(area, BELOW);
    draw_day(buffer, below, state, theme);
    let across = (months.width / MONTH).max(1);
    // Without the empty row under the last one.
    let down = ((months.height + 1) / (ROWS + 1)).max(1);
    let fitting = u32::from(across * down);
    let chosen = first_of(chosen_day(state));
    let this_month = first_of(state.zone.day(state.now));
    let behind = months_between(chosen, this_month) / fitting * fitting;
    let last = this_month.checked_sub_months(Months::new(behind)).unwrap_or(this_month);
    for place in 0..fitting {
        let Some(month) = last.checked_sub_months(Months::new(fitting - 1 - place)) else { continue };
        let (row, column) = (u16::try_from(place).unwrap_or(0) / across, u16::try_from(place).unwrap_or(0) % across);
        let at = Rect {
            x: months.x + column * MONTH,
            y: months.y + row * (ROWS + 1),
            width: MONTH.saturating_sub(2),
            height: ROWS,
        };
        draw_month(buffer, at.intersection(months), month, state, theme);
    }
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn months_between(from: NaiveDate, to: NaiveDate) -> u32 {
    let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    u32::try_from((months(to) - months(from)).max(0)).unwrap_or(0)
}

fn draw_month(buffer: &mut Buffer, area: Rect, first: NaiveDate, state: &State, theme: &Theme) {
    let chosen = chosen_day(state);
    paint::put(buffer, paint::row_of(area, 0), &first.format("%B %Y").to_string(), theme.title);
    let weekdays = WEEKDAYS.map(|name| format!("{name:<width$}", width = DAY.into())).concat();
    paint::put(buffer, paint::row_of(area, 1), weekdays.trim_end(), theme.quiet);
    let days = first.iter_days().take_while(|day| day.month() == first.month());
    for day in days {
        let weekday = day.weekday().num_days_from_monday();
        // The last week of a month that begins late has the last row.
        let week = (day.day0() + first.weekday().num_days_from_monday()) / 7;
        let row = paint::row_of(area, 2 + u16::try_from(week).unwrap_or(0));
        let cell = paint::right_of(row, u16::try_from(weekday).unwrap_or(0) * DAY);
        let (sign, style) = sign(state_of(state, day), theme);
        let calls = state.coverage.calls_on(day);
        let words = format!("{:>2}{sign}{:>4}", day.day(), short(calls));
        let style = if day == chosen { theme.selected } else { style };
        paint::put(buffer, Rect { width: cell.width.min(DAY - 1), ..cell }, &words, style);
    }
}

/// Calls in four cells; nothing for none.
fn short(calls: usize) -> String {
    match calls {
        0 => String::new(),
        1..=9_999 => calls.to_string(),
        10_000..=999_999 => format!("{}k", calls / 1_000),
        _ => format!("{}M", (calls / 1_000_000).min(999)),
    }
}

fn sign(day: DayState, theme: &Theme) -> (&'static str, Style) {
    let style = match day {
        DayState::Complete => theme.good,
        DayState::Partial | DayState::Never => theme.warning,
        DayState::PartialForGood | DayState::Gone | DayState::Future => theme.quiet,
    };
    (glyphs::day(day), style)
}

/// What is known of the day under the cursor, and the legend.
fn draw_day(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let day = chosen_day(state);
    let what = state_of(state, day);
    let calls = format::counted(state.coverage.calls_on(day) as u64, "call", "calls");
    let gap = keys::of(state, Place::Coverage, Action::Refresh);
    let words = match what {
        DayState::Complete => format!("{calls}: every call that Zoom had"),
        DayState::Partial => format!("{calls} in the part fetched; {gap} fetches the rest"),
        DayState::Never => format!("never fetched; {gap} fetches it"),
        DayState::PartialForGood => format!("{calls} in the part fetched; Zoom no longer has the rest"),
        DayState::Gone => "never fetched, and Zoom keeps six months only".to_owned(),
        DayState::Future => "is still to come".to_owned(),
    };
    let reading = state.archive.awaited().is_some();
    let words = match reading {
        true if what == DayState::Never => "not known yet: reading the archive".to_owned(),
        true => format!("{words} (so far: reading the archive)"),
        false => words,
    };
    let kept = state.zone.day(kept_by_zoom_since(state.now));
    let mut legend = Line::default();
    for (day, words) in [
        (DayState::Complete, "complete"),
        (DayState::Partial, "part"),
        (DayState::Never, "never"),
        (DayState::PartialForGood, "part for good"),
        (DayState::Gone, "gone"),
    ] {
        let (sign, style) = sign(day, theme);
        legend.extend([Span::styled(sign, style), Span::styled(format!(" {words}  "), theme.quiet)]);
    }
    legend.push_span(Span::styled(format!("Zoom has {kept} on"), theme.quiet));
    let lines = [
        Line::from(vec![Span::styled(day.format("%a %Y-%m-%d  ").to_string(), theme.title), Span::raw(words)]),
        legend,
    ];
    let (_, below) = paint::split_bottom(area, area.height.saturating_sub(1));
    paint::put_lines(buffer, below, &lines);
}
