//! Fetching calls and writing exports, with a line in the list of jobs once they have ended.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::error::{Concern, Error};
use super::services::Services;
use super::sync::{self, Asked};
use super::{export, problem};
use crate::app::{ExportFormat, ExportJob, ExportTarget, Exported, Message, RequestId, Spend, SyncOutcome, SyncRange};
use crate::clock;
use crate::export::Error as ExportError;
use crate::model::{CallKey, JobId, JobKind, JobLine, JobState, Text, Zone, counted, grouped};
use crate::store::{Again, EndedJob};

/// Fetches calls, and remembers how that went.
pub(super) async fn fetch_calls(
    services: &Services,
    asked: Asked,
    messages: mpsc::Sender<Message>,
    cancel: CancellationToken,
) -> Result<SyncOutcome, Error> {
    let begun = clock::now();
    let id = match asked.spend {
        Spend::Free | Spend::Agreed => None,
        Spend::PutOff(id) => {
            let archive = services.archive().await?.ok_or(Error::NoArchive)?;
            // Of two that are open at its time, one takes it up.
            if !archive.take_up_job(id, begun).await? {
                return Ok(nothing_fetched(archive.coverage().await?, begun));
            }
            Some(id)
        }
    };
    let result = sync::run(services, asked, messages, cancel).await;
    let (state, outcome, lines) = match &result {
        Ok(outcome) => (state_of(outcome), outcome_words(outcome), lines(outcome)),
        Err(error) if error.concerns() == Concern::Nothing => (JobState::Cancelled, String::new(), Vec::new()),
        Err(error) => (JobState::Failed, problem::fetching_calls(error).cause, Vec::new()),
    };
    let span = match asked.range {
        // It comes every few minutes by itself, and would leave no line of what a person asked for.
        SyncRange::Latest => return result,
        SyncRange::Newer | SyncRange::All => None,
        SyncRange::Again(span) => Some(span),
    };
    let (kind, target, ended) = (JobKind::Calls, String::new(), clock::now());
    note(services, EndedJob { id, kind, state, target, span, begun, ended, bytes: 0, outcome, lines, again: None })
        .await;
    result
}

