//! What is being typed, for completion.

use std::ops::Range;

use super::field::Field;
use super::grammar::{self, Quotes, RawBody};

/// What stands before the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completing {
    /// The beginning of a field's name, or of a word; empty where a term may begin.
    Name {
        /// What a completion takes the place of, in bytes.
        span: Range<usize>,
        /// What was typed of it.
        typed: String,
    },
    /// The beginning of a value.
    Value {
        /// The field whose value it is.
        field: Field,
        /// What a completion takes the place of, in bytes, with quotes and equals sign.
        span: Range<usize>,
        /// What was typed of it, without quotes and equals sign.
        typed: String,
    },
    /// Nothing that can be completed.
    Nothing,
}

/// What is being typed at `cursor`, a place in bytes; what stands after it is left alone.
#[must_use]
pub fn complete(text: &str, cursor: usize) -> Completing {
    let before = &text[..text.floor_char_boundary(cursor)];
    let Ok(mut terms) = grammar::read(before) else {
        return Completing::Nothing;
    };
    let new_term = Completing::Name { span: before.len()..before.len(), typed: String::new() };
    let Some(term) = terms.pop().filter(|term| term.span.end == before.len()) else {
        return new_term;
    };
    match term.body {
        RawBody::Nothing => new_term,
        RawBody::Text(word) => match word.quotes {
            Quotes::None => Completing::Name { span: word.span, typed: word.text },
            Quotes::Closed | Quotes::Open => Completing::Nothing,
        },
        RawBody::Field { name, mut values, .. } => match (Field::named(name), values.pop()) {
            (Some(field), Some(value)) if value.quotes != Quotes::Closed => {
                Completing::Value { field, span: value.span, typed: value.text }
            }
            (None | Some(_), None | Some(_)) => Completing::Nothing,
        },
    }
}
