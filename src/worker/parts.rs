//! What belongs to a call beside its path: recordings and what was said in them, voicemail, AI summaries. What the archive holds
//! is not asked for again; what Zoom gives is kept. Nothing here marks a voicemail as read.

use std::collections::BTreeSet;

use super::detail::patiently;
use super::error::Error;
use super::services::Services;
use crate::app::{DetailPart, PartLoaded};
use crate::clock;
use crate::model::{
    Access, Batch, Call, CallElement, CallElementId, CallKey, CallText, Feature, Media, MediaKind, RecordingStatus,
    Scopes, Text, VoicemailId,
};
use crate::store::{self, MediaPage, Spoken};
use crate::zoom::{self, ErrorKind, SyncType};

/// Steps that are asked for a recording when none names one: a call rarely has more conversations.
const MOST_STEPS: usize = 5;
/// Rows of the own list that are looked through for an AI summary. Source: Zoom Phone API, userCallHistorySync, which alone
/// names summaries, checked 2026-11-22.
const SYNC_ROWS: u16 = 100;

/// Who asks, and what they may.
pub(super) struct Asker {
    pub access: Option<Access>,
    pub scopes: Scopes,
}

/// What was said in a call, from the archive and, where that lacks it, from Zoom.
pub(super) async fn load(
    services: &Services,
    key: CallKey,
    part: DetailPart,
    fresh: bool,
    asker: &Asker,
) -> Result<PartLoaded, Error> {
    let archive = services.archive().await?.ok_or(Error::NoArchive)?;
    let call = archive.call(key).await?.ok_or(Error::NoSuchCall)?;
    let mut legs = archive.path_of(key).await?.map(|path| path.elements).unwrap_or_default();
    legs.extend(archive.steps_of(key).await?);
    let client = services.client().ok_or(Error::NotSignedIn)?;
    let text = archive.text_of_call(key).await?;
    let mut part_of =
        Part { client, archive, key, call, legs, text, fresh, asker, notes: Vec::new(), batch: Batch::default() };
    match part {
        DetailPart::Recordings => part_of.recordings().await?,
        DetailPart::Voicemail => part_of.voicemail().await?,
        DetailPart::Ai => part_of.summaries().await?,
    }
    let text = part_of.archive.text_of_call(key).await?;
    Ok(PartLoaded { text, notes: part_of.notes, batch: part_of.batch })
}

struct Part<'a> {
    client: zoom::Client,
    archive: store::Handle,
    key: CallKey,
    call: Call,
    legs: Vec<CallElement>,
    text: CallText,
    fresh: bool,
    asker: &'a Asker,
    notes: Vec<String>,
    batch: Batch,
}

