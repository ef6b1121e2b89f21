//! What a large piece of work costs, told before it begins.

use super::effect::{Effect, JobWork, Spend, SyncRange};
use super::overlay::{self, Overlay};
use super::state::State;
use super::{jobs, media_keys, media_list, sync};
use crate::model::{Job, JobKind, MediaKind, MediaRow, Rates, grouped};

/// More requests than this, or more bytes, are asked about first.
pub const FREE_REQUESTS: u64 = 1_000;
/// More bytes than this are asked about first.
pub const FREE_BYTES: u64 = 100_000_000;
/// Bytes of a second of audio while none was measured: MP3 at 64 kbit/s. Zoom documents no bit rate.
const BYTES_A_SECOND: u64 = 8_000;
/// Downloaded audio of fewer seconds tells nothing of the next files.
const LEAST_MEASURED_SECONDS: u64 = 30;
/// A job with fewer items done tells nothing of the pace of the next.
const LEAST_PACED_ITEMS: u64 = 20;

/// What an estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// What Zoom publishes, or what is usual.
    Assumed,
    /// What was seen in this archive.
    Measured,
}

/// What a piece of work takes of the requests that Zoom counts by the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayCost {
    /// Nothing: it does not count these.
    NotCounted,
    /// Zoom has no limit, because it is a stand-in.
    NoLimit,
    /// A part of this.
    Of(DayShare),
}

/// The requests that Zoom counts by the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayShare {
    /// What Zoom allows the account.
    pub allowed: u64,
    /// What ringlog sent today.
    pub sent: u64,
}

/// The price of a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Requests to Zoom.
    pub requests: u64,
    /// Seconds at our pace.
    pub seconds: u64,
    /// What the time rests on.
    pub pace: Basis,
    /// Bytes to download, about.
    pub bytes: u64,
    /// What the bytes rest on.
    pub size: Basis,
    /// What it takes of the day's requests.
    pub day: DayCost,
}

impl Price {
    /// The price of a job with `items`, which are not counted by the day. `known` is what earlier work taught.
    #[must_use]
    pub fn of_job(items: u64, kind: JobKind, audio_seconds: u64, rates: Rates, known: Known) -> Self {
        let published = match kind {
            JobKind::Paths | JobKind::Texts => rates.light_millis,
            JobKind::Recordings | JobKind::Voicemail | JobKind::Media | JobKind::Calls | JobKind::Export => {
                rates.medium_millis
            }
        };
        let learnt = known.millis_an_item.filter(|millis| *millis > published);
        let (a_second, size) = match known.bytes_a_second {
            Some(measured) => (measured, Basis::Measured),
            None => (BYTES_A_SECOND, Basis::Assumed),
        };
        Self {
            requests: items,
            seconds: items * learnt.unwrap_or(published) / 1000,
            pace: if learnt.is_some() { Basis::Measured } else { Basis::Assumed },
            bytes: audio_seconds * a_second,
            size,
            day: DayCost::NotCounted,
        }
    }

    /// The price of reading what was said in `calls`, with `requests` about, which are not counted by the day.
    #[must_use]
    pub fn of_texts(calls: u64, requests: u64, rates: Rates, known: Known) -> Self {
        let of_calls = Self::of_job(calls, JobKind::Texts, 0, rates, known);
        let published = requests * rates.light_millis / 1000;
        let (seconds, pace) = match of_calls.pace {
            Basis::Measured if of_calls.seconds > published => (of_calls.seconds, Basis::Measured),
            Basis::Measured | Basis::Assumed => (published, Basis::Assumed),
        };
        Self { requests, seconds, pace, ..of_calls }
    }

    /// The price of listing calls, recordings or voicemail with `requests` more, `millis` apart at least, in `seconds` at the pace so far.
    #[must_use]
    pub const fn of_listing(requests: u64, millis: u64, seconds: u64, day: DayCost) -> Self {
        let published = requests * millis / 1000;
        let (seconds, pace) =
            if seconds > published { (seconds, Basis::Measured) } else { (published, Basis::Assumed) };
        Self { requests, seconds, pace, bytes: 0, size: Basis::Assumed, day }
    }

    /// True when a person is asked first.
    #[must_use]
    pub const fn is_asked_about(self) -> bool {
        self.requests > FREE_REQUESTS || self.bytes > FREE_BYTES
    }

