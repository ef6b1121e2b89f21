//! The index against the plainest filter, sort and count that could be written.

mod given;
mod plain;
mod stats;

use std::collections::BTreeMap;

use chrono::Timelike;
use proptest::prelude::*;

use super::*;
use crate::model::{
    CallRow, PartyId, PartyRow,
    query::{Clause, Field, Pattern, Query},
};
use given::{batches, context, party, queries, row, sorts, texts};
use plain::Plain;

fn loaded(batches: &[Batch]) -> (Index, Plain) {
    let (mut index, mut plain) = (Index::new(), Plain::default());
    for batch in batches {
        plain.apply(batch);
        index.apply(batch.clone());
    }
    (index, plain)
}

fn keys(index: &Index, selection: &Selection) -> Vec<CallKey> {
    selection.rows().iter().map(|id| index.row(*id).unwrap().key()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn a_selection_is_what_a_plain_filter_and_sort_give(batches in batches(), query in queries(), sort in sorts()) {
        let (index, plain) = loaded(&batches);
        let selection = index.select(&query, context(), &sort);
        prop_assert_eq!(keys(&index, &selection), plain.select(&query, &sort), "{}", query);
        prop_assert_eq!(index.count(&query, context()), selection.len());
    }

    #[test]
    fn the_newer_calls_of_a_selection_are_those_that_began_since(batches in batches(), query in queries(), hour in 0..64_i64) {
        let (index, plain) = loaded(&batches);
        let since = row(2 * hour, 0, 0).start_time;
        let newer = index.select_since(&query, context(), since);
        let expected = plain.select(&query, &[]).into_iter().filter(|key| plain.rows[key].start_time >= since);
        prop_assert_eq!(keys(&index, &newer), expected.collect::<Vec<_>>(), "{} since {}", query, since);
    }
}

proptest! {
    /// Calls that came, moved and went, and those that were told in any order, some of which are not there.
    #[test]
    fn the_calls_in_which_something_was_said_are_those_that_were_told(
        batches in batches(),
        told in proptest::collection::vec(proptest::collection::vec(-2..130_i64, 0..40), 2),
    ) {
        let (mut index, plain) = loaded(&batches);
        let told: Vec<Vec<CallKey>> = told.into_iter().map(|keys| keys.into_iter().map(CallKey).collect()).collect();
        for (word, keys) in ["parcel", "invoice"].into_iter().zip(&told) {
            index.tell_said(Pattern { text: word.to_owned(), exact: false }, keys.clone());
        }
        for (query, words, negated) in [
            ("said:parcel", &told[..1], false),
            ("-said:parcel", &told[..1], true),
            ("said:parcel,invoice", &told[..], false),
            ("-said:parcel,invoice", &told[..], true),
            ("said:never-told", &[], false),
        ] {
            let held = |key: &CallKey| words.iter().any(|told| told.contains(key)) != negated;
            let expected: Vec<CallKey> = plain.rows.keys().rev().copied().filter(held).collect();
            let selection = index.select(&Query::parse(query).unwrap(), context(), &[]);
            prop_assert_eq!(keys(&index, &selection), expected, "{}", query);
        }
    }

    #[test]
    fn a_row_reads_as_it_was_told_and_keeps_its_place(batches in batches()) {
        let (mut index, mut plain) = (Index::new(), Plain::default());
        let mut places: BTreeMap<CallKey, RowId> = BTreeMap::new();
        for batch in &batches {
            index.apply(batch.clone());
            plain.apply(batch);
            for key in &batch.removed {
                if let Some(id) = places.remove(key) {
                    prop_assert!(index.row(id).is_none(), "a removed row is gone for good");
                }
            }
            prop_assert_eq!(index.len(), plain.rows.len());
            for (key, told) in &plain.rows {
                let id = index.id_of(*key).unwrap();
                prop_assert_eq!(*places.entry(*key).or_insert(id), id);
                let row = index.row(id).unwrap();
                prop_assert_eq!((row.id(), row.key(), row.start_time()), (id, *key, told.start_time));
                prop_assert_eq!((row.direction(), row.result(), row.flags()), (&told.direction, &told.result, told.flags));
                prop_assert_eq!(row.caller(), &plain.party(told.caller));
                prop_assert_eq!(row.callee(), &plain.party(told.callee));
                prop_assert_eq!((row.party(), row.via()), (&plain.other(told), &plain.ours(told)));
                let spans = [row.wait(), row.talk(), row.hold(), row.duration()].map(|span| span.map(|span| span.as_secs()));
                prop_assert_eq!(spans, [told.wait, told.talk, told.hold, told.duration].map(|span| span.map(u64::from)));
                let words = [row.site(), row.department(), row.cost_center(), row.group()].map(Text::as_raw);
                let ids = [told.site, told.department, told.cost_center, told.group];
                prop_assert_eq!(words.map(str::to_owned), ids.map(|id| plain.word(id)));
            }
        }
    }

    #[test]
    fn each_facet_counts_what_its_own_filter_finds(batches in batches(), query in queries()) {
        let (index, plain) = loaded(&batches);
        let selection = index.select(&query, context(), &[]);
        let facets = index.facets(&selection);
        let found = |clause: Clause| plain.select(&query.clone().and(false, clause), &[]).len();
        for field in [Field::Dir, Field::Result, Field::Has, Field::Is] {
            for value in facets.values(field) {
                prop_assert_eq!(value.count, found(value.clause.clone()), "{:?}", value);
            }
        }
        let selected = plain.select(&query, &[]);
        let rows: Vec<&CallRow> = selected.iter().map(|key| &plain.rows[key]).collect();
        for (hour, count) in (0..).zip(index.hours(&selection, context().zone)) {
            prop_assert_eq!(count, rows.iter().filter(|row| row.start_time.hour() == hour).count());
        }
        let named = |texts: &dyn Fn(&CallRow) -> Vec<String>| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for row in &rows {
                let mut texts = texts(row);
                texts.sort();
                texts.dedup();
                for text in texts.into_iter().filter(|text| !text.is_empty()) {
                    *counts.entry(text).or_default() += 1;
                }
            }
            let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
            counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            counts
        };
        let listed = |field: Field| -> Vec<(String, usize)> {
            facets.values(field).iter().map(|value| (value.label.as_raw().to_owned(), value.count)).collect()
        };
        let routers = |row: &CallRow| {
            let routers = plain.sides(row).into_iter().filter(PartyRow::is_router);
            routers.filter_map(|side| side.label().map(|label| label.as_raw().to_owned())).collect()
        };
        prop_assert_eq!(listed(Field::Queue), named(&routers));
        prop_assert_eq!(listed(Field::Site), named(&|row| vec![plain.word(row.site)]));
        prop_assert_eq!(listed(Field::Dept), named(&|row| vec![plain.word(row.department)]));
    }

    #[test]
    fn what_is_completed_can_be_asked_and_finds_what_it_says(batches in batches(), typed in texts()) {
        let (index, plain) = loaded(&batches);
        for field in Field::ALL {
            for typed in ["", typed.as_str()] {
                let completions = index.complete(field, typed, 8);
                prop_assert!(completions.len() <= 8);
                for completion in completions {
                    let query = Query::parse(&format!("{field}{}", completion.written));
                    let query = query.map_err(|error| TestCaseError::fail(format!("{field}{}: {error}", completion.written)))?;
                    let found = plain.select(&query, &[]).len();
                    // A name can be part of another name, a number the end of another.
                    prop_assert!(completion.count.is_none_or(|count| count <= found), "{} {:?} {}", query, completion, found);
                }
            }
        }
    }
}

