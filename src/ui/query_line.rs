//! The query and the counts; while the query is edited also what is wrong with it, or what it may say.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{call_list, input, keys, paint, text};
use crate::app::{Action, Layout, Missing, Place, State, Suggestion};
use crate::index::Unknown;
use crate::model::{
    grouped,
    query::{Fact, Field},
};

/// Draws the row of the query.
pub fn draw(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme) {
    let counts = counts(state, theme);
    let query_area = Rect { width: area.width.saturating_sub(u16::try_from(counts.width()).unwrap_or(0) + 4), ..area };
    paint::put_ends(frame.buffer_mut(), area, &Line::from(Span::styled(" /", theme.key)), &counts);
    let query_area = paint::right_of(query_area, 3);
    match (&state.filter.editing, state.filter.text()) {
        (Some(editing), _) => {
            let mistake = state.filter.error.as_ref().map(|error| (&error.span, theme.mistake));
            input::draw_marked(frame, query_area, &editing.input, theme.input, mistake);
        }
        (None, "") => paint::put(frame.buffer_mut(), query_area, "all calls", theme.quiet),
        (None, query) => paint::put(frame.buffer_mut(), query_area, &text::typed(query), theme.input),
    }
}

/// `41 of 9,381`, and what that covers.
fn counts(state: &State, theme: &Theme) -> Line<'static> {
    let (matching, total) = (state.calls.matching() as u64, state.calls.total() as u64);
    let counted = format!("{} of {}", grouped(matching), grouped(total));
    let wide = state.screen.layout() >= Layout::Medium;
    let reading = state.archive.awaited().is_some();
    let missing = state.missing();
    let unsure = format!("{} ", state.filter.query.unsure_word());
    let (before, after) = match missing.as_deref() {
        _ if reading && wide => ("", "  so far: reading the archive"),
        _ if state.sync.running.is_some() && wide => ("", "  so far: fetching"),
        _ if reading || state.sync.running.is_some() => ("", " so far"),
        Some([]) if wide => ("", "  complete"),
        Some([]) => ("", " complete"),
        None => ("", ""),
        Some([_, ..]) => (unsure.as_str(), ""),
    };
    let why =
        missing.as_deref().and_then(<[Missing]>::first).filter(|why| !before.is_empty() && (wide || is_said(**why)));
    let why = why.map(|missing| missing.in_short(&state.ways()));
    let order = call_list::order_out_of_sight(state).map_or_else(String::new, |order| format!("{order}  "));
    Line::from(vec![
        Span::styled(order, theme.quiet),
        Span::styled(before.to_owned(), theme.warning),
        Span::raw(counted),
        Span::styled(after, theme.quiet),
        Span::styled(why.map_or_else(String::new, |why| format!("  {why}")), theme.warning),
        Span::raw(" "),
    ])
}

/// A search in what was said finds nothing in what was not read: how much that is stands at every width.
fn is_said(missing: Missing) -> bool {
    matches!(missing, Missing::Fact(Unknown { fact: Fact::Said, .. }))
}

/// While the query is edited: what is wrong with it, else what it may say. In lines of `columns` cells.
pub fn hint(state: &State, columns: u16, theme: &Theme) -> Option<Vec<Line<'static>>> {
    state.filter.editing.as_ref()?;
    let lines = |words: &str, style| {
        let wrapped = text::wrap(words, usize::from(columns).saturating_sub(1));
        wrapped.into_iter().map(|line| Line::styled(format!(" {line}"), style)).collect()
    };
    if let Some(error) = &state.filter.error {
        return Some(lines(&format!("! {error}"), theme.bad));
    }
    let fields: Vec<String> = Field::ALL.iter().map(ToString::to_string).collect();
    Some(lines(&format!("fields {}", fields.join(" ")), theme.quiet))
}

/// While the query is edited: what may be meant, with the calls it finds, in a box under the word. `below` is what is under the
/// query line.
pub fn draw_suggestions(buffer: &mut Buffer, below: Rect, state: &State, theme: &Theme) {
    let Some(editing) = state.filter.editing.as_ref().filter(|editing| !editing.suggestions.is_empty()) else {
        return;
    };
    let lines: Vec<(String, String)> = editing.suggestions.iter().map(suggested).collect();
    let width_of = |(words, count): &(String, String)| text::width(words) + text::width(count) + GAPS;
    let width = lines.iter().map(width_of).max().unwrap_or(0).max(LEAST_BOX);
    let width = u16::try_from(width).unwrap_or(u16::MAX).min(below.width);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(below.height);
    let before = editing.suggestions.first().and_then(|first| editing.input.value().get(..first.span.start));
    let at = u16::try_from(text::width(&text::typed(before.unwrap_or_default())) + 1).unwrap_or(u16::MAX);
    let place = Rect { x: below.x + at.min(below.width - width), width, height, ..below };
    let take = [(keys::of(state, Place::Query, Action::TakeSuggestion), "take")];
    let hints = paint::hints(take, width, theme);
    let inner = paint::dialog(buffer, place, (width, height.saturating_sub(2)), "complete", &hints, theme);
    for (row, (place, (words, count))) in (0..inner.height).zip(lines.iter().enumerate()) {
        let style = if place == editing.chosen { theme.selected } else { Style::new() };
        let area = paint::row_of(inner, row);
        let words = text::fit(words, usize::from(area.width).saturating_sub(text::width(count)), text::Align::Left);
        paint::put(buffer, area, &format!("{words}{count}"), style);
    }
}

/// Cells beside the words and the count: the frame, one on either side, two between.
const GAPS: usize = 6;
/// The least width of the box.
const LEAST_BOX: usize = 16;

/// A text that may be meant, and how many calls it finds.
fn suggested(suggestion: &Suggestion) -> (String, String) {
    let count = suggestion.count.map(|count| grouped(count as u64)).unwrap_or_default();
    (text::typed(&suggestion.text), count)
}
