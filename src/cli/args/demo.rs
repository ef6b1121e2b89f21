//! The arguments of the stand-in.

use clap::{Args, ValueEnum};

/// `ringlog demo`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    ringlog demo                        the screen, on 20,000 made-up calls\n  \
    ringlog demo --calls 1000000        a million of them\n  \
    ringlog demo --serve                only the stand-in for Zoom, for scripts; prints one line of JSON")]
pub struct DemoArgs {
    /// How many calls to make up (up to 10 million)
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(0..=10_000_000))]
    pub calls: u64,
    /// Over how many days, ending now
    #[arg(long, value_name = "D", default_value_t = 180, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub days: u32,
    /// Another number makes another company's calls
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Only serve the stand-in for Zoom, until interrupted or until standard input, if it is a pipe, closes
    #[arg(long)]
    pub serve: bool,
    /// Port for --serve; 0 is any free one
    #[arg(long, value_name = "P", default_value_t = 0, requires = "serve")]
    pub port: u16,
    /// Misbehave as this script of faults says; the README lists its words. `@FILE` reads it from a file
    #[arg(long, value_name = "SCRIPT", requires = "serve")]
    pub faults: Option<String>,
    /// Answer with the old arrays, the new ones, or both
    #[arg(long, value_name = "SHAPE", value_enum, default_value_t = ShapeArg::Both, requires = "serve")]
    pub shape: ShapeArg,
    /// The kind of app that signs in: all calls of the account, or one person's own
    #[arg(long, value_name = "ACCESS", value_enum, default_value_t = AccessArg::Account)]
    pub access: AccessArg,
    /// The rate limits to hold clients to
    #[arg(long, value_name = "PLAN", value_enum, default_value_t = LimitArg::Business, requires = "serve")]
    pub limits: LimitArg,
}

/// Which arrays the stand-in answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShapeArg {
    /// As before the end of 2025.
    Old,
    /// As after November 2026.
    New,
    /// As in between.
    Both,
}

/// Whose calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AccessArg {
    /// All calls of the account.
    Account,
    /// One person's own calls.
    Own,
}

/// Rate limits of the stand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LimitArg {
    /// As on a Pro plan.
    Pro,
    /// As on a Business plan.
    Business,
    /// None.
    None,
}
