//! `views.toml`: the saved views.

use std::path::Path;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::error::Error;
use super::file;
use crate::model::{SavedView, ViewChange};

/// Stands at the top of the file: it is ringlog's to write.
const HEAD: &str = "\
# The saved views of ringlog. ringlog writes this file anew when a view is saved, so comments do not stay.
# name and query are needed; sort and columns may be left out.

";

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    view: Vec<Spanned<SavedView>>,
}

#[derive(Serialize)]
struct Writing<'a> {
    view: &'a [SavedView],
}

/// The saved views, in their order; none where there is no file.
///
/// # Errors
/// [`Error::Broken`] with the line, when the file cannot be understood; [`Error::Io`] when it cannot be read.
pub fn read(path: &Path) -> Result<Vec<SavedView>, Error> {
    let Some(text) = file::text(path).map_err(Error::io(path))? else {
        return Ok(Vec::new());
    };
    let broken = |at: usize, reason: String| {
        let line = text.get(..at).unwrap_or(&text).matches('\n').count() + 1;
        Error::Broken { path: path.to_owned(), line, reason }
    };
    let written: Written = toml::from_str(&text)
        .map_err(|error| broken(error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
    let mut views: Vec<SavedView> = Vec::with_capacity(written.view.len());
    for view in written.view {
        let at = view.span().start;
        let view = view.into_inner();
        view.check().map_err(|error| broken(at, error.to_string()))?;
        if views.iter().any(|other| other.is_called(&view.name)) {
            return Err(broken(at, format!("there is a view {} already", view.name)));
        }
        views.push(view);
    }
    Ok(views)
}

/// Changes the saved views and gives what they are then. What another ringlog changed meanwhile stays: the file is read anew,
/// under `lock`.
///
/// # Errors
/// When the file cannot be understood, read or written, or the change cannot be made; the file is as it was.
pub fn change(path: &Path, lock: &Path, change: ViewChange) -> Result<Vec<SavedView>, Error> {
    let _locked = file::lock(lock).map_err(Error::io(lock))?;
    let mut views = read(path)?;
    change.apply(&mut views)?;
    let text = toml::to_string(&Writing { view: &views })
        .map_err(|error| Error::Io { path: path.to_owned(), source: std::io::Error::other(error) })?;
    file::replace(path, &format!("{HEAD}{text}")).map_err(Error::io(path))?;
    Ok(views)
}
