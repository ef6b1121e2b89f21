//! `ringlog calls`, and what commands that read the archive share.

use std::io::{self, BufWriter, Write as _};
use std::ops::ControlFlow;

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::Context;
use super::args::{Limit, ListArgs, ListFormat, ShowFormat};
use super::failure::Failure;
use super::output::{AsArray, put, say, unwritable};
use super::query;
use crate::app::{self, HiddenBy, Known, MayRead, Missing, Price, ToRead, Ways};
use crate::clock;
use crate::export::{self, Format, Options, terminal_safe};
use crate::index::{Index, RowView, Selection, Unknown};
use crate::model::query::{Fact, Query, QueryContext, misread};
use crate::model::{
    Access, Call, CallElement, CallKey, Coverage, JobKind, Lack, Scopes, Text, Zone, grouped, handling,
};
use crate::store;
use crate::worker::{Error, problem};

/// Rows to a batch while the archive is read.
const BATCH: usize = 32_768;

/// The calls that match a query, and how sure it is that there are no more.
pub(super) struct Found {
    pub archive: store::Handle,
    /// Every call of the archive, for figures.
    pub index: Index,
    /// The calls that match, newest first.
    pub selection: Selection,
    /// Newest first.
    pub keys: Vec<CallKey>,
    /// What was asked.
    pub query: Query,
    total: usize,
    /// Which time the archive covers.
    pub coverage: Coverage,
    pub own_list: bool,
}

impl Found {
    /// Looks through the archive.
    pub(super) async fn look(context: &Context, query: Query) -> Result<Self, Failure> {
        let archive = archive(context).await?;
        let read = async {
            let mut index = Index::new();
            let mut batches = archive.load(BATCH)?;
            while let Some(batch) = batches.recv().await {
                index.apply(batch?);
            }
            for said in query.said() {
                index.tell_said(said.clone(), archive.said(said.clone()).await?);
            }
            Ok::<_, store::Error>((index, archive.coverage().await?, archive.account().await?))
        };
        let (index, coverage, account) = match read.await {
            Err(error @ store::Error::Damaged { .. }) => {
                drop(archive);
                context
                    .services
                    .put_damaged_aside()
                    .await
                    .map_err(|_| problem::reading_archive(&Error::Store(error)))?;
                tell_put_aside(context);
                return Err(Failure::new(1, ""));
            }
            read => read.map_err(|error| problem::reading_archive(&Error::Store(error)))?,
        };
        let selection = index.select(&query, now(context), &[]);
        let keys = selection.rows().iter().filter_map(|id| index.row(*id)).map(RowView::key).collect();
        let own_list = account.is_some_and(|account| account.access == Access::Own);
        Ok(Self { archive, keys, query, total: index.len(), index, selection, coverage, own_list })
    }

    /// True when every call that Zoom had for the time in question is in the archive, with all that the query asks of it; without
    /// a time, all that Zoom keeps.
    pub(super) fn is_complete(&self, context: &Context) -> bool {
        self.missing(context).is_empty()
    }

    /// What is missing for a whole answer.
    fn missing(&self, context: &Context) -> Vec<Missing> {
        let context = now(context);
        let unknown = self.index.unknown(&self.query, context, self.own_list);
        let time = self.coverage.lack(self.query.time_range(context), context.now);
        Missing::of(time, &unknown)
    }

    /// What it takes to fetch what is missing, a line each: requests, and the least time they take.
    pub(super) fn requests_missing(&self, context: &Context) -> Vec<String> {
        let rates = context.services.rates();
        let in_words = |missing: Missing| match missing {
            Missing::Fact(Unknown { fact: Fact::Spans | Fact::Voicemail, calls, .. }) => {
                let price = Price::of_job(calls as u64, JobKind::Paths, 0, rates, Known::default());
                Some(format!("Fetching these paths: {}", price.lines().join("; ")))
            }
            Missing::Calls(Lack::Unfetched) => {
                Some("How many requests the calls of this time take is known once the first are fetched.".to_owned())
            }
            Missing::Calls(Lack::Gone) | Missing::Fact(Unknown { fact: Fact::AiSummary, .. }) => None,
            Missing::Fact(Unknown { fact: Fact::Transcript | Fact::Said, .. }) => {
                let to_read = self.to_read(now(context));
                let calls = to_read.keys.len() as u64;
                let price = Price::of_texts(calls, to_read.requests, rates, Known::default());
                Some(format!("Reading what was said in {} calls: {}", grouped(calls), price.lines().join("; ")))
            }
        };
        self.missing(context).into_iter().filter_map(in_words).collect()
    }

