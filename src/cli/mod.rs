//! The command line: arguments, and the commands without a screen. They use the same worker and export code as the screen.
//! May import every other room. It never talks to Zoom, the archive or a file by itself where the worker already does.

mod args;
mod auth;
mod cache;
mod calls;
mod config;
mod demo;
mod device;
mod doctor;
mod driver;
mod export;
mod failure;
mod fetch;
mod job;
mod keys;
mod log;
mod media;
mod output;
mod price;
mod process;
mod profiles;
mod progress;
mod query;
mod screen;
mod sheet;
mod ssh;
mod stats;
mod sync;
mod view;
mod why;

pub use args::{Cli, as_typed};
pub use output::{answered, say};

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::OnceLock;

use futures::FutureExt as _;

use args::{
    AuthCommand, CacheCommand, CallsCommand, Command, GlobalArgs, QueryCommand, RecordingsCommand, ShowFormat,
    VoicemailCommand,
};
use failure::{Failure, USAGE, unless_interrupted};

use crate::config::{ACCOUNT_VARIABLE, KeySetting, Paths, Profiles, Settings};
use crate::model::{Look, MediaKind, ThemeName, Zone};
use crate::runtime;
use crate::worker::{Browser, Closing, Services, Setup};

/// The environment, as a function, so that tests need not change it.
pub type Environment = fn(&str) -> Option<String>;

