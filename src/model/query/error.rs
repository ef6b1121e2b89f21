//! What is wrong with a query, where, and what would be right.

use std::ops::Range;

use super::field::Field;
use crate::model::Text;

/// A query that cannot be answered as it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct QueryError {
    /// The part that is wrong, in bytes of the text.
    pub span: Range<usize>,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a part of a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// No field has that name.
    #[error("there is no field {word}:{} Quotes make it a word to search for", nearest.map_or_else(|| ".".to_owned(), |name| format!("; did you mean {name}:?")))]
    UnknownField {
        /// What was written.
        word: Text,
        /// The field that is written nearly like it.
        nearest: Option<&'static str>,
    },
    /// The field does not know the value.
    #[error("{field} does not know {word}{} It takes {}", nearest.map_or_else(|| ".".to_owned(), |word| format!("; did you mean {word}?")), field.takes())]
    UnknownValue {
        /// The field.
        field: Field,
        /// What was written.
        word: Text,
        /// The value that is written nearly like it.
        nearest: Option<&'static str>,
    },
    /// Nothing stands after the colon or a comma.
    #[error("a value is missing after {field} It takes {}", field.takes())]
    MissingValue {
        /// The field.
        field: Field,
    },
    /// The field takes one value.
    #[error("{0} takes one value, not a list")]
    OneValueOnly(Field),
    /// A minus sign with nothing after it.
    #[error("nothing stands after the minus sign. It denies the term that follows it at once, such as -result:missed")]
    NothingDenied,
    /// Two quotes with nothing between them.
    #[error("nothing stands between the quotes")]
    NothingQuoted,
    /// A comma, or some, between spaces.
    #[error("a comma stands alone. It joins the values of one field, without spaces, such as result:missed,abandoned")]
    LoneComma,
    /// The last moment asked for is before the first one.
    #[error("the end lies before the start: no call began in both {from} and {to}")]
    EndsBeforeItStarts {
        /// The term with the start.
        from: Text,
        /// The term with the end.
        to: Text,
    },
    /// A quote that is never closed.
    #[error("the closing quote is missing")]
    UnclosedQuote,
    /// Something is glued to a quoted phrase.
    #[error("a space is missing before {0}")]
    MissingSpace(Text),
}
