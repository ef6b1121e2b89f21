//! `ringlog export`.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use super::Context;
use super::args::{ExportArgs, ExportFormatArg};
use super::calls::Found;
use super::failure::{Failure, INTERRUPTED, USAGE};
use super::output::{say, unwritable};
use super::query;
use crate::export::{self, Format, Options, Overwrite, Written};
use crate::model::grouped;
use crate::store;
use crate::worker::{Error, problem};

/// Writes the calls that match to a file or to standard output.
pub(super) async fn run(context: &Context, arguments: &ExportArgs) -> Result<u8, Failure> {
    if arguments.excel && format(arguments) == Format::Jsonl {
        return Err(Failure::new(USAGE, "--excel is for CSV and TSV: JSON Lines are not for spreadsheets"));
    }
    let query = query::with_view(context, arguments.view.as_deref(), &arguments.query)?;
    let found = Found::look(context, query).await?;
    let options = Options {
        format: format(arguments),
        zone: context.zone,
        excel: arguments.excel,
        guard: !arguments.no_guard,
        escape: arguments.output == Path::new("-") && io::stdout().is_terminal(),
        ..Options::default()
    };
    let (keys, archive) = (found.keys.clone(), found.archive.clone());
    let (path, overwrite) = (arguments.output.clone(), overwrite(arguments));
    let work = tokio::task::spawn_blocking(move || write(&archive, keys, &path, overwrite, options));
    let written = tokio::select! {
        written = work => written.map_err(|error| problem::exporting(&error.into()))?,
        _ = tokio::signal::ctrl_c() => return Err(Failure::new(INTERRUPTED, "interrupted; no file was made or changed")),
    };
    match written {
        Ok(written) => {
            tell(arguments, &written);
            say(found.words(context));
            found.why_empty(context).into_iter().for_each(say);
            Ok(0)
        }
        Err(export::Error::Write(error)) => Err(unwritable(&error)),
        Err(error) => {
            let may_go = matches!(error, export::Error::AlreadyExists { .. });
            let mut problem = problem::exporting(&Error::Export(error));
            if may_go {
                problem.steps.push("To replace the file: --force.".to_owned());
            }
            Err(problem.into())
        }
    }
}

fn write(
    archive: &store::Handle,
    keys: Vec<crate::model::CallKey>,
    path: &Path,
    overwrite: Overwrite,
    options: Options,
) -> Result<Written, export::Error<store::Error>> {
    let calls = archive.calls(keys).map_err(export::Error::Read)?;
    let go_on = |_| ControlFlow::Continue(());
    if path == Path::new("-") {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let written = export::write(&mut out, calls, options, go_on)?;
        out.flush().map_err(export::Error::Write)?;
        Ok(written)
    } else {
        export::to_file(path, overwrite, calls, options, go_on)
    }
}

fn tell(arguments: &ExportArgs, written: &Written) {
    if arguments.output != Path::new("-") {
        say(format_args!("{} calls written to {}", grouped(written.rows), arguments.output.display()));
    }
    if written.guarded > 0 {
        let cells = if written.guarded == 1 { "cell" } else { "cells" };
        say(format_args!(
            "{} {cells} got a leading ' because a spreadsheet would run it as a formula",
            grouped(written.guarded)
        ));
    }
}

const fn overwrite(arguments: &ExportArgs) -> Overwrite {
    if arguments.force { Overwrite::Replace } else { Overwrite::Refuse }
}

/// The form asked for, else the one the file's extension names, else CSV.
fn format(arguments: &ExportArgs) -> Format {
    let extension = arguments.output.extension().and_then(|extension| extension.to_str());
    match (arguments.format, extension) {
        (Some(ExportFormatArg::Tsv), _) | (None, Some("tsv")) => Format::Tsv,
        (Some(ExportFormatArg::Jsonl), _) | (None, Some("jsonl" | "ndjson")) => Format::Jsonl,
        (Some(ExportFormatArg::Csv) | None, _) => Format::Csv,
    }
}
