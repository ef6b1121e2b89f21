//! The arguments of fetching what the list of calls does not tell.

use clap::{ArgGroup, Args};

/// `ringlog calls fetch`
#[derive(Debug, Args)]
#[command(
    group(ArgGroup::new("what").required(true).args(["paths", "texts"])),
    after_help = "Examples:\n  \
        ringlog calls fetch 'last:30d has:recording' --texts   then: ringlog calls list said:invoice\n  \
        ringlog calls fetch 'result:missed last:7d' --paths    then wait:, hold: and has:vm are sure of them\n\n\
        What is in the archive is not asked for again, nor what Zoom said that it does not have. It is a job: what is done \
        stays however it ends, and the same command goes on. Calls that failed are named, and the exit code is 3 then."
)]
pub struct FetchArgs {
    /// Which calls; all when absent. See `ringlog query explain`
    pub query: Vec<String>,
    /// Those of a saved view; the query narrows them
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,
    /// How they went: waits, holds, who took them
    #[arg(long)]
    pub paths: bool,
    /// What was said: transcripts of recordings, voicemail, and AI summaries of one's own calls
    #[arg(long)]
    pub texts: bool,
    /// Do not ask, whatever it costs; without it, more than 1,000 requests are asked about
    #[arg(long)]
    pub yes: bool,
}
