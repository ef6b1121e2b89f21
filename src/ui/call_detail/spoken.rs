//! The tabs of what was said in a call and written about it: recordings with their transcripts, voicemail, AI summaries.

use std::time::Duration;

use ratatui::text::{Line, Span};

use super::page::Page;
use crate::app::{Action, CallDetail, DetailPart, Loadable, Place, State};
use crate::model::{Access, AiSummary, Recorded, Text, TranscriptLine, Trash, Voicemail};
use crate::ui::text::{self, Align};
use crate::ui::theme::Theme;
use crate::ui::{format, keys};

/// A part in lines of `width` cells: what is in the archive, and how things stand with what is not.
pub fn lines(part: DetailPart, detail: &CallDetail, state: &State, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut page = Page::new(width, theme);
    match part {
        DetailPart::Recordings => detail.text.recordings.iter().for_each(|recorded| page.recorded(recorded, state)),
        DetailPart::Voicemail => detail.text.voicemails.iter().for_each(|voicemail| page.voicemail(voicemail, state)),
        DetailPart::Ai => detail.text.summaries.iter().for_each(|summary| page.ai_summary(summary, state)),
    }
    let is_empty = page.lines.is_empty();
    page.standing(part, is_empty, state);
    if page.lines.first().is_some_and(|line| line.width() == 0) {
        page.lines.remove(0);
    }
    page.lines
}

/// How many there are, as far as is known: in the archive, or named by the legs.
pub fn count(part: DetailPart, detail: &CallDetail) -> Option<usize> {
    let named = |of: fn(&crate::model::CallElement) -> bool| detail.legs().iter().filter(|leg| of(leg)).count();
    let count = match part {
        DetailPart::Recordings => detail.text.recordings.len().max(named(|leg| !leg.recording_id.is_empty())),
        DetailPart::Voicemail => detail.text.voicemails.len().max(named(|leg| !leg.voicemail_id.is_empty())),
        // Nothing but a fetch tells whether there is one.
        DetailPart::Ai => return None,
    };
    // Without legs none is not known to be none.
    (count > 0 || !detail.legs().is_empty()).then_some(count)
}

/// Zoom's words for how a transcription stands. Source: Zoom Phone API, getVoicemailDetails (`transcription.status`), checked
/// 2026-11-22.
const fn transcription_words(status: Option<i64>) -> &'static str {
    match status {
        Some(0) => "Zoom made no text of it.",
        Some(1) => "Zoom is still making the text.",
        Some(2) => "Zoom's text is empty.",
        Some(4) => "Texts of voicemail are switched off in Zoom.",
        Some(5) => "Texts of voicemail are switched on; there is none of this one yet.",
        Some(_) => "Zoom could not make a text of it.",
        None => "The text was not read yet.",
    }
}

