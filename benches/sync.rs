//! How fast calls are fetched when Zoom sets no limit: from a stand-in in a process of its own, over HTTP on loopback, decoded
//! and stored. `cargo bench --bench sync -- 1000000` fetches up to a million.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod support;

use support::profile::Profile;
use support::{sizes, system};

fn main() {
    system::print_machine();
    println!("{:>9}{:>10}{:>10}{:>14}", "calls", "seconds", "calls/s", "calls/CPU s");
    for calls in sizes(100_000) {
        let fetched = Profile::new(calls).fetch();
        let new = u32::try_from(fetched.outcome.new).map_or(f64::NAN, f64::from);
        let (took, cpu) = (fetched.took.as_secs_f64(), fetched.cpu.as_secs_f64());
        println!("{new:>9}{took:>10.2}{:>10.0}{:>14.0}", new / took, new / cpu);
    }
}
