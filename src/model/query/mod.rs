//! The one query language: what may be asked of the calls, in the filter bar, on the command line and in saved views.
//! Imports the words of the model around it. It never looks at calls (that is the index), and never drops a part of what
//! was typed: text either means something or is an error that names the word.
//!
//! Terms stand side by side and all must hold; values after a comma are alternatives; `-` before a term denies it. A
//! comparison with a time that Zoom did not give never holds.

mod complete;
mod display;
mod error;
mod explain;
mod facts;
mod field;
mod grammar;
mod meaning;
mod nearest;
mod period;
#[cfg(test)]
mod tests;
mod time;
mod toggle;
mod value;

use std::ops::Range;

use chrono::{DateTime, Utc, Weekday};

pub use complete::{Completing, complete};
pub use display::quoted;
pub use error::{Problem, QueryError};
pub use explain::{explain, misread};
pub use facts::Fact;
pub use field::Field;
pub use nearest::nearest;
pub use period::Periods;
pub use time::{Ago, Point, Unit};
pub use value::{Comparison, DirectionWord, FlagWord, Need, Operator, Pattern, ResultWord};

use super::coverage::Span;
use super::text::Text;
use super::zone::Zone;

/// What words such as `today` are measured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryContext {
    /// This moment.
    pub now: DateTime<Utc>,
    /// Where the person's days begin.
    pub zone: Zone,
}

/// A whole query. The empty one asks for every call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

/// One condition of a query.
#[derive(Clone, Debug)]
pub struct Term {
    /// Where it stands in the text that was parsed, in bytes, the minus sign included.
    pub span: Range<usize>,
    /// True when a minus sign denies it.
    pub negated: bool,
    /// What it asks.
    pub clause: Clause,
}

/// Terms are equal when they ask the same; where they stand is no part of that.
impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        self.negated == other.negated && self.clause == other.clause
    }
}

impl Eq for Term {}

/// What a term asks, one variant a field. Values in a list are alternatives; lists are never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// A word or phrase in the name, number, extension or email of either side.
    Text(String),
    /// Began within this time before now.
    Last(Ago),
    /// Began then or later.
    From(Point),
    /// Began before the end of that day, or before that moment.
    To(Point),
    /// Began on one of these days.
    On(Vec<Point>),
    /// Began on one of these days of the week.
    Weekday(Vec<Weekday>),
    /// Began in one of these hours of the day, 0 to 23.
    Hour(Vec<u32>),
    /// Went this way.
    Direction(Vec<DirectionWord>),
    /// Ended like this.
    Result(Vec<ResultWord>),
    /// A queue, menu or shared line on either side.
    Queue(Vec<Pattern>),
    /// A person or device of the account on either side.
    User(Vec<Pattern>),
    /// The other side.
    Party(Vec<Pattern>),
    /// The other side's number, by its end.
    Number(Vec<Pattern>),
    /// The number or extension of either side, by its end.
    With(Vec<Pattern>),
    /// The extension of either side, whole.
    Ext(Vec<Pattern>),
    /// The owner's site.
    Site(Vec<Pattern>),
    /// The owner's department.
    Dept(Vec<Pattern>),
    /// The owner's cost center.
    Cost(Vec<Pattern>),
    /// The owner's group.
    Group(Vec<Pattern>),
    /// Time spoken.
    Talk(Vec<Comparison>),
    /// Time waited.
    Wait(Vec<Comparison>),
    /// Time on hold.
    Hold(Vec<Comparison>),
    /// Length as Zoom counts it.
    Dur(Vec<Comparison>),
    /// Something that belongs to the call.
    Has(Vec<FlagWord>),
    /// A kind of call.
    Is(Vec<FlagWord>),
    /// Words that were said in it, or written about it.
    Said(Vec<Pattern>),
    /// Something is still to be done.
    Needs(Vec<Need>),
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// The first part that means nothing, where it stands and what comes nearest to it.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let terms = grammar::read(text)?.into_iter().map(meaning::term).collect::<Result<_, _>>()?;
        Ok(Self { terms })
    }

    /// Reads a query that is asked now.
    ///
    /// # Errors
    /// As [`Query::parse`], and a start that lies after the end, for which `today` and the like have to be known.
    pub fn asked(text: &str, context: QueryContext) -> Result<Self, QueryError> {
        Self::parse(text)?.checked(context)
    }

    /// This query, if its times can be met.
    ///
    /// # Errors
    /// A start that lies after the end.
    pub fn checked(self, context: QueryContext) -> Result<Self, QueryError> {
        let Some((from, to)) = self.ends_before_it_starts(context) else { return Ok(self) };
        let span = from.span.start.min(to.span.start)..from.span.end.max(to.span.end);
        let [from, to] = [from, to].map(|term| Text::new(&term.to_string()));
        Err(QueryError { span, problem: Problem::EndsBeforeItStarts { from, to } })
    }

    /// The terms of a start and of an end that lies before it.
    fn ends_before_it_starts(&self, context: QueryContext) -> Option<(&Term, &Term)> {
        let asked = || self.terms.iter().filter(|term| !term.negated);
        let begins = |point: Point| point.span(context).from;
        let starts = asked()
            .filter_map(|term| if let Clause::From(point) = term.clause { Some((begins(point), term)) } else { None });
        let ends = asked()
            .filter_map(|term| if let Clause::To(point) = term.clause { Some((begins(point), term)) } else { None });
        let (start, from) = starts.max_by_key(|(start, _)| *start)?;
        let (end, to) = ends.min_by_key(|(end, _)| *end)?;
        (end < start).then_some((from, to))
    }

    /// The conditions, in the order they were written.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// True when every call is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// This query and one condition more, unless it is there already.
    #[must_use]
    pub fn and(mut self, negated: bool, clause: Clause) -> Self {
        let term = Term { span: 0..0, negated, clause };
        if !self.terms.contains(&term) {
            self.terms.push(term);
        }
        self
    }

    /// This query without the condition at `position`.
    #[must_use]
    pub fn without_term(&self, position: usize) -> Self {
        let others = self.terms.iter().enumerate().filter(|(index, _)| *index != position);
        Self { terms: others.map(|(_, term)| term.clone()).collect() }
    }

    /// This query without the conditions on `field`: what the counts beside that field's values are counted over.
    #[must_use]
    pub fn without_field(&self, field: Field) -> Self {
        let others = self.terms.iter().filter(|term| term.clause.field() != Some(field));
        Self { terms: others.cloned().collect() }
    }

    /// The words that calls are asked for by what was said in them: the archive finds those, and the index is told.
    pub fn said(&self) -> impl Iterator<Item = &Pattern> {
        self.terms
            .iter()
            .flat_map(|term| if let Clause::Said(patterns) = &term.clause { patterns.as_slice() } else { &[] })
    }

    /// The stretch of time that all matching calls began in, as far as the terms say; `None` when none speaks of time.
    /// An open end is the first or last moment there is; a stretch can be empty. Denied terms do not narrow it.
    #[must_use]
    pub fn time_range(&self, context: QueryContext) -> Option<Span> {
        let asked = self.terms.iter().filter(|term| !term.negated);
        let hulls = asked.filter_map(|term| {
            let spans = term.clause.times(context)?;
            let from = spans.iter().map(|span| span.from).min()?;
            Some(Span { from, to: spans.iter().map(|span| span.to).max()? })
        });
        hulls.reduce(|a, b| Span { from: a.from.max(b.from), to: a.to.min(b.to) })
    }
}

