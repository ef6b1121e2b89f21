//! `ringlog query`, and what commands with a query share.

use super::Context;
use super::calls::{Found, now};
use super::failure::Failure;
use super::output::put;
use super::view;
use crate::model::query::{Field, Query, explain as in_words, misread};

/// The query that the words of the command line make together.
pub(super) fn parse(words: &[String]) -> Result<Query, Failure> {
    let text = words.join(" ");
    Query::parse(&text).map_err(|error| Failure::query(&text, &error))
}

/// The same, asked now: its times have to make a stretch.
pub(super) fn asked(words: &[String], context: &Context) -> Result<Query, Failure> {
    let text = words.join(" ");
    Query::asked(&text, now(context)).map_err(|error| Failure::query(&text, &error))
}

/// The query of a saved view, where one is named, with the words of the command line as further conditions.
pub(super) fn with_view(context: &Context, view: Option<&str>, words: &[String]) -> Result<Query, Failure> {
    let Some(name) = view else { return asked(words, context) };
    let query = parse(words)?;
    let view = view::named(&context.paths, name)?;
    let of_view = Query::parse(&view.query).map_err(|error| Failure::query(&view.query, &error))?;
    let terms = query.terms().iter().cloned();
    let both = terms.fold(of_view, |query, term| query.and(term.negated, term.clause));
    let text = both.to_string();
    both.checked(now(context)).map_err(|error| Failure::query(&text, &error))
}

/// What a query can say, field by field, from the one table of them.
#[must_use]
pub(super) fn help() -> String {
    let fields = Field::ALL.map(|field| format!("  {:<9} {}\n", field.to_string(), field.takes()));
    format!(
        "Fields:\n{}\n  Other words are looked for in names, numbers, extensions and emails of both sides; quotes make one of several.\n  \
         All terms have to hold; a comma joins alternatives, result:missed,abandoned; - before a term denies it.\n\n\
         Examples:\n  ringlog query explain 'result:missed last:7d'\n  ringlog query explain 'queue:Support wait:>2m weekday:mon-fri hour:9-16'",
        fields.concat()
    )
}

/// `ringlog query explain`
pub(super) async fn explain(words: &[String], context: &Context) -> Result<u8, Failure> {
    let query = asked(words, context)?;
    if query.is_empty() {
        put("every call in the archive")?;
    } else {
        put(format_args!("calls for which all of this holds (days in {}):", context.zone))?;
    }
    for (term, meaning) in in_words(&query) {
        put(format_args!("  {term:<28} {meaning}"))?;
    }
    put("The archive answers; no request is made.")?;
    if let Some(words) = misread(&query) {
        put(words)?;
    }
    // Without an archive, or with one that cannot be read, the words alone are the answer.
    if let Ok(found) = Found::look(context, query).await {
        put(found.words(context))?;
        found.requests_missing(context).into_iter().try_for_each(put)?;
    }
    Ok(0)
}
