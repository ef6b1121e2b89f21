//! `config.toml`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Error;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct File {
    pub zoom: Zoom,
    pub log: Log,
    pub ui: Ui,
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

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Log {
    pub filter: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Ui {
    pub time_zone: Option<String>,
}

/// The file as it is written.
pub(super) fn table(path: &Path) -> Result<toml::Table, Error> {
    parse(&text(path)?, path)
}

/// The text of the file; a file that is not there holds no settings.
pub(super) fn text(path: &Path) -> Result<String, Error> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(failed(path, error.to_string())),
    }
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
    let before = error.span().and_then(|span| text.get(..span.start));
    before.map_or_else(
        || error.message().to_owned(),
        |before| format!("line {}: {}", before.matches('\n').count() + 1, error.message()),
    )
}
