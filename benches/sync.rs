//! How fast calls are fetched: without limits, from a stand-in in a process of its own, over HTTP on loopback, decoded and
//! stored; and with the limits of a Business plan, which share of the requests that we may make is made.
//! `cargo bench --bench sync -- 1000000` fetches up to a million.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod support;

use support::profile::{Fetched, Limits, Profile};
use support::{sizes, system};

/// Half of what Zoom allows a Business account for call lists, a second: our own pace.
const PACE: f64 = 10.0;
/// So many calls take about twenty seconds at that pace.
const PACED: u64 = 60_000;

fn main() {
    system::print_machine();
    println!("{:>9}{:>10}{:>10}{:>14}{:>15}", "calls", "seconds", "calls/s", "calls/CPU s", "peak MB so far");
    for calls in sizes(100_000) {
        let fetched = Profile::new(calls, Limits::None).fetch();
        let (new, took, cpu) = (new(&fetched), fetched.took.as_secs_f64(), fetched.cpu.as_secs_f64());
        let memory = system::peak_memory(std::process::id());
        println!("{new:>9}{took:>10.2}{:>10.0}{:>14.0}{memory:>15.0}", new / took, new / cpu);
    }
    let paced = Profile::new(PACED, Limits::Business).fetch();
    let rate = f64::from(u32::try_from(paced.requests).unwrap_or(u32::MAX)) / paced.took.as_secs_f64();
    let (new, share) = (new(&paced), 100.0 * rate / PACE);
    println!("with limits: {new} calls, {rate:.1} requests a second, {share:.0} % of our pace of {PACE}");
}

fn new(fetched: &Fetched) -> f64 {
    u32::try_from(fetched.outcome.new).map_or(f64::NAN, f64::from)
}
