//! The tab that tells how a call went: its steps on a scale of time, or leg by leg, or what Zoom sent of one of them.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::chart::Chart;
use super::page::Page;
use super::{legs, raw};
use crate::app::{Action, CallDetail, Keymap, PathRows, PathView, Place};
use crate::model::timeline::{Step, Timeline};
use crate::model::why::why;
use crate::ui::theme::Theme;
use crate::ui::{format, paint, text};

/// Lines, and where among them the row under the cursor is.
pub struct Shown {
    /// The lines.
    pub lines: Vec<Line<'static>>,
    /// The lines to keep in sight; `None` where one scrolls freely.
    pub cursor: Option<Range<usize>>,
}

/// The tab in lines of `width` cells; `selected` is the style of the row under the cursor.
pub fn lines(
    detail: &CallDetail,
    view: PathView,
    keymap: &Keymap,
    width: u16,
    selected: Style,
    theme: &Theme,
) -> Shown {
    if detail.legs().is_empty() {
        return Shown { lines: untold(detail, keymap, width, theme), cursor: None };
    }
    let timeline = detail.timeline();
    if view.opened {
        return Shown { lines: opened(&timeline, detail, view, keymap, width, theme), cursor: None };
    }
    // The sign of the cursor stands before each row.
    let room = width.saturating_sub(1);
    let (head, blocks, below) = match view.rows {
        PathRows::Steps => {
            let chart = Chart::new(&timeline, room, theme);
            let blocks = chart.rows().into_iter().zip(&timeline.steps).map(|(row, step)| {
                let mut block = vec![row];
                block.extend(facts(step, &timeline, room, theme));
                block
            });
            (chart.head(), blocks.collect::<Vec<_>>(), chart.legend())
        }
        PathRows::Legs => {
            let (head, blocks) = legs::blocks(detail, room, theme);
            (head, blocks, Vec::new())
        }
    };
    let cursor = view.cursor.min(blocks.len().saturating_sub(1));
    let mut lines: Vec<Line<'static>> = head.into_iter().map(|line| led_by(" ", line)).collect();
    let mut in_sight = 0..0;
    for (place, block) in blocks.into_iter().enumerate() {
        let from = lines.len();
        for (row, line) in block.into_iter().enumerate() {
            let under_cursor = place == cursor && row == 0;
            let line = led_by(if under_cursor { ">" } else { " " }, line);
            lines.push(if under_cursor { line.patch_style(selected) } else { line });
        }
        if place == cursor {
            in_sight = from..lines.len();
        }
    }
    lines.extend(below.into_iter().map(|line| led_by(" ", line)));
    lines.push(Line::default());
    lines.push(led_by(" ", hints(view, &timeline, keymap, room, theme)));
    Shown { lines, cursor: Some(in_sight) }
}

/// Why there is nothing to draw.
fn untold(detail: &CallDetail, keymap: &Keymap, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut page = Page::new(width, theme);
    match &detail.path {
        Err(problem) => page.problem(problem, &keymap.key_of(Place::Detail, Action::Refresh)),
        Ok(None) => page.quiet("Zoom gives no call path with this sign-in."),
        Ok(Some(_)) => page.quiet("Zoom sent a path without steps."),
    }
    page.lines
}

fn led_by(sign: &'static str, mut line: Line<'static>) -> Line<'static> {
    line.spans.insert(0, Span::raw(sign));
    line
}

/// The keys of the tab, and what the other way to read it holds.
fn hints(view: PathView, timeline: &Timeline<'_>, keymap: &Keymap, room: u16, theme: &Theme) -> Line<'static> {
    let other = match view.rows {
        PathRows::Steps => format!("leg by leg ({})", format::counted(timeline.legs() as u64, "leg", "legs")),
        PathRows::Legs => "on a scale of time".to_owned(),
    };
    let pairs = [
        (keymap.key_of(Place::Detail, Action::Enter), "its raw fields".to_owned()),
        (keymap.key_of(Place::Detail, Action::EachLeg), other),
    ];
    paint::hints(pairs, room, theme)
}

/// What is known of a step beyond its row.
fn facts(step: &Step<'_>, timeline: &Timeline<'_>, room: u16, theme: &Theme) -> Vec<Line<'static>> {
    const INDENT: usize = 7;
    let mut facts = Vec::new();
    match step.from().zip(step.to()) {
        Some((from, to)) => {
            let length = format::span(to.saturating_sub(from).as_secs());
            facts.push(format!("at {} for {length}", format::span(from.as_secs())));
        }
        None => facts.push("Zoom gave no time".to_owned()),
    }
    facts.extend(legs::facts(step.leg(), timeline.zero));
    if step.legs.len() > 1 {
        facts.push(format!("told by {} legs", step.legs.len()));
    }
    let wrapped = text::wrap(&facts.join(", "), usize::from(room).saturating_sub(INDENT));
    wrapped.into_iter().map(|line| Line::styled(format!("{}{line}", " ".repeat(INDENT)), theme.quiet)).collect()
}

/// All fields of the row that was opened.
fn opened(
    timeline: &Timeline<'_>,
    detail: &CallDetail,
    view: PathView,
    keymap: &Keymap,
    width: u16,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let legs = match view.rows {
        PathRows::Steps => timeline.steps.get(view.cursor).map(|step| step.legs.clone()).unwrap_or_default(),
        PathRows::Legs => {
            let ordered = crate::model::timeline::by_number(detail.legs());
            ordered.get(view.cursor).copied().into_iter().collect()
        }
    };
    let mut lines = raw::legs(&legs, width, theme);
    let back = [(keymap.key_of(Place::Detail, Action::Enter), "back to the path")];
    lines.insert(0, paint::hints(back, width, theme));
    lines
}

/// How the call went in a sentence, or where that cannot be told in its steps, shortest form.
pub fn in_short(detail: &CallDetail) -> String {
    let timeline = detail.timeline();
    if let Some(told) = why(&detail.call, &timeline) {
        return told.sentence;
    }
    match &detail.path {
        Err(problem) if timeline.steps.is_empty() => problem.summary(),
        Err(_) | Ok(_) => {
            let steps = timeline.steps.iter().map(|step| format!("{} {} {}", step.title(), step.who(), step.result()));
            steps.map(|words| words.trim_end().to_owned()).collect::<Vec<_>>().join(", ")
        }
    }
}
