//! How fast calls are fetched: without limits, from a stand-in in a process of its own, over HTTP on loopback, decoded and
//! stored, the account's and one person's own, which come as steps; and with the limits of a Business plan, which share of the
//! requests that we may make is made. `cargo bench --bench sync -- 1000000` fetches up to a million; the words `all`, `own` and
//! `limits` ask for one piece, `only` for the largest size alone.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod support;

use support::profile::{Access, Limits, Profile};
use support::{is_asked, sizes, system};

/// Half of what Zoom allows a Business account for call lists, a second: our own pace.
const PACE: f64 = 5.0;
/// So many calls take about forty seconds at that pace.
const PACED: u64 = 60_000;
const PIECES: [&str; 3] = ["all", "own", "limits"];

fn main() {
    system::print_machine();
    for (piece, access) in [("all", Access::Account), ("own", Access::Own)] {
        if !is_asked(piece, &PIECES) {
            continue;
        }
        println!("\n{piece} calls, without limits");
        println!(
            "{:>9}{:>10}{:>10}{:>10}{:>14}{:>15}",
            "calls", "of rows", "seconds", "rows/s", "rows/CPU s", "peak MB so far"
        );
        for calls in sizes(100_000) {
            let fetched = Profile::with_access(calls, Limits::None, access).fetch();
            let (rows, took, cpu) = (number(fetched.rows), fetched.took.as_secs_f64(), fetched.cpu.as_secs_f64());
            let memory = system::peak_memory(std::process::id());
            let new = fetched.outcome.new;
            println!("{new:>9}{rows:>10}{took:>10.2}{:>10.0}{:>14.0}{memory:>15.0}", rows / took, rows / cpu);
        }
    }
    if is_asked("limits", &PIECES) {
        let paced = Profile::new(PACED, Limits::Business).fetch();
        let rate = number(paced.requests) / paced.took.as_secs_f64();
        let (new, share) = (paced.outcome.new, 100.0 * rate / PACE);
        println!("\nwith limits: {new} calls, {rate:.2} requests a second, {share:.0} % of our pace of {PACE}");
    }
}

fn number(number: u64) -> f64 {
    u32::try_from(number).map_or(f64::NAN, f64::from)
}
