//! Calls and queries made up so that they often meet.

use chrono::DateTime;
use proptest::prelude::*;
use proptest::sample::select;

use crate::index::{SortColumn, SortKey};
use crate::model::{
    Batch, CallKey, CallResult, CallRow, Direction, Flags, PartyId, PartyRow, ResultGroup, Text, WordId, Zone,
    query::{
        Ago, Clause, Comparison, DirectionWord, FlagWord, Need, Operator, Pattern, Point, Query, QueryContext,
        ResultWord, Unit,
    },
};

/// 2026-11-20 12:00:00.5 UTC, so that bounds fall between whole seconds.
pub(super) fn context() -> QueryContext {
    QueryContext { now: DateTime::from_timestamp_millis(1_795_176_000_500).unwrap(), zone: Zone::Utc }
}

pub(super) fn party(name: &str, number: &str) -> PartyRow {
    PartyRow { name: name.into(), did_number: number.into(), ..PartyRow::default() }
}

/// A call whose key and start agree: several begin in the same second, as in life.
pub(super) fn row(key: i64, from: u32, to: u32) -> CallRow {
    CallRow {
        key: CallKey(key),
        start_time: context().now - chrono::TimeDelta::milliseconds(500) - chrono::TimeDelta::hours(60 - key / 2),
        direction: Direction::Inbound,
        caller: PartyId(from),
        callee: PartyId(to),
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

/// The key of the call of that number as an archive would give it.
pub(super) fn real_key(number: i64) -> CallKey {
    let start = u32::try_from(row(number, 0, 0).start_time.timestamp()).unwrap();
    CallKey(CallKey::least_of_second(start).0 + number % 2)
}

fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(texts).prop_map(str::to_owned)
}

fn parties() -> impl Strategy<Value = PartyRow> {
    let names = one_of(&["", "Anna Kovács", "ANNA", "Support", "Støtte", "(202) 555-0101", "ﬁnance\n7", "日本"]);
    let numbers = one_of(&["", "+12025550101", "12025550102", "+442079460112", "anonymous", "202.555.0101"]);
    let types = one_of(&["", "user", "call_queue", "auto_receptionist", "common_area", "external_contact"]);
    let exts = one_of(&["", "", "801", "80", "4801"]);
    let emails = one_of(&["", "", "anna@example.com", "801@example.com"]);
    (names, numbers, types, exts, emails).prop_map(|(name, did_number, ext_type, ext_number, email)| PartyRow {
        name: name.into(),
        did_number: did_number.into(),
        ext_type: ext_type.into(),
        ext_number: ext_number.into(),
        email: email.into(),
    })
}

fn spans() -> impl Strategy<Value = Option<u32>> {
    prop::option::of(select(vec![0, 1, 30, 60, 65_533, 65_534, 65_535, 70_000]))
}

fn rows() -> impl Strategy<Value = CallRow> {
    let sides = (0..10_u32, 0..10_u32);
    let outcome = (
        one_of(&["inbound", "outbound", "sideways", ""]),
        one_of(&["answered", "no_answer", "busy", "voicemail", "beamed_up", ""]),
        0..512_u16,
    );
    let places = (0..5_u32, 0..5_u32, 0..3_u32, 0..3_u32);
    (0..120_i64, sides, outcome, places, (spans(), spans(), spans(), spans())).prop_map(
        |(number, (caller, callee), (direction, result, flags), (site, department, cost_center, group), spans)| {
            CallRow {
                key: real_key(number),
                direction: Text::from(direction).into(),
                result: CallResult::new(result.into()),
                flags: Flags(flags),
                site: WordId(site),
                department: WordId(department),
                cost_center: WordId(cost_center),
                group: WordId(group),
                wait: spans.0,
                talk: spans.1,
                hold: spans.2,
                duration: spans.3,
                ..row(number, caller, callee)
            }
        },
    )
}

/// Rows new and known, parties and words told early, late or again, calls that go away.
pub(super) fn batches() -> impl Strategy<Value = Vec<Batch>> {
    let words = one_of(&["HQ", "Genève", "geneve", "Sales", "R&D, \"West\""]);
    let batch = (
        prop::collection::vec((0..10_u32, parties()), 0..6),
        prop::collection::vec((1..5_u32, words), 0..4),
        prop::collection::vec(rows(), 0..30),
        prop::collection::vec(0..120_i64, 0..6),
    );
    let batch = batch.prop_map(|(parties, words, rows, removed)| Batch {
        to_come: 0,
        parties: parties.into_iter().map(|(id, party)| (PartyId(id), party)).collect(),
        words: words.into_iter().map(|(id, word)| (WordId(id), word.into())).collect(),
        rows,
        removed: removed.into_iter().map(real_key).collect(),
    });
    prop::collection::vec(batch, 1..6)
}

pub(super) fn texts() -> impl Strategy<Value = String> {
    one_of(&[
        "a",
        "anna",
        "KOV",
        "ács",
        "sto",
        "fi",
        "日",
        "202",
        "555-01",
        "(202) 555",
        "12025550101",
        "+1",
        "80",
        "801",
        "@",
        " ",
        "\u{301}",
        "\n",
        "zzz",
        "gen",
        "HQ",
    ])
}

fn patterns() -> impl Strategy<Value = Vec<Pattern>> {
    let whole =
        one_of(&["", "anna", "Support", "+1 (202) 555-0101", "801", "Anna Kovacs", "geneve", "anna@example.com"]);
    let pattern = prop_oneof![
        texts().prop_map(|text| Pattern { text, exact: false }),
        whole.prop_map(|text| Pattern { text, exact: true }),
    ];
    prop::collection::vec(pattern, 1..3)
}

fn numbers() -> impl Strategy<Value = Vec<Pattern>> {
    let number = (one_of(&["0101", "555-0101", "+1 202 555 0101", "801", "80"]), any::<bool>());
    let number = number.prop_map(|(text, exact)| Pattern { text, exact });
    let withheld = Just(Pattern { text: String::new(), exact: true });
    prop::collection::vec(prop_oneof![4 => number, 1 => withheld], 1..3)
}

fn comparisons() -> impl Strategy<Value = Vec<Comparison>> {
    use Operator::{Above, AtLeast, AtMost, Below, Equal};
    let operators = select(vec![Above, AtLeast, Below, AtMost, Equal]);
    let seconds = select(vec![0, 1, 30, 60, 65_534, 65_535, 70_000]);
    prop::collection::vec((operators, seconds).prop_map(|(operator, seconds)| Comparison { operator, seconds }), 1..3)
}

pub(super) fn queries() -> impl Strategy<Value = Query> {
    use FlagWord::{AiSummary, Emergency, Internal, International, Recording, Spam, Transcript, Voicemail};
    let results = prop_oneof![
        select(ResultGroup::ALL.to_vec()).prop_map(ResultWord::Group),
        one_of(&["busy", "beamed_up", ""]).prop_map(ResultWord::Raw),
    ];
    let points = prop_oneof![
        select(vec![Point::Today, Point::Yesterday, Point::Weekday(chrono::Weekday::Wed)]),
        (1..72_u32).prop_map(|amount| Point::Ago(Ago { amount, unit: Unit::Hours })),
    ];
    let days = select(vec![Point::Today, Point::Yesterday, Point::Ago(Ago { amount: 2, unit: Unit::Days })]);
    let directions = select(vec![DirectionWord::In, DirectionWord::Out, DirectionWord::Internal]);
    let clauses = prop_oneof![
        4 => texts().prop_map(Clause::Text),
        1 => (1..60_u32).prop_map(|amount| Clause::Last(Ago { amount, unit: Unit::Hours })),
        1 => points.clone().prop_map(Clause::From),
        1 => points.prop_map(Clause::To),
        1 => prop::collection::vec(days, 1..3).prop_map(Clause::On),
        1 => prop::collection::vec(directions, 1..3).prop_map(Clause::Direction),
        1 => prop::collection::vec(results, 1..3).prop_map(Clause::Result),
        1 => patterns().prop_map(Clause::Queue),
        1 => patterns().prop_map(Clause::User),
        1 => patterns().prop_map(Clause::Party),
        1 => numbers().prop_map(Clause::Number),
        1 => numbers().prop_map(Clause::With),
        1 => numbers().prop_map(Clause::Ext),
        1 => patterns().prop_map(Clause::Site),
        1 => patterns().prop_map(Clause::Dept),
        1 => patterns().prop_map(Clause::Cost),
        1 => patterns().prop_map(Clause::Group),
        1 => comparisons().prop_map(Clause::Talk),
        1 => comparisons().prop_map(Clause::Wait),
        1 => comparisons().prop_map(Clause::Hold),
        1 => comparisons().prop_map(Clause::Dur),
        1 => select(vec![Recording, Voicemail, Transcript, AiSummary]).prop_map(|word| Clause::Has(vec![word])),
        1 => prop::collection::vec(0..24_u32, 1..4).prop_map(Clause::Hour),
        1 => select(vec![chrono::Weekday::Mon, chrono::Weekday::Thu, chrono::Weekday::Fri]).prop_map(|day| Clause::Weekday(vec![day])),
        1 => Just(Clause::Needs(vec![Need::Callback])),
        1 => select(vec![Spam, International, Emergency, Internal]).prop_map(|word| Clause::Is(vec![word])),
    ];
    prop::collection::vec((prop::bool::weighted(0.3), clauses), 0..3).prop_map(|terms| {
        terms.into_iter().fold(Query::default(), |query, (negated, clause)| query.and(negated, clause))
    })
}

pub(super) fn sorts() -> impl Strategy<Value = Vec<SortKey>> {
    use SortColumn as By;
    let columns = select(vec![
        By::Started,
        By::Direction,
        By::Party,
        By::Number,
        By::Via,
        By::Result,
        By::Wait,
        By::Talk,
        By::Hold,
        By::Duration,
        By::Site,
        By::Department,
        By::CostCenter,
        By::Group,
        By::Flags,
    ]);
    prop::collection::vec(
        (columns, any::<bool>()).prop_map(|(column, descending)| SortKey { column, descending }),
        0..3,
    )
}
