//! What belongs to a call beside its path: recordings and what was said in them, voicemail, AI summaries. What the archive holds
//! is not asked for again; what Zoom gives is kept. Nothing here marks a voicemail as read.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;

use super::detail::patiently;
use super::error::Error;
use super::services::Services;
use crate::app::{DetailPart, NO_SUMMARIES, PartLoaded};
use crate::clock;
use crate::model::{
    Access, Batch, Call, CallElement, CallElementId, CallHistoryUuid, CallKey, CallText, Feature, Flags, Media,
    MediaKind, RecordingStatus, Scopes, Text, VoicemailId,
};
use crate::store::{self, MediaPage, Spoken};
use crate::zoom::{self, ErrorKind, SyncType, TranscriptState};

/// Steps that are asked for a recording when none names one: a call rarely has more conversations.
const MOST_STEPS: usize = 5;
/// Rows of the own list that are looked through for an AI summary. Source: Zoom Phone API, userCallHistorySync, which alone
/// names summaries, checked 2026-11-22.
const SYNC_ROWS: u16 = 100;
/// Recordings and what is made of them come up to a day late: what Zoom has not by then, it will not have.
/// Zoom documents no time; developers report half a minute to 24 hours. Checked 2026-11-22.
const LATE: TimeDelta = TimeDelta::hours(24);
/// What has been "still being made" for so long is not being made any more: it is asked for no longer.
const STUCK: TimeDelta = TimeDelta::days(7);
/// A voicemail's `transcription.status` while its text is being made. Source: Zoom Phone API, getPhoneVoicemailDetails,
/// checked 2026-11-22.
const BEING_MADE: i64 = 1;

/// Who asks, and what they may.
pub(super) struct Asker {
    pub access: Option<Access>,
    pub scopes: Scopes,
}

impl Asker {
    /// False where a scope is missing for it. Where Zoom did not say what was granted, it is asked.
    pub(super) fn may(&self, feature: Feature) -> bool {
        self.scopes.is_empty() || self.scopes.allow(feature)
    }
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
    let client = services.client().ok_or(Error::NotSignedIn)?;
    let mut part_of = Part::of(client, archive, key, asker).await?;
    part_of.fresh = fresh;
    match part {
        DetailPart::Recordings => part_of.recordings().await?,
        DetailPart::Voicemail => part_of.voicemail().await?,
        DetailPart::Ai => part_of.summaries(None).await?,
    }
    part_of.note_read().await?;
    let text = part_of.archive.text_of_call(key).await?;
    Ok(PartLoaded { text, notes: part_of.notes, batch: part_of.batch })
}

/// What was read of one call among many.
pub(super) struct TextsRead {
    /// What changed in the list because of it.
    pub batch: Batch,
    /// What Zoom is still writing down, so that it has to be asked for again.
    pub unready: Option<&'static str>,
    /// Nothing had to be asked for.
    pub was_here: bool,
}

/// What Zoom said of the path of a call, beside the steps that are in the archive.
#[derive(Clone, Copy)]
pub(super) enum PathState {
    /// Nothing.
    AsKept,
    /// It has none: then lists are all there is to know it from.
    Gone,
}

/// Reads all that was said in a call, as far as the scopes go and the archive lacks it. `named` are the summaries that Zoom's list
/// names, where that was read.
pub(super) async fn read_all(
    client: zoom::Client,
    archive: store::Handle,
    key: CallKey,
    asker: &Asker,
    named: Option<&NamedSummaries>,
    path: PathState,
) -> Result<TextsRead, Error> {
    let mut part_of = Part::of(client, archive, key, asker).await?;
    match path {
        PathState::AsKept => {}
        PathState::Gone => {
            part_of.tells_all = true;
            part_of.not_here();
            part_of.unready = part_of.may_come.take();
        }
    }
    let flags = part_of.call.flags();
    if flags.has_unread_recording() && asker.may(Feature::Transcript) && asker.may(Feature::RecordingDownload) {
        part_of.recordings().await?;
    }
    if flags.has_unread_voicemail() && asker.may(Feature::VoicemailDetail) {
        part_of.voicemail().await?;
    }
    if named.is_some() && !flags.has(Flags::SUMMARIES_READ) {
        part_of.summaries(named).await?;
    }
    part_of.note_read().await?;
    Ok(TextsRead { batch: part_of.batch, unready: part_of.unready, was_here: part_of.asked == 0 })
}

