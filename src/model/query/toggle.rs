//! One value of a field, put into a query or taken out of it: what a tick beside a count does.

use super::value::{DirectionWord, FlagWord, Pattern, ResultWord};
use super::{Clause, Query, Term};

impl Query {
    /// True when a term that is not denied asks for `value`, a clause of one value.
    #[must_use]
    pub fn asks_for(&self, value: &Clause) -> bool {
        self.terms.iter().any(|term| !term.negated && term.clause.holds(value))
    }

    /// This query with `value`, a clause of one value, taken out where it is asked for; else put beside the other values of its
    /// field, as an alternative, or as a term of its own.
    #[must_use]
    pub fn turned(&self, value: &Clause) -> Self {
        let mut terms = self.terms.clone();
        let asked = |term: &Term| !term.negated && term.clause.field() == value.field();
        if self.asks_for(value) {
            for term in terms.iter_mut().filter(|term| asked(term)) {
                term.clause.drop_value(value);
            }
            terms.retain(|term| !term.clause.is_void());
            return Self { terms };
        }
        let joined = terms.iter_mut().find(|term| asked(term)).is_some_and(|term| term.clause.add_value(value));
        let query = Self { terms };
        if joined { query } else { query.and(false, value.clone()) }
    }
}

/// Runs `$run` with the lists of two clauses of the same kind; `$else` where they are not, or have no list of values.
macro_rules! with_lists {
    ($one:expr, $other:expr, |$all:ident, $values:ident| $run:expr, else $else:expr) => {
        match ($one, $other) {
            (Clause::Direction($all), Clause::Direction($values)) => $run,
            (Clause::Result($all), Clause::Result($values)) => $run,
            (Clause::Has($all), Clause::Has($values)) | (Clause::Is($all), Clause::Is($values)) => $run,
            (Clause::Queue($all), Clause::Queue($values))
            | (Clause::Site($all), Clause::Site($values))
            | (Clause::Dept($all), Clause::Dept($values)) => $run,
            _ => $else,
        }
    };
}

/// Whether one value of a list finds what another one names.
trait Finds: PartialEq {
    fn finds(&self, value: &Self) -> bool {
        self == value
    }
}

impl Finds for DirectionWord {}
impl Finds for ResultWord {}
impl Finds for FlagWord {}

impl Finds for Pattern {
    fn finds(&self, value: &Self) -> bool {
        let (wanted, name) = (self.text.to_lowercase(), value.text.to_lowercase());
        if self.exact { wanted == name } else { name.contains(&wanted) }
    }
}

impl Clause {
    fn holds(&self, value: &Self) -> bool {
        with_lists!(self, value, |all, values| values.iter().all(|value| all.iter().any(|one| one.finds(value))),
            else self == value)
    }

    fn add_value(&mut self, value: &Self) -> bool {
        with_lists!(self, value, |all, values| { all.extend_from_slice(values); true }, else false)
    }

    fn drop_value(&mut self, value: &Self) {
        with_lists!(self, value, |all, values| all.retain(|one| !values.iter().any(|value| one.finds(value))), else ());
    }

    /// True when no value is left; a query never keeps such a clause.
    fn is_void(&self) -> bool {
        with_lists!(self, self, |all, _values| all.is_empty(), else false)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Query;

    fn turned(query: &str, value: &str) -> String {
        let value = Query::parse(value).unwrap().terms()[0].clause.clone();
        Query::parse(query).unwrap().turned(&value).to_string()
    }

    #[test]
    fn a_value_joins_the_others_of_its_field_and_leaves_them_again() {
        assert_eq!(turned("", "result:missed"), "result:missed");
        assert_eq!(turned("result:missed last:7d", "result:abandoned"), "result:missed,abandoned last:7d");
        assert_eq!(turned("result:missed,abandoned last:7d", "result:missed"), "result:abandoned last:7d");
        assert_eq!(turned("result:missed last:7d", "result:missed"), "last:7d");
        assert_eq!(turned("is:spam", "has:recording"), "is:spam has:recording");
    }

    #[test]
    fn a_name_is_found_by_a_part_of_it_that_was_typed() {
        assert_eq!(turned("queue:supp", "queue:=Support"), "");
        assert_eq!(turned("queue:=Support", "queue:=Sales"), "queue:=Support,=Sales");
        assert_eq!(turned("site:=\"New York\"", "site:=\"New York\""), "");
    }

    #[test]
    fn what_is_denied_stays_denied() {
        assert_eq!(turned("-dir:in", "dir:in"), "-dir:in dir:in");
        assert_eq!(turned("-dir:in dir:in", "dir:in"), "-dir:in");
    }
}
