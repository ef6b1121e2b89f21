//! Two passes over many rows at one time.

use std::panic::resume_unwind;
use std::thread;

/// Below so many rows a thread costs more than it saves.
const WORTH_A_THREAD: usize = 50_000;

/// Does both, the first on a thread of its own where that is worth it and can be had; both are done when it returns.
pub fn both<A: Send, B>(rows: usize, first: impl Fn() -> A + Sync, second: impl FnOnce() -> B) -> (A, B) {
    if rows < WORTH_A_THREAD {
        return (first(), second());
    }
    thread::scope(|scope| {
        let beside = thread::Builder::new().name("index".to_owned()).spawn_scoped(scope, &first);
        let second = second();
        match beside.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(first)) => (first, second),
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => (first(), second),
        }
    })
}
