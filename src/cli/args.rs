//! The command line.

mod calls;
mod demo;
mod fetch;
mod figures;
mod media;

use std::ffi::{OsStr, OsString};
use std::str::FromStr;

use clap::{Args, Parser, Subcommand};

pub use calls::{CallsCommand, ExportArgs, ExportFormatArg, Limit, ListArgs, ListForm, ListFormat, ShowFormat};
pub use demo::{AccessArg, DemoArgs, LimitArg, ShapeArg};
pub use fetch::FetchArgs;
pub use figures::{ByArg, CacheCommand, CallbacksArgs, FormArgs, MetricArg, StatsArgs};
pub use media::{MediaGetArgs, MediaListArgs, MediaTextArgs, RecordingsCommand, VoicemailCommand};

use crate::model::query::{Field, Point};
use crate::model::{ThemeName, Zone};

/// An argument as the parser has to see it: a denied term of a query, such as `-result:missed`, is no option. A space before it
/// means nothing to a query.
#[must_use]
pub fn as_typed(argument: OsString) -> OsString {
    let is_denied_term = argument.to_str().and_then(|text| text.strip_prefix('-')).is_some_and(|term| {
        term.starts_with('"') || term.split_once(':').is_some_and(|(field, _)| Field::named(field).is_some())
    });
    if is_denied_term { [OsStr::new(" "), &argument].into_iter().collect() } else { argument }
}

/// Browse your Zoom Phone call history in the terminal.
///
/// Without a command it opens the screen: sign in, filter, read how a call went, mark calls and export them.
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = false,
    after_help = "Examples:\n  \
        ringlog demo                                   try it on made-up calls, no account needed\n  \
        ringlog auth login                             sign in to Zoom with your browser\n  \
        ringlog                                        open the screen\n  \
        ringlog export 'result:missed last:7d' -o missed.csv\n\n\
        Settings: config.toml in $XDG_CONFIG_HOME/ringlog, or RINGLOG_... variables; see the README.\n\
        Exit codes: 0 done, 1 failed, 2 usage, 3 partly done, 4 sign in, 5 not allowed, 6 limit, 7 network, \
        8 would overwrite, 130 interrupted."
)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    /// What to do; the screen when absent.
    pub command: Option<Command>,
}

/// The heading over what holds for every command: below what a command has of its own.
const HEADING: &str = "For every command";

/// What holds for every command.
#[derive(Clone, Debug, Default, Args)]
pub struct GlobalArgs {
    /// The profile to use: `default`, or a [profiles.NAME] of the config file; `ringlog auth switch` lists them
    #[arg(short, long, value_name = "NAME", global = true, help_heading = HEADING)]
    pub account: Option<String>,
    /// Time zone to show and read times in: an IANA name, UTC, or local
    #[arg(long, value_name = "ZONE", global = true, help_heading = HEADING)]
    pub tz: Option<Zone>,
    /// Colours of the screen: dark, light, contrast or mono
    #[arg(long, value_name = "NAME", global = true, help_heading = HEADING)]
    pub theme: Option<ThemeName>,
    /// Draw the screen in ASCII characters only
    #[arg(long, global = true, help_heading = HEADING)]
    pub ascii: bool,
    /// Instead of the screen, commands and sentences line by line: for screen readers
    #[arg(long, global = true, help_heading = HEADING)]
    pub plain_ui: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Try ringlog on made-up calls; no account, nothing of yours is read or written
    Demo(DemoArgs),
    /// Sign in and out
    #[command(subcommand, after_help = "Examples:\n  ringlog auth login\n  ringlog auth status")]
    Auth(AuthCommand),
    /// Fetch calls from Zoom into the archive
    Sync(SyncArgs),
    /// List and show calls from the archive
    #[command(
        subcommand,
        after_help = "Examples:\n  ringlog calls list 'result:missed last:7d'\n  ringlog calls fetch last:7d --texts\n  ringlog calls show 01923abc"
    )]
    Calls(CallsCommand),
    /// Say in one sentence why a call ended as it did, and what says so
    ///
    /// It is worked out from the call's path, which is fetched if the archive lacks it. Where the path does not tell, nothing
    /// is said.
    #[command(after_help = "Examples:\n  \
        ringlog why 01923abc                by the beginning of its id\n  \
        ringlog why 01923abc --json         the sentence, and the steps it rests on")]
    Why {
        /// `call_history_uuid`, `call_id`, or the beginning of one
        id: String,
        /// As JSON: `call_history_uuid`, `why` (null where nothing tells), `evidence`
        #[arg(long)]
        json: bool,
    },
    /// Write calls from the archive to a file
    Export(ExportArgs),
    /// Count calls by day, hour, queue, person, number and so on
    Stats(StatsArgs),
    /// List the callers to call back: missed, abandoned and voicemail callers whom nobody has spoken to since
    Callbacks(CallbacksArgs),
    /// Look at the archive
    #[command(subcommand, after_help = "Examples:\n  ringlog cache coverage")]
    Cache(CacheCommand),
    /// List and download recordings
    #[command(
        subcommand,
        after_help = "Examples:\n  ringlog recordings list alvarez\n  ringlog recordings get alvarez --dir ~/recordings"
    )]
    Recordings(RecordingsCommand),
    /// List, read and download voicemail
    #[command(subcommand, after_help = "Examples:\n  ringlog voicemail list unread\n  ringlog voicemail text 0a1b2c3d")]
    Voicemail(VoicemailCommand),
    /// Explain queries
    #[command(subcommand, after_help = "Examples:\n  ringlog query explain 'result:missed last:7d'")]
    Query(QueryCommand),
    /// List, show, save and remove saved views
    #[command(subcommand, after_help = "Examples:\n  ringlog view list\n  ringlog calls list --view 'Missed today'")]
    View(ViewCommand),
    /// Show and check the settings
    #[command(subcommand, after_help = "Examples:\n  ringlog config path\n  ringlog config validate")]
    Config(ConfigCommand),
    /// Check settings, network, sign-in and archive; say what is wrong and how to mend it
    Doctor(DoctorArgs),
    /// List the keys of the screen
    Keys(KeysArgs),
    /// Print the completions for a shell
    Completion(CompletionArgs),
}

