//! Other keys than those of the table: what `[keys]` of `config.toml` says, checked so that no key does two things.

use std::collections::HashMap;

use serde::de::value::Error as NotNamed;
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::key::{Key, KeyCode, UnknownKey};
use super::keymap::{Action, Binding, Keymap, Place};
use crate::model::query::nearest;

/// Other keys for an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChange {
    /// The place, by its name; wherever letters are no text when absent.
    pub place: Option<String>,
    /// The action, by its name.
    pub action: String,
    /// The keys, as the help writes them: `Ctrl+D`, `Space`, `j`.
    pub keys: Vec<String>,
}

/// Why other keys cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyChangeError {
    /// There is no such action.
    #[error("there is no action {action}{}; `ringlog keys` lists them", or(.nearest.as_deref()))]
    UnknownAction {
        /// What was written.
        action: String,
        /// What was meant, perhaps.
        nearest: Option<String>,
    },
    /// There is no such place.
    #[error("there is no place {place}{}; `ringlog keys` lists them", or(.nearest.as_deref()))]
    UnknownPlace {
        /// What was written.
        place: String,
        /// What was meant, perhaps.
        nearest: Option<String>,
    },
    /// The place has no such action.
    #[error("{action} does nothing at {place}; `ringlog keys` lists what does")]
    NotHere {
        /// The action.
        action: Action,
        /// The place.
        place: Place,
    },
    /// The key is none.
    #[error("{action}: {reason}")]
    UnknownKey {
        /// The action.
        action: Action,
        /// What is wrong with it.
        reason: UnknownKey,
    },
    /// No key is left.
    #[error("{0} would have no key: give one at least")]
    NoKey(Action),
    /// The key is text there.
    #[error("{key} cannot be {action} at {place}: letters are text there")]
    Text {
        /// The key.
        key: Key,
        /// The action.
        action: Action,
        /// The place.
        place: Place,
    },
    /// The key does something else there already.
    #[error("{key} would be both {first} and {second} at {place}: give one of them another key")]
    Taken {
        /// The key.
        key: Key,
        /// One action.
        first: Action,
        /// The other.
        second: Action,
        /// Where.
        place: Place,
    },
}

fn or(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!("; did you mean {nearest}?")).unwrap_or_default()
}

/// What goes by a name.
fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    let name: serde::de::value::StrDeserializer<'_, NotNamed> = name.into_deserializer();
    T::deserialize(name).ok()
}

