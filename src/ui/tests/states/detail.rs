//! The detail while its call is asked for, where something of it is not to be had, and the tabs as they can stand.

use chrono::TimeDelta;

use super::super::detail::{answered, asked_part, opened};
use super::super::{Shown, detail::text};
use super::{CALLS, adds, press};
use crate::app::{Message, PartLoaded, Wait, WaitKind};
use crate::model::{Batch, CallText, Feature, Scopes, Transcription, Voicemail};
use crate::ui::samples;

/// Opens the tab that `keys` lead to, and answers what it asks for.
fn with(shown: &mut Shown, keys: &str, loaded: PartLoaded) {
    opened(shown, "direct", "answered");
    let mut asked = None;
    for key in keys.chars() {
        asked = asked_part(&shown.press(key.encode_utf8(&mut [0; 4]))).or(asked);
    }
    let (request, part) = asked.unwrap();
    shown.tell(Message::PartLoaded { request, part, result: Ok(Box::new(loaded)) });
}

/// Every scope, AI summaries with them.
fn allow_all(shown: &mut Shown) {
    let crate::app::Session::SignedIn(who) = &mut shown.state.session else { panic!("somebody is signed in") };
    let scopes: Vec<&str> =
        Feature::ALL.into_iter().filter_map(|feature| feature.scope_for(who.account.access)).collect();
    who.scopes = Scopes::parse(&scopes.join(" "));
}

#[test]
fn while_the_call_is_asked_for_and_where_it_is_not_to_be_had() {
    adds!(
        CALLS,
        [
            ("detail_reading", |shown| press(shown, "⏎")),
            ("detail_limited", |shown| {
                press(shown, "⏎");
                let request = shown.detail.unwrap();
                let wait = Wait { until: shown.state.now + TimeDelta::seconds(4), kind: WaitKind::PerSecond };
                shown.tell(Message::Waiting { request, wait: Some(wait) });
            }),
            ("detail_failed", |shown| {
                press(shown, "⏎");
                let request = shown.detail.unwrap();
                shown.tell(Message::DetailLoaded { request, result: Err(samples::offline()) });
            }),
            ("path_scope_missing", |shown| {
                press(shown, "⏎");
                let request = shown.detail.unwrap();
                let mut detail = samples::detail();
                detail.path = Err(samples::missing_scope());
                shown.tell(Message::DetailLoaded { request, result: Ok(Box::new(detail)) });
            }),
            ("path_tab_scope_missing", |shown| {
                press(shown, "⏎");
                let request = shown.detail.unwrap();
                let mut detail = samples::detail();
                detail.path = Err(samples::missing_scope());
                shown.tell(Message::DetailLoaded { request, result: Ok(Box::new(detail)) });
                press(shown, "]");
            }),
            ("path_not_given", |shown| {
                press(shown, "⏎");
                let request = shown.detail.unwrap();
                let mut detail = samples::detail();
                detail.path = Ok(None);
                shown.tell(Message::DetailLoaded { request, result: Ok(Box::new(detail)) });
                press(shown, "]");
            }),
            ("detail_of_none", |shown| {
                press(shown, "/nobody⏎");
            }),
        ] as [super::Way; 7]
    );
}

#[test]
fn the_path_in_its_other_forms() {
    adds!(
        CALLS,
        [
            ("legs", |shown| {
                opened(shown, "direct_transfer", "answered");
                press(shown, "]x");
            }),
            ("step_fields", |shown| {
                opened(shown, "queue_voicemail", "voicemail");
                press(shown, "]jj⏎");
            }),
            ("raw", |shown| {
                opened(shown, "queue_voicemail", "voicemail");
                press(shown, "[");
            }),
            ("find_typing", |shown| {
                opened(shown, "queue_voicemail", "voicemail");
                press(shown, "]/");
            }),
            ("find_nothing", |shown| {
                opened(shown, "queue_voicemail", "voicemail");
                press(shown, "]/xyz⏎");
            }),
        ] as [super::Way; 5]
    );
}

#[test]
fn the_tabs_of_what_was_said() {
    adds!(
        CALLS,
        [
            ("tab_asking", |shown| {
                opened(shown, "direct", "answered");
                press(shown, "]]");
            }),
            ("tab_failed", |shown| {
                opened(shown, "direct", "answered");
                let (request, part) = asked_part(&shown.press("]]")).unwrap();
                shown.tell(Message::PartLoaded { request, part, result: Err(samples::offline()) });
            }),
            ("recordings_none", |shown| with(shown, "]]", PartLoaded::default())),
            ("recording_gone", |shown| {
                let notes = vec!["Zoom has no recording 9f1c2b3a4d5e6f708192a3b4c5d6e7f8 any more.".to_owned()];
                with(shown, "]]", PartLoaded { notes, ..PartLoaded::default() });
            }),
            ("voicemail_none", |shown| with(shown, "]]]", PartLoaded::default())),
            ("voicemail_without_text", |shown| {
                let voicemail = Voicemail {
                    transcription: Transcription { status: Some(1), ..Transcription::default() },
                    ..text().voicemails.remove(0)
                };
                let text = CallText { voicemails: vec![voicemail], ..CallText::default() };
                with(shown, "]]]", PartLoaded { text, notes: Vec::new(), batch: Batch::default() });
            }),
            ("ai_scope_missing", |shown| {
                opened(shown, "direct", "answered");
                press(shown, "]]]]");
            }),
            ("ai_none", |shown| {
                allow_all(shown);
                with(shown, "]]]]", PartLoaded::default());
            }),
            ("ai", |shown| {
                allow_all(shown);
                answered(shown, "]]]]");
            }),
            ("tab_not_signed_in", |shown| {
                opened(shown, "direct", "answered");
                shown.tell(Message::SessionLost(samples::offline()));
                press(shown, "⎋⏎]]");
            }),
        ] as [super::Way; 10]
    );
}
