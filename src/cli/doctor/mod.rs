//! `ringlog doctor`: looks at everything that has to be right, and says of each what is wrong and how to mend it.

mod finding;
mod machine;
mod online;

use std::time::Duration;

use finding::Finding;

use super::args::DoctorArgs;
use super::failure::{Failure, USAGE};
use super::{Environment, log, with_account};
use crate::auth::SessionError;
use crate::config::{Paths, Settings, given};
use crate::worker::{Browser, Services, Setup, problem};

/// The longest that one check takes. Four at most wait for one another.
const LIMIT: Duration = Duration::from_secs(5);

/// Looks at everything; gives the exit code of the worst.
pub(super) async fn run(
    arguments: &DoctorArgs,
    account: Option<&str>,
    environment: Environment,
) -> Result<u8, Failure> {
    let mut findings = vec![machine::version()];
    let mut services = None;
    match Paths::find(&environment) {
        Ok(paths) => services = look(paths, account, environment, &mut findings).await,
        Err(error) => findings.push(Finding::problem("config file", USAGE, error.to_string(), "Set HOME.")),
    }
    findings.push(machine::terminal(environment));
    let told = if arguments.json { finding::tell_as_json(&findings) } else { finding::tell(&findings) };
    // A renewal that outlasted its check is waited for: to end in the middle of it could lose the sign-in.
    if let Some(session) = services.and_then(|services| services.session().ok()) {
        session.close().await.map_err(|error| problem::losing_sign_in(&SessionError::from(error).into()))?;
    }
    told.map(|()| finding::worst(&findings))
}

/// All that needs to know where things are. Gives what was worked with, if the settings could be read.
async fn look(
    paths: Paths,
    account: Option<&str>,
    environment: Environment,
    findings: &mut Vec<Finding>,
) -> Option<Services> {
    let read = Settings::read_at(paths.clone(), &with_account(account, environment));
    findings.push(machine::config_file(&paths, read.as_ref().err()));
    let Ok(settings) = read else {
        findings.extend(online::skipped("the settings cannot be read"));
        findings.extend(machine::archives(&paths.data).await);
        findings.push(machine::log(&paths.state.join("ringlog.log")));
        return None;
    };
    findings.push(machine::profile(&settings.profiles));
    let given = given(&paths, settings.profiles.current(), &environment);
    findings.push(machine::settings(&given.unwrap_or_default()));
    findings.push(machine::client_id(settings.zoom.client_id.as_deref()));
    let log = machine::log(&log::start(&settings));
    let zoom = settings.zoom.clone();
    let browser = Browser::from_environment(&environment);
    let (profile, data) = (settings.profiles.current().clone(), settings.paths.data.clone());
    let setup =
        Setup { profile, zoom: settings.zoom, paths: settings.paths, files: settings.files, browser, paced: true };
    let services = Services::new(setup);
    let (network, zoom, archives) =
        tokio::join!(online::network(&zoom, environment), online::sign_in(&services), machine::archives(&data));
    // What asks tries for a while, and then knows only that it took too long.
    let zoom: Vec<Finding> = zoom.into_iter().map(|finding| network.iter().fold(finding, Finding::after)).collect();
    findings.extend(network.into_iter().chain(zoom).chain(archives));
    findings.push(log);
    Some(services)
}
