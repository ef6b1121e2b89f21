//! Counts and charts over the calls that match: where each chart stands at each size, and the figures above them.

mod bars;
mod busy;
mod changes;
mod days;
mod figures;
mod groups;
mod told;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

pub use told::in_sentences;

use super::theme::Theme;
use super::{glyphs, keys, paint, query_line, status, text};
use crate::app::{Action, Chart, Figures, Layout, Metric, Place, State, covers};
use crate::index::stats::Bar;

/// Rows of the map of hours: its title, the hours, seven days.
const BUSY: u16 = 9;

/// From this width on three charts stand beside each other under the days.
const THREE_BESIDE: u16 = 108;

/// Draws the view into all of the screen but the header and the keys.
pub fn draw(frame: &mut Frame<'_>, whole: Rect, state: &State, theme: &Theme) {
    let query = paint::row_of(whole, 1);
    query_line::draw(frame, query, state, theme);
    let (above, _) = paint::split_bottom(whole, 1);
    let (above, bottom) = paint::split_bottom(above, 1);
    let (_, below) = paint::split_top(above, 2);
    let buffer = frame.buffer_mut();
    paint::rule(buffer, below, theme);
    draw_bottom(buffer, bottom, state, theme);
    let (_, body) = paint::split_top(below, 1);
    let body = paint::padded(body);
    match state.stats.figures() {
        Some(figures) if figures.all.results.calls() > 0 => draw_figures(buffer, body, state, figures, theme),
        Some(_) | None => draw_nothing(buffer, body, state, theme),
    }
    let suggestions = Rect { y: query.y + 1, height: whole.height.saturating_sub(4), ..query };
    query_line::draw_suggestions(buffer, suggestions, state, theme);
}

/// The row above the keys: what just happened, else what the numbers cover.
fn draw_bottom(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let hint = query_line::hint(state, u16::MAX, theme).and_then(|lines| lines.into_iter().next());
    let left = hint.or_else(|| status::notice(state, theme));
    let left = left.unwrap_or_else(|| {
        let before = state.stats.figures().and_then(|figures| figures.before.as_ref());
        let against = match before {
            Some(before) => format!("; against {}, ~ noise", changes::when(before)),
            None if state.stats.compares => String::new(),
            None => format!("; comparing is off, {} turns it on", keys::of(state, Place::Stats, Action::Compare)),
        };
        let covers = covers(state);
        let short = covers.split(':').next().unwrap_or_default();
        let covers = if area.width < 100 { short } else { covers.as_str() };
        Line::styled(format!(" {covers}{against}"), theme.quiet)
    });
    status::draw_with_zone(buffer, area, &left, state, theme);
}

/// Why there is nothing to draw.
fn draw_nothing(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let key = |action| keys::of(state, Place::Stats, action);
    let words = if state.archive.awaited().is_some() {
        "Reading the archive: the figures come with the calls.".to_owned()
    } else if state.calls.total() == 0 {
        format!("There are no calls yet: {} fetches them from Zoom.", key(Action::Refresh))
    } else {
        let [changes, back] = [Action::EditQuery, Action::Undo].map(key);
        format!("No call matches the query: {changes} changes it, {back} takes the last change back.")
    };
    let wrapped = text::wrap(&words, area.width.into());
    let lines: Vec<Line<'_>> = wrapped.into_iter().map(|line| Line::styled(line, theme.quiet)).collect();
    let (_, below) = paint::split_top(area, 1);
    paint::put_lines(buffer, below, &lines);
}

fn draw_figures(buffer: &mut Buffer, area: Rect, state: &State, figures: &Figures, theme: &Theme) {
    let (head, charts) = paint::split_top(area, figures::rows(state.screen.layout()));
    figures::draw(buffer, head, state, figures, theme);
    let canvas = Canvas { state, figures, theme };
    if state.stats.whole {
        canvas.draw(buffer, charts, state.stats.chart);
        return;
    }
    match state.screen.layout() {
        Layout::TooSmall | Layout::Narrow => narrow(buffer, charts, &canvas),
        Layout::Medium => medium(buffer, charts, &canvas),
        Layout::Wide => wide(buffer, charts, &canvas),
    }
}

/// Two columns under the days: what the cursor is in has the room.
fn narrow(buffer: &mut Buffer, area: Rect, canvas: &Canvas<'_>) {
    let (days, below) = paint::split_bottom(area, BUSY.min(area.height * 3 / 5));
    canvas.draw(buffer, days, Chart::Days);
    let (left, right) = columns(below, below.width / 2);
    canvas.draw(buffer, right, Chart::Busy);
    match canvas.state.stats.chart {
        chart @ (Chart::Results | Chart::Wait | Chart::Talk | Chart::Groups) => canvas.draw(buffer, left, chart),
        Chart::Days | Chart::Busy => {
            let (results, groups) = paint::split_top(left, left.height / 2 + 1);
            canvas.draw(buffer, results, Chart::Results);
            canvas.draw(buffer, groups, Chart::Groups);
        }
    }
}

/// Three columns under the days.
fn medium(buffer: &mut Buffer, area: Rect, canvas: &Canvas<'_>) {
    let (days, below) = paint::split_bottom(area, area.height * 4 / 7);
    canvas.draw(buffer, days, Chart::Days);
    let (left, rest) = columns(below, 42);
    let (middle, right) = columns(rest, rest.width.saturating_sub(34));
    let (results, groups) = paint::split_top(left, left.height / 2);
    canvas.draw(buffer, results, Chart::Results);
    canvas.draw(buffer, groups, Chart::Groups);
    let (busy, changes) = paint::split_top(middle, BUSY + 1);
    canvas.draw(buffer, busy, Chart::Busy);
    changes::draw(buffer, changes, canvas.state, canvas.figures, canvas.theme);
    let (wait, talk) = paint::split_top(right, right.height / 2);
    canvas.draw(buffer, wait, Chart::Wait);
    canvas.draw(buffer, talk, Chart::Talk);
}

