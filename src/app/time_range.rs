//! The time-range picker. It writes terms into the query, so there is one truth.

use tui_input::Input;

/// A range that the picker offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimePreset {
    /// Since midnight.
    Today,
    /// The day before.
    Yesterday,
    /// The last 7 days.
    Last7Days,
    /// The last 30 days.
    Last30Days,
    /// The last 90 days.
    Last90Days,
    /// Since the first of the month.
    ThisMonth,
    /// The month before.
    LastMonth,
    /// No limit.
    All,
    /// From and to, as typed.
    Custom,
}

impl TimePreset {
    /// The presets, in the order they are listed.
    pub const ALL: [Self; 9] = [
        Self::Today,
        Self::Yesterday,
        Self::Last7Days,
        Self::Last30Days,
        Self::Last90Days,
        Self::ThisMonth,
        Self::LastMonth,
        Self::All,
        Self::Custom,
    ];

    /// The words shown.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Yesterday => "yesterday",
            Self::Last7Days => "last 7 days",
            Self::Last30Days => "last 30 days",
            Self::Last90Days => "last 90 days",
            Self::ThisMonth => "this month",
            Self::LastMonth => "last month",
            Self::All => "all",
            Self::Custom => "from … to …",
        }
    }
}

/// Which part of the picker takes the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeField {
    /// The list of presets.
    #[default]
    Presets,
    /// The first day.
    From,
    /// The last day.
    To,
}

/// The picker.
#[derive(Clone, Debug)]
pub struct TimeRange {
    /// The line under the cursor, in [`TimePreset::ALL`].
    pub selected: usize,
    /// Which part takes the keys.
    pub field: TimeField,
    /// The first day, as typed.
    pub from: Input,
    /// The last day, as typed.
    pub to: Input,
    /// What is wrong with what was typed.
    pub error: Option<String>,
}
