//! `ringlog query`, and what commands with a query share.

use super::Context;
use super::failure::Failure;
use super::output::put;
use super::view;
use crate::model::query::{Query, explain as in_words};

/// The query that the words of the command line make together.
pub(super) fn parse(words: &[String]) -> Result<Query, Failure> {
    let text = words.join(" ");
    Query::parse(&text).map_err(|error| Failure::query(&text, &error))
}

/// The query of a saved view, where one is named, with the words of the command line as further conditions.
pub(super) fn with_view(context: &Context, view: Option<&str>, words: &[String]) -> Result<Query, Failure> {
    let query = parse(words)?;
    let Some(name) = view else { return Ok(query) };
    let view = view::named(&context.paths, name)?;
    let of_view = Query::parse(&view.query).map_err(|error| Failure::query(&view.query, &error))?;
    let terms = query.terms().iter().cloned();
    Ok(terms.fold(of_view, |query, term| query.and(term.negated, term.clause)))
}

/// `ringlog query explain`
pub(super) fn explain(words: &[String], context: &Context) -> Result<u8, Failure> {
    let query = parse(words)?;
    if query.is_empty() {
        put("every call in the archive")?;
        return Ok(0);
    }
    put(format_args!("calls for which all of this holds (days in {}):", context.zone))?;
    for (term, meaning) in in_words(&query) {
        put(format_args!("  {term:<28} {meaning}"))?;
    }
    Ok(0)
}
