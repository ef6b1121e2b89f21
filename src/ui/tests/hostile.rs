//! Nothing that others wrote moves a cursor, reorders a line, hides, or swells a cell.

use std::time::Duration;

use super::any_size::WAYS;
use super::media::{loaded, rows};
use super::{Shown, buffer_of, quickest};
use crate::app::{Effect, KeyCode, Message};
use crate::model::{CallResult, Direction, MediaKind, Text, ThemeName};
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

/// What a terminal acts on, hides or reorders by, as Unicode has it, and what is said to be ignorable.
fn is_forbidden(character: char) -> bool {
    use unicode_general_category::{GeneralCategory, get_general_category};
    matches!(
        get_general_category(character),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    ) || HOSTILE.iter().any(|hostile| hostile.contains(character) && !character.is_ascii())
}

fn assert_harmless(shown: &Shown, what: &str) {
    for cell in &buffer_of(&shown.state, &Theme::named(ThemeName::Dark)).content {
        assert!(!cell.symbol().contains(is_forbidden), "{what}: {:?}", cell.symbol());
        assert!(cell.symbol().len() <= 64, "{what}: a cell holds {} bytes", cell.symbol().len());
        assert!(cell.symbol().chars().count() <= 8, "{what}: a cell holds {:?}", cell.symbol());
    }
}

/// A thousand strings: each hostile character and sequence, alone, in a name, twice, and before a wide one.
fn a_thousand() -> Vec<String> {
    let sequences = [
        "\u{1b}]0;title\u{7}",
        "\u{1b}]52;c;aGk=\u{7}",
        "\u{1b}[?1049l",
        "\u{1b}[6n",
        "\u{1b}P+q\u{1b}\\",
        "\u{1b}c",
        "\u{9d}8;;http://example.com\u{9c}",
    ];
    let characters = ('\0'..='\u{e01ef}').filter(|character| is_forbidden(*character)).map(String::from);
    let all = characters.chain(sequences.map(str::to_owned)).chain(HOSTILE.map(str::to_owned));
    let forms: Vec<String> =
        all.flat_map(|one| [one.clone(), format!("An{one}n"), format!("{one}{one}"), format!("{one}山")]).collect();
    assert!(forms.len() >= 1_000, "{}", forms.len());
    forms
}

#[test]
fn hostile_and_wide_names_leave_every_column_in_its_place() {
    looks!("names", |columns, rows| Shown::with(columns, rows, samples::hostile_batch()));
    assert_harmless(&Shown::with(200, 50, samples::hostile_batch()), "the list");
}

#[test]
fn every_field_of_a_call_is_escaped_on_every_tab() {
    every_field_is_escaped(HOSTILE.map(str::to_owned), &[80, 200]);
    every_field_is_escaped(a_thousand().into_iter().step_by(53), &[80]);
}

#[test]
#[ignore = "full size of SECURITY rows D1 and D2"]
fn every_field_of_a_call_is_escaped_whatever_is_in_it() {
    every_field_is_escaped(a_thousand(), &[80, 200]);
}

fn every_field_is_escaped(strings: impl IntoIterator<Item = String>, widths: &[u16]) {
    for hostile in strings {
        let text = Text::new(&hostile);
        let mut detail = samples::detail();
        let call = &mut detail.call;
        call.direction = Direction::Other(text.clone());
        call.call_result = CallResult::new(text.clone());
        for party in [&mut call.caller, &mut call.callee] {
            (party.name, party.did_number, party.device_type) = (text.clone(), text.clone(), text.clone());
        }
        call.handled_by.name = text.clone();
        (call.site_name, call.department, call.spam) = (text.clone(), text.clone(), text.clone());
        call.extra.insert(hostile.clone(), serde_json::json!({ hostile.as_str(): [hostile.as_str()] }));
        let Ok(Some(path)) = &mut detail.path else { panic!("the sample has a path") };
        for step in &mut path.elements {
            (step.event, step.result_reason, step.press_key) = (text.clone(), text.clone(), text.clone());
            (step.operator.name, step.client_code) = (text.clone(), text.clone());
            step.result = CallResult::new(text.clone());
        }
        for columns in widths.iter().copied() {
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
fn every_place_and_every_list_is_escaped() {
    every_place_is_escaped(&HOSTILE.map(str::to_owned));
}

#[test]
#[ignore = "full size of SECURITY rows D1 and D2"]
fn every_place_and_every_list_is_escaped_whatever_is_in_it() {
    for strings in a_thousand().chunks(12) {
        every_place_is_escaped(strings);
    }
}

/// Parties and words of the calls, and all that recordings and voicemail say, are one of `strings` each, by turns.
fn every_place_is_escaped(strings: &[String]) {
    let mut turns = strings.iter().cycle().map(|hostile| Text::new(hostile));
    let mut next = || turns.next().unwrap_or_default();
    let mut batch = samples::batch();
    for (_, party) in &mut batch.parties {
        for field in [&mut party.name, &mut party.did_number, &mut party.ext_number, &mut party.email] {
            *field = next();
        }
    }
    batch.words.iter_mut().for_each(|(_, word)| *word = next());
    for way in WAYS.into_iter().chain(["b", "1c", "4", "F", "4hlj", "Dj"]) {
        let mut shown = Shown::with(160, 50, batch.clone());
        shown.press(way);
        shown.rest();
        assert_harmless(&shown, way);
    }
    for (key, kind) in [("2", MediaKind::Recording), ("3", MediaKind::Voicemail)] {
        let mut rows = rows(kind);
        for row in &mut rows {
            for speaker in [&mut row.caller, &mut row.callee] {
                (speaker.name, speaker.number) = (next(), next());
            }
            (row.owner, row.word, row.said) = (next(), next(), next());
            row.direction = Direction::Other(next());
        }
        let mut shown = Shown::with(160, 50, batch.clone());
        loaded(&mut shown, key, rows);
        for keys in ["", "j", "j", "/a", "?"] {
            shown.press(keys);
            assert_harmless(&shown, key);
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

fn assert_at_once(shown: &Shown) {
    let limit = Duration::from_millis(50);
    let took = quickest(limit, || {
        buffer_of(&shown.state, &Theme::named(ThemeName::Dark));
    });
    assert!(took < limit, "a frame takes {took:?}");
}

/// A megabyte of marks on one letter, as somebody may call themselves.
#[test]
fn a_name_that_is_a_bomb_stays_in_its_cells() {
    let mut batch = samples::batch();
    for (_, party) in &mut batch.parties {
        party.name = Text::new(&format!("a{}", "\u{301}".repeat(500_000)));
    }
    let mut shown = Shown::with(120, 36, batch);
    assert_harmless(&shown, "the list");
    assert_at_once(&shown);
    let mut detail = samples::detail();
    detail.call.caller.name = Text::new(&format!("a{}", "\u{301}".repeat(500_000)));
    detail.call.site_name = Text::new(&"ab".repeat(500_000));
    shown.key(KeyCode::Enter);
    shown.wait(1);
    let request = shown.detail.unwrap();
    shown.tell(Message::DetailLoaded { request, result: Ok(Box::new(detail)) });
    for tab in ["summary", "path", "raw"] {
        assert_harmless(&shown, tab);
        assert_at_once(&shown);
        shown.press("]");
    }
}
