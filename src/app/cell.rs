//! The value under the cursor, as a term of the query language.

use super::columns::ListColumn;
use super::effect::Effect;
use super::filter;
use super::state::State;
use crate::index::RowView;
use crate::model::{
    Direction, Flags, Party, Text, Zone,
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

fn ask(state: &mut State, sign: &str) -> Vec<Effect> {
    let Some(row) = state.calls.selected_row() else {
        return Vec::new();
    };
    let terms = terms(row, state.calls.column(), state.zone);
    if terms.is_empty() {
        return state.notify("this cell is empty: nothing to ask for");
    }
    let signed: Vec<String> = terms.into_iter().map(|term| format!("{sign}{term}")).collect();
    filter::add(state, &signed.join(" "))
}

/// All calls with the party under the cursor, whatever the query was.
pub(super) fn this_party(state: &mut State) -> Vec<Effect> {
    let Some(row) = state.calls.selected_row() else {
        return Vec::new();
    };
    let number = row.party().number();
    let term = if number.is_empty() { party(row.party()) } else { format!("with:={}", quoted(number.as_raw())) };
    match Query::parse(&term) {
        Ok(query) => filter::set(state, query),
        Err(_) => state.notify("this party has no number or name to ask for"),
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
            let set = Flags::SHOWN.iter().filter(|(flag, ..)| row.flags().has(*flag));
            return set.map(|(flag, _, word)| flag_term(*flag, word)).collect();
        }
    };
    term.into_iter().collect()
}

fn flag_term(flag: Flags, word: &str) -> String {
    let is_kind = [Flags::SPAM, Flags::INTERNATIONAL, Flags::EMERGENCY].contains(&flag);
    format!("{}:{word}", if is_kind { "is" } else { "has" })
}

/// The term for a party: its name, else its number, else "withheld".
fn party(party: &Party) -> String {
    match party.label() {
        Some(label) => format!("party:={}", quoted(label.as_raw())),
        None => "number:=\"\"".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{press, ready};

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
}
