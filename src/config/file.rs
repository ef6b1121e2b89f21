//! `config.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Error;
use crate::files;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct File {
    pub zoom: Zoom,
    /// Further apps and accounts, by name.
    pub profiles: BTreeMap<String, Zoom>,
    pub log: Log,
    pub ui: Ui,
    pub keys: BTreeMap<String, Keys>,
    pub files: Files,
}

/// The keys of an action, or the actions of a place.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "use a key such as \"Ctrl+X\", a list of keys, or a table of a place's actions")]
pub(super) enum Keys {
    One(String),
    Several(Vec<String>),
    Place(BTreeMap<String, PlaceKeys>),
}

/// The keys of an action at one place.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "use a key such as \"Ctrl+X\", or a list of keys")]
pub(super) enum PlaceKeys {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Zoom {
    pub client_id: Option<String>,
    pub client_secret_file: Option<PathBuf>,
    pub account_id: Option<String>,
    pub auth_url: Option<String>,
    pub api_url: Option<String>,
    pub redirect_port: Option<i64>,
    pub credential_store: Option<String>,
    pub plan: Option<String>,
    pub login_timeout: Option<i64>,
}

impl Zoom {
    /// A profile leaves to `[zoom]` what says how to work. Which app it is, and at which Zoom, is its own: a secret or a token
    /// must not reach another's server because a line was left out.
    pub(super) fn or(self, shared: Self) -> Self {
        Self {
            redirect_port: self.redirect_port.or(shared.redirect_port),
            credential_store: self.credential_store.or(shared.credential_store),
            plan: self.plan.or(shared.plan),
            login_timeout: self.login_timeout.or(shared.login_timeout),
            ..self
        }
    }

    /// The keys that [`Zoom::or`] takes over.
    pub(super) const SHARED: [&str; 4] = ["redirect_port", "credential_store", "plan", "login_timeout"];
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Log {
    pub filter: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Ui {
    pub time_zone: Option<String>,
    pub theme: Option<String>,
    pub ascii: Option<bool>,
    pub player: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Files {
    pub folder: Option<String>,
    pub largest_mb: Option<i64>,
}

/// The file as it is written.
pub(super) fn table(path: &Path) -> Result<toml::Table, Error> {
    parse(&text(path)?, path)
}

/// Reads the file at `path`.
pub(super) fn read(path: &Path) -> Result<File, Error> {
    parse(&text(path)?, path)
}

/// The text of the file; a file that is not there holds no settings.
pub(super) fn text(path: &Path) -> Result<String, Error> {
    let text = files::text(path).map_err(|error| failed(path, error.to_string()))?;
    Ok(text.unwrap_or_default())
}

/// Reads the text of the file at `path`.
pub(super) fn parse<T: DeserializeOwned>(text: &str, path: &Path) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| failed(path, place_and_reason(text, &error)))
}

fn failed(path: &Path, reason: String) -> Error {
    Error::File { path: path.display().to_string(), reason }
}

/// In one line, without the text of the file: a secret may have been written there.
fn place_and_reason(text: &str, error: &toml::de::Error) -> String {
    let Some(before) = error.span().and_then(|span| text.get(..span.start)) else {
        return reason(None, error.message());
    };
    format!("line {}: {}", before.matches('\n').count() + 1, reason(key_before(before), error.message()))
}

/// The key whose value begins after `before`.
fn key_before(before: &str) -> Option<&str> {
    let line = before.lines().next_back()?.trim_end().strip_suffix('=')?;
    let key = line.rsplit(['{', ',']).next()?.trim();
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.' | '+');
    (!key.is_empty() && key.chars().all(is_plain)).then_some(key)
}

/// Where a setting belongs that stands above the first table.
fn belongs_under(message: &str) -> Option<&'static str> {
    let (key, known) = message.strip_prefix("unknown field `")?.split_once("`, expected one of ")?;
    // The tables themselves are expected only above the first one.
    known.contains("`profiles`").then(|| super::origins::section_of(key))?
}

/// A value of the wrong kind in a person's words, not in those of the library, and without the value.
fn reason(key: Option<&str>, message: &str) -> String {
    if let Some(section) = belongs_under(message) {
        return format!("this setting belongs under a line [{section}]");
    }
    let expected = message.strip_prefix("invalid type: ").and_then(|rest| rest.rsplit_once(", expected "));
    let Some((_, expected)) = expected else { return message.to_owned() };
    let kind = match expected {
        "i64" => "a whole number without quotes, such as 1234",
        "a boolean" => "true or false, without quotes",
        "a string" | "path string" => "text in double quotes, such as \"text\"",
        _ => "a table: its settings stand below its name in square brackets, one a line",
    };
    key.map_or_else(|| format!("here stands {kind}"), |key| format!("`{key}` takes {kind}"))
}
