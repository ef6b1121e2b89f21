//! How long the index takes, from 10 thousand calls to a million, or to the number given: `cargo bench --bench index -- 10000000`.
//! Times are the least and the middle of several runs, in milliseconds; for plain text also how often a scan that folds and
//! searches the names and numbers of one call after the other would take as long.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::time::{Duration, Instant};

use chrono::DateTime;
use ringlog::index::{
    FACET_FIELDS, Index, Selection, SortColumn, SortKey, both, folded,
    stats::{By, Waits},
};
use ringlog::model::{
    Batch, CallKey, CallResult, CallRow, Flags, PartyId, PartyRow, Text, WordId, Zone,
    query::{Field, Query, QueryContext},
};

/// Calls come from the archive in pieces of this many, newest first.
const BATCH: u32 = 10_000;
const NOW: i64 = 1_795_176_000;
const HALF_A_YEAR: i64 = 180 * 86_400;
const RUNS: usize = 15;
/// Queries that are text alone, and so can be answered by a scan.
const PLAIN: [&str; 4] = ["a", "stein", "55512", "nobody at all"];

fn main() {
    let most = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let sizes = std::iter::successors(Some(10_000_u32), |size| size.checked_mul(10)).take_while(|size| *size <= most);
    for calls in sizes {
        measure(calls);
    }
}

fn measure(calls: u32) {
    let parties = (calls / 50).max(200);
    let empty = resident();
    let mut applying = Duration::ZERO;
    let mut index = Index::with_capacity(calls as usize);
    for number in 0..calls.div_ceil(BATCH) {
        let batch = batch(number, calls, parties);
        let begun = Instant::now();
        index.apply(batch);
        applying += begun.elapsed();
    }
    println!("{calls} calls, {parties} parties");
    println!("  {:<62}{:>9.3}", "built from batches", applying.as_secs_f64() * 1e3);
    if let (Some(before), Some(after)) = (empty, resident()) {
        println!("  {:<62}{:>9.1} MB", "memory, as the system counts it", (after - before) / 1e6);
    }

    let context = QueryContext { now: DateTime::from_timestamp(NOW, 0).unwrap_or_default(), zone: Zone::Local };
    let select = |text: &str, sort: &[SortKey]| -> Selection {
        index.select(&Query::parse(text).unwrap_or_default(), context, sort)
    };
    for text in [
        "",
        "a",
        "stein",
        "55512",
        "nobody at all",
        "anna stein",
        "queue:support",
        "number:0134",
        "result:missed",
        "talk:>60s",
        "last:7d",
        "on:yesterday",
        "last:30d dir:in result:missed -site:west kovacs",
    ] {
        let found = select(text, &[]).len();
        let least = time(&format!("select {text:?}: {found}"), || select(text, &[]).len());
        if PLAIN.contains(&text) {
            let begun = Instant::now();
            let scanned = scan(&index, text);
            let took = begun.elapsed().as_secs_f64() * 1e3;
            println!("  {:<62}{took:>9.3}{:>9.0} times", format!("  a scan finds {scanned}"), took / least);
        }
    }
    let columns = [
        SortColumn::Started,
        SortColumn::Direction,
        SortColumn::Party,
        SortColumn::Number,
        SortColumn::Via,
        SortColumn::Result,
        SortColumn::Talk,
        SortColumn::Site,
        SortColumn::Flags,
    ];
    for column in columns {
        time(&format!("all by {column:?}"), || select("", &[SortKey { column, descending: false }]).len());
    }
    let all = select("", &[]);
    time("facets", || {
        let facets = index.facets(&all);
        let values: usize = FACET_FIELDS.iter().map(|field| facets.values(*field).len()).sum();
        values + index.hours(&all, context.zone).len()
    });
    time("counts beside a filtered field's values", || index.facets(&all).values(Field::Result).len());
    time("stats: results, waits, talk, busy hours, days", || {
        index.stats_and_days(&all, context.zone).0.results.calls()
    });
    time("stats: called back within the hour", || index.called_back(&all, context.now).calls);
    time("stats: all of view 4, by queue, on two threads", || {
        let bars =
            || (index.bars(&all, By::Queue, context.zone, Waits::Counted).len(), index.called_back(&all, context.now));
        both(index.len(), bars, || index.stats_and_days(&all, context.zone)).0.0
    });
    for by in By::ALL {
        time(&format!("stats by {}", by.word()), || index.bars(&all, by, context.zone, Waits::Counted).len());
    }
    let waiting = select("needs:callback", &[]).len();
    time(&format!("select \"needs:callback\": {waiting}"), || select("needs:callback", &[]).len());
    time("call-back list", || index.callbacks(&all).len());
    time("complete queue:", || index.complete(Field::Queue, "s", 10).len());
    time("complete party:", || index.complete(Field::Party, "s", 10).len());
    measure_pages(index, calls, parties);
}

/// Pages of a fetch, into an index that has all the rest.
fn measure_pages(mut index: Index, calls: u32, parties: u32) {
    let mut newest = i64::from(calls);
    let mut newer = || {
        newest += 300;
        let rows = (newest - 300..newest).map(|number| row(number, calls, parties)).collect();
        (newest, Batch { rows, ..Batch::default() })
    };
    time("apply a page of 300 newer calls", || {
        index.apply(newer().1);
        index.len()
    });
    time("apply a page of 300 calls that moved", || {
        let (newest, mut batch) = newer();
        let known = (0..300).map(|n| key(newest - n - n * i64::from(calls) / 300, calls));
        batch.removed = known.collect();
        index.apply(batch);
        index.len()
    });
    time("apply a page of 300 known calls", || {
        let rows = (0..300).map(|n| row(n * i64::from(calls) / 300, calls, parties)).collect();
        index.apply(Batch { rows, ..Batch::default() });
        index.len()
    });
}

