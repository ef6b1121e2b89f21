//! Which settings were made, and where.

use super::Error;
use super::file;
use super::paths::Paths;
use crate::model::ProfileName;

/// A setting that is not left to its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its key in the config file: `client_id`.
    pub name: &'static str,
    /// What it says; `None` for a secret.
    pub value: Option<String>,
    /// True when an environment variable says it, which goes before the file.
    pub in_environment: bool,
}

/// Section, key, environment variable.
const SETTINGS: [(&str, &str, &str); 13] = [
    ("zoom", "client_id", "RINGLOG_CLIENT_ID"),
    ("zoom", "client_secret_file", "RINGLOG_CLIENT_SECRET"),
    ("zoom", "account_id", "RINGLOG_ACCOUNT_ID"),
    ("zoom", "auth_url", "RINGLOG_AUTH_URL"),
    ("zoom", "api_url", "RINGLOG_API_URL"),
    ("zoom", "redirect_port", "RINGLOG_REDIRECT_PORT"),
    ("zoom", "credential_store", "RINGLOG_CREDENTIAL_STORE"),
    ("zoom", "plan", "RINGLOG_PLAN"),
    ("zoom", "login_timeout", "RINGLOG_LOGIN_TIMEOUT"),
    ("log", "filter", "RINGLOG_LOG"),
    ("ui", "time_zone", "RINGLOG_TZ"),
    ("ui", "theme", "RINGLOG_THEME"),
    ("ui", "ascii", "RINGLOG_ASCII"),
];

/// The table that a setting of this name belongs to.
pub(super) fn section_of(key: &str) -> Option<&'static str> {
    let own = [("files", "folder"), ("files", "largest_mb"), ("ui", "player")];
    let listed = SETTINGS.into_iter().map(|(section, name, _)| (section, name));
    listed.chain(own).find(|(_, name)| *name == key).map(|(section, _)| section)
}

/// The settings that the environment or the config file makes for a profile.
///
/// # Errors
/// When the config file cannot be read.
pub fn given(
    paths: &Paths,
    profile: &ProfileName,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<Given>, Error> {
    let file = file::table(&paths.config_file())?;
    let given = SETTINGS.into_iter().filter_map(|(section, name, variable)| {
        let in_environment =
            environment(variable).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        if let Some(value) = in_environment {
            // The variable holds the secret itself, the file only says where it lies.
            return Some(match name {
                "client_secret_file" => Given { name: "client_secret", value: None, in_environment: true },
                _ => Given { name, value: Some(value), in_environment: true },
            });
        }
        let shared = || file.get(section)?.get(name);
        let value = if section != "zoom" || profile.is_default() {
            shared()
        } else {
            let own = file.get("profiles").and_then(|profiles| profiles.get(profile.as_str())?.get(name));
            own.or_else(|| shared().filter(|_| file::Zoom::SHARED.contains(&name)))
        }?;
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Some(Given { name, value: Some(value), in_environment: false })
    });
    Ok(given.collect())
}
