//! `ringlog stats` and `ringlog callbacks`.

use serde::Serialize;
use serde_json::json;

use super::Context;
use super::args::{ByArg, CallbacksArgs, MetricArg, StatsArgs};
use super::calls::{Found, now};
use super::failure::{Failure, USAGE};
use super::output::{put, say};
use super::{query, sheet};
use crate::app::Metric;
use crate::index::{
    CalledBack, give_tasks,
    stats::{Bar, By, Earlier, Waits, bars_sheet, callbacks_sheet, share},
};
use crate::model::{Span, Text, grouped, query::Periods};
use crate::worker::{Error, problem};

/// `ringlog stats`
pub(super) async fn stats(context: &Context, arguments: &StatsArgs) -> Result<u8, Failure> {
    let query = query::asked(&arguments.query, context)?;
    let periods = query.periods(now(context));
    if arguments.compare.is_some() && periods.is_none() {
        let words = "nothing to compare: the query names no single stretch of time\n  Add one, such as last:30d or from:2026-11-01";
        return Err(Failure::new(USAGE, words));
    }
    let found = Found::look(context, query).await?;
    let (by, metric, zone) = (by(arguments.by), metric(arguments.metric), context.zone);
    let mut bars = found.index.bars(&found.selection, by, zone, Waits::Counted);
    if !by.is_time() {
        let length = |bar: &Bar| metric.of(bar).unwrap_or(-1.0);
        bars.sort_by(|a, b| length(b).total_cmp(&length(a)));
    }
    let level = found.index.stats(&found.selection, zone).level;
    let back = found.index.called_back(&found.selection, now(context).now);
    let before = periods.filter(|_| arguments.compare.is_some()).map(|periods| {
        let others = found.index.select(&found.query.without_times(now(context)), now(context), &[]);
        let then = found.index.within(&others, periods.before);
        (periods, found.index.bars(&then, by, zone, Waits::Skipped))
    });
    let complete = found.is_complete(context);
    let compared = before.as_ref().map(|(periods, _)| Compared::new(*periods, &found, context));
    let earlier = before.as_ref().zip(compared.as_ref()).map(|((periods, bars), compared)| Earlier {
        bars,
        apart: periods.days_apart(zone),
        is_complete: complete && compared.complete,
    });
    let mut covered = covers(&found, context);
    if let Some(compared) = &compared {
        covered = format!("{covered}; {}", compared.words());
    }
    let table = bars_sheet(by, &bars, earlier, covered);
    if arguments.plot {
        let column = column(metric);
        let place = table.columns.iter().position(|name| *name == column).unwrap_or(1);
        table.plot(place).into_iter().try_for_each(put)?;
    } else {
        let mut more = vec![
            ("service_level_20s", json!({ "in_time": level.in_time, "calls": level.calls })),
            ("called_back_1h", json!({ "in_time": back.within_hour, "calls": back.calls })),
        ];
        more.extend(compared.as_ref().map(|compared| ("compared_with", json!(compared))));
        sheet::print(&table, arguments.form, complete, &more)?;
    }
    if let Some(part) = share(level.in_time, level.calls) {
        let (percent, calls) = (part * 100.0, grouped(level.calls as u64));
        say(format_args!("answered within 20 s: {percent:.1}% of {calls} calls from outside whose wait is known"));
    }
    say_called_back(back);
    say(found.words(context));
    if let Some(compared) = compared {
        say(compared.words());
        if !(complete && compared.complete) {
            say("what changed is unknown until all of both is fetched (ringlog sync --all)");
        }
    }
    Ok(0)
}

/// The period before, and whether the archive holds all of it.
#[derive(Serialize)]
struct Compared {
    from: String,
    to: String,
    complete: bool,
}

impl Compared {
    fn new(periods: Periods, found: &Found, context: &Context) -> Self {
        let at = |moment| context.zone.at(moment).format("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let Span { from, to } = periods.before;
        Self { from: at(from), to: at(to), complete: found.coverage.covers(periods.before) }
    }

    fn words(&self) -> String {
        let covered = if self.complete { "all fetched" } else { "not all fetched: at least" };
        format!("compared with {} to {}, {covered}", self.from, self.to)
    }
}

/// `ringlog callbacks`
pub(super) async fn callbacks(context: &Context, arguments: &CallbacksArgs) -> Result<u8, Failure> {
    let found = Found::look(context, query::asked(&arguments.query, context)?).await?;
    let mut callers = found.index.callbacks(&found.selection);
    let tasks = found.archive.voicemail_tasks().await;
    give_tasks(&mut callers, &tasks.map_err(|error| problem::reading_archive(&Error::Store(error)))?);
    let complete = found.is_complete(context);
    let table = callbacks_sheet(&callers, context.zone, covers(&found, context));
    sheet::print(&table, arguments.form, complete, &[])?;
    let tries: usize = callers.iter().map(|caller| caller.tries).sum();
    say(format_args!("{} to call back, {} calls", grouped(callers.len() as u64), grouped(tries as u64)));
    say_called_back(found.index.called_back(&found.selection, now(context).now));
    say(found.words(context));
    Ok(0)
}

/// How soon callers who reached nobody were spoken to; nothing where there were none.
fn say_called_back(back: CalledBack) {
    if let Some(part) = share(back.within_hour, back.calls) {
        let (percent, calls) = (part * 100.0, grouped(back.calls as u64));
        say(format_args!("spoken to within 1 h: {percent:.1}% of {calls} calls that reached nobody"));
    }
}

/// What figures are of, in a line.
fn covers(found: &Found, context: &Context) -> String {
    let query = &found.query;
    let asked = if query.is_empty() { Text::from("all calls") } else { Text::new(&query.to_string()) };
    format!("{asked}; times in {}; {}", context.zone, found.worth(context))
}

const fn by(by: ByArg) -> By {
    match by {
        ByArg::Hour => By::Hour,
        ByArg::Day => By::Day,
        ByArg::Weekday => By::Weekday,
        ByArg::Queue => By::Queue,
        ByArg::User => By::User,
        ByArg::Site => By::Site,
        ByArg::Result => By::Result,
        ByArg::Number => By::Number,
    }
}

const fn metric(metric: MetricArg) -> Metric {
    match metric {
        MetricArg::Calls => Metric::Calls,
        MetricArg::Lost => Metric::Lost,
        MetricArg::Answered => Metric::Answered,
        MetricArg::Wait => Metric::Wait,
        MetricArg::Talk => Metric::Talk,
    }
}

/// The column that has a metric.
const fn column(metric: Metric) -> &'static str {
    match metric {
        Metric::Calls => "calls",
        Metric::Lost => "lost",
        Metric::Answered => "answered_share",
        Metric::Wait => "wait_p90_s",
        Metric::Talk => "talk_s",
    }
}