/// The environment of this process. Where a value is no text it has U+FFFD in it, so that it is told and not taken for unset.
#[must_use]
pub fn environment(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

/// Does what the arguments say. Gives the exit code; what went wrong was told on standard error.
pub async fn run(cli: Cli, environment: Environment) -> u8 {
    process::close_to_others();
    process::survive_file_size_limit();
    runtime::install_panic_hook();
    let account = cli.global.account.clone();
    // On the heap: it holds what any of the commands needs.
    let opened = OnceLock::new();
    let ended = AssertUnwindSafe(Box::pin(carry_out(cli, environment, &opened))).catch_unwind().await;
    let ended = ended.unwrap_or_else(|_| Err(Failure::new(1, runtime::fault_of_a_command())));
    let tell = |failure: Failure| {
        let failure = failure.of_profile(account.as_deref());
        failure.tell();
        failure.code
    };
    let code = ended.unwrap_or_else(tell);
    // However the command ended: a renewal that is cut off could lose the sign-in.
    let Some(closing) = opened.get() else { return code };
    closing.close().await.map_or_else(|lost| tell(Failure::at_the_end(code, lost)), |()| code)
}

/// Does it; `opened` gets the sign-in that is worked with.
async fn carry_out(cli: Cli, environment: Environment, opened: &OnceLock<Closing>) -> Result<u8, Failure> {
    let global = cli.global;
    let open = || {
        let context = Context::open(global.clone(), environment)?;
        opened.get_or_init(|| context.services.closing());
        Ok::<_, Failure>(context)
    };
    match cli.command {
        None => screen::run(open()?, false).await,
        Some(Command::Demo(_)) if global.account.is_some() => {
            Err(Failure::new(USAGE, "the demo has a profile of its own: leave --account out"))
        }
        Some(Command::Demo(arguments)) if arguments.serve => demo::serve(arguments).await,
        Some(Command::Demo(arguments)) => demo::screen(arguments, global, environment).await,
        Some(Command::Auth(AuthCommand::Login(arguments))) if arguments.device => device::login(open()?).await,
        Some(Command::Auth(AuthCommand::Login(arguments))) => auth::login(open()?, &arguments).await,
        Some(Command::Auth(AuthCommand::Status { json })) => auth::status(&open()?, json).await,
        Some(Command::Auth(AuthCommand::Logout { purge })) => auth::logout(&open()?, purge).await,
        Some(Command::Auth(AuthCommand::Switch { name })) => profiles::switch(name.as_deref(), environment),
        Some(Command::Auth(AuthCommand::Refresh)) => unless_interrupted(auth::refresh(&open()?)).await,
        Some(Command::Sync(arguments)) => sync::run(open()?, &arguments).await,
        Some(Command::Calls(CallsCommand::List(arguments))) => calls::list(&open()?, &arguments).await,
        Some(Command::Calls(CallsCommand::Fetch(arguments))) => fetch::run(open()?, &arguments).await,
        Some(Command::Calls(CallsCommand::Show { id, format, json })) => {
            calls::show(&open()?, id, if json { ShowFormat::Json } else { format }).await
        }
        Some(Command::Why { id, json }) => why::run(open()?, id, json).await,
        Some(Command::Export(arguments)) => export::run(&open()?, &arguments).await,
        Some(Command::View(command)) => view::run(&command, environment),
        Some(Command::Config(command)) => config::run(command, environment),
        Some(Command::Stats(arguments)) => stats::stats(&open()?, &arguments).await,
        Some(Command::Callbacks(arguments)) => stats::callbacks(&open()?, &arguments).await,
        Some(Command::Cache(CacheCommand::Coverage { json })) => cache::coverage(&open()?, json).await,
        Some(Command::Recordings(RecordingsCommand::List(arguments))) => {
            media::list(open()?, MediaKind::Recording, &arguments).await
        }
        Some(Command::Recordings(RecordingsCommand::Get(arguments))) => {
            media::get(open()?, MediaKind::Recording, arguments).await
        }
        Some(Command::Voicemail(VoicemailCommand::List(arguments))) => {
            media::list(open()?, MediaKind::Voicemail, &arguments).await
        }
        Some(Command::Voicemail(VoicemailCommand::Get(arguments))) => {
            media::get(open()?, MediaKind::Voicemail, arguments).await
        }
        Some(Command::Voicemail(VoicemailCommand::Text(arguments))) => media::text(open()?, &arguments).await,
        Some(Command::Keys(arguments)) => keys::list(arguments.json, environment),
        Some(Command::Completion(arguments)) => keys::completion(arguments.shell),
        Some(Command::Doctor(arguments)) => doctor::run(&arguments, global.account.as_deref(), environment).await,
        Some(Command::Query(QueryCommand::Explain { query })) => query::explain(&query, &open()?).await,
    }
}

/// The look the person asked for; where they said nothing, what the environment tells of the terminal.
fn look(settings: &Settings, global: &GlobalArgs, environment: Environment) -> Look {
    let no_color = environment("NO_COLOR").filter(|value| !value.is_empty()).map(|_| ThemeName::Mono);
    let told = || environment("COLORFGBG").and_then(|colours| ThemeName::for_background(&colours));
    let theme = global.theme.or(no_color).or(settings.theme).or_else(told).unwrap_or_default();
    Look { theme, ascii: global.ascii || settings.ascii }
}

/// The environment, in which the argument says which profile is used.
fn with_account(account: Option<&str>, environment: Environment) -> impl Fn(&str) -> Option<String> {
    let account = account.map(str::to_owned);
    move |name| account.clone().filter(|_| name == ACCOUNT_VARIABLE).or_else(|| environment(name))
}

/// What a command works with.
struct Context {
    services: Services,
    profiles: Profiles,
    zone: Zone,
    look: Look,
    global: GlobalArgs,
    environment: Environment,
    keys: Vec<KeySetting>,
    paths: Paths,
    config_file: PathBuf,
    log_file: PathBuf,
}

impl Context {
    /// Reads the settings and opens the log.
    fn open(global: GlobalArgs, environment: Environment) -> Result<Self, Failure> {
        let settings = Settings::read(&with_account(global.account.as_deref(), environment))?;
        Ok(Self::with(settings, Browser::from_environment(&environment), true, global, environment))
    }

    fn with(settings: Settings, browser: Browser, paced: bool, global: GlobalArgs, environment: Environment) -> Self {
        let log_file = log::start(&settings);
        let config_file = settings.paths.config_file();
        let zone = global.tz.unwrap_or(settings.zone);
        let look = look(&settings, &global, environment);
        let profile = settings.profiles.current().clone();
        let (keys, paths) = (settings.keys, settings.paths.clone());
        let setup =
            Setup { profile, zoom: settings.zoom, paths: settings.paths, files: settings.files, browser, paced };
        let services = Services::new(setup);
        let profiles = settings.profiles;
        Self { services, profiles, zone, look, global, environment, keys, paths, config_file, log_file }
    }

    /// True when the terminal is on another machine than the person.
    fn is_ssh(&self) -> bool {
        ["SSH_CONNECTION", "SSH_TTY"].into_iter().any(|name| (self.environment)(name).is_some())
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use clap::Parser as _;

    use super::*;

    /// A program for the test below: a command that panics, with words that name a person.
    #[test]
    #[ignore = "not a test: the program that the test of a command's panic runs"]
    fn a_program_that_has_a_fault() {
        let cli = Cli::parse_from(["ringlog", "doctor"]);
        let ended = run(cli, |_| panic!("Robin Example, +12025550134"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let code = runtime.block_on(ended);
        std::process::exit(code.into());
    }

    #[test]
    fn a_fault_in_a_command_is_told_with_its_place_and_without_what_it_was_about() {
        let ended = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "cli::tests::a_program_that_has_a_fault", "--nocapture"])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{told}");
        assert!(told.contains("ringlog: ringlog came upon a fault of its own"), "{told}");
        assert!(told.contains("safe in the archive") && told.contains("its place: src/cli/mod.rs:"), "{told}");
        assert!(!told.contains("Robin") && !told.contains("0134") && !told.contains("panicked"), "{told}");
    }
}
