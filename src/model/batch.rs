//! Calls on their way from the archive to the columns in memory: numbers instead of text.

use chrono::{DateTime, Utc};

use super::outcome::{CallResult, Direction};
use super::party::PartyRow;
use super::query::FlagWord;
use super::text::Text;

/// A call's place in the archive. Keys sort by start time, so the largest is the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallKey(pub i64);

impl CallKey {
    /// The low bits of a key tell calls of one millisecond apart; those above are the millisecond since 1970.
    pub const TIEBREAK_BITS: u32 = 10;

    /// A key lies at most so many milliseconds behind the start of its call, where the millisecond itself was full.
    pub const MOST_LATE_MS: u32 = 1 << 20;

    /// The least key of a call that begins in this second since 1970.
    #[must_use]
    pub const fn least_of_second(second: u32) -> Self {
        Self((second as i64 * 1000) << Self::TIEBREAK_BITS)
    }
}

/// A person or number, stored once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyId(pub u32);

/// A word of few, stored once: a site, a department, a cost center, a result, a kind. 0 is the empty word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

/// What a call has or is, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags(pub u16);

impl Flags {
    /// A recording.
    pub const RECORDING: Self = Self(1);
    /// A voicemail.
    pub const VOICEMAIL: Self = Self(1 << 1);
    /// A transcript.
    pub const TRANSCRIPT: Self = Self(1 << 2);
    /// An AI summary.
    pub const AI_SUMMARY: Self = Self(1 << 3);
    /// A spam label.
    pub const SPAM: Self = Self(1 << 4);
    /// It crossed a border.
    pub const INTERNATIONAL: Self = Self(1 << 5);
    /// An emergency call.
    pub const EMERGENCY: Self = Self(1 << 6);
    /// Both sides inside the account.
    pub const INTERNAL: Self = Self(1 << 7);
    /// Its path is in the archive.
    pub const PATH: Self = Self(1 << 8);
    /// Its recordings were asked for what was said in them: it is in the archive, or there is none.
    pub const RECORDINGS_READ: Self = Self(1 << 9);
    /// Its voicemail was asked for what was said in it: it is in the archive, or there is none.
    pub const VOICEMAIL_READ: Self = Self(1 << 10);
    /// Its AI summaries were asked for: they are in the archive, or there are none.
    pub const SUMMARIES_READ: Self = Self(1 << 11);

    /// The letters shown in the list, in their order, with the word for filters and export.
    pub const SHOWN: [(Self, char, &'static str); 7] = [
        (Self::RECORDING, 'R', FlagWord::Recording.word()),
        (Self::VOICEMAIL, 'V', FlagWord::Voicemail.word()),
        (Self::TRANSCRIPT, 'T', FlagWord::Transcript.word()),
        (Self::AI_SUMMARY, 'A', FlagWord::AiSummary.word()),
        (Self::SPAM, 'S', FlagWord::Spam.word()),
        (Self::INTERNATIONAL, 'I', FlagWord::International.word()),
        (Self::EMERGENCY, 'E', FlagWord::Emergency.word()),
    ];

    /// Those that no call tells of itself: the archive learned them by reading more of it.
    pub const LEARNED: Self = Self(Self::PATH.0 | Self::TRANSCRIPT.0 | Self::AI_SUMMARY.0 | Self::READ.0);

    /// Those that say what was asked for already, so that nothing is asked for ever.
    pub const READ: Self = Self(Self::RECORDINGS_READ.0 | Self::VOICEMAIL_READ.0 | Self::SUMMARIES_READ.0);

    /// True when there is something that was said, as far as is known, and it was not read.
    #[must_use]
    pub const fn has_unread(self) -> bool {
        self.has_unread_recording() || self.has_unread_voicemail()
    }

    /// True when it was recorded, and nobody asked what was said.
    #[must_use]
    pub const fn has_unread_recording(self) -> bool {
        self.has(Self::RECORDING) && !self.has(Self::RECORDINGS_READ)
    }

    /// True when it has a voicemail, and nobody asked what was said.
    #[must_use]
    pub const fn has_unread_voicemail(self) -> bool {
        self.has(Self::VOICEMAIL) && !self.has(Self::VOICEMAIL_READ)
    }

    /// True when every bit of `other` is set here.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Those of [`Flags::SHOWN`] that are set here, in their order.
    pub fn shown(self) -> impl Iterator<Item = (Self, char, &'static str)> {
        Self::SHOWN.into_iter().filter(move |(flag, ..)| self.has(*flag))
    }

    /// Those of these that are in `other` too.
    #[must_use]
    pub const fn among(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// These but for those of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// These and `other`, when `present`.
    #[must_use]
    pub const fn with(self, other: Self, present: bool) -> Self {
        if present { Self(self.0 | other.0) } else { self }
    }
}

/// One call as the list, search and counts need it. Spans are whole seconds; `None` when Zoom gave nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct CallRow {
    /// Which call.
    pub key: CallKey,
    /// When it began.
    pub start_time: DateTime<Utc>,
    /// Which way.
    pub direction: Direction,
    /// Who called.
    pub caller: PartyId,
    /// Who was called.
    pub callee: PartyId,
    /// How it ended.
    pub result: CallResult,
    /// Time waited.
    pub wait: Option<u32>,
    /// Time spoken.
    pub talk: Option<u32>,
    /// Time on hold.
    pub hold: Option<u32>,
    /// Length as Zoom counts it.
    pub duration: Option<u32>,
    /// The owner's site, by name, else by id.
    pub site: WordId,
    /// The owner's department.
    pub department: WordId,
    /// The owner's cost center.
    pub cost_center: WordId,
    /// The owner's primary group.
    pub group: WordId,
    /// What it has or is.
    pub flags: Flags,
}

/// A piece of the archive, in any order. Parties and words that rows name were sent in this or an earlier batch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// People and numbers not sent before.
    pub parties: Vec<(PartyId, PartyRow)>,
    /// Words not sent before.
    pub words: Vec<(WordId, Text)>,
    /// Calls that are new or changed.
    pub rows: Vec<CallRow>,
    /// Calls that moved to another key because their start changed; applied before `rows`.
    pub removed: Vec<CallKey>,
    /// How many calls come in later batches, where that is known: room for them is made once.
    pub to_come: usize,
}

impl Batch {
    /// Adds a later batch, whose rows replace those with the same key. It takes none of the rows away that are in this one.
    pub fn add(&mut self, later: Self) {
        self.parties.extend(later.parties);
        self.words.extend(later.words);
        self.rows.extend(later.rows);
        self.removed.extend(later.removed);
    }
}