    /// The calls that may match in which something unread was said, if every scope is there.
    fn to_read(&self, context: QueryContext) -> ToRead {
        let may_match = self.index.select(&self.query.without(&Fact::OF_TEXTS), context, &[]);
        let rows = may_match.rows().iter().filter_map(|id| self.index.row(*id));
        let access = if self.own_list { Access::Own } else { Access::Account };
        ToRead::of(rows, MayRead::of(access, &Scopes::default()), self.own_list)
    }

    /// What figures over these calls are worth: `exact`, or what may be missing.
    pub(super) fn worth(&self, context: &Context) -> String {
        match self.missing(context)[..] {
            [] => "exact".to_owned(),
            [missing, ..] => format!("{}: {}", self.query.unsure_word(), missing.words(&Ways::of_commands())),
        }
    }

    /// Why nothing was found, a line a term; none where something was.
    pub(super) fn why_empty(&self, context: &Context) -> Vec<String> {
        if !self.keys.is_empty() || self.total == 0 {
            return Vec::new();
        }
        let hidden = app::hidden_by(&self.index, &self.query, now(context));
        hidden.into_iter().map(takes_away).chain(misread(&self.query)).collect()
    }

    /// "41 of 9,381 calls, complete", or "at least".
    pub(super) fn words(&self, context: &Context) -> String {
        let (matching, total) = (grouped(self.keys.len() as u64), grouped(self.total as u64));
        let missing = self.missing(context);
        if self.coverage.newest().is_none() {
            format!(
                "{matching} of {total} calls in the archive; nothing was fetched to its end yet (ringlog sync --all)"
            )
        } else if missing.is_empty() {
            let newest = self.coverage.newest().map_or_else(String::new, |newest| {
                format!(" up to {}", context.zone.at(newest).format("%Y-%m-%d %H:%M"))
            });
            format!("{matching} of {total} calls in the archive, complete for this time{newest}")
        } else {
            let why: Vec<String> = missing.iter().map(|missing| missing.words(&Ways::of_commands())).collect();
            let unsure = self.query.unsure_word();
            format!("{unsure} {matching} of {total} calls in the archive: {}", why.join("\n  and "))
        }
    }
}

/// A term of a query that finds nothing, in words.
fn takes_away(hidden: HiddenBy) -> String {
    let matches = if hidden.without == 1 { "call matches" } else { "calls match" };
    let term = Text::new(&hidden.term);
    let meant = hidden.nearest.map(|name| format!("; did you mean {name}?")).unwrap_or_default();
    format!("  {} {matches} without {term}{meant}", grouped(hidden.without as u64))
}

pub(super) fn now(context: &Context) -> QueryContext {
    QueryContext { now: clock::now(), zone: context.zone }
}

/// Says where a damaged archive was put, if one was.
fn tell_put_aside(context: &Context) {
    if let Some(aside) = context.services.take_put_aside() {
        Failure::from(problem::put_aside(&aside)).tell();
    }
}

/// The archive of whoever is signed in, or was last; a damaged one is put aside and told of.
pub(super) async fn archive(context: &Context) -> Result<store::Handle, Failure> {
    let archive = open(context).await;
    tell_put_aside(context);
    archive
}

async fn open(context: &Context) -> Result<store::Handle, Failure> {
    let reading = |error: Error| Failure::from(problem::reading_archive(&error));
    if let Some(archive) = context.services.archive().await.map_err(reading)? {
        return Ok(archive);
    }
    // Nothing notes whose archive it is: the credential does.
    context.services.restore().await.map_err(reading)?;
    let archive = context.services.archive().await.map_err(reading)?;
    archive.ok_or_else(|| reading(Error::NoArchive))
}

