//! The legs of a call one by one, as Zoom tells them: a table, or stacked where a table does not fit. Events, results and reasons
//! are Zoom's own words, since their lists are open.

use std::time::Duration;

use chrono::{DateTime, Utc};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::CallDetail;
use crate::model::{CallElement, ResultGroup, timeline};
use crate::ui::format;
use crate::ui::table::{self, Column, Placed};
use crate::ui::text::{self, Align};
use crate::ui::theme::Theme;

/// From this width on the steps are a table.
const TABLE_FROM: u16 = 76;

/// What is known of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fact {
    Step,
    At,
    Event,
    Who,
    Result,
    Reason,
    Key,
    Wait,
    Talk,
    Hold,
}

const COLUMNS: [Column<Fact>; 10] = [
    Column { id: Fact::Step, title: "Step", least: 4, most: 6, align: Align::Left, rank: 0 },
    Column { id: Fact::At, title: "At", least: 6, most: 9, align: Align::Right, rank: 0 },
    Column { id: Fact::Event, title: "Event", least: 5, most: 24, align: Align::Left, rank: 0 },
    Column { id: Fact::Who, title: "Who", least: 8, most: 24, align: Align::Left, rank: 0 },
    Column { id: Fact::Result, title: "Result", least: 6, most: 16, align: Align::Left, rank: 0 },
    Column { id: Fact::Reason, title: "Reason", least: 6, most: 30, align: Align::Left, rank: 4 },
    Column { id: Fact::Key, title: "Key", least: 3, most: 4, align: Align::Left, rank: 3 },
    Column { id: Fact::Wait, title: "Wait", least: 4, most: 7, align: Align::Right, rank: 1 },
    Column { id: Fact::Talk, title: "Talk", least: 4, most: 7, align: Align::Right, rank: 2 },
    Column { id: Fact::Hold, title: "Hold", least: 4, most: 7, align: Align::Right, rank: 5 },
];

/// A block of lines for each leg, near-doubles too: one event can come once for each party. The first line is the table's head.
pub fn blocks(detail: &CallDetail, width: u16, theme: &Theme) -> (Option<Line<'static>>, Vec<Vec<Line<'static>>>) {
    let zero = detail.timeline().zero;
    let rows: Vec<Leg<'_>> =
        timeline::by_number(detail.legs()).into_iter().map(|element| Leg { element, zero }).collect();
    if width >= TABLE_FROM {
        let (head, blocks) = as_table(&rows, width, theme);
        (Some(head), blocks)
    } else {
        (None, rows.iter().map(|step| step.stacked(width, theme)).collect())
    }
}

/// What is known of a leg beyond its place, its party and its outcome.
pub fn facts(element: &CallElement, zero: DateTime<Utc>) -> Vec<String> {
    // Step, At, Event, Who and Result are on screen already; the rest of the table, but for the spans the bars show.
    Leg { element, zero }.beyond(&table::place(&COLUMNS[..5], u16::MAX))
}

/// A leg and the moment that its start is counted from.
struct Leg<'call> {
    element: &'call CallElement,
    zero: DateTime<Utc>,
}

