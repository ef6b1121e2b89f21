//! What a selection is made of.

use chrono::{DateTime, Timelike};

use super::Index;
use super::select::Selection;
use super::tally::{Sides, Tally, labels};
use crate::model::{
    Direction, ResultGroup, Text, Zone,
    query::{DirectionWord, FlagWord},
};

/// Counts of a selection. Lists of names are sorted, most frequent first, and hold nothing that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facets {
    /// By direction; internal calls are also in or out, as Zoom says.
    pub directions: [(DirectionWord, usize); 3],
    /// By result group.
    pub results: [(ResultGroup, usize); 7],
    /// By queue, menu or shared line on either side.
    pub queues: Vec<(Text, usize)>,
    /// By the owner's site.
    pub sites: Vec<(Text, usize)>,
    /// By the owner's department.
    pub departments: Vec<(Text, usize)>,
    /// By what calls have or are; a call can be in several.
    pub flags: [(FlagWord, usize); 8],
    /// By the hour of the day at which calls began, in the person's zone.
    pub hours: [usize; 24],
}

/// Offsets from UTC are whole quarters of an hour, everywhere since 1972.
const QUARTER: u32 = 15 * 60;

impl Index {
    /// What a selection is made of. For counts beside a field's values, select by `Query::without_field`.
    #[must_use]
    pub fn facets(&self, selection: &Selection, zone: Zone) -> Facets {
        let rows = || selection.rows().iter().map(|id| id.0);
        let tally = Tally::new(self, rows());
        let going = |direction: &Direction| tally.of_kind(|kind| kind.direction == *direction);
        let flagged = |word: FlagWord| (word, tally.of_kind(|kind| kind.flags.has(word.flag())));
        let internal = flagged(FlagWord::Internal);
        Facets {
            directions: [
                (DirectionWord::In, going(&Direction::Inbound)),
                (DirectionWord::Out, going(&Direction::Outbound)),
                (DirectionWord::Internal, internal.1),
            ],
            results: ResultGroup::ALL.map(|group| (group, tally.in_group(group))),
            queues: owned(labels(self, rows(), Sides::Either, |party| party.label().filter(|_| party.is_router()))),
            sites: owned(tally.words(|place| place.site)),
            departments: owned(tally.words(|place| place.department)),
            flags: [
                flagged(FlagWord::Recording),
                flagged(FlagWord::Voicemail),
                flagged(FlagWord::Transcript),
                flagged(FlagWord::AiSummary),
                flagged(FlagWord::Spam),
                flagged(FlagWord::International),
                flagged(FlagWord::Emergency),
                internal,
            ],
            hours: self.hours(selection, zone),
        }
    }

    /// Counts by quarter of an hour first, so that the zone is asked once a quarter and not once a call.
    fn hours(&self, selection: &Selection, zone: Zone) -> [usize; 24] {
        let quarters = || selection.rows().iter().map(|id| self.columns.start[id.0 as usize] / QUARTER);
        let mut hours = [0; 24];
        let (Some(first), Some(last)) = (quarters().min(), quarters().max()) else {
            return hours;
        };
        let mut counts = vec![0_usize; (last - first) as usize + 1];
        for quarter in quarters() {
            counts[(quarter - first) as usize] += 1;
        }
        for (quarter, count) in (first..).zip(counts).filter(|(_, count)| *count > 0) {
            let begins = DateTime::from_timestamp(i64::from(quarter) * i64::from(QUARTER), 0).unwrap_or_default();
            hours[zone.at(begins).hour() as usize] += count;
        }
        hours
    }
}

fn owned(counted: Vec<(&Text, usize)>) -> Vec<(Text, usize)> {
    counted.into_iter().map(|(text, count)| (text.clone(), count)).collect()
}
