//! The counts by value beside the list: what the calls are made of, and the values as filters.

use super::call_list::CallList;
use super::effect::Effect;
use super::filter;
use super::screen::Layout;
use super::state::{Focus, State};
use crate::index::{FACET_FIELDS, FacetValue, Index, Selection};
use crate::model::query::{Clause, Field, Query, QueryContext};

/// The counts, as they are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetPanel {
    /// A section a field that any call has a value of.
    pub sections: Vec<FacetSection>,
    /// Calls by the hour of the day at which they began, in the person's zone.
    pub hours: [usize; 24],
}

/// The values of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetSection {
    /// Which field.
    pub field: Field,
    /// Its values, with the number of calls that match but for what the query says of this field; true where it asks for one.
    pub values: Vec<(FacetValue, bool)>,
}

/// Names of one kind that are listed: the most frequent ones, and those that are asked for.
const NAMES: usize = 6;

impl FacetPanel {
    /// The counts of the calls that match, over the calls that match without a field where the query speaks of that field.
    pub(super) fn of(index: &Index, query: &Query, shown: &Selection, context: QueryContext) -> Self {
        let all = index.facets(shown);
        let sections = FACET_FIELDS.into_iter().map(|field| {
            let without = query.without_field(field);
            let values = if without.terms().len() == query.terms().len() {
                all.values(field)
            } else {
                index.facets(&index.select(&without, context, &[])).values(field)
            };
            let values = values.into_iter().enumerate().filter_map(|(place, value)| {
                let asked = query.asks_for(&value.clause);
                (asked || (value.count > 0 && place < most(field))).then_some((value, asked))
            });
            FacetSection { field, values: values.collect() }
        });
        let sections = sections.filter(|section| !section.values.is_empty()).collect();
        Self { sections, hours: index.hours(shown, context.zone) }
    }

    /// Every value that is listed, from top to bottom.
    pub fn values(&self) -> impl Iterator<Item = &FacetValue> {
        self.sections.iter().flat_map(|section| &section.values).map(|(value, _)| value)
    }
}

/// How many values of a field are listed.
const fn most(field: Field) -> usize {
    if matches!(field, Field::Queue | Field::Site) { NAMES } else { usize::MAX }
}

impl CallList {
    /// The place of the value under the cursor, among [`FacetPanel::values`].
    #[must_use]
    pub fn facet_at(&self) -> usize {
        self.facets().map_or(0, |panel| {
            let at = |clause: &Clause| panel.values().position(|value| value.clause == *clause);
            let place = self.facet_cursor().and_then(|(clause, place)| at(clause).or(Some(*place))).unwrap_or(0);
            place.min(panel.values().count().saturating_sub(1))
        })
    }
}

/// `F`: to the counts, which are shown where they were not; there, back to the list, and hides them where there is a choice.
pub(super) fn toggle(state: &mut State) -> Vec<Effect> {
    if state.focus == Focus::Facets {
        state.facets_shown = false;
        return leave(state);
    }
    state.facets_shown = true;
    state.detail.whole = false;
    state.focus = Focus::Facets;
    if state.screen.layout() == Layout::TooSmall {
        return leave(state);
    }
    Vec::new()
}

/// Back to the list.
pub(super) fn leave(state: &mut State) -> Vec<Effect> {
    state.focus = Focus::List;
    Vec::new()
}

fn go_to(state: &mut State, place: usize) -> Vec<Effect> {
    let found = state.calls.facets().and_then(|panel| {
        let last = panel.values().count().checked_sub(1)?;
        let place = place.min(last);
        panel.values().nth(place).map(|value| (value.clause.clone(), place))
    });
    state.calls.set_facet_cursor(found);
    Vec::new()
}

pub(super) fn down(state: &mut State) -> Vec<Effect> {
    let place = state.calls.facet_at() + 1;
    go_to(state, place)
}

pub(super) fn up(state: &mut State) -> Vec<Effect> {
    let place = state.calls.facet_at().saturating_sub(1);
    go_to(state, place)
}

pub(super) fn first(state: &mut State) -> Vec<Effect> {
    go_to(state, 0)
}

