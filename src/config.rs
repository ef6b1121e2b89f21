//! Settings, read once at the start and passed down as values: flag, else environment, else `config.toml`, else default.
//! Imports `model` and `auth` for the types of their values. It never looks at the working folder, and never keeps a secret in clear.

mod file;
mod origins;
mod paths;
mod profiles;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use url::{Host, Url};

use self::file::{Keys, PlaceKeys};
pub use self::origins::{Given, given};
pub use self::paths::Paths;
pub use self::profiles::{ACCOUNT_VARIABLE, Profiles};
use crate::auth::{CredentialStore, UnknownStore};
use crate::model::{Cloud, ProfileName, Proxy, Text, ThemeName, UnknownTheme, UnknownZone, Zone};

/// All settings.
#[derive(Debug)]
pub struct Settings {
    /// Where files are, for the profile in use.
    pub paths: Paths,
    /// The profiles there are, and the one in use.
    pub profiles: Profiles,
    /// The app and hosts to sign in with.
    pub zoom: ZoomSettings,
    /// Downloaded files.
    pub files: FileSettings,
    /// What goes to the log: a tracing filter such as `info` or `ringlog::zoom=debug`.
    pub log_filter: Targets,
    /// The zone to show times in.
    pub zone: Zone,
    /// The colours of the screen; none when that is left to the terminal.
    pub theme: Option<ThemeName>,
    /// Only ASCII characters on the screen.
    pub ascii: bool,
    /// Other keys, as they are written; what they mean is the key table's to say.
    pub keys: Vec<KeySetting>,
}

/// `[keys]`: other keys for an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySetting {
    /// The place, `None` for all.
    pub place: Option<String>,
    /// The action.
    pub action: String,
    /// The keys.
    pub keys: Vec<String>,
}

/// The app and hosts to sign in with.
#[derive(Clone, Debug)]
pub struct ZoomSettings {
    /// Client id of the person's own Zoom app; none until they made one.
    pub client_id: Option<String>,
    /// Secret of a confidential app; without one the app is a public client.
    pub client_secret: Option<SecretString>,
    /// Together with a secret: server-to-server.
    pub account_id: Option<String>,
    /// Where `/oauth/...` lives.
    pub auth_url: Url,
    /// Where `/v2/...` lives.
    pub api_url: Url,
    /// Port of the loopback redirect; 0 is any free one.
    pub redirect_port: u16,
    /// Where the refresh token is kept.
    pub credential_store: CredentialStore,
    /// Sets the rate budget.
    pub plan: Plan,
    /// How long a sign-in waits for the browser.
    pub login_timeout: Duration,
    /// What is between us and Zoom.
    pub proxy: Proxy,
}

/// Downloaded files.
#[derive(Clone, Debug)]
pub struct FileSettings {
    /// The folder they go to.
    pub folder: PathBuf,
    /// The most bytes of one file.
    pub largest: u64,
    /// The command that plays them; none leaves it to the system.
    pub player: Option<String>,
}

/// The Zoom plan, which sets the published rate limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Pro.
    Pro,
    /// Business, Business Plus, Enterprise and Education.
    Business,
}

/// A setting that cannot be used. Says which one, where it came from and what would do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The value does not fit.
    #[error("{name} in {origin}: {reason}")]
    Value {
        /// The setting.
        name: &'static str,
        /// The environment variable or file.
        origin: String,
        /// What is wrong, and what would do. Never the value of a secret.
        reason: String,
    },
    /// `config.toml` cannot be read as settings.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: String,
        /// What is wrong, and where.
        reason: String,
    },
    /// There is no such profile.
    #[error("there is no profile {name} ({origin}){}; there are: {}", nearest.as_ref().map_or_else(String::new, |name| format!(": did you mean {name}?")), listed(known))]
    UnknownProfile {
        /// What was asked for.
        name: Text,
        /// Where.
        origin: String,
        /// The one that was most likely meant.
        nearest: Option<ProfileName>,
        /// All there are.
        known: Vec<ProfileName>,
    },
    /// There is no home folder to keep anything in.
    #[error("there is no home folder: set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_STATE_HOME")]
    NoHome,
}

impl Settings {
    /// Reads the settings from `environment` and the config file it leads to.
    ///
    /// # Errors
    /// When a setting cannot be used; nothing is written or created.
    pub fn read(environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        Self::read_at(Paths::find(environment)?, environment)
    }

