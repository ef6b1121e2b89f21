//! The command line: arguments, and the commands without a screen. They use the same worker and export code as the screen.
//! May import every room but `main`. It never talks to Zoom, the archive or a file by itself where the worker already does.

mod args;
mod auth;
mod calls;
mod demo;
mod device;
mod doctor;
mod driver;
mod export;
mod failure;
mod keys;
mod log;
mod output;
mod query;
mod screen;
mod sync;
mod why;

pub use args::{Cli, as_typed};
pub use output::say;

use std::path::PathBuf;

use args::{AuthCommand, CallsCommand, Command, QueryCommand};
use failure::Failure;

use crate::config::Settings;
use crate::model::Zone;
use crate::worker::{Browser, Services, Setup};

/// The environment, as a function, so that tests need not change it.
pub type Environment = fn(&str) -> Option<String>;

/// The environment of this process.
#[must_use]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Does what the arguments say. Gives the exit code; what went wrong was told on standard error.
pub async fn run(cli: Cli, environment: Environment) -> u8 {
    match carry_out(cli, environment).await {
        Ok(code) => code,
        Err(failure) => {
            failure.tell();
            failure.code
        }
    }
}

async fn carry_out(cli: Cli, environment: Environment) -> Result<u8, Failure> {
    let open = || Context::open(cli.tz, environment);
    match cli.command {
        None => screen::run(open()?, false).await,
        Some(Command::Demo(arguments)) if arguments.serve => demo::serve(arguments).await,
        Some(Command::Demo(arguments)) => demo::screen(arguments, cli.tz, environment).await,
        Some(Command::Auth(AuthCommand::Login(arguments))) if arguments.device => device::login(open()?).await,
        Some(Command::Auth(AuthCommand::Login(arguments))) => auth::login(open()?, &arguments).await,
        Some(Command::Auth(AuthCommand::Status { json })) => auth::status(&open()?, json).await,
        Some(Command::Auth(AuthCommand::Logout)) => auth::logout(&open()?).await,
        Some(Command::Auth(AuthCommand::Refresh)) => auth::refresh(&open()?).await,
        Some(Command::Sync(arguments)) => sync::run(open()?, &arguments).await,
        Some(Command::Calls(CallsCommand::List(arguments))) => calls::list(&open()?, &arguments).await,
        Some(Command::Calls(CallsCommand::Show { id, format })) => calls::show(&open()?, id, format).await,
        Some(Command::Why { id, json }) => why::run(open()?, id, json).await,
        Some(Command::Export(arguments)) => export::run(&open()?, &arguments).await,
        Some(Command::Keys(arguments)) => keys::list(arguments.json),
        Some(Command::Completion(arguments)) => keys::completion(arguments.shell),
        Some(Command::Doctor(arguments)) => doctor::run(&arguments, environment).await,
        Some(Command::Query(QueryCommand::Explain { query })) => query::explain(&query, &open()?),
    }
}

/// What a command works with.
struct Context {
    services: Services,
    zone: Zone,
    environment: Environment,
    config_file: PathBuf,
    log_file: PathBuf,
}

impl Context {
    /// Reads the settings and opens the log.
    fn open(zone: Option<Zone>, environment: Environment) -> Result<Self, Failure> {
        let settings = Settings::read(&environment)?;
        Self::with(settings, Browser::from_environment(&environment), true, zone, environment)
    }

    fn with(
        settings: Settings,
        browser: Browser,
        paced: bool,
        zone: Option<Zone>,
        environment: Environment,
    ) -> Result<Self, Failure> {
        let log_file = log::start(&settings)?;
        let config_file = settings.paths.config_file();
        let zone = zone.unwrap_or(settings.zone);
        let services = Services::new(Setup { zoom: settings.zoom, paths: settings.paths, browser, paced });
        Ok(Self { services, zone, environment, config_file, log_file })
    }

    /// True when the terminal is on another machine than the person.
    fn is_ssh(&self) -> bool {
        ["SSH_CONNECTION", "SSH_TTY"].into_iter().any(|name| (self.environment)(name).is_some())
    }
}
