//! Showing: draws the state as a frame, and nothing else; every view reads and changes nothing.
//! Imports `app`, `model` and `index`. It never does I/O, reads a clock, decides what a key does, or shows others' text unescaped.

mod account;
mod ascii;
mod banner;
mod call_detail;
mod call_list;
mod callbacks;
mod column_menus;
mod copy;
mod coverage;
mod export_dialog;
mod facets;
mod format;
mod glyphs;
mod header;
mod help;
mod input;
mod jobs;
mod keys;
mod login;
mod media;
mod paint;
mod palette;
mod party;
mod peek;
mod price;
mod problem;
mod query_line;
#[cfg(test)]
mod samples;
mod saved_views;
pub mod sentences;
mod stats;
mod status;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod theme;
mod time_range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::symbols::line;

use theme::Theme;

use crate::app::{Area, Focus, Layout, Overlay, Panes, Screen, State, View};

/// Draws the whole screen. The state knows the terminal's size; where the frame is smaller, what does not fit is left out.
pub fn draw(frame: &mut Frame<'_>, state: &State) {
    draw_in(frame, state, &Theme::named(state.look.theme));
    if state.look.ascii {
        ascii::convert(frame.buffer_mut());
    }
}

/// Draws the whole screen in these colours.
fn draw_in(frame: &mut Frame<'_>, state: &State, theme: &Theme) {
    let screen = state.screen;
    let whole = Rect::new(0, 0, screen.columns, screen.rows).intersection(frame.area());
    if whole.is_empty() {
        return;
    }
    if screen.layout() == Layout::TooSmall {
        let Screen { columns, rows } = screen;
        let words = format!("ringlog needs {}x{}, this is {columns}x{rows}", Screen::MIN_COLUMNS, Screen::MIN_ROWS);
        match state.overlays.last() {
            Some(Overlay::Palette(found)) => palette::draw_bare(frame, whole, found, theme),
            Some(_) | None => paint::put(frame.buffer_mut(), whole, &words, theme.warning),
        }
        return;
    }
    header::draw(frame.buffer_mut(), paint::row_of(whole, 0), state, theme);
    let (_, footer) = paint::split_bottom(whole, 1);
    keys::draw_footer(frame.buffer_mut(), footer, state, theme);
    match state.view {
        View::Calls => draw_calls(frame, state, theme),
        View::Stats => stats::draw(frame, whole, state, theme),
        View::Recordings | View::Voicemail => media::draw(frame, whole, state, theme),
        View::Coverage | View::Jobs | View::Login | View::Access => draw_page(frame, whole, state, theme),
    }
    // The header and the keys stay in sight under every dialog.
    let (_, below) = paint::split_bottom(whole, whole.height.saturating_sub(1));
    let (middle, _) = paint::split_bottom(below, 1);
    for overlay in &state.overlays {
        draw_overlay(frame, middle, overlay, state, theme);
    }
}

/// The views that are one pane.
fn draw_page(frame: &mut Frame<'_>, whole: Rect, state: &State, theme: &Theme) {
    let body = rect(state.screen.body());
    let rule = paint::row_of(whole, 1);
    paint::rule(frame.buffer_mut(), rule, theme);
    if state.view == View::Coverage {
        // It is none of the views named in the header, and its months have no row to spare.
        let title = format!(" {} ", state.view.names().0);
        paint::put(frame.buffer_mut(), paint::right_of(rule, 1), &title, theme.title);
    }
    let (_, bottom) = paint::split_bottom(whole, 2);
    match status::notice(state, theme) {
        Some(notice) => paint::put_line(frame.buffer_mut(), bottom, &notice),
        None => paint::rule(frame.buffer_mut(), bottom, theme),
    }
    match state.view {
        View::Login => login::draw(frame, body, state, theme),
        View::Coverage => coverage::draw(frame.buffer_mut(), body, state, theme),
        View::Jobs => jobs::draw(frame.buffer_mut(), body, state, theme),
        View::Recordings | View::Voicemail | View::Stats | View::Access | View::Calls => {
            account::draw(frame.buffer_mut(), body, state, theme);
        }
    }
}