/// What a search without an index does.
fn scan(index: &Index, text: &str) -> usize {
    let all = index.select(&Query::default(), QueryContext { now: DateTime::UNIX_EPOCH, zone: Zone::Utc }, &[]);
    let has = |party: &PartyRow| {
        [&party.name, &party.did_number, &party.ext_number, &party.email]
            .into_iter()
            .any(|field| folded(field.as_raw()).contains(text))
    };
    all.rows().iter().filter_map(|row| index.row(*row)).filter(|row| has(row.party()) || has(row.via())).count()
}

/// Runs something several times, prints the least and the middle of it, and gives the least.
fn time(what: &str, mut run: impl FnMut() -> usize) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            std::hint::black_box(run());
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("  {what:<62}{:>9.3}{:>9.3}", times[0], times[RUNS / 2]);
    times[0]
}

/// A number that looks random and is the same every time.
fn mixed(seed: u64) -> u64 {
    let a = (seed.wrapping_add(0x9e37_79b9_7f4a_7c15) ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    b ^ (b >> 31)
}

fn below(seed: u64, limit: u64) -> u32 {
    u32::try_from(mixed(seed) % limit).unwrap_or(0)
}

/// One piece of the archive, the newest first; the first brings all parties and words.
fn batch(number: u32, calls: u32, parties: u32) -> Batch {
    let newest = calls - number * BATCH;
    let rows = (newest.saturating_sub(BATCH)..newest).rev().map(|number| row(number.into(), calls, parties)).collect();
    let mut batch = Batch { rows, ..Batch::default() };
    if number == 0 {
        batch.parties = (0..parties).map(|id| (PartyId(id), party(id))).collect();
        let words = ["HQ", "West", "East", "Genève", "Sales", "Support", "Billing", "Legal"];
        batch.words = (1..).zip(words).map(|(id, word)| (WordId(id), word.into())).collect();
    }
    batch
}

fn party(id: u32) -> PartyRow {
    let first = ["Anna", "Marek", "Zoë", "Łukasz", "Priya", "Tomás", "Ines", "Olu", "Søren", "Mei"];
    let last =
        ["Kovács", "Steiner", "Okafor", "Lindqvist", "Banerjee", "Osei", "Alvarez", "Duarte", "Khan", "Goldstein"];
    let seed = u64::from(id) * 3;
    let pick = |from: &[&str], seed| from[below(seed, from.len() as u64) as usize].to_owned();
    let queue = id < 20;
    let name =
        if queue { format!("Support {id}") } else { format!("{} {} {id}", pick(&first, seed), pick(&last, seed + 1)) };
    PartyRow {
        name: name.as_str().into(),
        did_number: format!("+1202555{:04}", below(seed + 2, 10_000)).as_str().into(),
        ext_number: if id < 1_000 { Text::from((800 + id).to_string()) } else { Text::default() },
        ext_type: if queue { "call_queue".into() } else { Text::default() },
        ..PartyRow::default()
    }
}

/// The second in which a call of that number begins.
fn start(number: i64, calls: u32) -> i64 {
    NOW - HALF_A_YEAR + number * HALF_A_YEAR / i64::from(calls)
}

/// Its key, as the archive would give it.
fn key(number: i64, calls: u32) -> CallKey {
    let second = u32::try_from(start(number, calls)).unwrap_or(0);
    CallKey(CallKey::least_of_second(second).0 + number % 1024)
}

fn row(number: i64, calls: u32, parties: u32) -> CallRow {
    let seed = number.unsigned_abs() * 16;
    // Most calls are by few parties.
    let anyone = below(seed, u64::from(parties)).min(below(seed + 1, u64::from(parties)));
    let ours = below(seed + 2, 200.min(u64::from(parties)));
    let inbound = below(seed + 3, 3) > 0;
    let results = ["answered", "answered", "no_answer", "voicemail", "busy", "abandoned", "connected"];
    let talk = below(seed + 4, 600);
    let word = |offset: u64, first: u32| WordId(first + below(seed + offset, 4));
    CallRow {
        key: key(number, calls),
        start_time: DateTime::from_timestamp(start(number, calls), 0).unwrap_or_default(),
        direction: Text::from(if inbound { "inbound" } else { "outbound" }).into(),
        caller: PartyId(if inbound { anyone } else { ours }),
        callee: PartyId(if inbound { ours } else { anyone }),
        result: CallResult::new(results[below(seed + 5, 7) as usize].into()),
        wait: Some(below(seed + 6, 90)),
        talk: (talk > 60).then_some(talk),
        hold: None,
        duration: Some(talk + 20),
        site: word(7, 1),
        department: word(8, 5),
        cost_center: WordId(0),
        group: WordId(0),
        flags: Flags(u16::try_from(mixed(seed + 9) & 0x83).unwrap_or(0)),
    }
}

/// Memory in use, in bytes; `None` where the system does not say.
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kilobytes| kilobytes * 1024.0)
}
