//! The value under the cursor, as a term of the query language.

use super::browse;
use super::columns::ListColumn;
use super::effect::Effect;
use super::filter;
use super::keymap::{Action, Place};
use super::state::State;
use crate::index::{RowId, RowView};
use crate::model::{
    Direction, Flags, PartyRow, Text, Zone, grouped,
    query::{Query, quoted},
};

/// Keeps only calls with this cell's value.
pub(super) fn only(state: &mut State) -> Vec<Effect> {
    ask(state, "")
}

/// Drops calls with this cell's value.
pub(super) fn not(state: &mut State) -> Vec<Effect> {
    ask(state, "-")
}

const EMPTY_CELL: &str = "this cell is empty: nothing to ask for";

fn ask(state: &mut State, sign: &str) -> Vec<Effect> {
    let terms = terms_here(state);
    if terms.is_empty() {
        return state.notify(EMPTY_CELL);
    }
    let signed: Vec<String> = terms.into_iter().map(|term| format!("{sign}{term}")).collect();
    filter::add(state, &signed.join(" "))
}

/// The terms that the value under the cursor matches; none where the cell is empty.
fn terms_here(state: &State) -> Vec<String> {
    let row = state.calls.selected_row();
    row.map_or_else(Vec::new, |row| terms(row, state.calls.column(), state.zone))
}

/// The query that the value under the cursor matches.
fn value_here(state: &State) -> Option<Query> {
    let terms = terms_here(state);
    if terms.is_empty() { None } else { Query::parse(&terms.join(" ")).ok() }
}

/// `*`: looks for this cell's value in the calls shown, and goes to the next one.
pub(super) fn find(state: &mut State) -> Vec<Effect> {
    let Some(value) = value_here(state) else {
        return state.notify(EMPTY_CELL);
    };
    state.calls.look_for(value, state.context());
    next_hit(state)
}

/// `n`: the next hit below, round the end.
pub(super) fn next_hit(state: &mut State) -> Vec<Effect> {
    let here = state.calls.selected();
    go_to_hit(state, |hits| hits.partition_point(|place| *place <= here) % hits.len())
}

/// `N`: the hit above, round the top.
pub(super) fn previous_hit(state: &mut State) -> Vec<Effect> {
    let here = state.calls.selected();
    go_to_hit(state, |hits| hits.partition_point(|place| *place < here).checked_sub(1).unwrap_or(hits.len() - 1))
}

fn go_to_hit(state: &mut State, choose: impl Fn(&[usize]) -> usize) -> Vec<Effect> {
    let Some(hits) = state.calls.hits() else {
        let key = state.keymap.key_of(Place::List, Action::FindCell);
        return state.notify(format!("nothing is looked for: {key} looks for this cell's value"));
    };
    if hits.is_empty() {
        return state.notify("no call here has it");
    }
    let hit = choose(hits);
    let (place, count) = (hits[hit], hits.len());
    state.calls.go_to(place);
    state.notify(format!("hit {} of {}", grouped(hit as u64 + 1), grouped(count as u64)))
}

/// `,`: marks the calls, of those shown, with this cell's value; when all are marked, none of them.
pub(super) fn mark(state: &mut State) -> Vec<Effect> {
    let Some(value) = value_here(state) else {
        return state.notify(EMPTY_CELL);
    };
    let places = state.calls.places_of(&value, state.context());
    let rows: Vec<RowId> = places.into_iter().map(|place| state.calls.shown().rows()[place]).collect();
    browse::mark_rows(state, &rows)
}

/// All calls with the party under the cursor, whatever the query was.
pub(super) fn this_party(state: &mut State) -> Vec<Effect> {
    let Some(row) = state.calls.selected_row() else {
        return Vec::new();
    };
    let term = everything_with(row.party()).unwrap_or_else(|| party(row.party()));
    match Query::parse(&term) {
        Ok(query) => filter::set(state, query),
        Err(_) => state.notify("this party has no number or name to ask for"),
    }
}

/// The term for all calls with a party, by its number, else by its name; `None` when Zoom gave neither.
pub(super) fn everything_with(other: &PartyRow) -> Option<String> {
    let number = other.number();
    if number.is_empty() {
        other.label().map(|_| party(other))
    } else {
        Some(format!("with:={}", quoted(number.as_raw())))
    }
}

