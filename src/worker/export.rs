//! Writing calls, and tables of figures, to files.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::error::Error;
use super::services::Services;
use crate::app::{ExportFormat, ExportJob, ExportTarget, Exported, Message, RequestId};
use crate::export::{self, Format, Options, Overwrite};
use crate::model::{Account, CallKey, Sheet, Text, Zone};
use crate::store;

/// Writes the calls of `job`; the file appears whole or not at all.
pub(super) async fn run(
    services: &Services,
    request: RequestId,
    job: ExportJob,
    messages: mpsc::Sender<Message>,
    cancel: CancellationToken,
) -> Result<Exported, Error> {
    let archive = services.archive().await?.ok_or(Error::NoArchive)?;
    let account = archive.account().await?;
    let path = match &job.target {
        ExportTarget::File { path, .. } => at_home(path),
        ExportTarget::DefaultName => default_path(&archive, account.as_ref(), &job).await?,
    };
    let overwrite = match &job.target {
        ExportTarget::File { replace: true, .. } => Overwrite::Replace,
        ExportTarget::File { replace: false, .. } | ExportTarget::DefaultName => Overwrite::Refuse,
    };
    let written = {
        let path = path.clone();
        tokio::task::spawn_blocking(move || {
            let calls = archive.calls(job.keys)?;
            let options = Options {
                format: format(job.format),
                zone: job.zone,
                excel: job.excel,
                escape: false,
                ..Options::default()
            };
            let progress = |rows| {
                // A full channel only means that the screen has newer things to show.
                let _ = messages.try_send(Message::ExportProgressed { request, rows });
                if cancel.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            Ok::<_, Error>(export::to_file(&path, overwrite, calls, options, progress)?)
        })
        .await??
    };
    Ok(Exported { path, rows: written.rows, bytes: written.bytes, guarded: written.guarded })
}

/// Writes a table of figures to a free name in the current directory.
pub(super) async fn write_sheet(sheet: Sheet, day: NaiveDate) -> Result<Exported, Error> {
    let path = export::next_free(&PathBuf::from(export::sheet_name(sheet.name, day)));
    let written = {
        let path = path.clone();
        tokio::task::spawn_blocking(move || export::sheet_to_file::<store::Error>(&path, &sheet)).await??
    };
    Ok(Exported { path, rows: written.rows, bytes: written.bytes, guarded: written.guarded })
}

const fn format(format: ExportFormat) -> Format {
    match format {
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Tsv => Format::Tsv,
        ExportFormat::JsonLines => Format::Jsonl,
    }
}

/// A free name in the current directory, made of the account and the days of the calls.
async fn default_path(archive: &store::Handle, account: Option<&Account>, job: &ExportJob) -> Result<PathBuf, Error> {
    let label = account.map(|account| account.label().clone()).unwrap_or_default();
    let label: Text = label.as_raw().split('@').next().unwrap_or_default().into();
    let (from, to) =
        (day(archive, job.keys.iter().min(), job.zone).await?, day(archive, job.keys.iter().max(), job.zone).await?);
    Ok(export::next_free(&PathBuf::from(export::default_name(&label, from, to, format(job.format)))))
}

/// `~/` is the person's home, as in a shell.
fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// The person's day of a call. Keys sort by start, so the least and the greatest are of the first and the last day.
async fn day(archive: &store::Handle, key: Option<&CallKey>, zone: Zone) -> Result<chrono::NaiveDate, Error> {
    let call = match key {
        Some(key) => archive.call(*key).await?,
        None => None,
    };
    Ok(zone.day(call.map_or_else(crate::clock::now, |call| call.start_time)))
}
