//! A call as the detail tells it: its path on a scale of time, why it ended so, and whom it was with.

use super::{Shown, screen_of};
use crate::app::{KeyCode, Message};
use crate::model::timeline::samples as paths;
use crate::ui::samples;

/// The detail of the first call, which went like the sample of that name; keys are pressed when it is there.
fn detail(columns: u16, rows: u16, name: &str, result: &str, keys: &str) -> Shown {
    let mut shown = Shown::calls(columns, rows);
    shown.key(KeyCode::Enter);
    let sample = paths::named(name);
    let mut detail = samples::detail();
    detail.call = sample.call(result);
    if let Ok(Some(path)) = &mut detail.path {
        path.elements = sample.legs;
    }
    let request = shown.detail.take().unwrap();
    shown.tell(Message::DetailLoaded { request, result: Ok(Box::new(detail)) });
    shown.press(keys);
    shown
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