/// The terms that the cell's value matches: one, but one a letter for the flags; none where the cell is empty.
fn terms(row: RowView<'_>, column: ListColumn, zone: Zone) -> Vec<String> {
    let named = |field: &str, value: &Text| (!value.is_empty()).then(|| format!("{field}:={}", quoted(value.as_raw())));
    let term = match column {
        ListColumn::Direction => match row.direction() {
            Direction::Inbound => Some("dir:in".to_owned()),
            Direction::Outbound => Some("dir:out".to_owned()),
            Direction::Other(_) => None,
        },
        ListColumn::Started => Some(format!("on:{}", zone.day(row.start_time()))),
        ListColumn::Party => Some(party(row.party())),
        ListColumn::Number => Some(format!("number:={}", quoted(row.party().number().as_raw()))),
        ListColumn::Via => {
            let field = if row.via().is_router() { "queue" } else { "user" };
            row.via().label().and_then(|label| named(field, label))
        }
        ListColumn::Site => named("site", row.site()),
        ListColumn::Result => Some(format!("result:{}", row.result_group().word())),
        ListColumn::Department => named("dept", row.department()),
        ListColumn::CostCenter => named("cost", row.cost_center()),
        ListColumn::Group => named("group", row.group()),
        ListColumn::Wait => row.wait().map(|wait| format!("wait:{}", wait.as_secs())),
        ListColumn::Talk => row.talk().map(|talk| format!("talk:{}", talk.as_secs())),
        ListColumn::Hold => row.hold().map(|hold| format!("hold:{}", hold.as_secs())),
        ListColumn::Duration => row.duration().map(|duration| format!("dur:{}", duration.as_secs())),
        ListColumn::Flags => {
            return row.flags().shown().map(|(flag, _, word)| flag_term(flag, word)).collect();
        }
    };
    term.into_iter().collect()
}

fn flag_term(flag: Flags, word: &str) -> String {
    let is_kind = [Flags::SPAM, Flags::INTERNATIONAL, Flags::EMERGENCY].contains(&flag);
    format!("{}:{word}", if is_kind { "is" } else { "has" })
}

/// The term for a party: its name, else its number, else "withheld".
fn party(party: &PartyRow) -> String {
    match party.label() {
        Some(label) => format!("party:={}", quoted(label.as_raw())),
        None => "number:=\"\"".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{press, ready, selected};

    #[test]
    fn a_cell_becomes_a_term_and_the_call_still_matches() {
        let mut state = ready(200, 50, 100);
        press(&mut state, "Whhhhhhhhhhhh");
        for column in super::ListColumn::ALL {
            assert_eq!(state.calls.column(), column);
            press(&mut state, "=");
            let query = state.filter.applied.clone();
            if state.filter.query.is_empty() {
                assert!(state.notice.is_some(), "{column:?}: an empty cell is said to be empty");
            } else {
                assert!((1..=100).contains(&state.calls.matching()), "{query}");
                press(&mut state, "u!");
                assert!(state.calls.matching() < 100, "{}", state.filter.applied);
                press(&mut state, "u");
            }
            press(&mut state, "l");
        }
    }

    #[test]
    fn all_calls_with_a_party_whatever_the_query_was() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/result:missed⏎c");
        assert_eq!((state.filter.text(), state.calls.matching()), ("with:=+12025550103", 25));
    }

    #[test]
    fn hits_are_gone_through_round_and_round_and_nothing_is_hidden() {
        let mut state = ready(80, 24, 100);
        let mut seen = Vec::new();
        press(&mut state, "*");
        for _ in 0..25 {
            seen.push(selected(&state).unwrap());
            press(&mut state, "n");
        }
        let every_fourth: Vec<i64> = (0..24).rev().map(|turn| turn * 4 + 3).chain([99]).collect();
        assert_eq!(seen, every_fourth, "the calls with J. Lindqvist below the first one, and the first one at last");
        assert_eq!(state.calls.matching(), 100);
        press(&mut state, "N");
        assert_eq!(selected(&state), Some(99));
        assert_eq!(state.notice.as_ref().unwrap().text, "hit 1 of 25");
    }

    #[test]
    fn hits_follow_the_list() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "*/result:missed⏎gn");
        assert_eq!(state.calls.hits().unwrap().len(), 9, "of the hits those that the query leaves");
        let party = state.calls.selected_row().unwrap().party().label().unwrap().to_string();
        assert_eq!(party, "J. Lindqvist");
        press(&mut state, "ssn");
        assert_eq!(state.calls.hits().unwrap().len(), 9);
    }

    #[test]
    fn rows_with_this_value_are_marked_and_unmarked_and_undone() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/result:missed⏎,");
        assert_eq!(state.calls.marks().len(), 9, "every third call is missed, every fourth of them is with this party");
        press(&mut state, ",");
        assert_eq!(state.calls.marks().len(), 0);
        press(&mut state, "u");
        assert_eq!(state.calls.marks().len(), 9);
    }
}
