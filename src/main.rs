//! ringlog: arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser as _;
use ringlog::cli::{self, Cli};

fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(std::env::args_os().map(cli::as_typed)) {
        Ok(cli) => cli,
        Err(answer) => return ExitCode::from(cli::answered(&answer)),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            cli::say(format_args!("ringlog: cannot start: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let code = runtime.block_on(cli::run(cli, cli::environment));
    // A thread that waits for the terminal or a keychain must not hold the end up.
    runtime.shutdown_background();
    ExitCode::from(code)
}
