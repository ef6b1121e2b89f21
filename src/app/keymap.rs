//! What keys do where. Dispatch, help, palette and the footers read the one table, as the person changed it.

mod action;
mod place;

use std::borrow::Cow;

use super::effect::Effect;
use super::key::Key;
use super::keymap_table::BINDINGS;
use super::state::State;

pub use action::Action;
pub use place::Place;

/// The heading a key stands under in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Going somewhere.
    Move,
    /// The order of the calls, and the columns.
    Table,
    /// Asking for fewer calls.
    Filter,
    /// Marking calls.
    Mark,
    /// Reading one call.
    Detail,
    /// Doing something.
    Act,
    /// The app itself.
    App,
}

impl Group {
    /// The groups, in the order they are listed.
    pub const ALL: [Self; 7] = [Self::Move, Self::Table, Self::Filter, Self::Mark, Self::Detail, Self::Act, Self::App];

    /// The heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "MOVE",
            Self::Table => "TABLE",
            Self::Filter => "FILTER",
            Self::Mark => "MARK",
            Self::Detail => "DETAIL",
            Self::Act => "ACT",
            Self::App => "APP",
        }
    }
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Where.
    pub place: Place,
    /// Which keys, the first one being the one to show. There is one at least.
    pub keys: Cow<'static, [Key]>,
    /// What it is called.
    pub action: Action,
    /// What it does.
    pub act: fn(&mut State) -> Vec<Effect>,
    /// What it does, in a few words.
    pub words: &'static str,
    /// Where it stands in the help.
    pub group: Group,
    /// Shown in the footer, more important first; 0 is not shown.
    pub footer: u8,
}

impl Binding {
    /// The keys in a few cells: `j Down`, `1…9`.
    #[must_use]
    pub fn keys_shown(&self) -> String {
        match &*self.keys {
            [first, .., last] if self.keys.len() > 3 => format!("{first}…{last}"),
            keys => keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        }
    }

    /// The key to show.
    #[must_use]
    pub fn key(&self) -> String {
        self.keys.first().map(ToString::to_string).unwrap_or_default()
    }
}

/// The keys as they are here: those of the table, and those that the person chose in their stead.
#[derive(Clone, Debug)]
pub struct Keymap {
    pub(super) bindings: Vec<Binding>,
}

/// The table as it is.
impl Default for Keymap {
    fn default() -> Self {
        Self { bindings: BINDINGS.to_vec() }
    }
}

impl Keymap {
    /// Every binding.
    #[must_use]
    pub fn all(&self) -> &[Binding] {
        &self.bindings
    }

    /// What `key` does at `place`.
    #[must_use]
    pub fn find(&self, place: Place, key: Key) -> Option<&Binding> {
        self.bindings(place).find(|binding| binding.keys.contains(&key))
    }

    /// All that works at `place`, its own keys first.
    pub fn bindings(&self, place: Place) -> impl Iterator<Item = &Binding> {
        let own = move |binding: &&Binding| binding.place == place;
        let above = move |binding: &&Binding| {
            let reaches = !(place.is_typing() || place.has_digits() && binding.action.is_tab());
            binding.place == Place::Always || (binding.place == Place::Everywhere && reaches)
        };
        self.bindings.iter().filter(own).chain(self.bindings.iter().filter(above))
    }

    /// What the footer shows at `place`, the most important first.
    #[must_use]
    pub fn footer(&self, place: Place) -> Vec<&Binding> {
        let mut shown: Vec<&Binding> = self.bindings(place).filter(|binding| binding.footer > 0).collect();
        shown.sort_by_key(|binding| binding.footer);
        shown
    }

    /// The key to show for an action at a place; empty where it has none.
    #[must_use]
    pub fn key_of(&self, place: Place, action: Action) -> String {
        self.bindings(place).find(|binding| binding.action == action).map(Binding::key).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::key::KeyCode;
    use super::*;

    fn action(place: Place, key: Key) -> Option<Action> {
        Keymap::default().find(place, key).map(|binding| binding.action)
    }

    #[test]
    fn no_key_is_bound_twice_in_a_place_and_none_hides_a_key_from_everywhere() {
        let keymap = Keymap::default();
        for place in Place::ALL {
            let mut seen = HashSet::new();
            for binding in keymap.bindings(place) {
                for key in binding.keys.iter() {
                    assert!(seen.insert(*key), "{key} is bound twice at {place:?}");
                }
            }
        }
    }

    #[test]
    fn where_letters_are_text_no_letter_is_bound() {
        let keymap = Keymap::default();
        for place in Place::ALL.into_iter().filter(|place| place.is_typing()) {
            for binding in keymap.bindings(place) {
                let letter = binding.keys.iter().find(|key| matches!(key.code, KeyCode::Char(_)) && !key.ctrl);
                assert_eq!(letter, None, "at {place:?}");
            }
        }
    }

    #[test]
    fn what_hard_terminals_swallow_is_never_the_only_key() {
        for binding in BINDINGS {
            let only = |character| *binding.keys == [Key::ctrl(character)];
            assert!(!['a', 'b', 'q', 's'].into_iter().any(only), "{:?}", binding.action);
        }
    }

    #[test]
    fn keys_do_what_the_handbook_says() {
        assert_eq!(action(Place::List, Key::char('j')), Some(Action::Down));
        assert_eq!(action(Place::List, Key::char('?')), Some(Action::Help));
        assert_eq!(action(Place::Query, Key::char('?')), None, "a question mark is text in the query");
        assert_eq!(action(Place::Query, Key::ctrl('c')), Some(Action::Interrupt));
    }
}
