//! Each chart alone, each measure, and what is said below the charts.

use super::super::stats::office_with;
use super::{From, adds, press};
use crate::app::{Exported, Message};
use crate::ui::samples;

/// The charts of a month against the month before.
const FIGURES: From = From::The(|columns, rows| office_with(columns, rows, "/last:30d⏎4"));
/// The charts of everything there is.
const WITHOUT_TIME: From = From::The(|columns, rows| office_with(columns, rows, "4"));

#[test]
fn each_chart_alone() {
    adds!(
        FIGURES,
        [
            ("chart_days", |shown| press(shown, "z")),
            ("chart_results", |shown| press(shown, "lz")),
            ("chart_busy", |shown| press(shown, "llz")),
            ("chart_wait", |shown| press(shown, "lllz")),
            ("chart_talk", |shown| press(shown, "llllz")),
            ("chart_queues", |shown| press(shown, "hz")),
        ] as [super::Way; 6]
    );
}

#[test]
fn other_groups_and_measures() {
    adds!(
        FIGURES,
        [
            ("by_next", |shown| press(shown, "b")),
            ("by_second", |shown| press(shown, "bb")),
            ("measure_lost", |shown| press(shown, "x")),
            ("measure_answered", |shown| press(shown, "xx")),
            ("measure_wait", |shown| press(shown, "xxx")),
            ("measure_talk", |shown| press(shown, "xxxx")),
        ] as [super::Way; 6]
    );
}

#[test]
fn what_is_said_below_the_charts() {
    adds!(
        FIGURES,
        [
            ("query_in_stats", |shown| press(shown, "/")),
            ("query_mistake_in_stats", |shown| {
                press(shown, "/");
                shown.paste(" result:mised");
            }),
            ("numbers_written", |shown| {
                let request = request_of!(shown.press("e"), WriteSheet);
                let file = Exported { path: "stats_day_2026-11-20.csv".into(), rows: 31, bytes: 812, guarded: 0 };
                shown.tell(Message::SheetWritten { request, result: Ok(file) });
            }),
            ("numbers_not_written", |shown| {
                let request = request_of!(shown.press("e"), WriteSheet);
                shown.tell(Message::SheetWritten { request, result: Err(samples::offline()) });
            }),
            ("chart_copied", |shown| press(shown, "y")),
            ("behind_a_bar", |shown| press(shown, "hj⏎")),
        ] as [super::Way; 6]
    );
    adds!(WITHOUT_TIME, [("nothing_to_compare", |shown| press(shown, "O"))] as [super::Way; 1]);
}

#[test]
fn the_calendar_before_anything_is_here() {
    adds!(
        From::Start,
        [
            ("days_reading", |shown| press(shown, "D")),
            ("days_none", |shown| {
                let request = shown.archive;
                shown.tell(Message::ArchiveLoaded { request, result: Ok(crate::model::Coverage::new()) });
                shown.sign_in();
                press(shown, "D");
            }),
        ] as [super::Way; 2]
    );
}
