//! What a value may become, and what was meant by one that finds nothing.

use std::borrow::Cow;

use super::Index;
use super::fold::folded;
use super::values::Values;
use crate::model::{
    ResultGroup, Text,
    query::{Field, nearest, quoted},
};

/// A value that a field can take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// As it is shown.
    pub text: Text,
    /// As it is written after the colon.
    pub written: String,
    /// How many calls in memory it finds; `None` for times and spans, which nothing is counted for.
    pub count: Option<usize>,
}

/// What is offered, and how many calls it finds.
type Offered<'a> = (Cow<'a, Text>, Option<usize>);

impl Index {
    /// The values of a field that contain what was typed: those that begin with it first, then the most frequent.
    #[must_use]
    pub fn complete(&self, field: Field, typed: &str, limit: usize) -> Vec<Completion> {
        let typed = folded(typed);
        let (mut first, mut then) = (Vec::new(), Vec::new());
        for value in self.offered(field) {
            let text = folded(value.0.as_raw());
            if text.starts_with(&typed) {
                first.push(value);
            } else if text.contains(&typed) {
                then.push(value);
            }
            if first.len() == limit {
                break;
            }
        }
        let fitting = first.into_iter().chain(then).take(limit);
        fitting
            .map(|(text, count)| Completion { written: written(field, &text), text: text.into_owned(), count })
            .collect()
    }

    /// The value of a field that is written nearly like one that finds nothing.
    #[must_use]
    pub fn nearest(&self, field: Field, typed: &str) -> Option<Text> {
        let values = self.offered(field);
        let texts: Vec<String> = values.iter().map(|(text, _)| folded(text.as_raw())).collect();
        let whole: Vec<&str> = texts.iter().map(String::as_str).collect();
        let position = if let Some(found) = nearest(&folded(typed), &whole) {
            whole.iter().position(|text| *text == found)
        } else {
            // One word of a name is enough to ask for it.
            let words: Vec<&str> = whole.iter().flat_map(|text| text.split_whitespace()).collect();
            let found = nearest(&folded(typed), &words)?;
            whole.iter().position(|text| text.split_whitespace().any(|word| word == found))
        };
        values.get(position?).map(|(text, _)| Text::clone(text))
    }

    /// Every value of a field that is known, most frequent first; of times and spans the usual ones.
    fn offered(&self, field: Field) -> Vec<Offered<'_>> {
        match field {
            Field::Last
            | Field::Weekday
            | Field::Hour
            | Field::From
            | Field::To
            | Field::On
            | Field::Talk
            | Field::Wait
            | Field::Hold
            | Field::Dur => field.words().into_iter().map(|word| (Cow::Owned(word.into()), None)).collect(),
            Field::Dir
            | Field::Result
            | Field::Queue
            | Field::User
            | Field::Party
            | Field::Number
            | Field::With
            | Field::Ext
            | Field::Site
            | Field::Dept
            | Field::Cost
            | Field::Group
            | Field::Has
            | Field::Is
            | Field::Said
            | Field::Needs => {
                let values = Values::new(self, &self.order).of(field);
                values.into_iter().map(|(value, count)| (value.text(), Some(count))).collect()
            }
        }
    }
}

/// A value as it stands after the colon. Zoom's own words get an equals sign, so that none is taken for a slip.
fn written(field: Field, text: &Text) -> String {
    let raw = field == Field::Result && ResultGroup::named(text.as_raw()).is_none();
    format!("{}{}", if raw { "=" } else { "" }, quoted(text.as_raw()))
}
