//! How a query is written: terms, minus signs, fields, values, quotes. What they mean is decided in `meaning`.

use std::ops::Range;

use winnow::combinator::{alt, cut_err, eof, opt, preceded, repeat, separated, terminated};
use winnow::error::{EmptyError, ErrMode};
use winnow::token::{any, none_of, take_while};
use winnow::{LocatingSlice, Parser};

use super::error::{Problem, QueryError};
use crate::model::Text;

type Input<'a> = LocatingSlice<&'a str>;
type Parsed<T> = Result<T, ErrMode<EmptyError>>;

/// A term as written.
#[derive(Debug)]
pub(super) struct RawTerm<'a> {
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// Whether a minus sign stands before it.
    pub negated: bool,
    /// What stands there.
    pub body: RawBody<'a>,
}

/// What stands after the minus sign, if there is one.
#[derive(Debug)]
pub(super) enum RawBody<'a> {
    /// Nothing.
    Nothing,
    /// A word or a phrase.
    Text(RawValue),
    /// A field and its values, at least one, which may be empty.
    Field { name: &'a str, name_span: Range<usize>, values: Vec<RawValue> },
}

/// A value as written.
#[derive(Debug)]
pub(super) struct RawValue {
    /// Where it stands, in bytes, with its quotes and equals sign.
    pub span: Range<usize>,
    /// Whether an equals sign stands before it.
    pub exact: bool,
    /// How it was quoted.
    pub quotes: Quotes,
    /// The text without quotes and equals sign.
    pub text: String,
}

/// How a value was quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Not at all.
    None,
    /// With two quotes.
    Closed,
    /// The second quote is missing.
    Open,
}

/// Takes a query apart. The grammar takes any text, but for what is glued to a phrase.
pub(super) fn read(text: &str) -> Result<Vec<RawTerm<'_>>, QueryError> {
    preceded(spaces, repeat(0.., terminated(term, cut_err(boundary)))).parse(LocatingSlice::new(text)).map_err(
        |error| {
            let span = error.offset()..text.len();
            QueryError { problem: Problem::MissingSpace(Text::new(&text[span.clone()])), span }
        },
    )
}

fn spaces(input: &mut Input<'_>) -> Parsed<()> {
    take_while(0.., char::is_whitespace).void().parse_next(input)
}

fn boundary(input: &mut Input<'_>) -> Parsed<()> {
    alt((eof.void(), take_while(1.., char::is_whitespace).void())).parse_next(input)
}

fn term<'a>(input: &mut Input<'a>) -> Parsed<RawTerm<'a>> {
    let denied = preceded('-', opt(body)).map(|body| (true, body.unwrap_or(RawBody::Nothing)));
    let ((negated, body), span) = alt((denied, body.map(|body| (false, body)))).with_span().parse_next(input)?;
    Ok(RawTerm { span, negated, body })
}

fn body<'a>(input: &mut Input<'a>) -> Parsed<RawBody<'a>> {
    alt((
        field,
        alt((phrase, word))
            .with_span()
            .map(|((quotes, text), span)| RawBody::Text(RawValue { span, exact: false, quotes, text })),
    ))
    .parse_next(input)
}

fn field<'a>(input: &mut Input<'a>) -> Parsed<RawBody<'a>> {
    let name = take_while(1.., |c: char| c.is_ascii_alphabetic());
    let (name, name_span) = terminated(name.with_span(), ':').parse_next(input)?;
    let values = separated(1.., value, ',').parse_next(input)?;
    Ok(RawBody::Field { name, name_span, values })
}

fn value(input: &mut Input<'_>) -> Parsed<RawValue> {
    let bare = take_while(0.., |c: char| !c.is_whitespace() && c != '"' && c != ',');
    let text = alt((phrase, bare.map(|text: &str| (Quotes::None, text.to_owned()))));
    let ((exact, (quotes, text)), span) = (opt('='), text).with_span().parse_next(input)?;
    Ok(RawValue { span, exact: exact.is_some(), quotes, text })
}

fn word(input: &mut Input<'_>) -> Parsed<(Quotes, String)> {
    let bare = take_while(1.., |c: char| !c.is_whitespace() && c != '"');
    bare.map(|text: &str| (Quotes::None, text.to_owned())).parse_next(input)
}

/// Text in quotes; a backslash takes the character after it as it is.
fn phrase(input: &mut Input<'_>) -> Parsed<(Quotes, String)> {
    let character = alt((preceded('\\', any), none_of(['"', '\\'])));
    let text = repeat(0.., character).fold(String::new, |mut text, character: char| {
        text.push(character);
        text
    });
    let closing = alt(('"'.value(Quotes::Closed), (opt('\\'), eof).value(Quotes::Open)));
    preceded('"', (text, closing)).map(|(text, quotes)| (quotes, text)).parse_next(input)
}
