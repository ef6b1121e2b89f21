//! One call: its summary, its path, and everything Zoom sent.

mod path;
mod raw;
mod summary;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{format, paint, text};
use crate::app::{CallDetail, DetailTab, Loadable, State};
use crate::model::grouped;

/// The tabs, then the open one from the line it is scrolled to.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let (top, body) = paint::split_top(paint::right_of(area, 1), 1);
    let pane = &state.detail;
    let detail = pane.value.shown();
    paint::put_ends(buffer, top, &tabs(pane.tab, detail.map(Box::as_ref), theme), &position(state, theme));
    let lines = match (detail, pane.key) {
        (Some(detail), _) => tab(detail, pane.tab, state, body.width, theme),
        (None, None) => vec![Line::styled("No call is selected.", theme.quiet)],
        (None, Some(_)) => match &pane.value {
            Loadable::Failed { problem, .. } => {
                let mut lines = wrapped(&problem.summary(), body.width);
                lines.extend(wrapped(&problem.safe, body.width));
                lines
            }
            Loadable::Idle | Loadable::Loading { .. } | Loadable::Ready(_) => {
                let words = pane.wait.as_ref().map_or_else(
                    || "Reading the call…".to_owned(),
                    |wait| format!("Zoom asks us to wait: {}", format::countdown(wait.until, state.now)),
                );
                vec![Line::styled(words, theme.quiet)]
            }
        },
    };
    paint::put_scrolled(buffer, body, &lines, pane.scroll, theme);
}

/// What the pane and the peek strip say of how a call went, shortest form.
pub fn in_short(detail: &CallDetail) -> String {
    path::in_short(detail)
}

fn tab(detail: &CallDetail, tab: DetailTab, state: &State, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    match tab {
        DetailTab::Summary => summary::lines(detail, state.zone, width, theme),
        DetailTab::Path => path::lines(detail, width, theme),
        DetailTab::Raw => raw::lines(detail, width, theme),
    }
}

fn wrapped(words: &str, width: u16) -> Vec<Line<'static>> {
    text::wrap(words, width.into()).into_iter().map(Line::raw).collect()
}

fn tabs(open: DetailTab, detail: Option<&CallDetail>, theme: &Theme) -> Line<'static> {
    let mut line = Line::default();
    for tab in DetailTab::ALL {
        let title = match (tab, detail) {
            (DetailTab::Path, Some(detail)) => format!("{} {}", tab.title(), path::steps(detail).len()),
            (DetailTab::Summary | DetailTab::Path | DetailTab::Raw, _) => tab.title().to_owned(),
        };
        line.push_span(if tab == open {
            Span::styled(format!("[{title}]"), theme.title)
        } else {
            Span::styled(format!(" {title} "), theme.quiet)
        });
    }
    line
}

/// Which of the matching calls it is.
fn position(state: &State, theme: &Theme) -> Line<'static> {
    match state.calls.matching() as u64 {
        0 => Line::default(),
        matching => {
            let selected = state.calls.selected() as u64 + 1;
            Line::styled(format!("{}/{} ", grouped(selected), grouped(matching)), theme.quiet)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::samples;

    fn shown(lines: &[Line<'_>]) -> String {
        lines.iter().map(|line| line.to_string().trim_end().to_owned() + "\n").collect()
    }

    #[test]
    fn the_path_is_a_table_where_it_fits_and_stacked_where_it_does_not() {
        let detail = samples::detail();
        for width in [45, 78, 118] {
            insta::assert_snapshot!(format!("path_{width}"), shown(&path::lines(&detail, width, &Theme::plain())));
        }
    }

    #[test]
    fn the_summary_says_who_how_when_and_how_long() {
        let (detail, zone) = (samples::detail(), "Europe/Paris".parse().unwrap());
        for width in [45, 78] {
            insta::assert_snapshot!(
                format!("summary_{width}"),
                shown(&summary::lines(&detail, zone, width, &Theme::plain()))
            );
        }
    }

    #[test]
    fn raw_lists_every_field_under_zooms_name() {
        insta::assert_snapshot!(shown(&raw::lines(&samples::detail(), 60, &Theme::plain())));
    }
}
