//! The selection as lines: what is copied of one call, and what is printed of all that are marked.

use std::time::Duration;

use super::columns::ListColumn;
use super::effect::Effect;
use super::overlay::{self, Overlay, Question};
use super::state::State;
use crate::index::RowView;
use crate::model::{PartyRow, Text, Zone, clocked, guarded, is_e164};

/// What comes after the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AfterQuit {
    /// Nothing.
    Nothing,
    /// The selection is printed.
    Print,
}

/// The names of what a row of a call tells, with a tab between them.
const HEADER: &str = "started\tdirection\tparty\tnumber\tvia\tresult\twait_s\ttalk_s\thas";

/// `Ctrl+E`: quits, and prints the marked calls, else the selected one. It asks first where quitting does.
pub(super) fn quit_and_print(state: &mut State) -> Vec<Effect> {
    state.after_quit = AfterQuit::Print;
    if state.cut_off_by_quitting().is_empty() {
        state.quit = true;
    } else {
        overlay::open(state, Overlay::Question(Question::Quit));
    }
    Vec::new()
}

/// Nothing is printed once the question whether to quit was answered with no.
pub(super) fn settle(state: &mut State) {
    let is_asked = state.overlays.iter().any(|overlay| matches!(overlay, Overlay::Question(Question::Quit)));
    if !state.quit && !is_asked {
        state.after_quit = AfterQuit::Nothing;
    }
}

impl State {
    /// What is printed after the end, line by line: the names, then a line a call, safe for a terminal; nothing where nobody asked
    /// for it.
    pub fn printed(&self) -> impl Iterator<Item = String> + '_ {
        let prints = self.after_quit == AfterQuit::Print;
        let marked = if prints { self.calls.marked_keys(self.context()) } else { Vec::new() };
        let selected = self.calls.selected_row().filter(|_| prints && marked.is_empty());
        let index = self.calls.index();
        let rows = marked.into_iter().filter_map(|key| index.row(index.id_of(key)?));
        let header = prints.then(|| HEADER.to_owned());
        header.into_iter().chain(rows.chain(selected).map(|row| as_tsv(row, self.zone)))
    }
}

/// Start, direction, party, number, our side, result, wait, talk and flags, with a tab between them; no sheet runs any of them.
pub(super) fn as_tsv(row: RowView<'_>, zone: Zone) -> String {
    let seconds = |span: Option<Duration>| span.map(|span| span.as_secs().to_string()).unwrap_or_default();
    let flags: Vec<&str> = row.flags().shown().map(|(_, _, word)| word).collect();
    [
        zone.at(row.start_time()).to_rfc3339(),
        for_a_sheet(row.direction().word().to_string()),
        for_a_sheet(label(row.party())),
        for_a_sheet(row.party().number().to_string()),
        for_a_sheet(label(row.via())),
        for_a_sheet(row.result().to_string()),
        seconds(row.wait()),
        seconds(row.talk()),
        flags.join("|"),
    ]
    .join("\t")
}

/// As in an export: what others wrote is no formula, and a whole number stays as it is.
fn for_a_sheet(shown: String) -> String {
    if is_e164(&shown) { shown } else { guarded(&shown).into_owned() }
}

fn label(party: &PartyRow) -> String {
    party.label().map(Text::to_string).unwrap_or_default()
}

/// The value of a cell, whole: numbers as Zoom gave them, times with their offset.
pub(super) fn cell(row: RowView<'_>, column: ListColumn, zone: Zone) -> String {
    let span = |span: Option<Duration>| span.map(|span| clocked(span.as_secs())).unwrap_or_default();
    match column {
        ListColumn::Direction => row.direction().word().to_string(),
        ListColumn::Started => zone.at(row.start_time()).to_rfc3339(),
        ListColumn::Party => label(row.party()),
        ListColumn::Number => row.party().number().to_string(),
        ListColumn::Via => label(row.via()),
        ListColumn::Site => row.site().to_string(),
        ListColumn::Result => row.result().to_string(),
        ListColumn::Wait => span(row.wait()),
        ListColumn::Talk => span(row.talk()),
        ListColumn::Hold => span(row.hold()),
        ListColumn::Duration => span(row.duration()),
        ListColumn::Flags => row.flags().shown().map(|(_, _, word)| word).collect::<Vec<_>>().join(", "),
        ListColumn::Department => row.department().to_string(),
        ListColumn::CostCenter => row.cost_center().to_string(),
        ListColumn::Group => row.group().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::key::Key;
    use super::super::message::Message;
    use super::super::testing::{press, ready};
    use super::super::update::update;
    use super::*;

    fn quit(state: &mut State) {
        let _ = update(state, Message::Key(Key::ctrl('e')));
    }

    #[test]
    fn the_marked_calls_are_printed_after_the_end_else_the_selected_one() {
        let mut state = ready(80, 24, 10);
        assert_eq!(state.printed().count(), 0);
        quit(&mut state);
        assert!(state.quit);
        let lines: Vec<String> = state.printed().collect();
        assert_eq!((lines.len(), lines[0].as_str()), (2, HEADER));
        assert_eq!(lines[1].matches('\t').count(), HEADER.matches('\t').count());
        let mut state = ready(80, 24, 10);
        press(&mut state, "␣␣␣/nobody⏎");
        quit(&mut state);
        assert_eq!(state.printed().count(), 4, "those that the query hides too");
    }

    #[test]
    fn a_no_to_quitting_prints_nothing_later() {
        let mut state = ready(80, 24, 10);
        press(&mut state, "B");
        quit(&mut state);
        assert!(!state.quit);
        press(&mut state, "n");
        press(&mut state, "qy");
        assert!(state.quit);
        assert_eq!(state.printed().count(), 0);
    }
}
