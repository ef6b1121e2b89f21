//! Finding words in the text of the open tab of the detail.

use tui_input::Input;

use super::effect::Effect;
use super::going;
use super::key::Key;
use super::state::{Focus, State};
use super::text_field;

/// Where the text stands while words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundView {
    /// At the hit, scrolled by these lines from there.
    AtHit(i16),
    /// Where a person scrolled to.
    Own,
}

/// The words that are looked for. How many hits there are is known where the text is drawn.
#[derive(Clone, Debug)]
pub struct DetailFind {
    /// The words.
    pub words: Input,
    /// They take the keys.
    pub editing: bool,
    /// Which hit, counted from the first one; beyond the last it begins anew.
    pub hit: isize,
    /// Where the text stands.
    pub view: FoundView,
}

impl DetailFind {
    /// Scrolls by lines; false when the text stands where a person scrolled to.
    pub(super) const fn scroll(&mut self, lines: i16) -> bool {
        match &mut self.view {
            FoundView::AtHit(offset) => {
                *offset = offset.saturating_add(lines);
                true
            }
            FoundView::Own => false,
        }
    }
}

/// `/`: asks for the words, with those of the last time.
pub(super) fn edit(state: &mut State) -> Vec<Effect> {
    let words = state.detail.find.take().map(|find| find.words).unwrap_or_default();
    state.detail.find = Some(DetailFind { words, editing: true, hit: 0, view: FoundView::AtHit(0) });
    Vec::new()
}

/// True while the words take the keys.
pub(super) fn is_editing(state: &State) -> bool {
    state.focus == Focus::Detail && state.detail.find.as_ref().is_some_and(|find| find.editing)
}

pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    if let Some(find) = &mut state.detail.find
        && text_field::type_key(&mut find.words, key)
    {
        (find.hit, find.view) = (0, FoundView::AtHit(0));
    }
    Vec::new()
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(find) = &mut state.detail.find {
        text_field::paste(&mut find.words, text);
        (find.hit, find.view) = (0, FoundView::AtHit(0));
    }
    Vec::new()
}

/// `Enter`: the words stand, and the next keys go from hit to hit.
pub(super) fn keep(state: &mut State) -> Vec<Effect> {
    match &mut state.detail.find {
        Some(find) if find.words.value().trim().is_empty() => state.detail.find = None,
        Some(find) => find.editing = false,
        None => {}
    }
    Vec::new()
}

/// Another text is open: the first hit in it, if words are looked for.
pub(super) const fn begin_anew(state: &mut State) {
    if let Some(find) = &mut state.detail.find {
        (find.hit, find.view) = (0, FoundView::AtHit(0));
    }
}

fn go(state: &mut State, hits: isize) -> bool {
    let Some(find) = &mut state.detail.find else { return false };
    find.hit = find.hit.saturating_add(hits);
    find.view = FoundView::AtHit(0);
    true
}

pub(super) fn next_hit(state: &mut State) -> Vec<Effect> {
    go(state, 1);
    Vec::new()
}

pub(super) fn previous_hit(state: &mut State) -> Vec<Effect> {
    go(state, -1);
    Vec::new()
}

/// `n`: the next hit while words are looked for, else the next call.
pub(super) fn next(state: &mut State) -> Vec<Effect> {
    if go(state, 1) { Vec::new() } else { going::down(state) }
}

/// `N`: the hit before while words are looked for, else the call before.
pub(super) fn previous(state: &mut State) -> Vec<Effect> {
    if go(state, -1) { Vec::new() } else { going::up(state) }
}

#[cfg(test)]
mod tests {
    use super::super::keymap::Place;
    use super::super::testing::{press, ready, selected};
    use super::*;

    fn hit(state: &State) -> Option<isize> {
        state.detail.find.as_ref().map(|find| find.hit)
    }

    #[test]
    fn n_goes_from_hit_to_hit_while_words_are_looked_for_and_from_call_to_call_else() {
        let mut state = ready(120, 36, 10);
        press(&mut state, "⏎n");
        assert_eq!(selected(&state), Some(8));
        press(&mut state, "/nq");
        assert_eq!(state.place(), Place::DetailFind);
        press(&mut state, "⏎nnN");
        assert_eq!((selected(&state), hit(&state)), (Some(8), Some(1)));
        press(&mut state, "]");
        assert_eq!(hit(&state), Some(0), "another text begins at its first hit");
        press(&mut state, "⎋n");
        assert_eq!((selected(&state), hit(&state), state.focus), (Some(7), None, Focus::Detail));
        press(&mut state, "/⏎");
        assert_eq!(hit(&state), None, "no words are no search");
        press(&mut state, "/q⏎hj");
        assert_eq!((hit(&state), state.focus), (None, Focus::List), "the list knows nothing of it");
    }

    #[test]
    fn scrolling_starts_from_the_hit() {
        let mut state = ready(120, 36, 10);
        press(&mut state, "⏎/x⏎jjk");
        assert!(matches!(&state.detail.find, Some(find) if find.view == FoundView::AtHit(1)));
        press(&mut state, "g");
        assert!(matches!(&state.detail.find, Some(find) if find.view == FoundView::Own));
    }
}
