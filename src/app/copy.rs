//! Copying from the selected call.

use std::time::Duration;

use super::call_detail;
use super::effect::Effect;
use super::overlay::{self, Overlay};
use super::state::State;
use crate::index::RowView;
use crate::model::{PartyRow, Text, Zone};

/// Opens the menu.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    if state.calls.selected_row().is_some() {
        overlay::open(state, Overlay::Copy);
    }
    Vec::new()
}

fn copy(state: &mut State, text: String, what: &str) -> Vec<Effect> {
    if text.is_empty() {
        return state.notify(format!("this call has no {what}"));
    }
    let _ = state.notify(format!("{what} on the clipboard, if the terminal allows it"));
    vec![Effect::Copy { text }]
}

fn close(state: &mut State) {
    state.overlays.retain(|overlay| !matches!(overlay, Overlay::Copy));
}

/// Copies the selected call as a row of a spreadsheet.
pub(super) fn row(state: &mut State) -> Vec<Effect> {
    close(state);
    let text = state.calls.selected_row().map(|row| as_tsv(row, state.zone)).unwrap_or_default();
    copy(state, text, "row")
}

/// Copies the other side's number.
pub(super) fn number(state: &mut State) -> Vec<Effect> {
    close(state);
    let text = state.calls.selected_row().map(|row| row.party().number().to_string()).unwrap_or_default();
    copy(state, text, "number")
}

/// Copies Zoom's ids of the selected call; they come with its detail, so they may have to be asked for first.
pub(super) fn ids(state: &mut State) -> Vec<Effect> {
    close(state);
    if let Some(detail) = state.detail.value.shown() {
        let (uuid, id) = (&detail.call.call_history_uuid, &detail.call.call_id);
        let text = format!("call_history_uuid {uuid}\ncall_id {id}");
        return copy(state, text, "ids");
    }
    if let Some(problem) = state.detail.value.problem() {
        let summary = problem.summary();
        return state.notify(summary);
    }
    let effects = if state.detail.value.awaited().is_some() { Vec::new() } else { call_detail::ask(state, false) };
    state.detail.copies_ids = state.detail.value.awaited().is_some();
    effects
}

/// Start, direction, party, number, our side, result, wait, talk and flags, with a tab between them.
fn as_tsv(row: RowView<'_>, zone: Zone) -> String {
    let label = |party: &PartyRow| party.label().map(Text::to_string).unwrap_or_default();
    let seconds = |span: Option<Duration>| span.map(|span| span.as_secs().to_string()).unwrap_or_default();
    let flags: Vec<&str> = row.flags().shown().map(|(_, _, word)| word).collect();
    [
        zone.at(row.start_time()).to_rfc3339(),
        row.direction().word().to_string(),
        label(row.party()),
        row.party().number().to_string(),
        label(row.via()),
        row.result().to_string(),
        seconds(row.wait()),
        seconds(row.talk()),
        flags.join("|"),
    ]
    .join("\t")
}
