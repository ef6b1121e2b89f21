//! From errors to words: what we could not do, why, what is safe, what helps.

mod help;
mod refusal;
#[cfg(test)]
mod tests;

use std::path::Path;

use super::error::Error;
use crate::app::{Problem, Remedy};
use crate::export;
use crate::model::{Feature, MediaKind, Text};
use crate::store;
use crate::views;
use crate::zoom::{self, ErrorKind};
use help::help;

const ARCHIVE_SAFE: &str = "The calls fetched so far are safe in the archive.";
const KEPT: &str = "The sign-in is kept; nothing else was changed.";
const DOCTOR: &str = "To check all that has to be right: ringlog doctor.";
const NOTHING_CHANGED: &str = "Nothing was changed.";

/// Calls could not be fetched.
#[must_use]
pub fn fetching_calls(error: &Error) -> Problem {
    told("Could not fetch calls from Zoom", ARCHIVE_SAFE, error)
}

/// The path of a call could not be fetched.
#[must_use]
pub fn fetching_path(error: &Error) -> Problem {
    told("Could not fetch how this call went", "The call itself is in the archive.", error)
}

/// What was said in a call could not be fetched.
#[must_use]
pub fn fetching_part(error: &Error) -> Problem {
    told("Could not fetch this from Zoom", "What was read before is in the archive.", error)
}

/// The archive could not be read.
#[must_use]
pub fn reading_archive(error: &Error) -> Problem {
    if matches!(error, Error::NoArchive) {
        return told("There is nothing to read", NOTHING_CHANGED, error);
    }
    told("Could not read the archive", "The file was left as it is.", error)
}

/// A damaged archive is now at `aside`, and an empty one in its place.
#[must_use]
pub fn put_aside(aside: &Path) -> Problem {
    Problem {
        headline: "The archive was damaged".to_owned(),
        cause: format!("The file is now {}; nothing in it was changed.", Text::new(&aside.display().to_string())),
        safe: "A new archive takes its place. The sign-in and the settings are as they were.".to_owned(),
        steps: vec![
            "Fetch again what Zoom still has: six months.".to_owned(),
            "Older calls are only in the damaged file: keep it if you need them.".to_owned(),
        ],
        remedy: Remedy::Retry,
    }
}

/// True when the archive turned out to be damaged.
#[must_use]
pub const fn is_damage(error: &Error) -> bool {
    matches!(
        error,
        Error::Store(store::Error::Damaged { .. }) | Error::Export(export::Error::Read(store::Error::Damaged { .. }))
    )
}

/// The stored sign-in could not be used.
#[must_use]
pub fn restoring(error: &Error) -> Problem {
    let problem = told("Could not use the stored sign-in", ARCHIVE_SAFE, error);
    if problem.remedy == Remedy::Unlock {
        // Whether there is one is not known.
        return Problem {
            headline: "Could not ask the keychain for a sign-in".to_owned(),
            safe: format!("What it keeps stays there. {ARCHIVE_SAFE}"),
            ..problem
        };
    }
    problem
}

/// A sign-in did not work.
#[must_use]
pub fn signing_in(error: &Error) -> Problem {
    // These come after the credential was stored.
    if matches!(error, Error::Zoom(_) | Error::NoCallScope | Error::Store(_)) {
        told("Signed in, but ringlog cannot go on", KEPT, error)
    } else {
        told("Could not sign in to Zoom", NOTHING_CHANGED, error)
    }
}

/// A renewed sign-in could not be stored before the end.
#[must_use]
pub fn losing_sign_in(error: &Error) -> Problem {
    let mut problem = told("The renewed sign-in could not be saved, and ends here", ARCHIVE_SAFE, error);
    problem.steps.push("Then sign in again: ringlog auth login.".to_owned());
    problem
}

/// Something was left behind at sign-out.
#[must_use]
pub fn signing_out(error: &Error) -> Problem {
    told("Could not forget the sign-in", "It may still be stored on this machine.", error)
}

