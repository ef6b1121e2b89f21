//! The matrix itself.

use std::collections::{BTreeMap, VecDeque};
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::action::Action;
use super::cell;
use super::faults::{FAULTS, Fault};
use super::person::Keys;
use super::support::figure::figure;

/// Cells under way at one time. Most of their time is waits.
const SIDE_BY_SIDE: usize = 24;
/// From a key to its frame, for all but one of a hundred keys.
const AT_ONCE: Duration = Duration::from_millis(50);

/// The times from keys to frames under each fault.
type Answers = BTreeMap<&'static str, Vec<Duration>>;

/// Runs every fault with each of `actions`, so many side by side. Fails when anything does not hold in a cell.
fn run(actions: &[Action], keys: Keys, side_by_side: usize) -> Answers {
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        before(info);
    }));
    let begun = Instant::now();
    // Those that wait the longest first.
    let slow_first = |script: &str| !(script.contains("drip") || script.contains("429=qps retry_after=seconds"));
    let mut faults: Vec<&'static Fault> = FAULTS.iter().collect();
    faults.sort_by_key(|fault| slow_first(fault.script));
    let cells = faults.into_iter().flat_map(|fault| actions.iter().map(move |action| (fault, *action)));
    let wanted = std::env::var("CELL").unwrap_or_default();
    let cells: VecDeque<_> =
        cells.filter(|(fault, action)| format!("{} {action:?}", fault.name).contains(&wanted)).collect();
    let (count, cells) = (cells.len(), Mutex::new(cells));
    let (failed, answers) = (Mutex::new(Vec::new()), Mutex::new(Answers::new()));
    thread::scope(|scope| {
        for _ in 0..side_by_side {
            scope.spawn(|| {
                loop {
                    let next = cells.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some((fault, action)) = next else { return };
                    match cell::run(fault, action, keys) {
                        Ok(answered) => answers.lock().unwrap().entry(fault.name).or_default().extend(answered),
                        Err(why) => failed.lock().unwrap().push(format!("{} x {action:?}: {why}", fault.name)),
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    figure(&format!("{count} cells, {} faults, {} actions, {:.0?}", FAULTS.len(), actions.len(), begun.elapsed()));
    assert!(failed.is_empty(), "{} of {count} cells:\n{}", failed.len(), failed.join("\n\n"));
    assert_eq!(PANICS.load(Ordering::SeqCst), 0, "something panicked; see above");
    answers.into_inner().unwrap()
}

/// The time that half of the keys took at most, and that all but one of a hundred did.
fn percentiles(times: &mut [Duration]) -> [Duration; 2] {
    times.sort_unstable();
    [50, 99].map(|part| times[(times.len() * part / 100).min(times.len() - 1)])
}

#[test]
fn every_fault_in_everything_a_person_does() {
    let answers = run(&Action::ALL, Keys::FEW, SIDE_BY_SIDE);
    // That they were answered was held in each cell. How soon says little here, beside so many others.
    assert!(answers.values().all(|times| times.len() >= 2), "a fault without a key");
    let mut times = answers.into_values().flatten().collect::<Vec<_>>();
    let [p50, p99] = percentiles(&mut times);
    figure(&format!("{} keys, {SIDE_BY_SIDE} cells side by side: p50 {p50:.1?}, p99 {p99:.1?}", times.len()));
}

#[test]
#[ignore = "full size of SECURITY row G5; it measures, so nothing else should run"]
fn under_every_fault_a_key_is_answered_at_once() {
    let actions = [Action::SignIn, Action::FirstSync, Action::Detail, Action::Search];
    let mut slow = Vec::new();
    for (fault, mut times) in run(&actions, Keys::MANY, 2) {
        let [p50, p99] = percentiles(&mut times);
        figure(&format!("{:>6} keys, p50 {p50:>6.1?}, p99 {p99:>6.1?} under: {fault}", times.len()));
        if p99 >= AT_ONCE {
            slow.push(fault);
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}