    /// As [`Settings::read`], with the folders given.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn read_at(paths: Paths, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let text = file::text(&paths.config_file())?;
        Self::from_text(&text, paths, environment)
    }

    /// As [`Settings::read_at`], with the text of the config file given.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn from_text(text: &str, paths: Paths, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let file: file::File = file::parse(text, &paths.config_file())?;
        let source = Source { environment, file_name: paths.config_file().display().to_string() };
        let profiles = Profiles::find(&file, &paths, environment)?;
        let settings = profiles.take(file.zoom, file.profiles);
        let auth_url = source
            .value("auth_url", "RINGLOG_AUTH_URL", settings.auth_url, host_url)?
            .unwrap_or_else(|| known_url("https://zoom.us"));
        let cloud = auth_url.host_str().and_then(Cloud::of);
        let api_url = source
            .value("api_url", "RINGLOG_API_URL", settings.api_url, |text| {
                host_url(text).and_then(|url| in_cloud(url, cloud))
            })?
            .unwrap_or_else(|| known_url(cloud.unwrap_or(Cloud::Public).api()));
        let zoom = ZoomSettings {
            client_id: source.text("RINGLOG_CLIENT_ID", settings.client_id)?,
            client_secret: source.secret(settings.client_secret_file)?,
            account_id: source.text("RINGLOG_ACCOUNT_ID", settings.account_id)?,
            auth_url,
            api_url,
            redirect_port: source
                .value(
                    "redirect_port",
                    "RINGLOG_REDIRECT_PORT",
                    settings.redirect_port.map(|port| port.to_string()),
                    |port| port.parse().map_err(|_| "use a port from 1 to 65535, or 0 for any free one".to_owned()),
                )?
                .unwrap_or(0),
            credential_store: source
                .value("credential_store", "RINGLOG_CREDENTIAL_STORE", settings.credential_store, |word| {
                    word.parse().map_err(|error: UnknownStore| error.to_string())
                })?
                .unwrap_or_default(),
            plan: source.value("plan", "RINGLOG_PLAN", settings.plan, plan)?.unwrap_or(Plan::Business),
            login_timeout: source
                .value(
                    "login_timeout",
                    "RINGLOG_LOGIN_TIMEOUT",
                    settings.login_timeout.map(|seconds| seconds.to_string()),
                    seconds,
                )?
                .unwrap_or(Duration::from_mins(5)),
            proxy: Proxy::find(environment),
        };
        if zoom.account_id.is_some() && zoom.client_secret.is_none() {
            return Err(Error::Value {
                name: "account_id",
                origin: "RINGLOG_ACCOUNT_ID or the config file".to_owned(),
                reason: "server-to-server needs the secret too: set RINGLOG_CLIENT_SECRET or client_secret_file, or \
                         remove account_id to sign in with the browser"
                    .to_owned(),
            });
        }
        let files = FileSettings {
            folder: source
                .value("folder", "RINGLOG_FOLDER", file.files.folder, |folder| {
                    let folder = PathBuf::from(folder);
                    if folder.is_absolute() { Ok(folder) } else { Err("use a path that begins with /".to_owned()) }
                })?
                .unwrap_or_else(|| paths.data.join("files")),
            largest: source
                .value("largest_mb", "RINGLOG_LARGEST_MB", file.files.largest_mb.map(|mb| mb.to_string()), megabytes)?
                .unwrap_or(LARGEST),
            player: source.text("RINGLOG_PLAYER", file.ui.player)?,
        };
        Ok(Self {
            zoom,
            keys: key_settings(file.keys),
            files,
            log_filter: source
                .value(
                    "log.filter",
                    "RINGLOG_LOG",
                    file.log.filter.filter(|filter| !filter.trim().is_empty()),
                    log_filter,
                )?
                .unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO)),
            zone: source
                .value("time_zone", "RINGLOG_TZ", file.ui.time_zone, |name| {
                    name.parse().map_err(|error: UnknownZone| error.to_string())
                })?
                .unwrap_or_default(),
            theme: source.value("theme", "RINGLOG_THEME", file.ui.theme, |name| {
                name.parse().map_err(|error: UnknownTheme| error.to_string())
            })?,
            ascii: source
                .value("ascii", "RINGLOG_ASCII", file.ui.ascii.map(|ascii| ascii.to_string()), yes_or_no)?
                .unwrap_or(false),
            paths: paths.of(profiles.current()),
            profiles,
        })
    }
}

fn key_settings(written: BTreeMap<String, Keys>) -> Vec<KeySetting> {
    let mut settings = Vec::new();
    for (name, keys) in written {
        match keys {
            Keys::One(key) => settings.push(KeySetting { place: None, action: name, keys: vec![key] }),
            Keys::Several(keys) => settings.push(KeySetting { place: None, action: name, keys }),
            Keys::Place(actions) => settings.extend(actions.into_iter().map(|(action, keys)| {
                let keys = match keys {
                    PlaceKeys::One(key) => vec![key],
                    PlaceKeys::Several(keys) => keys,
                };
                KeySetting { place: Some(name.clone()), action, keys }
            })),
        }
    }
    // What is said of a place goes before what is said of all.
    settings.sort_by_key(|setting| setting.place.is_some());
    settings
}

/// Where values come from.
struct Source<'a> {
    environment: &'a dyn Fn(&str) -> Option<String>,
    file_name: String,
}

