//! `ringlog view`: saved views without the screen.

use std::io;

use serde_json::json;

use super::Environment;
use super::args::ViewCommand;
use super::failure::{Failure, USAGE};
use super::output::{put, say};
use super::query;
use crate::app::built_in_views;
use crate::config::{Paths, Settings};
use crate::model::{LeftAlone, SavedView, Text, ViewChange, ViewError};
use crate::views;

/// The exit code when something would be overwritten.
const WOULD_OVERWRITE: u8 = 8;

/// Does what the arguments say.
pub(super) fn run(command: &ViewCommand, environment: Environment) -> Result<u8, Failure> {
    let paths = Settings::read(&environment)?.paths;
    match command {
        ViewCommand::List { json } => list(&paths, *json),
        ViewCommand::Show { name } => {
            put(named(&paths, name)?.query)?;
            Ok(0)
        }
        ViewCommand::Save { name, query, force } => save(&paths, name, query, *force),
        ViewCommand::Rm { name } => {
            let is_own = own(&paths)?.iter().any(|view| view.is_called(name));
            if !is_own && built_in_views().iter().any(|view| view.is_called(name)) {
                let words = format!("the view {} comes with ringlog and cannot be removed", Text::new(name));
                return Err(Failure::new(USAGE, words));
            }
            change(&paths, ViewChange::Remove { name: name.clone() })?;
            say(format_args!("{} is removed", Text::new(name)));
            Ok(0)
        }
    }
}

/// The view of that name: one's own, else one that comes with ringlog.
pub(super) fn named(paths: &Paths, name: &str) -> Result<SavedView, Failure> {
    let own = own(paths)?;
    own.into_iter().chain(built_in_views()).find(|view| view.is_called(name)).ok_or_else(|| {
        Failure::new(USAGE, format!("there is no view {}; `ringlog view list` lists them", Text::new(name)))
    })
}

fn own(paths: &Paths) -> Result<Vec<SavedView>, Failure> {
    let read = views::read(&paths.views_file()).map_err(|error| failed(&error))?;
    for left in &read.left_alone {
        say(format_args!("{}; it is left alone", place_of(paths, left)));
    }
    Ok(read.views)
}

/// Where in which file, and what is wrong there.
fn place_of(paths: &Paths, left: &LeftAlone) -> Text {
    Text::new(&format!("{}, {left}", paths.views_file().display()))
}

/// Whether every view can be used.
pub(super) fn validate(paths: &Paths) -> Result<(), Failure> {
    let read = views::read(&paths.views_file()).map_err(|error| failed(&error))?;
    match read.left_alone.as_slice() {
        [] => Ok(()),
        left => {
            let places: Vec<String> = left.iter().map(|left| place_of(paths, left).to_string()).collect();
            Err(Failure::new(USAGE, places.join("\n  ")))
        }
    }
}

fn change(paths: &Paths, change: ViewChange) -> Result<(), Failure> {
    views::change(&paths.views_file(), &paths.views_lock(), change).map(drop).map_err(|error| failed(&error))
}

/// What ends a command that needs the views.
pub(super) fn failed(error: &views::Error) -> Failure {
    let code = match error {
        views::Error::Damaged { .. } | views::Error::Change(_) => USAGE,
        views::Error::Io { source, .. } => {
            let no_text = [io::ErrorKind::InvalidData, io::ErrorKind::InvalidInput, io::ErrorKind::FileTooLarge];
            let is_no_text = no_text.contains(&source.kind());
            if is_no_text { USAGE } else { 1 }
        }
    };
    let words = Text::new(&error.to_string()).to_string();
    match error {
        views::Error::Io { source, .. }
            if matches!(source.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) =>
        {
            Failure::new(
                code,
                format!("the saved views cannot be used: {words}\n  Make it and its folder yours and writable"),
            )
        }
        views::Error::Io { .. } | views::Error::Damaged { .. } | views::Error::Change(_) => Failure::new(code, words),
    }
}

fn list(paths: &Paths, as_json: bool) -> Result<u8, Failure> {
    let own = own(paths)?;
    let built_in = built_in_views().into_iter().filter(|view| !own.iter().any(|own| own.is_called(&view.name)));
    let all = own.iter().cloned().map(|view| (view, false)).chain(built_in.map(|view| (view, true)));
    if as_json {
        let rows = all.map(|(view, built_in)| {
            let SavedView { name, query, sort, columns, wide: _ } = view;
            json!({ "name": name, "query": query, "sort": sort, "columns": columns, "built_in": built_in })
        });
        put(json!(rows.collect::<Vec<_>>()))?;
        return Ok(0);
    }
    for (view, built_in) in all {
        let note = if built_in { "  (built in)" } else { "" };
        put(format_args!("{:<34} {}{note}", Text::new(&view.name).to_string(), Text::new(&view.query)))?;
    }
    Ok(0)
}

fn save(paths: &Paths, name: &str, words: &[String], force: bool) -> Result<u8, Failure> {
    let query = query::parse(words)?;
    if !force {
        let replaced = if own(paths)?.iter().any(|view| view.is_called(name)) {
            Some(format!("{}; --force replaces it", ViewError::NameTaken(Text::new(name).to_string())))
        } else if built_in_views().iter().any(|view| view.is_called(name)) {
            Some(format!("a view {} comes with ringlog; --force puts yours before it", Text::new(name)))
        } else {
            None
        };
        if let Some(words) = replaced {
            return Err(Failure::new(WOULD_OVERWRITE, words));
        }
    }
    let view = SavedView { name: name.trim().to_owned(), query: query.to_string(), ..SavedView::default() };
    change(paths, ViewChange::Put { view, at: None })?;
    say(format_args!("saved as {}", Text::new(name)));
    Ok(0)
}
