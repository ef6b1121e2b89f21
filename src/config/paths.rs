//! Where files are.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::Error;
use crate::model::ProfileName;

/// The folders ringlog uses; each is made when first written to, for the person only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// `$XDG_CONFIG_HOME/ringlog`
    pub config: PathBuf,
    /// `$XDG_DATA_HOME/ringlog`: the archive, and the credential file when asked for.
    pub data: PathBuf,
    /// `$XDG_STATE_HOME/ringlog`: the log.
    pub state: PathBuf,
    /// Locks between processes. No setting moves it, so that two processes with different folders and one keychain still
    /// take turns.
    pub locks: PathBuf,
}

impl Paths {
    /// The folders of the person who runs ringlog.
    ///
    /// # Errors
    /// [`Error::NoHome`] when there is no home folder.
    pub fn find(environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let home = etcetera::home_dir().map_err(|_| Error::NoHome)?;
        let base = etcetera::choose_base_strategy().map_err(|_| Error::NoHome)?;
        // The specification of these variables says to ignore a relative path. One that is no text is read below, as it is.
        let is_text = |path: &String| !path.contains(char::REPLACEMENT_CHARACTER);
        let xdg = |name: &str| environment(name).filter(is_text).map(PathBuf::from).filter(|path| path.is_absolute());
        let state = xdg("XDG_STATE_HOME").or_else(|| base.state_dir()).unwrap_or_else(|| base.data_dir());
        Ok(Self {
            config: xdg("XDG_CONFIG_HOME").unwrap_or_else(|| base.config_dir()).join("ringlog"),
            data: xdg("XDG_DATA_HOME").unwrap_or_else(|| base.data_dir()).join("ringlog"),
            state: state.join("ringlog"),
            locks: home.join(".local/state/ringlog/locks"),
        })
    }

    /// All folders below one, for the demo's throw-away profile and for tests.
    #[must_use]
    pub fn below(root: &Path) -> Self {
        Self {
            config: root.join("config"),
            data: root.join("data"),
            state: root.join("state"),
            locks: root.join("locks"),
        }
    }

    /// The saved views.
    #[must_use]
    pub fn views_file(&self) -> PathBuf {
        self.config.join("views.toml")
    }

    /// How the list looked.
    #[must_use]
    pub fn look_file(&self) -> PathBuf {
        self.state.join("look.toml")
    }

    /// The lock that a change of [`Paths::views_file`] or [`Paths::look_file`] is made under.
    #[must_use]
    pub fn views_lock(&self) -> PathBuf {
        self.locks.join("views.lock")
    }

    /// The same for one profile: what is kept of each is in a folder of its own.
    #[must_use]
    pub fn of(self, profile: &ProfileName) -> Self {
        if profile.is_default() {
            return self;
        }
        Self { data: self.data.join("profiles").join(profile.as_str()), ..self }
    }

    /// The config file.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// Holds the name of the profile that was switched to.
    #[must_use]
    pub fn chosen_profile(&self) -> PathBuf {
        self.state.join("profile")
    }
}
