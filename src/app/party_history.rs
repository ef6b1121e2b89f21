//! The other calls with the party of a call.

use chrono::TimeDelta;

use super::cell;
use super::state::State;
use crate::index::RowId;
use crate::model::query::Query;

/// How far back the calls with a party are counted.
const REACH: TimeDelta = TimeDelta::days(30);
/// Calls shown before the call, and as many after it.
const NEAREST: usize = 4;

/// The calls with a party in the thirty days before a call, and since it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyHistory {
    /// The nearest of them, oldest first, the call itself among them.
    pub nearest: Vec<RowId>,
    /// How many there were in the thirty days before the call.
    pub before: usize,
    /// How many there were since.
    pub since: usize,
}

/// The calls with the party of the selected call; `None` when its number is withheld.
pub(super) fn of_selected(state: &State) -> Option<PartyHistory> {
    let call = state.calls.selected_row()?;
    let query = Query::parse(&cell::everything_with(call.party())?).ok()?;
    let index = state.calls.index();
    let found = index.select_since(&query, state.context(), call.start_time() - REACH);
    let recent = found.rows();
    let since = found.position_of(call.id())?;
    let before = recent.len() - since - 1;
    let nearest = recent[since.saturating_sub(NEAREST)..recent.len().min(since + NEAREST + 1)].iter().rev();
    Some(PartyHistory { nearest: nearest.copied().collect(), before, since })
}
