//! Figures against a naive computation of them, and against the queries that find the calls behind them.

use chrono::{Datelike, Timelike};
use proptest::prelude::*;

use super::given::{batches, context, party, queries, real_key, row};
use super::loaded;
use super::plain::Plain;
use crate::index::stats::{By, Distribution, ServiceLevel, WAIT_EDGES, Waits};
use crate::index::{CalledBack, Index};
use crate::model::{
    Batch, CallResult, CallRow, Direction, Flags, PartyId, ResultGroup, Span,
    query::{Query, QueryContext},
};

/// The value at the nearest rank, of all values in order.
fn at_rank(mut values: Vec<u32>, share: f64) -> u32 {
    values.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "few values"
    )]
    let rank = (values.len() as f64 * share).ceil() as usize;
    values.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

fn in_group(rows: &[&CallRow], group: ResultGroup) -> usize {
    rows.iter().filter(|row| row.result.group() == group).count()
}

proptest! {
    #[test]
    fn the_figures_are_those_of_a_naive_count(batches in batches(), query in queries()) {
        let (index, plain) = loaded(&batches);
        let stats = index.stats(&index.select(&query, context(), &[]), context().zone);
        let selected = plain.select(&query, &[]);
        let rows: Vec<&CallRow> = selected.iter().map(|key| &plain.rows[key]).collect();
        prop_assert_eq!(stats.results.calls(), rows.len());
        for group in ResultGroup::ALL {
            prop_assert_eq!(stats.results.ended(group), in_group(&rows, group));
        }
        let spans: [(&Distribution, Vec<u32>); 2] = [
            (&stats.wait, rows.iter().filter_map(|row| row.wait).collect()),
            (&stats.talk, rows.iter().filter_map(|row| row.talk).collect()),
        ];
        for (figures, spans) in spans {
            prop_assert_eq!(figures.known, spans.len());
            prop_assert_eq!(figures.total, spans.iter().copied().map(u64::from).sum::<u64>());
            prop_assert_eq!(figures.max, spans.iter().copied().max().unwrap_or(0));
            prop_assert_eq!(figures.p50, at_rank(spans.clone(), 0.5));
            prop_assert_eq!(figures.p90, at_rank(spans.clone(), 0.9));
            prop_assert!(figures.p90_between.0 <= figures.p90 && figures.p90 <= figures.p90_between.1);
            let edges = [&[0][..], &figures.edges, &[u32::MAX]].concat();
            for (bucket, count) in figures.buckets.iter().enumerate() {
                let inside = |span: &&u32| edges[bucket] <= **span && (**span < edges[bucket + 1] || bucket == 5);
                prop_assert_eq!(*count, spans.iter().filter(inside).count(), "bucket {}", bucket);
            }
        }
        let outside = rows.iter().filter(|row| row.direction == Direction::Inbound && !row.flags.has(Flags::INTERNAL));
        let waits: Vec<&&CallRow> = outside.filter(|row| row.wait.is_some()).collect();
        let soon = |row: &&&&CallRow| row.result.group() == ResultGroup::Answered && row.wait <= Some(20);
        let in_time = waits.iter().filter(soon).count();
        prop_assert_eq!(stats.level, ServiceLevel { calls: waits.len(), in_time });
        for (day, hours) in stats.busy.iter().enumerate() {
            for (hour, count) in hours.iter().enumerate() {
                let then = |row: &&&CallRow| {
                    let start = row.start_time;
                    start.weekday().num_days_from_monday() as usize == day && start.hour() as usize == hour
                };
                prop_assert_eq!(*count, rows.iter().filter(then).count());
            }
        }
    }

    #[test]
    fn each_bar_is_of_the_calls_that_its_query_finds(batches in batches(), query in queries()) {
        let (index, plain) = loaded(&batches);
        let selection = index.select(&query, context(), &[]);
        for by in By::ALL {
            for bar in index.bars(&selection, by, context().zone, Waits::Counted) {
                let added = Query::parse(&bar.query).unwrap();
                let both = added.terms().iter().fold(query.clone(), |query, term| query.and(term.negated, term.clause.clone()));
                let found = plain.select(&both, &[]);
                let rows: Vec<&CallRow> = found.iter().map(|key| &plain.rows[key]).collect();
                if matches!(by, By::Queue | By::User | By::Site) {
                    // A name can be another party's number, or the same but for its letters' case.
                    prop_assert!(bar.results.calls() <= rows.len(), "{}: {} of {}", bar.query, bar.results.calls(), rows.len());
                    continue;
                }
                prop_assert_eq!(bar.results.calls(), rows.len(), "{}", &bar.query);
                for group in ResultGroup::ALL {
                    prop_assert_eq!(bar.results.ended(group), in_group(&rows, group));
                }
                prop_assert_eq!(bar.talk, rows.iter().filter_map(|row| row.talk).map(u64::from).sum::<u64>());
                let waits: Vec<u32> = rows.iter().filter_map(|row| row.wait).collect();
                prop_assert_eq!((bar.wait.known, bar.wait.seconds), (waits.len(), at_rank(waits, 0.9)));
            }
        }
    }

    #[test]
    fn every_call_is_in_a_bar_of_its_time_result_and_number(batches in batches(), query in queries()) {
        let (index, _) = loaded(&batches);
        let selection = index.select(&query, context(), &[]);
        for by in [By::Day, By::Weekday, By::Hour, By::Result, By::Number] {
            let bars = index.bars(&selection, by, context().zone, Waits::Counted);
            prop_assert_eq!(bars.iter().map(|bar| bar.results.calls()).sum::<usize>(), selection.len(), "{:?}", by);
        }
    }

    #[test]
    fn the_days_of_bars_follow_each_other_in_any_zone(batches in batches()) {
        let (index, _) = loaded(&batches);
        let all = index.select(&Query::default(), context(), &[]);
        for name in ["Asia/Kathmandu", "America/New_York"] {
            let zone = name.parse().unwrap();
            let bars = index.bars(&all, By::Day, zone, Waits::Counted);
            for pair in bars.windows(2) {
                let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
                prop_assert_eq!(day(pair[0].label.as_raw()).succ_opt().unwrap(), day(pair[1].label.as_raw()));
            }
            for bar in bars {
                let query = Query::parse(&bar.query).unwrap();
                let found = index.count(&query, QueryContext { zone, ..context() });
                prop_assert_eq!(bar.results.calls(), found);
            }
        }
    }

    #[test]
    fn callers_to_call_back_are_those_whom_nobody_has_spoken_to_since(batches in batches(), query in queries()) {
        let (index, plain) = loaded(&batches);
        let selection = index.select(&query, context(), &[]);
        let callers = index.callbacks(&selection);
        let waiting = plain.select(&query, &[]).into_iter().filter(|key| plain.needs_callback(&plain.rows[key])).count();
        prop_assert_eq!(callers.iter().map(|caller| caller.tries).sum::<usize>(), waiting, "every try is in one caller");
        prop_assert!(callers.windows(2).all(|pair| pair[0].last >= pair[1].last));
        for caller in &callers {
            let added = Query::parse(&caller.query).unwrap();
            let both = added.terms().iter().fold(query.clone(), |query, term| query.and(term.negated, term.clause.clone()));
            let found = plain.select(&both, &[]);
            let tries: Vec<&CallRow> = found.iter().map(|key| &plain.rows[key]).collect();
            prop_assert_eq!(tries.len(), caller.tries, "{}", &caller.query);
            prop_assert!(tries.iter().all(|row| row.direction == Direction::Inbound));
            prop_assert_eq!(Some(caller.last), tries.iter().map(|row| row.start_time).max());
            prop_assert_eq!(Some(caller.first), tries.iter().map(|row| row.start_time).min());
            prop_assert_eq!(caller.voicemails, in_group(&tries, ResultGroup::Voicemail));
            prop_assert_eq!(caller.waited.map(|wait| wait.as_secs()), tries.iter().filter_map(|row| row.wait).max().map(u64::from));
        }
    }

    #[test]
    fn who_was_called_back_within_an_hour_is_a_naive_count(batches in batches(), query in queries()) {
        let (index, plain) = loaded(&batches);
        let counted = index.called_back(&index.select(&query, context(), &[]), context().now);
        prop_assert_eq!(counted, called_back(&plain, &query));
    }

    #[test]
    fn who_was_called_back_is_known_in_whatever_order_calls_come_and_go(
        calls in prop::collection::vec((0..8_i64, 0..3), 1..12), batches in batches(), steps in 0..50_usize,
    ) {
        // Calls with one number, two each hour, of which some go or become others; and call by call those of any batches.
        let parties = vec![(PartyId(3), party("", "+12025550101"))];
        let contact = |(number, what)| match what {
            0 => Batch { removed: vec![real_key(number)], ..Batch::default() },
            what => {
                let result = CallResult::new(if what == 1 { "no_answer" } else { "answered" }.into());
                Batch { rows: vec![CallRow { key: real_key(number), result, ..row(number, 3, 0) }], ..Batch::default() }
            }
        };
        let mut pieces = vec![Batch { parties, ..Batch::default() }];
        pieces.extend(calls.into_iter().map(contact));
        pieces.extend(batches.into_iter().flat_map(one_by_one).take(steps));
        let mut index = Index::new();
        let mut plain = Plain::default();
        for piece in pieces {
            plain.apply(&piece);
            index.apply(piece);
            prop_assert_eq!(index.called_back(&index.all(), context().now), called_back(&plain, &Query::default()));
        }
    }

    #[test]
    fn a_span_keeps_the_calls_that_began_in_it(batches in batches(), from in 0..70_i64, hours in 0..40_i64) {
        let (index, plain) = loaded(&batches);
        let from = context().now - chrono::TimeDelta::hours(from);
        let span = Span { from, to: from + chrono::TimeDelta::hours(hours) };
        let kept = index.within(&index.select(&Query::default(), context(), &[]), span);
        let inside = plain.rows.values().filter(|row| (span.from..span.to).contains(&row.start_time)).count();
        prop_assert_eq!(kept.len(), inside);
    }
}

