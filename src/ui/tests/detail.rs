//! A call as the detail tells it: its path on a scale of time, why it ended so, and whom it was with.

use std::time::Duration;

use ratatui::style::Modifier;

use super::{Shown, screen_of};
use crate::app::{DetailPart, Effect, KeyCode, Message, PartLoaded, RequestId};
use crate::index::RowView;
use crate::model::query::Query;
use crate::model::timeline::samples as paths;
use crate::model::{
    AiSummary, CallText, Recorded, Recording, RecordingId, Transcript, TranscriptLine, Transcription, Voicemail,
    VoicemailId,
};
use crate::ui::samples;
use crate::ui::theme::Theme;

/// The detail of the first call, which went like the sample of that name; keys are pressed when it is there.
fn detail(columns: u16, rows: u16, name: &str, result: &str, keys: &str) -> Shown {
    let mut shown = Shown::calls(columns, rows);
    opened(&mut shown, name, result);
    shown.press(keys);
    shown
}

/// Opens the first call, which went like the sample of that name.
pub fn opened(shown: &mut Shown, name: &str, result: &str) {
    shown.key(KeyCode::Enter);
    let sample = paths::named(name);
    let mut detail = samples::detail();
    detail.call = sample.call(result);
    if let Ok(Some(path)) = &mut detail.path {
        path.elements = sample.legs;
    }
    let request = shown.detail.take().unwrap();
    shown.tell(Message::DetailLoaded { request, result: Ok(Box::new(detail)) });
}

#[test]
fn a_queue_that_nobody_answered() {
    looks!("queue_voicemail", |columns, rows| detail(columns, rows, "queue_voicemail", "voicemail", ""));
}

#[test]
fn a_menu_a_queue_and_somebody_who_answered() {
    looks!("queue_answered", |columns, rows| detail(columns, rows, "queue_answered", "answered", "]jjj"));
}

#[test]
fn enter_shows_the_fields_of_the_step_and_escape_the_path_again() {
    let mut shown = detail(120, 36, "queue_voicemail", "voicemail", "]jjj");
    shown.key(KeyCode::Enter);
    let screen = screen_of(&shown.state);
    assert!(screen.contains("event: ring_to_member"), "{screen}");
    shown.key(KeyCode::Esc);
    let screen = screen_of(&shown.state);
    assert!(screen.contains(" in all") && screen.contains("[Path"), "the path, and still in the detail: {screen}");
}

#[test]
fn the_row_under_the_cursor_stays_in_sight_on_a_small_screen() {
    let mut shown = detail(60, 15, "queue_voicemail", "voicemail", "]");
    for _ in 0..10 {
        shown.press("j");
        let screen = screen_of(&shown.state);
        assert!(screen.lines().any(|line| line.starts_with(" >")), "{screen}");
    }
    assert!(screen_of(&shown.state).contains("voicemail Support"), "{}", screen_of(&shown.state));
}

#[test]
fn leg_by_leg_there_is_a_row_for_each_leg() {
    let shown = detail(120, 36, "direct_transfer", "answered", "x");
    let screen = screen_of(&shown.state);
    assert_eq!(screen.matches("direct_transfer").count(), 2, "{screen}");
    let shown = detail(80, 24, "direct_transfer", "answered", "]");
    assert!(screen_of(&shown.state).contains("told by 4 legs"), "{}", screen_of(&shown.state));
}

/// A voicemail with its words and what Zoom made of it, a recording with its transcript, and an AI summary.
pub fn text() -> CallText {
    let line = |second, speaker: &str, words: &str| TranscriptLine {
        start: Some(Duration::from_secs(second)),
        speaker: speaker.into(),
        text: words.into(),
        ..TranscriptLine::default()
    };
    let voicemail = Voicemail {
        id: VoicemailId::new("88e1aa00bb11cc22dd33ee44ff556677"),
        date_time: Some(samples::now()),
        duration: Some(Duration::from_secs(19)),
        status: "unread".into(),
        transcription: Transcription {
            content: "Hi, this is R. Alvarez about invoice 4471.\nPlease call me back before five.".into(),
            status: Some(2),
        },
        extra: serde_json::from_str(
            r#"{"voice_mail_task":{"content":"Call R. Alvarez back about invoice 4471 before 17:00."},
                "intent_results":[{"intent_id":"lantern-intent-01","confidence_score":0.82}]}"#,
        )
        .unwrap(),
        ..Voicemail::default()
    };
    let recorded = Recorded {
        recording: Recording {
            id: RecordingId::new("9f1c2b3a4d5e6f708192a3b4c5d6e7f8"),
            date_time: Some(samples::now()),
            duration: Some(Duration::from_secs(428)),
            recording_type: "Automatic".into(),
            ..Recording::default()
        },
        transcript: Some(Transcript {
            lines: vec![
                line(0, "Mara Lindqvist", "Harbor Office, Mara speaking."),
                line(
                    2,
                    "+12025550177",
                    "Hi, I am calling about an invoice. It says 4471, and I think that it was paid.",
                ),
            ],
            ..Transcript::default()
        }),
    };
    let summary = AiSummary {
        id: "sum".into(),
        summary: "The caller asks whether invoice 4471 was paid.".into(),
        next_steps: "- Look the invoice up\n- Call back".into(),
        created_time: Some(samples::now()),
        ..AiSummary::default()
    };
    CallText { recordings: vec![recorded], voicemails: vec![voicemail], summaries: vec![summary] }
}