impl Clause {
    /// The field that is asked about; `None` for plain words.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        Some(match self {
            Self::Text(_) => return None,
            Self::Last(_) => Field::Last,
            Self::From(_) => Field::From,
            Self::To(_) => Field::To,
            Self::On(_) => Field::On,
            Self::Weekday(_) => Field::Weekday,
            Self::Hour(_) => Field::Hour,
            Self::Direction(_) => Field::Dir,
            Self::Result(_) => Field::Result,
            Self::Queue(_) => Field::Queue,
            Self::User(_) => Field::User,
            Self::Party(_) => Field::Party,
            Self::Number(_) => Field::Number,
            Self::With(_) => Field::With,
            Self::Ext(_) => Field::Ext,
            Self::Site(_) => Field::Site,
            Self::Dept(_) => Field::Dept,
            Self::Cost(_) => Field::Cost,
            Self::Group(_) => Field::Group,
            Self::Talk(_) => Field::Talk,
            Self::Wait(_) => Field::Wait,
            Self::Hold(_) => Field::Hold,
            Self::Dur(_) => Field::Dur,
            Self::Has(_) => Field::Has,
            Self::Is(_) => Field::Is,
            Self::Said(_) => Field::Said,
            Self::Needs(_) => Field::Needs,
        })
    }

    /// The stretches of time that a call may have begun in; `None` when the clause is not about that.
    #[must_use]
    pub fn times(&self, context: QueryContext) -> Option<Vec<Span>> {
        let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
        match self {
            Self::Last(ago) => Some(vec![Span { from: ago.before(context.now), to: last }]),
            Self::From(point) => Some(vec![Span { from: point.span(context).from, to: last }]),
            Self::To(point) => Some(vec![Span { from: first, to: point.span(context).to }]),
            Self::On(points) => Some(points.iter().map(|point| point.span(context)).collect()),
            Self::Text(_)
            | Self::Weekday(_)
            | Self::Hour(_)
            | Self::Direction(_)
            | Self::Result(_)
            | Self::Queue(_)
            | Self::User(_)
            | Self::Party(_)
            | Self::Number(_)
            | Self::With(_)
            | Self::Ext(_)
            | Self::Site(_)
            | Self::Dept(_)
            | Self::Cost(_)
            | Self::Group(_)
            | Self::Talk(_)
            | Self::Wait(_)
            | Self::Hold(_)
            | Self::Dur(_)
            | Self::Has(_)
            | Self::Is(_)
            | Self::Said(_)
            | Self::Needs(_) => None,
        }
    }
}