/// The calls here could not be deleted after the sign-out.
#[must_use]
pub fn deleting_calls(error: &Error) -> Problem {
    let mut problem = told("Signed out, but could not delete the calls here", "The sign-in is forgotten.", error);
    problem.steps.push("To try again: ringlog auth logout --purge.".to_owned());
    problem
}

/// The file was not written.
#[must_use]
pub fn exporting(error: &Error) -> Problem {
    told("Could not write the export", "No file was made or changed.", error)
}

/// Saved views could not be read or changed.
#[must_use]
pub fn using_views(error: &Error) -> Problem {
    told("Could not use the saved views", "The file of views is as it was.", error)
}

/// The look of the list could not be kept.
#[must_use]
pub fn keeping_look(error: &Error) -> Problem {
    told("Could not keep the columns", "They stay as they are until ringlog ends.", error)
}

/// Recordings or voicemail could not be listed.
#[must_use]
pub fn listing_media(kind: MediaKind, error: &Error) -> Problem {
    let headline = match kind {
        MediaKind::Recording => "Could not list recordings",
        MediaKind::Voicemail => "Could not list voicemail",
    };
    told(headline, "What was listed before is in the archive.", error)
}

/// What was said in a voicemail could not be fetched.
#[must_use]
pub fn reading_voicemail(error: &Error) -> Problem {
    told("Could not fetch what was said", "The voicemail itself is in the list.", error)
}

/// A recording or voicemail could not be downloaded.
#[must_use]
pub fn downloading(error: &Error) -> Problem {
    told("Could not download it", "No half file took its place; a later try goes on where this one ended.", error)
}

/// A recording or voicemail could not be played.
#[must_use]
pub fn playing(error: &Error) -> Problem {
    told("Could not play it", "A file that was downloaded is kept.", error)
}

/// A job stopped before its end.
#[must_use]
pub fn working(error: &Error) -> Problem {
    told("The job stopped", "What it finished is kept, and it can go on.", error)
}

/// A check of `ringlog doctor` did not pass.
#[must_use]
pub fn examining(error: &Error) -> Problem {
    let mut problem = told("A check did not pass", NOTHING_CHANGED, error);
    problem.steps.retain(|step| step != DOCTOR);
    problem
}

/// Tells `error`; who is safe and what failed is the caller's.
fn told(headline: &str, safe: &str, error: &Error) -> Problem {
    log(headline, error);
    let (remedy, steps) = help(error);
    Problem {
        headline: headline.to_owned(),
        cause: cause(error),
        safe: safe.to_owned(),
        steps: steps.into_iter().map(str::to_owned).collect(),
        remedy,
    }
}

/// What is shown is logged too, with its sources. Errors name no person and hold no token.
fn log(headline: &str, error: &Error) {
    let sources: Vec<String> = std::iter::successors(std::error::Error::source(error), |error| error.source())
        .map(ToString::to_string)
        .collect();
    // Views are named by the person, perhaps after another one.
    if matches!(error, Error::Views(views::Error::Change(_))) {
        tracing::warn!("{headline}");
        return;
    }
    tracing::warn!(%error, sources = sources.join(": "), "{headline}");
}

/// One line, with the first source that adds something and Zoom's tracking id.
fn cause(error: &Error) -> String {
    let mut cause = error.to_string();
    if let Some(source) = std::error::Error::source(error).map(ToString::to_string)
        && !cause.contains(&source)
    {
        cause = format!("{cause}: {source}");
    }
    if let Error::Zoom(zoom::Error { kind: ErrorKind::MissingScope { scopes }, .. }) = error
        && let Some(feature) = feature_of(scopes)
    {
        cause = format!("{cause}, which is needed to {}", feature.words());
    }
    if let Error::Zoom(zoom::Error { tracking_id: Some(id), .. }) = error {
        cause = format!("{cause}{}{id})", Problem::TRACKED);
    }
    cause
}

/// What a missing scope would open, by the first that is named.
fn feature_of(scopes: &[Text]) -> Option<Feature> {
    let opens = |scope: &Text| Feature::ALL.into_iter().find(|feature| feature.scopes().contains(&scope.as_raw()));
    scopes.iter().find_map(opens)
}
