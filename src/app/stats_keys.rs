//! What keys do in the view of counts and charts: the cursor, what is counted, the calls behind a bar, numbers as text and file.

use super::effect::Effect;
use super::filter;
use super::keymap::{Action, Place};
use super::message::Exported;
use super::notice::Notice;
use super::overlay;
use super::problem::Problem;
use super::request::RequestId;
use super::state::{State, View};
use super::stats::{Chart, Metric, calls_before, can_compare, compared, covers};
use crate::index::stats::{self, Bar, By, Earlier, Waits};
use crate::model::{Sheet, Text, counted};

/// What the Groups chart counts by, in the order of `b`: days and results have charts of their own.
const GROUPED_BY: [By; 6] = [By::Queue, By::User, By::Number, By::Site, By::Weekday, By::Hour];

fn chart_by(state: &mut State, step: usize) -> Vec<Effect> {
    let charts = Chart::ALL;
    let now = charts.iter().position(|chart| *chart == state.stats.chart).unwrap_or(0);
    state.stats.chart = charts[(now + step) % charts.len()];
    // The newest day is the one to begin with; elsewhere the first bar.
    state.stats.bar = if state.stats.chart == Chart::Days { usize::MAX } else { 0 };
    Vec::new()
}

pub(super) fn next_chart(state: &mut State) -> Vec<Effect> {
    chart_by(state, 1)
}

pub(super) fn previous_chart(state: &mut State) -> Vec<Effect> {
    chart_by(state, Chart::ALL.len() - 1)
}

fn bar_by(state: &mut State, step: isize) -> Vec<Effect> {
    let last = state.stats.bars().saturating_sub(1);
    state.stats.bar = state.stats.bar.min(last).saturating_add_signed(step).min(last);
    Vec::new()
}

pub(super) fn next_bar(state: &mut State) -> Vec<Effect> {
    bar_by(state, 1)
}

pub(super) fn previous_bar(state: &mut State) -> Vec<Effect> {
    bar_by(state, -1)
}

pub(super) fn first_bar(state: &mut State) -> Vec<Effect> {
    state.stats.bar = 0;
    Vec::new()
}

pub(super) fn last_bar(state: &mut State) -> Vec<Effect> {
    state.stats.bar = usize::MAX;
    Vec::new()
}

/// The one after `now`, round and round.
fn next_of<T: Copy + PartialEq>(all: &[T], now: T) -> T {
    let place = all.iter().position(|one| *one == now).unwrap_or(0);
    all[(place + 1) % all.len()]
}

/// `b`: counts by the next thing; the cursor goes to that chart.
pub(super) fn next_by(state: &mut State) -> Vec<Effect> {
    state.stats.by = next_of(&GROUPED_BY, state.stats.by);
    state.stats.chart = Chart::Groups;
    state.stats.bar = 0;
    Vec::new()
}

/// `x`: the next metric.
pub(super) fn next_metric(state: &mut State) -> Vec<Effect> {
    state.stats.metric = next_of(&Metric::ALL, state.stats.metric);
    if state.stats.chart == Chart::Groups {
        state.stats.bar = 0;
    }
    Vec::new()
}

/// `O`: compares with the period before, or stops it.
pub(super) fn compare(state: &mut State) -> Vec<Effect> {
    if state.filter.query.periods(state.context()).is_none() {
        state.stats.compares = true;
        let time = state.keymap.key_of(Place::Stats, Action::ChooseTime);
        return state.notify(format!("the query names no stretch of time to compare: {time} chooses one"));
    }
    state.stats.compares = !state.stats.compares;
    let key = state.keymap.key_of(Place::Stats, Action::Compare);
    state.notify(if state.stats.compares {
        format!("compared with the period before; {key} stops it")
    } else {
        format!("comparing is off; {key} turns it on")
    })
}

/// `z`: the chart alone, or with the others.
pub(super) fn zoom(state: &mut State) -> Vec<Effect> {
    state.stats.whole = !state.stats.whole;
    Vec::new()
}

/// `Esc`, `q`: from the chart alone to all of them, else back to the calls.
pub(super) fn leave(state: &mut State) -> Vec<Effect> {
    if state.stats.whole {
        state.stats.whole = false;
    } else {
        state.view = View::Calls;
    }
    Vec::new()
}

/// `Enter`: the calls behind the bar.
pub(super) fn drill_down(state: &mut State) -> Vec<Effect> {
    let Some(pick) = state.stats.pick().filter(|pick| pick.calls > 0) else {
        return state.notify("there are no calls behind this bar");
    };
    state.view = View::Calls;
    let before = state.filter.applied.clone();
    let effects = filter::add(state, &pick.query);
    state.stats.entered = Some((before, state.filter.applied.clone()));
    let back = state.keymap.key_of(Place::List, Action::Undo);
    let _ = state.notify(format!("the calls behind {}; {back} takes it back", pick.label));
    effects
}

