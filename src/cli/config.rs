//! `ringlog config`: where the settings are, what they say, whether they can be used.

use super::Environment;
use super::args::ConfigCommand;
use super::failure::Failure;
use super::output::{put, say};
use super::{keys, view};
use crate::config::{Paths, Settings, given};
use crate::model::Text;

/// Does what the argument says.
pub(super) fn run(command: ConfigCommand, environment: Environment) -> Result<u8, Failure> {
    let paths = Paths::find(&environment)?;
    match command {
        ConfigCommand::Path => put(paths.config_file().display())?,
        ConfigCommand::Show => show(&paths, environment)?,
        ConfigCommand::Validate => validate(&paths, environment)?,
    }
    Ok(0)
}

/// The settings that are made; a secret only by its name.
fn show(paths: &Paths, environment: Environment) -> Result<(), Failure> {
    let settings = Settings::read(&environment)?;
    for given in given(paths, settings.profiles.current(), &environment)? {
        let from = if given.in_environment { "environment" } else { "config file" };
        let value = given.value.map_or_else(|| "[not shown]".to_owned(), |value| Text::new(&value).to_string());
        put(format_args!("{:<20} {value}  ({from})", given.name))?;
    }
    for setting in settings.keys {
        let place = setting.place.map(|place| format!("{place}.")).unwrap_or_default();
        let name = Text::new(&format!("keys.{place}{}", setting.action)).to_string();
        put(format_args!("{name:<20} {}  (config file)", Text::new(&setting.keys.join(", "))))?;
    }
    Ok(())
}

fn validate(paths: &Paths, environment: Environment) -> Result<(), Failure> {
    let settings = Settings::read(&environment)?;
    keys::keymap(&settings.keys, &paths.config_file())?;
    view::validate(paths)?;
    say("the settings, the keys and the saved views can be used");
    Ok(())
}
