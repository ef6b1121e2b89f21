//! Lists of recordings and voicemail: from the archive to the screen, and from Zoom into the archive.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::TimeDelta;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::download::{self, DownloadError, Downloaded};
use super::error::{Concern, Error};
use super::pace::Pace;
use super::player::Player;
use super::services::Services;
use super::sign_in::tell;
use super::volume::Volume;
use super::{plan, problem, sync};
use crate::app::{
    DayCost, FREE_REQUESTS, MediaOutcome, MediaProgress, Message, Price, RequestId, Spend, SyncRange, VoicemailText,
};
use crate::clock;
use crate::model::{
    Access, Batch, CallKey, Coverage, Feature, Media, MediaId, MediaKind, MediaRow, Rates, Scopes, Span, Zone,
};
use crate::store::{self, MediaPage, MediaPlace, SliceProgress};
use crate::zoom::{self, ErrorKind, MEDIA_A_PAGE, MediaRequest, PageToken};

/// Rows in the first batch, to be on screen at once, and in each further one.
const FIRST_ROWS: u32 = 256;
const ROWS: u32 = 4_096;
/// A slice is begun anew this often when its page token dies.
const RESTARTS: u32 = 5;

/// The feature that lists a kind.
pub(super) const fn listing(kind: MediaKind, access: Access) -> Feature {
    match (kind, access) {
        (MediaKind::Recording, Access::Account) => Feature::AccountRecordings,
        (MediaKind::Recording, Access::Own) => Feature::UserRecordings,
        (MediaKind::Voicemail, Access::Account | Access::Own) => Feature::Voicemails,
    }
}

/// The feature that downloads a kind.
pub(super) const fn downloading(kind: MediaKind) -> Feature {
    match kind {
        MediaKind::Recording => Feature::RecordingDownload,
        MediaKind::Voicemail => Feature::VoicemailDetail,
    }
}

/// Refuses what no granted scope opens, without asking Zoom. Where Zoom did not say what was granted, it is asked.
pub(super) fn need(scopes: &Scopes, feature: Feature) -> Result<(), Error> {
    if scopes.is_empty() || scopes.allow(feature) { Ok(()) } else { Err(Error::NoMediaScope(feature)) }
}

/// Sends what the archive has of a kind, newest first.
pub(super) async fn load(
    services: &Services,
    request: RequestId,
    kind: MediaKind,
    messages: &mpsc::Sender<Message>,
) -> Result<Coverage, Error> {
    let Some(archive) = services.archive().await? else { return Ok(Coverage::new()) };
    let mut after: Option<MediaPlace> = None;
    loop {
        let most = if after.is_none() { FIRST_ROWS } else { ROWS };
        let (rows, next) = archive.media_page(kind, after, most).await?;
        let Some(next) = next else { return Ok(archive.media_coverage(kind).await?) };
        after = Some(next);
        tell(messages, Message::MediaBatch { request, rows }).await;
    }
}

/// Lists a kind at Zoom, slice by slice, newest first. What is listed stays, however it ends. It stops by itself where the rest
/// costs more than was agreed to.
pub(super) async fn sync(
    services: &Services,
    request: RequestId,
    (kind, spend): (MediaKind, Spend),
    (access, scopes): (Access, Scopes),
    messages: mpsc::Sender<Message>,
    cancel: CancellationToken,
) -> Result<MediaOutcome, Error> {
    let client = services.client().ok_or(Error::NotSignedIn)?;
    need(&scopes, listing(kind, access))?;
    let archive = services.archive_to_write().await?.ok_or(Error::NoArchive)?;
    let client = client.watched(cancel.clone(), sync::notices(request, messages.clone()));
    let coverage = archive.media_coverage(kind).await?;
    let open = sync::live(archive.open_media_slices(kind).await?);
    let slices = plan::slices(SyncRange::All, &coverage, clock::this_second());
    let slices = plan::taking_up(slices, &open.iter().map(|open| open.slice).collect::<Vec<_>>());
    let (volume, pace, progress) = (Volume::of_slices(slices.len()), Pace::default(), MediaProgress::default());
    let limit = Limit { spend, rates: services.rates() };
    let mut run = Run { request, kind, access, client, archive, messages, limit, volume, pace, progress };
    run.progress.slices = run.volume.slices;
    let mut outcome = MediaOutcome::default();
    for slice in slices {
        match run.slice(slice).await {
            Ok(None) => {}
            Ok(price) => {
                outcome.asks = price;
                break;
            }
            Err(error) => match error.concerns() {
                Concern::Question => {
                    tracing::warn!(%error, "a slice of a list could not be fetched");
                    outcome.failed = Some(problem::listing_media(kind, &error));
                }
                Concern::Item | Concern::SignIn | Concern::Everything => return Err(error),
                Concern::Nothing => {
                    outcome.cancelled = true;
                    break;
                }
            },
        }
    }
    super::sign_in::keep_usage(&run.archive, &run.client).await?;
    outcome.new = run.progress.new;
    outcome.coverage = run.archive.media_coverage(kind).await?;
    outcome.at = Some(clock::now());
    Ok(outcome)
}

