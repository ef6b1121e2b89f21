//! The arguments of calls and of their export.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Subcommand, ValueEnum};

use super::FetchArgs;

/// `ringlog calls`
#[derive(Debug, Subcommand)]
pub enum CallsCommand {
    /// List calls, newest first
    List(ListArgs),
    /// Fetch what the list does not tell: how calls went, or what was said in them
    Fetch(FetchArgs),
    /// Show one call and how it went
    #[command(after_help = "Examples:\n  \
        ringlog calls show 01923abc         by the beginning of its id\n  \
        ringlog calls show 01923abc --json")]
    Show {
        /// `call_history_uuid`, `call_id`, or the beginning of one
        id: String,
        /// Form of the answer
        #[arg(long, value_enum, default_value_t = ShowFormat::Table)]
        format: ShowFormat,
        /// The same as --format json
        #[arg(long, conflicts_with = "format")]
        json: bool,
    },
}

/// `ringlog calls list`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringlog calls list\n  \
    ringlog calls list 'result:missed last:7d' --limit all --format jsonl\n  \
    ringlog calls list 'party:lindqvist' --format csv\n\n\
    JSON is one object: complete says the archive holds all of the time asked for; total calls match, and calls has \
    the shown ones of them, which are as many as --limit lets through.")]
pub struct ListArgs {
    /// Which calls; see `ringlog query explain`
    pub query: Vec<String>,
    /// Those of a saved view; the query narrows them
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,
    /// How many at the most, or all
    #[arg(long, value_name = "N|all", default_value = "100")]
    pub limit: Limit,
    /// Form of the list
    #[command(flatten)]
    pub form: ListForm,
}

/// `--limit`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// No limit.
    All,
    /// This many.
    Rows(usize),
}

impl FromStr for Limit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "all" => Ok(Self::All),
            _ => text.parse().map(Self::Rows).map_err(|_| "use a number, or all"),
        }
    }
}

/// The form of a list, as it is asked for.
#[derive(Clone, Copy, Debug, Args)]
pub struct ListForm {
    /// Form of the list; a table on a terminal, else tab-separated
    #[arg(long, value_enum)]
    format: Option<ListFormat>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

impl ListForm {
    /// The form asked for; else a table on a terminal, and tab-separated in a pipe.
    #[must_use]
    pub fn format(self) -> ListFormat {
        match self.format {
            _ if self.json => ListFormat::Json,
            Some(format) => format,
            None if io::stdout().is_terminal() => ListFormat::Table,
            None => ListFormat::Tsv,
        }
    }
}

/// Form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Table,
    /// One JSON object: complete (all that was asked for is in it), total, shown, and the rows.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated.
    Csv,
    /// Tab-separated.
    Tsv,
}

/// Form of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For people.
    Table,
    /// One JSON object.
    Json,
}

/// `ringlog export`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringlog export -o calls.csv                          everything in the archive\n  \
    ringlog export 'last:7d queue:Support' -o week.csv\n  \
    ringlog export 'result:missed' -o - --format jsonl   to standard output")]
pub struct ExportArgs {
    /// Which calls; all when absent. See `ringlog query explain`
    pub query: Vec<String>,
    /// Those of a saved view; the query narrows them
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,
    /// The file to write, or - for standard output
    #[arg(short, long, value_name = "FILE|-")]
    pub output: PathBuf,
    /// Form; by the file's extension when absent, else CSV
    #[arg(long, value_enum)]
    pub format: Option<ExportFormatArg>,
    /// For spreadsheets: byte order mark, CRLF, times without offset
    #[arg(long)]
    pub excel: bool,
    /// Replace the file if it is there
    #[arg(long)]
    pub force: bool,
    /// Write cells that a spreadsheet would run as formulas as they are
    #[arg(long)]
    pub no_guard: bool,
}

/// Form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormatArg {
    /// Comma-separated.
    Csv,
    /// Tab-separated.
    Tsv,
    /// One JSON object a line, lossless.
    Jsonl,
}
