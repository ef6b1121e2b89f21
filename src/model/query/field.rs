//! The fields of the language: their names, and what each takes.

use std::fmt;

use super::value::FlagWord;
use crate::model::ResultGroup;

/// What a `field:value` term asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// `last:`
    Last,
    /// `from:`
    From,
    /// `to:`
    To,
    /// `on:`
    On,
    /// `weekday:`
    Weekday,
    /// `hour:`
    Hour,
    /// `dir:`
    Dir,
    /// `result:`
    Result,
    /// `queue:`
    Queue,
    /// `user:`
    User,
    /// `party:`
    Party,
    /// `number:`
    Number,
    /// `with:`
    With,
    /// `ext:`
    Ext,
    /// `site:`
    Site,
    /// `dept:`
    Dept,
    /// `cost:`
    Cost,
    /// `group:`
    Group,
    /// `talk:`
    Talk,
    /// `wait:`
    Wait,
    /// `hold:`
    Hold,
    /// `dur:`
    Dur,
    /// `has:`
    Has,
    /// `is:`
    Is,
    /// `said:`
    Said,
    /// `needs:`
    Needs,
}

impl Field {
    /// All fields, in the order they are offered.
    pub const ALL: [Self; 26] = [
        Self::Last,
        Self::From,
        Self::To,
        Self::On,
        Self::Weekday,
        Self::Hour,
        Self::Dir,
        Self::Result,
        Self::Queue,
        Self::User,
        Self::Party,
        Self::Number,
        Self::With,
        Self::Ext,
        Self::Site,
        Self::Dept,
        Self::Cost,
        Self::Group,
        Self::Talk,
        Self::Wait,
        Self::Hold,
        Self::Dur,
        Self::Has,
        Self::Is,
        Self::Said,
        Self::Needs,
    ];

    /// Other ways to write a field.
    const ALIASES: [(&'static str, Self); 8] = [
        ("date", Self::On),
        ("direction", Self::Dir),
        ("department", Self::Dept),
        ("duration", Self::Dur),
        ("extension", Self::Ext),
        ("since", Self::From),
        ("until", Self::To),
        ("outcome", Self::Result),
    ];

    /// The field's name, without its colon.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Last => "last",
            Self::From => "from",
            Self::To => "to",
            Self::On => "on",
            Self::Weekday => "weekday",
            Self::Hour => "hour",
            Self::Dir => "dir",
            Self::Result => "result",
            Self::Queue => "queue",
            Self::User => "user",
            Self::Party => "party",
            Self::Number => "number",
            Self::With => "with",
            Self::Ext => "ext",
            Self::Site => "site",
            Self::Dept => "dept",
            Self::Cost => "cost",
            Self::Group => "group",
            Self::Talk => "talk",
            Self::Wait => "wait",
            Self::Hold => "hold",
            Self::Dur => "dur",
            Self::Has => "has",
            Self::Is => "is",
            Self::Said => "said",
            Self::Needs => "needs",
        }
    }

    /// What the field takes, with examples: for help, completion and errors.
    #[must_use]
    pub const fn takes(self) -> &'static str {
        match self {
            Self::Last => "a stretch back from now: 30m, 24h, 7d, 2w",
            Self::From | Self::To => {
                "a day or a moment: 2026-11-01, 2026-11-01T09:00, today, yesterday, mon to sun, -3d, -2w, -6h"
            }
            Self::On => "a day: 2026-11-01, today, yesterday, mon to sun, -3d, -2w",
            Self::Weekday => "days of the week: mon to sun, or from one to another: mon-fri",
            Self::Hour => "hours of the day, 0 to 23, each to its end: 9,10 or 9-11",
            Self::Dir => "in, out, int",
            Self::Result => "answered, missed, voicemail, abandoned, failed, blocked, other, or Zoom's own word",
            Self::Queue => "a queue, menu or shared line: part of its name, or its extension",
            Self::User => "a person of the account: part of the name, number, extension or email",
            Self::Party => "the other side: part of the name, number, extension or email",
            Self::Number => "the other side's number, or its end; =NUMBER for the whole",
            Self::With => "a number or extension on either side, or its end; =NUMBER for the whole",
            Self::Ext => "an extension on either side, whole",
            Self::Site => "part of the site's name; =NAME for the whole",
            Self::Dept => "part of the department's name; =NAME for the whole",
            Self::Cost => "part of the cost center's name; =NAME for the whole",
            Self::Group => "part of the group's id; =ID for the whole",
            Self::Talk | Self::Wait | Self::Hold | Self::Dur => "a comparison: >60s, >=2m, <1m30s, =0",
            Self::Has => "recording, voicemail, transcript, ai",
            Self::Is => "spam, intl, emergency, internal",
            Self::Said => "words of a voicemail, a transcript or an AI summary that was read; =WORD for the whole word",
            Self::Needs => "callback: callers from outside that nobody has spoken to since",
        }
    }

    /// The field of that name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let own = Self::ALL.into_iter().find(|field| field.name().eq_ignore_ascii_case(name));
        own.or_else(|| {
            Self::ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
        })
    }

    /// True where a day is said.
    pub(super) const fn takes_days(self) -> bool {
        matches!(self, Self::From | Self::To | Self::On | Self::Weekday)
    }

    /// The words that may be meant by a word the field does not know; none where it takes numbers.
    pub(super) fn words_to_mean(self) -> Vec<&'static str> {
        let takes_numbers = matches!(self, Self::Last | Self::Hour | Self::Talk | Self::Wait | Self::Hold | Self::Dur);
        if takes_numbers { Vec::new() } else { self.words() }
    }

    /// The words the field knows, for completion and for the nearest word in an error; of open lists, the usual ones.
    /// Empty where values are names and numbers of the account.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        let fixed: &[&'static str] = match self {
            Self::Result => {
                let groups = ResultGroup::ALL.into_iter().map(ResultGroup::word);
                return groups.chain(ResultGroup::ALL.into_iter().flat_map(ResultGroup::words)).collect();
            }
            Self::Last => &["24h", "7d", "30d"],
            Self::From | Self::To | Self::On => {
                &["today", "yesterday", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            }
            Self::Weekday => &["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            Self::Hour => &["8", "9", "12", "17"],
            Self::Dir => &["in", "out", "int"],
            Self::Talk | Self::Wait | Self::Hold | Self::Dur => &[">0", ">30s", ">2m", "<30s"],
            Self::Has => return FlagWord::HAS_WORDS.map(FlagWord::word).to_vec(),
            Self::Is => return FlagWord::IS_WORDS.map(FlagWord::word).to_vec(),
            Self::Needs => &["callback"],
            Self::Queue
            | Self::User
            | Self::Party
            | Self::Number
            | Self::With
            | Self::Ext
            | Self::Site
            | Self::Dept
            | Self::Cost
            | Self::Group
            | Self::Said => &[],
        };
        fixed.to_vec()
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.name())
    }
}