impl Leg<'_> {
    /// Segment and node: what tells near-doubles apart.
    fn number(&self) -> String {
        match (self.element.segment, self.element.node) {
            (Some(segment), Some(node)) => format!("{segment}.{node}"),
            (Some(segment), None) => segment.to_string(),
            (None, Some(node)) => format!(".{node}"),
            (None, None) => format::NOTHING.to_owned(),
        }
    }

    fn at(&self) -> String {
        self.element.start_time.map_or_else(
            || format::NOTHING.to_owned(),
            |start| format!("+{}", format::span((start - self.zero).num_seconds().max(0).unsigned_abs())),
        )
    }

    fn event(&self) -> String {
        or_nothing(text::whole(&self.element.event))
    }

    fn who(&self) -> String {
        or_nothing(self.element.who())
    }

    fn result(&self) -> String {
        or_nothing(text::whole(self.element.result.word()))
    }

    fn result_style(&self, theme: &Theme) -> Style {
        theme.result(self.element.result.group())
    }

    /// What Zoom counted, else the time from the answer to the end of a step that a person answered: a menu does not talk.
    fn talk(&self) -> Option<Duration> {
        let element = self.element;
        element.talk_time.or_else(|| {
            (element.result.group() == ResultGroup::Answered && element.taken_by().is_person())
                .then(|| (element.end_time? - element.answer_time?).to_std().ok())
                .flatten()
        })
    }

    fn cell(&self, fact: Fact) -> String {
        match fact {
            Fact::Step => self.number(),
            Fact::At => self.at(),
            Fact::Event => self.event(),
            Fact::Who => self.who(),
            Fact::Result => self.result(),
            Fact::Reason => or_nothing(text::whole(&self.element.result_reason)),
            Fact::Key => or_nothing(text::whole(&self.element.press_key)),
            Fact::Wait => format::span_or_nothing(self.element.wait_time),
            Fact::Talk => format::span_or_nothing(self.talk()),
            Fact::Hold => format::span_or_nothing(self.element.hold_time),
        }
    }

    /// What is known beyond the columns `placed`: nothing is lost to a narrow screen.
    fn beyond(&self, placed: &[Placed<Fact>]) -> Vec<String> {
        let mut facts: Vec<String> = COLUMNS
            .iter()
            .filter(|column| !placed.iter().any(|shown| shown.id == column.id))
            .map(|column| (column.title, self.cell(column.id)))
            .filter(|(_, value)| value != format::NOTHING)
            .map(|(title, value)| format!("{} {value}", title.to_lowercase()))
            .collect();
        if !self.element.client_code.is_empty() {
            facts.push(format!("client code {}", text::whole(&self.element.client_code)));
        }
        if !self.element.recording_id.is_empty() {
            facts.push(match text::whole(&self.element.recording_type) {
                kind if kind.is_empty() => "recorded".to_owned(),
                kind => format!("recorded ({kind})"),
            });
        }
        if !self.element.voicemail_id.is_empty() {
            facts.push("left a voicemail".to_owned());
        }
        facts
    }

    fn stacked(&self, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        const INDENT: usize = 6;
        let at = self.at();
        let columns = usize::from(width);
        let event = text::fit(&self.event(), columns.saturating_sub(INDENT + text::width(&at) + 1), Align::Left);
        let mut lines = vec![Line::from(vec![
            Span::styled(text::fit(&self.number(), INDENT, Align::Left), theme.quiet),
            Span::raw(event),
            Span::raw(" "),
            Span::styled(at, theme.quiet),
        ])];
        let indent = " ".repeat(INDENT);
        let inner = columns.saturating_sub(INDENT);
        let result = text::cut(&self.result(), inner / 2).into_owned();
        let who = text::fit(&self.who(), inner.saturating_sub(text::width(&result) + 1), Align::Left);
        lines.push(Line::from(vec![
            Span::raw(indent.clone()),
            Span::raw(who),
            Span::raw(" "),
            Span::styled(result, self.result_style(theme)),
        ]));
        // Step, At, Event, Who and Result are on screen already.
        let beyond = self.beyond(&table::place(&COLUMNS[..5], u16::MAX)).join(", ");
        if !beyond.is_empty() {
            lines.extend(
                text::wrap(&beyond, inner).into_iter().map(|line| Line::styled(format!("{indent}{line}"), theme.quiet)),
            );
        }
        lines
    }
}

fn as_table(rows: &[Leg<'_>], width: u16, theme: &Theme) -> (Line<'static>, Vec<Vec<Line<'static>>>) {
    // A column is as wide as what stands in it. One in which nothing stands makes room for the others, and one that has no
    // room lends its facts to the line below the step.
    let columns: Vec<Column<Fact>> = COLUMNS
        .into_iter()
        .filter(|column| column.rank == 0 || rows.iter().any(|step| step.cell(column.id) != format::NOTHING))
        .map(|column| {
            let widest = rows.iter().map(|step| text::width(&step.cell(column.id))).max().unwrap_or(0);
            let width =
                u16::try_from(widest.max(column.title.len())).unwrap_or(u16::MAX).clamp(column.least, column.most);
            Column { least: width, most: width, ..column }
        })
        .collect();
    let placed = table::place(&columns, width);
    let row = |cell: &dyn Fn(&Placed<Fact>) -> (String, Style)| {
        let mut line = Line::default();
        for column in &placed {
            let (words, style) = cell(column);
            if !line.spans.is_empty() {
                line.push_span(Span::raw(" "));
            }
            line.push_span(Span::styled(text::fit(&words, column.width.into(), column.align), style));
        }
        line
    };
    let head = row(&|column| (column.title.to_owned(), theme.quiet));
    let indent = placed.get(2).map_or(0, |event| usize::from(event.x));
    let block = |step: &Leg<'_>| {
        let mut lines = vec![row(&|column| {
            let style = if column.id == Fact::Result { step.result_style(theme) } else { Style::new() };
            (step.cell(column.id), style)
        })];
        let beyond = step.beyond(&placed).join(", ");
        if !beyond.is_empty() {
            let wrapped = text::wrap(&beyond, usize::from(width).saturating_sub(indent));
            lines.extend(
                wrapped.into_iter().map(|line| Line::styled(format!("{}{line}", " ".repeat(indent)), theme.quiet)),
            );
        }
        lines
    };
    (head, rows.iter().map(block).collect())
}

fn or_nothing(words: String) -> String {
    if words.is_empty() { format::NOTHING.to_owned() } else { words }
}