/// The charts at the left, the table and what changed at the right.
fn wide(buffer: &mut Buffer, area: Rect, canvas: &Canvas<'_>) {
    let (left, right) = columns(area, area.width.saturating_sub(72));
    let (groups, changes) = paint::split_bottom(right, changes::ROWS);
    canvas.draw(buffer, groups, Chart::Groups);
    changes::draw(buffer, changes, canvas.state, canvas.figures, canvas.theme);
    let (days, below) = paint::split_bottom(left, left.height / 2);
    canvas.draw(buffer, days, Chart::Days);
    if left.width < THREE_BESIDE {
        let (first, second) = columns(below, 42);
        let (results, wait) = paint::split_top(first, first.height / 2);
        let (busy, talk) = paint::split_top(second, BUSY + 1);
        for (area, chart) in [(results, Chart::Results), (wait, Chart::Wait), (busy, Chart::Busy), (talk, Chart::Talk)]
        {
            canvas.draw(buffer, area, chart);
        }
        return;
    }
    let (results, rest) = columns(below, 40);
    canvas.draw(buffer, results, Chart::Results);
    let (busy, spans) = columns(rest, rest.width.saturating_sub(34));
    canvas.draw(buffer, busy, Chart::Busy);
    let (wait, talk) = paint::split_top(spans, spans.height / 2);
    canvas.draw(buffer, wait, Chart::Wait);
    canvas.draw(buffer, talk, Chart::Talk);
}

/// `area` in two columns with two cells between them, the left one `left` wide.
fn columns(area: Rect, left: u16) -> (Rect, Rect) {
    let left = left.min(area.width);
    (Rect { width: left.saturating_sub(2), ..area }, paint::right_of(area, left))
}

/// What charts are drawn from.
struct Canvas<'a> {
    state: &'a State,
    figures: &'a Figures,
    theme: &'a Theme,
}

impl Canvas<'_> {
    fn draw(&self, buffer: &mut Buffer, area: Rect, chart: Chart) {
        if area.height < 2 || area.width < 12 {
            return;
        }
        match chart {
            Chart::Days => days::draw(buffer, area, self),
            Chart::Busy => busy::draw(buffer, area, self),
            Chart::Groups => groups::draw(buffer, area, self),
            Chart::Results => bars::draw_results(buffer, area, self),
            Chart::Wait | Chart::Talk => bars::draw_spans(buffer, area, self, chart),
        }
    }

    fn has_cursor(&self, chart: Chart) -> bool {
        self.state.stats.chart == chart
    }

    /// The place of the bar with the cursor among `bars`; `None` where the chart has no cursor.
    fn cursor(&self, chart: Chart, bars: usize) -> Option<usize> {
        self.has_cursor(chart).then(|| self.state.stats.bar.min(bars.saturating_sub(1)))
    }

    /// What the bar under the cursor is as long as, where it is not calls that it counts: `42 lost`.
    fn measured(&self, chart: Chart) -> Option<String> {
        let bars: &[Bar] = match chart {
            Chart::Days => &self.figures.days,
            Chart::Groups => &self.figures.groups,
            Chart::Results | Chart::Busy | Chart::Wait | Chart::Talk => return None,
        };
        let (metric, bar) = (self.state.stats.metric, bars.get(self.cursor(chart, bars.len())?)?);
        let amount = groups::measured(bar, metric);
        match metric {
            Metric::Calls => None,
            Metric::Lost => Some(format!("{amount} lost")),
            Metric::Answered => Some(format!("{amount} answered")),
            Metric::Wait => Some(format!("p90 wait {amount}")),
            Metric::Talk => Some(format!("{amount} talk")),
        }
    }

    /// The first row of a chart: its name, marked where it has the cursor, what more there is to say, and the bar under the
    /// cursor at the right.
    fn title(&self, buffer: &mut Buffer, area: Rect, chart: Chart, name: &str, more: &str) {
        let sign = if self.has_cursor(chart) { glyphs::CURSOR } else { " " };
        let pick = self.state.stats.pick().filter(|_| self.has_cursor(chart));
        let right = pick.map_or_else(Line::default, |pick| {
            let label = text::cut(&text::whole(&pick.label), usize::from(area.width) / 3).into_owned();
            let calls = || crate::model::grouped(pick.calls as u64);
            Line::styled(format!("{label}: {}", self.measured(chart).unwrap_or_else(calls)), self.theme.focus)
        });
        // What more there is to say is said in full, in a word, or not at all.
        let room = usize::from(area.width).saturating_sub(right.width() + text::width(name) + 4);
        let fits = |words: &&str| text::width(words) <= room;
        let more = [more, more.split(':').next().unwrap_or_default()].into_iter().find(fits).unwrap_or_default();
        let left = Line::from(vec![
            Span::styled(sign, self.theme.focus),
            Span::styled(name.to_owned(), self.theme.title),
            Span::styled(format!("  {more}"), self.theme.quiet),
        ]);
        paint::put_ends(buffer, paint::row_of(area, 0), &left, &right);
    }
}
