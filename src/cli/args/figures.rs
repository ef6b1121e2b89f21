//! The arguments of figures: counts, call-backs, days fetched.

use clap::{Args, Subcommand, ValueEnum};

/// `ringlog stats`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringlog stats --by queue 'last:30d dir:in'\n  \
    ringlog stats --by hour --plot                       bars, as text\n  \
    ringlog stats --by user --metric lost last:30d       those with the most lost calls first\n  \
    ringlog stats --by day --compare prev last:7d --json\n\n\
    lost are missed and abandoned calls; shares are of all calls of a row. wait_p90_s is of the wait_known calls \
    whose wait Zoom told. With --compare prev, change is noise within two standard errors, and unknown where a part of \
    either period was never fetched. complete says the archive holds all of the time asked for; compared_with.complete \
    says so of the period before.")]
pub struct StatsArgs {
    /// Which calls; all when absent. See `ringlog query explain`
    pub query: Vec<String>,
    /// What to count by
    #[arg(long, value_enum)]
    pub by: ByArg,
    /// What to sort and plot by
    #[arg(long, value_enum, default_value_t = MetricArg::Calls)]
    pub metric: MetricArg,
    /// Compare with the period before; the query has to name one stretch of time
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub compare: Option<CompareArg>,
    /// Form of the figures
    #[command(flatten)]
    pub form: FormArgs,
    /// Bars of the metric, as text
    #[arg(long, conflicts_with_all = ["json", "csv", "tsv"])]
    pub plot: bool,
}

/// The form of a small table: columns on a terminal, else tab-separated.
#[derive(Clone, Copy, Debug, Args)]
pub struct FormArgs {
    /// One JSON object, with what the figures cover
    #[arg(long, conflicts_with_all = ["csv", "tsv"])]
    pub json: bool,
    /// Comma-separated
    #[arg(long, conflicts_with = "tsv")]
    pub csv: bool,
    /// Tab-separated
    #[arg(long)]
    pub tsv: bool,
}

/// `--by`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ByArg {
    /// Hours of the day.
    Hour,
    /// Days.
    Day,
    /// Days of the week.
    Weekday,
    /// Queues, menus and shared lines.
    Queue,
    /// People of the account.
    User,
    /// The owner's site.
    Site,
    /// How calls ended.
    Result,
    /// The other side's number.
    Number,
}

/// `--metric`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MetricArg {
    /// How many calls.
    Calls,
    /// How many were missed or abandoned.
    Lost,
    /// Which part was answered.
    Answered,
    /// The ninth decile of the wait.
    Wait,
    /// Time spoken.
    Talk,
}

/// `--compare`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CompareArg {
    /// The period before, as long.
    Prev,
}

/// `ringlog callbacks`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringlog callbacks                       everybody still to be called back, the last try first\n  \
    ringlog callbacks last:2d queue:Support --csv\n\n\
    A caller is on the list when a call came in from outside with a number, was missed, abandoned or sent to voicemail, \
    is not labelled as spam, and no later call with that number, in either direction, was answered. Blocked calls and \
    withheld numbers are not on it. The same calls, one by one: ringlog calls list needs:callback")]
pub struct CallbacksArgs {
    /// Which calls; all when absent. See `ringlog query explain`
    pub query: Vec<String>,
    /// Form of the list
    #[command(flatten)]
    pub form: FormArgs,
}

/// `ringlog cache`
#[derive(Debug, Subcommand)]
pub enum CacheCommand {
    /// Say which days were fetched: complete, partial or never, with the number of calls
    #[command(after_help = "Examples:\n  \
        ringlog cache coverage              the stretches of days that are alike\n  \
        ringlog cache coverage --json       each day: day, state, calls, fetchable\n\n\
        Exit codes: 0 all that Zoom keeps is complete, 3 something of it is missing.")]
    Coverage {
        /// Each day, as JSON
        #[arg(long)]
        json: bool,
    },
}
