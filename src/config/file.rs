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
    pub files: Files,
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

/// Reads the file; a file that is not there holds no settings.
pub(super) fn read(path: &Path) -> Result<File, Error> {
    parsed(path)
}

/// The file as it is written.
pub(super) fn table(path: &Path) -> Result<toml::Table, Error> {
    parsed(path)
}

fn parsed<T: DeserializeOwned + Default>(path: &Path) -> Result<T, Error> {
    let failed = |reason: String| Error::File { path: path.display().to_string(), reason };
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| failed(place_and_reason(&text, &error))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(failed(error.to_string())),
    }
}

/// In one line, without the text of the file: a secret may have been written there.
fn place_and_reason(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    before.map_or_else(
        || error.message().to_owned(),
        |before| format!("line {}: {}", before.matches('\n').count() + 1, error.message()),
    )
}
