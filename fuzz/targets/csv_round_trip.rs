#![no_main]

#[path = "../bodies/mod.rs"]
#[allow(dead_code, reason = "this target runs one of them")]
mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::csv_round_trip(data));