fn draw_calls(frame: &mut Frame<'_>, state: &State, theme: &Theme) {
    let panes = state.panes();
    query_line::draw(frame, rect(panes.query), state, theme);
    let buffer = frame.buffer_mut();
    if let Some(area) = panes.banner {
        banner::draw(buffer, rect(area), state, theme);
    }
    if let Some(area) = panes.party {
        party::draw(buffer, rect(area), state, theme);
    }
    if let Some(area) = panes.status {
        status::draw(buffer, rect(area), state, theme);
    }
    draw_lines(frame, state, &panes, theme);
    let buffer = frame.buffer_mut();
    if !panes.list.is_empty() {
        call_list::draw(buffer, rect(panes.list), state, theme);
    }
    if let (Some(area), Some(counts)) = (panes.facets, state.calls.facets()) {
        facets::draw(buffer, rect(area), counts, state, theme);
    }
    if let Some(area) = panes.detail {
        call_detail::draw(frame, rect(area), state, theme);
    }
    let buffer = frame.buffer_mut();
    if let Some(area) = panes.peek {
        peek::draw(buffer, rect(area), state, theme);
    }
    let below = state.screen.rows.saturating_sub(panes.query.y + 4);
    query_line::draw_suggestions(
        buffer,
        Rect { y: panes.query.y + 1, height: below, ..rect(panes.query) },
        state,
        theme,
    );
}

/// The thin lines between the panes. The one beside the pane with the focus stands out.
fn draw_lines(frame: &mut Frame<'_>, state: &State, panes: &Panes, theme: &Theme) {
    let buffer = frame.buffer_mut();
    if let Some(peek) = panes.peek {
        let above = Rect { y: peek.y.saturating_sub(1), height: 1, ..rect(peek) };
        paint::rule(buffer, above, theme);
        if let Some(facets) = panes.facets.map(rect) {
            let style = if state.focus == Focus::Facets { theme.focus } else { theme.border };
            paint::rule_down(buffer, Rect { x: facets.x + facets.width, ..facets }, style);
        }
        return;
    }
    let panes_shown: Vec<Rect> = [panes.facets, Some(panes.list), panes.detail]
        .into_iter()
        .flatten()
        .filter(|area| !area.is_empty())
        .map(rect)
        .collect();
    let Some(top) = panes_shown.iter().map(|area| area.y).min() else { return };
    if top > 1 {
        paint::rule(buffer, Rect::new(0, top - 1, state.screen.columns, 1), theme);
    }
    for area in &panes_shown {
        // The line at the left of the detail is the detail's; the one at the right of the facets is theirs.
        let focused = match state.focus {
            Focus::List => false,
            Focus::Detail => Some(*area) == panes.detail.map(rect),
            Focus::Facets => Some(*area) == Some(rect(panes.list)),
        };
        let style = if focused { theme.focus } else { theme.border };
        if area.x > 0 {
            let beside = Rect { x: area.x - 1, width: 1, ..*area };
            paint::rule_down(buffer, beside, style);
            paint::put(
                buffer,
                Rect { y: top.saturating_sub(1), height: 1, ..beside },
                line::HORIZONTAL_DOWN,
                theme.border,
            );
        }
        if area.y > top {
            paint::put(
                buffer,
                Rect { y: area.y - 1, height: 1, ..*area },
                &line::HORIZONTAL.repeat(area.width.into()),
                style,
            );
        }
    }
}

fn draw_overlay(frame: &mut Frame<'_>, area: Rect, overlay: &Overlay, state: &State, theme: &Theme) {
    match overlay {
        Overlay::TimeRange(picker) => time_range::draw(frame, area, picker, state, theme),
        Overlay::Export(dialog) => export_dialog::draw(frame, area, dialog, state, theme),
        Overlay::Copy => copy::draw(frame.buffer_mut(), area, state, theme),
        Overlay::Sort { selected } => column_menus::draw_sort(frame.buffer_mut(), area, *selected, state, theme),
        Overlay::Columns { selected } => column_menus::draw_columns(frame.buffer_mut(), area, *selected, state, theme),
        Overlay::SavedViews(picker) => saved_views::draw(frame, area, picker, state, theme),
        Overlay::Palette(palette) => palette::draw(frame, area, palette, state, theme),
        Overlay::Help(help) => help::draw(frame, area, help, state, theme),
        Overlay::Problem { problem, .. } => problem::draw(frame.buffer_mut(), area, problem, state, theme),
        Overlay::Price(tag) => price::draw(frame.buffer_mut(), area, tag, state, theme),
        Overlay::StartAt(dialog) => price::draw_start(frame, area, dialog, state, theme),
        Overlay::Callbacks(list) => callbacks::draw(frame.buffer_mut(), area, list, state, theme),
        Overlay::JobLog(log) => jobs::draw_log(frame.buffer_mut(), area, log, state, theme),
        Overlay::Question(question) => problem::draw_question(frame.buffer_mut(), area, *question, state, theme),
    }
}

fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.columns, area.rows)
}
