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
use crate::model::Sheet;
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
    let path = match &job.target {
        ExportTarget::File { path, .. } => at_home(path),
        ExportTarget::DefaultName(name) => export::next_free(Path::new(name)),
    };
    let overwrite = match &job.target {
        ExportTarget::File { replace: true, .. } => Overwrite::Replace,
        ExportTarget::File { replace: false, .. } | ExportTarget::DefaultName(_) => Overwrite::Refuse,
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

/// `~/` is the person's home, as in a shell.
pub(super) fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}