fn nearest_of<T: ToString>(word: &str, all: impl Iterator<Item = T>) -> Option<String> {
    let names: Vec<String> = all.map(|one| one.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    nearest(word, &names).map(str::to_owned)
}

impl Keymap {
    /// The table with other keys.
    ///
    /// # Errors
    /// When a change means nothing, or a key would do two things at one place.
    pub fn with(changes: &[KeyChange]) -> Result<Self, KeyChangeError> {
        let mut keymap = Self::default();
        for change in changes {
            keymap.change(change)?;
        }
        keymap.check()?;
        Ok(keymap)
    }

    fn change(&mut self, change: &KeyChange) -> Result<(), KeyChangeError> {
        let action: Action = named(&change.action).ok_or_else(|| KeyChangeError::UnknownAction {
            action: change.action.clone(),
            nearest: nearest_of(&change.action, self.bindings.iter().map(|binding| binding.action)),
        })?;
        let place = change.place.as_deref().map(|place| self.place(place)).transpose()?;
        let keys: Vec<Key> = change
            .keys
            .iter()
            .map(|key| key.parse().map_err(|reason| KeyChangeError::UnknownKey { action, reason }))
            .collect::<Result<_, _>>()?;
        if keys.is_empty() {
            return Err(KeyChangeError::NoKey(action));
        }
        let has_letters = |binding: &Binding| binding.place != Place::Always && !binding.place.is_typing();
        let mut changed: Vec<&mut Binding> = self
            .bindings
            .iter_mut()
            .filter(|binding| binding.action == action && place.is_none_or(|place| binding.place == place))
            .collect();
        if place.is_none() && changed.iter().any(|binding| has_letters(binding)) {
            changed.retain(|binding| has_letters(binding));
        }
        if let (Some(place), []) = (place, &changed[..]) {
            return Err(KeyChangeError::NotHere { action, place });
        }
        for binding in changed {
            let text = keys.iter().find(|key| matches!(key.code, KeyCode::Char(_)) && !key.ctrl);
            if let Some(key) = text.filter(|_| !has_letters(binding)) {
                return Err(KeyChangeError::Text { key: *key, action, place: binding.place });
            }
            binding.keys = keys.clone().into();
        }
        Ok(())
    }

    fn place(&self, name: &str) -> Result<Place, KeyChangeError> {
        named(name).ok_or_else(|| KeyChangeError::UnknownPlace {
            place: name.to_owned(),
            nearest: nearest_of(name, self.bindings.iter().map(|binding| binding.place)),
        })
    }

    /// No key does two things at one place.
    fn check(&self) -> Result<(), KeyChangeError> {
        for place in Place::ALL {
            let mut seen = HashMap::new();
            for binding in self.bindings(place) {
                for key in binding.keys.iter() {
                    if let Some(first) = seen.insert(*key, binding.action) {
                        return Err(KeyChangeError::Taken { key: *key, first, second: binding.action, place });
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{press, ready};
    use super::*;

    fn change(place: Option<&str>, action: &str, keys: &[&str]) -> KeyChange {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        KeyChange { place: place.map(str::to_owned), action: action.to_owned(), keys }
    }

    fn refused(changes: &[KeyChange]) -> String {
        Keymap::with(changes).unwrap_err().to_string()
    }

    #[test]
    fn a_changed_key_does_its_work_and_the_old_one_none() {
        let keymap = Keymap::with(&[change(None, "mark-all", &["Ctrl+O", "F5"])]).unwrap();
        let action = |key: &str| keymap.find(Place::List, key.parse().unwrap()).map(|binding| binding.action);
        assert_eq!((action("Ctrl+O"), action("F5"), action("a")), (Some(Action::MarkAll), Some(Action::MarkAll), None));
        assert_eq!(keymap.key_of(Place::List, Action::MarkAll), "Ctrl+O");
    }

    #[test]
    fn what_is_said_in_passing_names_the_changed_keys() {
        let mut state = ready(120, 36, 9);
        state.keymap =
            Keymap::with(&[change(Some("list"), "export", &["F8"]), change(Some("list"), "undo", &["F9"])]).unwrap();
        let mut said = |keys: &str| {
            press(&mut state, keys);
            state.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
        };
        assert_eq!(said("."), "nothing was exported yet: F8 asks what to write");
        let behind = said("4⏎");
        assert!(behind.starts_with("the calls behind") && behind.ends_with("; F9 takes it back"), "{behind}");
    }

    #[test]
    fn keys_can_trade_places_and_a_place_can_have_its_own() {
        let keymap = Keymap::with(&[
            change(None, "sort", &["C"]),
            change(None, "choose-columns", &["s"]),
            change(Some("detail"), "copy", &["Y"]),
        ])
        .unwrap();
        assert_eq!(keymap.key_of(Place::List, Action::Sort), "C");
        assert_eq!(
            (keymap.key_of(Place::Detail, Action::Copy), keymap.key_of(Place::List, Action::Copy)),
            ("Y".to_owned(), "y".to_owned())
        );
    }

    #[test]
    fn what_works_while_typing_keeps_its_key_unless_the_place_is_named() {
        let keymap = Keymap::with(&[
            change(None, "help", &["F2"]),
            change(None, "down", &["t"]),
            change(None, "choose-time", &["Ctrl+O"]),
            change(None, "put-off", &["Ctrl+P"]),
        ])
        .unwrap();
        assert_eq!(keymap.key_of(Place::Query, Action::Help), "F1");
        assert_eq!(keymap.key_of(Place::ExportPath, Action::Down), "Down");
        assert_eq!(keymap.key_of(Place::Export, Action::Down), "t");
        assert_eq!(
            refused(&[change(Some("query"), "down", &["x"])]),
            "x cannot be down at query: letters are text there"
        );
    }

    #[test]
    fn what_collides_is_refused_with_both_names() {
        assert_eq!(
            refused(&[change(None, "mark-all", &["s"])]),
            "s would be both sort and mark-all at list: give one of them another key"
        );
        assert!(refused(&[change(None, "sort", &["q"])]).contains("both sort and close at list"));
    }

    #[test]
    fn a_slip_names_what_was_meant() {
        assert_eq!(
            refused(&[change(None, "mark-al", &["x"])]),
            "there is no action mark-al; did you mean mark-all?; `ringlog keys` lists them"
        );
        assert!(refused(&[change(Some("lists"), "sort", &["x"])]).contains("did you mean list?"));
        assert!(refused(&[change(Some("copy"), "sort", &["x"])]).contains("sort does nothing at copy"));
        assert!(refused(&[change(None, "sort", &["Hyper+X"])]).starts_with("sort: Hyper+X is no key"));
        assert_eq!(refused(&[change(None, "sort", &[])]), "sort would have no key: give one at least");
    }

    #[test]
    fn every_action_and_place_of_the_table_has_a_name_that_is_read_again() {
        for binding in Keymap::default().all() {
            assert_eq!(named::<Action>(&binding.action.to_string()), Some(binding.action));
            assert_eq!(named::<Place>(&binding.place.to_string()), Some(binding.place));
        }
    }
}
