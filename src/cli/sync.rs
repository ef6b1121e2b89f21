//! `ringlog sync`.

use chrono::{TimeDelta, Utc};

use super::Context;
use super::args::SyncArgs;
use super::driver::Driver;
use super::failure::{Failure, INTERRUPTED, PARTLY};
use super::output::say;
use super::price::agree;
use super::progress::ProgressLine;
use crate::app::{Effect, Message, Spend, SyncOutcome, SyncProgress, SyncRange};
use crate::clock;
use crate::model::{Span, Zone, grouped, kept_by_zoom_since, query::QueryContext};

/// Fetches into the archive, with progress on standard error.
pub(super) async fn run(context: Context, arguments: &SyncArgs) -> Result<u8, Failure> {
    let now = clock::this_second();
    let range = range(arguments, context.zone, now)?;
    if let SyncRange::Again(span) = range {
        mind_the_limit(span, context.zone, now)?;
    }
    let mut driver = Driver::new(context.services)?;
    driver.restore().await?;
    let spend = if arguments.yes { Spend::Agreed } else { Spend::Free };
    let mut outcome = fetch(&mut driver, range, spend).await?;
    if let Some(price) = outcome.asks {
        agree(price, "what was fetched so far is kept").await?;
        // What is newest is here by now, so that the rest is all that is missing.
        let range = if range == SyncRange::Newer { SyncRange::All } else { range };
        let before = outcome;
        outcome = fetch(&mut driver, range, Spend::Agreed).await?;
        outcome.new += before.new;
        outcome.changed += before.changed;
        outcome.bad_rows += before.bad_rows;
    }
    driver.finish().await;
    Ok(tell(&outcome))
}

/// Fetches, with progress on standard error.
async fn fetch(driver: &mut Driver, range: SyncRange, spend: Spend) -> Result<SyncOutcome, Failure> {
    let request = driver.issue();
    driver.start(Effect::Sync { request, range, spend });
    let mut line = ProgressLine::new();
    let result = loop {
        match driver.next().await? {
            // The first interrupt keeps what is there and ends; the page under way is finished.
            None => driver.start(Effect::CancelSync { request }),
            Some(Message::SyncProgressed { progress, .. }) => line.show(&progress_words(&progress)),
            Some(Message::Waiting { wait: Some(wait), .. }) => line.wait(wait),
            Some(Message::ArchivePutAside(problem)) => Failure::from(problem).tell(),
            Some(Message::SyncEnded { result, .. }) => break result,
            Some(_) => {}
        }
    };
    line.end();
    Ok(result?)
}

/// Which calls the arguments ask for.
fn range(arguments: &SyncArgs, zone: Zone, now: chrono::DateTime<Utc>) -> Result<SyncRange, Failure> {
    let span = match (arguments.last, arguments.from) {
        (Some(days), _) => Span { from: now - TimeDelta::days(days.0.into()), to: now },
        (None, Some(from)) => {
            let context = QueryContext { now, zone };
            let to = arguments.to.map_or(now, |to| to.span(context).to.min(now));
            Span { from: from.span(context).from, to }
        }
        (None, None) if arguments.all => return Ok(SyncRange::All),
        (None, None) => return Ok(SyncRange::Newer),
    };
    if span.is_empty() {
        return Err(Failure::new(super::failure::USAGE, "--from is not before --to, or lies in the future"));
    }
    Ok(SyncRange::Again(span))
}

/// Says what Zoom no longer keeps of the time asked for.
fn mind_the_limit(span: Span, zone: Zone, now: chrono::DateTime<Utc>) -> Result<(), Failure> {
    let since = kept_by_zoom_since(now);
    let words = format!("Zoom keeps six months of call history: nothing before {} can be fetched", zone.day(since));
    if span.to <= since {
        return Err(Failure::new(super::failure::USAGE, words));
    }
    if span.from < since {
        say(words);
    }
    Ok(())
}

/// Says how it went; gives the exit code.
fn tell(outcome: &SyncOutcome) -> u8 {
    say(format_args!("{} new calls, {} changed.", grouped(outcome.new), grouped(outcome.changed)));
    if outcome.bad_rows > 0 {
        say(format_args!("{} rows could not be read; the log has the reasons.", grouped(outcome.bad_rows)));
    }
    for (span, problem) in &outcome.failed {
        let day = |moment: chrono::DateTime<Utc>| moment.format("%Y-%m-%d").to_string();
        say(format_args!("Not fetched: {} to {}: {}", day(span.from), day(span.to), problem.cause));
    }
    if !outcome.failed.is_empty() && !outcome.cancelled {
        say("What was fetched is in the archive. The same command fetches the rest.");
    }
    if outcome.cancelled {
        say("Interrupted: what was fetched is in the archive. The same command goes on from there.");
        INTERRUPTED
    } else if outcome.complete && outcome.bad_rows == 0 {
        0
    } else {
        PARTLY
    }
}

fn progress_words(progress: &SyncProgress) -> String {
    let of = progress.total.map_or_else(String::new, |total| format!(" of {}", grouped(total.max(progress.calls))));
    let left = progress.eta.map_or_else(String::new, |eta| {
        let seconds = (eta - clock::now()).num_seconds().max(0);
        format!("  {}:{:02} left", seconds / 60, seconds % 60)
    });
    format!(
        "{}{of} calls  {:.0}/s{left}  slice {} of {}",
        grouped(progress.calls),
        progress.rate,
        progress.slices_done,
        progress.slices
    )
}
