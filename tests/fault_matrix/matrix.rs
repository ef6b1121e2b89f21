//! The matrix itself.

use crate::support::figure::figure;
use std::collections::VecDeque;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::action::Action;
use super::cell;
use super::faults::FAULTS;

/// Cells under way at one time. Most of their time is waits.
const SIDE_BY_SIDE: usize = 24;

#[test]
fn every_fault_in_everything_a_person_does() {
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        before(info);
    }));
    let begun = Instant::now();
    // Those that wait the longest first.
    let slow_first = |script: &str| !(script.contains("drip") || script.contains("429=qps retry_after=seconds"));
    let mut faults: Vec<_> = FAULTS.iter().collect();
    faults.sort_by_key(|fault| slow_first(fault.script));
    let cells: VecDeque<_> = faults.into_iter().flat_map(|fault| Action::ALL.map(|action| (fault, action))).collect();
    let wanted = std::env::var("CELL").unwrap_or_default();
    let cells: VecDeque<_> =
        cells.into_iter().filter(|(fault, action)| format!("{} {action:?}", fault.name).contains(&wanted)).collect();
    let (count, cells) = (cells.len(), Mutex::new(cells));
    let (failed, slowest) = (Mutex::new(Vec::new()), Mutex::new(Duration::ZERO));
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                loop {
                    let next = cells.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some((fault, action)) = next else { return };
                    match cell::run(fault, action) {
                        Ok(frame) => {
                            let mut slowest = slowest.lock().unwrap();
                            *slowest = frame.max(*slowest);
                        }
                        Err(why) => failed.lock().unwrap().push(format!("{} x {action:?}: {why}", fault.name)),
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    figure(&format!(
        "{count} cells, {} faults, {} actions, {:.0?}; the slowest frame took {:.0?}",
        FAULTS.len(),
        Action::ALL.len(),
        begun.elapsed(),
        slowest.into_inner().unwrap()
    ));
    assert!(failed.is_empty(), "{} of {count} cells:\n{}", failed.len(), failed.join("\n\n"));
    assert_eq!(PANICS.load(Ordering::SeqCst), 0, "something panicked; see above");
}
