//! No size and no state breaks the drawing.

use std::time::Duration;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Shown, buffer_of, drawn, quickest, screen_of, sync_of};
use crate::app::{KeyCode, Message, Overlay};
use crate::model::ThemeName;
use crate::ui::samples;
use crate::ui::theme::Theme;

/// Ways to get to every view and dialog.
pub(super) const WAYS: [&str; 27] = [
    "FG ",
    ":mar",
    "'j",
    "'nname",
    "",
    "F",
    "Sjj ",
    "CGK ",
    "Wllllll",
    "Wlllsl-",
    "><H-s",
    "/result:mis",
    "/result:mised",
    "t",
    "e",
    "?",
    "y",
    "A",
    "AX",
    "p",
    "P",
    "z",
    "v",
    "  ?mark",
    "4",
    "4hbbxz",
    "D[[[k",
];

#[test]
fn too_small_a_terminal_says_what_it_needs() {
    let mut shown = Shown::calls(120, 36);
    shown.tell(Message::Resized { columns: 52, rows: 20 });
    assert_eq!(screen_of(&shown.state).trim_end(), "ringlog needs 60x15, this is 52x20");
}

#[test]
fn the_extremes_are_drawn() {
    for (columns, rows) in [(0, 0), (1, 1), (0, 40), (65535, 1), (1, 65535), (1000, 1000), (60, 15), (160, 15)] {
        for keys in WAYS {
            let mut shown = Shown::with(80, 24, samples::hostile_batch());
            shown.press(keys);
            shown.tell(Message::Resized { columns, rows });
            // A cell of each row and column would do; the whole buffer is made as the terminal would.
            let _ = buffer_of(&shown.state, &Theme::named(ThemeName::Dark));
        }
    }
}

#[test]
fn in_ascii_every_view_keeps_to_it() {
    for (columns, rows) in [(60, 15), (80, 24), (120, 36), (200, 50)] {
        for keys in WAYS {
            let mut shown = Shown::with(columns, rows, samples::hostile_batch());
            shown.press(keys);
            shown.rest();
            shown.state.look.ascii = true;
            let buffer = drawn(&shown.state);
            let other = buffer.content.iter().find(|cell| !cell.symbol().is_ascii());
            assert_eq!(other.map(ratatui::buffer::Cell::symbol), None, "after {keys:?} at {columns}x{rows}");
        }
    }
    looks!("ascii", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.rest();
        shown.state.look.ascii = true;
        shown
    });
}

/// Sizes at random, large and absurd ones among them, while a sync brings calls.
fn resized_while_syncing(times: u32) {
    let mut shown = Shown::calls(120, 36);
    let request = sync_of(&shown.press("r"));
    let mut dice: u64 = 9;
    let mut below = |end: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u16::try_from((dice >> 33) % end).unwrap()
    };
    for time in 0..times {
        let (columns, rows) = match time % 50 {
            0 => (65_535, 1),
            1 => (1, 65_535),
            2 => (0, 0),
            3 => (below(1_001), below(1_001)),
            _ => (below(260), below(90)),
        };
        shown.tell(Message::Resized { columns, rows });
        if time % 7 == 0 {
            let progress = samples::progress();
            shown.tell(Message::SyncProgressed { request, batch: samples::batch(), progress });
        }
        let _ = buffer_of(&shown.state, &Theme::named(ThemeName::Dark));
    }
    let limit = Duration::from_millis(100);
    let took = quickest(limit, || {
        shown.tell(Message::Resized { columns: 120, rows: 36 });
        let _ = buffer_of(&shown.state, &Theme::named(ThemeName::Dark));
    });
    assert!(took < limit, "the last frame takes {took:?}");
    let screen = screen_of(&shown.state);
    assert!(screen.contains("ringlog") && screen.trim_end().ends_with("? help"), "{screen}");
}

#[test]
fn a_sync_goes_on_through_any_sizes() {
    resized_while_syncing(150);
}

#[test]
#[ignore = "full size of SECURITY row D6"]
fn a_sync_goes_on_through_ten_thousand_sizes() {
    resized_while_syncing(10_000);
}

/// The anchors that stay on screen whatever is shown.
#[test]
fn the_name_the_counts_and_the_way_to_the_help_stay_in_sight() {
    for (columns, rows) in [(60, 15), (80, 24), (100, 15), (120, 36), (160, 20), (200, 50)] {
        let mut shown = Shown::calls(columns, rows);
        shown.rest();
        let screen = screen_of(&shown.state);
        let lines: Vec<&str> = screen.lines().collect();
        assert!(lines[0].contains("ringlog"), "{screen}");
        assert!(lines[1].contains("41 of 41"), "{screen}");
        assert!(lines[lines.len() - 1].ends_with("? help"), "{screen}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_keys_at_any_size_are_drawn(
        columns in 0..240_u16, rows in 0..70_u16,
        way in prop::sample::select(WAYS.to_vec()),
        keys in "[a-zA-Z0-9 /?:=!()\\[\\]{}]{0,12}",
        hostile: bool,
        enter: bool,
    ) {
        let batch = if hostile { samples::hostile_batch() } else { samples::batch() };
        let mut shown = Shown::with(columns, rows, batch);
        shown.press(way);
        shown.press(&keys);
        if enter {
            shown.key(KeyCode::Enter);
        }
        let screen = screen_of(&shown.state);
        // Too small a terminal still takes commands, and then they are all it shows.
        let palette = matches!(shown.state.overlays.last(), Some(Overlay::Palette(_)));
        prop_assert!(columns == 0 || rows == 0 || screen.contains("ringlog") || columns < 8 || palette);
    }

    /// The terminal can shrink between the message about its size and the next frame.
    #[test]
    fn a_frame_smaller_than_the_state_believes_is_drawn(columns in 0..200_u16, rows in 0..60_u16) {
        let shown = Shown::calls(200, 50);
        let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| crate::ui::draw(frame, &shown.state)).unwrap();
        let drawn: &Buffer = terminal.backend().buffer();
        prop_assert_eq!(drawn.area, Rect::new(0, 0, columns, rows));
    }
}
