//! The export dialog: what will be written, in which form, and where to.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{format, input, keys, paint, text};
use crate::app::{ExportDialog, ExportField, ExportFormat, ExportRows, OpenIn, State, ZoneChoice};
use crate::model::grouped;

/// Draws the dialog over `area`.
pub fn draw(frame: &mut Frame<'_>, area: Rect, dialog: &ExportDialog, state: &State, theme: &Theme) {
    let place = state.place();
    let width = area.width.min(state.screen.dialog_columns());
    let hints = keys::dialog_hints(state, place, width.saturating_sub(6), theme);
    let mut row = 0;
    let inner = paint::dialog(frame.buffer_mut(), area, (width, 11), "Export calls", &hints, theme);
    for field in ExportField::ALL {
        row += 1;
        line(frame, paint::row_of(inner, row), field, dialog, state, theme);
        if field == ExportField::SaveTo && dialog.path.value().is_empty() {
            row += 1;
            let note = "a new file in this folder; a number is added if it is taken";
            paint::put(frame.buffer_mut(), paint::right_of(paint::row_of(inner, row), INDENT), note, theme.quiet);
        }
    }
    let note = Line::styled(what_goes_out(dialog), theme.quiet);
    paint::put_line(frame.buffer_mut(), paint::row_of(inner, 9), &note);
}

/// Cells before the answers.
const INDENT: u16 = 13;

fn line(frame: &mut Frame<'_>, area: Rect, field: ExportField, dialog: &ExportDialog, state: &State, theme: &Theme) {
    let here = dialog.field == field;
    let label = match field {
        ExportField::Rows => "Rows",
        ExportField::Format => "Format",
        ExportField::OpenIn => "Open in",
        ExportField::Times => "Times",
        ExportField::SaveTo => "Save to",
        ExportField::Replace => "Replace",
    };
    let style = if here { theme.selected } else { theme.quiet };
    let name = Line::from(vec![
        Span::raw(if here { "> " } else { "  " }),
        Span::styled(text::fit(label, 9, text::Align::Left), style),
    ]);
    paint::put_line(frame.buffer_mut(), area, &name);
    let area = paint::right_of(area, INDENT);
    match field {
        ExportField::SaveTo if here => {
            input::draw(frame, area, &dialog.path, theme.input);
            if dialog.path.value().is_empty() {
                let behind_cursor = paint::right_of(area, 2);
                paint::put(frame.buffer_mut(), behind_cursor, &dialog.default_name(state), theme.quiet);
            }
        }
        ExportField::SaveTo => {
            let words = match dialog.path.value() {
                "" => dialog.default_name(state),
                path => text::typed(path),
            };
            paint::put(frame.buffer_mut(), area, &words, theme.input);
        }
        ExportField::Rows | ExportField::Format | ExportField::OpenIn | ExportField::Times | ExportField::Replace => {
            let choices = choices(field, dialog, state);
            paint::put_line(frame.buffer_mut(), area, &radio(&choices, field == ExportField::Replace, theme));
        }
    }
}

/// The choices of a line and which one is taken.
fn choices(field: ExportField, dialog: &ExportDialog, state: &State) -> Vec<(String, bool)> {
    let answers = &dialog.answers;
    match field {
        ExportField::Rows => vec![
            (format!("{} marked", count(dialog.marked)), dialog.rows == ExportRows::Marked),
            (format!("{} matching", count(dialog.matching)), dialog.rows == ExportRows::Matching),
        ],
        ExportField::Format => {
            [(ExportFormat::Csv, "CSV"), (ExportFormat::Tsv, "TSV"), (ExportFormat::JsonLines, "JSON Lines")]
                .map(|(format, words)| (words.to_owned(), answers.format == format))
                .into()
        }
        ExportField::OpenIn => vec![
            ("scripts: UTF-8, LF".to_owned(), answers.open_in == OpenIn::Scripts),
            ("Excel: BOM, CRLF".to_owned(), answers.open_in == OpenIn::Excel),
        ],
        ExportField::Times => vec![
            (state.setup.zone.to_string(), answers.zone == ZoneChoice::Mine),
            ("UTC".to_owned(), answers.zone == ZoneChoice::Utc),
        ],
        ExportField::Replace => vec![("the file if it is there".to_owned(), dialog.replace)],
        ExportField::SaveTo => Vec::new(),
    }
}

fn radio(choices: &[(String, bool)], is_box: bool, theme: &Theme) -> Line<'static> {
    let mut line = Line::default();
    for (words, taken) in choices {
        let sign = match (is_box, taken) {
            (true, true) => "[x]",
            (true, false) => "[ ]",
            (false, true) => "(o)",
            (false, false) => "( )",
        };
        let style = if *taken { theme.focus } else { Style::new() };
        line.push_span(Span::styled(format!("{sign} {words}"), style));
        line.push_span(Span::raw("   "));
    }
    line
}

/// What will be in the file.
fn what_goes_out(dialog: &ExportDialog) -> String {
    let rows = match dialog.rows {
        ExportRows::Marked => dialog.marked,
        ExportRows::Matching => dialog.matching,
    };
    let rows = format::counted(rows as u64, "call", "calls");
    match dialog.answers.format {
        ExportFormat::Csv | ExportFormat::Tsv => format!("{rows}. Cells that a spreadsheet would run are guarded."),
        ExportFormat::JsonLines => format!("{rows}, every field as Zoom sent it."),
    }
}

fn count(calls: usize) -> String {
    grouped(calls as u64)
}
