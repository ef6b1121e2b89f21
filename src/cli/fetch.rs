//! `ringlog calls fetch`: what the list of calls does not tell, for the calls of a query.

use super::Context;
use super::args::FetchArgs;
use super::calls::{Found, now};
use super::driver::Driver;
use super::failure::Failure;
use super::job;
use super::output::say;
use super::price::agree;
use super::query;
use crate::app::{JobWork, Known, MayRead, NO_CALL, NO_SUMMARIES, Price, SignedIn, ToRead};
use crate::index::RowView;
use crate::model::query::{Fact, QueryContext};
use crate::model::{Feature, Flags, JobKind, counted};

/// Fetches paths or texts as a job, with progress on standard error.
pub(super) async fn run(context: Context, arguments: &FetchArgs) -> Result<u8, Failure> {
    let query = query::with_view(&context, arguments.view.as_deref(), &arguments.query)?;
    let found = Found::look(&context, query).await?;
    let now = now(&context);
    let (zone, rates) = (context.zone, context.services.rates());
    let mut driver = Driver::new(context.services)?;
    let who = driver.restore().await?;
    let facts: &[Fact] = if arguments.texts { &Fact::OF_TEXTS } else { &Fact::OF_PATHS };
    let rows = to_fetch_of(&found, facts, now);
    if rows.is_empty() {
        say(NO_CALL);
        driver.finish().await;
        return Ok(0);
    }
    let known = |kind, jobs: &[_]| Known::of(kind, [], jobs);
    let jobs = job::all(&mut driver).await?;
    let (price, work, what) = if arguments.texts {
        let to_read = to_read(&rows, found.own_list, &who)?;
        let calls = to_read.keys.len() as u64;
        let price = Price::of_texts(calls, to_read.requests, rates, known(JobKind::Texts, &jobs));
        (price, to_read.work(), "what was said")
    } else {
        let work = paths(&rows, &who)?;
        let JobWork::New { items, .. } = &work else { return Err(Failure::new(1, "nothing to fetch")) };
        let price = Price::of_job(items.len() as u64, JobKind::Paths, 0, rates, known(JobKind::Paths, &jobs));
        (price, work, "how it went")
    };
    let calls = if let JobWork::New { items, .. } = &work { items.len() as u64 } else { 0 };
    if calls == 0 {
        say(format_args!("{what} is in the archive already, as far as there is anything"));
        driver.finish().await;
        return Ok(0);
    }
    say(format_args!("{what} in {}", counted(calls, "call", "calls")));
    if price.is_asked_about() && !arguments.yes {
        agree(price, "nothing was fetched").await?;
    }
    let code = job::run(&mut driver, work, zone).await;
    driver.finish().await;
    code
}

/// The calls of the query but for what these facts would tell of them.
fn to_fetch_of<'a>(found: &'a Found, facts: &[Fact], context: QueryContext) -> Vec<RowView<'a>> {
    let selection = found.index.select(&found.query.without(facts), context, &[]);
    selection.rows().iter().filter_map(|id| found.index.row(*id)).collect()
}

/// The calls in which something unread was said; refused where no scope opens any of it.
fn to_read(rows: &[RowView<'_>], steps: bool, who: &SignedIn) -> Result<ToRead, Failure> {
    let may = MayRead::of(who.account.access, &who.scopes);
    let left_out = may.left_out(&who.scopes);
    if may.is_nothing() {
        let why = left_out.join("\n  ");
        return Err(Failure::new(5, format!("{why}\n  Add them to the app, then: ringlog auth login")));
    }
    left_out.into_iter().for_each(say);
    if may.finds_no_summaries() {
        say(NO_SUMMARIES);
    }
    Ok(ToRead::of(rows.iter().copied(), may, steps))
}

/// The calls whose path is not here; refused where no scope opens it.
fn paths(rows: &[RowView<'_>], who: &SignedIn) -> Result<JobWork, Failure> {
    if !who.scopes.is_empty() && !who.scopes.allow(Feature::CallPath) {
        let words = Feature::CallPath.scope_for(who.account.access).map_or_else(
            || "Zoom gives an app for own calls no more than the steps that are in the list already".to_owned(),
            |scope| format!("the Zoom app lacks {scope}\n  Add it to the app, then: ringlog auth login"),
        );
        return Err(Failure::new(5, words));
    }
    let lacking = rows.iter().filter(|row| !row.flags().has(Flags::PATH));
    let items = lacking.map(|row| row.key().0.to_string()).collect();
    Ok(JobWork::New { kind: JobKind::Paths, items, folder: None })
}
