//! The signs that charts are drawn with, in one place. Each differs from the others by its shape, not by its colour.

use crate::app::DayState;
use crate::model::{ResultGroup, timeline::Phase};

/// What a stretch of a call path is drawn with.
pub const fn bar(phase: Phase) -> &'static str {
    match phase {
        Phase::Menu => "▒",
        Phase::Wait => "·",
        Phase::Ring => "═",
        Phase::Talk => "█",
        Phase::Voicemail => "+",
        Phase::Park => "○",
        Phase::Listen => "↑",
        Phase::Untold => "?",
    }
}

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
        ResultGroup::Voicemail => "+",
        ResultGroup::Missed => "▒",
        ResultGroup::Abandoned => "░",
        ResultGroup::Failed | ResultGroup::Blocked | ResultGroup::Other => "×",
    }
}

/// The shade for a count among counts of which `most` is the largest: few is not none.
pub fn shade(count: usize, most: usize) -> &'static str {
    let steps = SHADES.len() - 1;
    SHADES[(count * steps).div_ceil(most.max(1)).min(steps)]
}

/// A day of the calendar of what was fetched.
pub const fn day(state: DayState) -> &'static str {
    match state {
        DayState::Complete => "■",
        DayState::Partial => "◧",
        DayState::Never => "□",
        DayState::PartialForGood => "◨",
        DayState::Gone => "·",
        DayState::Future => " ",
    }
}

/// A stretch of a party's line of time without a call.
pub const NO_CALL: &str = "─";