/// True in the calls behind a bar, until one asks for others.
pub(super) fn is_entered(state: &State) -> bool {
    state.stats.entered.as_ref().is_some_and(|(_, after)| *after == state.filter.applied)
}

/// `Esc` in the calls behind a bar: back to the bar, with the query as it was.
pub(super) fn step_back(state: &mut State) -> Vec<Effect> {
    if let Some((before, _)) = state.stats.entered.take() {
        filter::set_written(state, before);
        state.view = View::Stats;
    }
    Vec::new()
}

/// Forgets the bar that one came from: another way was taken.
pub(super) fn forget_bar(state: &mut State) {
    state.stats.entered = None;
}

/// The numbers of the chart with the cursor.
fn sheet(state: &State) -> Option<Sheet> {
    let figures = state.stats.figures()?;
    let query = if state.filter.applied.is_empty() { "all calls" } else { state.filter.applied.as_str() };
    let covers = format!("{}; times in {}; {}", Text::new(query), state.zone, covers(state));
    let bars = |by: By| state.calls.index().bars(state.calls.shown(), by, state.zone, Waits::Counted);
    let before = compared(state).map(|periods| (periods.days_apart(state.zone), calls_before(state, &periods)));
    let is_complete = can_compare(state, figures);
    let table = |by: By, bars: &[Bar]| {
        let then = before
            .as_ref()
            .map(|(apart, calls)| (*apart, state.calls.index().bars(calls, by, state.zone, Waits::Skipped)));
        stats::bars_sheet(
            by,
            bars,
            then.as_ref().map(|(apart, bars)| Earlier { bars, apart: *apart, is_complete }),
            covers.clone(),
        )
    };
    Some(match state.stats.chart {
        Chart::Days => table(By::Day, &bars(By::Day)),
        Chart::Results => table(By::Result, &bars(By::Result)),
        Chart::Groups => table(state.stats.by, &figures.groups),
        Chart::Busy => stats::busy_sheet(&figures.all, covers.clone()),
        Chart::Wait => stats::distribution_sheet("wait", &figures.all.wait, &covers),
        Chart::Talk => stats::distribution_sheet("talk", &figures.all.talk, &covers),
    })
}

/// `y`: the chart as text.
pub(super) fn copy(state: &mut State) -> Vec<Effect> {
    let Some(sheet) = sheet(state) else {
        return Vec::new();
    };
    let calls = sheet.columns.iter().position(|column| *column == "calls").unwrap_or(1);
    let mut lines = vec![format!("calls by {}", sheet.name.replace('-', " ")), sheet.covers.clone()];
    lines.extend(sheet.plot(calls));
    let _ = state.notify("the chart is on the clipboard as text, if the terminal allows it");
    vec![Effect::Copy { text: lines.join("\n") }]
}

/// `e`: the numbers of the chart into a file.
pub(super) fn export(state: &mut State) -> Vec<Effect> {
    if state.stats.writing.is_some() {
        return state.notify("the numbers are being written");
    }
    let Some(sheet) = sheet(state) else {
        return Vec::new();
    };
    let request = state.requests.issue();
    state.stats.writing = Some(request);
    vec![Effect::WriteSheet { request, sheet, day: state.zone.day(state.now) }]
}

