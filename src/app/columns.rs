//! The columns of the list: which there are, which of them are shown, in which order and how wide.

use serde::{Deserialize, Serialize};

use crate::index::SortColumn;

/// A column of the list that the column cursor can stand on. In files it goes by its name in lower case: `cost-center`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListColumn {
    /// Which way.
    Direction,
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
    /// Time on hold.
    Hold,
    /// Length as Zoom counts it.
    Duration,
    /// The owner's department.
    Department,
    /// The owner's cost center.
    CostCenter,
    /// The owner's group.
    Group,
}

impl ListColumn {
    /// The columns, from left to right.
    pub const ALL: [Self; 15] = [
        Self::Direction,
        Self::Started,
        Self::Party,
        Self::Number,
        Self::Via,
        Self::Site,
        Self::Result,
        Self::Wait,
        Self::Talk,
        Self::Flags,
        Self::Hold,
        Self::Duration,
        Self::Department,
        Self::CostCenter,
        Self::Group,
    ];

    /// Narrower than this, in cells, it makes no sense.
    #[must_use]
    pub const fn least(self) -> u16 {
        match self {
            Self::Direction => 1,
            Self::Started => 11,
            Self::Party => 14,
            Self::Number => 15,
            Self::Via | Self::Department | Self::CostCenter | Self::Group => 8,
            Self::Site => 4,
            Self::Result => 9,
            Self::Wait => 5,
            // Calls of an hour and more are no exception: 1:02:03.
            Self::Talk | Self::Hold | Self::Duration => 7,
            Self::Flags => 3,
        }
    }

    /// When room is short the column with the highest number goes first; 0 never goes.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Direction | Self::Started | Self::Party | Self::Result => 0,
            Self::Via => 1,
            Self::Wait => 2,
            Self::Talk => 3,
            Self::Flags => 4,
            Self::Number => 5,
            Self::Site => 6,
            Self::Hold | Self::Duration | Self::Department | Self::CostCenter | Self::Group => 7,
        }
    }

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Direction => "D",
            Self::Started => "Started",
            Self::Party => "Party",
            Self::Number => "Number",
            Self::Via => "Via",
            Self::Site => "Site",
            Self::Result => "Result",
            Self::Wait => "Wait",
            Self::Talk => "Talk",
            Self::Flags => "Flg",
            Self::Hold => "Hold",
            Self::Duration => "Length",
            Self::Department => "Dept",
            Self::CostCenter => "Cost",
            Self::Group => "Group",
        }
    }

    /// What it shows, in a few words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Direction => "direction",
            Self::Started => "started",
            Self::Party => "party",
            Self::Number => "number",
            Self::Via => "our side",
            Self::Site => "site",
            Self::Result => "result",
            Self::Wait => "time waited",
            Self::Talk => "time spoken",
            Self::Flags => "flags",
            Self::Hold => "time on hold",
            Self::Duration => "length as Zoom counts it",
            Self::Department => "department",
            Self::CostCenter => "cost center",
            Self::Group => "group",
        }
    }

    /// What calls are sorted by in this column.
    #[must_use]
    pub const fn sorts(self) -> SortColumn {
        match self {
            Self::Direction => SortColumn::Direction,
            Self::Started => SortColumn::Started,
            Self::Party => SortColumn::Party,
            Self::Number => SortColumn::Number,
            Self::Via => SortColumn::Via,
            Self::Site => SortColumn::Site,
            Self::Result => SortColumn::Result,
            Self::Wait => SortColumn::Wait,
            Self::Talk => SortColumn::Talk,
            Self::Flags => SortColumn::Flags,
            Self::Hold => SortColumn::Hold,
            Self::Duration => SortColumn::Duration,
            Self::Department => SortColumn::Department,
            Self::CostCenter => SortColumn::CostCenter,
            Self::Group => SortColumn::Group,
        }
    }
}

/// What a person chose for a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Which.
    pub column: ListColumn,
    /// It is to be seen, where there is room.
    pub shown: bool,
    /// Cells that it is wider than it would be, or narrower.
    pub wider: i16,
}

