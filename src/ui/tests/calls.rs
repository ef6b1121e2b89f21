//! The list, the detail beside it, and what stands above and below.

use chrono::TimeDelta;

use super::{Shown, buffer_of, screen_of, sync_of};
use crate::app::{KeyCode, Message, Pointer, Wait, WaitKind};
use crate::ui::samples;
use crate::ui::theme::Theme;

#[test]
fn calls_with_the_detail_of_the_first() {
    looks!("calls", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.rest();
        shown
    });
}

#[test]
fn marked_calls_are_counted() {
    looks!("marked", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("  j ");
        shown
    });
    let mut shown = Shown::calls(80, 24);
    shown.press("  j ");
    assert!(screen_of(&shown.state).contains("3 marked"));
}

#[test]
fn an_archive_without_calls() {
    looks!("empty", |columns, rows| Shown::with(columns, rows, crate::model::Batch::default()));
}

#[test]
fn the_first_calls_are_there_while_the_rest_is_fetched() {
    looks!("syncing", |columns, rows| {
        let mut shown = Shown::start(columns, rows);
        shown.load(crate::model::Batch::default());
        let request = sync_of(&shown.sign_in());
        shown.tell(Message::SyncProgressed { request, batch: samples::batch(), progress: samples::progress() });
        shown
    });
}

#[test]
fn a_query_that_nothing_matches_says_so_and_what_helps() {
    looks!("no_match", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("/nobody");
        shown.key(KeyCode::Enter);
        shown
    });
}

#[test]
fn a_mistake_in_the_query_is_named_and_the_calls_stay() {
    looks!("query_mistake", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("/");
        shown.paste("result:mised");
        shown
    });
    let mut shown = Shown::calls(80, 24);
    shown.press("/");
    shown.paste("result:mised");
    let screen = screen_of(&shown.state);
    assert!(screen.contains("did you mean missed"), "{screen}");
    assert!(screen.contains("R. Alvarez"), "the last good result stays: {screen}");
}

#[test]
fn while_zoom_limits_us_the_wait_is_counted_down() {
    looks!("limited", |columns, rows| {
        let mut shown = Shown::start(columns, rows);
        shown.load(samples::batch());
        let request = sync_of(&shown.sign_in());
        let wait = Wait { until: samples::now() + TimeDelta::seconds(8), kind: WaitKind::PerSecond };
        shown.tell(Message::Waiting { request, wait: Some(wait) });
        shown
    });
}

#[test]
fn without_a_network_the_archive_stays_open() {
    looks!("offline", |columns, rows| {
        let mut shown = Shown::start(columns, rows);
        shown.load(samples::batch());
        let request = sync_of(&shown.sign_in());
        shown.tell(Message::SyncEnded { request, result: Err(samples::offline()) });
        shown.key(KeyCode::Esc);
        shown
    });
}

#[test]
fn the_tabs_of_the_detail() {
    for (keys, tab) in [("", "summary"), ("]", "path"), ("]]", "raw")] {
        for (columns, rows) in super::SIZES {
            let mut shown = Shown::calls(columns, rows);
            shown.key(KeyCode::Enter);
            shown.rest();
            shown.press(keys);
            insta::assert_snapshot!(format!("detail_{tab}_{columns}x{rows}"), screen_of(&shown.state));
        }
    }
}

#[test]
fn hostile_and_wide_names_leave_every_column_in_its_place() {
    looks!("hostile", |columns, rows| Shown::with(columns, rows, samples::hostile_batch()));
    let shown = Shown::with(200, 50, samples::hostile_batch());
    let unsafe_to_show = |character: char| {
        character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for cell in &buffer_of(&shown.state, &Theme::dark()).content {
        assert!(!cell.symbol().contains(unsafe_to_show), "{:?}", cell.symbol());
        assert!(cell.symbol().len() <= 64, "a cell holds {} bytes", cell.symbol().len());
    }
}

#[test]
fn the_cursor_is_seen_without_colour_and_moves() {
    let mut shown = Shown::calls(80, 24);
    shown.press("jj");
    let screen = screen_of(&shown.state);
    let cursor: Vec<usize> =
        screen.lines().enumerate().filter(|(_, line)| line.starts_with('>')).map(|(row, _)| row).collect();
    assert_eq!(cursor, [5], "{screen}");
    let buffer = buffer_of(&shown.state, &Theme::plain());
    assert!(buffer[(10, 5)].modifier.contains(ratatui::style::Modifier::REVERSED));
    assert!(!buffer[(10, 6)].modifier.contains(ratatui::style::Modifier::REVERSED));
}

#[test]
fn a_click_selects_the_call_that_is_drawn_there() {
    let mut shown = Shown::calls(120, 36);
    let before = screen_of(&shown.state);
    let line = before.lines().nth(9).unwrap().to_owned();
    shown.tell(Message::Pointer(Pointer::Click { column: 12, row: 9 }));
    let after = screen_of(&shown.state);
    let clicked = after.lines().nth(9).unwrap();
    let list_part = |line: &str| line.chars().skip(1).take(60).collect::<String>();
    assert!(clicked.starts_with('>'), "{after}");
    assert_eq!(list_part(clicked), list_part(&line));
}