/// The AI summaries that the person's own list names, by call. A call that it tells without one has none.
#[derive(Debug, Default)]
pub(super) struct NamedSummaries(HashMap<CallHistoryUuid, BTreeSet<Text>>);

impl NamedSummaries {
    /// Pages of the list that are looked through: how far it reaches is undocumented.
    const MOST_PAGES: usize = 60;

    /// Looks through the list, newest first, as far as Zoom tells it.
    pub(super) async fn read(client: &zoom::Client) -> Result<Self, zoom::Error> {
        let mut named = Self::default();
        let mut page = client.sync_call_history(SyncType::Full, SYNC_ROWS, None).await?;
        for _ in 0..Self::MOST_PAGES {
            let before = named.0.len();
            for leg in &page.elements {
                let ids = named.0.entry(leg.call_history_uuid.clone()).or_default();
                ids.extend(summary_id(&leg.extra));
            }
            let token = page.sync_token.filter(|_| named.0.len() > before);
            let Some(token) = token else { break };
            page = client.sync_call_history(SyncType::Older, SYNC_ROWS, Some(&token)).await?;
        }
        Ok(named)
    }
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
    /// What was read to its end: those of [`Flags::READ`].
    read: Flags,
    /// The call tells all that it has.
    tells_all: bool,
    /// What may still come of the part that is read.
    may_come: Option<&'static str>,
    /// What may still come of a part that was read.
    unready: Option<&'static str>,
    /// Requests so far.
    asked: u32,
}

impl<'a> Part<'a> {
    async fn of(client: zoom::Client, archive: store::Handle, key: CallKey, asker: &'a Asker) -> Result<Self, Error> {
        let call = archive.call(key).await?.ok_or(Error::NoSuchCall)?;
        let mut legs = archive.path_of(key).await?.map(|path| path.elements).unwrap_or_default();
        legs.extend(archive.steps_of(key).await?);
        let text = archive.text_of_call(key).await?;
        // Without its steps, a call does not.
        let tells_all = !legs.is_empty();
        Ok(Self {
            client,
            archive,
            key,
            call,
            legs,
            text,
            fresh: false,
            asker,
            notes: Vec::new(),
            batch: Batch::default(),
            read: Flags::default(),
            tells_all,
            may_come: None,
            unready: None,
            asked: 0,
        })
    }

    /// Notes what need not be asked for again.
    async fn note_read(&mut self) -> Result<(), Error> {
        if self.call.flags().has(self.read) {
            return Ok(());
        }
        let saved = self.archive.note_read(self.key, self.read).await?;
        self.batch.add(saved.batch);
        Ok(())
    }

    /// Takes note of something that Zoom does not have. Of a call that has just ended it may still come.
    fn missing(&mut self, note: &str) {
        self.notes.push(note.to_owned());
        self.not_here();
    }

    fn not_here(&mut self) {
        self.may_come_within(LATE, "Zoom does not have all of it yet, which takes up to a day after a call");
    }

    fn may_come_within(&mut self, time: TimeDelta, what: &'static str) {
        let ended = self.call.end_time.unwrap_or(self.call.start_time);
        if clock::now() - ended < time {
            self.may_come = Some(what);
        }
    }

    /// Takes note that a part was read to its end, unless something of it is still being made. `known` says that a list named some
    /// of it: where no path can be had, that is all there is to know.
    fn done(&mut self, part: Flags, known: bool) {
        match self.may_come.take() {
            Some(unready) => self.unready = Some(unready),
            None => self.read = self.read.with(part, self.tells_all || known),
        }
    }

