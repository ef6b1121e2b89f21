//! The line mode in recordings, voicemail and jobs: the same words as in the calls, about the list that was told last.

use std::ops::Range;

use super::downloads;
use super::effect::Effect;
use super::everywhere;
use super::job_keys;
use super::jobs;
use super::line::Line;
use super::media_keys;
use super::media_list::{self, MediaList};
use super::overlay::{self, Overlay};
use super::price;
use super::state::{State, View};
use crate::model::MediaKind;

/// Rows of a page.
const PAGE: usize = 20;

/// The rows of the page that a row stands on.
#[must_use]
pub fn line_page(selected: usize, rows: usize) -> Range<usize> {
    let first = selected / PAGE * PAGE;
    first.min(rows)..(first + PAGE).min(rows)
}

/// Does what a line asks for, where it is about such a list or opens one.
pub(super) fn obey(state: &mut State, line: &Line) -> Option<Vec<Effect>> {
    if *line == Line::Recordings {
        return Some(everywhere::show_recordings(state));
    }
    if *line == Line::Voicemail {
        return Some(everywhere::show_voicemail(state));
    }
    if *line == Line::Jobs {
        return Some(everywhere::show_jobs(state));
    }
    match state.view {
        View::Recordings | View::Voicemail => in_media(state, line),
        View::Jobs => in_jobs(state, line),
        View::Calls | View::Stats | View::Login | View::Access | View::Coverage => None,
    }
}

/// What a price or a question is answered with.
pub(super) fn yes(state: &mut State) -> Vec<Effect> {
    if matches!(state.overlays.last(), Some(Overlay::Price(_))) {
        price::agree(state)
    } else if matches!(state.overlays.last(), Some(Overlay::Question(_))) {
        overlay::yes(state)
    } else {
        state.notify("nothing waits for an answer")
    }
}

/// What a row's number asks for, if the line says one: the number, and what to do once the row is chosen.
type OnRow = (usize, fn(&mut State) -> Vec<Effect>);

fn in_media(state: &mut State, line: &Line) -> Option<Vec<Effect>> {
    let list = state.media()?;
    let (kind, rows, selected) = (list.kind, list.matching(), list.selected());
    if let Line::Filter(words) = line {
        let list = media_list::of_mut(state, kind);
        list.filter = tui_input::Input::new(words.clone());
        list.ask();
        list.refresh();
        list.go_to(0);
        return Some(Vec::new());
    }
    let asked: Option<OnRow> = if let Line::Read(number) = line {
        Some((*number, read))
    } else if let Line::Get(number) = line {
        Some((*number, get))
    } else if let Line::Play(number) = line {
        Some((*number, media_keys::play))
    } else {
        None
    };
    if let Some((number, act)) = asked {
        return Some(match number.checked_sub(1).filter(|place| *place < rows) {
            Some(place) => {
                media_list::of_mut(state, kind).go_to(place);
                act(state)
            }
            None => no_such_row(state, rows),
        });
    }
    if *line == Line::List {
        return Some(Vec::new());
    }
    let place = turned(line, selected, rows)?;
    if place == selected && matches!(line, Line::Next | Line::Previous) {
        return Some(state.notify("there are no more"));
    }
    media_list::of_mut(state, kind).go_to(place);
    Some(Vec::new())
}

/// What was said in a voicemail is fetched where it is not here.
fn read(state: &mut State) -> Vec<Effect> {
    let is_unread = |list: &MediaList| {
        list.kind == MediaKind::Voicemail && list.selected_row().is_some_and(|row| row.said.is_empty())
    };
    if state.media().is_some_and(is_unread) { media_keys::read(state) } else { Vec::new() }
}

fn get(state: &mut State) -> Vec<Effect> {
    let row = state.media().and_then(MediaList::selected_row).cloned();
    row.map_or_else(Vec::new, |row| downloads::of_rows(state, vec![row]))
}

fn in_jobs(state: &mut State, line: &Line) -> Option<Vec<Effect>> {
    let rows = state.job_rows().len();
    let asked: Option<OnRow> = if let Line::Read(number) = line {
        Some((*number, job_keys::open_log))
    } else if let Line::Resume(number) = line {
        Some((*number, job_keys::retry))
    } else if let Line::Cancel(number) = line {
        Some((*number, job_keys::cancel))
    } else {
        None
    };
    if let Some((number, act)) = asked {
        return Some(match number.checked_sub(1).filter(|place| *place < rows) {
            Some(place) => {
                state.jobs.go_to(place);
                act(state)
            }
            None => no_such_row(state, rows),
        });
    }
    if *line == Line::List {
        return Some(jobs::load(state));
    }
    let selected = state.jobs.selected();
    let place = turned(line, selected, rows)?;
    if place == selected && matches!(line, Line::Next | Line::Previous) {
        return Some(state.notify("there are no more"));
    }
    state.jobs.go_to(place);
    Some(Vec::new())
}

fn no_such_row(state: &mut State, rows: usize) -> Vec<Effect> {
    state.notify(if rows == 0 { "the list is empty".to_owned() } else { format!("say a number from 1 to {rows}") })
}

/// The row to go to for another page: the one that is there where there is none. `None` where the line asks for no page.
fn turned(line: &Line, selected: usize, rows: usize) -> Option<usize> {
    let page = line_page(selected, rows);
    if *line == Line::Next {
        Some(if page.end < rows { page.end } else { selected })
    } else if *line == Line::Previous {
        Some(page.start.checked_sub(PAGE).unwrap_or(selected))
    } else if *line == Line::First {
        Some(0)
    } else if *line == Line::Last {
        Some(rows.saturating_sub(1))
    } else {
        None
    }
}
