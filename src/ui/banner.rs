//! The row under the query: the one thing a person has to know now. It takes a row of its own and never covers a call.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::{format, keys, paint, text};
use crate::app::{Action, Banner, Place, Remedy, State, Wait, WaitKind};

/// Draws what there is to say; nothing where all is well.
pub fn draw(buffer: &mut Buffer, area: Rect, state: &State, theme: &Theme) {
    let Some(banner) = state.banner() else { return };
    let again = keys::of(state, Place::List, Action::Refresh);
    let (words, hint) = match banner {
        Banner::Waiting(wait) => (waiting(wait, area.width, state), String::new()),
        Banner::Problem(problem) => {
            let hint = match problem.remedy {
                Remedy::Retry | Remedy::Reconnect | Remedy::Later => format!("{again} tries again."),
                Remedy::Wait(until) => format!("Goes on in {}.", format::countdown(until, state.now)),
                Remedy::SignIn => format!("{again} signs in."),
                Remedy::Unlock => format!("{again} asks it again."),
                Remedy::AskAdmin | Remedy::SetUp | Remedy::Rename | Remedy::Report => format!("{again} says more."),
            };
            let brief = format!("{}: {}", problem.headline, problem.brief_cause());
            let forms = [&problem.summary(), &brief, &problem.cause, problem.brief_cause()];
            (paint::fitting(room(area, &hint), &forms), hint)
        }
        Banner::NotSignedIn => {
            let archive = if state.calls.total() == 0 { "" } else { " These are the calls of the archive." };
            (format!("Not signed in.{archive}"), format!("{again} signs in."))
        }
        Banner::Warning(words) => {
            let more = format!("{} says more.", keys::of(state, Place::List, Action::ShowAccess));
            let is_whole = text::width(words) <= room(area, "");
            (words.to_owned(), if is_whole { String::new() } else { more })
        }
    };
    let left = Line::from(vec![Span::styled(" ! ", theme.warning), Span::styled(words, theme.warning)]);
    let right = if hint.is_empty() { Line::default() } else { Line::from(format!("{hint} ")) };
    paint::put_ends(buffer, area, &left, &right);
}

/// Cells for the words, between their sign and a hint.
fn room(area: Rect, hint: &str) -> usize {
    usize::from(area.width).saturating_sub(3 + text::width(hint) + 2)
}

/// Why nothing comes, and when it goes on; where there is room also that one can browse.
fn waiting(wait: &Wait, columns: u16, state: &State) -> String {
    let left = format::countdown(wait.until, state.now);
    let words = match wait.kind {
        WaitKind::PerSecond => format!("Zoom says slow down (429, per second). Waiting {left}, then on."),
        WaitKind::Concurrent => format!("Zoom says slow down (429, at one time). Waiting {left}, then on."),
        WaitKind::Daily => format!("Zoom's limit for today is used up (429). On in {left}, after 00:00 UTC."),
        WaitKind::Trouble => format!("Zoom or the network has trouble. Trying again in {left}."),
    };
    let room = usize::from(columns).saturating_sub(3);
    paint::fitting(room, &[&format!("{words} Browsing works."), &words])
}
