//! A small table of numbers, on its way to a file, the clipboard or a terminal.

use serde_json::{Value, json};

use super::count::grouped;
use super::text::Text;

/// A value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetCell {
    /// What others wrote.
    Text(Text),
    /// What we wrote: a day, a word of ours, an empty cell.
    Own(String),
    /// How many.
    Count(u64),
    /// A part of one, such as 0.782; `None` where there is nothing to take a part of.
    Share(Option<f64>),
    /// Whole seconds; `None` where none are known.
    Seconds(Option<u64>),
}

/// A small table: a name for its file, a row of headings, rows of as many cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What it is, from our own alphabet: `days`, `queue`.
    pub name: &'static str,
    /// What it covers, in a line: the query, the zone, exact or at least.
    pub covers: String,
    /// Headings, lower snake case.
    pub columns: Vec<&'static str>,
    /// The rows; the first cell is the label.
    pub rows: Vec<Vec<SheetCell>>,
}

impl SheetCell {
    /// The cell as files hold it: seconds and shares as plain numbers, nothing as an empty cell. Others' text raw.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.as_raw().to_owned(),
            Self::Own(own) => own.clone(),
            Self::Count(count) => count.to_string(),
            Self::Share(share) => share.map_or_else(String::new, |share| format!("{share:.4}")),
            Self::Seconds(seconds) => seconds.map_or_else(String::new, |seconds| seconds.to_string()),
        }
    }

    /// The cell as people read it, safe to show.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            Self::Own(own) => own.clone(),
            Self::Count(count) => grouped(*count),
            Self::Share(share) => share.map_or_else(|| "-".to_owned(), |share| format!("{:.1}%", share * 100.0)),
            Self::Seconds(seconds) => seconds.map_or_else(
                || "-".to_owned(),
                |seconds| match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
                    (0, minutes, rest) => format!("{minutes}:{rest:02}"),
                    (hours, minutes, rest) => format!("{hours}:{minutes:02}:{rest:02}"),
                },
            ),
        }
    }

    /// The cell in JSON: numbers as numbers, what is not known as null.
    #[must_use]
    pub fn json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text.as_raw()),
            Self::Own(own) => json!(own),
            Self::Count(count) => json!(count),
            Self::Share(share) => json!(share.map(|share| (share * 10_000.0).round() / 10_000.0)),
            Self::Seconds(seconds) => json!(seconds),
        }
    }

    /// How long a bar is for it.
    fn length(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a bar has some dozen steps")]
        match self {
            Self::Text(_) | Self::Own(_) => 0.0,
            Self::Count(count) => *count as f64,
            Self::Share(share) => share.unwrap_or(0.0),
            Self::Seconds(seconds) => seconds.unwrap_or(0) as f64,
        }
    }
}

impl Sheet {
    /// The table in columns, safe to show, its headings first.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut table = vec![self.columns.iter().map(|column| (*column).to_owned()).collect::<Vec<_>>()];
        table.extend(self.rows.iter().map(|row| row.iter().map(SheetCell::shown).collect()));
        let width = |text: &String| unicode_width::UnicodeWidthStr::width(text.as_str());
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|column| table.iter().filter_map(|row| row.get(column)).map(width).max().unwrap_or(0))
            .collect();
        let words = |column: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.all(|cell| matches!(cell, SheetCell::Text(_) | SheetCell::Own(_)))
        };
        let lines = table.iter().map(|row| {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, widest))| {
                let fill = " ".repeat(widest.saturating_sub(width(cell)));
                if words(column) { format!("{cell}{fill}") } else { format!("{fill}{cell}") }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        });
        lines.collect()
    }

    /// A bar a row for the values of `column`, in plain letters, so that it can be pasted anywhere; safe to show.
    #[must_use]
    pub fn plot(&self, column: usize) -> Vec<String> {
        const BAR: f64 = 40.0;
        let cells: Vec<(String, &SheetCell)> =
            self.rows.iter().filter_map(|row| Some((row.first()?.shown(), row.get(column)?))).collect();
        let most = cells.iter().map(|(_, cell)| cell.length()).fold(0.0, f64::max);
        let wide = |text: &str| unicode_width::UnicodeWidthStr::width(text);
        let label = cells.iter().map(|(label, _)| wide(label)).max().unwrap_or(0);
        let value = cells.iter().map(|(_, cell)| cell.shown().len()).max().unwrap_or(0);
        let lines = cells.iter().map(|(name, cell)| {
            let part = if most > 0.0 { cell.length() / most } else { 0.0 };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of one times 40")]
            let bar = "#".repeat((part * BAR).ceil() as usize);
            let fill = " ".repeat(label.saturating_sub(wide(name)));
            format!("{name}{fill}  {:>value$}  {bar}", cell.shown()).trim_end().to_owned()
        });
        lines.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let row = |name: &str, count, share, seconds| {
            vec![
                SheetCell::Text(name.into()),
                SheetCell::Count(count),
                SheetCell::Share(share),
                SheetCell::Seconds(seconds),
            ]
        };
        Sheet {
            name: "queue",
            covers: String::new(),
            columns: vec!["queue", "calls", "answered", "wait_p90_s"],
            rows: vec![row("Støtte \u{202e}", 1461, Some(0.782), Some(72)), row("Sales", 3, None, None)],
        }
    }

    #[test]
    fn numbers_stand_under_each_other_and_hidden_characters_show() {
        assert_eq!(
            sheet().lines(),
            [
                "queue            calls  answered  wait_p90_s",
                "Støtte \\u{202e}  1,461     78.2%        1:12",
                "Sales                3         -           -"
            ]
        );
    }

    #[test]
    fn bars_are_as_long_as_their_numbers_and_few_is_not_none() {
        let plot = sheet().plot(1);
        assert!(plot[0].ends_with(&format!("1,461  {}", "#".repeat(40))), "{plot:?}");
        assert!(plot[1].ends_with("    3  #"), "{plot:?}");
    }
}
