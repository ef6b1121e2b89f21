//! The plainest filter and sort that could be written.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Timelike};

use super::given::context;
use crate::index::{SortColumn, SortKey, folded};
use crate::model::{
    Batch, CallKey, CallRow, Direction, Flags, PartyId, PartyRow, ResultGroup, Text, WordId, digits,
    query::{Clause, Comparison, DirectionWord, FlagWord, Pattern, Query, ResultWord},
};

/// What the index should know, kept plainly.
#[derive(Debug, Default)]
pub(super) struct Plain {
    pub rows: BTreeMap<CallKey, CallRow>,
    parties: BTreeMap<PartyId, PartyRow>,
    words: BTreeMap<WordId, Text>,
}

impl Plain {
    pub fn apply(&mut self, batch: &Batch) {
        self.parties.extend(batch.parties.iter().cloned());
        self.words.extend(batch.words.iter().cloned());
        self.rows.retain(|key, _| !batch.removed.contains(key));
        self.rows.extend(batch.rows.iter().map(|row| (row.key, row.clone())));
    }

    pub fn party(&self, id: PartyId) -> PartyRow {
        self.parties.get(&id).cloned().unwrap_or_default()
    }

    pub fn word(&self, id: WordId) -> String {
        self.words.get(&id).map_or_else(String::new, |word| word.as_raw().to_owned())
    }

    pub fn sides(&self, row: &CallRow) -> [PartyRow; 2] {
        [self.party(row.caller), self.party(row.callee)]
    }

    pub fn other(&self, row: &CallRow) -> PartyRow {
        self.party(if row.direction == Direction::Outbound { row.callee } else { row.caller })
    }

    pub fn ours(&self, row: &CallRow) -> PartyRow {
        self.party(if row.direction == Direction::Outbound { row.caller } else { row.callee })
    }

    pub fn select(&self, query: &Query, sort: &[SortKey]) -> Vec<CallKey> {
        let matches = |row: &&CallRow| query.terms().iter().all(|term| self.holds(row, &term.clause) != term.negated);
        let mut rows: Vec<&CallRow> = self.rows.values().rev().filter(matches).collect();
        rows.sort_by(|a, b| {
            let by = |key: &SortKey| {
                let (a, b) = (self.sorted_by(a, key.column), self.sorted_by(b, key.column));
                a.is_none().cmp(&b.is_none()).then_with(|| if key.descending { b.cmp(&a) } else { a.cmp(&b) })
            };
            sort.iter().map(by).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
        });
        rows.into_iter().map(|row| row.key).collect()
    }

    /// What a column sorts by, `None` when empty.
    fn sorted_by(&self, row: &CallRow, column: SortColumn) -> Option<(i64, String)> {
        let text = |text: String| (!text.is_empty()).then_some((0, text));
        let span = |span: Option<u32>| span.map(|span| (i64::from(span), String::new()));
        let label = |party: PartyRow| text(party.label().map_or_else(String::new, |label| folded(label.as_raw())));
        match column {
            SortColumn::Started => Some((row.start_time.timestamp(), String::new())),
            SortColumn::Direction => text(row.direction.word().as_raw().to_owned()),
            SortColumn::Party => label(self.other(row)),
            SortColumn::Number => text(self.other(row).number().as_raw().to_owned()),
            SortColumn::Via => label(self.ours(row)),
            SortColumn::Result => text(row.result.word().as_raw().to_owned()).map(|(_, word)| {
                (i64::try_from(ResultGroup::ALL.iter().position(|g| *g == row.result.group()).unwrap()).unwrap(), word)
            }),
            SortColumn::Wait => span(row.wait),
            SortColumn::Talk => span(row.talk),
            SortColumn::Hold => span(row.hold),
            SortColumn::Duration => span(row.duration),
            SortColumn::Site => text(folded(&self.word(row.site))),
            SortColumn::Department => text(folded(&self.word(row.department))),
            SortColumn::CostCenter => text(folded(&self.word(row.cost_center))),
            SortColumn::Group => text(folded(&self.word(row.group))),
            SortColumn::Flags => {
                let letter = |(flag, letter, _): &(Flags, char, _)| if row.flags.has(*flag) { ' ' } else { *letter };
                let letters: String = Flags::SHOWN.iter().map(letter).collect();
                letters.contains(' ').then_some((0, letters))
            }
        }
    }

    /// The rules of a call-back, one after the other.
    pub fn needs_callback(&self, row: &CallRow) -> bool {
        self.spoken_after(row).is_some_and(|spoken| spoken.is_empty())
    }

    /// When somebody spoke with the caller after a call that nobody answered; `None` for calls that nobody has to call back.
    pub fn spoken_after(&self, row: &CallRow) -> Option<Vec<DateTime<chrono::Utc>>> {
        let number = |party: &PartyRow| {
            let raw = party.did_number.as_raw();
            if raw.chars().any(char::is_alphabetic) { String::new() } else { digits(raw) }
        };
        let wanted = number(&self.party(row.caller));
        let left = [ResultGroup::Missed, ResultGroup::Abandoned, ResultGroup::Voicemail].contains(&row.result.group());
        let from_outside = row.direction == Direction::Inbound && !row.flags.has(Flags::INTERNAL);
        let spoken = |other: &&CallRow| {
            other.start_time > row.start_time
                && other.result.group() == ResultGroup::Answered
                && number(&self.other(other)) == wanted
        };
        let counts = left && from_outside && !row.flags.has(Flags::SPAM) && !wanted.is_empty();
        counts.then(|| self.rows.values().filter(spoken).map(|other| other.start_time).collect())
    }

