//! A query made ready for the columns: dictionaries are asked once, rows only look up the answers.

use chrono::{DateTime, Utc, Weekday};

use super::callbacks::Contacts;
use super::codes::Codes;
use super::columns::{Kind, Place};
use super::fold::folded;
use super::parties::Table;
use super::quarters::{LocalQuarter, Quarters};
use super::seconds::Seconds;
use super::{Index, RowId};
use crate::model::{
    CallResult, Direction, Flags, PartyRow, Text, WordId, digits,
    query::{Clause, Comparison, DirectionWord, FlagWord, Need, Pattern, Query, QueryContext, ResultWord},
};

/// A test for each term, and the tests of kinds and places made one each.
pub(super) struct Matcher<'a> {
    kinds: Option<Table>,
    places: Option<Table>,
    tests: Vec<(bool, Test<'a>)>,
}

/// A test that looks at a row's own columns.
enum Test<'a> {
    /// Either side is one of these.
    EitherSide(Table),
    /// The other side is one of these.
    OtherSide { parties: Table, outbound: Table },
    /// The span compares.
    Span(&'a Seconds, &'a [Comparison]),
    /// Is one of these.
    Told(Table),
    /// The quarter of an hour it began in is one of these.
    Quarter { quarters: Quarters, held: Table },
    /// The caller is still to be called back.
    Waits(Box<Contacts<'a>>),
    /// Began within one of these stretches: first second in it, first second after it.
    Started(Vec<(i64, i64)>),
}

impl<'a> Matcher<'a> {
    pub fn new(index: &'a Index, query: &'a Query, context: QueryContext) -> Self {
        let mut matcher = Self { kinds: None, places: None, tests: Vec::new() };
        for term in query.terms() {
            matcher.add(index, term.negated, &term.clause, context);
        }
        matcher
    }

    fn add(&mut self, index: &'a Index, negated: bool, clause: &'a Clause, context: QueryContext) {
        let parties = &index.parties;
        let columns = &index.columns;
        let test = match clause {
            Clause::Text(text) => Test::EitherSide(parties.containing(text)),
            Clause::Last(_) | Clause::From(_) | Clause::To(_) | Clause::On(_) => {
                let spans = clause.times(context).unwrap_or_default();
                Test::Started(spans.iter().map(|span| (whole_second(span.from), whole_second(span.to))).collect())
            }
            Clause::Weekday(days) => {
                let place = |day: &Weekday| day.num_days_from_monday() as usize;
                quarter(index, context, |at| days.iter().any(|day| place(day) == at.weekday()))
            }
            Clause::Hour(hours) => quarter(index, context, |at| hours.iter().any(|hour| *hour as usize == at.hour())),
            Clause::Needs(needs) => match needs[..] {
                [Need::Callback, ..] | [] => Test::Waits(Box::new(Contacts::of(index))),
            },
            Clause::Direction(words) => {
                return self.kinds(index, negated, |kind| words.iter().any(|word| goes(kind, *word)));
            }
            Clause::Result(words) => {
                return self.kinds(index, negated, |kind| words.iter().any(|word| ended(&kind.result, word)));
            }
            Clause::Has(words) | Clause::Is(words) => {
                return self.kinds(index, negated, |kind| has_any(kind.flags, words));
            }
            Clause::Site(patterns) => return self.places(index, negated, patterns, |place| place.site),
            Clause::Dept(patterns) => return self.places(index, negated, patterns, |place| place.department),
            Clause::Cost(patterns) => return self.places(index, negated, patterns, |place| place.cost_center),
            Clause::Group(patterns) => return self.places(index, negated, patterns, |place| place.group),
            Clause::Queue(patterns) => Test::EitherSide(those(index, parties.matching(patterns), PartyRow::is_router)),
            Clause::User(patterns) => Test::EitherSide(those(index, parties.matching(patterns), is_person)),
            Clause::Party(patterns) => other_side(index, parties.matching(patterns)),
            Clause::Number(patterns) => other_side(index, each(index, |party| any_ends(patterns, &[party.number()]))),
            Clause::With(patterns) => {
                Test::EitherSide(each(index, |party| any_ends(patterns, &[&party.did_number, &party.ext_number])))
            }
            Clause::Ext(patterns) => {
                let ext =
                    |party: &PartyRow| patterns.iter().any(|p| p.text.eq_ignore_ascii_case(party.ext_number.as_raw()));
                Test::EitherSide(each(index, ext))
            }
            Clause::Talk(comparisons) => Test::Span(&columns.talk, comparisons),
            Clause::Wait(comparisons) => Test::Span(&columns.wait, comparisons),
            Clause::Hold(comparisons) => Test::Span(&columns.hold, comparisons),
            Clause::Said(patterns) => Test::Told(index.said_in(patterns)),
            Clause::Dur(comparisons) => Test::Span(&columns.duration, comparisons),
        };
        self.tests.push((negated, test));
    }

    fn kinds(&mut self, index: &Index, negated: bool, holds: impl Fn(&Kind) -> bool) {
        let kinds = index.columns.kinds.values();
        narrow(&mut self.kinds, kinds.iter().map(|kind| holds(kind) != negated).collect());
    }

    fn places(&mut self, index: &Index, negated: bool, patterns: &[Pattern], word: impl Fn(&Place) -> WordId) {
        let holds = |place: &Place| words_match(patterns, index.word(word(place))) != negated;
        narrow(&mut self.places, index.columns.places.values().iter().map(holds).collect());
    }

