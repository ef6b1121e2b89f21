//! The query and the counts; while the query is edited also what is wrong with it, or what it may say.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{input, keys, paint, text};
use crate::app::{Action, Layout, Place, State, Suggestion};
use crate::model::{grouped, query::Field};

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
    let (before, after) = match state.is_complete() {
        _ if reading && wide => ("", "  so far: reading the archive"),
        _ if state.sync.running.is_some() && wide => ("", "  so far: fetching"),
        _ if reading || state.sync.running.is_some() => ("", " so far"),
        Some(true) if wide => ("", "  complete"),
        Some(true) | None => ("", ""),
        Some(false) => ("at least ", ""),
    };
    Line::from(vec![
        Span::styled(before, theme.warning),
        Span::raw(counted),
        Span::styled(after, theme.quiet),
        Span::raw(" "),
    ])
}

/// While the query is edited: what is wrong with it, else what may be meant, else what it may say. In lines of `columns` cells.
pub fn hint(state: &State, columns: u16, theme: &Theme) -> Option<Vec<Line<'static>>> {
    let editing = state.filter.editing.as_ref()?;
    let lines = |words: &str, style| {
        let wrapped = text::wrap(words, usize::from(columns).saturating_sub(1));
        wrapped.into_iter().map(|line| Line::styled(format!(" {line}"), style)).collect()
    };
    if let Some(error) = &state.filter.error {
        return Some(lines(&format!("! {error}"), theme.bad));
    }
    if !editing.suggestions.is_empty() {
        let take = keys::of(Place::Query, Action::TakeSuggestion);
        let words: Vec<String> = editing.suggestions.iter().map(suggested).collect();
        let words = Span::raw(format!(" {}", words.join("  ")));
        return Some(vec![Line::from(vec![Span::raw(" "), Span::styled(take, theme.key), words])]);
    }
    let fields: Vec<String> = Field::ALL.iter().map(ToString::to_string).collect();
    Some(lines(&format!("fields {}", fields.join(" ")), theme.quiet))
}

/// A text that may be meant, and how many calls it finds.
fn suggested(suggestion: &Suggestion) -> String {
    let words = text::typed(&suggestion.text);
    suggestion.count.map_or_else(|| words.clone(), |count| format!("{words} ({})", grouped(count as u64)))
}