/// The numbers are written, or not.
pub(super) fn written(state: &mut State, request: RequestId, result: Result<Exported, Problem>) -> Vec<Effect> {
    if state.stats.writing.take_if(|writing| *writing == request).is_none() {
        return Vec::new();
    }
    match result {
        Ok(file) => {
            let rows = counted(file.rows, "row", "rows");
            let words = format!("wrote {rows} to {}", Text::new(&file.path.to_string_lossy()));
            state.notice = Some(Notice::staying(words));
            Vec::new()
        }
        Err(problem) => overlay::report(state, problem, None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{press, ready};
    use super::*;
    use crate::model::query::Query;

    #[test]
    fn the_calls_behind_a_bar_are_as_many_as_it_says_and_undo_brings_the_query_back() {
        for (keys, chart) in
            [("", Chart::Days), ("l", Chart::Results), ("ll", Chart::Busy), ("lll", Chart::Wait), ("h", Chart::Groups)]
        {
            let mut state = ready(120, 36, 500);
            press(&mut state, "/last:30d⏎4");
            press(&mut state, keys);
            assert_eq!(state.stats.chart, chart);
            let pick = state.stats.pick().unwrap();
            assert!(pick.calls > 0, "{chart:?} {pick:?}");
            press(&mut state, "⏎");
            assert_eq!(
                (state.view, state.calls.matching()),
                (View::Calls, pick.calls),
                "{chart:?} {}",
                state.filter.applied
            );
            press(&mut state, "u");
            assert_eq!(state.filter.applied, "last:30d");
        }
    }

    #[test]
    fn the_figures_follow_the_query_and_the_calls_that_come() {
        let mut state = ready(120, 36, 300);
        press(&mut state, "4");
        assert_eq!(state.stats.figures().unwrap().all.results.calls(), 300);
        press(&mut state, "/result:missed⏎");
        assert_eq!((state.view, state.stats.figures().unwrap().all.results.calls()), (View::Stats, 100));
        press(&mut state, "⎋");
        assert_eq!(state.view, View::Calls);
    }

    #[test]
    fn keys_choose_what_is_counted_and_measured() {
        let mut state = ready(120, 36, 300);
        press(&mut state, "4bx");
        assert_eq!((state.stats.by, state.stats.metric, state.stats.chart), (By::User, Metric::Lost, Chart::Groups));
        press(&mut state, "z");
        assert!(state.stats.whole);
        press(&mut state, "⎋");
        assert!(!state.stats.whole && state.view == View::Stats);
        press(&mut state, "/last:7d⏎");
        assert!(state.stats.figures().unwrap().before.is_some());
        press(&mut state, "O");
        assert!(state.stats.figures().unwrap().before.is_none());
        assert!(state.notice.take().unwrap().text.contains("O turns it on"));
    }

    #[test]
    fn comparing_without_a_time_says_what_is_missing_and_stays_on() {
        let mut state = ready(80, 24, 300);
        press(&mut state, "4O");
        assert!(state.stats.compares);
        assert!(state.notice.as_ref().unwrap().text.contains("t chooses one"));
        press(&mut state, "1");
        assert_eq!(state.notice, None, "it is no news in another view");
    }

    #[test]
    fn escape_in_the_calls_behind_a_bar_leads_back_to_it() {
        let mut state = ready(120, 36, 500);
        press(&mut state, "/last:30d⏎4lj");
        let pick = state.stats.pick();
        press(&mut state, "⏎");
        assert_ne!(state.filter.applied, "last:30d");
        press(&mut state, "⎋");
        assert_eq!((state.view, state.filter.applied.as_str()), (View::Stats, "last:30d"));
        assert_eq!((state.stats.chart, state.stats.pick()), (Chart::Results, pick));
        press(&mut state, "⎋⎋");
        assert_eq!((state.view, state.filter.applied.as_str()), (View::Calls, ""), "once");
        press(&mut state, "4l⏎41⎋");
        assert_eq!((state.view, state.filter.applied.as_str()), (View::Calls, ""), "another way was taken");
    }

    #[test]
    fn a_day_is_written_beside_the_day_in_its_place_in_the_period_before() {
        let mut state = ready(120, 36, 500);
        press(&mut state, "/from:2026-10-23 to:2026-10-24⏎4");
        let table = sheet(&state).unwrap();
        let before = table.columns.iter().position(|column| *column == "calls_before").unwrap();
        let counts: Vec<String> = table.rows.iter().map(|row| row[before].plain()).collect();
        let mut naive = Vec::new();
        for day in ["21", "22"] {
            let query = Query::parse(&format!("on:2026-10-{day}")).unwrap();
            naive.push(state.calls.index().count(&query, state.context()).to_string());
        }
        assert_eq!(counts, naive);
        assert!(naive[0] != naive[1]);
    }

    #[test]
    fn numbers_are_written_once_and_copied_as_plain_text() {
        let mut state = ready(120, 36, 300);
        let effects = press(&mut state, "4le");
        let [Effect::WriteSheet { request, sheet, .. }] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!((sheet.name, sheet.rows.len()), ("result", 2), "answered and missed ones");
        assert!(press(&mut state, "e").is_empty(), "one at a time");
        let file = Exported { path: "stats_result_2026-11-20.csv".into(), rows: 2, bytes: 90, guarded: 0 };
        let _ = written(&mut state, *request, Ok(file));
        assert!(state.notice.as_ref().unwrap().text.contains("stats_result_2026-11-20.csv"));
        let effects = press(&mut state, "y");
        let [Effect::Copy { text }] = &effects[..] else { panic!("{effects:?}") };
        assert!(text.contains("answered  200  ####") && text.is_ascii(), "{text}");
    }
}
