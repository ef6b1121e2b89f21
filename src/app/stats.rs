//! The view of counts and charts: which chart and bar have the cursor, what is counted, and the figures, worked out once for
//! each set of calls. What keys do in it is in `stats_keys`.

use super::request::RequestId;
use super::state::{State, View};
use crate::index::{
    CalledBack, Selection, both,
    stats::{self, Bar, By, Stats, Waits},
};
use crate::model::{ResultGroup, Text, Zone, query::Periods};

/// A chart of the view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Chart {
    /// Calls a day.
    #[default]
    Days,
    /// How calls ended.
    Results,
    /// Day of the week by hour of the day.
    Busy,
    /// Time waited.
    Wait,
    /// Time spoken.
    Talk,
    /// Calls by queue, person, number and so on.
    Groups,
}

impl Chart {
    /// The charts, in the order of `l`.
    pub const ALL: [Self; 6] = [Self::Days, Self::Results, Self::Busy, Self::Wait, Self::Talk, Self::Groups];
}

/// What bars are as long as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Metric {
    /// How many calls.
    #[default]
    Calls,
    /// How many were missed or abandoned.
    Lost,
    /// Which part was answered.
    Answered,
    /// The ninth decile of the wait.
    Wait,
    /// Time spoken.
    Talk,
}

impl Metric {
    /// All, in the order of `x`.
    pub const ALL: [Self; 5] = [Self::Calls, Self::Lost, Self::Answered, Self::Wait, Self::Talk];

    /// What it is, in a few words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Lost => "lost: missed or abandoned",
            Self::Answered => "answered share",
            Self::Wait => "p90 wait",
            Self::Talk => "talk time",
        }
    }

    /// How long a bar is; `None` where nothing is known.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 calls and seconds")]
    pub fn of(self, bar: &Bar) -> Option<f64> {
        match self {
            Self::Calls => Some(bar.results.calls() as f64),
            Self::Lost => Some(bar.results.lost() as f64),
            Self::Answered => stats::share(bar.results.ended(ResultGroup::Answered), bar.results.calls()),
            Self::Wait => (bar.wait.known > 0).then(|| f64::from(bar.wait.seconds)),
            Self::Talk => Some(bar.talk as f64),
        }
    }
}

/// The figures of the calls that match.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Results, waits, talk, busy hours.
    pub all: Stats,
    /// How soon callers who reached nobody were spoken to.
    pub called_back: CalledBack,
    /// Calls a day, from the first day to the last.
    pub days: Vec<Bar>,
    /// Calls by what the view groups by, sorted by its metric.
    pub groups: Vec<Bar>,
    /// The period before, where the query names one time.
    pub before: Option<Before>,
}

/// The same calls in the period before.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    /// Which time is compared with which.
    pub periods: Periods,
    /// Its figures.
    pub all: Stats,
    /// How soon its callers who reached nobody were spoken to.
    pub called_back: CalledBack,
    /// True when all of that time was fetched.
    pub is_complete: bool,
}

/// A bar under the cursor, or one beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// What it is.
    pub label: Text,
    /// How many calls.
    pub calls: usize,
    /// The terms that find them.
    pub query: String,
}

/// What figures were worked out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Basis {
    revision: u64,
    zone: Zone,
    by: By,
    metric: Metric,
    compares: bool,
    covered: bool,
}

impl Basis {
    fn waits_of_days(self) -> Waits {
        if self.metric == Metric::Wait { Waits::Counted } else { Waits::Skipped }
    }
}

/// The view.
#[derive(Debug)]
pub struct StatsView {
    /// The chart with the cursor.
    pub chart: Chart,
    /// The bar under the cursor, of [`StatsView::bars`].
    pub bar: usize,
    /// What Groups counts by.
    pub by: By,
    /// What bars are as long as.
    pub metric: Metric,
    /// The period before is compared with, where there is one.
    pub compares: bool,
    /// The chart stands alone.
    pub whole: bool,
    figures: Option<Box<(Basis, Figures)>>,
    /// The numbers of a chart are being written.
    pub(super) writing: Option<RequestId>,
    /// The query before `Enter` on a bar and after it: `Esc` in the calls leads back while it is asked.
    pub(super) entered: Option<(String, String)>,
}