    /// In a few lines: requests, time, share of the day, size.
    #[must_use]
    pub fn lines(self) -> Vec<String> {
        let time = match self.seconds.div_ceil(60) {
            0 | 1 => "a minute".to_owned(),
            minutes if minutes < 120 => format!("{minutes} min"),
            minutes => format!("{} h", minutes.div_ceil(60)),
        };
        let time = match self.pace {
            Basis::Assumed if self.seconds == 0 => "as fast as they are answered".to_owned(),
            Basis::Assumed if self.seconds <= 60 => "a minute or more at half of Zoom's rate".to_owned(),
            Basis::Assumed => format!("at least {time} at half of Zoom's rate"),
            Basis::Measured => format!("about {time} at the pace seen so far"),
        };
        let mut lines = vec![format!("{} requests to Zoom, {time}.", grouped(self.requests))];
        match self.day {
            DayCost::NoLimit => {}
            DayCost::NotCounted => lines.push(
                "None of the account's daily limit: Zoom counts the account's calls and voicemail by the day, not these."
                    .to_owned(),
            ),
            DayCost::Of(day) => lines.extend(self.of_the_day(day)),
        }
        if self.bytes > 0 {
            let basis = match self.size {
                Basis::Assumed => "at 64 kbit/s",
                Basis::Measured => "by the files that are here",
            };
            let megabytes = grouped(self.bytes.div_ceil(1_000_000));
            lines.push(format!("About {megabytes} MB to download and keep here, {basis}."));
        }
        lines
    }

    fn of_the_day(self, day: DayShare) -> Vec<String> {
        let permille = self.requests * 1000 / day.allowed.max(1);
        let mut lines = vec![format!(
            "{}.{}% of the {} that Zoom allows the account a day; ringlog sent {} today and keeps to half.",
            permille / 10,
            permille % 10,
            grouped(day.allowed),
            grouped(day.sent)
        )];
        if self.requests > (day.allowed / 2).saturating_sub(day.sent) {
            lines.push("That is more than is left today: it waits then, and goes on after 00:00 UTC.".to_owned());
        }
        lines
    }
}

/// What earlier work taught.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Bytes of a second of audio, by the files that are here.
    pub bytes_a_second: Option<u64>,
    /// Milliseconds an item took, in the newest job of the kind.
    pub millis_an_item: Option<u64>,
}

impl Known {
    /// What the files of `rows` and the newest of `jobs`, which come first, tell about the next job of a kind.
    #[must_use]
    pub fn of<'a>(
        kind: JobKind,
        rows: impl IntoIterator<Item = &'a MediaRow>,
        jobs: impl IntoIterator<Item = &'a Job>,
    ) -> Self {
        let files = rows.into_iter().filter_map(|row| Some((row.bytes?, row.duration?.as_secs())));
        let (bytes, seconds) = files.fold((0, 0), |(bytes, seconds), file| (bytes + file.0, seconds + file.1));
        let paced = |job: &&Job| job.kind == kind && job.done >= LEAST_PACED_ITEMS && !job.worked.is_zero();
        let newest = jobs.into_iter().find(paced);
        Self {
            bytes_a_second: (seconds >= LEAST_MEASURED_SECONDS).then(|| bytes / seconds),
            millis_an_item: newest
                .map(|job| u64::try_from(job.worked.as_millis()).unwrap_or(u64::MAX) / job.done.max(1)),
        }
    }
}

/// Work that has a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PricedWork {
    /// Work that can be put off.
    Deferrable(DeferrableWork),
    /// Listing recordings or voicemail.
    List(MediaKind),
}

/// Work that can wait for a time, as a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeferrableWork {
    /// A job.
    Job(JobWork),
    /// Fetching calls.
    Calls(SyncRange),
}

/// A price that waits for a yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceTag {
    /// What it costs.
    pub price: Price,
    /// What it is for, in a few words.
    pub title: String,
    /// What else is to be known of it, a sentence each.
    pub notes: Vec<String>,
    /// What begins at a yes.
    pub work: PricedWork,
}

/// What the lists and jobs here tell about the next job of a kind.
pub(super) fn known(state: &State, kind: JobKind) -> Known {
    let jobs = state.jobs.list.shown().map_or(&[][..], Vec::as_slice);
    Known::of(kind, state.recordings.rows().chain(state.voicemail.rows()), jobs)
}

/// Begins a job at once when it is cheap, else shows its price.
pub(super) fn begin(state: &mut State, price: Price, title: String, work: JobWork) -> Vec<Effect> {
    let work = PricedWork::Deferrable(DeferrableWork::Job(work));
    offer(state, PriceTag { price, title, notes: Vec::new(), work })
}

/// Begins work at once when it is cheap, else shows its price.
pub(super) fn offer(state: &mut State, tag: PriceTag) -> Vec<Effect> {
    if tag.price.is_asked_about() {
        overlay::open(state, Overlay::Price(tag));
        return Vec::new();
    }
    let effects = start(state, tag.work);
    if !tag.notes.is_empty() {
        let _ = state.notify(tag.notes.join(" "));
    }
    effects
}

