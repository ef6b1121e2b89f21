//! The arguments of recordings and voicemail.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Limit, ListForm};

/// `ringlog recordings`
#[derive(Debug, Subcommand)]
pub enum RecordingsCommand {
    /// List recordings, newest first
    #[command(
        after_help = "Examples:\n  ringlog recordings list alvarez\n  ringlog recordings list --offline --limit all"
    )]
    List(MediaListArgs),
    /// Download recordings; what is here already is not fetched again, and what was cut off goes on
    #[command(
        after_help = "Examples:\n  ringlog recordings get alvarez --dir ~/recordings\n  ringlog recordings get --all --yes"
    )]
    Get(MediaGetArgs),
}

/// `ringlog voicemail`
#[derive(Debug, Subcommand)]
pub enum VoicemailCommand {
    /// List voicemail, newest first
    #[command(
        after_help = "Examples:\n  ringlog voicemail list unread\n  ringlog voicemail list --offline --limit all"
    )]
    List(MediaListArgs),
    /// Download voicemail; what is here already is not fetched again, and what was cut off goes on
    #[command(
        after_help = "Examples:\n  ringlog voicemail get unread --dir ~/voicemail\n  ringlog voicemail get --all --yes"
    )]
    Get(MediaGetArgs),
    /// Print what was said
    #[command(after_help = "Examples:\n  ringlog voicemail text 0a1b2c3d\n  ringlog voicemail text alvarez 2026-11-03")]
    Text(MediaTextArgs),
}

/// `ringlog recordings list`, `ringlog voicemail list`
#[derive(Debug, Args)]
pub struct MediaListArgs {
    /// Only those with all of these words: in a name, a number, the text, the day (2026-11-03) or the id
    pub words: Vec<String>,
    /// How many at the most, or all
    #[arg(long, value_name = "N|all", default_value = "100")]
    pub limit: Limit,
    /// Form of the list
    #[command(flatten)]
    pub form: ListForm,
    /// What the archive has, without asking Zoom
    #[arg(long)]
    pub offline: bool,
    /// Do not ask, whatever listing at Zoom costs
    #[arg(long)]
    pub yes: bool,
}

/// `ringlog recordings get`, `ringlog voicemail get`
#[derive(Debug, Args)]
pub struct MediaGetArgs {
    /// Those with all of these words: in a name, a number, the text, the day (2026-11-03) or the id
    #[arg(required_unless_present = "all")]
    pub words: Vec<String>,
    /// All of them
    #[arg(long, conflicts_with = "words")]
    pub all: bool,
    /// The folder to write to; the one of the settings when absent
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Do not ask, whatever it costs
    #[arg(long)]
    pub yes: bool,
    /// Choose from what the archive has, without listing at Zoom first
    #[arg(long)]
    pub offline: bool,
}

/// `ringlog voicemail text`
#[derive(Debug, Args)]
pub struct MediaTextArgs {
    /// Those with all of these words: in a name, a number, the day (2026-11-03) or the id
    #[arg(required = true)]
    pub words: Vec<String>,
    /// Do not ask, whatever listing at Zoom costs
    #[arg(long)]
    pub yes: bool,
}
