//! Tests that run at another time.

/// What libfaketime is told: where the tests run at another time, the programs they start do too.
pub fn faked_time() -> Vec<(String, String)> {
    let names = ["LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC", "NO_FAKE_STAT"];
    let known = names.iter().filter(|_| std::env::var_os("FAKETIME").is_some());
    known.filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?))).collect()
}
