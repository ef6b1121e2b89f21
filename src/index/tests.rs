//! The index against the plainest filter and sort that could be written.

use super::*;
use crate::model::query::{Query, QueryContext};
use crate::model::{CallResult, CallRow, Direction, Flags, Party, PartyId, Zone};

fn context() -> QueryContext {
    QueryContext { now: "2026-11-20T12:00:00Z".parse().unwrap(), zone: Zone::Utc }
}

fn row(key: i64, caller: u32, callee: u32) -> CallRow {
    CallRow {
        key: CallKey(key),
        start_time: chrono::DateTime::from_timestamp(1_795_000_000 + key, 0).unwrap(),
        direction: Direction::Inbound,
        caller: PartyId(caller),
        callee: PartyId(callee),
        result: CallResult::new("answered".into()),
        wait: None,
        talk: Some(60),
        hold: None,
        duration: Some(70),
        site: WordId(0),
        department: WordId(0),
        cost_center: WordId(0),
        group: WordId(0),
        flags: Flags::default(),
    }
}

fn party(name: &str, number: &str) -> Party {
    Party { name: name.into(), did_number: number.into(), ..Party::default() }
}

#[test]
fn calls_are_found_by_name_and_number_however_they_are_written() {
    let mut index = Index::new();
    index.apply(Batch {
        parties: vec![
            (PartyId(7), party("Anna Kovács", "+12025550134")),
            (PartyId(9), party("Support", "+12025550100")),
            (PartyId(3), party("(202) 555-0177", "")),
        ],
        rows: vec![row(1, 7, 9), row(3, 3, 9), row(2, 9, 9)],
        ..Batch::default()
    });
    let keys = |text: &str| -> Vec<i64> {
        let selection = index.select(&Query::parse(text).unwrap(), context(), &[]);
        selection.rows().iter().map(|id| index.row(*id).unwrap().key().0).collect()
    };
    assert_eq!(keys(""), [3, 2, 1], "newest first");
    assert_eq!(keys("kovacs"), [1]);
    assert_eq!(keys("\"(202) 555-01\""), [3, 2, 1]);
    assert_eq!(keys("202-555-0177"), [3]);
    assert_eq!(keys("2025550177"), [3]);
    assert_eq!(keys("-anna support"), [3, 2]);
    assert_eq!(keys("nobody"), [0; 0]);
}