/// `ringlog calls list`
pub(super) async fn list(context: &Context, arguments: &ListArgs) -> Result<u8, Failure> {
    let mut found =
        Found::look(context, query::with_view(context, arguments.view.as_deref(), &arguments.query)?).await?;
    let matching = found.keys.len();
    let complete = found.is_complete(context);
    let (words, why_empty) = (found.words(context), found.why_empty(context));
    if let Limit::Rows(rows) = arguments.limit {
        found.keys.truncate(rows);
    }
    let shown = found.keys.len();
    let format = arguments.form.format();
    let zone = context.zone;
    let written = tokio::task::spawn_blocking(move || write(&found, format, zone, matching, complete)).await;
    written.map_err(|error| problem::reading_archive(&error.into()))??;
    say(words);
    why_empty.into_iter().for_each(say);
    if shown < matching {
        say(format_args!("{} shown; --limit all shows every one", grouped(shown as u64)));
    }
    Ok(0)
}

fn write(found: &Found, format: ListFormat, zone: Zone, matching: usize, complete: bool) -> Result<(), Failure> {
    let mut calls = found.archive.calls(found.keys.clone()).map_err(reading)?;
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let options = |format| Options { format, zone, ..Options::default() };
    let go_on = |_| ControlFlow::Continue(());
    let exported = match format {
        ListFormat::Table => {
            writeln!(out, "{HEADER}").map_err(|error| unwritable(&error))?;
            for call in calls.whole() {
                let row = table_row(&call.map_err(reading)?, zone);
                writeln!(out, "{row}").map_err(|error| unwritable(&error))?;
            }
            Ok(())
        }
        ListFormat::Json => {
            let shown = found.keys.len();
            write!(out, "{{\"complete\":{complete},\"total\":{matching},\"shown\":{shown},\"calls\":[")
                .map_err(|error| unwritable(&error))?;
            let written = export::write(AsArray::new(&mut out), calls, options(Format::Jsonl), go_on);
            writeln!(out, "]}}").map_err(|error| unwritable(&error))?;
            written.map(drop)
        }
        ListFormat::Jsonl => export::write(&mut out, calls, options(Format::Jsonl), go_on).map(drop),
        ListFormat::Csv => export::write(&mut out, calls, options(Format::Csv), go_on).map(drop),
        ListFormat::Tsv => export::write(&mut out, calls, options(Format::Tsv), go_on).map(drop),
    };
    match exported {
        Ok(()) => out.flush().map_err(|error| unwritable(&error)),
        Err(export::Error::Write(error)) => Err(unwritable(&error)),
        Err(error) => Err(problem::exporting(&Error::Export(error)).into()),
    }
}

const HEADER: &str =
    "D  STARTED              PARTY                      VIA                 RESULT        WAIT     TALK  FLAGS    ID";

/// One call as a line; text is cut where a column ends.
fn table_row(call: &Call, zone: Zone) -> String {
    let letters: String = call.flags().shown().map(|(_, letter, _)| letter).collect();
    let named = |label: Option<&Text>| label.map_or_else(|| "(anonymous)".to_owned(), ToString::to_string);
    format!(
        "{}  {}  {}  {}  {}  {:>7}  {:>7}  {letters:<7}  {}",
        direction(call),
        zone.at(call.start_time).format("%Y-%m-%d %H:%M:%S"),
        fitted(&named(call.party().label()), 25),
        fitted(&named(call.via().label()), 18),
        fitted(&call.call_result.to_string(), 11),
        span(call.wait),
        span(call.talk_time()),
        call.call_history_uuid,
    )
}

const fn direction(call: &Call) -> char {
    match call.direction {
        crate::model::Direction::Inbound => '<',
        crate::model::Direction::Outbound => '>',
        crate::model::Direction::Other(_) => '?',
    }
}

/// Text in exactly so many columns.
pub(super) fn fitted(text: &str, columns: usize) -> String {
    let mut fitted = String::new();
    for character in text.chars() {
        if fitted.width() + unicode_width::UnicodeWidthChar::width(character).unwrap_or(0) > columns {
            break;
        }
        fitted.push(character);
    }
    let missing = columns.saturating_sub(fitted.width());
    fitted + &" ".repeat(missing)
}

/// Minutes and seconds; a dash when Zoom gave nothing.
pub(super) fn span(span: Option<std::time::Duration>) -> String {
    span.map_or_else(|| "-".to_owned(), |span| format!("{}:{:02}", span.as_secs() / 60, span.as_secs() % 60))
}

