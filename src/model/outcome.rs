//! Which way a call went and how it ended: Zoom's words, and our groups of them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::Text;

/// Which way a call went, seen from the account.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Text", into = "Text")]
pub enum Direction {
    /// `inbound`
    Inbound,
    /// `outbound`
    Outbound,
    /// A word that Zoom added later, or none.
    Other(Text),
}

impl Direction {
    /// Zoom's word.
    #[must_use]
    pub fn word(&self) -> Text {
        self.as_raw().into()
    }

    /// Zoom's word as it came: not for a terminal.
    #[must_use]
    pub fn as_raw(&self) -> &str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
            Self::Other(word) => word.as_raw(),
        }
    }
}

/// Not told.
impl Default for Direction {
    fn default() -> Self {
        Self::Other(Text::default())
    }
}

impl From<Text> for Direction {
    fn from(word: Text) -> Self {
        match word.as_raw() {
            "inbound" => Self::Inbound,
            "outbound" => Self::Outbound,
            _ => Self::Other(word),
        }
    }
}

impl From<Direction> for Text {
    fn from(direction: Direction) -> Self {
        direction.word()
    }
}

/// How a call or a step ended, in Zoom's word. An open list: unknown words are kept and belong to [`ResultGroup::Other`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallResult(Text);

impl CallResult {
    /// Takes the word as Zoom sent it.
    #[must_use]
    pub fn new(word: Text) -> Self {
        Self(word)
    }

    /// Zoom's word.
    #[must_use]
    pub fn word(&self) -> &Text {
        &self.0
    }

    /// The group the word belongs to.
    #[must_use]
    pub fn group(&self) -> ResultGroup {
        ResultGroup::of(self.0.as_raw())
    }
}

impl fmt::Display for CallResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What people mean by a result. "missed" is our word, not Zoom's: the raw word stays beside it everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResultGroup {
    /// Somebody talked.
    Answered,
    /// It rang and nobody took it.
    Missed,
    /// It went to voicemail.
    Voicemail,
    /// The caller gave up.
    Abandoned,
    /// It could not be carried out.
    Failed,
    /// It was refused by a rule.
    Blocked,
    /// A word that Zoom added later, or none.
    Other,
}

impl ResultGroup {
    /// All groups, in the order they are listed.
    pub const ALL: [Self; 7] =
        [Self::Answered, Self::Missed, Self::Voicemail, Self::Abandoned, Self::Failed, Self::Blocked, Self::Other];

    /// The table of Zoom's words. Source: result sets of the Zoom Phone API, checked 2026-11-22; the grouping is ours.
    const TABLE: [(&'static str, Self); 21] = [
        ("answered", Self::Answered),
        ("accepted", Self::Answered),
        ("picked_up", Self::Answered),
        ("connected", Self::Answered),
        ("succeeded", Self::Answered),
        ("no_answer", Self::Missed),
        ("ring_timeout", Self::Missed),
        ("rejected", Self::Missed),
        ("busy", Self::Missed),
        ("overflowed", Self::Missed),
        ("voicemail", Self::Voicemail),
        ("abandoned", Self::Abandoned),
        ("hang_up", Self::Abandoned),
        ("canceled", Self::Abandoned),
        ("call_failed", Self::Failed),
        ("unconnected", Self::Failed),
        ("invalid_key", Self::Failed),
        ("invalid_operation", Self::Failed),
        ("service_unavailable", Self::Failed),
        ("system_blocked", Self::Blocked),
        ("blocked", Self::Blocked),
    ];

    /// The group of Zoom's word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        Self::TABLE.iter().find(|(known, _)| *known == word).map_or(Self::Other, |(_, group)| *group)
    }

    /// The word for the group, as shown, filtered by and exported.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Missed => "missed",
            Self::Voicemail => "voicemail",
            Self::Abandoned => "abandoned",
            Self::Failed => "failed",
            Self::Blocked => "blocked",
            Self::Other => "other",
        }
    }

    /// The group for its own word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.word() == word)
    }

    /// Zoom's words in this group, those known today.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        Self::TABLE.iter().filter(move |(_, group)| *group == self).map(|(word, _)| *word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_is_kept_and_grouped_as_other() {
        let result = CallResult::new("beamed_up".into());
        assert_eq!(result.group(), ResultGroup::Other);
        assert_eq!(result.to_string(), "beamed_up");
        assert_eq!(Direction::from(Text::new("sideways")).word().as_raw(), "sideways");
    }

    #[test]
    fn no_word_stands_in_two_groups() {
        for (index, (word, _)) in ResultGroup::TABLE.iter().enumerate() {
            assert!(ResultGroup::TABLE[index + 1..].iter().all(|(other, _)| other != word), "{word} twice");
        }
    }
}