impl Part<'_> {
    /// The recordings by the steps that name them, then what was said in each.
    async fn recordings(&mut self) -> Result<(), Error> {
        let mut rows = Vec::new();
        for element in self.steps_to_ask() {
            match patiently(&self.call, || self.client.recording(&element)).await {
                Ok(recording) => rows.push(Media::Recording(recording)),
                Err(error) if is_missing(&error) => {
                    self.notes.push("Zoom has no recording of one of the steps that were recorded.".to_owned());
                }
                Err(error) => return Err(error.into()),
            }
        }
        if !rows.is_empty() {
            self.archive.save_media(MediaPage { kind: MediaKind::Recording, rows, covered: None }).await?;
            self.text = self.archive.text_of_call(self.key).await?;
        }
        if !self.asker.scopes.allow(Feature::Transcript) {
            return Ok(());
        }
        let unread = self.text.recordings.iter().filter(|recorded| self.fresh || recorded.transcript.is_none());
        let unread: Vec<_> = unread.map(|recorded| recorded.recording.id.clone()).collect();
        for recording in unread {
            match self.client.transcript(&recording).await {
                Ok(transcript) => {
                    let said = crate::model::Transcript { recording_id: recording, ..transcript };
                    self.keep(Spoken::Transcript(said)).await?;
                }
                Err(error) if is_missing(&error) => {
                    self.notes.push("Zoom has no transcript of this recording.".to_owned());
                }
                Err(error) if matches!(error.kind, ErrorKind::Transcript { .. }) => {
                    self.notes.push(format!("No transcript: {error}."));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The steps whose recording is not known yet: those that name one; where the call was recorded and no step says in which,
    /// those in which people talked.
    fn steps_to_ask(&self) -> BTreeSet<CallElementId> {
        let known = |leg: &CallElement| self.text.recordings.iter().any(|known| known.recording.id == leg.recording_id);
        let mut named = self.legs.iter().filter(|leg| !leg.recording_id.is_empty()).peekable();
        if named.peek().is_some() {
            return named.filter(|leg| self.fresh || !known(leg)).map(|leg| leg.call_element_id.clone()).collect();
        }
        let is_recorded = self.call.recording_status == RecordingStatus::Recorded;
        if !is_recorded || (!self.fresh && !self.text.recordings.is_empty()) {
            return BTreeSet::new();
        }
        let talked = self.legs.iter().filter(|leg| leg.answer_time.is_some() && leg.taken_by().is_person());
        talked.take(MOST_STEPS).map(|leg| leg.call_element_id.clone()).collect()
    }

    async fn voicemail(&mut self) -> Result<(), Error> {
        let named = self.legs.iter().map(|leg| &leg.voicemail_id).chain([&self.call.voicemail_id]);
        let known = self.text.voicemails.iter().map(|voicemail| &voicemail.id);
        let ids: BTreeSet<VoicemailId> = named.chain(known).filter(|id| !id.is_empty()).cloned().collect();
        for id in ids {
            let kept = self.text.voicemails.iter().find(|voicemail| voicemail.id == id);
            // Lists tell neither the words nor the task.
            if let Some(voicemail) = kept.filter(|kept| !self.fresh && !kept.transcription.content.is_empty()) {
                let said = Spoken::Voicemail(Box::new(voicemail.clone()));
                self.keep(said).await?;
                continue;
            }
            match patiently(&self.call, || self.client.voicemail(&id)).await {
                Ok(voicemail) => {
                    let rows = vec![Media::Voicemail(voicemail.clone())];
                    self.archive.save_media(MediaPage { kind: MediaKind::Voicemail, rows, covered: None }).await?;
                    self.keep(Spoken::Voicemail(Box::new(voicemail))).await?;
                }
                Err(error) if is_missing(&error) => {
                    self.notes.push("Zoom no longer has a voicemail of this call.".to_owned());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn summaries(&mut self) -> Result<(), Error> {
        if !self.fresh && !self.text.summaries.is_empty() {
            return Ok(());
        }
        let mut ids = self.summary_ids();
        // A person's own summaries are open to them; those of others need the id of whoever the call was with.
        if self.asker.access != Some(Access::Own) {
            self.notes
                .push("Zoom names AI summaries only in a person's own list of calls, not in the account's.".to_owned());
            return Ok(());
        }
        if ids.is_empty() {
            let page = self.client.sync_call_history(SyncType::Full, SYNC_ROWS, None).await?;
            let mine = page.elements.iter().filter(|leg| leg.call_history_uuid == self.call.call_history_uuid);
            ids.extend(mine.filter_map(|leg| summary_id(&leg.extra)));
        }
        for id in ids {
            match patiently(&self.call, || self.client.ai_summary("me", &id)).await {
                Ok(summary) => self.keep(Spoken::Summary(summary)).await?,
                Err(error) if is_missing(&error) => {
                    self.notes.push("Zoom no longer has the AI summary of this call.".to_owned());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn summary_ids(&self) -> BTreeSet<Text> {
        let extras = self.legs.iter().map(|leg| &leg.extra).chain([&self.call.extra]);
        extras.filter_map(summary_id).collect()
    }

    async fn keep(&mut self, spoken: Spoken) -> Result<(), Error> {
        let saved = self.archive.save_spoken(self.key, spoken, clock::now()).await?;
        // The newest batch names all of the row.
        self.batch.parties.extend(saved.batch.parties);
        self.batch.words.extend(saved.batch.words);
        self.batch.rows.extend(saved.batch.rows);
        Ok(())
    }
}

fn summary_id(extra: &serde_json::Map<String, serde_json::Value>) -> Option<Text> {
    let id = extra.get("ai_call_summary_id").and_then(serde_json::Value::as_str)?;
    (!id.is_empty()).then(|| Text::new(id))
}

fn is_missing(error: &zoom::Error) -> bool {
    matches!(error.kind, ErrorKind::NotFound { .. })
}
