//! A call's steps on a scale of time: what each was at the left, when it was at the right.

use std::time::Duration;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::model::timeline::{Bar, Phase, Step, Timeline};
use crate::ui::text::{self, Align};
use crate::ui::theme::Theme;
use crate::ui::{format, glyphs};

/// Narrower than this there is no room for a scale.
const LEAST_SCALE: u16 = 12;
/// The lengths between two marks of the scale that a person counts in, in seconds.
const STRIDES: [u64; 16] = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];

/// How a chart is laid out.
pub struct Chart<'a> {
    timeline: &'a Timeline<'a>,
    theme: &'a Theme,
    label: u16,
    scale: u16,
}

impl<'a> Chart<'a> {
    /// A chart in lines of `width` cells. Without times, or without room, there is no scale.
    pub fn new(timeline: &'a Timeline<'a>, width: u16, theme: &'a Theme) -> Self {
        let wanted = match width {
            0..=50 => width * 69 / 100,
            51..=70 => 35,
            71.. => (width / 2).min(46),
        };
        let scale = width.saturating_sub(wanted + 1);
        let has_times = timeline.steps.iter().any(|step| !step.bars.is_empty());
        if has_times && scale >= LEAST_SCALE {
            Self { timeline, theme, label: wanted, scale }
        } else {
            Self { timeline, theme, label: width, scale: 0 }
        }
    }

    /// The marks of the scale.
    pub fn head(&self) -> Option<Line<'static>> {
        if self.scale == 0 {
            return None;
        }
        let length = self.timeline.length.as_secs();
        let least = text::width(&format::span(length)) + 1;
        let stride = STRIDES
            .into_iter()
            .find(|stride| self.cell(Duration::from_secs(*stride)) >= least)
            .unwrap_or_else(|| length.max(1));
        let mut marks = String::new();
        for second in (0..=length).step_by(usize::try_from(stride).unwrap_or(usize::MAX)) {
            let (at, label) = (self.cell(Duration::from_secs(second)), format::span(second));
            if at >= text::width(&marks) && at + label.len() <= usize::from(self.scale) {
                marks = text::fit(&marks, at, Align::Left) + &label;
            }
        }
        let all = text::fit(&format!("{} in all", format::span(length)), self.label.into(), Align::Left);
        Some(Line::styled(format!("{all} {marks}"), self.theme.quiet))
    }

    /// A line for each step, in order.
    pub fn rows(&self) -> Vec<Line<'static>> {
        let mut number = 0;
        let rows = self.timeline.steps.iter().map(|step| {
            let lead = if step.beside {
                "    ".to_owned()
            } else {
                number += 1;
                format!("{number:>2} ")
            };
            self.row(&lead, step)
        });
        rows.collect()
    }

    fn row(&self, lead: &str, step: &Step<'_>) -> Line<'static> {
        let result = text::cut(&step.result(), usize::from(self.label) * 2 / 5).into_owned();
        let room = usize::from(self.label).saturating_sub(text::width(&result) + usize::from(!result.is_empty()));
        let words = format!("{lead}{} {}", step.title(), step.who());
        let mut line = Line::from(Span::raw(text::fit(&words, room, Align::Left)));
        if !result.is_empty() {
            line.push_span(Span::raw(" "));
            let is_news = !step.was_taken_elsewhere();
            let style = if is_news { self.theme.result(step.leg().result.group()) } else { self.theme.quiet };
            line.push_span(Span::styled(result, style));
        }
        if self.scale > 0 {
            line.push_span(Span::raw(" "));
            line.spans.extend(self.bars(&step.bars));
        }
        line
    }

    /// The bars of a step. Each has a cell at least, so that a short ring before a long talk is still seen.
    fn bars(&self, bars: &[Bar]) -> Vec<Span<'static>> {
        let mut spans = Vec::new();
        let mut used = 0;
        let scale = usize::from(self.scale);
        for (place, bar) in bars.iter().enumerate() {
            let left = bars.len() - place - 1;
            let last = scale.saturating_sub(1 + left);
            let from = self.cell(bar.from).max(used).min(last);
            let to = self.cell_after(bar.to).max(from + 1).min(scale - left);
            spans.push(Span::raw(" ".repeat(from - used)));
            spans.push(Span::styled(glyphs::bar(bar.phase).repeat(to - from), style(bar.phase, self.theme)));
            used = to;
        }
        spans
    }

    /// The cell that a moment falls into.
    fn cell(&self, moment: Duration) -> usize {
        let length = self.timeline.length.as_millis().max(1);
        usize::try_from(moment.as_millis() * u128::from(self.scale) / length).unwrap_or(usize::MAX)
    }

    /// The first cell behind a moment.
    fn cell_after(&self, moment: Duration) -> usize {
        let length = self.timeline.length.as_millis().max(1);
        usize::try_from((moment.as_millis() * u128::from(self.scale)).div_ceil(length)).unwrap_or(usize::MAX)
    }

    /// What the signs mean, those that occur.
    pub fn legend(&self) -> Vec<Line<'static>> {
        if self.scale == 0 {
            return Vec::new();
        }
        let mut lines = vec![Line::default()];
        let mut used = 0;
        for phase in self.timeline.phases() {
            let wanted = phase.word().len() + 2 + if used > 0 { 2 } else { 0 };
            if used > 0 && used + wanted > usize::from(self.label + 1 + self.scale) {
                lines.push(Line::default());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push_span(Span::raw(if used > 0 { "  " } else { "" }));
                line.push_span(Span::styled(glyphs::bar(phase), style(phase, self.theme)));
                line.push_span(Span::styled(format!(" {}", phase.word()), self.theme.quiet));
            }
            used += wanted;
        }
        lines
    }
}

const fn style(phase: Phase, theme: &Theme) -> Style {
    match phase {
        Phase::Talk => theme.good,
        Phase::Ring => theme.key,
        Phase::Wait | Phase::Voicemail | Phase::Park => theme.warning,
        Phase::Menu | Phase::Listen | Phase::Untold => Style::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::timeline::samples;

    fn shown(sample: &samples::Sample, width: u16) -> Vec<String> {
        let timeline = Timeline::of(&sample.legs, samples::start());
        let theme = Theme::plain();
        let chart = Chart::new(&timeline, width, &theme);
        chart
            .head()
            .into_iter()
            .chain(chart.rows())
            .chain(chart.legend())
            .map(|line| line.to_string().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn every_kind_of_call_on_its_scale() {
        for width in [45, 61, 78] {
            let all = samples::all()
                .into_iter()
                .map(|sample| format!("{}\n{}", sample.name, shown(&sample, width).join("\n")));
            insta::assert_snapshot!(format!("chart_{width}"), all.collect::<Vec<_>>().join("\n\n"));
        }
    }

    proptest! {
        #[test]
        fn no_line_is_longer_than_its_room_and_every_bar_is_seen(width in 0..130_u16, which in 0..16_usize) {
            let all = samples::all();
            let sample = &all[which % all.len()];
            for line in shown(sample, width) {
                prop_assert!(text::width(&line) <= usize::from(width.max(1)), "{line:?} at {width}");
            }
        }
    }
}
