//! Why a query finds nothing: what each of its terms takes away, and the value that was meant.

use super::effect::Effect;
use super::filter;
use super::state::State;
use crate::index::Index;
use crate::model::{
    Text,
    query::{Clause, Pattern, Query, QueryContext, Term, quoted},
};

/// A term of a query that finds nothing, and what it takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiddenBy {
    /// The term, as it is written.
    pub term: String,
    /// How many calls match without it.
    pub without: usize,
    /// The value that is written nearly like its own, where no call has that one.
    pub nearest: Option<Text>,
    /// The whole query with that value instead.
    pub better: Option<Query>,
}

/// What each term of a query takes away.
#[must_use]
pub fn hidden_by(index: &Index, query: &Query, context: QueryContext) -> Vec<HiddenBy> {
    let terms = query.terms().iter().enumerate();
    let reason = |(place, term): (usize, &Term)| {
        let nearest = nearest(index, term, context);
        HiddenBy {
            term: term.to_string(),
            without: index.count(&query.without_term(place), context),
            better: nearest.as_ref().and_then(|(wrong, name)| with_name(query, place, wrong, name)),
            nearest: nearest.map(|(_, name)| name),
        }
    };
    terms.map(reason).collect()
}

/// The query with another name in the term at a place.
fn with_name(query: &Query, place: usize, wrong: &Pattern, name: &Text) -> Option<Query> {
    let term = |(at, term): (usize, &Term)| {
        if at != place {
            return term.to_string();
        }
        let right =
            |pattern: &Pattern| if pattern == wrong { quoted(name.as_raw()).into_owned() } else { pattern.to_string() };
        let values: Vec<String> = names(&term.clause).iter().map(right).collect();
        format!("{}{}", term.clause.field().map(|field| field.to_string()).unwrap_or_default(), values.join(","))
    };
    let terms: Vec<String> = query.terms().iter().enumerate().map(term).collect();
    Query::parse(&terms.join(" ")).ok()
}

/// `Enter` in a list that is empty by a slip: asks for what was meant. Nothing where no slip is known.
pub(super) fn mend(state: &mut State) -> Vec<Effect> {
    match state.calls.hidden_by().iter().find_map(|hidden| hidden.better.clone()) {
        Some(query) => filter::set(state, query),
        None => Vec::new(),
    }
}

/// The value that was meant by a term that finds nothing even alone, and the one that was written.
fn nearest<'a>(index: &Index, term: &'a Term, context: QueryContext) -> Option<(&'a Pattern, Text)> {
    let (field, patterns) = (term.clause.field()?, names(&term.clause));
    let alone = Query::default().and(term.negated, term.clause.clone());
    if term.negated || patterns.is_empty() || index.count(&alone, context) > 0 {
        return None;
    }
    patterns.iter().find_map(|pattern| Some((pattern, index.nearest(field, &pattern.text)?)))
}

/// The names that a clause asks for; none where it asks for something else.
fn names(clause: &Clause) -> &[Pattern] {
    match clause {
        Clause::Queue(patterns)
        | Clause::User(patterns)
        | Clause::Party(patterns)
        | Clause::Site(patterns)
        | Clause::Dept(patterns)
        | Clause::Cost(patterns)
        | Clause::Group(patterns) => patterns,
        Clause::Text(_)
        | Clause::Last(_)
        | Clause::From(_)
        | Clause::To(_)
        | Clause::On(_)
        | Clause::Weekday(_)
        | Clause::Hour(_)
        | Clause::Direction(_)
        | Clause::Result(_)
        | Clause::Number(_)
        | Clause::With(_)
        | Clause::Ext(_)
        | Clause::Talk(_)
        | Clause::Wait(_)
        | Clause::Hold(_)
        | Clause::Dur(_)
        | Clause::Has(_)
        | Clause::Is(_)
        | Clause::Said(_)
        | Clause::Needs(_) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{press, ready};

    #[test]
    fn a_name_that_no_call_has_is_told_with_the_nearest_one() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/result:missed queue:Suport⏎");
        let reasons: Vec<_> =
            state.calls.hidden_by().iter().map(|reason| (reason.without, reason.nearest.clone())).collect();
        assert_eq!(reasons, [(0, None), (34, Some("Support".into()))]);
    }

    #[test]
    fn enter_asks_for_the_name_that_was_meant() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/result:missed queue:Suport,=Nobody⏎⏎");
        assert_eq!(state.filter.text(), "result:missed queue:Support,=Nobody");
        assert_eq!(state.calls.matching(), 34);
        press(&mut state, "u");
        assert_eq!(state.filter.text(), "result:missed queue:Suport,=Nobody");
    }

    #[test]
    fn one_word_of_a_name_is_enough() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/party:Alvares⏎");
        assert_eq!(state.calls.hidden_by()[0].nearest, Some("R. Alvarez".into()));
        press(&mut state, "⏎");
        assert_eq!((state.filter.text(), state.calls.matching()), ("party:\"R. Alvarez\"", 25));
    }

    #[test]
    fn a_name_that_calls_have_is_right_as_it_is() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/queue:Supp talk:>2h⏎");
        let reasons: Vec<_> =
            state.calls.hidden_by().iter().map(|reason| (reason.without, reason.nearest.clone())).collect();
        assert_eq!(reasons, [(0, None), (100, None)]);
    }
}
