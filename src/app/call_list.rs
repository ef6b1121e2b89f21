//! The list of calls: which are shown, which one is selected, which are marked.

/// A column of the list that the column cursor can stand on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListColumn {
    /// When it began.
    Started,
    /// The other side.
    #[default]
    Party,
    /// The other side's number.
    Number,
    /// Our side.
    Via,
    /// The site.
    Site,
    /// How it ended.
    Result,
    /// Time waited.
    Wait,
    /// Time spoken.
    Talk,
    /// What it has or is.
    Flags,
}

impl ListColumn {
    /// The columns, from left to right.
    pub const ALL: [Self; 9] = [
        Self::Started,
        Self::Party,
        Self::Number,
        Self::Via,
        Self::Site,
        Self::Result,
        Self::Wait,
        Self::Talk,
        Self::Flags,
    ];

    /// Its title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Started => "Started",
            Self::Party => "Party",
            Self::Number => "Number",
            Self::Via => "Via",
            Self::Site => "Site",
            Self::Result => "Result",
            Self::Wait => "Wait",
            Self::Talk => "Talk",
            Self::Flags => "Flg",
        }
    }
}

/// The list. Invariants: `selected` is below the number of shown calls, or both are 0; `offset` is at most `selected`.
#[derive(Default)]
pub struct CallList {
    shown: Vec<u32>,
    selected: usize,
    offset: usize,
    column: ListColumn,
}

impl CallList {
    /// How many calls match.
    #[must_use]
    pub const fn matching(&self) -> usize {
        self.shown.len()
    }

    /// The place of the selected call among those shown.
    #[must_use]
    pub const fn selected(&self) -> usize {
        self.selected
    }

    /// The place of the first call on screen.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The column under the cursor.
    #[must_use]
    pub const fn column(&self) -> ListColumn {
        self.column
    }
}