/// One listing.
struct Run {
    request: RequestId,
    kind: MediaKind,
    access: Access,
    client: zoom::Client,
    archive: store::Handle,
    messages: mpsc::Sender<Message>,
    limit: Limit,
    volume: Volume,
    pace: Pace,
    progress: MediaProgress,
}

/// How much may be asked of Zoom.
struct Limit {
    spend: Spend,
    rates: Rates,
}

impl Run {
    /// Lists one slice from where an earlier run left it, or gives the price of the rest where that has to be agreed to first.
    async fn slice(&mut self, span: Span) -> Result<Option<Price>, Error> {
        let mut token = sync::next_page(self.archive.open_media_slices(self.kind).await?, span);
        let mut restarts = 0;
        let (mut listed, mut expected) = (0, None);
        loop {
            let request = MediaRequest { access: self.access, span, next_page_token: token.clone() };
            let Listed { rows, next, total } = match self.page(&request).await {
                Err(error) if matches!(error.kind, ErrorKind::PageTokenExpired) && restarts < RESTARTS => {
                    restarts += 1;
                    self.volume.forget(listed, expected);
                    (token, listed, expected) = (None, 0, None);
                    continue;
                }
                page => page?,
            };
            if token.is_none() {
                expected = total;
                self.volume.expect(total);
            }
            let count = rows.len() as u64;
            listed += count;
            self.volume.page(count);
            self.pace.note(self.volume.rows, clock::now());
            // The same token twice would never end.
            let next = next.filter(|next| token.as_ref().is_none_or(|token| token.as_raw() != next.as_raw()));
            let covered = if next.is_none() { self.client.until_its_now(span) } else { span };
            let progress = Some(SliceProgress { slice: covered, state: sync::standing(next.as_ref()) });
            self.progress.rows += count;
            let saved = self.archive.save_media(MediaPage { kind: self.kind, rows, progress }).await?;
            self.progress.new += saved.new;
            self.progress.slices_done += u32::from(next.is_none());
            let progress = self.progress;
            tell(&self.messages, Message::MediaProgressed { request: self.request, rows: saved.rows, progress }).await;
            let price = self.dear();
            match next {
                Some(_) if price.is_some() => return Ok(price),
                Some(next) => token = Some(next),
                // Behind the last slice, nothing is left to pay for.
                None => return Ok(price.filter(|_| self.progress.slices_done < self.progress.slices)),
            }
        }
    }

    /// The price of the rest, where a person has to agree to it first.
    fn dear(&self) -> Option<Price> {
        match self.limit.spend {
            Spend::Free => {}
            Spend::Agreed | Spend::PutOff(_) => return None,
        }
        let requests = self.volume.dear(MEDIA_A_PAGE.into(), FREE_REQUESTS)?;
        let rates = self.limit.rates;
        let (millis, day) = match (self.kind, self.access) {
            (MediaKind::Voicemail, Access::Account) => sync::counted_by_the_day(rates, &self.client),
            (MediaKind::Voicemail, Access::Own) | (MediaKind::Recording, Access::Account | Access::Own) => {
                (rates.medium_millis, DayCost::NotCounted)
            }
        };
        let seconds = sync::seconds_for(requests, MEDIA_A_PAGE.into(), &self.pace);
        Some(Price::of_listing(requests, millis, seconds, day))
    }

    async fn page(&self, request: &MediaRequest) -> Result<Listed, zoom::Error> {
        match self.kind {
            MediaKind::Recording => {
                let page = self.client.recordings(request).await?;
                warn_of(&page.bad_rows);
                let rows = page.rows.into_iter().map(Media::Recording).collect();
                Ok(Listed { rows, next: page.next_page_token, total: page.total_records })
            }
            MediaKind::Voicemail => {
                let page = self.client.voicemails(request).await?;
                warn_of(&page.bad_rows);
                let rows = page.rows.into_iter().map(Media::Voicemail).collect();
                Ok(Listed { rows, next: page.next_page_token, total: page.total_records })
            }
        }
    }
}

