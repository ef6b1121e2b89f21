//! `views.toml`: the saved views.

use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::error::Error;
use super::file;
use crate::files;
use crate::model::{LeftAlone, SavedView, ViewChange, ViewsRead};

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

/// The file, understood as far as it can be.
#[derive(Default)]
struct Contents {
    read: ViewsRead,
    /// What stands before the first view and is not understood.
    head: String,
    /// The views that are not understood, as they stand there.
    tail: String,
}

/// The saved views, in their order, and what could not be understood; nothing where there is no file.
///
/// # Errors
/// When the file cannot be read.
pub fn read(path: &Path) -> Result<ViewsRead, Error> {
    contents(path).map(|contents| contents.read)
}

fn contents(path: &Path) -> Result<Contents, Error> {
    let text = files::text(path).map_err(Error::io(path))?.unwrap_or_default();
    Ok(understood(&text))
}

/// Reads the file as a whole; where it holds a mistake, view by view, so that one costs none of the others.
fn understood(text: &str) -> Contents {
    let mut contents = Contents::default();
    if let Ok(views) = part(text, &contents.read.views) {
        contents.read.views = views;
        return contents;
    }
    for span in parts(text) {
        let written = &text[span.clone()];
        match part(written, &contents.read.views) {
            Ok(views) => contents.read.views.extend(views),
            Err((at, reason)) => {
                let line = text[..span.start + at].matches('\n').count() + 1;
                contents.read.left_alone.push(LeftAlone { line, reason });
                let kept = if span.start == 0 { &mut contents.head } else { &mut contents.tail };
                kept.push_str(written.trim_end());
                kept.push_str("\n\n");
            }
        }
    }
    contents
}

/// What stands before the first view, then each view: a view begins with its header at the start of a line.
fn parts(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("[[") && at > 0 {
            starts.push(at);
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts[1..].iter().copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| start..end)
}

/// The views of a text; else where the first mistake is, in bytes, and what it is. `others` stand before them.
fn part(text: &str, others: &[SavedView]) -> Result<Vec<SavedView>, (usize, String)> {
    let written: Written = toml::from_str(text)
        .map_err(|error| (error.span().map_or(0, |span| span.start.min(text.len())), error.message().to_owned()))?;
    let mut views: Vec<SavedView> = Vec::with_capacity(written.view.len());
    for view in written.view {
        let at = view.span().start;
        let view = view.into_inner();
        view.check().map_err(|error| (at, error.to_string()))?;
        if others.iter().chain(&views).any(|other| other.is_called(&view.name)) {
            return Err((at, format!("there is a view {} already", view.name)));
        }
        views.push(view);
    }
    Ok(views)
}

/// Changes the saved views and gives what they are then. What another ringlog changed meanwhile stays: the file is read anew,
/// under `lock`. What cannot be understood stays in the file, word for word.
///
/// # Errors
/// When the file cannot be read or written, or the change cannot be made; the file is as it was.
pub fn change(path: &Path, lock: &Path, change: ViewChange) -> Result<ViewsRead, Error> {
    let _locked = file::lock(lock).map_err(Error::io(lock))?;
    let Contents { read: ViewsRead { mut views, .. }, head, tail } = contents(path)?;
    change.apply(&mut views)?;
    let text = toml::to_string(&Writing { view: &views })
        .map_err(|error| Error::Io { path: path.to_owned(), source: std::io::Error::other(error) })?;
    let gap = if tail.is_empty() { "" } else { "\n" };
    let text = format!("{HEAD}{head}{text}{gap}{tail}");
    file::replace(path, &text).map_err(Error::io(path))?;
    // The lines are others now.
    Ok(understood(&text).read)
}