impl Source<'_> {
    /// An environment variable; empty counts as not set.
    fn variable(&self, name: &'static str) -> Result<Option<String>, Error> {
        let value = (self.environment)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        if value.as_ref().is_some_and(|value| value.contains(char::REPLACEMENT_CHARACTER)) {
            let reason = "it is not UTF-8: set it again, or unset it".to_owned();
            return Err(Error::Value { name, origin: "the environment".to_owned(), reason });
        }
        Ok(value)
    }

    fn text(&self, variable: &'static str, in_file: Option<String>) -> Result<Option<String>, Error> {
        Ok(self.variable(variable)?.or_else(|| in_file.filter(|value| !value.trim().is_empty())))
    }

    fn value<T>(
        &self,
        name: &'static str,
        variable: &'static str,
        in_file: Option<String>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Error> {
        let (value, origin) = match (self.variable(variable)?, in_file) {
            (Some(value), _) => (value, variable.to_owned()),
            (None, Some(value)) => (value, self.file_name.clone()),
            (None, None) => return Ok(None),
        };
        parse(&value).map(Some).map_err(|reason| Error::Value { name, origin, reason })
    }

    /// The secret, from the environment or from the file that the config names.
    fn secret(&self, in_file: Option<PathBuf>) -> Result<Option<SecretString>, Error> {
        if let Some(secret) = self.variable("RINGLOG_CLIENT_SECRET")? {
            return Ok(Some(secret.into()));
        }
        let Some(path) = in_file else { return Ok(None) };
        let secret = std::fs::read_to_string(&path).map_err(|error| Error::Value {
            name: "client_secret_file",
            origin: self.file_name.clone(),
            reason: format!("cannot read {}: {error}", path.display()),
        })?;
        Ok(Some(secret.trim().to_owned()).filter(|secret| !secret.is_empty()).map(Into::into))
    }
}

/// A host to talk to: https, or http for a literal loopback address, which is how the stand-in is reached.
fn host_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text.trim_end_matches('/'))
        .map_err(|error| format!("{error}: use an address such as https://zoom.us"))?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err("use the bare address, without user, password, query or fragment".to_owned());
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err("plain http is accepted for 127.0.0.1 and [::1] only: use https".to_owned()),
        _ => Err("use an https address".to_owned()),
    }
}

/// A token of one of Zoom's clouds is not shown to the other.
fn in_cloud(api_url: Url, auth: Option<Cloud>) -> Result<Url, String> {
    match (auth, api_url.host_str().and_then(Cloud::of)) {
        (Some(auth), Some(api)) if auth != api => {
            Err(format!("auth_url is at {}: use {}, or leave it out", auth.domain(), auth.api()))
        }
        (Some(_) | None, Some(_) | None) => Ok(api_url),
    }
}

fn listed(profiles: &[ProfileName]) -> String {
    profiles.iter().map(ProfileName::as_str).collect::<Vec<_>>().join(", ")
}

/// True when the host is written as a loopback address; a name such as localhost is not, since it can be made to lie.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Domain(_)) | None => false,
    }
}

#[expect(clippy::expect_used, reason = "the two addresses are written in this file and parsed in a test")]
fn known_url(text: &str) -> Url {
    Url::parse(text).expect("a well-formed address")
}

fn log_filter(text: &str) -> Result<Targets, String> {
    let takes = "use off, error, warn, info, debug or trace, or a list such as info,ringlog::zoom=debug";
    let targets: Targets = text.parse().map_err(|_| takes.to_owned())?;
    // A level that is written wrong reads as the name of a library: nothing else would be logged.
    let is_part = |target: &str| target == "ringlog" || target.starts_with("ringlog::");
    let is_slip = |part: &str| !part.contains('=') && part.parse::<LevelFilter>().is_err() && !is_part(part);
    let parts = || text.split(',').map(str::trim);
    if parts().any(|part| is_slip(part) || part.starts_with('=')) { Err(takes.to_owned()) } else { Ok(targets) }
}

fn plan(word: &str) -> Result<Plan, String> {
    match word {
        "business" => Ok(Plan::Business),
        "pro" => Ok(Plan::Pro),
        _ => Err("use business (also for Enterprise and Education) or pro".to_owned()),
    }
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err("use true or false".to_owned()),
    }
}

/// Bytes of the largest file, unless the settings say otherwise: ten hours of audio and more.
const LARGEST: u64 = 512_000_000;

fn megabytes(text: &str) -> Result<u64, String> {
    match text.parse::<u64>() {
        Ok(megabytes @ 1..=100_000) => Ok(megabytes * 1_000_000),
        Ok(_) | Err(_) => Err("use megabytes, from 1 to 100000".to_owned()),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds @ 1..=86_400) => Ok(Duration::from_secs(seconds)),
        Ok(_) | Err(_) => Err("use seconds, from 1 to 86400".to_owned()),
    }
}

#[cfg(test)]
mod tests;
