//! Putting work off: at which time it begins by itself.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use tui_input::Input;

use super::effect::{Effect, JobWork};
use super::key::Key;
use super::keymap::{Action, Place};
use super::overlay::Overlay;
use super::price::{DeferrableWork, PriceTag, PricedWork};
use super::state::State;
use super::text_field;
use crate::model::Zone;

/// The dialog that asks for the time.
#[derive(Clone, Debug)]
pub struct StartAt {
    /// What begins then.
    pub work: DeferrableWork,
    /// What it is, in a few words.
    pub title: String,
    /// The time, as typed.
    pub at: Input,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// Farther off is a slip of the finger.
const FARTHEST: TimeDelta = TimeDelta::days(366);

/// `23:00` is the next time that the clock shows it; `2026-11-23 01:30` is that moment. Both in `zone`.
///
/// # Errors
/// In words, when the text is neither, the clock skips that time, or it is past.
pub fn start_time(text: &str, zone: Zone, now: DateTime<Utc>) -> Result<DateTime<Utc>, &'static str> {
    const FORM: &str = "type a time such as 23:00, or a day and a time: 2026-11-23 01:30";
    const SKIPPED: &str = "the clock skips that time on that day";
    let text = text.trim();
    let today = zone.day(now);
    let at = |day: NaiveDate, time: NaiveTime| zone.earliest(NaiveDateTime::new(day, time)).ok_or(SKIPPED);
    let start = match text.split_once(' ') {
        None => {
            let time = NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| FORM)?;
            let tomorrow = || today.succ_opt().ok_or(FORM).and_then(|day| at(day, time));
            at(today, time).ok().filter(|start| *start > now).map_or_else(tomorrow, Ok)?
        }
        Some((day, time)) => {
            let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").map_err(|_| FORM)?;
            at(day, NaiveTime::parse_from_str(time.trim(), "%H:%M").map_err(|_| FORM)?)?
        }
    };
    if start <= now {
        return Err("that time is past");
    }
    if start - now > FARTHEST { Err("that is more than a year off") } else { Ok(start) }
}

/// Asks for the time, over whatever is on top.
pub(super) fn ask(state: &mut State, work: DeferrableWork, title: String) -> Vec<Effect> {
    state.overlays.push(Overlay::StartAt(StartAt { work, title, at: Input::default(), error: None }));
    Vec::new()
}

/// `t` on a price.
pub(super) fn ask_for_price(state: &mut State) -> Vec<Effect> {
    if let Some(Overlay::Price(PriceTag { work: PricedWork::Deferrable(work), title, .. })) = state.overlays.last() {
        let (work, title) = (work.clone(), title.clone());
        return ask(state, work, title);
    }
    Vec::new()
}

fn dialog(state: &mut State) -> Option<&mut StartAt> {
    state.overlays.last_mut().and_then(Overlay::start_at)
}

pub(super) fn type_key(state: &mut State, key: Key) -> Vec<Effect> {
    if let Some(dialog) = dialog(state) {
        dialog.error = None;
        text_field::type_key(&mut dialog.at, key);
    }
    Vec::new()
}

pub(super) fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    if let Some(dialog) = dialog(state) {
        text_field::paste(&mut dialog.at, text);
    }
    Vec::new()
}

/// `Enter`: the work waits in the archive until then, and the price is answered.
pub(super) fn take(state: &mut State) -> Vec<Effect> {
    let (zone, now) = (state.zone, state.now);
    let Some(dialog) = dialog(state) else { return Vec::new() };
    let start = match start_time(dialog.at.value(), zone, now) {
        Ok(start) => start,
        Err(error) => {
            dialog.error = Some(error.to_owned());
            return Vec::new();
        }
    };
    let work = dialog.work.clone();
    state.overlays.pop();
    if matches!(state.overlays.last(), Some(Overlay::Price(tag)) if tag.work == PricedWork::Deferrable(work.clone())) {
        state.overlays.pop();
    }
    if let DeferrableWork::Job(JobWork::New { kind, items, .. }) = &work {
        super::jobs::taken_up(state, *kind, items);
    }
    let request = state.requests.issue();
    state.jobs.list.ask(request);
    let at = zone.at(start).format("%a %H:%M");
    let shows = state.way(Place::Everywhere, Action::ViewJobs, "jobs");
    let _ = state.notify(format!("waits until {at}: ringlog has to be open then; {shows} shows it"));
    vec![Effect::PutOffJob { request, work, start }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-28T22:30:00Z".parse().unwrap()
    }

    fn at(text: &str) -> Result<String, &'static str> {
        let zone: Zone = "Europe/Paris".parse().unwrap();
        start_time(text, zone, now()).map(|start| zone.at(start).format("%d %H:%M").to_string())
    }

    #[test]
    fn a_time_alone_is_the_next_one_that_the_clock_shows() {
        assert_eq!(at("23:45").unwrap(), "28 23:45");
        assert_eq!(at(" 07:00 ").unwrap(), "29 07:00");
        assert_eq!(at("23:30").unwrap(), "29 23:30", "now is not later than now");
        assert_eq!(at("2026-04-01 01:00").unwrap(), "01 01:00");
    }

    #[test]
    fn what_is_no_time_to_come_is_said() {
        assert_eq!(at("02:30"), Err("the clock skips that time on that day"));
        assert_eq!(at("2026-03-28 12:00"), Err("that time is past"));
        assert_eq!(at("2031-03-28 12:00"), Err("that is more than a year off"));
        for wrong in ["", "25:00", "soon", "2026-03-32 12:00", "2026-03-30"] {
            assert!(at(wrong).is_err_and(|error| error.starts_with("type a time")), "{wrong}");
        }
    }
}
