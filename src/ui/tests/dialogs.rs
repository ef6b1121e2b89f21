//! What lies over the list.

use super::{Shown, screen_of, sign_in};
use crate::app::{Exported, KeyChange, KeyCode, Keymap, Message, Overlay};
use crate::model::SavedView;
use crate::ui::samples;

#[test]
fn the_export_dialog() {
    looks!("export", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("  e");
        shown
    });
}

#[test]
fn an_export_says_the_file_and_the_calls_in_it() {
    looks!("exported", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("  e");
        let effects = shown.key(KeyCode::Enter);
        let request = request_of!(effects, Export);
        let file = Exported { path: "calls_admin_2026-11-15_2026-11-20.csv".into(), rows: 2, bytes: 812, guarded: 1 };
        shown.tell(Message::ExportEnded { request, result: Ok(Some(file)) });
        shown
    });
    let mut shown = Shown::calls(80, 24);
    shown.press("e");
    let request = request_of!(shown.key(KeyCode::Enter), Export);
    shown.tell(Message::ExportProgressed { request, rows: 20 });
    assert!(screen_of(&shown.state).contains("20 of 41"), "{}", screen_of(&shown.state));
}

#[test]
fn the_help() {
    looks!("help", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("?");
        shown
    });
    looks!("help_filtered", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("?mark");
        shown
    });
}

#[test]
fn the_help_of_the_sign_in_names_what_works_there() {
    let (mut shown, _) = sign_in::waiting(80, 24, false);
    shown.press("?");
    let screen = screen_of(&shown.state);
    assert!(screen.contains("open a browser here") && !screen.contains("Tab"), "{screen}");
}

#[test]
fn the_keys_of_the_help_and_the_footer_are_the_changed_ones() {
    let change = KeyChange { place: None, action: "mark".to_owned(), keys: vec!["F9".to_owned()] };
    let mut shown = Shown::calls(80, 24);
    shown.state.keymap = Keymap::with(&[change]).unwrap();
    assert!(screen_of(&shown.state).contains("F9 mark"), "{}", screen_of(&shown.state));
    shown.press("?mark");
    assert!(screen_of(&shown.state).contains("F9          mark"), "{}", screen_of(&shown.state));
}

#[test]
fn the_saved_views() {
    let view =
        |name: &str, query: &str| SavedView { name: name.to_owned(), query: query.to_owned(), ..SavedView::default() };
    let own = vec![view("Support, long waits", "queue:Support wait:>2m"), view("Everything", "")];
    looks!("views", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.state.views.own.clone_from(&own);
        shown.press("'j");
        shown
    });
    looks!("view_name", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.state.views.own.clone_from(&own);
        shown.press("'neverything");
        shown.key(KeyCode::Enter);
        shown
    });
}

#[test]
fn the_palette() {
    looks!("palette", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press(":");
        shown
    });
    looks!("palette_found", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press(":mark");
        shown.key(KeyCode::Down);
        shown
    });
    let mut shown = Shown::calls(40, 8);
    shown.press(":qu");
    insta::assert_snapshot!("palette_40x8", screen_of(&shown.state));
}

#[test]
fn the_time_range() {
    looks!("time_range", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("tj");
        shown
    });
}

#[test]
fn the_copy_menu() {
    looks!("copy", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("y");
        shown
    });
}

#[test]
fn the_sort_menu() {
    looks!("sort", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("Sjjjj kk ");
        shown
    });
}

#[test]
fn the_columns() {
    looks!("columns", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("C>>>jj K");
        shown
    });
}

#[test]
fn a_problem_says_why_what_is_safe_and_what_helps() {
    looks!("problem", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.state.overlays.push(Overlay::Problem { problem: samples::missing_scope(), retry: None });
        shown
    });
}

#[test]
fn signing_out_asks() {
    looks!("sign_out", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("AX");
        shown
    });
}

#[test]
fn deleting_the_calls_asks_once_more() {
    looks!("sign_out_delete", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.press("AXd");
        shown
    });
}

#[test]
fn a_damaged_archive_says_where_it_is_now_and_what_to_press() {
    looks!("put_aside", |columns, rows| {
        let mut shown = Shown::calls(columns, rows);
        shown.tell(Message::ArchivePutAside(samples::put_aside()));
        assert_eq!(shown.state.calls.total(), 0, "rows of a damaged archive stay");
        shown
    });
}