/// The part of a detail that effects ask for.
pub fn asked_part(effects: &[Effect]) -> Option<(RequestId, DetailPart)> {
    let asked = |effect: &Effect| {
        if let Effect::LoadPart { request, part, .. } = effect { Some((*request, *part)) } else { None }
    };
    effects.iter().find_map(asked)
}

/// The detail with a tab open, and the answer to what it asks for.
fn with_text(columns: u16, rows: u16, keys: &str) -> Shown {
    let mut shown = Shown::calls(columns, rows);
    answered(&mut shown, keys);
    shown
}

/// Opens the first call and the tab that keys lead to, and answers what is asked for.
pub fn answered(shown: &mut Shown, keys: &str) {
    opened(shown, "queue_voicemail", "voicemail");
    let mut asked = None;
    for key in keys.chars() {
        let effects = shown.press(key.encode_utf8(&mut [0; 4]));
        asked = asked_part(&effects);
        if let Some((request, part)) = asked {
            let loaded = PartLoaded { text: text(), ..PartLoaded::default() };
            shown.tell(Message::PartLoaded { request, part, result: Ok(Box::new(loaded)) });
        }
    }
    assert!(asked.is_some() || keys.len() > 3, "what is looked at is asked for");
}

#[test]
fn a_recording_with_who_said_what_when() {
    looks!("recordings", |columns, rows| with_text(columns, rows, "]]"));
}

#[test]
fn a_voicemail_with_its_words_and_what_zoom_made_of_it() {
    looks!("voicemail", |columns, rows| with_text(columns, rows, "]]]"));
}

#[test]
fn what_the_sign_in_does_not_allow_is_not_asked_and_says_who_can_grant_it() {
    let mut shown = detail(80, 24, "direct", "answered", "");
    let effects = shown.press("]]]]");
    assert!(
        !effects.iter().any(|effect| matches!(effect, Effect::LoadPart { part: DetailPart::Ai, .. })),
        "{effects:?}"
    );
    let screen = screen_of(&shown.state);
    assert!(screen.contains("phone:read:ai_call_summary:admin") && screen.contains("A, then r"), "{screen}");
}

#[test]
fn the_summary_tells_what_the_caller_left_and_wants() {
    let mut shown = with_text(200, 50, "]]]");
    shown.press("[[[");
    let screen = screen_of(&shown.state);
    assert!(screen.contains("ZOOM TASK") && screen.contains("Call R. Alvarez back about invoice 4471"), "{screen}");
}

#[test]
fn words_that_are_searched_stand_out_where_they_were_said_and_the_count_says_what_was_read() {
    let mut shown = with_text(120, 36, "]]]");
    shown.press("h/");
    shown.paste("said:");
    let mut effects = Vec::new();
    for letter in ["i", "n", "v"] {
        effects = shown.press(letter);
    }
    let request = request_of!(effects, SearchSaid);
    let newest = shown.state.calls.index().select(&Query::default(), shown.state.context(), &[]).rows()[0];
    let calls = shown.state.calls.index().row(newest).map(RowView::key).into_iter().collect();
    shown.tell(Message::SaidFound { request, result: Ok(calls) });
    shown.key(KeyCode::Enter);
    let row = screen_of(&shown.state).lines().nth(1).unwrap_or_default().to_owned();
    assert!(row.contains("at least 1 of 41  read 0 of 15: X"), "{row}");
    shown.key(KeyCode::Enter);
    shown.wait(1);
    let request = shown.detail.take().unwrap();
    let effects = shown.tell(Message::DetailLoaded { request, result: Ok(Box::new(samples::detail())) });
    for effect in effects {
        if let Effect::LoadPart { request, part, .. } = effect {
            let loaded = PartLoaded { text: text(), ..PartLoaded::default() };
            shown.tell(Message::PartLoaded { request, part, result: Ok(Box::new(loaded)) });
        }
    }
    let buffer = super::buffer_of(&shown.state, &Theme::plain());
    let found: String = buffer
        .content
        .iter()
        .enumerate()
        .filter(|(place, cell)| place % 120 > 75 && cell.modifier.contains(Modifier::REVERSED))
        .map(|(_, cell)| cell.symbol())
        .collect();
    assert!(found.contains("inv"), "{found:?} in {}", screen_of(&shown.state));
}

#[test]
fn why_something_is_not_to_be_had_is_said() {
    let mut shown = detail(80, 24, "direct", "answered", "");
    let effects = shown.press("]]");
    let (request, part) = asked_part(&effects).unwrap();
    shown.tell(Message::PartLoaded { request, part, result: Err(samples::offline()) });
    let screen = screen_of(&shown.state);
    assert!(screen.contains("cannot be reached"), "{screen}");
    let again = shown.press("r");
    assert!(again.iter().any(|effect| matches!(effect, Effect::LoadPart { fresh: true, .. })), "r asks again");
}

#[test]
fn words_are_found_in_the_open_tab_and_counted() {
    looks!("found", |columns, rows| {
        let mut shown = detail(columns, rows, "queue_voicemail", "voicemail", "[/voicemail");
        shown.key(KeyCode::Enter);
        shown.press("nn");
        shown
    });
    let mut shown = detail(80, 24, "queue_voicemail", "voicemail", "]/duarte");
    let screen = screen_of(&shown.state);
    assert!(screen.contains("/ duarte") && screen.contains("1 of "), "{screen}");
    shown.press("xyz");
    assert!(screen_of(&shown.state).contains("nothing found"));
}