    /// The recordings by the steps that name them, then what was said in each.
    async fn recordings(&mut self) -> Result<(), Error> {
        let mut rows = Vec::new();
        for element in self.steps_to_ask() {
            self.asked += 1;
            match patiently(&self.call, || self.client.recording(&element)).await {
                Ok(recording) => rows.push(Media::Recording(recording)),
                Err(error) if is_missing(&error) => {
                    self.missing("Zoom has no recording of one of the steps that were recorded.");
                }
                Err(error) => return Err(error.into()),
            }
        }
        if !rows.is_empty() {
            self.archive.save_media(MediaPage { kind: MediaKind::Recording, rows, progress: None }).await?;
            self.text = self.archive.text_of_call(self.key).await?;
        }
        if !self.asker.may(Feature::Transcript) {
            return Ok(());
        }
        let unread = self.text.recordings.iter().filter(|recorded| self.fresh || recorded.transcript.is_none());
        let unread: Vec<_> = unread.map(|recorded| recorded.recording.id.clone()).collect();
        for recording in unread {
            self.asked += 1;
            match self.client.transcript(&recording).await {
                Ok(transcript) => {
                    let said = crate::model::Transcript { recording_id: recording, ..transcript };
                    self.keep(Spoken::Transcript(said)).await?;
                }
                Err(error) if is_missing(&error) => self.missing("Zoom has no transcript of this recording."),
                Err(error) => {
                    let ErrorKind::Transcript { state, .. } = &error.kind else { return Err(error.into()) };
                    self.notes.push(format!("No transcript: {error}."));
                    if *state == TranscriptState::InProgress {
                        self.may_come_within(STUCK, "a transcript is still being made");
                    }
                }
            }
        }
        let known = !self.text.recordings.is_empty();
        self.done(Flags::RECORDINGS_READ, known);
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
            self.asked += 1;
            match patiently(&self.call, || self.client.voicemail(&id)).await {
                Ok(voicemail) => {
                    if voicemail.transcription.content.is_empty() {
                        self.not_here();
                        if voicemail.transcription.status == Some(BEING_MADE) {
                            self.may_come_within(STUCK, "the text of a voicemail is still being made");
                        }
                    }
                    let rows = vec![Media::Voicemail(voicemail.clone())];
                    self.archive.save_media(MediaPage { kind: MediaKind::Voicemail, rows, progress: None }).await?;
                    self.keep(Spoken::Voicemail(Box::new(voicemail))).await?;
                }
                Err(error) if is_missing(&error) => self.missing("Zoom no longer has a voicemail of this call."),
                Err(error) => return Err(error.into()),
            }
        }
        let known = !self.text.voicemails.is_empty();
        self.done(Flags::VOICEMAIL_READ, known);
        Ok(())
    }

    /// The AI summaries that the call, its steps or the person's own list name.
    async fn summaries(&mut self, listed: Option<&NamedSummaries>) -> Result<(), Error> {
        if !self.fresh && !self.text.summaries.is_empty() {
            return Ok(());
        }
        let mut ids = self.summary_ids();
        // A person's own summaries are open to them; those of others need the id of whoever the call was with.
        if self.asker.access != Some(Access::Own) {
            self.notes.push(format!("{NO_SUMMARIES} A profile with a user-managed app shows yours."));
            return Ok(());
        }
        let is_listed = listed.and_then(|listed| listed.0.get(&self.call.call_history_uuid));
        ids.extend(is_listed.into_iter().flatten().cloned());
        if ids.is_empty() && listed.is_some() && is_listed.is_none() {
            // A list that reaches back less far says nothing of this call.
            return Ok(());
        }
        if ids.is_empty() && listed.is_none() {
            self.asked += 1;
            let page = self.client.sync_call_history(SyncType::Full, SYNC_ROWS, None).await?;
            let mine = page.elements.iter().filter(|leg| leg.call_history_uuid == self.call.call_history_uuid);
            ids.extend(mine.filter_map(|leg| summary_id(&leg.extra)));
        }
        for id in ids {
            self.asked += 1;
            match patiently(&self.call, || self.client.ai_summary("me", &id)).await {
                Ok(summary) => self.keep(Spoken::Summary(summary)).await?,
                Err(error) if is_missing(&error) => self.missing("Zoom no longer has the AI summary of this call."),
                Err(error) => return Err(error.into()),
            }
        }
        if listed.is_some() {
            self.done(Flags::SUMMARIES_READ, false);
        }
        Ok(())
    }

    fn summary_ids(&self) -> BTreeSet<Text> {
        let extras = self.legs.iter().map(|leg| &leg.extra).chain([&self.call.extra]);
        extras.filter_map(summary_id).collect()
    }

    async fn keep(&mut self, spoken: Spoken) -> Result<(), Error> {
        let saved = self.archive.save_spoken(self.key, spoken, clock::now()).await?;
        self.batch.add(saved.batch);
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
