//! What is on this machine: settings, archives, log, terminal. None of it is changed.

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{DateTime, Utc};
use futures::future::join_all;
use rustix::fs::{Access, access};

use super::super::Environment;
use super::super::failure::USAGE;
use super::LIMIT;
use super::finding::Finding;
use crate::app::Screen;
use crate::config::{self, Given, Paths, Profiles};
use crate::files;
use crate::model::{Coverage, ProfileName, grouped};
use crate::store::{self, Examination};
use crate::worker::{self, problem};

const CONFIG_FILE: &str = "config file";
const CLIENT_ID: &str = "client id";
const ARCHIVE: &str = "archive";
const LOG: &str = "log";
const TERMINAL: &str = "terminal";

/// Which ringlog this is.
pub fn version() -> Finding {
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    Finding::ok("version", format!("ringlog {} for {system} on {machine}", env!("CARGO_PKG_VERSION")))
}

/// Whether the config file, and the environment with it, can be understood.
pub fn config_file(paths: &Paths, error: Option<&config::Error>) -> Finding {
    let file = paths.config_file();
    if let Some(error @ config::Error::UnknownProfile { .. }) = error {
        let fix = "Name one that is there, or go back to the first one: ringlog auth switch default.";
        return Finding::problem(CONFIG_FILE, USAGE, error.to_string(), fix);
    }
    if let Some(error) = error {
        let first = match files::open(&file) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                "Make that file and its folder readable for you"
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                "Put a file with the settings in its place, or nothing"
            }
            Ok(_) | Err(_) => "Correct that setting",
        };
        return Finding::problem(
            CONFIG_FILE,
            USAGE,
            error.to_string(),
            format!("{first}; every other command stops at it too."),
        );
    }
    let told = if file.exists() { "" } else { " is not there, which is fine" };
    let detail = format!("{}{told}", file.display());
    match file.parent() {
        Some(folder) if !can_be_written(folder) => Finding::warning(
            CONFIG_FILE,
            format!("{detail}; saved views and columns cannot be kept beside it"),
            format!("Make {} yours and writable, if you want to keep any.", folder.display()),
        ),
        Some(_) | None => Finding::ok(CONFIG_FILE, detail),
    }
}

/// Which profile is looked at, and which others there are.
pub fn profile(profiles: &Profiles) -> Finding {
    let others: Vec<&str> =
        profiles.all().iter().filter(|name| *name != profiles.current()).map(ProfileName::as_str).collect();
    let others = if others.is_empty() { String::new() } else { format!("; others: {}", others.join(", ")) };
    Finding::ok("profile", format!("{}{others}", profiles.current()))
}

/// Which settings are made, and where.
pub fn settings(given: &[Given]) -> Finding {
    let told = given.iter().map(|given| {
        let from = if given.in_environment { "environment" } else { "file" };
        let value = given.value.as_deref().unwrap_or("[not shown]");
        format!("{}={value} ({from})", given.name)
    });
    let told: Vec<String> = told.collect();
    let rest = if told.is_empty() { "all by default" } else { "the rest by default" };
    Finding::ok("settings", told.into_iter().chain([rest.to_owned()]).collect::<Vec<_>>().join(", "))
}

/// Whether there is an app to sign in with.
pub fn client_id(client_id: Option<&str>) -> Finding {
    match client_id {
        Some(client_id) => Finding::ok(CLIENT_ID, client_id),
        None => Finding::from_problem(CLIENT_ID, problem::examining(&worker::Error::NotConfigured)),
    }
}

/// Every archive in the folder, whoever's it is.
pub async fn archives(folder: &Path) -> Vec<Finding> {
    let files = match files(folder) {
        Ok(files) if files.is_empty() && !can_be_written(folder) => {
            return vec![cannot_be_made(ARCHIVE, folder)];
        }
        Ok(files) if files.is_empty() => {
            return vec![Finding::ok(ARCHIVE, format!("none yet in {}; the first fetch makes it", folder.display()))];
        }
        Ok(files) => files,
        Err(error) => {
            let detail = format!("{}: {error}", folder.display());
            return vec![Finding::problem(ARCHIVE, 1, detail, "See that the folder is yours.")];
        }
    };
    join_all(files.into_iter().map(archive)).await
}

/// Whether files can be made in a folder, or it itself where it is not there yet.
fn can_be_written(folder: &Path) -> bool {
    let there = folder.ancestors().find(|folder| folder.exists());
    there.is_some_and(|there| access(there, Access::WRITE_OK | Access::EXEC_OK).is_ok())
}

fn cannot_be_made(check: &'static str, folder: &Path) -> Finding {
    let detail = format!("there is none yet, and it cannot be made: {} is not writable for you", folder.display());
    Finding::problem(check, 1, detail, "Make that folder yours and writable.")
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "db"));
    files.sort();
    Ok(files)
}