/// `ringlog auth`
#[derive(Debug, Subcommand)]
pub enum AuthCommand {
    /// Sign in to Zoom with your browser
    Login(LoginArgs),
    /// Say who is signed in, what the app may read, and where the credential is kept
    #[command(after_help = "Examples:\n  ringlog auth status\n  ringlog auth status --json")]
    Status {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Forget the credential on this machine and revoke it at Zoom; the archive stays
    #[command(after_help = "Examples:\n  ringlog auth logout\n  ringlog auth logout --purge")]
    Logout {
        /// Delete this profile's calls from this machine too; exports and downloaded files stay
        #[arg(long)]
        purge: bool,
    },
    /// List the profiles, or choose the one to use when none is named
    #[command(after_help = "Examples:\n  ringlog auth switch\n  ringlog auth switch acme")]
    Switch {
        /// The profile to use from now on
        name: Option<String>,
    },
    /// Get a fresh access token now, to see that the sign-in still holds
    #[command(after_help = "Examples:\n  ringlog auth refresh")]
    Refresh,
}

/// `ringlog auth login`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringlog auth login                  opens your browser and waits for it\n  \
    ringlog auth login --no-browser     prints the address only\n  \
    ringlog auth login --paste          over SSH: sign in anywhere, paste the last page's address here\n  \
    ringlog auth login --device         type a code on any device; the app needs a secret for it")]
pub struct LoginArgs {
    /// Do not open a browser; the address is printed either way
    #[arg(long)]
    pub no_browser: bool,
    /// Read the address that the browser ended on from standard input, for when it runs on another machine
    #[arg(long)]
    pub paste: bool,
    /// Show a code to type on another device; for apps with a secret and "use on device" switched on
    #[arg(long, conflicts_with = "paste")]
    pub device: bool,
}

/// `ringlog sync`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringlog sync                        what is newer than the archive, with 48 hours of overlap\n  \
    ringlog sync --all                  the six months that Zoom keeps; what is complete is not fetched again\n  \
    ringlog sync --last 30d             these days again\n  \
    ringlog sync --from 2026-11-01 --to 2026-11-07")]
pub struct SyncArgs {
    /// All that Zoom keeps: six months
    #[arg(long, conflicts_with_all = ["last", "from", "to"])]
    pub all: bool,
    /// The last days, such as 30d or 2w
    #[arg(long, value_name = "SPAN", conflicts_with_all = ["from", "to"])]
    pub last: Option<Days>,
    /// First day, as in a query: 2026-11-01, yesterday, mon, -3d
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    pub from: Option<Point>,
    /// Last day; today when absent
    #[arg(long, value_name = "DAY", requires = "from", allow_hyphen_values = true)]
    pub to: Option<Point>,
    /// Do not ask, whatever it costs; without it, more than 1,000 requests are asked about
    #[arg(long)]
    pub yes: bool,
}

/// A number of days: `30d`, `2w`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(pub u16);

impl FromStr for Days {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).unwrap_or_default();
        let factor = match unit {
            "d" => 1,
            "w" => 7,
            _ => return Err("use days or weeks, such as 30d or 2w"),
        };
        let days = number.parse::<u16>().ok().and_then(|number| number.checked_mul(factor));
        days.filter(|days| *days > 0).map(Self).ok_or("use a whole number of days, such as 30d")
    }
}