/// One page of either kind.
struct Listed {
    rows: Vec<Media>,
    next: Option<PageToken>,
    total: Option<u64>,
}

fn warn_of(bad_rows: &[zoom::BadRow]) {
    for row in bad_rows {
        tracing::warn!(reason = %row.reason, index = row.index, "a row of a list could not be read");
    }
}

/// What was said in a voicemail: from the archive, else from Zoom. A text that is still being made is asked for again. What was
/// read is found by its words from then on.
pub(super) async fn read_voicemail(
    services: &Services,
    id: MediaId,
    scopes: &Scopes,
    cancel: &CancellationToken,
) -> Result<VoicemailText, Error> {
    let archive = services.archive().await?.ok_or(Error::NoArchive)?;
    let row = archive.media_row(id.clone()).await?.ok_or(Error::NoSuchMedia)?;
    let MediaId::Voicemail(voicemail) = &id else { return Ok(VoicemailText { row, batch: Batch::default() }) };
    if !row.said.is_empty() {
        let batch = archive.keep_said(id, clock::now()).await?.batch;
        return Ok(VoicemailText { row, batch });
    }
    let client = services.client().ok_or(Error::NotSignedIn)?;
    need(scopes, Feature::VoicemailDetail)?;
    let whole = client.watched(cancel.clone(), |_| {}).voicemail(voicemail).await?;
    archive
        .save_media(MediaPage { kind: MediaKind::Voicemail, rows: vec![Media::Voicemail(whole)], progress: None })
        .await?;
    let row = archive.media_row(id.clone()).await?.ok_or(Error::NoSuchMedia)?;
    let batch = archive.keep_said(id, clock::now()).await?.batch;
    Ok(VoicemailText { row, batch })
}

/// The row of one, if the archive has it.
pub(super) async fn row(services: &Services, id: MediaId) -> Result<Option<MediaRow>, Error> {
    match services.archive().await? {
        Some(archive) => Ok(archive.media_row(id).await?),
        None => Ok(None),
    }
}

/// Plays one, downloaded first if it is not here yet. The player gets the file and nothing else.
pub(super) async fn play(
    services: &Services,
    id: MediaId,
    scopes: &Scopes,
    (zone, cancel): (Zone, &CancellationToken),
) -> Result<Downloaded, Error> {
    let archive = services.archive().await?.ok_or(Error::NoArchive)?;
    let kind = id.kind();
    let media = archive.media(id.clone()).await?.ok_or(Error::NoSuchMedia)?;
    let target = services.download_target(None, zone);
    let here = archive.media_file(id).await?.and_then(|file| download::whole(&file, &target));
    let file = if let Some(file) = here {
        file
    } else {
        let client = services.client().ok_or(Error::NotSignedIn)?;
        need(scopes, downloading(kind))?;
        let client = client.watched(cancel.clone(), |_| {});
        download::fetch(&archive, &client, media, &target, Arc::new(|_, _| {})).await?
    };
    let played = Player::named(services.setup.files.player.clone()).play(&file.path).await;
    played.map_err(|source| DownloadError::Player { source })?;
    Ok(file)
}

/// The call behind a recording or voicemail, if it is in the archive.
pub(super) async fn call(services: &Services, id: MediaId) -> Result<Option<CallKey>, Error> {
    let archive = services.archive().await?.ok_or(Error::NoArchive)?;
    Ok(archive.call_of_media(id).await?)
}

/// The recordings and voicemail of calls, as far as they are in the archive.
pub(super) async fn of_calls(
    services: &Services,
    keys: Vec<CallKey>,
    cancel: &CancellationToken,
) -> Result<Vec<MediaRow>, Error> {
    /// Calls of one read, so that other reads get their turn.
    const AT_ONCE: usize = 200;
    let archive = services.archive().await?.ok_or(Error::NoArchive)?;
    let mut rows = Vec::new();
    for some in keys.chunks(AT_ONCE) {
        if cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        rows.extend(archive.media_of_calls(some.to_vec()).await?);
    }
    // Legs of a direct transfer are calls of their own, and share what was recorded.
    let mut known = HashSet::new();
    rows.retain(|row: &MediaRow| known.insert(row.id.clone()));
    Ok(rows)
}

/// How far ahead of the last word another is worth it.
pub(super) const BETWEEN_WORDS: TimeDelta = TimeDelta::milliseconds(200);