/// Shows the price of the rest of a list that came up while it was fetched: not over what a person is at.
pub(super) fn show(state: &mut State) {
    if !state.overlays.is_empty() || state.place().is_typing() {
        return;
    }
    let lists = [&mut state.sync.asks, &mut state.recordings.asks, &mut state.voicemail.asks];
    let asks = lists.into_iter().find_map(Option::take);
    if let Some(tag) = asks {
        overlay::ask_unasked(state, Overlay::Price(tag));
    }
}

/// The price on top is agreed to.
pub(super) fn agree(state: &mut State) -> Vec<Effect> {
    if let Some(Overlay::Price(tag)) = state.overlays.last() {
        let work = tag.work.clone();
        state.overlays.pop();
        return start(state, work);
    }
    Vec::new()
}

fn start(state: &mut State, work: PricedWork) -> Vec<Effect> {
    match work {
        PricedWork::Deferrable(DeferrableWork::Job(work)) => jobs::begin(state, work),
        PricedWork::Deferrable(DeferrableWork::Calls(range)) => {
            state.sync.spend = Spend::Agreed;
            sync::begin(state, range)
        }
        PricedWork::List(kind) => {
            media_list::of_mut(state, kind).spend = Spend::Agreed;
            media_keys::list(state, kind)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::model::{Media, Recording};

    fn of(items: u64, audio_seconds: u64) -> Price {
        Price::of_job(items, JobKind::Recordings, audio_seconds, Rates::default(), Known::default())
    }

    #[test]
    fn only_what_is_large_is_asked_about_and_says_what_it_costs() {
        assert!(!of(1_000, 0).is_asked_about());
        assert!(of(1_001, 0).is_asked_about());
        assert!(!of(20, 12_500).is_asked_about());
        let dear = of(20, 12_501);
        assert!(dear.is_asked_about());
        assert_eq!(dear.lines()[2], "About 101 MB to download and keep here, at 64 kbit/s.");
        let paths = |items| Price::of_job(items, JobKind::Paths, 0, Rates::default(), Known::default()).lines();
        assert!(paths(100_000)[0].starts_with("100,000 requests to Zoom, at least 84 min"));
        assert!(paths(1_000_000)[0].contains("at least 14 h"));
        let unpaced = Rates { light_millis: 0, ..Rates::default() };
        let without_pace = Price::of_job(15_000, JobKind::Paths, 0, unpaced, Known::default());
        assert_eq!(without_pace.lines()[0], "15,000 requests to Zoom, as fast as they are answered.");
    }

    #[test]
    fn a_slower_plan_a_slower_pace_and_other_files_count() {
        let pro = Rates { medium_millis: 200, ..Rates::default() };
        assert_eq!(Price::of_job(600, JobKind::Recordings, 0, pro, Known::default()).seconds, 120);
        let known = Known { bytes_a_second: Some(2_000), millis_an_item: Some(500) };
        let price = Price::of_job(600, JobKind::Recordings, 60_000, pro, known);
        assert_eq!((price.seconds, price.bytes), (300, 120_000_000));
        let lines = price.lines();
        assert!(lines[0].ends_with("about 5 min at the pace seen so far."), "{lines:?}");
        assert!(lines[2].ends_with("About 120 MB to download and keep here, by the files that are here."), "{lines:?}");
    }

    #[test]
    fn files_that_are_here_tell_how_large_the_next_ones_are() {
        let row = |seconds, bytes| MediaRow {
            bytes,
            ..MediaRow::from(Media::Recording(Recording {
                duration: Some(Duration::from_secs(seconds)),
                ..Recording::default()
            }))
        };
        let measured = |rows: &[MediaRow]| Known::of(JobKind::Recordings, rows, []).bytes_a_second;
        assert_eq!(measured(&[row(20, Some(80_000)), row(3_600, None)]), None, "too little to tell from");
        assert_eq!(measured(&[row(20, Some(80_000)), row(20, Some(120_000))]), Some(5_000));
    }

    #[test]
    fn calls_take_a_part_of_the_day_and_say_when_it_does_not_suffice() {
        let day = DayShare { allowed: 30_000, sent: 214 };
        let lines = Price::of_listing(4_700, 200, 3_000, DayCost::Of(day)).lines();
        assert_eq!(
            lines,
            [
                "4,700 requests to Zoom, about 50 min at the pace seen so far.",
                "15.6% of the 30,000 that Zoom allows the account a day; ringlog sent 214 today and keeps to half.",
            ]
        );
        let lines = Price::of_listing(20_000, 200, 0, DayCost::Of(day)).lines();
        assert!(lines[0].contains("at least 67 min at half of Zoom's rate"), "{lines:?}");
        assert!(lines[2].contains("goes on after 00:00 UTC"), "{lines:?}");
    }
}
