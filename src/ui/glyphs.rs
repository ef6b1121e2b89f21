//! The signs that charts are drawn with, in one place. Each differs from the others by its shape, not by its colour.

use crate::model::timeline::Phase;

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