impl Page<'_> {
    fn recorded(&mut self, recorded: &Recorded, state: &State) {
        let recording = &recorded.recording;
        let length = format::span_or_nothing(recording.duration);
        self.heading(format!("RECORDING  {length}  {}", text::whole(&recording.recording_type)));
        if let Some(moment) = recording.date_time {
            self.fact("Began", &format::second(moment, state.zone));
        }
        self.owner(&recording.owner.name);
        self.trash(&recording.trash);
        self.fact("recording_id", &recording.id.to_string());
        match &recorded.transcript {
            Some(transcript) if transcript.lines.is_empty() => self.quiet("The transcript is empty."),
            Some(transcript) => {
                self.lines.push(Line::default());
                transcript.lines.iter().for_each(|line| self.transcript_line(line));
            }
            None => {}
        }
    }

    /// `0:02  Mara Lindqvist  Harbor Office, …`; what goes on stands under what was said.
    fn transcript_line(&mut self, line: &TranscriptLine) {
        const TIME: usize = 7;
        let at = line.start.map_or_else(|| format::NOTHING.to_owned(), |start: Duration| format::span(start.as_secs()));
        let who = text::whole(&line.speaker);
        self.lines.push(Line::from(vec![
            Span::styled(text::fit(&at, TIME, Align::Left), self.theme.quiet),
            Span::styled(who, self.theme.key),
        ]));
        let words = text::wrap(&line.text.to_string(), usize::from(self.width).saturating_sub(TIME));
        self.lines.extend(words.into_iter().map(|words| Line::raw(format!("{}{words}", " ".repeat(TIME)))));
    }

    fn voicemail(&mut self, voicemail: &Voicemail, state: &State) {
        let length = format::span_or_nothing(voicemail.duration);
        self.heading(format!("VOICEMAIL  {length}  {}", text::whole(&voicemail.status)));
        if let Some(moment) = voicemail.date_time {
            self.fact("Left", &format::second(moment, state.zone));
        }
        self.owner(&voicemail.owner.name);
        self.trash(&voicemail.trash);
        self.fact("voicemail_id", &voicemail.id.to_string());
        self.lines.push(Line::default());
        if voicemail.transcription.content.is_empty() {
            self.quiet(transcription_words(voicemail.transcription.status));
        } else {
            self.prose(&voicemail.transcription.content);
        }
        let task = voicemail.task();
        if !task.is_empty() {
            self.heading("ZOOM TASK");
            self.prose(&task);
        }
    }

    fn ai_summary(&mut self, summary: &AiSummary, state: &State) {
        self.heading("AI SUMMARY");
        self.prose(&summary.summary);
        for (title, words) in [("NEXT STEPS", &summary.next_steps), ("IN DETAIL", &summary.detailed_summary)] {
            if !words.is_empty() {
                self.heading(title);
                self.prose(words);
            }
        }
        self.lines.push(Line::default());
        if let Some(moment) = summary.created_time {
            self.fact("Written", &format::second(moment, state.zone));
        }
        if summary.edited == Some(true) {
            self.fact("Edited", "by a person");
        }
        self.quiet("Written by Zoom's AI: it can be wrong.");
    }

    /// Words of several lines, whole.
    pub fn prose(&mut self, words: &Text) {
        for line in words.as_raw().lines() {
            self.paragraph(&Text::new(line).to_string());
        }
    }

    fn owner(&mut self, name: &Text) {
        if !name.is_empty() {
            self.fact("Belongs to", &text::whole(name));
        }
    }

    fn trash(&mut self, trash: &Trash) {
        if trash.deleted_time.is_some() || !trash.soft_deleted_type.is_empty() {
            let left = match trash.days_left {
                Some(-1) => "kept for ever".to_owned(),
                Some(days) => format!("gone in {days} days"),
                None => "how long is not told".to_owned(),
            };
            self.styled_paragraph(&format!("In Zoom's trash, {left}."), self.theme.warning);
        }
    }

    /// What is being asked, what could not be had, and who can help.
    fn standing(&mut self, part: DetailPart, is_empty: bool, state: &State) {
        if !is_empty {
            self.lines.push(Line::default());
        }
        let Some(who) = state.session.who() else {
            let access = keys::of(state, Place::Detail, Action::ShowAccess);
            let sign_in = keys::of(state, Place::Access, Action::Refresh);
            return self.quiet(&format!(
                "Not signed in: only what was read before is here. To sign in: {access}, then {sign_in}."
            ));
        };
        if !who.scopes.allow(part.feature()) {
            return self.missing_scope(state, part, who.account.access);
        }
        match state.detail.parts.of(part) {
            Loadable::Idle | Loadable::Loading { .. } => self.quiet("Asking Zoom…"),
            Loadable::Failed { problem, .. } => self.problem(problem, &keys::of(state, Place::Detail, Action::Refresh)),
            Loadable::Ready(notes) => {
                for note in notes {
                    self.quiet(&Text::new(note).to_string());
                }
                if !is_empty && part != DetailPart::Ai {
                    let play = keys::of(state, Place::Detail, Action::Enter);
                    self.quiet(&format!("{play} plays it."));
                }
                if is_empty && notes.is_empty() {
                    self.quiet(match part {
                        DetailPart::Recordings => "Zoom names no recording of this call.",
                        DetailPart::Voicemail => "Zoom names no voicemail of this call.",
                        DetailPart::Ai => "Zoom names no AI summary of this call.",
                    });
                }
            }
        }
    }

    /// Which scope opens a part, and who can grant it.
    fn missing_scope(&mut self, state: &State, part: DetailPart, access: Access) {
        let feature = part.feature();
        let Some(scope) = feature.scope_for(access) else {
            return self.quiet("Zoom documents no scope for this with the kind of app that is signed in.");
        };
        self.styled_paragraph(&format!("To {}, the app needs the scope {scope}.", feature.words()), self.theme.warning);
        let grants = match access {
            Access::Account => {
                "Who owns the Zoom app adds it (Marketplace, the app, Scopes); a Zoom admin approves it."
            }
            Access::Own => "Who owns the Zoom app adds it (Marketplace, the app, Scopes).",
        };
        let again = keys::of(state, Place::Access, Action::Refresh);
        let access = keys::of(state, Place::Detail, Action::ShowAccess);
        self.quiet(&format!("{grants} Then approve again: {access}, then {again}."));
    }
}
