//! One call: its summary, its path, and everything Zoom sent.

mod chart;
mod find;
mod hits;
mod legs;
mod page;
mod path;
mod raw;
mod spoken;
mod summary;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use page::Page;

use super::theme::Theme;
use super::{format, input, keys, paint, text};
use crate::app::{Action, CallDetail, DetailPart, DetailTab, Focus, FoundView, Loadable, Place, State};
use crate::model::grouped;

/// The tabs, then the open one from the line it is scrolled to.
pub fn draw(frame: &mut Frame<'_>, area: Rect, state: &State, theme: &Theme) {
    let buffer = frame.buffer_mut();
    let (top, body) = paint::split_top(paint::right_of(area, 1), 1);
    let pane = &state.detail;
    let detail = pane.value.shown();
    paint::put_ends(buffer, top, &tabs(pane.tab, detail.map(Box::as_ref), top.width, theme), &position(state, theme));
    let lines = match (detail, pane.key) {
        (Some(detail), _) => return draw_found(frame, body, detail, state, theme),
        (None, None) => vec![Line::styled("No call is selected.", theme.quiet)],
        (None, Some(_)) => match &pane.value {
            Loadable::Failed { problem, .. } => {
                let mut told = Page::new(body.width, theme);
                told.problem(problem, &keys::of(state, Place::Detail, Action::Refresh));
                told.lines
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

/// The open tab, and below it the words that are looked for in it.
fn draw_found(frame: &mut Frame<'_>, area: Rect, detail: &CallDetail, state: &State, theme: &Theme) {
    let Some(find) = &state.detail.find else {
        draw_tab(frame.buffer_mut(), area, detail, state, theme);
        return;
    };
    let (above, last) = paint::split_bottom(area, 1);
    let told = match draw_tab(frame.buffer_mut(), above, detail, state, theme) {
        None if find.words.value().trim().is_empty() => "find in this text".to_owned(),
        None => "nothing found".to_owned(),
        Some((place, count)) => format!("{} of {}", grouped(place as u64 + 1), grouped(count as u64)),
    };
    let line = Line::from(vec![Span::styled(told, theme.quiet), Span::raw(" ")]);
    paint::put_ends(frame.buffer_mut(), last, &Line::styled("/", theme.key), &line);
    let room = last.width.saturating_sub(u16::try_from(line.width()).unwrap_or(u16::MAX) + 3);
    let field = Rect { width: room, ..paint::right_of(last, 2) };
    if find.editing {
        input::draw(frame, field, &find.words, theme.input);
    } else {
        paint::put(frame.buffer_mut(), field, &text::typed(find.words.value()), theme.input);
    }
}

/// Gives which hit of how many is shown, where words are looked for and found.
fn draw_tab(
    buffer: &mut Buffer,
    area: Rect,
    detail: &CallDetail,
    state: &State,
    theme: &Theme,
) -> Option<(usize, usize)> {
    let pane = &state.detail;
    let mut cursor = None;
    let lines = match pane.tab {
        DetailTab::Summary => summary::lines(detail, state, area.width, theme),
        DetailTab::Path => {
            let selected = if state.focus == Focus::Detail { theme.selected } else { theme.resting };
            let shown = path::lines(detail, pane.path, &state.keymap, area.width, selected, theme);
            cursor = shown.cursor;
            shown.lines
        }
        DetailTab::Recordings => spoken::lines(DetailPart::Recordings, detail, state, area.width, theme),
        DetailTab::Voicemail => spoken::lines(DetailPart::Voicemail, detail, state, area.width, theme),
        DetailTab::Ai => spoken::lines(DetailPart::Ai, detail, state, area.width, theme),
        DetailTab::Raw => raw::lines(detail, area.width, theme),
    };
    let said: Vec<String> = match pane.tab {
        DetailTab::Recordings | DetailTab::Voicemail | DetailTab::Ai | DetailTab::Summary => {
            state.filter.query.said().map(|pattern| pattern.text.clone()).collect()
        }
        DetailTab::Path | DetailTab::Raw => Vec::new(),
    };
    let lines = find::highlighted(lines, &said, theme.selected);
    let (words, hit) = pane.find.as_ref().map_or(("", 0), |find| (find.words.value(), find.hit));
    let hits = hits::found(lines, words, hit, (theme.mistake, theme.selected));
    let at_hit = match (pane.find.as_ref().map(|find| find.view), hits.chosen) {
        (Some(FoundView::AtHit(offset)), Some((_, line))) => {
            // With a few lines above it, so that it is read where it belongs.
            let top = line.saturating_sub(usize::from(area.height) / 3).saturating_add_signed(offset.into());
            Some(top)
        }
        (Some(FoundView::AtHit(_) | FoundView::Own) | None, _) => None,
    };
    let scroll = at_hit.or_else(|| {
        // As far down as the row under the cursor needs, with the line that says how much is below.
        let cursor = cursor?;
        let needed = cursor.end.saturating_sub(usize::from(area.height.saturating_sub(1))).min(cursor.start);
        Some(if hits.lines.len() <= area.height.into() { 0 } else { needed })
    });
    let scroll = scroll.map_or(pane.scroll, |scroll| u16::try_from(scroll).unwrap_or(u16::MAX));
    paint::put_scrolled(buffer, area, &hits.lines, scroll, theme);
    hits.chosen.map(|(place, _)| (place, hits.count))
}

/// From this width on the tabs have their whole titles.
const WHOLE_TITLES_FROM: u16 = 76;

fn tabs(open: DetailTab, detail: Option<&CallDetail>, width: u16, theme: &Theme) -> Line<'static> {
    let mut line = Line::default();
    for tab in DetailTab::ALL {
        let title = if width < WHOLE_TITLES_FROM { tab.short_title() } else { tab.title() };
        let count = detail.and_then(|detail| match tab {
            DetailTab::Path => Some(detail.timeline().steps.len()).filter(|_| !detail.legs().is_empty()),
            DetailTab::Recordings => spoken::count(DetailPart::Recordings, detail),
            DetailTab::Voicemail => spoken::count(DetailPart::Voicemail, detail),
            DetailTab::Ai => spoken::count(DetailPart::Ai, detail),
            DetailTab::Summary | DetailTab::Raw => None,
        });
        let title = count.map_or_else(|| title.to_owned(), |count| format!("{title} {count}"));
        if !line.spans.is_empty() || tab != open {
            line.push_span(Span::raw(" "));
        }
        line.push_span(if tab == open {
            Span::styled(format!("[{title}]"), theme.title)
        } else {
            Span::styled(title, theme.quiet)
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
    use crate::app::{Keymap, PathRows, PathView};
    use crate::ui::samples;

    fn shown(lines: &[Line<'_>]) -> String {
        lines.iter().map(|line| line.to_string().trim_end().to_owned() + "\n").collect()
    }

    fn path(view: PathView, width: u16) -> String {
        let (detail, theme) = (samples::detail(), Theme::plain());
        shown(&path::lines(&detail, view, &Keymap::default(), width, theme.selected, &theme).lines)
    }

    #[test]
    fn the_path_is_drawn_to_scale_with_what_is_known_of_each_step() {
        for width in [45, 78, 118] {
            insta::assert_snapshot!(
                format!("path_{width}"),
                path(PathView { cursor: 2, ..PathView::default() }, width)
            );
        }
    }

    #[test]
    fn leg_by_leg_it_is_a_table_where_it_fits_and_stacked_where_it_does_not() {
        let legs = PathView { rows: PathRows::Legs, ..PathView::default() };
        for width in [45, 78, 118] {
            insta::assert_snapshot!(format!("legs_{width}"), path(legs, width));
        }
    }

    #[test]
    fn a_step_that_is_opened_shows_the_fields_of_each_of_its_legs() {
        let view = PathView { cursor: 4, opened: true, ..PathView::default() };
        let shown = path(view, 78);
        assert!(shown.contains("Leg 1") && shown.contains("Leg 2") && !shown.contains("Leg 3"), "{shown}");
        assert_eq!(shown.matches("event: direct_transfer").count(), 2, "{shown}");
    }

    #[test]
    fn raw_leaves_out_what_was_worked_out_of_the_legs() {
        let mut detail = samples::detail();
        let learned = Some(std::time::Duration::from_secs(48));
        (detail.call.talk, detail.call.wait, detail.call.hold) = (learned, learned, learned);
        detail.call.handled_by.name = crate::model::Text::new("J. Mills");
        let shown = shown(&raw::lines(&detail, 60, &Theme::plain()));
        let (call, _) = shown.split_once("Leg 1").unwrap();
        for name in ["talk:", "wait:", "hold:", "operator_name:"] {
            assert!(!call.contains(name), "{name} in {call}");
        }
    }

    #[test]
    fn raw_lists_every_field_under_zooms_name() {
        insta::assert_snapshot!(shown(&raw::lines(&samples::detail(), 60, &Theme::plain())));
    }
}
