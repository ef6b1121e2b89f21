//! Copying from the selected call.

use super::call_detail;
use super::effect::Effect;
use super::message::CallDetail;
use super::overlay::{self, Overlay};
use super::problem::Problem;
use super::request::RequestId;
use super::selection::{as_tsv, cell as cell_of};
use super::state::State;
use crate::index::RowView;
use crate::model::{Party, Text, Zone, clocked, why::why};

/// What is copied of a call once its detail is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfDetail {
    /// Zoom's ids.
    Ids,
    /// A text for a ticket.
    Ticket,
}

/// Opens the menu.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    if state.calls.selected_row().is_some() {
        overlay::open(state, Overlay::Copy);
    }
    Vec::new()
}

/// The longest text that is told whole.
const SHORT: usize = 40;

fn copy(state: &mut State, text: String, what: &str) -> Vec<Effect> {
    if text.is_empty() {
        return state.notify(format!("this call has no {what}"));
    }
    let is_short = !text.contains(['\t', '\n']) && text.chars().count() <= SHORT;
    let told = if is_short { format!("{what} {text}") } else { what.to_owned() };
    let _ = state.notify(format!("{told} on the clipboard, if the terminal allows it"));
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

/// Copies the value under the column cursor, whole.
pub(super) fn cell(state: &mut State) -> Vec<Effect> {
    close(state);
    let column = state.calls.column();
    let text = state.calls.selected_row().map(|row| cell_of(row, column, state.zone)).unwrap_or_default();
    copy(state, text, column.words())
}

/// Copies the other side's number.
pub(super) fn number(state: &mut State) -> Vec<Effect> {
    close(state);
    let text = state.calls.selected_row().map(|row| row.party().number().to_string()).unwrap_or_default();
    copy(state, text, "number")
}

/// Copies all that the archive has of the selected call, as JSON.
pub(super) fn json(state: &mut State) -> Vec<Effect> {
    close(state);
    let Some(key) = state.calls.selected_row().map(RowView::key) else { return Vec::new() };
    let request = state.requests.issue();
    state.copying = Some(request);
    vec![Effect::ReadJson { request, key, zone: state.zone }]
}

/// Takes the JSON of a call.
pub(super) fn json_read(state: &mut State, request: RequestId, result: Result<String, Problem>) -> Vec<Effect> {
    if state.copying.take_if(|asked| *asked == request).is_none() {
        return Vec::new();
    }
    match result {
        Ok(text) => copy(state, text, "JSON"),
        Err(problem) => state.notify(problem.summary()),
    }
}

/// Copies Zoom's ids of the selected call.
pub(super) fn ids(state: &mut State) -> Vec<Effect> {
    of_detail(state, OfDetail::Ids)
}

/// Copies what a ticket about the selected call needs.
pub(super) fn ticket(state: &mut State) -> Vec<Effect> {
    of_detail(state, OfDetail::Ticket)
}

/// Copies something of the call's detail, which may have to be asked for first.
pub(super) fn of_detail(state: &mut State, what: OfDetail) -> Vec<Effect> {
    close(state);
    if let Some(detail) = state.detail.value.shown() {
        let (text, name) = match what {
            OfDetail::Ids => (ids_of(detail), "ids"),
            OfDetail::Ticket => (ticket_of(detail, state.zone), "text for a ticket"),
        };
        return copy(state, text, name);
    }
    if let Some(problem) = state.detail.value.problem() {
        let summary = problem.summary();
        return state.notify(summary);
    }
    let effects = if state.detail.value.awaited().is_some() { Vec::new() } else { call_detail::ask(state, false) };
    state.detail.copies = state.detail.value.awaited().map(|_| what);
    effects
}

fn ids_of(detail: &CallDetail) -> String {
    let (uuid, id) = (&detail.call.call_history_uuid, &detail.call.call_id);
    format!("call_history_uuid {uuid}\ncall_id {id}")
}

/// When, who, how it ended and why, and the ids that Zoom's support asks for; a line each.
fn ticket_of(detail: &CallDetail, zone: Zone) -> String {
    let call = &detail.call;
    let (group, word) = (call.call_result.group().word(), call.call_result.word().to_string());
    let result = if word.is_empty() || word == group { group.to_owned() } else { format!("{group} ({word})") };
    let at = format!(
        "{} ({})",
        zone.at(call.start_time).format("%Y-%m-%d %H:%M:%S %:z"),
        call.start_time.format("%Y-%m-%d %H:%M:%S UTC")
    );
    let spans = [("Wait", call.wait), ("Talk", call.talk_time()), ("Hold", call.hold), ("Total", call.duration)];
    let spans: Vec<String> =
        spans.into_iter().filter_map(|(name, span)| Some(format!("{name} {}", clocked(span?.as_secs())))).collect();
    let why = why(call, &detail.timeline()).map(|why| format!("Why: {}", why.sentence));
    let mut lines = vec![
        format!("Zoom Phone call, {}, {result}", call.direction.word()),
        at,
        format!("From: {}", in_full(&call.caller)),
        format!("To: {}", in_full(&call.callee)),
    ];
    lines.extend((!spans.is_empty()).then(|| spans.join(", ")));
    lines.extend(why);
    lines.push(ids_of(detail));
    lines.join("\n")
}

/// A party's name, number and extension, as far as Zoom gave them.
fn in_full(party: &Party) -> String {
    let ext = if party.ext_number.is_empty() {
        Text::default()
    } else {
        Text::new(&format!("ext. {}", party.ext_number.as_raw()))
    };
    let known: Vec<String> = [&party.name, &party.did_number, &ext]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(ToString::to_string)
        .collect();
    if known.is_empty() { "anonymous".to_owned() } else { known.join(", ") }
}
