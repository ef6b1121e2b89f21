//! `ringlog keys` and `ringlog completion`: what the screen's key table and the command line say of themselves.

use std::io::{self, Write as _};

use clap::CommandFactory as _;
use clap_complete::Shell;
use serde_json::json;

use super::args::Cli;
use super::failure::Failure;
use super::output::{put, unwritable};
use crate::app::{Binding, all_bindings};

/// `ringlog keys`
pub(super) fn list(json: bool) -> Result<u8, Failure> {
    if json {
        let rows: Vec<_> = all_bindings()
            .map(|binding| {
                let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
                let (place, group) = (binding.place.words(), binding.group.title());
                json!({ "place": place, "group": group, "keys": keys, "does": binding.words })
            })
            .collect();
        put(json!(rows))?;
        return Ok(0);
    }
    for binding in all_bindings() {
        put(format_args!("{:<20} {:<16} {}", binding.place.words(), keys(binding), binding.words))?;
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
