//! `config.toml`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

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

/// Reads the file; a file that is not there holds no settings.
pub(super) fn read(path: &Path) -> Result<File, Error> {
    let failed = |reason: String| Error::File { path: path.display().to_string(), reason };
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| failed(error.to_string().trim_end().to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(failed(error.to_string())),
    }
}
