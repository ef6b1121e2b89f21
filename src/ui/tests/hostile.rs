//! Nothing that others wrote moves a cursor, reorders a line, hides, or swells a cell.

use super::{Shown, buffer_of};
use crate::app::{Effect, KeyCode, Message};
use crate::model::{CallResult, Direction, Text, ThemeName};
use crate::ui::samples;
use crate::ui::theme::Theme;

/// One of each kind of character that a terminal acts on or does not show.
const HOSTILE: [&str; 12] = [
    "\u{1b}[2J",
    "\u{9b}31m",
    "\u{7}\r\n\t\u{b}\u{7f}",
    "\u{202e}abc\u{2066}",
    "\u{200b}\u{200d}\u{feff}",
    "\u{2028}\u{2029}",
    "\u{ad}\u{61c}\u{180e}",
    "\u{e0041}\u{e007f}",
    "a\u{fe0f}",
    "\u{1d173}",
    "\u{3164}\u{ffa0}",
    "\u{85}\u{90}",
];

fn assert_harmless(shown: &Shown, what: &str) {
    let forbidden = |character: char| {
        character.is_control() || HOSTILE.iter().any(|hostile| hostile.contains(character) && !character.is_ascii())
    };
    for cell in &buffer_of(&shown.state, &Theme::named(ThemeName::Dark)).content {
        assert!(!cell.symbol().contains(forbidden), "{what}: {:?}", cell.symbol());
        assert!(cell.symbol().len() <= 64, "{what}: a cell holds {} bytes", cell.symbol().len());
    }
}

#[test]
fn hostile_and_wide_names_leave_every_column_in_its_place() {
    looks!("names", |columns, rows| Shown::with(columns, rows, samples::hostile_batch()));
    assert_harmless(&Shown::with(200, 50, samples::hostile_batch()), "the list");
}

#[test]
fn every_field_of_a_call_is_escaped_on_every_tab() {
    for hostile in HOSTILE {
        let text = Text::new(hostile);
        let mut detail = samples::detail();
        let call = &mut detail.call;
        call.direction = Direction::Other(text.clone());
        call.call_result = CallResult::new(text.clone());
        for party in [&mut call.caller, &mut call.callee] {
            (party.name, party.did_number, party.device_type) = (text.clone(), text.clone(), text.clone());
        }
        call.handled_by.name = text.clone();
        (call.site_name, call.department, call.spam) = (text.clone(), text.clone(), text.clone());
        call.extra.insert(hostile.to_owned(), serde_json::json!({ hostile: [hostile] }));
        let Ok(Some(path)) = &mut detail.path else { panic!("the sample has a path") };
        for step in &mut path.elements {
            (step.event, step.result_reason, step.press_key) = (text.clone(), text.clone(), text.clone());
            (step.operator.name, step.client_code) = (text.clone(), text.clone());
            step.result = CallResult::new(text.clone());
        }
        for columns in [80, 200] {
            let mut shown = Shown::calls(columns, 50);
            let mut effects = shown.key(KeyCode::Enter);
            effects.extend(shown.wait(1));
            let request = shown.detail.unwrap();
            shown.tell(Message::DetailLoaded { request, result: Ok(Box::new(detail.clone())) });
            for tab in ["summary", "path", "raw"] {
                assert_harmless(&shown, tab);
                shown.press("]");
            }
        }
    }
}

#[test]
fn what_is_typed_or_pasted_and_who_is_signed_in_is_escaped() {
    for hostile in HOSTILE {
        let mut shown = Shown::start(120, 36);
        let mut who = samples::signed_in();
        (who.account.name, who.account.email) = (Text::new(hostile), Text::new(hostile));
        let request = shown.session;
        let effects = shown.tell(Message::SessionRestored { request, result: Ok(Some(who)) });
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Sync { .. })), "{effects:?}");
        assert_harmless(&shown, "the header");
        shown.press("A");
        assert_harmless(&shown, "accounts and access");
        shown.key(KeyCode::Esc);
        shown.press("/");
        shown.paste(hostile);
        assert_harmless(&shown, "the query");
    }
}
