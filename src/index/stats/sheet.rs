//! Figures as tables, to be written out, printed and copied.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};

use super::by::WEEKDAYS;
use super::{Bar, By, Distribution, Stats, counts_differ, share};
use crate::index::Callback;
use crate::model::{ResultGroup, Sheet, SheetCell, Text, Zone};

fn count(count: usize) -> SheetCell {
    SheetCell::Count(count as u64)
}

fn own(words: impl Into<String>) -> SheetCell {
    SheetCell::Own(words.into())
}

/// The bars of the period before.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'a> {
    /// By the same as those of now.
    pub bars: &'a [Bar],
    /// How many days earlier that period begins: a day is compared with the day that has its place there.
    pub apart: TimeDelta,
    /// All of both periods was fetched: of less than that there is no saying what changed.
    pub is_complete: bool,
}

impl Earlier<'_> {
    /// How many calls there were then in what each of `bars` counts, in their order.
    fn calls(self, by: By, bars: &[Bar]) -> Vec<usize> {
        let then: HashMap<&str, usize> =
            self.bars.iter().map(|bar| (bar.query.as_str(), bar.results.calls())).collect();
        let day_then = |bar: &Bar| bar.label.as_raw().parse::<NaiveDate>().ok()?.checked_sub_signed(self.apart);
        let calls = bars.iter().map(|bar| match by {
            By::Day => day_then(bar).and_then(|day| then.get(format!("on:{day}").as_str())),
            By::Weekday | By::Hour | By::Result | By::Queue | By::User | By::Site | By::Number => {
                then.get(bar.query.as_str())
            }
        });
        calls.map(|calls| calls.copied().unwrap_or(0)).collect()
    }
}

/// Bars as a table; with those of the period before, how many calls each had then, and whether the difference is news:
/// `unknown` where a part of a period was never fetched.
#[must_use]
pub fn bars_sheet(by: By, bars: &[Bar], before: Option<Earlier<'_>>, covers: String) -> Sheet {
    let mut columns = vec![by.word()];
    if by == By::Number {
        columns = vec!["name", "number"];
    }
    columns.push("calls");
    columns.extend(ResultGroup::ALL.map(ResultGroup::word));
    columns.extend(["lost", "answered_share", "lost_share", "wait_p90_s", "wait_known", "talk_s"]);
    let then = before.map(|before| before.calls(by, bars));
    let is_known = before.is_some_and(|before| before.is_complete);
    if then.is_some() {
        columns.extend(["calls_before", "change"]);
    }
    let rows = bars.iter().enumerate().map(|(place, bar)| {
        let calls = bar.results.calls();
        let mut row = vec![SheetCell::Text(bar.label.clone())];
        if by == By::Number {
            row.push(SheetCell::Text(bar.number.clone()));
        }
        row.push(count(calls));
        row.extend(bar.results.0.map(count));
        row.push(count(bar.results.lost()));
        row.push(SheetCell::Share(share(bar.results.ended(ResultGroup::Answered), calls)));
        row.push(SheetCell::Share(share(bar.results.lost(), calls)));
        row.push(SheetCell::Seconds((bar.wait.known > 0).then(|| bar.wait.seconds.into())));
        row.push(count(bar.wait.known));
        row.push(SheetCell::Seconds(Some(bar.talk)));
        if let Some(then) = &then {
            row.push(count(then[place]));
            row.push(own(if is_known { change_word(calls, then[place]) } else { "unknown" }));
        }
        row
    });
    Sheet { name: by.word(), covers, columns, rows: rows.collect() }
}

/// `more`, `fewer`, or `noise` for what chance explains.
#[must_use]
pub fn change_word(now: usize, before: usize) -> &'static str {
    match (counts_differ(now, before), now > before) {
        (false, _) => "noise",
        (true, true) => "more",
        (true, false) => "fewer",
    }
}

/// Calls by day of the week and hour of the day.
#[must_use]
pub fn busy_sheet(stats: &Stats, covers: String) -> Sheet {
    let rows = WEEKDAYS.iter().zip(&stats.busy).flat_map(|(day, hours)| {
        (0..24).zip(hours).map(move |(hour, calls)| vec![own(format!("{day} {hour:02}")), count(*calls)])
    });
    Sheet { name: "busy-hours", covers, columns: vec!["weekday_hour", "calls"], rows: rows.collect() }
}

/// How spans of time are spread.
#[must_use]
pub fn distribution_sheet(name: &'static str, spans: &Distribution, covers: &str) -> Sheet {
    let rows = spans
        .labels()
        .into_iter()
        .zip(spans.buckets)
        .map(|(label, calls)| vec![own(label), count(calls), SheetCell::Share(share(calls, spans.known))]);
    let covers = format!(
        "{covers}; of {} calls with a known {name}: p50 {} s, p90 {} s, longest {} s",
        spans.known, spans.p50, spans.p90, spans.max
    );
    Sheet { name, covers, columns: vec![name, "calls", "share"], rows: rows.collect() }
}

/// Callers to call back.
#[must_use]
pub fn callbacks_sheet(callers: &[Callback], zone: Zone, covers: String) -> Sheet {
    let rows = callers.iter().map(|caller| {
        let at = |moment| own(zone.at(moment).format("%Y-%m-%dT%H:%M:%S%:z").to_string());
        vec![
            SheetCell::Text(caller.number.clone()),
            SheetCell::Text(caller.name.clone()),
            count(caller.tries),
            at(caller.last),
            at(caller.first),
            SheetCell::Text(Text::clone(caller.result.word())),
            SheetCell::Text(caller.via.clone()),
            SheetCell::Seconds(caller.waited.map(|wait| wait.as_secs())),
            count(caller.voicemails),
            SheetCell::Text(caller.task.clone()),
        ]
    });
    let columns = vec![
        "number",
        "name",
        "tries",
        "last_try",
        "first_try",
        "last_result",
        "via",
        "longest_wait_s",
        "voicemails",
        "task",
    ];
    Sheet { name: "callbacks", covers, columns, rows: rows.collect() }
}