pub(super) fn last(state: &mut State) -> Vec<Effect> {
    go_to(state, usize::MAX)
}

/// Asks for the value under the cursor beside the others of its field; again: no longer.
pub(super) fn turn(state: &mut State) -> Vec<Effect> {
    let at = state.calls.facet_at();
    let value = state.calls.facets().and_then(|panel| panel.values().nth(at)).map(|value| value.clause.clone());
    let Some(value) = value else { return Vec::new() };
    let _ = go_to(state, at);
    let query = state.filter.query.turned(&value);
    filter::set(state, query)
}

/// Takes the field under the cursor out of the query.
pub(super) fn clear(state: &mut State) -> Vec<Effect> {
    let at = state.calls.facet_at();
    let field = state.calls.facets().and_then(|panel| panel.values().nth(at)).and_then(|value| value.clause.field());
    let Some(field) = field else { return Vec::new() };
    let _ = go_to(state, at);
    let query = state.filter.query.without_field(field);
    filter::set(state, query)
}

#[cfg(test)]
mod tests {
    use super::super::key::{Key, KeyCode};
    use super::super::keymap::Place;
    use super::super::message::Message;
    use super::super::testing::{press, ready};
    use super::super::update::update;
    use super::*;

    fn counts(state: &State, field: Field) -> Vec<(String, usize, bool)> {
        let panel = state.calls.facets().unwrap();
        let section = panel.sections.iter().find(|section| section.field == field).unwrap();
        section.values.iter().map(|(value, asked)| (value.label.to_string(), value.count, *asked)).collect()
    }

    fn here(state: &State) -> String {
        state.calls.facets().unwrap().values().nth(state.calls.facet_at()).unwrap().label.to_string()
    }

    #[test]
    fn values_are_ticked_and_the_counts_of_their_field_stay() {
        let mut state = ready(200, 50, 100);
        press(&mut state, "F");
        assert_eq!((state.place(), here(&state)), (Place::Facets, "in".to_owned()));
        press(&mut state, "jjj␣");
        assert_eq!(
            (here(&state), state.filter.text(), state.calls.matching()),
            ("missed".to_owned(), "result:missed", 34)
        );
        let results = [("answered".to_owned(), 66, false), ("missed".to_owned(), 34, true)];
        assert_eq!(counts(&state, Field::Result), results, "the other results can still be chosen");
        assert_eq!(counts(&state, Field::Dir)[0].1, 27, "other fields are counted over what matches");
        press(&mut state, "k⏎");
        assert_eq!((state.filter.text(), state.calls.matching()), ("result:missed,answered", 100));
        press(&mut state, "j␣");
        assert_eq!((state.filter.text(), state.calls.matching()), ("result:answered", 66));
        press(&mut state, "u");
        assert_eq!(state.filter.text(), "result:missed,answered");
        press(&mut state, "x");
        assert_eq!((state.filter.text(), here(&state)), ("", "missed".to_owned()));
    }

    #[test]
    fn a_value_that_is_asked_for_stays_listed_without_a_call() {
        let mut state = ready(200, 50, 100);
        press(&mut state, "/result:missed,blocked⏎F");
        assert!(counts(&state, Field::Result).contains(&("blocked".to_owned(), 0, true)));
    }

    #[test]
    fn the_counts_are_reached_and_left_by_several_ways_at_every_width() {
        for columns in [60, 80, 120, 200] {
            let mut state = ready(columns, 24, 100);
            press(&mut state, "FG⎋");
            assert_eq!(state.place(), Place::List);
            press(&mut state, "⇥⇥");
            assert_eq!(state.place(), Place::Facets, "at {columns} columns");
            assert!(state.panes().facets.is_some() && !state.panes().list.is_empty());
            press(&mut state, "⇥");
            assert_eq!(state.place(), Place::List);
            let _ = update(&mut state, Message::Key(Key::plain(KeyCode::BackTab)));
            press(&mut state, "q");
            assert_eq!((state.place(), state.quit), (Place::List, false));
            press(&mut state, "FF");
            assert_eq!((state.place(), state.panes().facets.is_some()), (Place::List, columns == 200));
        }
    }
}
