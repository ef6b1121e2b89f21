//! What may stand after a field.

use crate::model::{Flags, ResultGroup};

/// Text to look for in a field, without regard to case or accents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// What was typed, as it was typed.
    pub text: String,
    /// True after an equals sign: the whole field, not a part of it. Exactly nothing finds what is empty.
    pub exact: bool,
}

/// Which way a call went. `in` and `out` are Zoom's `direction`, which internal calls have too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectionWord {
    /// Inbound.
    In,
    /// Outbound.
    Out,
    /// Both sides inside the account.
    Internal,
}

impl DirectionWord {
    /// Every word, with what else it may be written as.
    pub(super) const TABLE: [(&'static str, Self); 8] = [
        ("in", Self::In),
        ("out", Self::Out),
        ("int", Self::Internal),
        ("inbound", Self::In),
        ("incoming", Self::In),
        ("outgoing", Self::Out),
        ("outbound", Self::Out),
        ("internal", Self::Internal),
    ];

    /// The word, as written in a query.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Internal => "int",
        }
    }
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResultWord {
    /// Any of Zoom's words in a group.
    Group(ResultGroup),
    /// One of Zoom's words. An open list, so words that we do not know are taken too.
    Raw(String),
}

/// What a call has or is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagWord {
    /// `has:recording`
    Recording,
    /// `has:voicemail`
    Voicemail,
    /// `has:transcript`
    Transcript,
    /// `has:ai`
    AiSummary,
    /// `is:spam`
    Spam,
    /// `is:intl`
    International,
    /// `is:emergency`
    Emergency,
    /// `is:internal`
    Internal,
}

impl FlagWord {
    /// What `has:` takes.
    pub const HAS_WORDS: [Self; 4] = [Self::Recording, Self::Voicemail, Self::Transcript, Self::AiSummary];

    /// What `is:` takes.
    pub const IS_WORDS: [Self; 4] = [Self::Spam, Self::International, Self::Emergency, Self::Internal];

    /// The words after `has:`, with what else they may be written as.
    pub(super) const HAS: [(&'static str, Self); 7] = [
        (Self::Recording.word(), Self::Recording),
        (Self::Voicemail.word(), Self::Voicemail),
        (Self::Transcript.word(), Self::Transcript),
        (Self::AiSummary.word(), Self::AiSummary),
        ("rec", Self::Recording),
        ("vm", Self::Voicemail),
        ("summary", Self::AiSummary),
    ];

    /// The words after `is:`, with what else they may be written as.
    pub(super) const IS: [(&'static str, Self); 5] = [
        (Self::Spam.word(), Self::Spam),
        (Self::International.word(), Self::International),
        (Self::Emergency.word(), Self::Emergency),
        (Self::Internal.word(), Self::Internal),
        ("international", Self::International),
    ];

    /// The word, as written in a query.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Recording => "recording",
            Self::Voicemail => "voicemail",
            Self::Transcript => "transcript",
            Self::AiSummary => "ai",
            Self::Spam => "spam",
            Self::International => "intl",
            Self::Emergency => "emergency",
            Self::Internal => "internal",
        }
    }

    /// The bit in a call's flags.
    #[must_use]
    pub const fn flag(self) -> Flags {
        match self {
            Self::Recording => Flags::RECORDING,
            Self::Voicemail => Flags::VOICEMAIL,
            Self::Transcript => Flags::TRANSCRIPT,
            Self::AiSummary => Flags::AI_SUMMARY,
            Self::Spam => Flags::SPAM,
            Self::International => Flags::INTERNATIONAL,
            Self::Emergency => Flags::EMERGENCY,
            Self::Internal => Flags::INTERNAL,
        }
    }
}

/// What is still to be done about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A caller from outside whom nobody took, and to whom nobody has spoken since, in either direction.
    Callback,
}

impl Need {
    /// Every word.
    pub(super) const TABLE: [(&'static str, Self); 1] = [("callback", Self::Callback)];

    /// The word, as written in a query.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Callback => "callback",
        }
    }
}

/// How a span of time compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `=`, or nothing.
    Equal,
}

/// A condition on a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// How it compares.
    pub operator: Operator,
    /// With what, in whole seconds.
    pub seconds: u32,
}

impl Comparison {
    /// True when `seconds` compare as asked.
    #[must_use]
    pub const fn holds(self, seconds: u32) -> bool {
        match self.operator {
            Operator::Above => seconds > self.seconds,
            Operator::AtLeast => seconds >= self.seconds,
            Operator::Below => seconds < self.seconds,
            Operator::AtMost => seconds <= self.seconds,
            Operator::Equal => seconds == self.seconds,
        }
    }
}
