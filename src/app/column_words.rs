//! Columns and the order of the list as words, and back: `party +4`, `site hidden`, `wait:desc`. Words that mean nothing here are
//! passed over: another ringlog may know more columns.

use std::fmt;

use serde::de::IntoDeserializer;
use serde::de::value::{Error as NotNamed, StrDeserializer};
use serde::{Deserialize, Serialize};

use super::columns::{ColumnChoice, ListColumn, MOST_WIDER};
use crate::index::SortKey;

/// The name that files use.
impl fmt::Display for ListColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

fn column(name: &str) -> Option<ListColumn> {
    let name: StrDeserializer<'_, NotNamed> = name.into_deserializer();
    ListColumn::deserialize(name).ok()
}

const HIDDEN: &str = "hidden";

/// Columns as words.
pub(super) fn columns_written(choices: &[ColumnChoice]) -> Vec<String> {
    let written = |choice: &ColumnChoice| {
        let wider = if choice.wider == 0 { String::new() } else { format!(" {:+}", choice.wider) };
        let hidden = if choice.shown { String::new() } else { format!(" {HIDDEN}") };
        format!("{}{wider}{hidden}", choice.column)
    };
    choices.iter().map(written).collect()
}

/// The columns that words name, each once; those that are not named come last, hidden. `None` where none would be shown.
pub(super) fn columns_read(words: &[String]) -> Option<Vec<ColumnChoice>> {
    let mut choices: Vec<ColumnChoice> = Vec::with_capacity(ListColumn::ALL.len());
    for line in words {
        let mut parts = line.split_whitespace();
        let Some(column) = parts.next().and_then(column) else { continue };
        let mut choice = ColumnChoice { column, shown: true, wider: 0 };
        for part in parts {
            match part.parse::<i16>() {
                Ok(wider) => choice.wider = wider.clamp(1 - column.least().cast_signed(), MOST_WIDER),
                Err(_) => choice.shown &= part != HIDDEN,
            }
        }
        if choices.iter().all(|known| known.column != column) {
            choices.push(choice);
        }
    }
    let missing = ListColumn::ALL.into_iter().filter(|column| choices.iter().all(|choice| choice.column != *column));
    let missing: Vec<ColumnChoice> = missing.map(|column| ColumnChoice { column, shown: false, wider: 0 }).collect();
    choices.extend(missing);
    choices.iter().any(|choice| choice.shown).then_some(choices)
}

/// The order as words.
pub(super) fn sort_written(keys: &[SortKey]) -> Vec<String> {
    let written = |key: &SortKey| {
        let column = ListColumn::ALL.into_iter().find(|column| column.sorts() == key.column)?;
        Some(if key.descending { format!("{column}:desc") } else { column.to_string() })
    };
    keys.iter().filter_map(written).collect()
}

/// The order that words name.
pub(super) fn sort_read(words: &[String]) -> Vec<SortKey> {
    let mut keys: Vec<SortKey> = Vec::new();
    for word in words {
        let (name, way) = word.split_once(':').unwrap_or((word, "asc"));
        if let Some(column) = column(name).map(ListColumn::sorts)
            && keys.iter().all(|key| key.column != column)
        {
            keys.push(SortKey { column, descending: way == "desc" });
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::columns::Columns;
    use super::*;

    proptest! {
        #[test]
        fn columns_are_read_as_they_were_written(
            order in Just(ListColumn::ALL.to_vec()).prop_shuffle(),
            shown in prop::collection::vec(any::<bool>(), 15), wider in prop::collection::vec(0..=MOST_WIDER, 15),
        ) {
            let choices: Vec<ColumnChoice> = order.into_iter().zip(shown).zip(wider)
                .map(|((column, shown), wider)| ColumnChoice { column, shown, wider }).collect();
            let read = columns_read(&columns_written(&choices));
            if choices.iter().any(|choice| choice.shown) {
                prop_assert_eq!(read, Some(choices));
            } else {
                prop_assert_eq!(read, None);
            }
        }

        #[test]
        fn whatever_is_written_every_column_is_there_once(words in prop::collection::vec("(party|site|wait|x|) ?[+-]?[0-9]{0,6} ?(hidden)?", 0..6)) {
            if let Some(choices) = columns_read(&words) {
                prop_assert_eq!(choices.len(), ListColumn::ALL.len());
                prop_assert!(ListColumn::ALL.into_iter().all(|column| choices.iter().any(|choice| choice.column == column)));
                prop_assert!(choices.iter().all(|choice| choice.least() >= 1));
            }
        }
    }

    #[test]
    fn the_order_is_read_as_it_was_written() {
        let keys =
            ListColumn::ALL.map(|column| SortKey { column: column.sorts(), descending: column == ListColumn::Wait });
        assert_eq!(sort_read(&sort_written(&keys)), keys);
        assert_eq!(sort_read(&["nothing".to_owned(), "wait:desc".to_owned(), "wait".to_owned()]).len(), 1);
        assert!(columns_read(&columns_written(Columns::default().choices())).is_some());
    }
}