fn small() -> Index {
    let mut index = Index::new();
    let queue = PartyRow { ext_type: "call_queue".into(), ..party("Support", "+12025550100") };
    index.apply(Batch {
        parties: vec![
            (PartyId(7), party("Anna Kovács", "+12025550134")),
            (PartyId(9), queue),
            (PartyId(3), party("(202) 555-0177", "")),
        ],
        rows: vec![row(1, 7, 9), row(3, 3, 9), row(2, 9, 9)],
        ..Batch::default()
    });
    index
}

#[test]
fn calls_are_found_by_name_and_number_however_they_are_written() {
    let index = small();
    let found = |text: &str| -> Vec<i64> {
        let selection = index.select(&Query::parse(text).unwrap(), context(), &[]);
        keys(&index, &selection).into_iter().map(|key| key.0).collect()
    };
    assert_eq!(found(""), [3, 2, 1], "newest first");
    assert_eq!(found("kovacs"), [1]);
    assert_eq!(found("\"(202) 555-01\""), [3, 2, 1]);
    assert_eq!(found("202-555-0177"), [3]);
    assert_eq!(found("2025550177"), [3]);
    assert_eq!(found("-anna support"), [3, 2]);
    assert_eq!(found("nobody"), [0; 0]);
}

#[test]
fn a_misspelled_name_gives_the_one_that_was_meant() {
    let index = small();
    assert_eq!(index.nearest(Field::Queue, "Suport"), Some("Support".into()));
    assert_eq!(index.nearest(Field::Party, "ana kovacs"), Some("Anna Kovács".into()));
    assert_eq!(index.nearest(Field::Queue, "Billing"), None);
}

#[test]
fn a_place_of_another_index_is_nobody() {
    assert!(Index::new().row(small().id_of(CallKey(1)).unwrap()).is_none());
}
