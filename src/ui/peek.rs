//! The selected call in two lines, where there is no room for its detail.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{call_detail, call_list, format, paint, query_line, status, text};
use crate::app::State;
use crate::index::RowView;
use crate::model::Flags;

/// Draws the strip.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    if let Some(hint) = query_line::hint(state, area.width, theme) {
        paint::put_lines(buffer, area, &hint);
        return;
    }
    let call = state.calls.selected_row();
    if let Some(call) = call {
        paint::put_line(buffer, paint::row_of(area, 0), &who_and_how(call, theme));
    }
    let left = match status::notice(state, theme) {
        Some(notice) => notice,
        None => call.map_or_else(Line::default, |call| Line::styled(format!(" {}", more(call, state)), theme.quiet)),
    };
    paint::put_ends(buffer, paint::row_of(area, 1), &left, &status::marks(state, theme));
}

/// `R. Alvarez +12025550134 > Support  missed (no_answer)  wait 0:48`
fn who_and_how(call: RowView<'_>, theme: &Theme) -> Line<'static> {
    let (party, number) = (call_list::party(call.party()), call.party().number().to_string());
    let mut words = format!(" {party}");
    if !number.is_empty() && !call.party().name.is_empty() {
        words = format!("{words} {number}");
    }
    if let Some(via) = call.via().label() {
        words = format!("{words} {} {}", call_list::direction_sign(call), text::whole(via));
    }
    let mut line = Line::from(vec![
        Span::raw(words),
        Span::raw("  "),
        Span::styled(call_list::result(call), theme.result(call.result_group())),
        Span::styled(format!(" ({})", call.result()), theme.quiet),
    ]);
    for (label, span) in [("wait", call.wait()), ("talk", call.talk()), ("hold", call.hold())] {
        if span.is_some() {
            line.push_span(Span::raw(format!("  {label} {}", format::span_or_nothing(span))));
        }
    }
    line
}

/// How it went, where that is known; else when exactly, where, and what there is of it.
fn more(call: RowView<'_>, state: &State) -> String {
    if let Some(detail) = state.detail.value.shown() {
        return call_detail::in_short(detail);
    }
    let mut facts = vec![format::second(call.start_time(), state.zone)];
    facts.extend([call.site(), call.department()].into_iter().filter(|word| !word.is_empty()).map(text::whole));
    let flags = Flags::SHOWN.into_iter().filter(|(flag, ..)| call.flags().has(*flag));
    facts.extend(flags.map(|(_, letter, word)| format!("{letter} {word}")));
    facts.join(", ")
}