impl Default for StatsView {
    fn default() -> Self {
        Self {
            chart: Chart::Days,
            bar: usize::MAX,
            by: By::Queue,
            metric: Metric::Calls,
            compares: true,
            whole: false,
            figures: None,
            writing: None,
            entered: None,
        }
    }
}

impl StatsView {
    /// The figures; `None` until they are worked out.
    #[must_use]
    pub fn figures(&self) -> Option<&Figures> {
        self.figures.as_deref().map(|(_, figures)| figures)
    }

    /// How many bars the chart with the cursor has. Hours without calls are left out.
    #[must_use]
    pub fn bars(&self) -> usize {
        self.figures().map_or(0, |figures| match self.chart {
            Chart::Days => figures.days.len(),
            Chart::Groups => figures.groups.len(),
            Chart::Results => ResultGroup::ALL.len(),
            Chart::Wait => figures.all.wait.buckets.len(),
            Chart::Talk => figures.all.talk.buckets.len(),
            Chart::Busy => figures.all.busy.as_flattened().iter().filter(|calls| **calls > 0).count(),
        })
    }

    /// The bar under the cursor.
    #[must_use]
    pub fn pick(&self) -> Option<Pick> {
        let figures = self.figures()?;
        let at = self.bar.min(self.bars().checked_sub(1)?);
        let bar = |bar: &Bar| Pick { label: label(bar), calls: bar.results.calls(), query: bar.query.clone() };
        let span = |spans: &stats::Distribution, field: &str| Pick {
            label: spans.labels()[at].as_str().into(),
            calls: spans.buckets[at],
            query: spans.query(field, at),
        };
        Some(match self.chart {
            Chart::Days => bar(&figures.days[at]),
            Chart::Groups => bar(&figures.groups[at]),
            Chart::Results => {
                let group = ResultGroup::ALL[at];
                let query = format!("result:{}", group.word());
                Pick { label: group.word().into(), calls: figures.all.results.ended(group), query }
            }
            Chart::Wait => span(&figures.all.wait, "wait"),
            Chart::Talk => span(&figures.all.talk, "talk"),
            Chart::Busy => busy(&figures.all).nth(at)?,
        })
    }
}

/// The days of the week as they are read; in a query they are in small letters.
pub const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// What a bar stands for, as it is read.
#[must_use]
pub fn label(bar: &Bar) -> Text {
    let day = bar.query.strip_prefix("weekday:");
    let as_read = day.and_then(|day| WEEKDAYS.iter().find(|as_read| as_read.eq_ignore_ascii_case(day)));
    as_read.map_or_else(|| bar.label.clone(), |day| (*day).into())
}

/// The hours with calls.
fn busy(stats: &Stats) -> impl Iterator<Item = Pick> {
    WEEKDAYS.iter().zip(&stats.busy).flat_map(|(day, hours)| {
        (0..24).zip(hours).filter(|(_, calls)| **calls > 0).map(move |(hour, calls)| Pick {
            label: format!("{day} {hour:02}:00").into(),
            calls: *calls,
            query: format!("weekday:{} hour:{hour}", day.to_lowercase()),
        })
    })
}

/// Which time is compared with which, where comparing is on and the query names one stretch.
#[must_use]
pub fn compared(state: &State) -> Option<Periods> {
    state.filter.query.periods(state.context()).filter(|_| state.stats.compares)
}

/// The calls of the period before.
pub(super) fn calls_before(state: &State, periods: &Periods) -> Selection {
    let (index, context) = (state.calls.index(), state.context());
    index.within(&index.select(&state.filter.query.without_times(context), context, &[]), periods.before)
}

/// True when all of both periods was fetched; else there is no saying what changed.
#[must_use]
pub fn can_compare(state: &State, figures: &Figures) -> bool {
    figures.before.as_ref().is_some_and(|before| before.is_complete) && state.is_complete() == Some(true)
}

/// What the figures have to be worked out for.
fn basis(state: &State, periods: Option<&Periods>) -> Basis {
    let covered = |periods: &Periods| state.archive.shown().is_some_and(|coverage| coverage.covers(periods.before));
    Basis {
        revision: state.calls.revision(),
        zone: state.zone,
        by: state.stats.by,
        metric: state.stats.metric,
        compares: state.stats.compares,
        covered: periods.is_some_and(covered),
    }
}

