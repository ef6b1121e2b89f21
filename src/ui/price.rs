//! What large work costs, and at which time it begins.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::theme::Theme;
use super::{input, keys, paint, text};
use crate::app::{Place, PriceTag, PricedWork, StartAt, State, start_time};

/// Draws what a job costs, before it begins.
pub fn draw(buffer: &mut Buffer, area: Rect, tag: &PriceTag, state: &State, theme: &Theme) {
    let width = area.width.min(state.screen.dialog_columns()).min(76);
    let mut words = tag.price.lines();
    words.extend(tag.notes.iter().cloned());
    words.push("Once it runs, it can be stopped in 5; what is finished is kept.".to_owned());
    let inner = usize::from(width.saturating_sub(4));
    let lines: Vec<Line<'static>> = words.iter().flat_map(|words| text::wrap(words, inner)).map(Line::raw).collect();
    let place = match tag.work {
        PricedWork::Deferrable(_) => Place::Price,
        PricedWork::List(_) => Place::ListPrice,
    };
    let hints = keys::footer_hints(state, place, width.saturating_sub(6), theme);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let inner = paint::dialog(buffer, area, (width, rows), &tag.title, &hints, theme);
    paint::put_lines(buffer, inner, &lines);
}

/// Draws the question at which time work begins.
pub fn draw_start(frame: &mut Frame<'_>, area: Rect, dialog: &StartAt, state: &State, theme: &Theme) {
    const LABEL: u16 = 10;
    let width = area.width.min(state.screen.dialog_columns()).min(76);
    let columns = usize::from(width.saturating_sub(4));
    let zone = state.zone.abbreviation(state.now);
    let told = "It waits in the archive, after a restart too. ringlog has to be open and signed in at that time: it begins no work \
        while it is closed.";
    let words = text::wrap(told, columns);
    let rows = u16::try_from(words.len()).unwrap_or(u16::MAX).saturating_add(4);
    let hints = keys::dialog_hints(state, Place::StartTime, width.saturating_sub(6), theme);
    let inner = paint::dialog(frame.buffer_mut(), area, (width, rows), &dialog.title, &hints, theme);
    let lines: Vec<Line<'static>> = words.into_iter().map(Line::raw).collect();
    paint::put_lines(frame.buffer_mut(), inner, &lines);
    let field = paint::row_of(inner, rows.saturating_sub(3));
    paint::put(frame.buffer_mut(), field, "Begin at", theme.quiet);
    let below = paint::right_of(paint::row_of(inner, rows.saturating_sub(2)), LABEL);
    let (words, style) = match (&dialog.error, dialog.at.value()) {
        (Some(error), _) => (error.clone(), theme.bad),
        (None, "") => (format!("such as 23:00, or 2026-11-23 01:30; times are {zone}"), theme.quiet),
        (None, typed) => match start_time(typed, state.zone, state.now) {
            Ok(start) => {
                let left = (start - state.now).num_minutes();
                let at = state.zone.at(start).format("%A, %Y-%m-%d %H:%M");
                (format!("{at} {zone}, in {} h {:02} min", left / 60, left % 60), theme.quiet)
            }
            Err(_) => (String::new(), theme.quiet),
        },
    };
    for (row, words) in (0..2).zip(text::wrap(&words, below.width.into())) {
        paint::put(frame.buffer_mut(), Rect { y: below.y + row, ..below }, &words, style);
    }
    input::draw(frame, paint::right_of(field, LABEL), &dialog.at, theme.input);
}