/// The archive could not be read.
pub(super) fn reading(error: store::Error) -> Failure {
    Failure::from(problem::reading_archive(&Error::Store(error)))
}

/// The one call that an id, or the beginning of one, means.
pub(super) async fn key_of(archive: &store::Handle, id: String) -> Result<CallKey, Failure> {
    let shown = Text::new(&id);
    match archive.calls_by_id(id).await.map_err(reading)?[..] {
        [key] => Ok(key),
        [] => {
            let words =
                "is not in the archive: give a whole call_history_uuid or call_id, or its first 8 characters or more";
            Err(Failure::new(1, format!("{shown} {words}")))
        }
        _ => Err(Failure::new(1, format!("{shown} begins the id of more than one call: give more of it"))),
    }
}

/// `ringlog calls show`
pub(super) async fn show(context: &Context, id: String, format: ShowFormat) -> Result<u8, Failure> {
    let archive = archive(context).await?;
    let key = key_of(&archive, id).await?;
    let call = archive.call(key).await.map_err(reading)?.ok_or_else(|| reading(store::Error::Closed))?;
    let path = archive.path_of(key).await.map_err(reading)?;
    let steps = match path {
        Some(path) => path.elements,
        None => archive.steps_of(key).await.map_err(reading)?,
    };
    match format {
        ShowFormat::Table => show_as_table(&call, &steps, context.zone)?,
        ShowFormat::Json => show_as_json(call, &steps, context.zone)?,
    }
    Ok(0)
}

fn show_as_json(call: Call, steps: &[CallElement], zone: Zone) -> Result<(), Failure> {
    let options = Options { format: Format::Jsonl, zone, ..Options::default() };
    let mut line = Vec::new();
    let written =
        export::write(&mut line, std::iter::once(Ok::<_, store::Error>(call)), options, |_| ControlFlow::Continue(()));
    written.map_err(|error| problem::exporting(&Error::Export(error)))?;
    let whole = |error: serde_json::Error| Failure::new(1, format!("the call cannot be written as JSON: {error}"));
    let call: Value = serde_json::from_slice(&line).map_err(whole)?;
    let steps = serde_json::to_value(steps).map_err(whole)?;
    put(terminal_safe(&json!({ "call": call, "path": steps }).to_string()))
}

fn show_as_table(call: &Call, steps: &[CallElement], zone: Zone) -> Result<(), Failure> {
    let at = |moment| zone.at(moment).format("%Y-%m-%d %H:%M:%S %:z").to_string();
    let party = |party: &crate::model::Party| {
        let parts = [&party.name, &party.did_number, &party.ext_number, &party.email];
        let words: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).map(ToString::to_string).collect();
        if words.is_empty() { "(anonymous)".to_owned() } else { words.join("  ") }
    };
    put(format_args!("{} - {} ({})", call.direction.word(), call.call_result, call.call_result.group().word()))?;
    put(format_args!("From      {}", party(&call.caller)))?;
    put(format_args!("To        {}", party(&call.callee)))?;
    put(format_args!("Started   {}", at(call.start_time)))?;
    if let Some(end) = call.end_time {
        put(format_args!("Ended     {}", at(end)))?;
    }
    put(format_args!("Wait {}   Talk {}   Hold {}", span(call.wait), span(call.talk_time()), span(call.hold)))?;
    if !call.handled_by.name.is_empty() {
        put(format_args!("{:<9} {}", handling(&call.handled_by, steps), call.handled_by.name))?;
    }
    put(format_args!("ids       call_history_uuid {}  call_id {}", call.call_history_uuid, call.call_id))?;
    if steps.is_empty() {
        return put("\nHow it went is not in the archive: open the call in ringlog once to fetch it.");
    }
    put(format_args!("\n  {:<9}  {:<20}  {:<24}  {:<14}  REASON", "STARTED", "EVENT", "WHO", "RESULT"))?;
    for step in steps {
        let started = step.start_time.map_or_else(|| "-".to_owned(), |at| zone.at(at).format("%H:%M:%S").to_string());
        put(format_args!(
            "  {started:<9}  {}  {}  {}  {}",
            fitted(&step.event.to_string(), 20),
            fitted(&step.who(), 24),
            fitted(&step.result.to_string(), 14),
            step.result_reason,
        ))?;
    }
    Ok(())
}