    fn holds(&self, row: &CallRow, clause: &Clause) -> bool {
        let started = |from: DateTime<chrono::Utc>, to| (from..to).contains(&row.start_time);
        let compared = |span: Option<u32>, comparisons: &[Comparison]| {
            span.is_some_and(|span| comparisons.iter().any(|comparison| comparison.holds(span)))
        };
        let worded = |id: WordId, patterns: &[Pattern]| {
            let word = folded(&self.word(id));
            patterns.iter().any(|p| if p.exact { word == folded(&p.text) } else { word.contains(&folded(&p.text)) })
        };
        let flagged = |words: &[FlagWord]| words.iter().any(|word| row.flags.has(word.flag()));
        let number = |numbers: &[&Text], patterns: &[Pattern]| {
            patterns.iter().any(|pattern| {
                let wanted = digits(&pattern.text);
                if wanted.is_empty() {
                    return numbers.iter().all(|number| digits(number.as_raw()).is_empty());
                }
                numbers
                    .iter()
                    .map(|number| digits(number.as_raw()))
                    .any(|number| number == wanted || !pattern.exact && number.ends_with(&wanted))
            })
        };
        match clause {
            Clause::Text(text) => self.sides(row).iter().any(|side| found(side, text, false)),
            Clause::Last(_) | Clause::From(_) | Clause::To(_) | Clause::On(_) => {
                clause.times(context()).unwrap().iter().any(|span| started(span.from, span.to))
            }
            Clause::Weekday(days) => days.contains(&row.start_time.weekday()),
            Clause::Hour(hours) => hours.contains(&row.start_time.hour()),
            Clause::Needs(_) => self.needs_callback(row),
            Clause::Direction(words) => words.iter().any(|word| match word {
                DirectionWord::In => row.direction == Direction::Inbound,
                DirectionWord::Out => row.direction == Direction::Outbound,
                DirectionWord::Internal => row.flags.has(Flags::INTERNAL),
            }),
            Clause::Result(words) => words.iter().any(|word| match word {
                ResultWord::Group(group) => row.result.group() == *group,
                ResultWord::Raw(word) => row.result.word().as_raw() == word,
            }),
            Clause::Queue(patterns) => self.sides(row).iter().any(|side| side.is_router() && meant(side, patterns)),
            Clause::User(patterns) => self.sides(row).iter().any(|side| {
                let inside = !side.email.is_empty() || !side.ext_number.is_empty();
                inside && !side.is_router() && side.ext_type.as_raw() != "external_contact" && meant(side, patterns)
            }),
            Clause::Party(patterns) => meant(&self.other(row), patterns),
            Clause::Number(patterns) => number(&[self.other(row).number()], patterns),
            Clause::With(patterns) => {
                self.sides(row).iter().any(|side| number(&[&side.did_number, &side.ext_number], patterns))
            }
            Clause::Ext(patterns) => {
                self.sides(row).iter().any(|side| patterns.iter().any(|p| p.text == side.ext_number.as_raw()))
            }
            Clause::Site(patterns) => worded(row.site, patterns),
            Clause::Dept(patterns) => worded(row.department, patterns),
            Clause::Cost(patterns) => worded(row.cost_center, patterns),
            Clause::Group(patterns) => worded(row.group, patterns),
            Clause::Talk(comparisons) => compared(row.talk, comparisons),
            Clause::Wait(comparisons) => compared(row.wait, comparisons),
            Clause::Hold(comparisons) => compared(row.hold, comparisons),
            Clause::Dur(comparisons) => compared(row.duration, comparisons),
            Clause::Has(words) | Clause::Is(words) => flagged(words),
            // Nothing was told of what was said.
            Clause::Said(_) => false,
        }
    }
}

/// True when one of the party's texts has, or is, the needle; or has or is its digits, when both look like numbers.
fn found(party: &PartyRow, needle: &str, exact: bool) -> bool {
    let number = |text: &str| (!text.chars().any(char::is_alphabetic) && digits(text).len() >= 3).then(|| digits(text));
    [&party.name, &party.did_number, &party.ext_number, &party.email].into_iter().any(|text| {
        let text = text.as_raw();
        // An email is a text only; the others can be numbers too.
        let texts = [Some(folded(text)), number(text).filter(|_| text != party.email.as_raw())];
        let needles = [Some(folded(needle)), number(needle)];
        texts.iter().flatten().any(|text| {
            needles.iter().flatten().any(|needle| if exact { text == needle } else { text.contains(needle) })
        })
    })
}

fn meant(party: &PartyRow, patterns: &[Pattern]) -> bool {
    patterns.iter().any(|pattern| match (pattern.exact, pattern.text.is_empty()) {
        (true, true) => party.label().is_none(),
        (exact, _) => found(party, &pattern.text, exact),
    })
}
