//! The figures in sentences, for the line mode.

use super::super::format;
use super::figures::{back, level, percent};
use crate::app::Figures;
use crate::index::stats::Distribution;
use crate::model::{ResultGroup, grouped};

/// How the calls ended, and how long people waited and talked.
#[must_use]
pub fn in_sentences(figures: &Figures) -> Vec<String> {
    let calls = figures.all.results.calls();
    let shown = [ResultGroup::Answered, ResultGroup::Missed, ResultGroup::Abandoned, ResultGroup::Voicemail];
    let parts = shown.map(|group| format!("{} {}", group.word(), percent(figures.all.results.ended(group), calls)));
    vec![
        format!("{}: {}.", format::counted(calls as u64, "call", "calls"), parts.join(", ")),
        span("Waited", &figures.all.wait),
        span("Talked", &figures.all.talk),
        soon("Answered within 20 s", level(&figures.all), "calls from outside whose wait is known"),
        soon("Called back within 1 h", back(figures.called_back), "callers who reached nobody"),
    ]
}

fn soon(name: &str, part: Option<(usize, usize)>, of: &str) -> String {
    part.map_or_else(
        || format!("{name}: not known."),
        |(part, whole)| format!("{name}: {} of {} {of}.", percent(part, whole), grouped(whole as u64)),
    )
}

fn span(name: &str, spans: &Distribution) -> String {
    if spans.known == 0 {
        return format!("{name}: not known.");
    }
    let [half, most, longest] = [spans.p50, spans.p90, spans.max].map(|seconds| format::span(seconds.into()));
    let known = grouped(spans.known as u64);
    format!("{name}: half of {known} up to {half}, nine of ten up to {most}, the longest {longest}.")
}
