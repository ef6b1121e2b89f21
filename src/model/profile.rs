//! Names of profiles.

use std::fmt;
use std::str::FromStr;

use super::text::Text;

/// The name of a profile: one Zoom app, and whoever signed in with it. Invariant: 1 to 32 lower-case letters, digits, `-` and
/// `_`, the first a letter or digit, so that it can be a folder on every file system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfileName(String);

/// Not a name of a profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no name of a profile: use up to 32 of a to z, 0 to 9, - and _, beginning with a letter or digit")]
pub struct BadProfileName(Text);

impl ProfileName {
    const DEFAULT: &'static str = "default";
    const LONGEST: usize = 32;

    /// True for the profile that `[zoom]` describes.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.0 == Self::DEFAULT
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ProfileName {
    fn default() -> Self {
        Self(Self::DEFAULT.to_owned())
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for ProfileName {
    type Err = BadProfileName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let fits = (1..=Self::LONGEST).contains(&name.len())
            && name.bytes().next().is_some_and(is_plain)
            && name.bytes().all(|byte| is_plain(byte) || matches!(byte, b'-' | b'_'));
        if fits { Ok(Self(name.to_owned())) } else { Err(BadProfileName(name.into())) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_safe_as_a_folder() {
        for good in ["default", "acme", "acme-me", "2nd_lab", "a"] {
            assert_eq!(good.parse::<ProfileName>().unwrap().as_str(), good);
        }
        for bad in ["", ".", "..", "a/b", "a\\b", "-a", "_a", "Acme", "a b", "café", "a\0", "a.b", &"a".repeat(33)] {
            assert!(bad.parse::<ProfileName>().is_err(), "{bad:?}");
        }
        let error = "a\u{1b}[2J".parse::<ProfileName>().unwrap_err().to_string();
        assert!(!error.contains('\u{1b}'), "{error}");
    }

    proptest! {
        #[test]
        fn whatever_is_taken_is_one_plain_component(name in ".{0,40}") {
            if let Ok(name) = name.parse::<ProfileName>() {
                let mut parts = std::path::Path::new(name.as_str()).components();
                prop_assert!(matches!(parts.next(), Some(std::path::Component::Normal(_))));
                prop_assert!(parts.next().is_none());
            }
        }
    }
}
