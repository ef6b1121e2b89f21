//! `ringlog keys` and `ringlog completion`: what the screen's key table and the command line say of themselves.

use std::io::{self, Write as _};
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;
use serde_json::json;

use super::Environment;
use super::args::Cli;
use super::failure::{Failure, USAGE};
use super::output::{put, unwritable};
use crate::app::{Binding, KeyChange, Keymap};
use crate::config::{KeySetting, Settings};

/// The keys as the config file changes them.
///
/// # Errors
/// Exit code 2 when a key would do two things, or a change means nothing.
pub(super) fn keymap(settings: &[KeySetting], config_file: &Path) -> Result<Keymap, Failure> {
    let change = |setting: &KeySetting| KeyChange {
        place: setting.place.clone(),
        action: setting.action.clone(),
        keys: setting.keys.clone(),
    };
    let changes: Vec<KeyChange> = settings.iter().map(change).collect();
    Keymap::with(&changes).map_err(|error| Failure::new(USAGE, format!("{}, [keys]: {error}", config_file.display())))
}

/// `ringlog keys`
pub(super) fn list(json: bool, environment: Environment) -> Result<u8, Failure> {
    let settings = Settings::read(&environment)?;
    let keymap = keymap(&settings.keys, &settings.paths.config_file())?;
    if json {
        let rows: Vec<_> = keymap
            .all()
            .iter()
            .map(|binding| {
                let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
                json!({
                    "place": binding.place.to_string(),
                    "action": binding.action.to_string(),
                    "group": binding.group.title(),
                    "keys": keys,
                    "does": binding.words,
                })
            })
            .collect();
        put(json!(rows))?;
        return Ok(0);
    }
    for binding in keymap.all() {
        let (place, action) = (binding.place.to_string(), binding.action.to_string());
        put(format_args!("{place:<14} {:<18} {action:<18} {}", keys(binding), binding.words))?;
    }
    Ok(0)
}

fn keys(binding: &Binding) -> String {
    binding.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// `ringlog completion`
pub(super) fn completion(shell: Shell) -> Result<u8, Failure> {
    // The generator panics when its output is closed, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "ringlog", &mut script);
    io::stdout().lock().write_all(&script).map_err(|error| unwritable(&error))?;
    Ok(0)
}
