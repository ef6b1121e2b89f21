//! Recordings, voicemail, jobs and prices in sentences.

use crate::app::{JobRow, MediaList, Overlay, Question, State, line_page, media_words};
use crate::model::{JobState, MediaKind, MediaRow, Speaker, Text, Zone, grouped};
use crate::ui::problem::cut_off;
use crate::ui::{format, jobs as view, text};

/// The page of recordings or voicemail, each on a line with its number.
#[must_use]
pub fn media(state: &State) -> Vec<String> {
    let Some(list) = state.media() else { return Vec::new() };
    let words = media_words(list.kind);
    if list.matching() == 0 {
        return vec![nothing(list, words)];
    }
    let page = line_page(list.selected(), list.matching());
    let asked = list.filter.value().trim();
    let with = if asked.is_empty() { String::new() } else { format!(" with {}", text::typed(asked)) };
    let matching = grouped(list.matching() as u64);
    let (from, to) = (grouped(page.start as u64 + 1), grouped(page.end as u64));
    let mut lines = vec![format!("{from} to {to} of {matching} {words}{with}.")];
    let rows = page.filter_map(|place| Some((place, list.row(place)?)));
    lines.extend(rows.map(|(place, row)| format!("{}. {}", place + 1, in_a_line(row, state.zone))));
    lines
}

fn nothing(list: &MediaList, words: &str) -> String {
    if let Some(problem) = &list.problem {
        format!("No {words}: {}", problem.summary())
    } else if list.listing().is_some() {
        format!("No {words} are in the archive yet. They are being listed at Zoom; type list later.")
    } else if list.total() > 0 {
        format!("None of {} {words} has these words.", grouped(list.total() as u64))
    } else {
        format!("Zoom has no {words}.")
    }
}

fn side(side: &Speaker) -> String {
    let (name, number) = (text::whole(&side.name), format::phone(&side.number));
    match (name.is_empty(), number.is_empty()) {
        (true, true) => "an anonymous caller".to_owned(),
        (true, false) => number,
        (false, true) => name,
        (false, false) => format!("{name} {number}"),
    }
}

/// `R. Alvarez +1 202 555 0134 with M. Duarte 1043, 2026-11-20 14:03, 0:48, unread, downloaded`
fn in_a_line(row: &MediaRow, zone: Zone) -> String {
    let mut facts = vec![format!("{} with {}", side(row.other_side()), side(row.our_side()))];
    facts.extend(row.at.map(|at| format::minute_of_year(at, zone)));
    facts.extend(row.duration.map(|span| format::span(span.as_secs())));
    facts.extend(Some(text::whole(&row.word)).filter(|word| !word.is_empty()));
    facts.extend(row.file.as_ref().map(|_| "downloaded".to_owned()));
    facts.join(", ")
}

/// The recording or voicemail under the cursor, with what was said and where its file is.
#[must_use]
pub fn media_row(state: &State) -> Vec<String> {
    let Some(row) = state.media().and_then(MediaList::selected_row) else { return Vec::new() };
    let mut lines = vec![format!("{}.", in_a_line(row, state.zone))];
    match row.id.kind() {
        MediaKind::Voicemail if row.said.is_empty() => lines.push("There is no text of it.".to_owned()),
        MediaKind::Voicemail => lines.push(format!("Said: {}", text::whole(&row.said))),
        MediaKind::Recording => {}
    }
    let file = row.file.as_ref().map(|file| format!("File: {}", Text::new(&file.to_string_lossy())));
    lines.push(file.unwrap_or_else(|| "It is not downloaded. Type get and its number.".to_owned()));
    lines
}

/// The jobs, each on a line with its number.
#[must_use]
pub fn jobs(state: &State) -> Vec<String> {
    let rows = state.job_rows();
    if rows.is_empty() {
        return vec!["No job runs, waits or has ended.".to_owned()];
    }
    let page = line_page(state.jobs.selected(), rows.len());
    let mut lines = vec![format!("Jobs {} to {} of {}.", page.start + 1, page.end, rows.len())];
    let shown = page.filter_map(|place| Some((place, rows.get(place)?)));
    lines.extend(shown.map(|(place, row)| format!("{}. {}", place + 1, view::in_a_sentence(*row, state))));
    lines
}

/// The log of the job that is read, once it is here.
pub(super) fn log(state: &State) -> Vec<String> {
    let Some(Overlay::JobLog(log)) = state.overlays.last() else { return Vec::new() };
    let Some(told) = log.lines.shown() else { return Vec::new() };
    let mut lines = vec![view::in_a_sentence(JobRow::Resting(&log.job), state)];
    if told.is_empty() && log.job.state == JobState::Done {
        lines.push("Nothing went wrong in it.".to_owned());
    }
    lines.extend(told.iter().map(|line| format!("{}: {}", format::second(line.at, state.zone), Text::new(&line.text))));
    lines
}

/// The price or the question that waits for an answer.
pub(super) fn asked(state: &State) -> String {
    if let Some(Overlay::Question(Question::Quit)) = state.overlays.last() {
        return format!("{}\nType yes to quit, or no.", cut_off(state));
    }
    let Some(Overlay::Price(tag)) = state.overlays.last() else { return String::new() };
    let mut lines = vec![tag.title.clone()];
    lines.extend(tag.price.lines());
    lines.extend(tag.notes.iter().cloned());
    lines.push("Type yes to begin, or no.".to_owned());
    lines.join("\n")
}
