//! The selected call in two lines, where there is no room for its detail.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{call_detail, call_list, format, paint, query_line, status, text};
use crate::app::State;
use crate::index::RowView;
use crate::model::PartyRow;

/// Draws the strip.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    if let Some(hint) = query_line::hint(state, area.width, theme) {
        paint::put_lines(buffer, area, &hint);
        return;
    }
    let call = state.calls.selected_row();
    if let Some(call) = call {
        paint::put_line(buffer, paint::row_of(area, 0), &who_and_how(call, area.width, theme));
    }
    let left = match status::notice(state, theme) {
        Some(notice) => notice,
        None => call.map_or_else(Line::default, |call| Line::styled(format!(" {}", more(call, state)), theme.quiet)),
    };
    paint::put_ends(buffer, paint::row_of(area, 1), &left, &status::marks(state, theme));
}

/// `R. Alvarez +12025550134 → Support  missed (no_answer)  wait 0:48`; where that is too long, names without their numbers.
fn who_and_how(call: RowView<'_>, columns: u16, theme: &Theme) -> Line<'static> {
    let (group, word) = (call_list::result(call), call.result().to_string());
    let raw = if word.is_empty() || word == group { String::new() } else { format!(" ({word})") };
    let mut how =
        Line::from(vec![Span::styled(group, theme.result(call.result_group())), Span::styled(raw, theme.quiet)]);
    for (label, span) in [("wait", call.wait()), ("talk", call.talk()), ("hold", call.hold())] {
        if span.is_some() {
            how.push_span(Span::raw(format!("  {label} {}", format::span_or_nothing(span))));
        }
    }
    let (from, to) = (call.caller(), call.callee());
    let who = [
        (in_full(from), in_full(to)),
        (in_full(from), call_list::party(to)),
        (call_list::party(from), call_list::party(to)),
    ]
    .map(|(from, to)| format!(" {from} → {to}  "));
    let room = usize::from(columns).saturating_sub(how.width());
    let [.., names] = &who;
    let who = who.iter().find(|who| text::width(who) <= room).unwrap_or(names);
    how.spans.insert(0, Span::raw(who.clone()));
    how
}

/// A party's name and number.
fn in_full(party: &PartyRow) -> String {
    let (label, number) = (call_list::party(party), text::whole(&party.did_number));
    if number.is_empty() || party.name.is_empty() { label } else { format!("{label} {number}") }
}

/// How it went, where that is known; else when exactly, where, and what there is of it.
fn more(call: RowView<'_>, state: &State) -> String {
    if let Some(detail) = state.detail.value.shown() {
        return call_detail::in_short(detail);
    }
    let mut facts = vec![format::second(call.start_time(), state.zone)];
    facts.extend([call.site(), call.department()].into_iter().filter(|word| !word.is_empty()).map(text::whole));
    facts.extend(call.flags().shown().map(|(_, letter, word)| format!("{letter} {word}")));
    facts.join(", ")
}