/// True when the figures on screen were not worked out for the calls shown.
pub(super) fn is_due(state: &State) -> bool {
    let known = state.stats.figures.as_deref().map(|(known, _)| *known);
    state.view == View::Stats && known != Some(basis(state, compared(state).as_ref()))
}

/// Works the figures out, unless they are of these calls already; what of them another choice leaves as it is stays.
pub(super) fn refresh(state: &mut State) {
    if !is_due(state) {
        return;
    }
    let periods = compared(state);
    let basis = basis(state, periods.as_ref());
    let known = state.stats.figures.take().map(|known| *known);
    let known = known.filter(|(was, _)| (was.revision, was.zone) == (basis.revision, basis.zone));
    let (mut all, mut called_back, mut days, mut groups, mut before) = (None, None, None, None, None);
    if let Some((was, figures)) = known {
        (all, called_back) = (Some(figures.all), Some(figures.called_back));
        days = Some(figures.days).filter(|_| was.waits_of_days() == basis.waits_of_days());
        groups = Some(figures.groups).filter(|_| was.by == basis.by);
        before = Some(figures.before).filter(|_| (was.compares, was.covered) == (basis.compares, basis.covered));
    }
    let (index, shown, zone) = (state.calls.index(), state.calls.shown(), state.zone);
    let before = before.unwrap_or_else(|| {
        periods.map(|periods| {
            let then = calls_before(state, &periods);
            let (all, called_back) = (index.stats(&then, zone), index.called_back(&then, state.now));
            Before { periods, all, called_back, is_complete: basis.covered }
        })
    });
    // What takes about as long as the rest is worked out beside it.
    let (others, (all, days)) = both(
        index.len(),
        || {
            let grouped = groups.is_none().then(|| index.bars(shown, basis.by, zone, Waits::Counted));
            (grouped, called_back.unwrap_or_else(|| index.called_back(shown, state.now)))
        },
        || match (all, days, basis.waits_of_days()) {
            (Some(all), Some(days), _) => (all, days),
            (_, _, Waits::Skipped) => index.stats_and_days(shown, zone),
            (all, days, waits @ Waits::Counted) => (
                all.unwrap_or_else(|| index.stats(shown, zone)),
                days.unwrap_or_else(|| index.bars(shown, By::Day, zone, waits)),
            ),
        },
    );
    let (grouped, called_back) = others;
    let mut groups = groups.or(grouped).unwrap_or_default();
    if !basis.by.is_time() {
        // Bars of one length stand as the index gives them, whatever they were sorted by before.
        let length = |bar: &Bar| basis.metric.of(bar).unwrap_or(-1.0);
        let order = |a: &Bar, b: &Bar| b.results.calls().cmp(&a.results.calls()).then_with(|| a.label.cmp(&b.label));
        groups.sort_by(|a, b| length(b).total_cmp(&length(a)).then_with(|| order(a, b)));
    }
    state.stats.figures = Some(Box::new((basis, Figures { all, called_back, days, groups, before })));
}

/// What the figures cover, in a line: `exact`, or what may be missing.
#[must_use]
pub fn covers(state: &State) -> String {
    if state.archive.awaited().is_some() {
        return "so far: reading the archive".to_owned();
    }
    if state.sync.running.is_some() {
        return "so far: fetching".to_owned();
    }
    match state.missing().as_deref() {
        Some([]) => "exact: all of this time is in the archive".to_owned(),
        Some([missing, ..]) => format!("{}: {}", state.filter.query.unsure_word(), missing.words(&state.ways())),
        None => "nothing is fetched yet".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::super::testing::{calls, press, somebody, started};
    use super::super::update::{settle, update};

    #[test]
    fn figures_are_of_every_call_there_is_while_the_archive_is_read() {
        let (mut state, archive, session) = started(120, 36);
        let _ = update(&mut state, Message::SessionRestored { request: session, result: Ok(Some(somebody())) });
        // A list that is no more than all calls has them at once.
        press(&mut state, "/-nobody⏎");
        for numbers in [0..160, 160..165] {
            let _ = update(&mut state, Message::ArchiveBatch { request: archive, batch: calls(numbers) });
            settle(&mut state);
        }
        assert_eq!(state.calls.matching(), 160, "the list alone waits for more");
        press(&mut state, "4");
        assert_eq!((state.stats.figures().unwrap().all.results.calls(), state.calls.matching()), (165, 165));
    }
}
