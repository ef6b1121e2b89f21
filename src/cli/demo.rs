//! `ringlog demo`: the stand-in for Zoom, with or without the screen.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use url::Url;

use super::args::{AccessArg, DemoArgs, GlobalArgs, LimitArg, ShapeArg};
use super::failure::{Failure, USAGE};
use super::{Context, Environment, screen};
use crate::auth::CredentialStore;
use crate::clock;
use crate::config::{Paths, Settings};
use crate::demo::{self, AppKind, Faults, Options, Shape, Spec};
use crate::worker::Browser;

/// Only the stand-in, until it is told to end.
pub(super) async fn serve(arguments: DemoArgs) -> Result<u8, Failure> {
    let faults = match &arguments.faults {
        Some(script) => faults(script)?,
        None => Faults::default(),
    };
    let options = Options {
        port: arguments.port,
        shape: match arguments.shape {
            ShapeArg::Old => Shape::Old,
            ShapeArg::New => Shape::New,
            ShapeArg::Both => Shape::Both,
        },
        plan: match arguments.limits {
            LimitArg::Pro => demo::Plan::Pro,
            LimitArg::Business => demo::Plan::Business,
            LimitArg::None => demo::Plan::Unlimited,
        },
        faults,
        ..options(&arguments)
    };
    demo::serve(options).await.map_err(|error| cannot_serve(&error))?;
    Ok(0)
}

/// The screen on the stand-in's calls. Settings, keychain and archive of the person are neither read nor written: all is
/// in a folder that goes away with the demo.
pub(super) async fn screen(arguments: DemoArgs, global: GlobalArgs, environment: Environment) -> Result<u8, Failure> {
    let options = Options { plan: demo::Plan::Unlimited, auto_approve: true, ..options(&arguments) };
    let running = demo::start(options).await.map_err(|error| cannot_serve(&error))?;
    // Made last: who interrupts the demo while its calls are made up leaves nothing behind.
    let folder = tempfile::Builder::new()
        .prefix("ringlog-demo-")
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir()
        .map_err(|error| Failure::new(1, format!("cannot make a folder for the demo: {error}")))?;
    let paths = Paths::below(folder.path());
    fs::create_dir_all(&paths.config).map_err(|error| Failure::new(1, format!("cannot make a folder: {error}")))?;
    // How things look and sound is the person's choice all the same; nothing else of the environment is taken.
    let looks = |name: &str| matches!(name, "RINGLOG_TZ" | "RINGLOG_THEME" | "RINGLOG_ASCII" | "RINGLOG_PLAYER");
    let mut settings = Settings::read_at(paths, &|name| looks(name).then(|| environment(name)).flatten())?;
    settings.zoom.client_id = Some(running.client_id.clone());
    settings.zoom.auth_url = address(&running.auth_url)?;
    settings.zoom.api_url = address(&running.api_url)?;
    settings.zoom.credential_store = CredentialStore::Memory;
    let context = Context::with(settings, Browser::StandIn, false, global, environment);
    let code = screen::run(context, true).await;
    running.shutdown().await;
    // A folder that will not go away is left to the system's own cleaning.
    let _ = folder.close();
    code
}

fn options(arguments: &DemoArgs) -> Options {
    let spec = Spec { seed: arguments.seed, calls: arguments.calls, days: arguments.days, now: clock::now() };
    let app = match arguments.access {
        AccessArg::Account => AppKind::AdminManaged,
        AccessArg::Own => AppKind::UserManaged,
    };
    Options { app, ..Options::new(spec) }
}

/// The script of faults, or the file that `@` names.
fn faults(script: &str) -> Result<Faults, Failure> {
    let text = match script.strip_prefix('@') {
        Some(path) => fs::read_to_string(path)
            .map_err(|error| Failure::new(USAGE, format!("--faults: cannot read {path}: {error}")))?,
        None => script.to_owned(),
    };
    text.parse().map_err(|error: demo::FaultError| Failure::new(USAGE, format!("--faults: {error}")))
}

fn address(url: &str) -> Result<Url, Failure> {
    Url::parse(url).map_err(|error| Failure::new(1, format!("the stand-in is at no usable address: {error}")))
}

fn cannot_serve(error: &std::io::Error) -> Failure {
    Failure::new(1, format!("the stand-in for Zoom cannot be served: {error}"))
}
