//! Counts and charts, and the calendar of what was fetched.

use chrono::TimeDelta;

use super::Shown;
use crate::app::{KeyCode, Message};
use crate::model::{Batch, CallKey, CallResult, CallRow, Coverage, Direction, Flags, PartyId, PartyRow, Span, WordId};
use crate::ui::samples;

/// Seventy days of calls as an office has them: busy mornings, quiet Saturdays, more missed ones at noon.
pub fn office() -> Batch {
    let routed = |name: &str| PartyRow { name: name.into(), ext_type: "call_queue".into(), ..PartyRow::default() };
    let mut parties =
        vec![(PartyId(0), routed("Support")), (PartyId(1), routed("Sales")), (PartyId(2), routed("Front Desk"))];
    let callers = ["R. Alvarez", "Northwind Ltd", "Harbor Dental", "", "Fabrikam GmbH", "City of Elm", "P. Banerjee"];
    parties.extend((10..).zip(callers).map(|(id, name)| {
        let number = format!("+120255501{id}");
        (PartyId(id), PartyRow { name: name.into(), did_number: number.into(), ..PartyRow::default() })
    }));
    let day_start = samples::now() - TimeDelta::hours(14) - TimeDelta::minutes(5);
    let mut rows = Vec::new();
    for day in 0..70_i64 {
        let begin = day_start - TimeDelta::days(69 - day);
        // The samples' last day is a Friday, number 69 here.
        let calls = match day % 7 {
            0 => 8,
            1 => 0,
            weekday => 34 + weekday * 3 + day / 4,
        };
        for call in 0..calls {
            let mixed = (day * 131 + call * 29) % 97;
            let minutes = 7 * 60 + (call * 521 + mixed * 7) % 600;
            let start_time = begin + TimeDelta::minutes(minutes);
            if start_time > samples::now() {
                continue;
            }
            let result = match mixed % 10 {
                0 => "no_answer",
                1 => "voicemail",
                2 if mixed > 40 => "abandoned",
                _ => "answered",
            };
            rows.push(CallRow {
                key: CallKey(start_time.timestamp_millis() << CallKey::TIEBREAK_BITS),
                start_time,
                direction: if mixed % 4 == 3 { Direction::Outbound } else { Direction::Inbound },
                caller: PartyId(if mixed % 4 == 3 { 0 } else { 10 + u32::try_from(mixed % 7).unwrap() }),
                callee: PartyId(if mixed % 4 == 3 {
                    10 + u32::try_from(mixed % 7).unwrap()
                } else {
                    u32::try_from(mixed % 3).unwrap()
                }),
                result: CallResult::new(result.into()),
                wait: (mixed % 5 < 2).then(|| u32::try_from(mixed * mixed / 20).unwrap()),
                talk: (result == "answered").then(|| u32::try_from(mixed * 9).unwrap()),
                hold: None,
                duration: None,
                site: WordId(0),
                department: WordId(0),
                cost_center: WordId(0),
                group: WordId(0),
                flags: Flags::default(),
            });
        }
    }
    Batch { parties, rows, ..Batch::default() }
}

pub fn office_with(columns: u16, rows: u16, keys: &str) -> Shown {
    pressed(Shown::with(columns, rows, office()), keys)
}

fn pressed(mut shown: Shown, keys: &str) -> Shown {
    for key in keys.chars() {
        match key {
            '⏎' => drop(shown.key(KeyCode::Enter)),
            key => drop(shown.press(&key.to_string())),
        }
    }
    shown.wait(60);
    shown
}

#[test]
fn the_charts_of_a_month_against_the_month_before() {
    looks!("stats", |columns, rows| office_with(columns, rows, "/last:30d⏎4"));
}

#[test]
fn a_chart_alone_with_its_cursor() {
    looks!("stats_numbers", |columns, rows| office_with(columns, rows, "4bbz"));
}

#[test]
fn the_week_under_the_cursor_and_another_measure() {
    looks!("stats_busy", |columns, rows| office_with(columns, rows, "4lljjjx"));
}

#[test]
fn the_waits_say_of_how_many_they_are() {
    looks!("stats_wait", |columns, rows| office_with(columns, rows, "4lllj"));
}

#[test]
fn a_wait_that_is_known_of_one_call_is_told_as_that() {
    looks!("stats_few_waits", |columns, rows| {
        let mut batch = office();
        for row in batch.rows.iter_mut().skip(1) {
            row.wait = None;
        }
        batch.rows[0].wait = Some(27);
        pressed(Shown::with(columns, rows, batch), "4lll")
    });
}

#[test]
fn bars_of_lost_calls_are_titled_with_them_and_comparing_is_seen_to_be_off() {
    looks!("stats_lost", |columns, rows| office_with(columns, rows, "/last:30d⏎4hxO"));
}

#[test]
fn no_call_matches() {
    looks!("stats_nothing", |columns, rows| office_with(columns, rows, "4/nobody⏎"));
}

#[test]
fn the_archive_is_being_read() {
    looks!("stats_reading", |columns, rows| {
        let mut shown = Shown::start(columns, rows);
        shown.press("4");
        shown
    });
}

/// Most of half a year, but for four days, and a part of one; before that nothing.
fn coverage() -> Coverage {
    let ago = |days: i64, hours: i64| samples::now() - TimeDelta::days(days) - TimeDelta::hours(hours);
    let mut coverage = Coverage::new();
    coverage.add(Span { from: ago(120, 3), to: ago(40, 0) });
    coverage.add(Span { from: ago(35, 9), to: ago(0, 0) });
    coverage
}

#[test]
fn days_that_were_fetched_and_days_that_were_not() {
    looks!("days_fetched", |columns, rows| {
        let mut shown = Shown::start(columns, rows);
        let request = shown.archive;
        shown.tell(Message::ArchiveBatch { request, batch: office() });
        shown.tell(Message::ArchiveLoaded { request, result: Ok(coverage()) });
        shown.sign_in();
        shown.press("Dkkkkk");
        shown
    });
}

#[test]
fn the_page_of_a_party() {
    looks!("party", |columns, rows| office_with(columns, rows, "c"));
}
