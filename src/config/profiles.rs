//! Several apps and accounts: which there are, and which one is used.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};

use super::Error;
use super::file::{File, Zoom};
use super::paths::Paths;
use crate::files;
use crate::model::ProfileName;
use crate::model::query::nearest;

/// Names the profile to use, when no argument does.
pub const ACCOUNT_VARIABLE: &str = "RINGLOG_ACCOUNT";

/// The profiles there are, and the one in use. Invariant: the one in use is among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profiles {
    current: ProfileName,
    all: Vec<ProfileName>,
}

impl Profiles {
    /// The profiles of the config file, and the one to use: the one that the environment names, else the one that was switched
    /// to, else the one that `[zoom]` describes.
    pub(super) fn find(
        file: &File,
        paths: &Paths,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let all = Self::named(file, paths)?;
        let asked = environment(ACCOUNT_VARIABLE).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        // A choice that cannot be read is told: calls of another account than the chosen one must not be taken for its own.
        let chosen = || {
            let path = paths.chosen_profile();
            let failed = |error: io::Error| Error::File {
                path: path.display().to_string(),
                reason: format!("{error}; choose anew: ringlog auth switch"),
            };
            let origin = || format!("chosen with ringlog auth switch, kept in {}", path.display());
            Ok(files::text(&path).map_err(failed)?.map(|name| (name.trim().to_owned(), origin())))
        };
        let wanted = match asked {
            Some(name) => Some((name, format!("--account or {ACCOUNT_VARIABLE}"))),
            None => chosen()?,
        };
        let current = match wanted {
            Some((name, origin)) => one_of(&all, &name, origin)?,
            None => ProfileName::default(),
        };
        Ok(Self { current, all })
    }

    fn named(file: &File, paths: &Paths) -> Result<Vec<ProfileName>, Error> {
        let failed = |reason: String| Error::File { path: paths.config_file().display().to_string(), reason };
        let mut all = vec![ProfileName::default()];
        for name in file.profiles.keys() {
            let name: ProfileName = name.parse().map_err(|error| failed(format!("[profiles]: {error}")))?;
            if name.is_default() {
                return Err(failed(
                    "[profiles.default]: the default profile is [zoom]; choose another name".to_owned(),
                ));
            }
            all.push(name);
        }
        Ok(all)
    }

    /// The settings of the profile in use, out of those of all.
    pub(super) fn take(&self, zoom: Zoom, mut profiles: BTreeMap<String, Zoom>) -> Zoom {
        match profiles.remove(self.current.as_str()) {
            Some(own) => own.or(zoom),
            None => zoom,
        }
    }

    /// The one in use.
    #[must_use]
    pub const fn current(&self) -> &ProfileName {
        &self.current
    }

    /// All, the default one first.
    #[must_use]
    pub fn all(&self) -> &[ProfileName] {
        &self.all
    }

    /// True when there is more than the default one.
    #[must_use]
    pub fn are_several(&self) -> bool {
        self.all.len() > 1
    }

    /// The profiles of the config file alone, whichever was switched to: one that is gone must not be in the way of another
    /// choice.
    ///
    /// # Errors
    /// When the config file cannot be read.
    pub fn read(paths: &Paths) -> Result<Self, Error> {
        let all = Self::named(&super::file::read(&paths.config_file())?, paths)?;
        let chosen = files::text(&paths.chosen_profile()).ok().flatten().unwrap_or_default();
        let current = all.iter().find(|name| name.as_str() == chosen.trim()).cloned().unwrap_or_default();
        Ok(Self { current, all })
    }

    /// Makes `name` the profile that is used when none is named.
    ///
    /// # Errors
    /// [`Error::UnknownProfile`] when there is none of that name, [`Error::File`] when the choice cannot be kept.
    pub fn choose(&self, name: &str, paths: &Paths) -> Result<ProfileName, Error> {
        let name = one_of(&self.all, name, "ringlog auth switch".to_owned())?;
        let path = paths.chosen_profile();
        let write = || -> io::Result<()> {
            DirBuilder::new().recursive(true).mode(0o700).create(&paths.state)?;
            // Written aside and renamed, so that a reader never finds half a name.
            let aside = path.with_extension("new");
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(true).mode(0o600);
            writeln!(files::at_once(&mut options).open(&aside)?, "{name}")?;
            fs::rename(aside, &path)
        };
        let failed = |error: io::Error| Error::File { path: path.display().to_string(), reason: error.to_string() };
        write().map(|()| name).map_err(failed)
    }
}

fn one_of(all: &[ProfileName], name: &str, origin: String) -> Result<ProfileName, Error> {
    all.iter().find(|known| known.as_str() == name).cloned().ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(ProfileName::as_str).collect();
        let nearest = nearest(name, &names).and_then(|nearest| nearest.parse().ok());
        Error::UnknownProfile { name: name.into(), origin, nearest, known: all.to_vec() }
    })
}
