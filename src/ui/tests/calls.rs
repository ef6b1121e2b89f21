//! The list, the detail beside it, and what stands above and below.

use chrono::TimeDelta;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::{Shown, buffer_of, screen_of, sync_of};
use crate::app::{KeyCode, Message, Pointer, Wait, WaitKind};
use crate::model::{Batch, ThemeName};
use crate::ui::theme::Theme;
use crate::ui::{facets, samples};

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
fn all_columns_with_the_last_in_sight() {
    looks!("all_columns", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("Wllllllllllllls");
        shown
    });
}

#[test]
fn an_archive_without_calls() {
    looks!("empty", |columns, rows| Shown::with(columns, rows, Batch::default()));
}

#[test]
fn the_first_calls_are_there_while_the_rest_is_fetched() {
    looks!("syncing", |columns, rows| {
        let mut shown = Shown::start(columns, rows);
        shown.load(Batch::default());
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
    let mut shown = Shown::calls(80, 24);
    shown.press("/queue:Suport");
    shown.key(KeyCode::Enter);
    let screen = screen_of(&shown.state);
    assert!(screen.contains("41 calls match without  queue:Suport; did you mean Support?"), "{screen}");
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
fn facets_take_the_place_of_the_detail_where_there_is_no_room_for_both() {
    looks!("facets", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("F");
        shown
    });
    looks!("facets_ticked", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("Fjjj j ");
        shown
    });
    let mut shown = Shown::calls(120, 36);
    shown.press("F");
    shown.key(KeyCode::Esc);
    shown.key(KeyCode::Enter);
    assert!(screen_of(&shown.state).contains("[Summary]"), "the detail comes when it is opened");
}

#[test]
fn values_are_suggested_with_their_counts() {
    looks!("suggestions", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("/");
        shown.paste("dir:in result:");
        shown.key(KeyCode::Down);
        shown
    });
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
    for (keys, tab) in [("", "summary"), ("]", "path"), ("[", "raw")] {
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
fn the_cursor_is_seen_without_colour_and_moves() {
    let mut shown = Shown::calls(80, 24);
    shown.press("jj");
    let screen = screen_of(&shown.state);
    let cursor: Vec<usize> =
        screen.lines().enumerate().filter(|(_, line)| line.starts_with('>')).map(|(row, _)| row).collect();
    assert_eq!(cursor, [5], "{screen}");
    let buffer = buffer_of(&shown.state, &Theme::plain());
    assert!(buffer[(10, 5)].modifier.contains(Modifier::REVERSED));
    assert!(!buffer[(10, 6)].modifier.contains(Modifier::REVERSED));
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

#[test]
fn results_have_colours_and_without_colour_nothing_has() {
    let mut shown = Shown::calls(80, 24);
    shown.press("j");
    let cell_of = |theme: &Theme, word: &str| {
        let screen = screen_of(&shown.state);
        let (row, line) = screen.lines().enumerate().skip(4).find(|(_, line)| line.contains(word)).unwrap();
        let column = line[..line.find(word).unwrap()].chars().count();
        let buffer = buffer_of(&shown.state, theme);
        buffer[(u16::try_from(column).unwrap(), u16::try_from(row).unwrap())].clone()
    };
    assert_eq!(cell_of(&Theme::named(ThemeName::Dark), "answered").fg, Color::Green);
    assert_eq!(cell_of(&Theme::named(ThemeName::Dark), "missed").fg, Color::LightRed);
    assert_eq!(cell_of(&Theme::named(ThemeName::Dark), "voicemail").fg, Color::Yellow);
    let plain = buffer_of(&shown.state, &Theme::plain());
    assert!(plain.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
}

#[test]
fn the_wrong_word_of_a_query_is_underlined() {
    let mut shown = Shown::calls(80, 24);
    shown.press("/");
    shown.paste("dir:in result:mised");
    let buffer = buffer_of(&shown.state, &Theme::plain());
    let underlined: String = (0..80)
        .filter(|column| buffer[(*column, 1)].modifier.contains(Modifier::UNDERLINED))
        .map(|column| buffer[(column, 1)].symbol())
        .collect();
    assert_eq!(underlined, "mised");
}

#[test]
fn what_the_archive_does_not_cover_is_said() {
    let mut shown = Shown::calls(120, 36);
    assert!(screen_of(&shown.state).contains("41 of 41  complete"));
    shown.press("/from:2026-01-01");
    shown.key(KeyCode::Enter);
    assert!(screen_of(&shown.state).contains("at least 41 of 41"), "{}", screen_of(&shown.state));
}

#[test]
fn a_stretch_being_marked_is_counted() {
    let mut shown = Shown::calls(80, 24);
    shown.press("vjj");
    let screen = screen_of(&shown.state);
    assert!(screen.contains("marking 3"), "{screen}");
    assert_eq!(screen.lines().filter(|line| line.chars().nth(1) == Some('*')).count(), 3, "{screen}");
}

#[test]
fn a_count_stands_apart_from_a_name_that_fills_its_line_and_hours_need_room_for_some_bars() {
    let shown = Shown::calls(200, 50);
    let mut panel = shown.state.calls.facets().unwrap().clone();
    panel.sections.truncate(1);
    let value = &mut panel.sections[0].values[0].0;
    (value.label, value.count) = ("a queue with a long name".into(), 26_207);
    let values = u16::try_from(panel.sections[0].values.len()).unwrap();
    let drawn = |hours: u16| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 27, 1 + values + hours));
        let area = buffer.area;
        facets::draw(&mut buffer, area, &panel, &shown.state, &Theme::plain());
        let row = |row| (0..27).map(|column| buffer[(column, row)].symbol()).collect::<String>();
        (0..area.height).map(row).collect::<Vec<_>>()
    };
    assert!(drawn(0)[1].ends_with("… 26,207 "), "{:?}", drawn(0)[1]);
    assert!(!drawn(4).concat().contains("Hour"), "{:?}", drawn(4));
    assert!(drawn(6).concat().contains("Hour"), "{:?}", drawn(6));
}