/// Writes an export, and remembers how that went.
pub(super) async fn export(
    services: &Services,
    request: RequestId,
    job: ExportJob,
    messages: mpsc::Sender<Message>,
    cancel: CancellationToken,
) -> Result<Exported, Error> {
    let begun = clock::now();
    let (id, asked) = (job.repeats, job.clone());
    let result = export::run(services, request, job, messages, cancel).await;
    let (state, outcome, file) = match &result {
        Ok(exported) => {
            let guarded = match exported.guarded {
                0 => String::new(),
                cells => format!(", {} guarded against formulas", counted(cells, "cell", "cells")),
            };
            (JobState::Done, format!("{}{guarded}", counted(exported.rows, "call", "calls")), Some(exported))
        }
        Err(Error::Cancelled | Error::Export(ExportError::Cancelled)) => {
            (JobState::Cancelled, "no file was made or changed".to_owned(), None)
        }
        Err(error) => (JobState::Failed, problem::exporting(error).cause, None),
    };
    let target = file.map(|file| file.path.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = file.map_or(0, |file| file.bytes);
    let (kind, ended, lines) = (JobKind::Export, clock::now(), Vec::new());
    let again = if result.is_err() { again(&asked) } else { None };
    note(services, EndedJob { id, kind, state, target, span: None, begun, ended, bytes, outcome, lines, again }).await;
    result
}

/// How an export was asked for, as the archive keeps it.
#[derive(Serialize, Deserialize)]
struct Settings {
    format: String,
    excel: bool,
    zone: String,
    /// The file that was asked for, from the root.
    path: Option<PathBuf>,
    /// Else the name that it got by itself.
    name: Option<String>,
    replace: bool,
}

/// What an export can be repeated with.
fn again(job: &ExportJob) -> Option<Again> {
    let (path, name, replace) = match &job.target {
        ExportTarget::DefaultName(name) => (None, Some(name.clone()), false),
        ExportTarget::File { path, replace } => (std::path::absolute(export::at_home(path)).ok(), None, *replace),
    };
    let zone = if job.zone == Zone::Local { "local".to_owned() } else { job.zone.to_string() };
    let settings = Settings { format: job.format.extension().to_owned(), excel: job.excel, zone, path, name, replace };
    let items = job.keys.iter().map(|key| key.0.to_string()).collect();
    Some(Again { settings: serde_json::to_string(&settings).ok()?, items })
}

/// What an export that came to nothing was to write; `None` when that is no longer kept.
pub(super) async fn export_of(services: &Services, id: JobId) -> Result<Option<ExportJob>, Error> {
    let archive = services.archive().await?.ok_or(Error::NoArchive)?;
    Ok(archive.job_again(id).await?.and_then(|again| repeated(id, &again)))
}

/// What [`again`] told; `None` when it is in no form that this ringlog knows.
fn repeated(id: JobId, again: &Again) -> Option<ExportJob> {
    let Settings { format, excel, zone, path, name, replace } = serde_json::from_str(&again.settings).ok()?;
    let format = ExportFormat::ALL.into_iter().find(|known| known.extension() == format)?;
    let target = match path {
        Some(path) => ExportTarget::File { path, replace },
        None => ExportTarget::DefaultName(name?),
    };
    let keys = again.items.iter().map(|key| key.parse().ok().map(CallKey)).collect::<Option<_>>()?;
    Some(ExportJob { keys, format, excel, zone: zone.parse().ok()?, target, repeats: Some(id) })
}

/// The list of jobs is there to look back at: what was fetched or written stands without it.
async fn note(services: &Services, job: EndedJob) {
    let noted = match services.archive().await {
        Ok(Some(archive)) => archive.note_ended_job(job).await.map(drop).map_err(Error::from),
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    if let Err(error) = noted {
        tracing::warn!(%error, "a job that has ended could not be noted");
    }
}

fn nothing_fetched(coverage: crate::model::Coverage, at: DateTime<Utc>) -> SyncOutcome {
    SyncOutcome {
        new: 0,
        changed: 0,
        bad_rows: 0,
        complete: false,
        cancelled: true,
        asks: None,
        failed: Vec::new(),
        coverage,
        at,
    }
}

fn state_of(outcome: &SyncOutcome) -> JobState {
    if outcome.cancelled || outcome.asks.is_some() {
        JobState::Cancelled
    } else if outcome.failed.is_empty() {
        JobState::Done
    } else {
        JobState::Failed
    }
}

fn outcome_words(outcome: &SyncOutcome) -> String {
    let mut words = vec![format!("{} new", grouped(outcome.new))];
    let counts = [(outcome.changed, "changed"), (outcome.bad_rows, "could not be read")];
    words.extend(
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{} {what}", grouped(*count))),
    );
    if let Some(price) = outcome.asks {
        words.push(format!("stopped before {} more requests", grouped(price.requests)));
    }
    if !outcome.failed.is_empty() {
        words.push("a part could not be fetched".to_owned());
    }
    words.join(", ")
}

/// What could not be fetched, and why.
fn lines(outcome: &SyncOutcome) -> Vec<JobLine> {
    let day = |at: DateTime<Utc>| at.format("%Y-%m-%d");
    let failed = outcome.failed.iter().map(|(span, problem)| {
        format!("not fetched: {} to {}: {}", day(span.from), day(span.to), Text::new(&problem.cause))
    });
    let bad = (outcome.bad_rows > 0).then(|| format!("{} rows could not be read", grouped(outcome.bad_rows)));
    failed.chain(bad).map(|text| JobLine { at: outcome.at, text }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_repeated_as_it_was_asked_for() {
        let file = ExportTarget::File { path: "/tmp/calls.csv".into(), replace: true };
        for (target, zone) in [
            (file, Zone::Local),
            (ExportTarget::DefaultName("calls_acme.tsv".to_owned()), "Europe/Paris".parse().unwrap()),
            (ExportTarget::DefaultName("calls_acme.tsv".to_owned()), Zone::Utc),
        ] {
            let keys = vec![CallKey(9), CallKey(-3), CallKey(7)];
            let job = ExportJob { keys, format: ExportFormat::Tsv, excel: true, zone, target, repeats: Some(JobId(4)) };
            assert_eq!(repeated(JobId(4), &again(&job).unwrap()), Some(job));
        }
        assert_eq!(repeated(JobId(4), &Again { settings: "{}".to_owned(), items: Vec::new() }), None);
    }
}
