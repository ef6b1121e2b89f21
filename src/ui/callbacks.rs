//! The call-back list: who, how often, when last, how long they waited, and what Zoom made of their voicemail.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::table::{Column, draw_row, place};
use super::text::Align;
use super::theme::Theme;
use super::{format, keys, paint, text};
use crate::app::{CallbackList, Loadable, Place, State};
use crate::index::Callback;
use crate::model::grouped;

/// What stands in a column.
#[derive(Clone, Copy)]
enum Of {
    Sign,
    Number,
    Name,
    Tries,
    Last,
    Wait,
    Voicemails,
    Task,
}

const fn column(id: Of, title: &'static str, (least, most): (u16, u16), align: Align, rank: u8) -> Column<Of> {
    Column { id, title, least, most, align, rank }
}

const COLUMNS: [Column<Of>; 8] = [
    column(Of::Sign, "", (1, 1), Align::Left, 0),
    column(Of::Number, "Number", (17, 20), Align::Left, 0),
    column(Of::Name, "Name", (10, 24), Align::Left, 1),
    column(Of::Tries, "Tries", (5, 5), Align::Right, 0),
    column(Of::Last, "Last try", (11, 11), Align::Left, 0),
    column(Of::Wait, "Waited", (6, 7), Align::Right, 3),
    column(Of::Voicemails, "VM", (2, 3), Align::Right, 2),
    column(Of::Task, "Task", (10, 60), Align::Left, 4),
];

/// Draws the list over `area`.
pub fn draw(buffer: &mut Buffer, area: Rect, list: &CallbackList, state: &State, theme: &Theme) {
    let width = area.width.min(state.screen.dialog_columns());
    let hints = keys::dialog_hints(state, Place::Callbacks, width.saturating_sub(6), theme);
    let wanted = u16::try_from(list.callers.len()).unwrap_or(u16::MAX).saturating_add(5).max(8);
    let rows = wanted.min(area.height.saturating_sub(2));
    let title = format!("To call back: {}", grouped(list.callers.len() as u64));
    let inner = paint::dialog(buffer, area, (width, rows), &title, &hints, theme);
    let (top, below) = paint::split_bottom(inner, 3);
    // The last column is for tasks, and gives its room to the names where there are none.
    let has_tasks = list.callers.iter().any(|caller| !caller.task.is_empty());
    let placed = place(&COLUMNS[..COLUMNS.len() - usize::from(!has_tasks)], inner.width);
    if list.callers.is_empty() {
        paint::put(buffer, top, &nobody(state), theme.quiet);
        return;
    }
    for column in &placed {
        let area = Rect { x: top.x + column.x, width: column.width, ..paint::row_of(top, 0) };
        paint::put_fitted(buffer, area, column.title, column.align, theme.quiet);
    }
    let (_, lines) = paint::split_top(top, 1);
    let first = (list.selected + 1).saturating_sub(lines.height.into());
    for (row, (number, caller)) in (0..lines.height).zip(list.callers.iter().enumerate().skip(first)) {
        let here = number == list.selected;
        let line = paint::row_of(lines, row);
        draw_row(buffer, line, &placed, |of| (cell(caller, of, here, state), Style::new()));
        if here {
            buffer.set_style(line.intersection(buffer.area), theme.selected);
        }
    }
    if let Some(caller) = list.callers.get(list.selected) {
        let words = task_in_full(list, caller);
        let wrapped =
            text::wrap(&words, inner.width.into()).into_iter().take(2).map(|line| Line::styled(line, theme.quiet));
        let (_, foot) = paint::split_bottom(below, 2);
        paint::put_lines(buffer, foot, &wrapped.collect::<Vec<_>>());
    }
}

fn nobody(state: &State) -> String {
    match state.filter.applied.as_str() {
        "" => "Nobody waits to be called back.".to_owned(),
        query => format!("Nobody waits to be called back among the calls of {}.", text::typed(query)),
    }
}

fn cell(caller: &Callback, of: Of, here: bool, state: &State) -> String {
    match of {
        Of::Sign if here => ">".to_owned(),
        Of::Sign => String::new(),
        Of::Number => format::phone(&caller.number),
        Of::Name => text::whole(&caller.name),
        Of::Tries => grouped(caller.tries as u64),
        Of::Last => format::minute(caller.last, state.zone),
        Of::Wait => format::span_or_nothing(caller.waited),
        Of::Voicemails if caller.voicemails == 0 => String::new(),
        Of::Voicemails => grouped(caller.voicemails as u64),
        Of::Task => text::whole(&caller.task),
    }
}

/// The task of the line under the cursor, whole where it fits in two lines; else what else is known of the last try.
fn task_in_full(list: &CallbackList, caller: &Callback) -> String {
    if !caller.task.is_empty() {
        return format!("Task: {}", text::whole(&caller.task));
    }
    if let Loadable::Failed { problem, .. } = &list.tasks {
        return problem.summary();
    }
    let via = text::whole(&caller.via);
    if via.is_empty() { String::new() } else { format!("Last try came in over {via}; no task is known.") }
}