impl ColumnChoice {
    /// The least width, in cells: 1 or more.
    #[must_use]
    pub fn least(self) -> u16 {
        self.column.least().saturating_add_signed(self.wider).max(1)
    }
}

/// Which set of columns the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnSet {
    /// What most people need. Where room is short, columns give way.
    #[default]
    Normal,
    /// Every column. Where room is short, the list is seen through a window that follows the column cursor.
    Wide,
}

/// The columns as a person wants them, for either set. Invariant: each set holds every column once, and shows one at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    set: ColumnSet,
    normal: Vec<ColumnChoice>,
    wide: Vec<ColumnChoice>,
}

impl Default for Columns {
    fn default() -> Self {
        let all = |shown: fn(ListColumn) -> bool| {
            ListColumn::ALL.map(|column| ColumnChoice { column, shown: shown(column), wider: 0 }).to_vec()
        };
        Self { set: ColumnSet::Normal, normal: all(|column| column.rank() < 7), wide: all(|_| true) }
    }
}

/// A column can be made wider than it would be by this many cells.
pub(super) const MOST_WIDER: i16 = 60;

impl Columns {
    /// The set that is shown.
    #[must_use]
    pub const fn set(&self) -> ColumnSet {
        self.set
    }

    /// Every column in its order, those that are hidden among them.
    #[must_use]
    pub fn choices(&self) -> &[ColumnChoice] {
        self.choices_of(self.set)
    }

    /// As [`Columns::choices`], of either set.
    pub(super) fn choices_of(&self, set: ColumnSet) -> &[ColumnChoice] {
        match set {
            ColumnSet::Normal => &self.normal,
            ColumnSet::Wide => &self.wide,
        }
    }

    /// Puts a set in the place of the one there was. It holds every column once and shows one at least.
    pub(super) fn put(&mut self, set: ColumnSet, choices: Vec<ColumnChoice>) {
        match set {
            ColumnSet::Normal => self.normal = choices,
            ColumnSet::Wide => self.wide = choices,
        }
    }

    /// Shows a set.
    pub(super) const fn show(&mut self, set: ColumnSet) {
        self.set = set;
    }

    fn choices_mut(&mut self) -> &mut Vec<ColumnChoice> {
        match self.set {
            ColumnSet::Normal => &mut self.normal,
            ColumnSet::Wide => &mut self.wide,
        }
    }

    /// The columns to be seen where there is room for all.
    #[must_use]
    pub fn shown(&self) -> Vec<ColumnChoice> {
        self.choices().iter().copied().filter(|choice| choice.shown).collect()
    }

    /// The columns that fit into `cells`, with one cell between them, when the column cursor is on `cursor`. At least one.
    #[must_use]
    pub fn fitting(&self, cells: u16, cursor: ListColumn) -> Vec<ColumnChoice> {
        let needs = |columns: &[ColumnChoice]| columns.iter().map(|choice| u32::from(choice.least()) + 1).sum::<u32>();
        let fits = |columns: &[ColumnChoice]| needs(columns) <= u32::from(cells) + 1 || columns.len() == 1;
        let mut kept = self.shown();
        match self.set {
            ColumnSet::Normal => {
                while !fits(&kept) {
                    // Of two that may go as well, the one at the right.
                    let first = kept.iter().enumerate().max_by_key(|(place, choice)| (choice.column.rank(), *place));
                    match first.filter(|(_, choice)| choice.column.rank() > 0) {
                        Some((place, _)) => kept.remove(place),
                        None => break,
                    };
                }
            }
            ColumnSet::Wide => {
                let end = kept.iter().position(|choice| choice.column == cursor).unwrap_or(0) + 1;
                let start = (0..end).find(|start| fits(&kept[*start..end])).unwrap_or(end - 1);
                let end = (end..=kept.len()).rev().find(|end| fits(&kept[start..*end])).unwrap_or(end);
                kept = kept[start..end].to_vec();
            }
        }
        kept
    }

    /// Shows the other set.
    pub fn switch(&mut self) {
        self.set = match self.set {
            ColumnSet::Normal => ColumnSet::Wide,
            ColumnSet::Wide => ColumnSet::Normal,
        };
    }

