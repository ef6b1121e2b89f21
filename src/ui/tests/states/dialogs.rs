//! Dialogs in their other states: typed into, refused, without anything to show.

use super::super::Shown;
use super::{CALLS, adds, press};
use crate::app::{DayCost, KeyCode, Message, Overlay, Price, Problem, Remedy, Retry};
use crate::model::{SavedView, ViewsRead};
use crate::ui::samples;

/// The file is there, and was not to be replaced.
fn taken() -> Problem {
    Problem {
        headline: "Could not write the export".to_owned(),
        cause: "calls.csv is there already".to_owned(),
        safe: "No file was made or changed.".to_owned(),
        steps: Vec::new(),
        remedy: Remedy::Rename,
    }
}

fn with_problem(shown: &mut Shown, remedy: Remedy) {
    let problem = Problem { remedy, ..samples::offline() };
    shown.state.overlays.push(Overlay::Problem { problem, retry: Some(Retry::LoadArchive) });
}

#[test]
fn an_export_that_is_typed_refused_and_under_way() {
    adds!(
        CALLS,
        [
            ("export_path", |shown| press(shown, "ejjjj")),
            ("export_path_typed", |shown| {
                press(shown, "ejjjj");
                shown.paste("~/reports/missed.csv");
            }),
            ("export_json", |shown| press(shown, "ej  ")),
            ("export_refused", |shown| {
                press(shown, "e");
                let request = request_of!(shown.key(KeyCode::Enter), Export);
                shown.tell(Message::ExportEnded { request, result: Err(taken()) });
            }),
            ("export_under_way", |shown| {
                press(shown, "e");
                let request = request_of!(shown.key(KeyCode::Enter), Export);
                shown.tell(Message::ExportProgressed { request, rows: 20 });
            }),
            ("export_quit", |shown| {
                press(shown, "e⏎q");
            }),
        ] as [super::Way; 6]
    );
}

#[test]
fn what_can_be_typed_wrongly() {
    adds!(
        CALLS,
        [
            ("time_range_mistake", |shown| {
                press(shown, "tjjjjjjjj⏎");
                shown.paste("2026-13-40");
                press(shown, "⏎");
            }),
            ("view_name_taken", |shown| press(shown, "'nMissed today⏎")),
            ("start_at_mistake", |shown| {
                let request = super::super::sync_of(&shown.press("r"));
                let asks = Some(Price::of_listing(4_700, 200, 3_000, DayCost::NoLimit));
                let outcome = crate::app::SyncOutcome { asks, complete: false, ..samples::outcome() };
                shown.tell(Message::SyncEnded { request, result: Ok(outcome) });
                shown.wait(60);
                press(shown, "t25:00⏎");
            }),
        ] as [super::Way; 3]
    );
}

#[test]
fn lists_that_have_nothing_to_show() {
    adds!(
        CALLS,
        [
            ("palette_none", |shown| press(shown, ":zzz")),
            ("help_none", |shown| press(shown, "?zzz")),
            ("views_damaged", |shown| {
                shown.state.views.problem = Some(samples::put_aside());
                press(shown, "'");
            }),
            ("callbacks_without_tasks", |shown| {
                let request = request_of!(shown.press("b"), ReadTasks);
                shown.tell(Message::TasksRead { request, result: Ok(Vec::new()) });
            }),
            ("callbacks_tasks_failed", |shown| {
                let request = request_of!(shown.press("b"), ReadTasks);
                shown.tell(Message::TasksRead { request, result: Err(samples::offline()) });
            }),
        ] as [super::Way; 5]
    );
}

#[test]
fn views_of_ones_own() {
    adds!(
        CALLS,
        [
            ("view_removed", |shown| {
                let view = SavedView { name: "Everything".to_owned(), ..SavedView::default() };
                shown.state.views.own.push(view);
                press(shown, "'");
                let request = request_of!(shown.press("x"), ChangeViews);
                shown.tell(Message::ViewsChanged { request, result: Ok(ViewsRead::default()) });
            }),
            ("view_built_in_kept", |shown| press(shown, "'x")),
        ] as [super::Way; 2]
    );
}

#[test]
fn each_way_to_help() {
    adds!(
        CALLS,
        [
            ("problem_retry", |shown| with_problem(shown, Remedy::Retry)),
            ("problem_wait", |shown| {
                let until = shown.state.now + chrono::TimeDelta::seconds(95);
                with_problem(shown, Remedy::Wait(until));
            }),
            ("problem_sign_in", |shown| with_problem(shown, Remedy::SignIn)),
            ("problem_set_up", |shown| with_problem(shown, Remedy::SetUp)),
            ("problem_report", |shown| with_problem(shown, Remedy::Report)),
        ] as [super::Way; 5]
    );
}
