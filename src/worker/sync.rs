//! From Zoom into the archive: slices side by side, pages in order, each page and its progress in one transaction.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::error::{Concern, Error};
use super::pace::Pace;
use super::services::Services;
use super::sign_in::{keep_usage, tell};
use super::volume::Volume;
use super::{plan, problem};
use crate::app::{
    DayCost, DayShare, FREE_REQUESTS, Message, Price, RequestId, Spend, SyncOutcome, SyncProgress, SyncRange, Wait,
    WaitKind,
};
use crate::clock;
use crate::model::{Access, Coverage, EDGE, Rates, Span, kept_by_zoom_since};
use crate::store::{self, OpenSlice, Page, PageRows, SliceProgress, SliceState};
use crate::zoom::{self, ErrorKind, HistoryRequest, HistoryRows, MOST_CALLS_A_PAGE, Notice, PageToken, RateLimit};

/// Slices under way at one time. More would not be faster, since one pace holds for all.
const SIDE_BY_SIDE: usize = 4;
/// A page token lives 15 minutes; one that is nearly that old is not worth a request.
/// Source: Zoom Phone API, pagination, checked 2026-11-22.
const TOKEN_LIFE: TimeDelta = TimeDelta::minutes(14);
/// A slice is begun anew this often when its page token dies.
const RESTARTS: u32 = 5;

/// One sync: what its slices share.
struct Job {
    request: RequestId,
    access: Access,
    client: zoom::Client,
    archive: store::Handle,
    messages: mpsc::Sender<Message>,
    limit: Limit,
    tally: Mutex<Tally>,
}

/// How much may be asked of Zoom.
struct Limit {
    spend: Spend,
    rates: Rates,
    /// Stops the sync.
    stop: CancellationToken,
}

/// What was fetched so far.
struct Tally {
    pace: Pace,
    new: u64,
    changed: u64,
    bad_rows: u64,
    volume: Volume,
    slices_done: u32,
    /// What the rest costs, once that stopped the sync.
    asks: Option<Price>,
    coverage: Coverage,
}

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub request: RequestId,
    pub range: SyncRange,
    pub access: Access,
    pub spend: Spend,
}

/// Fetches calls. What is fetched stays, however it ends. It stops by itself where the rest costs more than was agreed to.
pub(super) async fn run(
    services: &Services,
    asked: Asked,
    messages: mpsc::Sender<Message>,
    cancel: CancellationToken,
) -> Result<SyncOutcome, Error> {
    let Asked { request, range, access, spend } = asked;
    let client = services.client().ok_or(Error::NotSignedIn)?;
    let archive = services.archive_to_write().await?.ok_or(Error::NoArchive)?;
    let coverage = archive.coverage().await?;
    let open = live(archive.open_slices().await?);
    let slices = plan::slices(range, &coverage, clock::this_second());
    let slices = plan::taking_up(slices, &open.iter().map(|open| open.slice).collect::<Vec<_>>());
    let stop = cancel.child_token();
    let client = client.watched(stop.clone(), notices(request, messages.clone()));
    let tally = Tally::new(slices.len(), coverage);
    let limit = Limit { spend, rates: services.rates(), stop: stop.clone() };
    let job = Arc::new(Job { request, access, client, archive, messages, limit, tally: Mutex::new(tally) });
    let failed = side_by_side(&job, slices.into(), &stop).await?;
    keep_usage(&job.archive, &job.client).await?;
    // Voicemail may have been read before its calls came.
    let found = job.archive.keep_all_said(clock::now()).await?.batch;
    if !found.rows.is_empty() {
        let progress = job.progress(|_, _| {});
        tell(&job.messages, Message::SyncProgressed { request, batch: found, progress }).await;
    }
    // Long transactions left a long log behind.
    job.archive.tidy().await?;
    let tally = job.tally.lock().unwrap_or_else(PoisonError::into_inner);
    let cancelled = cancel.is_cancelled();
    Ok(SyncOutcome {
        new: tally.new,
        changed: tally.changed,
        bad_rows: tally.bad_rows,
        complete: !cancelled && failed.is_empty() && tally.asks.is_none(),
        cancelled,
        asks: tally.asks.filter(|_| !cancelled),
        failed,
        coverage: tally.coverage.clone(),
        at: clock::now(),
    })
}

/// Waits are shown as they come. A full channel only means that the screen has newer things to show.
pub(super) fn notices(request: RequestId, messages: mpsc::Sender<Message>) -> impl Fn(Notice) + Send + Sync {
    move |notice| {
        let wait = match notice {
            Notice::Resumed => None,
            Notice::Retrying { at, .. } => Some(Wait { until: at, kind: WaitKind::Trouble }),
            Notice::Waiting { limit: None, .. } => return,
            Notice::Waiting { until, limit: Some(limit) } => Some(Wait {
                until,
                kind: match limit {
                    RateLimit::PerSecond => WaitKind::PerSecond,
                    RateLimit::Concurrent => WaitKind::Concurrent,
                    RateLimit::Daily | RateLimit::DailyShare => WaitKind::Daily,
                },
            }),
        };
        let _ = messages.try_send(Message::Waiting { request, wait });
    }
}