    /// Hides a column, or shows it again; the last one stays, and the answer is false.
    pub fn turn(&mut self, column: ListColumn) -> bool {
        let last = self.shown().iter().all(|choice| choice.column == column);
        match self.choices_mut().iter_mut().find(|choice| choice.column == column) {
            Some(choice) if !(choice.shown && last) => {
                choice.shown = !choice.shown;
                true
            }
            Some(_) | None => false,
        }
    }

    /// Puts a column where its neighbour is, on the right or on the left; hidden ones are neighbours where `counts` says so.
    pub fn shift(&mut self, column: ListColumn, step: isize, counts: impl Fn(&ColumnChoice) -> bool) {
        let choices = self.choices_mut();
        let row: Vec<usize> =
            (0..choices.len()).filter(|place| choices[*place].column == column || counts(&choices[*place])).collect();
        let Some(at) = row.iter().position(|place| choices[*place].column == column) else { return };
        let (from, to) = (row[at], row[at.saturating_add_signed(step).min(row.len() - 1)]);
        let moved = choices.remove(from);
        choices.insert(to, moved);
    }

    /// Makes a column wider by some cells, or narrower.
    pub fn widen(&mut self, column: ListColumn, cells: i16) {
        if let Some(choice) = self.choices_mut().iter_mut().find(|choice| choice.column == column) {
            let narrowest = 1 - column.least().cast_signed();
            choice.wider = (choice.wider + cells).clamp(narrowest, MOST_WIDER);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(columns: &[ColumnChoice]) -> Vec<ListColumn> {
        columns.iter().map(|choice| choice.column).collect()
    }

    #[test]
    fn in_the_wide_set_a_window_follows_the_cursor() {
        let mut columns = Columns::default();
        columns.switch();
        let at = |cursor| names(&columns.fitting(60, cursor));
        assert_eq!(at(ListColumn::Direction).first(), Some(&ListColumn::Direction));
        assert_eq!(at(ListColumn::Group).last(), Some(&ListColumn::Group));
        assert!(ListColumn::ALL.into_iter().all(|cursor| at(cursor).contains(&cursor)));
    }

    #[test]
    fn the_last_column_cannot_be_hidden() {
        let mut columns = Columns::default();
        let hidden = ListColumn::ALL.into_iter().filter(|column| columns.turn(*column)).count();
        assert!(hidden > 0);
        assert!(!columns.shown().is_empty());
    }

    #[derive(Clone, Debug)]
    enum Change {
        Turn(ListColumn),
        Shift(ListColumn, isize, bool),
        Widen(ListColumn, i16),
        Switch,
    }

    fn change() -> impl Strategy<Value = Change> {
        let column = || prop::sample::select(ListColumn::ALL.to_vec());
        prop_oneof![
            column().prop_map(Change::Turn),
            (column(), -1..=1_isize, any::<bool>()).prop_map(|(column, step, all)| Change::Shift(column, step, all)),
            (column(), -90..90_i16).prop_map(|(column, cells)| Change::Widen(column, cells)),
            Just(Change::Switch),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_chosen_every_column_stays_once_and_one_is_shown(
            changes in prop::collection::vec(change(), 0..40), cells in 0..300_u16,
            cursor in prop::sample::select(ListColumn::ALL.to_vec()),
        ) {
            let mut columns = Columns::default();
            for change in changes {
                match change {
                    Change::Turn(column) => { columns.turn(column); }
                    Change::Shift(column, step, all) => columns.shift(column, step, |choice| all || choice.shown),
                    Change::Widen(column, cells) => columns.widen(column, cells),
                    Change::Switch => columns.switch(),
                }
                prop_assert_eq!(columns.choices().len(), ListColumn::ALL.len());
                prop_assert!(ListColumn::ALL.iter().all(|column| names(columns.choices()).contains(column)));
                let fitting = columns.fitting(cells, cursor);
                prop_assert!(!fitting.is_empty());
                prop_assert!(fitting.iter().all(|choice| choice.shown));
            }
        }
    }
}
