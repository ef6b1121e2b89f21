//! The help: the keys of a place, filtered as one types.

use tui_input::Input;

use super::effect::Effect;
use super::key::Key;
use super::keymap::{Binding, Keymap, Place};
use super::overlay::{self, Overlay};
use super::state::State;
use super::text_field;

/// The help.
#[derive(Clone, Debug)]
pub struct Help {
    /// Whose keys.
    pub place: Place,
    /// What the person typed to find a key.
    pub filter: Input,
    /// The line under the cursor, among [`Help::found`].
    pub selected: usize,
}

impl Help {
    /// The help of `place`.
    #[must_use]
    pub fn new(place: Place) -> Self {
        Self { place, filter: Input::default(), selected: 0 }
    }

    /// The keys whose words, or whose keys, hold what was typed; grouped as the help lists them.
    #[must_use]
    pub fn found<'keys>(&self, keymap: &'keys Keymap) -> Vec<&'keys Binding> {
        let wanted = self.filter.value().trim().to_lowercase();
        let holds = |binding: &&Binding| {
            let heading = binding.group.title().to_lowercase();
            binding.words.to_lowercase().contains(&wanted)
                || heading.contains(&wanted)
                || binding.keys.iter().any(|key| key.to_string().to_lowercase() == wanted)
        };
        let mut found: Vec<&Binding> = keymap.bindings(self.place).filter(holds).collect();
        found.sort_by_key(|binding| binding.group);
        found
    }
}

/// Opens the help of the place one is at; from the help itself, closes it.
pub(super) fn toggle(state: &mut State) -> Vec<Effect> {
    if open(state).is_some() {
        state.overlays.pop();
    } else {
        let place = state.place();
        overlay::open(state, Overlay::Help(Help::new(place)));
    }
    Vec::new()
}

fn open(state: &mut State) -> Option<&mut Help> {
    state.overlays.last_mut().and_then(Overlay::help)
}

pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    if let Some(help) = open(state)
        && text_field::type_key(&mut help.filter, key)
    {
        help.selected = 0;
    }
    Vec::new()
}

/// Moves the cursor by lines.
pub(super) fn scroll(state: &mut State, lines: isize) -> Vec<Effect> {
    if let Some(Overlay::Help(help)) = state.overlays.last_mut() {
        let last = help.found(&state.keymap).len().saturating_sub(1);
        help.selected = help.selected.saturating_add_signed(lines).min(last);
    }
    Vec::new()
}

pub(super) fn down(state: &mut State) -> Vec<Effect> {
    scroll(state, 1)
}

pub(super) fn up(state: &mut State) -> Vec<Effect> {
    scroll(state, -1)
}

fn turn(state: &mut State, pages: isize) -> Vec<Effect> {
    if let Some(Overlay::Help(help)) = state.overlays.last_mut() {
        let layout = help.layout(&state.keymap, state.screen);
        help.selected = layout.turn(help.selected, pages).unwrap_or(0);
    }
    Vec::new()
}

pub(super) fn page_down(state: &mut State) -> Vec<Effect> {
    turn(state, 1)
}

pub(super) fn page_up(state: &mut State) -> Vec<Effect> {
    turn(state, -1)
}

/// Closes the help and does what the key under the cursor does.
pub(super) fn run(state: &mut State) -> Vec<Effect> {
    let Some(Overlay::Help(help)) = state.overlays.pop() else {
        return Vec::new();
    };
    let act = help.found(&state.keymap).get(help.selected).map(|binding| binding.act);
    act.map_or_else(Vec::new, |act| act(state))
}
