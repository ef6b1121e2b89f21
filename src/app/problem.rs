//! What went wrong, for a person.

use chrono::{DateTime, Utc};

/// What we could not do, why, what is safe, and what helps. Every text in it is safe to show and holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What we could not do: "Could not fetch calls from Zoom".
    pub headline: String,
    /// Why, in one line, with Zoom's code and tracking id where there are any.
    pub cause: String,
    /// What is safe, and what still works: "The calls on screen are in the archive".
    pub safe: String,
    /// The steps of the fix, in order; empty when the remedy's key says it all.
    pub steps: Vec<String>,
    /// The key that helps.
    pub remedy: Remedy,
}

/// The key that helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Try again now.
    Retry,
    /// Zoom is out of reach: try again once the network is back. It is tried at every fetch.
    Reconnect,
    /// Zoom has trouble of its own: try again in a while.
    Later,
    /// It goes on by itself at this moment.
    Wait(DateTime<Utc>),
    /// Sign in.
    SignIn,
    /// Somebody else has to allow it: copy what to send to them.
    AskAdmin,
    /// Set something up first, outside ringlog.
    SetUp,
    /// Unlock or start the keychain and ask it again; or sign in until ringlog ends.
    Unlock,
    /// Choose another file name.
    Rename,
    /// Nothing helps but telling the makers: copy a report.
    Report,
}

impl Remedy {
    /// When it goes on by itself, where it does.
    #[must_use]
    pub const fn goes_on_at(self) -> Option<DateTime<Utc>> {
        if let Self::Wait(until) = self { Some(until) } else { None }
    }
}

impl Problem {
    /// What begins Zoom's tracking id at the end of a cause.
    pub const TRACKED: &str = " (tracking id ";

    /// One line for a banner.
    #[must_use]
    pub fn summary(&self) -> String {
        format!("{}: {}", self.headline, self.cause)
    }

    /// The cause without Zoom's tracking id, which is of use in a report only.
    #[must_use]
    pub fn brief_cause(&self) -> &str {
        self.cause.split_once(Self::TRACKED).map_or(&self.cause, |(cause, _)| cause)
    }
}
