//! Above the calls with one number: what they come to, and when they were.

use chrono::{DateTime, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{format, glyphs, paint, text};
use crate::app::State;
use crate::index::Together;
use crate::model::{ResultGroup, Text};

/// Draws two rows: the figures, and a line of time.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let Some((number, together)) = state.party.shown() else { return };
    let area = paint::padded(area);
    let mut line = Line::styled(format::phone(&Text::new(number)), theme.title);
    if !together.name.is_empty() {
        line.push_span(Span::styled(format!("  {}", text::cut(&text::whole(&together.name), 24)), theme.title));
    }
    // What there is no room for is left out whole, from the end.
    let mut facts: Vec<[Span<'static>; 2]> = [
        (together.calls, "calls"),
        (together.answered, "answered"),
        (together.lost, "lost"),
        (together.inbound, "in"),
        (together.outbound, "out"),
        (together.voicemails, "voicemail"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| {
        let words = if (count, words) == (1, "calls") { "call" } else { words };
        [Span::raw(format!("  {count}")), Span::styled(format!(" {words}"), theme.quiet)]
    })
    .collect();
    facts.push([Span::styled("  talk ", theme.quiet), Span::raw(format::span(together.talk.as_secs()))]);
    for fact in facts {
        let width: usize = fact.iter().map(Span::width).sum();
        if line.width() + width > area.width.into() {
            break;
        }
        line.extend(fact);
    }
    paint::put_line(buffer, paint::row_of(area, 0), &line);
    draw_time(buffer, paint::row_of(area, 1), state, together, theme);
}

/// From the first call to now: a cell for each stretch of time.
fn draw_time(buffer: &mut Buffer, area: Rect, state: &State, together: &Together, theme: &Theme) {
    let first = format::minute(together.first, state.zone);
    let last = format!("{}, {}", format::minute(together.last, state.zone), format::age(together.last, state.now));
    let left = u16::try_from(text::width(&first) + 1).unwrap_or(0);
    let right = u16::try_from(text::width(&last) + 1).unwrap_or(0);
    paint::put(buffer, area, &first, theme.quiet);
    let end = paint::right_of(area, area.width.saturating_sub(right - 1));
    paint::put(buffer, end, &last, theme.quiet);
    let strip = Rect { width: area.width.saturating_sub(left + right), ..paint::right_of(area, left) };
    let cells = i64::from(strip.width);
    if cells == 0 {
        return;
    }
    let length = (together.last - together.first).num_seconds().max(1);
    let place =
        |start: DateTime<Utc>| ((start - together.first).num_seconds() * (cells - 1) / length).clamp(0, cells - 1);
    let mut signs = vec![(glyphs::NO_CALL, theme.border); usize::from(strip.width)];
    for (start, group) in &together.timeline {
        let cell = usize::try_from(place(*start)).ok().and_then(|place| signs.get_mut(place));
        // One that was answered outweighs the others of its stretch.
        let is_answered = *group == ResultGroup::Answered;
        let taken = glyphs::part(ResultGroup::Answered);
        if let Some(cell) = cell.filter(|cell| is_answered || cell.0 != taken) {
            *cell = if is_answered { (taken, theme.good) } else { (glyphs::part(ResultGroup::Missed), theme.bad) };
        }
    }
    for (column, (sign, style)) in (0..strip.width).zip(signs) {
        paint::put(buffer, Rect { x: strip.x + column, width: 1, ..strip }, sign, style);
    }
}