/// Works the slices off, newest first. Gives those that failed for reasons of their own; a reason that holds for all ends the
/// sync.
async fn side_by_side(
    job: &Arc<Job>,
    mut waiting: VecDeque<Span>,
    cancel: &CancellationToken,
) -> Result<Vec<(Span, crate::app::Problem)>, Error> {
    let mut running = JoinSet::new();
    let mut failed = Vec::new();
    loop {
        while running.len() < SIDE_BY_SIDE && !cancel.is_cancelled() {
            let Some(slice) = waiting.pop_front() else { break };
            let job = Arc::clone(job);
            running.spawn(async move { (slice, fetch_slice(&job, slice).await) });
        }
        let Some(ended) = running.join_next().await else { return Ok(failed) };
        match ended? {
            (_, Ok(Rest::Nothing)) => {}
            (_, Ok(Rest::Older(rest))) => {
                job.counted(|tally| tally.volume.slices += 1);
                waiting.push_front(rest);
            }
            (slice, Err(error)) => match error.concerns() {
                Concern::Question => {
                    tracing::warn!(%error, "a slice could not be fetched");
                    failed.push((slice, problem::fetching_calls(&error)));
                }
                Concern::Item | Concern::SignIn | Concern::Everything => {
                    // The others would meet the same; each page they have is in the archive.
                    running.shutdown().await;
                    return Err(error);
                }
                Concern::Nothing => {}
            },
        }
    }
}

/// What a slice has added to the tally.
#[derive(Clone, Copy, Default)]
struct Seen {
    rows: u64,
    expected: Option<u64>,
}

/// What is left of a slice.
enum Rest {
    Nothing,
    /// Zoom answered for the newer part only.
    Older(Span),
}

/// Fetches one slice to its last page, from where an earlier run left it if its page token still lives.
async fn fetch_slice(job: &Job, slice: Span) -> Result<Rest, Error> {
    let mut token = next_page(job.archive.open_slices().await?, slice);
    let mut restarts = 0;
    let mut first = token.is_none();
    let mut covered = slice;
    let (mut seen, mut answered) = (Seen::default(), false);
    loop {
        let request = HistoryRequest {
            access: job.access,
            span: slice,
            page_size: MOST_CALLS_A_PAGE,
            next_page_token: token.clone(),
        };
        let page = match job.client.call_history(&request).await {
            Err(error) if matches!(error.kind, ErrorKind::PageTokenExpired) && restarts < RESTARTS => {
                restarts += 1;
                tracing::info!(restarts, "a page token has died: the slice begins anew");
                job.counted(|tally| tally.volume.forget(seen.rows, seen.expected));
                (token, first, seen) = (None, true, Seen::default());
                continue;
            }
            page => page?,
        };
        if first {
            covered = answered_part(slice, &page)?;
            seen.expected = page.total_records;
            job.counted(|tally| tally.volume.expect(page.total_records));
            first = false;
        }
        if !answered {
            covered = job.client.until_its_now(covered);
            answered = true;
        }
        if covered.is_empty() {
            job.counted(|tally| tally.slices_done += 1);
            return Ok(Rest::Nothing);
        }
        // The same token twice would never end.
        let next =
            page.next_page_token.filter(|next| token.as_ref().is_none_or(|token| token.as_raw() != next.as_raw()));
        let state = standing(next.as_ref());
        let done = next.is_none();
        token = next;
        for row in &page.bad_rows {
            tracing::warn!(reason = %row.reason, index = row.index, "a row could not be read");
        }
        let rows = u64::try_from(page.rows.len()).unwrap_or(u64::MAX);
        let rows_to_save = match page.rows {
            HistoryRows::Calls(calls) => PageRows::Calls(calls),
            HistoryRows::Elements(elements) => PageRows::Elements(elements),
        };
        let progress = SliceProgress { slice: covered, state };
        let saved = job.archive.save_page(Page { rows: rows_to_save, progress }).await?;
        let bad_rows = u64::try_from(page.bad_rows.len()).unwrap_or(u64::MAX);
        seen.rows += rows + bad_rows;
        let progress = job.progress(|tally, now| {
            tally.count(&saved, rows, bad_rows, now);
            if done {
                tally.slices_done += 1;
                tally.coverage.add(covered);
            }
        });
        tell(&job.messages, Message::SyncProgressed { request: job.request, batch: saved.batch, progress }).await;
        job.mind_the_price();
        if done {
            return Ok(rest(slice, covered));
        }
    }
}

/// The slices that can be gone on with: they were cut off less than a token's life ago.
pub(super) fn live(mut open: Vec<OpenSlice>) -> Vec<OpenSlice> {
    open.retain(|open| clock::now() - open.token.issued_at < TOKEN_LIFE);
    open
}

