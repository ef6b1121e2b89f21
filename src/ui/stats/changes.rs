//! What changed against the period before, and what of it is noise.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::theme::Theme;
use super::super::{format, keys, paint, text};
use super::figures::{back, level, percent, points};
use crate::app::{Action, Before, Figures, Place, State, can_compare};
use crate::index::stats::{Stats, counts_differ, quantiles_differ, shares_differ, too_few};
use crate::model::{ResultGroup, grouped};

/// Rows it takes.
pub const ROWS: u16 = 10;

/// One figure, now and then.
struct Change {
    name: &'static str,
    now: String,
    then: String,
    difference: String,
    is_news: bool,
}

/// Draws the changes, or says why nothing is compared.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, figures: &Figures, theme: &Theme) {
    let Some(before) = &figures.before else {
        let key = |action| keys::of(state, Place::Stats, action);
        let words = if state.stats.compares {
            format!("Nothing to compare with: {} chooses a time.", key(Action::ChooseTime))
        } else {
            format!("CHANGE  off; {} compares with the period before", key(Action::Compare))
        };
        let lines = text::wrap(&words, area.width.into()).into_iter().map(|line| Line::styled(line, theme.quiet));
        paint::put_lines(buffer, area, &lines.collect::<Vec<_>>());
        return;
    };
    let sure = if before.is_complete { "  ~ noise" } else { ", not all fetched" };
    let mut lines = vec![Line::from(vec![
        Span::styled("CHANGE", theme.title),
        Span::styled(format!("  vs {}", when(before)), theme.quiet),
        Span::styled(sure, if before.is_complete { theme.quiet } else { theme.warning }),
    ])];
    for change in changes(figures, before) {
        let is_known = can_compare(state, figures);
        let sign = match (is_known, change.is_news) {
            (false, _) => "?",
            (true, true) => " ",
            (true, false) => "~",
        };
        let words = format!(
            "{}{}{} {} {sign}",
            text::fit(change.name, 10, text::Align::Left),
            text::fit(&change.now, 8, text::Align::Right),
            text::fit(&change.then, 8, text::Align::Right),
            text::fit(if is_known { &change.difference } else { format::NOTHING }, 9, text::Align::Right),
        );
        let style = if is_known && change.is_news { theme.focus } else { theme.quiet };
        lines.push(Line::styled(words, style));
    }
    paint::put_lines(buffer, area, &lines);
}

/// `30 days before`, or hours where it is less than two days.
pub fn when(before: &Before) -> String {
    let length = before.periods.before.to - before.periods.before.from;
    match length.num_hours() {
        hours if hours < 47 => format!("{} before", format::counted(hours.max(1).unsigned_abs(), "hour", "hours")),
        hours => format!("{} days before", (hours + 12) / 24),
    }
}

/// A part of a whole, now and then.
fn share(name: &'static str, part: (usize, usize), old: (usize, usize)) -> Change {
    Change {
        name,
        now: percent(part.0, part.1),
        then: percent(old.0, old.1),
        difference: points(part, old).map_or_else(|| format::NOTHING.to_owned(), |points| format!("{points:+.1} pt")),
        is_news: shares_differ(part, old),
    }
}

fn changes(figures: &Figures, earlier: &Before) -> Vec<Change> {
    let (now, then) = (&figures.all, &earlier.all);
    let (calls, before) = (now.results.calls(), then.results.calls());
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 calls")]
    let grown = (before > 0).then(|| (calls as f64 / before as f64 - 1.0) * 100.0);
    let mut changes = vec![Change {
        name: "calls",
        now: grouped(calls as u64),
        then: grouped(before as u64),
        difference: grown.map_or_else(|| format::NOTHING.to_owned(), |grown| format!("{grown:+.1}%")),
        is_news: counts_differ(calls, before),
    }];
    for group in [ResultGroup::Answered, ResultGroup::Missed, ResultGroup::Abandoned, ResultGroup::Voicemail] {
        let (part, old) = ((now.results.ended(group), calls), (then.results.ended(group), before));
        changes.push(share(group.word(), part, old));
    }
    let soon = [
        ("in 20 s", level(now).zip(level(then))),
        ("back, 1 h", back(figures.called_back).zip(back(earlier.called_back))),
    ];
    let soon = soon.into_iter().filter_map(|(name, both)| both.map(|(part, old)| share(name, part, old)));
    changes.extend(soon);
    let is_told = |stats: &Stats| stats.wait.known > 0 && !too_few(stats.wait.known, stats.results.calls());
    if is_told(now) && is_told(then) {
        let difference = i64::from(now.wait.p90) - i64::from(then.wait.p90);
        let sign = if difference < 0 { "-" } else { "+" };
        changes.push(Change {
            name: "p90 wait",
            now: format::span(now.wait.p90.into()),
            then: format::span(then.wait.p90.into()),
            difference: format!("{sign}{}", format::span(difference.unsigned_abs())),
            is_news: quantiles_differ(&now.wait, &then.wait),
        });
    }
    changes
}