async fn archive(path: PathBuf) -> Finding {
    if is_no_file(&path) {
        let detail = format!("{} is a pipe, a device or a folder, where an archive should be", path.display());
        return Finding::problem(
            ARCHIVE,
            1,
            detail,
            "Move it away; the next fetch makes an archive where one is missing.",
        );
    }
    let looked = path.clone();
    let examined = tokio::task::spawn_blocking(move || store::examine(&looked, Instant::now() + LIMIT)).await;
    match examined.map_err(worker::Error::from).and_then(|examined| Ok(examined?)) {
        Ok(found) => whole_archive(&path, &found),
        Err(error) => {
            let mut told = problem::examining(&error);
            if problem::is_damage(&error) {
                // Only the archive of whoever signed in last is opened at a start.
                told.steps.push("Where that leaves it, it is of an earlier sign-in: move the file away.".to_owned());
            }
            Finding::from_problem(ARCHIVE, told).with_code(1)
        }
    }
}

/// True for what is there and holds nothing.
fn is_no_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file())
}

fn whole_archive(path: &Path, found: &Examination) -> Finding {
    let whole = if found.is_whole { "whole" } else { "too large to look at all of it in time" };
    let (covered, holes) = coverage(&found.coverage);
    let detail = format!("{}: {} calls, {whole}; {covered}", path.display(), grouped(found.calls));
    let exposed = [path.parent(), Some(path)]
        .into_iter()
        .flatten()
        .find(|path| fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0));
    if let Some(exposed) = exposed {
        let fix = format!("chmod go= '{}'", exposed.display());
        return Finding::warning(ARCHIVE, format!("{detail}; others may open {}", exposed.display()), fix);
    }
    if access(path, Access::WRITE_OK).is_err() || !path.parent().is_some_and(can_be_written) {
        return Finding::warning(
            ARCHIVE,
            format!("{detail}; it cannot be written: what is in it can be read, and nothing be fetched"),
            "Make the file and its folder yours and writable.",
        );
    }
    if holes {
        return Finding::warning(
            ARCHIVE,
            detail,
            "Fetch what is missing, as far as Zoom still has it: ringlog sync --all",
        );
    }
    Finding::ok(ARCHIVE, detail)
}

/// The time that the archive covers, and whether there is a hole in it.
fn coverage(coverage: &Coverage) -> (String, bool) {
    const TOLD: usize = 3;
    let minute = |moment: DateTime<Utc>| moment.format("%Y-%m-%d %H:%M").to_string();
    let (Some(first), Some(last)) = (coverage.spans().first(), coverage.spans().last()) else {
        return ("nothing fetched to its end yet".to_owned(), false);
    };
    let covered = format!("covers {} to {} UTC", minute(first.from), minute(last.to));
    let holes: Vec<String> = coverage
        .spans()
        .windows(2)
        .filter_map(|pair| Some(format!("{} to {}", minute(pair.first()?.to), minute(pair.last()?.from))))
        .collect();
    if holes.is_empty() {
        return (format!("{covered} without holes"), false);
    }
    let more = if holes.len() > TOLD { format!(" and {} more", holes.len() - TOLD) } else { String::new() };
    let told = holes.iter().take(TOLD).map(String::as_str).collect::<Vec<_>>().join(", ");
    (format!("{covered} but not {told}{more}"), true)
}

/// Whether the log can be written.
pub fn log(path: &Path) -> Finding {
    match files::at_once(OpenOptions::new().append(true)).open(path) {
        Ok(_) => Finding::ok(LOG, path.display().to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.parent().is_some_and(can_be_written) => {
            let detail = format!("{} cannot be made; nothing is logged", path.display());
            Finding::warning(LOG, detail, "Make its folder yours and writable.")
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Finding::ok(LOG, format!("{} is not there yet", path.display()))
        }
        Err(_) if is_no_file(path) => {
            let detail = format!("{} is a pipe, a device or a folder; nothing is logged", path.display());
            Finding::warning(LOG, detail, "Move it away; the next start makes a file in its place.")
        }
        Err(error) => {
            let detail = format!("{}: {error}; nothing is logged", path.display());
            Finding::warning(LOG, detail, "See that the file is yours and writable.")
        }
    }
}

/// Whether the screen can be drawn here.
pub fn terminal(environment: Environment) -> Finding {
    let term = environment("TERM").unwrap_or_default();
    let colour = if environment("NO_COLOR").is_some_and(|value| !value.is_empty()) { ", NO_COLOR is set" } else { "" };
    if !io::stdout().is_terminal() {
        return Finding::ok(TERMINAL, format!("none: the output goes elsewhere; TERM={term}{colour}"));
    }
    let (columns, rows) = crossterm::terminal::size().unwrap_or_default();
    let detail = format!("TERM={term}, {columns} columns, {rows} rows{colour}");
    if term == "dumb" {
        let fix = "The screen needs a terminal that can move its cursor; all commands work here.";
        Finding::warning(TERMINAL, detail, fix)
    } else if columns < Screen::MIN_COLUMNS || rows < Screen::MIN_ROWS {
        let fix = format!("Make it {} columns and {} rows at least.", Screen::MIN_COLUMNS, Screen::MIN_ROWS);
        Finding::warning(TERMINAL, detail, fix)
    } else {
        Finding::ok(TERMINAL, detail)
    }
}