    /// Keeps the rows that match, in their order.
    pub fn keep(&self, index: &Index, rows: &mut Vec<RowId>) {
        let columns = &index.columns;
        if let Some(kinds) = &self.kinds {
            keep(rows, |row| kinds[columns.kind.get(row)]);
        }
        if let Some(places) = &self.places {
            keep(rows, |row| places[columns.place.get(row)]);
        }
        for (negated, test) in &self.tests {
            let negated = *negated;
            match test {
                Test::EitherSide(parties) => {
                    let either = |from: usize, to: usize| (parties[from] | parties[to]) != negated;
                    // What most archives have is told apart once, not for each row.
                    match (&columns.caller, &columns.callee) {
                        (Codes::Narrow(from), Codes::Narrow(to)) => {
                            keep(rows, |row| either(from[row].into(), to[row].into()));
                        }
                        (Codes::Wide(from), Codes::Wide(to)) => {
                            keep(rows, |row| either(from[row] as usize, to[row] as usize));
                        }
                        (from, to) => keep(rows, |row| either(from.get(row), to.get(row))),
                    }
                }
                Test::OtherSide { parties, outbound } => keep(rows, |row| {
                    // Both are read and one is picked: a branch would be guessed wrong too often.
                    let sides = [columns.caller.get(row), columns.callee.get(row)];
                    parties[sides[usize::from(outbound[columns.kind.get(row)])]] != negated
                }),
                Test::Span(column, comparisons) => keep(rows, |row| {
                    let seconds = column.get(row);
                    seconds.is_some_and(|seconds| comparisons.iter().any(|c| c.holds(seconds))) != negated
                }),
                Test::Told(table) => keep(rows, |row| table[row] != negated),
                Test::Quarter { quarters, held } => {
                    keep(rows, |row| held[quarters.place(columns.start[row])] != negated);
                }
                Test::Waits(contacts) => keep(rows, |row| contacts.waits(row) != negated),
                Test::Started(spans) => keep(rows, |row| {
                    let start = i64::from(columns.start[row]);
                    spans.iter().any(|(from, to)| (*from..*to).contains(&start)) != negated
                }),
            }
        }
    }
}

/// Keeps what holds, in order, without a branch that a processor could guess wrong.
fn keep(rows: &mut Vec<RowId>, holds: impl Fn(usize) -> bool) {
    let mut kept = 0;
    for at in 0..rows.len() {
        let row = rows[at];
        rows[kept] = row;
        kept += usize::from(holds(row.number()));
    }
    rows.truncate(kept);
}

fn narrow(table: &mut Option<Table>, more: Table) {
    match table {
        Some(table) => table.iter_mut().zip(more).for_each(|(both, more)| *both &= more),
        None => *table = Some(more),
    }
}

/// The first whole second at or after a moment: calls begin on whole seconds.
fn whole_second(moment: DateTime<Utc>) -> i64 {
    moment.timestamp() + i64::from(moment.timestamp_subsec_nanos() > 0)
}

fn each(index: &Index, holds: impl Fn(&PartyRow) -> bool) -> Table {
    index.parties.all().iter().map(holds).collect()
}

fn those(index: &Index, mut found: Table, of: impl Fn(&PartyRow) -> bool) -> Table {
    index.parties.all().iter().zip(&mut found).for_each(|(party, found)| *found &= of(party));
    found
}

fn other_side(index: &Index, parties: Table) -> Test<'static> {
    Test::OtherSide { parties, outbound: index.columns.kinds.values().iter().map(Kind::is_outbound).collect() }
}

fn quarter(index: &Index, context: QueryContext, holds: impl Fn(LocalQuarter) -> bool) -> Test<'static> {
    let quarters = Quarters::of(index, context.zone);
    let held = quarters.all().iter().map(|at| holds(*at)).collect();
    Test::Quarter { quarters, held }
}

/// True when calls of a kind went that way.
pub(super) fn goes(kind: &Kind, word: DirectionWord) -> bool {
    match word {
        DirectionWord::In => kind.direction == Direction::Inbound,
        DirectionWord::Out => kind.direction == Direction::Outbound,
        DirectionWord::Internal => kind.flags.has(Flags::INTERNAL),
    }
}

fn ended(result: &CallResult, word: &ResultWord) -> bool {
    match word {
        ResultWord::Group(group) => result.group() == *group,
        ResultWord::Raw(raw) => raw.eq_ignore_ascii_case(result.word().as_raw()),
    }
}

fn has_any(flags: Flags, words: &[FlagWord]) -> bool {
    words.iter().any(|word| flags.has(word.flag()))
}

fn words_match(patterns: &[Pattern], text: &Text) -> bool {
    let text = folded(text.as_raw());
    patterns.iter().any(|pattern| {
        let wanted = folded(&pattern.text);
        if pattern.exact { text == wanted } else { text.contains(&wanted) }
    })
}

/// A person or device of the account: it has an extension of its own and routes nobody.
pub(super) fn is_person(party: &PartyRow) -> bool {
    let inside = !party.email.is_empty() || !party.ext_number.is_empty();
    inside && !party.is_router() && party.ext_type.as_raw() != "external_contact"
}

/// True when one of the numbers ends like one of the patterns, or is one of them, by its digits. Exactly nothing is for
/// withheld numbers, which have none, whatever stands in their place.
fn any_ends(patterns: &[Pattern], numbers: &[&Text]) -> bool {
    patterns.iter().any(|pattern| {
        let wanted = digits(&pattern.text);
        let ends = |number: &&Text| {
            let mut rest = number.as_raw().bytes().rev().filter(u8::is_ascii_digit);
            wanted.bytes().rev().all(|digit| rest.next() == Some(digit)) && !(pattern.exact && rest.next().is_some())
        };
        if wanted.is_empty() { numbers.iter().all(ends) } else { numbers.iter().any(ends) }
    })
}