/// The page to go on with in a slice that was left open.
pub(super) fn next_page(open: Vec<OpenSlice>, slice: Span) -> Option<PageToken> {
    let found = live(open).into_iter().find(|open| open.slice == slice);
    found.and_then(|open| PageToken::new(open.token.next_page_token.as_raw()))
}

/// Where a slice stands after a page behind which there is this one.
pub(super) fn standing(next: Option<&PageToken>) -> SliceState {
    next.map_or(SliceState::Done, |next| {
        SliceState::Open(store::PageToken { next_page_token: next.as_raw().into(), issued_at: clock::now() })
    })
}

/// The part of the slice that Zoom answered for: all of it, unless it moved the beginning. At the old end of the six months
/// that is as it should be, elsewhere the rest is asked for on its own.
fn answered_part(slice: Span, page: &zoom::HistoryPage) -> Result<Span, Error> {
    match page.answered.filter(|_| page.clamped) {
        None if page.clamped => Err(Error::Clamped(slice)),
        None => Ok(slice),
        Some(answered) => {
            let part = Span { from: slice.from.max(answered.from), to: slice.to };
            let left_out_to = answered.from.min(slice.to);
            let at_the_edge = left_out_to <= kept_by_zoom_since(clock::now()) + EDGE;
            if answered.to < slice.to - TimeDelta::seconds(1) || (part.is_empty() && !at_the_edge) {
                return Err(Error::Clamped(answered));
            }
            tracing::warn!(?slice, ?answered, "Zoom answered for less time than was asked for");
            Ok(part)
        }
    }
}

fn rest(slice: Span, covered: Span) -> Rest {
    let older = Span { from: slice.from, to: covered.from };
    if older.is_empty() { Rest::Nothing } else { Rest::Older(older) }
}

impl Job {
    fn counted(&self, change: impl FnOnce(&mut Tally)) {
        change(&mut self.tally.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Stops where a person has to agree first to what the rest costs. Where Zoom does not say how many calls there are, it stops
    /// once as much was spent as begins without a question.
    fn mind_the_price(&self) {
        match self.limit.spend {
            Spend::Free => {}
            Spend::Agreed | Spend::PutOff(_) => return,
        }
        let (millis, day) = match self.access {
            Access::Account => counted_by_the_day(self.limit.rates, &self.client),
            Access::Own => (self.limit.rates.medium_millis, DayCost::NotCounted),
        };
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(requests) = tally.volume.dear(MOST_CALLS_A_PAGE.into(), FREE_REQUESTS) else { return };
        // Behind the last slice, nothing is left to pay for.
        if tally.asks.is_some() || tally.slices_done >= tally.volume.slices {
            return;
        }
        let seconds = seconds_for(requests, MOST_CALLS_A_PAGE.into(), &tally.pace);
        tally.asks = Some(Price::of_listing(requests, millis, seconds, day));
        drop(tally);
        self.limit.stop.cancel();
    }

    fn progress(&self, change: impl FnOnce(&mut Tally, DateTime<Utc>)) -> SyncProgress {
        let now = clock::now();
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut tally, now);
        let volume = tally.volume;
        let rate = tally.pace.rate();
        let usage = self.client.usage();
        SyncProgress {
            calls: volume.rows,
            total: volume.total(),
            slices_done: tally.slices_done,
            slices: volume.slices,
            rate,
            requests_today: u64::from(usage.heavy),
            eta: volume.left().and_then(|left| tally.pace.eta(left, now)),
            coverage: tally.coverage.clone(),
        }
    }
}

impl Tally {
    fn new(slices: usize, coverage: Coverage) -> Self {
        Self {
            pace: Pace::default(),
            new: 0,
            changed: 0,
            bad_rows: 0,
            volume: Volume::of_slices(slices),
            slices_done: 0,
            asks: None,
            coverage,
        }
    }

    fn count(&mut self, saved: &store::Saved, rows: u64, bad_rows: u64, now: DateTime<Utc>) {
        self.new += saved.new;
        self.changed += saved.changed;
        self.bad_rows += bad_rows;
        self.volume.page(rows + bad_rows);
        self.pace.note(self.volume.rows, now);
    }
}

/// The least milliseconds between requests that Zoom counts by the day, and how the day stands.
pub(super) fn counted_by_the_day(rates: Rates, client: &zoom::Client) -> (u64, DayCost) {
    let sent = u64::from(client.usage().heavy);
    let day = rates.heavy_a_day.map_or(DayCost::NoLimit, |allowed| DayCost::Of(DayShare { allowed, sent }));
    (rates.heavy_millis, day)
}

/// Seconds that so many requests take at the pace of the rows so far.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an estimate")]
pub(super) fn seconds_for(requests: u64, rows_a_page: u64, pace: &Pace) -> u64 {
    let rate = pace.rate();
    if rate > 0.0 { (requests as f64 * rows_a_page as f64 / rate) as u64 } else { 0 }
}
