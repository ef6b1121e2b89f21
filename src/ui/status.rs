//! Marks, what just happened, what is being written, and the zone of the times.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{keys, paint, query_line};
use crate::app::{Action, Place, RunningExport, State};
use crate::model::grouped;

/// Draws the row above the keys, on screens that have one.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let mut left = marks(state, theme);
    if let Some(hint) = query_line::hint(state, u16::MAX, theme) {
        left = hint.into_iter().next().unwrap_or_default();
    } else if let Some(notice) = notice(state, theme) {
        left.extend(notice.spans);
    } else if !state.calls.marks().is_empty() {
        let undo = keys::of(state, Place::List, Action::Undo);
        left.extend([Span::raw("  "), Span::styled(undo, theme.key), Span::styled(" undo", theme.quiet)]);
    }
    draw_with_zone(buffer, area, &left, state, theme);
}

/// What there is to say, and at the right the zone of the times; the zone gives way to words that would be cut.
pub fn draw_with_zone(buffer: &mut Buffer, area: Rect, said: &Line<'_>, state: &State, theme: &Theme) {
    let zone = Line::styled(format!("times in {} ", state.zone), theme.quiet);
    let fits = said.width() + zone.width() < usize::from(area.width);
    let right = if fits { zone } else { Line::default() };
    paint::put_ends(buffer, area, said, &right);
}

/// ` 3 marked `, with the stretch that is being marked; nothing when nothing is.
pub fn marks(state: &State, theme: &Theme) -> Line<'static> {
    let marked = state.calls.marks().len();
    let marking = state.calls.stretch().map(|(first, last)| grouped((last - first + 1) as u64));
    let words = match (marked, marking) {
        (0, None) => return Line::default(),
        (0, Some(marking)) => format!(" marking {marking} "),
        (_, None) => format!(" {} marked ", grouped(marked as u64)),
        (_, Some(marking)) => format!(" {} marked, marking {marking} ", grouped(marked as u64)),
    };
    Line::styled(words, theme.marked)
}

/// What is being written, else what just happened.
pub fn notice(state: &State, theme: &Theme) -> Option<Line<'static>> {
    if let Some(export) = &state.export {
        return Some(Line::raw(format!(" {}", exporting(export, state))));
    }
    state.notice.as_ref().map(|notice| Line::styled(format!(" {}", notice.text), theme.focus))
}

fn exporting(export: &RunningExport, state: &State) -> String {
    let stop = keys::of(state, Place::List, Action::Interrupt);
    let (written, total) = (grouped(export.written), grouped(export.total));
    if export.cancelling {
        "Stopping the export…".to_owned()
    } else {
        format!("Exporting {written} of {total}  {stop} stops it")
    }
}
