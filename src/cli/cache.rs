//! `ringlog cache`.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::json;

use super::Context;
use super::calls::{Found, now};
use super::failure::{Failure, PARTLY};
use super::output::{put, say};
use crate::index::stats::{By, Waits};
use crate::model::{DayCoverage, grouped, kept_by_zoom_since, query::Query};

/// A day of the archive.
struct Day {
    date: NaiveDate,
    state: DayCoverage,
    calls: usize,
    /// Zoom still has it.
    is_kept: bool,
}

/// `ringlog cache coverage`: from the first day that was fetched, or that Zoom still has, to today.
pub(super) async fn coverage(context: &Context, json: bool) -> Result<u8, Failure> {
    let found = Found::look(context, Query::default()).await?;
    let days = days(context, &found);
    if json {
        let each = days.iter().map(
            |day| json!({ "day": day.date, "state": word(day.state), "calls": day.calls, "fetchable": day.is_kept }),
        );
        put(json!(each.collect::<Vec<_>>()))?;
    } else {
        put(format_args!("{:<10}  {:<10}  {:>5}  {:<13}  {:>10}", "FROM", "TO", "DAYS", "STATE", "CALLS"))?;
        for alike in days.chunk_by(|a, b| a.state == b.state && a.is_kept == b.is_kept) {
            let (Some(first), Some(last)) = (alike.first(), alike.last()) else { continue };
            let calls = grouped(alike.iter().map(|day| day.calls as u64).sum());
            let gone =
                if first.is_kept || first.state == DayCoverage::Complete { "" } else { "  Zoom keeps six months only" };
            let state = word(first.state);
            put(format_args!("{}  {}  {:>5}  {state:<13}  {calls:>10}{gone}", first.date, last.date, alike.len()))?;
        }
    }
    let missing = days.iter().filter(|day| day.is_kept && day.state != DayCoverage::Complete).count();
    if missing == 0 {
        say("all that Zoom keeps is in the archive");
        return Ok(0);
    }
    say(format_args!("{missing} days that Zoom still keeps are missing or in part: ringlog sync --all"));
    Ok(PARTLY)
}

fn days(context: &Context, found: &Found) -> Vec<Day> {
    let (zone, at) = (context.zone, now(context));
    let kept = kept_by_zoom_since(at.now);
    let bars = found.index.bars(&found.selection, By::Day, zone, Waits::Skipped);
    let counted =
        bars.iter().filter_map(|bar| Some((bar.label.as_raw().parse::<NaiveDate>().ok()?, bar.results.calls())));
    let counts: HashMap<NaiveDate, usize> = counted.collect();
    let fetched = found.coverage.spans().first().map_or(kept, |span| span.from.min(kept));
    let first = counts.keys().copied().min().unwrap_or(zone.day(fetched)).min(zone.day(fetched));
    let today = zone.day(at.now);
    // The archive ends where the last sync did; that moment and no later one is asked of today.
    let upto = found.coverage.newest().filter(|newest| zone.day(*newest) == today).unwrap_or(at.now);
    let days = first.iter_days().take_while(|day| *day <= today).map(|day| {
        let calls = counts.get(&day).copied().unwrap_or(0);
        let fetched = found.coverage.day(day, zone, if day == today { upto } else { at.now });
        Day { date: day, state: fetched.with_calls(calls), calls, is_kept: zone.day_start(day) >= kept }
    });
    days.collect()
}

const fn word(state: DayCoverage) -> &'static str {
    match state {
        DayCoverage::Complete => "complete",
        DayCoverage::Partial => "partial",
        DayCoverage::Never => "never fetched",
    }
}
