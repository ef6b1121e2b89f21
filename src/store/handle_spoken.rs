//! What [`Handle`] does with what was said.

use chrono::{DateTime, Utc};

use super::calls::{Changes, Saved};
use super::error::Error;
use super::handle::Handle;
use super::spoken::{self, Spoken};
use crate::model::{CallKey, CallText, Flags, MediaId, query::Pattern};

/// All errors are those of [`Error`]; where one comes from a write, nothing was written.
impl Handle {
    /// Keeps what was said in a call, and notes at the call that there is something to read.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn save_spoken(&self, key: CallKey, spoken: Spoken, at: DateTime<Utc>) -> Result<Saved, Error> {
        self.write(move |writer| {
            writer.write(|work| {
                let mut changes = Changes::default();
                spoken::save(key, &spoken, at, &mut changes, work)?;
                changes.saved(work)
            })
        })
        .await
    }

    /// Makes what was said in a voicemail of the archive findable, and notes it at its call. Nothing changes while the call is
    /// not here, or the voicemail was not read.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn keep_said(&self, voicemail: MediaId, at: DateTime<Utc>) -> Result<Saved, Error> {
        self.write(move |writer| {
            writer.write(|work| {
                let mut changes = Changes::default();
                spoken::keep(&voicemail, at, &mut changes, work)?;
                changes.saved(work)
            })
        })
        .await
    }

    /// Makes findable what was said in voicemail that was read before its call was here.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn keep_all_said(&self, at: DateTime<Utc>) -> Result<Saved, Error> {
        self.write(move |writer| {
            writer.write(|work| {
                let mut changes = Changes::default();
                spoken::keep_waiting(at, &mut changes, work)?;
                changes.saved(work)
            })
        })
        .await
    }

    /// All that is known of what was said in a call.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn text_of_call(&self, key: CallKey) -> Result<CallText, Error> {
        self.read(move |db, values| spoken::of_call(key, db, values)).await
    }

    /// The calls in which this was said, or about which it was written.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn said(&self, pattern: Pattern) -> Result<Vec<CallKey>, Error> {
        self.read(move |db, _| spoken::said(&pattern, db)).await
    }

    /// Notes at a call what of it was asked for, those of [`Flags::READ`], so that it is not asked for again.
    ///
    /// # Errors
    /// Nothing was written then; see [`Error`].
    pub async fn note_read(&self, key: CallKey, read: Flags) -> Result<Saved, Error> {
        self.write(move |writer| {
            writer.write(|work| {
                let mut changes = Changes::default();
                spoken::note_read(key, read, &mut changes, work)?;
                changes.saved(work)
            })
        })
        .await
    }
}
