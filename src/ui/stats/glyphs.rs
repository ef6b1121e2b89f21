//! The signs that charts are made of, in one place. What they mean is written beside them; none differs by colour alone.

use crate::model::ResultGroup;

/// Before the name of the chart with the cursor.
pub const CURSOR: &str = "▸";
/// A bar.
pub const BAR: &str = "█";
/// Under the day with the cursor.
pub const HERE: &str = "▲";
/// From few to many; the first is for none.
pub const SHADES: [&str; 5] = [" ", "░", "▒", "▓", "█"];

/// The part of a stacked bar that stands for a group.
pub const fn part(group: ResultGroup) -> &'static str {
    match group {
        ResultGroup::Answered => "█",
        ResultGroup::Voicemail => "▓",
        ResultGroup::Missed => "▒",
        ResultGroup::Abandoned => "░",
        ResultGroup::Failed | ResultGroup::Blocked | ResultGroup::Other => "·",
    }
}

/// The shade for a count among counts of which `most` is the largest: few is not none.
pub fn shade(count: usize, most: usize) -> &'static str {
    let steps = SHADES.len() - 1;
    SHADES[(count * steps).div_ceil(most.max(1)).min(steps)]
}