/// `ringlog query`
#[derive(Debug, Subcommand)]
pub enum QueryCommand {
    /// Say in words what a query asks for
    ///
    /// It says too how many calls the archive has for it, and what is missing for a whole answer.
    #[command(after_help = super::query::help())]
    Explain {
        /// The query
        query: Vec<String>,
    },
}

/// `ringlog view`
#[derive(Debug, Subcommand)]
pub enum ViewCommand {
    /// List the saved views, one's own first
    #[command(after_help = "Examples:\n  ringlog view list\n  ringlog view list --json")]
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show the query of a view
    #[command(after_help = "Examples:\n  ringlog view show 'Missed today'")]
    Show {
        /// The view
        name: String,
    },
    /// Save a query as a view; the screen saves the order and the columns as well
    #[command(after_help = "Examples:\n  ringlog view save 'Support, long waits' queue:Support 'wait:>2m'")]
    Save {
        /// What to call it
        name: String,
        /// The query; all calls when absent
        query: Vec<String>,
        /// Replace the view of that name
        #[arg(long)]
        force: bool,
    },
    /// Remove a view
    #[command(after_help = "Examples:\n  ringlog view rm 'Support, long waits'")]
    Rm {
        /// The view
        name: String,
    },
}

/// `ringlog config`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum ConfigCommand {
    /// Print where the config file is, whether or not it is there
    #[command(after_help = "Examples:\n  ringlog config path\n  ${EDITOR:-vi} \"$(ringlog config path)\"")]
    Path,
    /// Print the settings that are made, and where
    #[command(after_help = "Examples:\n  ringlog config show")]
    Show,
    /// Check the config file, its keys and the saved views; exit code 2 when something cannot be used
    #[command(after_help = "Examples:\n  ringlog config validate")]
    Validate,
}

/// `ringlog doctor`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringlog doctor                      one line a check: ok, warning, problem or skipped, and the fix\n  \
    ringlog doctor --json               an array of check, state, detail, fix\n\n\
    Exit codes: 0 nothing to mend; else what to mend first: 2 settings, 7 network, 4 sign-in, 5 not allowed, 1 other.")]
pub struct DoctorArgs {
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `ringlog keys`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringlog keys                        place, keys, what they do\n  \
    ringlog keys --json                 the same as an array")]
pub struct KeysArgs {
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `ringlog completion`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringlog completion bash > ~/.local/share/bash-completion/completions/ringlog\n  \
    ringlog completion fish > ~/.config/fish/completions/ringlog.fish\n  \
    ringlog completion zsh > ~/.zfunc/_ringlog")]
pub struct CompletionArgs {
    /// Which shell
    pub shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn query(arguments: &[&str]) -> (Vec<String>, PathBuf) {
        let arguments = ["ringlog", "export"].iter().chain(arguments).map(|argument| as_typed((*argument).into()));
        match Cli::try_parse_from(arguments).unwrap().command {
            Some(Command::Export(export)) => (export.query, export.output),
            other => panic!("no export: {other:?}"),
        }
    }

    #[test]
    fn a_denied_term_is_part_of_the_query_wherever_it_stands() {
        let (words, output) = query(&["dir:in", "-site:West", "-o", "x.csv", "-result:answered"]);
        let words: Vec<&str> = words.iter().map(|word| word.trim()).collect();
        assert_eq!(words, ["dir:in", "-site:West", "-result:answered"]);
        assert_eq!(output, PathBuf::from("x.csv"));
    }

    #[test]
    fn an_unknown_option_is_still_refused() {
        let arguments = ["ringlog", "export", "-x:1", "-o", "x.csv"].map(|argument| as_typed(argument.into()));
        assert!(Cli::try_parse_from(arguments).is_err());
    }
}