fn called_back(plain: &Plain, query: &Query) -> CalledBack {
    let (now, hour) = (context().now, chrono::TimeDelta::hours(1));
    let mut expected = CalledBack::default();
    for key in plain.select(query, &[]) {
        let row = &plain.rows[&key];
        if let Some(spoken) = plain.spoken_after(row) {
            let in_time = spoken.iter().any(|at| *at - row.start_time <= hour);
            expected.within_hour += usize::from(in_time);
            expected.calls += usize::from(in_time || row.start_time + hour <= now);
        }
    }
    expected
}

/// A batch, call by call: what one of them changes is worked out for its own hour only.
fn one_by_one(Batch { rows, removed, parties, words, .. }: Batch) -> Vec<Batch> {
    let mut pieces = vec![Batch { parties, words, ..Batch::default() }];
    pieces.extend(removed.into_iter().map(|key| Batch { removed: vec![key], ..Batch::default() }));
    pieces.extend(rows.into_iter().map(|row| Batch { rows: vec![row], ..Batch::default() }));
    pieces
}

#[test]
fn a_call_back_counts_though_somebody_answered_in_the_second_of_the_missed_call() {
    let ended = |number, result: &str| CallRow {
        key: real_key(number),
        result: CallResult::new(result.into()),
        ..row(number, 3, 0)
    };
    let (index, _) = loaded(&[Batch {
        parties: vec![(PartyId(3), party("", "+12025550101"))],
        // The first two begin in one second, the third an hour later.
        rows: vec![ended(0, "no_answer"), ended(1, "answered"), ended(2, "answered")],
        ..Batch::default()
    }]);
    let all = index.select(&Query::default(), context(), &[]);
    assert_eq!(index.called_back(&all, context().now), CalledBack { calls: 1, within_hour: 1 });
}

#[test]
fn an_empty_selection_has_figures_of_nothing() {
    let (index, _) = loaded(&[]);
    let none = index.select(&Query::default(), context(), &[]);
    let stats = index.stats(&none, context().zone);
    assert_eq!((stats.results.calls(), stats.wait.known, stats.wait.p90, stats.wait.edges), (0, 0, 0, WAIT_EDGES));
    assert!(index.bars(&none, By::Day, context().zone, Waits::Counted).is_empty());
    assert_eq!(index.bars(&none, By::Hour, context().zone, Waits::Counted).len(), 24);
    assert!(index.callbacks(&none).is_empty());
}
