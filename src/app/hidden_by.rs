//! Why a query finds nothing: what each of its terms takes away, and the value that was meant.

use crate::index::Index;
use crate::model::{
    Text,
    query::{Clause, Pattern, Query, QueryContext, Term},
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
}

/// What each term of a query takes away.
pub(super) fn hidden_by(index: &Index, query: &Query, context: QueryContext) -> Vec<HiddenBy> {
    let terms = query.terms().iter().enumerate();
    let reason = |(place, term): (usize, &Term)| HiddenBy {
        term: term.to_string(),
        without: index.count(&query.without_term(place), context),
        nearest: nearest(index, term, context),
    };
    terms.map(reason).collect()
}

/// The value that was meant by a term that finds nothing even alone.
fn nearest(index: &Index, term: &Term, context: QueryContext) -> Option<Text> {
    let (field, patterns) = (term.clause.field()?, names(&term.clause));
    let alone = Query::default().and(term.negated, term.clause.clone());
    if term.negated || patterns.is_empty() || index.count(&alone, context) > 0 {
        return None;
    }
    patterns.iter().find_map(|pattern| index.nearest(field, &pattern.text))
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
    fn a_name_that_calls_have_is_right_as_it_is() {
        let mut state = ready(80, 24, 100);
        press(&mut state, "/queue:Supp talk:>2h⏎");
        let reasons: Vec<_> =
            state.calls.hidden_by().iter().map(|reason| (reason.without, reason.nearest.clone())).collect();
        assert_eq!(reasons, [(0, None), (100, None)]);
    }
}
