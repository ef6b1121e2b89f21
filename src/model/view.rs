//! What a person keeps under a name, and how the list looked: words only, so that a file can hold them.

use serde::{Deserialize, Serialize};

use super::query::Query;

/// A query under a name, with the order and the columns its calls are looked at in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedView {
    /// What it is called; no two are called the same, in any case.
    pub name: String,
    /// What it asks for, in the query language.
    pub query: String,
    /// The columns that calls are sorted by, the most important first: `wait:desc`. Newest first when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sort: Vec<String>,
    /// The columns from left to right: `party +4` is four cells wider, `site hidden` is not shown. Left as they are when there
    /// are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// True when the columns are those of the wide set.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wide: bool,
}

/// What the file of saved views holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewsRead {
    /// The views that can be used, in their order.
    pub views: Vec<SavedView>,
    /// What cannot be understood, and stays in the file as it is.
    pub left_alone: Vec<LeftAlone>,
}

/// A part of the file of saved views that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct LeftAlone {
    /// Where, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

impl From<Vec<SavedView>> for ViewsRead {
    fn from(views: Vec<SavedView>) -> Self {
        Self { views, left_alone: Vec::new() }
    }
}

/// How the list looked: its columns in both sets, and its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListLook {
    /// The wide set is shown.
    pub wide: bool,
    /// The columns of the usual set, as in [`SavedView::columns`].
    pub usual: Vec<String>,
    /// The columns of the wide set.
    pub all: Vec<String>,
    /// As in [`SavedView::sort`].
    pub sort: Vec<String>,
}

/// How the list looked last, and how the person wants it to look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Looks {
    /// When ringlog last ended.
    pub last: Option<ListLook>,
    /// What was saved as the default.
    pub default: Option<ListLook>,
}

/// A change of the saved views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewChange {
    /// Puts a view in the place of the one of its name, else before the one at `at`, else at the end.
    Put {
        /// The view.
        view: SavedView,
        /// Its place among the others, where it is new.
        at: Option<usize>,
    },
    /// Gives a view another name.
    Rename {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
    /// Removes a view.
    Remove {
        /// Its name.
        name: String,
    },
}

/// Why views cannot be as they are wanted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ViewError {
    /// There is none of that name.
    #[error("there is no view {0}")]
    NoSuchView(String),
    /// There is one of that name.
    #[error("there is a view {0} already")]
    NameTaken(String),
    /// The name is none.
    #[error("a view's name has 1 to {} characters, and no control characters", SavedView::LONGEST_NAME)]
    BadName,
    /// The query means nothing.
    #[error("the query of {name}: {reason}")]
    BadQuery {
        /// The view.
        name: String,
        /// Why.
        reason: String,
    },
}

impl SavedView {
    /// The most characters of a name.
    pub const LONGEST_NAME: usize = 40;

    /// True when it is called so; capitals count as small letters.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }

    /// Whether the name and the query can be used.
    ///
    /// # Errors
    /// [`ViewError::BadName`] and [`ViewError::BadQuery`].
    pub fn check(&self) -> Result<(), ViewError> {
        check_name(&self.name)?;
        let read = Query::parse(&self.query);
        read.map(drop).map_err(|error| ViewError::BadQuery { name: self.name.clone(), reason: error.to_string() })
    }
}

fn check_name(name: &str) -> Result<(), ViewError> {
    let length = name.chars().count();
    let fits = (1..=SavedView::LONGEST_NAME).contains(&length) && !name.chars().any(char::is_control);
    if fits && name.trim() == name { Ok(()) } else { Err(ViewError::BadName) }
}

impl ViewChange {
    /// Makes the change.
    ///
    /// # Errors
    /// When it cannot be made; the views stay as they were.
    pub fn apply(self, views: &mut Vec<SavedView>) -> Result<(), ViewError> {
        let place_of = |views: &[SavedView], name: &str| views.iter().position(|view| view.is_called(name));
        match self {
            Self::Put { view, at } => {
                view.check()?;
                match place_of(views, &view.name) {
                    Some(place) => views[place] = view,
                    None => views.insert(at.unwrap_or(usize::MAX).min(views.len()), view),
                }
            }
            Self::Rename { from, to } => {
                check_name(&to)?;
                let place = place_of(views, &from).ok_or(ViewError::NoSuchView(from))?;
                if place_of(views, &to).is_some_and(|other| other != place) {
                    return Err(ViewError::NameTaken(to));
                }
                views[place].name = to;
            }
            Self::Remove { name } => {
                let place = place_of(views, &name).ok_or(ViewError::NoSuchView(name))?;
                views.remove(place);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(name: &str, query: &str) -> SavedView {
        SavedView { name: name.to_owned(), query: query.to_owned(), ..SavedView::default() }
    }

    #[test]
    fn views_are_put_renamed_and_removed_by_name_in_any_case() {
        let mut views = Vec::new();
        let put = |query: &str, name: &str| ViewChange::Put { view: view(name, query), at: Some(0) };
        put("dir:in", "First").apply(&mut views).unwrap();
        put("dir:out", "Second").apply(&mut views).unwrap();
        put("is:spam", "first").apply(&mut views).unwrap();
        assert_eq!(views, [view("Second", "dir:out"), view("first", "is:spam")]);
        let rename = |from: &str, to: &str| ViewChange::Rename { from: from.to_owned(), to: to.to_owned() };
        assert_eq!(rename("first", "SECOND").apply(&mut views), Err(ViewError::NameTaken("SECOND".to_owned())));
        rename("FIRST", "First").apply(&mut views).unwrap();
        ViewChange::Remove { name: "second".to_owned() }.apply(&mut views).unwrap();
        assert_eq!(views, [view("First", "is:spam")]);
        assert!(ViewChange::Remove { name: "second".to_owned() }.apply(&mut views).is_err());
    }

    #[test]
    fn a_view_that_cannot_be_used_is_not_taken() {
        for bad in
            [view("", ""), view(" x", ""), view("a\u{1b}[m", ""), view(&"x".repeat(41), ""), view("a", "resul:x")]
        {
            let mut views = Vec::new();
            assert!(ViewChange::Put { view: bad, at: None }.apply(&mut views).is_err());
            assert_eq!(views, []);
        }
    }
}
